"""What «Замечания по ведению журнала» shows of a class (3.5, 4.5.5, 6.2): remarks with answers and deadlines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import cached_property

from ezh_desktop.domain.change import EntryRef


class RemarkState(Enum):
    """How a remark stands."""

    OPEN = "open"
    ANSWERED = "answered"
    ACCEPTED = "accepted"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark (замечание) of an inspection. `teacher` is who has to answer, None for the whole class.

    `author` is «Белова Ирина Олеговна, заместитель директора по УВР»; `place` names the subject, empty for the class.
    """

    remark: int
    made: date
    text: str
    clause: str
    place: str
    author: str
    teacher: int | None
    teacher_name: str
    deadline: date | None
    answer: str
    answered: date | None
    state: RemarkState
    entry: EntryRef
    course: int | None = None
    lesson: int | None = None

    def overdue(self, today: date) -> bool:
        """Whether it should have been answered by now."""
        return self.state is RemarkState.OPEN and self.deadline is not None and self.deadline < today


@dataclass(frozen=True, slots=True)
class Inspection:
    """One inspection (проверка): when it is planned and was held, what is checked, and the conclusion.

    `course` is the page when not the whole class is inspected.
    """

    inspection: int
    planned: date
    held: date | None
    points: str
    conclusion: str
    author: str
    whole_school: bool
    entry: EntryRef
    course: int | None = None


@dataclass(frozen=True)
class RemarksPage:
    """The remarks of a class that the reader may see, the newest first, and the inspections it had.

    `may_write` is for the deputy; `reader` is the person, whose own remarks may be answered; `whole` is False where
    the page holds those alone.
    """

    cursor: int
    school_class: int
    class_name: str
    year_label: str
    school_name: str
    today: date
    reader: int
    may_write: bool
    remarks: tuple[Remark, ...]
    inspections: tuple[Inspection, ...]
    whole: bool = True

    @cached_property
    def remark_by_id(self) -> Mapping[int, Remark]:
        """Remarks by id."""
        return {one.remark: one for one in self.remarks}

    def answerable(self, remark: Remark) -> bool:
        """Whether the reader has to answer it."""
        return remark.teacher == self.reader and remark.state in {RemarkState.OPEN, RemarkState.ANSWERED}
