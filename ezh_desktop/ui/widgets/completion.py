"""The list under a field: what can be taken, and what is wrong with what is typed. It takes no focus and no keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QRectF, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ezh_desktop.ui import fonts, snap, theme
from ezh_desktop.ui.qttypes import ALIGN_LEFT, ANTIALIASING, ELIDE_RIGHT, NO_FOCUS, NO_PEN
from ezh_desktop.ui.widgets.signs import announce

ROWS = 8
_EDGE = 12


@dataclass(frozen=True, slots=True)
class Choice:
    """One line: a number, the text that is taken, and what is said at its right. `item` is the КТП's row."""

    text: str
    number: str = ""
    tail: str = ""
    hours: str = ""
    item: int = 0
    template: int = 0
    faded: bool = False


@dataclass(frozen=True, slots=True)
class Offer:
    """What a list shows: a heading, choices, the keys, and a message in the colour `ink_of`."""

    title: str = ""
    choices: tuple[Choice, ...] = ()
    keys: str = ""
    message: str = ""
    ink_of: str = "warn_text"


class Completion(QWidget):
    """`picked` gives a choice that was clicked. `current` is the line that Enter takes, -1 for none."""

    picked = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.offer = Offer()
        self.current = -1
        self._typed = ""
        self._first = 0
        self._rows = ROWS
        self._zoom = 100
        self.setFocusPolicy(NO_FOCUS)
        self.setObjectName("completion")
        self.hide()
        theme.signals.changed.connect(self.update)

    def show_under(self, field: QWidget, offer: Offer, current: int, typed: str, zoom: int) -> None:
        """Shows itself under a field, above it where there is no room; nothing to show hides it."""
        self.offer, self.current, self._typed, self._zoom = offer, current, typed, zoom
        if not offer.choices and not offer.message:
            self.hide()
            return
        window = self._window
        # In a low window fewer lines are shown, so that the field itself stays in sight.
        above, under = field.mapTo(window, QPoint(0, 0)).y(), field.mapTo(window, QPoint(0, field.height())).y()
        room = max(above, window.height() - under) - 8 - self._px(28) * self._around()
        self._rows = max(1, min(ROWS, room // self._px(30)))
        self._scroll()
        corner = field.mapTo(window, QPoint(0, field.height() + 2))
        words = fonts.metrics(self._px(fonts.SECOND)).horizontalAdvance(offer.message) + 2 * _EDGE + 4
        width = max(field.width(), self._px(360), round(words))
        height = self._height()
        if corner.y() + height > window.height() - 4:
            corner.setY(field.mapTo(window, QPoint(0, -2)).y() - height)
        self.setGeometry(QRect(corner.x(), max(0, corner.y()), min(width, window.width() - corner.x() - 4), height))
        said = self.spoken()
        if said != self.accessibleName():
            self.setAccessibleName(said)
            announce(self, said)
        self.show()
        self.raise_()
        self.update()

    def step(self, by: int) -> None:
        """Another line becomes the current one."""
        count = len(self.offer.choices)
        self.current = (self.current + by) % count if self.current >= 0 else (0 if by > 0 else count - 1)
        self._scroll()
        self.update()
        announce(self, self.offer.choices[self.current].text)

    def chosen(self) -> Choice | None:
        """What Enter takes."""
        if self.isVisible() and 0 <= self.current < len(self.offer.choices):
            return self.offer.choices[self.current]
        return None

    def spoken(self) -> str:
        """The message, else the heading and the first choice."""
        first = self.offer.choices[0].text if self.offer.choices else ""
        return self.offer.message or ". ".join(part for part in (self.offer.title, first) if part)

    def shown(self) -> Sequence[Choice]:
        """The lines in sight."""
        return self.offer.choices[self._first : self._first + self._rows]

    def _scroll(self) -> None:
        at = max(0, self.current)
        self._first = min(max(self._first, at - self._rows + 1), at)
        self._first = max(0, min(self._first, len(self.offer.choices) - self._rows))

    def _px(self, size: float) -> int:
        return round(size * self._zoom / 100)

    def _height(self) -> int:
        return self._px(30) * len(self.shown()) + self._px(28) * self._around() + 8

    def _around(self) -> int:
        """How many lines stand around the choices: message, heading, keys."""
        return bool(self.offer.title) + bool(self.offer.keys) + bool(self.offer.message)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click takes the line."""
        for at, rect in enumerate(self._row_rects()):
            if rect.contains(event.position()):
                self.picked.emit(self.shown()[at])

    def _row_rects(self) -> list[QRectF]:
        top = 4 + self._px(28) * (bool(self.offer.message) + bool(self.offer.title))
        row = self._px(30)
        return [QRectF(4, top + at * row, self.width() - 8, row) for at in range(len(self.shown()))]

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paints it with the tokens in force."""
        t = theme.tokens()
        with QPainter(self) as p:
            p.setRenderHint(ANTIALIASING)
            ring, width = snap.frame_rect(QRectF(self.rect()), snap.dpr_of(p), 1)
            p.setPen(theme.ink(t.border))
            pen = p.pen()
            pen.setWidthF(width)
            p.setPen(pen)
            p.setBrush(theme.ink(t.surface))
            p.drawRoundedRect(ring, 5, 5)
            top = 4.0
            small = self._px(fonts.SECOND)
            for words, ink_of, bold in (
                (self.offer.message, self.offer.ink_of, False),
                (self.offer.title, "text2", True),
            ):
                if words:
                    self._words(
                        p, QRectF(_EDGE, top, self.width() - 2 * _EDGE, self._px(28)), words, (ink_of, small, bold)
                    )
                    top += self._px(28)
            for at, rect in enumerate(self._row_rects()):
                self._row(p, rect, self.shown()[at], at + self._first == self.current)
            if self.offer.keys:
                foot = QRectF(_EDGE, self.height() - self._px(28), self.width() - 2 * _EDGE, self._px(26))
                snap.hline(p, 1, self.width() - 1, foot.top() - 1, theme.ink(t.line))
                self._words(p, foot, self.offer.keys, ("text3", small, False))

    def _words(self, p: QPainter, rect: QRectF, words: str, look: tuple[str, int, bool]) -> None:
        """Draws words; `look` is token, size and weight."""
        ink_of, px, bold = look
        p.setFont(fonts.font(px, bold=bold))
        p.setPen(theme.ink(getattr(theme.tokens(), ink_of)))
        shown = fonts.metrics(px, bold=bold).elidedText(words, ELIDE_RIGHT, rect.width())
        p.drawText(rect, ALIGN_LEFT, shown)

    def _row(self, p: QPainter, rect: QRectF, choice: Choice, current: bool) -> None:
        t = theme.tokens()
        if current:
            p.setPen(NO_PEN)
            p.setBrush(theme.ink(t.select))
            p.drawRoundedRect(rect, 4, 4)
        left, right, px = rect.left() + 10, rect.right() - 8, self._px(fonts.BODY)
        second = "text2" if current else "text3"
        if choice.number:
            self._words(p, QRectF(left, rect.top(), self._px(32), rect.height()), choice.number, (second, px, False))
            left += self._px(34)
        for words, ink_of, bold in ((choice.hours, second, False), (choice.tail, "accent_text", not choice.faded)):
            if words:
                width = fonts.metrics(px, bold=bold).horizontalAdvance(words) + 1
                look = (second if choice.faded else ink_of, px, bold)
                self._words(p, QRectF(right - width, rect.top(), width + 1, rect.height()), words, look)
                right -= width + 16
        ink = second if choice.faded else "text"
        head = choice.text[: len(self._typed)] if choice.text.lower().startswith(self._typed.lower()) else ""
        if head:
            width = fonts.metrics(px, bold=True).horizontalAdvance(head)
            self._words(p, QRectF(left, rect.top(), width + 1, rect.height()), head, (ink, px, True))
            left += width
        self._words(
            p, QRectF(left, rect.top(), right - left, rect.height()), choice.text[len(head) :], (ink, px, False)
        )
