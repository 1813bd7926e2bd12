"""What may not stand in a period column (5.12, 5.15, 3.7, 3.8), and when a period mark owes a reason (5.13)."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ezh_desktop.domain.figures import AbsenceFigures
from ezh_desktop.domain.rules import PeriodContext, needs_reason, refuse_period_mark
from ezh_desktop.domain.rules.periods import refuse_not_attested
from ezh_desktop.errors import LockRefused, RuleRefused

OPEN = PeriodContext(grade=7, graded=True)


@pytest.mark.parametrize("value", ["1", "2", "3", "4", "5", ""])
def test_5_12_a_period_column_takes_one_mark(value: str) -> None:
    assert refuse_period_mark(OPEN, value) is None


@pytest.mark.parametrize("value", ["н/а", "Н/А", " н/а ", "н", "н/а.", "зач."])
def test_5_15_not_attested_is_refused_with_the_advice_of_the_clause(value: str) -> None:
    refusal = refuse_period_mark(OPEN, value)
    assert refusal is not None
    assert refusal.clause == "5.15"
    assert "продлить сроки обучения" in refusal.remedy
    assert "специальном журнале" in refusal.remedy


@pytest.mark.parametrize("value", ["0", "6", "4-", "5/4", "."])
def test_5_12_other_symbols_are_refused(value: str) -> None:
    refusal = refuse_period_mark(OPEN, value)
    assert refusal is not None
    assert (refusal.clause, refusal.remedy) == ("5.12", "Можно 1 2 3 4 5.")


@given(st.text())
def test_5_12_no_other_text_ever_enters_a_period_column(value: str) -> None:
    assert (refuse_period_mark(OPEN, value) is None) == (value in ("", "1", "2", "3", "4", "5"))


@pytest.mark.parametrize(
    ("context", "clause"),
    [
        (replace(OPEN, grade=1), "3.7"),
        (replace(OPEN, graded=False), "3.8"),
        (replace(OPEN, begun=False), "5.12"),
        (replace(OPEN, member=False), "4.3.4"),
    ],
)
def test_where_no_period_mark_is_given_it_is_refused(context: PeriodContext, clause: str) -> None:
    refusal = refuse_period_mark(context, "5")
    assert refusal is not None
    assert refusal.clause == clause


@pytest.mark.parametrize("value", ["5", ""])
def test_a_closed_period_takes_no_change(value: str) -> None:
    assert isinstance(refuse_period_mark(replace(OPEN, locked="I четверть"), value), LockRefused)


@pytest.mark.parametrize(
    ("mark", "proposal", "mean", "owes"),
    [
        ("4", "4", Fraction(43, 10), False),
        ("5", "4", Fraction(44, 10), True),
        ("5", "4", Fraction(441, 100), False),
        ("3", "4", Fraction(36, 10), True),
        ("3", "4", Fraction(359, 100), False),
        ("4", "4", Fraction(1), False),
        ("", "4", Fraction(4), False),
        ("5", "", Fraction(3), True),
    ],
)
def test_5_13_a_reason_is_owed_for_another_mark_that_lies_six_tenths_away(
    mark: str, proposal: str, mean: Fraction, owes: bool
) -> None:
    assert needs_reason(mark, proposal, mean) is owes


def test_5_13_the_distance_is_the_schools_setting() -> None:
    assert not needs_reason("5", "4", Fraction(44, 10), distance=Fraction(1))


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 10), st.integers(0, 3), st.sampled_from([50, 75, 90]))
def test_5_14_not_attested_is_allowed_exactly_on_its_grounds(
    held: int, unexcused: int, silent: int, marks: int, percent: int
) -> None:
    """Neither marks nor an absence whose reason is not given ever make it easier."""
    absences = AbsenceFigures(held + unexcused + silent, unexcused=unexcused, not_given=silent)
    limit = Fraction(percent, 100)
    refusal = refuse_not_attested(absences, marks, limit)
    assert (refusal is None) == (not marks and unexcused > limit * absences.held)
    if refusal is not None:
        assert isinstance(refusal, RuleRefused)
        assert (refusal.clause, refusal.remedy[:8]) == ("5.14", "Продлите")


def test_5_14_no_mark_stands_beside_the_decision_and_none_is_needed_to_clear() -> None:
    decided = replace(OPEN, unattested=True)
    assert refuse_period_mark(decided, "") is None
    for value in "12345":
        refusal = refuse_period_mark(decided, value)
        assert isinstance(refusal, RuleRefused)
        assert (refusal.clause, "Shift+F7" in refusal.remedy) == ("5.14", True)
