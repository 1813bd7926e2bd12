"""A page of the class that is one table of words, with what it holds in words and its commands on a line above."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ezh_desktop.ui import theme
from ezh_desktop.ui.menus import Commands
from ezh_desktop.ui.pages.actqueue import ActQueue
from ezh_desktop.ui.pages.base import Scope, Tools, WindowPage
from ezh_desktop.ui.pdfsaving import PagePdf
from ezh_desktop.ui.widgets.commandbutton import command_button
from ezh_desktop.ui.widgets.tone import tone

_ROW_HEIGHT = 26
"""The least, px: a row of one line is not pressed together."""


class TablePage(WindowPage):
    """Rows are as high as their words; subclasses give the model to `dress` and show their page."""

    scope = Scope.CLASS
    buttons: ClassVar[tuple[tuple[str, str], ...]] = ()
    """Commands on the line with their icons."""

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(tools, parent)
        self.acts, self.pdf = ActQueue(self), PagePdf(self)
        self.table, self.words = QTableView(self), QLabel(self)
        self._line = QHBoxLayout()
        self._build()
        self._take_colours()
        theme.signals.changed.connect(self._take_colours)

    def _build(self) -> None:
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        tone(self.words, "text2")
        self._line.setContentsMargins(14, 6, 14, 6)
        self._line.setSpacing(4)
        self._line.addWidget(self.words, 1)
        self.table.setFrameShape(QFrame.Shape.NoFrame)
        self.table.setWordWrap(True)
        self.table.setTabKeyNavigation(False)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setMinimumSectionSize(_ROW_HEIGHT)
        self.table.horizontalHeader().setHighlightSections(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._line)
        column.addWidget(self.table, 1)

    def set_widths(self, widths: Mapping[int, int], stretched: Collection[int]) -> None:
        """Widths in px of some columns; the stretched ones share the rest. Asked once the table has its model."""
        for column, width in widths.items():
            self.table.setColumnWidth(column, width)
        for column in stretched:
            self.table.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)

    def focus_widget(self) -> QWidget:
        """The table."""
        return self.table

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Rows are as high as their words at this width, once the columns have shared it."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self.table.resizeRowsToContents)

    def _take_colours(self) -> None:
        """What is chosen stands on the soft ground of lists: it is read."""
        t = theme.tokens()
        palette = theme.palette(t)
        palette.setColor(QPalette.ColorRole.Highlight, theme.ink(t.accent_soft))
        palette.setColor(QPalette.ColorRole.HighlightedText, theme.ink(t.text))
        self.table.setPalette(palette)

    def take_commands(self, commands: Commands) -> None:
        """The commands stand above the table too; one that cannot be given now is not shown."""
        for name, icon in self.buttons:
            action, button = commands[name], command_button(commands[name], icon, self)
            action.changed.connect(lambda button=button, action=action: button.setVisible(action.isEnabled()))
            button.setVisible(action.isEnabled())
            self._line.addWidget(button)
