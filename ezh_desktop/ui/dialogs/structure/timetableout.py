"""What goes out of the timetable: calendars into a folder, weeks and the board as PDF, beside the window's thread."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtWidgets import QWidget

from ezh_desktop.domain.russian import count
from ezh_desktop.jobs.base import Job, Progress
from ezh_desktop.services.draining import demand_written
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.pages.timetable import WeekPage
from ezh_desktop.services.structure.timetable_page import TimetablePage
from ezh_desktop.ui.doors import Doors
from ezh_desktop.ui.filesaving import FileSaving

if TYPE_CHECKING:
    # What makes calendars and paper loads when one is made.
    from ezh_desktop.exchange.pages_out import OutFile
    from ezh_desktop.jobs.book import Part

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

    def week(self, page: TimetablePage) -> None:
        """Asks where, and saves the stored week in view as PDF."""

        def parts() -> list[Part]:
            from ezh_desktop.jobs.book import week_part  # noqa: PLC0415
            from ezh_desktop.services.timetable_paper import week_page  # noqa: PLC0415

            return [week_part(lambda: week_page(self._office, page))]

        self._paper(f"{page.name}, расписание", parts)

    def classes(self, page: TimetablePage) -> None:
        """The same of all classes, on the day in view."""

        def parts() -> list[Part]:
            from ezh_desktop.jobs.book import week_part  # noqa: PLC0415
            from ezh_desktop.services.timetable_paper import class_weeks  # noqa: PLC0415

            weeks = class_weeks(self._office, day=page.day, year=page.year.year)
            return [week_part(partial(_given, one)) for one in weeks]

        self._paper("Расписание классов", parts)

    def teachers(self, page: TimetablePage) -> None:
        """The same of all teachers."""

        def parts() -> list[Part]:
            from ezh_desktop.jobs.book import week_part  # noqa: PLC0415
            from ezh_desktop.services.timetable_paper import teacher_weeks  # noqa: PLC0415

            weeks = teacher_weeks(self._office, page.day, page.year.year)
            return [week_part(partial(_given, one)) for one in weeks]

        self._paper("Расписание учителей", parts)

    def board(self, page: TimetablePage) -> None:
        """All classes side by side."""

        def parts() -> list[Part]:
            from ezh_desktop.jobs.book import board_part  # noqa: PLC0415
            from ezh_desktop.services.timetable_paper import board_page  # noqa: PLC0415

            return [board_part(lambda: board_page(self._office, page.day, page.year.year))]

        self._paper("Сводное расписание", parts)

    def _paper(self, title: str, parts: Callable[[], list[Part]]) -> None:
        """Asks where first; then reads, draws and writes beside the window's thread."""
        from ezh_desktop.ui.dialogs import printwords  # noqa: PLC0415

        offered = Path(printwords.file_name(title))
        path = self._doors.save_file(self._window, "Сохранить PDF", "Документ PDF (*.pdf)", offered)
        if path is None:
            return
        office, write = self._office, self._write

        def draw(progress: Progress) -> str:
            # ReportLab takes longer to load than the dialog may take to open.
            from ezh_desktop.jobs.book import BookJob  # noqa: PLC0415
            from ezh_desktop.reports.base import PrintInfo  # noqa: PLC0415

            demand_written(office)
            info = PrintInfo(office.clock.now_local(), office.person.name, office.head_text())
            write(path, BookJob(parts(), info)(progress).data)
            return f"Сохранено: {path.name}"

        self._start(Job(title, draw))


def _given(week: WeekPage) -> WeekPage:
    return week
