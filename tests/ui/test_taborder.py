"""Tab goes through a dialog as one reads it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFormLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ezh_desktop.ui import taborder
from ezh_desktop.ui.dialogs.structure.extra import ExtraDialog
from tests.factories import a_class, a_school, open_office
from tests.ui.opener import NoDoors


def by_tab(qtbot, dialog: QDialog) -> list[QWidget]:
    """Every widget that Tab comes to, from the first field until it is back."""
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.activateWindow()
    QApplication.processEvents()
    found = [dialog.focusWidget()]
    for _ in range(30):
        QTest.keyClick(found[-1], Qt.Key.Key_Tab)
        if dialog.focusWidget() is found[0]:
            return found
        found.append(dialog.focusWidget())
    raise AssertionError(found)


def test_what_was_made_first_and_stands_below_comes_last(qtbot):
    dialog = QDialog()
    close = QPushButton("Закрыть", dialog)
    area, holder = QScrollArea(dialog), QWidget(dialog)
    form = QFormLayout(holder)
    day, kind = QLineEdit(holder), QLineEdit(holder)
    form.addRow("День", day)
    form.insertRow(0, "Вид", kind)
    area.setWidget(holder)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    column = QVBoxLayout(dialog)
    column.addWidget(area)
    column.addWidget(close)
    taborder.by_layout(dialog)
    kind.setFocus()
    assert by_tab(qtbot, dialog) == [kind, day, close]


def test_the_buttons_below_a_table_come_before_closing(qtbot, themed, tmp_path):
    office = open_office(a_school(tmp_path / "журнал.ezh", [a_class("7А")]), "admin")
    stops = by_tab(qtbot, ExtraDialog(office, NoDoors()))
    names = [one.text() for one in stops if isinstance(one, QPushButton)]
    assert names.index("Убрать строку") < names.index("Закрыть")
    office.close()
