"""The flat buttons in the line above a page: an action with its icon, its shortcut in the tooltip."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QWidget

from ezh_desktop.ui import icons
from ezh_desktop.ui.qttypes import FIXED, TAB_FOCUS

ICON_ROOM = QSize(20, 16)
"""Wider than the drawing of 16 px: under a style sheet the words would stand too close."""


def command_button(action: QAction, icon: str, parent: QWidget) -> QPushButton:
    """A button that does the action; how it follows the action's `enabled` is the line's concern."""
    button = QPushButton(action.text().replace("…", ""), parent)
    button.setProperty("kind", "flat")
    button.setFocusPolicy(TAB_FOCUS)
    button.setSizePolicy(FIXED, FIXED)
    button.setIconSize(ICON_ROOM)
    button.setToolTip(f"{action.text()}  {action.shortcut().toString()}")
    button.clicked.connect(action.trigger)
    icons.dress(button, icon)
    return button
