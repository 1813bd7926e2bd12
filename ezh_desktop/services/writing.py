"""The writer thread: owns the write connection, checks rights, locks and versions again, commits acts in order.

Waiting acts share a transaction; each has a savepoint of its own, so that a refused one takes nothing with it. A ticket
is durable only after the commit came back from the disk.
"""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import Any

from ezh_desktop.domain.change import Change, EntryRef
from ezh_desktop.domain.clock import Clock
from ezh_desktop.domain.rights import Actor, demand
from ezh_desktop.domain.rules import refuse_locked
from ezh_desktop.errors import EzhError, LockRefused, Refusal, StaleRefused, Trouble
from ezh_desktop.services.acts import Act
from ezh_desktop.services.commands import Command
from ezh_desktop.services.doors import TicketState
from ezh_desktop.services.founding import key_change
from ezh_desktop.services.ids import system_ids
from ezh_desktop.services.lesson_rows import recompute_lessons, touched_courses
from ezh_desktop.storage.faults import as_trouble
from ezh_desktop.storage.keychange import next_text, project
from ezh_desktop.storage.keyfile import KeyFile
from ezh_desktop.storage.locks import Position
from ezh_desktop.storage.passwords import DEFAULT, KdfCost
from ezh_desktop.storage.protocol import Draft, Strand
from ezh_desktop.storage.reading.rows import rows
from ezh_desktop.storage.reading.standing import STANDING_TABLES, read_account, read_actor, read_past
from ezh_desktop.storage.sealedfile import SealedFile
from ezh_desktop.storage.slots import Slot, Unlocked
from ezh_desktop.storage.writer import Writer, hot_statements

log = logging.getLogger(__name__)

BATCH = 64
IDLE_SECONDS = 5.0
YEAR_CLOSED = "Этот учебный год закрыт, его можно только смотреть."


@dataclass(eq=False)
class OfficeTicket:
    """A submitted act on its way. `n` is its arrival number once durable; `about` what it does, for undo."""

    number: int
    act: Act | None
    command: Command
    state: TicketState = TicketState.QUEUED
    entry: EntryRef | None = None
    error: EzhError | None = None
    n: int = 0
    changes: tuple[Change, ...] = ()
    settled: threading.Event = field(default_factory=threading.Event, repr=False)

    @property
    def failed(self) -> bool:
        """Whether the act came to nothing."""
        return self.state in {TicketState.REFUSED, TicketState.FAILED}

    def wait(self, seconds: float) -> bool:
        """See `doors.Ticket`."""
        return self.settled.wait(seconds)


@dataclass(frozen=True, slots=True)
class Place:
    """The open file: its hold, the journal's id, the data key it is under, and what the person's password opened.

    `cost` is what a password try shall cost in the slots that are made here.
    """

    sealed: SealedFile
    journal: bytes
    key: bytes = field(repr=False)
    unlocked: Unlocked | None = field(default=None, repr=False)
    slot: Slot | None = field(default=None, repr=False)
    cost: KdfCost = DEFAULT


@dataclass
class Authority:
    """What the writer checks again: the person's rights and the closed periods, as the file has them now.

    `signs` is the verifying key that the account has now, in hex: another than the session's after a new password.
    `past` are the classes and courses of closed years: they are only looked at (2.4).
    """

    actor: Actor
    locked: frozenset[tuple[int, int]] = frozenset()
    active: bool = True
    signs: str = ""
    past: frozenset[int] = frozenset()


def read_authority(db: Any, account: int, person: int) -> Authority:  # noqa: ANN401 - the driver's connection
    """Rights, closed periods and whether the account may still work."""
    found = read_account(db, account)
    locked = rows(db, "SELECT school_class, period FROM period_lock WHERE locked = 1")
    active = found is not None and found.state == "active"
    signs = found.sign_pub if found is not None else ""
    actor = read_actor(db, account, person)
    return Authority(actor, frozenset((one[0], one[1]) for one in locked), active, signs, read_past(db))


