"""Printing as one document of many parts: subject pages, sheets of the class, one class after another.

A part is read first and drawn afterwards. To add a page of the class, make a `SheetPart` of its functions;
nothing else has to know it. With paper printed on both sides each part begins on a leaf of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Final, Generic, Protocol, TypeVar

from ezh_desktop.errors import BadInput
from ezh_desktop.jobs.base import Progress
from ezh_desktop.jobs.printing import (
    MissingTopic,
    Paper,
    PrintedPage,
    ReadPages,
    chosen_plans,
    course_pages,
    missing_topics,
)
from ezh_desktop.reports.absences import TITLE as ABSENCES_TITLE
from ezh_desktop.reports.absences import absences_title, add_absences, plan_absences
from ezh_desktop.reports.attendance import TITLE as ATTENDANCE_TITLE
from ezh_desktop.reports.attendance import add_attendance, attendance_title, plan_attendance
from ezh_desktop.reports.base import PrintInfo, Sheet, draw_blank, draw_footer, footer_head
from ezh_desktop.reports.board import TITLE as BOARD_TITLE
from ezh_desktop.reports.board import add_board, board_title, plan_board
from ezh_desktop.reports.clubs import TITLE as CLUBS_TITLE
from ezh_desktop.reports.clubs import add_clubs, clubs_title, plan_clubs
from ezh_desktop.reports.course import CourseOptions, add_courses, document_title
from ezh_desktop.reports.course_plan import CoursePlan
from ezh_desktop.reports.document import Document
from ezh_desktop.reports.extract import TITLE as EXTRACT_TITLE
from ezh_desktop.reports.extract import add_extracts, extracts_title, plan_extracts
from ezh_desktop.reports.general import TITLE as GENERAL_TITLE
from ezh_desktop.reports.general import add_general, general_title, plan_general
from ezh_desktop.reports.health import add_health, health_title, plan_health
from ezh_desktop.reports.individual import TITLE as INDIVIDUAL_TITLE
from ezh_desktop.reports.individual import add_individual, individual_title, plan_individual
from ezh_desktop.reports.preliminary import TITLE as PRELIMINARY_TITLE
from ezh_desktop.reports.preliminary import add_preliminary, plan_preliminary, preliminary_title
from ezh_desktop.reports.remarks import TITLE as REMARKS_TITLE
from ezh_desktop.reports.remarks import add_remarks, plan_remarks, remarks_title
from ezh_desktop.reports.roster import TITLE as ROSTER_TITLE
from ezh_desktop.reports.roster import add_roster, plan_roster, roster_title
from ezh_desktop.reports.sheets import Report
from ezh_desktop.reports.substitutions import TITLE as ORDER_TITLE
from ezh_desktop.reports.substitutions import add_order, order_title, plan_order
from ezh_desktop.reports.summary import add_summary, plan_summary, summary_title
from ezh_desktop.reports.timetable import TITLE as WEEK_TITLE
from ezh_desktop.reports.timetable import add_week, plan_week, week_title
from ezh_desktop.services.pages.attendance import AttendancePage
from ezh_desktop.services.pages.general import ClubsPage, GeneralPage
from ezh_desktop.services.pages.health import HealthPage
from ezh_desktop.services.pages.individual import IndividualPage
from ezh_desktop.services.pages.inspection import RemarksPage
from ezh_desktop.services.pages.preliminary import PreliminaryPage
from ezh_desktop.services.pages.roster import Extracts, Roster
from ezh_desktop.services.pages.substitutions import DayOrder
from ezh_desktop.services.pages.summary import SummaryPage
from ezh_desktop.services.pages.timetable import BoardPage, WeekPage

SUMMARY_TITLE: Final = "Сводная ведомость"
HEALTH_TITLE: Final = "Листок здоровья"
LEAF_REASON: Final = "Чтобы при печати с двух сторон следующая часть началась с нового листа."


class Ready(Protocol):
    """A part that was read: what it prints, and how. A part without pages is left out."""

    class_name: str
    title: str
    """Of a document that is this part alone."""
    head: str
    """The footer's first line."""
    pages: tuple[PrintedPage, ...]
    missing: tuple[MissingTopic, ...]

    def draw(self, document: Document, info: PrintInfo, level: int, report: Report) -> None:
        """Draw all pages into the document, entered in its outline at `level`."""


class Part(Protocol):
    """A part of a document, not yet read. `steps` is how many readings it takes."""

    @property
    def steps(self) -> int:
        """How many times `step` is called while it is read."""

    def read(self, step: Callable[[], None]) -> Ready:
        """Read it, in a job's thread; may raise RightRefused or BadInput."""


