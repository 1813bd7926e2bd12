"""When the demo school's pupils stay away, for how long and why: every absence has its reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from random import Random
from typing import Final

from ezh_desktop.domain.figures import AbsenceReason
from ezh_desktop.domain.russian import dotted
from ezh_desktop.services.demo.model import Episode, Pupil

ALL_LESSONS: Final = 99
_GAP: Final = (15, 60)
_ILL_DAYS: Final = (2, 6)


def stay_away(pupil: Pupil, days: Sequence[date], chance: Random) -> None:
    """Give the pupil the year's absences; `days` are the school days of the class in order."""
    own = [day for day in days if pupil.stay.holds(day)]
    at = chance.randint(3, _GAP[1])
    while at < len(own) - 1:
        episode, length = _episode(own, at, chance)
        pupil.episodes.append(episode)
        for day in own[at : at + length]:
            pupil.missed[day] = episode.lessons or ALL_LESSONS
        at += length + chance.randint(*_GAP)


def _episode(days: Sequence[date], at: int, chance: Random) -> tuple[Episode, int]:
    """One stay away from the day at `at`, and how many school days it lasts."""
    start, drawn = days[at], chance.random()
    if drawn < 0.5:
        length = min(chance.randint(*_ILL_DAYS), len(days) - at)
        end = days[at + length - 1]
        return Episode(start, end, AbsenceReason.ILLNESS, f"Медицинская справка от {dotted(end)}"), length
    if drawn < 0.75:
        return Episode(start, start, AbsenceReason.VALID, f"Заявление родителей от {dotted(start)}"), 1
    if drawn < 0.9:
        visit = chance.randint(1, 2)
        return Episode(start, start, AbsenceReason.VALID, "Приём у врача, талон", visit), 1
    return Episode(start, start, AbsenceReason.UNEXCUSED, ""), 1
