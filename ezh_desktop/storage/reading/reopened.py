"""What was entered after the director had opened a closed period again (4.2): read only where that ever happened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from ezh_desktop.storage.reading.protocol import read_history
from ezh_desktop.storage.reading.rows import Readable, marks_of, row, rows


class LockTurn(NamedTuple):
    """A period closed or opened: the arrival number of the act, and why it was opened."""

    n: int
    closed: bool
    why: str


class Opening(NamedTuple):
    """A closed period of a class that was opened again."""

    school_class: int
    period: int
    n: int
    why: str


class ReopenedRows(NamedTuple):
    """The openings of a page's classes, and what was entered since the first of them, by arrival number."""

    openings: tuple[Opening, ...] = ()
    cells: Sequence[Any] = ()
    """(lesson, pupil, n)"""
    marks: Sequence[Any] = ()
    """(class, period, pupil, n)"""


NOTHING_REOPENED = ReopenedRows()
_OPENED = "SELECT school_class, period FROM period_lock WHERE reason <> '' AND school_class IN ({classes})"
_CELLS = (
    "SELECT c.lesson, c.pupil, e.n FROM lesson AS l JOIN cell AS c ON c.lesson = l.id"
    " JOIN entry AS e ON e.session = c.entry_session AND e.seq = c.entry_seq WHERE l.course = ? AND e.n > ?"
)
_MARKS = (
    "SELECT m.school_class, m.period, m.pupil, e.n FROM period_mark AS m"
    " JOIN entry AS e ON e.session = m.entry_session AND e.seq = m.entry_seq"
    " WHERE m.subject = ? AND m.school_class IN ({classes}) AND e.n > ?"
)


def read_turns(db: Readable, school_class: int, period: int) -> list[LockTurn]:
    """How a period of a class was closed and opened, oldest first."""
    found, closed, why = [], False, ""
    for entry, change in reversed(read_history(db, "period_lock", (school_class, period))):
        closed, why = bool(change.new.get("locked", closed)), str(change.new.get("reason", why))
        n = row(db, "SELECT n FROM entry WHERE session = ? AND seq = ?", *entry)
        found.append(LockTurn(int(n[0]), closed, why))
    return found


def read_reopened(db: Readable, course: int, subject: int, classes: Sequence[int]) -> ReopenedRows:
    """What of a course page was entered after an opening; one statement where no period was ever opened again."""
    listed = marks_of(len(classes))
    openings = tuple(
        Opening(school_class, period, turn.n, turn.why)
        for school_class, period in rows(db, _OPENED.replace("{classes}", listed), *classes)
        for turn in read_turns(db, school_class, period)
        if not turn.closed
    )
    if not openings:
        return NOTHING_REOPENED
    since = min(one.n for one in openings)
    marks = rows(db, _MARKS.replace("{classes}", listed), subject, *classes, since)
    return ReopenedRows(openings, rows(db, _CELLS, course, since), marks)
