"""The rows behind sheets of a class that are formed from cards and groups: general information, clubs, terms."""

from __future__ import annotations

from typing import Any, Final

from ezh_desktop.storage.reading.away import MOVES
from ezh_desktop.storage.reading.rows import Readable, row, rows, stands

_OF_CLASS: Final = "SELECT pupil FROM membership WHERE school_class = ?"
_CARDS: Final = (
    f"SELECT id, surname, given, patronymic, birth, file_number, address, phone FROM pupil WHERE id IN ({_OF_CLASS})"
)
_GUARDIANS: Final = (
    f"SELECT pupil, relation, name, phone FROM guardian WHERE ended = 0 AND pupil IN ({_OF_CLASS})"
    " ORDER BY position, id"
)
_MOVES: Final = (
    "SELECT o.pupil, o.kind, o.day, o.number, o.order_day, o.from_class, f.name, o.to_class, t.name, o.place"
    " FROM movement_order AS o LEFT JOIN school_class AS f ON f.id = o.from_class"
    " LEFT JOIN school_class AS t ON t.id = o.to_class"
    f" WHERE o.cancelled = 0 AND o.{MOVES} AND (o.from_class = ? OR o.to_class = ?) ORDER BY o.day, o.id"
)
_CLUBS: Final = (
    f"SELECT pupil, title, place, leader, span FROM club WHERE year = ? AND ended = 0 AND pupil IN ({_OF_CLASS})"
    " ORDER BY title, id"
)
_GROUPS: Final = (
    "SELECT m.pupil, g.title, p.surname, p.given, p.patronymic, m.start, m.end FROM extra_group AS g"
    " JOIN extra_member AS m ON m.extra_group = g.id JOIN person AS p ON p.id = g.person"
    f" WHERE g.year = ? AND g.ended = 0 AND {stands('m')} AND m.pupil IN ({_OF_CLASS}) ORDER BY g.title, m.start"
)
_TERMS: Final = (
    "SELECT p.kind, p.number, p.title, p.start, p.end FROM period AS p JOIN school_class AS k ON k.scheme = p.scheme"
    " WHERE k.id = ? AND p.kind IN ('quarter', 'half') AND p.start IS NOT NULL AND p.end IS NOT NULL ORDER BY p.start"
)

_DIRECTORS: Final = (
    "SELECT person, acting FROM (SELECT id, person, start, end, 0 AS acting FROM role_assignment"
    " WHERE role = 'director' UNION ALL SELECT id, person, start, end, 1 FROM delegation"
    " WHERE role = 'director' AND cancelled = 0) WHERE (start IS NULL OR start <= ?) AND (end IS NULL OR end >= ?)"
    " ORDER BY acting DESC, start DESC, id DESC"
)


def read_cards(db: Readable, school_class: int) -> list[Any]:
    """(pupil, surname, given, patronymic, birth, file number, address, telephone) of everybody ever on the list."""
    return rows(db, _CARDS, school_class)


def read_guardians(db: Readable, school_class: int) -> list[Any]:
    """(pupil, relation, name, telephone) in the order of each card."""
    return rows(db, _GUARDIANS, school_class)


def read_moves(db: Readable, school_class: int) -> list[Any]:
    """(pupil, kind, day, number, day of the order, from, its name, to, its name, place) of who came and went."""
    return rows(db, _MOVES, school_class, school_class)


def read_clubs(db: Readable, school_class: int, year: int) -> list[Any]:
    """(pupil, title, place, leader, span) of clubs as the class teacher entered them."""
    return rows(db, _CLUBS, year, school_class)


def read_group_members(db: Readable, school_class: int, year: int) -> list[Any]:
    """(pupil, title, leader's surname, given name, patronymic, first day, last day) in extracurricular groups."""
    return rows(db, _GROUPS, year, school_class)


def read_terms(db: Readable, school_class: int) -> list[Any]:
    """(kind, number, title, first day, last day) of the quarters or half-years of a class, in order."""
    return rows(db, _TERMS, school_class)


def read_year_span(db: Readable, year: int) -> tuple[str, str, str | None]:
    """First and last day of a year, and the day of the journal's beginning where it is a later one."""
    found = row(db, "SELECT start, end, began FROM academic_year WHERE id = ?", year)
    return found[0], found[1], found[2]


def read_directors(db: Readable, day: str) -> list[tuple[int, bool]]:
    """(person, acting by order) of who directs the school on a day, who acts first; of several the latest first."""
    return [(int(person), bool(acting)) for person, acting in rows(db, _DIRECTORS, day, day)]


def read_school_place(db: Readable) -> str:
    """The town of the school, else its address, "" when neither is entered."""
    found = row(db, "SELECT place, address FROM school ORDER BY id DESC LIMIT 1")
    return "" if found is None else str(found[0] or found[1])
