"""The courses beside a week: hours by the plan, in the timetable, and the difference; dragged or sent into a cell."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from ezh_desktop.domain.typed import hours_text
from ezh_desktop.services.structure.timetable_hours import HoursLine
from ezh_desktop.ui import fonts, theme
from ezh_desktop.ui.dialogs.structure.weektable import LESSON_MIME
from ezh_desktop.ui.qttypes import ACCESSIBLE_TEXT_ROLE, ALIGN_LEFT, ALIGN_RIGHT, USER_ROLE
from ezh_desktop.ui.widgets.softselection import SoftSelection

ROW_HEIGHT = 26
HEADS = ("Предмет", "План", "Есть", "±")
_NUMBER_WIDTH = 44
_ENTER = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class HoursTable(QTableWidget):
    """`chosen` gives the title of the course that shall go into the week."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, len(HEADS), parent)
        self.setAccessibleName("Предметы и часы")
        self.writable = True
        for at, words in enumerate(HEADS):
            head = QTableWidgetItem(words)
            head.setTextAlignment(ALIGN_RIGHT if at else ALIGN_LEFT)
            self.setHorizontalHeaderItem(at, head)
        self.setItemDelegate(SoftSelection(self))
        self.setFrameShape(QTableWidget.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setTabKeyNavigation(False)
        self.setFont(fonts.font(fonts.SECOND))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setMinimumSectionSize(24)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.itemDoubleClicked.connect(self._on_double_click)

    def let_place(self, *, writable: bool) -> None:
        """Whether a course may be dragged or sent into the week."""
        self.setDragEnabled(writable)
        self.writable = writable

    def show_hours(self, lines: Sequence[HoursLine], total: HoursLine) -> None:
        """Show the courses and, below, the whole week; the chosen line stays."""
        row = self.currentRow()
        self.setRowCount(len(lines) + 1)
        for at, line in enumerate((*lines, total)):
            self._show_line(at, line, last=at == len(lines))
        if 0 <= row < len(lines):
            self.setCurrentCell(row, 0)

    def title(self, row: int) -> str:
        """The course of a row; "" of the row below."""
        item = self.item(row, 0)
        return str(item.data(USER_ROLE) or "") if item is not None else ""

    def texts(self, row: int) -> list[str]:
        """What a row says."""
        items = [self.item(row, at) for at in range(len(HEADS))]
        return [item.text() for item in items if item is not None]

    def _show_line(self, row: int, line: HoursLine, *, last: bool) -> None:
        texts = (line.title, hours_text(line.planned), hours_text(line.there), line.difference_text)
        said = _said(line)
        for at, text in enumerate(texts):
            item = QTableWidgetItem(text)
            item.setToolTip(said)
            item.setData(ACCESSIBLE_TEXT_ROLE, f"{HEADS[at]}: {text}" if at else said)
            item.setFont(fonts.font(fonts.SECOND, bold=last or (at == 0 and line.difference < 0)))
            if at:
                item.setTextAlignment(ALIGN_RIGHT)
            if (at == len(HEADS) - 1 and line.difference) or (at == 1 and line.usual is not None):
                item.setForeground(QBrush(QColor(theme.ink(theme.tokens().warn_text))))
            if last:
                item.setFlags(Qt.ItemFlag.ItemIsEnabled)
            elif at == 0:
                item.setData(USER_ROLE, line.title)
            self.setItem(row, at, item)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The names take what the numbers leave."""
        super().resizeEvent(event)
        for at in range(1, len(HEADS)):
            self.setColumnWidth(at, _NUMBER_WIDTH)
        self.setColumnWidth(0, max(60, self.viewport().width() - _NUMBER_WIDTH * (len(HEADS) - 1)))

    def mimeData(self, items: Sequence[QTableWidgetItem]) -> QMimeData:
        """The title of the course that is dragged."""
        mime = QMimeData()
        title = self.title(items[0].row()) if items else ""
        if title:
            mime.setData(LESSON_MIME, title.encode())
            mime.setText(title)
        return mime

    def mimeTypes(self) -> list[str]:
        """See Qt."""
        return [LESSON_MIME]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter sends the course into the week."""
        if event.key() in _ENTER:
            self._send(self.currentRow())
        else:
            super().keyPressEvent(event)

    def _on_double_click(self, item: QTableWidgetItem) -> None:
        self._send(item.row())

    def _send(self, row: int) -> None:
        if self.writable and row >= 0 and self.title(row):
            self.chosen.emit(self.title(row))


def _said(line: HoursLine) -> str:
    """«Алгебра: по плану 3 ч, в расписании 2 ч. Фамилия И. О.»."""
    parts = [f"{line.title}: по плану {hours_text(line.planned)} ч, в расписании {hours_text(line.there)} ч."]
    if line.usual is not None:
        parts.append(f"По примерному учебному плану {hours_text(line.usual)} ч.")
    parts += [line.teachers] if line.teachers else []
    return " ".join(parts)
