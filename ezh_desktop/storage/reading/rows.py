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
