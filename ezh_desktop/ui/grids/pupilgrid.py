"""What the grids whose rows are pupils have in common: the cursor, whole rows and columns, and the header of names."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QRect, QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from ezh_desktop.ui import fonts, theme
from ezh_desktop.ui.grids.metrics import Metrics
from ezh_desktop.ui.models.marks import Place
from ezh_desktop.ui.qttypes import ALIGN_LEFT, ALIGN_RIGHT, DISPLAY_ROLE, VERTICAL
from ezh_desktop.ui.snap import hair, hline, vline
from ezh_desktop.ui.tokens import ink

FIFTH = 5
"""The stronger line stands under every fifth pupil: it makes thirty rows countable on a projector."""
_NAME_SPACE = 2
_NOTE_EDGE = 8


class Listed(NamedTuple):
    """A pupil as the header of names shows one; `note` is «выбыл 16.11»."""

    number: int
    name: str
    note: str = ""
    gone: bool = False


class PupilGrid(QTableView):
    """`left_cell` comes before the cursor leaves its cell by mouse or header."""

    left_cell = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.metrics = Metrics()
        self._refused: Place | None = None

    @property
    def has_page(self) -> bool:
        """Whether a page is shown."""
        raise NotImplementedError

    def listed(self, row: int) -> Listed:
        """The pupil of a row."""
        raise NotImplementedError

    @property
    def place(self) -> Place | None:
        """Row and column of the current cell."""
        index = self.currentIndex()
        return (index.row(), index.column()) if index.isValid() else None

    def go(self, row: int, column: int) -> None:
        """Makes a cell the current one, alone selected, and shows it."""
        model = self.model()
        row = max(0, min(row, model.rowCount() - 1))
        column = max(0, min(column, model.columnCount() - 1))
        self.setCurrentIndex(model.index(row, column))

    def cell_rect(self, row: int, column: int) -> QRect:
        """A cell on the viewport."""
        return self.visualRect(self.model().index(row, column))

    def text_at(self, place: Place) -> str:
        """What a cell shows."""
        return str(self.model().index(*place).data(DISPLAY_ROLE) or "")

    def shows_whole(self, column: int) -> bool:
        """Whether a column in sight is wholly so; one cut by the right edge is not painted."""
        left = self.columnViewportPosition(column)
        return left <= 0 or left + self.columnWidth(column) <= self.viewport().width()

    def shows_row(self, row: int) -> bool:
        """Whether a row in sight is wholly so; one cut by the lower edge is not painted."""
        top = self.rowViewportPosition(row)
        return top <= 0 or top + self.metrics.row <= self.viewport().height()

    def slack(self) -> int:
        """Pixels left over when only whole columns are shown to the right of the names."""
        room = self.width() - Metrics(self.metrics.zoom).names
        first = max(0, self.columnAt(0))
        used = 0
        for column in range(first, self.model().columnCount()):
            width = self.columnWidth(column)
            if used + width > room:
                return max(0, room - used)
            used += width
        return self._slack_from_the_right(room)

    def _slack_from_the_right(self, room: int) -> int:
        """The same when the last column is in sight: whole columns counted from the end."""
        used = 0
        for column in range(self.model().columnCount() - 1, -1, -1):
            if used + self.columnWidth(column) > room:
                return max(0, room - used)
            used += self.columnWidth(column)
        return max(0, min(room - used, self.metrics.px(40)))

    def refuse(self, place: Place | None) -> None:
        """Gives a cell the ground of a refused entry, or takes it away."""
        self._refused = place
        self.viewport().update()


class NamesHeader(QHeaderView):
    """Row number, full surname and given name (5.3), and the day of arrival or departure."""

    def __init__(self, grid: PupilGrid) -> None:
        super().__init__(VERTICAL, grid)
        self._grid = grid
        self.setMinimumSectionSize(1)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.sectionClicked.connect(self._on_section_clicked)

    def lay_out(self, m: Metrics) -> None:
        """Row height and the width of the names."""
        if self.defaultSectionSize() != m.row:
            self.setDefaultSectionSize(m.row)
        if self.width() != m.names:
            self.setFixedWidth(m.names)

    def _on_section_clicked(self, section: int) -> None:
        place = self._grid.place
        self._grid.left_cell.emit()
        self._grid.go(section, place[1] if place else 0)
        self._grid.setFocus()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the rows in sight."""
        t = theme.tokens()
        with QPainter(self.viewport()) as p:
            p.fillRect(event.rect(), ink(t.surface))
            if self._grid.has_page:
                for row in filter(self._grid.shows_row, self._rows()):
                    self._paint_row(p, row)
            vline(p, self.width() - hair(self.devicePixelRatioF()), 0, self.height(), ink(t.line2))

    def _rows(self) -> range:
        first, last = self.logicalIndexAt(0), self.logicalIndexAt(self.viewport().height() - 1)
        if first < 0:
            return range(0)
        return range(first, (last if last >= 0 else self.count() - 1) + 1)

    def _paint_row(self, p: QPainter, row: int) -> None:
        t, m = theme.tokens(), self._grid.metrics
        rect = QRectF(0, self.sectionViewportPosition(row), self.width(), m.row)
        place = self._grid.place
        current = place is not None and place[0] == row
        if current:
            p.fillRect(rect, ink(t.select))
            p.fillRect(QRectF(0, rect.top(), m.px(3), rect.height()), ink(t.accent))
        pupil = self._grid.listed(row)
        number = rect.adjusted(0, 0, -(rect.width() - m.number + m.px(6)), 0)
        p.setFont(fonts.font(m.px(11)))
        p.setPen(ink(t.text2 if current else t.text3))
        p.drawText(number, ALIGN_RIGHT, str(pupil.number))
        self._paint_name(p, pupil, rect, current)
        line = t.line2 if (row + 1) % FIFTH == 0 else t.line
        hline(p, 0, rect.right(), rect.bottom() - hair(self.devicePixelRatioF()), ink(line))

    def _paint_name(self, p: QPainter, pupil: Listed, rect: QRectF, current: bool) -> None:
        t, m = theme.tokens(), self._grid.metrics
        room = rect.adjusted(m.number + _NAME_SPACE, 0, -m.px(_NOTE_EDGE), 0)
        if pupil.note:
            p.setFont(fonts.font(m.px(11)))
            p.setPen(ink(t.text2))
            p.drawText(room, ALIGN_RIGHT, pupil.note)
            room.setRight(room.right() - fonts.metrics(m.px(11)).horizontalAdvance(pupil.note) - m.px(4))
        p.setFont(fonts.font(_fitting(pupil.name, room.width(), m, bold=current), bold=current))
        p.setPen(ink(t.text2 if pupil.gone else t.text))
        p.drawText(room, ALIGN_LEFT, pupil.name)


def _fitting(name: str, room: float, m: Metrics, *, bold: bool) -> int:
    """The size in which a name fits: a pupil's name is made smaller, never cut."""
    size = m.text
    least = m.px(9)
    while size > least and fonts.metrics(size, bold=bold).horizontalAdvance(name) > room:
        size -= 1
    return size
