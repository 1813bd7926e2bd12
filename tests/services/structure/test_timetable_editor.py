"""The timetable's editor: rooms, stretches of days, who collides, hours against the plan, what becomes of lessons."""

from __future__ import annotations

from datetime import date

import pytest

from ezh_desktop.services.acts import CellEntry, EnterCells
from ezh_desktop.services.structure.base import NEW, Line, save
from ezh_desktop.services.structure.courses import plan_courses, read_courses
from ezh_desktop.services.structure.timetable import plan_timetable, read_teacher_timetable, read_timetable
from ezh_desktop.services.structure.timetable_conflicts import carried, clashes_of, clashes_of_text, conflicts
from ezh_desktop.services.structure.timetable_effect import Effect, foresee
from ezh_desktop.services.structure.timetable_hours import hours_in_all, hours_lines
from ezh_desktop.services.structure.timetable_words import complete
from ezh_desktop.services.verifying import verify
from tests.factories import a_lesson, a_pair, open_office, raw
from tests.services.structure.conftest import changed
from tests.services.structure.test_undone import redo, undo


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return a_pair(tmp_path_factory.mktemp("editor") / "журнал.ezh")


@pytest.fixture
def school(made, tmp_path):
    return made.copied(tmp_path)


@pytest.fixture
def office(school):
    opened = open_office(school, "admin")
    yield opened
    opened.close()


@pytest.fixture
def seven(office, school):
    """7А with Информатика in two subgroups and Труд (технология)."""
    page = read_courses(office, school.classes["7А"])
    more = [Line(NEW, {"subject": "Информатика", "hours": "1", "subgroup": one}) for one in ("1", "2")]
    more.append(Line(NEW, {"subject": "Труд (технология)", "hours": "0,5"}))
    save(office, plan_courses(office, page, (*page.lines, *more)))
    return school.classes["7А"]


def living(school, course):
    found = raw(school, "SELECT day, number FROM lesson WHERE course = ? AND state = 'living' ORDER BY day", course)
    return [(date.fromisoformat(day), number) for day, number in found]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("алг (каб. 21)", "Алгебра (каб. 21)"),
        ("алг (каб 21)", "Алгебра (каб. 21)"),
        ("алг (21)", "Алгебра (каб. 21)"),
        ("Труд (технология)", "Труд (технология)"),
        ("Труд (технология) (мастерская)", "Труд (технология) (мастерская)"),
        ("труд (чёт, каб. 31/33)", "Труд (технология) (чёт, каб. 31/33)"),
        ("инф, 1 (31) / инф, 2 (33)", "Информатика, 1 (каб. 31) / Информатика, 2 (каб. 33)"),
        ("Информатика (каб. 5)", "Информатика (каб. 5)"),
    ],
)
def test_a_room_stands_in_brackets(office, seven, typed, meant):
    page = read_timetable(office, seven)
    assert complete(page, typed) == meant
    save(office, plan_timetable(office, page, {(5, 6): typed}))
    assert read_timetable(office, seven).cells[5, 6] == meant


def test_another_room_leaves_the_lessons_as_they_are(office, seven, school):
    course = school.courses["7А Алгебра"]
    before = raw(school, "SELECT id, day FROM lesson WHERE course = ? ORDER BY id", course)
    page = read_timetable(office, seven)
    plan = plan_timetable(office, page, {**page.cells, (1, 3): "Алгебра (каб. 7)"})
    assert foresee(office, plan) == Effect()
    save(office, plan)
    assert raw(school, "SELECT id, day FROM lesson WHERE course = ? ORDER BY id", course) == before
    assert verify(office).sound


def test_a_room_asked_for_twice_is_told(office, school, seven):
    page = read_timetable(office, school.classes["7Б"])
    save(office, plan_timetable(office, page, {(5, 1): "Физика (каб. 27)"}))
    page = read_timetable(office, seven)
    assert conflicts(page, {(5, 1): "Русский язык (каб. 27)"}) == {(5, 1): "Кабинет 27 в это время занят: 7Б Физика."}
    assert conflicts(page, {(5, 1): "Русский язык (каб. 26)", (5, 2): "Русский язык (каб. 27)"}) == {}


