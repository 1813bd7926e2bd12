"""The one way a read runs: a statement, its parameters, all rows at once as named tuples.

An open read cursor makes a commit fail under a rollback journal, so nothing is fetched lazily.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from operator import itemgetter
from typing import Any, Protocol

from ezh_desktop.domain.spans import NEVER


class Readable(Protocol):
    """A DB-API connection that reads."""

    def execute(self, sql: str, parameters: Sequence[Any] = ..., /) -> Any:  # noqa: ANN401 - the driver is untyped
        """Run one statement."""


class Remembering:
    """A connection that answers a question of before from memory: all pages of a class ask for its list, its days off,
    its reasons. For one read transaction, in which nothing changes.
    """

    def __init__(self, connection: Readable) -> None:
        self._connection = connection
        self._answers: dict[tuple[str, tuple[Any, ...]], list[Any]] = {}

    def execute(self, sql: str, parameters: Sequence[Any] = (), /) -> _Answer:
        """See `Readable`."""
        asked = sql, tuple(parameters)
        if asked not in self._answers:
            self._answers[asked] = self._connection.execute(sql, parameters).fetchall()
        return _Answer(self._answers[asked])


class _Answer:
    """The rows of a statement, given out as a cursor would."""

    def __init__(self, found: list[Any]) -> None:
        self._found = found

    def fetchall(self) -> list[Any]:
        """All rows."""
        return self._found

    def fetchone(self) -> Any:  # noqa: ANN401 - a row of the driver
        """The first row, None when there is none."""
        return self._found[0] if self._found else None


def rows(connection: Readable, sql: str, *parameters: Any) -> list[Any]:  # noqa: ANN401 - bound values
    """All rows of a query as tuples."""
    return list(connection.execute(sql, parameters).fetchall())


def ordered(found: Iterable[Any], *columns: int) -> list[Any]:
    """Rows in the order of some columns, none of them empty.

    Sorted here and not by ORDER BY: SQLite's sorter takes a piece of memory for each row, which SQLCipher locks and
    wipes (measured: 1.4 against 0.5 ms for the lessons of a course).
    """
    return sorted(found, key=itemgetter(*columns))


def row(connection: Readable, sql: str, *parameters: Any) -> Any:  # noqa: ANN401 - bound values
    """The first row of a query, or None."""
    return connection.execute(sql, parameters).fetchone()


def marks_of(count: int) -> str:
    """Question marks for a list of values: «?, ?, ?»."""
    return ", ".join("?" * count)


def stands(alias: str, column: str = "end") -> str:
    """The SQL condition that a row with a last day was not taken back by an undo (`spans.NEVER`)."""
    return f"({alias}.{column} IS NULL OR {alias}.{column} > '{NEVER.isoformat()}')"


def as_day(text: str | None) -> date | None:
    """A stored date, None for none."""
    return None if text is None else date.fromisoformat(text)


_SHORT = "substr(p.name_key, 1, length(p.surname) + 1 + length(p.given))"
_NAMESAKE = (
    "EXISTS (SELECT 1 FROM pupil AS q JOIN membership AS n ON n.pupil = q.id AND n.school_class = m.school_class"
    f" WHERE q.name_key >= {_SHORT} AND q.name_key <= {_SHORT} || ' \U0010ffff' AND q.id <> p.id"
    f" AND q.surname = p.surname AND q.given = p.given AND {stands('n')}{{}})"
)
SHOWN_GIVEN = (
    f"p.given || CASE WHEN NOT {_NAMESAKE.format('')} THEN ''"
    f" WHEN p.patronymic <> '' AND NOT {_NAMESAKE.format(' AND q.patronymic = p.patronymic')} THEN ' ' || p.patronymic"
    " WHEN p.birth IS NOT NULL THEN ', ' || substr(p.birth, 9, 2) || '.' || substr(p.birth, 6, 2) || '.'"
    " || substr(p.birth, 1, 4) ELSE '' END"
)
"""SQL of the given name of pupil `p`, a member `m` of a class, as lists show it.

Pupils of one surname and given name in a class are told apart by their patronymics, else by their days of birth: a
mark for the wrong child is a false record. Namesakes are found by the index of `name_key`.
"""
