"""Расписание (timetable) and the lessons derived from it (5.2, 5.17): nobody types a date.

A slot says that a course meets on a weekday at a lesson's number; the calendar turns slots into lessons. Two lessons of
a course on one day are two slots and two lessons (5.21); half an hour a week is a slot of odd or even weeks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import combinations
from typing import Generic, NamedTuple, Protocol, TypeVar
from zoneinfo import ZoneInfo

from ezh_desktop.domain.away import share_pupils
from ezh_desktop.domain.calendar import Bell, Bells, Calendar, WeekParity
from ezh_desktop.domain.clock import local_us

LEAD = timedelta(minutes=5)


class AtHour(Protocol):
    """Anything that stands on a date at a lesson's number."""

    @property
    def date(self) -> date:
        """Day of the lesson."""

    @property
    def number(self) -> int:
        """Which lesson of the day."""


@dataclass(frozen=True, slots=True, order=True)
class TimetableSlot:
    """One meeting of a course in the week: `weekday` 1–6, `number` of the lesson in the day, `part` 1 unless one course
    holds several records in the same hour; valid from and to, both dates included.
    """

    course: int
    weekday: int
    number: int
    part: int = 1
    week: WeekParity = WeekParity.EVERY
    valid_from: date = date.min
    valid_to: date = date.max
    room: str = ""


def room_words(room: str) -> str:
    """«каб. 31»; a room that is called by a word needs no «каб.»: «спортзал»."""
    return f"каб. {room}" if room[:1].isdigit() else room


class LessonSeed(NamedTuple):
    """A lesson before it has an id: course, date, number and part are unique."""

    course: int
    date: date
    number: int
    part: int


def derive_lessons(slots: Iterable[TimetableSlot], calendar: Calendar) -> list[LessonSeed]:
    """Lessons of a year in order of date, number, course and part; each once, though slots repeat it.

    Walks the calendar once, so that the work grows with the number of lessons. Courses of classes with different
    calendars are derived calendar by calendar.
    """
    by_weekday = _by_weekday_and_parity(slots)
    seeds: list[LessonSeed] = []
    for day, weekday in calendar.days:
        seeds += _lessons_of(day, by_weekday[weekday, calendar.parity_of(day)])
    return seeds


def _by_weekday_and_parity(slots: Iterable[TimetableSlot]) -> defaultdict[tuple[int, WeekParity], list[TimetableSlot]]:
    buckets: defaultdict[tuple[int, WeekParity], list[TimetableSlot]] = defaultdict(list)
    for slot in sorted(slots, key=lambda slot: (slot.number, slot.course, slot.part)):
        for parity in (WeekParity.ODD, WeekParity.EVEN):
            if slot.week in (WeekParity.EVERY, parity):
                buckets[slot.weekday, parity].append(slot)
    return buckets


def _lessons_of(day: date, slots: list[TimetableSlot]) -> Iterable[LessonSeed]:
    # a dict keeps the order and drops what overlapping validity repeats
    return dict.fromkeys(
        LessonSeed(slot.course, day, slot.number, slot.part)
        for slot in slots
        if slot.valid_from <= day <= slot.valid_to
    )


class ConflictKind(StrEnum):
    """Who is asked to be in two places."""

    TEACHER = "teacher"
    CLASS = "class"
    SUBGROUP = "subgroup"
    ROOM = "room"
    """A room is asked for by two; where a hall holds both, it is no mistake."""


