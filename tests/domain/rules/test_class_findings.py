"""Findings of a class beside its pages, and of the school."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ezh_desktop.domain.rules.checks import check_class, check_school
from ezh_desktop.domain.rules.class_findings import CardFact, ClassIndex, ModeFact, SchoolIndex
from ezh_desktop.domain.rules.finding import Finding
from ezh_desktop.domain.rules.numbers import RuleNumbers

ANNA = CardFact(101, "Абрамова Анна", departure=True)
MONDAY = date(2026, 9, 7)
CLASS = ClassIndex(
    school_class=1,
    name="7А",
    grade=7,
    today=date(2026, 12, 2),
    began=date(2026, 9, 1),
    year_end=date(2027, 5, 26),
    numbers=RuleNumbers(),
    pupils=(ANNA,),
    mondays=(MONDAY,),
    confirmed=frozenset({MONDAY}),
)


def found(clause: str, **changed: Any) -> list[Finding]:
    return [one for one in check_class(replace(CLASS, **changed)) if one.clause == clause and one.counts]


def test_nothing_is_found_of_a_class_that_is_kept_as_it_should_be() -> None:
    assert check_class(CLASS) == ()


@pytest.mark.parametrize(
    ("lacking", "clause", "title"),
    [
        ({"guardian": False}, "5.29", "Нет сведений о родителях"),
        ({"file_number": False, "file_checked": False}, "5.30", "Нет номера личного дела"),
        ({"file_checked": False}, "5.30", "Номер личного дела не сверен"),
        ({"birth": False}, "5.31", "Нет даты рождения"),
        ({"address": False}, "5.32", "Нет адреса"),
        ({"address": False, "phone": False}, "5.32", "Нет адреса и телефона"),
        ({"health": False}, "5.38", "Листок здоровья не заполнен"),
    ],
)
def test_a_card_that_lacks_something_is_one_finding(lacking: dict, clause: str, title: str) -> None:
    """5.29–5.32: «Сведения вносятся в систему классным руководителем»; 5.38: «записываются медицинским работником»."""
    every = check_class(replace(CLASS, pupils=(replace(ANNA, **lacking),)))
    assert [(one.clause, one.title, one.pupil) for one in every] == [(clause, title, 101)]


def test_the_card_of_who_has_left_is_no_concern() -> None:
    gone = replace(ANNA, last=date(2026, 11, 1), guardian=False)
    assert check_class(replace(CLASS, pupils=(gone,))) == ()


@pytest.mark.parametrize(("today", "number"), [(date(2026, 10, 1), 0), (date(2026, 10, 2), 1)])
def test_a_health_sheet_has_thirty_days_to_be_filled(today: date, number: int) -> None:
    """5.38: «Классный руководитель контролирует заполнение»."""
    assert len(found("5.38", pupils=(replace(ANNA, health=False),), today=today)) == number


@pytest.mark.parametrize(
    ("today", "confirmed", "number"),
    [
        (date(2026, 9, 13), frozenset(), 0),
        (date(2026, 9, 14), frozenset(), 1),
        (date(2026, 9, 14), frozenset({MONDAY}), 0),
    ],
)
def test_a_week_is_confirmed_when_it_is_over(today: date, confirmed: frozenset, number: int) -> None:
    """4.3.7: «Еженедельно … выверяет правильность сведений о пропущенных уроках»."""
    assert len(found("4.3.7", today=today, confirmed=confirmed)) == number


def test_a_week_in_which_nobody_was_on_the_list_needs_no_confirmation() -> None:
    """4.3.7: a class whose list is still empty has no absences to look through."""
    later = replace(ANNA, first=date(2026, 9, 14))
    assert found("4.3.7", pupils=(), confirmed=frozenset()) == []
    assert found("4.3.7", pupils=(later,), confirmed=frozenset()) == []
    assert len(found("4.3.7", pupils=(replace(ANNA, first=date(2026, 9, 12)),), confirmed=frozenset())) == 1


def test_an_absence_without_a_reason_is_found_once_a_week_from_the_next_day_on() -> None:
    """5.14: пропуск без указанной причины – недочёт."""
    silent = ((101, date(2026, 9, 8)), (101, date(2026, 9, 9)), (101, date(2026, 9, 15)))
    assert [one.day for one in found("5.14", unexplained=silent)] == [date(2026, 9, 8), date(2026, 9, 15)]
    assert found("5.14", unexplained=silent[:1], today=date(2026, 9, 8)) == []
    assert len(found("5.14", unexplained=silent[:1], today=date(2026, 9, 9))) == 1


@pytest.mark.parametrize(("ordered", "number"), [(True, 0), (False, 1)])
def test_distance_mode_has_an_order(ordered: bool, number: int) -> None:
    """5.16: «в соответствии с разработанными в ОУ нормативными актами»."""
    mode = ModeFact(date(2026, 10, 5), date(2026, 10, 9), ordered)
    assert len(found("5.16", modes=(mode,))) == number


@pytest.mark.parametrize(
    ("grade", "decisions", "clause"),
    [
        (7, (), "5.34"),
        (9, (), "5.35"),
        (11, (), "5.35"),
        (7, ("promoted",), ""),
        (9, ("admitted",), ""),
        (7, ("free",), ""),
    ],
)
def test_the_council_decides_at_the_end_of_the_year(grade: int, decisions: tuple, clause: str) -> None:
    """5.34, 5.35: «По окончании учебного года … записывается»."""
    pupils = (replace(ANNA, decisions=decisions),)
    for one in ("5.34", "5.35"):
        assert len(found(one, grade=grade, pupils=pupils, today=date(2027, 6, 10))) == (one == clause)
        assert found(one, grade=grade, pupils=pupils, today=date(2027, 6, 9)) == []


@pytest.mark.parametrize(
    ("last", "departure", "number"),
    [
        (date(2026, 11, 16), False, 1),
        (date(2026, 11, 16), True, 0),
        (None, False, 0),
        (date(2027, 5, 26), False, 0),
        (date(2026, 9, 1), False, 1),
        (date(2026, 8, 31), False, 0),
    ],
)
def test_who_left_has_an_order(last: date | None, departure: bool, number: int) -> None:
    """5.36: «Выбыл(а). Дата выбытия: … Приказ №»."""
    assert len(found("5.36", pupils=(replace(ANNA, last=last, departure=departure),))) == number


@pytest.mark.parametrize(("planned", "number"), [(4, 0), (5, 0), (3, 1), (0, 1)])
def test_the_journal_is_inspected_four_times_a_year(planned: int, number: int) -> None:
    """3.5: «осуществляет периодический контроль за ведением ЭЖ не реже 4 раз в год»."""
    days = tuple(date(2026, 9 + at % 4, 15) for at in range(planned))
    school = SchoolIndex(date(2026, 12, 2), RuleNumbers(), days)
    assert len(check_school(school)) == number
