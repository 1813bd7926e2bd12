"""The strip above everything: menu at the left, search and lock at the right."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QMenuBar, QToolButton, QWidget

from ezh_desktop.ui import icons
from ezh_desktop.ui.menus import Commands
from ezh_desktop.ui.qttypes import TAB_FOCUS
from ezh_desktop.ui.search import SearchField

HEIGHT = 30


class MenuStrip(QWidget):
    """Goes into `QMainWindow.setMenuWidget`, so that Alt and a letter still open a menu."""

    def __init__(self, commands: Commands, search: SearchField, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        self._commands = commands
        self.bar = QMenuBar(self)
        self.bar.setNativeMenuBar(False)
        self.fill()
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 1, 12, 1)
        row.setSpacing(6)
        row.addWidget(self.bar)
        row.addStretch(1)
        row.addWidget(search)
        row.addWidget(self._lock_button(commands))

    def fill(self) -> None:
        """The menus, anew when other commands are there."""
        self.bar.clear()
        self._commands.fill(self.bar)

    def _lock_button(self, commands: Commands) -> QToolButton:
        button = QToolButton(self)
        button.setFocusPolicy(TAB_FOCUS)
        button.setFixedSize(28, 26)
        button.setAccessibleName("Закрыть на замок")
        button.setToolTip("Закрыть на замок  Ctrl+L")
        icons.dress(button, "lock_closed")
        button.clicked.connect(commands["lock"].trigger)
        return button