def test_a_stretch_of_days_keeps_what_is_before_and_behind_it(office, seven, school):
    course = school.courses["7А Алгебра"]
    before = living(school, course)
    first, last = date(2026, 12, 7), date(2026, 12, 20)
    page = read_timetable(office, seven, first)
    save(office, plan_timetable(office, page, carried(page.cells, (1, 3), (5, 6)), until="20.12"))
    after = living(school, course)
    assert [one for one in after if not first <= one[0] <= last] == [
        one for one in before if not first <= one[0] <= last
    ]
    assert [(day.isoweekday(), number) for day, number in after if first <= day <= last] == [(3, 3), (5, 6)] * 2
    assert read_timetable(office, seven, last).later == date(2026, 12, 21)
    assert verify(office).sound


def test_a_change_before_another_timetable_leaves_that_one_as_it_is(office, seven, school):
    """What is written inside a stretch ends with it: no lesson is held twice behind it."""
    course = school.courses["7А Алгебра"]
    page = read_timetable(office, seven, date(2026, 12, 7))
    save(office, plan_timetable(office, page, carried(page.cells, (1, 3), (5, 6)), until="20.12"))
    behind = [one for one in living(school, course) if one[0] > date(2026, 12, 20)]
    inside = read_timetable(office, seven, date(2026, 12, 10))
    assert inside.last == date(2026, 12, 20)
    save(office, plan_timetable(office, inside, carried(inside.cells, (5, 6), (4, 7))))
    after = living(school, course)
    assert [one for one in after if one[0] > date(2026, 12, 20)] == behind
    stretch = [one for one in after if date(2026, 12, 10) <= one[0] <= date(2026, 12, 20)]
    assert [(day.isoweekday(), number) for day, number in stretch] == [(4, 7), (3, 3), (4, 7)]
    assert verify(office).sound


def test_a_stretch_that_ends_before_it_begins_is_refused(office, seven):
    page = read_timetable(office, seven, date(2026, 12, 7))
    plan = plan_timetable(office, page, {}, until="1.12")
    assert [one.what for one in plan.faults] == ["Последний день раньше первого."]


def test_a_stretch_that_runs_into_another_timetable_is_refused(office, seven):
    page = read_timetable(office, seven, date(2026, 12, 14))
    save(office, plan_timetable(office, page, carried(page.cells, (1, 3), (5, 6))))
    page = read_timetable(office, seven, date(2026, 12, 7))
    plan = plan_timetable(office, page, carried(page.cells, (1, 3), (4, 7)), until="20.12")
    assert plan.command is None
    assert [one.field for one in plan.faults] == ["until"]
    assert plan.faults[0].text == ("С 14.12.2026 действует уже другое расписание. Впишите день не позже 13.12.2026.")
    assert plan_timetable(office, page, carried(page.cells, (1, 3), (4, 7)), until="13.12").command is not None


def test_subgroups_at_one_hour_do_not_collide_and_one_subgroup_twice_does(office, seven):
    page = read_timetable(office, seven)
    assert conflicts(page, {(1, 1): "Информатика, 1 / Информатика, 2"}) == {}
    assert "Класс на двух уроках" in conflicts(page, {(1, 1): "Информатика, 1 / Русский язык"})[1, 1]


def test_classes_that_learn_together_do_not_collide(office, school):
    """Класс-комплект, FET's «+»: one teacher, two classes, one lesson; but the other class may be busy."""
    page = read_courses(office, school.classes["7А"])
    save(office, plan_courses(office, page, changed(page.lines, 0, classes="7Б")))
    seven = read_timetable(office, school.classes["7А"])
    assert conflicts(seven, {(2, 1): "Алгебра"}) == {}
    assert "Класс на двух уроках сразу" in conflicts(seven, {(4, 3): "Алгебра"})[4, 3]
    save(office, plan_timetable(office, seven, {(2, 1): "Алгебра"}))
    both = read_timetable(office, school.classes["7Б"])
    assert conflicts(both, {**both.cells, (1, 3): "", (4, 3): ""}) == {}
    teacher = read_teacher_timetable(office, school.people["teacher"].person, seven.year.year)
    assert teacher.cells[2, 1] == "7А, 7Б Алгебра"


