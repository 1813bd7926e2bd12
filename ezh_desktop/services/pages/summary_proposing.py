"""What a year or final mark of the summary sheet is counted from: the sum behind it, written out (4.4.5, 5.13)."""

from __future__ import annotations

from ezh_desktop.domain.calendar import PeriodKind
from ezh_desktop.domain.figures import Basis, Proposal, final_mark, mean, propose_year
from ezh_desktop.services.pages.combining import EXAM, YEAR, combined_from
from ezh_desktop.services.pages.summary import Slot, SummaryPage, SummarySubject


def summary_proposal(page: SummaryPage, subject: SummarySubject, pupil: int, slot: Slot) -> Proposal | None:
    """The mark proposed for the year or as final; None of a term, whose marks stand on the subject's page."""
    if slot.kind is PeriodKind.YEAR:
        terms = [
            one for one in subject.periods if one.is_term and not page.closed(page.pupil_by_id[pupil], subject, one)
        ]
        return propose_year([_mark(page, subject, pupil, one) for one in terms], page.table)
    if slot.kind is not PeriodKind.FINAL:
        return None
    years, exam = _closing(page, subject, pupil)
    if not years:
        return Proposal(None, mean([]), Basis.NO_MARKS)
    return Proposal(final_mark(years, exam), mean([*years, *(() if exam is None else (exam,))]), Basis.MEAN)


def _closing(page: SummaryPage, subject: SummarySubject, pupil: int) -> tuple[tuple[int, ...], int | None]:
    """Year marks and exam that the final is counted from."""
    if subject.parts:
        return combined_from(subject, pupil, page.marks, page.exempt)
    year = _mark(page, subject, pupil, YEAR)
    return (() if year is None else (year,)), _mark(page, subject, pupil, EXAM)


def _mark(page: SummaryPage, subject: SummarySubject, pupil: int, slot: Slot) -> int | None:
    value = page.value(subject.subject, pupil, slot)
    return int(value) if value else None
