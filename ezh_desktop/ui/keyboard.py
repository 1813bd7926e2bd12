"""What the keyboard is set to: the layout and Caps Lock.

Qt tells neither reliably. Windows is asked through its own call; elsewhere both are concluded from what is typed.
"""

from __future__ import annotations

import sys
from enum import Enum

from PySide6.QtCore import QLocale, QObject, Signal
from PySide6.QtGui import QGuiApplication


class Layout(Enum):
    """The two layouts of a Russian school's computer, by the sign that the system's own bar shows."""

    RUSSIAN = "РУС"
    LATIN = "ENG"

    @property
    def spoken(self) -> str:
        """For the screen reader."""
        return "русская" if self is Layout.RUSSIAN else "английская"


def layout_of(letter: str) -> Layout | None:
    """The layout in which this letter was typed; None for digits and signs, which both have."""
    if len(letter) != 1 or not letter.isalpha():
        return None
    return Layout.LATIN if letter.isascii() else Layout.RUSSIAN


def seems_capital(letter: str, *, shifted: bool) -> bool | None:
    """Whether Caps Lock must be on for this letter to come out as it did; None when the key tells nothing."""
    if len(letter) != 1 or letter.lower() == letter.upper():
        return None
    return letter.isupper() != shifted


class Keyboard(QObject):
    """The system's keyboard as far as it tells; `changed` comes when the layout changes."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        QGuiApplication.inputMethod().localeChanged.connect(self.changed)

    def layout(self) -> Layout | None:
        """The layout in force, or None where the system does not say."""
        language = QGuiApplication.inputMethod().locale().language()
        if language == QLocale.Language.Russian:
            return Layout.RUSSIAN
        return Layout.LATIN if language == QLocale.Language.English else None

    def caps_lock(self) -> bool | None:
        """Whether Caps Lock is on, or None where the system does not say."""
        if sys.platform == "win32":
            import ctypes  # noqa: PLC0415 - has user32 on Windows only

            # The low bit is the toggle; 0x14 is VK_CAPITAL.
            return bool(ctypes.windll.user32.GetKeyState(0x14) & 1)
        return None
