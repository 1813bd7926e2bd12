"""Drawing, tuned: lines of one width go out together, all text of a page in one text object, each string encoded once.

Millimetres from the lower left corner of the sheet. Text keeps the order it was drawn in, for copying and for readers.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from reportlab.lib.rl_accel import escapePDF

from ezh_desktop.reports.fonts import CAP, POINT, Font, check, face, width
from ezh_desktop.reports.text import Block

MM = 1 / POINT
"""Points in one millimetre."""

FRAME = 1.0
"""Line widths in pt: the outer frame, and the line after the last lesson of a term."""
GROUP = 0.8
"""Under headers, month and group bounds, every fifth row."""
CELL = 0.35
"""Inner rules of a table."""
FIELD = 0.4
"""Lines of a form to write on, and above the footer."""
STROKE = 0.5
"""Strokes, Z and the diagonal."""

_Run = tuple[str, str]


class _TextObject:
    """What `Canvas.drawText` asks of a text object: its code."""

    def __init__(self, code: str) -> None:
        self._code = code

    def getCode(self) -> str:  # noqa: N802  # ReportLab's name
        return self._code


class Ink:
    """Collects the lines and texts of one page and puts them on the canvas at `flush`."""

    def __init__(self, canvas: Any) -> None:  # noqa: ANN401  # ReportLab ships no types
        self._canvas = canvas
        # The document keys the subsets of a font; ReportLab has no public name for it (pinned, compared in a test).
        self._document = canvas._doc  # noqa: SLF001
        self._lines: defaultdict[float, list[tuple[float, float, float, float]]] = defaultdict(list)
        self._texts: list[str] = []
        self._font = ""
        self._runs: dict[tuple[Font, str], tuple[_Run, ...]] = {}

    def line(self, x1: float, y1: float, x2: float, y2: float, weight: float = CELL) -> None:
        """A line of `weight` pt; those of one weight are drawn together, the widest last."""
        self._lines[weight].append((round(x1 * MM, 2), round(y1 * MM, 2), round(x2 * MM, 2), round(y2 * MM, 2)))

    def box(self, x1: float, y1: float, x2: float, y2: float, weight: float = FRAME) -> None:
        """A rectangle's four sides."""
        for side in ((x1, y1, x2, y1), (x2, y1, x2, y2), (x2, y2, x1, y2), (x1, y2, x1, y1)):
            self.line(*side, weight)

    def text(self, x: float, y: float, text: str, font: Font, size: float) -> None:
        """Text that begins at `x` on the base line `y`. Raises BadInput for a letter the font lacks."""
        if text:
            self._put(f"1 0 0 1 {x * MM:.2f} {y * MM:.2f} Tm", text, font, size)

    def right(self, x: float, y: float, text: str, font: Font, size: float) -> None:
        """Text that ends at `x`."""
        self.text(x - width(text, font, size), y, text, font, size)

    def centre(self, x: float, y: float, text: str, font: Font, size: float) -> None:
        """Text whose middle is `x`."""
        self.text(x - width(text, font, size) / 2, y, text, font, size)

    def upward(self, x: float, y: float, text: str, font: Font, size: float) -> None:
        """Text that runs upward from `y` with its base line at `x`."""
        if text:
            self._put(f"0 1 -1 0 {x * MM:.2f} {y * MM:.2f} Tm", text, font, size)

    def cell(self, x: float, middle: float, text: str, font: Font, size: float, *, height: float = CAP) -> None:
        """Text centred on `x`, standing in the middle of its row by `height` em."""
        self.centre(x, middle - height / 2 * size * POINT, text, font, size)

    def block(self, x: float, middle: float, block: Block) -> None:
        """Lines that begin at `x`, their middle at `middle`."""
        base = block.first_base(middle)
        for index, line in enumerate(block.lines):
            self.text(x, base - index * block.step, line, block.font, block.size)

    def block_centred(self, x: float, middle: float, block: Block) -> None:
        """Lines centred on `x`, their middle at `middle`."""
        base = block.first_base(middle)
        for index, line in enumerate(block.lines):
            self.centre(x, base - index * block.step, line, block.font, block.size)

    def flush(self) -> None:
        """Put what was collected on the canvas; the next page begins empty."""
        # Square ends close the corners of frames.
        self._canvas.setLineCap(2)
        for weight in sorted(self._lines):
            self._canvas.setLineWidth(weight)
            self._canvas.lines(self._lines[weight])
        if self._texts:
            self._canvas.drawText(_TextObject("BT\n" + "\n".join(self._texts) + "\nET"))
        self._lines.clear()
        self._texts.clear()
        self._font = ""

    def _put(self, matrix: str, text: str, font: Font, size: float) -> None:
        self._texts.append(matrix)
        for name, shown in self._runs.get((font, text)) or self._encode(text, font):
            setting = f"{name} {size:g} Tf"
            if setting != self._font:
                self._font = setting
                self._texts.append(setting)
            self._texts.append(shown)

    def _encode(self, text: str, font: Font) -> tuple[_Run, ...]:
        check(text, font)
        made = face(font)
        runs = tuple(
            (made.getSubsetInternalName(subset, self._document), f"({escapePDF(codes)}) Tj")
            for subset, codes in made.splitString(text, self._document)
        )
        self._runs[font, text] = runs
        return runs
