"""«Основание» of a changed timetable or calendar: an order that the protocol keeps with the act (5.2, 9.1.4)."""

from __future__ import annotations

import pytest

from ezh_desktop.services.protocol_page import protocol_page
from ezh_desktop.ui.dialogs.structure.calendar import CalendarDialog
from ezh_desktop.ui.dialogs.structure.timetable import TimetableDialog
from tests.factories import a_pair, open_office
from tests.ui.clerk import ClerkDoors
from tests.ui.test_timetable_editor import drops, lesson

ORDER = "приказ № 112 от 01.12.2026"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return a_pair(tmp_path_factory.mktemp("grounds") / "журнал.ezh")


@pytest.fixture
def sits(clerks, made, tmp_path):
    school = made.copied(tmp_path)

    def open_one(dialog):
        office = open_office(school, "admin")
        return clerks(office, dialog(office, ClerkDoors()))

    return open_one


def acts(clerk, action):
    """The grounds of the acts of a kind, as the protocol shows them."""
    return [line.reason for line in protocol_page(clerk.dialog.office).lines if line.action == action]


def moves_a_lesson(clerk, place, to):
    drops(clerk, lesson(clerk, place), to)


def test_a_timetable_changed_by_order_names_it_before_saving_and_in_the_protocol(sits):
    clerk = sits(TimetableDialog)
    moves_a_lesson(clerk, (2, 0), (6, 4))
    clerk.clicks_field("Основание")
    clerk.types(f"{ORDER}  ")
    clerk.dialog.tell_effect()
    told = clerk.message()
    assert told == f"Уроков: добавится 5, перейдёт на другой час 17, уйдёт 2. Основание: {ORDER}."
    clerk.saves()
    assert clerk.message().startswith("Сохранено.")
    assert acts(clerk, "timetable.write") == [ORDER]


def test_one_order_changes_several_classes_and_stays_typed_until_it_is_cleared(sits):
    clerk = sits(TimetableDialog)
    clerk.clicks_field("Основание")
    clerk.types(ORDER)
    assert not clerk.dialog.save_button.isEnabled()
    moves_a_lesson(clerk, (2, 0), (6, 4))
    clerk.goes_to("7Б")
    moves_a_lesson(clerk, (2, 0), (6, 3))
    clerk.saves()
    clerk.clicks_field("Основание")
    clerk.presses("Ctrl+A", "Delete")
    moves_a_lesson(clerk, (6, 3), (7, 3))
    clerk.saves()
    assert acts(clerk, "timetable.write") == [ORDER, ORDER, ""]


def test_a_ground_alone_is_no_change_and_is_not_asked_about(sits):
    clerk = sits(TimetableDialog)
    clerk.clicks_field("Основание")
    clerk.types(ORDER)
    clerk.presses("Esc")
    assert not clerk.dialog.isVisible()
    assert clerk.dialog.doors.asked == []


def test_a_holiday_by_order_keeps_the_order_in_the_protocol(sits):
    clerk = sits(CalendarDialog)
    clerk.goes_to("Каникулы")
    clerk.clicks_cell("holidays", clerk.table("holidays").lines.rowCount() - 1, "start")
    clerk.types("24.12")
    clerk.presses("Tab", "Tab")
    clerk.types("Мороз")
    clerk.presses("Return")
    clerk.clicks_field("Основание")
    clerk.types(ORDER)
    assert clerk.message() == f"Ctrl+S сохраняет всё одной записью протокола. Основание: {ORDER}."
    clerk.saves()
    assert clerk.message().startswith("Сохранено.")
    assert acts(clerk, "calendar.write") == [ORDER]
