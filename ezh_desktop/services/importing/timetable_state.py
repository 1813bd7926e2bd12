"""The timetable that the journal has, as an import compares with it; and how slots and duties end without being lost.

Nothing entered is removed. What a new timetable does not hold ends the day before it begins; what would then have no
day left has never been (`spans.NEVER`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final, NamedTuple, TypeAlias

from ezh_desktop.domain.calendar import WeekParity
from ezh_desktop.domain.change import Change, EntryRef, Row, Value
from ezh_desktop.domain.names import name_key
from ezh_desktop.domain.spans import NEVER
from ezh_desktop.storage.reading.away import in_class
from ezh_desktop.storage.reading.places import YearLine
from ezh_desktop.storage.reading.rows import Readable, rows

_DAY: Final = timedelta(days=1)
_WORDS: Final = re.compile(r"[^\W_]+")
_GROUP_WORD: Final = re.compile(r"(?:под)?гр(?:уппа|упп?)?|п|г|я")

Place: TypeAlias = tuple[int, int, WeekParity]
"""Weekday, number of the lesson, weeks."""
CourseKey: TypeAlias = tuple[frozenset[int], int, str]
"""Classes, subject, `subgroup_key` of the subgroup: what makes a course the same."""


def subgroup_key(label: str) -> str:
    """A subgroup's name without the word: «1 группа», «гр. 1» and «1» are the same pupils."""
    return " ".join(word for word in _WORDS.findall(name_key(label)) if not _GROUP_WORD.fullmatch(word))


class Slot(NamedTuple):
    """A row of `timetable_slot`; days as stored. `part` is above 1 for a second record in the same hour."""

    slot: int
    place: Place
    part: int
    room: str
    first: str | None
    last: str | None
    base: EntryRef


class Duty(NamedTuple):
    """A row of `course_teacher`."""

    duty: int
    person: int
    first: str | None
    last: str | None
    base: EntryRef


@dataclass(frozen=True)
class Course:
    """A course with everything an import may change; of a new one the lists are empty."""

    course: int
    classes: frozenset[int]
    subject: int
    subgroup: str
    slots: tuple[Slot, ...] = ()
    duties: tuple[Duty, ...] = ()

    @property
    def timed(self) -> bool:
        """Whether it has, or had on some day, an hour in the timetable."""
        return any(one.last is None or one.last > NEVER.isoformat() for one in self.slots)

    @property
    def key(self) -> CourseKey:
        """What tells it from others."""
        return self.classes, self.subject, subgroup_key(self.subgroup)


@dataclass(frozen=True)
class Start:
    """From which day the new timetable holds: the year's first day or a day within it."""

    day: date
    year_start: date

    @classmethod
    def of(cls, year: YearLine, day: date | None) -> Start:
        """`day` None: the whole year. A day before the year means the whole year too."""
        first = date.fromisoformat(year.start)
        return cls(max(first, day or first), first)

    @property
    def whole_year(self) -> bool:
        """Whether it holds from the year's beginning."""
        return self.day == self.year_start

    @property
    def stored(self) -> str | None:
        """What a new row's first day is: nothing for the whole year."""
        return None if self.whole_year else self.day.isoformat()

    @property
    def before(self) -> str:
        """The last day of what it replaces."""
        return (self.day - _DAY).isoformat()

    def current(self, last: str | None) -> bool:
        """Whether a row that ends on that day reaches into the new timetable's time."""
        return last is None or last >= self.day.isoformat()

    def ended(self, first: str | None) -> str:
        """The last day of a row that began on `first`: the day before, or none at all if it began no earlier."""
        if not self.whole_year and (first is None or first < self.day.isoformat()):
            return self.before
        return NEVER.isoformat()


def read_timetable(db: Readable, year: int) -> list[Course]:
    """All living courses of the year with their slots and teachers, but for lessons at home: no file knows them."""
    classes: defaultdict[int, set[int]] = defaultdict(set)
    for course, school_class in rows(db, "SELECT course, school_class FROM course_class WHERE ended = 0"):
        classes[course].add(school_class)
    slots = _slots(db, year)
    duties = _duties(db, year)
    asked = f"SELECT id, subject, subgroup FROM course WHERE year = ? AND ended = 0 AND {in_class()} ORDER BY id"  # noqa: S608
    found = rows(db, asked, year)
    return [
        Course(course, frozenset(classes[course]), subject, subgroup, tuple(slots[course]), tuple(duties[course]))
        for course, subject, subgroup in found
    ]


