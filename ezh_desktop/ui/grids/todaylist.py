"""The lists of «Сегодня»: lines drawn by their kind; Enter or a click on one that leads somewhere opens it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QStyledItemDelegate, QStyleOptionViewItem, QTreeView, QWidget

from ezh_desktop.services.pages.today import LessonState, TodayLesson
from ezh_desktop.ui import fonts, icons, snap, theme
from ezh_desktop.ui.models.today import ROW_ROLE, Kind, Row, TodayModel, state_words
from ezh_desktop.ui.qttypes import (
    ALIGN_CENTER,
    ALIGN_LEFT,
    ALIGN_RIGHT,
    ANTIALIASING,
    ELIDE_RIGHT,
    NO_BRUSH,
    NO_PEN,
    STATE_FOCUS,
    STATE_HOVER,
    STATE_SELECTED,
)

Index = QModelIndex | QPersistentModelIndex

_HEIGHTS = {Kind.HEADING: 46, Kind.COLUMNS: 24, Kind.LESSON: 46, Kind.WINDOW: 28, Kind.LINE: 32, Kind.QUIET: 30}
_RUNNING_HEIGHT = 78
EDGE = 20
"""How far from the sides of the list its words stand; headings beside it line up with them."""
_HOURS = 42
_NAME = 152
_LEAD, _SHORT_LEAD = 132, 32
"""Where the title begins behind a date, and behind a number or a class."""
_BUTTON = (128, 28)
_OPEN = "Открыть урок"
_FREE = "Окно"
_NARROW = 620
# Numbers stand at these distances from the right edge.
_COLUMNS = (("Нет на уроке", 350), ("Отметки", 258), ("Тема", 180), ("Задание", 108))


class TodayDelegate(QStyledItemDelegate):
    """Paints a `Row`."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        """The running lesson has room for its button."""
        row = index.data(ROW_ROLE)
        if not isinstance(row, Row):
            return QSize(0, 0)
        running = row.lesson is not None and row.lesson.state is LessonState.RUNNING
        return QSize(200, _RUNNING_HEIGHT if running else _HEIGHTS[row.kind])

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Called by the view."""
        row = index.data(ROW_ROLE)
        if not isinstance(row, Row):
            return
        rect = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(ANTIALIASING)
        if row.kind is not Kind.HEADING:
            snap.hline(painter, rect.left() + EDGE, rect.right() - EDGE, rect.bottom(), theme.ink(theme.tokens().line))
        if row.alive:
            self._paint_ground(painter, rect, option, row)
        _PAINT[row.kind](painter, rect.adjusted(EDGE, 0, -EDGE, -1), row)
        painter.restore()

    @staticmethod
    def _paint_ground(p: QPainter, rect: QRectF, option: QStyleOptionViewItem, row: Row) -> None:
        t, plate = theme.tokens(), rect.adjusted(8, 1, -8, -2)
        running = row.lesson is not None and row.lesson.state is LessonState.RUNNING
        state = option.state
        if running or state & (STATE_SELECTED | STATE_HOVER):
            p.setPen(NO_PEN)
            chosen = running or state & STATE_SELECTED
            p.setBrush(theme.ink(t.accent_soft if chosen else t.hover))
            p.drawRoundedRect(plate, 4, 4)
        if running:
            p.setBrush(theme.ink(t.accent if t.name == "light" else t.focus))
            p.drawRoundedRect(QRectF(plate.left(), plate.top(), 4, plate.height()), 2, 2)
        if state & STATE_FOCUS and state & STATE_SELECTED:
            ring, width = snap.frame_rect(plate, snap.dpr_of(p), 2)
            pen = p.pen()
            p.setPen(theme.ink(t.focus))
            pen = p.pen()
            pen.setWidthF(width)
            p.setPen(pen)
            p.setBrush(NO_BRUSH)
            p.drawRoundedRect(ring, 4, 4)


def _words(
    p: QPainter, rect: QRectF, text: str, ink_of: str = "text", px: int = fonts.BODY, *, bold: bool = False
) -> float:
    """Writes at the left of a rectangle, shortened to it; gives how wide the words are."""
    metrics = fonts.metrics(px, bold=bold)
    shown = metrics.elidedText(text, ELIDE_RIGHT, max(0.0, rect.width()))
    p.setFont(fonts.font(px, bold=bold))
    p.setPen(theme.ink(getattr(theme.tokens(), ink_of)))
    p.drawText(rect, ALIGN_LEFT, shown)
    return metrics.horizontalAdvance(shown)


