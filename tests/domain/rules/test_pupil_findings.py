"""Findings in a pupil's row: each clause with what it lets pass and what it finds."""

from __future__ import annotations

from datetime import date

import pytest

from ezh_desktop.domain.kinds import SubjectKind
from ezh_desktop.domain.rules.base import Severity
from ezh_desktop.domain.rules.checks import check_page
from ezh_desktop.domain.rules.finding import Mend
from ezh_desktop.domain.rules.index import CellFact, ExemptFact, MarkFact
from ezh_desktop.domain.spans import Span
from tests.domain.rules.pages import ANNA, BORIS, ONE, TERMS, TWO, VERA, YEAR, Course, everybody, lesson_days

AFTER_TERM = date(2026, 11, 3)
NEW_YEAR = date(2027, 1, 12)


# 5.6: «Если учащийся на уроке получил отметку «2», то на следующем уроке или максимум через два урока он должен
# быть опрошен учителем».


@pytest.mark.parametrize(
    ("cells", "found", "reminded"),
    [
        ({(1, ANNA): "2", (2, ANNA): "3"}, 0, 0),
        ({(1, ANNA): "2", (3, ANNA): "3"}, 0, 0),
        ({(1, ANNA): "2", (4, ANNA): "3"}, 1, 0),
        ({(1, ANNA): "1"}, 1, 0),
        ({(1, ANNA): "5/2"}, 1, 0),
        ({(1, ANNA): "3"}, 0, 0),
        ({(6, ANNA): "2"}, 0, 1),
        ({(5, ANNA): "2"}, 0, 1),
        ({(4, ANNA): "2"}, 1, 0),
        ({(1, ANNA): "2", (2, ANNA): "н", (3, ANNA): "н", (4, ANNA): "4"}, 0, 0),
        ({(4, ANNA): "2", (5, ANNA): "н", (6, ANNA): "н"}, 0, 1),
        ({(1, ANNA): "2", (2, ANNA): "2", (3, ANNA): "3"}, 0, 0),
        ({(1, ANNA): "2", (2, ANNA): CellFact(debt="4", for_work=1)}, 0, 0),
    ],
)
def test_a_weak_mark_wants_another_within_two_lessons_attended(cells: dict, found: int, reminded: int) -> None:
    page = Course(cells=cells)
    assert len(page.places("5.6")) == found
    assert len(page.places("5.6", reminders=True)) == reminded


def test_a_weak_mark_of_who_left_is_no_finding() -> None:
    left = {ANNA: (Span(date.min, lesson_days(3)[-1]),)}
    assert Course(cells={(3, ANNA): "2"}, stays=left).places("5.6") == []


def test_the_lesson_of_today_is_not_counted_against_the_pupil() -> None:
    days = lesson_days(6)
    assert Course(cells={(1, ANNA): "2"}, today=days[2]).places("5.6") == []
    assert Course(cells={(1, ANNA): "2"}, today=days[3]).places("5.6") == [(1, ANNA)]


# 5.7: «обязательно выставление оценок всем учащимся в колонке, соответствующей дате проведения».

WORK = {2: {"kind": "control"}}


@pytest.mark.parametrize(
    ("cells", "places"),
    [
        (everybody(2, "4"), []),
        ({(2, ANNA): "4", (2, BORIS): "3"}, [(2, VERA)]),
        ({(2, ANNA): "4", (2, BORIS): "3", (2, VERA): "н", (3, VERA): CellFact(debt="4", for_work=2)}, []),
        ({(2, ANNA): "4", (2, BORIS): "3", (2, VERA): "н"}, [(2, VERA)]),
        ({(2, ANNA): "4", (2, BORIS): "3", (2, VERA): CellFact("н", debt="4", for_work=2)}, []),
        ({(2, ANNA): "4", (2, BORIS): "3", (2, VERA): "н", (3, VERA): CellFact(debt="", for_work=2)}, [(2, VERA)]),
        ({(2, ANNA): "4", (2, BORIS): "3", (2, VERA): "н", (3, VERA): "5"}, [(2, VERA)]),
    ],
)
def test_a_control_work_has_a_mark_of_everybody(cells: dict, places: list) -> None:
    assert Course(cells=cells, lessons=WORK).places("5.7") == places


