"""Reads of a class's absences by week: lessons and «н», reasons, confirmations (4.3.7, 5.14)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ezh_desktop.domain.away import Away
from ezh_desktop.storage.reading.away import read_away
from ezh_desktop.storage.reading.rows import SHOWN_GIVEN, Readable, ordered, row, rows, stands


@dataclass(frozen=True)
class WeekRows:
    """What stands behind one week of a class."""

    lessons: list[Any]
    """(lesson, course, its subgroup, day, number, subject), in the order of the day."""
    absent: list[Any]
    """(lesson, pupil) of every «н», and of every lesson before the journal's beginning that a reason covers."""
    pupils: list[Any]
    """(pupil, surname, given name, first day, last day), a line for each stay, in the list's order."""
    members: list[Any]
    """(course, pupil, first day, last day) of subgroups."""
    reasons: list[Any]
    """(id, pupil, start, end, first lesson, last lesson, kind, document, session, seq), the later rows last."""
    away: Mapping[int, tuple[Away, ...]] = field(default_factory=dict)
    """Days on which pupils learn elsewhere by order."""


_OF_CLASS = (
    " FROM course_class AS k JOIN course AS c ON c.id = k.course JOIN subject AS s ON s.id = c.subject"
    " JOIN lesson AS l ON l.course = c.id AND l.state = 'living'"
)
_WHERE = " WHERE k.school_class = ? AND k.ended = 0 AND c.ended = 0 AND l.day BETWEEN ? AND ?"
_LESSONS = f"SELECT l.id, c.id, c.subgroup, l.day, l.number, s.name, l.part{_OF_CLASS}{_WHERE}"
_ABSENT = (
    f"SELECT l.id, x.pupil{_OF_CLASS} JOIN cell AS x ON x.lesson = l.id AND x.slot = 0 AND x.value = 'н'{_WHERE}"
    " AND x.pupil IN (SELECT pupil FROM membership WHERE school_class = k.school_class)"
)
_BEFORE = (
    f"SELECT l.id, r.pupil{_OF_CLASS} JOIN school_class AS g ON g.id = k.school_class"
    " JOIN academic_year AS y ON y.id = g.year JOIN absence_reason AS r ON r.cancelled = 0"
    " AND l.day BETWEEN r.start AND r.end"
    f" AND l.number BETWEEN coalesce(r.first_lesson, 0) AND coalesce(r.last_lesson, 99){_WHERE} AND l.day < y.began"
    " AND r.pupil IN (SELECT pupil FROM membership WHERE school_class = k.school_class)"
    " AND NOT EXISTS (SELECT 1 FROM cell AS x WHERE x.lesson = l.id AND x.pupil = r.pupil AND x.value <> '')"
)
"""Of the days before the journal is kept here nobody sets «н»: a reason that paper gives is the absence itself.

A lesson in which the pupil has a mark was not missed.
"""
_PUPILS = (
    f"SELECT p.id, p.surname, {SHOWN_GIVEN}, m.start, m.end FROM membership AS m JOIN pupil AS p ON p.id = m.pupil"
    f" WHERE m.school_class = ? AND {stands('m')} ORDER BY m.list_number, m.start"
)
_MEMBERS = (
    "SELECT m.course, m.pupil, m.start, m.end FROM subgroup_member AS m JOIN course_class AS k ON k.course = m.course"
    f" WHERE k.school_class = ? AND {stands('m')}"
)
_REASONS = (
    "SELECT DISTINCT r.id, r.pupil, r.start, r.end, r.first_lesson, r.last_lesson, r.kind, r.document,"
    " r.entry_session, r.entry_seq FROM membership AS m JOIN absence_reason AS r ON r.pupil = m.pupil"
    " WHERE m.school_class = ? AND r.cancelled = 0 AND r.end >= ? AND r.start <= ? ORDER BY r.id"
)
_DAYS = f"SELECT DISTINCT l.day{_OF_CLASS}{_WHERE} ORDER BY l.day"
_CONFIRMATIONS = "SELECT monday, confirmed, entry_session, entry_seq FROM week_confirmation WHERE school_class = ?"
_SILENT = (
    f"SELECT x.pupil, min(l.day){_OF_CLASS} JOIN cell AS x ON x.lesson = l.id AND x.slot = 0 AND x.value = 'н'{_WHERE}"
    " AND x.pupil IN (SELECT pupil FROM membership WHERE school_class = k.school_class)"
    " AND NOT EXISTS (SELECT 1 FROM absence_reason AS r WHERE r.pupil = x.pupil AND r.cancelled = 0"
    " AND l.day BETWEEN r.start AND r.end"
    " AND l.number BETWEEN coalesce(r.first_lesson, 0) AND coalesce(r.last_lesson, 99)) GROUP BY x.pupil"
)


def read_absence_week(db: Readable, school_class: int, first: str, last: str) -> WeekRows:
    """The rows of a class from day `first` to day `last`."""
    year = int(row(db, "SELECT year FROM school_class WHERE id = ?", school_class)[0])
    return WeekRows(
        lessons=[one[:6] for one in ordered(rows(db, _LESSONS, school_class, first, last), 3, 4, 6)],
        absent=[*rows(db, _ABSENT, school_class, first, last), *read_absent_before(db, school_class, first, last)],
        pupils=rows(db, _PUPILS, school_class),
        members=rows(db, _MEMBERS, school_class),
        reasons=rows(db, _REASONS, school_class, first, last),
        away=read_away(db, year, [school_class]),
    )


def read_absent_before(db: Readable, school_class: int, first: str, last: str) -> list[Any]:
    """(lesson, pupil) of the lessons of days before the journal's beginning that were missed by a reason from paper."""
    return list(dict.fromkeys(tuple(one) for one in rows(db, _BEFORE, school_class, first, last)))


def read_lesson_days(db: Readable, school_class: int, first: str, last: str) -> list[str]:
    """The days on which the class has lessons, in order."""
    return [one[0] for one in rows(db, _DAYS, school_class, first, last)]


def read_confirmations(db: Readable, school_class: int) -> list[Any]:
    """(Monday, confirmed, session, seq) of every week that was ever confirmed."""
    return rows(db, _CONFIRMATIONS, school_class)


def read_unexplained(db: Readable, school_class: int, first: str, last: str) -> list[Any]:
    """(pupil, earliest day) of pupils with an «н» whose reason is not given (5.14)."""
    return rows(db, _SILENT, school_class, first, last)
