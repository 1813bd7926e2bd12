"""What the printed week says: subgroups and rooms together, times of bells, and changes from a date."""

from __future__ import annotations

from datetime import date

import pytest

from ezh_desktop.domain.calendar import AcademicYear
from ezh_desktop.domain.names import ClassName
from ezh_desktop.domain.typed import typed_day
from ezh_desktop.errors import RightRefused, UsageTrouble
from ezh_desktop.services.structure.base import NEW, Line, grounded, save
from ezh_desktop.services.structure.courses import plan_courses, read_courses
from ezh_desktop.services.structure.timetable import plan_timetable, read_teacher_timetable, read_timetable
from ezh_desktop.services.structure.timetable_conflicts import carried
from ezh_desktop.services.timetable_paper import board_page, class_weeks, teacher_weeks, week_page
from tests.factories import a_pair, fake_clock, open_office

FIRST = date(2026, 9, 1)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return a_pair(tmp_path_factory.mktemp("paper") / "журнал.ezh")


@pytest.fixture
def school(made, tmp_path):
    return made.copied(tmp_path)


@pytest.fixture
def office(school):
    opened = open_office(school, "admin")
    yield opened
    opened.close()


def hour(page, weekday, number):
    return next(one for one in page.days[weekday - 1] if one.number == number)


def test_a_class_has_all_hours_of_its_week_with_times(office):
    (page,) = class_weeks(office, [ClassName(7, "А")])
    assert (page.whose, page.class_name, page.since) == ("7А класс", "7А", FIRST)
    assert len(page.days) == 5
    assert hour(page, 1, 3).subject == "Алгебра"
    assert hour(page, 5, 3).subject == ""
    assert hour(page, 1, 1).time.count(".") == 2
    assert not page.changes


def test_subgroups_at_one_hour_stand_in_one_line_with_their_rooms(office, school):
    page = read_courses(office, school.classes["7А"])
    more = [Line(NEW, {"subject": "Информатика", "hours": "1", "subgroup": one}) for one in ("1", "2")]
    save(office, plan_courses(office, page, (*page.lines, *more)))
    shown = read_timetable(office, school.classes["7А"], FIRST)
    text = "Информатика, 1 (каб. 31) / Информатика, 2 (каб. 33)"
    save(office, plan_timetable(office, shown, {**shown.cells, (5, 1): text, (5, 2): "Алгебра (нечёт)"}))
    (page,) = class_weeks(office, [ClassName(7, "А")])
    assert (hour(page, 5, 1).subject, hour(page, 5, 1).room) == ("Информатика, подгруппа 1 / 2", "31 / 33")
    assert hour(page, 5, 2).subject == "Алгебра (нечёт)"


def test_changes_are_told_from_day_to_day(office, school):
    seven = school.classes["7А"]
    shown = read_timetable(office, seven, date(2026, 12, 7))
    cells = {cell: text for cell, text in shown.cells.items() if cell != (1, 3)}
    save(office, plan_timetable(office, shown, {**cells, (5, 6): "Алгебра (каб. 4)"}, until="20.12"))
    (page,) = class_weeks(office, [ClassName(7, "А")])
    assert [(one.start, one.end, one.what) for one in page.changes[:2]] == [
        (date(2026, 12, 7), date(2026, 12, 20), "Понедельник, 3-й урок: урока нет (было: Алгебра)"),
        (date(2026, 12, 7), date(2026, 12, 20), "Пятница, 6-й урок: Алгебра, каб. 4"),
    ]
    assert page.changes[2].what == "Понедельник, 3-й урок: Алгебра"
    (later,) = class_weeks(office, [ClassName(7, "А")], date(2026, 12, 10))
    assert later.since == date(2026, 12, 7)
    assert hour(later, 5, 6).room == "4"