def test_a_debt_waits_first_is_told_then_and_is_overdue_when_the_term_is_over() -> None:
    cells = {(2, ANNA): "4", (2, BORIS): "3", (2, VERA): "н"}
    days = lesson_days(20)
    assert Course(20, cells=cells, lessons=WORK, today=days[2]).places("5.7", reminders=True) == [(2, VERA)]
    (told,) = Course(20, cells=cells, lessons=WORK, today=days[5]).found("5.7")
    assert told.severity is Severity.WARN
    (over,) = Course(20, cells=cells, lessons=WORK, today=AFTER_TERM).found("5.7")
    assert over.severity is Severity.OVERDUE


@pytest.mark.parametrize("lessons", [{2: {"kind": "practical", "individual": True}}, {2: {"kind": "plain"}}])
def test_a_work_marked_selectively_and_a_plain_lesson_owe_no_marks(lessons: dict) -> None:
    """5.8: «выставляются индивидуально, если ученики осваивают новые знания»."""
    assert Course(cells={(2, ANNA): "4"}, lessons=lessons).places("5.7") == []


# 5.5: «Выставление в одной клетке двух отметок допускается только за письменные работы».


@pytest.mark.parametrize(
    ("subject", "kind", "found"),
    [
        (SubjectKind.RUSSIAN, "essay", 0),
        (SubjectKind.RUSSIAN, "exposition", 0),
        (SubjectKind.RUSSIAN, "grammar_dictation", 0),
        (SubjectKind.RUSSIAN, "plain", 1),
        (SubjectKind.RUSSIAN, "control_dictation", 1),
        (SubjectKind.HISTORY, "essay", 1),
    ],
)
def test_two_marks_stand_only_for_a_written_work(subject: SubjectKind, kind: str, found: int) -> None:
    page = Course(subject=subject, cells=everybody(1, "4") | {(1, ANNA): "5/4"}, lessons={1: {"kind": kind}})
    assert len(page.places("5.5")) == found


# 3.7, 3.8: «В 1-х классе оценки … не ставятся»; «По предметам с безотметочным обучением».


@pytest.mark.parametrize(
    ("grade", "graded", "clause"), [(1, True, "3.7"), (4, False, "3.8"), (7, True, ""), (1, False, "3.7")]
)
def test_marks_where_there_are_none(grade: int, graded: bool, clause: str) -> None:
    page = Course(grade=grade, graded=graded, cells={(1, ANNA): "5", (2, ANNA): "н"})
    for one in ("3.7", "3.8"):
        assert page.places(one) == ([(1, ANNA)] if one == clause else [])


def test_a_class_that_is_not_marked_until_a_term_owes_nothing_before_it() -> None:
    """3.8: 2 класс без отметок до II четверти."""
    early = {"terms": (TERMS[0]._replace(graded=False), *TERMS[1:])}
    lessons = {number: {"graded": False, "kind": "control"} for number in range(1, 16)}
    page = Course(20, grade=2, lessons=lessons, facts=early, cells={(3, ANNA): "5"}, today=date(2026, 11, 2))
    assert page.places("3.8") == [(3, ANNA)]
    for clause in ("5.7", "5.10", "5.14", "5.33", "4.4.2", "4.4.8"):
        assert page.found(clause) == []


# 5.11: «на уроках физической культуры оцениваются теоретические знания».

EXEMPT = {"exemptions": (ExemptFact(ANNA, "practical", Span(date(2026, 9, 1), date(2026, 10, 24))),)}


@pytest.mark.parametrize(
    ("subject", "cells", "found"),
    [
        (SubjectKind.PHYSICAL_EDUCATION, {}, 1),
        (SubjectKind.PHYSICAL_EDUCATION, {(5, ANNA): "4"}, 0),
        (SubjectKind.PHYSICAL_EDUCATION, {(15, ANNA): "4"}, 0),
        (SubjectKind.PHYSICAL_EDUCATION, {(16, ANNA): "4"}, 1),
        (SubjectKind.PHYSICAL_EDUCATION, {(number, ANNA): "н" for number in range(1, 14)}, 0),
        (SubjectKind.ALGEBRA, {}, 0),
    ],
)
def test_an_exempted_pupil_is_marked_for_theory(subject: SubjectKind, cells: dict, found: int) -> None:
    page = Course(20, subject, cells=cells, facts=EXEMPT, today=AFTER_TERM)
    assert len(page.found("5.11")) == found


