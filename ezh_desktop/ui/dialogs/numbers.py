"""«Числа правил»: every number of the regulation with the school's own value, changed in place as one act."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QDialog, QHeaderView, QLabel, QPushButton, QTableView, QWidget

from ezh_desktop.domain.rules.numbers import read_number
from ezh_desktop.errors import EzhError
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.rule_numbers import NumbersPage, numbers_page, set_numbers
from ezh_desktop.ui import fitting, fonts, forms, theme
from ezh_desktop.ui.background import Background
from ezh_desktop.ui.help import help_key
from ezh_desktop.ui.qttypes import ACCESSIBLE_TEXT_ROLE, DISPLAY_ROLE, EDIT_ROLE, HORIZONTAL
from ezh_desktop.ui.widgets.plain import ElidedLabel
from ezh_desktop.ui.widgets.signs import announce
from ezh_desktop.ui.widgets.softselection import SoftSelection
from ezh_desktop.ui.widgets.tone import tone, tone_children

Index = QModelIndex | QPersistentModelIndex

TITLES = ("Что", "Значение", "В Положении", "Пункт")
VALUE = 1
_ROOT = QModelIndex()
_SIZE = (780, 600)
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


class NumbersDialog(QDialog):
    """Raises EzhError when the numbers cannot be read. Accepted once they are durable."""

    def __init__(self, office: FileOffice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._office = office
        self._background = Background(self)
        forms.fill(self, known=(ElidedLabel,))
        self._table = forms.child(self, QTableView, "table")
        self._message = forms.child(self, QLabel, "message")
        self._default, self._cancel, self._save = (
            forms.child(self, QPushButton, name) for name in ("byDefault", "cancel", "save")
        )
        self._model = NumbersModel(numbers_page(office), self)
        tone_children(self)
        forms.child(self, ElidedLabel, "heading").show_whole(f"Числа правил, {self._model.page.year_label}")
        self._dress()
        self._connect()
        self.resize(*_SIZE)
        fitting.fit(self)
        self._show_buttons()

    @property
    def settled(self) -> bool:
        """Whether nothing is being written."""
        return not self._background.running

    def _dress(self) -> None:
        self._table.setModel(self._model)
        self._table.setItemDelegate(SoftSelection(self._table))
        self._table.verticalHeader().hide()
        self._table.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        head = self._table.horizontalHeader()
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, width in _WIDTHS.items():
            self._table.setColumnWidth(column, width)
        self._table.setCurrentIndex(self._model.index(0, VALUE))

    def _connect(self) -> None:
        self._background.done.connect(lambda _result: self.accept())
        self._background.failed.connect(self._on_failed)
        self._model.refused.connect(self._on_failed)
        self._model.changed.connect(self._on_changed)
        self._table.selectionModel().currentRowChanged.connect(self._show_buttons)
        self._default.clicked.connect(self._on_default)
        self._cancel.clicked.connect(self.reject)
        self._save.clicked.connect(self._on_save)
        help_key(self, "numbers")

    def _on_changed(self) -> None:
        self._say("")
        self._show_buttons()

    def _show_buttons(self) -> None:
        self._save.setEnabled(self.settled and bool(self._model.edited))
        self._default.setEnabled(self.settled and self._table.currentIndex().isValid())

    def _on_default(self) -> None:
        self._model.by_default(self._table.currentIndex().row())

    def _on_save(self) -> None:
        office, values = self._office, self._model.edited
        self._background.start(lambda: set_numbers(office, values))
        self._show_buttons()

    def _on_failed(self, error: EzhError) -> None:
        self._say(error.text, fault=True)
        self._show_buttons()

    def _say(self, text: str, *, fault: bool = False) -> None:
        tone(self._message, "block" if fault else "text2", fonts.SECOND)
        self._message.setText(text)
        if fault:
            announce(self._message, text)

    def reject(self) -> None:
        """Close; while something is being written the dialog stays."""
        if self.settled:
            super().reject()
