"""«Сохранить страницу в PDF…»: asks where first, then draws and writes beside the window's thread."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from ezh_desktop.domain.russian import dotted
from ezh_desktop.errors import EzhError
from ezh_desktop.jobs.base import Job, Progress
from ezh_desktop.services.doors import Office
from ezh_desktop.services.draining import demand_written
from ezh_desktop.services.pages.attendance import AttendancePage
from ezh_desktop.services.pages.course import CoursePage
from ezh_desktop.services.pages.health import HealthPage
from ezh_desktop.services.pages.individual import IndividualPage
from ezh_desktop.services.pages.inspection import RemarksPage
from ezh_desktop.services.pages.substitutions import DayOrder
from ezh_desktop.services.pages.summary import SummaryPage
from ezh_desktop.ui.doors import Doors
from ezh_desktop.ui.filesaving import FileSaving
from ezh_desktop.ui.pages.base import WindowPage
from ezh_desktop.ui.printcommands import Save

if TYPE_CHECKING:
    from ezh_desktop.jobs.book import Part


class PdfSaving(FileSaving):
    """Pages as PDF."""

    words = "Готовится PDF…"

    def __init__(self, office: Office, doors: Doors, save: Save | None, parent: QWidget) -> None:
        super().__init__(parent)
        self._office, self._doors, self._write = office, doors, save

    def save(self, page: CoursePage, window: QWidget) -> None:
        """Asks where, and saves the term of today; nothing happens when nothing is chosen."""
        # ReportLab takes longer to load than the window may take to open.
        from ezh_desktop.jobs.book import CoursesPart  # noqa: PLC0415
        from ezh_desktop.reports.course import CourseOptions  # noqa: PLC0415
        from ezh_desktop.ui.dialogs import printwords  # noqa: PLC0415

        terms = printwords.terms_of(page)
        term = terms[printwords.term_at(terms, page.today)] if terms else None
        title = f"{page.title}, {term.title}" if term else page.title
        options = CourseOptions(term=term.number if term else None)
        courses = self._office.class_courses(page.course)
        self._save(title, CoursesPart(self._office.layout_pages, courses, options, frozenset({page.course})), window)

    def save_summary(self, page: SummaryPage, window: QWidget) -> None:
        """Asks where, and saves the class's summary sheets."""
        from ezh_desktop.jobs.book import summary_part  # noqa: PLC0415 - see `save`

        read = self._office.summary_page
        self._save(f"{page.class_name}, сводная ведомость", summary_part(lambda: read(page.school_class)), window)

    def save_health(self, page: HealthPage, window: QWidget) -> None:
        """Asks where, and saves the class's health sheet with the columns that the person may read."""
        from ezh_desktop.jobs.book import health_part  # noqa: PLC0415 - see `save`

        read = self._office.health_page
        self._save(f"{page.class_name}, листок здоровья", health_part(lambda: read(page.school_class)), window)

    def save_remarks(self, read: Callable[[], RemarksPage], class_name: str, window: QWidget) -> None:
        """Asks where, and saves the remarks of a class."""
        from ezh_desktop.jobs.book import remarks_part  # noqa: PLC0415 - see `save`

        self._save(f"{class_name}, замечания", remarks_part(read), window)

    def save_absences(self, read: Callable[[], AttendancePage], class_name: str, window: QWidget) -> None:
        """Asks where, and saves the absences of a class by month."""
        from ezh_desktop.jobs.book import absences_part  # noqa: PLC0415 - see `save`

        self._save(f"{class_name}, пропуски", absences_part(read), window)

    def save_individual(self, read: Callable[[], IndividualPage], class_name: str, window: QWidget) -> None:
        """Asks where, and saves the journal of individual lessons of a class."""
        from ezh_desktop.jobs.book import individual_part  # noqa: PLC0415 - see `save`

        self._save(f"{class_name}, индивидуальные занятия", individual_part(read), window)

    def save_order(self, read: Callable[[], DayOrder], day: date, window: QWidget) -> None:
        """Asks where, and saves the order of a day."""
        from ezh_desktop.jobs.book import order_part  # noqa: PLC0415 - see `save`

        self._save(f"Замены {dotted(day)}", order_part(read), window)

    def save_part(self, title: str, part: Part, window: QWidget) -> None:
        """Asks where, and saves a part of another's making."""
        self._save(title, part, window)

    def _save(self, title: str, part: Part, window: QWidget) -> None:
        from ezh_desktop.jobs.book import BookJob  # noqa: PLC0415 - see `save`
        from ezh_desktop.reports.base import PrintInfo  # noqa: PLC0415
        from ezh_desktop.ui.dialogs import printwords  # noqa: PLC0415

        office, write = self._office, self._write
        if write is None:
            return
        offered = Path(printwords.file_name(title))
        path = self._doors.save_file(window, "Сохранить PDF", "Документ PDF (*.pdf)", offered)
        if path is None:
            return

        def draw_and_write(progress: Progress) -> str:
            demand_written(office)
            info = PrintInfo(office.clock.now_local(), office.person.name, office.head_text())
            write(path, BookJob((part,), info)(progress).data)
            return f"Сохранено: {path.name}"

        self._start(Job(f"Сохранение, {title}", draw_and_write))


class PagePdf(PdfSaving):
    """Saves a page of the window, which says how it goes; where nothing may be saved it does nothing."""

    def __init__(self, page: WindowPage) -> None:
        super().__init__(page.tools.office, page.tools.doors, page.tools.save, page)
        self._page = page
        self.said.connect(page.said)
        self.failed.connect(self._on_failed)

    def _on_failed(self, error: EzhError) -> None:
        self._page.tools.doors.tell(self._page.window(), error.what, error.remedy)