def _at_right(p: QPainter, rect: QRectF, text: str, ink_of: str, px: int = fonts.BODY) -> float:
    """Writes at the right edge; gives how wide the words are."""
    p.setFont(fonts.font(px))
    p.setPen(theme.ink(getattr(theme.tokens(), ink_of)))
    p.drawText(rect, ALIGN_RIGHT, text)
    return fonts.metrics(px).horizontalAdvance(text)


def _paint_heading(p: QPainter, rect: QRectF, row: Row) -> None:
    low = rect.adjusted(0, 16, 0, 0)
    right = _at_right(p, low, row.note, "text2", fonts.SECOND) if row.note else 0.0
    _words(p, low.adjusted(0, 0, -right - 12, 0), row.title, px=fonts.SECTION, bold=True)


def _paint_columns(p: QPainter, rect: QRectF, _row: Row) -> None:
    if rect.width() < _NARROW:
        return
    for title, right in _COLUMNS:
        _words(p, QRectF(rect.right() - right, rect.top(), right, rect.height()), title, "text2", fonts.SECOND)


def _paint_window(p: QPainter, rect: QRectF, row: Row) -> None:
    _words(p, rect, row.lead, "text3")
    left = _NAME - EDGE if row.title == _FREE else _SHORT_LEAD
    _words(p, rect.adjusted(left, 0, 0, 0), row.title, "text3")


def _paint_line(p: QPainter, rect: QRectF, row: Row) -> None:
    ink_of = "block" if row.warns and not row.title else "accent_text"
    right = _at_right(p, rect, row.action, ink_of) if row.action else 0.0
    room = rect.adjusted(0, 0, -right - 12, 0)
    if not row.title:
        _words(p, room, row.lead)
        return
    lead = _SHORT_LEAD if row.lead.isdecimal() else _LEAD
    _words(p, QRectF(room.left(), room.top(), lead - 8, room.height()), row.lead, "text2")
    rest = room.adjusted(lead, 0, 0, 0)
    note = fonts.metrics(bold=True).horizontalAdvance(row.note) + 24 if row.note else 0.0
    used = _words(p, rest.adjusted(0, 0, -note, 0), row.title, bold=True)
    if row.note:
        at = rest.left() + max(used + 16, min(rest.width() * 0.5, rest.width() - note))
        if row.warns:
            _ring(p, QPointF(at + 5, rect.center().y()))
        ink_of = "warn_text" if row.warns else "text2"
        _words(p, QRectF(at + 16, rest.top(), room.right() - at - 16, rest.height()), row.note, ink_of, bold=row.warns)


def _paint_quiet(p: QPainter, rect: QRectF, row: Row) -> None:
    _words(p, rect, row.title, "text2")


def _paint_lesson(p: QPainter, rect: QRectF, row: Row) -> None:
    lesson = row.lesson
    if lesson is None:
        return
    running, coming = lesson.state is LessonState.RUNNING, lesson.state is LessonState.COMING
    ink_of = "text2" if coming else "text"
    top = rect.adjusted(0, 5, 0, 0)
    top.setHeight(38)
    below = lesson.note or lesson.words
    # Without a second line the first one stands in the middle, as hours and numbers do.
    high = 19 if below else 38
    _words(p, QRectF(top.left(), top.top(), 20, 38), str(lesson.number), ink_of, bold=running)
    hours = f"{lesson.starts}–{lesson.ends}" if lesson.starts else ""
    _words(p, QRectF(top.left() + _HOURS - EDGE, top.top(), _NAME - _HOURS, 38), hours, ink_of, bold=running)
    wide = rect.width() >= _NARROW
    end = rect.right() - (_COLUMNS[0][1] + 12 if wide else 0)
    left = rect.left() + _NAME - EDGE
    used = _words(p, QRectF(left, top.top(), 48, high), lesson.class_name, "accent_text", bold=True)
    at = left + max(32.0, used + 8)
    _words(p, QRectF(at, top.top(), end - at, high), lesson.subject, ink_of, bold=not coming)
    _words(p, QRectF(left, top.top() + 19, end - left, 19), below, "text2", fonts.SECOND)
    if wide and not coming:
        _paint_numbers(p, rect, top, lesson)
    elif wide:
        _words(p, QRectF(end + 12, top.top(), 200, 38), state_words(lesson), "text2")
    if running:
        _paint_running(p, rect, lesson, left, end)