def test_while_a_lesson_is_held_every_hour_says_what_would_collide(office, school, seven):
    page = read_timetable(office, seven)
    told = clashes_of(page, page.cells, (3, 3))
    assert set(told) == {(1, 3), (4, 3)}
    assert told[4, 3] == "Сотрудниковад А. И. в это время ведёт 7Б Физика."
    copied = clashes_of(page, page.cells, (3, 3), copy=True)
    assert "Класс на двух уроках сразу" in copied[1, 2]
    assert set(clashes_of_text(page, page.cells, "Алгебра")) == {(1, 3), (4, 3)}


def test_a_lesson_changes_places_or_is_copied_beside(office, seven):
    cells = {(1, 1): "Алгебра", (2, 1): "Русский язык"}
    assert carried(cells, (1, 1), (2, 1)) == {(1, 1): "Русский язык", (2, 1): "Алгебра"}
    assert carried(cells, (1, 1), (3, 1)) == {(2, 1): "Русский язык", (3, 1): "Алгебра"}
    assert carried(cells, (1, 1), (2, 1), copy=True) == {(1, 1): "Алгебра", (2, 1): "Русский язык / Алгебра"}


def test_a_lesson_moved_in_the_teacher_s_week_moves_in_the_class(office, school):
    person = school.people["teacher"].person
    page = read_teacher_timetable(office, person, read_timetable(office, school.classes["7А"]).year.year)
    cells = carried(page.cells, (3, 3), (5, 5))
    save(office, plan_timetable(office, page, cells))
    seven = read_timetable(office, school.classes["7А"])
    assert seven.cells[5, 5] == "Алгебра"
    assert (3, 3) not in seven.cells
    assert seven.cells[3, 2] == "Русский язык"
    assert verify(office).sound


def test_hours_stand_against_the_plan_with_halves_and_the_sample_curriculum(office, seven):
    page = read_timetable(office, seven)
    lines = {one.title: one for one in hours_lines(page, {**page.cells, (5, 1): "Труд (нечёт)", (5, 2): "Инф, 1"})}
    assert (lines["Труд (технология)"].planned, lines["Труд (технология)"].there) == (5, 5)
    assert lines["Труд (технология)"].usual == 20
    assert lines["Информатика, 1"].difference_text == ""
    assert lines["Информатика, 2"].difference_text == "−1"
    assert lines["Алгебра"].usual == 30
    total = hours_in_all(page, {(5, 2): "Информатика", (5, 1): "Труд (нечёт)"})
    assert (total.planned, total.there, total.difference_text) == (65, 15, "−5")


def test_what_becomes_of_the_lessons_is_told_before_it_is_saved(office, school):
    seven, course = school.classes["7А"], school.courses["7А Алгебра"]
    teacher = open_office(school, "teacher")
    page = teacher.course_page(course)
    lesson = a_lesson(page)
    teacher.submit(EnterCells(course, (CellEntry(lesson.lesson, page.pupils[0].pupil, 0, "5", None),)), page)
    assert teacher.drain(20)
    teacher.close()
    shown = read_timetable(office, seven, date(2026, 9, 1))
    cells = {cell: text for cell, text in shown.cells.items() if text != "Алгебра"} | {(2, 1): "Алгебра"}
    plan = plan_timetable(office, shown, cells)
    before = set(living(school, course))
    told = foresee(office, plan)
    assert told.kept == (f"Алгебра, {lesson.day:%d.%m.%Y}",)
    save(office, plan)
    after = set(living(school, course))
    assert told.added + told.moved == len(after)
    assert told.moved + told.removed + len(told.kept) == len(before)
    assert told.text.startswith("Уроков: ")
    assert f"отменится, но останется с записями 1 (Алгебра, {lesson.day:%d.%m.%Y})." in told.text


def test_a_plan_that_changes_nothing_does_nothing(office, seven):
    page = read_timetable(office, seven)
    assert foresee(office, plan_timetable(office, page, page.cells)).text == ""


def test_a_stretch_of_days_is_taken_back_and_done_again(office, seven, school):
    course = school.courses["7А Алгебра"]
    before = living(school, course)
    page = read_timetable(office, seven, date(2026, 12, 7))
    save(office, plan_timetable(office, page, carried(page.cells, (1, 3), (5, 6)), until="20.12"))
    after = living(school, course)
    undo(office)
    assert living(school, course) == before
    assert read_timetable(office, seven, date(2026, 12, 7)).cells == page.cells
    assert read_timetable(office, seven).later is None
    redo(office)
    assert living(school, course) == after
    assert verify(office).sound
