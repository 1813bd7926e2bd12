"""The table of lessons: a `QTableView` whose current row holds two fields. What is entered is ink, the plan pencil."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPen, QPolygonF, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ezh_desktop.services.deciding import kind_of_lesson
from ezh_desktop.services.pages.course import LessonColumn
from ezh_desktop.ui import fonts, snap, theme
from ezh_desktop.ui.models.topics import Column, TopicsModel
from ezh_desktop.ui.qttypes import (
    ALIGN_LEFT,
    ANTIALIASING,
    CTRL,
    DISPLAY_ROLE,
    ELIDE_RIGHT,
    HORIZONTAL,
    NO_BRUSH,
    NO_PEN,
)

_ROW, _EDITED, _HEADING, _HEADER = 29, 38, 22, 28
_WIDTHS = {Column.NUMBER: 40, Column.DAY: 96, Column.KIND: 50, Column.NOTE: 132}
_TOPIC_SHARE = 0.62
_PAD = 10
_NARROW_PAGE = 640


class _Header(QHeaderView):
    """One line of titles."""

    def __init__(self, parent: TopicsGrid) -> None:
        super().__init__(HORIZONTAL, parent)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSectionsClickable(False)
        self.setMinimumSectionSize(0)
        theme.signals.changed.connect(self.viewport().update)

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        """A bold quiet title, a line at its right and below."""
        t, grid = theme.tokens(), self.parentWidget()
        px = fonts.SECOND * (grid.zoom if isinstance(grid, TopicsGrid) else 100) / 100
        model = self.model()
        words = str(model.headerData(logical, HORIZONTAL, DISPLAY_ROLE) or "") if model else ""
        painter.save()
        painter.fillRect(rect, theme.ink(t.raised))
        painter.setFont(fonts.font(px, bold=True))
        painter.setPen(theme.ink(t.text2))
        painter.drawText(QRectF(rect).adjusted(_PAD, 0, -4, 0), ALIGN_LEFT, words)
        dpr = snap.dpr_of(painter)
        snap.hline(painter, rect.left(), rect.right() + 1, rect.bottom() + 1 - snap.hair(dpr), theme.ink(t.line2))
        snap.vline(painter, rect.right() + 1 - snap.hair(dpr), rect.top(), rect.bottom(), theme.ink(t.line))
        painter.restore()


class _Delegate(QStyledItemDelegate):
    """Paints one cell of a lesson's row, or a heading of a month."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Called by the view."""
        grid = self.parent()
        if not isinstance(grid, TopicsGrid):
            return
        painter.save()
        rect = QRectF(option.rect)
        line = grid.topics.lines[index.row()]
        if line.heading:
            self._heading(painter, rect, line.heading if index.column() == 0 else "", grid)
        else:
            self._cell(painter, rect, grid, index.row(), Column(index.column()))
        painter.restore()

    def _heading(self, p: QPainter, rect: QRectF, words: str, grid: TopicsGrid) -> None:
        t = theme.tokens()
        p.fillRect(rect, theme.ink(t.raised))
        p.setFont(fonts.font(grid.px(fonts.SMALL), bold=True))
        p.setPen(theme.ink(t.text2))
        p.drawText(rect.adjusted(_PAD, 0, 200, 0), ALIGN_LEFT, words)
        self._line(p, rect)

    def _line(self, p: QPainter, rect: QRectF) -> None:
        hair = snap.hair(snap.dpr_of(p))
        snap.hline(p, rect.left(), rect.right() + 1, rect.bottom() - hair, theme.ink(theme.tokens().line))

    def _cell(self, p: QPainter, rect: QRectF, grid: TopicsGrid, row: int, column: Column) -> None:
        t, model = theme.tokens(), grid.topics
        lesson = model.lesson_at(row)
        if lesson is None:
            return
        current = row == grid.currentIndex().row()
        if current:
            p.fillRect(rect, theme.ink(t.today_bg))
            if column is Column.NUMBER:
                p.fillRect(QRectF(rect.left(), rect.top(), 3, rect.height()), theme.ink(t.accent))
        self._line(p, rect)
        if column is Column.TOPIC and model.missing(lesson):
            self._missing(p, rect, grid, lesson)
        else:
            self._words(p, rect, grid, model.text(row, column), _look(model, lesson, column))
        if column is Column.NOTE and (model.pending(lesson.lesson) or lesson.lesson in model.failed):
            self._ring(p, rect, failed=lesson.lesson in model.failed)

    def _words(self, p: QPainter, rect: QRectF, grid: TopicsGrid, words: str, look: tuple[str, bool]) -> None:
        ink_of, bold = look
        px = grid.px(fonts.BODY)
        p.setFont(fonts.font(px, bold=bold))
        p.setPen(theme.ink(getattr(theme.tokens(), ink_of)))
        room = rect.adjusted(_PAD, 0, -4, 0)
        p.drawText(room, ALIGN_LEFT, fonts.metrics(px, bold=bold).elidedText(words, ELIDE_RIGHT, room.width()))

    def _missing(self, p: QPainter, rect: QRectF, grid: TopicsGrid, lesson: LessonColumn) -> None:
        """«Тема не записана.» and what one press would write; a triangle in the corner."""
        t, px = theme.tokens(), grid.px(fonts.BODY)
        p.setRenderHint(ANTIALIASING)
        p.setPen(NO_PEN)
        p.setBrush(theme.ink(t.warn))
        corner, side = rect.topLeft(), grid.px(6.5)
        triangle = [corner, corner, corner]
        triangle[1] = corner + QRectF(0, 0, side, 0).topRight()
        triangle[2] = corner + QRectF(0, 0, 0, side).bottomLeft()
        p.drawPolygon(QPolygonF(triangle))
        words = "Тема не записана."
        self._words(p, rect, grid, words, ("warn_text", False))
        if lesson.planned_topic and lesson.writable:
            left = fonts.metrics(px).horizontalAdvance(words) + 8
            offer = f"Вписать следующую из КТП: «{lesson.planned_topic}»"
            self._words(p, rect.adjusted(left, 0, 0, 0), grid, offer, ("accent_text", False))

    def _ring(self, p: QPainter, rect: QRectF, *, failed: bool) -> None:
        t = theme.tokens()
        p.setRenderHint(ANTIALIASING)
        p.setPen(QPen(theme.ink(t.block if failed else t.accent_text), 1.4))
        p.setBrush(NO_BRUSH)
        p.drawEllipse(QRectF(rect.right() - 12, rect.bottom() - 12, 6, 6))


