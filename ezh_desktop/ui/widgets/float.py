"""A message that floats beside a cell: a refusal, a history.

It is a child of the window, not a popup: it takes no focus and no keys. A pointer leads to the cell; near an edge the
float goes to the other side or shifts, and the pointer follows.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QRectF, QSize, QTimer, Signal
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from ezh_desktop.ui import theme
from ezh_desktop.ui.qttypes import ANTIALIASING, KEY_PRESS, NO_FOCUS, NO_PEN
from ezh_desktop.ui.widgets.signs import announce

SHADOW = 6
POINTER = 7
RADIUS = 6
STAYS_MS = 6000
# How far below its own top edge the float likes to have its pointer.
POINTER_DROP = 20


def place(anchor: QRect, size: tuple[int, int], room: QRect) -> tuple[QPoint, bool, int]:
    """Where a body of `size` (width, height) goes beside `anchor` inside `room`.

    Gives its upper left corner, whether it stands to the left of the anchor, and the pointer's height in it. To the
    right if there is room, else to the left; shifted up or down to stay inside; never over the anchor.
    """
    width, height = size
    to_left = anchor.right() + 1 + POINTER + width > room.right() + 1 and anchor.left() - POINTER - width >= room.left()
    x = anchor.left() - POINTER - width if to_left else anchor.right() + 1 + POINTER
    middle = anchor.center().y()
    y = min(max(middle - POINTER_DROP, room.top()), room.bottom() + 1 - height)
    pointer = min(max(middle - y, RADIUS + POINTER), height - RADIUS - POINTER)
    return QPoint(x, y), to_left, pointer


class Float(QWidget):
    """The painted body; `gone` comes when it disappears. `edge` is the token of its outline."""

    gone = Signal()
    # The least width of the body.
    least = 160

    def __init__(self, window: QWidget, edge: str = "border", *, spoken: str = "", stays: bool = False) -> None:
        super().__init__(window)
        self._window = window
        self._edge = edge
        self._spoken = spoken
        self._to_left, self._pointer = False, POINTER_DROP
        self._watched: QWidget | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.dismiss)
        self._stays = stays
        self.setFocusPolicy(NO_FOCUS)
        self.setAccessibleName(spoken)
        self.hide()
        window.installEventFilter(self)
        theme.signals.changed.connect(self.update)

    def show_beside(self, widget: QWidget, cell: QRect) -> None:
        """Shows itself beside `cell`, a rectangle of `widget` in its own coordinates."""
        origin = widget.mapTo(self._window, cell.topLeft())
        margin = SHADOW
        side = POINTER + margin
        self.setContentsMargins(side, margin, side, margin)
        self.ensurePolished()
        body = self._whole_size(side)
        size = (body.width() - 2 * side, body.height() - 2 * margin)
        room = self._window.rect().adjusted(2, 2, -2, -2)
        corner, self._to_left, self._pointer = place(QRect(origin, cell.size()), size, room)
        self.setGeometry(corner.x() - side, corner.y() - margin, body.width(), body.height())
        self._watch(widget)
        self.show()
        self.raise_()
        if not self._stays:
            self._timer.start(STAYS_MS)
        announce(self, self._spoken)

    def dismiss(self) -> None:
        """Disappears, once."""
        self._timer.stop()
        if self._watched is not None:
            self._watched.removeEventFilter(self)
            self._watched = None
        if not self.isHidden():
            self.hide()
            self.gone.emit()
            self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The next key or another size of the window ends it; the key goes on to its cell."""
        key = watched is self._watched and event.type() == KEY_PRESS
        resized = watched is self._window and event.type() == QEvent.Type.Resize
        if (key or resized) and self.isVisible():
            self.dismiss()
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paints it with the tokens in force."""
        t = theme.tokens()
        outline = self._outline()
        with QPainter(self) as p:
            p.setRenderHint(ANTIALIASING)
            self._paint_shadow(p)
            p.setPen(QPen(theme.ink(getattr(t, self._edge)), 1.4))
            p.setBrush(theme.ink(t.surface))
            p.drawPath(outline)

    def _whole_size(self, side: int) -> QSize:
        """With shadow and pointer; wrapped words decide the height."""
        size = self.sizeHint().expandedTo(QSize(self.least + 2 * side, 0))
        return QSize(size.width(), self.heightForWidth(size.width())) if self.hasHeightForWidth() else size

    def _watch(self, widget: QWidget) -> None:
        self._watched = widget
        widget.installEventFilter(self)

    def _body(self) -> QRectF:
        return QRectF(self.contentsRect()).adjusted(0.7, 0.7, -0.7, -0.7)

    def _outline(self) -> QPainterPath:
        body = self._body()
        path = QPainterPath()
        path.addRoundedRect(body, RADIUS, RADIUS)
        y = body.top() + self._pointer
        edge, tip = (body.right(), body.right() + POINTER) if self._to_left else (body.left(), body.left() - POINTER)
        inside = edge - 2 if self._to_left else edge + 2
        nose = QPainterPath(QPointF(inside, y - POINTER))
        for x, drop in ((edge, -POINTER), (tip, 0), (edge, POINTER), (inside, POINTER)):
            nose.lineTo(QPointF(x, y + drop))
        nose.closeSubpath()
        return path.united(nose)

    def _paint_shadow(self, p: QPainter) -> None:
        body = self._body()
        p.setPen(NO_PEN)
        p.setBrush(theme.ink("#000000", 8))
        for step in range(1, SHADOW):
            p.drawRoundedRect(body.adjusted(-step, 1 - step, step, step), RADIUS + step, RADIUS + step)
