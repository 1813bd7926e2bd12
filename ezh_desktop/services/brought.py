"""Period marks of another school: of a term that was over when the pupil came, with their source (4.3.4)."""

from __future__ import annotations

from ezh_desktop.errors import SourceRefused
from ezh_desktop.services.acts import PeriodEntry
from ezh_desktop.services.pages.course import CoursePage, PeriodColumn, PupilRow


def brings(entry: PeriodEntry, pupil: PupilRow, period: PeriodColumn, page: CoursePage) -> bool:
    """Whether the entry is the mark of a former school for a term before the pupil came.

    A term whose mark another class of this school has given is not: it is put right there. Raises SourceRefused
    while the source is not named.
    """
    end, held = period.end, page.period_marks.get((entry.pupil, entry.period))
    came_later = end is not None and all(stay.start is not None and stay.start > end for stay in pupil.stays)
    if not came_later or (held is not None and held.elsewhere):
        return False
    if entry.value and not entry.reason.strip():
        raise SourceRefused("Это период до зачисления в класс.", "Напишите, какой школы отметка и документ.", "4.3.4")
    return True
