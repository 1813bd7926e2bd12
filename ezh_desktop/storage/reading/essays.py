"""Rows behind essays (5.9): cells of Литература and Русский язык that belong together, and what waits for a teacher."""

from __future__ import annotations

from typing import Any

from ezh_desktop.storage.reading.rows import Readable, row, rows

_SIDES = (
    " JOIN lesson AS lf ON lf.id = x.from_lesson JOIN lesson AS lt ON lt.id = x.{target}"
    " JOIN course AS kf ON kf.id = lf.course JOIN subject AS sf ON sf.id = kf.subject"
    " JOIN course AS kt ON kt.id = lt.course JOIN subject AS st ON st.id = kt.subject"
)
_FIELDS = "x.id, x.entry_session, x.entry_seq, x.from_lesson, x.{target}, x.pupil, lf.course, lt.course, lf.day, lt.day"
_CELL = " LEFT JOIN cell AS {name} ON {name}.lesson = x.{lesson} AND {name}.pupil = x.pupil AND {name}.slot = 0"
_OF_COURSE = " AND (lf.course = ?1 OR lt.course = ?1)"
_LINKS = (
    f"SELECT {_FIELDS.format(target='to_lesson')}, cf.value, ct.value, sf.name, st.name, 0 FROM work_link AS x"
    + _SIDES.format(target="to_lesson")
    + _CELL.format(name="cf", lesson="from_lesson")
    + _CELL.format(name="ct", lesson="to_lesson")
    + " WHERE x.kind = 'essay' AND x.cancelled = 0"
    + _OF_COURSE
)
_WAITING = (
    f"SELECT {_FIELDS.format(target='lesson')}, cf.value, x.value, sf.name, st.name, 1 FROM proposal AS x"
    + _SIDES.format(target="lesson")
    + _CELL.format(name="cf", lesson="from_lesson")
    + " WHERE x.state = 'waiting'"
    + _OF_COURSE
)
_AT_ALL = (
    "SELECT EXISTS (SELECT 1 FROM work_link WHERE kind = 'essay' AND cancelled = 0)"
    " OR EXISTS (SELECT 1 FROM proposal WHERE state = 'waiting')"
)
# Few courses have essays, and the whole statements cost a course without them a millisecond to prepare.
_ANY = "SELECT " + ", ".join(
    f"EXISTS (SELECT 1 FROM {table} AS x JOIN lesson AS lf ON lf.id = x.from_lesson"
    f" JOIN lesson AS lt ON lt.id = x.{target} WHERE {alive}{_OF_COURSE})"
    for table, target, alive in (
        ("work_link", "to_lesson", "x.kind = 'essay' AND x.cancelled = 0"),
        ("proposal", "lesson", "x.state = 'waiting'"),
    )
)
_COURSES = (
    "SELECT DISTINCT k.id FROM course_class AS own JOIN course_class AS other ON other.school_class = own.school_class"
    " AND other.ended = 0 JOIN course AS k ON k.id = other.course AND k.ended = 0"
    " JOIN subject AS s ON s.id = k.subject WHERE own.course = ? AND own.ended = 0 AND s.kind = ? ORDER BY k.id"
)


def read_essays(db: Readable, course: int) -> list[Any]:
    """Links and waiting proposals with a side on the course's page.

    Each is (id, session, seq, from_lesson, to_lesson, pupil, from_course, to_course, from_day, to_day, content,
    literacy, from_subject, to_subject, waiting).
    """
    linked, waiting = row(db, _ANY, course) if row(db, _AT_ALL)[0] else (0, 0)
    return [*(rows(db, _LINKS, course) if linked else []), *(rows(db, _WAITING, course) if waiting else [])]


def read_courses_beside(db: Readable, course: int, kind: str) -> list[int]:
    """The courses of a subject kind that the classes of a course have."""
    return [int(one[0]) for one in rows(db, _COURSES, course, kind)]


def read_topic(db: Readable, lesson: int) -> str:
    """The topic of a lesson, "" while none is written."""
    found = row(db, "SELECT topic FROM lesson_record WHERE lesson = ?", lesson)
    return "" if found is None else str(found[0])
