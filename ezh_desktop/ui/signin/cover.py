"""The painted cover at the left of the sign-in window: the journal's name over a page of the journal."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ezh_desktop.ui import fonts, snap, theme
from ezh_desktop.ui.qttypes import ALIGN_CENTER, ALIGN_LEFT

WIDTH = 292
_GRID_TOP = 149
_FIRST_COLUMN = 40
_COLUMN, _ROW = 26, 21
_MARKS = (
    (0, 1, "4"),
    (1, 3, "5"),
    (2, 2, "н"),
    (2, 6, "5"),
    (3, 5, "4"),
    (4, 1, "3"),
    (5, 7, "5"),
    (6, 3, "4"),
    (7, 6, "н"),
    (8, 2, "5"),
    (9, 8, "4"),
    (10, 4, "5"),
    (11, 1, "4"),
    (12, 6, "3"),
)


class Cover(QWidget):
    """A decoration: it has a name for the screen reader and no life of its own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(WIDTH)
        self.setAccessibleName("Электронный журнал, работает без интернета")
        theme.signals.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paints it with the tokens in force."""
        t = theme.tokens()
        with QPainter(self) as p:
            p.fillRect(QRectF(self.rect()), theme.ink(t.cover))
            self._paint_grid(p)
            self._paint_marks(p)
            self._paint_words(p)

    def _paint_words(self, p: QPainter) -> None:
        white = theme.tokens().on_accent
        p.setPen(theme.ink(white))
        p.setFont(fonts.font(fonts.SIGN_IN, bold=True))
        for top, word in ((31, "Электронный"), (59, "журнал")):
            p.drawText(QRectF(28, top, self.width() - 40, 28), ALIGN_LEFT, word)
        p.setFont(fonts.font())
        p.setPen(theme.ink(white, 205))
        p.drawText(QRectF(28, 100, self.width() - 40, 20), ALIGN_LEFT, "Работает без интернета")

    def _paint_grid(self, p: QPainter) -> None:
        white = theme.tokens().on_accent
        thin, strong = theme.ink(white, 26), theme.ink(white, 54)
        snap.hline(p, 0, self.width(), _GRID_TOP, theme.ink(white, 90))
        for number, x in enumerate(range(_FIRST_COLUMN, self.width(), _COLUMN)):
            snap.vline(p, x, _GRID_TOP, self.height(), theme.ink(white, 80) if number == 0 else thin)
        for number, y in enumerate(range(_GRID_TOP + _ROW, self.height(), _ROW), start=1):
            snap.hline(p, 0, self.width(), y + 1, strong if number % 5 == 0 else thin)

    def _paint_marks(self, p: QPainter) -> None:
        p.setFont(fonts.font())
        p.setPen(theme.ink(theme.tokens().on_accent, 110))
        for row, column, mark in _MARKS:
            x, y = _FIRST_COLUMN + column * _COLUMN, _GRID_TOP + row * _ROW
            p.drawText(QRectF(x, y + 1, _COLUMN, _ROW), ALIGN_CENTER, mark)
