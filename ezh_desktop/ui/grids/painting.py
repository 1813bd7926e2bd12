"""How the marks grid paints: grounds, overlays, hair lines, texts and signs, in that order, one pass a frame.

Only what lies in the damaged rectangle is painted. Positions are snapped to device pixels, so that lines stay equally
thick at 125–175 %.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen, QPolygonF

from ezh_desktop.ui import theme
from ezh_desktop.ui.grids.ink import Picture, glyph, hatch, lined_glyph
from ezh_desktop.ui.grids.metrics import Metrics
from ezh_desktop.ui.grids.pupilgrid import FIFTH
from ezh_desktop.ui.models.faces import Face
from ezh_desktop.ui.qttypes import ANTIALIASING, NO_BRUSH, NO_PEN
from ezh_desktop.ui.snap import hair, hline, snapped, vline
from ezh_desktop.ui.tokens import ink

_HATCH_STEP = 7


class Strip(NamedTuple):
    """One visible column: its place on the viewport, and what the whole column looks like."""

    number: int
    left: int
    right: int
    gap: int
    ground: str
    closes_week: bool


class Bar(NamedTuple):
    """One visible row: its place on the viewport and the columns outside membership."""

    row: int
    top: int
    outside: frozenset[int]


@dataclass(frozen=True, slots=True)
class Scene:
    """What is visible and where the cursor stands. `chosen` is (top, left, bottom, right) of the selected range."""

    strips: tuple[Strip, ...]
    bars: tuple[Bar, ...]
    metrics: Metrics
    current: tuple[int, int]
    chosen: tuple[int, int, int, int] | None
    refused: tuple[int, int] | None
    focused: bool

    @property
    def bottom(self) -> int:
        """The lower edge of the last row."""
        return self.bars[-1].top + self.metrics.row if self.bars else 0


def paint_finding(p: QPainter, left: float, top: float, height: float, m: Metrics, *, overdue: bool) -> None:
    """The sign of a finding with its corner at (left, top), its staff `height` high."""
    t, side = theme.tokens(), m.px(13) / 2
    p.setRenderHint(ANTIALIASING, True)
    p.setPen(NO_PEN)
    p.setBrush(ink(t.block if overdue else t.warn))
    p.drawPolygon(QPolygonF([QPointF(left, top), QPointF(left + side, top), QPointF(left, top + side)]))
    p.setRenderHint(ANTIALIASING, False)
    if overdue:
        p.fillRect(QRectF(left, top, 2, height), ink(t.block))


class ScenePainter:
    """Paints one frame of a scene."""

    def __init__(self, p: QPainter, scene: Scene) -> None:
        self._p = p
        self._scene = scene
        self._t = theme.tokens()
        self._dpr = p.device().devicePixelRatioF()
        self._hair = hair(self._dpr)
        self._pictures: dict[tuple[str, str, str, bool, str], Picture] = {}
        m = scene.metrics
        self._step = m.px(1)
        thick = hair(self._dpr, m.px(2) if m.row > m.px(18) else m.px(1))
        self._line = (thick, m.px(10), hair(self._dpr, m.px(2)))

    def cell(self, bar: Bar, strip: Strip) -> QRectF:
        """The inside of a cell, without the strip of the holidays."""
        return QRectF(strip.left + strip.gap, bar.top, strip.right - strip.left - strip.gap, self._scene.metrics.row)

    def grounds(self) -> None:
        """Today, period columns, holidays, and cells outside membership."""
        p, t, bottom = self._p, self._t, self._scene.bottom
        holiday = hatch(t.holiday_bg, t.holiday_hatch, _HATCH_STEP, self._dpr)
        closed = hatch(t.closed_bg, t.closed_hatch, _HATCH_STEP, self._dpr)
        for strip in self._scene.strips:
            left = strip.left + strip.gap
            if strip.ground:
                p.fillRect(QRectF(left, 0, strip.right - left, bottom), ink(getattr(t, strip.ground)))
            if strip.gap:
                p.fillRect(QRectF(strip.left, 0, strip.gap, bottom), holiday)
            for bar in self._scene.bars:
                if strip.number in bar.outside:
                    p.fillRect(self.cell(bar, strip), closed)

    def overlays(self) -> None:
        """The current row and column, and the selected range."""
        scene, p, t = self._scene, self._p, self._t
        if not scene.strips:
            return
        row, column = scene.current
        left, right = scene.strips[0].left, scene.strips[-1].right
        for bar in scene.bars:
            if bar.row == row:
                p.fillRect(QRectF(left, bar.top, right - left, scene.metrics.row), ink(t.accent, t.row_alpha))
        for strip in scene.strips:
            if strip.number == column:
                x = strip.left + strip.gap
                p.fillRect(QRectF(x, 0, strip.right - x, scene.bottom), ink(t.accent, t.column_alpha))
        if (area := self._range_rect()) is not None:
            p.fillRect(area, ink(t.accent, t.range_alpha))

    def _range_rect(self) -> QRectF | None:
        chosen = self._scene.chosen
        if chosen is None:
            return None
        top, left, bottom, right = chosen
        strips = [strip for strip in self._scene.strips if left <= strip.number <= right]
        bars = [bar for bar in self._scene.bars if top <= bar.row <= bottom]
        if not strips or not bars:
            return None
        x, y = strips[0].left + strips[0].gap, bars[0].top
        return QRectF(x, y, strips[-1].right - x, bars[-1].top + self._scene.metrics.row - y)

    def lines(self) -> None:
        """Hair lines: stronger under every fifth pupil, after a week, and around periods."""
        scene, p = self._scene, self._p
        if not scene.strips:
            return
        thin, strong = ink(self._t.line), ink(self._t.line2)
        width = hair(self._dpr)
        right = scene.strips[-1].right
        for bar in scene.bars:
            colour = strong if (bar.row + 1) % FIFTH == 0 else thin
            hline(p, scene.strips[0].left, right, bar.top + scene.metrics.row - width, colour)
        for strip in scene.strips:
            framed = strip.closes_week or strip.ground == "period_bg"
            vline(p, strip.right - width, 0, scene.bottom, strong if framed else thin)
            if strip.gap:
                vline(p, strip.left + strip.gap - width, 0, scene.bottom, strong)

    def content(self, bar: Bar, strip: Strip, face: Face) -> None:
        """Ground, text and signs of one cell."""
        left, top = strip.left + strip.gap, bar.top
        if face.ground:
            ground = QRectF(left, top, strip.right - left - self._hair, self._scene.metrics.row - self._hair)
            self._p.fillRect(ground, ink(getattr(self._t, face.ground)))
        if face.text:
            self._text(left, top, strip.right - left, face)
        if face.comment or face.pending or face.failed or face.reopened:
            self._corner_signs(self.cell(bar, strip), face)

    def finding(self, bar: Bar, strip: Strip, *, overdue: bool) -> None:
        """A triangle in the upper left corner: amber, or red with a staff down the cell when it is overdue."""
        cell = self.cell(bar, strip)
        paint_finding(self._p, cell.left(), cell.top(), cell.height(), self._scene.metrics, overdue=overdue)

    def _text(self, left: int, top: int, width: int, face: Face) -> None:
        """The text in the middle of the cell on whole device pixels; a step higher over a line."""
        key = (face.text, face.ink, face.weight, face.small, face.under)
        picture = self._pictures.get(key)
        if picture is None:
            picture = self._pictures[key] = self._picture(face)
        pixmap, wide, high = picture
        dpr = self._dpr
        x = round((left + (width - wide) / 2) * dpr) / dpr
        y = round((top + (self._scene.metrics.row - high) / 2 - (self._step if face.under else 0)) * dpr) / dpr
        self._p.drawPixmap(QPointF(x, y), pixmap)

    def _picture(self, face: Face) -> Picture:
        m, colour = self._scene.metrics, getattr(self._t, face.ink)
        size = m.text - self._step if face.small else m.text
        plain = glyph(face.text, colour, size, face.weight, self._dpr)
        if not face.under:
            return plain
        thick, whole, dot = self._line
        above = round(((m.row - plain[2]) / 2 - self._step) * self._dpr) / self._dpr
        line = (m.row - 2 * self._step - thick - above, thick, 0.0 if face.under == "solid" else dot, float(whole))
        return lined_glyph(face.text, (colour, size, face.weight), line, self._dpr)

    def _corner_signs(self, cell: QRectF, face: Face) -> None:
        """Dots: comment, top right; change after closing, bottom left. Ring of what waits or failed: bottom right."""
        p, t, m = self._p, self._t, self._scene.metrics
        p.setRenderHint(ANTIALIASING, True)
        if face.comment:
            p.setPen(NO_PEN)
            p.setBrush(ink(t.focus))
            p.drawEllipse(QRectF(cell.right() - m.px(4) - 2, cell.top() + 2, m.px(4), m.px(4)))
        if face.reopened:
            p.setPen(NO_PEN)
            p.setBrush(ink(t.text2))
            p.drawEllipse(QRectF(cell.left() + 2, cell.bottom() - m.px(4) - 3, m.px(4), m.px(4)))
        if face.pending or face.failed:
            side = m.px(4)
            p.setBrush(NO_BRUSH)
            p.setPen(QPen(ink(t.block if face.failed else t.accent_text), 1.4 * m.zoom / 100))
            p.drawEllipse(QRectF(cell.right() - side - 2.5, cell.bottom() - side - 2.5, side, side))
        p.setRenderHint(ANTIALIASING, False)

    def cursor(self) -> None:
        """The ring of the range, the ground of a refused cell, and the focus ring."""
        scene, p, t = self._scene, self._p, self._t
        area = self._range_rect()
        if area is not None:
            self._ring(area, t.focus, hair(self._dpr))
        row, column = scene.current
        bar = next((bar for bar in scene.bars if bar.row == row), None)
        strip = next((strip for strip in scene.strips if strip.number == column), None)
        if bar is None or strip is None:
            return
        cell = self.cell(bar, strip)
        outer = cell.adjusted(-1, -1, 0, 0)
        self._ring(outer, t.focus if scene.focused else t.border, hair(self._dpr, 2 if scene.focused else 1))
        p.setRenderHint(ANTIALIASING, False)

    def refused_ground(self) -> None:
        """The ground of the cell whose entry was refused; its old value stays above it."""
        if self._scene.refused is None:
            return
        row, column = self._scene.refused
        for bar in self._scene.bars:
            for strip in self._scene.strips:
                if (bar.row, strip.number) == (row, column):
                    self._p.fillRect(self.cell(bar, strip), ink(self._t.block_bg))

    def _ring(self, rect: QRectF, colour: str, width: float) -> None:
        p = self._p
        p.setRenderHint(ANTIALIASING, True)
        p.setBrush(NO_BRUSH)
        p.setPen(QPen(ink(colour), width))
        half = width / 2
        left, top = snapped(rect.left(), self._dpr), snapped(rect.top(), self._dpr)
        right, bottom = snapped(rect.right(), self._dpr), snapped(rect.bottom(), self._dpr)
        inner = QRectF(QPointF(left + half, top + half), QPointF(right - half, bottom - half))
        p.drawRoundedRect(inner, 1.5, 1.5)
        p.setRenderHint(ANTIALIASING, False)
