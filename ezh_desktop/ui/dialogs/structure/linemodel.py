"""Lines of texts as a table's model: typed, pasted, filled, moved and taken back; faults and doubts by cell."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from ezh_desktop.domain.names import name_key
from ezh_desktop.services.structure.base import NEW, Line, Lines
from ezh_desktop.ui import icons, theme
from ezh_desktop.ui.dialogs.importtable import FAULT_ROLE
from ezh_desktop.ui.qttypes import (
    ACCESSIBLE_TEXT_ROLE,
    ALIGN_LEFT,
    DISPLAY_ROLE,
    EDIT_ROLE,
    TOOLTIP_ROLE,
    VERTICAL,
)

KEPT = 50
"""How many edits of a table can be taken back before they are saved."""

Index = QModelIndex | QPersistentModelIndex
Choices = Callable[[], Sequence[str]]
Cells = Mapping[tuple[int, str], str]
"""Words about cells, by row and field."""
Spread = Callable[[Line, str, str], Mapping[str, str]]


def no_choices() -> Sequence[str]:
    """Of a column in which anything may be typed."""
    return ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the field of its lines, heading, width at 100 %, what may be chosen, whether it is typed at all.

    `stretch` takes the room that is left; `hint` stands in the tooltip of the heading.
    """

    field: str
    title: str
    width: int = 110
    choices: Choices = no_choices
    editable: bool = True
    stretch: bool = False
    hint: str = ""


