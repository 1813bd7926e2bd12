"""A school of `new` made by hand through the menu «Школа», from an empty file to a mark in a cell (4.1.4).

The keys and clicks beside the names are counted: an administrator's evening is short.
"""

from __future__ import annotations

from datetime import date

import pytest

from ezh_desktop.domain.names import PersonName
from ezh_desktop.services.accounts import NewStaff, add_account
from ezh_desktop.services.opening import Opening
from ezh_desktop.services.verifying import verify
from ezh_desktop.storage.passwords import FLOOR
from ezh_desktop.ui.dialogs.structure.calendar import CalendarDialog
from ezh_desktop.ui.dialogs.structure.classes import ClassesDialog
from ezh_desktop.ui.dialogs.structure.courses import CoursesDialog
from ezh_desktop.ui.dialogs.structure.timetable import TimetableDialog
from ezh_desktop.ui.pages.setup import SetupTab
from tests.factories import PASSWORD, fake_clock, raw
from tests.services.structure.bare import AUGUST, a_bare_school
from tests.ui.clerk import Clerk

GIRLS = "Абрамова Белова Виноградова Григорьева Егорова Зайцева Ковалёва Лебедева Никитина Павлова Соловьёва Фёдорова"
BOYS = "Андреев Васильев Гаврилов Данилов Жуков Калинин Комаров Макаров Орлов Романов Титов Юдин"
NAMES = [f"{one} Дарья Олеговна" for one in GIRLS.split(" ")] + [f"{one} Максим Ильич" for one in BOYS.split(" ")]
TEACHER = "Соколова Наталья Викторовна"
SEPTEMBER = date(2026, 9, 9)


@pytest.fixture
def school(tmp_path):
    return a_bare_school(tmp_path / "новая.ezh")


@pytest.fixture
def opened(school):
    """Sessions by password, closed after the test."""
    sessions = []

    def sign_in(login, password, day=AUGUST):
        session = Opening({}, cost=FLOOR, clock=fake_clock(day)).sign_in(school.path, login, password)
        sessions.append(session)
        return session

    yield sign_in
    for session in sessions:
        session.close()


def opens(person, keys, kind, qtbot, spent):
    """A dialog of the menu «Школа» by its shortcut."""
    person.presses(keys)
    dialog = next(one for one in person.window.findChildren(kind) if one.isVisible())
    dialog.activateWindow()
    clerk = Clerk(dialog, qtbot)
    clerk.strokes = 1
    spent.append(clerk)
    return clerk


def test_from_an_empty_file_to_a_mark(sits, opened, school, qtbot, doors):
    admin = opened("admin", PASSWORD)
    person, spent = sits(admin.office, grid=False), []

    assert steps(person) == [
        "1, Учебный год 2026/2027, адрес школы для бумаги не указан, Открыть",
        "2, Классы и ученики, классов ещё нет; списки из файла — Ctrl+I, Открыть",
        "3, Предметы и учителя, сначала классы, Открыть",
        "4, Расписание, сначала классы и предметы, Открыть",
        "5, Сотрудники и учётные записи, готово: у всех учителей есть учётные записи, Изменить",
    ]
    year = opens(person, "Ctrl+Shift+Y", CalendarDialog, qtbot, spent)
    assert year.dialog.heading.whole == "Учебный год 2026/2027"
    year.presses("Esc")

    classes = opens(person, "Ctrl+Shift+K", ClassesDialog, qtbot, spent)
    classes.types("7А")
    classes.presses("Return")
    classes.waits()
    doors.text = "\n".join(NAMES)
    classes.presses("Ctrl+V")
    classes.saves()
    assert classes.parts() == ["7А   24"]
    classes.presses("Esc")

    courses = opens(person, "Ctrl+Shift+M", CoursesDialog, qtbot, spent)
    courses.goes_to("7А")
    courses.clicks("Обычные предметы 7 класса")
    courses.types(TEACHER)
    courses.presses("Return")
    rows = len(courses.dialog.tables["courses"].lines.lines())
    courses.saves()
    courses.clicks_cell("courses", 1, "teacher")
    for _ in range(rows - 1):
        courses.types("С")
        courses.presses("Return")
    courses.saves()
    courses.clicks("Подгруппы")
    courses.clicks("Разделить пополам")
    courses.saves()
    courses.presses("Esc")
    assert raw(school, "SELECT count(*) FROM course_teacher") == [(rows,)]
    assert raw(school, "SELECT count(*) FROM subgroup_member") == [(72,)]
    beside = sum(one.strokes + one.mouse for one in spent)
    letters = sum(one.letters for one in spent) - len(TEACHER)

    week = opens(person, "Ctrl+Shift+T", TimetableDialog, qtbot, spent)
    assert week.dialog.import_button.isVisible()
    for lesson in ("Алг", "Русск", "Ист", "Био"):
        week.types(lesson)
        week.presses("Return")
    week.clicks_cell("timetable", 0, "3")
    for lesson in ("Алг", "Ино", "Труд"):
        week.types(lesson)
        week.presses("Return")
    assert week.sees("timetable", 1)[2] == "Иностранный язык (английский)"
    week.saves()
    assert week.message().startswith("Сохранено. Уроков стало")
    week.presses("Esc")

    assert "7А класс" in pages(person)
    assert steps(person)[1:] == [
        "2, Классы и ученики, готово: 1 класс, 24 ученика, Изменить",
        "3, Предметы и учителя, готово: 18 предметов классов, Изменить",
        "4, Расписание, готово: есть у всех классов, Изменить",
        "5, Сотрудники и учётные записи, не могут войти: Соколова, Открыть",
    ]
    assert verify(admin.office).sound
    password = add_account(
        admin.office, NewStaff(PersonName.read(TEACHER), "f", "sokolova", (), person=teacher(school)), cost=FLOOR
    )
    first = opened("sokolova", password, SEPTEMBER)
    first.set_own_password("сирень за окном 5")
    first.close()
    session = opened("sokolova", "сирень за окном 5", SEPTEMBER)
    at_school = sits(session.office)
    at_school.opens("7А Алгебра")
    at_school.types("5")
    at_school.waits_saved()
    assert raw(school, "SELECT value FROM cell") == [("5",)]
    assert verify(admin.office).sound
    # 24 pupils, 18 pages of 15 subjects with teachers and subgroups; beside names: «7А» and a letter for each teacher.
    assert (beside, letters) == (35, 19)


def teacher(school):
    return raw(school, "SELECT id FROM person WHERE surname = 'Соколова'")[0][0]


def pages(person):
    model = person.window.navigation.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def steps(person):
    rows = person.window.findChild(SetupTab).list.rows
    return [rows.row(at).spoken() for at in range(1, 6)]
