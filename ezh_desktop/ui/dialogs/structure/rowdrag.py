"""Lines dragged by their numbers at the left to another place; a bar shows where they would stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHeaderView, QTableView, QWidget

from ezh_desktop.ui import theme
from ezh_desktop.ui.qttypes import VERTICAL

_THICK = 3
_NOWHERE = -1
Chosen = Callable[[], Sequence[int]]
Drop = Callable[[Sequence[int], int], None]


class DropBar(QWidget):
    """The line between two rows where what is dragged would stand."""

    def paintEvent(self, _event: QPaintEvent) -> None:
        """All of it in the accent."""
        with QPainter(self) as p:
            p.fillRect(self.rect(), theme.ink(theme.tokens().focus))


class RowHandles(QHeaderView):
    """The numbers of the rows as handles: `drop(rows, to)` is asked when rows are let go before row `to`."""

    def __init__(self, table: QTableView, chosen: Chosen, drop: Drop) -> None:
        super().__init__(VERTICAL, table)
        self._table, self._chosen, self._drop = table, chosen, drop
        self._pressed: QPoint | None = None
        self._rows: Sequence[int] = ()
        self._to = _NOWHERE
        self._bar = DropBar(table.viewport())
        self._bar.hide()
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setToolTip("Строку можно перетащить за номер; с клавиатуры — Alt со стрелкой")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the row; one of several chosen rows takes all of them along."""
        row = self.logicalIndexAt(event.position().toPoint())
        chosen = self._chosen()
        if row not in chosen or len(chosen) < 2:
            super().mousePressEvent(event)
            chosen = [row]
        self._pressed, self._rows = event.position().toPoint(), chosen

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show where the rows would stand."""
        at = event.position().toPoint()
        if self._pressed is None:
            super().mouseMoveEvent(event)
        elif self._to != _NOWHERE or abs(at.y() - self._pressed.y()) >= QApplication.startDragDistance():
            self._show_at(self._place(at.y()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        to, self._to, self._pressed = self._to, _NOWHERE, None
        self._bar.hide()
        self.setCursor(Qt.CursorShape.ArrowCursor)
        super().mouseReleaseEvent(event)
        if to != _NOWHERE:
            self._drop(self._rows, to)

    def _place(self, y: int) -> int:
        """The row before which something dropped at that height stands."""
        row = self.logicalIndexAt(y)
        if row < 0:
            return self.count() if y > 0 else 0
        return row + (y > self.sectionViewportPosition(row) + self.sectionSize(row) // 2)

    def _show_at(self, to: int) -> None:
        self._to = to
        self.setCursor(Qt.CursorShape.ClosedHandCursor)
        end = self.sectionViewportPosition(to) if to < self.count() else self.length() - self.offset()
        self._bar.setGeometry(0, end - _THICK // 2 - 1, self._table.viewport().width(), _THICK)
        self._bar.raise_()
        self._bar.show()
