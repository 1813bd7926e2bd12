"""Reads of inspections and their remarks."""

from __future__ import annotations

from typing import Any

from ezh_desktop.storage.reading.rows import Readable, row, rows

_REMARKS = (
    "SELECT r.id, r.made, r.text, r.clause, coalesce(s.name, ''), coalesce(c.subgroup, ''), a.surname, a.given,"
    " a.patronymic, a.post, r.teacher, t.surname, t.given, t.patronymic, r.deadline, r.answer, r.answered, r.state,"
    " r.entry_session, r.entry_seq, r.course, r.lesson FROM remark AS r JOIN person AS a ON a.id = r.author"
    " LEFT JOIN person AS t ON t.id = r.teacher LEFT JOIN course AS c ON c.id = r.course"
    " LEFT JOIN subject AS s ON s.id = c.subject WHERE r.school_class = ? ORDER BY r.made DESC, r.id"
)
_INSPECTIONS = (
    "SELECT i.id, i.planned, i.held, i.points, i.conclusion, i.school_class, i.course, i.entry_session, i.entry_seq,"
    " p.surname, p.given, p.patronymic, p.post FROM inspection AS i LEFT JOIN person AS p ON p.id = i.person"
    " JOIN school_class AS k ON k.id = ? AND k.year = i.year"
    " WHERE i.cancelled = 0 AND (i.school_class = k.id OR (i.school_class IS NULL AND i.course IS NULL))"
    " ORDER BY i.planned"
)
_OWN = (
    "SELECT r.school_class, k.name, r.text, r.deadline, r.id FROM remark AS r JOIN school_class AS k"
    " ON k.id = r.school_class WHERE r.teacher = ? AND r.state = 'open' ORDER BY r.deadline IS NULL, r.deadline, r.id"
)


def read_remarks(db: Readable, school_class: int) -> list[Any]:
    """Every remark about a class, the newest first."""
    return rows(db, _REMARKS, school_class)


def read_inspections_of(db: Readable, school_class: int) -> list[Any]:
    """The inspections of a class and of the whole school in its year, those cancelled left out."""
    return rows(db, _INSPECTIONS, school_class)


def read_own_remarks(db: Readable, person: int) -> list[Any]:
    """(class, its name, text, deadline, remark) of what a person has to answer, the most urgent first."""
    return rows(db, _OWN, person)


def read_class_head(db: Readable, school_class: int) -> tuple[str, int, str] | None:
    """(name, year, year's label) of a class."""
    found = row(
        db,
        "SELECT k.name, y.id, y.label FROM school_class AS k JOIN academic_year AS y ON y.id = k.year WHERE k.id = ?",
        school_class,
    )
    return None if found is None else tuple(found)


_LEADERS = (
    "SELECT person FROM role_assignment WHERE role = 'class_teacher' AND school_class = ?"
    " AND (start IS NULL OR start <= ?) AND (end IS NULL OR end >= ?) ORDER BY start DESC"
)


def read_class_teacher(db: Readable, school_class: int, day: str) -> int | None:
    """The class teacher of a class on a day; None when it has none."""
    found = row(db, _LEADERS, school_class, day, day)
    return None if found is None else int(found[0])
