"""«Сегодня» at the window: read at a glance, walked by arrows, opened by Enter."""

from __future__ import annotations

from datetime import date, time

import pytest

from ezh_desktop.services.acts import WriteLesson
from ezh_desktop.ui.models.today import Kind
from tests.factories import CoursePlan, School, a_class, a_school, fake_clock, open_office

MORNING = fake_clock(date(2026, 12, 2), time(7, 30))


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> School:
    courses = (CoursePlan("Алгебра", weekdays=(2, 3), number=1), CoursePlan("Геометрия", weekdays=(3,), number=4))
    return a_school(tmp_path_factory.mktemp("today") / "school.ezh", [a_class(courses=courses)])


@pytest.fixture
def school(made, tmp_path) -> School:
    return made.copied(tmp_path)


@pytest.fixture
def teacher(sits, school):
    return sits(open_office(school, clock=MORNING), grid=False)


def rows(teacher):
    model = teacher.window.page.list.rows
    return [model.row(at) for at in range(model.rowCount())]


def test_before_school_the_day_is_in_view_with_its_free_hours(teacher):
    assert teacher.window.page.name == "today"
    assert teacher.window.windowTitle() == "Сегодня, среда, 2 декабря — ЭЖ"
    lines = [(row.kind, row.lesson.number if row.lesson else row.lead) for row in rows(teacher)]
    assert (Kind.WINDOW, "2") in lines
    assert (Kind.LESSON, 4) in lines


def test_enter_opens_the_lesson_on_the_marks_page(teacher):
    teacher.presses("Down")
    teacher.presses("Up")
    teacher.presses("Return")
    assert teacher.window.page.name == "marks"
    assert teacher.stands_at() == ("Абрамова Дарья", "2 декабря")
    assert teacher.window.windowTitle() == "7А, Алгебра — ЭЖ"


def test_a_lesson_without_a_topic_leads_to_its_topic(teacher):
    shown = teacher.window.page.list
    at = next(at for at, row in enumerate(rows(teacher)) if row.kind is Kind.LINE)
    index = shown.rows.index(at)
    shown.scrollTo(index)
    teacher.clicks(shown.viewport(), shown.visualRect(index).center())
    assert teacher.window.page.name == "topics"


def test_the_way_back_is_the_first_line_of_the_tree(teacher):
    teacher.opens("7А Алгебра")
    assert teacher.window.page.name == "marks"
    teacher.opens("Сегодня")
    assert teacher.window.page.name == "today"


def test_what_is_written_in_another_window_is_told_after_f5(teacher, school):
    other = open_office(school, clock=MORNING)
    lesson = rows(teacher)[2].lesson
    assert not lesson.topic
    other.submit(WriteLesson(lesson.course, lesson.lesson, "Степень", None, None))
    assert other.drain(20)
    other.close()
    teacher.presses("F5")
    teacher.waits_until(lambda: rows(teacher)[2].lesson.words == "Степень", "the topic")


def test_a_reader_hears_what_a_line_says(teacher):
    spoken = next(row.spoken() for row in rows(teacher) if row.lesson)
    assert spoken.startswith("1-й урок, 08:30–09:15, 7А Алгебра")
    assert spoken.endswith("ещё не начат")
