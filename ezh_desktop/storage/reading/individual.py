"""Reads of «Журнал индивидуальных занятий» (5.14): its rows, and whom a row can be about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ezh_desktop.storage.reading.rows import SHOWN_GIVEN, Readable, marks_of, row, rows, stands

_LESSONS = (
    "SELECT i.id, i.course, i.pupil, p.surname || ' ' || p.given, i.day, i.topic, i.form, i.mark, i.reason, t.surname,"
    " t.given, t.patronymic, i.entry_session, i.entry_seq FROM individual_lesson AS i JOIN pupil AS p ON p.id = i.pupil"
    " JOIN person AS t ON t.id = i.person WHERE i.cancelled = 0 AND i.course IN ({ids}) ORDER BY i.day, i.id"
)
_LISTED = (
    f"SELECT m.pupil, p.surname || ' ' || {SHOWN_GIVEN}, m.start, m.end, m.list_number FROM membership AS m"
    f" JOIN pupil AS p ON p.id = m.pupil WHERE m.school_class = ? AND {stands('m')} ORDER BY m.list_number, m.start"
)
_MEMBERS = (
    "SELECT c.id, m.pupil, m.start, m.end FROM course AS c LEFT JOIN subgroup_member AS m"
    f" ON m.course = c.id AND {stands('m')} WHERE c.subgroup <> '' AND c.id IN ({{ids}})"
)
_UNGRADED = (
    "SELECT c.id, p.start, p.end FROM school_class AS k JOIN course_class AS cc ON cc.school_class = k.id"
    " JOIN course AS c ON c.id = cc.course JOIN period AS p ON p.scheme = coalesce(c.scheme, k.scheme)"
    " WHERE k.id = ? AND p.kind IN ('quarter', 'half') AND p.number < k.ungraded_until"
)
_HEAD = (
    "SELECT k.name, k.grade, y.id, y.label, y.start, y.end, y.state FROM school_class AS k"
    " JOIN academic_year AS y ON y.id = k.year WHERE k.id = ?"
)


def read_individual(db: Readable, courses: Sequence[int]) -> list[Any]:
    """The living rows of some courses in the order of their days."""
    return rows(db, _LESSONS.replace("{ids}", marks_of(len(courses))), *courses) if courses else []


def read_listed(db: Readable, school_class: int) -> list[Any]:
    """(pupil, name, first day, last day, number) of a class's list, in its order; a pupil once for each stay."""
    return rows(db, _LISTED, school_class)


def read_members(db: Readable, courses: Sequence[int]) -> list[Any]:
    """(course, pupil, first day, last day) of those courses that are subgroups; one without members has no pupil."""
    return rows(db, _MEMBERS.replace("{ids}", marks_of(len(courses))), *courses) if courses else []


def read_graded(db: Readable, courses: Sequence[int]) -> dict[int, bool]:
    """Whether each course has marks at all (3.8)."""
    found = rows(db, f"SELECT id, graded FROM course WHERE id IN ({marks_of(len(courses))})", *courses)
    return {course: bool(graded) for course, graded in found}


def read_ungraded(db: Readable, school_class: int) -> list[Any]:
    """(course, first day, last day) of the terms in which the class is not marked yet (3.7)."""
    return rows(db, _UNGRADED, school_class)


def read_class(db: Readable, school_class: int) -> Any:  # noqa: ANN401 - a row of the driver
    """(name, grade, year, its label, its first and last day, its state) of a class; None when there is none."""
    return row(db, _HEAD, school_class)
