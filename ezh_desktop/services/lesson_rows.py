"""Lessons (уроки) as rows, derived from timetable, calendar and the deputy's changes (5.2, 5.17).

`lesson` is a derived table: it is written in bulk, outside the list of changes, and protocolled as one act
«lessons.derive» whose reason holds the number of lessons and the SHA-256 of all of them, so that a check can derive
them again and compare.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from itertools import count, pairwise
from typing import Any, Final, NamedTuple

from ezh_desktop.domain.calendar import (
    Calendar,
    Holiday,
    MovedDay,
    Period,
    PeriodKind,
    SchemeKind,
    TermScheme,
    WeekParity,
)
from ezh_desktop.domain.change import Change
from ezh_desktop.domain.ids import NewId
from ezh_desktop.domain.lesson_changes import Changed, ChangeKind, LessonChange, LessonPlace, settle
from ezh_desktop.domain.timetable import LessonSeed, TimetableSlot, derive_lessons
from ezh_desktop.storage.protocol import Draft
from ezh_desktop.storage.reading.rows import Readable
from ezh_desktop.storage.writer import Connection

ACTION: Final = "lessons.derive"
LIVING, CANCELLED = "living", "cancelled"
_DAY: Final = timedelta(days=1)
_OF_COURSE: Final = frozenset({"timetable_slot", "lesson_change", "substitution"})
"""Tables whose rows change the lessons of one course, which they name."""


class LessonRow(NamedTuple):
    """One row of `lesson`."""

    lesson: int
    course: int
    day: str
    number: int
    part: int
    state: str


class SlotRow(NamedTuple):
    """An hour of the timetable as it is stored; its fields are the columns' names."""

    course: int
    weekday: int
    number: int
    part: int
    week: str
    valid_from: str | None
    valid_to: str | None


@dataclass(frozen=True, slots=True)
class LessonsDerived:
    """What a recompute left in the file: number of living lessons, digest of all rows, and what it did."""

    living: int
    digest: str
    added: int
    removed: int
    cancelled: int
    revived: int = 0
    moved: int = 0

    @property
    def changed(self) -> bool:
        """Whether any lesson is not what it was."""
        return any((self.added, self.removed, self.cancelled, self.revived, self.moved))

    def draft(self, utc_us: int) -> Draft:
        """The act that protocols the recompute."""
        return Draft(ACTION, ("school", 0), (), utc_us, reason=f"{self.living} {self.digest}")


def recompute_lessons(
    connection: Connection, year: int, new_id: NewId, courses: Collection[int] | None = None
) -> LessonsDerived:
    """Bring the year's lessons in line with timetable, calendar and the deputy's changes, inside the caller's
    transaction; `courses` are the only ones whose lessons can have changed, None: all.

    A lesson that stays keeps its id, and so does one that is moved. One that nothing gives any more is cancelled when
    something is entered for it, else removed; when it is given again, it lives again with what was entered. A lesson
    that the deputy cancels stays as cancelled while that stands.
    """
    if courses is None:
        courses = {row[0] for row in connection.execute("SELECT id FROM course WHERE year = ?", (year,)).fetchall()}
        present, filled = {row.lesson: row for row in _present(connection, year)}, _filled(connection)
    else:
        present = {row.lesson: row for course in courses for row in _present_of(connection, course)}
        filled = {lesson for course in courses for lesson in _filled_of(connection, course)}
    changed = _changed(connection, year, courses, present)
    slots = [slot for slot in read_slots(connection).values() if slot.course in courses]
    wanted = _wanted(_seeds(connection, year, slots), changed)
    counts = _write(connection, present, _after(present, wanted, changed, filled, new_id))
    living, told = _told(connection, year)
    return LessonsDerived(living, told, **counts)


def touched_courses(connection: Readable, changes: Iterable[Change]) -> frozenset[int] | None:
    """The courses whose lessons an act can change, once it is written: few when it changes only hours of the
    timetable or single lessons. None: any, for calendar, classes and terms are of many.
    """
    keys = [(change.entity, change.key[0]) for change in changes]
    if not keys or any(entity not in _OF_COURSE for entity, _ in keys):
        return None
    found = (connection.execute(f"SELECT course FROM {entity} WHERE id = ?", (key,)).fetchone() for entity, key in keys)  # noqa: S608
    return frozenset(row[0] for row in found)


