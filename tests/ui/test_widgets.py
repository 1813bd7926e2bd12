"""Tabs, navigation, status bar and long work: what is shown, spoken and done by keys."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, Qt, QThread
from PySide6.QtGui import QColor, QImage, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ezh_desktop.errors import DiskFullTrouble
from ezh_desktop.ui import fonts, theme
from ezh_desktop.ui.background import Background
from ezh_desktop.ui.tokens import DARK, LIGHT
from ezh_desktop.ui.widgets.badge import Badge
from ezh_desktop.ui.widgets.busy import BusyDialog, BusyStrip, remaining_text
from ezh_desktop.ui.widgets.nav import ROW_ROLE, NavRow
from ezh_desktop.ui.widgets.statusbar import StatusBar
from tests.look import checks
from tests.look.pages.widgets import nav, tabs


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> Iterator[None]:
    theme.apply(theme.Scheme.LIGHT)
    yield
    theme.apply(theme.Scheme.LIGHT)


def show(qtbot: QtBot, widget: QWidget) -> QWidget:
    qtbot.addWidget(widget)
    widget.show()
    QApplication.processEvents()
    return widget


def has_colour(image: QImage, value: str) -> bool:
    wanted = QColor(value).rgb()
    return any(image.pixel(x, y) == wanted for x in range(image.width()) for y in range(image.height()))


def press(widget: QWidget, key: Qt.Key) -> None:
    QApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier))


def test_tabs_are_walked_by_arrows_and_clicked(qtbot: QtBot) -> None:
    bar = show(qtbot, tabs())
    press(bar, Qt.Key.Key_Right)
    assert bar.currentIndex() == 1
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, bar.tabRect(3).center())
    assert bar.currentIndex() == 3


def test_words_of_a_tab_have_room_in_bold_and_with_their_badge(qtbot: QtBot) -> None:
    bar = show(qtbot, tabs())
    for index in range(bar.count()):
        assert bar.label_room(index) >= fonts.metrics(bold=True).horizontalAdvance(bar.tabText(index))


def test_tabs_stand_closer_where_there_is_less_room_and_no_word_is_cut(qtbot: QtBot) -> None:
    bar = show(qtbot, tabs())
    bar.resize(bar.minimumSizeHint().width(), bar.height())
    QApplication.processEvents()
    assert bar.minimumSizeHint().width() < bar.sizeHint().width()
    assert bar.tabRect(bar.count() - 1).right() < bar.width()
    for index in range(bar.count()):
        assert bar.label_room(index) >= fonts.metrics(bold=True).horizontalAdvance(bar.tabText(index))


def test_a_change_of_tab_moves_no_tab(qtbot: QtBot) -> None:
    bar = show(qtbot, tabs())
    before = [bar.tabRect(i) for i in range(bar.count())]
    bar.setCurrentIndex(2)
    assert [bar.tabRect(i) for i in range(bar.count())] == before


def test_findings_of_a_tab_are_spoken(qtbot: QtBot) -> None:
    bar = show(qtbot, tabs())
    assert bar.accessibleTabName(0) == "Отметки, недочётов: 6, есть просроченные"
    bar.set_badge(0, Badge(0))
    assert bar.accessibleTabName(0) == ""


def test_an_overdue_finding_differs_by_shape_as_well(qtbot: QtBot) -> None:
    bar = show(qtbot, tabs())
    bar.clearFocus()
    image = bar.grab().toImage()
    assert has_colour(image, LIGHT.block)
    assert has_colour(image, LIGHT.warn)
    bar.set_badge(0, Badge(6))
    assert not has_colour(bar.grab().toImage(), LIGHT.block)


def test_tabs_follow_the_theme(qtbot: QtBot) -> None:
    bar = show(qtbot, tabs())
    theme.apply(theme.Scheme.DARK)
    QApplication.processEvents()
    assert has_colour(bar.grab().toImage(), DARK.warn)


def test_navigation_shows_class_subject_running_lesson_and_badge(qtbot: QtBot) -> None:
    view = show(qtbot, nav())
    image = view.grab().toImage()
    for value in (LIGHT.window, LIGHT.accent_soft, LIGHT.ok, LIGHT.block, LIGHT.warn):
        assert has_colour(image, value), value
    press(view, Qt.Key.Key_Down)
    assert view.currentIndex().row() == 3


def test_a_row_of_the_navigation_is_spoken_whole() -> None:
    row = NavRow("Алгебра", "7А", badge=Badge(6, overdue=True), running=True)
    assert row.spoken() == "7А Алгебра, урок идёт, недочётов: 6, есть просроченные"
    assert NavRow("1А", note="23 / 26").spoken() == "1А, 23 / 26"


def test_navigation_rows_can_be_pressed(qtbot: QtBot) -> None:
    view = show(qtbot, nav())
    for row in range(view.model().rowCount()):
        assert view.visualRect(view.model().index(row, 0)).height() >= 24
    place = view.visualRect(view.model().index(4, 0)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    assert view.currentIndex().data(ROW_ROLE).class_name == "7Б"


def test_the_status_bar_tells_the_states_of_saving(qtbot: QtBot) -> None:
    bar = show(qtbot, StatusBar())
    bar.resize(1166, 24)
    bar.show_saved("Сохранено в 10:43")
    bar.show_pending("записывается 1 отметка…")
    assert (bar.state_text, bar.pending_text) == ("Сохранено в 10:43", "записывается 1 отметка…")
    bar.show_slow()
    assert bar.state_text == "Диск отвечает медленно"
    bar.show_saved("Сохранено в 10:44")
    assert bar.pending_text == ""
    QApplication.processEvents()
    assert checks.faults(bar) == []


def test_a_failed_saving_has_its_details(qtbot: QtBot) -> None:
    bar = show(qtbot, StatusBar())
    bar.resize(1166, 24)
    bar.show_failed("Не сохранено: на диске нет места")
    details = next(b for b in bar.findChildren(QPushButton) if b.text() == "Подробнее")
    assert details.isVisible()
    with qtbot.waitSignal(bar.details_asked):
        details.click()
    bar.show_saved("Сохранено в 10:44")
    assert not details.isVisible()


def test_long_work_is_folded_by_esc_and_goes_on(qtbot: QtBot) -> None:
    dialog = show(qtbot, BusyDialog(None, "Печать журнала 7А"))
    dialog.show_progress(0.5, 34, "страница 72 из 144")
    assert "50 %, осталось около 35 с, страница 72 из 144" in [x.text() for x in dialog.findChildren(QLabel)]
    with qtbot.waitSignal(dialog.folded):
        press(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    dialog.show()
    dialog.close()
    assert not dialog.isVisible()
    dialog.show()
    dialog.finish()
    assert not dialog.isVisible()


def test_the_default_button_of_long_work_is_not_the_destructive_one(qtbot: QtBot) -> None:
    dialog = show(qtbot, BusyDialog(None, "Печать журнала 7А"))
    default = next(b for b in dialog.findChildren(QPushButton) if b.isDefault())
    assert default.text() == "Свернуть в строку состояния"
    abort = next(b for b in dialog.findChildren(QPushButton) if b.text() == "Прервать")
    with qtbot.waitSignal(dialog.abort_asked):
        abort.click()
    assert not abort.isEnabled()


def test_folded_work_can_be_stopped_and_unfolded_in_the_status_bar(qtbot: QtBot) -> None:
    bar = show(qtbot, StatusBar())
    bar.resize(1166, 24)
    bar.show_saved("Сохранено в 10:43")
    strip = BusyStrip(bar, "Печать журнала")
    strip.show_percent(72)
    bar.take_in(strip)
    QApplication.processEvents()
    buttons = {b.text(): b for b in strip.findChildren(QPushButton)}
    with qtbot.waitSignal(strip.unfold_asked):
        buttons["Печать журнала, 72 %"].click()
    with qtbot.waitSignal(strip.abort_asked):
        buttons["Прервать"].click()
    assert checks.faults(bar) == []


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (None, ""),
        (1, "почти готово"),
        (5.2, "осталось около 5 с"),
        (34, "осталось около 35 с"),
        (59, "осталось около 60 с"),
        (150, "осталось около 2 мин"),
    ],
)
def test_remaining_time_is_said_roundly(seconds: float | None, words: str) -> None:
    assert remaining_text(seconds) == words


def test_work_runs_outside_the_windows_thread_and_comes_back_into_it(qtbot: QtBot) -> None:
    work, threads = Background(), []

    def note(_result: object) -> None:
        threads.append(QThread.currentThread())

    work.done.connect(note)
    with qtbot.waitSignal(work.done, timeout=3000) as caught:
        work.start(QThread.currentThread)
        with pytest.raises(RuntimeError, match="one work"):
            work.start(QThread.currentThread)
    assert caught.args[0] is not QThread.currentThread()
    assert threads == [QThread.currentThread()]
    assert not work.running


def test_trouble_of_a_work_comes_as_failed(qtbot: QtBot) -> None:
    work = Background()

    def fail() -> None:
        raise DiskFullTrouble("На диске нет места.")

    with qtbot.waitSignal(work.failed, timeout=3000) as caught:
        work.start(fail)
    assert caught.args[0].what == "На диске нет места."


def test_a_fault_of_ours_is_raised_in_the_windows_thread(qtbot: QtBot) -> None:
    work = Background()

    def fail() -> None:
        raise ZeroDivisionError

    with qtbot.captureExceptions() as caught:
        work.start(fail)
        qtbot.waitUntil(lambda: bool(caught), timeout=3000)
    assert caught[0][0] is ZeroDivisionError
    assert not work.running


def test_a_closed_window_survives_the_end_of_its_work(qtbot: QtBot) -> None:
    gate, host = threading.Event(), QWidget()
    work = Background(host)
    done = threading.Event()

    def wait() -> None:
        gate.wait(5)
        done.set()

    work.start(wait)
    host.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gate.set()
    assert done.wait(3)
    QApplication.processEvents()
