"""The table of «Пропуски» as drawn: a missed day has the ground and the signs of «н» on the marks page."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ezh_desktop.domain.russian import weekday_day_month
from ezh_desktop.ui import fonts, snap, theme
from ezh_desktop.ui.grids.ink import hatch
from ezh_desktop.ui.grids.metrics import clamp_zoom, row_height
from ezh_desktop.ui.models.absences import FIRST_DAY, NAME, NUMBER, AbsencesModel, Face
from ezh_desktop.ui.qttypes import (
    ALIGN_CENTER,
    ALIGN_LEFT,
    ALIGN_RIGHT,
    ANTIALIASING,
    CTRL,
    ELIDE_RIGHT,
    NO_BRUSH,
    STATE_SELECTED,
)

Index = QModelIndex | QPersistentModelIndex

_HEADER: Final = 30
_WIDTHS: Final = {NUMBER: 34, NAME: 200}
_DAY: Final = (112, 72)
"""Width of a day at 100 %, and the least it may have."""
_WEEK: Final = 96
_DOCUMENTS: Final = 120
_PAD: Final = 8
_HATCH: Final = 7


class _Delegate(QStyledItemDelegate):
    """Paints one cell."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Called by the view."""
        grid = self.parent()
        if not isinstance(grid, AbsencesGrid):
            return
        face, rect = grid.table.face(index.row(), index.column()), QRectF(option.rect)
        painter.save()
        painter.setRenderHint(ANTIALIASING)
        self._ground(painter, rect, face, grid, index)
        if grid.table.day_at(index.column()) is None:
            self._words(painter, rect, face, grid, index.column())
        else:
            self._day(painter, rect, face, grid)
        self._lines(painter, rect, index)
        if option.state & STATE_SELECTED and grid.currentIndex() == index:
            frame, width = snap.frame_rect(rect, snap.dpr_of(painter), 2)
            t = theme.tokens()
            painter.setPen(QPen(theme.ink(t.focus if grid.hasFocus() else t.border), width))
            painter.setBrush(NO_BRUSH)
            painter.drawRect(frame)
        painter.restore()

    @staticmethod
    def _ground(p: QPainter, rect: QRectF, face: Face, grid: AbsencesGrid, index: Index) -> None:
        t, chosen = theme.tokens(), grid.selectionModel().isSelected(index)
        # The view has painted its own highlight of what is selected.
        p.fillRect(rect, theme.ink(t.absent_bg if face.absent else t.surface))
        if face.outside:
            p.fillRect(rect, hatch(t.closed_bg, t.closed_hatch, _HATCH, snap.dpr_of(p)))
        if index.row() == grid.currentIndex().row():
            p.fillRect(rect, theme.ink(t.accent, t.row_alpha))
        if chosen and len(grid.selectionModel().selectedIndexes()) > 1:
            p.fillRect(rect, theme.ink(t.accent, t.range_alpha))

    @staticmethod
    def _words(p: QPainter, rect: QRectF, face: Face, grid: AbsencesGrid, column: int) -> None:
        px, room = grid.px(fonts.BODY), rect.adjusted(grid.px(_PAD), 0, -grid.px(_PAD), 0)
        p.setFont(fonts.font(px))
        p.setPen(theme.ink(getattr(theme.tokens(), face.ink)))
        words = fonts.metrics(px).elidedText(face.text, ELIDE_RIGHT, room.width())
        p.drawText(room, ALIGN_RIGHT if column == NUMBER else ALIGN_LEFT, words)

    @staticmethod
    def _day(p: QPainter, rect: QRectF, face: Face, grid: AbsencesGrid) -> None:
        """«3 из 6» with the line under it that «н» has for its reason, the letter, and a ring of doubt before it."""
        t, px, small = theme.tokens(), grid.px(fonts.BODY), grid.px(fonts.SMALL)
        measure = fonts.metrics(px, bold=True)
        width = measure.horizontalAdvance(face.text)
        left = rect.center().x() - width / 2
        p.setFont(fonts.font(px, bold=True))
        p.setPen(theme.ink(getattr(t, face.ink)))
        p.drawText(rect, ALIGN_CENTER, face.text)
        if face.under:
            style = Qt.PenStyle.DotLine if face.under == "dotted" else Qt.PenStyle.SolidLine
            p.setPen(QPen(theme.ink(getattr(t, face.ink)), 1.2, style))
            y = rect.center().y() + measure.ascent() / 2 + 1
            p.drawLine(QPointF(left, y), QPointF(left + width, y))
        p.setFont(fonts.font(small, bold=True))
        p.setPen(theme.ink(t.text2))
        p.drawText(rect.adjusted(0, 0, -grid.px(5), 0), ALIGN_RIGHT, face.letters)
        if face.doubtful:
            side = grid.px(7)
            p.setPen(QPen(theme.ink(t.warn), grid.px(2)))
            p.setBrush(NO_BRUSH)
            p.drawEllipse(QRectF(rect.left() + grid.px(6), rect.center().y() - side / 2, side, side))

    @staticmethod
    def _lines(p: QPainter, rect: QRectF, index: Index) -> None:
        t, hair = theme.tokens(), snap.hair(snap.dpr_of(p))
        strong = (index.row() + 1) % 5 == 0
        snap.hline(p, rect.left(), rect.right() + 1, rect.bottom() + 1 - hair, theme.ink(t.line2 if strong else t.line))
        if index.column() != NUMBER:
            edge = theme.ink(t.line2 if index.column() == NAME else t.line)
            snap.vline(p, rect.right() + 1 - hair, rect.top(), rect.bottom() + 1, edge)


