"""The badge of findings: an amber triangle, or a red flag with a staff when something is overdue, and the number."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPolygonF

from ezh_desktop.ui import fonts, theme
from ezh_desktop.ui.qttypes import ALIGN_LEFT, ANTIALIASING, NO_PEN

SIDE = 7
GAP = 4


@dataclass(frozen=True, slots=True)
class Badge:
    """How many findings, and whether one of them is overdue."""

    count: int = 0
    overdue: bool = False

    def spoken(self) -> str:
        """For the screen reader: «недочётов: 6, есть просроченные»."""
        if not self.count:
            return ""
        return f"недочётов: {self.count}" + (", есть просроченные" if self.overdue else "")

    def width(self) -> float:
        """Logical pixels that `paint` takes; 0 for none."""
        if not self.count:
            return 0.0
        return SIDE + GAP + fonts.metrics(fonts.SMALL, bold=True).horizontalAdvance(str(self.count))

    def paint(self, p: QPainter, x: float, middle: float) -> None:
        """Draws it from `x` to the right, centred on the height `middle`."""
        if not self.count:
            return
        t = theme.tokens()
        top = round(middle - 4)
        p.save()
        p.setRenderHint(ANTIALIASING)
        p.setPen(NO_PEN)
        p.setBrush(theme.ink(t.block if self.overdue else t.warn))
        p.drawPolygon(QPolygonF([QPointF(x, top), QPointF(x + SIDE, top), QPointF(x, top + SIDE)]))
        if self.overdue:
            p.drawRect(QRectF(x, top, 2, SIDE + 2))
        p.setFont(fonts.font(fonts.SMALL, bold=True))
        p.setPen(theme.ink(t.block if self.overdue else t.warn_text))
        p.drawText(QRectF(x + SIDE + GAP, middle - 9, 40, 18), ALIGN_LEFT, str(self.count))
        p.restore()


NO_BADGE = Badge()
