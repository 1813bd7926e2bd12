"""Who is busy in which hour of the week: the clashes of a timetable that comes in, found one meeting at a time.

Each meeting is asked for before it is taken, so that the first to stand in an hour keeps it and the later one is told
who holds it. Every question costs as much as the meeting has people, whatever else the school holds: the whole grows
linearly with the number of meetings. `timetable.find_conflicts` finds all pairs of a timetable that stands already.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Generic, TypeAlias, TypeVar

from ezh_desktop.domain.calendar import WeekParity

T = TypeVar("T")
_WEEKS: Final = (WeekParity.ODD, WeekParity.EVEN)

_Hour: TypeAlias = tuple[int, int, WeekParity]


class ClashKind(StrEnum):
    """Who would be in two places; COURSE: one course twice in one hour."""

    COURSE = "course"
    TEACHER = "teacher"
    CLASS = "class"
    SUBGROUP = "subgroup"


@dataclass(frozen=True, slots=True)
class Meeting:
    """One hour of one course: `weekday` 1–6, `number` of the lesson, the weeks it is held in, and who takes part.

    `groups` are (class, subgroup), the subgroup empty for the whole class. Subgroups of other names are other pupils.
    """

    weekday: int
    number: int
    week: WeekParity
    course: Hashable
    teachers: frozenset[int]
    groups: frozenset[tuple[int, str]]

    @property
    def hours(self) -> Iterator[_Hour]:
        """The hour in each week it is held in."""
        for week in _WEEKS:
            if self.week in (WeekParity.EVERY, week):
                yield self.weekday, self.number, week


@dataclass(frozen=True, slots=True)
class Clash(Generic[T]):
    """Why a meeting cannot be held: `who` is the teacher's or class's id (0 for a course), `holder` was there first."""

    kind: ClashKind
    who: int
    holder: T


class Occupied(Generic[T]):
    """The week as it fills; `T` is whatever tells a person which meeting holds an hour."""

    def __init__(self) -> None:
        self._courses: dict[tuple[_Hour, Hashable], T] = {}
        self._teachers: dict[tuple[_Hour, int], T] = {}
        self._classes: dict[tuple[_Hour, int], dict[str, T]] = {}

    def clash(self, meeting: Meeting) -> Clash[T] | None:
        """The first reason why the meeting cannot be held, None when everybody is free."""
        return next(self._clashes(meeting), None)

    def take(self, meeting: Meeting, holder: T) -> None:
        """Write the meeting down. Who was there first stays named."""
        for hour in meeting.hours:
            self._courses.setdefault((hour, meeting.course), holder)
            for teacher in meeting.teachers:
                self._teachers.setdefault((hour, teacher), holder)
            for school_class, subgroup in meeting.groups:
                self._classes.setdefault((hour, school_class), {}).setdefault(subgroup, holder)

    def _clashes(self, meeting: Meeting) -> Iterator[Clash[T]]:
        for hour in meeting.hours:
            if (hour, meeting.course) in self._courses:
                yield Clash(ClashKind.COURSE, 0, self._courses[hour, meeting.course])
            for teacher in sorted(meeting.teachers):
                if (hour, teacher) in self._teachers:
                    yield Clash(ClashKind.TEACHER, teacher, self._teachers[hour, teacher])
            for school_class, subgroup in sorted(meeting.groups):
                yield from self._of_class(hour, school_class, subgroup)

    def _of_class(self, hour: _Hour, school_class: int, subgroup: str) -> Iterator[Clash[T]]:
        held = self._classes.get((hour, school_class), {})
        if "" in held:
            yield Clash(ClashKind.CLASS, school_class, held[""])
        elif subgroup in held:
            yield Clash(ClashKind.SUBGROUP, school_class, held[subgroup])
        elif held and not subgroup:
            yield Clash(ClashKind.CLASS, school_class, next(iter(held.values())))
