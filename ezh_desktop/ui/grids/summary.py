"""The grid of «Сводная ведомость»: marks of periods by subject, painted as the marks grid is (look, picture 05)."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QToolTip, QWidget

from ezh_desktop.ui import fonts, theme
from ezh_desktop.ui.grids.ink import draw_centred, glyph
from ezh_desktop.ui.grids.jumps import edge_of_block
from ezh_desktop.ui.grids.marks import SCROLL_BAR
from ezh_desktop.ui.grids.metrics import Metrics, clamp_zoom, row_height
from ezh_desktop.ui.grids.painting import Bar, Scene, ScenePainter, Strip
from ezh_desktop.ui.grids.pupilgrid import Listed, NamesHeader, PupilGrid
from ezh_desktop.ui.models.marks import Index
from ezh_desktop.ui.models.summary import Column, SummaryModel
from ezh_desktop.ui.qttypes import (
    ALIGN_LEFT,
    ALIGN_RIGHT,
    ANTIALIASING,
    CTRL,
    ELIDE_RIGHT,
    HORIZONTAL,
    NO_PEN,
    TOOLTIP_ROLE,
)
from ezh_desktop.ui.snap import hair, hline, vline
from ezh_desktop.ui.tokens import ink

_LINES, _CLOSE_LINES = (22, 20), (18, 17)
"""Heights of the header's lines of subjects and periods; closer in a class that needs the room for its rows."""
MANY_PUPILS = 28
_UPRIGHT = 74
"""Height of the header whose names stand upright: one column a subject."""
_TERM, _YEAR, _FINAL, _SINGLE, _SINGLE_MOST = 20, 28, 36, 34, 60
_TRIANGLE, _OVERDUE = 6.5, 8
_ARROWS = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SubjectHeader(QHeaderView):
    """Subjects over their periods; where each has one column, the names stand upright."""

    def __init__(self, grid: SummaryGrid) -> None:
        super().__init__(HORIZONTAL, grid)
        self._grid = grid
        self.setMinimumSectionSize(1)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.sectionClicked.connect(self._on_section_clicked)

    def _on_section_clicked(self, section: int) -> None:
        place = self._grid.place
        self._grid.go(place[0] if place else 0, section)
        self._grid.setFocus()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paints the whole header: it is one row."""
        t = theme.tokens()
        with QPainter(self.viewport()) as p:
            p.fillRect(self.viewport().rect(), ink(t.raised))
            if self._grid.has_page:
                self._paint_columns(p)
            hline(p, 0, self.width(), self.height() - hair(self.devicePixelRatioF()), ink(t.line2))

    def _paint_columns(self, p: QPainter) -> None:
        columns = self._grid.summary.columns
        shown = [(at, columns[at]) for at in range(len(columns)) if self._seen(at)]
        for _, group in groupby(shown, key=lambda pair: pair[1].subject.subject):
            run = list(group)
            left = self.sectionViewportPosition(run[0][0])
            right = self.sectionViewportPosition(run[-1][0]) + self.sectionSize(run[-1][0])
            self._paint_subject(
                p, run[0][1].subject.name, QRectF(left, 0, right - left, self.height()), self._here(run)
            )
            if not self._grid.upright:
                for at, column in run:
                    self._paint_slot(p, at, column)

    def _seen(self, at: int) -> bool:
        left = self.sectionViewportPosition(at)
        return 0 <= left < self.viewport().width() and self._grid.shows_whole(at)

    def _here(self, run: list[tuple[int, Column]]) -> bool:
        place = self._grid.place
        return place is not None and any(at == place[1] for at, _ in run)

    def _paint_subject(self, p: QPainter, name: str, rect: QRectF, here: bool) -> None:
        t, m = theme.tokens(), self._grid.metrics
        width = hair(self.devicePixelRatioF())
        vline(p, rect.right() - width, 0, rect.height(), ink(t.line2))
        p.setFont(fonts.font(m.px(fonts.SECOND), bold=True))
        p.setPen(ink(t.accent_text if here else t.text))
        if self._grid.upright:
            self._paint_upright(p, name, rect)
            return
        room = QRectF(rect.left() + m.px(6), 0, rect.width() - m.px(8), m.px(self._grid.header_lines[0]))
        words = fonts.metrics(m.px(fonts.SECOND), bold=True)
        if room.width() >= m.px(_TERM):
            p.drawText(room, ALIGN_LEFT, words.elidedText(name, ELIDE_RIGHT, room.width()))
        hline(p, rect.left(), rect.right(), m.px(self._grid.header_lines[0]) - width, ink(t.line))

    def _paint_upright(self, p: QPainter, name: str, rect: QRectF) -> None:
        """From the foot upward, in one line or two."""
        m = self._grid.metrics
        size = m.px(fonts.SMALL)
        words, room = fonts.metrics(size, bold=True), rect.height() - m.px(6)
        lines = _two_lines(name, words.horizontalAdvance, room)
        step = words.height() * 0.92
        p.save()
        p.setFont(fonts.font(size, bold=True))
        p.translate(rect.left(), rect.bottom() - m.px(4))
        p.rotate(-90)
        top = (rect.width() - step * len(lines)) / 2
        for line, text in enumerate(lines):
            shown = words.elidedText(text, ELIDE_RIGHT, room)
            p.drawText(QRectF(0, top + line * step, room + 2, step), ALIGN_LEFT, shown)
        p.restore()

    def _paint_slot(self, p: QPainter, at: int, column: Column) -> None:
        t, m, dpr = theme.tokens(), self._grid.metrics, self.devicePixelRatioF()
        above, high = self._grid.header_lines
        rect = QRectF(self.sectionViewportPosition(at), m.px(above), self.sectionSize(at), m.px(high))
        if column.bold:
            p.fillRect(rect.adjusted(0, 0, 0, -hair(dpr)), ink(t.period_bg))
        place = self._grid.place
        if place is not None and place[1] == at:
            p.fillRect(rect, ink(t.accent, t.row_alpha))
        weight, colour = ("bold", t.text) if column.bold else ("", t.text2)
        draw_centred(p, glyph(column.label, colour, m.px(fonts.SECOND), weight, dpr), rect, dpr)
        vline(p, rect.right() - hair(dpr), rect.top(), rect.bottom(), ink(t.line2 if column.closes else t.line))

    def viewportEvent(self, event: QEvent) -> bool:
        """A subject's whole name under the mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self._grid.has_page:
            at = self.logicalIndexAt(event.pos())
            columns = self._grid.summary.columns
            name = columns[at].subject.name if 0 <= at < len(columns) else ""
            QToolTip.showText(event.globalPos(), name, self.viewport())
            return True
        return bool(super().viewportEvent(event))


