"""What «Сегодня» shows a teacher: the day's lessons, what is not filled yet, debts of control works, the own class."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum


class LessonState(Enum):
    """Where a lesson of today stands by the clock."""

    PAST = "past"
    RUNNING = "running"
    COMING = "coming"


@dataclass(frozen=True, slots=True)
class TodayLesson:
    """One lesson of today. `words` are its topic, else what the КТП plans; `note` tells of a substitution.

    `homework_due`: grade 1 gets none (3.7). `minutes_left` counts to the bell while the lesson runs.
    """

    course: int
    lesson: int
    number: int
    starts: str
    ends: str
    class_name: str
    subject: str
    words: str
    note: str
    state: LessonState
    minutes_left: int
    absent: int
    marks: int
    topic: bool
    homework: str
    homework_due: bool

    @property
    def filled(self) -> bool:
        """Whether topic and, where one is given, homework stand."""
        return self.topic and (bool(self.homework) or not self.homework_due)


@dataclass(frozen=True, slots=True)
class Unfilled:
    """An earlier lesson of one's own without a topic."""

    course: int
    lesson: int
    day: date
    class_name: str
    subject: str


@dataclass(frozen=True, slots=True)
class DebtLine:
    """A control work with pupils who owe a mark for it (5.7)."""

    course: int
    lesson: int
    day: date
    class_name: str
    work: str
    pupils: int


@dataclass(frozen=True, slots=True)
class OfferLine:
    """A lesson of Русский язык where literacy marks of essays wait to be accepted (5.9)."""

    course: int
    lesson: int
    day: date
    class_name: str
    pupils: int


@dataclass(frozen=True, slots=True)
class PlannedLesson:
    """An individual lesson (5.14) that is planned for today, or was and is not recorded."""

    course: int
    class_name: str
    pupil: str
    day: date


@dataclass(frozen=True, slots=True)
class ClassToday:
    """One's own class: who was absent from a lesson of today.

    `unconfirmed` are its weeks that are over and not confirmed («23–28 ноября», 4.3.7), `unexplained` counts pupils
    with an absence whose reason is not given (5.14).
    """

    school_class: int
    class_name: str
    absent: tuple[str, ...]
    unconfirmed: tuple[str, ...] = ()
    unexplained: int = 0


@dataclass(frozen=True, slots=True)
class Question:
    """A pupil to be asked: after a «2» (5.6), or because the last mark is long ago (5.10)."""

    pupil: int
    name: str
    words: str
    overdue: bool


@dataclass(frozen=True, slots=True)
class Questions:
    """Whom to ask in a lesson of today that is not over."""

    course: int
    lesson: int
    class_name: str
    subject: str
    when: str
    pupils: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class WaitingRemark:
    """A remark of an inspection that the person has to answer (6.2)."""

    school_class: int
    class_name: str
    text: str
    deadline: date | None
    remark: int


@dataclass(frozen=True, slots=True)
class TodayPage:
    """The page of one person and day. `week` is «5-я неделя II четверти», empty outside terms."""

    cursor: int
    today: date
    week: str
    lessons: tuple[TodayLesson, ...]
    earlier: tuple[Unfilled, ...]
    debts: tuple[DebtLine, ...]
    classes: tuple[ClassToday, ...]
    remarks: tuple[WaitingRemark, ...]
    questions: tuple[Questions, ...]
    scopes: frozenset[int]
    offers: tuple[OfferLine, ...] = ()
    due: date | None = None
    """The end of the period, when it is near enough for preliminary marks."""
    planned: tuple[PlannedLesson, ...] = ()
    declined: tuple[str, ...] = ()
    """One's own requests to enrol or remove that the administrator has declined, with the reason (4.3.4)."""

    @property
    def filled(self) -> int:
        """How many of today's lessons are filled."""
        return sum(lesson.filled for lesson in self.lessons)
