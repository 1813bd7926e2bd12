"""The whole journal of a class on paper (6.4): every page numbered, contents before, the certification last.

Pages are planned before anything is drawn. Spreads lie open; sheets that are kept apart take whole leaves: the summary
75 years, the health sheet for the medical worker's own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final, TypeAlias

from ezh_desktop.domain.russian import DASH
from ezh_desktop.reports import absences, attendance, certification, clubs, contents, general, health, remarks
from ezh_desktop.reports import summary as summaries
from ezh_desktop.reports import timetable as weeks
from ezh_desktop.reports import title as titles
from ezh_desktop.reports.base import PrintInfo, Sheet, draw_blank, draw_footer, footer_head, numbered
from ezh_desktop.reports.certification import Certified, draw_certification
from ezh_desktop.reports.contents import Entry, draw_contents
from ezh_desktop.reports.course import CourseOptions, add_courses, subject_words
from ezh_desktop.reports.course_plan import CoursePlan, plan_course
from ezh_desktop.reports.document import Document
from ezh_desktop.reports.sheets import Paper, Report, add_sheets
from ezh_desktop.reports.title import draw_journal_title
from ezh_desktop.services.pages.journal import JournalPages, JournalTitle

_UNLISTED: Final = frozenset({"", titles.TITLE, contents.TITLE, weeks.TITLE})
"""What stands before the contents, and pages left blank."""


@dataclass(frozen=True)
class Drawing:
    """Where a journal is drawn: after `before` pages of the document, entered in its outline at `level`."""

    document: Document
    plan: JournalPlan
    info: PrintInfo
    level: int
    report: Report
    before: int


Draw: TypeAlias = Callable[[Drawing, int], None]
"""Draws a section from its first page on, each page with its footer."""


@dataclass(frozen=True)
class Section:
    """A part of the journal with its page numbers; `title` is empty of a page left blank."""

    title: str
    first: int
    pages: int
    draw: Draw
    course: CoursePlan | None = None

    @property
    def last(self) -> int:
        """The number of its last page."""
        return self.first + self.pages - 1


@dataclass(frozen=True)
class JournalPlan:
    """A journal laid out: its sections in order, the last page on the back of the last sheet."""

    title: JournalTitle
    sections: tuple[Section, ...]
    disturbed: bool = False

    @property
    def head(self) -> str:
        """The footer's first line."""
        return footer_head(self.title.school_name, self.title.class_name, self.title.year_label)

    @property
    def below(self) -> str:
        """«7А класс · 2026/2027 учебный год»."""
        return f"{self.title.class_name} класс · {self.title.year_label} учебный год"

    @property
    def pages(self) -> int:
        """How many pages it has."""
        return self.sections[-1].last

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The rows of the contents."""
        return tuple(
            Entry(one.title, one.first, one.last, subject=one.course is not None)
            for one in self.sections
            if one.title not in _UNLISTED
        )

    @property
    def summary(self) -> str:
        """The pages of the summary sheets, «127–130»."""
        one = next(section for section in self.sections if section.title == summaries.TITLE)
        return f"{one.first}{DASH}{one.last}"


def journal_title(plan: JournalPlan) -> str:
    """«7А, классный журнал, 2026/2027»."""
    return f"{plan.title.class_name}, классный журнал, {plan.title.year_label}"


def plan_journal(pages: JournalPages, *, sign_lines: bool = True) -> JournalPlan:
    """Lay a class's journal out; `sign_lines` as in `CourseOptions`.

    Raises BadInput when a text is longer than a page, or nobody is in the class.
    """
    made: list[Section] = []
    for title, count, draw, course in _parts(pages, sign_lines, lambda: made[-1].last + 1):
        if count:
            made.append(Section(title, made[-1].last + 1 if made else 1, count, draw, course))
    return JournalPlan(pages.title, tuple(made), pages.disturbed)


def draw_journal(plan: JournalPlan, document: Document, info: PrintInfo, level: int, report: Report) -> None:
    """Draw a journal into a document behind what stands there."""
    on = Drawing(document, plan, replace(info, pages=plan.pages), level, report, document.pages)
    for section in plan.sections:
        section.draw(on, section.first)


_Part: TypeAlias = tuple[str, int, Draw, CoursePlan | None]


def _parts(pages: JournalPages, sign_lines: bool, following: Callable[[], int]) -> Iterator[_Part]:
    """Title, number of pages and drawing of each section in the order of binding; `following` is the next number."""
    yield titles.TITLE, 1, _page(titles.TITLE, _draw_title), None
    yield contents.TITLE, 1, _page(contents.TITLE, _draw_contents), None
    yield weeks.TITLE, 1, _of(weeks.add_week, pages.week, alone=True), None
    for page in pages.courses:
        plan = plan_course(page, following())
        yield subject_words(page), 2 * len(plan.spreads), _subject(plan, sign_lines), plan
    cards, seen = pages.general, pages.attendance
    yield general.TITLE, len(general.plan_general(cards)), _of(general.add_general, cards), None
    yield attendance.TITLE, len(attendance.plan_attendance(seen)), _of(attendance.add_attendance, seen), None
    yield from _new_leaf(following(), summaries.BLANK_REASON)
    yield (
        summaries.TITLE,
        len(summaries.plan_summary(pages.summary, 1)),
        _of(summaries.add_summary, pages.summary),
        None,
    )
    yield absences.TITLE, len(absences.plan_absences(seen)), _of(absences.add_absences, seen), None
    yield clubs.TITLE, len(clubs.plan_clubs(pages.clubs)), _of(clubs.add_clubs, pages.clubs), None
    yield from _new_leaf(following(), health.BLANK_REASON)
    yield health.TITLE, len(health.plan_health(pages.health)), _of(health.add_health, pages.health), None
    yield from _ending(pages, following())


def _ending(pages: JournalPages, first: int) -> Iterator[_Part]:
    """Remarks with a page more for the hand where the certification would not stand on the back of a sheet."""
    changes = len(weeks.plan_week(pages.week)) - 1
    ruled = len(remarks.plan_remarks(pages.remarks))
    ruled += (first + ruled + changes) % 2
    yield remarks.TITLE, ruled, _of(remarks.add_remarks, pages.remarks, least=ruled), None
    yield weeks.CHANGES, changes, _of(weeks.add_changes, pages.week), None
    yield certification.TITLE, 1, _page(certification.TITLE, _draw_certification), None


def _of(add: Callable[..., None], page: object, **more: Any) -> Draw:  # noqa: ANN401 - of the sheet's own kind
    """A sheet of the class under the journal's page numbers."""

    def draw(on: Drawing, first: int) -> None:
        add(on.document, page, on.info, first, level=on.level, report=on.report, **more)

    return draw


