"""Proposed marks as the marks page shows them; what is counted is decided by `services.pages.proposing` alone."""

from __future__ import annotations

from collections.abc import Mapping

from ezh_desktop.domain.marks import is_mark
from ezh_desktop.services.pages.course import CoursePage, PeriodColumn, PupilRow
from ezh_desktop.services.pages.proposing import lessons_of, period_proposal


def held_in(page: CoursePage, period: PeriodColumn) -> int:
    """Lessons of a term held up to and including today."""
    return sum(lesson.day <= page.today for lesson in lessons_of(page, period))


def _is_entered(page: CoursePage, pupil: int, period: PeriodColumn) -> bool:
    mark = page.period_marks.get((pupil, period.period))
    return mark is not None and is_mark(mark.value)


def _left_before(pupil: PupilRow, period: PeriodColumn) -> bool:
    end = period.end
    return end is not None and not any(stay.end is None or stay.end >= end for stay in pupil.stays)


def suggestions(page: CoursePage, period: PeriodColumn) -> Mapping[tuple[int, int], str]:
    """Proposed marks of one period for every pupil without an entered one, keyed (pupil, period)."""
    found = {}
    for row in page.pupils:
        if _left_before(row, period) or _is_entered(page, row.pupil, period):
            continue
        proposal = period_proposal(page, row.pupil, period)
        if proposal is not None and proposal.mark is not None:
            found[row.pupil, period.period] = str(proposal.mark)
    return found
