"""The table of the health sheet: a `QTableView` in which a letter picks a group and other cells open a field."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ezh_desktop.ui import fonts, snap, theme
from ezh_desktop.ui.grids.ink import hatch
from ezh_desktop.ui.grids.metrics import clamp_zoom, row_height
from ezh_desktop.ui.models.health import SHORT_TITLES, Column, Face, HealthModel
from ezh_desktop.ui.models.marks import Index, Place
from ezh_desktop.ui.qttypes import (
    ALIGN_LEFT,
    ALIGN_RIGHT,
    ANTIALIASING,
    CTRL,
    DISPLAY_ROLE,
    ELIDE_RIGHT,
    HORIZONTAL,
    NO_BRUSH,
)

_HEADER: Final = 30
_PAD: Final = 9
_FIFTH: Final = 5
_HATCH: Final = 7
_WIDTHS: Final[Mapping[Column, tuple[int, int]]] = MappingProxyType(
    {
        Column.NUMBER: (34, 30),
        Column.NAME: (190, 150),
        Column.BIRTH: (75, 75),
        Column.GROUP: (112, 84),
        Column.PE_GROUP: (190, 128),
        Column.DESK: (60, 50),
        Column.PLACE: (110, 92),
        Column.ADVICE: (300, 110),
        Column.ENTERED: (96, 84),
        Column.FILL: (130, 110),
    }
)
"""Width of each column at 100 %, and the least it may have."""
_SPARED: Final = (Column.ENTERED, Column.BIRTH, Column.NUMBER)
"""What goes first where there is no room."""
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _Header(QHeaderView):
    """One line of titles; they stay when the rows scroll."""

    def __init__(self, grid: HealthGrid) -> None:
        super().__init__(HORIZONTAL, grid)
        self._grid = grid
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSectionsClickable(False)
        self.setMinimumSectionSize(0)
        theme.signals.changed.connect(self.viewport().update)

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        """A bold quiet title, a line at its right and below."""
        t, model, grid = theme.tokens(), self.model(), self._grid
        words = str(model.headerData(logical, HORIZONTAL, DISPLAY_ROLE) or "") if model else ""
        number = grid.has_page and grid.sheet.columns[logical] is Column.NUMBER
        px = grid.px(fonts.SECOND)
        painter.save()
        painter.fillRect(rect, theme.ink(t.raised))
        painter.setFont(fonts.font(px, bold=True))
        painter.setPen(theme.ink(t.text2))
        room = QRectF(rect).adjusted(grid.px(_PAD), 0, -4, 0)
        measure = fonts.metrics(px, bold=True)
        if measure.horizontalAdvance(words) > room.width() and grid.has_page:
            words = SHORT_TITLES.get(grid.sheet.columns[logical], words)
        shown = measure.elidedText(words, ELIDE_RIGHT, room.width())
        painter.drawText(room.adjusted(0, 0, -4, 0), ALIGN_RIGHT if number else ALIGN_LEFT, shown)
        hair = snap.hair(snap.dpr_of(painter))
        snap.hline(painter, rect.left(), rect.right() + 1, rect.bottom() + 1 - hair, theme.ink(t.line2))
        snap.vline(painter, rect.right() + 1 - hair, rect.top(), rect.bottom(), theme.ink(t.line))
        painter.restore()


class _Delegate(QStyledItemDelegate):
    """Paints one cell."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Called by the view."""
        grid = self.parent()
        if not isinstance(grid, HealthGrid):
            return
        row, column = index.row(), grid.sheet.columns[index.column()]
        painter.save()
        rect = QRectF(option.rect)
        face = grid.sheet.face(row, column)
        self._ground(painter, rect, grid, face, (row, index.column()))
        self._words(painter, rect, grid, face, column)
        self._lines(painter, rect, row, column)
        self._signs(painter, rect, grid, face, (row, index.column()))
        painter.restore()

    def _ground(self, p: QPainter, rect: QRectF, grid: HealthGrid, face: Face, place: Place) -> None:
        t, here = theme.tokens(), grid.place
        # The view has painted its own highlight of what is selected.
        p.fillRect(rect, theme.ink(t.surface))
        if face.outside:
            p.fillRect(rect, hatch(t.closed_bg, t.closed_hatch, _HATCH, snap.dpr_of(p)))
        if here is None:
            return
        name = grid.sheet.columns[place[1]] in (Column.NUMBER, Column.NAME)
        if place[0] == here[0]:
            p.fillRect(rect, theme.ink(t.select) if name else theme.ink(t.accent, t.row_alpha))
        if place[1] == 0 and place[0] == here[0]:
            p.fillRect(QRectF(rect.left(), rect.top(), grid.px(3), rect.height()), theme.ink(t.accent))
        if grid.in_range(place):
            p.fillRect(rect, theme.ink(t.accent, t.range_alpha))
        if place == grid.refused:
            p.fillRect(rect, theme.ink(t.block_bg))

    def _words(self, p: QPainter, rect: QRectF, grid: HealthGrid, face: Face, column: Column) -> None:
        t = theme.tokens()
        small = column is Column.NUMBER
        px = grid.px(fonts.SMALL) if small else grid.text_px
        room = rect.adjusted(grid.px(_PAD), 0, -grid.px(4), 0)
        if face.wanting:
            side = grid.px(7)
            p.setRenderHint(ANTIALIASING)
            p.setPen(QPen(theme.ink(t.warn), grid.px(2)))
            p.setBrush(NO_BRUSH)
            p.drawEllipse(QRectF(room.left(), rect.center().y() - side / 2, side, side))
            room.setLeft(room.left() + side + grid.px(6))
        bold = face.bold or (column is Column.NAME and grid.is_current_name(rect))
        p.setFont(fonts.font(px, bold=bold))
        p.setPen(theme.ink(getattr(t, face.ink_of)))
        words = fonts.metrics(px, bold=bold).elidedText(face.text, ELIDE_RIGHT, room.width())
        p.drawText(room.adjusted(0, 0, -grid.px(4), 0) if small else room, ALIGN_RIGHT if small else ALIGN_LEFT, words)

    def _lines(self, p: QPainter, rect: QRectF, row: int, column: Column) -> None:
        t, hair = theme.tokens(), snap.hair(snap.dpr_of(p))
        strong = (row + 1) % _FIFTH == 0
        snap.hline(p, rect.left(), rect.right() + 1, rect.bottom() + 1 - hair, theme.ink(t.line2 if strong else t.line))
        edge = t.line2 if column is Column.NAME else t.line
        if column is not Column.NUMBER:
            snap.vline(p, rect.right() + 1 - hair, rect.top(), rect.bottom() + 1, theme.ink(edge))

    def _signs(self, p: QPainter, rect: QRectF, grid: HealthGrid, face: Face, place: Place) -> None:
        """A ring while the cell is being written, and the cursor."""
        t = theme.tokens()
        p.setRenderHint(ANTIALIASING)
        if face.pending or face.failed:
            p.setPen(QPen(theme.ink(t.block if face.failed else t.accent_text), 1.4))
            p.setBrush(NO_BRUSH)
            p.drawEllipse(QRectF(rect.right() - 8, rect.bottom() - 8, 4, 4))
        if place == grid.place:
            frame, width = snap.frame_rect(rect, snap.dpr_of(p), 2)
            colour = theme.ink(t.focus if grid.shows_focus else t.border)
            p.setPen(QPen(colour, width))
            p.setBrush(NO_BRUSH)
            p.drawRect(frame)


