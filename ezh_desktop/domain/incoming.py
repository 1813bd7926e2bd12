"""What comes in from other programs' files, row by row, each with the place it stood at: no file and no database here.

A reader of `exchange` fills these rows; an act of `services.importing` judges and enters them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """A place in a file: its name, the sheet («» in a text table), the row from 1, the column's letter or «»."""

    file: str
    sheet: str
    row: int
    column: str = ""

    @property
    def text(self) -> str:
        """«Список 7А.xlsx», лист «Лист1», строка 12, столбец B."""
        parts = [f"«{self.file}»"]
        if self.sheet:
            parts.append(f"лист «{self.sheet}»")
        if self.row:
            parts.append(f"строка {self.row}")
        if self.column:
            parts.append(f"столбец {self.column}")
        return ", ".join(parts)


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with a field of a row, and what to do; `column` is the letter of the column it stands in."""

    what: str
    remedy: str
    column: str = ""


@dataclass(frozen=True, slots=True)
class GuardianLine:
    """A parent or another legal representative: full name, relation («мать»), telephone; any may be empty."""

    name: str
    relation: str
    phone: str = ""


@dataclass(frozen=True, slots=True)
class PupilRow:
    """A pupil as a class list has them; empty texts where the list says nothing. `gender` is f, m or «»."""

    spot: Spot
    surname: str
    given: str
    patronymic: str = ""
    birth: date | None = None
    gender: str = ""
    file_number: str = ""
    address: str = ""
    phone: str = ""
    guardians: tuple[GuardianLine, ...] = ()
    flaws: tuple[Flaw, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    """Field name → letter of the column it was read from."""


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A row of a lesson plan (КТП): `hours` lessons on one topic, in a section; `kind` is a code of `domain.kinds`."""

    spot: Spot
    topic: str
    hours: int = 1
    section: str = ""
    homework: str = ""
    kind: str = ""
    note: str = ""
    flaws: tuple[Flaw, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)


class Outcome(StrEnum):
    """What becomes of a row that comes in."""

    NEW = "new"
    CHANGE = "change"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Judged:
    """A row with its outcome in words; of a refused one `remedy` and the letter of the faulty `column`."""

    spot: Spot
    who: str
    outcome: Outcome
    words: str
    remedy: str = ""
    column: str = ""
    clause: str = ""
    shown: tuple[int, str] | None = None
    """Line and letter of the faulty column in the table a person is shown, where that is not the file's own."""

    @property
    def line(self) -> int:
        """The line of the shown table."""
        return self.spot.row if self.shown is None else self.shown[0]

    @property
    def reason(self) -> str:
        """Why it is refused; of a row that a person knows by another name than its place, with that name."""
        return self.words if self.shown is None else f"{self.who}. {self.words}"

    @property
    def text(self) -> str:
        """The whole message: place, reason, remedy, clause."""
        spot = Spot(self.spot.file, self.spot.sheet, self.spot.row, self.column)
        tail = f" (п. {self.clause} Положения)" if self.clause else ""
        return f"{spot.text}: {self.reason} {self.remedy}".strip() + tail


def counts(judged: tuple[Judged, ...]) -> dict[Outcome, int]:
    """How many rows there are of each outcome, all outcomes named."""
    return {outcome: sum(one.outcome is outcome for one in judged) for outcome in Outcome}
