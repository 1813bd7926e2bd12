"""What «Школа сегодня» shows deputy and director: how classes and teachers fill the journal, and who is absent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class Fill(NamedTuple):
    """Lessons that are over, and those of them with a topic; `first` is (course, lesson) of one to look at.

    That is the first lesson without a topic, else the first lesson.
    """

    done: int
    due: int
    first: tuple[int, int] | None

    @property
    def percent(self) -> int | None:
        """Whole per cent, rounded down so that 100 means all; None when nothing was due."""
        return self.done * 100 // self.due if self.due else None


@dataclass(frozen=True, slots=True)
class ClassLine:
    """One class: fill of the last school days and of the term, pupils on the list, names of who is absent today.

    `lessons` are those of the term that are over.
    """

    school_class: int
    name: str
    days: Mapping[date, Fill]
    term: Fill
    pupils: int
    absentees: tuple[str, ...]
    lessons: frozenset[int] = frozenset()

    @property
    def absent(self) -> int:
        """How many were absent from some lesson of today."""
        return len(self.absentees)


@dataclass(frozen=True, slots=True)
class TeacherLine:
    """One teacher's term: own `lessons` and those substituted; `idle` when nothing was filled for long."""

    person: int
    name: str
    subjects: str
    fill: Fill
    idle: bool
    lessons: frozenset[int] = frozenset()

    @property
    def missing(self) -> int:
        """Lessons without a topic."""
        return self.fill.due - self.fill.done


@dataclass(frozen=True, slots=True)
class SchoolToday:
    """The school at a moment. `days` are the last school days up to today, `today` may be a free day."""

    cursor: int
    today: date
    week: str
    days: tuple[date, ...]
    classes: tuple[ClassLine, ...]
    teachers: tuple[TeacherLine, ...]
    inspections_due: int = 0
    """Inspections that should have been held by now."""
    requests: int = 0
    """Requests to enrol or remove that wait for the reader to carry them out (4.3.4)."""
    idle_days: int = 14
    """After how many days without a record a teacher is `idle`: a number of the school."""
    answers: tuple[tuple[int, str, int], ...] = ()
    """(class, its name, how many) of answers to remarks that wait to be accepted (6.2)."""

    @property
    def written(self) -> Fill:
        """All lessons of today that are over."""
        found = [line.days[self.today] for line in self.classes if self.today in line.days]
        first = next((one.first for one in found if one.first and one.done < one.due), None)
        return Fill(sum(one.done for one in found), sum(one.due for one in found), first)

    @property
    def idle(self) -> tuple[TeacherLine, ...]:
        """Teachers who have filled nothing for `idle_days`."""
        return tuple(one for one in self.teachers if one.idle)
