"""Debts of control works (долги, 5.7) on a course page: who owes a mark for a missed work, and who has one."""

from __future__ import annotations

from typing import NamedTuple

from ezh_desktop.domain.kinds import LESSON_KINDS
from ezh_desktop.domain.marks import Mark, Slot
from ezh_desktop.services.pages.course import CellMark, CoursePage, LessonColumn

_CONTROL = frozenset(kind.code for kind in LESSON_KINDS if kind.control)


class PaidDebt(NamedTuple):
    """The mark for a missed work, and the lesson whose cell holds it."""

    lesson: LessonColumn
    mark: CellMark


def paid_debt(page: CoursePage, work: int, pupil: int) -> PaidDebt | None:
    """The mark that a pupil got for a missed work; None while it is owed."""
    for lesson in page.lessons:
        cell = page.cells.get((lesson.lesson, pupil, int(Slot.DEBT)))
        if cell is not None and cell.value and cell.for_work == work:
            return PaidDebt(lesson, cell)
    return None


def missed(page: CoursePage, lesson: LessonColumn, pupil: int) -> bool:
    """Whether the pupil was absent from this control work; planned kinds count once the lesson is held."""
    if lesson.kind not in _CONTROL or lesson.cancelled:
        return False
    cell = page.cells.get((lesson.lesson, pupil, int(Slot.FIRST)))
    return cell is not None and cell.value == Mark.ABSENT


def open_debts(page: CoursePage, pupil: int) -> tuple[LessonColumn, ...]:
    """The control works that the pupil missed and has no mark for, in their order."""
    return tuple(
        lesson
        for lesson in page.lessons
        if missed(page, lesson, pupil) and paid_debt(page, lesson.lesson, pupil) is None
    )
