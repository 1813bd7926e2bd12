"""The week's grid by mouse and keys: lessons are dragged, exchanged, copied, cut; what collides is seen meanwhile."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QDrag, QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from ezh_desktop.services.acts import CellEntry, EnterCells
from ezh_desktop.ui.dialogs.structure.timetable import TimetableDialog
from ezh_desktop.ui.dialogs.structure.weektable import cell_mime
from ezh_desktop.ui.qttypes import CTRL
from tests.factories import CoursePlan, a_class, a_lesson, a_school, open_office, raw
from tests.reports import reading
from tests.ui.clerk import Clerk, ClerkDoors

NONE = Qt.KeyboardModifier.NoModifier
BOTH = Qt.DropAction.MoveAction | Qt.DropAction.CopyAction


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    other = a_class("7Б", ("Ким Олег Ильич",), (CoursePlan("Физика", weekdays=(1, 4)),))
    return a_school(tmp_path_factory.mktemp("dragged") / "журнал.ezh", [a_class("7А"), other])


@pytest.fixture
def school(made, tmp_path):
    return made.copied(tmp_path)


@pytest.fixture
def doors():
    return ClerkDoors()


@pytest.fixture
def week(school, qtbot, themed, doors):
    office = open_office(school, "admin")
    dialog = TimetableDialog(office, doors)
    dialog.take_output(lambda path, data: path.write_bytes(data))
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    clerk = Clerk(dialog, qtbot)
    clerk.goes_to("7А")
    yield clerk
    qtbot.waitUntil(lambda: dialog.settled)
    office.close()


def middle(week, place):
    table = week.table("timetable")
    return table.visualRect(table.week.index(*place)).center()


def holds(week, mime, place, modifiers=NONE):
    """Carries something over a cell."""
    viewport = week.table("timetable").viewport()
    at = middle(week, place)
    buttons = Qt.MouseButton.LeftButton
    QApplication.sendEvent(viewport, QDragEnterEvent(at, BOTH, mime, buttons, modifiers))
    moved = QDragMoveEvent(at, BOTH, mime, buttons, modifiers)
    QApplication.sendEvent(viewport, moved)
    return moved


def drops(week, mime, place, modifiers=NONE):
    """Lets it go there."""
    holds(week, mime, place, modifiers)
    dropped = QDropEvent(QPointF(middle(week, place)), BOTH, mime, Qt.MouseButton.LeftButton, modifiers)
    QApplication.sendEvent(week.table("timetable").viewport(), dropped)
    return dropped


def lesson(week, place):
    return cell_mime(place, week.table("timetable").week.text_at(place))


def at(week, row, column):
    return week.sees("timetable", row)[column]


def test_a_lesson_dropped_on_a_free_hour_moves(week):
    drops(week, lesson(week, (2, 0)), (6, 4))
    assert (at(week, 2, 0), at(week, 6, 4)) == ("", "Алгебра")
    week.saves()
    assert week.message().startswith("Сохранено.")


def test_a_lesson_dropped_on_another_changes_places_and_ctrl_z_brings_both_back(week):
    drops(week, lesson(week, (2, 0)), (1, 1))
    assert (at(week, 2, 0), at(week, 1, 1)) == ("Русский язык", "Алгебра")
    week.presses("Ctrl+Z")
    assert (at(week, 2, 0), at(week, 1, 1)) == ("Алгебра", "Русский язык")


def test_ctrl_copies(week):
    drops(week, lesson(week, (2, 0)), (6, 4), CTRL)
    assert (at(week, 2, 0), at(week, 6, 4)) == ("Алгебра", "Алгебра")


def test_what_would_collide_is_said_while_the_lesson_is_held(week):
    mime = lesson(week, (2, 2))
    assert holds(week, mime, (2, 3)).isAccepted()
    assert week.message() == "Сотрудниковад А. И. в это время ведёт 7Б Физика."
    holds(week, mime, (6, 4))
    assert "ведёт" not in week.message()
    drops(week, mime, (2, 3))
    assert (2, "4") in week.dialog.notes("timetable")
    assert week.dialog.save_button.isEnabled()


def test_a_course_is_dragged_from_the_hours(week):
    hours = week.dialog.hours
    drops(week, hours.mimeData([hours.item(1, 0)]), (7, 4))
    assert at(week, 7, 4) == "Русский язык"
    assert hours.texts(1) == ["Русский язык", "3", "4", "+1"]


def test_the_row_of_the_whole_week_is_not_dragged(week):
    hours = week.dialog.hours
    drops(week, hours.mimeData([hours.item(2, 0)]), (7, 4))
    assert at(week, 7, 4) == ""


def test_a_foreign_thing_is_not_taken(week):
    mime = lesson(week, (2, 0))
    mime.removeFormat("application/x-ezh-cell")
    drops(week, mime, (7, 4))
    assert at(week, 7, 4) == ""


def test_the_mouse_takes_a_lesson_and_an_empty_cell_takes_none(week, monkeypatch):
    taken = []
    monkeypatch.setattr(QDrag, "exec", lambda drag, *_: taken.append(drag.mimeData().text()))
    viewport = week.table("timetable").viewport()
    for start, end in (((2, 0), (5, 3)), ((6, 0), (7, 3))):
        QTest.mousePress(viewport, Qt.MouseButton.LeftButton, NONE, middle(week, start))
        for place in (start, end, end):
            QTest.mouseMove(viewport, middle(week, place))
            QApplication.processEvents()
        QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, NONE, middle(week, end))
    assert taken == ["Алгебра"]


def test_keys_exchange_with_the_neighbour(week):
    week.clicks_cell("timetable", 2, "1")
    week.presses("Alt+Up")
    assert (at(week, 1, 0), at(week, 2, 0)) == ("Алгебра", "Русский язык")
    week.presses("Alt+Right")
    assert (at(week, 1, 0), at(week, 1, 1)) == ("Русский язык", "Алгебра")
    assert week.table("timetable").currentIndex().column() == 1


def test_keys_cut_and_put_and_exchange(week):
    week.clicks_cell("timetable", 2, "1")
    week.presses("Ctrl+X")
    assert at(week, 2, 0) == ""
    week.presses("Down", "Ctrl+V")
    assert at(week, 3, 0) == "Алгебра"
    week.presses("Ctrl+X", "Up", "Up", "Ctrl+Shift+V")
    assert (at(week, 1, 0), at(week, 3, 0)) == ("Алгебра", "Русский язык")


def test_what_becomes_of_the_lessons_is_told_before_saving(week):
    drops(week, lesson(week, (2, 0)), (6, 4))
    week.dialog.tell_effect()
    assert week.message() == "Уроков: добавится 5, перейдёт на другой час 17, уйдёт 2."
    week.clicks_cell("timetable", 7, "5")
    week.types("Русский (каб. 4)")
    week.presses("Return")
    week.dialog.tell_effect()
    assert week.message() == "Уроков: добавится 27, перейдёт на другой час 17, уйдёт 2."


def test_lessons_with_entries_are_cancelled_only_when_the_person_agrees(week, school, doors):
    course = school.courses["7А Алгебра"]
    teacher = open_office(school, "teacher")
    page = teacher.course_page(course)
    entry = CellEntry(a_lesson(page).lesson, page.pupils[0].pupil, 0, "5", None)
    teacher.submit(EnterCells(course, (entry,)), page)
    assert teacher.drain(20)
    teacher.close()
    week.clicks_field("Действует с")
    week.presses("Ctrl+A")
    week.types("1.09")
    week.presses("Return")
    week.waits()
    doors.answer = False
    for row, field in ((2, "1"), (2, "3")):
        week.clicks_cell("timetable", row, field)
        week.presses("Delete")
    week.saves()
    assert doors.asked == ["Уроков с записями отменится: 1."]
    assert week.dialog.save_button.isEnabled()
    doors.answer = True
    week.saves()
    assert week.message().startswith("Сохранено.")


def test_a_stretch_of_days_is_typed(week, school):
    drops(week, lesson(week, (2, 0)), (6, 4))
    week.clicks_field("до")
    week.types("1.12")
    assert week.message().startswith("Последний день раньше первого.")
    week.presses("Ctrl+A")
    week.types("18.12")
    week.saves()
    assert week.message().startswith("Сохранено.")
    assert raw(school, "SELECT count(*) FROM timetable_slot WHERE valid_to = '2026-12-18'") == [(1,)]


def test_a_week_of_a_teacher_is_dragged_too(week):
    week.goes_to("Сотрудниковад А. И.")
    drops(week, lesson(week, (2, 3)), (5, 3))
    assert (at(week, 2, 3), at(week, 5, 3)) == ("", "7Б Физика")
    week.saves()
    week.goes_to("7Б")
    assert at(week, 5, 3) == "Физика"


def test_calendars_are_saved_into_a_folder(week, doors, tmp_path, qtbot):
    folder = tmp_path / "календари"
    folder.mkdir()
    doors.folder = lambda *_: folder
    week.clicks("Календари…")
    qtbot.waitUntil(lambda: week.message().startswith("4 календаря сохранено"))
    assert {path.suffix for path in folder.iterdir()} == {".ics"}
    doors.folder = lambda *_: None
    week.clicks("Календари…")
    assert week.message().startswith("4 календаря")


def paper(week, words):
    """A line of the menu «PDF…»."""
    button = next(one for one in week.dialog.findChildren(QPushButton) if one.text() == "PDF…")
    next(one for one in button.menu().actions() if one.text() == words).trigger()
    week.waits()


def test_the_week_in_view_is_saved_as_pdf_after_what_was_typed(week, doors, tmp_path, qtbot):
    path = tmp_path / "неделя.pdf"
    doors.save_file = lambda *_: path
    drops(week, lesson(week, (2, 0)), (6, 4))
    paper(week, "Показанная неделя")
    qtbot.waitUntil(lambda: week.message() == "Сохранено: неделя.pdf")
    assert path.read_bytes().startswith(b"%PDF")
    assert not week.dialog.save_button.isEnabled()


@pytest.mark.parametrize(
    ("words", "pages"), [("Недели всех классов", 2), ("Недели всех учителей", 2), ("Сводное расписание школы", 1)]
)
def test_all_weeks_and_the_board_are_saved_as_pdf(week, doors, tmp_path, qtbot, words, pages):  # noqa: PLR0917
    path = tmp_path / "расписание.pdf"
    doors.save_file = lambda *_: path
    paper(week, words)
    qtbot.waitUntil(lambda: week.message() == "Сохранено: расписание.pdf")
    assert len(reading.texts(path.read_bytes())) == pages


def test_nothing_is_saved_when_no_place_is_chosen(week, doors):
    doors.save_file = lambda *_: None
    paper(week, "Сводное расписание школы")
    assert "Сохраня" not in week.message()


def test_a_dialog_closed_at_once_asks_nothing_more(week, doors):
    drops(week, lesson(week, (2, 0)), (6, 4))
    assert week.dialog._effect_timer.isActive()
    week.presses("Esc")
    assert not week.dialog.isVisible()
    assert not week.dialog._effect_timer.isActive()


def test_an_hour_that_ends_before_another_begins_is_no_conflict(week):
    """7Б has the teacher on Fridays from 21 December on."""
    week.goes_to("7Б")
    week.clicks_field("Действует с")
    week.presses("Ctrl+A")
    week.types("21.12")
    week.presses("Return")
    drops(week, lesson(week, (2, 0)), (2, 4))
    week.goes_to("7А")
    drops(week, lesson(week, (2, 0)), (2, 4))
    assert (2, "5") in week.dialog.notes("timetable")
    week.clicks_field("до")
    week.types("18.12")
    assert week.dialog.notes("timetable") == {}
    hours = week.dialog.hours
    holds(week, hours.mimeData([hours.item(0, 0)]), (2, 4))
    assert "ведёт" not in week.message()
