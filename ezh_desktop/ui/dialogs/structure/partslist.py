"""The list at the left of a dialog, in the colours of the window's own list of pages."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QListWidget, QWidget

from ezh_desktop.ui import fonts, theme

_Role = QPalette.ColorRole


class PartsList(QListWidget):
    """No frame, the chosen line on a soft ground."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setUniformItemSizes(True)
        # What follows a long name tells it from others: a subgroup, a state, a number.
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setFont(fonts.font())
        self._dress()
        theme.signals.changed.connect(self._dress)

    def _dress(self) -> None:
        t = theme.tokens()
        palette = theme.palette(t)
        for role, value in ((_Role.Base, t.window), (_Role.Highlight, t.accent_soft), (_Role.HighlightedText, t.text)):
            palette.setColor(role, theme.ink(value))
        self.setPalette(palette)
