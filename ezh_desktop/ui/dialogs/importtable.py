"""The table of an import: the file's own cells, what will become of each row, and above each column what it holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import (
    QComboBox,
    QHeaderView,
    QLabel,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ezh_desktop.domain.incoming import Judged, Outcome
from ezh_desktop.exchange.tables import column_letter
from ezh_desktop.ui import fonts, icons, theme
from ezh_desktop.ui.dialogs.importreading import Reading, letter, shown_columns
from ezh_desktop.ui.qttypes import (
    ACCESSIBLE_TEXT_ROLE,
    ALIGN_BOTTOM,
    ANTIALIASING,
    DISPLAY_ROLE,
    EDIT_ROLE,
    HORIZONTAL,
    NO_BRUSH,
    STATE_FOCUS,
    TOOLTIP_ROLE,
    USER_ROLE,
    VERTICAL,
)
from ezh_desktop.ui.widgets.tone import tone

FAULT_ROLE = USER_ROLE + 1
ROW_HEIGHT = 26
_HEAD_HEIGHT = 58
_COMBO_HEIGHT = 28
_LEAST = 84
_COMBO_FRAME = 56
"""What a list has beside its words: edges, arrow, and the gaps to its neighbours."""
_LABEL_FRAME = 20
_WILL = "Что будет"
_ICONS = {
    Outcome.NEW: ("checkmark", "ok"),
    Outcome.CHANGE: ("edit", "accent_text"),
    Outcome.REFUSED: ("error_circle-filled", "block"),
}
_INK = {Outcome.NEW: "text2", Outcome.CHANGE: "accent_text", Outcome.SAME: "text3", Outcome.REFUSED: "block"}

Index = QModelIndex | QPersistentModelIndex


class ImportModel(QAbstractTableModel):
    """Rows of one outcome or of all, the refused first, and what each will do. `edited` asks to judge anew."""

    edited = Signal(int, int, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._reading: Reading | None = None
        self._rows: list[Judged] = []
        self._lines: dict[int, Any] = {}
        self.columns: list[int] = []

    def show(self, reading: Reading | None, only: Outcome | None = None) -> None:
        """Show a reading, or nothing."""
        self.beginResetModel()
        self._reading = reading
        judged = reading.found.judged if reading else ()
        chosen = [one for one in judged if only is None or one.outcome is only]
        self._rows = sorted(chosen, key=lambda one: (one.outcome is not Outcome.REFUSED, one.line))
        self._lines = {line.number: line for line in reading.sheet.lines} if reading else {}
        self.columns = shown_columns(reading) if reading else []
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Rows shown."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """The file's columns and the outcome."""
        return 0 if parent.isValid() or self._reading is None else len(self.columns) + 1

    def judged(self, row: int) -> Judged:
        """The row's outcome."""
        return self._rows[row]

    def fault_column(self, row: int) -> int:
        """Where in the row the fault stands; the outcome's column when it belongs to none."""
        letters = [column_letter(column) for column in self.columns]
        one = self._rows[row]
        column = one.shown[1] if one.shown else one.column
        return letters.index(column) if column in letters else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The file's cells can be put right, the outcome cannot."""
        flags = super().flags(index)
        fixed = self._reading is None or self._reading.fixed
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() < len(self.columns) and not fixed else flags

    def data(self, index: Index, role: int = DISPLAY_ROLE) -> Any:  # noqa: ANN401 - what Qt asks for
        """Texts, colours and signs of a cell."""
        if not index.isValid():
            return None
        one, column = self._rows[index.row()], index.column()
        last = column == len(self.columns)
        faulty = one.outcome is Outcome.REFUSED and column == self.fault_column(index.row()) and not last
        if role == FAULT_ROLE:
            return faulty
        if role in {DISPLAY_ROLE, EDIT_ROLE}:
            clause = f", п. {one.clause}" if one.clause else ""
            text = f"{one.words.rstrip('.')}{clause}" if last else self._text(one.line, column)
            return "пусто" if faulty and not text and role == DISPLAY_ROLE else text
        if role in {TOOLTIP_ROLE, ACCESSIBLE_TEXT_ROLE} and last:
            return one.text if one.outcome is Outcome.REFUSED else one.words
        return self._look(one, last=last, faulty=faulty, role=role)

    def setData(self, index: Index, value: Any, role: int = EDIT_ROLE) -> bool:  # noqa: ANN401
        """Hand a changed text on; what it does is seen after the rows were judged anew."""
        if role != EDIT_ROLE or str(value) == self.data(index, EDIT_ROLE):
            return False
        self.edited.emit(self._rows[index.row()].line, self.columns[index.column()], str(value))
        return True

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY_ROLE) -> Any:  # noqa: ANN401
        """The file's row numbers beside, the letters of its columns above."""
        if role != DISPLAY_ROLE:
            return None
        if orientation == VERTICAL:
            return str(self._rows[section].spot.row)
        return _WILL if section == len(self.columns) else letter(self.columns[section])

    def _text(self, row: int, column: int) -> str:
        value = self._lines[row].at(self.columns[column])
        return f"{value:%d.%m.%Y}" if isinstance(value, date) else str(value)

    def _look(self, one: Judged, *, last: bool, faulty: bool, role: int) -> Any:  # noqa: ANN401
        t = theme.tokens()
        if role == Qt.ItemDataRole.ForegroundRole:
            quiet = "text3" if one.outcome is Outcome.SAME else "text"
            return QColor(theme.ink(getattr(t, _INK[one.outcome] if last else "block" if faulty else quiet)))
        if role == Qt.ItemDataRole.BackgroundRole and one.outcome is Outcome.REFUSED:
            return QColor(theme.ink(t.block_bg))
        if role == Qt.ItemDataRole.FontRole and faulty:
            return fonts.font(bold=True)
        if role == Qt.ItemDataRole.DecorationRole and last and one.outcome in _ICONS:
            return icons.icon(*_ICONS[one.outcome])
        return None


