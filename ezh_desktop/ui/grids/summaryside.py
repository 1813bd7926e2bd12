"""Group and council decision beside the marks of the summary sheet: a second view of the same model and selection."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QMenu, QTableView, QToolTip, QWidget

from ezh_desktop.ui import fonts, theme
from ezh_desktop.ui.grids.ink import draw_centred, glyph
from ezh_desktop.ui.grids.pupilgrid import FIFTH
from ezh_desktop.ui.grids.summary import SummaryGrid
from ezh_desktop.ui.models.marks import Index
from ezh_desktop.ui.models.summary import DECISION_TITLE, GROUP_TITLE, SummaryModel
from ezh_desktop.ui.qttypes import (
    ALIGN_LEFT,
    ANTIALIASING,
    ELIDE_RIGHT,
    HORIZONTAL,
    NO_BRUSH,
    TOOLTIP_ROLE,
)
from ezh_desktop.ui.snap import frame_rect, hair, hline, vline
from ezh_desktop.ui.tokens import ink

_GROUP, _DECISION, _NARROW_DECISION = 62, 212, 130
_PAD = 10


class _Header(QHeaderView):
    """«Группа», and the decision's title over the protocol that all decisions have."""

    def __init__(self, side: SummarySide) -> None:
        super().__init__(HORIZONTAL, side)
        self._side = side
        self.setMinimumSectionSize(1)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paints both titles on the lines of subject and period."""
        t = theme.tokens()
        with QPainter(self.viewport()) as p:
            p.fillRect(self.viewport().rect(), ink(t.raised))
            model = self._side.summary
            if model is not None:
                self._paint_group(p, model)
                self._paint_decision(p, model)
            vline(p, 0, 0, self.height(), ink(t.line2))
            hline(p, 0, self.width(), self.height() - hair(self.devicePixelRatioF()), ink(t.line2))

    def _paint_group(self, p: QPainter, model: SummaryModel) -> None:
        at, t, m, dpr = model.group_column, theme.tokens(), self._side.grid.metrics, self.devicePixelRatioF()
        if self.isSectionHidden(at):
            return
        left, width = self.sectionViewportPosition(at), self.sectionSize(at)
        words = glyph(GROUP_TITLE, t.text, m.px(fonts.SECOND), "bold", dpr)
        high = m.px(self._side.grid.header_lines[1])
        draw_centred(p, words, QRectF(left, self.height() - high - m.px(2), width, high), dpr)
        vline(p, left + width - hair(dpr), 0, self.height(), ink(t.line2))

    def _paint_decision(self, p: QPainter, model: SummaryModel) -> None:
        at, t, m = model.decision_column, theme.tokens(), self._side.grid.metrics
        left = self.sectionViewportPosition(at) + m.px(_PAD)
        room = self.sectionSize(at) - m.px(_PAD) - 4
        upper, lower = self._side.grid.header_lines
        top = self.height() - m.px(upper + lower)
        for words, line, high, bold, colour in (
            (DECISION_TITLE, top, upper, True, t.text),
            (model.common_protocol(), top + m.px(upper), lower, False, t.text2),
        ):
            p.setFont(fonts.font(m.px(fonts.SECOND), bold=bold))
            p.setPen(ink(colour))
            shown = fonts.metrics(m.px(fonts.SECOND), bold=bold).elidedText(words, ELIDE_RIGHT, room)
            p.drawText(QRectF(left, line, room + 2, m.px(high)), ALIGN_LEFT, shown)


class SummarySide(QTableView):
    """Follows the grid's scrolling and row height; `past_left` comes when the cursor wants back to the marks."""

    past_left = Signal()
    opened = Signal()

    def __init__(self, grid: SummaryGrid, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid = grid
        self.menu: QMenu | None = None
        self._narrow = False
        self.setObjectName("summarySide")
        self.setAccessibleName("Группа и решение педагогического совета")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalHeader(_Header(self))
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        grid.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        self.verticalScrollBar().valueChanged.connect(grid.verticalScrollBar().setValue)
        grid.laid_out.connect(self.lay_out)
        grid.moved.connect(self._on_moved)
        theme.signals.changed.connect(self._on_moved)

    @property
    def summary(self) -> SummaryModel | None:
        """The model; None without one."""
        model = self.model()
        return model if isinstance(model, SummaryModel) else None

    def show_summary(self, model: SummaryModel) -> None:
        """Shows the grid's sheet and shares its selection."""
        self.setModel(model)
        own = self.selectionModel()
        self.setSelectionModel(self.grid.selectionModel())
        own.deleteLater()
        model.dataChanged.connect(self._on_moved)
        self.lay_out()

    def set_narrow(self, narrow: bool) -> None:
        """Under 900 px the decision alone."""
        self._narrow = narrow
        self.lay_out()

    def lay_out(self) -> None:
        """Takes the grid's sizes; the decision gets the room that the marks leave."""
        model = self.summary
        if model is None:
            return
        m, header = self.grid.metrics, self.horizontalHeader()
        group = 0 if self._narrow or not model.columns else m.px(_GROUP)
        whole = self.grid.width() + self.width()
        least = m.px(_NARROW_DECISION if self._narrow else _DECISION)
        decision = max(least, whole - self.grid.needed() - group)
        for at in range(len(model.columns)):
            header.setSectionHidden(at, True)
        for at, width in ((model.group_column, group), (model.decision_column, decision)):
            header.setSectionHidden(at, width == 0)
            if width and self.columnWidth(at) != width:
                header.resizeSection(at, width)
        if self.width() != group + decision:
            self.setFixedWidth(group + decision)
        header.setFixedHeight(self.grid.header_height)
        if self.verticalHeader().defaultSectionSize() != m.row:
            self.verticalHeader().setDefaultSectionSize(m.row)
        self.updateGeometries()
        self._on_moved()

    def currentChanged(self, current: Index, previous: Index) -> None:
        """The overlays move with the cursor."""
        super().currentChanged(current, previous)
        self.viewport().update()

    def _on_moved(self) -> None:
        self.viewport().update()
        self.horizontalHeader().viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left from the group goes back to the marks; Enter asks for the decision's dialog."""
        model, index = self.summary, self.currentIndex()
        first = model is not None and (index.column() <= model.group_column or self.isColumnHidden(model.group_column))
        if event.key() == Qt.Key.Key_Left and first:
            self.past_left.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of a cell; a press beside a chosen range goes to its own row."""
        by_key = event.reason() is QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if self.menu is None or not index.isValid():
            return
        if not self.selectionModel().isSelected(index):
            self.setCurrentIndex(index)
        corner = self.viewport().mapToGlobal(self.visualRect(index).bottomLeft())
        self.menu.popup(corner if by_key else event.globalPos())

    def viewportEvent(self, event: QEvent) -> bool:
        """Hints speak of the cell under the mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self.summary is not None:
            index = self.indexAt(event.pos())
            hint = index.data(TOOLTIP_ROLE) if index.isValid() else None
            QToolTip.showText(event.globalPos(), str(hint) if hint else "", self.viewport())
            return True
        return bool(super().viewportEvent(event))

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints the rows in sight."""
        t, model = theme.tokens(), self.summary
        with QPainter(self.viewport()) as p:
            p.fillRect(event.rect(), ink(t.surface))
            if model is None:
                return
            rows = range(max(0, self.rowAt(0)), model.rowCount())
            bottom = 0
            for row in rows:
                if not self.grid.shows_row(row):
                    break
                self._paint_row(p, model, row)
                bottom = self.rowViewportPosition(row) + self.grid.metrics.row
            vline(p, 0, 0, bottom, ink(t.line2))

    def _paint_row(self, p: QPainter, model: SummaryModel, row: int) -> None:
        t, m, dpr = theme.tokens(), self.grid.metrics, self.devicePixelRatioF()
        top, width = self.rowViewportPosition(row), self.viewport().width()
        place = self.grid.place
        if place is not None and place[0] == row:
            p.fillRect(QRectF(0, top, width, m.row), ink(t.accent, t.row_alpha))
        chosen = self.grid.chosen()
        if chosen is not None and chosen[0] <= row <= chosen[2]:
            p.fillRect(QRectF(0, top, width, m.row), ink(t.accent, t.range_alpha))
        if not self.isColumnHidden(model.group_column):
            self._paint_group(p, model, row, top)
        self._paint_decision(p, model, row, top)
        hline(p, 0, width, top + m.row - hair(dpr), ink(t.line2 if (row + 1) % FIFTH == 0 else t.line))
        if self.hasFocus() and place is not None and place[0] == row:
            self._ring(p, place[1], top)

    def _paint_group(self, p: QPainter, model: SummaryModel, row: int, top: int) -> None:
        t, m, dpr = theme.tokens(), self.grid.metrics, self.devicePixelRatioF()
        at = model.group_column
        left, width = self.columnViewportPosition(at), self.columnWidth(at)
        words = model.group(row)
        if words:
            colour = t.weak if words == "неусп." else t.text2
            draw_centred(p, glyph(words, colour, m.text, "", dpr), QRectF(left, top, width, m.row), dpr)
        vline(p, left + width - hair(dpr), top, top + m.row, ink(t.line2))

    def _paint_decision(self, p: QPainter, model: SummaryModel, row: int, top: int) -> None:
        t, m = theme.tokens(), self.grid.metrics
        left = self.columnViewportPosition(model.decision_column) + m.px(_PAD)
        words, colour = model.decision(row)
        sign = m.px(8) if model.pending(row) or model.failed(row) else 0
        room = self.viewport().width() - left - 4 - sign
        p.setFont(fonts.font(m.text))
        p.setPen(ink(getattr(t, colour)))
        shown = fonts.metrics(m.text).elidedText(words, ELIDE_RIGHT, room)
        p.drawText(QRectF(left, top, room + 2, m.row - 1), ALIGN_LEFT, shown)
        if sign:
            self._paint_ring(p, top, failed=model.failed(row) and not model.pending(row))

    def _paint_ring(self, p: QPainter, top: int, *, failed: bool) -> None:
        """What is being written, or was not."""
        t, m = theme.tokens(), self.grid.metrics
        side = m.px(4)
        p.setRenderHint(ANTIALIASING, True)
        p.setBrush(NO_BRUSH)
        p.setPen(QPen(ink(t.block if failed else t.accent_text), 1.4 * m.zoom / 100))
        p.drawEllipse(QRectF(self.viewport().width() - side - 3, top + m.row - side - 3, side, side))
        p.setRenderHint(ANTIALIASING, False)

    def _ring(self, p: QPainter, column: int, top: int) -> None:
        t, m = theme.tokens(), self.grid.metrics
        cell = QRectF(self.columnViewportPosition(column), top, self.columnWidth(column), m.row)
        frame, thick = frame_rect(cell, self.devicePixelRatioF(), 2)
        p.setPen(QPen(ink(t.focus), thick))
        p.drawRect(frame)
