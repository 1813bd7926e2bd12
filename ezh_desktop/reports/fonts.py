"""The fonts of paper: PT Sans, PT Sans Narrow and PT Serif, embedded as subsets; no other font ever enters a document.

ReportLab drops a letter that the font lacks without a word; `check` turns that into an error that names the letter.
"""

from __future__ import annotations

import unicodedata
from enum import StrEnum
from functools import lru_cache
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from ezh_desktop import assets
from ezh_desktop.errors import BadInput

POINT = 25.4 / 72
"""Millimetres in one point."""
CAP = 0.70
"""Height of capitals and digits, in em: text stands in the middle of its cell by this."""
SMALL = 0.50
"""Height of small letters, in em: «н» stands in the middle by this."""
DESCENT = 0.25
"""Depth of «р», «у», «щ» below the base line, in em."""


class Font(StrEnum):
    """The fonts by ReportLab's name; the value is the stem of the file in `resources/fonts/`."""

    SANS = "PTS55F"
    SANS_BOLD = "PTS75F"
    NARROW = "PTN57F"
    NARROW_BOLD = "PTN77F"
    SERIF = "PTF55F"
    SERIF_BOLD = "PTF75F"


@lru_cache
def face(font: Font) -> Any:  # noqa: ANN401  # ReportLab ships no types
    """ReportLab's font, registered at first use; FileNotFoundError when the installation is cut."""
    made = TTFont(font.value, str(assets.font(f"{font.value}.ttf")))
    pdfmetrics.registerFont(made)
    return made


@lru_cache(maxsize=8192)
def _em(text: str, font: Font) -> float:
    width: float = face(font).stringWidth(text, 1000)
    return width / 1000


def width(text: str, font: Font, size: float) -> float:
    """Width in mm of the text at `size` pt; nothing is kerned, so widths of parts add up."""
    return _em(text, font) * size * POINT


def check(text: str, font: Font) -> None:
    """Raise BadInput naming the first letter that the font cannot print."""
    if _letters(font).issuperset(text):
        return
    letter = next(letter for letter in text if letter not in _letters(font))
    raise BadInput(
        f"Знак «{letter}» (U+{ord(letter):04X}) не напечатать: его нет в шрифте журнала.",
        "Замените его буквой, цифрой или словом и напечатайте снова.",
        detail=f"missing glyph U+{ord(letter):04X} {unicodedata.category(letter)} in {font.value}",
    )


@lru_cache
def _letters(font: Font) -> frozenset[str]:
    return frozenset(map(chr, face(font).face.charToGlyph))
