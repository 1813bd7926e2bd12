"""Printing as a job: courses are read, laid out and drawn one after another, with progress and cancel between them.

The result is the finished PDF together with what a window has to say about it: page numbers, and what is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from ezh_desktop.jobs.base import Progress
from ezh_desktop.reports.base import PrintInfo
from ezh_desktop.reports.course import CourseOptions, Side, draw_courses, plan_courses, printed_spreads
from ezh_desktop.reports.course_plan import CoursePlan
from ezh_desktop.reports.health import draw_health
from ezh_desktop.reports.summary import draw_summary
from ezh_desktop.services.pages.course import CoursePage
from ezh_desktop.services.pages.health import HealthPage
from ezh_desktop.services.pages.summary import SummaryPage

ReadPage = Callable[[int], CoursePage]
"""Reads a course page; may raise RightRefused."""


@dataclass(frozen=True, slots=True)
class MissingTopic:
    """A held lesson that will print as an empty row."""

    subject: str
    day: date


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """One page of the finished PDF: its subject, and its number in the journal (None: an empty page)."""

    subject: str
    number: int | None


@dataclass(frozen=True, slots=True)
class Paper:
    """What was printed: the PDF, its pages in order, and the topics that are missing on them."""

    data: bytes
    pages: tuple[PrintedPage, ...]
    missing: tuple[MissingTopic, ...]


@dataclass(frozen=True)
class PrintJob:
    """The work of a print job: `Job(title, PrintJob(...))` gives a `Paper`.

    `courses` are all courses of the class in the journal's order: they decide the page numbers. `chosen` are those to
    print, empty for all.
    """

    read: ReadPage
    courses: Sequence[int]
    info: PrintInfo
    options: CourseOptions = field(default_factory=CourseOptions)
    chosen: frozenset[int] = frozenset()

    def __call__(self, progress: Progress) -> Paper:
        """Read, lay out and draw; BadInput when nothing is to be printed, JobCancelled when stopped."""
        plans = plan_courses(self._read(progress))
        if self.chosen:
            plans = [plan for plan in plans if plan.page.course in self.chosen]
        steps = len(self.courses)
        data = draw_courses(
            plans,
            self.info,
            self.options,
            report=lambda done, total: progress(steps + done, steps + total, "Рисую страницы"),
        )
        return Paper(data, tuple(self._pages(plans)), tuple(self._missing(plans)))

    def _read(self, progress: Progress) -> list[CoursePage]:
        # Drawing takes longer than reading; its length is not known before all is read.
        pages = []
        for done, course in enumerate(self.courses):
            progress(done, 4 * len(self.courses), "Читаю страницы")
            pages.append(self.read(course))
        return pages

    def _pages(self, plans: Sequence[CoursePlan]) -> list[PrintedPage]:
        pages = [PrintedPage("", None)] if self.options.blank_first else []
        for plan in plans:
            for spread in printed_spreads(plan, self.options.term):
                both = (spread.number, spread.number + 1)
                numbers = {Side.LEFT: both[:1], Side.RIGHT: both[1:]}.get(self.options.side, both)
                pages += [PrintedPage(plan.page.subject_name, number) for number in numbers]
        return pages

    def _missing(self, plans: Sequence[CoursePlan]) -> list[MissingTopic]:
        """Lessons before today without a topic; today's may still be written."""
        found: dict[int, MissingTopic] = {}
        for plan in plans:
            for spread in printed_spreads(plan, self.options.term):
                for row in spread.rows:
                    held = not row.lesson.cancelled and row.lesson.day < plan.page.today
                    if held and not row.topic:
                        found[row.lesson.lesson] = MissingTopic(plan.page.subject_name, row.lesson.day)
        return list(found.values())


@dataclass(frozen=True)
class SummaryJob:
    """The work of printing a class's summary sheets: `Job(title, SummaryJob(...))` gives the PDF."""

    page: SummaryPage
    info: PrintInfo

    def __call__(self, progress: Progress) -> bytes:
        """Draw; BadInput when the class is empty, JobCancelled when stopped."""
        return draw_summary(self.page, self.info, report=lambda done, total: progress(done, total, "Рисую страницы"))


@dataclass(frozen=True)
class HealthJob:
    """The work of printing a class's health sheet: `Job(title, HealthJob(...))` gives the PDF."""

    page: HealthPage
    info: PrintInfo

    def __call__(self, progress: Progress) -> bytes:
        """Draw; BadInput when the class is empty, JobCancelled when stopped."""
        return draw_health(self.page, self.info, report=lambda done, total: progress(done, total, "Рисую страницы"))
