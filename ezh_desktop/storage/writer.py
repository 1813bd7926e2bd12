"""The one writer: turns the one list of changes into statements and, in the same stroke, into the protocol's bytes.

Statements are written once per table as text and run by the driver (measured: Core constructs built per act cost more
than twice as much). The caller owns the transaction; `Writer` neither begins nor commits it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, Protocol

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import UniqueConstraint

from ezh_desktop.domain.change import Change, EntryRef
from ezh_desktop.errors import DamageTrouble, StaleRefused
from ezh_desktop.storage.protocol import NO_HASH, Draft, Strand, chain, change_body, entry_body, joined_head, sign
from ezh_desktop.storage.tables import key_of, metadata


class Cursor(Protocol):
    """What the writer needs of a DB-API cursor."""

    rowcount: int

    def fetchone(self) -> Any:  # noqa: ANN401 - the driver's rows are untyped
        """The next row or None."""

    def fetchall(self) -> list[Any]:
        """All rows left."""


class Connection(Protocol):
    """What the writer needs of a DB-API connection."""

    def execute(self, sql: str, parameters: Sequence[Any] = ..., /) -> Cursor:
        """Run one statement."""

    def executemany(self, sql: str, parameters: Iterable[Sequence[Any]], /) -> Cursor:
        """Run one statement for many rows."""


_ENTRY = "INSERT INTO entry (session, seq, n, body, hash) VALUES (?, ?, ?, ?, ?)"
_CHANGE = "INSERT INTO change (session, seq, k, scope, body) VALUES (?, ?, ?, ?, ?)"
_HEAD = "UPDATE session SET seq = ?, hash = ?, sig = ?, ended = ? WHERE id = ?"
_SEALED = frozenset({"health_record"})
"""Tables that hold sealed values."""
_NEW_CELL = ("course", "value", "comment", "for_work")


def hot_statements() -> tuple[str, ...]:
    """What a mark costs most in, typed into an empty cell or over another, for `engine.open_connection`.

    The fewer the better: without the update of a head, cheap to prepare anew, a new mark takes 0.5 ms instead of 0.6.
    """
    return (_ENTRY, _CHANGE, insert_sql("cell", _NEW_CELL), update_sql("cell", ("value",)))


@lru_cache(maxsize=512)
def insert_sql(entity: str, fields: tuple[str, ...]) -> str:
    """INSERT of a row: key, the given fields, last entry."""
    names = (*key_of(metadata.tables[entity]), *fields, "entry_session", "entry_seq")
    return f"INSERT INTO {entity} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"


@lru_cache(maxsize=512)
def update_sql(entity: str, fields: tuple[str, ...]) -> str:
    """UPDATE of a row that still holds the old values and, where one is named, the last entry that the person saw."""
    sets = ", ".join(f"{name} = ?" for name in (*fields, "entry_session", "entry_seq"))
    keys = " AND ".join(f"{name} = ?" for name in key_of(metadata.tables[entity]))
    olds = " AND ".join(f"{name} IS ?" for name in fields)
    return f"UPDATE OR FAIL {entity} SET {sets} WHERE {keys} AND {olds} AND entry_session = ? AND entry_seq = ?"


@lru_cache(maxsize=512)
def select_sql(entity: str, fields: tuple[str, ...]) -> str:
    """SELECT of some fields of one row, with its last entry."""
    keys = " AND ".join(f"{name} = ?" for name in key_of(metadata.tables[entity]))
    return f"SELECT {', '.join((*fields, 'entry_session', 'entry_seq'))} FROM {entity} WHERE {keys}"


def insert_values(change: Change, entry: EntryRef) -> tuple[Any, ...]:
    """The parameters of `insert_sql` for a change."""
    return (*change.key, *change.new.values(), *entry)


def update_values(change: Change, entry: EntryRef) -> tuple[Any, ...]:
    """The parameters of `update_sql` for a change; an update always names its base."""
    if change.old is None or change.base is None:
        raise ValueError(f"update of {change.entity} without old values or base")
    return (*change.new.values(), *entry, *change.key, *(change.old[name] for name in change.new), *change.base)


class Writer:
    """Appends acts to the journal on one connection, inside the caller's transaction."""

    def __init__(self, connection: Connection, journal: bytes) -> None:
        """`journal` is the journal's id of 16 bytes, part of every hash."""
        self._db = connection
        self._journal = journal
        self._n = 0
        self._loose: dict[int, bytes] = {}
        self._moved: set[int] = set()

    def begin(self, strands: Sequence[Strand]) -> None:
        """Take up the protocol as it stands: arrival number, loose ends, each strand's head as this process knows it.

        Needed for the first transaction, after a rollback, and whenever another connection has written since. Raises
        DamageTrouble when a session holds entries that this process did not write.
        """
        (last,) = self._db.execute("SELECT coalesce(max(n), 0) FROM entry").fetchone()
        self._n = int(last)
        self._loose = {session: head for session, _, head in self.untied()}
        self._moved.clear()
        for strand in strands:
            if strand.seq:
                self._check(strand)

    def head(self) -> tuple[int, bytes]:
        """The head of the journal after what was sealed: (arrival number, untied head)."""
        return self._n, joined_head(list(self._loose.values()))

    @property
    def n(self) -> int:
        """The arrival number of the newest entry."""
        return self._n

    def append(self, strand: Strand, draft: Draft) -> EntryRef:
        """Write one act: its changes to the tables, its entry and changes to the protocol. Gives the entry.

        Raises StaleRefused when a row has moved on since the person saw it; the caller rolls back to its savepoint and
        restores the strand's `seq` and `hash`.
        """
        entry = EntryRef(strand.session, strand.seq + 1)
        bodies = [change_body(change) for change in draft.changes]
        body = entry_body(strand, entry.seq, draft)
        head = chain(self._journal, strand.hash, body, bodies)
        if strand.seq == 0:
            open_session(self._db, strand, draft.utc_us)
        self._db.execute(_ENTRY, (*entry, self._n + 1, body, head))
        for k, (change, text) in enumerate(zip(draft.changes, bodies, strict=True), 1):
            self._db.execute(_CHANGE, (*entry, k, change.scope, text))
            self._apply(change, entry)
        self._n += 1
        self._moved.add(strand.session)
        strand.seq, strand.hash = entry.seq, head
        return entry

    def seal(self, strand: Strand, *, ended: int | None = None) -> None:
        """Renew the signature of the strand's head; once per strand and transaction, before commit.

        A head that moved is untied again; the mere end of a session leaves the head of the journal as it is.
        """
        signature = sign(self._journal, strand)
        self._db.execute(_HEAD, (strand.seq, strand.hash, signature, ended, strand.session))
        if strand.session not in self._moved:
            return
        self._moved.discard(strand.session)
        if strand.session not in self._loose:
            self._db.execute("INSERT INTO loose_end (session) VALUES (?)", (strand.session,))
        self._loose[strand.session] = strand.hash

    def untied(self) -> list[tuple[int, int, bytes]]:
        """(session, seq, hash) of every head that no later session has tied; a new session's first entry names them."""
        rows = self._db.execute(
            "SELECT s.id, s.seq, s.hash FROM loose_end AS l JOIN session AS s ON s.id = l.session ORDER BY s.id"
        )
        return [(int(session), int(seq), bytes(head)) for session, seq, head in rows.fetchall()]

    def tie(self, heads: Iterable[tuple[int, int, bytes]]) -> None:
        """Record that the entry just appended names these heads."""
        for session, _, _ in heads:
            self._db.execute("DELETE FROM loose_end WHERE session = ?", (session,))
            self._loose.pop(session, None)

    def _apply(self, change: Change, entry: EntryRef) -> None:
        fields = tuple(change.new)
        if change.old is None:
            self._insert(change, entry)
        elif self._db.execute(update_sql(change.entity, fields), update_values(change, entry)).rowcount != 1:
            raise self._stale(change)

    def _insert(self, change: Change, entry: EntryRef) -> None:
        try:
            self._db.execute(insert_sql(change.entity, tuple(change.new)), insert_values(change, entry))
        except sqlcipher.IntegrityError:
            # The key tells by itself that the row is there: a look before each insert would cost a third of it.
            if self._present(change) is not None:
                raise self._stale(change) from None
            if self._has_twin(change):
                raise StaleRefused(
                    "Пока вы вводили, то же самое уже внесли.", "Посмотрите, что там стоит (F5)."
                ) from None
            raise

    def _present(self, change: Change) -> tuple[Any, ...] | None:
        row = self._db.execute(select_sql(change.entity, tuple(change.new)), change.key).fetchone()
        return None if row is None else tuple(row)

    def _has_twin(self, change: Change) -> bool:
        """Whether a row of another key holds what may stand once: the name of a class in a year, a year's label."""
        kinds = metadata.tables[change.entity].constraints
        for names in ([one.name for one in kind.columns] for kind in kinds if isinstance(kind, UniqueConstraint)):
            values = [change.new.get(name) for name in names]
            where = " AND ".join(f"{name} = ?" for name in names)
            sql = f"SELECT 1 FROM {change.entity} WHERE {where}"
            if None not in values and self._db.execute(sql, values).fetchone() is not None:
                return True
        return False

    def _stale(self, change: Change) -> StaleRefused:
        if change.entity in _SEALED:
            # Whoever is told would see the seal, not what it holds.
            return StaleRefused("Пока вы вводили, эту строку изменили.", "Показано новое значение.")
        name = "value" if "value" in change.new else next(iter(change.new))
        row = self._present(change)
        present = "" if row is None else str(row[list(change.new).index(name)] or "")
        seen = "" if change.old is None else str(change.old[name] or "")
        return StaleRefused(
            "Пока вы вводили, эту запись изменили.", "Показано новое значение.", seen=seen, present=present
        )

    def _check(self, strand: Strand) -> None:
        row = self._db.execute("SELECT seq, hash FROM session WHERE id = ?", (strand.session,)).fetchone()
        if row is None or (int(row[0]), bytes(row[1])) != (strand.seq, strand.hash):
            raise DamageTrouble("Протокол этого сеанса изменён другой программой.", "Закройте журнал и проверьте его.")


def open_session(connection: Connection, strand: Strand, utc_us: int) -> None:
    """Insert the row of a strand that begins; its head and signature come with `Writer.seal`."""
    connection.execute(
        "INSERT INTO session (id, account, computer, program, opened, seq, hash, sig) VALUES (?, ?, ?, ?, ?, 0, ?, ?)",
        (strand.session, strand.account, strand.computer, strand.program, utc_us, NO_HASH, b""),
    )


def head_now(connection: Connection) -> tuple[int, bytes]:
    """The head of the journal: (arrival number of the newest entry, untied head)."""
    (n,) = connection.execute("SELECT coalesce(max(n), 0) FROM entry").fetchone()
    rows = connection.execute("SELECT s.hash FROM loose_end AS l JOIN session AS s ON s.id = l.session").fetchall()
    return int(n), joined_head([bytes(row[0]) for row in rows])
