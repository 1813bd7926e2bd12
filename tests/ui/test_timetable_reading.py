"""«Школа → Расписание…» of those who do not write it: teachers, class teachers, deputy and director read and print."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from ezh_desktop.errors import RightRefused
from ezh_desktop.services.structure.timetable import read_timetable
from ezh_desktop.ui.dialogs.structure.timetable import TimetableDialog
from ezh_desktop.ui.schoolcommands import SchoolTools
from ezh_desktop.ui.structurecommands import structure_slots
from tests.factories import a_pair, fake_clock, open_office
from tests.ui.clerk import ClerkDoors
from tests.ui.test_timetable_editor import drops, lesson, paper

READERS = ("teacher", "class_teacher", "deputy", "director")
WHO_WRITES = "Расписание вносит администратор ЭЖ."


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return a_pair(tmp_path_factory.mktemp("read") / "журнал.ezh")


@pytest.fixture
def school(made, tmp_path):
    return made.copied(tmp_path)


@pytest.fixture
def sits(clerks, school):
    def open_one(login="teacher", **more):
        office = open_office(school, login, **more)
        dialog = TimetableDialog(office, ClerkDoors())
        dialog.take_output(lambda path, data: path.write_bytes(data))
        return clerks(office, dialog)

    return open_one


def buttons(clerk):
    return {one.text() for one in clerk.dialog.findChildren(QPushButton) if one.isVisible() and one.text()}


@pytest.fixture
def sits_window(school, themed):
    """The dialogs of the structure that a person's window offers."""

    def offered(login, **more):
        office = open_office(school, login, **more)
        tools = SchoolTools(office, ClerkDoors(), None, QWidget(), lambda: None)
        try:
            return set(structure_slots(tools)) - {"school_courses"}
        finally:
            office.close()

    return offered


@pytest.mark.parametrize("login", READERS)
def test_whoever_may_read_the_timetable_has_the_command_and_no_button_that_writes(sits, sits_window, login):
    assert sits_window(login) == {"school_timetable"}
    clerk = sits(login)
    assert buttons(clerk) == {"PDF…", "Календари…", "Закрыть"}
    assert clerk.message() == WHO_WRITES


def test_the_medical_worker_neither_has_it_nor_may_read_it(sits_window, school):
    assert sits_window("medic") == set()
    office = open_office(school, "medic")
    with pytest.raises(RightRefused):
        read_timetable(office, school.classes["7А"])
    office.close()


def test_a_teacher_begins_at_their_own_week_and_goes_to_any_class(sits):
    clerk = sits("teacher")
    assert clerk.sees("timetable", 2)[:4] == ["7А Алгебра / 7Б Физика", "", "7А Алгебра", "7Б Физика"]
    clerk.goes_to("7Б")
    assert clerk.sees("timetable", 2)[0] == "Физика"


def test_who_teaches_nothing_begins_at_the_first_class(sits):
    assert sits("deputy").sees("timetable", 1)[0] == "Русский язык"


def test_nothing_is_typed_pasted_cut_cleared_taken_out_or_dragged(sits):
    clerk = sits("deputy")
    before = clerk.dialog.cells
    clerk.dialog.doors.text = "Алгебра"
    clerk.clicks_cell("timetable", 2, "1")
    clerk.types("Рус")
    clerk.presses("Return", "Up", "Ctrl+V", "Ctrl+X", "Delete", "Ctrl+Delete", "Ctrl+D", "Alt+Up", "Ctrl+Shift+V")
    drops(clerk, lesson(clerk, (2, 0)), (6, 4))
    hours = clerk.dialog.hours
    drops(clerk, hours.mimeData([hours.item(1, 0)]), (7, 4))
    hours.setFocus()
    hours.setCurrentCell(0, 0)
    clerk.presses("Return")
    assert clerk.dialog.cells == before
    assert not clerk.table("timetable").lines.index(2, 0).flags() & Qt.ItemFlag.ItemIsDragEnabled
    assert not hours.dragEnabled()
    clerk.presses("Ctrl+S")
    assert clerk.message() == WHO_WRITES


def test_another_day_is_looked_at(sits, school):
    clerk = sits("class_teacher")
    clerk.clicks_field("На день")
    clerk.presses("Ctrl+A")
    clerk.types("1.09")
    clerk.presses("Return")
    assert clerk.dialog._page.day.isoformat() == "2026-09-01"
    clerk.presses("Esc")
    assert not clerk.dialog.isVisible()
    assert clerk.dialog.doors.asked == []


def test_a_teacher_saves_the_own_week_as_pdf_and_all_calendars(sits, tmp_path, qtbot):
    clerk = sits("teacher")
    path, folder = tmp_path / "неделя.pdf", tmp_path / "календари"
    folder.mkdir()
    clerk.dialog.doors.save_file = lambda *_: path
    clerk.dialog.doors.folder = lambda *_: folder
    paper(clerk, "Показанная неделя")
    qtbot.waitUntil(lambda: clerk.message() == "Сохранено: неделя.pdf")
    assert path.read_bytes().startswith(b"%PDF")
    clerk.clicks("Календари…")
    qtbot.waitUntil(lambda: clerk.message().startswith("4 календаря сохранено"))


def test_the_administrator_of_a_journal_opened_for_reading_only_reads(sits, sits_window):
    assert "school_timetable" in sits_window("admin", readonly=True)
    clerk = sits("admin", readonly=True)
    assert clerk.message() == "Журнал открыт для просмотра."
    assert "Сохранить" not in buttons(clerk)


def test_the_administrator_takes_out_what_stands_in_an_hour_not_the_hour(sits):
    clerk = sits("admin")
    clerk.clicks_cell("timetable", 2, "1")
    clerk.presses("Ctrl+Delete")
    assert clerk.table("timetable").lines.rowCount() == 8
    assert clerk.sees("timetable", 2) == [""] * 5
    clerk.presses("Ctrl+Z")
    assert clerk.sees("timetable", 2)[0] == "Алгебра"


def test_everybody_is_told_which_week_it_is(sits):
    """2 December is a Wednesday of the fourteenth week of the year."""
    assert shown_week(sits("teacher")) == "Сегодня чётная неделя"
    assert shown_week(sits("admin", clock=fake_clock(date(2026, 12, 9)))) == "Сегодня нечётная неделя"
    assert shown_week(sits("admin", clock=fake_clock(date(2026, 8, 25)))) == "01.09 нечётная неделя"


def shown_week(clerk):
    return next(one.text() for one in clerk.dialog.findChildren(QLabel) if one.text().endswith(" неделя"))
