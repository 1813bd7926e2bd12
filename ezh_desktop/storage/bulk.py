"""Many entries in one transaction, for the generator of the demo school and large imports.

The same bodies, hashes and statements as `writer.Writer`, gathered and run as `executemany`; only the order within the
transaction differs, so foreign keys are deferred to its end. One act at a time belongs to `Writer`.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from ezh_desktop.domain.change import EntryRef
from ezh_desktop.storage.protocol import NO_HASH, Draft, Strand, chain, change_body, entry_body, sign
from ezh_desktop.storage.writer import Connection, insert_sql, insert_values, update_sql, update_values


class BulkWriter:
    """Gathers acts and writes them at `flush`. Updates are written after all gathered inserts, in order."""

    def __init__(self, connection: Connection, journal: bytes) -> None:
        """The caller has begun a transaction and keeps it until after `flush`."""
        self._db = connection
        self._journal = journal
        (last,) = connection.execute("SELECT coalesce(max(n), 0) FROM entry").fetchone()
        self._n = int(last)
        self._sessions: dict[int, tuple[Strand, int]] = {}
        self._entries: list[tuple[Any, ...]] = []
        self._changes: list[tuple[Any, ...]] = []
        self._inserts: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        self._updates: list[tuple[str, tuple[Any, ...]]] = []
        connection.execute("PRAGMA defer_foreign_keys = ON")

    def append(self, strand: Strand, draft: Draft) -> EntryRef:
        """Gather one act; the strand's head moves at once. Gives the entry it will be."""
        entry = EntryRef(strand.session, strand.seq + 1)
        if strand.seq == 0:
            self._sessions[strand.session] = (strand, draft.utc_us)
        bodies = [change_body(change) for change in draft.changes]
        body = entry_body(strand, entry.seq, draft)
        head = chain(self._journal, strand.hash, body, bodies)
        self._n += 1
        self._entries.append((*entry, self._n, body, head))
        for k, (change, text) in enumerate(zip(draft.changes, bodies, strict=True), 1):
            self._changes.append((*entry, k, change.scope, text))
            fields = tuple(change.new)
            if change.old is None:
                self._inserts[insert_sql(change.entity, fields)].append(insert_values(change, entry))
            else:
                self._updates.append((update_sql(change.entity, fields), update_values(change, entry)))
        strand.seq, strand.hash = entry.seq, head
        return entry

    def flush(self, *, ended: dict[int, int]) -> None:
        """Write what was gathered. `ended` gives the end (µs UTC) of sessions that are over; the others stay loose.

        Every new session but the last is taken as tied by its successor: the caller names the predecessor's head in
        each session's first entry (`heads`).
        """
        opened = [
            (
                s.session,
                s.account,
                s.computer,
                s.program,
                at,
                ended.get(s.session),
                s.seq,
                s.hash,
                sign(self._journal, s),
            )
            for s, at in self._sessions.values()
        ]
        self._db.executemany(
            "INSERT INTO session (id, account, computer, program, opened, ended, seq, hash, sig)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            opened,
        )
        self._db.executemany("INSERT INTO entry (session, seq, n, body, hash) VALUES (?, ?, ?, ?, ?)", self._entries)
        self._db.executemany("INSERT INTO change (session, seq, k, scope, body) VALUES (?, ?, ?, ?, ?)", self._changes)
        for statement, rows in self._inserts.items():
            self._db.executemany(statement, rows)
        for statement, row in self._updates:
            if self._db.execute(statement, row).rowcount != 1:
                raise ValueError("an update of the bulk does not meet its row")
        self._forget()

    def _forget(self) -> None:
        self._sessions.clear()
        self._entries.clear()
        self._changes.clear()
        self._inserts.clear()
        self._updates.clear()


def heads(strand: Strand | None) -> list[list[Any]]:
    """How a session's first entry names the head of its predecessor: [[session, seq, hash]], or [] for none."""
    if strand is None or strand.hash == NO_HASH:
        return []
    return [[strand.session, strand.seq, strand.hash.hex()]]