def test_before_the_terms_end_the_theory_is_only_reminded_of() -> None:
    page = Course(10, SubjectKind.PHYSICAL_EDUCATION, facts=EXEMPT)
    assert page.found("5.11") == []
    assert len(page.found("5.11", reminders=True)) == 1


# 5.27: «выставляется в графу журнала, соответствующую теме учебного задания».


@pytest.mark.parametrize(("distance", "found"), [(True, 1), (False, 0)])
def test_a_mark_for_distant_work_stands_in_its_own_column(distance: bool, found: int) -> None:
    cells = everybody(2, "4") | {(2, ANNA): "н", (4, ANNA): CellFact(debt="4", for_work=2)}
    page = Course(cells=cells, lessons={2: {"kind": "control", "distance": distance}})
    assert len(page.places("5.27")) == found


# 5.13: «Оценка учащихся за аттестационный период должна соответствовать текущей успеваемости».

THREES = {(number, ANNA): "3" for number in range(1, 6)}


@pytest.mark.parametrize(
    ("mark", "severities"),
    [
        (MarkFact("3"), []),
        (MarkFact("4"), [Severity.WARN]),
        (MarkFact("4", "Учтена олимпиада"), [Severity.ADVICE]),
        (MarkFact("2"), [Severity.WARN]),
    ],
)
def test_a_period_mark_far_from_the_mean_is_a_finding(mark: MarkFact, severities: list) -> None:
    page = Course(20, cells=THREES, marks={(ANNA, ONE): mark}, today=AFTER_TERM)
    assert [one.severity for one in page.found("5.13") if one.pupil == ANNA] == severities


def test_a_period_mark_near_the_mean_needs_no_reason_even_when_it_is_not_the_proposed_one() -> None:
    cells = {(1, ANNA): "3", (2, ANNA): "3", (3, ANNA): "4", (4, ANNA): "4"}
    assert Course(20, cells=cells, marks={(ANNA, ONE): MarkFact("3")}, today=AFTER_TERM).found("5.13") == []


# 5.14: «более 75% учебного времени без уважительной причины и отсутствия отметок».


def _missed(number: int, reason: str) -> dict:
    return {(at, ANNA): CellFact("н", reason=reason) for at in range(1, number + 1)}


@pytest.mark.parametrize(
    ("cells", "mark", "found"),
    [
        (_missed(15, "none"), MarkFact(state="not_attested"), 0),
        (_missed(15, "ill"), MarkFact(state="not_attested"), 1),
        (_missed(15, ""), MarkFact(state="not_attested"), 1),
        (_missed(11, "none"), MarkFact(state="not_attested"), 1),
        (_missed(14, "none") | {(15, ANNA): "2"}, MarkFact(state="not_attested"), 1),
        ({}, MarkFact(), 1),
        ({}, MarkFact(state="extended"), 1),
        (THREES, MarkFact("3"), 0),
    ],
)
def test_who_is_not_attested_has_grounds_and_else_an_extension(cells: dict, mark: MarkFact, found: int) -> None:
    page = Course(20, cells=cells, marks={(ANNA, ONE): mark}, today=AFTER_TERM)
    assert len([one for one in page.found("5.14") if one.pupil == ANNA]) == found


def test_an_extension_has_its_lessons_recorded() -> None:
    facts = {"individual": frozenset({(ANNA, date(2026, 10, 28))})}
    page = Course(20, marks={(ANNA, ONE): MarkFact(state="extended")}, facts=facts, today=AFTER_TERM)
    assert [one.pupil for one in page.found("5.14")] == [BORIS, VERA]


def test_a_planned_lesson_whose_day_has_passed_asks_for_its_topic() -> None:
    day = date(2026, 10, 28)
    facts = {"individual": frozenset({(ANNA, day)}), "silent": frozenset({(ANNA, day)})}
    marks = {(one, ONE): MarkFact("3") for one in (ANNA, BORIS, VERA)}
    (found,) = Course(20, cells=THREES, marks=marks, facts=facts, today=AFTER_TERM).found("5.14")
    assert (found.pupil, found.day, found.mend) == (ANNA, day, Mend.INDIVIDUAL)
    assert Course(20, cells=THREES, marks=marks, facts={**facts, "silent": frozenset()}).found("5.14") == []


