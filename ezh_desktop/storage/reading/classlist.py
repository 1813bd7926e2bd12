"""The pupils of a class with every stay, as imports look names up in it."""

from __future__ import annotations

from typing import NamedTuple

from ezh_desktop.storage.reading.rows import Readable, rows, stands


class ListLine(NamedTuple):
    """A pupil's stay in the class; the same pupil may have several."""

    pupil: int
    surname: str
    given: str
    patronymic: str
    start: str | None
    end: str | None


_LIST = (
    "SELECT p.id, p.surname, p.given, p.patronymic, m.start, m.end FROM membership AS m JOIN pupil AS p"
    f" ON p.id = m.pupil WHERE m.school_class = ? AND {stands('m')} ORDER BY m.list_number, m.start"
)


def read_class_list(db: Readable, school_class: int) -> list[ListLine]:
    """Everybody who is or was in the class this year, in the list's order."""
    return [ListLine(*one) for one in rows(db, _LIST, school_class)]


_TERMS = (
    "SELECT s.name, p.kind, p.number FROM course_class AS k JOIN course AS c ON c.id = k.course AND c.ended = 0"
    " AND c.graded = 1 JOIN subject AS s ON s.id = c.subject JOIN school_class AS g ON g.id = k.school_class"
    " JOIN period AS p ON p.scheme = coalesce(c.scheme, g.scheme) AND p.kind IN ('quarter', 'half') AND p.start < ?"
    " WHERE k.school_class = ? AND k.ended = 0 ORDER BY c.position, s.name_key, c.subgroup, p.start"
)


def read_class_terms(db: Readable, school_class: int, before: str) -> list[tuple[str, str, int]]:
    """(subject, kind, number) of the terms of each graded subject of a class that began before a day, in order."""
    return [(one[0], one[1], one[2]) for one in rows(db, _TERMS, before, school_class)]
