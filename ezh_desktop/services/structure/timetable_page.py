"""The week of a class or of a teacher as a page: who is taught, what stands stored, what could collide with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Final, NamedTuple, TypeAlias

from ezh_desktop.domain.calendar import WeekParity, parity_in_year
from ezh_desktop.domain.change import Key
from ezh_desktop.domain.names import name_key
from ezh_desktop.domain.timetable import CourseGroup, TimetableSlot
from ezh_desktop.services.structure.base import Stored
from ezh_desktop.storage.reading.places import YearLine

LEAST_LESSONS: Final = 8
WEEKS: Final = {WeekParity.ODD: "нечёт", WeekParity.EVEN: "чёт"}
Cell: TypeAlias = tuple[int, int]
"""Weekday (1–6) and number of the lesson."""


class Item(NamedTuple):
    """One meeting in a cell."""

    course: int
    week: WeekParity
    part: int = 1
    room: str = ""


@dataclass(frozen=True, slots=True)
class TimetableCourse:
    """A course of the week: its title in the grid, subject, planned hours, teachers in short.

    In a teacher's week `subject_name` begins with the classes: «7А Алгебра».
    """

    course: int
    subject: int
    subject_name: str
    subgroup: str
    hours_tenths: int
    teachers: str

    @property
    def title(self) -> str:
        """«Алгебра», «Информатика, 1»."""
        return f"{self.subject_name}, {self.subgroup}" if self.subgroup else self.subject_name


@dataclass(frozen=True)
class TimetablePage:
    """The week of a class or teacher as it stands on a day, with all that could collide with it."""

    owner: tuple[str, int]
    """Whose week it is: ("school_class", id), ("person", id), or ("pupil", id) of who is taught at home."""
    name: str
    year: YearLine
    day: date
    week_days: int
    numbers: tuple[int, ...]
    courses: tuple[TimetableCourse, ...]
    stored: Mapping[Key, Stored]
    others: tuple[TimetableSlot, ...]
    """Slots of courses that are not of this week."""
    groups: Mapping[int, CourseGroup]
    labels: Mapping[int, str]
    """What a course is called among all classes: «7Б Алгебра»."""
    people: Mapping[int, str]
    filled: bool = False
    """Whether something is entered in lessons of the week."""
    starts: tuple[date, ...] = ()
    """Days after the year's first on which another timetable begins."""
    grade: int = 0
    """The grade of a class; 0 in a teacher's week."""
    weeks_from: date | None = None
    """The first lesson day of the school: its week is odd, and so on, breaks counted; None: the year's first."""
    until: date | None = None
    """The last day that was typed for what is written; None: as long as it can hold."""
    cells: Mapping[Cell, str] = field(default_factory=dict)

    @property
    def ident(self) -> int:
        """The class or person."""
        return self.owner[1]

    @property
    def of_teacher(self) -> bool:
        """Whether it is the week of a teacher."""
        return self.owner[0] == "person"

    @property
    def of_class(self) -> bool:
        """Whether it is the week of a class."""
        return self.owner[0] == "school_class"

    @property
    def first(self) -> bool:
        """Whether the day is the year's first: what is written then holds from the start."""
        return self.day.isoformat() <= self.year.start

    @property
    def later(self) -> date | None:
        """The next day from which another timetable holds."""
        return next((start for start in self.starts if start > self.day), None)

    @property
    def last(self) -> date | None:
        """The last day before another timetable follows; None: on to the end."""
        return self.later - timedelta(days=1) if self.later is not None else None

    def parity(self, day: date) -> WeekParity:
        """Whether a day lies in an odd or an even week."""
        return parity_in_year(self.weeks_from or date.fromisoformat(self.year.start), day)

    @property
    def end(self) -> date:
        """The last day on which what is written would hold."""
        return self.until or self.last or date.max

    @cached_property
    def choices(self) -> tuple[str, ...]:
        """What may be typed into a cell: courses, and divided subjects as a whole."""
        return tuple(dict.fromkeys(name for one in self.courses for name in (one.subject_name, one.title)))

    @cached_property
    def by_name(self) -> dict[str, tuple[int, ...]]:
        """What each choice means, by its key."""
        found: defaultdict[str, list[int]] = defaultdict(list)
        for one in self.courses:
            for name in {one.subject_name, one.title}:
                found[name_key(name)].append(one.course)
        return {name: tuple(courses) for name, courses in found.items()}

    @cached_property
    def others_by_hour(self) -> Mapping[Cell, tuple[TimetableSlot, ...]]:
        """Slots of the other courses by their hour."""
        found: defaultdict[Cell, list[TimetableSlot]] = defaultdict(list)
        for slot in self.others:
            found[slot.weekday, slot.number].append(slot)
        return {cell: tuple(slots) for cell, slots in found.items()}
