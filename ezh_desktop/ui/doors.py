"""The one door to what belongs to the system: message boxes, file dialogs, printers, the clipboard.

Windows get an object with the methods of `Doors`; tests pass one that answers by itself, so nothing of Qt is patched.
"""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

_Role = QMessageBox.ButtonRole


class Doors(Protocol):
    """What a window may ask of the system."""

    def ask(self, parent: QWidget | None, question: str, detail: str, *, act: str, keep: str = "Отмена") -> bool:
        """Whether the person chose `act` («Прервать печать») and not `keep`, which is the default and Esc."""

    def tell(self, parent: QWidget | None, what: str, detail: str = "") -> None:
        """Shows what happened and what can be done, with one button «Закрыть»."""

    def open_file(self, parent: QWidget | None, title: str, kinds: str, folder: Path | None = None) -> Path | None:
        """A file that exists, or None. `kinds` is Qt's filter, «Журнал (*.ezh)»."""

    def save_file(self, parent: QWidget | None, title: str, kinds: str, offered: Path) -> Path | None:
        """Where to write, or None; the system has asked about replacing. A name without an ending gets the offered."""

    def folder(self, parent: QWidget | None, title: str, start: Path | None = None) -> Path | None:
        """A folder, or None."""

    def show_folder(self, folder: Path) -> None:
        """Opens a folder in the system's own window of files."""

    def printers(self) -> list[str]:
        """Names of the printers of this computer, the usual one first."""

    def copy(self, text: str) -> None:
        """Puts a text on the clipboard."""

    def pasted(self) -> str:
        """The clipboard's text, empty when it holds none."""


class SystemDoors:
    """The real doors."""

    def ask(self, parent: QWidget | None, question: str, detail: str, *, act: str, keep: str = "Отмена") -> bool:
        """See `Doors.ask`."""
        box = QMessageBox(QMessageBox.Icon.NoIcon, "ЭЖ", question, QMessageBox.StandardButton.NoButton, parent)
        box.setInformativeText(detail)
        acting = box.addButton(act, _Role.AcceptRole)
        keeping = box.addButton(keep, _Role.RejectRole)
        box.setDefaultButton(keeping)
        box.setEscapeButton(keeping)
        box.exec()
        return box.clickedButton() is acting

    def tell(self, parent: QWidget | None, what: str, detail: str = "") -> None:
        """See `Doors.tell`."""
        box = QMessageBox(QMessageBox.Icon.NoIcon, "ЭЖ", what, QMessageBox.StandardButton.NoButton, parent)
        box.setInformativeText(detail)
        box.addButton("Закрыть", _Role.RejectRole)
        box.exec()

    def open_file(self, parent: QWidget | None, title: str, kinds: str, folder: Path | None = None) -> Path | None:
        """See `Doors.open_file`."""
        name, _kind = QFileDialog.getOpenFileName(parent, title, str(folder or ""), kinds)
        return Path(name) if name else None

    def save_file(self, parent: QWidget | None, title: str, kinds: str, offered: Path) -> Path | None:
        """See `Doors.save_file`."""
        dialog = QFileDialog(parent, title, str(offered.parent) if offered.is_absolute() else "", kinds)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(offered.suffix)
        dialog.filterSelected.connect(lambda kind: dialog.setDefaultSuffix(kind.rpartition("*.")[2].rstrip(")")))
        dialog.selectFile(offered.name)
        agreed = dialog.exec()
        dialog.deleteLater()
        return Path(dialog.selectedFiles()[0]) if agreed else None

    def folder(self, parent: QWidget | None, title: str, start: Path | None = None) -> Path | None:
        """See `Doors.folder`."""
        name = QFileDialog.getExistingDirectory(parent, title, str(start or ""))
        return Path(name) if name else None

    def show_folder(self, folder: Path) -> None:
        """See `Doors.show_folder`."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def printers(self) -> list[str]:
        """See `Doors.printers`."""
        usual = QPrinterInfo.defaultPrinterName()
        return sorted(QPrinterInfo.availablePrinterNames(), key=lambda name: (name != usual, name))

    def copy(self, text: str) -> None:
        """See `Doors.copy`."""
        QGuiApplication.clipboard().setText(text)

    def pasted(self) -> str:
        """See `Doors.pasted`."""
        return QGuiApplication.clipboard().text()
