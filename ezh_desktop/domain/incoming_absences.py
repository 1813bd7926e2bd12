"""Absences that come in from paper: days of a pupil with the reason, as a table of days or a list of stretches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ezh_desktop.domain.figures import AbsenceReason
from ezh_desktop.domain.incoming import Flaw, Spot
from ezh_desktop.domain.names import PersonName


@dataclass(frozen=True, slots=True)
class MissedDays:
    """Days missed from `first` to `last`: whole ones, `lessons` from–to of each, or so many of them (`count`).

    `column` is the letter in the file, `shown` that in the shown table.
    """

    first: date
    last: date
    reason: AbsenceReason
    lessons: tuple[int, int] | None = None
    count: int = 0
    document: str = ""
    column: str = ""
    shown: str = ""


@dataclass(frozen=True, slots=True)
class AbsencesRow:
    """A row about a pupil; `flaws` are what could not be read, each with the letter in the shown table."""

    spot: Spot
    line: int
    name: PersonName
    missed: tuple[MissedDays, ...]
    flaws: tuple[tuple[Flaw, str], ...] = ()
