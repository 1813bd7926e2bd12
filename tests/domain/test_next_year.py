"""Who goes where when a year is over (5.35): by the last decision of the council that says anything of it."""

from __future__ import annotations

import pytest

from ezh_desktop.domain.council import DecisionKind as Kind
from ezh_desktop.domain.names import ClassName
from ezh_desktop.domain.next_year import Fate, class_after, fate_of


@pytest.mark.parametrize(
    ("grade", "decisions", "fate"),
    [
        (7, (), Fate.UNDECIDED),
        (7, (Kind.PROMOTED,), Fate.UP),
        (7, (Kind.CONDITIONAL,), Fate.UP),
        (7, (Kind.REPEAT,), Fate.STAYS),
        (7, (Kind.CONDITIONAL, Kind.REPEAT), Fate.STAYS),
        (7, (Kind.CONDITIONAL, Kind.PROMOTED), Fate.UP),
        (7, (Kind.FREE,), Fate.UNDECIDED),
        (9, (Kind.ADMITTED,), Fate.LEAVES),
        (9, (Kind.ADMITTED, Kind.FINISHED), Fate.LEAVES),
        (9, (Kind.ADMITTED, Kind.PROMOTED), Fate.UP),
        (9, (), Fate.UNDECIDED),
        (11, (), Fate.LEAVES),
    ],
)
def test_the_last_decision_counts(grade, decisions, fate):
    assert fate_of(grade, decisions) is fate


@pytest.mark.parametrize(("name", "after"), [("1А", "2А"), ("7Б", "8Б"), ("10А", "11А"), ("9А", None), ("11А", None)])
def test_a_class_moves_up_until_it_ends(name, after):
    found = class_after(ClassName.read(name))
    assert (str(found) if found else None) == after