@dataclass(frozen=True, slots=True)
class CourseGroup:
    """Who takes part in a course: teachers, classes, and the name of the subgroup, empty for the whole class.

    Subgroups of one name in a class are the same pupils («1» of English and «1» of Информатика); `share_pupils`.
    """

    course: int
    teachers: frozenset[int]
    classes: frozenset[int]
    subgroup: str = ""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two slots at one time that need the same teacher, class, subgroup or room; `who` is the teacher's or class's id,
    0 of a room.
    """

    kind: ConflictKind
    who: int
    first: TimetableSlot
    second: TimetableSlot


def find_conflicts(slots: Iterable[TimetableSlot], groups: Iterable[CourseGroup]) -> list[Conflict]:
    """Every pair of slots that asks somebody to be in two places at once, in order of weekday and number."""
    by_course = {group.course: group for group in groups}
    hours: defaultdict[tuple[int, int], list[TimetableSlot]] = defaultdict(list)
    for slot in slots:
        hours[slot.weekday, slot.number].append(slot)
    found: list[Conflict] = []
    for _, hour in sorted(hours.items()):
        for first, second in combinations(sorted(hour), 2):
            if _meet(first, second):
                found += _clashes(first, second, by_course[first.course], by_course[second.course])
    return found


def _meet(first: TimetableSlot, second: TimetableSlot) -> bool:
    """True when both are held in the same week; the parts of one course's hour stand in it together."""
    if first.course == second.course and first.part != second.part:
        return False
    same_week = WeekParity.EVERY in (first.week, second.week) or first.week is second.week
    return same_week and first.valid_from <= second.valid_to and second.valid_from <= first.valid_to


def _clashes(first: TimetableSlot, second: TimetableSlot, one: CourseGroup, two: CourseGroup) -> Iterator[Conflict]:
    for teacher in sorted(one.teachers & two.teachers):
        yield Conflict(ConflictKind.TEACHER, teacher, first, second)
    kind = ConflictKind.SUBGROUP if one.subgroup and two.subgroup else ConflictKind.CLASS
    for school_class in sorted(one.classes & two.classes) if share_pupils(one.subgroup, two.subgroup) else ():
        yield Conflict(kind, school_class, first, second)
    if first.room and first.room == second.room and first.course != second.course:
        yield Conflict(ConflictKind.ROOM, 0, first, second)


L = TypeVar("L", bound=AtHour)


@dataclass(frozen=True, slots=True)
class NearestLesson(Generic[L]):
    """The lesson a teacher lands on, and whether it runs now."""

    lesson: L
    running: bool


def nearest_lesson(lessons: Iterable[L], now: datetime, bell_of: Callable[[L], Bell | None]) -> NearestLesson[L] | None:
    """The running lesson (from five minutes before its start to its end), else the nearest one of today, else of all.

    `now` is wall-clock time of the school. Of two equally near the coming one wins; lessons for which `bell_of` has no
    bell count as standing at noon and never run. None when there are no lessons.
    """
    wall = now.replace(tzinfo=None)
    best: tuple[tuple[bool, bool, timedelta, bool], L] | None = None
    for lesson in lessons:
        rank = _rank(lesson, wall, bell_of(lesson))
        if best is None or rank < best[0]:
            best = rank, lesson
    return best and NearestLesson(best[1], running=not best[0][0])


def _rank(lesson: AtHour, wall: datetime, bell: Bell | None) -> tuple[bool, bool, timedelta, bool]:
    """Sorts running before resting, today before other days, near before far, coming before past.

    In the evening a teacher fills in what was taught that day, although tomorrow's first lesson may be nearer.
    """
    start = datetime.combine(lesson.date, bell.start if bell else time(12))
    end = datetime.combine(lesson.date, bell.end if bell else time(12))
    if bell and start - LEAD <= wall <= end:
        return False, False, abs(start - wall), False
    return True, lesson.date != wall.date(), max(start - wall, wall - end), wall > end


@dataclass(frozen=True, slots=True)
class FillingRule:
    """When topic and absence are due on the lesson's day (4.4.1): the later of an hour and a time after the end."""

    until: time = time(17)
    after_end: timedelta = timedelta(hours=1)


DEFAULT_FILLING = FillingRule()


def due_us(lesson: AtHour, bells: Bells, zone: ZoneInfo, rule: FillingRule = DEFAULT_FILLING) -> int:
    """The last microsecond (UTC) at which an entry about the lesson is in time."""
    due = local_us(lesson.date, rule.until, zone)
    bell = bells.get(lesson.number)
    if bell is None:
        return due
    return max(due, local_us(lesson.date, bell.end, zone) + rule.after_end // timedelta(microseconds=1))


def late(entry_us: int, lesson: AtHour, bells: Bells, zone: ZoneInfo, rule: FillingRule = DEFAULT_FILLING) -> bool:
    """True when the first entry about a lesson came after it was due (4.4.1).

    Ask it of first entries only: the correction of what was entered in time is not late.
    """
    return entry_us > due_us(lesson, bells, zone, rule)
