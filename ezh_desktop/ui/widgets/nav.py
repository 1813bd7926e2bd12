"""The navigation at the left: rows of pages with class, subject, running lesson and badge; headings between them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QStyledItemDelegate, QStyleOptionViewItem, QTreeView, QWidget

from ezh_desktop.ui import fonts, icons, snap, theme
from ezh_desktop.ui.qttypes import (
    ALIGN_LEFT,
    ANTIALIASING,
    ELIDE_RIGHT,
    NO_PEN,
    STATE_FOCUS,
    STATE_HOVER,
    STATE_SELECTED,
    USER_ROLE,
)
from ezh_desktop.ui.widgets.badge import NO_BADGE, Badge

ROW_ROLE = USER_ROLE + 1
ROW_HEIGHT = 28
HEADING_HEIGHT = 30
WIDTH = 200
_NOTE_SHARE = 0.48
"""Of the row's width the note takes so much at the most: the title is to be read too."""


@dataclass(frozen=True, slots=True)
class NavRow:
    """What one row shows; the model gives it under `ROW_ROLE`. A heading has only its title."""

    title: str
    class_name: str = ""
    icon: str = ""
    badge: Badge = NO_BADGE
    running: bool = False
    note: str = ""
    done: bool = False
    heading: bool = False

    def spoken(self) -> str:
        """For the model's AccessibleTextRole."""
        words = (f"{self.class_name} {self.title}".strip(), self.note, "урок идёт" if self.running else "")
        return ", ".join(word for word in (*words, self.badge.spoken()) if word)


class NavDelegate(QStyledItemDelegate):
    """Paints a `NavRow`."""

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Headings are a little higher: the air stands above them."""
        row = index.data(ROW_ROLE)
        return QSize(WIDTH, HEADING_HEIGHT if isinstance(row, NavRow) and row.heading else ROW_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Called by the view."""
        row = index.data(ROW_ROLE)
        if not isinstance(row, NavRow):
            return
        painter.save()
        rect = QRectF(option.rect)
        if row.heading:
            self._paint_heading(painter, rect, row)
        else:
            self._paint_ground(painter, rect, option)
            self._paint_row(painter, rect, row, selected=bool(option.state & STATE_SELECTED))
        painter.restore()

    def _paint_heading(self, p: QPainter, rect: QRectF, row: NavRow) -> None:
        p.setFont(fonts.font(fonts.SMALL, bold=True))
        p.setPen(theme.ink(theme.tokens().text2))
        p.drawText(rect.adjusted(14, 6, -8, 0), ALIGN_LEFT, row.title)

    def _paint_ground(self, p: QPainter, rect: QRectF, option: QStyleOptionViewItem) -> None:
        t, state = theme.tokens(), option.state
        p.setRenderHint(ANTIALIASING)
        plate = rect.adjusted(6, 1, -6, -1)
        if state & (STATE_SELECTED | STATE_HOVER):
            p.setPen(NO_PEN)
            p.setBrush(theme.ink(t.accent_soft if state & STATE_SELECTED else t.hover))
            p.drawRoundedRect(plate, 4, 4)
        if state & STATE_SELECTED:
            p.setBrush(theme.ink(t.accent if t.name == "light" else t.focus))
            p.drawRoundedRect(QRectF(plate.left(), plate.top() + 5, 3, plate.height() - 10), 1.5, 1.5)
        if state & STATE_FOCUS:
            self._paint_ring(p, plate)

    def _paint_ring(self, p: QPainter, plate: QRectF) -> None:
        ring, width = snap.frame_rect(plate, snap.dpr_of(p), 2)
        p.setPen(theme.ink(theme.tokens().focus))
        pen = p.pen()
        pen.setWidthF(width)
        p.setPen(pen)
        p.setBrush(theme.ink("#000000", 0))
        p.drawRoundedRect(ring, 4, 4)

    def _paint_row(self, p: QPainter, rect: QRectF, row: NavRow, *, selected: bool) -> None:
        t = theme.tokens()
        left, right = rect.left() + 14, rect.right() - 12
        if row.icon:
            icons.paint(p, row.icon, left, rect.center().y() - 7.5, t.accent_text if selected else t.text2)
            left += 24
        elif row.class_name:
            p.setFont(fonts.font(bold=True))
            p.setPen(theme.ink(t.accent_text if selected else t.text2))
            p.drawText(QRectF(left, rect.top(), 28, rect.height()), ALIGN_LEFT, row.class_name)
            left += 30
        right = self._paint_right(p, rect, row, right)
        p.setFont(fonts.font(bold=selected))
        p.setPen(theme.ink(t.accent_text if selected else t.text))
        room = right - left
        words = fonts.metrics(bold=selected).elidedText(row.title, ELIDE_RIGHT, room)
        p.drawText(QRectF(left, rect.top(), room, rect.height()), ALIGN_LEFT, words)

    def _paint_right(self, p: QPainter, rect: QRectF, row: NavRow, right: float) -> float:
        """Badge, note and running lesson from the right edge inwards; gives where the title must end."""
        t, middle = theme.tokens(), rect.center().y() + 0.5
        if row.badge.count:
            right = min(right - row.badge.width(), rect.right() - 33)
            row.badge.paint(p, right, middle)
            right -= 8
        if row.note:
            most, metrics = (right - rect.left()) * _NOTE_SHARE, fonts.metrics(fonts.SECOND)
            note = metrics.elidedText(row.note, ELIDE_RIGHT, most)
            width = metrics.horizontalAdvance(note)
            p.setFont(fonts.font(fonts.SECOND))
            p.setPen(theme.ink(t.ok if row.done else t.text2))
            p.drawText(QRectF(right - width, rect.top(), width + 1, rect.height()), ALIGN_LEFT, note)
            right -= width + 8
        if row.running:
            p.setPen(NO_PEN)
            p.setBrush(theme.ink(t.ok))
            p.drawEllipse(QRectF(right - 10, middle - 4, 8, 8))
            right -= 16
        return right


class NavView(QTreeView):
    """A tree view set up for these rows: one column, no header, no frame."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(NavDelegate(self))
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setUniformRowHeights(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(self.horizontalScrollBarPolicy().ScrollBarAlwaysOff)
        self.setFixedWidth(WIDTH)
        self.setAccessibleName("Страницы журнала")
        self._take_ground()
        theme.signals.changed.connect(self._take_ground)

    def _take_ground(self) -> None:
        palette = theme.palette(theme.tokens())
        palette.setColor(palette.ColorRole.Base, theme.ink(theme.tokens().window))
        self.setPalette(palette)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground is painted here: under a style sheet a shown view keeps the palette of the theme before."""
        with QPainter(self.viewport()) as p:
            p.fillRect(event.rect(), theme.ink(theme.tokens().window))
        super().paintEvent(event)
