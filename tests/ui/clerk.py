"""An administrator at a dialog: types, clicks and reads by real events, and counts every key and click."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton, QWidget

from ezh_desktop.ui.dialogs.structure.frame import StructureDialog
from ezh_desktop.ui.dialogs.structure.linetable import LineTable
from tests.ui.opener import NoDoors

_NONE = Qt.KeyboardModifier.NoModifier


class ClerkDoors(NoDoors):
    """A clipboard, and an answer to every question."""

    def __init__(self, *, answer: bool = True) -> None:
        self.answer = answer
        self.text = ""
        self.asked: list[str] = []
        self.told: list[str] = []

    def ask(self, parent, question, detail, *, act, keep="Отмена"):
        self.asked.append(question)
        return self.answer

    def tell(self, parent, what, detail=""):
        self.told.append(what)

    def copy(self, text):
        self.text = text

    def pasted(self):
        return self.text


class Clerk:
    """Sits at one dialog. `keys` are strokes of letters, `presses` other keys and shortcuts, `mouse` clicks."""

    def __init__(self, dialog: StructureDialog, qtbot) -> None:
        self.dialog, self._qtbot = dialog, qtbot
        self.letters = self.strokes = self.mouse = 0

    # Doing

    def types(self, text: str) -> None:
        """Characters one by one, where the focus is."""
        for letter in text:
            target = self._focus()
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                QApplication.sendEvent(target, QKeyEvent(kind, 0, _NONE, letter))
            self.letters += 1
        self._settle()

    def presses(self, *keys: str) -> None:
        """Keys and shortcuts by Qt's names."""
        for name in keys:
            combination = QKeySequence(name)[0]
            QTest.keyClick(self._focus(), combination.key(), combination.keyboardModifiers())
            self.strokes += 1
            self._settle()

    def clicks(self, words: str) -> None:
        """A button by its words."""
        button = next(one for one in self.dialog.findChildren(QPushButton) if one.text() == words and one.isVisible())
        assert button.isEnabled(), words
        self._click(button)
        self.waits()

    def chooses(self, box: str, choice: str) -> None:
        """A line of a list that opens."""
        combo = next(one for one in self.dialog.findChildren(QComboBox) if one.accessibleName() == box)
        at = combo.findText(choice)
        combo.setCurrentIndex(at)
        combo.activated.emit(at)
        self.mouse += 2
        self.waits()

    def goes_to(self, part: str) -> None:
        """A line of the list at the left."""
        listed = self.dialog.list
        row = next(row for row in range(listed.count()) if listed.item(row).text().split("   ")[0] == part)
        listed.scrollToItem(listed.item(row))
        self._click(listed.viewport(), listed.visualItemRect(listed.item(row)).center())
        self.waits()

    def clicks_cell(self, table: str, row: int, field: str) -> None:
        """A cell of a table."""
        view = self.table(table)
        at = [column.field for column in view.lines.columns].index(field)
        index = view.lines.index(row, at)
        view.scrollTo(index)
        self._click(view.viewport(), view.visualRect(index).center())

    def clicks_field(self, name: str) -> None:
        """A line of a form by its accessible name."""
        field = next(
            one for one in self.dialog.findChildren(QLineEdit) if one.accessibleName() == name and one.isVisible()
        )
        self._click(field)

    def saves(self) -> None:
        """Ctrl+S."""
        self.presses("Ctrl+S")
        self.waits()

    def waits(self) -> None:
        """Until nothing is being written."""
        self._qtbot.waitUntil(lambda: self.dialog.settled, timeout=10_000)
        self._settle()

    def _click(self, widget: QWidget, at: QPoint | None = None) -> None:
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, _NONE, at or widget.rect().center())
        self.mouse += 1
        self._settle()

    @staticmethod
    def _settle() -> None:
        for _ in range(3):
            QApplication.processEvents()

    def _focus(self) -> QWidget:
        if QApplication.activeWindow() is not self.dialog:
            self.dialog.activateWindow()
            self._settle()
        return self.dialog.focusWidget() or self.dialog

    # Seeing

    def table(self, name: str) -> LineTable:
        """A table by its key."""
        return self.dialog.tables[name]

    def sees(self, table: str, row: int) -> list[str]:
        """The texts of a row."""
        model = self.table(table).lines
        return [str(model.index(row, at).data() or "") for at in range(model.columnCount())]

    def parts(self) -> list[str]:
        """The list at the left."""
        return [self.dialog.list.item(row).text() for row in range(self.dialog.list.count())]

    def message(self) -> str:
        """The words below."""
        found = self.dialog.findChild(QLabel, "message")
        return found.text()
