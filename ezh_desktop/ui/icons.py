"""Icons: an SVG drawn at size × device scale and coloured by a token, in its Normal, Disabled and checked modes.

`dress(button, "print")` keeps the icon right over changes of theme. Drawings exist for 16 px (menus, tree, buttons)
and some for 20 px (dialogs); a 16-px drawing sits on a canvas 20 px wide, because Fusion with a sheet leaves only
4 px between icon and text.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QObject, QRectF, QSize
from PySide6.QtGui import QAction, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton

from ezh_desktop import assets
from ezh_desktop.ui import theme
from ezh_desktop.ui.qttypes import DIRECT_CHILDREN, SOURCE_IN, TRANSPARENT
from ezh_desktop.ui.tokens import ink

_Mode, _State = QIcon.Mode, QIcon.State
GAP = 4


@lru_cache(maxsize=128)
def _renderer(name: str, size: int) -> QSvgRenderer:
    renderer = QSvgRenderer(str(assets.icon(f"{name}-{size}.svg")))
    if not renderer.isValid():
        raise RuntimeError(f"Qt cannot read the icon {name}-{size}")
    return renderer


@lru_cache(maxsize=1024)
def pixmap(name: str, colour: str, size: int = 16, dpr: float = 1.0, gap: int = 0) -> QPixmap:
    """The drawing in one colour (`#RRGGBB`), `size` logical pixels high and `size + gap` wide."""
    result = QPixmap(round((size + gap) * dpr), round(size * dpr))
    result.fill(TRANSPARENT)
    with QPainter(result) as p:
        _renderer(name, size).render(p, QRectF(0, 0, size * dpr, size * dpr))
        p.setCompositionMode(SOURCE_IN)
        p.fillRect(result.rect(), ink(colour))
    result.setDevicePixelRatio(dpr)
    return result


def paint(painter: QPainter, name: str, x: float, y: float, colour: str, *, size: int = 16) -> None:
    """Draws the icon with its upper left corner at (x, y)."""
    dpr = painter.device().devicePixelRatioF()
    target = QRectF(round(x * dpr) / dpr, round(y * dpr) / dpr, size, size)
    drawn = pixmap(name, colour, size, dpr)
    painter.drawPixmap(target, drawn, QRectF(drawn.rect()))


def icon(name: str, ink_of: str = "text2", size: int = 16, *, gap: int = 0) -> QIcon:
    """A QIcon in the colours of the theme in force, for the device scales of the screens that are there."""
    t = theme.tokens()
    result = QIcon()
    for dpr in _scales():
        for mode, state, value in (
            (_Mode.Normal, _State.Off, getattr(t, ink_of)),
            (_Mode.Disabled, _State.Off, t.disabled),
            (_Mode.Normal, _State.On, getattr(t, "accent_text" if ink_of == "text2" else ink_of)),
            (_Mode.Disabled, _State.On, t.disabled),
        ):
            result.addPixmap(pixmap(name, value, size, dpr, gap), mode, state)
    return result


def _scales() -> list[float]:
    return sorted({1.0, *(screen.devicePixelRatio() for screen in QGuiApplication.screens())})


@lru_cache(maxsize=1)
def app_icon() -> QIcon:
    """The program's own icon, for windows and the task bar."""
    renderer = QSvgRenderer(str(assets.icon("app.svg")))
    result = QIcon()
    for side in (16, 20, 24, 32, 48, 64, 128, 256):
        drawn = QPixmap(side, side)
        drawn.fill(TRANSPARENT)
        with QPainter(drawn) as p:
            renderer.render(p, QRectF(0, 0, side, side))
        result.addPixmap(drawn)
    return result


class _Dress(QObject):
    """Lives as a child of what it dresses, so that the connection dies with it."""

    def __init__(self, target: QAbstractButton | QAction) -> None:
        super().__init__(target)
        self._target = target
        self._name, self._ink, self._size, self._gap = "", "", 16, 0
        theme.signals.changed.connect(self.refresh)

    def take(self, name: str, ink_of: str, size: int) -> None:
        self._name, self._ink, self._size = name, ink_of, size
        self._gap = GAP if isinstance(self._target, QAbstractButton) and self._target.text() else 0
        self.refresh()

    def refresh(self) -> None:
        self._target.setIcon(icon(self._name, self._ink, self._size, gap=self._gap))
        if isinstance(self._target, QAbstractButton):
            self._target.setIconSize(QSize(self._size + self._gap, self._size))


def dress(target: QAbstractButton | QAction, name: str, ink_of: str = "text2", size: int = 16) -> None:
    """Gives a button or an action its icon and keeps it in the theme's colours; calling again changes it."""
    watcher = target.findChild(_Dress, options=DIRECT_CHILDREN) or _Dress(target)
    watcher.take(name, ink_of, size)


theme.drops_cache(pixmap.cache_clear)
