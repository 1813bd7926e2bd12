"""Who writes what when: acts of the demo school gathered into signed sessions, each tied to the one before it.

One session a person and day, signed once; its first entry names the head of the session before.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final

from ezh_desktop.domain.change import EntryRef
from ezh_desktop.domain.clock import SECOND_US
from ezh_desktop.domain.ids import NewId
from ezh_desktop.services.demo.staff import Member
from ezh_desktop.storage.bulk import BulkWriter, heads
from ezh_desktop.storage.protocol import Draft, Strand
from ezh_desktop.storage.writer import Connection, Writer

PROGRAM: Final = "ezh-desktop demo"


class Recorder:
    """Writes the demo's acts in bulk; the caller owns the transaction."""

    def __init__(self, connection: Connection, journal: bytes, admin: Strand, new_id: NewId) -> None:
        """`admin` is the open session of the first administrator, already in the file."""
        self._db, self._journal, self._new_id = connection, journal, new_id
        self._bulk = BulkWriter(connection, journal)
        self._admin = admin
        self._last = admin
        self._ended: dict[int, int] = {}
        self.entries = 0

    def administer(self, draft: Draft) -> EntryRef:
        """One act in the first administrator's open session."""
        self.entries += 1
        return self._bulk.append(self._admin, draft)

    def end_administration(self, utc_us: int) -> None:
        """End that session: write what was gathered and sign its head."""
        self.flush()
        Writer(self._db, self._journal).seal(self._admin, ended=utc_us)

    def session(self, member: Member, drafts: Iterable[Draft]) -> list[EntryRef]:
        """One session of one person: the acts in order of time, no two at one moment. Gives their entries."""
        strand = Strand(self._new_id(), member.account, member.signer, member.computer, PROGRAM)
        opening: dict[str, Any] | None = {
            "account": member.account,
            "computer": member.computer,
            "heads": heads(self._last),
            "name": member.name.full,
            "roles": [role.value for role in member.roles],
        }
        refs, now = [], 0
        for draft in sorted(drafts, key=lambda one: one.utc_us):
            now = max(draft.utc_us, now + SECOND_US)
            refs.append(self._bulk.append(strand, replace(draft, utc_us=now, parents=opening)))
            opening = None
        self.entries += len(refs)
        self._last = strand
        self._ended[strand.session] = now
        return refs

    def flush(self) -> None:
        """Write what was gathered."""
        self._bulk.flush(ended=self._ended)
        self._ended.clear()

    def close(self) -> None:
        """Write the rest; only the last session's head stays untied."""
        self.flush()
        self._db.execute("DELETE FROM loose_end")
        self._db.execute("INSERT INTO loose_end (session) VALUES (?)", (self._last.session,))
