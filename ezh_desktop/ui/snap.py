"""Hair lines that stay equally thick at 125, 150 and 175 %.

`fillRect(x, y, w, 1)` at a fractional device scale falls on two rows of pixels for every other line. Here the position
is rounded to a device pixel and the thickness to a whole number of them.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter


def snapped(position: float, dpr: float) -> float:
    """The nearest place, in logical pixels, that lies on the edge of a device pixel."""
    return round(position * dpr) / dpr


def hair(dpr: float, px: float = 1.0) -> float:
    """The thickness of a line of `px` logical pixels, in whole device pixels."""
    return max(1, int(dpr * px)) / dpr


def dpr_of(painter: QPainter) -> float:
    """Device pixels in a logical pixel of what is painted on."""
    return painter.device().devicePixelRatioF()


def hline(painter: QPainter, x1: float, x2: float, y: float, colour: QColor, *, px: float = 1.0) -> None:
    """A horizontal line from `x1` to `x2` whose upper edge lies at `y`."""
    dpr = dpr_of(painter)
    left, right = snapped(x1, dpr), snapped(x2, dpr)
    painter.fillRect(QRectF(left, snapped(y, dpr), right - left, hair(dpr, px)), colour)


def vline(painter: QPainter, x: float, y1: float, y2: float, colour: QColor, *, px: float = 1.0) -> None:
    """A vertical line from `y1` to `y2` whose left edge lies at `x`."""
    dpr = dpr_of(painter)
    top, bottom = snapped(y1, dpr), snapped(y2, dpr)
    painter.fillRect(QRectF(snapped(x, dpr), top, hair(dpr, px), bottom - top), colour)


def frame_rect(rect: QRectF, dpr: float, px: float = 1.0) -> tuple[QRectF, float]:
    """The rectangle to stroke, and the pen's width, for a frame of `px` that lies wholly inside `rect`."""
    width = hair(dpr, px)
    left, top = snapped(rect.left(), dpr), snapped(rect.top(), dpr)
    right, bottom = snapped(rect.right(), dpr), snapped(rect.bottom(), dpr)
    half = width / 2
    return QRectF(left + half, top + half, right - left - width, bottom - top - width), width
