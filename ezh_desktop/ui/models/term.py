"""Proposed marks as the marks page shows them; what is counted is decided by `services.pages.proposing` alone."""

from __future__ import annotations

from collections.abc import Mapping

from ezh_desktop.domain.figures import Basis, Proposal, final_mark, mean
from ezh_desktop.domain.marks import is_mark
from ezh_desktop.services.pages.course import CoursePage, PeriodColumn, PupilRow
from ezh_desktop.services.pages.proposing import lessons_of, period_proposal


def held_in(page: CoursePage, period: PeriodColumn) -> int:
    """Lessons of a term held up to and including today."""
    return sum(lesson.day <= page.today for lesson in lessons_of(page, period))


def proposal_of(page: CoursePage, pupil: int, period: PeriodColumn) -> Proposal | None:
    """The mark proposed for a period (5.13), the final mark from year and exam too (4.4.5)."""
    return _final(page, pupil) if period.kind == "final" else period_proposal(page, pupil, period)


def _final(page: CoursePage, pupil: int) -> Proposal:
    entered = {period.kind: _entered(page, pupil, period) for period in page.periods}
    year, exam = entered.get("year"), entered.get("exam")
    counted = mean([mark for mark in (year, exam) if mark is not None] if year is not None else [])
    mark = final_mark([year], exam) if year is not None else None
    return Proposal(mark, counted, Basis.MEAN if mark is not None else Basis.NO_MARKS)


def _entered(page: CoursePage, pupil: int, period: PeriodColumn) -> int | None:
    mark = page.period_marks.get((pupil, period.period))
    return int(mark.value) if mark and is_mark(mark.value) else None


def _left_before(pupil: PupilRow, period: PeriodColumn) -> bool:
    end = period.end
    return end is not None and not any(stay.end is None or stay.end >= end for stay in pupil.stays)


def suggestions(page: CoursePage, period: PeriodColumn) -> Mapping[tuple[int, int], str]:
    """Proposed marks of one period for every pupil without an entered one, keyed (pupil, period)."""
    found = {}
    for row in page.pupils:
        if _left_before(row, period) or _entered(page, row.pupil, period) is not None:
            continue
        proposal = proposal_of(page, row.pupil, period)
        if proposal is not None and proposal.mark is not None:
            found[row.pupil, period.period] = str(proposal.mark)
    return found
