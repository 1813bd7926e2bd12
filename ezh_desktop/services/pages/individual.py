"""What «Журнал индивидуальных занятий» shows of a class (5.14, 5.15): rows of all subjects that the reader may read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ezh_desktop.domain.change import EntryRef
from ezh_desktop.domain.rules.individual import IndividualContext
from ezh_desktop.services.pages.course import Membership


@dataclass(frozen=True, slots=True)
class IndividualLesson:
    """One row: a lesson held, or planned until its day. `teacher` is the full name of who holds it."""

    lesson: int
    course: int
    subject: str
    pupil: int
    name: str
    day: date
    topic: str
    form: str
    mark: str
    reason: str
    teacher: str
    entry: EntryRef


@dataclass(frozen=True, slots=True)
class Listed:
    """A pupil of the class with the stays in it."""

    pupil: int
    name: str
    stays: tuple[Membership, ...]


@dataclass(frozen=True, slots=True)
class IndividualCourse:
    """A course of the class; `members` are the stays of a subgroup's pupils, None of a course of the whole class.

    `writable` tells whether the reader teaches it now, and so records lessons.
    """

    course: int
    subject: str
    graded: bool
    writable: bool
    members: Mapping[int, tuple[Membership, ...]] | None = None
    unmarked: tuple[Membership, ...] = ()
    """Terms in which the class is not marked yet (3.7)."""


@dataclass(frozen=True)
class IndividualPage:
    """The journal of a class in the order of days."""

    cursor: int
    school_class: int
    class_name: str
    grade: int
    year_label: str
    school_name: str
    today: date
    first: date
    last: date
    closed: bool
    courses: tuple[IndividualCourse, ...]
    pupils: tuple[Listed, ...]
    lessons: tuple[IndividualLesson, ...]

    @cached_property
    def course_by_id(self) -> Mapping[int, IndividualCourse]:
        """Courses by id."""
        return {one.course: one for one in self.courses}

    @cached_property
    def lesson_by_id(self) -> Mapping[int, IndividualLesson]:
        """Rows by id."""
        return {one.lesson: one for one in self.lessons}

    @property
    def writable(self) -> tuple[IndividualCourse, ...]:
        """The courses in which the reader records lessons."""
        return tuple(one for one in self.courses if one.writable)

    def may_write(self, lesson: IndividualLesson) -> bool:
        """Whether the reader may change a row."""
        course = self.course_by_id.get(lesson.course)
        return course is not None and course.writable

    def pupils_of(self, course: int) -> tuple[Listed, ...]:
        """Who is, or was, on the list of a course."""
        found = self.course_by_id.get(course)
        if found is None:
            return ()
        return tuple(one for one in self.pupils if found.members is None or one.pupil in found.members)

    def listed(self, course: int, pupil: int, day: date) -> bool:
        """Whether the pupil is on the list of the course on a day."""
        of_class = next((one.stays for one in self.pupils if one.pupil == pupil), ())
        found = self.course_by_id.get(course)
        inside = found is not None and (
            found.members is None or any(stay.holds(day) for stay in found.members.get(pupil, ()))
        )
        return inside and any(stay.holds(day) for stay in of_class)

    def context(self, course: int, pupil: int, day: date) -> IndividualContext:
        """What the rules ask about a row on that day."""
        found = self.course_by_id.get(course)
        return IndividualContext(
            grade=self.grade,
            graded=found is not None and found.graded and not any(one.holds(day) for one in found.unmarked),
            today=self.today,
            first=self.first,
            last=self.last,
            listed=self.listed(course, pupil, day),
            closed=self.closed,
        )