class LineModel(QAbstractTableModel):
    """Lines and, where lines may be added, an empty one below. `edited` comes after every change by the person."""

    edited = Signal()

    def __init__(self, columns: Sequence[Column], parent: QWidget | None = None, *, grows: bool = True) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.spread: Spread | None = None
        self.dim: Callable[[Line], bool] | None = None
        self.row_names: Sequence[str] = ()
        self._past: list[list[Line]] = []
        self.grows = grows
        """Whether lines may be added; set it before `show`."""
        self._lines: list[Line] = []
        self._faults: Cells = {}
        self._notes: Cells = {}
        self._told: Cells = {}

    def show(self, lines: Lines, columns: Sequence[Column] | None = None) -> None:
        """Show lines anew, under other columns if given."""
        self.beginResetModel()
        self.columns = tuple(columns) if columns is not None else self.columns
        self._lines, self._faults, self._notes, self._past = list(lines), {}, {}, []
        self._keep_blank()
        self.endResetModel()

    def lines(self) -> Lines:
        """All lines but the empty one below."""
        return tuple(self._lines[:-1] if self.grows else self._lines)

    def line(self, row: int) -> Line:
        """The line of a row."""
        return self._lines[row]

    def show_faults(self, faults: Cells, notes: Cells | None = None) -> None:
        """Ring the cells that stand in the way of saving; what is only doubtful lies on an amber ground."""
        if faults != self._faults or (notes or {}) != self._notes:
            self._faults, self._notes = faults, notes or {}
            self._repaint()

    def show_told(self, told: Cells) -> None:
        """Texts of cells that follow from others, and are not typed."""
        if told != self._told:
            self._told = told
            self._repaint()

    def _repaint(self) -> None:
        if self._lines:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._lines) - 1, len(self.columns) - 1))

    def _keep_blank(self) -> None:
        if self.grows and not (self._lines and self._lines[-1].ident == NEW and self._lines[-1].blank):
            self._lines.append(Line(NEW, {}))

    # Qt's questions

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Lines shown."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Columns."""
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Columns that are told by others cannot be typed in."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if self.columns[index.column()].editable else flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY_ROLE) -> Any:  # noqa: ANN401
        """Titles above, numbers beside; the empty line is marked with a star."""
        if orientation == VERTICAL and self.row_names:
            return self.row_names[section] if role == DISPLAY_ROLE else None
        if orientation == VERTICAL:
            blank = self.grows and section == len(self._lines) - 1
            return ("*" if blank else str(section + 1)) if role == DISPLAY_ROLE else None
        column = self.columns[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return ALIGN_LEFT
        return {DISPLAY_ROLE: column.title, TOOLTIP_ROLE: column.hint}.get(Qt.ItemDataRole(role))

    def data(self, index: Index, role: int = DISPLAY_ROLE) -> Any:  # noqa: ANN401 - what Qt asks for
        """Texts, colours and faults of a cell."""
        if not index.isValid():
            return None
        line, column = self._lines[index.row()], self.columns[index.column()]
        at = index.row(), column.field
        fault, note = self._faults.get(at, ""), self._notes.get(at, "")
        text = self._told.get(at) or line.texts.get(column.field, "")
        if role in {DISPLAY_ROLE, EDIT_ROLE}:
            return text
        if role == FAULT_ROLE:
            return bool(fault)
        if role in {TOOLTIP_ROLE, ACCESSIBLE_TEXT_ROLE}:
            said = ", ".join(part for part in (column.title, text or "пусто", fault, note) if part)
            return said if role == ACCESSIBLE_TEXT_ROLE else fault or note or text
        return self._look(line, column, (fault, note), role)

    def _look(self, line: Line, column: Column, said: tuple[str, str], role: int) -> Any:  # noqa: ANN401
        t, (fault, note) = theme.tokens(), said
        if role == Qt.ItemDataRole.ForegroundRole:
            told = not column.editable and any(one.editable for one in self.columns)
            dim = self.dim is not None and self.dim(line)
            return theme.ink(t.text3 if dim or told else t.text)
        if role == Qt.ItemDataRole.BackgroundRole and (fault or note):
            return QColor(theme.ink(t.block_bg if fault else t.warn_bg))
        if role == Qt.ItemDataRole.DecorationRole and note and not fault:
            return icons.icon("warning", "warn")
        return None

    def setData(self, index: Index, value: Any, role: int = EDIT_ROLE) -> bool:  # noqa: ANN401
        """Take a typed text; the beginning of one choice alone becomes that choice."""
        if role != EDIT_ROLE or str(value) == self.data(index, EDIT_ROLE):
            return False
        self._remember()
        self._put(index.row(), index.column(), str(value))
        self._done()
        return True

    def _put(self, row: int, at: int, text: str) -> Collection[str]:
        """Write a cell; gives the fields that its text has filled («Фамилия» of a full name fills three)."""
        column = self.columns[at]
        text = resolve(text, column.choices())
        line = self._lines[row]
        new = self.spread(line, column.field, text) if self.spread else {column.field: text}
        self._lines[row] = Line(line.ident, {**line.texts, **new})
        return new.keys()

    def _done(self) -> None:
        before = len(self._lines)
        blank = self._lines[-1].ident == NEW and self._lines[-1].blank if self._lines else False
        if self.grows and not blank:
            self.beginInsertRows(QModelIndex(), before, before)
            self._lines.append(Line(NEW, {}))
            self.endInsertRows()
        self._repaint()
        self.edited.emit()

    # What the view does at once

    def _remember(self) -> None:
        """Keep what stands here, so that Ctrl+Z brings it back."""
        self._past = [*self._past[1 - KEPT :], list(self._lines)]

    def take_back(self) -> None:
        """Bring back what stood here before the last edit."""
        if self._past:
            past = self._past
            self.show(tuple(past[-1]))
            self._past = past[:-1]
            self.edited.emit()

    def move(self, row: int, by: int) -> int:
        """Let a line change places with a neighbour; gives the row where it stands then."""
        to, last = row + by, len(self._lines) - (2 if self.grows else 1)
        if not (0 <= row <= last and 0 <= to <= last):
            return row
        return self.carry([row], to + (by > 0))

    def carry(self, rows: Sequence[int], to: int) -> int:
        """Put lines, as many as there are, before the line `to`; gives the row of the first of them then."""
        last = len(self._lines) - (1 if self.grows else 0)
        chosen = sorted({row for row in rows if 0 <= row < last})
        first = min(to, last) - sum(row < to for row in chosen)
        if not chosen or chosen == list(range(first, first + len(chosen))):
            return first
        self._remember()
        lines = [self._lines[row] for row in chosen]
        rest = [line for row, line in enumerate(self._lines) if row not in chosen]
        self._lines = [*rest[:first], *lines, *rest[first:]]
        self._done()
        return first

    def insert(self, row: int) -> None:
        """An empty line before another."""
        self._remember()
        self.beginInsertRows(QModelIndex(), row, row)
        self._lines.insert(row, Line(NEW, {}))
        self.endInsertRows()
        self.edited.emit()

    def paste(self, row: int, at: int, text: str) -> None:
        """Cells of a spreadsheet from a cell on: rows by line ends, columns by tabulators."""
        self._remember()
        block = [line.split("\t") for line in text.replace("\r\n", "\n").rstrip("\n").split("\n")]
        missing = row + len(block) - len(self._lines) if self.grows else 0
        if missing > 0:
            self.beginInsertRows(QModelIndex(), len(self._lines), len(self._lines) + missing - 1)
            self._lines += [Line(NEW, {})] * missing
            self.endInsertRows()
        for down, cells in enumerate(block[: len(self._lines) - row]):
            filled: set[str] = set()
            for column, cell in zip(range(at, len(self.columns)), cells, strict=False):
                # An empty cell beside a full name does not take away what the name has filled.
                if self.columns[column].editable and (cell.strip() or self.columns[column].field not in filled):
                    filled.update(self._put(row + down, column, " ".join(cell.split())))
        self._done()

    def clear(self, indexes: Sequence[Index]) -> None:
        """Empty cells."""
        self._remember()
        for index in indexes:
            if self.columns[index.column()].editable:
                self._put(index.row(), index.column(), "")
        self._done()

    def fill_down(self, indexes: Sequence[Index]) -> None:
        """Cells take the text of the uppermost of them; a single one takes that of the cell above."""
        self._remember()
        top = min((index.row() for index in indexes), default=0) - (1 if len(indexes) == 1 else 0)
        for index in indexes:
            if index.row() > top >= 0 and self.columns[index.column()].editable:
                self._put(
                    index.row(), index.column(), self._lines[top].texts.get(self.columns[index.column()].field, "")
                )
        self._done()

    def add(self, lines: Lines) -> None:
        """New lines above the empty one."""
        self.replace((*self.lines(), *lines))

    def replace(self, lines: Lines) -> None:
        """Other lines in the place of what is shown."""
        past = [*self._past, list(self._lines)]
        self.show(lines)
        self._past = past
        self.edited.emit()

    def remove(self, rows: Sequence[int]) -> None:
        """Take lines out; the empty one stays, and who only reads takes none out."""
        if not any(column.editable for column in self.columns):
            return
        self._remember()
        last = len(self._lines) - 1
        for row in sorted(set(rows), reverse=True):
            if not (self.grows and row == last):
                self.beginRemoveRows(QModelIndex(), row, row)
                del self._lines[row]
                self.endRemoveRows()
        self.edited.emit()


def resolve(text: str, choices: Sequence[str]) -> str:
    """The choice that is meant: itself, or the only one that begins so; else the text as typed."""
    key = name_key(text)
    if not key or not choices:
        return text
    for choice in choices:
        if name_key(choice) == key:
            return choice
    near = [choice for choice in choices if name_key(choice).startswith(key)]
    return near[0] if len(near) == 1 else text
