"""What the day of the school shows of substitutions and transfers, on screen and in the printed order (4.4.3, 5.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from ezh_desktop.domain.substituting import Fitness, HeldLesson


class NoteKind(Enum):
    """What is changed about a lesson."""

    SUBSTITUTED = "substituted"
    OTHER_SUBJECT = "other_subject"
    """The hour is given to another subject: the missed lesson is not held."""
    MOVED_HERE = "moved_here"
    MOVED_AWAY = "moved_away"
    CANCELLED = "cancelled"
    EVENT = "event"
    EXTRA = "extra"


@dataclass(frozen=True, slots=True)
class LessonNote:
    """A change in words. `who` is the substitute's full name, `whither` the day and hour it came from or went to.

    `other` is the other subject of an hour that was given away, `joined` the subgroup whose lesson the pupils sit in.
    """

    kind: NoteKind
    reason: str = ""
    order: str = ""
    who: str = ""
    other: str = ""
    joined: str = ""
    whither: tuple[date, int] | None = None


@dataclass(frozen=True, slots=True)
class DayEntry:
    """A lesson in the day of the school; `shown_day` and `shown_number` are its old hour when it was moved away."""

    held: HeldLesson
    shown_day: date
    shown_number: int
    class_names: str
    subject: str
    subgroup: str
    room: str
    time: str
    teachers: tuple[str, ...]
    notes: tuple[LessonNote, ...] = ()

    @property
    def title(self) -> str:
        """«Алгебра», «Английский язык, 1»."""
        return f"{self.subject}, {self.subgroup}" if self.subgroup else self.subject

    @property
    def away(self) -> bool:
        """Whether the lesson has left this hour for another."""
        return any(note.kind is NoteKind.MOVED_AWAY for note in self.notes)

    @property
    def plain(self) -> bool:
        """Whether it is held as the timetable says."""
        return not self.notes and self.held.living

    @property
    def movable(self) -> bool:
        """Whether it is held here: what may be substituted, moved or cancelled."""
        return self.held.living and not self.away


@dataclass(frozen=True, slots=True)
class Choice:
    """Somebody who could hold the lesson, with the reasons; `joined` is the other subgroup's lesson.

    Who is `away` that day is never proposed, but may be asked to come.
    """

    person: int
    name: str
    fitness: Fitness
    words: str
    joined: int | None = None
    away: bool = False


@dataclass(frozen=True, slots=True)
class OrderLine:
    """A row of the printed order (p24): who is replaced and why, and who replaces, or what becomes of the lesson."""

    number: int
    time: str
    class_name: str
    subject: str
    replaced: str
    instead: str


@dataclass(frozen=True, slots=True)
class DayOrder:
    """The order of a day: «№ 57 от 13.10.2026» or empty, its rows by hour and class, and who signs by which post."""

    school_name: str
    year_label: str
    day: date
    order: str
    lines: tuple[OrderLine, ...]
    signer: str
    class_name: str = ""
    """Empty: a paper of the school."""
    signer_post: str = "Заместитель директора по УВР"


@dataclass(frozen=True, slots=True)
class HoursLine:
    """A teacher's hours of a month for the time sheet (1.4); see `domain.substituting.Hours`."""

    person: int
    name: str
    own: int
    substituted: int
    given: int
    lost: int

    @property
    def total(self) -> int:
        """Hours held."""
        return self.own + self.substituted


@dataclass(frozen=True, slots=True)
class HoursPage:
    """The hours of a month, by teacher; `last` is the last day that is counted."""

    school_name: str
    year_label: str
    month: date
    last: date
    lines: tuple[HoursLine, ...]