class WriterThread:
    """One window's way to the file. `submit` never waits; the thread settles tickets in order."""

    def __init__(self, place: Place, strand: Strand, clock: Clock, person: int) -> None:
        """`strand` is the person's session; `open_session` writes its first entry before the thread starts."""
        sealed, journal = place.sealed, place.journal
        self._sealed = sealed
        self._key = place.key
        self._journal = journal
        self._strand = strand
        self._clock = clock
        self._person = person
        self._by_password = place.slot is not None
        self._signs = bytes(strand.signer.verify_key).hex()
        self._db = sealed.connect(hot=hot_statements())
        self._writer = Writer(self._db, journal)
        self._queue: queue.SimpleQueue[OfficeTicket | None] = queue.SimpleQueue()
        self._waiting: list[OfficeTicket] = []
        self._closing = False
        self._lock = threading.Lock()
        self._data_version = 0
        self._thread = threading.Thread(target=self._run, name="ezh-writer", daemon=True)
        self.authority = read_authority(self._db, strand.account, person)
        self.listeners: list[Callable[[OfficeTicket], None]] = []

    def open_session(self, name: str, failures: tuple[int, float]) -> None:
        """Write the session's first entry, which ties the heads that no session has tied yet, and start the thread.

        `failures` are the failed sign-ins of this login on this computer since the last good one: count and seconds of
        delay. Raises Trouble when it cannot be written: then nothing of the session is in the file.
        """
        with as_trouble():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                self._writer.begin([])
                heads = self._writer.untied()
                roles = sorted(role.value for role in self.authority.actor.roles(self._clock.today()))
                parents: dict[str, Any] = {
                    "account": self._strand.account,
                    "computer": self._strand.computer,
                    "heads": [[session, seq, head.hex()] for session, seq, head in heads],
                    "name": name,
                    "roles": roles,
                }
                if failures[0]:
                    parents["failed"] = failures[0]
                draft = Draft(
                    "session.open", ("account", self._strand.account), (), self._clock.now_us(), parents=parents
                )
                self._writer.append(self._strand, draft)
                self._writer.tie(heads)
                self._writer.seal(self._strand)
                self._commit()
            except BaseException:
                self._roll_back()
                raise
        self._data_version = self._version()
        self._thread.start()

    def submit(self, ticket: OfficeTicket) -> None:
        """Queue a ticket; Refusal once the journal is being closed, for nobody would settle it."""
        with self._lock:
            if self._closing:
                raise Refusal("Журнал уже закрыт.", "Откройте его снова.")
            self._waiting.append(ticket)
            self._queue.put(ticket)

    def pending(self) -> Sequence[OfficeTicket]:
        """Tickets not yet settled, oldest first."""
        with self._lock:
            return tuple(self._waiting)

    def drain(self, seconds: float) -> bool:
        """Wait until nothing is pending; False when the time ran out."""
        end = monotonic() + seconds
        return all(ticket.wait(max(0.0, end - monotonic())) for ticket in self.pending())

    def close(self) -> None:
        """Settle what waits, sign the end of the session, close the connection."""
        with self._lock:
            self._closing = True
        if self._thread.is_alive():
            self._queue.put(None)
            self._thread.join()
        self._db.close()

    def _run(self) -> None:
        dirty = True
        while True:
            try:
                first = self._queue.get(timeout=IDLE_SECONDS if dirty else None)
            except queue.Empty:
                self._idle()
                dirty = False
                continue
            dirty = True
            batch, last = self._gather(first)
            if batch:
                self._write(batch)
            if last:
                self._end()
                return

    def _gather(self, first: OfficeTicket | None) -> tuple[list[OfficeTicket], bool]:
        batch: list[OfficeTicket] = []
        one = first
        while True:
            if one is None:
                return batch, True
            batch.append(one)
            if len(batch) == BATCH:
                return batch, False
            try:
                one = self._queue.get_nowait()
            except queue.Empty:
                return batch, False

    def _write(self, batch: list[OfficeTicket]) -> None:
        before = (self._strand.seq, self._strand.hash)
        try:
            with as_trouble():
                self._db.execute("BEGIN IMMEDIATE")
                self._take_up()
                written = self._append_all(batch)
                if written:
                    self._writer.seal(self._strand)
                    self._commit()
                else:
                    self._roll_back()
        except EzhError as error:
            self._undo_batch(batch, before, error)
            return
        except Exception as fault:  # noqa: BLE001 - the thread must live on; the window is told of every act
            log.error("writer fault: %s", type(fault).__name__)
            self._undo_batch(batch, before, Trouble("Программа ошиблась при записи.", "Введите последнее ещё раз."))
            return
        for ticket in written:
            ticket.state = TicketState.DURABLE
        if any(ticket.command.keys for ticket in written):
            self._project()
        self._settle(batch)

    def _project(self) -> None:
        """Step 2 of a change of keys. The change itself is durable: whatever happens here, the next sign-in heals."""
        try:
            with as_trouble():
                project(self._db, self._sealed.path, door=self._sealed.door)
        except Exception as fault:  # noqa: BLE001 - the thread must live on
            log.warning("key file not written: %s", type(fault).__name__)

    def _append_all(self, batch: list[OfficeTicket]) -> list[OfficeTicket]:
        """Append the acts of a batch. A refused act among others takes back only its own savepoint."""
        alone = len(batch) == 1
        return [ticket for ticket in batch if self._append(ticket, alone=alone)]

    def _append(self, ticket: OfficeTicket, *, alone: bool) -> bool:
        strand = (self._strand.seq, self._strand.hash)
        if not alone:
            self._db.execute("SAVEPOINT act")
        try:
            self._check(ticket.command)
            self._append_checked(ticket)
        except Refusal as why:
            self._strand.seq, self._strand.hash = strand
            ticket.state, ticket.error, ticket.entry = TicketState.REFUSED, why, None
            if not alone:
                self._db.execute("ROLLBACK TO act")
            return False
        finally:
            if not alone and self._db.in_transaction:
                self._db.execute("RELEASE act")
        return True

    def _append_checked(self, ticket: OfficeTicket) -> None:
        command = ticket.command
        changes = tuple(_based(one.change, one.after) for one in command.planned)
        if command.keys:
            changes = (*changes, self._change_keys(command.keys))
        draft = Draft(command.action, command.subject, changes, self._clock.now_us(), command.reason)
        entry = self._writer.append(self._strand, draft)
        n = self._writer.n
        if command.derives is not None:
            self._derive(command.derives, touched_courses(self._db, changes))
        # The entry last: the window's thread takes it as the sign that the number stands too (`OwnRows`).
        ticket.n, ticket.changes = n, changes
        ticket.entry = entry
        if any(change.entity in STANDING_TABLES or change.entity == "academic_year" for change in changes):
            # The engine tells a connection only of what others have written.
            self.authority = read_authority(self._db, self._strand.account, self._person)

    def _derive(self, year: int, courses: frozenset[int] | None) -> None:
        """Bring the year's lessons in line with what the act has changed; protocolled when a lesson changes."""
        derived = recompute_lessons(self._db, year, system_ids(), courses)
        if derived.changed:
            self._writer.append(self._strand, derived.draft(self._clock.now_us()))

    def _take_up(self) -> None:
        """Read again what this process knows of the file, if another connection has written since."""
        version = self._version()
        if version != self._data_version:
            self._data_version = version
            self._writer.begin([self._strand])
            self.authority = read_authority(self._db, self._strand.account, self._person)

    def _undo_batch(self, batch: list[OfficeTicket], strand: tuple[int, bytes], error: EzhError) -> None:
        self._roll_back()
        self._strand.seq, self._strand.hash = strand
        self._data_version = 0
        for ticket in batch:
            if ticket.state is not TicketState.REFUSED:
                ticket.state, ticket.error, ticket.entry = TicketState.FAILED, error, None
        self._settle(batch)

    def _change_keys(self, edit: Callable[[KeyFile], KeyFile]) -> Change:
        """Step 1 of a change of keys: the next text into the database, vouched for by the change it gives."""
        text = next_text(self._db, self._sealed.path, self._key, edit)
        stored = (text.dump().decode(), text.head.serial)
        self._db.execute("UPDATE key_text SET text = ?, serial = ? WHERE id = 1", stored)
        return key_change(text)

    def _check(self, command: Command) -> None:
        if not self.authority.active:
            raise Refusal("Учётная запись заблокирована.", "Обратитесь к администратору журнала.")
        if self.authority.past and _in_past(command, self.authority.past):
            raise LockRefused(YEAR_CLOSED, "Открыть его с указанием причины может директор.")
        if self._by_password and self.authority.signs != self._signs:
            raise Refusal("Пароль этой учётной записи сменили.", "Закройте журнал и войдите с новым паролем.")
        # A page that has stood open over midnight was decided under the roles of yesterday.
        today = self._clock.today()
        for action, about in command.demands:
            demand(self.authority.actor, action, about if about.today == today else replace(about, today=today))
        if command.periods & self.authority.locked:
            refusal = refuse_locked("этого урока")
            if refusal is not None:
                raise refusal
        if command.guard is not None:
            command.guard(self._db)

    def _version(self) -> int:
        return int(self._db.execute("PRAGMA data_version").fetchone()[0])

    def _commit(self) -> None:
        self._sealed.before_commit()
        self._db.execute("COMMIT")
        try:
            self._sealed.remember(Position(self._journal, *self._writer.head()))
        except Trouble as trouble:
            # What is committed is durable; an older position only guards less.
            log.warning("position not remembered: %s %s", type(trouble).__name__, trouble.detail)

    def _roll_back(self) -> None:
        if self._db.in_transaction:
            self._db.execute("ROLLBACK")

    def _settle(self, batch: list[OfficeTicket]) -> None:
        """Tell the listeners of each ticket; it is pending until they know, so that who drained finds them told."""
        for ticket in batch:
            for listener in self.listeners:
                try:
                    listener(ticket)
                except Exception as fault:  # noqa: BLE001 - a window that is gone must not stop the writing
                    log.error("listener: %s", type(fault).__name__)
            with self._lock:
                self._waiting.remove(ticket)
            ticket.settled.set()

    def _idle(self) -> None:
        try:
            self._sealed.checkpoint()
        except Trouble as trouble:
            log.warning("checkpoint: %s %s", type(trouble).__name__, trouble.detail)

    def _end(self) -> None:
        """Sign the session's end; when the disk is gone the session simply stays without one."""
        try:
            with as_trouble():
                self._db.execute("BEGIN IMMEDIATE")
                self._take_up()
                self._writer.seal(self._strand, ended=self._clock.now_us())
                self._commit()
        except EzhError as error:
            log.warning("session end: %s", type(error).__name__)
            self._roll_back()


def _in_past(command: Command, past: frozenset[int]) -> bool:
    """Whether an act touches a closed year: its classes, courses and groups, or what is the whole year's."""
    if any(one.change.scope in past for one in command.planned):
        return True
    kind, ident = command.subject
    opens = any(one.change.entity == "academic_year" and one.change.new == {"state": "open"} for one in command.planned)
    return kind in {"academic_year", "extra_group"} and ident in past and not opens


def _based(change: Change, after: Any) -> Change:  # noqa: ANN401 - an own ticket or None
    """The change with its base, once the own act before it is known: it fell through, or it has its entry."""
    if after is None:
        return change
    if after.entry is None:
        raise StaleRefused("Предыдущая запись в этой клетке не сохранилась.", "Введите значение заново.")
    return replace(change, base=after.entry)
