"""The figures of one page for one term: mean, absences and proposed marks, counted by `domain.figures` alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
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
)
from ezh_desktop.domain.marks import Mark, Slot, is_mark
from ezh_desktop.services.pages.course import CoursePage, LessonColumn, PeriodColumn, PupilRow

_TERMS = frozenset({"quarter", "half"})


def table_of(page: CoursePage) -> MarkTable:
    """The year's table of thresholds."""
    three, four, five = (Fraction(text) for text in page.thresholds)
    return MarkTable(three, four, five, page.least_marks)


def lessons_of(page: CoursePage, period: int) -> tuple[LessonColumn, ...]:
    """The lessons of a term that are not cancelled."""
    return tuple(lesson for lesson in page.lessons if lesson.period == period and not lesson.cancelled)


def held_of(page: CoursePage, period: int, today: date) -> tuple[LessonColumn, ...]:
    """The lessons of a term held up to and including today."""
    return tuple(lesson for lesson in lessons_of(page, period) if lesson.day <= today)


def mean_of(page: CoursePage, pupil: int, lessons: Sequence[LessonColumn]) -> Mean:
    """The mean over present marks of these lessons; both halves of a double mark and the marks of debts count."""
    cells = (page.cells.get((lesson.lesson, pupil, int(slot))) for lesson in lessons for slot in Slot)
    return mean(marks_in(cell.value for cell in cells if cell))


def absences_of(page: CoursePage, pupil: PupilRow, held: Sequence[LessonColumn]) -> AbsenceFigures:
    """Lessons missed of those held while the pupil was on the list."""
    own = [lesson for lesson in held if pupil.belongs(lesson.day)]
    cells = (page.cells.get((lesson.lesson, pupil.pupil, int(Slot.FIRST))) for lesson in own)
    return count_absences(
        (AbsenceReason(cell.reason) for cell in cells if cell and cell.value == Mark.ABSENT), len(own)
    )


def proposal_of(page: CoursePage, pupil: PupilRow, period: PeriodColumn) -> Proposal | None:
    """The mark proposed for a period (5.13, 4.4.5); None where nothing is proposed: exam and attestation."""
    if period.kind in _TERMS:
        return propose(mean_of(page, pupil.pupil, lessons_of(page, period.period)), table_of(page))
    if period.kind == "year":
        terms = [term for term in page.periods if term.kind in _TERMS]
        return propose_year([_entered(page, pupil, term) for term in terms], table_of(page))
    return _final(page, pupil) if period.kind == "final" else None


def _final(page: CoursePage, pupil: PupilRow) -> Proposal:
    entered = {period.kind: _entered(page, pupil, period) for period in page.periods}
    year, exam = entered.get("year"), entered.get("exam")
    counted = mean([mark for mark in (year, exam) if mark is not None] if year is not None else [])
    mark = final_mark([year], exam) if year is not None else None
    return Proposal(mark, counted, Basis.MEAN if mark is not None else Basis.NO_MARKS)


def _entered(page: CoursePage, pupil: PupilRow, period: PeriodColumn) -> int | None:
    mark = page.period_marks.get((pupil.pupil, period.period))
    return int(mark.value) if mark and is_mark(mark.value) else None


def suggestions(page: CoursePage, period: PeriodColumn) -> Mapping[tuple[int, int], str]:
    """Proposed marks of one period for every pupil without an entered one, keyed (pupil, period)."""
    found = {}
    for pupil in page.pupils:
        left = bool(period.end and not any(stay.end is None or stay.end >= period.end for stay in pupil.stays))
        proposal = None if left or _entered(page, pupil, period) else proposal_of(page, pupil, period)
        if proposal and proposal.mark is not None:
            found[pupil.pupil, period.period] = str(proposal.mark)
    return found
