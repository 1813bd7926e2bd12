"""What the commands of the menu «Школа» work with; `schoolmenu` lists who gives them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from PySide6.QtWidgets import QDialog, QWidget

from ezh_desktop.errors import EzhError
from ezh_desktop.services.doors import Office
from ezh_desktop.ui.doors import Doors
from ezh_desktop.ui.printcommands import Save


def _no_course() -> int | None:
    return None


def _open_nothing(_course: int, _lesson: int | None) -> None:
    """Without a window nothing is opened."""


Slots: TypeAlias = Mapping[str, Callable[[], None]]


@dataclass(frozen=True, slots=True)
class SchoolTools:
    """What a command of the menu works with; `reload` reads the window anew after a dialog has changed the school."""

    office: Office
    doors: Doors
    save: Save | None
    window: QWidget
    reload: Callable[[], None]
    course: Callable[[], int | None] = _no_course
    """The course in view."""
    open_course: Callable[[int, int | None], None] = _open_nothing
    """Opens a course page, at a lesson if one is named."""

    def open(self, make: Callable[[], QDialog]) -> None:
        """Opens the dialog that `make` builds over the window, or tells why it cannot be built.

        When the dialog is closed, the window reads anew.
        """
        try:
            dialog = make()
        except EzhError as why:
            self.doors.tell(self.window, why.what, why.remedy)
            return
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(self.reload)
        dialog.open()
