"""Inks that listen: one keeps what was drawn for the geometry checks, one draws by ReportLab's public calls alone."""

from __future__ import annotations

from dataclasses import dataclass

from ezh_desktop.reports.fonts import CAP, DESCENT, POINT, Font, width
from ezh_desktop.reports.ink import MM, Ink


@dataclass(frozen=True)
class Text:
    """A text as drawn: where it begins, and the box its letters fill (capitals' height, to the base line)."""

    text: str
    font: Font
    size: float
    x: float
    y: float
    upright: bool = True

    @property
    def box(self) -> tuple[float, float, float, float]:
        long, high = width(self.text, self.font, self.size), CAP * self.size * POINT
        if self.upright:
            return (self.x, self.y, self.x + long, self.y + high)
        return (self.x - high, self.y, self.x, self.y + long)

    @property
    def depth(self) -> float:
        """How far letters hang below the base line, mm."""
        return DESCENT * self.size * POINT


@dataclass
class Drawn:
    """One page as drawn, mm."""

    lines: list[tuple[float, float, float, float, float]]
    texts: list[Text]

    @property
    def words(self) -> list[str]:
        return [text.text for text in self.texts]


class ListeningInk(Ink):
    """Draws and keeps every line and text of every page in `pages`."""

    def __init__(self, canvas: object) -> None:
        super().__init__(canvas)
        self.pages: list[Drawn] = []
        self._now = Drawn([], [])

    def line(self, x1, y1, x2, y2, weight=0.35):
        self._now.lines.append((x1, y1, x2, y2, weight))
        super().line(x1, y1, x2, y2, weight)

    def text(self, x, y, text, font, size):
        if text:
            self._now.texts.append(Text(text, font, size, x, y))
        super().text(x, y, text, font, size)

    def upward(self, x, y, text, font, size):
        self._now.texts.append(Text(text, font, size, x, y, upright=False))
        super().upward(x, y, text, font, size)

    def flush(self):
        self.pages.append(self._now)
        self._now = Drawn([], [])
        super().flush()


class PublicInk(Ink):
    """The same drawing by the documented calls of the canvas, string by string."""

    def __init__(self, canvas: object) -> None:
        super().__init__(canvas)
        self._waiting: list[tuple[Font, float, str, float, float, bool]] = []

    def text(self, x, y, text, font, size):
        if text:
            self._waiting.append((font, size, text, round(x * MM, 2), round(y * MM, 2), True))

    def upward(self, x, y, text, font, size):
        self._waiting.append((font, size, text, round(x * MM, 2), round(y * MM, 2), False))

    def flush(self):
        super().flush()
        for font, size, text, x, y, upright in self._waiting:
            drawn = self._canvas.beginText()
            drawn.setFont(font.value, size)
            if upright:
                drawn.setTextOrigin(x, y)
            else:
                drawn.setTextTransform(0, 1, -1, 0, x, y)
            drawn.textOut(text)
            self._canvas.drawText(drawn)
        self._waiting.clear()
