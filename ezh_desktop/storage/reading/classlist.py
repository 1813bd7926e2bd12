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