def test_a_hall_is_called_by_its_name_and_no_cabinet(office, school):
    shown = read_timetable(office, school.classes["7А"], date(2026, 12, 7))
    save(office, plan_timetable(office, shown, {**shown.cells, (5, 6): "Алгебра (спортзал)"}))
    (page,) = class_weeks(office, [ClassName(7, "А")])
    assert page.changes[0].what == "Пятница, 6-й урок: Алгебра, спортзал"


def test_a_teacher_s_week_names_the_classes(office, school):
    year = read_timetable(office, school.classes["7А"]).year.year
    page = week_page(office, read_teacher_timetable(office, school.people["teacher"].person, year, FIRST))
    assert page.class_name == ""
    assert hour(page, 1, 3).subject == "7А Алгебра; 7Б Физика"


def test_without_a_name_every_class_is_printed_and_a_missing_one_is_named(office, school):
    assert [one.class_name for one in class_weeks(office)] == ["7А", "7Б"]
    with pytest.raises(UsageTrouble, match="Класса 9Г"):
        class_weeks(office, [ClassName(9, "Г")])
    medic = open_office(school, "medic")
    with pytest.raises(RightRefused):
        class_weeks(medic)
    medic.close()


def test_the_board_has_every_class_beside_the_others(office):
    board = board_page(office)
    assert board.classes == ("7А", "7Б")
    assert board.cells["7А", 1, 3] == "Алгебра"
    assert board.cells["7Б", 4, 3] == "Физика"
    assert board.numbers == (2, 3)


def test_the_board_is_that_of_today_for_it_tells_no_changes(office, school):
    shown = read_timetable(office, school.classes["7А"], date(2026, 12, 7))
    save(office, plan_timetable(office, shown, {**shown.cells, (5, 6): "Алгебра (каб. 4)"}))
    assert (board_page(office).day, ("7А", 5, 6) in board_page(office).cells) == (date(2026, 12, 2), False)
    later = open_office(school, "admin", clock=fake_clock(date(2026, 12, 8)))
    board = board_page(later)
    assert (board.day, board.cells["7А", 5, 6]) == (date(2026, 12, 8), "Алгебра, 4")
    assert board_page(later, FIRST).day == FIRST
    later.close()


def test_every_teacher_with_lessons_has_a_week(office):
    assert len(teacher_weeks(office)) == 2


def test_subgroups_that_have_names_are_not_called_subgroups(office, school):
    page = read_courses(office, school.classes["7Б"])
    more = [
        Line(NEW, {"subject": "Труд (технология)", "hours": "1", "subgroup": one}) for one in ("девочки", "мальчики")
    ]
    save(office, plan_courses(office, page, (*page.lines, *more)))
    shown = read_timetable(office, school.classes["7Б"], FIRST)
    save(office, plan_timetable(office, shown, {**shown.cells, (5, 1): "Труд (технология)"}))
    assert board_page(office).cells["7Б", 5, 1] == "Труд (технология), девочки / мальчики"


def test_each_change_names_the_order_by_which_it_was_made(office, school):
    """The act that began an hour is named, not a later one that ended it."""
    acts = (
        ("2.11", (1, 3), (5, 6), "Приказ № 31"),
        ("11.01", (5, 6), (4, 7), "Приказ № 4"),
        ("1.03", (4, 7), (4, 8), ""),
    )
    for since, source, target, order in acts:
        day = typed_day(since, AcademicYear(2026))
        page = read_timetable(office, school.classes["7А"], day)
        plan = plan_timetable(office, page, carried(page.cells, source, target))
        save(office, grounded(plan, order))
    (page,) = class_weeks(office, [ClassName(7, "А")])
    told = {(one.start.month, one.what.split(":")[0]): one.order for one in page.changes}
    assert told == {
        (11, "Понедельник, 3-й урок"): "Приказ № 31",
        (11, "Пятница, 6-й урок"): "Приказ № 31",
        (1, "Пятница, 6-й урок"): "Приказ № 4",
        (1, "Четверг, 7-й урок"): "Приказ № 4",
        (3, "Четверг, 7-й урок"): "",
        (3, "Четверг, 8-й урок"): "",
    }
