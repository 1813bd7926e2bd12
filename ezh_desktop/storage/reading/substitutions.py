"""Reads of substitutions and of the lessons of the whole school between two days (4.4.3, 5.2)."""

from __future__ import annotations

from typing import Final, NamedTuple

from ezh_desktop.storage.reading.rows import Readable, rows

NAMED: Final = (
    "(SELECT u.id, coalesce(x.id, u.lesson) AS lesson, coalesce(u.other_course, u.course) AS course, u.person,"
    " u.with_period_marks, l.day FROM substitution AS u JOIN lesson AS l ON l.id = u.lesson"
    " LEFT JOIN lesson AS x ON x.course = u.other_course AND x.day = l.day AND x.number = l.number"
    " WHERE u.cancelled = 0)"
)
"""The substitutions in force by the lesson that is held: with another subject that is the lesson on its page."""


class SchoolLesson(NamedTuple):
    """A lesson of any state; `entries`: something is entered for it."""

    lesson: int
    course: int
    day: str
    number: int
    part: int
    state: str
    entries: int


class CourseFacts(NamedTuple):
    """One class of a course; `scheme` is the one in force for it."""

    course: int
    subject: int
    subject_name: str
    subgroup: str
    school_class: int
    class_name: str
    shift: int
    scheme: int


class TermSpan(NamedTuple):
    """A term of a scheme."""

    scheme: int
    period: int
    start: str
    end: str


_LESSONS = (
    "SELECT l.id, l.course, l.day, l.number, l.part, l.state,"
    " EXISTS (SELECT 1 FROM lesson_record AS r WHERE r.lesson = l.id AND (r.topic <> '' OR r.homework <> ''))"
    " OR EXISTS (SELECT 1 FROM cell AS e WHERE e.lesson = l.id AND e.value <> '')"
    " FROM lesson AS l JOIN course AS c ON c.id = l.course AND c.year = ? WHERE l.day BETWEEN ? AND ?"
)
_COURSES = (
    "SELECT c.id, c.subject, s.name, c.subgroup, k.id, k.name, k.shift, coalesce(c.scheme, k.scheme) FROM course AS c"
    " JOIN subject AS s ON s.id = c.subject JOIN course_class AS cc ON cc.course = c.id AND cc.ended = 0"
    " JOIN school_class AS k ON k.id = cc.school_class WHERE c.year = ? AND c.ended = 0"
    " ORDER BY k.grade, k.letter, c.position, s.name_key, c.subgroup"
)
_TERMS = (
    "SELECT p.scheme, p.id, p.start, p.end FROM period AS p JOIN term_scheme AS s ON s.id = p.scheme"
    " WHERE s.year = ? AND p.kind IN ('quarter', 'half')"
)
_ROOMS = (
    "SELECT t.course, t.weekday, t.number, t.room, t.valid_from, t.valid_to FROM timetable_slot AS t"
    " JOIN course AS c ON c.id = t.course WHERE c.year = ? AND t.room <> ''"
)
_TEACHERS = (
    "SELECT DISTINCT p.id FROM role_assignment AS r JOIN person AS p ON p.id = r.person"
    " WHERE r.role = 'subject_teacher' AND (r.start IS NULL OR r.start <= ?2) AND (r.end IS NULL OR r.end >= ?1)"
)


def read_school_lessons(db: Readable, year: int, first: str, last: str) -> list[SchoolLesson]:
    """Lessons of the year between two days, unordered."""
    return [SchoolLesson(*one) for one in rows(db, _LESSONS, year, first, last)]


def read_course_facts(db: Readable, year: int) -> list[CourseFacts]:
    """Every course of the year, a line for each of its classes, in the journal's order."""
    return [CourseFacts(*one) for one in rows(db, _COURSES, year)]


def read_terms(db: Readable, year: int) -> list[TermSpan]:
    """The terms of every scheme of the year."""
    return [TermSpan(*one) for one in rows(db, _TERMS, year)]


def read_rooms(db: Readable, year: int) -> list[tuple[int, int, int, str, str, str]]:
    """(course, weekday, number, room, from, to) of the timetable's hours that have a room; open ends as texts."""
    found = rows(db, _ROOMS, year)
    return [(course, day, number, room, a or "", b or "9999") for course, day, number, room, a, b in found]


def read_teachers(db: Readable, first: str, last: str) -> frozenset[int]:
    """People who may write on a page as teachers on a day of the stretch."""
    return frozenset(one[0] for one in rows(db, _TEACHERS, first, last))
