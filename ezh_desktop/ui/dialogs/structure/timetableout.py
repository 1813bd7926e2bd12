"""What goes out of the timetable: calendars into a folder, made and written beside the window's thread."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtWidgets import QWidget

from ezh_desktop.domain.russian import count
from ezh_desktop.jobs.base import Job, Progress
from ezh_desktop.services.office import FileOffice
from ezh_desktop.ui.doors import Doors
from ezh_desktop.ui.filesaving import FileSaving

if TYPE_CHECKING:
    # The library of calendars loads when one is made.
    from ezh_desktop.exchange.pages_out import OutFile

Write: TypeAlias = Callable[[Path, bytes], None]
"""Puts a finished file on the disk, whole or not at all."""


class TimetableOut(FileSaving):
    """Saves what the dialog of the timetable shows."""

    words = "Сохраняю…"

    def __init__(self, office: FileOffice, doors: Doors, write: Write, parent: QWidget) -> None:
        super().__init__(parent)
        self._office, self._doors, self._write, self._window = office, doors, write, parent

    def calendars(self, year: int) -> None:
        """Asks for a folder and puts a calendar of each class and teacher there."""
        from ezh_desktop.jobs.calendars import CalendarJob  # noqa: PLC0415

        folder = self._doors.folder(self._window, "Куда сохранить календари классов и учителей")
        if folder is None:
            return
        office, write = self._office, self._write

        def put(file: OutFile) -> None:
            write(folder / file.name, file.data)

        def make(progress: Progress) -> str:
            names = CalendarJob(office, put, year=year)(progress)
            return f"{count(len(names), 'календарь сохранён', 'календаря сохранено', 'календарей сохранено')}: {folder}"

        self._start(Job("Календари", make))
