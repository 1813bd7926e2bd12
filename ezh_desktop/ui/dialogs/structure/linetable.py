"""A table that one types in quickly: keys of a spreadsheet, fields with choices, rings round what is wrong."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QComboBox,
    QLineEdit,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ezh_desktop.services.structure.base import Lines
from ezh_desktop.ui import fonts, theme
from ezh_desktop.ui.dialogs.importtable import RingDelegate
from ezh_desktop.ui.dialogs.structure.linemodel import Column, Index, LineModel
from ezh_desktop.ui.dialogs.structure.rowdrag import RowHandles
from ezh_desktop.ui.doors import Doors
from ezh_desktop.ui.qttypes import ALT, CTRL, EDIT_ROLE

ROW_HEIGHT = 28
_NUMBER_WIDTH = 34
_LEAST_HEIGHT = 92
"""The headings, two rows and the bar below them: in a lower window the whole dialog scrolls."""
KEYS: tuple[tuple[str, str], ...] = (
    ("Править клетку", "буквы и цифры, F2"),
    ("Вниз, вправо", "Enter, Tab"),
    ("Вставить, копировать", "Ctrl+V, Ctrl+C"),
    ("Заполнить вниз", "Ctrl+D"),
    ("Очистить клетки", "Delete"),
    ("Убрать строку", "Ctrl+Delete"),
    ("Вернуть, как было в таблице", "Ctrl+Z"),
    ("Сохранить", "Ctrl+S"),
    ("Прочитать заново, введённое не сохраняя", "F5"),
    ("Из списка слева, где он есть, в таблицу и обратно", "F6"),
    ("Закрыть окно", "Esc"),
)
"""What one types in a table and its dialog, for the help (words, keys)."""
_STEPS: dict[int, int] = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class LineDelegate(RingDelegate):
    """Fields of a table: a list that completes what is typed, or a plain line."""

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """The field over a cell."""
        model = index.model()
        column = model.columns[index.column()] if isinstance(model, LineModel) else None
        choices = column.choices() if column is not None else ()
        if not choices:
            line = QLineEdit(parent)
            line.setAccessibleName(column.title if column else "")
            return line
        combo = QComboBox(parent)
        combo.setEditable(True)
        combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        combo.addItems(list(choices))
        combo.setAccessibleName(column.title if column else "")
        return combo

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Show what stands there, chosen whole."""
        text = str(index.data(EDIT_ROLE) or "")
        if isinstance(editor, QComboBox):
            editor.setEditText(text)
            line = editor.lineEdit()
            if line is not None:
                line.selectAll()
        elif isinstance(editor, QLineEdit):
            editor.setText(text)
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Hand what was typed on."""
        text = editor.currentText() if isinstance(editor, QComboBox) else editor.text()  # type: ignore[attr-defined]
        model.setData(index, " ".join(text.split()), EDIT_ROLE)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        """As high as the cell: the program's fields are a little higher."""
        editor.setFixedHeight(option.rect.height())
        editor.setGeometry(option.rect)


