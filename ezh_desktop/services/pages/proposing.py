"""Figures of a course page for one pupil: mean of a period, absences of held, the proposed period mark (5.13).

Counting itself is `domain.figures`; here is only which cells of the page are counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from ezh_desktop.domain.figures import (
    AbsenceFigures,
    AbsenceReason,
    Basis,
    MarkTable,
    Mean,
    Proposal,
    count_absences,
    final_mark,
    marks_in,
    mean,
    propose,
    propose_year,
    weighted_mean,
)
from ezh_desktop.domain.kinds import kind_or_plain
from ezh_desktop.domain.marks import is_mark
from ezh_desktop.services.pages.course import CoursePage, LessonColumn, MarkBefore, PeriodColumn

SLOTS = (0, 1, 2)
TERM_KINDS = frozenset({"quarter", "half"})


def mark_table(page: CoursePage) -> MarkTable:
    """The year's thresholds as the page carries them."""
    three, four, five = (Fraction(text) for text in page.thresholds)
    return MarkTable(three, four, five, page.least_marks)


def lessons_of(page: CoursePage, period: PeriodColumn) -> list[LessonColumn]:
    """The lessons that a term counts."""
    return [lesson for lesson in page.lessons if lesson.period == period.period and not lesson.cancelled]


def period_mean(page: CoursePage, pupil: int, period: PeriodColumn) -> Mean:
    """The mean of a pupil's current marks in a term; a double mark counts as two, a control work by its weight.

    What came with the pupil stands first.
    """
    lessons, brought = lessons_of(page, period), marks_before(page, pupil, period)
    if page.control_weight == 1:
        return mean(marks_in((*(one.value for one in brought), *_values(page, pupil, lessons))))
    return weighted_mean((*((int(one.value), 1) for one in brought), *_weighed(page, pupil, lessons)))


def marks_before(page: CoursePage, pupil: int, period: PeriodColumn) -> tuple[MarkBefore, ...]:
    """The marks of a term that came with the pupil from another class, subgroup or school (4.3.4, 5.13)."""
    start, end = period.start, period.end
    if start is None or end is None:
        return ()
    return tuple(one for one in page.before.get(pupil, ()) if start <= one.day <= end)


def period_proposal(page: CoursePage, pupil: int, period: PeriodColumn) -> Proposal | None:
    """The mark proposed for a term, the year (5.13) or as final from year and exam (4.4.5); None for all else."""
    if period.kind in TERM_KINDS:
        return propose(period_mean(page, pupil, period), mark_table(page))
    if period.kind == "year":
        terms = [one for one in page.periods if one.kind in TERM_KINDS]
        held = (page.period_marks.get((pupil, one.period)) for one in terms)
        return propose_year([int(one.value) if one and one.value else None for one in held], mark_table(page))
    return _final_proposal(page, pupil) if period.kind == "final" else None


def _final_proposal(page: CoursePage, pupil: int) -> Proposal:
    year, exam = (_entered(page, pupil, kind) for kind in ("year", "exam"))
    if year is None:
        return Proposal(None, mean([]), Basis.NO_MARKS)
    return Proposal(final_mark([year], exam), mean([mark for mark in (year, exam) if mark is not None]), Basis.MEAN)


def _entered(page: CoursePage, pupil: int, kind: str) -> int | None:
    """The mark entered in the closing column of that kind."""
    periods = (one.period for one in page.periods if one.kind == kind)
    marks = (page.period_marks.get((pupil, period)) for period in periods)
    return next((int(mark.value) for mark in marks if mark is not None and mark.value), None)


def period_absences(page: CoursePage, pupil: int, period: PeriodColumn) -> AbsenceFigures:
    """Lessons missed of those held up to today in a term, counted from the pupil's membership.

    Days on which the pupil learns elsewhere by order are not counted.
    """
    row = page.pupil_by_id[pupil]
    past = (lesson for lesson in lessons_of(page, period) if lesson.day <= page.today)
    held = [one for one in past if row.belongs(one.day) and not row.away_words(one.day)]
    cells = (page.cells.get((lesson.lesson, pupil, 0)) for lesson in held)
    missed = [cell.reason for cell in cells if cell is not None and cell.value == "н"]
    places = ((lesson.lesson, pupil) for lesson in held)
    missed += [page.missed_before[place] for place in places if place in page.missed_before]
    return count_absences(map(AbsenceReason, missed), len(held))


def _weighed(page: CoursePage, pupil: int, lessons: Iterable[LessonColumn]) -> Iterator[tuple[int, int]]:
    """(mark, weight); a debt's mark has the weight of the work that it is for (5.7)."""
    for lesson in lessons:
        for slot in SLOTS:
            cell = page.cells.get((lesson.lesson, pupil, slot))
            if cell is None or not is_mark(cell.value):
                continue
            work = page.lesson_by_id.get(cell.for_work or 0, lesson)
            yield int(cell.value), page.control_weight if kind_or_plain(work.kind).control else 1


def _values(page: CoursePage, pupil: int, lessons: Iterable[LessonColumn]) -> list[str]:
    cells = (page.cells.get((lesson.lesson, pupil, slot)) for lesson in lessons for slot in SLOTS)
    return [cell.value for cell in cells if cell is not None]
