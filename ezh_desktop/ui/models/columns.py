"""The columns of the marks page: lessons by time, each period column after the last date of its period (5.12)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ezh_desktop.services.pages.course import CoursePage, LessonColumn, PeriodColumn

_PERIOD_ORDER = {"quarter": 0, "half": 1, "year": 2, "attestation": 3, "exam": 4, "final": 5}
_TERMS = frozenset({"quarter", "half"})


@dataclass(frozen=True, slots=True)
class Column:
    """One column: a lesson or a period. `after_gap` asks for the hatched strip of the holidays before it.

    `closes_week` is true of the last lesson of a calendar week, which has the stronger line.
    """

    lesson: LessonColumn | None
    period: PeriodColumn | None
    after_gap: str = ""
    closes_week: bool = False

    @property
    def key(self) -> int:
        """The id of the lesson or of the period."""
        return self.lesson.lesson if self.lesson else self.the_period.period

    @property
    def the_period(self) -> PeriodColumn:
        """The period of a period column; LookupError of a lesson's."""
        if self.period is None:
            raise LookupError("a lesson's column has no period")
        return self.period

    @property
    def writable(self) -> bool:
        """Whether the reader may write here as far as rights go."""
        return self.lesson.writable if self.lesson else self.the_period.writable


def _times(page: CoursePage) -> Iterator[tuple[tuple[date, int, int, int], LessonColumn | PeriodColumn]]:
    """Every lesson and period with the moment it stands at."""
    written = {lesson for (lesson, _, _), cell in page.cells.items() if cell.value}
    for lesson in page.lessons:
        if not lesson.cancelled or lesson.lesson in written:
            yield (lesson.day, 0, lesson.number, lesson.part), lesson
    for period in page.periods:
        rank = _PERIOD_ORDER[period.kind]
        end = period.end if period.end and period.kind in _TERMS else date.max
        yield (end, 1, rank, period.number), period


def columns_of(page: CoursePage) -> tuple[Column, ...]:
    """The columns of a page; a cancelled lesson stands only while something is written in it."""
    ordered = [thing for _, thing in sorted(_times(page), key=lambda pair: pair[0])]
    days = [thing.day for thing in ordered if isinstance(thing, LessonColumn)]
    gaps = {bisect_left(days, gap.start): gap.title for gap in page.gaps}
    columns, seen = [], 0
    for thing in ordered:
        if isinstance(thing, PeriodColumn):
            columns.append(Column(None, thing))
            continue
        ahead = days[seen + 1] if seen + 1 < len(days) else date.max
        closes = ahead.isocalendar()[:2] != thing.day.isocalendar()[:2]
        columns.append(Column(thing, None, gaps.get(seen, "") if seen else "", closes))
        seen += 1
    return tuple(columns)


def terms_of(page: CoursePage) -> tuple[PeriodColumn, ...]:
    """The terms (четверти or полугодия) that have lessons on this page, in order."""
    used = {lesson.period for lesson in page.lessons}
    terms = [period for period in page.periods if period.kind in _TERMS]
    return tuple(term for term in terms if term.period in used) or tuple(terms)


def term_on(terms: tuple[PeriodColumn, ...], day: date) -> PeriodColumn | None:
    """The term that holds a day, else the next one, else the last; None without terms."""
    return next((term for term in terms if term.end and day <= term.end), terms[-1] if terms else None)


def nearest_lesson(columns: tuple[Column, ...], day: date) -> int | None:
    """The column of the lesson of that day, else the last before it, else the first; None without lessons."""
    lessons = [(index, column.lesson.day) for index, column in enumerate(columns) if column.lesson]
    today = [index for index, held in lessons if held == day]
    before = [index for index, held in lessons if held < day]
    if today:
        return today[0]
    if before:
        return before[-1]
    return lessons[0][0] if lessons else None