def _look(model: TopicsModel, lesson: LessonColumn, column: Column) -> tuple[str, bool]:
    """Token and weight of a cell's words."""
    today = lesson.day == model.live.today
    if column is Column.NUMBER:
        return "text3", False
    if column is Column.DAY:
        return ("text" if lesson.day <= model.live.today else "text3"), today
    if column is Column.KIND:
        planned = lesson.kind_planned or not lesson.topic
        return ("text3" if planned else "text"), kind_of_lesson(lesson.kind).control and not planned
    if column is Column.NOTE:
        warns = model.missing(lesson) or lesson.lesson in model.signs.lessons
        return ("warn_text" if warns else "text2"), False
    return ("text3" if column is Column.TOPIC and not lesson.topic else "text"), False


class TopicsGrid(QTableView):
    """`wanted` gives the row of a lesson that the person chose; the page goes there when it may.

    `mend_asked` comes after it when the offered topic of a row was clicked, `laid_out` when the fields must move,
    `typed` with a character for a lesson that has no fields.
    """

    wanted = Signal(int)
    laid_out = Signal()
    # Ids have 63 bits and Qt's int has 32: they travel as objects.
    mend_asked = Signal(object)
    zoom_asked = Signal(int)
    typed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.zoom = 100
        self.edits = False
        # Until the person scrolls or steps, another size of the window keeps the lesson in the middle.
        self._middle = False
        self.setObjectName("topicsGrid")
        self.setAccessibleName("Темы и задания")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setHorizontalHeader(_Header(self))
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(0)
        self.setItemDelegate(_Delegate(self))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.verticalScrollBar().valueChanged.connect(self.laid_out)
        theme.signals.changed.connect(self.viewport().update)

    @property
    def topics(self) -> TopicsModel:
        """The model; TypeError without one."""
        model = self.model()
        if not isinstance(model, TopicsModel):
            raise TypeError("no page is shown")
        return model

    @property
    def has_page(self) -> bool:
        """Whether a page is shown."""
        return isinstance(self.model(), TopicsModel)

    def px(self, size: float) -> int:
        """A size of 100 % at this zoom."""
        return round(size * self.zoom / 100)

    def lesson(self) -> LessonColumn | None:
        """The current lesson."""
        return self.topics.lesson_at(self.currentIndex().row()) if self.has_page else None

    def show_topics(self, model: TopicsModel) -> None:
        """Shows another page."""
        self.setModel(model)
        model.modelReset.connect(self.lay_out)
        self.lay_out()

    def go(self, row: int) -> None:
        """Makes a lesson the current one and brings it into sight with what follows."""
        self._middle = False
        before = self.currentIndex().row()
        index = self.topics.index(row, Column.TOPIC)
        self.setCurrentIndex(index)
        for at in (before, row):
            self._set_height(at)
        self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
        self.viewport().update()

    def neighbour(self, by: int) -> int | None:
        """The row of the next or previous lesson, None at the ends."""
        rows = sorted(self.topics.row_of.values()) if self.has_page else []
        row = self.currentIndex().row()
        at = rows.index(row) + by if row in rows else -1
        return rows[at] if 0 <= at < len(rows) else None

    def show_middle(self) -> None:
        """Brings the current lesson to the middle: what was before it and what comes are both in sight."""
        self._middle = True
        self.scrollTo(self.currentIndex(), QAbstractItemView.ScrollHint.PositionAtCenter)

    def lay_out(self) -> None:
        """Sizes rows and columns anew."""
        if not self.has_page:
            return
        for row, line in enumerate(self.topics.lines):
            self._set_height(row)
            if line.heading:
                self.setSpan(row, 0, 1, len(Column))
        self.horizontalHeader().setFixedHeight(self.px(_HEADER))
        rest = self.viewport().width()
        narrow = rest < _NARROW_PAGE
        for column, width in _WIDTHS.items():
            hidden = narrow and column in (Column.NUMBER, Column.NOTE)
            self.setColumnWidth(column, 0 if hidden else self.px(width))
            rest -= 0 if hidden else self.px(width)
        self.setColumnWidth(Column.TOPIC, round(rest * _TOPIC_SHARE))
        self.setColumnWidth(Column.HOMEWORK, rest - round(rest * _TOPIC_SHARE))
        self.laid_out.emit()

    def _set_height(self, row: int) -> None:
        if 0 <= row < len(self.topics.lines):
            edited = row == self.currentIndex().row() and self.edits
            heading = bool(self.topics.lines[row].heading)
            self.setRowHeight(row, self.px(_HEADING if heading else _EDITED if edited else _ROW))

    def set_zoom(self, percent: int) -> None:
        """Scales rows, columns and words."""
        self.zoom = percent
        self.lay_out()

    def field_rect(self, column: Column) -> QRect:
        """Where a field of the current row stands, in the viewport."""
        rect = self.visualRect(self.topics.index(self.currentIndex().row(), column))
        return rect.adjusted(2, 3, -4, -4)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns take the new width."""
        super().resizeEvent(event)
        self.lay_out()
        if self._middle:
            self.show_middle()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click makes the lesson current; on the offer of a missing topic it takes it."""
        index = self.indexAt(event.position().toPoint())
        lesson = self.topics.lesson_at(index.row()) if self.has_page and index.isValid() else None
        if lesson is None:
            return
        wanted = self.topics.missing(lesson) and index.column() == Column.TOPIC and bool(lesson.planned_topic)
        already = index.row() == self.currentIndex().row()
        self.wanted.emit(index.row())
        if wanted and not already:
            self.mend_asked.emit(lesson.lesson)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A reader walks the lessons by arrows; who types is answered."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.key() in steps and self.has_page:
            row = self.neighbour(steps[Qt.Key(event.key())])
            if row is not None:
                self.wanted.emit(row)
        elif event.text().isprintable() and event.text().strip() and not event.modifiers() & CTRL:
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Ctrl the wheel zooms."""
        self._middle = False
        if event.modifiers() & CTRL:
            self.zoom_asked.emit(1 if event.angleDelta().y() > 0 else -1)
        else:
            super().wheelEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Fields follow what the view lays out by itself."""
        done = super().viewportEvent(event)
        if event.type() == QEvent.Type.Resize:
            self.laid_out.emit()
        return done
