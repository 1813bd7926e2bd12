"""The program's type: PT Sans in two weights, sizes in pixels at 100 %.

The same files serve the paper, so a name is as wide on the screen of one computer as on that of another.
"""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

from ezh_desktop import assets

FAMILY = "PT Sans"
FILES = ("PTS55F.ttf", "PTS75F.ttf")

SMALL = 11
SECOND = 12
BODY = 13
SECTION = 15
TITLE = 18
SIGN_IN = 22

_loaded: set[str] = set()


def load() -> None:
    """Registers the font files with Qt, once; RuntimeError when Qt cannot read one."""
    for name in FILES:
        if name in _loaded:
            continue
        if QFontDatabase.addApplicationFont(str(assets.font(name))) < 0:
            raise RuntimeError(f"Qt cannot read the font {name}")
        _loaded.add(name)


@lru_cache(maxsize=128)
def font(px: float = BODY, *, bold: bool = False, italic: bool = False) -> QFont:
    """PT Sans of `px` pixels, zoom included. The object is shared: do not change it."""
    result = QFont(FAMILY)
    result.setPixelSize(max(1, round(px)))
    result.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
    result.setItalic(italic)
    return result


@lru_cache(maxsize=128)
def metrics(px: float = BODY, *, bold: bool = False) -> QFontMetricsF:
    """Measures of the same font; widths come from here, never from counting letters."""
    return QFontMetricsF(font(px, bold=bold))
