"""What an own act changes on its course page while it is not durable, and under its entry afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from ezh_desktop.domain.change import EntryRef
from ezh_desktop.services.acts import (
    Act,
    CellEntry,
    CommentCell,
    EnterCells,
    EnterPeriodMarks,
    PeriodEntry,
    SetLessonKind,
)
from ezh_desktop.services.pages.course import CellMark, CoursePage, PeriodMark

CellKey: TypeAlias = tuple[int, int, int]
"""(lesson, pupil, slot)."""
MarkKey: TypeAlias = tuple[int, int]
"""(pupil, period)."""

NOT_DURABLE = EntryRef(0, 0)
"""The entry of a value that the protocol does not hold yet."""


@dataclass(frozen=True, slots=True)
class Laid:
    """What one own act changes on the page while it is not durable."""

    cells: Mapping[CellKey, CellMark] = field(default_factory=dict)
    marks: Mapping[MarkKey, PeriodMark] = field(default_factory=dict)
    kinds: Mapping[int, str] = field(default_factory=dict)

    def touched(self) -> frozenset[tuple[int, ...]]:
        """What the act is seen in: a cell of both marks counts once, a lesson's kind too."""
        cells = {(lesson, pupil) for lesson, pupil, _ in self.cells}
        return frozenset({*cells, *self.marks, *((lesson,) for lesson in self.kinds)})


def laid_by(act: Act, page: CoursePage) -> Laid:
    """What an act changes on its page, as it will look before it is durable."""
    if isinstance(act, EnterCells):
        entered = {(cell.lesson, cell.pupil, cell.slot): cell for cell in act.cells}
        return Laid(cells={key: _cell_after(page, key, cell) for key, cell in entered.items()})
    if isinstance(act, EnterPeriodMarks):
        return Laid(marks={(mark.pupil, mark.period): _mark_after(page, mark) for mark in act.marks})
    if isinstance(act, CommentCell):
        key = (act.lesson, act.pupil, act.slot)
        old = page.cells.get(key, CellMark("", NOT_DURABLE))
        return Laid(cells={key: old._replace(comment=act.comment)})
    if isinstance(act, SetLessonKind):
        return Laid(kinds={act.lesson: act.kind})
    return Laid()


def _mark_after(page: CoursePage, mark: PeriodEntry) -> PeriodMark:
    """The period's cell with its new value; what was decided of it stays."""
    old = page.period_marks.get((mark.pupil, mark.period))
    return PeriodMark(mark.value, NOT_DURABLE, mark.reason, old.state if old is not None else "")


def _cell_after(page: CoursePage, key: CellKey, cell: CellEntry) -> CellMark:
    """The cell with its new value; comment and reason stay with a value that stays."""
    old = page.cells.get(key)
    if old is None:
        return CellMark(cell.value, NOT_DURABLE, for_work=cell.work)
    reason = old.reason if old.value == cell.value else ""
    return old._replace(value=cell.value, reason=reason, for_work=cell.work or old.for_work)


def made_durable(laid: Laid, entry: EntryRef) -> Laid:
    """The same changes under the entry that recorded them."""
    cells = {key: cell._replace(entry=entry) for key, cell in laid.cells.items()}
    marks = {key: replace(mark, entry=entry) for key, mark in laid.marks.items()}
    return Laid(cells, marks, laid.kinds)
