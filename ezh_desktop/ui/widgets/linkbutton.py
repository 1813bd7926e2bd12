"""A button that looks like a link and still is a button for keys and screen readers."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QWidget

from ezh_desktop.ui.qttypes import CURSOR_HAND, FIXED


class LinkButton(QPushButton):
    """«Другой журнал…»: accent text, one focus ring, no default of a dialog."""

    def __init__(self, parent: QWidget | None = None, text: str = "") -> None:
        super().__init__(text, parent)
        self.setProperty("kind", "link")
        self.setAutoDefault(False)
        self.setCursor(CURSOR_HAND)
        self.setSizePolicy(FIXED, FIXED)
