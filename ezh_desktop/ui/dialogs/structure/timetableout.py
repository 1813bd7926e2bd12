"""What goes out of the timetable: calendars into a folder, the week in view as PDF; made beside the window's thread."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtWidgets import QWidget

from ezh_desktop.domain.russian import count
from ezh_desktop.jobs.base import Job, Progress
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.structure.timetable_page import TimetablePage
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

    def paper(self, page: TimetablePage) -> None:
        """Asks where, and saves the stored week in view as PDF."""
        # ReportLab takes longer to load than the dialog may take to open.
        from ezh_desktop.jobs.book import BookJob, week_part  # noqa: PLC0415
        from ezh_desktop.reports.base import PrintInfo  # noqa: PLC0415
        from ezh_desktop.services.timetable_paper import week_page  # noqa: PLC0415
        from ezh_desktop.ui.dialogs import printwords  # noqa: PLC0415

        offered = Path(printwords.file_name(f"{page.name}, расписание"))
        path = self._doors.save_file(self._window, "Сохранить PDF", "Документ PDF (*.pdf)", offered)
        if path is None:
            return
        office, write = self._office, self._write
        info = PrintInfo(office.clock.now_local(), office.person.name, office.head_text())
        work = BookJob((week_part(lambda: week_page(office, page)),), info)

        def draw(progress: Progress) -> str:
            write(path, work(progress).data)
            return f"Сохранено: {path.name}"

        self._start(Job(f"Расписание, {page.name}", draw))
