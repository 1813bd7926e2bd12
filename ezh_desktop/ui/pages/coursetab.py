"""What the tabs of one course have in common: they read the course page and print the same paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QWidget

from ezh_desktop.services.doors import NO_COURSE, Office, Place
from ezh_desktop.services.pages.course import CoursePage
from ezh_desktop.ui.models.duty import duty_words
from ezh_desktop.ui.pages.base import Tools, WindowPage
from ezh_desktop.ui.pdfsaving import PagePdf
from ezh_desktop.ui.printcommands import print_dialog
from ezh_desktop.ui.tablesaving import TableSaving

if TYPE_CHECKING:
    from ezh_desktop.ui.models.marks import MarksModel
    from ezh_desktop.ui.models.topics import TopicsModel


class CourseTab(WindowPage):
    """Reads the course page of a place; a subclass shows it by `show_page` and takes it anew by `take`.

    `read_anew` comes when the page was read again: others may have written.
    """

    read_anew = Signal()

    table_side: ClassVar[str]
    """Which side of the course page goes out as a table, by its name in `exchange.pages_out.Part`."""

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(tools, parent)
        self._read: CoursePage | None = None
        self._pdf = PagePdf(self)
        self._tables = TableSaving(self)

    @classmethod
    def available(cls, office: Office, place: Place) -> bool:  # noqa: ARG003 - other pages ask it
        """Every course page that stands in the navigation may be read."""
        return place.course != NO_COURSE

    @property
    def read_to(self) -> int:
        """See `WindowPage.read_to`."""
        return self._read.cursor if self._read else 0

    @property
    def teachers_told(self) -> str:
        """See `WindowPage.teachers_told`: after a change both names (4.4.3)."""
        return duty_words(self._read) if self._read is not None else ""

    def scopes(self) -> frozenset[int]:
        """The course and its class."""
        return frozenset({self._read.course, self._read.school_class}) if self._read else frozenset()

    def show_place(self, place: Place, lesson: int | None = None) -> None:
        """See `WindowPage.show_place`."""
        self._read = self.tools.office.course_page(place.course)
        self.show_page(self._read, lesson)
        self.commands_changed.emit()

    def reload(self) -> None:
        """See `WindowPage.reload`."""
        if self._read is not None:
            self._read = self.tools.office.course_page(self._read.course)
            self.take(self._read)
            self.read_anew.emit()

    @property
    def ground(self) -> MarksModel | TopicsModel | None:
        """The model of the page shown, with own acts laid over; None before any is."""
        raise NotImplementedError

    def show_page(self, page: CoursePage, lesson: int | None = None) -> None:
        """Show a page just read."""
        raise NotImplementedError

    def take(self, page: CoursePage) -> None:
        """Take the page as read anew; the cursor stays."""
        raise NotImplementedError

    def print_dialog(self, parent: QWidget) -> QDialog | None:
        """See `WindowPage.print_dialog`."""
        if self._read is None or self.tools.save is None:
            return None
        self.leave()
        return print_dialog(self.tools.office, self._read.course, self.tools.doors, self.tools.save, parent)

    def save_pdf(self, parent: QWidget) -> None:
        """The term that is shown on paper, saved where the person says."""
        if self._read is not None:
            self.leave()
            self._pdf.save(self._read, parent)

    def show_works(self) -> None:
        """The class's schedule of control works; a chosen one opens its lesson."""
        from ezh_desktop.services.office import FileOffice  # noqa: PLC0415 - once asked for
        from ezh_desktop.services.works import works_page  # noqa: PLC0415
        from ezh_desktop.ui.dialogs.works import WorksDialog  # noqa: PLC0415

        office = self.tools.office
        if self._read is None or not isinstance(office, FileOffice):
            return
        dialog = WorksDialog(works_page(office, self._read.course), self.window())
        dialog.chosen.connect(lambda line: self.place_asked.emit(line.course, line.lesson, ""))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_table(self) -> None:
        """What this tab shows of the course, the whole year, as a workbook or a text table."""
        from ezh_desktop.exchange.pages_out import Part, course_title, one_course_file  # noqa: PLC0415 - once asked for

        if self._read is not None:
            read, course, part = self.tools.office.course_page, self._read.course, Part(self.table_side)
            self._tables.save(
                course_title(self._read, (part,)),
                lambda form, stamp: one_course_file(read(course), form, stamp, part),
            )
