"""Where classes and pupils of a year go in the next one: by the council's decisions, else together (5.35, 4.1.4)."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from ezh_desktop.domain.council import LAST_GRADE, DecisionKind
from ezh_desktop.domain.names import ClassName

_LEAVING_GRADES = frozenset({9, LAST_GRADE})


class Fate(Enum):
    """What becomes of a pupil when the year is over."""

    UP = "up"
    """Goes into the next grade, conditionally or not."""
    STAYS = "stays"
    """Repeats the grade."""
    LEAVES = "leaves"
    """Has finished school."""
    UNDECIDED = "undecided"
    """The council has not said."""


def fate_of(grade: int, decisions: Sequence[DecisionKind]) -> Fate:
    """By the last decision that says anything of it: a second one closes a conditional transfer."""
    for kind in reversed(decisions):
        if kind is DecisionKind.REPEAT:
            return Fate.STAYS
        if kind in {DecisionKind.PROMOTED, DecisionKind.CONDITIONAL}:
            return Fate.UP
        if kind in {DecisionKind.FINISHED, DecisionKind.ADMITTED} and grade in _LEAVING_GRADES:
            return Fate.LEAVES
    return Fate.LEAVES if grade == LAST_GRADE else Fate.UNDECIDED


def class_after(name: ClassName) -> ClassName | None:
    """«7А» → «8А»; None where a class ends: after grade 9 it is made up anew."""
    return None if name.grade in _LEAVING_GRADES else ClassName(name.grade + 1, name.letter)
