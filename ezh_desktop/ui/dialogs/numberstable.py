"""The rules' numbers as a table: each with the regulation's own value, the school's is typed in place."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from ezh_desktop.domain.rules.numbers import read_number
from ezh_desktop.errors import EzhError
from ezh_desktop.services.rule_numbers import NumbersPage
from ezh_desktop.ui import fonts, theme
from ezh_desktop.ui.qttypes import ACCESSIBLE_TEXT_ROLE, DISPLAY_ROLE, EDIT_ROLE, HORIZONTAL
from ezh_desktop.ui.widgets.softselection import SoftSelection

Index = QModelIndex | QPersistentModelIndex

TITLES = ("Что", "Значение", "В Положении", "Пункт")
VALUE = 1
_ROOT = QModelIndex()
_WIDTHS = {VALUE: 104, 2: 104, 3: 64}
_ROW_HEIGHT = 26


class NumbersModel(QAbstractTableModel):
    """Values are typed in place; one that can be none is `refused` and keeps what stood there."""

    refused = Signal(object)
    changed = Signal()

    def __init__(self, page: NumbersPage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page = page
        self.values = {line.name: line.value for line in page.lines}

    @property
    def edited(self) -> dict[str, str]:
        """The numbers that differ from what the journal has."""
        return {line.name: self.values[line.name] for line in self.page.lines if self.values[line.name] != line.value}

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Numbers."""
        return 0 if parent.isValid() else len(self.page.lines)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Columns."""
        return 0 if parent.isValid() else len(TITLES)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Only values can be typed."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == VALUE else flags

    def data(self, index: Index, role: int = DISPLAY_ROLE) -> Any:  # noqa: ANN401 - what Qt asks for
        """Texts; a number that is not the regulation's stands bold."""
        if not index.isValid():
            return None
        line, column = self.page.lines[index.row()], index.column()
        value = self.values[line.name]
        texts = (line.label, _shown(value), _shown(line.default), line.clause)
        if role in {DISPLAY_ROLE, EDIT_ROLE}:
            return texts[column]
        if role == ACCESSIBLE_TEXT_ROLE:
            return f"{line.label}: {_shown(value)}, пункт {line.clause}"
        own = value != line.default
        if role == Qt.ItemDataRole.FontRole and column == VALUE and own:
            return fonts.font(bold=True)
        if role == Qt.ItemDataRole.ForegroundRole and column > VALUE:
            return QColor(theme.ink(theme.tokens().text2))
        return None

    def setData(self, index: Index, value: Any, role: int = EDIT_ROLE) -> bool:  # noqa: ANN401
        """Take a typed number."""
        if role != EDIT_ROLE:
            return False
        name = self.page.lines[index.row()].name
        try:
            self.values[name] = read_number(name, str(value))
        except EzhError as why:
            self.refused.emit(why)
            return False
        self.dataChanged.emit(index, index)
        self.changed.emit()
        return True

    def by_default(self, row: int) -> None:
        """Give a number the regulation's value."""
        line = self.page.lines[row]
        self.setData(self.index(row, VALUE), line.default)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY_ROLE) -> Any:  # noqa: ANN401
        """Titles of the columns."""
        return TITLES[section] if role == DISPLAY_ROLE and orientation == HORIZONTAL else None


def _shown(value: str) -> str:
    """With the decimal sign of Russian texts."""
    return value if ":" in value else value.replace(".", ",")


def show_numbers(table: QTableView, model: NumbersModel) -> None:
    """Let a table show the numbers; the cursor stands at the first value."""
    table.setModel(model)
    table.setItemDelegate(SoftSelection(table))
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
    head = table.horizontalHeader()
    head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    for column, width in _WIDTHS.items():
        table.setColumnWidth(column, width)
    table.setCurrentIndex(model.index(0, VALUE))
