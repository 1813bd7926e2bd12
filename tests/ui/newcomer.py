"""A person who sees the program for the first time: keys and clicks go to whatever window is in front, and are counted.

What a name is made of is typed text and counted apart; every other key and every click counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QTableView, QWidget

from ezh_desktop.ui.app import Desktop
from ezh_desktop.ui.grids.todaylist import TodayList
from ezh_desktop.ui.pages.setup import SetupTab
from tests.ui.opener import NoDoors

W = TypeVar("W", bound=QWidget)
_NONE = Qt.KeyboardModifier.NoModifier
FILE_STEPS = 2
"""A file in the system's dialog: a click on it and «Открыть»."""
SAVE_STEPS = 1
"""Enter in the system's dialog, whose name was offered."""


class NewcomerDoors(NoDoors):
    """System dialogs: the next file to be opened is laid ready; files are saved into one folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder_of_all = folder
        self.told: list[str] = []
        self.asked: list[str] = []
        self.agrees = False
        self.steps = 0

    def open_file(self, parent, title, kinds, folder=None):
        self.steps += FILE_STEPS
        return self.file

    def save_file(self, parent, title, kinds, offered):
        self.steps += SAVE_STEPS
        return self.folder_of_all / offered.name

    def ask(self, parent, question, detail, *, act, keep="Отмена"):
        self.asked.append(question)
        return self.agrees

    def tell(self, parent, what, detail=""):
        self.told.append(f"{what} {detail}")

    def printers(self):
        return []

    def show_folder(self, folder):
        """Nothing to show."""


class Newcomer:
    """Sits before the program. `spent` counts keys and clicks by step, `letters` what was typed as names."""

    def __init__(self, desktop: Desktop, doors: NewcomerDoors, qtbot) -> None:
        self.desktop, self.doors, self._qtbot = desktop, doors, qtbot
        self.spent: Counter[str] = Counter()
        self.letters: Counter[str] = Counter()
        self._step = ""

    def begins(self, step: str) -> None:
        """What is done from now on belongs to this step."""
        self._step = step

    # Doing

    def writes(self, text: str) -> None:
        """A name, letter by letter, where the focus is."""
        for letter in text:
            self._letter(letter)
        self.letters[self._step] += len(text)

    def strikes(self, text: str) -> None:
        """Letters that are keys: marks, the first letter of a choice."""
        for letter in text:
            self._letter(letter)
        self.spent[self._step] += len(text)

    def presses(self, *keys: str) -> None:
        """Keys and shortcuts by Qt's names."""
        for name in keys:
            combination = QKeySequence(name)[0]
            self._count(lambda at=combination: QTest.keyClick(self._focus(), at.key(), at.keyboardModifiers()))
            self.settles()

    def clicks(self, words: str) -> None:
        """A button by its words."""
        button = self.button(words)
        assert button.isEnabled(), f"{words}: {self.said()}"
        self._count(lambda: self._mouse(button))
        self.settles()

    def clicks_at(self, widget: QWidget, at: QPoint) -> None:
        """A place of a list or table."""
        self._count(lambda: self._mouse(widget, at))
        self.settles()

    def clicks_cell(self, view: QTableView, row: int, column: int) -> None:
        """A cell of a table."""
        index = view.model().index(row, column)
        view.scrollTo(index)
        self.clicks_at(view.viewport(), view.visualRect(index).center())

    def clicks_line(self, title: str) -> None:
        """A step of the set-up, in the list of the first page."""
        view = self._steps()
        row = next(at for at in range(view.model().rowCount()) if f", {title}" in view.rows.row(at).spoken())
        self.clicks_at(view.viewport(), view.visualRect(view.model().index(row, 0)).center())

    def takes(self, file: Path) -> None:
        """The file that will be chosen next."""
        self.doors.file = file

    def settles(self) -> None:
        """Until nothing is read, written or about to be shown."""
        for _ in range(3):
            for _ in range(3):
                QApplication.processEvents()
            self._qtbot.waitUntil(lambda: getattr(self.front(), "settled", True), timeout=20_000)

    def waits_for(self, kind: type[W]) -> W:
        """A window of this kind in front."""
        self.waits_until(lambda: isinstance(self.front(), kind))
        front = self.front()
        assert isinstance(front, kind)
        return front

    def waits_until(self, seen: Callable[[], bool]) -> None:
        """For what comes from another thread."""
        self._qtbot.waitUntil(seen, timeout=20_000)
        self.settles()

    # Seeing

    def front(self) -> QWidget:
        """The window that takes keys now."""
        modal = QApplication.activeModalWidget()
        if modal is not None and modal.isVisible():
            return modal
        shown = self.desktop.window or self.desktop.sign_in
        assert shown is not None
        return shown

    def button(self, words: str) -> QPushButton:
        """A button of the window in front."""
        found = [one for one in self.front().findChildren(QPushButton) if one.text() == words and one.isVisible()]
        assert found, f"no button «{words}» in {self.front().windowTitle()}: {self.said()}"
        return found[0]

    def lines(self) -> list[str]:
        """The steps of the set-up as a screen reader says them."""
        rows = self._steps().rows
        return [rows.row(at).spoken() for at in range(1, rows.rowCount())]

    def said(self) -> str:
        """All words of the window in front, for messages of a failing test."""
        return " | ".join(one.text() for one in self.front().findChildren(QLabel) if one.isVisible() and one.text())

    def _steps(self) -> TodayList:
        assert self.desktop.window is not None
        tab = self.desktop.window.findChild(SetupTab)
        assert tab is not None
        return tab.list

    def _letter(self, letter: str) -> None:
        target = self._focus()
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(target, QKeyEvent(kind, 0, _NONE, letter))
        self.settles()

    def _count(self, do: Callable[[], object]) -> None:
        before = self.doors.steps
        do()
        self.spent[self._step] += 1 + self.doors.steps - before

    @staticmethod
    def _mouse(widget: QWidget, at: QPoint | None = None) -> None:
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, _NONE, at or widget.rect().center())

    def _focus(self) -> QWidget:
        front = self.front()
        if QApplication.activeWindow() is not front:
            front.activateWindow()
            self.settles()
        return QApplication.activePopupWidget() or front.focusWidget() or front