def _changed(connection: Readable, year: int, courses: Collection[int], present: Mapping[int, LessonRow]) -> Changed:
    changes = [one for one in read_lesson_changes(connection, year) if one.course in courses]
    return settle(changes, {row.lesson: row.part for row in present.values()})


class Foreseen(NamedTuple):
    """Lessons of some courses as they are and as they would be; lessons to be made have ids below zero."""

    present: Mapping[int, LessonRow]
    after: Mapping[int, LessonRow]


def foresee_lessons(
    connection: Readable, year: int, courses: Collection[int], slots: Mapping[int, SlotRow]
) -> Foreseen:
    """What a recompute would make of the lessons of these courses if the timetable were these slots. Writes nothing."""
    present = {row.lesson: row for course in courses for row in _present_of(connection, course)}
    changed = _changed(connection, year, courses, present)
    own = [slot for slot in slots.values() if slot.course in courses]
    wanted = _wanted(_seeds(connection, year, own), changed)
    filled = {lesson for course in courses for lesson in _filled_of(connection, course)}
    numbers = count(1)
    return Foreseen(present, _after(present, wanted, changed, filled, lambda: -next(numbers)))


def _wanted(seeds: Iterable[LessonSeed], changed: Changed) -> dict[LessonPlace, None]:
    return {place: None for place in map(_place, seeds) if place not in changed.silent}


def _after(
    present: Mapping[int, LessonRow],
    wanted: Mapping[LessonPlace, None],
    changed: Changed,
    filled: Collection[int],
    new_id: NewId,
) -> dict[int, LessonRow]:
    after, held = _given(wanted, present, changed, filled)
    for place in wanted:
        if place not in held:
            lesson = new_id()
            after[lesson] = LessonRow(lesson, *place, LIVING)
    return after


def _given(
    wanted: Mapping[LessonPlace, None], present: Mapping[int, LessonRow], changed: Changed, filled: Collection[int]
) -> tuple[dict[int, LessonRow], set[tuple[Any, ...]]]:
    """What becomes of the lessons there are and of those that the deputy adds, and the places where some live."""
    after: dict[int, LessonRow] = {}
    held: set[tuple[Any, ...]] = set()
    for lesson, (place, lives) in changed.stands.items():
        after[lesson] = LessonRow(lesson, *place, LIVING if lives and place not in held else CANCELLED)
        held |= {place} if lives else set()
    # Lessons that live come first: one that was cancelled does not take their hour.
    for row in sorted(present.values(), key=lambda row: row.state != LIVING):
        if row.lesson in after:
            continue
        stays = row.lesson not in changed.homes
        # A plain tuple is as good a key as a place, and most of 58 thousand rows stay what they are.
        at: tuple[Any, ...] = row[1:5] if stays else changed.homes[row.lesson]
        if at in wanted and at not in held:
            held.add(at)
            after[row.lesson] = (
                row if stays and row.state == LIVING else LessonRow(row.lesson, *LessonPlace(*at), LIVING)
            )
        elif row.lesson in filled:
            after[row.lesson] = LessonRow(row.lesson, *LessonPlace(*at), CANCELLED)
    return after, held


def _write(connection: Connection, present: Mapping[int, LessonRow], after: Mapping[int, LessonRow]) -> dict[str, int]:
    """Make the rows those of `after`; gives how many were added, removed, cancelled, revived and moved."""
    added = [row for lesson, row in after.items() if lesson not in present]
    removed = [lesson for lesson in present if lesson not in after]
    other = [(present[lesson], row) for lesson, row in after.items() if lesson in present and present[lesson] != row]
    # A lesson on its way gives its hour up first: two may change places.
    connection.executemany("UPDATE lesson SET state = 'cancelled' WHERE id = ?", [(one.lesson,) for one, _ in other])
    connection.executemany("DELETE FROM lesson WHERE id = ?", [(one,) for one in removed])
    connection.executemany(
        "UPDATE lesson SET day = ?, number = ?, part = ?, state = ? WHERE id = ?",
        [(row.day, row.number, row.part, row.state, row.lesson) for _, row in other],
    )
    connection.executemany("INSERT INTO lesson (id, course, day, number, part, state) VALUES (?, ?, ?, ?, ?, ?)", added)
    return {
        "added": len(added),
        "removed": len(removed),
        "cancelled": sum(one.state == LIVING != row.state for one, row in other),
        "revived": sum(one.state != LIVING == row.state for one, row in other),
        "moved": sum(one[2:4] != row[2:4] for one, row in other),
    }


