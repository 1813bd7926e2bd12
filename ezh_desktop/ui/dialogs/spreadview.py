"""The preview: two facing pages of the very PDF that will be printed, as large as the room allows or zoomed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from ezh_desktop.ui import theme
from ezh_desktop.ui.pdf import POINTS_AN_INCH, PdfPages
from ezh_desktop.ui.qttypes import CTRL, STRONG_FOCUS

Spread = tuple[int | None, int | None]
"""Indices of the left and the right page in the PDF; None where no page lies."""

ZOOMS = (50, 75, 100, 125, 150, 200, 300)
"""Per cent of the real size at 96 dots an inch."""
_EDGE, _GAP = 18, 6
_PAGE = (595.28, 841.89)
_DPI = 96
_COARSE = 1.6


class _Desk(QWidget):
    """The two sheets on their ground."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.page_size = QSize(1, 1)
        self.images: list[QImage | None] = [None, None]
        self.lies: tuple[bool, bool] = (False, False)
        self.aside = 2

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paper is white in the dark theme as well: it shows what will come out."""
        t = theme.tokens()
        with QPainter(self) as p:
            p.fillRect(self.rect(), theme.ink(t.pressed))
            for side in (0, 1):
                if self.lies[side]:
                    self._paint_page(p, side)

    def _paint_page(self, p: QPainter, side: int) -> None:
        box = QRectF(self.corner(side), self.page_size)
        p.fillRect(box, Qt.GlobalColor.white)
        image = self.images[side]
        if image is not None:
            p.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            p.drawImage(box, image)
        p.setPen(theme.ink(theme.tokens().line2))
        p.drawRect(box)

    def corner(self, side: int) -> QPoint:
        """Upper left corner of a page; the two lie in the middle of the desk."""
        wide = self.aside * self.page_size.width() + (self.aside - 1) * _GAP
        x = max(_EDGE, (self.width() - wide) // 2) + side * (self.page_size.width() + _GAP)
        return QPoint(x, max(_EDGE, (self.height() - self.page_size.height()) // 2))


class SpreadView(QScrollArea):
    """Shows spread `current` of the PDF. `turned` comes with the number of the spread shown, `zoomed` after a zoom."""

    turned = Signal(int)
    zoomed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(STRONG_FOCUS)
        self.setAccessibleName("Просмотр страниц перед печатью")
        self._desk = _Desk(self)
        self.setWidget(self._desk)
        self._pages: PdfPages | None = None
        self._spreads: tuple[Spread, ...] = ()
        self._current = 0
        self._zoom: int | None = None
        self._waiting: list[int] = []
        # One page a turn of the event loop: keys are taken between the two.
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._on_later)
        theme.signals.changed.connect(self._desk.update)

    def lay_single(self) -> None:
        """Single sheets from now on: a spread is one page, at its left."""
        self._desk.aside = 1

    @property
    def current(self) -> int:
        """Which spread is shown, from 0."""
        return self._current

    @property
    def zoom(self) -> int | None:
        """Per cent, None when the whole spread is fitted into the room."""
        return self._zoom

    @property
    def complete(self) -> bool:
        """Whether every page of the spread is drawn."""
        return all(image is not None for image, lies in zip(self._desk.images, self._desk.lies, strict=True) if lies)

    @property
    def images(self) -> tuple[QImage | None, QImage | None]:
        """What lies left and right, None where nothing does or is drawn yet."""
        return self._desk.images[0], self._desk.images[1]

    def show_pages(self, pages: PdfPages | None, spreads: Sequence[Spread]) -> None:
        """Change the document; the spread that was shown stays if the new one has it. None empties the desk."""
        if self._pages is not None:
            self._pages.close()
        self._pages = pages
        self._spreads = tuple(spreads)
        self.turn_to(min(self._current, len(self._spreads) - 1))

    def turn_to(self, spread: int) -> None:
        """Show a spread; numbers outside are taken to the nearest."""
        self._current = max(0, min(spread, len(self._spreads) - 1))
        self._desk.images = [None, None]
        sides = self._spreads[self._current] if self._spreads else (None, None)
        self._desk.lies = (sides[0] is not None, sides[1] is not None)
        self._lay_out()
        self.turned.emit(self._current)

    def zoom_by(self, steps: int) -> None:
        """Larger or smaller; below the smallest the whole spread fits again."""
        levels = (None, *ZOOMS)
        at = levels.index(self._zoom)
        if self._zoom is None and steps > 0:
            shown = self._desk.page_size.height() * POINTS_AN_INCH / _DPI / _PAGE[1] * 100
            at = next((index for index, level in enumerate(levels) if level and level > shown), len(levels)) - 1
        self._zoom = levels[max(0, min(len(levels) - 1, at + steps))]
        self._lay_out()
        self.zoomed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A fitted spread follows the room."""
        super().resizeEvent(event)
        self._lay_out()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """PgUp and PgDn turn the pages, Home and End go to the first and last."""
        places = {
            Qt.Key.Key_PageDown: self._current + 1,
            Qt.Key.Key_PageUp: self._current - 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(self._spreads) - 1,
        }
        place = places.get(Qt.Key(event.key()))
        if place is None:
            super().keyPressEvent(event)
        else:
            self.turn_to(place)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and the wheel zoom."""
        if event.modifiers() & CTRL:
            self.zoom_by(1 if event.angleDelta().y() > 0 else -1)
        else:
            super().wheelEvent(event)

    def _lay_out(self) -> None:
        size = self._fitted() if self._zoom is None else self._sized(self._zoom * _DPI / POINTS_AN_INCH / 100)
        if size != self._desk.page_size:
            self._desk.images = [None, None]
        self._desk.page_size = size
        aside = self._desk.aside
        whole = QSize(aside * size.width() + (aside - 1) * _GAP + 2 * _EDGE, size.height() + 2 * _EDGE)
        self._desk.setMinimumSize(whole if self._zoom is not None else QSize(1, 1))
        self._waiting = [side for side in (0, 1) if self._desk.lies[side] and self._desk.images[side] is None]
        self._desk.update()
        if self._waiting:
            self._later.start()

    def _fitted(self) -> QSize:
        room = self.viewport().size()
        aside = self._desk.aside
        wide = (room.width() - 2 * _EDGE - (aside - 1) * _GAP) / aside / _PAGE[0]
        return self._sized(max(0.05, min(wide, (room.height() - 2 * _EDGE) / _PAGE[1])))

    def _sized(self, scale: float) -> QSize:
        return QSize(round(_PAGE[0] * scale), round(_PAGE[1] * scale))

    def _on_later(self) -> None:
        if self._pages is None or not self._waiting:
            return
        side = self._waiting.pop(0)
        index = self._spreads[self._current][side]
        if index is not None:
            scale = self._desk.page_size.height() / _PAGE[1] * self.devicePixelRatioF()
            # Glyphs snap to pixels at a low scale: drawn finer and reduced, the small ones keep their shape.
            self._desk.images[side] = self._pages.render(index, scale * (2 if scale < _COARSE else 1))
            self._desk.update()
        if self._waiting:
            self._later.start()
