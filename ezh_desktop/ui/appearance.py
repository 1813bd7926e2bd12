"""What a person chose of the window's appearance and ways: zoom, theme, where the cursor goes after an entry."""

from __future__ import annotations

from contextlib import suppress

from PySide6.QtCore import QObject, Signal

from ezh_desktop import settings as preferences
from ezh_desktop.errors import DeviceTrouble
from ezh_desktop.settings import Settings
from ezh_desktop.ui import theme
from ezh_desktop.ui.grids.metrics import ZOOM_STEP, clamp_zoom

PANEL_WIDTH = 1440
"""From this width on the panel at the right opens by itself."""


class Appearance(QObject):
    """Reads and keeps the choices; `zoomed` gives the new zoom in per cent."""

    zoomed = Signal(int)

    def __init__(self, settings: Settings, owner: str, parent: QObject | None = None) -> None:
        """`owner` is the person's tag: zoom is kept per person and computer."""
        super().__init__(parent)
        self.settings, self._owner = settings, owner
        self.zoom = clamp_zoom(settings.get(preferences.ZOOM, owner))

    def direction(self) -> str:
        """«down» or «right»."""
        return self.settings.get(preferences.AFTER_ENTRY)

    def go_right(self, right: bool) -> None:
        """Where the cursor goes after an entry from now on."""
        self.settings.put(preferences.AFTER_ENTRY, "right" if right else "down")

    def go_dark(self, dark: bool) -> None:
        """Lays the dark or the light theme on, and keeps the choice."""
        self.settings.put(preferences.SCHEME, "dark" if dark else "light")
        theme.apply(theme.Scheme.DARK if dark else theme.Scheme.LIGHT)

    @property
    def tree_open(self) -> bool:
        """Whether the list of pages is shown in a wide window."""
        return self.settings.get(preferences.TREE, self._owner) == "open"

    def keep_tree(self, shown: bool) -> None:
        """Shows or hides the list of pages from now on."""
        self.settings.put(preferences.TREE, "open" if shown else "closed", self._owner)

    def panel_open(self, width: int) -> bool:
        """Whether the panel at the right is shown in a window of this width (logical pixels)."""
        chosen = self.settings.get(preferences.PANEL_OPEN, self._owner)
        return width >= PANEL_WIDTH if chosen == "auto" else chosen == "open"

    def keep_panel(self, shown: bool) -> None:
        """Shows or hides the panel at the right from now on."""
        self.settings.put(preferences.PANEL_OPEN, "open" if shown else "closed", self._owner)

    def window_place(self) -> bytes:
        """Where the person left the window, as Qt wrote it; empty for the first time."""
        return self.settings.get(preferences.WINDOW, self._owner).encode()

    def keep_window(self, place: bytes) -> None:
        """Keeps where the window is; a settings file that cannot be written is no reason not to leave."""
        with suppress(DeviceTrouble):
            self.settings.put(preferences.WINDOW, place.decode(), self._owner)

    def zoom_by(self, steps: int) -> None:
        """A step larger or smaller."""
        self._zoom_to(self.zoom + steps * ZOOM_STEP)

    def zoom_in(self) -> None:
        """A step larger."""
        self.zoom_by(1)

    def zoom_out(self) -> None:
        """A step smaller."""
        self.zoom_by(-1)

    def zoom_reset(self) -> None:
        """Back to 100 %."""
        self._zoom_to(100)

    def _zoom_to(self, percent: int) -> None:
        self.zoom = clamp_zoom(percent)
        self.settings.put(preferences.ZOOM, self.zoom, self._owner)
        self.zoomed.emit(self.zoom)
