"""Findings of a lesson and of a page: topics, homework, briefings, works, the КТП."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ezh_desktop.domain.kinds import BRIEFING, FIRST_BRIEFING, SubjectKind
from ezh_desktop.domain.rules.base import Severity
from ezh_desktop.domain.rules.checks import check_page
from ezh_desktop.domain.rules.index import PupilFact
from ezh_desktop.domain.rules.lesson_findings import with_briefing
from ezh_desktop.domain.rules.numbers import read_numbers
from ezh_desktop.domain.spans import Span
from tests.domain.rules.pages import ANNA, BORIS, VERA, Course, everybody, lesson_days, row

PLAN = tuple(row(number) for number in range(1, 12))
BY_PLAN = {number: {"plan_item": number} for number in range(1, 7)}


# 5.18: «записываются темы уроков в соответствии с календарно-тематическим планированием».


def test_a_lesson_without_a_topic_is_found_once_its_day_is_over() -> None:
    days = lesson_days(6)
    assert Course(lessons={6: {"topic": ""}}).places("5.18") == [(6, None)]
    assert Course(lessons={6: {"topic": ""}}, today=days[5]).places("5.18") == []


@pytest.mark.parametrize(
    ("lesson", "severities"),
    [
        ({"plan_item": 3, "topic": "Своими словами"}, []),
        ({"plan_item": None, "topic": "тема  3."}, []),
        ({"plan_item": None, "topic": "Чего в плане нет"}, [Severity.ADVICE]),
    ],
)
def test_a_topic_comes_from_the_plan(lesson: dict, severities: list) -> None:
    page = Course(plan=PLAN, lessons=BY_PLAN | {3: lesson})
    assert [one.severity for one in page.found("5.18") if one.lesson] == severities


@pytest.mark.parametrize(("given", "found"), [(6, 0), (4, 0), (3, 1)])
def test_a_lag_of_three_hours_behind_the_plan_is_a_finding(given: int, found: int) -> None:
    lessons = {number: {"plan_item": min(number, given), "topic": f"Тема {number}"} for number in range(1, 7)}
    page = Course(plan=PLAN, lessons=lessons)
    assert len([one for one in page.found("5.18") if "Отставание" in one.title]) == found


# 5.21: «делается запись темы каждого урока в отдельной строке».


def test_the_second_lesson_of_a_day_has_a_topic_of_its_own() -> None:
    day = lesson_days(6)[1]
    page = Course(lessons={2: {"topic": "Одна"}, 3: {"day": day, "number": 2, "topic": ""}})
    assert page.places("5.21") == [(3, None)]
    assert page.places("5.18") == []
    assert Course(lessons={2: {"topic": "Одна"}, 3: {"day": day, "topic": "Другая"}}).places("5.21") == []


# 5.19: «с обязательным указанием не только тем уроков, но и тем … контрольных работ, экскурсий».


@pytest.mark.parametrize(
    ("kind", "topic", "found"),
    [
        ("control", "К.р. № 2", 1),
        ("control", "Контрольная работа № 2.", 1),
        ("control", "К.р. № 2 по теме «Дроби»", 0),
        ("control", "Дроби. К.р.", 0),
        ("practical", "П.р. № 4 «Рост кристаллов»", 0),
        ("laboratory", "Л.р. № 1. Инструктаж по охране труда", 1),
        ("laboratory", "Л.р. № 1 «Измерение массы». Инструктаж по охране труда", 0),
        ("excursion", "Экскурсия", 1),
        ("excursion", "Экскурсия «Осенний лес»", 0),
        ("test", "Тест", 0),
        ("plain", "Практическая работа", 0),
    ],
)
def test_a_work_is_recorded_with_its_theme(kind: str, topic: str, found: int) -> None:
    page = Course(cells=everybody(2, "4"), lessons={2: {"kind": kind, "topic": topic}})
    assert len(page.places("5.19")) == found


# 5.25: «Допускаются следующие сокращения».


@pytest.mark.parametrize(
    ("topic", "found"),
    [
        ("Дроби. К.р.", 0),
        ("Р.р. Описание картины", 0),
        ("Описание картины Р.р.", 1),
        ("Ф.о. Дроби", 1),
        ("Стихи А.С. Пушкина", 0),
        ("Работа с текстом, стр. 14", 0),
        ("В.ч. Рассказы о детях", 0),
    ],
)
def test_only_the_abbreviations_of_the_regulation_are_used(topic: str, found: int) -> None:
    assert len(Course(lessons={2: {"topic": topic}}).places("5.25")) == found


# 5.20: «Вводный инструктаж … на первых уроках технологии, физической культуры, физики, химии, биологии, информатики».


@pytest.mark.parametrize(
    ("subject", "number", "lesson", "found"),
    [
        (SubjectKind.PHYSICS, 1, {"topic": "Что изучает физика"}, 1),
        (SubjectKind.PHYSICS, 1, {"topic": f"{FIRST_BRIEFING}. Что изучает физика"}, 0),
        (SubjectKind.PHYSICS, 1, {"topic": f"{BRIEFING}. Что изучает физика"}, 1),
        (SubjectKind.ALGEBRA, 1, {"topic": "Дроби"}, 0),
        (SubjectKind.SAFETY, 1, {"topic": "Безопасность"}, 0),
        (SubjectKind.PHYSICS, 3, {"topic": "Л.р. № 1 «Измерение»", "kind": "laboratory"}, 1),
        (SubjectKind.PHYSICS, 3, {"topic": f"Л.р. № 1 «Измерение». {BRIEFING}", "kind": "laboratory"}, 0),
        (SubjectKind.BIOLOGY, 3, {"topic": "Л.р. № 1 «Клетка»", "kind": "laboratory"}, 0),
        (SubjectKind.HISTORY, 3, {"topic": "Экскурсия «Музей»", "kind": "excursion"}, 1),
        (SubjectKind.PHYSICS, 3, {"topic": "", "kind": "laboratory"}, 0),
    ],
)
def test_a_briefing_stands_in_one_row_with_the_topic(
    subject: SubjectKind, number: int, lesson: dict, found: int
) -> None:
    lessons = {1: {"topic": f"{FIRST_BRIEFING}. Начало"}} | {number: lesson}
    page = Course(subject=subject, lessons=lessons, cells=everybody(3, "4"), facts={"first_lesson": 1})
    assert len(page.places("5.20")) == found


def test_a_new_section_of_physical_education_is_a_new_sport() -> None:
    """5.20: «перед занятием новым видом спорта»."""
    plan = tuple(row(number, section="Лёгкая атлетика" if number < 4 else "Баскетбол") for number in range(1, 7))
    page = Course(subject=SubjectKind.PHYSICAL_EDUCATION, plan=plan, lessons=BY_PLAN)
    assert page.places("5.20") == [(4, None)]
    assert Course(subject=SubjectKind.ALGEBRA, plan=plan, lessons=BY_PLAN).places("5.20") == []


def test_where_the_school_began_later_its_first_lesson_is_not_the_first_of_the_year() -> None:
    page = Course(subject=SubjectKind.PHYSICS, facts={"first_lesson": 99})
    assert page.places("5.20") == []


@pytest.mark.parametrize(
    ("topic", "briefing", "made"),
    [
        ("Начало", FIRST_BRIEFING, f"{FIRST_BRIEFING}. Начало"),
        ("Л.р. № 1 «Масса»", BRIEFING, f"Л.р. № 1 «Масса». {BRIEFING}"),
        ("Баскетбол.", BRIEFING, f"Баскетбол. {BRIEFING}"),
    ],
)
def test_the_mend_of_a_briefing_makes_the_finding_go(topic: str, briefing: str, made: str) -> None:
    assert with_briefing(topic, briefing) == made


# 5.22, 5.23: «должны быть указаны параграф, номер задания, форма»; «допускается отсутствие записи».


@pytest.mark.parametrize(
    ("homework", "vague", "nothing"),
    [
        ("§ 5, № 12", 0, 0),
        ("Повторить правило", 0, 0),
        ("", 0, 0),
        ("Д/з", 1, 0),
        ("По учебнику.", 1, 0),
        ("Нет", 0, 1),
        ("–", 0, 1),
        ("Не задано", 0, 1),
    ],
)
def test_homework_names_what_to_do_or_stays_empty(homework: str, vague: int, nothing: int) -> None:
    page = Course(lessons={2: {"homework": homework}})
    assert (len(page.places("5.22")), len(page.places("5.23"))) == (vague, nothing)


def test_the_first_grade_has_no_homework() -> None:
    """3.7: «оценки, домашнее задание в электронный журнал … не ставятся»."""
    assert Course(grade=1, lessons={2: {"homework": "§ 1"}}).places("3.7") == [(2, None)]
    assert Course(grade=2, lessons={2: {"homework": "§ 1"}}).places("3.7") == []


@pytest.mark.parametrize(
    ("homework", "distance", "found"),
    [
        ("§ 5", True, 1),
        ("§ 5, https://resh.edu.ru/5", True, 0),
        ("урок 5 на resh.edu.ru", True, 0),
        ("", True, 0),
        ("§ 5", False, 0),
    ],
)
def test_distant_homework_gives_a_link(homework: str, distance: bool, found: int) -> None:
    """4.4.10: «В графе «Домашнее задание» по возможности указывать ссылки»."""
    assert len(Course(lessons={2: {"homework": homework, "distance": distance}}).places("4.4.10")) == found


# 4.4.1: «в день проведения урока, отсрочено – до 17.00».


@pytest.mark.parametrize(
    ("late", "title"),
    [
        ({"late_topic": "27.11.2026 в 08:12"}, "Урок 7 сентября заполнен поздно"),
        ({"late_absence": "27.11.2026 в 08:12"}, "Пропуски урока 7 сентября внесены поздно"),
    ],
)
def test_late_entries_are_told_and_cannot_be_mended(late: dict, title: str) -> None:
    (one,) = Course(lessons={2: late}).found("4.4.1")
    assert (one.title, one.severity, one.detail) == (title, Severity.ADVICE, "27.11.2026 в 08:12")


# 4.4.8: «не позднее суток после получения результатов».


@pytest.mark.parametrize(
    ("kind", "today", "found", "reminded"),
    [
        ("control", date(2026, 9, 8), 0, 1),
        ("control", date(2026, 9, 9), 0, 1),
        ("control", date(2026, 9, 10), 1, 0),
        ("essay", date(2026, 9, 15), 0, 1),
        ("essay", date(2026, 9, 16), 1, 0),
        ("plain", date(2026, 9, 30), 0, 0),
    ],
)
def test_a_work_without_marks_is_found_a_day_after_its_results(
    kind: str, today: date, found: int, reminded: int
) -> None:
    page = Course(10, SubjectKind.RUSSIAN, lessons={2: {"kind": kind}}, today=today)
    assert page.places("4.4.8") == [(2, None)] * found
    assert page.places("4.4.8", reminders=True) == [(2, None)] * reminded
    assert page.places("5.7") == []


def test_the_teachers_own_date_of_results_counts() -> None:
    lessons = {2: {"kind": "control", "results_due": date(2026, 9, 14)}}
    assert Course(10, lessons=lessons, today=date(2026, 9, 15)).places("4.4.8") == []
    assert Course(10, lessons=lessons, today=date(2026, 9, 16)).places("4.4.8") == [(2, None)]


# 5.8: «выставляются индивидуально … или выставляются всем учащимся».


@pytest.mark.parametrize(
    ("kind", "cells", "found"),
    [
        ("practical", {(2, ANNA): "4"}, 0),
        ("practical", {}, 1),
        ("control", everybody(2, "4"), 1),
    ],
)
def test_a_selective_work_marks_somebody_and_is_practical(kind: str, cells: dict, found: int) -> None:
    page = Course(cells=cells, lessons={2: {"kind": kind, "individual": True, "topic": "П.р. «Рост»"}})
    assert len(page.places("5.8")) == found


# 5.9: «за содержание работы – на страницу предмета «Литература», за грамотность – на страницу предмета «Русский язык»».

ESSAY = {2: {"kind": "essay", "topic": "Сочинение «Лето»"}}
LINKED = frozenset((2, pupil) for pupil in (ANNA, BORIS, VERA))


@pytest.mark.parametrize(
    ("subject", "value", "facts", "found"),
    [
        (SubjectKind.LITERATURE, "4", {}, 1),
        (SubjectKind.LITERATURE, "4/3", {}, 0),
        (SubjectKind.LITERATURE, "4", {"essays": LINKED}, 0),
        (SubjectKind.LITERATURE, "4", {"waiting": LINKED}, 0),
        (SubjectKind.LITERATURE, "4/3", {"essays": LINKED}, 3),
        (SubjectKind.LITERATURE, "4", {"essays": LINKED, "unnamed_essays": frozenset({2})}, 1),
        (SubjectKind.RUSSIAN, "4", {}, 0),
    ],
)
def test_an_essay_is_marked_for_content_and_for_literacy(
    subject: SubjectKind, value: str, facts: dict, found: int
) -> None:
    page = Course(10, subject, cells=everybody(2, value), lessons=ESSAY, facts=facts)
    assert len(page.found("5.9")) == found


@pytest.mark.parametrize(
    ("pupils", "told"),
    [
        (3, "Абрамова Анна, Белов Борис, Волкова Вера"),
        (4, "Абрамова Анна, Белов Борис и ещё 2"),
    ],
)
def test_who_lacks_the_literacy_mark_is_named_and_many_are_counted(pupils: int, told: str) -> None:
    fourth = PupilFact(104, "Гусев Глеб", (Span(date.min),))
    page = Course(10, SubjectKind.LITERATURE, cells=everybody(2, "4") | {(2, 104): "4"}, lessons=ESSAY).index()
    whole = replace(page, pupils=(*page.pupils, fourth)[:pupils])
    (found,) = [one for one in check_page(whole).all if one.clause == "5.9"]
    assert found.detail == told


def test_a_proposed_literacy_mark_is_remembered_on_the_page_it_waits_for() -> None:
    page = Course(subject=SubjectKind.RUSSIAN, facts={"offered": ((2, ANNA),)})
    assert page.places("5.9", reminders=True) == [(2, ANNA)]


# 5.10: «Опрос должен охватывать примерно 20% учащихся за урок».


@pytest.mark.parametrize(
    ("cells", "lessons", "places"),
    [
        ({(number, ANNA): "4" for number in range(1, 7)}, {}, []),
        ({(number, ANNA): "4" for number in (1, 2, 5, 6)}, {}, [(3, None)]),
        ({(number, ANNA): "4" for number in (1, 2, 5, 6)}, {3: {"kind": "new"}, 4: {"kind": "new"}}, []),
        ({(number, ANNA): "4" for number in (1, 2, 6)}, {}, [(3, None)]),
        ({}, {}, [(1, None)]),
    ],
)
def test_a_fifth_of_the_pupils_is_questioned_in_a_week(cells: dict, lessons: dict, places: list) -> None:
    assert Course(cells=cells, lessons=lessons).places("5.10") == places


@pytest.mark.parametrize(("below", "found"), [("50", 0), ("51", 1)])
def test_the_share_itself_is_not_too_low(below: str, found: int) -> None:
    cells = {(1, ANNA): "4", (1, BORIS): "5", (2, VERA): "3"}
    facts = {"numbers": read_numbers({"questioned.warn_below": below})}
    assert len(Course(2, cells=cells, facts=facts).found("5.10")) == found


@pytest.mark.parametrize(("days", "found"), [("4", 0), ("3", 1)])
def test_the_days_of_the_share_count_the_lessons_own_day(days: str, found: int) -> None:
    cells = {(1, ANNA): "4", (2, ANNA): "4"}
    page = Course(3, cells=cells, facts={"numbers": read_numbers({"questioned.days": days})})
    second, third = (lesson.day for lesson in page.index().lessons[1:])
    assert (third - second).days == 3
    assert len(page.found("5.10")) == found


def test_absent_pupils_are_not_among_those_to_be_questioned() -> None:
    cells = {(number, pupil): "н" for number in range(1, 7) for pupil in (BORIS, VERA)}
    assert Course(cells=cells | {(number, ANNA): "4" for number in (1, 3, 5)}).places("5.10") == []


def test_the_share_that_is_told_is_the_schools() -> None:
    (found,) = Course(cells={}, lessons={}).found("5.10")
    assert "нужно около 20 %" in found.detail
    numbers = {"numbers": read_numbers({"questioned.share": "30"})}
    (found,) = Course(cells={}, lessons={}, facts=numbers).found("5.10")
    assert "нужно около 30 %" in found.detail


# 5.24: «запись о числе проведенных уроков «по программе» и «по факту»».


@pytest.mark.parametrize(
    ("today", "programme", "severities"),
    [
        (date(2027, 5, 26), "none", []),
        (date(2027, 5, 27), "none", [Severity.OVERDUE]),
        (date(2027, 5, 27), "unreasoned", [Severity.WARN]),
        (date(2027, 5, 27), "done", []),
    ],
)
def test_the_programme_is_accounted_for_when_the_year_is_over(today: date, programme: str, severities: list) -> None:
    page = Course(facts={"programme": programme}, today=today)
    assert [one.severity for one in page.found("5.24")] == severities


# 6.2, 5.26: «наличию контрольных и практических работ в соответствии с КТП».


@pytest.mark.parametrize(
    ("kind", "clause"), [("control", "6.2"), ("practical", "5.26"), ("laboratory", "5.26"), ("plain", "")]
)
def test_a_work_of_the_plan_that_was_passed_over_is_found(kind: str, clause: str) -> None:
    plan = tuple(row(number, kind=kind if number == 3 else "plain") for number in range(1, 12))
    passed = {number: {"plan_item": number if number < 3 else number + 1} for number in range(1, 7)}
    for one in ("6.2", "5.26"):
        assert len(Course(plan=plan, lessons=passed).found(one)) == (one == clause)
    held = BY_PLAN | {3: {"plan_item": 3, "kind": kind}}
    assert Course(plan=plan, lessons=held, cells=everybody(3, "4")).found(clause or "6.2") == []


def test_works_before_the_first_row_used_are_not_missed() -> None:
    plan = tuple(row(number, kind="control" if number == 2 else "plain") for number in range(1, 12))
    lessons = {number: {"plan_item": number + 3} for number in range(1, 7)}
    assert Course(plan=plan, lessons=lessons).found("6.2") == []