def _subject(plan: CoursePlan, sign_lines: bool) -> Draw:
    """All spreads of a subject, those still to come too."""
    whole = CourseOptions(sign_lines=sign_lines, whole=True)

    def draw(on: Drawing, _first: int) -> None:
        add_courses(on.document, [plan], on.info, whole, level=on.level, report=on.report)

    return draw


def _page(title: str, draw_one: Callable[[Drawing, Sheet], None]) -> Draw:
    """A page of the journal's own."""

    def draw(on: Drawing, first: int) -> None:
        paper = Paper(title, on.plan.head, on.info, on.level)
        add_sheets(on.document, paper, [(numbered(first), None)], lambda side, _: draw_one(on, side), on.report)

    return draw


def _new_leaf(number: int, reason: str) -> Iterator[_Part]:
    """A blank page where the next section would begin on the back of a sheet."""

    def draw(on: Drawing, first: int) -> None:
        side = numbered(first)
        draw_blank(on.document.ink, side, reason)
        draw_footer(on.document.ink, side, on.plan.head, on.info)
        on.document.end_page()
        on.report(1, 1)

    if number % 2 == 0:
        yield "", 1, draw, None


def _draw_title(on: Drawing, side: Sheet) -> None:
    draw_journal_title(on.document.ink, side, on.plan.title)


def _draw_contents(on: Drawing, side: Sheet) -> None:
    draw_contents(on.document, side, on.plan.entries, on.plan.below, on.before)


def _draw_certification(on: Drawing, side: Sheet) -> None:
    certified = Certified(on.plan.pages, on.plan.summary, on.info.head, on.plan.disturbed)
    draw_certification(on.document.ink, side, on.plan.title, certified)
