"""What the print dialog may print: the page in view, the pages of its class, and other classes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ezh_desktop.errors import RightRefused
from ezh_desktop.jobs.book import Part
from ezh_desktop.jobs.journal import JournalPart
from ezh_desktop.jobs.printing import ReadPages
from ezh_desktop.reports.base import PrintInfo
from ezh_desktop.services.class_pages import PrintableClass, SheetKind
from ezh_desktop.services.pages.course import CoursePage


@dataclass(frozen=True, slots=True)
class What:
    """What is printed of each of several classes."""

    words: str
    subjects: bool
    sheets: tuple[SheetKind, ...] = ()
    journal: bool = False

    def of(self, one: PrintableClass) -> bool:
        """Whether the person may print any of it of a class."""
        return (
            (self.journal and one.journal)
            or (self.subjects and bool(one.printable))
            or any(kind in one.sheets for kind in self.sheets)
        )


WHAT = (
    What("Все предметы", subjects=True),
    What("Весь журнал", subjects=False, journal=True),
    What(SheetKind.SUMMARY.words, subjects=False, sheets=(SheetKind.SUMMARY,)),
    What(SheetKind.HEALTH.words, subjects=False, sheets=(SheetKind.HEALTH,)),
    What("Предметы и сводная ведомость", subjects=True, sheets=(SheetKind.SUMMARY,)),
    What(SheetKind.REMARKS.words, subjects=False, sheets=(SheetKind.REMARKS,)),
    What(SheetKind.PRELIMINARY.words, subjects=False, sheets=(SheetKind.PRELIMINARY,)),
    What(SheetKind.INDIVIDUAL.words, subjects=False, sheets=(SheetKind.INDIVIDUAL,)),
    What(SheetKind.GENERAL.words, subjects=False, sheets=(SheetKind.GENERAL,)),
    What(SheetKind.ATTENDANCE.words, subjects=False, sheets=(SheetKind.ATTENDANCE,)),
    What(SheetKind.ABSENCES.words, subjects=False, sheets=(SheetKind.ABSENCES,)),
    What(SheetKind.CLUBS.words, subjects=False, sheets=(SheetKind.CLUBS,)),
)


def _no_journal(_one: PrintableClass, _sign_lines: bool) -> JournalPart:
    raise RightRefused("Журнал целиком здесь не печатается.", "Печатайте страницы, которые вам открыты.")


@dataclass(frozen=True)
class PrintSource:
    """What may be printed: the subject page in view (None on a page of the class), its class, and other classes.

    `read` and `info` are called in a job's thread. `info` comes first: it waits for what was typed a moment ago, and
    says time, who and the protocol's head at the moment of drawing. `sheets` makes the part of a page of the class by
    its id, `journal` that of a class's whole journal, with or without lines to sign on. `opens` is the sheet that is
    shown first.
    """

    page: CoursePage | None
    here: PrintableClass
    read: ReadPages
    info: Callable[[], PrintInfo]
    sheets: Mapping[SheetKind, Callable[[int], Part]] = field(default_factory=dict)
    classes: tuple[PrintableClass, ...] = ()
    opens: SheetKind | None = None
    journal: Callable[[PrintableClass, bool], JournalPart] = _no_journal
