"""«Закрытие периодов» as the director uses it: chosen by mouse and keys, closed, opened with a reason."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QTableView

from ezh_desktop.services.pages.preliminary import ReadyLine
from ezh_desktop.ui.dialogs.closing import CLOSE_ANYWAY, ClosingDialog, unready_words
from tests.factories import a_class, a_school, open_office, raw

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return a_school(tmp_path_factory.mktemp("closing") / "school.ezh", [a_class("7А"), a_class("7Б")])


@pytest.fixture
def school(made, tmp_path):
    return made.copied(tmp_path)


@pytest.fixture
def dialog(school, qtbot, themed):
    office = open_office(school, "director")
    shown = ClosingDialog(office)
    qtbot.addWidget(shown)
    shown.show()
    qtbot.waitUntil(lambda: shown.settled and table(shown).model().rowCount() > 0)
    yield shown
    qtbot.waitUntil(lambda: shown.settled)
    office.close()


def table(dialog) -> QTableView:
    return dialog.findChild(QTableView, "table")


def words(dialog, row, column) -> str:
    return table(dialog).model().index(row, column).data()


def button(dialog, name) -> QPushButton:
    return dialog.findChild(QPushButton, name)


def clicks(dialog, name, qtbot) -> None:
    assert button(dialog, name).isEnabled(), name
    QTest.mouseClick(button(dialog, name), LEFT)
    qtbot.waitUntil(lambda: dialog.settled)


def clicks_header(dialog, column) -> None:
    head = table(dialog).horizontalHeader()
    at = head.rect().center()
    at.setX(head.sectionViewportPosition(column) + 10)
    QTest.mouseClick(head.viewport(), LEFT, NONE, at)


def writes(field: QLineEdit, text: str) -> None:
    field.setFocus()
    for letter in text:
        QApplication.sendEvent(field, QKeyEvent(QEvent.Type.KeyPress, 0, NONE, letter))


def test_a_column_is_closed_for_all_classes_and_one_class_is_opened_again(dialog, school, qtbot):
    assert words(dialog, 0, 0) == "открыт, нет 12 отметок"
    assert words(dialog, 0, 1) == "до 30.12"
    clicks_header(dialog, 0)
    assert button(dialog, "closePeriods").text() == "Закрыть 2"
    clicks(dialog, "closePeriods", qtbot)
    assert words(dialog, 0, 0) == "открыт, нет 12 отметок", "first it is said who is not ready"
    assert dialog.findChild(QLabel, "message").text().startswith("Не готовы: ")
    assert button(dialog, "closePeriods").text() == CLOSE_ANYWAY
    clicks(dialog, "closePeriods", qtbot)
    assert (words(dialog, 0, 0), words(dialog, 1, 0)) == ("закрыт", "закрыт")
    assert dialog.findChild(QLabel, "message").text() == "Закрыты 2 периода."
    assert raw(school, "SELECT sum(locked) FROM period_lock") == [(2,)]

    table(dialog).setCurrentIndex(table(dialog).model().index(1, 0))
    assert not button(dialog, "unlock").isEnabled(), "without a reason"
    writes(dialog.findChild(QLineEdit, "reason"), "ошибка в отметке")
    clicks(dialog, "unlock", qtbot)
    assert (words(dialog, 0, 0), words(dialog, 1, 0)) == ("закрыт", "открыт, нет 12 отметок")
    assert "ошибка в отметке" in table(dialog).model().index(1, 0).data(Qt.ItemDataRole.ToolTipRole)


def test_another_choice_is_warned_of_anew(dialog, school, qtbot):
    table(dialog).setCurrentIndex(table(dialog).model().index(0, 0))
    clicks(dialog, "closePeriods", qtbot)
    assert button(dialog, "closePeriods").text() == CLOSE_ANYWAY
    table(dialog).setCurrentIndex(table(dialog).model().index(1, 0))
    assert button(dialog, "closePeriods").text() == "Закрыть"
    clicks(dialog, "closePeriods", qtbot)
    assert raw(school, "SELECT count(*) FROM period_lock") == [(0,)]


def test_who_is_not_ready_is_named_by_the_number_of_pages():
    def line(teacher, subject):
        return ReadyLine(1, "7А", subject, "I четверть", date(2026, 10, 25), 0, 1, 0, 0, 0, teachers=teacher)

    two = [line("Белова Ольга", "Алгебра"), line("Ким Олег", "Физика"), line("Ким Олег", "Химия")]
    assert unready_words(two).startswith("Не готовы: Ким Олег (2 страницы), Белова Ольга (7А Алгебра). Что")
    many = [line(f"Учитель {number}", "Физика") for number in range(8)]
    assert " и ещё 5 учителей." in unready_words(many)


def test_a_running_period_offers_nothing(dialog):
    table(dialog).setCurrentIndex(table(dialog).model().index(0, 1))
    assert not button(dialog, "closePeriods").isEnabled()
    assert not button(dialog, "unlock").isEnabled()


def test_the_menu_has_it_for_the_director_alone(sits, school):
    assert "close_periods" in sits(open_office(school, "director"), grid=False).window.commands
    assert "close_periods" not in sits(open_office(school, "teacher")).window.commands
