"""A teacher at the window: types, clicks and reads what is shown, by real events only."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget

from ezh_desktop.ui.mainwindow import MainWindow
from ezh_desktop.ui.pages.beside import AskFloat
from ezh_desktop.ui.qttypes import ACCESSIBLE_TEXT_ROLE

WAIT_MS = 3000
_NONE = Qt.KeyboardModifier.NoModifier


class Teacher:
    """Sits at one main window. Columns are named as the header says («2 декабря», «II четверть»), rows by a name."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.grid = window.marks.grid

    # Doing

    def opens(self, title: str) -> None:
        """Clicks a page in the list at the left: «7А Алгебра»."""
        view = self.window.navigation
        model = view.model()
        rows = [row for row in range(model.rowCount()) if model.index(row, 0).data() == title]
        assert rows, f"{title} is not in the list"
        view.scrollTo(model.index(rows[0], 0))
        self.clicks(view.viewport(), view.visualRect(model.index(rows[0], 0)).center())

    def clicks(self, widget: QWidget, at: QPoint | None = None, modifiers: Qt.KeyboardModifier = _NONE) -> None:
        """Presses and releases the left button."""
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, modifiers, at or widget.rect().center())
        self.settles()

    def clicks_cell(self, pupil: str, column: str, modifiers: Qt.KeyboardModifier = _NONE) -> None:
        """Clicks a cell."""
        row, at = self._row(pupil), self._column(column)
        self.grid.scrollTo(self.grid.marks.index(row, at))
        self.clicks(self.grid.viewport(), self.grid.cell_rect(row, at).center(), modifiers)

    def goes_to(self, pupil: str, column: str) -> None:
        """The same; named for what is wanted."""
        self.clicks_cell(pupil, column)

    def types(self, text: str) -> None:
        """Types characters one by one; blanks only part them for the reader."""
        for letter in text.replace(" ", ""):
            self.key(letter)

    def writes(self, text: str) -> None:
        """Types characters, blanks too, into the field that has the focus."""
        for letter in text:
            self.key(letter)

    def key(self, letter: str) -> None:
        """One character, as the keyboard sends it: `QTest.keyClick` aborts on Cyrillic letters."""
        target = self._focus()
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(target, QKeyEvent(kind, 0, _NONE, letter))
        self.settles()

    def presses(self, keys: str) -> None:
        """A key or a shortcut by Qt's name: «Ctrl+Z», «Shift+Down», «Delete»."""
        combination = QKeySequence(keys)[0]
        QTest.keyClick(self._focus(), combination.key(), combination.keyboardModifiers())
        self.settles()

    def chooses_kind(self, name: str) -> None:
        """Picks a kind from the menu that is open under the header."""
        menu = QApplication.activePopupWidget()
        assert menu is not None, "no menu is open"
        action = next(action for action in menu.actions() if action.text().split("\t")[0] == name)
        QTest.mouseClick(menu, Qt.MouseButton.LeftButton, _NONE, menu.actionGeometry(action).center())
        self.settles()

    def answers(self, text: str) -> None:
        """Writes into the question beside the cell and presses Enter."""
        field = self.question()
        assert field is not None, "nothing is asked"
        self.presses("Ctrl+A")
        self.writes(text)
        self.presses("Return")

    def settles(self) -> None:
        """Lets everything happen that is due."""
        for _ in range(4):
            QApplication.processEvents()

    def waits_until(self, seen: Callable[[], bool], what: str, ms: int = WAIT_MS) -> None:
        """Waits for what comes from another thread or timer."""
        clock = QElapsedTimer()
        clock.start()
        while not seen() and clock.elapsed() < ms:
            QTest.qWait(5)
        assert seen(), f"not seen within {ms} ms: {what}"

    def waits_saved(self) -> None:
        """Until everything typed is durable."""
        self.waits_until(lambda: not self.window.desk.busy, "saved")
        self.settles()

    def _focus(self) -> QWidget:
        """Where keys go in this teacher's window, which is the active one from now on."""
        if QApplication.activeWindow() is not self.window:
            self.window.activateWindow()
            self.settles()
        return QApplication.activePopupWidget() or self.window.focusWidget() or self.window

    # Seeing

    def sees_cell(self, pupil: str, column: str) -> str:
        """What a cell shows: «5», «н», «5/4», or nothing."""
        face = self.grid.marks.face(self._row(pupil), self._column(column))
        return face.text if face else ""

    def hears_cell(self, pupil: str, column: str) -> str:
        """What the screen reader says of a cell."""
        index = self.grid.marks.index(self._row(pupil), self._column(column))
        return str(index.data(ACCESSIBLE_TEXT_ROLE))

    def sees_ring(self, pupil: str, column: str) -> bool:
        """Whether the cell shows that it is being written."""
        face = self.grid.marks.face(self._row(pupil), self._column(column))
        return bool(face and face.pending)

    def stands_at(self) -> tuple[str, str]:
        """Pupil and column of the cursor."""
        row, column = self.grid.place or (0, 0)
        return self.grid.marks.page.pupils[row].name, self.grid.marks.column_name(column)

    def float_text(self) -> str:
        """All words that float beside the cell, "" when nothing does."""
        shown = self.window.marks.beside.shown
        if shown is None or not shown.isVisible():
            return ""
        return "\n".join(label.text() for label in shown.findChildren(QLabel) if label.text())

    def question(self) -> QLineEdit | None:
        """The field of the question beside the cell."""
        shown = self.window.marks.beside.shown
        return shown.field if isinstance(shown, AskFloat) and shown.isVisible() else None

    def status(self) -> str:
        """What the status bar says of saving."""
        bar = self.window.status
        return " ".join(part for part in (bar.state_text, bar.pending_text) if part)

    def line(self) -> str:
        """The line of the cell."""
        return self.window.marks.line.text

    def title(self) -> str:
        """The window's title."""
        return self.window.windowTitle()

    def tabs(self) -> list[str]:
        """The tabs of the page."""
        bar = self.window.head.tabs
        return [bar.tabText(index) for index in range(bar.count()) if bar.isTabVisible(index)]

    def _row(self, pupil: str) -> int:
        rows = [row for row, one in enumerate(self.grid.marks.page.pupils) if one.name.startswith(pupil)]
        assert len(rows) == 1, f"{pupil}: {len(rows)} pupils"
        return rows[0]

    def _column(self, name: str) -> int:
        model = self.grid.marks
        return next(at for at in range(model.columnCount()) if model.column_name(at) == name)
