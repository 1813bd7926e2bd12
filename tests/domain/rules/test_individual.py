"""5.14, 5.15: what a row of «Журнал индивидуальных занятий» may hold; each refusal names its clause."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ezh_desktop.domain.rules.individual import BROUGHT, FORMS, IndividualContext, IndividualRow, refuse_individual
from ezh_desktop.errors import LockRefused, RuleRefused

TODAY = date(2026, 12, 2)
LESSONS = [form for form in FORMS if form not in BROUGHT]
"""What notes a mark given elsewhere is nothing without the mark."""
CONTEXT = IndividualContext(7, True, TODAY, date(2026, 9, 1), date(2027, 8, 31))
ROW = IndividualRow(TODAY, "Решение уравнений", "Консультация", "4", "болезнь")


@pytest.mark.parametrize(
    "row",
    [
        ROW,
        replace(ROW, mark=""),
        replace(ROW, reason=""),
        replace(ROW, topic="§ 5, № 12"),
        replace(ROW, topic="Present Perfect: повторение"),
        replace(ROW, form="Домашнее чтение"),
        replace(ROW, day=TODAY + timedelta(days=30), topic="", mark=""),
    ],
)
def test_5_14_a_lesson_held_or_planned_is_recorded(row: IndividualRow) -> None:
    assert refuse_individual(CONTEXT, row) is None


@pytest.mark.parametrize(
    ("row", "clause", "words"),
    [
        (replace(ROW, topic=""), "5.14", "Тема занятия не записана"),
        (replace(ROW, topic="Present Perfect"), "5.19", "не по-русски"),
        (replace(ROW, form="Test"), "5.19", "не по-русски"),
        (replace(ROW, form=" "), "5.14", "Форма занятия не указана"),
        (replace(ROW, mark="н"), "5.4", "Можно 1 2 3 4 5"),
        (replace(ROW, mark="н/а"), "5.4", "Можно 1 2 3 4 5"),
        (replace(ROW, mark="6"), "5.4", "Можно 1 2 3 4 5"),
        (replace(ROW, day=TODAY + timedelta(days=1)), "5.14", "Занятие будет 3 декабря"),
        (replace(ROW, day=date(2026, 8, 31)), "5.14", "вне учебного года"),
        (replace(ROW, topic="о" * 301), "5.14", "слишком длинно"),
    ],
)
def test_what_does_not_stand_is_refused_with_its_clause(row: IndividualRow, clause: str, words: str) -> None:
    why = refuse_individual(CONTEXT, row)
    assert isinstance(why, RuleRefused)
    assert why.clause == clause
    assert words in why.text


def test_3_7_and_3_8_take_a_lesson_without_a_mark_only() -> None:
    for context, clause in ((replace(CONTEXT, grade=1), "3.7"), (replace(CONTEXT, graded=False), "3.8")):
        why = refuse_individual(context, ROW)
        assert isinstance(why, RuleRefused)
        assert why.clause == clause
        assert refuse_individual(context, replace(ROW, mark="")) is None


def test_a_pupil_off_the_list_and_a_closed_year_are_refused() -> None:
    why = refuse_individual(replace(CONTEXT, listed=False), ROW)
    assert isinstance(why, RuleRefused)
    assert why.clause == "4.3.4"
    assert isinstance(refuse_individual(replace(CONTEXT, closed=True), ROW), LockRefused)


@given(st.sampled_from(LESSONS), st.integers(-80, 200), st.sampled_from(["", "1", "5", "н", "+", "5-"]))
def test_a_mark_stands_only_on_a_day_that_has_come(form: str, days: int, mark: str) -> None:
    row = IndividualRow(TODAY + timedelta(days=days), "Повторение", form, mark)
    allowed = refuse_individual(CONTEXT, row) is None
    assert allowed == (not mark or (mark in {"1", "5"} and days <= 0))


@given(st.sampled_from(BROUGHT), st.booleans(), st.sampled_from(["", "4"]), st.sampled_from(["", "Школа № 5"]))
def test_a_mark_given_elsewhere_has_value_and_source_and_may_be_older_than_the_stay(form, listed, mark, topic):
    row = IndividualRow(TODAY - timedelta(days=9), topic, form, mark)
    allowed = refuse_individual(replace(CONTEXT, listed=listed), row) is None
    assert allowed == (bool(mark) and bool(topic))
