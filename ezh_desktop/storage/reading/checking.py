"""The rows that the rules look at, in bulk: of one course, or of all courses of a year by the same statements.

Only what findings need is read; the page that a person opens is read elsewhere and is not slowed by this.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from ezh_desktop.domain.away import Away
from ezh_desktop.domain.change import EntryRef
from ezh_desktop.storage.reading.away import MOVES, read_away
from ezh_desktop.storage.reading.before import read_before, read_moved, read_periods_before
from ezh_desktop.storage.reading.health import FILLED
from ezh_desktop.storage.reading.protocol import read_history
from ezh_desktop.storage.reading.rows import SHOWN_GIVEN, Readable, marks_of, row, rows, stands


class CheckedCourse(NamedTuple):
    """A course as the rules need it, one line for each of its classes."""

    course: int
    subject: int
    subject_name: str
    kind: str
    graded: int
    subgroup: str
    hours_tenths: int
    school_class: int
    class_name: str
    grade: int
    scheme: int
    shift: int
    ungraded_until: int | None
    """Number of the first term in which the class is marked; None from the beginning."""


class CheckedLesson(NamedTuple):
    """A living lesson with its record; `utc_us` is the time of the record's last entry, None without a record."""

    lesson: int
    course: int
    day: str
    number: int
    part: int
    topic: str | None
    homework: str | None
    kind: str | None
    individual: int | None
    plan_item: int | None
    results_due: str | None
    session: int | None
    seq: int | None
    utc_us: int | None


class YearFacts(NamedTuple):
    """A school year: when it begins and ends, and the day the school began with the program."""

    year: int
    start: str
    end: str
    began: str | None


@dataclass(frozen=True)
class CourseRows:
    """Everything behind the findings of some courses."""

    courses: list[CheckedCourse]
    lessons: list[CheckedLesson]
    cells: list[Any]
    pupils: list[Any]
    members: list[Any]
    periods: list[Any]
    locks: set[tuple[int, int]]
    period_marks: list[Any]
    exemptions: list[Any]
    reasons: list[Any]
    modes: list[Any]
    plan: list[Any]
    essays: list[Any]
    proposals: list[Any]
    individual: list[Any]
    programmes: list[Any]
    changes: list[Any]
    bells: list[Any]
    before: list[Any]
    periods_before: list[Any]
    away: Mapping[int, tuple[Away, ...]]