def _told(connection: Readable, year: int) -> tuple[int, str]:
    """How many lessons of the year live, and the digest of all, written line by line in the order of their ids.

    SQLite makes the lines: a row as one text is read in half the time of six values (58 thousand rows).
    """
    found = connection.execute(
        "SELECT id || ' ' || course || ' ' || day || ' ' || number || ' ' || part || ' ' || state"
        " FROM lesson NOT INDEXED WHERE course IN (SELECT id FROM course WHERE year = ?) ORDER BY id",
        (year,),
    )
    lines = [line for (line,) in found.fetchall()]
    return sum(line.endswith(LIVING) for line in lines), sha256("\n".join(lines).encode()).hexdigest()


def read_lesson_changes(connection: Readable, year: int) -> list[LessonChange]:
    """The deputy's changes of the year's lessons, those taken back too."""
    found = connection.execute(
        "SELECT h.id, h.lesson, h.course, h.kind, h.day, h.number, h.cancelled FROM lesson_change AS h"
        " JOIN course AS c ON c.id = h.course WHERE c.year = ? ORDER BY h.id",
        (year,),
    )
    return [
        LessonChange(ident, lesson, course, ChangeKind(kind), day, number, bool(over))
        for ident, lesson, course, kind, day, number, over in found.fetchall()
    ]


def digest(rows: Iterable[LessonRow]) -> str:
    """SHA-256, in hex, of the rows as lines «id course day number part state» in order of id."""
    lines = (" ".join(map(str, row)) for row in sorted(rows))
    return sha256("\n".join(lines).encode()).hexdigest()


def read_calendars(connection: Readable, year: int) -> dict[tuple[int, int], Calendar]:
    """The calendar of each (class, term scheme) that some course of the year follows."""
    holidays = _holidays(connection, year)
    moved = [
        MovedDay(date.fromisoformat(day), weekday)
        for day, weekday in connection.execute(
            "SELECT day, as_weekday FROM moved_day WHERE year = ? AND cancelled = 0", (year,)
        ).fetchall()
    ]
    (week_days,) = connection.execute("SELECT week_days FROM academic_year WHERE id = ?", (year,)).fetchone()
    schemes = _schemes(connection, year)
    # Weeks are the school's: a class that begins later is not a week behind the others.
    first = min((one.start for one in schemes.values()), default=None)
    holidays += _breaks(schemes)
    pairs = {(school_class, scheme) for _, school_class, scheme in _courses(connection, year)}
    return {
        (school_class, scheme): Calendar.of_class(
            school_class, schemes[scheme], holidays, moved, week_days, first=first
        )
        for school_class, scheme in sorted(pairs)
    }


def _place(seed: LessonSeed) -> LessonPlace:
    return LessonPlace(seed.course, seed.date.isoformat(), seed.number, seed.part)


def _seeds(connection: Readable, year: int, timetable: Iterable[SlotRow]) -> list[LessonSeed]:
    calendars = read_calendars(connection, year)
    key_of: dict[int, tuple[int, int]] = {}
    for course, school_class, scheme in _courses(connection, year):
        # A course of several classes follows the calendar of the first of them.
        key_of.setdefault(course, (school_class, scheme))
    slots: defaultdict[tuple[int, int], list[TimetableSlot]] = defaultdict(list)
    for slot in timetable:
        if slot.course in key_of:
            slots[key_of[slot.course]].append(_slot(slot))
    return [seed for key, own in sorted(slots.items()) for seed in derive_lessons(own, calendars[key])]


def read_slots(connection: Readable) -> dict[int, SlotRow]:
    """The hours of all timetables, by their ids, as they are stored."""
    found = connection.execute(
        "SELECT id, course, weekday, number, part, week, valid_from, valid_to FROM timetable_slot ORDER BY id"
    )
    return {ident: SlotRow(*values) for ident, *values in found.fetchall()}


