"""The rows behind a class's summary sheet (сводная ведомость): list, subjects, periods, period marks, decisions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from ezh_desktop.storage.reading.away import MOVED_TO, MOVES
from ezh_desktop.storage.reading.before import read_moved, read_periods_before
from ezh_desktop.storage.reading.rows import SHOWN_GIVEN, Readable, row, rows, stands


class SummaryHead(NamedTuple):
    """The class and its year."""

    school_class: int
    year: int
    name: str
    grade: int
    scheme: int
    ungraded_until: int | None
    year_label: str


@dataclass(frozen=True)
class SummaryRows:
    """All rows of one summary sheet, as read in one transaction."""

    head: SummaryHead
    pupils: list[Any]
    movements: list[Any]
    subjects: list[Any]
    periods: list[Any]
    marks: list[Any]
    exemptions: list[Any]
    decisions: list[Any]
    before: list[Any]


def read_summary(db: Readable, school_class: int) -> SummaryRows | None:
    """Everything of a class's summary sheet in eight statements; None when there is no such class."""
    found = row(db, _HEAD, school_class)
    if found is None:
        return None
    moved = read_moved(db, found[1], (school_class,))
    return SummaryRows(
        head=SummaryHead(*found),
        pupils=rows(db, _PUPILS, school_class),
        movements=rows(db, _MOVEMENTS, school_class, school_class),
        subjects=rows(db, _SUBJECTS, school_class),
        periods=rows(db, _PERIODS, school_class, school_class),
        marks=rows(db, _MARKS, school_class),
        exemptions=rows(db, _EXEMPTIONS, school_class),
        decisions=rows(db, _DECISIONS, school_class),
        before=read_periods_before(db, found[1], (school_class,), moved),
    )


def read_list(db: Readable, school_class: int) -> tuple[list[Any], list[Any]]:
    """The rows of a class's list: stays of its pupils in order, and the orders that changed it."""
    return rows(db, _PUPILS, school_class), rows(db, _MOVEMENTS, school_class, school_class)


def class_of_name(db: Readable, year: int, name: str) -> int | None:
    """The class of this name in the year."""
    found = row(db, "SELECT id FROM school_class WHERE year = ? AND name = ? AND ended = 0", year, name)
    return None if found is None else int(found[0])


_HEAD = (
    "SELECT k.id, k.year, k.name, k.grade, k.scheme, k.ungraded_until, y.label FROM school_class AS k"
    " JOIN academic_year AS y ON y.id = k.year WHERE k.id = ?"
)
_PUPILS = (
    f"SELECT p.id, p.surname, {SHOWN_GIVEN}, p.patronymic, p.gender, m.start, m.end, m.list_number"
    f" FROM membership AS m JOIN pupil AS p ON p.id = m.pupil WHERE m.school_class = ? AND {stands('m')}"
    " ORDER BY m.list_number, m.start"
)
_MOVEMENTS = (
    f"SELECT pupil, day, number, order_day, from_class, to_class, {MOVED_TO} FROM movement_order"
    f" WHERE cancelled = 0 AND {MOVES}"
    " AND (from_class = ? OR to_class = ?) ORDER BY day"
)
_SUBJECTS = (
    "SELECT c.id, c.subject, s.name, s.kind, coalesce(c.scheme, k.scheme), c.graded FROM course_class AS cc"
    " JOIN course AS c ON c.id = cc.course AND c.ended = 0 JOIN subject AS s ON s.id = c.subject"
    " JOIN school_class AS k ON k.id = cc.school_class WHERE cc.school_class = ? AND cc.ended = 0"
    " ORDER BY c.position, s.name_key, c.subgroup"
)
_PERIODS = (
    "SELECT id, scheme, kind, number, start, end FROM period WHERE scheme IN ("
    "SELECT scheme FROM school_class WHERE id = ? UNION SELECT c.scheme FROM course AS c JOIN course_class AS cc"
    " ON cc.course = c.id WHERE cc.school_class = ? AND c.scheme IS NOT NULL)"
)
_MARKS = (
    "SELECT subject, pupil, period, value, course, state FROM period_mark"
    " WHERE school_class = ? AND (value <> '' OR state <> '')"
)
_EXEMPTIONS = (
    "SELECT pupil, subject FROM exemption WHERE cancelled = 0 AND kind = 'subject' AND pupil IN ("
    "SELECT pupil FROM membership WHERE school_class = ?)"
)
_DECISIONS = (
    "SELECT id, pupil, kind, target, free_text, protocol_number, protocol_day, position, cancelled, entry_session,"
    " entry_seq FROM council_decision WHERE school_class = ? ORDER BY position, protocol_day, id"
)
