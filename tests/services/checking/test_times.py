"""When things were entered, as the protocol has it: late first entries are told, corrections are not (4.4.1, 4.4.8)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ezh_desktop.services.acts import CellEntry, EnterCells, SetLessonKind, WriteLesson
from ezh_desktop.services.checking import page_findings
from tests.factories import CoursePlan, School, a_class, a_school, fake_clock, open_office

MONDAY = date(2026, 9, 7)
LATER = MONDAY + timedelta(days=9)


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> School:
    courses = (CoursePlan("Алгебра", weekdays=(1,)),)
    return a_school(tmp_path_factory.mktemp("made") / "school.ezh", [a_class(courses=courses)])


@pytest.fixture
def school(made, tmp_path) -> School:
    return made.copied(tmp_path)


def writes(school: School, day: date, *acts) -> None:
    """The teacher does these acts on that day; each is a function of page, lesson and pupils."""
    office = open_office(school, clock=fake_clock(day))
    course = school.courses["7А Алгебра"]
    for act in acts:
        page = office.course_page(course)
        lesson = next(one for one in page.lessons if one.day == MONDAY)
        decision = office.decide(act(page, lesson), page)
        assert decision.act is not None, decision.refused
        assert office.submit(decision.act, page).wait(10)
    office.close()


def topic(text: str):
    return lambda page, lesson: WriteLesson(page.course, lesson.lesson, text, None, lesson.record_entry)


def kind(code: str):
    return lambda page, lesson: SetLessonKind(page.course, lesson.lesson, code, lesson.record_entry)


def cell(row: int, value: str):
    def act(page, lesson):
        key = (lesson.lesson, page.pupils[row].pupil, 0)
        seen = page.cells.get(key)
        return EnterCells(page.course, (CellEntry(*key, value, seen.entry if seen else None),))

    return act


def everybody(value: str):
    def act(page, lesson):
        cells = tuple(CellEntry(lesson.lesson, one.pupil, 0, value, None) for one in page.pupils)
        return EnterCells(page.course, cells)

    return act


def late(school: School, clause: str) -> list[str]:
    office = open_office(school, clock=fake_clock(LATER + timedelta(days=5)))
    found = page_findings(office, school.courses["7А Алгебра"])
    office.close()
    assert found is not None
    return [one.title for one in found.findings if one.clause == clause]


def test_what_is_entered_on_the_day_is_in_time_and_may_be_corrected_later(school):
    writes(school, MONDAY, topic("Степени"), cell(0, "н"))
    writes(school, LATER, topic("Степени чисел"), cell(0, ""), cell(0, "н"))
    assert late(school, "4.4.1") == []


def test_a_topic_first_written_later_is_late_however_often_it_is_corrected(school):
    writes(school, LATER, topic("Степени"))
    writes(school, LATER + timedelta(days=1), topic("Степени чисел"))
    assert late(school, "4.4.1") == ["Урок 7 сентября заполнен поздно"]


def test_a_kind_set_in_time_does_not_make_a_late_topic_timely(school):
    writes(school, MONDAY, kind("new"))
    writes(school, LATER, topic("Степени"))
    assert late(school, "4.4.1") == ["Урок 7 сентября заполнен поздно"]


def test_an_absence_first_entered_later_is_late(school):
    writes(school, MONDAY, topic("Степени"))
    writes(school, LATER, cell(1, "н"))
    assert late(school, "4.4.1") == ["Пропуски урока 7 сентября внесены поздно"]


def test_marks_of_a_work_are_due_a_day_after_its_results(school):
    writes(school, MONDAY, topic("К.р. по теме «Степени»"), kind("control"))
    writes(school, MONDAY + timedelta(days=2), everybody("4"))
    assert late(school, "4.4.8") == []
    writes(school, LATER, cell(0, "5"))
    assert late(school, "4.4.8") == []


def test_marks_of_a_work_entered_a_week_later_are_told(school):
    writes(school, MONDAY, topic("К.р. по теме «Степени»"), kind("control"))
    writes(school, LATER, everybody("4"))
    assert late(school, "4.4.8") == ["Контрольная работа 7 сентября: отметки внесены поздно"]