@dataclass(frozen=True)
class CoursesPart:
    """Subject pages of one class.

    `courses` are all courses of the class in the journal's order: they decide the page numbers. `chosen` are those to
    print, empty for all.
    """

    pages: ReadPages
    courses: Sequence[int]
    options: CourseOptions = field(default_factory=CourseOptions)
    chosen: frozenset[int] = frozenset()

    @property
    def steps(self) -> int:
        """One for each course of the class."""
        return len(self.courses)

    def read(self, step: Callable[[], None]) -> Ready:
        """See `Part.read`."""
        found = []
        with closing(self.pages(self.courses)) as pages:
            for _ in self.courses:
                step()
                found.append(next(pages))
        return _Courses(chosen_plans(found, self.chosen), self.options)


class _Courses:
    """Planned subject pages."""

    def __init__(self, plans: Sequence[CoursePlan], options: CourseOptions) -> None:
        self._plans, self._options = plans, options
        page = plans[0].page
        self.class_name = page.class_name
        self.title = document_title(plans)
        self.head = footer_head(page.school_name, page.class_name, page.year_label)
        self.pages = course_pages(plans, options)
        self.missing = missing_topics(plans, options)

    def draw(self, document: Document, info: PrintInfo, level: int, report: Report) -> None:
        """See `Ready.draw`."""
        add_courses(document, self._plans, info, self._options, level=level, report=report)


class ClassPage(Protocol):
    """What every page of a class says of itself."""

    @property
    def school_name(self) -> str:
        """The school."""

    @property
    def class_name(self) -> str:
        """The class."""

    @property
    def year_label(self) -> str:
        """The school year."""


P = TypeVar("P", bound=ClassPage)
P_contra = TypeVar("P_contra", bound=ClassPage, contravariant=True)


class Add(Protocol[P_contra]):
    """Draws a sheet of a class into a document."""

    def __call__(
        self, document: Document, page: P_contra, info: PrintInfo, /, *, level: int, report: Report | None
    ) -> None:
        """Under no page numbers: they depend on pages that are not printed with it."""


@dataclass(frozen=True)
class SheetPart(Generic[P]):
    """A page of a class printed as a sheet of its own: `words` names it, `plan` gives its sides, `add` draws them."""

    page: Callable[[], P]
    words: str
    title: Callable[[P], str]
    plan: Callable[[P], Sequence[object]]
    add: Add[P]

    @property
    def steps(self) -> int:
        """The sheet is read at once."""
        return 1

    def read(self, step: Callable[[], None]) -> Ready:
        """See `Part.read`."""
        step()
        return _Sheet(self, self.page())


class _Sheet(Generic[P]):
    """A planned sheet."""

    def __init__(self, part: SheetPart[P], page: P) -> None:
        self._part, self._page = part, page
        self.class_name = page.class_name
        self.title = part.title(page)
        self.head = footer_head(page.school_name, page.class_name, page.year_label)
        self.pages = tuple(PrintedPage(part.words, None) for _ in part.plan(page))
        self.missing: tuple[MissingTopic, ...] = ()

    def draw(self, document: Document, info: PrintInfo, level: int, report: Report) -> None:
        """See `Ready.draw`."""
        self._part.add(document, self._page, info, level=level, report=report)


def summary_part(page: Callable[[], SummaryPage]) -> SheetPart[SummaryPage]:
    """The summary sheets of one class."""
    return SheetPart(page, SUMMARY_TITLE, summary_title, lambda found: plan_summary(found, 1), add_summary)


def general_part(page: Callable[[], GeneralPage]) -> SheetPart[GeneralPage]:
    """The cards of one class."""
    return SheetPart(page, GENERAL_TITLE, general_title, plan_general, add_general)


def attendance_part(page: Callable[[], AttendancePage]) -> SheetPart[AttendancePage]:
    """Days and lessons missed in one class by term and in the year."""
    return SheetPart(page, ATTENDANCE_TITLE, attendance_title, plan_attendance, add_attendance)


def absences_part(page: Callable[[], AttendancePage]) -> SheetPart[AttendancePage]:
    """Lessons missed in one class, a page for each month; nothing before the first lesson."""
    return SheetPart(page, ABSENCES_TITLE, absences_title, plan_absences, add_absences)


def clubs_part(page: Callable[[], ClubsPage]) -> SheetPart[ClubsPage]:
    """Clubs of the pupils of one class."""
    return SheetPart(page, CLUBS_TITLE, clubs_title, plan_clubs, add_clubs)


