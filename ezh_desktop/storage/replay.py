"""Replay: the lists of changes of all entries, written again into empty tables in memory, must give the file's tables.

The tables in memory have the file's own declarations and are written by the writer's own statements, so that one list
and one `apply` serve both. They lie in plain SQLite: nothing of them reaches a disk, and with SQLCipher's guarded
memory an insert took 30 times as long. Inserts are gathered, because a year is made of little else.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, Final, NamedTuple

from sqlalchemy import Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateTable

from ezh_desktop.storage.chains import Act
from ezh_desktop.storage.flaws import FlawKind, Flaws
from ezh_desktop.storage.reading.rows import Readable, row
from ezh_desktop.storage.tables import Nature, key_of, metadata, nature_of
from ezh_desktop.storage.writer import insert_sql, update_sql

_CHUNK: Final = 2000
_GATHERED: Final = 5000
BY_COURSE: Final = frozenset({"cell", "lesson_record", "period_mark"})
"""Tables whose changes are filed under their row's course."""


class _Shape(NamedTuple):
    """What a change of one entity may hold."""

    keys: int
    fields: frozenset[str]


class _Gathered(NamedTuple):
    """Rows waiting for one INSERT, and the arrival number of each row's entry."""

    entity: str
    sql: str
    values: list[tuple[Any, ...]]
    numbers: list[int]


class Replay:
    """The tables as the entries taken up so far make them. Closed by `close`."""

    def __init__(self, flaws: Flaws) -> None:
        self._flaws = flaws
        self._db = sqlite3.connect(":memory:", isolation_level=None)
        self._db.execute("PRAGMA foreign_keys=OFF")
        for statement in _memory_tables():
            self._db.execute(statement)
        self._db.execute("BEGIN")
        self._gathered: dict[tuple[str, tuple[str, ...]], _Gathered] = {}
        self._shapes = _shapes()
        self._waiting = 0

    @property
    def db(self) -> Any:  # noqa: ANN401 - the driver's connection
        """The tables, for reading: what the entries so far have made."""
        self._flush()
        return self._db

    @property
    def lessons(self) -> Any:  # noqa: ANN401 - the driver's connection
        """The tables without waiting for gathered rows: enough for lessons, which stand there from the start."""
        return self._db

    def fill_lessons(self, db: Readable) -> None:
        """Take the lessons from the file: they are derived, but rights ask for their dates."""
        cursor = db.execute("SELECT id, course, day, number, part, state FROM lesson")
        while found := cursor.fetchmany(_CHUNK):
            self._db.executemany("INSERT INTO lesson VALUES (?, ?, ?, ?, ?, ?)", found)

    def take(self, act: Act) -> None:
        """Write the changes of one entry."""
        stored = act.stored
        for (_, scope, _), change in zip(stored.changes, act.changes, strict=True):
            if change is None or not self._apply(stored.n, (stored.session, stored.seq), scope, change):
                self._flaws.add(FlawKind.CHANGE, stored.n, _name_of(change))

    def compare(self, db: Readable) -> int:
        """Compare every entered table with the file's, row by row; gives the number of the file's rows."""
        self._flush()
        return sum(self._compare(db, table) for table in _entered())

    def close(self) -> None:
        """Forget everything."""
        self._db.close()

    def _apply(self, n: int, entry: tuple[int, int], scope: int, change: list[Any]) -> bool:
        entity, key, names, old, new, _ = change
        shape = self._shapes.get(entity) if isinstance(entity, str) else None
        if shape is None or not isinstance(key, list) or len(key) != shape.keys:
            return False
        if names is None:
            if old is not None or not isinstance(new, dict) or not shape.fields.issuperset(new):
                return False
            if entity in BY_COURSE and new.get("course") != scope:
                self._flaws.add(FlawKind.SCOPE, n, entity)
            self._gather(n, entity, tuple(new), (*key, *new.values(), *entry))
            return True
        return self._update(n, entry, scope, change, shape)

    def _gather(self, n: int, entity: str, fields: tuple[str, ...], values: tuple[Any, ...]) -> None:
        held = self._gathered.get((entity, fields))
        if held is None:
            held = self._gathered[entity, fields] = _Gathered(entity, insert_sql(entity, fields), [], [])
        held.values.append(values)
        held.numbers.append(n)
        self._waiting += 1
        if self._waiting >= _GATHERED:
            self._flush()

    def _update(self, n: int, entry: tuple[int, int], scope: int, change: list[Any], shape: _Shape) -> bool:
        entity, key, names, old, new, bases = change
        if isinstance(names, str):
            names, old, new = [names], [old], [new]
        try:
            fits = shape.fields.issuperset(names) and len(names) == len(old) == len(new)
            ((session, seq),) = bases
        except (TypeError, ValueError):
            return False
        if not fits or not names:
            return False
        self._flush()
        try:
            values = (*new, *entry, *key, *old, session, seq)
            done = bool(self._db.execute(update_sql(entity, tuple(names)), values).rowcount == 1)
        except (sqlite3.Error, sqlite3.Warning, OverflowError):
            return False
        if done and entity in BY_COURSE and self._course_of(entity, key) != scope:
            self._flaws.add(FlawKind.SCOPE, n, entity)
        return done

    def _course_of(self, entity: str, key: list[Any]) -> Any:  # noqa: ANN401 - a stored value
        keys = " AND ".join(f"{name} = ?" for name in key_of(metadata.tables[entity]))
        return row(self._db, f"SELECT course FROM {entity} WHERE {keys}", *key)[0]

    def _flush(self) -> None:
        if not self._waiting:
            return
        for held in self._gathered.values():
            if held.values:
                self._insert(held)
                held.values.clear()
                held.numbers.clear()
        self._waiting = 0

    def _insert(self, held: _Gathered) -> None:
        """All rows at once; when one does not fit, again one by one to tell which."""
        done = 0

        def counted() -> Iterator[tuple[Any, ...]]:
            nonlocal done
            for values in held.values:
                yield values
                done += 1

        while done < len(held.values):
            try:
                self._db.executemany(held.sql, counted())
            except (sqlite3.Error, sqlite3.Warning, OverflowError):
                self._flaws.add(FlawKind.CHANGE, held.numbers[done], held.entity)
                del held.values[: done + 1], held.numbers[: done + 1]
                done = 0

    def _compare(self, db: Readable, table: Table) -> int:
        sql = _select_all(table)
        width = len(key_of(table))
        ours, theirs = self._db.execute(sql), db.execute(sql)
        count = 0
        while True:
            made, found = ours.fetchmany(_CHUNK), theirs.fetchmany(_CHUNK)
            count += len(found)
            if made != found:
                rest = theirs.fetchall()
                count += len(rest)
                self._tell(db, table.name, width, [*made, *ours.fetchall()], [*found, *rest])
                return count
            if not found:
                return count

    def _tell(self, db: Readable, name: str, width: int, made: list[Any], found: list[Any]) -> None:
        """Tell each row that differs, by the entry that last wrote it."""
        ours = {one[:width]: one for one in made}
        theirs = {one[:width]: one for one in found}
        for key, one in ours.items():
            other = theirs.pop(key, None)
            if other is None:
                self._flaws.add(FlawKind.ROW_MISSING, _arrival(db, one), name)
            elif other != one:
                self._flaws.add(FlawKind.ROW_CHANGED, _arrival(db, one), name)
        for one in theirs.values():
            self._flaws.add(FlawKind.ROW_UNRECORDED, _arrival(db, one), name)


