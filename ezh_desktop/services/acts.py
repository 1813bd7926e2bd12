"""Acts: what a person asks to be done, as frozen JSON-able values. Each carries the entries the person saw.

`services.decide` turns an act into a refusal or a command; the writer makes it durable. Nothing here knows how.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from ezh_desktop.domain.change import EntryRef

NO_ITEM = 0
"""The row of a topic that was taken from no КТП."""


@dataclass(frozen=True, slots=True)
class CellEntry:
    """One cell to be written: "" clears it. `seen` is the cell's entry in the page the person looked at.

    `work` is the control work that the mark of a debt (slot 2) was given for (5.7).
    """

    lesson: int
    pupil: int
    slot: int
    value: str
    seen: EntryRef | None
    work: int | None = None


@dataclass(frozen=True, slots=True)
class EnterCells:
    """Enter marks and «н» in cells of one course page: a typed cell, a range, a paste. One act, one undo."""

    course: int
    cells: tuple[CellEntry, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CommentCell:
    """Write or change the comment (примечание) of a cell's mark."""

    course: int
    lesson: int
    pupil: int
    slot: int
    comment: str
    seen: EntryRef | None


@dataclass(frozen=True, slots=True)
class PeriodEntry:
    """One period mark to be written; `reason` is asked where it lies far from the proposal (5.13)."""

    pupil: int
    period: int
    value: str
    seen: EntryRef | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class EnterPeriodMarks:
    """Enter period marks of one course page."""

    course: int
    marks: tuple[PeriodEntry, ...]


@dataclass(frozen=True, slots=True)
class SetLessonKind:
    """Set the kind of a lesson (контрольная, диктант …) from its column header.

    `results` is the day on which the results of a control work are known (4.4.8), None for the kind's default.
    """

    course: int
    lesson: int
    kind: str
    seen: EntryRef | None
    results: date | None = None


@dataclass(frozen=True, slots=True)
class WriteLesson:
    """Write topic and homework of a lesson (None leaves a field as it is).

    `plan_item` is the КТП's row that the topic was taken from: None leaves it as it is, `NO_ITEM` says it is none. A
    row that plans a kind of work gives the lesson that kind, unless the teacher has set one.
    """

    course: int
    lesson: int
    topic: str | None
    homework: str | None
    seen: EntryRef | None
    plan_item: int | None = None


@dataclass(frozen=True, slots=True)
class WriteLessons:
    """Write topics and homework of several lessons of one course page: a paste. One act, one undo."""

    course: int
    lessons: tuple[WriteLesson, ...]


@dataclass(frozen=True, slots=True)
class WriteTemplate:
    """Keep a homework template (5.22) of one's own, change its text, or let it go (`ended`)."""

    course: int
    template: int
    text: str
    position: int
    ended: bool
    seen: EntryRef | None


@dataclass(frozen=True, slots=True)
class NewDecision:
    """A council decision to be entered: its new id and the pupil."""

    decision: int
    pupil: int


@dataclass(frozen=True, slots=True)
class EnterDecision:
    """Enter one council decision (5.35) for several pupils of a class at once; `protocol_day` is an ISO date."""

    school_class: int
    pupils: tuple[NewDecision, ...]
    kind: str
    protocol_number: str
    protocol_day: str
    target: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class CancelDecision:
    """Cancel a council decision: it stays in the file, and stands on the sheet no more."""

    school_class: int
    decision: int
    seen: EntryRef


@dataclass(frozen=True, slots=True)
class HealthEntry:
    """One cell of the health sheet (5.38) to be written as typed: "" clears it. `seen` is the row's entry.

    `column` is a `HealthColumn`. The value is never shown by `repr`: no log may hold a closed one.
    """

    pupil: int
    column: str
    value: str = field(repr=False)
    seen: EntryRef | None = None


@dataclass(frozen=True, slots=True)
class WriteHealth:
    """Fill cells of a class's health sheet: a typed cell, a range, a paste. One act, one undo."""

    school_class: int
    cells: tuple[HealthEntry, ...]


@dataclass(frozen=True, slots=True)
class Undo:
    """Take back an own act of this session: the inverse list under today's rights and rules."""

    entry: EntryRef


@dataclass(frozen=True, slots=True)
class Redo:
    """Do again what an own undo took back."""

    entry: EntryRef


Act: TypeAlias = (
    EnterCells
    | CommentCell
    | EnterPeriodMarks
    | SetLessonKind
    | WriteLesson
    | WriteLessons
    | WriteTemplate
    | EnterDecision
    | CancelDecision
    | WriteHealth
    | Undo
    | Redo
)
