"""Floats: beside the cell, never over it, without the focus, gone at the next key."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ezh_desktop.errors import RuleRefused
from ezh_desktop.ui import theme
from ezh_desktop.ui.widgets import float as floats
from ezh_desktop.ui.widgets.messages import HistoryFloat, HistoryLine, RefusalFloat
from tests.look import checks

REFUSAL = RuleRefused("«4-» не поставить.", "Можно 1 2 3 4 5 или н.", "5.4")
CELL = QRect(100, 100, 26, 19)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    theme.apply(theme.Scheme.LIGHT)
    host = QWidget()
    column = QVBoxLayout(host)
    column.setContentsMargins(0, 0, 0, 0)
    field = QLineEdit(host)
    field.setObjectName("cells")
    field.setFixedHeight(600)
    column.addWidget(field)
    host.resize(800, 600)
    qtbot.addWidget(host)
    host.show()
    field.setFocus()
    QApplication.processEvents()
    return host


def cells(window: QWidget) -> QLineEdit:
    return window.findChild(QLineEdit, "cells")


def shown(window: QWidget, cell: QRect = CELL) -> RefusalFloat:
    message = RefusalFloat.of(window, REFUSAL)
    message.show_beside(cells(window), cell)
    QApplication.processEvents()
    return message


def press(widget: QWidget, text: str = "4") -> None:
    QApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, text))


def test_a_refusal_says_what_is_allowed_that_nothing_changed_and_the_clause(window: QWidget) -> None:
    texts = [label.text() for label in shown(window).findChildren(QLabel)]
    assert texts == ["«4-» не поставить", "Можно 1 2 3 4 5 или н.", "Клетка не изменилась.", "п. 5.4 Положения"]


def test_a_float_stands_to_the_right_of_its_cell(window: QWidget) -> None:
    message = shown(window)
    body = message.contentsRect().translated(message.pos())
    assert body.left() >= CELL.right()
    assert body.left() - CELL.right() <= floats.POINTER + 1
    assert body.top() < CELL.center().y() < body.bottom()


def test_near_the_right_edge_it_goes_to_the_left(window: QWidget) -> None:
    cell = QRect(760, 300, 26, 19)
    message = shown(window, cell)
    body = message.contentsRect().translated(message.pos())
    assert body.right() < cell.left()


def test_near_the_bottom_it_shifts_and_its_pointer_follows(window: QWidget) -> None:
    cell = QRect(100, 578, 26, 19)
    message = shown(window, cell)
    body = message.contentsRect().translated(message.pos())
    assert body.bottom() <= window.height()
    assert abs(body.top() + message._pointer - cell.center().y()) <= floats.RADIUS + floats.POINTER


def test_the_cursor_stays_in_its_cell_and_the_key_reaches_it(window: QWidget) -> None:
    message = shown(window)
    assert QApplication.focusWidget() is cells(window)
    press(cells(window))
    assert message.isHidden()
    assert cells(window).text() == "4"


def test_a_refusal_goes_by_itself_after_six_seconds(window: QWidget, qtbot: QtBot) -> None:
    message = shown(window)
    assert message._timer.isActive()
    assert message._timer.interval() == 6000
    with qtbot.waitSignal(message.gone, timeout=1000):
        message._timer.start(0)


def test_a_window_of_another_size_loses_its_float(window: QWidget) -> None:
    gone: list[bool] = []
    shown(window).gone.connect(lambda: gone.append(True))
    window.resize(700, 500)
    QApplication.processEvents()
    assert gone == [True]
    assert window.findChild(RefusalFloat) is None


def test_a_long_refusal_wraps_and_no_word_is_cut(window: QWidget) -> None:
    long = RuleRefused(
        "Отметку за четверть нельзя поставить раньше последнего урока этой четверти.",
        "Дождитесь урока 28 декабря или попросите заместителя директора изменить срок в календаре периодов.",
        "5.13",
    )
    message = RefusalFloat.of(window, long)
    message.show_beside(cells(window), CELL)
    QApplication.processEvents()
    assert checks.faults(message) == []
    assert message.contentsRect().width() <= 300


def test_a_float_is_spoken(window: QWidget) -> None:
    spoken = shown(window).accessibleName()
    assert "не поставить" in spoken
    assert "п. 5.4 Положения" in spoken


def test_a_history_tells_values_reasons_and_comment_and_offers_the_old_value(window: QWidget, qtbot: QtBot) -> None:
    lines = (HistoryLine("4/3", "21 ноября, 08:30, Фомина Л. П.", "ошибка в подсчёте"), HistoryLine("", "20 ноября"))
    history = HistoryFloat(window, "Павлова Вероника", "20 ноября, диктант", lines, comment="Переписана", undo="4/2")
    history.show_beside(cells(window), CELL)
    texts = [label.text() for label in history.findChildren(QLabel)]
    assert "Причина: ошибка в подсчёте" in texts
    assert "пусто" in texts
    assert not history._timer.isActive()
    buttons = {button.text(): button for button in history.findChildren(QPushButton)}
    with qtbot.waitSignal(history.restore_asked):
        buttons["Вернуть 4/2"].click()
    assert all(button.focusPolicy() is Qt.FocusPolicy.NoFocus for button in buttons.values())


def test_a_history_tells_why_the_period_had_been_opened_again_and_says_it_aloud(window: QWidget) -> None:
    lines = (HistoryLine("5", "2 ноября, 08:30, Фомина Л. П.", reopened="ошибка учителя"), HistoryLine("", "1 ноября"))
    history = HistoryFloat(window, "Павлова Вероника", "I четверть", lines)
    assert "После открытия закрытого периода, основание: ошибка учителя" in [
        label.text() for label in history.findChildren(QLabel)
    ]
    assert (
        "5: 2 ноября, 08:30, Фомина Л. П.; После открытия закрытого периода, основание: ошибка учителя. пусто"
        in history.accessibleName()
    )


@given(
    x=st.integers(0, 1300),
    y=st.integers(0, 680),
    width=st.integers(60, 340),
    height=st.integers(40, 300),
)
def test_no_float_covers_its_cell_or_leaves_the_window_upwards(x: int, y: int, width: int, height: int) -> None:
    room, anchor = QRect(0, 0, 1366, 705), QRect(x, y, 26, 19)
    corner, to_left, pointer = floats.place(anchor, (width, height), room)
    body = QRect(corner.x(), corner.y(), width, height)
    assert not body.intersects(anchor)
    assert body.top() >= room.top()
    assert body.bottom() <= room.bottom()
    assert body.left() >= room.left()
    assert 0 < pointer < height
    if anchor.right() + floats.POINTER + width < room.right():
        assert not to_left
        assert body.right() <= room.right()
