"""Reads of «Школа сегодня»: every lesson of a stretch of days with whether it has a topic, and whose it is."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from ezh_desktop.storage.reading.rows import SHOWN_GIVEN, Readable, row, rows, stands
from ezh_desktop.storage.reading.substitutions import NAMED


class HeldLesson(NamedTuple):
    """One living lesson of one of its classes; `substitute` is the person who holds it for another, else None."""

    school_class: int
    day: str
    number: int
    course: int
    lesson: int
    topic: int
    substitute: int | None


class Duty(NamedTuple):
    """A teacher's time on a course."""

    course: int
    person: int
    start: str | None
    end: str | None
    surname: str
    given: str
    patronymic: str
    name_key: str
    subject: str
    grade: int


_LESSONS = (
    "SELECT cc.school_class, l.day, l.number, l.course, l.id, r.topic IS NOT NULL AND r.topic <> '', s.person"
    " FROM lesson AS l JOIN course AS c ON c.id = l.course AND c.year = ?"
    " JOIN course_class AS cc ON cc.course = c.id AND cc.ended = 0 LEFT JOIN lesson_record AS r ON r.lesson = l.id"
    f" LEFT JOIN {NAMED} AS s ON s.lesson = l.id"
    " WHERE l.state = 'living' AND l.day BETWEEN ? AND ?"
)
_DUTIES = (
    "SELECT t.course, t.person, t.start, t.end, p.surname, p.given, p.patronymic, p.name_key, s.name, min(k.grade)"
    " FROM course_teacher AS t JOIN person AS p ON p.id = t.person JOIN course AS c ON c.id = t.course AND c.year = ?"
    " JOIN subject AS s ON s.id = c.subject JOIN course_class AS cc ON cc.course = c.id"
    f" JOIN school_class AS k ON k.id = cc.school_class WHERE {stands('t')} GROUP BY t.id"
)
_PUPILS = (
    "SELECT m.school_class, count(*) FROM membership AS m JOIN school_class AS k ON k.id = m.school_class"
    " AND k.year = ? WHERE (m.start IS NULL OR m.start <= ?) AND (m.end IS NULL OR m.end >= ?) GROUP BY m.school_class"
)
_ABSENT = (
    f"SELECT DISTINCT m.school_class, m.list_number, p.id, p.surname || ' ' || {SHOWN_GIVEN} FROM lesson AS l"
    " JOIN cell AS c ON c.lesson = l.id AND c.slot = 0 AND c.value = 'н' JOIN pupil AS p ON p.id = c.pupil"
    " JOIN membership AS m ON m.pupil = c.pupil AND (m.start IS NULL OR m.start <= l.day)"
    " AND (m.end IS NULL OR m.end >= l.day) WHERE l.day = ? AND l.state = 'living'"
    " ORDER BY m.school_class, m.list_number, p.surname"
)
_ANSWERED = (
    "SELECT k.id, k.name, count(*) FROM remark AS r JOIN school_class AS k ON k.id = r.school_class AND k.year = ?"
    " WHERE r.state = 'answered' GROUP BY k.id ORDER BY k.grade, k.name"
)
_TERM = (
    "SELECT p.kind, p.number, p.start, p.end FROM period AS p JOIN term_scheme AS s ON s.id = p.scheme AND s.year = ?"
    " WHERE p.kind IN ('quarter', 'half') AND p.start <= ? AND p.end >= p.start ORDER BY p.kind = 'half', p.start DESC"
)


def read_held(db: Readable, year: int, first: str, last: str) -> list[HeldLesson]:
    """Lessons between two days, unordered."""
    return [HeldLesson(*one) for one in rows(db, _LESSONS, year, first, last)]


def read_duties(db: Readable, year: int) -> list[Duty]:
    """Who teaches which course of the year, and when."""
    return [Duty(*one) for one in rows(db, _DUTIES, year)]


def read_pupil_counts(db: Readable, year: int, day: str) -> dict[int, int]:
    """Pupils on the list of each class on a day."""
    return dict(rows(db, _PUPILS, year, day, day))


def read_absent(db: Readable, day: str) -> dict[int, tuple[str, ...]]:
    """Names of the pupils of each class who were absent from some lesson of a day, in the order of the list."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    for school_class, _, _, name in rows(db, _ABSENT, day):
        found[school_class].append(name)
    return {school_class: tuple(names) for school_class, names in found.items()}


def read_term(db: Readable, year: int, day: str) -> tuple[str, int, str, str] | None:
    """(kind, number, first day, last day) of the term that runs on a day or ran last; quarters before half-years."""
    found = row(db, _TERM, year, day)
    return None if found is None else tuple(found)


def read_answered(db: Readable, year: int) -> list[tuple[int, str, int]]:
    """(class, its name, how many) of remarks that were answered and wait to be accepted, by class."""
    return [tuple(one) for one in rows(db, _ANSWERED, year)]


def read_inspections_due(db: Readable, year: int, day: str) -> int:
    """How many inspections of the year were planned before a day and are not held."""
    found = row(
        db,
        "SELECT count(*) FROM inspection WHERE year = ? AND cancelled = 0 AND held IS NULL AND planned < ?",
        year,
        day,
    )
    return int(found[0])
