"""Which cells of a page were changed after a closed period had been opened again, and on what ground (4.2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from ezh_desktop.services.pages.course import LessonColumn, PupilRow
from ezh_desktop.storage.reading.reopened import Opening, ReopenedRows

_NEVER: Final = Opening(0, 0, 0, "")


def changed_after_closing(
    found: ReopenedRows, lessons: Iterable[LessonColumn], pupils: Iterable[PupilRow]
) -> Mapping[tuple[int, int], str]:
    """The director's reason by (lesson or period, pupil)."""
    if not found.openings:
        return {}
    period_of, class_of = {one.lesson: one.period for one in lessons}, {one.pupil: one.school_class for one in pupils}
    entered = [
        ((lesson, pupil), (class_of.get(pupil), period_of.get(lesson)), n) for lesson, pupil, n in found.cells
    ] + [((period, pupil), (school_class, period), n) for school_class, period, pupil, n in found.marks]
    grounds = {cell: _ground(found.openings, lock, n) for cell, lock, n in sorted(entered, key=lambda one: one[2])}
    return {cell: why for cell, why in grounds.items() if why}


def _ground(openings: Iterable[Opening], lock: tuple[int | None, int | None], n: int) -> str:
    """The reason of the latest opening of the cell's period before its entry."""
    before = (one for one in openings if (one.school_class, one.period) == lock and one.n < n)
    return max(before, key=lambda one: one.n, default=_NEVER).why
