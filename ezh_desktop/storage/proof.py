"""One walk through the protocol that proves the tables: chains, signatures and replay together, in one snapshot.

Memory stays modest, because entries stream by and only the replayed tables, the heads of sessions and the flaws are
kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, Protocol

import sqlcipher3.dbapi2 as sqlcipher

from ezh_desktop.errors import DamageTrouble
from ezh_desktop.storage.chains import Act, Chains, read_protocol, read_sessions
from ezh_desktop.storage.engine import Connection
from ezh_desktop.storage.faults import as_trouble, damaged
from ezh_desktop.storage.flaws import FlawKind, Flaws
from ezh_desktop.storage.protocol import head_text
from ezh_desktop.storage.reading.places import read_info
from ezh_desktop.storage.reading.rows import Readable, row, rows
from ezh_desktop.storage.replay import Replay
from ezh_desktop.storage.schema import is_current

Step = Callable[[int, int, str], None]
"""Told how far the walk is: entries done, entries in all, what is being done. May raise to stop it."""

_STEP_ENTRIES: Final = 500
_WALKING: Final = "Проверка протокола"
_AFTER_CRASH: Final = frozenset(
    {
        FlawKind.ARRIVAL,
        FlawKind.ORDER,
        FlawKind.HASH,
        FlawKind.BODY,
        FlawKind.SESSION,
        FlawKind.CHANGE,
        FlawKind.ROW_CHANGED,
        FlawKind.ROW_MISSING,
        FlawKind.ROW_UNRECORDED,
    }
)
"""What lost or mixed pages look like. Forgery is looked for by the whole check; it must not keep a school out."""


class Watcher(Protocol):
    """Who looks at each act as well, for instance at its right."""

    def watch(self, act: Act, replay: Replay) -> None:
        """Called before the act is replayed: the tables are as the person found them."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What the walk found. `wanted_head` is the head after the number of entries that was asked for."""

    entries: int
    sessions: int
    rows: int
    head: bytes
    wanted_head: bytes | None
    flaws: Flaws

    @property
    def head_text(self) -> str:
        """The head as paper prints it."""
        return head_text(self.entries, self.head)


@contextmanager
def readable() -> Iterator[None]:
    """Inside, whatever SQLite cannot read is Trouble: also text that is none, and JSON that is none."""
    try:
        with as_trouble():
            yield
    except sqlcipher.Error as error:
        raise damaged(type(error).__name__) from error


def prove(
    db: Readable,
    flaws: Flaws,
    *,
    watchers: Sequence[Watcher] = (),
    wanted: int = 0,
    signatures: bool = True,
    progress: Step | None = None,
) -> Proof:
    """Walk through all entries inside the caller's read transaction; what is wrong goes into `flaws`."""
    sessions = read_sessions(db)
    total = int(row(db, "SELECT count(*) FROM entry")[0])
    journal, real = bytes.fromhex(read_info(db, "journal")), not read_info(db, "demo_day")
    chains = Chains(journal, sessions, flaws, wanted=wanted, real=real)
    replay = Replay(flaws)
    try:
        replay.fill_lessons(db)
        for done, stored in enumerate(read_protocol(db)):
            if progress is not None and done % _STEP_ENTRIES == 0:
                progress(done, total, _WALKING)
            act = chains.take(stored)
            if act is not None:
                for watcher in watchers:
                    watcher.watch(act, replay)
                replay.take(act)
        count = replay.compare(db)
    finally:
        replay.close()
    chains.finish([one[0] for one in rows(db, "SELECT session FROM loose_end")], signatures=signatures)
    return Proof(total, len(sessions), count, chains.head, chains.wanted_head, flaws)


def check_after_crash(connection: Connection) -> None:
    """The part of the check that a file left by a crash must pass before it is worked with: chains and replay.

    Raises DamageTrouble. A file of an older schema is checked after its migration.
    """
    if not is_current(connection):
        return
    flaws = Flaws()
    with readable():
        connection.execute("BEGIN")
        try:
            prove(connection, flaws, signatures=False)
        finally:
            connection.execute("ROLLBACK")
    broken = sum(flaws.counts[kind] for kind in _AFTER_CRASH)
    if broken:
        raise DamageTrouble(
            f"После сбоя журнал не сходится со своим протоколом (расхождений: {broken}).",
            "Не работайте с ним дальше: восстановите журнал из резервной копии.",
            ", ".join(sorted(flaws.counts)),
        )
