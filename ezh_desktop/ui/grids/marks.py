"""The marks grid: a `QTableView` that paints its cells itself and keeps Qt's selection, scrolling and accessibility.

A bare widget would paint as fast but has no cells for a screen reader; a delegate called for each cell is four times
slower. Names are the vertical header, dates the horizontal one; both stay in sight for free.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QToolTip, QWidget

from ezh_desktop.domain.away import HOME, SANATORIUM, away_on
from ezh_desktop.ui import theme
from ezh_desktop.ui.grids.headers import DateHeader
from ezh_desktop.ui.grids.jumps import edge_of_block
from ezh_desktop.ui.grids.metrics import Metrics, clamp_zoom, row_height
from ezh_desktop.ui.grids.painting import Bar, Scene, ScenePainter, Strip
from ezh_desktop.ui.grids.pupilgrid import Listed, NamesHeader, PupilGrid
from ezh_desktop.ui.models.marks import Index, MarksModel
from ezh_desktop.ui.qttypes import CTRL, SHIFT, TOOLTIP_ROLE
from ezh_desktop.ui.tokens import ink

_AHEAD = 6
_AWAY = {HOME: "на дому", SANATORIUM: "санаторий"}
"""Beside the name of who learns outside the class today."""
"""How many lessons after the one landed on are kept in sight."""
SCROLL_BAR = 12
_ARROWS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
_CLEARING = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class MarksGrid(PupilGrid):
    """Signals say what the person asked for; the page decides what becomes of it."""

    typed = Signal(str)
    cleared = Signal()
    entered = Signal(bool)
    escaped = Signal()
    moved = Signal()
    kind_asked = Signal(int, QPoint)
    zoom_asked = Signal(int)
    laid_out = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today: int | None = None
        self._frame: tuple[int, int, QSize] | None = None
        self._anchor: tuple[int, int | None] | None = None
        self._build()
        theme.signals.changed.connect(self._on_theme_changed)
        self.horizontalScrollBar().actionTriggered.connect(self._on_scrolled)

    def _on_scrolled(self) -> None:
        """The person has scrolled: a later change of size leaves what is in sight alone."""
        self._anchor = None

    def _build(self) -> None:
        self.setObjectName("marks")
        self.setAccessibleName("Отметки")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalHeader(NamesHeader(self))
        self.setHorizontalHeader(DateHeader(self))
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrap(False)

    # The model, typed

    @property
    def marks(self) -> MarksModel:
        """The model; RuntimeError before a page is shown."""
        model = self.model()
        if not isinstance(model, MarksModel):
            raise RuntimeError("the grid shows no page yet")  # noqa: TRY004 - an order of calls, not a type
        return model

    @property
    def has_page(self) -> bool:
        """Whether a page is shown."""
        return isinstance(self.model(), MarksModel)

    def listed(self, row: int) -> Listed:
        """Number, full name (5.3), and the day of departure or arrival that falls into this year of the class."""
        page = self.marks.page
        pupil = page.pupils[row]
        if pupil.left and pupil.left <= page.today:
            return Listed(pupil.number, pupil.name, f"{pupil.left_word} {_short_day(pupil.left)}", gone=True)
        away = away_on(pupil.away, page.today)
        if away is not None:
            return Listed(pupil.number, pupil.name, _AWAY[away.kind])
        return Listed(pupil.number, pupil.name, f"с {_short_day(pupil.arrived)}" if pupil.arrived else "")

    def show_marks(self, model: MarksModel, today: int | None) -> None:
        """Shows a page; `today` is the column of today's lesson, if there is one."""
        self._today = today
        old = self.selectionModel()
        self.setUpdatesEnabled(False)
        self.horizontal.hold()
        self.setModel(model)
        if old is not None:
            old.deleteLater()
        model.headerDataChanged.connect(self.lay_out)
        model.modelReset.connect(self.lay_out)
        self.lay_out()
        self.setUpdatesEnabled(True)

    @property
    def horizontal(self) -> DateHeader:
        """The header of dates."""
        header = self.horizontalHeader()
        assert isinstance(header, DateHeader)  # noqa: S101 - set in _build
        return header

    @property
    def vertical(self) -> NamesHeader:
        """The header of names."""
        header = self.verticalHeader()
        assert isinstance(header, NamesHeader)  # noqa: S101 - set in _build
        return header

    @property
    def today(self) -> int | None:
        """The column of today's lesson."""
        return self._today

    # Layout

    def set_zoom(self, percent: int) -> None:
        """Scales the grid; see `metrics.ZOOM_LEAST` and `ZOOM_MOST`."""
        self.metrics = Metrics(clamp_zoom(percent))
        self.lay_out()

    def lay_out(self) -> None:
        """Row height by the number of pupils, widths of columns, names with the pixels left over."""
        if not self.has_page:
            return
        zoom, model = self.metrics.zoom, self.marks
        plain = Metrics(zoom)
        free = self.height() - plain.header - SCROLL_BAR
        self.metrics = Metrics(zoom, row_height(free, model.rowCount(), zoom))
        self._lay_columns()
        self.metrics = Metrics(zoom, self.metrics.row, self.slack())
        self.vertical.lay_out(self.metrics)
        frame = (self.metrics.names, self.metrics.header, self.size())
        if frame != self._frame:
            self._frame = frame
            self.horizontal.setFixedHeight(self.metrics.header)
            self.updateGeometries()
        self.viewport().update()
        self.laid_out.emit()

    def _lay_columns(self) -> None:
        m, model = self.metrics, self.marks
        wide = model.wide_columns()
        widths = {}
        for index, column in enumerate(model.columns):
            width = m.period if column.lesson is None else m.double if index in wide else m.lesson
            width += m.gap if column.after_gap else 0
            if width != m.lesson:
                widths[index] = width
        self.horizontal.lay_out(m, widths)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lays out anew: row height and slack follow the size, and so does what is in sight until the person acts."""
        super().resizeEvent(event)
        self.lay_out()
        if self._anchor is not None and self.has_page:
            self.show_around(*self._anchor)

    # Where the cursor stands

    def show_around(self, column: int, last: int | None = None) -> None:
        """Scrolls so that a column and the next lessons are in sight, not beyond column `last`."""
        self._anchor = (column, last)
        count = self.marks.columnCount()
        right = min(count - 1, column + _AHEAD if last is None else max(column, min(column + _AHEAD, last)))
        room = self.viewport().width()
        left = right
        used = self.columnWidth(right)
        while left > 0 and used + self.columnWidth(left - 1) <= room:
            left -= 1
            used += self.columnWidth(left)
        self.horizontalScrollBar().setValue(left)
        self.lay_out()

    def chosen(self) -> tuple[int, int, int, int] | None:
        """(top, left, bottom, right) of the selected range; None while one cell is selected."""
        if not self.has_page or (selection := self.selectionModel().selection()).isEmpty():
            return None
        area = selection.first()
        if area.width() == 1 and area.height() == 1:
            return None
        return area.top(), area.left(), area.bottom(), area.right()

    def area(self) -> tuple[int, int, int, int]:
        """The selected range, or the current cell as one; LookupError without a cell."""
        chosen, place = self.chosen(), self.place
        if chosen is not None:
            return chosen
        if place is None:
            raise LookupError("no cell is current")
        return *place, *place

    def choose(self, top: int, left: int, bottom: int, right: int) -> None:
        """Selects a range; the current cell stays."""
        model = self.marks
        area = QItemSelection(model.index(top, left), model.index(bottom, right))
        self.selectionModel().select(area, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def cell_rect(self, row: int, column: int) -> QRect:
        """A cell on the viewport, without the strip of the holidays."""
        rect = self.visualRect(self.marks.index(row, column))
        gap = self.metrics.gap if self.marks.columns[column].after_gap else 0
        return rect.adjusted(gap, 0, 0, 0)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """The overlays of row and column move with the cursor."""
        super().currentChanged(current, previous)
        self.viewport().update()
        self.vertical.viewport().update()
        self.horizontal.viewport().update()
        self.moved.emit()

    # Keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Characters are entries; Ctrl + arrow jumps to the edge of a block; everything else is Qt's."""
        self._anchor = None
        key, ctrl = event.key(), event.modifiers() & CTRL
        if key in _ARROWS and ctrl and self.place:
            self._jump(_ARROWS[Qt.Key(key)], extend=bool(event.modifiers() & SHIFT))
        elif key in _CLEARING:
            self.cleared.emit()
        elif key in _ENTER:
            self.entered.emit(bool(event.modifiers() & SHIFT))
        elif key == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif event.text().isprintable() and event.text() and not ctrl:
            self.typed.emit(event.text())
        else:
            self.left_cell.emit()
            super().keyPressEvent(event)
            return
        event.accept()

    def _jump(self, step: tuple[int, int], *, extend: bool) -> None:
        place = self.place
        if place is None:
            return
        self.left_cell.emit()
        row, column = edge_of_block(self.marks, place, step)
        index = self.marks.index(row, column)
        flag = QItemSelectionModel.SelectionFlag
        if extend:
            self.setSelection(
                self.visualRect(self.marks.index(*place)).united(self.visualRect(index)), flag.ClearAndSelect
            )
            self.selectionModel().setCurrentIndex(index, flag.NoUpdate)
        else:
            self.setCurrentIndex(index)
        self.scrollTo(index)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press ends what waits in a cell; a press on the strip of the holidays chooses nothing."""
        self._anchor = None
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and not self.cell_rect(index.row(), index.column()).contains(event.position().toPoint()):
            return
        self.left_cell.emit()
        super().mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and wheel zoom; Shift and wheel, or a class that is wholly in sight, scroll by lessons."""
        self._anchor = None
        if event.modifiers() & CTRL:
            self.zoom_asked.emit(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Hints speak of the cell under the mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self.has_page:
            index = self.indexAt(event.pos())
            hint = index.data(TOOLTIP_ROLE) if index.isValid() else None
            QToolTip.showText(event.globalPos(), str(hint) if hint else "", self.viewport())
            return True
        return bool(super().viewportEvent(event))

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paints what lies in the damaged rectangle."""
        t = theme.tokens()
        with QPainter(self.viewport()) as p:
            p.fillRect(event.rect(), ink(t.surface))
            if not self.has_page:
                return
            scene = self._scene(event.rect())
            painter = ScenePainter(p, scene)
            painter.grounds()
            painter.overlays()
            painter.refused_ground()
            self._paint_cells(painter, scene)
            painter.lines()
            painter.cursor()

    def _paint_cells(self, painter: ScenePainter, scene: Scene) -> None:
        face_of, content = self.marks.face, painter.content
        for bar in scene.bars:
            for strip in scene.strips:
                face = face_of(bar.row, strip.number)
                if face is not None and strip.number not in bar.outside:
                    content(bar, strip, face)
        self._paint_findings(painter, scene)

    def _paint_findings(self, painter: ScenePainter, scene: Scene) -> None:
        signs, model = self.marks.signs.cells, self.marks
        for bar in scene.bars if signs else ():
            pupil = model.page.pupils[bar.row].pupil
            for strip in scene.strips:
                overdue = signs.get((pupil, model.columns[strip.number].key))
                if overdue is not None:
                    painter.finding(bar, strip, overdue=overdue)

    def _scene(self, rect: QRect) -> Scene:
        place = self.place or (-1, -1)
        # A focus ring stands 1 px outside its cell: neighbours are painted with it.
        wide = rect.adjusted(-2, -2, 2, 2)
        return Scene(
            tuple(self._strips(wide)),
            tuple(self._bars(wide)),
            self.metrics,
            place,
            self.chosen(),
            self._refused,
            self.hasFocus(),
        )

    def _strips(self, rect: QRect) -> Iterable[Strip]:
        model, gap = self.marks, self.metrics.gap
        first, last = self.columnAt(max(0, rect.left())), self.columnAt(rect.right())
        if first < 0:
            return
        end = last if last >= 0 else model.columnCount() - 1
        for index in range(first, end + 1):
            left = self.columnViewportPosition(index)
            if not self.shows_whole(index):
                return
            column = model.columns[index]
            ground = "period_bg" if column.lesson is None else "today_bg" if index == self._today else ""
            yield Strip(
                index,
                left,
                left + self.columnWidth(index),
                gap if column.after_gap else 0,
                ground,
                column.closes_week,
            )

    def _bars(self, rect: QRect) -> Iterable[Bar]:
        model = self.marks
        first, last = self.rowAt(max(0, rect.top())), self.rowAt(rect.bottom())
        if first < 0:
            return
        end = last if last >= 0 else model.rowCount() - 1
        for row in range(first, end + 1):
            if not self.shows_row(row):
                return
            yield Bar(row, self.rowViewportPosition(row), model.outside(row))

    def _on_theme_changed(self) -> None:
        self.viewport().update()
        self.horizontal.viewport().update()
        self.vertical.viewport().update()


def _short_day(day: date) -> str:
    """«9.11»."""
    return f"{day.day}.{day.month:02}"