def _two_lines(name: str, width: object, room: float) -> list[str]:
    """The name in one line where it fits, else broken at the space that makes two lines most alike."""
    measure = width
    if not callable(measure) or measure(name) <= room or " " not in name:
        return [name]
    spaces = [at for at, letter in enumerate(name) if letter == " "]
    best = min(spaces, key=lambda at: max(measure(name[:at]), measure(name[at + 1 :])))
    return [name[:best], name[best + 1 :]]


class Corner(QWidget):
    """The titles of number and name over the header of names."""

    def __init__(self, grid: SummaryGrid) -> None:
        super().__init__(grid)
        self._grid = grid
        theme.signals.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Ground, edges, and the two titles at the foot."""
        t, m = theme.tokens(), self._grid.metrics
        with QPainter(self) as p:
            p.fillRect(self.rect(), ink(t.raised))
            p.setPen(ink(t.text2))
            p.setFont(fonts.font(m.px(fonts.SECOND)))
            high = m.px(self._grid.header_lines[1])
            line = QRectF(0, self.height() - high, m.number - m.px(6), high - 1)
            p.drawText(line, ALIGN_RIGHT, "№")
            p.drawText(QRectF(m.number + 2, line.top(), self.width(), line.height()), ALIGN_LEFT, "Фамилия, имя")
            width = hair(self.devicePixelRatioF())
            hline(p, 0, self.width(), self.height() - width, ink(t.line2))
            vline(p, self.width() - width, 0, self.height(), ink(t.line2))


class SummaryGrid(PupilGrid):
    """Nothing is typed here: `typed` says that somebody tried, `opened` asks for the page a mark stands on.

    `past_right` comes when the cursor wants to go on to group and decision.
    """

    typed = Signal()
    opened = Signal()
    past_right = Signal()
    moved = Signal()
    laid_out = Signal()
    zoom_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.upright = False
        self.setObjectName("summaryGrid")
        self.setAccessibleName("Сводная ведомость")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalHeader(NamesHeader(self))
        self.setHorizontalHeader(SubjectHeader(self))
        self._corner = Corner(self)
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
        theme.signals.changed.connect(self._on_theme_changed)

    @property
    def summary(self) -> SummaryModel:
        """The model; TypeError without one."""
        model = self.model()
        if not isinstance(model, SummaryModel):
            raise TypeError("no sheet is shown")
        return model

    @property
    def has_page(self) -> bool:
        """Whether a sheet is shown."""
        return isinstance(self.model(), SummaryModel)

    def listed(self, row: int) -> Listed:
        """Number, full name, and the day of departure."""
        page = self.summary.page
        pupil = page.pupils[row]
        return Listed(pupil.number, pupil.name, page.note(pupil), gone=pupil.left is not None)

    def show_summary(self, model: SummaryModel) -> None:
        """Shows another sheet."""
        old = self.selectionModel()
        self.setModel(model)
        if old is not None:
            old.deleteLater()
        model.modelReset.connect(self.lay_out)
        self.lay_out()

    # Layout

    def set_zoom(self, percent: int) -> None:
        """Scales the grid."""
        self.metrics = Metrics(clamp_zoom(percent))
        self.lay_out()

    @property
    def header_lines(self) -> tuple[int, int]:
        """Heights of the header's two lines at 100 %."""
        return _CLOSE_LINES if self.has_page and self.summary.rowCount() > MANY_PUPILS else _LINES

    @property
    def header_height(self) -> int:
        """Of both lines, or of upright names."""
        return self.metrics.px(_UPRIGHT if self.upright else sum(self.header_lines))

    def lay_out(self) -> None:
        """Row height by the number of pupils, widths of columns, names with the pixels left over."""
        if not self.has_page:
            return
        zoom, model = self.metrics.zoom, self.summary
        subjects = {one.subject.subject for one in model.columns}
        self.upright = bool(subjects) and len(subjects) == len(model.columns)
        free = self.height() - self.header_height - SCROLL_BAR
        self.metrics = Metrics(zoom, row_height(free, model.rowCount(), zoom))
        self._lay_columns()
        self.metrics = Metrics(zoom, self.metrics.row, self.slack())
        header = self.verticalHeader()
        if isinstance(header, NamesHeader):
            header.lay_out(self.metrics)
        self.horizontalHeader().setFixedHeight(self.header_height)
        self._corner.setGeometry(0, 0, self.metrics.names, self.header_height)
        self.updateGeometries()
        self.viewport().update()
        self.laid_out.emit()

    def _lay_columns(self) -> None:
        model, m = self.summary, self.metrics
        header = self.horizontalHeader()
        single = self._single_width() if self.upright else 0
        for at, column in enumerate(model.columns):
            width = single or m.px(_wide(column))
            if self.columnWidth(at) != width or header.isSectionHidden(at):
                header.setSectionHidden(at, False)
                header.resizeSection(at, width)
        for at in range(len(model.columns), model.columnCount()):
            header.setSectionHidden(at, True)

    def _single_width(self) -> int:
        m, count = self.metrics, len(self.summary.columns)
        room = self.width() - Metrics(m.zoom).names
        return max(m.px(_SINGLE), min(room // count, m.px(_SINGLE_MOST)))

    def needed(self) -> int:
        """How wide the names and all columns are."""
        columns = range(len(self.summary.columns)) if self.has_page else ()
        return Metrics(self.metrics.zoom).names + sum(self.columnWidth(at) for at in columns)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Row height and slack follow the size."""
        super().resizeEvent(event)
        self.lay_out()

    def rows_chosen(self) -> list[int]:
        """Rows of the selection; the current one where nothing else is selected."""
        chosen, place = self.chosen(), self.place
        if chosen is not None:
            return list(range(chosen[0], chosen[2] + 1))
        return [place[0]] if place else []

    def chosen(self) -> tuple[int, int, int, int] | None:
        """(top, left, bottom, right) of the selected range; None while one cell is selected."""
        if not self.has_page or (selection := self.selectionModel().selection()).isEmpty():
            return None
        area = selection.first()
        if area.width() == 1 and area.height() == 1:
            return None
        return area.top(), area.left(), area.bottom(), area.right()

    def currentChanged(self, current: Index, previous: Index) -> None:
        """The overlays move with the cursor."""
        super().currentChanged(current, previous)
        self.viewport().update()
        self.verticalHeader().viewport().update()
        self.horizontalHeader().viewport().update()
        self.moved.emit()

    # Keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the subject's page, Ctrl + arrow jumps, and a character is refused."""
        key, ctrl = event.key(), event.modifiers() & CTRL
        place = self.place
        if key in _ENTER:
            self.opened.emit()
        elif place and key in _ARROWS and ctrl:
            row, column = edge_of_block(self.summary, place, _ARROWS[Qt.Key(key)])
            self.go(row, min(column, len(self.summary.columns) - 1))
        elif place and key == Qt.Key.Key_Right and place[1] >= len(self.summary.columns) - 1:
            self.past_right.emit()
        elif event.text().isprintable() and event.text().strip() and not ctrl:
            self.typed.emit()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The same as Enter."""
        if self.indexAt(event.position().toPoint()).isValid():
            self.opened.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Ctrl the wheel zooms."""
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
        with QPainter(self.viewport()) as p:
            p.fillRect(event.rect(), ink(theme.tokens().surface))
            if not self.has_page:
                return
            scene = self._scene(event.rect().adjusted(-2, -2, 2, 2))
            painter = ScenePainter(p, scene)
            painter.grounds()
            painter.overlays()
            painter.refused_ground()
            for bar in scene.bars:
                for strip in scene.strips:
                    if strip.number not in bar.outside:
                        self._paint_cell(p, painter, bar, strip)
            painter.lines()
            painter.cursor()

    def _paint_cell(self, p: QPainter, painter: ScenePainter, bar: Bar, strip: Strip) -> None:
        face = self.summary.face(bar.row, strip.number)
        if face is not None:
            painter.content(bar, strip, face)
        found = self.summary.finding(bar.row, strip.number)
        if found:
            self._paint_finding(p, painter.cell(bar, strip), found)

    def _paint_finding(self, p: QPainter, cell: QRectF, found: str) -> None:
        """A triangle top left; of a weak mark for the year larger, with a bar down the edge."""
        t, m = theme.tokens(), self.metrics
        side = m.px(_OVERDUE if found == "block" else _TRIANGLE)
        corner = cell.topLeft()
        p.setRenderHint(ANTIALIASING, True)
        p.setPen(NO_PEN)
        p.setBrush(ink(t.block if found == "block" else t.warn))
        p.drawPolygon(QPolygonF([corner, corner + QPointF(side, 0), corner + QPointF(0, side)]))
        p.setRenderHint(ANTIALIASING, False)
        if found == "block":
            p.fillRect(QRectF(corner.x(), corner.y(), m.px(2), cell.height()), ink(t.block))

    def _scene(self, rect: QRect) -> Scene:
        strips, bars = tuple(self._strips(rect)), tuple(self._bars(rect))
        place = self.place or (-1, -1)
        return Scene(strips, bars, self.metrics, place, self.chosen(), self._refused, self.hasFocus())

    def _strips(self, rect: QRect) -> Iterable[Strip]:
        columns = self.summary.columns
        for at, column in enumerate(columns):
            left = self.columnViewportPosition(at)
            right = left + self.columnWidth(at)
            if right <= max(0, rect.left()) or left > rect.right() or left < 0:
                continue
            if not self.shows_whole(at):
                return
            yield Strip(at, left, right, 0, "period_bg" if column.bold else "", column.closes)

    def _bars(self, rect: QRect) -> Iterable[Bar]:
        model = self.summary
        first, last = self.rowAt(max(0, rect.top())), self.rowAt(rect.bottom())
        if first < 0:
            return
        for row in range(first, (last if last >= 0 else model.rowCount() - 1) + 1):
            if not self.shows_row(row):
                return
            yield Bar(row, self.rowViewportPosition(row), model.outside(row))

    def _on_theme_changed(self) -> None:
        for widget in (self.viewport(), self.horizontalHeader().viewport(), self.verticalHeader().viewport()):
            widget.update()


def _wide(column: Column) -> int:
    """A column's width at 100 %."""
    if not column.bold:
        return _TERM
    return _FINAL if column.label == "итог." else _YEAR