class LineTable(QTableView):
    """The view: Enter goes down, Tab to the next field, Ctrl+V pastes, Delete empties, Ctrl+Delete takes lines out."""

    def __init__(self, model: LineModel, doors: Doors, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines, self._doors = model, doors
        self.by_row = False
        """Whether Enter goes to the first field of the next line, as where a line is one entry."""
        self.movable = False
        """Whether lines may change places: where the order means something; see `let_move`."""
        self.row_word = "Строка"
        """What a row is called in messages."""
        self.setAccessibleName(name)
        self.setObjectName(name)
        self.setModel(model)
        self.setItemDelegate(LineDelegate(self))
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self._size_numbers()
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setMinimumSectionSize(36)
        self.setFont(fonts.font())
        self.setMinimumHeight(_LEAST_HEIGHT)
        self.fit()
        self._dress()
        model.modelReset.connect(self.fit)
        theme.signals.changed.connect(self._dress)

    def let_move(self) -> None:
        """Lines are moved by Alt with an arrow or dragged by their numbers; Insert puts an empty one between."""
        self.movable = True
        self.setVerticalHeader(RowHandles(self, self._rows_chosen_whole, self._on_dropped))
        self._size_numbers()

    def _rows_chosen_whole(self) -> list[int]:
        return sorted({index.row() for index in self.selectedIndexes()})

    def _on_dropped(self, rows: Sequence[int], to: int) -> None:
        at = self.currentIndex().column()
        self.setCurrentIndex(self.lines.index(self.lines.carry(rows, to), max(at, 0)))

    def _size_numbers(self) -> None:
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.verticalHeader().setMinimumWidth(_NUMBER_WIDTH)

    def fit(self) -> None:
        """Give the columns their widths; those that stretch share the room that is left."""
        wide = [fonts.metrics(bold=True).horizontalAdvance(column.title) + 18 for column in self.lines.columns]
        widths = [max(column.width, round(one)) for column, one in zip(self.lines.columns, wide, strict=True)]
        sharing = sum(column.stretch for column in self.lines.columns)
        spare = max(0, self.viewport().width() - sum(widths)) // max(1, sharing)
        for at, column in enumerate(self.lines.columns):
            self.setColumnWidth(at, widths[at] + (spare if column.stretch else 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The room has changed."""
        super().resizeEvent(event)
        self.fit()

    def _dress(self) -> None:
        """The cell of the cursor has a ring; what is selected beside it lies on a soft ground."""
        t = theme.tokens()
        palette = theme.palette(t)
        palette.setColor(QPalette.ColorRole.Highlight, theme.ink(t.select))
        palette.setColor(QPalette.ColorRole.HighlightedText, theme.ink(t.text))
        self.setPalette(palette)

    def named(self, row: int) -> str:
        """What a row is called in messages: «Строка 3»."""
        names = self.lines.row_names
        return f"{self.row_word} {names[row] if row < len(names) else row + 1}"

    def show_lines(self, lines: Lines, columns: Sequence[Column] | None = None, *, again: bool = False) -> None:
        """Show lines; `again` keeps the cursor where it is, else it stands at the first."""
        at = self.currentIndex()
        place = (at.row(), at.column()) if again and at.isValid() else (0, -1)
        self.lines.show(lines, columns)
        row = min(place[0], self.lines.rowCount() - 1)
        if row >= 0:
            fields = [column.field for column in self.lines.columns]
            self.stand_at(row, fields[place[1]] if 0 <= place[1] < len(fields) else "")

    def stand_at(self, row: int, field: str = "") -> None:
        """Put the cursor into a cell, the first that can be typed in unless named."""
        columns = self.lines.columns
        fields = [column.field for column in columns]
        first = next((at for at, column in enumerate(columns) if column.editable), 0)
        index = self.lines.index(row, fields.index(field) if field in fields else first)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def chosen_rows(self) -> list[int]:
        """The rows of the selection, else the row of the cursor."""
        rows = sorted({index.row() for index in self.selectedIndexes()})
        return rows or ([self.currentIndex().row()] if self.currentIndex().isValid() else [])

    def remove_chosen(self) -> None:
        """Take the chosen rows out, and keep the keys."""
        self.lines.remove(self.chosen_rows())
        self.setFocus()

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """After Enter the cursor goes on, as in a spreadsheet."""
        at = self.currentIndex()
        super().closeEditor(editor, hint)
        if hint == QAbstractItemDelegate.EndEditHint.SubmitModelCache and at.isValid():
            self._go_on(at.row(), at.column())

    def _go_on(self, row: int, column: int) -> None:
        if row + 1 < self.lines.rowCount():
            self.stand_at(row + 1, "" if self.by_row else self.lines.columns[column].field)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of a spreadsheet; all else is Qt's."""
        if not self._standard(event) and not self._own(event):
            super().keyPressEvent(event)

    def _standard(self, event: QKeyEvent) -> bool:
        """Paste, copy, undo."""
        at = self.currentIndex()
        if event.matches(QKeySequence.StandardKey.Paste) and at.isValid():
            self.lines.paste(at.row(), at.column(), self._doors.pasted())
        elif event.matches(QKeySequence.StandardKey.Copy):
            self._doors.copy(self._copied())
        elif event.matches(QKeySequence.StandardKey.Undo):
            self.lines.take_back()
        else:
            return False
        return True

    def _own(self, event: QKeyEvent) -> bool:
        """Fill down, take lines out, empty cells, move a line, go on."""
        key, at = event.key(), self.currentIndex()
        if event.modifiers() & CTRL and key == Qt.Key.Key_D:
            self.lines.fill_down(self.selectedIndexes() or [at])
        elif event.modifiers() & CTRL and key == Qt.Key.Key_Delete:
            self.remove_chosen()
        elif key in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.lines.clear(self.selectedIndexes() or [at])
        elif event.modifiers() & ALT and key in _STEPS and self.movable:
            self.setCurrentIndex(self.lines.index(self.lines.move(at.row(), _STEPS[key]), at.column()))
        elif key == Qt.Key.Key_Insert and self.movable and self.lines.grows:
            self.lines.insert(max(0, at.row()))
            self.stand_at(max(0, at.row()), self.lines.columns[max(0, at.column())].field)
        elif key in _ENTER and self.state() != self.State.EditingState:
            self._go_on(at.row(), at.column())
        else:
            return False
        return True

    def _copied(self) -> str:
        rows: dict[int, list[str]] = {}
        for index in sorted(self.selectedIndexes(), key=lambda one: (one.row(), one.column())):
            rows.setdefault(index.row(), []).append(str(index.data(EDIT_ROLE) or ""))
        return "\n".join("\t".join(cells) for cells in rows.values())