_COURSES = (
    "SELECT c.id, c.subject, s.name, s.kind, c.graded, c.subgroup, c.hours_tenths, k.id, k.name, k.grade,"
    " coalesce(c.scheme, k.scheme), k.shift, k.ungraded_until FROM course AS c JOIN subject AS s ON s.id = c.subject"
    " JOIN course_class AS cc ON cc.course = c.id AND cc.ended = 0 JOIN school_class AS k ON k.id = cc.school_class"
    " WHERE c.year = ? AND c.ended = 0 ORDER BY k.grade, k.letter, c.position, s.name_key, c.subgroup"
)
_LESSONS = (
    "SELECT l.id, l.course, l.day, l.number, l.part, r.topic, r.homework, r.kind, r.individual, r.plan_item,"
    " r.results_due, r.entry_session, r.entry_seq, e.utc_us FROM lesson AS l"
    " LEFT JOIN lesson_record AS r ON r.lesson = l.id"
    " LEFT JOIN entry AS e ON e.session = r.entry_session AND e.seq = r.entry_seq"
    " WHERE l.course IN ({ids}) AND l.state = 'living' AND l.day <= ?"
)
_CELLS = (
    "SELECT c.lesson, c.pupil, c.slot, c.value, c.for_work, c.entry_session, c.entry_seq"
    " FROM lesson AS l JOIN cell AS c ON c.lesson = l.id"
    " WHERE l.course IN ({ids}) AND l.state = 'living' AND l.day BETWEEN ? AND ? AND c.value <> ''"
)
_PUPILS = (
    f"SELECT m.school_class, p.id, p.surname || ' ' || {SHOWN_GIVEN}, m.start, m.end, m.list_number"
    f" FROM membership AS m JOIN pupil AS p ON p.id = m.pupil WHERE m.school_class IN ({{ids}}) AND {stands('m')}"
)
_MEMBERS = f"SELECT course, pupil, start, end FROM subgroup_member AS m WHERE course IN ({{ids}}) AND {stands('m')}"
_PERIODS = "SELECT scheme, id, kind, title, start, end, number FROM period WHERE scheme IN ({ids})"
_LOCKS = "SELECT school_class, period FROM period_lock WHERE locked = 1 AND school_class IN ({ids})"
_PERIOD_MARKS = (
    "SELECT school_class, subject, pupil, period, value, reason, state FROM period_mark WHERE school_class IN ({ids})"
)
_OF_PUPILS = (
    "SELECT DISTINCT {columns} FROM membership AS m JOIN {table} AS x ON x.pupil = m.pupil"
    " WHERE x.cancelled = 0 AND m.school_class IN ({{ids}})"
)
_EXEMPTIONS = _OF_PUPILS.format(table="exemption", columns="x.id, x.pupil, x.subject, x.kind, x.start, x.end")
_REASONS = _OF_PUPILS.format(
    table="absence_reason", columns="x.id, x.pupil, x.start, x.end, x.first_lesson, x.last_lesson, x.kind"
)
_MODES = "SELECT school_class, start, end, order_text FROM learning_mode WHERE year = ? AND cancelled = 0"
_PLAN = (
    "SELECT p.course, i.id, i.topic, i.kind, i.hours, i.section, i.position FROM plan AS p"
    " JOIN plan_item AS i ON i.plan = p.id WHERE p.course IN ({ids}) AND p.state <> 'replaced' AND i.ended = 0"
)
_ESSAYS = (
    "SELECT w.from_lesson, w.pupil, coalesce(r.topic, '') || ' ' || coalesce(r.homework, '') FROM work_link AS w"
    " LEFT JOIN lesson_record AS r ON r.lesson = w.to_lesson WHERE w.kind = 'essay' AND w.cancelled = 0"
)
_PROPOSALS = "SELECT from_lesson, lesson, course, pupil FROM proposal WHERE state = 'waiting'"
_INDIVIDUAL = "SELECT course, pupil, day, topic <> '' FROM individual_lesson WHERE cancelled = 0 AND course IN ({ids})"
_PROGRAMMES = "SELECT course, planned, held, reason, confirmed_on FROM programme_report WHERE course IN ({ids})"
_CHANGES = "SELECT course, id, lesson, kind, day, number FROM lesson_change WHERE cancelled = 0 AND course IN ({ids})"
_BELLS = f"SELECT shift, number, starts, ends FROM bell AS b WHERE year = ? AND {stands('b', 'valid_to')}"


def read_year_facts(db: Readable, year: int) -> YearFacts:
    """The year's days."""
    return YearFacts(*row(db, "SELECT id, start, end, began FROM academic_year WHERE id = ?", year))


def read_checked_courses(db: Readable, year: int) -> list[CheckedCourse]:
    """Every course of the year, a line for each of its classes, in the journal's order."""
    return [CheckedCourse(*one) for one in rows(db, _COURSES, year)]


def read_course_rows(db: Readable, year: int, courses: list[CheckedCourse], first: str, last: str) -> CourseRows:
    """The rows of these courses, cells from day `first` on, lessons and cells up to day `last`."""
    ids = list(dict.fromkeys(one.course for one in courses))
    classes = list(dict.fromkeys(one.school_class for one in courses))
    schemes = list(dict.fromkeys(one.scheme for one in courses))
    moved = read_moved(db, year, classes) if classes else []
    return CourseRows(
        courses=courses,
        lessons=[CheckedLesson(*one) for one in _many(db, _LESSONS, ids, last)],
        cells=_many(db, _CELLS, ids, first, last),
        pupils=_many(db, _PUPILS, classes),
        members=_many(db, _MEMBERS, ids),
        periods=_many(db, _PERIODS, schemes),
        locks={(school_class, period) for school_class, period in _many(db, _LOCKS, classes)},
        period_marks=_many(db, _PERIOD_MARKS, classes),
        exemptions=_many(db, _EXEMPTIONS, classes),
        reasons=_many(db, _REASONS, classes),
        modes=rows(db, _MODES, year),
        plan=_many(db, _PLAN, ids),
        essays=rows(db, _ESSAYS),
        proposals=rows(db, _PROPOSALS),
        individual=_many(db, _INDIVIDUAL, ids),
        programmes=_many(db, _PROGRAMMES, ids),
        changes=_many(db, _CHANGES, ids),
        bells=rows(db, _BELLS, year),
        before=read_before(db, year, classes, moved) if classes else [],
        away=read_away(db, year, classes) if classes else {},
        periods_before=read_periods_before(db, year, (), moved),
    )