# 5.33: «Данная страница формируется автоматически» – из отметок за период.


def test_a_mark_that_can_be_proposed_is_missed_in_the_summary_once_the_term_is_over() -> None:
    page = Course(20, cells=THREES, today=AFTER_TERM)
    assert [(one.pupil, one.period) for one in page.found("5.33")] == [(ANNA, ONE)]
    assert Course(20, cells=THREES, today=date(2026, 10, 24)).found("5.33") == []
    assert Course(20, cells=THREES, marks={(ANNA, ONE): MarkFact("3")}, today=AFTER_TERM).found("5.33") == []


def test_who_is_not_attested_misses_no_mark_in_the_summary() -> None:
    marks = {(ANNA, ONE): MarkFact(reason="болел", state="not_attested")}
    assert Course(20, cells=THREES, marks=marks, today=AFTER_TERM).found("5.33") == []


def test_the_year_mark_is_missed_once_the_year_is_over() -> None:
    marks = {(ANNA, ONE): MarkFact("3"), (ANNA, TWO): MarkFact("3")}
    page = Course(60, cells=THREES, marks=marks, today=date(2027, 6, 1))
    assert (ANNA, YEAR) in [(one.pupil, one.period) for one in page.found("5.33")]
    page = Course(60, cells=THREES, marks=marks | {(ANNA, YEAR): MarkFact("3")}, today=date(2027, 6, 1))
    assert (ANNA, YEAR) not in [(one.pupil, one.period) for one in page.found("5.33")]


# 4.4.2: «Систематически проверяет и оценивает знания учащихся».


@pytest.mark.parametrize(
    ("hours", "marks", "found"), [(10, 3, 0), (10, 2, 1), (20, 5, 0), (20, 4, 1), (30, 7, 0), (50, 6, 1), (15, 3, 0)]
)
def test_marks_of_a_term_are_enough_for_the_hours(hours: int, marks: int, found: int) -> None:
    cells = {(number, ANNA): "4" for number in range(1, marks + 1)}
    page = Course(20, hours_tenths=hours, cells=cells, today=AFTER_TERM)
    assert len([one for one in page.found("4.4.2") if one.pupil == ANNA]) == found


@pytest.mark.parametrize(
    ("today", "reminded", "found"),
    [
        (date(2026, 10, 9), 0, 0),
        (date(2026, 10, 10), 1, 0),
        (date(2026, 10, 24), 1, 0),
        (date(2026, 10, 25), 0, 1),
    ],
)
def test_few_marks_are_reminded_of_when_the_term_is_ending(today: date, reminded: int, found: int) -> None:
    page = Course(20, hours_tenths=10, cells={(1, ANNA): "4"}, today=today)
    own = [[one for one in page.found("4.4.2", reminders=early) if one.pupil == ANNA] for early in (True, False)]
    assert [len(one) for one in own] == [reminded, found]


@pytest.mark.parametrize(
    "cells", [{(number, ANNA): "н" for number in range(1, 13)}, {(number, ANNA): "4" for number in range(1, 8)}]
)
def test_who_was_ill_for_most_of_a_term_owes_no_number_of_marks(cells: dict) -> None:
    page = Course(20, cells=cells, today=AFTER_TERM)
    assert ANNA not in [one.pupil for one in page.found("4.4.2")]


def test_a_term_that_began_before_the_program_is_not_looked_at() -> None:
    page = Course(20, cells={(1, ANNA): "3"}, facts={"began": date(2026, 9, 2)}, today=AFTER_TERM)
    for clause in ("4.4.2", "5.14", "5.33"):
        assert page.found(clause) == []


def test_nothing_is_found_on_a_page_that_is_kept_as_it_should_be() -> None:
    cells = {}
    for number in range(1, 15):
        cells |= {(number, (ANNA, BORIS, VERA)[number % 3]): "4"}
    marks = {(pupil, ONE): MarkFact("4") for pupil in (ANNA, BORIS, VERA)}
    page = Course(14, hours_tenths=10, cells=cells, marks=marks, today=AFTER_TERM)
    assert check_page(page.index()).all == ()