def _paint_numbers(p: QPainter, rect: QRectF, top: QRectF, lesson: TodayLesson) -> None:
    places = [QRectF(rect.right() - right, top.top(), right, 38) for _, right in _COLUMNS]
    _words(p, places[0], str(lesson.absent), "text" if lesson.absent else "text3")
    _words(p, places[1], str(lesson.marks), "text" if lesson.marks else "text3")
    _tick_or_none(p, places[2], "", done=lesson.topic)
    if lesson.homework_due:
        _tick_or_none(p, places[3], lesson.homework, done=bool(lesson.homework))


def _tick_or_none(p: QPainter, rect: QRectF, words: str, *, done: bool) -> None:
    if done and words:
        _words(p, rect, words)
    elif done:
        icons.paint(p, "checkmark", rect.left(), rect.center().y() - 8, theme.tokens().ok)
    else:
        _ring(p, QPointF(rect.left() + 5, rect.center().y()))
        _words(p, rect.adjusted(16, 0, 0, 0), "нет", "warn_text", bold=True)


def _ring(p: QPainter, centre: QPointF) -> None:
    pen = p.pen()
    pen.setColor(theme.ink(theme.tokens().warn))
    pen.setWidthF(1.6)
    p.setPen(pen)
    p.setBrush(NO_BRUSH)
    p.drawEllipse(centre, 4.2, 4.2)


def _paint_running(p: QPainter, rect: QRectF, lesson: TodayLesson, left: float, end: float) -> None:
    t = theme.tokens()
    low = QRectF(left, rect.top() + 44, end - left, _BUTTON[1])
    _words(p, low, state_words(lesson), "ok", fonts.SECOND, bold=True)
    if rect.width() < _NARROW:
        return
    plate = QRectF(end + 12, low.top(), *_BUTTON)
    p.setPen(NO_PEN)
    p.setBrush(theme.ink(t.accent))
    p.drawRoundedRect(plate, 4, 4)
    p.setFont(fonts.font(bold=True))
    p.setPen(theme.ink(t.on_accent))
    p.drawText(plate.adjusted(18, 0, 0, 0), ALIGN_CENTER, _OPEN)
    icons.paint(p, "arrow_right", plate.left() + 8, plate.center().y() - 8, t.on_accent)
    _words(p, QRectF(plate.right() + 10, low.top(), 60, low.height()), "Enter", "text2", fonts.SECOND)


_PAINT = {
    Kind.HEADING: _paint_heading,
    Kind.COLUMNS: _paint_columns,
    Kind.LESSON: _paint_lesson,
    Kind.WINDOW: _paint_window,
    Kind.LINE: _paint_line,
    Kind.QUIET: _paint_quiet,
}


class TodayList(QTreeView):
    """`chosen` gives the `Target` of a line, `folded` the name of one that folds: by Enter or one click."""

    chosen = Signal(object)
    folded = Signal(str)

    def __init__(self, name: str, ground: str = "surface", parent: QWidget | None = None) -> None:
        """`name` is for a screen reader, `ground` a token."""
        super().__init__(parent)
        self._ground = ground
        self.rows = TodayModel(self)
        self.setModel(self.rows)
        self.setItemDelegate(TodayDelegate(self))
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setUniformRowHeights(False)
        self.setMouseTracking(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(self.horizontalScrollBarPolicy().ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(name)
        self.clicked.connect(self._on_chosen)
        self.activated.connect(self._on_activated)
        self._take_ground()
        theme.signals.changed.connect(self._take_ground)

    def stand(self) -> None:
        """Stands on the line that is most likely wanted."""
        at = self.rows.first()
        if at is not None:
            self.setCurrentIndex(self.rows.index(at))

    def _on_chosen(self, index: QModelIndex) -> None:
        row = self.rows.row(index.row())
        if row is not None and row.folds:
            self.folded.emit(row.folds)
        elif row is not None and row.target is not None:
            self.chosen.emit(row.target)

    def _on_activated(self, index: QModelIndex) -> None:
        """Enter: a click has been heard already where the platform activates by one."""
        if not self.style().styleHint(self.style().StyleHint.SH_ItemView_ActivateItemOnSingleClick):
            self._on_chosen(index)

    def _take_ground(self) -> None:
        palette = theme.palette(theme.tokens())
        palette.setColor(palette.ColorRole.Base, theme.ink(getattr(theme.tokens(), self._ground)))
        self.setPalette(palette)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The one column takes the whole width."""
        super().resizeEvent(event)
        self.setColumnWidth(0, self.viewport().width())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground is painted here: under a style sheet a shown view keeps the palette of the theme before."""
        with QPainter(self.viewport()) as p:
            p.fillRect(event.rect(), theme.ink(getattr(theme.tokens(), self._ground)))
        super().paintEvent(event)
