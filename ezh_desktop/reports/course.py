"""The subject pages of a journal: one course, or all courses of a class, under the page numbers of the journal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from ezh_desktop.domain.calendar import PeriodKind
from ezh_desktop.domain.russian import dotted_short
from ezh_desktop.errors import BadInput
from ezh_desktop.reports.base import PrintInfo, Sheet, draw_blank, draw_footer, footer_head, numbered
from ezh_desktop.reports.course_left import draw_left
from ezh_desktop.reports.course_plan import FIRST_NUMBER, CoursePlan, Spread, plan_course
from ezh_desktop.reports.course_right import draw_right, left_over_substitutes
from ezh_desktop.reports.document import Document
from ezh_desktop.reports.sheets import Report
from ezh_desktop.services.pages.course import CoursePage

BLANK_REASON = "Чтобы при печати с двух сторон левая страница легла на оборот, а правая — напротив неё."


class Side(StrEnum):
    """Which pages of a spread are printed."""

    BOTH = "course"
    LEFT = "marks"
    RIGHT = "lessons"


@dataclass(frozen=True, slots=True)
class CourseOptions:
    """How subject pages are printed.

    `term` is the number of a quarter or half-year: whole spreads that hold one of its lessons, under their usual page
    numbers. `blank_first` puts an empty page in front, so that in duplex the left page falls on a back. `whole` prints
    spreads that are still to come too: in the whole journal every page is counted.
    """

    side: Side = Side.BOTH
    term: int | None = None
    blank_first: bool = False
    sign_lines: bool = True
    whole: bool = False


def plan_courses(pages: Iterable[CoursePage]) -> list[CoursePlan]:
    """Lay courses out one after another from page 4 on; every subject begins on an even page."""
    plans: list[CoursePlan] = []
    number = FIRST_NUMBER
    for page in pages:
        plans.append(plan_course(page, number))
        number = plans[-1].next_number
    return plans


def printed_spreads(plan: CoursePlan, term: int | None = None) -> tuple[Spread, ...]:
    """The spreads of a course that are printed; of a term's number those that hold one of its lessons."""
    if term is None:
        return plan.printed()
    kinds = {PeriodKind.QUARTER, PeriodKind.HALF}
    return plan.printed(
        frozenset(period.period for period in plan.page.periods if period.kind in kinds and period.number == term)
    )


def draw_courses(
    plans: Sequence[CoursePlan],
    info: PrintInfo,
    options: CourseOptions = CourseOptions(),  # frozen
    *,
    report: Report | None = None,
    new_document: Callable[[str, PrintInfo], Document] = Document,
) -> bytes:
    """The PDF of these courses. BadInput when no lesson falls into the pages asked for, or a letter has no glyph."""
    if not printed_of(plans, options):
        raise BadInput("Печатать нечего: в этом периоде нет уроков.", "Выберите другой период или весь год.")
    document = new_document(document_title(plans), info)
    add_courses(document, plans, info, options, report=report)
    return document.data()


def printed_of(plans: Sequence[CoursePlan], options: CourseOptions) -> list[tuple[CoursePlan, Spread]]:
    """The spreads that these options print, in order."""
    return [
        (plan, spread)
        for plan in plans
        for spread in (plan.spreads if options.whole else printed_spreads(plan, options.term))
    ]


def add_courses(
    document: Document,
    plans: Sequence[CoursePlan],
    info: PrintInfo,
    options: CourseOptions = CourseOptions(),  # frozen
    *,
    level: int = 0,
    report: Report | None = None,
) -> None:
    """Draw these courses into a document, entered in its outline at `level`; nothing where there are no lessons."""
    jobs = printed_of(plans, options)
    if jobs and options.blank_first:
        _draw_blank_page(document, plans[0].page, info)
    for done, (plan, spread) in enumerate(jobs):
        if done == 0 or jobs[done - 1][0] is not plan:
            document.outline(subject_words(plan.page), level)
        closing = done + 1 == len(jobs) or jobs[done + 1][0] is not plan
        _enter_outline(document, spread, level + 1)
        _draw_spread(document, plan, spread, info, replace(options, sign_lines=options.sign_lines and closing))
        if report is not None:
            report(done + 1, len(jobs))


def document_title(plans: Sequence[CoursePlan]) -> str:
    """«7А Алгебра, 2026/2027» or «7А, все предметы, 2026/2027»."""
    page = plans[0].page
    name = page.title if len(plans) == 1 else f"{page.class_name}, все предметы"
    return f"{name}, {page.year_label}"


def subject_words(page: CoursePage) -> str:
    """«Английский язык, подгруппа 1»; names that are words speak for themselves: «Труд (технология), девочки»."""
    told = f"подгруппа {page.subgroup}" if page.subgroup.isdecimal() else page.subgroup
    return ", ".join(part for part in (page.subject_name, told) if part)


def _draw_spread(document: Document, plan: CoursePlan, spread: Spread, info: PrintInfo, options: CourseOptions) -> None:
    left, right = numbered(spread.number), numbered(spread.number + 1)
    programme = spread.last and not spread.running
    if options.side is not Side.RIGHT:
        over = left_over_substitutes(right, plan, spread, report=programme)
        draw_left(document.ink, left, plan, spread, over)
        _end_page(document, plan.page, left, info)
    if options.side is not Side.LEFT:
        draw_right(document.ink, right, plan, spread, sign_lines=options.sign_lines, report=programme)
        _end_page(document, plan.page, right, info)


def _enter_outline(document: Document, spread: Spread, level: int) -> None:
    if spread.rows:
        first, last = spread.rows[0].lesson.day, spread.rows[-1].lesson.day
        document.outline(f"{dotted_short(first)}–{dotted_short(last)}, с. {spread.number}–{spread.number + 1}", level)


def _end_page(document: Document, page: CoursePage, sheet: Sheet, info: PrintInfo) -> None:
    draw_footer(document.ink, sheet, footer_head(page.school_name, page.class_name, page.year_label), info)
    document.end_page()


def _draw_blank_page(document: Document, page: CoursePage, info: PrintInfo) -> None:
    sheet = replace(numbered(FIRST_NUMBER - 1), number=None)
    draw_blank(document.ink, sheet, BLANK_REASON)
    _end_page(document, page, sheet, info)