def health_part(page: Callable[[], HealthPage]) -> SheetPart[HealthPage]:
    """The health sheet of one class, with the columns that the reader may read."""
    return SheetPart(page, HEALTH_TITLE, health_title, plan_health, add_health)


def remarks_part(page: Callable[[], RemarksPage]) -> SheetPart[RemarksPage]:
    """The remarks of one class, as the person may read them."""
    return SheetPart(page, REMARKS_TITLE, remarks_title, plan_remarks, add_remarks)


def preliminary_part(page: Callable[[], PreliminaryPage]) -> SheetPart[PreliminaryPage]:
    """The preliminary marks of one class, a slip for the parents of each pupil."""
    return SheetPart(page, PRELIMINARY_TITLE, preliminary_title, plan_preliminary, add_preliminary)


def individual_part(page: Callable[[], IndividualPage]) -> SheetPart[IndividualPage]:
    """The journal of individual lessons of one class, as the person may read it."""
    return SheetPart(page, INDIVIDUAL_TITLE, individual_title, plan_individual, add_individual)


def order_part(page: Callable[[], DayOrder]) -> SheetPart[DayOrder]:
    """The order of a day: substitutions, transfers, cancellations of the whole school."""
    return SheetPart(page, ORDER_TITLE, order_title, plan_order, add_order)


def roster_part(page: Callable[[], Roster]) -> SheetPart[Roster]:
    """The list of one class on a day."""
    return SheetPart(page, ROSTER_TITLE, roster_title, plan_roster, add_roster)


def extracts_part(page: Callable[[], Extracts]) -> SheetPart[Extracts]:
    """Extracts of marks of pupils of one class."""
    return SheetPart(page, EXTRACT_TITLE, extracts_title, plan_extracts, add_extracts)


def week_part(page: Callable[[], WeekPage]) -> SheetPart[WeekPage]:
    """The week of a class or of a teacher."""
    return SheetPart(page, WEEK_TITLE, week_title, plan_week, add_week)


def board_part(page: Callable[[], BoardPage]) -> SheetPart[BoardPage]:
    """The timetables of all classes side by side."""
    return SheetPart(page, BOARD_TITLE, board_title, plan_board, add_board)


@dataclass(frozen=True)
class BookJob:
    """The work of printing parts: `Job(title, BookJob(...))` gives a `Paper`. `leaves` begins each on a new leaf."""

    parts: Sequence[Part]
    info: PrintInfo
    leaves: bool = False

    def __call__(self, progress: Progress) -> Paper:
        """Read, lay out and draw; BadInput when nothing is to be printed, JobCancelled when stopped."""
        ready = [part for part in self._read(progress) if part.pages]
        if not ready:
            raise BadInput("Печатать нечего: в этом периоде нет уроков.", "Выберите другой период или весь год.")
        return Paper(*self._draw(ready, progress), tuple(one for part in ready for one in part.missing))

    def _draw(self, ready: Sequence[Ready], progress: Progress) -> tuple[bytes, tuple[PrintedPage, ...]]:
        document = Document(_title(ready), self.info)
        total = sum(len(part.pages) for part in ready)
        several = len({part.class_name for part in ready}) > 1
        pages: list[PrintedPage] = []

        def report(_done: int, _total: int) -> None:
            progress(total + document.pages, 2 * total, "Рисую страницы")

        for class_name, parts in groupby(ready, key=lambda part: part.class_name):
            for at, part in enumerate(parts):
                if self.leaves and document.pages % 2:
                    self._blank(document, part.head)
                    pages.append(PrintedPage("", None))
                if several and at == 0:
                    document.outline(f"{class_name} класс")
                part.draw(document, self.info, int(several), report)
                pages += [_named(page, class_name) for page in part.pages] if several else part.pages
        return document.data(), tuple(pages)

    def _read(self, progress: Progress) -> list[Ready]:
        steps = sum(part.steps for part in self.parts)
        done = 0

        def step() -> None:
            nonlocal done
            progress(done, 2 * steps, "Читаю страницы")
            done += 1

        return [part.read(step) for part in self.parts]

    def _blank(self, document: Document, head: str) -> None:
        sheet = Sheet(None, left=True)
        draw_blank(document.ink, sheet, LEAF_REASON)
        draw_footer(document.ink, sheet, head, self.info)
        document.end_page()


def _named(page: PrintedPage, class_name: str) -> PrintedPage:
    """The page under the name of its class too."""
    return replace(page, subject=f"{class_name} {page.subject}") if page.subject else page


def _title(ready: Sequence[Ready]) -> str:
    """The part's own title, or the classes of several."""
    if len(ready) == 1:
        return ready[0].title
    return ", ".join(dict.fromkeys(part.class_name for part in ready))
