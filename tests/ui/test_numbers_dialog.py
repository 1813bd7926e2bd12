"""«Числа правил» as the deputy uses it: typed in place, refused in words, saved as one act."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QTableView

from ezh_desktop.ui.dialogs.numbers import NumbersDialog
from ezh_desktop.ui.dialogs.numberstable import VALUE
from tests.factories import a_class, a_school, open_office, raw


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return a_school(tmp_path_factory.mktemp("numbers") / "school.ezh", [a_class("7А")])


@pytest.fixture
def school(made, tmp_path):
    return made.copied(tmp_path)


@pytest.fixture
def dialog(school, qtbot, themed):
    office = open_office(school, "deputy")
    shown = NumbersDialog(office)
    qtbot.addWidget(shown)
    shown.show()
    yield shown
    qtbot.waitUntil(lambda: shown.settled)
    office.close()


def row_of(dialog, label) -> int:
    model = dialog.findChild(QTableView).model()
    return next(row for row in range(model.rowCount()) if model.index(row, 0).data().startswith(label))


def types(dialog, label, text) -> None:
    table = dialog.findChild(QTableView)
    table.setFocus()
    table.setCurrentIndex(table.model().index(row_of(dialog, label), VALUE))
    QTest.keyClick(table, Qt.Key.Key_F2)
    editor = table.findChild(QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    # The delegate commits when the event loop runs again.
    QApplication.processEvents()


def value(dialog, label) -> str:
    return dialog.findChild(QTableView).model().index(row_of(dialog, label), VALUE).data()


def button(dialog, name) -> QPushButton:
    return dialog.findChild(QPushButton, name)


def test_a_number_is_typed_and_saved(dialog, school, qtbot):
    assert not button(dialog, "save").isEnabled()
    types(dialog, "Отставание", "5")
    assert value(dialog, "Отставание") == "5"
    QTest.mouseClick(button(dialog, "save"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert raw(school, "SELECT value FROM year_setting WHERE name = 'plan.lag'") == [("5",)]


def test_what_is_no_number_is_said_and_the_value_stays(dialog):
    types(dialog, "Отставание", "0")
    assert value(dialog, "Отставание") == "3"
    assert "Можно целое число от 1 до 50." in dialog.findChild(QLabel, "message").text()
    assert not button(dialog, "save").isEnabled()


def test_the_regulations_value_comes_back_by_one_button(dialog):
    types(dialog, "Отставание", "5")
    QTest.mouseClick(button(dialog, "byDefault"), Qt.MouseButton.LeftButton)
    assert value(dialog, "Отставание") == "3"
    assert not button(dialog, "save").isEnabled()


def test_the_menu_has_it_for_the_deputy_alone(sits, school):
    assert "rule_numbers" in sits(open_office(school, "deputy"), grid=False).window.commands
    assert "rule_numbers" not in sits(open_office(school, "teacher"), grid=False).window.commands
