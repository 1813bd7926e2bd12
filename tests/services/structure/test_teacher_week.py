"""A teacher's week follows from the weeks of the classes; who is wanted twice is seen there too."""

from __future__ import annotations

from datetime import date

import pytest

from ezh_desktop.services.structure.base import save
from ezh_desktop.services.structure.courses import plan_courses, read_courses
from ezh_desktop.services.structure.loads import read_loads
from ezh_desktop.services.structure.timetable import plan_timetable, read_teacher_timetable, read_timetable
from ezh_desktop.services.structure.timetable_conflicts import conflicts
from tests.factories import a_pair, open_office, raw
from tests.services.structure.conftest import changed

DAY = date(2026, 12, 2)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return a_pair(tmp_path_factory.mktemp("weeks") / "журнал.ezh")


@pytest.fixture
def school(made, tmp_path):
    return made.copied(tmp_path)


@pytest.fixture
def office(school):
    opened = open_office(school, "admin")
    yield opened
    opened.close()


def year(school):
    return raw(school, "SELECT id FROM academic_year")[0][0]


def test_loads_count_hours_of_classes_and_lessons_of_teachers(office, school):
    classes, teachers = read_loads(office, year(school), DAY)
    assert classes == {school.classes["7А"]: 5, school.classes["7Б"]: 2}
    assert {one.person: one.tenths for one in teachers} == {
        school.people["teacher"].person: 40,
        school.people["class_teacher"].person: 30,
    }


def test_the_week_says_class_and_subject_and_where_the_teacher_is_wanted_twice(office, school):
    week = read_teacher_timetable(office, school.people["teacher"].person, year(school))
    assert week.day == DAY
    assert week.cells == {(1, 3): "7А Алгебра / 7Б Физика", (3, 3): "7А Алгебра", (4, 3): "7Б Физика"}
    assert set(conflicts(week, week.cells)) == {(1, 3)}


def test_weeks_that_take_turns_do_not_collide(office, school):
    for name, text in (("7А", "Алгебра (нечёт)"), ("7Б", "Физика (чёт)")):
        page = read_timetable(office, school.classes[name])
        save(office, plan_timetable(office, page, {(5, 1): text}))
    week = read_teacher_timetable(office, school.people["teacher"].person, year(school))
    assert week.cells == {(5, 1): "7А Алгебра (нечёт) / 7Б Физика (чёт)"}
    assert conflicts(week, week.cells) == {}
    assert (
        next(one.tenths for one in read_loads(office, year(school), DAY)[1] if one.name.startswith("Сотрудниковад"))
        == 10
    )


def test_classes_that_learn_together_are_one_lesson(office, school):
    """Класс-комплект: no conflict."""
    page = read_courses(office, school.classes["7А"])
    save(office, plan_courses(office, page, changed(page.lines, 0, classes="7Б")))
    save(office, plan_timetable(office, read_timetable(office, school.classes["7Б"]), {(2, 1): "Алгебра"}))
    week = read_teacher_timetable(office, school.people["teacher"].person, year(school))
    assert week.cells[2, 1] == "7А, 7Б Алгебра"
    assert conflicts(week, week.cells) == {}


def test_another_day_shows_who_taught_then(office, school):
    page = read_courses(office, school.classes["7Б"])
    other = next(name for person, name in page.staff.names.items() if person == school.people["class_teacher"].person)
    save(office, plan_courses(office, page, changed(page.lines, 0, teacher=other), "7.12"))
    person = school.people["teacher"].person
    assert (4, 3) in read_teacher_timetable(office, person, year(school)).cells
    assert (4, 3) not in read_teacher_timetable(office, person, year(school), date(2026, 12, 7)).cells
