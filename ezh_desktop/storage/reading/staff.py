"""The staff as the file has it: people, accounts, roles, subjects taught, the last session of each account."""

from __future__ import annotations

from typing import NamedTuple

from ezh_desktop.domain.names import PersonName
from ezh_desktop.storage.reading.rows import Readable, row, rows


class PersonRow(NamedTuple):
    """A member of staff."""

    person: int
    surname: str
    given: str
    patronymic: str
    gender: str
    post: str
    name_key: str
    ended: str | None
    session: int
    seq: int


class LoginRow(NamedTuple):
    """An account; `slot` is empty for one without a password."""

    account: int
    person: int
    login: str
    login_key: str
    state: str
    temporary: int
    slot: str
    box_pub: str
    session: int
    seq: int


class RoleRow(NamedTuple):
    """A role; `class_name` is empty for the whole school."""

    assignment: int
    person: int
    role: str
    school_class: int | None
    class_name: str
    start: str | None
    end: str | None
    session: int
    seq: int


def read_name(db: Readable, person: int) -> PersonName | None:
    """The name of a member of staff; None when there is nobody of that id."""
    found = row(db, "SELECT surname, given, patronymic FROM person WHERE id = ?", person)
    return None if found is None else PersonName(*found)


def read_people(db: Readable) -> list[PersonRow]:
    """Everybody, by name."""
    found = rows(
        db, "SELECT id, surname, given, patronymic, gender, post, name_key, ended, entry_session, entry_seq FROM person"
    )
    return sorted((PersonRow(*one) for one in found), key=lambda one: (one.name_key, one.person))


def read_logins(db: Readable, person: int | None = None) -> list[LoginRow]:
    """Every account, or those of one person."""
    sql = (
        "SELECT id, person, login, login_key, state, temporary, slot, box_pub, entry_session, entry_seq FROM account"
        " WHERE ? IS NULL OR person = ? ORDER BY id"
    )
    return [LoginRow(*one) for one in rows(db, sql, person, person)]


def read_roles(db: Readable, person: int | None = None) -> list[RoleRow]:
    """Every role that was ever given, or those of one person, oldest first."""
    sql = (
        "SELECT r.id, r.person, r.role, r.school_class, coalesce(k.name, ''), r.start, r.end, r.entry_session,"
        " r.entry_seq FROM role_assignment AS r LEFT JOIN school_class AS k ON k.id = r.school_class"
        " WHERE ? IS NULL OR r.person = ? ORDER BY r.id"
    )
    return [RoleRow(*one) for one in rows(db, sql, person, person)]


def read_subjects_taught(db: Readable, year: int, today: str) -> list[tuple[int, str]]:
    """(person, subject) of every teacher of the year's courses on that day, in the journal's order."""
    found = rows(
        db,
        "SELECT DISTINCT t.person, s.name, s.position FROM course_teacher AS t JOIN course AS c ON c.id = t.course"
        " JOIN subject AS s ON s.id = c.subject WHERE c.year = ? AND c.ended = 0 AND (t.start IS NULL OR t.start <= ?)"
        " AND (t.end IS NULL OR t.end >= ?) ORDER BY s.position, s.name_key",
        year,
        today,
        today,
    )
    return [(person, name) for person, name, _ in found]


def read_last_sessions(db: Readable) -> dict[int, int]:
    """When each account last opened a session that wrote (µs)."""
    return dict(rows(db, "SELECT account, max(opened) FROM session GROUP BY account"))


def read_class_names(db: Readable, year: int) -> list[tuple[int, str]]:
    """(class, name) of the year's classes, in their order."""
    sql = "SELECT id, name FROM school_class WHERE year = ? AND ended = 0 ORDER BY grade, letter"
    return [(ident, name) for ident, name in rows(db, sql, year)]
