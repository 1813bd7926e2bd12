"""«Школа → Предметы и учителя…» and «Расписание…» as administrator and deputy use them."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLineEdit

from ezh_desktop.ui.dialogs.structure.courses import CoursesDialog
from ezh_desktop.ui.dialogs.structure.timetable import TimetableDialog
from tests.factories import CoursePlan, a_class, a_school, open_office, raw
from tests.ui.clerk import Clerk, ClerkDoors


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    other = a_class("7Б", ("Ким Олег Ильич", "Пак Анна Ильинична"), (CoursePlan("Физика"),))
    return a_school(
        tmp_path_factory.mktemp("courses") / "журнал.ezh",
        [a_class("7А"), other, a_class("7В", ("Ли Анна Ильинична",), ())],
    )


@pytest.fixture
def school(made, tmp_path):
    return made.copied(tmp_path)


@pytest.fixture
def sits_at(qtbot, themed, school):
    """A clerk at one of the dialogs."""
    opened = []

    def open_one(kind, login="admin"):
        office = open_office(school, login)
        dialog = kind(office, ClerkDoors())
        qtbot.addWidget(dialog)
        dialog.show()
        dialog.activateWindow()
        opened.append((office, dialog))
        return Clerk(dialog, qtbot)

    yield open_one
    for office, dialog in opened:
        qtbot.waitUntil(lambda one=dialog: one.settled)
        office.close()


@pytest.fixture
def courses(sits_at):
    return sits_at(CoursesDialog)


@pytest.fixture
def week(sits_at):
    return sits_at(TimetableDialog)


def slots(school, name="7А"):
    return raw(
        school,
        "SELECT s.name, t.weekday, t.number FROM timetable_slot AS t JOIN course AS c ON c.id = t.course"
        " JOIN subject AS s ON s.id = c.subject JOIN course_class AS l ON l.course = c.id JOIN school_class AS k"
        " ON k.id = l.school_class WHERE k.name = ? AND t.valid_to IS NULL ORDER BY t.weekday, t.number",
        name,
    )


# Courses


def test_the_first_class_is_shown_with_its_hours(courses):
    assert courses.parts() == ["Предметы школы", "7А", "7Б", "7В"]
    assert courses.sees("courses", 0) == [
        "Алгебра",
        "",
        "2",
        "Сотрудникова" + "д Анна Ивановна",
        "да",
        "как у класса",
        "",
    ]


def test_a_course_is_typed_in_one_line(courses, school):
    courses.clicks_cell("courses", 2, "subject")
    courses.types("Физ")
    courses.presses("Tab", "Tab")
    courses.types("2")
    courses.presses("Tab")
    courses.types("Сотрудниковаг")
    courses.presses("Return")
    assert courses.sees("courses", 2)[:4] == ["Физика", "", "2", "Сотрудниковаг Анна Ивановна"]
    courses.saves()
    found = raw(school, "SELECT count(*) FROM course_class WHERE school_class = ?", school.classes["7А"])
    assert found == [(3,)]


def test_a_half_typed_teacher_is_ringed(courses):
    courses.clicks_cell("courses", 0, "teacher")
    courses.types("Петров П. П.")
    courses.presses("Return")
    assert courses.message().startswith("Строка 1. Сотрудника «Петров П. П.» нет.")
    assert not courses.dialog.save_button.isEnabled()


def test_a_new_teacher_is_offered_to_the_other_rows_and_entered_once(courses, school):
    courses.goes_to("7В")
    courses.clicks("Обычные предметы 7 класса")
    for name in ("Щукина Инна Львовна", "Эрлих Яна Львовна", "Юрова Ада Львовна"):
        courses.types(name)
        courses.presses("Return")
    assert courses.message().endswith("списке сотрудников. И ещё 1.")
    courses.types("Щ")
    courses.presses("Return")
    courses.saves()
    sql = "SELECT count(*), count(DISTINCT p.id) FROM course_teacher AS t JOIN person AS p ON p.id = t.person"
    assert raw(school, f"{sql} WHERE p.surname = 'Щукина'") == [(2, 1)]


def test_the_parallel_class_gives_its_subjects(courses):
    courses.goes_to("7Б")
    courses.chooses("Как в классе…", "7А")
    assert [courses.sees("courses", row)[0] for row in range(3)] == ["Физика", "Алгебра", "Русский язык"]
    courses.saves()
    assert courses.message().startswith("Сохранено.")


def test_ctrl_d_repeats_the_cell_above(courses):
    courses.clicks_cell("courses", 1, "teacher")
    courses.presses("Ctrl+D")
    assert courses.sees("courses", 1)[3] == courses.sees("courses", 0)[3]


def test_subgroups_are_divided_and_changed_by_a_key(courses, school):
    for row in (2, 3):
        courses.clicks_cell("courses", row, "subject")
        courses.types("Труд (технология)")
        courses.presses("Tab")
        courses.types(str(row - 1))
        courses.presses("Tab")
        courses.types("2")
        courses.presses("Return")
    courses.clicks("Подгруппы")
    courses.clicks("Разделить пополам")
    field = courses.dialog.tables["subgroups"].lines.columns[1].field
    courses.clicks_cell("subgroups", 0, field)
    courses.types("2")
    courses.presses("Return")
    courses.saves()
    assert [courses.sees("subgroups", row)[1] for row in range(6)] == ["2", "1", "1", "2", "2", "2"]
    courses.clicks("Предметы класса")
    assert courses.sees("courses", 2)[1] == "1"


def test_an_order_is_asked_for_a_change_of_teacher_alone(courses):
    """What was typed there beside the subgroups was written nowhere."""
    order = next(one for one in courses.dialog.findChildren(QLineEdit) if one.accessibleName() == "приказ")
    assert order.isVisible()
    courses.clicks("Подгруппы")
    assert not order.isVisible()
    courses.clicks("Предметы класса")
    assert order.isVisible()


def test_a_class_without_divided_subjects_says_so(courses):
    courses.clicks("Подгруппы")
    assert courses.message().startswith("Ни один предмет не делится.")


def test_the_school_s_subjects_say_what_the_regulation_asks(courses):
    """5.5, 5.20."""
    courses.goes_to("Предметы школы")
    rows = {name: rest for name, *rest in (courses.sees("subjects", row) for row in range(3))}
    assert rows["Русский язык"] == ["да", "1", "двойные отметки"]
    assert rows["Физика"][2] == "инструктаж на первом уроке и перед лабораторными"


def test_the_order_of_subjects_is_changed_by_alt_and_arrows(courses, school):
    courses.goes_to("Предметы школы")
    names = [courses.sees("subjects", row)[0] for row in range(3)]
    courses.clicks_cell("subjects", 0, "name")
    courses.presses("Alt+Down")
    courses.saves()
    assert [courses.sees("subjects", row)[0] for row in range(3)] == [names[1], names[0], names[2]]


def test_a_wrong_paste_is_taken_back_by_ctrl_z(courses):
    courses.dialog.doors.text = "Химия\nХимия\nХимия"
    courses.clicks_cell("courses", 0, "subject")
    courses.presses("Ctrl+V")
    assert courses.sees("courses", 0)[0] == "Химия"
    courses.presses("Ctrl+Z")
    assert [courses.sees("courses", row)[0] for row in range(2)] == ["Алгебра", "Русский язык"]
    assert not courses.dialog.save_button.isEnabled()


def test_the_deputy_sees_the_same_and_types_teachers_and_hours(sits_at, school):
    """4.1.4, 4.4."""
    clerk = sits_at(CoursesDialog, "deputy")
    clerk.clicks_cell("courses", 0, "subject")
    clerk.types("Физика")
    assert clerk.sees("courses", 0)[0] == "Алгебра"
    clerk.clicks_cell("courses", 0, "hours")
    clerk.types("5")
    clerk.presses("Return")
    clerk.saves()
    assert raw(school, "SELECT hours_tenths FROM course WHERE id = ?", school.courses["7А Алгебра"]) == [(50,)]


# Timetable


def test_a_week_is_typed_by_first_letters_downwards(week, school):
    assert week.sees("timetable", 2) == ["Алгебра", "", "Алгебра", "", ""]
    week.clicks_cell("timetable", 4, "4")
    week.types("Алг")
    week.presses("Return")
    week.types("Рус")
    week.presses("Return")
    week.saves()
    assert ("Алгебра", 4, 5) in slots(school)
    assert ("Русский язык", 4, 6) in slots(school)
    assert week.message().startswith("Сохранено. Уроков стало")


def test_a_course_is_placed_from_the_list_with_its_hours(week):
    hours = week.dialog.hours
    assert [hours.texts(row) for row in range(3)] == [
        ["Алгебра", "2", "2", ""],
        ["Русский язык", "3", "3", ""],
        ["Всего у ученика", "5", "5", ""],
    ]
    week.clicks_cell("timetable", 6, "5")
    hours.setCurrentCell(0, 0)
    hours.setFocus()
    week.presses("Return")
    assert week.sees("timetable", 6)[4] == "Алгебра"
    assert hours.texts(0) == ["Алгебра", "2", "3", "+1"]
    assert hours.texts(2) == ["Всего у ученика", "5", "6", "+1"]


def test_a_teacher_in_two_places_shows_at_once_and_may_be_saved(week, school):
    week.goes_to("7Б")
    assert week.sees("timetable", 2) == ["Физика", "", "Физика", "", ""]
    assert "в это время ведёт 7А Алгебра." in week.message() or week.dialog.notes("timetable")
    week.clicks_cell("timetable", 2, "1")
    assert week.message().endswith("в это время ведёт 7А Алгебра.")
    week.presses("Delete")
    assert (2, "1") not in week.dialog.notes("timetable")


def test_an_unknown_subject_is_ringed_in_its_lesson(week):
    week.clicks_cell("timetable", 3, "2")
    week.types("Черчение")
    week.presses("Return")
    assert week.message() == "Урок 4. «Черчение» у класса 7А нет. Добавьте предмет в «Предметы и учителя»."


def test_another_day_shows_what_held_then(week, school):
    week.clicks_cell("timetable", 2, "1")
    week.presses("Delete")
    week.saves()
    week.clicks_field("Действует с")
    week.presses("Ctrl+A")
    week.types("1.10")
    week.presses("Return")
    week.waits()
    assert week.sees("timetable", 2)[0] == "Алгебра"
    assert week.message() == "С 2 декабря действует другое расписание."


def test_without_courses_the_week_says_where_they_are_made(week):
    week.goes_to("7В")
    assert week.message() == "У класса ещё нет предметов. Введите их: «Школа → Предметы и учителя…»."


def test_a_teacher_s_week_is_edited_beside_the_classes(week, school):
    assert week.parts() == ["7А   5", "7Б   2", "7В", "Учителя", "Сотрудниковаг А. И.   3", "Сотрудниковад А. И.   4"]
    week.goes_to("Сотрудниковад А. И.")
    assert week.sees("timetable", 2)[0] == "7А Алгебра / 7Б Физика"
    week.clicks_cell("timetable", 2, "1")
    assert week.message() == "Сотрудниковад А. И. в это время ведёт 7Б Физика."
    week.types("7А Алгебра")
    week.presses("Return")
    week.types("7Б Ф")
    week.presses("Return")
    assert week.sees("timetable", 3)[0] == "7Б Физика"
    week.saves()
    assert ("Физика", 1, 4) in slots(school, "7Б")
    assert ("Алгебра", 1, 3) in slots(school)
    week.goes_to("7Б")
    assert week.sees("timetable", 3)[0] == "Физика"
