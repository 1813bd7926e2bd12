"""«Школа → Учебный год…» as the administrator uses it."""

from __future__ import annotations

import pytest

from ezh_desktop.services.structure.base import save
from ezh_desktop.services.structure.classes import plan_classes, read_classes
from ezh_desktop.ui.dialogs.structure.calendar import CalendarDialog
from ezh_desktop.ui.dialogs.structure.classes import ClassesDialog
from ezh_desktop.ui.dialogs.structure.newyear import NewYearDialog
from tests.factories import fake_clock, open_office, raw
from tests.services.structure.bare import AUGUST, a_bare_school
from tests.ui.clerk import Clerk, ClerkDoors


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return a_bare_school(tmp_path_factory.mktemp("year") / "новая.ezh")


@pytest.fixture
def school(made, tmp_path):
    return made.copied(tmp_path)


@pytest.fixture
def doors():
    return ClerkDoors()


@pytest.fixture
def clerk(school, qtbot, themed, doors):
    office = open_office(school, "admin", fake_clock(AUGUST))
    dialog = CalendarDialog(office, doors)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    yield Clerk(dialog, qtbot)
    qtbot.waitUntil(lambda: dialog.settled)
    office.close()


def test_a_holiday_is_typed_in_a_few_keys_and_saved_by_ctrl_s(clerk, school):
    clerk.goes_to("Каникулы")
    clerk.clicks_cell("holidays", 5, "start")
    clerk.types("24.12")
    clerk.presses("Tab", "Tab")
    clerk.types("Ёлка")
    clerk.presses("Return")
    assert clerk.sees("holidays", 5)[:3] == ["24.12", "", "Ёлка"]
    clerk.saves()
    assert clerk.message().startswith("Сохранено.")
    assert raw(school, "SELECT start, end FROM holiday WHERE title = 'Ёлка'") == [("2026-12-24", "2026-12-24")]
    assert clerk.sees("holidays", 1)[:3] == ["24.12.2026", "24.12.2026", "Ёлка"]


def test_a_term_that_overlaps_is_ringed_at_once_and_cannot_be_saved(clerk, school):
    clerk.goes_to("Четверти")
    clerk.clicks_cell("terms", 1, "start")
    clerk.types("20.10")
    clerk.presses("Return")
    assert clerk.message() == "Строка 2. II четверть начинается раньше, чем кончается предыдущий период."
    assert not clerk.dialog.save_button.isEnabled()
    clerk.presses("Up")
    clerk.types("2.11")
    clerk.presses("Return")
    assert clerk.message() == ""


def test_school_details_are_typed_into_a_form(clerk, school):
    clerk.clicks_field("Телефон")
    clerk.types("2-14-70")
    clerk.saves()
    assert raw(school, "SELECT phone FROM school") == [("2-14-70",)]


def test_an_empty_name_of_the_school_rings_its_field(clerk):
    clerk.clicks_field("Полное название")
    clerk.presses("Ctrl+A", "Delete")
    assert clerk.message() == "Название школы пустое. Впишите полное название: оно стоит на бумаге."


def test_closing_with_something_unsaved_asks(clerk, doors, school):
    doors.answer = False
    clerk.clicks_field("Адрес")
    clerk.types("ул. Садовая, 5")
    clerk.presses("Esc")
    assert doors.asked == ["Изменения не сохранены."]
    assert clerk.dialog.isVisible()
    doors.answer = True
    clerk.presses("Esc")
    assert not clerk.dialog.isVisible()
    assert raw(school, "SELECT address FROM school") == [("",)]


def make_next(clerk, qtbot):
    """Through the assistant, as it proposes the year."""
    clerk.clicks("Новый учебный год…")
    dialog = clerk.dialog.findChild(NewYearDialog)
    assistant = Clerk(dialog, qtbot)
    assistant.goes_to("7. Что будет записано")
    assistant.presses("Return")
    assistant.waits()
    assistant.presses("Return")
    clerk.waits()


def test_a_new_year_is_made_by_the_assistant_and_shown(clerk, qtbot, school):
    save(clerk.dialog.office, plan_classes(clerk.dialog.office, "7А", read_classes(clerk.dialog.office)[0]))
    make_next(clerk, qtbot)
    assert clerk.dialog.years.currentText() == "2027/2028"
    assert clerk.sees("terms", 0)[2:] == ["01.09.2027", "22.10.2027"]


def test_the_assistant_left_alone_changes_nothing(clerk, qtbot):
    clerk.clicks("Новый учебный год…")
    Clerk(clerk.dialog.findChild(NewYearDialog), qtbot).presses("Esc")
    clerk.waits()
    assert clerk.dialog.heading.whole == "Учебный год 2026/2027"


def test_a_scheme_of_its_own_is_one_click(clerk):
    clerk.goes_to("Четверти")
    clerk.clicks("Ещё схема четвертей")
    assert clerk.sees("terms", 10)[:2] == ["Четверти (2)", "I четверть"]


def test_bells_are_taken_out_by_ctrl_delete(clerk, school):
    clerk.goes_to("Звонки")
    clerk.clicks_cell("bells", 7, "starts")
    clerk.presses("Ctrl+Delete")
    clerk.saves()
    assert len(clerk.dialog.page.tables["bells"]) == 7


def test_public_days_off_of_the_year_come_by_one_click(clerk):
    clerk.goes_to("Каникулы")
    clerk.clicks_cell("holidays", 0, "start")
    clerk.presses("Ctrl+Delete")
    clerk.clicks("Добавить праздники года")
    assert clerk.sees("holidays", 4)[:3] == ["04.11.2026", "04.11.2026", "День народного единства"]


def test_a_working_saturday_comes_with_the_public_days_off(clerk, school):
    clerk.goes_to("Каникулы")
    clerk.clicks("Добавить праздники года")
    assert "20.02.2027" in clerk.message()
    clerk.goes_to("Переносы дней")
    assert clerk.sees("moved", 0)[:2] == ["20.02.2027", "понедельник"]
    clerk.saves()
    assert raw(school, "SELECT day, as_weekday FROM moved_day") == [("2027-02-20", 1)]


def test_classes_of_the_next_year_are_made_in_that_year(clerk, qtbot, school):
    save(clerk.dialog.office, plan_classes(clerk.dialog.office, "7А", read_classes(clerk.dialog.office)[0]))
    make_next(clerk, qtbot)
    dialog = ClassesDialog(clerk.dialog.office, ClerkDoors())
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    other = Clerk(dialog, qtbot)
    assert dialog.years.isVisible()
    other.chooses("Учебный год", "2027/2028")
    assert dialog.heading.whole == "Классы и ученики, 2027/2028"
    other.clicks_field("Новые классы")
    other.types("5А")
    other.presses("Return")
    other.waits()
    assert raw(
        school, "SELECT y.label FROM school_class AS k JOIN academic_year AS y ON y.id = k.year WHERE k.name = '5А'"
    ) == [("2027/2028",)]
