"""The commands that bring the page in view to paper or a file, and the one that enters from a file."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog

from ezh_desktop.errors import EzhError
from ezh_desktop.ui.doors import Doors
from ezh_desktop.ui.importcommands import import_dialog, offers_import
from ezh_desktop.ui.pages.base import WindowPage
from ezh_desktop.ui.printcommands import Save

if TYPE_CHECKING:
    from ezh_desktop.ui.mainwindow import MainWindow

Answer = TypeVar("Answer")


class InAndOut(QObject):
    """Lives in the main window; without `save` it gives no command."""

    def __init__(self, window: MainWindow, doors: Doors, save: Save | None) -> None:
        super().__init__(window)
        self._window, self._doors, self._save = window, doors, save

    def slots(self) -> dict[str, Callable[[], None]]:
        """The commands that this person may use, by the names of `menus.COMMANDS`."""
        if self._save is None:
            return {}
        printing = {"print_page": self._on_print, "save_pdf": self._on_save_pdf}
        return printing | ({"import_file": self._on_import} if offers_import(self._window.office) else {})

    def _on_print(self) -> None:
        """The preview, which prints and saves."""
        dialog = self._asked(lambda page: page.print_dialog(self._window))
        if dialog is not None:
            self._open(dialog)

    def _on_save_pdf(self) -> None:
        self._asked(lambda page: page.save_pdf(self._window))

    def _on_import(self) -> None:
        window = self._window
        if self._save is None:
            return
        dialog = import_dialog(window.office, self._doors, self._save, window)
        if dialog is not None:
            dialog.finished.connect(window.reload)
            self._open(dialog)

    @staticmethod
    def _open(dialog: QDialog) -> None:
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _asked(self, ask: Callable[[WindowPage], Answer]) -> Answer | None:
        """What the page in view gives; None when it gives nothing, and then the person is told why."""
        page = self._window.page
        if page is None:
            return None
        try:
            return ask(page)
        except EzhError as error:
            self._doors.tell(self._window, error.what, error.remedy)
            return None
