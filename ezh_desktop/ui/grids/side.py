"""The narrow view beside the marks: mean and lessons missed, on the same rows as the grid it stands by."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from ezh_desktop.ui import theme
from ezh_desktop.ui.grids.ink import draw_centred, glyph
from ezh_desktop.ui.grids.marks import MarksGrid
from ezh_desktop.ui.grids.pupilgrid import FIFTH
from ezh_desktop.ui.models.marks import Index
from ezh_desktop.ui.models.side import MEAN, MISSED, SideModel
from ezh_desktop.ui.qttypes import CURSOR_HAND, HORIZONTAL
from ezh_desktop.ui.snap import frame_rect, hair, hline, vline
from ezh_desktop.ui.tokens import ink

_MEAN_WIDTH, _MISSED_WIDTH = 42, 40


class _SideHeader(QHeaderView):
    """«Ср. балл» and «Проп. из 12» in two lines each."""

    def __init__(self, side: SideGrid) -> None:
        super().__init__(HORIZONTAL, side)
        self._side = side
        self.setMinimumSectionSize(1)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paints both titles on the lines of date and kind."""
        t, m = theme.tokens(), self._side.grid.metrics
        with QPainter(self.viewport()) as p:
            p.fillRect(self.viewport().rect(), ink(t.raised))
            for section in range(self.count()):
                if not self.isSectionHidden(section):
                    self._paint_section(p, section)
            vline(p, 0, 0, self.height(), ink(t.line2))
            hline(p, 0, self.width(), m.header - hair(self.devicePixelRatioF()), ink(t.line2))

    def _paint_section(self, p: QPainter, section: int) -> None:
        t, m, dpr = theme.tokens(), self._side.grid.metrics, self.devicePixelRatioF()
        left, width = self.sectionViewportPosition(section), self.sectionSize(section)
        upper, lower = ("Ср.", "балл") if section == MEAN else ("Проп.", f"из {self._side.held}")
        draw_centred(p, glyph(upper, t.text, m.px(12), "bold", dpr), QRectF(left, m.month, width, m.day - 2), dpr)
        below = QRectF(left, m.month + m.day, width, m.px(12))
        draw_centred(p, glyph(lower, t.text2, m.px(11), "", dpr), below, dpr)
        vline(p, left + width - hair(dpr), 0, self.height(), ink(t.line2))


class SideGrid(QTableView):
    """Follows the grid's scrolling, row height and current row; a press on a number asks for its sum."""

    number_chosen = Signal(int, int)

    def __init__(self, grid: MarksGrid, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid = grid
        self._narrow = False
        self.setObjectName("figures")
        self.setAccessibleName("Средний балл и пропуски")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalHeader(_SideHeader(self))
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setCursor(CURSOR_HAND)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        grid.verticalScrollBar().valueChanged.connect(self._follow_scroll)
        grid.moved.connect(self._follow_row)
        grid.laid_out.connect(self.lay_out)
        theme.signals.changed.connect(self._on_theme_changed)

    @property
    def held(self) -> int:
        """Lessons of the term held so far."""
        model = self.model()
        return model.held if isinstance(model, SideModel) else 0

    def set_narrow(self, narrow: bool) -> None:
        """Under 900 px only the mean is shown."""
        self._narrow = narrow
        self.lay_out()

    def lay_out(self) -> None:
        """Takes the grid's sizes; an ungraded course has no mean."""
        model = self.model()
        if not isinstance(model, SideModel):
            return
        m = self.grid.metrics
        widths = {MEAN: m.px(_MEAN_WIDTH) if model.graded else 0, MISSED: m.px(_MISSED_WIDTH)}
        if self._narrow and model.graded:
            widths[MISSED] = 0
        for column, width in widths.items():
            self.setColumnHidden(column, width == 0)
            if width:
                self.setColumnWidth(column, width)
        self.setFixedWidth(sum(widths.values()))
        self.horizontalHeader().setFixedHeight(m.header)
        self.verticalHeader().setDefaultSectionSize(m.row)
        self.updateGeometries()
        self.viewport().update()
        self.horizontalHeader().viewport().update()

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Moves the grid to the same row and asks for the sum."""
        super().currentChanged(current, previous)
        self.viewport().update()
        if self.hasFocus() and current.isValid():
            place = self.grid.place
            self.grid.go(current.row(), place[1] if place else 0)
            self.number_chosen.emit(current.row(), current.column())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press on the number that is current already asks for its sum again."""
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.number_chosen.emit(index.row(), index.column())

    def _follow_scroll(self, value: int) -> None:
        self.verticalScrollBar().setValue(value)

    def _follow_row(self) -> None:
        place, model = self.grid.place, self.model()
        if place and isinstance(model, SideModel) and not self.hasFocus():
            column = max(0, self.currentIndex().column())
            self.setCurrentIndex(model.index(place[0], column))
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the rows in sight."""
        t = theme.tokens()
        with QPainter(self.viewport()) as p:
            p.fillRect(event.rect(), ink(t.surface))
            model = self.model()
            if isinstance(model, SideModel) and self.grid.has_page:
                self._paint_rows(p, model)
            vline(p, 0, 0, self._bottom(), ink(t.line2))

    def _bottom(self) -> int:
        rows = self.grid.marks.rowCount() if self.grid.has_page else 0
        return self.rowViewportPosition(rows - 1) + self.grid.metrics.row if rows else 0

    def _paint_rows(self, p: QPainter, model: SideModel) -> None:
        t, m = theme.tokens(), self.grid.metrics
        place, width = self.grid.place, self.viewport().width()
        first, last = max(0, self.rowAt(0)), self.rowAt(self.viewport().height() - 1)
        for row in range(first, (last if last >= 0 else model.rowCount() - 1) + 1):
            top = self.rowViewportPosition(row)
            if not self.grid.shows_row(row):
                break
            if place and place[0] == row:
                p.fillRect(QRectF(0, top, width, m.row), ink(t.accent, t.row_alpha))
            for column in (MEAN, MISSED):
                if not self.isColumnHidden(column):
                    self._paint_number(p, model, row, column, top)
            colour = t.line2 if (row + 1) % FIFTH == 0 else t.line
            hline(p, 0, width, top + m.row - hair(self.devicePixelRatioF()), ink(colour))

    def _paint_number(self, p: QPainter, model: SideModel, row: int, column: int, top: int) -> None:
        t, m, dpr = theme.tokens(), self.grid.metrics, self.devicePixelRatioF()
        left, width = self.columnViewportPosition(column), self.columnWidth(column)
        cell = QRectF(left, top, width, m.row)
        text = model.text(row, column)
        if text:
            colour = t.text if column == MEAN else t.text2
            draw_centred(p, glyph(text, colour, m.text, "", dpr), cell, dpr)
        vline(p, left + width - hair(dpr), top, top + m.row, ink(t.line2 if column == MISSED else t.line))
        if self.hasFocus() and self.currentIndex() == model.index(row, column):
            frame, thick = frame_rect(cell, dpr, 2)
            p.setPen(QPen(ink(t.focus), thick))
            p.drawRect(frame)

    def _on_theme_changed(self) -> None:
        self.viewport().update()
        self.horizontalHeader().viewport().update()
