"""Pupils on the list who learn elsewhere for a time: обучение на дому, a sanatorium or hospital (4.3.4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from ezh_desktop.domain.spans import Span

HOME: Final = "home"
SANATORIUM: Final = "sanatorium"
AWAY_WORDS: Final[Mapping[str, str]] = {HOME: "на дому", SANATORIUM: "в санатории или больнице"}
"""Where the pupil learns, by kind of the order."""
HOME_GROUP: Final = "на дому: "
"""How the subgroup of a course begins that is taught to one pupil at home."""


def home_group(name: str) -> str:
    """The subgroup of a pupil's courses at home: «на дому: Андреев А. П.»."""
    return HOME_GROUP + name


def is_home_group(subgroup: str) -> bool:
    """Whether a course is taught to one pupil at home, beside the lessons of the class."""
    return subgroup.startswith(HOME_GROUP)


def share_pupils(one: str, other: str) -> bool:
    """Whether two subgroups of a class may have pupils in common, "" being the whole class.

    Subgroups of other names are other pupils, and who learns at home is in no lesson of the class.
    """
    if one == other:
        return True
    return not (one and other) and not is_home_group(one or other)


def has_lessons(subgroup: str, *, listed: bool, elsewhere: bool) -> bool:
    """Whether a pupil of the class has the lessons of a course on a day.

    `listed` in its subgroup; who learns `elsewhere` has those alone that are taught to one pupil.
    """
    return (not subgroup or listed) and (not elsewhere or is_home_group(subgroup))


@dataclass(frozen=True, slots=True)
class Turn:
    """An order: from its day the pupil learns elsewhere (`leaves`), or is back in class."""

    pupil: int
    kind: str
    day: date
    leaves: bool
    number: str = ""


@dataclass(frozen=True, slots=True)
class Away:
    """Days on which a pupil learns elsewhere, and the number of the order."""

    kind: str
    span: Span
    number: str = ""

    @property
    def words(self) -> str:
        """«обучается на дому, приказ № 5»."""
        order = f", приказ № {self.number}" if self.number else ""
        return f"обучается {AWAY_WORDS[self.kind]}{order}"


def stretches(turns: Iterable[Turn]) -> Mapping[int, tuple[Away, ...]]:
    """The days away by pupil, in order: each leaving lasts to the day before the next turn of the pupil."""
    by_pupil: defaultdict[int, list[Turn]] = defaultdict(list)
    for turn in turns:
        by_pupil[turn.pupil].append(turn)
    return {pupil: made for pupil, found in by_pupil.items() if (made := _stretches(found))}


def _stretches(turns: list[Turn]) -> tuple[Away, ...]:
    ordered = sorted(turns, key=lambda one: (one.day, one.leaves))
    nexts = [*(one.day for one in ordered[1:]), None]
    return tuple(
        Away(turn.kind, Span(turn.day, after - timedelta(days=1) if after else None), turn.number)
        for turn, after in zip(ordered, nexts, strict=True)
        if turn.leaves and (after is None or after > turn.day)
    )


def away_on(found: Iterable[Away], day: date) -> Away | None:
    """Where the pupil learns on the day; None: in class."""
    return next((one for one in found if one.span.holds(day)), None)