def _many(db: Readable, sql: str, ids: Sequence[int], *more: str) -> list[Any]:
    """Rows of a statement over a list of ids; the other values come after them."""
    return rows(db, sql.replace("{ids}", marks_of(len(ids))), *ids, *more) if ids else []


# The protocol's times


def read_times(db: Readable, entries: Iterable[tuple[int, int]]) -> dict[tuple[int, int], int]:
    """When each of these entries was made, µs UTC."""
    found = {}
    for entry in entries:
        made = row(db, "SELECT utc_us FROM entry WHERE session = ? AND seq = ?", *entry)
        if made is not None:
            found[entry] = int(made[0])
    return found


def first_time(db: Readable, entity: str, key: tuple[int, ...], field: str, *, filled: bool) -> int | None:
    """When a row's field was first entered (`filled`: with something in it), µs UTC; None when it never was."""
    history = read_history(db, entity, key)
    entries = [entry for entry, change in history if field in change.new and (change.new[field] or not filled)]
    return _time_of(db, entries[-1]) if entries else None


def _time_of(db: Readable, entry: EntryRef) -> int | None:
    return read_times(db, [(entry[0], entry[1])]).get((entry[0], entry[1]))


# What a class has beside its pages


@dataclass(frozen=True)
class ClassRows:
    """Everything behind the findings of some classes."""

    cards: list[Any]
    guardians: set[int]
    health: set[int]
    confirmed: list[Any]
    decisions: list[Any]
    orders: list[Any]


_CARDS = (
    f"SELECT m.school_class, p.id, p.surname || ' ' || {SHOWN_GIVEN}, m.start, m.end, m.list_number,"
    " p.birth IS NOT NULL,"
    " p.file_number <> '', p.file_checked, p.address <> '', p.phone <> ''"
    f" FROM membership AS m JOIN pupil AS p ON p.id = m.pupil WHERE m.school_class IN ({{ids}}) AND {stands('m')}"
)
_GUARDIANS = (
    "SELECT DISTINCT g.pupil FROM membership AS m JOIN guardian AS g ON g.pupil = m.pupil"
    " WHERE g.ended = 0 AND m.school_class IN ({ids})"
)
_HEALTH = f"SELECT h.pupil FROM health_record AS h WHERE h.year = ? AND {FILLED}"
_CONFIRMED = "SELECT school_class, monday FROM week_confirmation WHERE confirmed = 1 AND school_class IN ({ids})"
_DECISIONS = (
    "SELECT school_class, pupil, kind FROM council_decision WHERE cancelled = 0 AND school_class IN ({ids})"
    " ORDER BY position, id"
)
_ORDERS = (
    "SELECT from_class, pupil FROM movement_order WHERE cancelled = 0 AND number <> '' AND order_day IS NOT NULL"
    f" AND {MOVES} AND from_class IN ({{ids}})"
)


def read_class_rows(db: Readable, year: int, classes: list[int]) -> ClassRows:
    """The rows of these classes."""
    return ClassRows(
        cards=_many(db, _CARDS, classes),
        guardians={one[0] for one in _many(db, _GUARDIANS, classes)},
        health={one[0] for one in rows(db, _HEALTH, year)},
        confirmed=_many(db, _CONFIRMED, classes),
        decisions=_many(db, _DECISIONS, classes),
        orders=_many(db, _ORDERS, classes),
    )


def read_inspections(db: Readable, year: int) -> list[str]:
    """Planned days of the year's inspections."""
    return [one[0] for one in rows(db, "SELECT planned FROM inspection WHERE year = ? AND cancelled = 0", year)]