def _slot(row: SlotRow) -> TimetableSlot:
    return TimetableSlot(
        row.course,
        row.weekday,
        row.number,
        row.part,
        WeekParity(row.week),
        date.fromisoformat(row.valid_from) if row.valid_from else date.min,
        date.fromisoformat(row.valid_to) if row.valid_to else date.max,
    )


def _courses(connection: Readable, year: int) -> list[tuple[int, int, int]]:
    """(course, class, scheme in force for it), in order."""
    found = connection.execute(
        "SELECT c.id, k.id, coalesce(c.scheme, k.scheme) FROM course AS c"
        " JOIN course_class AS cc ON cc.course = c.id AND cc.ended = 0"
        " JOIN school_class AS k ON k.id = cc.school_class WHERE c.year = ? ORDER BY c.id, k.id",
        (year,),
    )
    return [tuple(row) for row in found.fetchall()]


def _schemes(connection: Readable, year: int) -> dict[int, TermScheme]:
    found = connection.execute(
        "SELECT s.id, s.kind, p.kind, p.number, p.start, p.end FROM term_scheme AS s"
        " JOIN period AS p ON p.scheme = s.id WHERE s.year = ? AND p.kind = s.kind ORDER BY s.id, p.number",
        (year,),
    )
    terms: defaultdict[tuple[int, str], list[Period]] = defaultdict(list)
    for scheme, scheme_kind, kind, number, start, end in found.fetchall():
        period = Period(PeriodKind(kind), number, date.fromisoformat(start), date.fromisoformat(end))
        terms[scheme, scheme_kind].append(period)
    return {scheme: TermScheme(SchemeKind(kind), tuple(periods)) for (scheme, kind), periods in terms.items()}


def _breaks(schemes: dict[int, TermScheme]) -> list[Holiday]:
    """The breaks (каникулы) between quarters: half-years run across them, yet nobody is taught then."""
    quarters = next((one for one in schemes.values() if one.kind is SchemeKind.QUARTERS), None)
    terms = quarters.terms if quarters else ()
    return [
        Holiday(before.end + _DAY, after.start - _DAY, "Каникулы")
        for before, after in pairwise(terms)
        if after.start - before.end > _DAY
    ]


def _holidays(connection: Readable, year: int) -> list[Holiday]:
    found = connection.execute(
        "SELECT start, end, title, school_class FROM holiday WHERE year = ? AND cancelled = 0", (year,)
    )
    return [
        Holiday(
            date.fromisoformat(start),
            date.fromisoformat(end),
            title,
            frozenset() if school_class is None else frozenset({school_class}),
        )
        for start, end, title, school_class in found.fetchall()
    ]


def _present(connection: Readable, year: int) -> list[LessonRow]:
    found: list[Any] = connection.execute(
        "SELECT l.id, l.course, l.day, l.number, l.part, l.state FROM lesson AS l"
        " JOIN course AS c ON c.id = l.course WHERE c.year = ?",
        (year,),
    ).fetchall()
    return [LessonRow(*row) for row in found]


def _present_of(connection: Readable, course: int) -> list[LessonRow]:
    found = connection.execute("SELECT id, course, day, number, part, state FROM lesson WHERE course = ?", (course,))
    return [LessonRow(*row) for row in found.fetchall()]


def _filled_of(connection: Readable, course: int) -> set[int]:
    """Lessons of a course about which something is entered."""
    found = connection.execute(
        "SELECT l.id FROM lesson AS l WHERE l.course = ? AND ("
        "EXISTS (SELECT 1 FROM lesson_record AS r WHERE r.lesson = l.id) OR"
        " EXISTS (SELECT 1 FROM cell AS e WHERE e.lesson = l.id) OR"
        " EXISTS (SELECT 1 FROM substitution AS u WHERE u.lesson = l.id))",
        (course,),
    )
    return {row[0] for row in found.fetchall()}


def _filled(connection: Connection) -> set[int]:
    """Lessons about which something is entered."""
    found = connection.execute(
        "SELECT lesson FROM lesson_record UNION SELECT lesson FROM cell UNION SELECT lesson FROM substitution"
    )
    return {row[0] for row in found.fetchall()}
