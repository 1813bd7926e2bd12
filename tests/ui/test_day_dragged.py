"""A lesson of «Замены и переносы» carried to another hour by the mouse: proposed first, written when put (5.2)."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QDrag, QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ezh_desktop.ui.dialogs.daygrid import held_mime
from ezh_desktop.ui.dialogs.substitutions import SubstitutionsDialog
from tests.factories import open_office, raw
from tests.services.substitution_school import a_substitution_school, entry
from tests.ui.clerk import Clerk, ClerkDoors

NONE, LEFT = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
MOVE = Qt.DropAction.MoveAction


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return a_substitution_school(tmp_path_factory.mktemp("dragged") / "журнал.ezh")


@pytest.fixture
def school(made, tmp_path):
    return made.copied(tmp_path)


@pytest.fixture
def office(school):
    office = open_office(school, "deputy")
    yield office
    office.close()


@pytest.fixture
def deputy(office, qtbot, themed):
    dialog = SubstitutionsDialog(office, ClerkDoors(), None)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    yield Clerk(dialog, qtbot)
    qtbot.waitUntil(lambda: dialog.settled)


def middle(deputy, hour, school_class):
    model = deputy.dialog.model
    column = [name for _, name in model.classes].index(school_class)
    return deputy.dialog.grid.visualRect(model.index(model.numbers.index(hour), column)).center()


def holds(deputy, office, title, hour, school_class):
    """Carries a lesson over a cell."""
    viewport, at = deputy.dialog.grid.viewport(), middle(deputy, hour, school_class)
    mime = held_mime(entry(office, title))
    QApplication.sendEvent(viewport, QDragEnterEvent(at, MOVE, mime, LEFT, NONE))
    moved = QDragMoveEvent(at, MOVE, mime, LEFT, NONE)
    QApplication.sendEvent(viewport, moved)
    return moved, mime


def drops(deputy, office, title, hour, school_class="7А"):
    _, mime = holds(deputy, office, title, hour, school_class)
    at = QPointF(middle(deputy, hour, school_class))
    QApplication.sendEvent(deputy.dialog.grid.viewport(), QDropEvent(at, MOVE, mime, LEFT, NONE))


def changes(school):
    return raw(school, "SELECT count(*) FROM lesson_change WHERE cancelled = 0")[0][0]


def hour_of(office, title):
    return entry(office, title).held.number


def test_a_lesson_dropped_on_a_free_hour_is_proposed_and_put_behind_its_reason(deputy, office, school):
    drops(deputy, office, "7А Алгебра", 6)
    assert deputy.message() == "7А Алгебра: на 6-й урок. Впишите причину и нажмите Enter, Esc вернёт на место."
    assert changes(school) == 0
    deputy.types("семинар")
    deputy.presses("Return")
    deputy.waits()
    assert deputy.message() == "Урок перенесён. Ctrl+Z отменит."
    assert hour_of(office, "7А Алгебра") == 6
    deputy.presses("Ctrl+Z")
    deputy.waits()
    assert hour_of(office, "7А Алгебра") == 3


def test_with_a_reason_already_typed_ctrl_v_puts_it(deputy, office, school):
    deputy.dialog.reason.setFocus()
    deputy.types("семинар")
    drops(deputy, office, "7А Алгебра", 6)
    assert deputy.message() == "7А Алгебра: на 6-й урок. Ctrl+V или «Поставить сюда» запишет, Esc вернёт на место."
    assert changes(school) == 0
    deputy.presses("Ctrl+V")
    deputy.waits()
    assert hour_of(office, "7А Алгебра") == 6


def test_while_a_lesson_is_carried_nothing_but_putting_it_is_offered(deputy, office, school):
    """Ctrl+Enter, which adds a lesson at a free hour, must not add another one meanwhile."""
    drops(deputy, office, "7А Алгебра", 6)
    dialog = deputy.dialog
    assert not dialog.assign.isEnabled()
    assert not dialog.side.isEnabled()
    assert (dialog.put.property("kind"), dialog.assign.property("kind")) == ("primary", "")
    deputy.types("семинар")
    deputy.presses("Ctrl+Return")
    deputy.waits()
    assert hour_of(office, "7А Алгебра") == 6
    assert (dialog.put.property("kind"), dialog.assign.property("kind")) == ("", "primary")
    assert changes(school) == 2


def test_dropped_on_a_lesson_the_two_change_places_by_the_button(deputy, office, school):
    deputy.dialog.reason.setFocus()
    deputy.types("семинар")
    drops(deputy, office, "7А Алгебра", 2)
    assert deputy.message().startswith("7А Алгебра и Русский язык поменяются местами. Ctrl+V или «Поменять местами»")
    deputy.clicks("Поменять местами")
    assert (hour_of(office, "7А Алгебра"), hour_of(office, "7А Русский язык")) == (2, 3)
    assert deputy.message() == "Уроки поменялись местами. Ctrl+Z отменит."


def test_esc_puts_the_lesson_back_and_nothing_is_written(deputy, office, school):
    drops(deputy, office, "7А Алгебра", 6)
    deputy.presses("Esc")
    assert deputy.dialog.carried is None
    deputy.dialog.reason.setFocus()
    deputy.types("семинар")
    deputy.presses("Return")
    deputy.waits()
    assert changes(school) == 0
    assert deputy.dialog.isVisible()


def test_who_would_be_busy_is_said_while_it_is_held_and_the_hour_refuses(deputy, office, school):
    """7Б Физика's teacher holds 7А Английский язык, 2 in the fourth hour."""
    busy = "в этот час ведёт: 7А Английский язык, 2."
    moved, _ = holds(deputy, office, "7Б Физика", 4, "7Б")
    assert moved.isAccepted()
    assert busy in deputy.message()
    drops(deputy, office, "7Б Физика", 4, "7Б")
    assert busy in deputy.message()
    assert deputy.dialog.carried is None
    holds(deputy, office, "7Б Физика", 6, "7Б")
    assert deputy.message() == "7Б Физика: на 6-й урок."