def _slots(db: Readable, year: int) -> Mapping[int, list[Slot]]:
    found: defaultdict[int, list[Slot]] = defaultdict(list)
    for course, slot, weekday, number, part, week, room, first, last, session, seq in rows(
        db,
        "SELECT t.course, t.id, t.weekday, t.number, t.part, t.week, t.room, t.valid_from, t.valid_to, t.entry_session,"
        " t.entry_seq FROM timetable_slot AS t JOIN course AS c ON c.id = t.course WHERE c.year = ? ORDER BY t.id",
        year,
    ):
        place = (weekday, number, WeekParity(week))
        found[course].append(Slot(slot, place, part, room, first, last, EntryRef(session, seq)))
    return found


def _duties(db: Readable, year: int) -> Mapping[int, list[Duty]]:
    found: defaultdict[int, list[Duty]] = defaultdict(list)
    for course, duty, person, first, last, session, seq in rows(
        db,
        "SELECT t.course, t.id, t.person, t.start, t.end, t.entry_session, t.entry_seq FROM course_teacher AS t"
        " JOIN course AS c ON c.id = t.course WHERE c.year = ? ORDER BY t.id",
        year,
    ):
        found[course].append(Duty(duty, person, first, last, EntryRef(session, seq)))
    return found


@dataclass
class Difference:
    """What has to change at one course: the changes, and which places are new, other or gone."""

    changes: list[Change] = field(default_factory=list)
    new: set[Place] = field(default_factory=set)
    altered: set[Place] = field(default_factory=set)
    gone: list[Slot] = field(default_factory=list)


def differ_slots(course: Course, wanted: Mapping[Place, str], start: Start, keep: frozenset[int]) -> Difference:
    """Bring the course's slots to the wanted places (place → room, "" leaves the room). `keep` are slots that stay."""
    found = Difference()
    left = dict(wanted)
    for slot in (one for one in course.slots if start.current(one.last)):
        if slot.place in left:
            change = _kept(course, slot, left.pop(slot.place), start)
            if change is not None:
                found.changes.append(change)
                found.altered.add(slot.place)
        elif slot.slot not in keep and not (slot.part > 1 and slot.place in wanted):
            found.gone.append(slot)
            stored: Row = {"valid_to": slot.last}
            ended: Row = {"valid_to": start.ended(slot.first)}
            found.changes.append(_update("timetable_slot", slot.slot, stored, ended, course.course, slot.base))
    found.new = set(left)
    return found


def _kept(course: Course, slot: Slot, room: str, start: Start) -> Change | None:
    """A slot that stays where it is, without an end, from the new timetable's first day at the latest."""
    late = slot.first is not None and slot.first > start.day.isoformat()
    new: dict[str, Value] = {"valid_from": start.stored if late else slot.first, "valid_to": None}
    new["room"] = room or slot.room
    stored: Row = {"valid_from": slot.first, "valid_to": slot.last, "room": slot.room}
    if new == stored:
        return None
    return _update("timetable_slot", slot.slot, stored, new, course.course, slot.base)


def differ_teachers(course: Course, wanted: frozenset[int], start: Start) -> tuple[list[Change], list[int]]:
    """What ends the duties of those who teach no more, and who has to be given one. Nobody wanted: all stay."""
    current = [one for one in course.duties if start.current(one.last)] if wanted else []
    ended = []
    for duty in current:
        if duty.person not in wanted:
            stored: Row = {"end": duty.last}
            new: Row = {"end": start.ended(duty.first)}
            ended.append(_update("course_teacher", duty.duty, stored, new, course.course, duty.base))
    return ended, sorted(wanted - {one.person for one in current})


def _update(  # noqa: PLR0917 - the parts of a change
    entity: str, ident: int, stored: Row, new: Row, scope: int, base: EntryRef
) -> Change:
    fields = {name: value for name, value in new.items() if stored[name] != value}
    return Change(entity, (ident,), {name: stored[name] for name in fields}, fields, scope, base)


def merged(places: Iterable[Place]) -> dict[Place, Place]:
    """Each place → the place it comes in as: one that stands in both weeks of a cycle stands in every week."""
    held = set(places)
    found = {}
    for weekday, number, week in held:
        both = {(weekday, number, WeekParity.ODD), (weekday, number, WeekParity.EVEN)} <= held
        whole = (weekday, number, WeekParity.EVERY)
        found[weekday, number, week] = whole if both or whole in held else (weekday, number, week)
    return found
