"""The demo school in memory: classes, pupils with their absences, courses with their lessons."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from ezh_desktop.domain.curriculum import CurriculumSubject
from ezh_desktop.domain.names import ClassName, PersonName
from ezh_desktop.domain.spans import Span
from ezh_desktop.services.demo.staff import Member
from ezh_desktop.services.year_setup import Scheme


@dataclass(frozen=True, slots=True)
class Episode:
    """Days a pupil stays away, or the first `lessons` of one day: first and last day, reason code, document."""

    start: date
    end: date
    kind: str
    document: str
    lessons: int | None = None


@dataclass(slots=True)
class Pupil:
    """A pupil of the demo school. `ability` is the mean mark the pupil tends to, from 2.6 to 5."""

    pupil: int
    name: PersonName
    female: bool
    ability: float
    stay: Span
    episodes: list[Episode] = field(default_factory=list)
    missed: dict[date, int] = field(default_factory=dict)
    """Day → how many of its lessons are missed, from the first (99: all)."""

    def misses(self, day: date, number: int) -> bool:
        """Whether the pupil is away in that lesson."""
        return number <= self.missed.get(day, 0)


@dataclass(slots=True)
class DemoClass:
    """A class with its class teacher and pupils in the order of the list."""

    school_class: int
    name: ClassName
    scheme: Scheme
    leader: Member
    pupils: list[Pupil]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson of a course: its row in the file and the number of its term, from 0."""

    lesson: int
    day: date
    number: int
    term: int


@dataclass(slots=True)
class Course:
    """A course: class × subject × subgroup, with its teachers, pupils, and (once derived) lessons."""

    course: int
    klass: DemoClass
    subject: CurriculumSubject
    subject_id: int
    subgroup: str
    teachers: tuple[Member, ...]
    members: list[Pupil]
    hours: Fraction
    graded: bool
    scheme: Scheme
    position: int
    lessons: list[Lesson] = field(default_factory=list)

    def teacher_on(self, lesson: Lesson) -> Member:
        """Who gives the lesson: two teachers of one course take turns by the day of the week."""
        return self.teachers[lesson.day.isoweekday() % len(self.teachers)]