class AbsencesGrid(QTableView):
    """`typed` gives a letter for the chosen cells, `cleared` asks to take their reasons away."""

    typed = Signal(str)
    cleared = Signal()
    zoom_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.zoom = 100
        self.table = AbsencesModel(self)
        self.setObjectName("absencesGrid")
        self.setAccessibleName("Пропуски за неделю")
        self.setModel(self.table)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        head = self.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setSectionsClickable(False)
        head.setHighlightSections(False)
        self.setItemDelegate(_Delegate(self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.modelReset.connect(self.lay_out)
        theme.signals.changed.connect(self.viewport().update)

    def px(self, size: float) -> int:
        """A size of 100 % at this zoom."""
        return max(1, round(size * self.zoom / 100))

    def set_zoom(self, percent: int) -> None:
        """Scales rows, columns and words."""
        self.zoom = clamp_zoom(percent)
        self.lay_out()

    def lay_out(self) -> None:
        """Rows by the number of pupils; days shrink where there is no room, documents take what is left."""
        columns = self.table.columnCount()
        if not columns:
            return
        self.horizontalHeader().setFixedHeight(self.px(_HEADER))
        free = self.height() - self.px(_HEADER)
        self.verticalHeader().setDefaultSectionSize(row_height(free, self.table.rowCount(), self.zoom))
        days, fixed = columns - 4, sum(self.px(width) for width in (*_WIDTHS.values(), _WEEK))
        room = self.viewport().width() - fixed - self.px(_DOCUMENTS)
        day = max(self.px(_DAY[1]), min(self.px(_DAY[0]), room // max(1, days)))
        self._name_days(day)
        for column in range(columns):
            self.setColumnWidth(column, self.px(_WIDTHS[column]) if column in _WIDTHS else day)
        self.setColumnWidth(columns - 2, self.px(_WEEK))
        left = self.viewport().width() - fixed - day * days
        self.setColumnWidth(columns - 1, max(self.px(_DOCUMENTS), left))

    def _name_days(self, width: int) -> None:
        page, measure = self.table.page, self.horizontalHeader().fontMetrics()
        words = max((measure.horizontalAdvance(weekday_day_month(day)) for day in page.days), default=0) if page else 0
        self.table.name_days(brief=words + self.px(_PAD) > width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Rows and columns follow the size."""
        super().resizeEvent(event)
        self.lay_out()

    def go(self, row: int, column: int = FIRST_DAY) -> None:
        """Makes a day the current cell, alone selected, and shows it."""
        self.setCurrentIndex(self.table.index(row, column))

    def currentChanged(self, current: Index, previous: Index) -> None:
        """The row is painted anew."""
        super().currentChanged(current, previous)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A letter is a reason; Delete takes it away; arrows walk, with Shift they choose several days."""
        ctrl, text = event.modifiers() & CTRL, event.text()
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not ctrl:
            self.cleared.emit()
        elif text.isprintable() and text.strip() and not ctrl:
            self.typed.emit(text)
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Ctrl the wheel zooms."""
        if event.modifiers() & CTRL:
            self.zoom_asked.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)