def _arrival(db: Readable, values: tuple[Any, ...]) -> int:
    """The arrival number of the entry that a row names as its last; 0 when there is none."""
    found = row(db, "SELECT n FROM entry WHERE session = ? AND seq = ?", *values[-2:])
    return 0 if found is None else int(found[0])


def _name_of(change: Any) -> str:  # noqa: ANN401 - decoded JSON
    """The table a change names, when there is one of that name."""
    name = change[0] if change else ""
    return name if isinstance(name, str) and name in metadata.tables else ""


@cache
def _entered() -> tuple[Table, ...]:
    return tuple(table for table in metadata.sorted_tables if nature_of(table) is Nature.ENTERED)


@cache
def _shapes() -> dict[str, _Shape]:
    return {
        table.name: _Shape(
            len(key_of(table)),
            frozenset(column.name for column in table.columns) - {*key_of(table), "entry_session", "entry_seq"},
        )
        for table in _entered()
    }


@cache
def _memory_tables() -> tuple[str, ...]:
    dialect = sqlite.dialect()
    return tuple(str(CreateTable(table).compile(dialect=dialect)) for table in (*_entered(), metadata.tables["lesson"]))


@cache
def _select_all(table: Table) -> str:
    keys = key_of(table)
    last = ("entry_session", "entry_seq")
    names: Iterable[str] = (column.name for column in table.columns if column.name not in {*keys, *last})
    return f"SELECT {', '.join((*keys, *names, *last))} FROM {table.name} ORDER BY {', '.join(keys)}"
