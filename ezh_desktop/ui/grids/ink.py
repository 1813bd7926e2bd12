"""Pictures that the grid paints over and over: short texts and hatches, made once for a theme and a device scale.

972 cells take 4.6 ms by `drawText(rect, center)` and 0.6 ms from such a cache.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final, TypeAlias

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPixmap

from ezh_desktop.ui import fonts, theme
from ezh_desktop.ui.qttypes import ANTIALIASING, TRANSPARENT
from ezh_desktop.ui.snap import snapped
from ezh_desktop.ui.tokens import ink

_EVEN: Final = 4
Picture: TypeAlias = tuple[QPixmap, float, float]
"""What is painted, with its logical width and height."""


@lru_cache(maxsize=2048)
def glyph(text: str, colour: str, px: int, weight: str, dpr: float) -> Picture:
    """A short text as a picture, with its logical width and height; `colour` is `#RRGGBB`.

    `weight` is "", "bold" or "italic".
    """
    bold, italic = weight == "bold", weight == "italic"
    font = fonts.font(px, bold=bold, italic=italic)
    metrics = fonts.metrics(px, bold=bold)
    width, height = math.ceil(metrics.horizontalAdvance(text)) + 2, math.ceil(metrics.height())
    picture = QPixmap(math.ceil(width * dpr), math.ceil(height * dpr))
    picture.setDevicePixelRatio(dpr)
    picture.fill(TRANSPARENT)
    with QPainter(picture) as p:
        p.setFont(font)
        p.setPen(ink(colour))
        p.drawText(QPointF(1, metrics.ascent()), text)
    return picture, width, height


@lru_cache(maxsize=512)
def lined_glyph(text: str, look: tuple[str, int, str], line: tuple[float, ...], dpr: float) -> Picture:
    """A short text with a line under it: as three dots, so that print without colour keeps it, or whole.

    `look` is colour, size in px and weight; `line` is how far its upper edge lies below the text's, its thickness, and
    the width of a dot, or 0 and the width of a whole line, all in logical pixels.
    """
    colour, px, weight = look
    plain, width, height = glyph(text, colour, px, weight, dpr)
    below, thick, dot, whole = line
    # Wider by whole device pixels of every scale on both sides, so that the text stays where it stands without a line.
    beside = _EVEN * max(0, math.ceil(((dot * 4 or whole) - width) / 2 / _EVEN))
    width += 2 * beside
    picture = QPixmap(math.ceil(width * dpr), math.ceil((below + thick) * dpr))
    picture.setDevicePixelRatio(dpr)
    picture.fill(TRANSPARENT)
    with QPainter(picture) as p:
        p.drawPixmap(QPointF(beside, 0), plain)
        left, y = snapped((width - (dot * 4 or whole)) / 2, dpr), snapped(below, dpr)
        if not dot:
            p.fillRect(QRectF(left, y, whole, thick), ink(colour))
        for step in range(3) if dot else ():
            p.fillRect(QRectF(snapped(left + step * dot * 1.5, dpr), y, dot, thick), ink(colour))
    return picture, width, height


@lru_cache(maxsize=32)
def ring(colour: str, side: float, stroke: float, dpr: float) -> Picture:
    """A circle of that diameter, drawn by a pen of `stroke`, all in logical pixels."""
    whole = math.ceil(side + stroke) + 1
    picture = QPixmap(math.ceil(whole * dpr), math.ceil(whole * dpr))
    picture.setDevicePixelRatio(dpr)
    picture.fill(TRANSPARENT)
    with QPainter(picture) as p:
        p.setRenderHint(ANTIALIASING)
        p.setPen(QPen(ink(colour), stroke))
        p.drawEllipse(QRectF((whole - side) / 2, (whole - side) / 2, side, side))
    return picture, whole, whole


def draw_centred(p: QPainter, picture: Picture, rect: QRectF, dpr: float) -> None:
    """Draws a glyph in the middle of a rectangle, on whole device pixels."""
    pixmap, width, height = picture
    x = round((rect.x() + (rect.width() - width) / 2) * dpr) / dpr
    y = round((rect.y() + (rect.height() - height) / 2) * dpr) / dpr
    p.drawPixmap(QPointF(x, y), pixmap)


@lru_cache(maxsize=32)
def hatch(ground: str, line: str, step: int, dpr: float) -> QBrush:
    """Diagonal hatching as a brush whose tile fits itself on all four sides."""
    side = max(4, round(step * dpr))
    tile = QPixmap(side, side)
    tile.fill(QColor(ground))
    with QPainter(tile) as p:
        p.setRenderHint(ANTIALIASING)
        p.setPen(QPen(ink(line), dpr))
        for shift in (-side, 0, side):
            p.drawLine(QPointF(shift - 1, side + 1), QPointF(shift + side + 1, -1))
    tile.setDevicePixelRatio(dpr)
    return QBrush(tile)


theme.drops_cache(glyph.cache_clear)
theme.drops_cache(lined_glyph.cache_clear)
theme.drops_cache(ring.cache_clear)
theme.drops_cache(hatch.cache_clear)
