"""The rows behind a class's health sheet (листок здоровья), and how far the sheets of a year are filled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from ezh_desktop.storage.reading.away import MOVES
from ezh_desktop.storage.reading.rows import SHOWN_GIVEN, Readable, row, rows, stands


class HealthHead(NamedTuple):
    """The class and its year."""

    school_class: int
    name: str
    year: int
    year_label: str


class RecordRow(NamedTuple):
    """One record as stored; closed columns sealed."""

    pupil: int
    pe_group: str
    desk: str
    place: str
    sealed: str
    generation: int | None
    session: int
    seq: int
    utc_us: int


class FillRow(NamedTuple):
    """A class of the year: how many of its present pupils have a filled row."""

    school_class: int
    name: str
    filled: int
    pupils: int


@dataclass(frozen=True)
class HealthRows:
    """All rows of one sheet, as read in one transaction."""

    head: HealthHead
    pupils: list[Any]
    departures: list[Any]
    records: list[RecordRow]


FILLED = "h.sealed <> '' AND h.pe_group <> ''"
"""When a row counts as filled, told without opening anything: health group and group for physical education stand."""


def read_health(db: Readable, school_class: int) -> HealthRows | None:
    """Everything of a class's health sheet; None when there is no such class."""
    found = row(db, _HEAD, school_class)
    if found is None:
        return None
    head = HealthHead(*found)
    return HealthRows(
        head,
        rows(db, _PUPILS, school_class),
        rows(db, _DEPARTURES, school_class),
        [RecordRow(*one) for one in rows(db, _RECORDS, head.year, school_class)],
    )


def read_fill(db: Readable, year: int, today: str) -> list[FillRow]:
    """The classes of the year in their order, with the fill state of their sheets."""
    return [FillRow(*one) for one in rows(db, _FILL, today, today, year, year)]


def read_names(db: Readable, school_class: int) -> list[tuple[int, str, str]]:
    """(pupil, surname, given name) of a class in the list's order, each once."""
    found = rows(db, _PUPILS, school_class)
    return list(dict.fromkeys((pupil, surname, given) for pupil, surname, given, *_ in found))


_HEAD = (
    "SELECT k.id, k.name, k.year, y.label FROM school_class AS k JOIN academic_year AS y ON y.id = k.year"
    " WHERE k.id = ?"
)
_PUPILS = (
    f"SELECT p.id, p.surname, {SHOWN_GIVEN}, p.birth, m.start, m.end, m.list_number FROM membership AS m"
    f" JOIN pupil AS p ON p.id = m.pupil WHERE m.school_class = ? AND {stands('m')} ORDER BY m.list_number, m.start"
)
_DEPARTURES = (
    "SELECT pupil, day, number, order_day FROM movement_order"
    f" WHERE cancelled = 0 AND {MOVES}"
    " AND from_class = ? AND coalesce(to_class, 0) <> from_class ORDER BY day"
)
_RECORDS = (
    "SELECT h.pupil, h.pe_group, h.desk, h.place, h.sealed, h.generation, h.entry_session, h.entry_seq, e.utc_us"
    " FROM health_record AS h JOIN entry AS e ON e.session = h.entry_session AND e.seq = h.entry_seq"
    " WHERE h.year = ? AND h.pupil IN (SELECT pupil FROM membership WHERE school_class = ?)"
)
_FILL = (
    f"SELECT k.id, k.name, count(DISTINCT CASE WHEN {FILLED} THEN m.pupil END), count(DISTINCT m.pupil)"
    " FROM school_class AS k LEFT JOIN membership AS m ON m.school_class = k.id"
    " AND coalesce(m.start, '') <= ? AND coalesce(m.end, '9999-12-31') >= ?"
    " LEFT JOIN health_record AS h ON h.pupil = m.pupil AND h.year = ?"
    " WHERE k.year = ? AND k.ended = 0 GROUP BY k.id ORDER BY k.grade, k.letter"
)
