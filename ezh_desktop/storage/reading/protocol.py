"""The protocol as it is read: what changed since a cursor, a cell's history, the list of entries."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from ezh_desktop.domain.change import Change, EntryRef
from ezh_desktop.storage.protocol import read_change
from ezh_desktop.storage.reading.rows import Readable, row, rows
from ezh_desktop.storage.writer import select_sql


class EntryLine(NamedTuple):
    """One entry with who made it."""

    n: int
    session: int
    seq: int
    utc_us: int
    action: str
    subject: tuple[str, int]
    reason: str
    account: int
    computer: str
    who: str


_ENTRIES = (
    "SELECT e.n, e.session, e.seq, e.body, s.account, s.computer, p.surname || ' ' || p.given || ' ' || p.patronymic"
    " FROM entry AS e JOIN session AS s ON s.id = e.session LEFT JOIN account AS a ON a.id = s.account"
    " LEFT JOIN person AS p ON p.id = a.person"
)


def read_cursor(db: Readable) -> int:
    """The arrival number of the newest entry."""
    return int(row(db, "SELECT coalesce(max(n), 0) FROM entry")[0])


def read_changed(db: Readable, cursor: int) -> set[tuple[str, int]]:
    """(entity, scope) of everything changed after the cursor; ("lesson", 0) stands for newly derived lessons."""
    found = rows(
        db,
        "SELECT DISTINCT c.entity, c.scope FROM entry AS e"
        " JOIN change AS c ON c.session = e.session AND c.seq = e.seq WHERE e.n > ?",
        cursor,
    )
    changed = {(str(entity), int(scope)) for entity, scope in found}
    if row(db, "SELECT 1 FROM entry WHERE n > ? AND action = 'lessons.derive' LIMIT 1", cursor):
        changed.add(("lesson", 0))
    return changed


def read_entry(db: Readable, entry: EntryRef) -> EntryLine | None:
    """One entry."""
    found = row(db, f"{_ENTRIES} WHERE e.session = ? AND e.seq = ?", *entry)
    return None if found is None else _line(found)


def read_entries(db: Readable, after: int = 0, limit: int = -1) -> list[EntryLine]:
    """Entries in order of arrival after a number."""
    return [_line(one) for one in rows(db, f"{_ENTRIES} WHERE e.n > ? ORDER BY e.n LIMIT ?", after, limit)]


def read_changes(db: Readable, entry: EntryRef) -> list[Change]:
    """The list of changes of one entry."""
    found = rows(db, "SELECT body, scope FROM change WHERE session = ? AND seq = ? ORDER BY k", *entry)
    return [read_change(body, scope) for body, scope in found]


def read_history(db: Readable, entity: str, key: tuple[int, ...]) -> list[tuple[EntryRef, Change]]:
    """All changes of one row, newest first: each names the entry it was based on, so the walk needs no index."""
    present = row(db, select_sql(entity, ()), *key)
    entry = None if present is None else EntryRef(*present)
    found: list[tuple[EntryRef, Change]] = []
    while entry is not None:
        change = next((one for one in read_changes(db, entry) if one.entity == entity and one.key == key), None)
        if change is None:
            break
        found.append((entry, change))
        entry = change.base
    return found


def _line(found: Any) -> EntryLine:  # noqa: ANN401 - a row of the driver
    n, session, seq, body, account, computer, who = found
    parts = json.loads(body)
    kind, ident = parts[5]
    return EntryLine(n, session, seq, parts[3], parts[4], (kind, ident), parts[6], account, computer, who or "")