class HealthGrid(QTableView):
    """`typed` gives a character, `opened` asks for the field of the cell, `cleared` empties it, `moved` goes with it.

    `left_cell` comes before the mouse takes the cursor elsewhere.
    """

    typed = Signal(str)
    opened = Signal()
    cleared = Signal()
    moved = Signal()
    left_cell = Signal()
    laid_out = Signal()
    zoom_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.zoom = 100
        self.refused: Place | None = None
        self.edits = False
        self.setObjectName("healthGrid")
        self.setAccessibleName("Листок здоровья")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setHorizontalHeader(_Header(self))
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(1)
        self.setItemDelegate(_Delegate(self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalScrollBar().valueChanged.connect(self.laid_out)
        theme.signals.changed.connect(self.viewport().update)

    # What is shown

    @property
    def sheet(self) -> HealthModel:
        """The model; TypeError without one."""
        model = self.model()
        if not isinstance(model, HealthModel):
            raise TypeError("no sheet is shown")
        return model

    @property
    def has_page(self) -> bool:
        """Whether a sheet is shown."""
        return isinstance(self.model(), HealthModel)

    @property
    def place(self) -> Place | None:
        """Row and column of the cursor."""
        index = self.currentIndex()
        return (index.row(), index.column()) if index.isValid() else None

    @property
    def column(self) -> Column | None:
        """The column of the cursor."""
        return self.sheet.columns[self.place[1]] if self.has_page and self.place is not None else None

    @property
    def shows_focus(self) -> bool:
        """Whether the keys come here, or to the field in the current cell."""
        return self.hasFocus() or self.edits

    @property
    def text_px(self) -> int:
        """Text of cells and names: a step smaller where rows are lowest."""
        return self.px(12 if self.rowHeight(0) < self.px(18) else fonts.BODY)

    def px(self, size: float) -> int:
        """A size of 100 % at this zoom."""
        return max(1, round(size * self.zoom / 100))

    def is_current_name(self, rect: QRectF) -> bool:
        """Whether a rectangle lies in the current row."""
        index = self.currentIndex()
        return index.isValid() and self.rowViewportPosition(index.row()) == round(rect.top())

    def show_sheet(self, model: HealthModel) -> None:
        """Shows another sheet."""
        old = self.selectionModel()
        self.setModel(model)
        if old is not None:
            old.deleteLater()
        model.modelReset.connect(self.lay_out)
        self.lay_out()

    def go(self, row: int, column: int) -> None:
        """Makes a cell the current one, alone selected, and shows it."""
        self.setCurrentIndex(self.sheet.index(row, column))

    def area(self) -> tuple[int, int, int, int] | None:
        """(top, left, bottom, right) of what is selected; None without a cursor."""
        if not self.has_page or self.selectionModel() is None:
            return None
        chosen = self.selectionModel().selection()
        if chosen.isEmpty():
            return (*self.place, *self.place) if self.place else None
        found = chosen.first()
        return found.top(), found.left(), found.bottom(), found.right()

    def in_range(self, place: Place) -> bool:
        """Whether a cell belongs to a selection of several."""
        area = self.area()
        if area is None or area[:2] == area[2:]:
            return False
        return area[0] <= place[0] <= area[2] and area[1] <= place[1] <= area[3]

    def cell_rect(self, row: int, column: int) -> QRect:
        """A cell on the viewport."""
        return self.visualRect(self.sheet.index(row, column))

    def refuse(self, place: Place | None) -> None:
        """Gives a cell the ground of a refused entry, or takes it away."""
        self.refused = place
        self.viewport().update()

    # Layout

    def set_zoom(self, percent: int) -> None:
        """Scales rows, columns and words."""
        self.zoom = clamp_zoom(percent)
        self.lay_out()

    def lay_out(self) -> None:
        """Row height by the number of pupils; columns by the room there is."""
        if not self.has_page:
            return
        self.horizontalHeader().setFixedHeight(self.px(_HEADER))
        free = self.height() - self.px(_HEADER)
        self.verticalHeader().setDefaultSectionSize(row_height(free, self.sheet.rowCount(), self.zoom))
        widths = widths_for(self.sheet.columns, self.viewport().width(), self.zoom)
        for at, column in enumerate(self.sheet.columns):
            self.setColumnHidden(at, column not in widths)
            if column in widths:
                self.setColumnWidth(at, widths[column])
        self.laid_out.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Rows and columns follow the size."""
        super().resizeEvent(event)
        self.lay_out()

    # Keys and mouse

    def currentChanged(self, current: Index, previous: Index) -> None:
        """The row and the cursor are painted anew."""
        super().currentChanged(current, previous)
        self.viewport().update()
        self.moved.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the field, a character is an entry, arrows walk the cells."""
        ctrl = event.modifiers() & CTRL
        text = event.text()
        if event.key() in _ENTER and not ctrl:
            self.opened.emit()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not ctrl:
            self.cleared.emit()
        elif text.isprintable() and text.strip() and not ctrl:
            self.typed.emit(text)
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on a name goes to its row."""
        self.left_cell.emit()
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and not index.flags() and self.place is not None:
            self.go(index.row(), self.place[1])
            self.setFocus()
            return
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The same as Enter."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.flags():
            self.opened.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Ctrl the wheel zooms."""
        if event.modifiers() & CTRL:
            self.zoom_asked.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def below(self, rect: QRect) -> QPoint:
        """Where a rectangle of the viewport ends, in the window."""
        return self.viewport().mapTo(self.window(), rect.bottomLeft())


def widths_for(columns: tuple[Column, ...], room: int, zoom: int) -> dict[Column, int]:
    """Width of each shown column in `room` pixels: what is spared goes first, then columns shrink to their least.

    The recommendations take what is left over; a table without them ends where its columns end.
    """
    shown = list(columns)

    def total(at: int) -> int:
        return sum(round(_WIDTHS[column][at] * zoom / 100) for column in shown)

    for column in _SPARED:
        if total(1) > room and column in shown:
            shown.remove(column)
    least, most = total(1), total(0)
    share = min(1.0, max(0.0, (room - least) / (most - least))) if most > least else 1.0
    widths = {
        column: round((_WIDTHS[column][1] + (_WIDTHS[column][0] - _WIDTHS[column][1]) * share) * zoom / 100)
        for column in shown
    }
    if Column.ADVICE in widths:
        widths[Column.ADVICE] = max(round(80 * zoom / 100), widths[Column.ADVICE] + room - sum(widths.values()))
    return widths
