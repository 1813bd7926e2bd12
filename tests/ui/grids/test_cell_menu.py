"""The menu of a cell: the same commands and keys as everywhere, by the right button and the Menu key."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from tests.ui.fake_office import FakeOffice, a_page

TODAY = "2 декабря"


def asks(teacher, at: QPoint, reason=QContextMenuEvent.Reason.Mouse) -> QMenu | None:
    """What the system sends after a press of the right button, or for the Menu key."""
    viewport = teacher.grid.viewport()
    if reason is QContextMenuEvent.Reason.Mouse:
        QTest.mouseClick(viewport, Qt.MouseButton.RightButton, Qt.KeyboardModifier.NoModifier, at)
    target = viewport if reason is QContextMenuEvent.Reason.Mouse else teacher.grid
    QApplication.sendEvent(target, QContextMenuEvent(reason, at, viewport.mapToGlobal(at)))
    teacher.settles()
    shown = QApplication.activePopupWidget()
    return shown if isinstance(shown, QMenu) else None


def on_cell(teacher, pupil: str, column: str) -> QPoint:
    row, at = teacher._row(pupil), teacher._column(column)
    teacher.grid.scrollTo(teacher.grid.marks.index(row, at))
    teacher.settles()
    return teacher.grid.cell_rect(row, at).center()


def picks(teacher, menu: QMenu, words: str) -> None:
    action = next(action for action in menu.actions() if action.text() == words)
    QTest.mouseClick(
        menu, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, menu.actionGeometry(action).center()
    )
    teacher.settles()


def test_the_right_button_goes_to_the_cell_and_shows_its_commands_with_their_keys(teacher):
    menu = asks(teacher, on_cell(teacher, "Андреев", TODAY))
    assert teacher.stands_at() == ("Андреев Максим", TODAY)
    shown = {action.text(): action.shortcut().toString() for action in menu.actions() if action.text()}
    assert shown == {
        "Копировать": "Ctrl+C",
        "Вставить": "Ctrl+V",
        "Очистить клетки": "Ctrl+Del",
        "Примечание…": "F2",
        "Вид урока…": "F4",
        "История клетки": "F9",
        "Вернуть прежнее значение клетки": "Shift+F9",
        "Отметка за контрольную работу…": "Ctrl+G",
        "Сочинение: отметка за грамотность…": "Ctrl+U",
        "Нет отметки за период: продление…": "Shift+F7",
    }
    menu.close()


def test_what_is_picked_is_done_to_the_cell(teacher):
    at = on_cell(teacher, "Абрамова", TODAY)
    teacher.clicks(teacher.grid.viewport(), at)
    teacher.types("5")
    picks(teacher, asks(teacher, on_cell(teacher, "Абрамова", TODAY)), "Очистить клетки")
    assert teacher.sees_cell("Абрамова", TODAY) == ""


def test_a_chosen_range_stays_chosen_under_the_right_button(teacher):
    teacher.goes_to("Абрамова", TODAY)
    teacher.presses("Shift+Down")
    teacher.presses("Shift+Down")
    chosen = teacher.grid.chosen()
    menu = asks(teacher, on_cell(teacher, "Андреев", TODAY))
    assert chosen is not None
    assert teacher.grid.chosen() == chosen
    menu.close()


def test_the_menu_key_opens_it_below_the_cell(teacher):
    teacher.goes_to("Андреев", TODAY)
    menu = asks(teacher, QPoint(0, 0), QContextMenuEvent.Reason.Keyboard)
    cell = teacher.grid.cell_rect(*teacher.grid.place)
    # The made-up screen is narrower than the window: Qt moves the menu to the left.
    assert menu.y() == teacher.grid.viewport().mapToGlobal(cell.bottomLeft()).y()
    menu.close()


def test_a_digit_that_waits_is_written_first(teacher, office):
    teacher.goes_to("Абрамова", TODAY)
    before = len(office.acts)
    teacher.types("5")
    menu = asks(teacher, on_cell(teacher, "Андреев", TODAY))
    menu.close()
    assert len(office.acts) > before


def test_who_may_not_write_is_offered_reading_alone(sits):
    teacher = sits(FakeOffice(pages={1: a_page(writable=False)}))
    menu = asks(teacher, on_cell(teacher, "Андреев", TODAY))
    enabled = {action.text() for action in menu.actions() if action.text() and action.isEnabled()}
    assert enabled == {"Копировать", "История клетки"}
    menu.close()
