"""Printing from the main window: the dialog is made of the page in view. Its libraries load when first asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtWidgets import QDialog, QWidget

from ezh_desktop.errors import RightRefused
from ezh_desktop.services.doors import Office
from ezh_desktop.services.draining import demand_written
from ezh_desktop.services.pages.absences import AbsencesPage
from ezh_desktop.services.pages.course import CoursePage
from ezh_desktop.services.pages.health import HealthPage
from ezh_desktop.services.pages.individual import IndividualPage
from ezh_desktop.services.pages.inspection import RemarksPage
from ezh_desktop.services.pages.summary import SummaryPage
from ezh_desktop.ui.doors import Doors

if TYPE_CHECKING:
    # The database loads when a file is opened, not with the window.
    from ezh_desktop.jobs.book import Part
    from ezh_desktop.services.class_pages import PrintableClass, SheetKind
    from ezh_desktop.services.office import FileOffice
    from ezh_desktop.ui.dialogs.printsource import PrintSource
    from ezh_desktop.ui.pages.base import Tools

ClassPage: TypeAlias = SummaryPage | AbsencesPage | HealthPage | RemarksPage | IndividualPage
Save: TypeAlias = Callable[[Path, bytes], None]
"""Writes a file safely; raises DeviceTrouble, and then the old file is whole."""


def print_dialog(office: Office, course: int, doors: Doors, save: Save, parent: QWidget) -> QDialog:
    """The print dialog of a course page."""
    # ReportLab and the PDF reader take longer to load than the window may take to open.
    from ezh_desktop.services.class_pages import PrintableClass, may_print_journal, printable_sheets  # noqa: PLC0415
    from ezh_desktop.ui.dialogs.printing import PrintDialog  # noqa: PLC0415

    page = office.course_page(course)
    here = PrintableClass(
        school_class=page.school_class,
        name=page.class_name,
        courses=tuple(office.class_courses(course)),
        printable=office.printable_courses(course),
        sheets=printable_sheets(office, page.school_class),
        journal=may_print_journal(office, page.school_class),
    )
    return PrintDialog(_source(office, page, here), doors, save, parent=parent)


def class_print_dialog(tools: Tools, page: ClassPage, kind: str, parent: QWidget) -> QDialog | None:
    """The print dialog of a page of the class, opened at its sheet: `kind` is a value of `SheetKind`."""
    from ezh_desktop.services.class_pages import PrintableClass, SheetKind  # noqa: PLC0415 - see `print_dialog`
    from ezh_desktop.ui.dialogs.printing import PrintDialog  # noqa: PLC0415

    if tools.save is None:
        return None
    office, sheet = tools.office, SheetKind(kind)
    bare = PrintableClass(page.school_class, page.class_name, (), frozenset(), frozenset({sheet}))
    here = next((one for one in _classes(office) if one.school_class == page.school_class), bare)
    # Of some pages a teacher reads a part, and prints what is read.
    here = replace(here, sheets=here.sheets | {sheet})
    return PrintDialog(_source(office, None, here, sheet), tools.doors, tools.save, parent=parent)


def _source(
    office: Office, page: CoursePage | None, here: PrintableClass, opens: SheetKind | None = None
) -> PrintSource:
    from ezh_desktop.jobs.book import (  # noqa: PLC0415 - see `print_dialog`
        absences_part,
        attendance_part,
        clubs_part,
        general_part,
        health_part,
        individual_part,
        preliminary_part,
        remarks_part,
        summary_part,
    )
    from ezh_desktop.jobs.journal import JournalPart, journal_part  # noqa: PLC0415
    from ezh_desktop.reports.base import PrintInfo  # noqa: PLC0415
    from ezh_desktop.services.class_attendance import attendance_page  # noqa: PLC0415
    from ezh_desktop.services.class_pages import SheetKind  # noqa: PLC0415
    from ezh_desktop.services.class_sheets import clubs_page, general_page  # noqa: PLC0415
    from ezh_desktop.services.individual import individual_page  # noqa: PLC0415
    from ezh_desktop.services.inspections import remarks_page  # noqa: PLC0415
    from ezh_desktop.services.preliminary import preliminary_page  # noqa: PLC0415
    from ezh_desktop.ui.dialogs.printsource import PrintSource  # noqa: PLC0415

    def info() -> PrintInfo:
        demand_written(office)
        return PrintInfo(office.clock.now_local(), office.person.name, office.head_text())

    sheets: dict[SheetKind, Callable[[int], Part]] = {
        SheetKind.SUMMARY: lambda one: summary_part(lambda: office.summary_page(one)),
        SheetKind.GENERAL: lambda one: general_part(lambda: general_page(_file(office), one)),
        SheetKind.ATTENDANCE: lambda one: attendance_part(lambda: attendance_page(_file(office), one)),
        SheetKind.ABSENCES: lambda one: absences_part(lambda: attendance_page(_file(office), one)),
        SheetKind.CLUBS: lambda one: clubs_part(lambda: clubs_page(_file(office), one)),
        SheetKind.HEALTH: lambda one: health_part(lambda: office.health_page(one)),
        SheetKind.REMARKS: lambda one: remarks_part(lambda: remarks_page(_file(office), one)),
        SheetKind.PRELIMINARY: lambda one: preliminary_part(lambda: preliminary_page(_file(office), one)),
        SheetKind.INDIVIDUAL: lambda one: individual_part(lambda: individual_page(_file(office), one)),
    }

    def journal(one: PrintableClass, sign_lines: bool) -> JournalPart:
        return journal_part(_file(office), one.school_class, one.name, sign_lines=sign_lines)

    return PrintSource(page, here, office.layout_pages, info, sheets, _classes(office), opens, journal)


def _file(office: Office) -> FileOffice:
    """The office of a file: what is no file has no sheets to print."""
    from ezh_desktop.services.office import FileOffice  # noqa: PLC0415 - see `print_dialog`

    if not isinstance(office, FileOffice):
        raise RightRefused("Этой страницы здесь нет.", "Откройте журнал.")
    return office


def print_preliminary(  # noqa: PLR0917 - the parts of the dialog
    office: Office, school_class: int, name: str, doors: Doors, save: Save, parent: QWidget
) -> QDialog:
    """The print dialog opened at a class's preliminary marks."""
    from ezh_desktop.services.class_pages import PrintableClass, SheetKind  # noqa: PLC0415 - see `print_dialog`
    from ezh_desktop.ui.dialogs.printing import PrintDialog  # noqa: PLC0415

    sheet = SheetKind.PRELIMINARY
    bare = PrintableClass(school_class, name, (), frozenset(), frozenset({sheet}))
    here = next((one for one in _classes(office) if one.school_class == school_class), bare)
    return PrintDialog(_source(office, None, here, sheet), doors, save, parent=parent)


def _classes(office: Office) -> tuple[PrintableClass, ...]:
    """All classes of which the person may print anything; an office that is no file has none to name."""
    from ezh_desktop.services.class_pages import printable_classes  # noqa: PLC0415 - see `print_dialog`
    from ezh_desktop.services.office import FileOffice  # noqa: PLC0415

    return printable_classes(office) if isinstance(office, FileOffice) else ()
