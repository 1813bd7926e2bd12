"""Text colour and size of a label by token, kept over changes of theme without a sheet on the label."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QWidget

from ezh_desktop.ui import fonts, theme
from ezh_desktop.ui.qttypes import DIRECT_CHILDREN

_TEXT_ROLES = (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText)


class _Tone(QObject):
    """Lives as a child of the label, so that the connection dies with it."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._widget = widget
        self._ink = ""
        theme.signals.changed.connect(self.refresh)

    def take(self, ink_of: str) -> None:
        self._ink = ink_of
        self.refresh()

    def refresh(self) -> None:
        palette = theme.palette(theme.tokens())
        for role in _TEXT_ROLES:
            palette.setColor(role, theme.ink(getattr(theme.tokens(), self._ink)))
        self._widget.setPalette(palette)


def tone(widget: QWidget, ink_of: str = "text", px: int = fonts.BODY, *, bold: bool = False) -> None:
    """Gives a label its colour, size in pixels and weight; calling again changes them."""
    widget.setFont(fonts.font(px, bold=bold))
    watcher = widget.findChild(_Tone, options=DIRECT_CHILDREN) or _Tone(widget)
    watcher.take(ink_of)


def tone_children(base: QWidget) -> None:
    """Tones every child whose form carries the properties `tone`, `px`, `bold`."""
    for widget in base.findChildren(QWidget):
        ink_of, px = widget.property("tone"), widget.property("px")
        if isinstance(ink_of, str) or isinstance(px, int):
            tone(widget, ink_of or "text", px or fonts.BODY, bold=bool(widget.property("bold")))
