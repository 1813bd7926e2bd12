"""What a table shows while a lesson is held over it: amber where it would collide, a ring where it would stand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QTableView

from ezh_desktop.ui import theme

Place: TypeAlias = tuple[int, int]
"""Row and column."""
_VEIL = 60
_THICK = 2


def paint_held(view: QTableView, told: Iterable[Place], over: Place | None) -> None:
    """Paint over the cells of a view; `told` are those in which something would collide."""
    t, places = theme.tokens(), set(told)
    veil = QColor(theme.ink(t.warn))
    veil.setAlpha(_VEIL)
    with QPainter(view.viewport()) as p:
        for place in places:
            p.fillRect(view.visualRect(view.model().index(*place)), veil)
        if over is not None:
            p.setPen(QPen(QColor(theme.ink(t.warn if over in places else t.focus)), _THICK))
            p.drawRect(view.visualRect(view.model().index(*over)).adjusted(1, 1, -2, -2))
