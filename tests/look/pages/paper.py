"""Printed pages and the print dialog."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from unittest.mock import patch

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QListWidget, QRadioButton

from ezh_desktop.jobs.book import summary_part
from ezh_desktop.jobs.journal import JournalPart
from ezh_desktop.reports.absences import add_absences
from ezh_desktop.reports.attendance import add_attendance
from ezh_desktop.reports.board import add_board
from ezh_desktop.reports.clubs import add_clubs
from ezh_desktop.reports.document import Document
from ezh_desktop.reports.general import add_general
from ezh_desktop.reports.journal import draw_journal, plan_journal
from ezh_desktop.reports.recovery_sheet import RecoveryPaper, recovery_sheet
from ezh_desktop.services.class_pages import PrintableClass, SheetKind
from ezh_desktop.ui import fitting
from ezh_desktop.ui.dialogs.printing import PrintDialog
from tests.look.pages.signin import SMALL
from tests.look.registry import Scene, Shot, shows
from tests.reports import pages, reading, sheet_pages, timetable_pages
from tests.reports.journal_pages import journal
from tests.reports.summary_pages import summary_page
from tests.reports.timetable_pages import drawn
from tests.ui.paper_doors import PaperDoors, StillPrinter, source


@shows("print")
def print_dialog(_scene: Scene) -> Iterator[Shot]:
    """Picture 09."""
    dialog = PrintDialog(source(), PaperDoors(), lambda _path, _data: None, printer=StillPrinter())
    yield Shot("preview", dialog, ready=lambda: _settled(dialog))
    first = source()
    sheets = frozenset(SheetKind)
    classes = tuple(PrintableClass(n, f"{5 + n}А", (n,), frozenset({n}), sheets) for n in range(5))
    several = replace(
        first,
        classes=classes,
        here=replace(first.here, sheets=sheets),
        sheets={SheetKind.SUMMARY: lambda _one: summary_part(summary_page)},
    )
    dialog = PrintDialog(several, PaperDoors(), lambda _path, _data: None, printer=StillPrinter())
    yield Shot("classes", dialog, ready=lambda: _several(dialog))
    dialog = PrintDialog(
        replace(several, page=None, opens=SheetKind.SUMMARY),
        PaperDoors(),
        lambda _path, _data: None,
        printer=StillPrinter(),
    )
    yield Shot("summary", dialog, ready=lambda: _settled(dialog))
    first_class = replace(several.here, journal=True)
    whole = replace(
        several,
        here=first_class,
        journal=lambda one, signs: JournalPart(one.name, lambda _step: journal(), 1, signs),
    )
    dialog = PrintDialog(whole, PaperDoors(), lambda _path, _data: None, printer=StillPrinter())
    yield Shot("journal", dialog, ready=lambda: _journal(dialog))
    dialog = PrintDialog(several, PaperDoors(), lambda _path, _data: None, printer=StillPrinter())
    yield Shot("low", dialog, (683, 344), ready=lambda: _settled(dialog))
    dialog = PrintDialog(source(), PaperDoors(printers=()), lambda _path, _data: None, printer=StillPrinter())
    yield Shot("no-printer", dialog, ready=lambda: _settled(dialog))
    with patch.object(fitting, "room", lambda _screen: SMALL):
        dialog = PrintDialog(source(), PaperDoors(), lambda _path, _data: None, printer=StillPrinter())
        yield Shot("small", dialog, ready=lambda: _settled(dialog))


def _several(dialog: PrintDialog) -> None:
    _settled(dialog)
    radio = dialog.findChild(QRadioButton, "ofClasses")
    assert radio is not None
    radio.click()
    box = dialog.findChild(QComboBox, "part")
    assert box is not None
    box.setCurrentIndex(1)
    classes = dialog.findChild(QListWidget, "classes")
    assert classes is not None
    classes.item(2).setCheckState(Qt.CheckState.Checked)
    _settled(dialog)


def _journal(dialog: PrintDialog) -> None:
    _settled(dialog)
    radio = dialog.findChild(QRadioButton, "ofJournal")
    assert radio is not None
    radio.click()
    _settled(dialog)


def _settled(dialog: PrintDialog) -> None:
    """Until the job has drawn and the preview shows both pages."""
    while not dialog.shown:
        QApplication.processEvents()


@shows("paper")
def paper(_scene: Scene) -> Iterator[Shot]:
    """Subject spreads in every case that has a shape of its own, and the recovery sheet."""
    yield Shot("left-and-arrived", reading.pdf([pages.moving_page()]))
    yield Shot("closed-by-height", reading.pdf([pages.history_page()]))
    yield Shot("substituted", reading.pdf([pages.substituted_page()], reading.CourseOptions(term=1)))
    yield Shot("running", reading.pdf([pages.course_page(today=date(2026, 12, 2))], reading.CourseOptions(term=2)))
    yield Shot("grade-1", reading.pdf([pages.first_grade_page(weekdays=(0, 2))]))
    yield Shot("ungraded", reading.pdf([pages.ungraded_page(weekdays=(4,))]))
    yield Shot("timetable", drawn(timetable_pages.week_page(), 3))
    yield Shot("timetable-stuffed", drawn(timetable_pages.stuffed_page()))
    document = Document("", pages.INFO)
    add_board(document, timetable_pages.board(), pages.INFO)
    yield Shot("timetable-board", document.data())
    yield Shot("general", _sheet(add_general, sheet_pages.general(), 124))
    yield Shot("attendance", _sheet(add_attendance, sheet_pages.attendance(35), 126))
    yield Shot("absences", _sheet(add_absences, sheet_pages.attendance(), 131))
    yield Shot("clubs", _sheet(add_clubs, sheet_pages.clubs(), 140))
    plan = plan_journal(journal(pupils=41))
    document = Document("", pages.INFO)
    draw_journal(plan, document, pages.INFO, 0, lambda _done, _total: None)
    yield Shot("journal", document.data())
    sheet = RecoveryPaper(
        ("123450", "000011", "720885", "410069", "000132", "330000", "000649", "000088", "440000"),
        "0193f5a7-b0c1-7e22-9f41-1a2b3c4d5e6f",
        "3f9ac41b77d0e2b8" * 4,
        pages.SCHOOL,
        "2026/2027",
        "Школа № 12.ezh",
    )
    yield Shot("recovery-sheet", recovery_sheet(sheet, pages.INFO))


def _sheet(add: Callable[..., None], page: object, first: int) -> bytes:
    """A sheet of the class under page numbers of the journal."""
    document = Document("", pages.INFO)
    add(document, page, pages.INFO, first)
    return document.data()