class RingDelegate(QStyledItemDelegate):
    """Draws a ring round the field that a row is refused for."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The cell in its own colours, and the ring of the fault or of the focus above it."""
        plain = QStyleOptionViewItem(option)
        view = self.parent()
        current = isinstance(view, QTableView) and view.currentIndex() == index
        plain.state &= ~STATE_FOCUS
        super().paint(painter, plain, index)
        if current or index.data(FAULT_ROLE):
            t = theme.tokens()
            painter.save()
            painter.setRenderHint(ANTIALIASING)
            painter.setPen(QPen(theme.ink(t.focus if current else t.block), 2))
            painter.setBrush(NO_BRUSH)
            painter.drawRoundedRect(plain.rect.adjusted(1, 1, -2, -2), 4, 4)
            painter.restore()


class KindHeader(QHeaderView):
    """Above each column its letter in the file and a list of what it may hold."""

    chosen = Signal(int, str)

    def __init__(self, parent: QTableView) -> None:
        super().__init__(HORIZONTAL, parent)
        self._parts: list[tuple[QLabel, QComboBox | None]] = []
        self.setFixedHeight(_HEAD_HEIGHT)
        self.setSectionsClickable(False)
        self.setStretchLastSection(True)
        self.sectionResized.connect(self._lay)
        parent.horizontalScrollBar().valueChanged.connect(self._lay)

    def show_kinds(self, columns: Sequence[int], reading: Reading, choices: Sequence[tuple[str, str]]) -> None:
        """Make the lists anew for these columns of the file."""
        for label, combo in self._parts:
            for widget in (label, combo):
                if widget is not None:
                    widget.deleteLater()
        self._parts = [self._part(column, reading, choices) for column in columns]
        will = QLabel(_WILL, self.viewport())
        will.setAlignment(ALIGN_BOTTOM)
        tone(will, "text2", fonts.SECOND, bold=True)
        self._parts.append((will, None))
        for label, combo in self._parts:
            label.show()
            if combo is not None:
                combo.show()
        self._lay()

    def paintSection(self, painter: QPainter, rect: QRect, _section: int) -> None:
        """The ground alone: the words are widgets of their own."""
        painter.fillRect(rect, theme.ink(theme.tokens().raised))

    def fit(self, wanted: Sequence[int], room: int, whole: Sequence[bool]) -> None:
        """Give columns the widths they want, or less: what will be is in sight without scrolling. `whole`: not cut."""
        spare = room - sum(wanted)
        least = [width if kept else min(width, _LEAST) for width, kept in zip(wanted, whole, strict=True)]
        give = sum(wanted) - sum(least)
        for at, width in enumerate(wanted):
            less = 0 if spare >= 0 or not give else round(-spare * (width - least[at]) / give)
            self.resizeSection(at, max(least[at], width - less))

    def wants(self, at: int) -> int:
        """The width at which what stands above a shown column is read whole."""
        label, combo = self._parts[at]
        if combo is None:
            return label.fontMetrics().horizontalAdvance(label.text()) + _LABEL_FRAME
        return combo.fontMetrics().horizontalAdvance(combo.currentText()) + _COMBO_FRAME

    def combo(self, at: int) -> QComboBox:
        """The list above a shown column."""
        combo = self._parts[at][1]
        if combo is None:
            raise IndexError(at)
        return combo

    def _part(
        self, column: int, reading: Reading, choices: Sequence[tuple[str, str]]
    ) -> tuple[QLabel, QComboBox | None]:
        if not choices:
            # The columns of a timetable are what they are.
            label = QLabel(reading.layout.headings[column], self.viewport())
            label.setAlignment(ALIGN_BOTTOM)
            tone(label, "text2", fonts.SECOND, bold=True)
            return label, None
        label = QLabel(letter(column), self.viewport())
        tone(label, "text2", fonts.SMALL)
        combo = QComboBox(self.viewport())
        heading = reading.layout.headings.get(column, "")
        combo.setAccessibleName(f"Что в столбце {column_letter(column)}, в файле «{heading}»")
        combo.setToolTip(f"В файле: «{heading}»" if heading else "")
        combo.addItem("не вносить", "")
        for key, words in choices:
            combo.addItem(words, key)
        combo.setCurrentIndex(max(0, combo.findData(reading.layout.kinds.get(column, ""))))
        combo.activated.connect(lambda index, at=column, box=combo: self.chosen.emit(at, box.itemData(index)))
        return label, combo

    def _lay(self, *_: object) -> None:
        for at, (label, combo) in enumerate(self._parts):
            x, width = self.sectionViewportPosition(at), self.sectionSize(at)
            if combo is None:
                label.setGeometry(x + 8, _HEAD_HEIGHT - 26, width - 12, 20)
                continue
            label.setGeometry(x + 4, 6, width - 8, 16)
            combo.setGeometry(x + 2, 24, width - 6, _COMBO_HEIGHT)