def test_a_lesson_stays_in_its_class(deputy, office, school):
    moved, _ = holds(deputy, office, "7А Алгебра", 6, "7Б")
    assert not moved.isAccepted()
    drops(deputy, office, "7А Алгебра", 6, "7Б")
    assert deputy.dialog.carried is None


def test_dropped_where_it_stands_nothing_is_proposed(deputy, office):
    drops(deputy, office, "7А Алгебра", 3)
    assert deputy.dialog.carried is None


def test_a_foreign_thing_is_not_taken(deputy, office):
    at = middle(deputy, 6, "7А")
    mime = held_mime(entry(office, "7А Алгебра"))
    mime.removeFormat("application/x-ezh-held-lesson")
    entered = QDragEnterEvent(at, MOVE, mime, LEFT, NONE)
    entered.ignore()
    QApplication.sendEvent(deputy.dialog.grid.viewport(), entered)
    assert not entered.isAccepted()


def test_the_mouse_takes_a_lesson_and_an_empty_hour_takes_none(deputy, monkeypatch):
    taken = []
    monkeypatch.setattr(QDrag, "exec", lambda drag, *_: taken.append(drag.mimeData().text()))
    viewport = deputy.dialog.grid.viewport()
    for start, end in ((3, 6), (7, 6)):
        QTest.mousePress(viewport, LEFT, NONE, middle(deputy, start, "7А"))
        for hour in (start, end, end):
            QTest.mouseMove(viewport, middle(deputy, hour, "7А"))
            QApplication.processEvents()
        QTest.mouseRelease(viewport, LEFT, NONE, middle(deputy, end, "7А"))
    assert taken == ["7А Алгебра"]


def test_of_a_divided_hour_the_subgroup_in_view_is_taken(deputy, office, monkeypatch):
    taken = []
    monkeypatch.setattr(QDrag, "exec", lambda drag, *_: taken.append(drag.mimeData().text()))
    grid, model = deputy.dialog.grid, deputy.dialog.model
    grid.setCurrentIndex(model.index(model.numbers.index(4), 0))
    side = deputy.dialog.side
    side.lessons.setCurrentIndex(side.lessons.findText("Английский язык, 2"))
    grid.startDrag(MOVE)
    assert taken == ["7А Английский язык, 2"]
    drops(deputy, office, "7А Английский язык, 2", 3)
    assert "в этот час ведёт: 7Б Физика." in deputy.message()


def test_a_moved_lesson_of_who_is_away_is_named_a_substitute_once(deputy, office, school):
    """The hour it has left is in the day, and not in the list of what is to be held."""
    deputy.dialog.reason.setFocus()
    deputy.types("семинар")
    drops(deputy, office, "7Б Физика", 2, "7Б")
    deputy.presses("Ctrl+V")
    deputy.waits()
    people = deputy.dialog.people
    deputy.chooses("Нет учителя", people.itemText(people.findData(school.people["boris"].person)))
    listed = deputy.dialog.absent
    assert [listed.index(row, 2).data() for row in range(listed.rowCount())] == ["7Б Физика", "7А Английский язык, 2"]
    deputy.clicks("Назначить замены: 2")
    assert raw(school, "SELECT count(*), count(DISTINCT lesson) FROM substitution WHERE cancelled = 0") == [(2, 2)]
