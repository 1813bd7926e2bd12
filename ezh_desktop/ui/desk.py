"""The desk between a window and the services: what was asked for, what is not yet durable, what failed.

Everything happens in the window's thread; tickets settle in the writer's thread and come over by a queued
signal.
"""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from ezh_desktop.domain.change import EntryRef
from ezh_desktop.errors import Refusal, Trouble
from ezh_desktop.services.acts import Act, EnterCells, EnterPeriodMarks, Redo, Undo
from ezh_desktop.services.doors import Decision, Office, RefusedCell, Ticket, TicketState
from ezh_desktop.services.pages.course import CoursePage

SLOW_SECONDS = 2.0
_WATCH_MS = 250


class Ground(Protocol):
    """What a page's acts lie on while they are not durable: the page's model."""

    @property
    def scope(self) -> int:
        """The course or class whose page it is: the protocol's scope of its acts."""

    @property
    def live(self) -> CoursePage | None:
        """The page as the person sees it, that acts are decided against; None when the office reads it itself."""

    def lay(self, number: int, act: Act) -> int:
        """Show what an own act changes under its ticket's number; gives how many places are being written."""

    def settle(self, number: int, entry: EntryRef | None, *, failed: bool = False) -> None:
        """Take an own act off: with its entry it becomes part of the page, else the old values are back."""


@dataclass(slots=True)
class _Sent:
    """A submitted act: its ticket, scope and tab, how many places it writes, and when it was sent."""

    ticket: Ticket
    scope: int
    tab: str
    places: int
    since: float


class _Bridge(QObject):
    """Carries a settled ticket from the writer's thread into the window's."""

    settled = Signal(object)


class Desk(QObject):
    """Acts of the person on all pages of one window.

    `saved` comes when an act has become durable, `lost` with the ticket of one that was refused or failed late,
    `slow` when the disk has not answered for two seconds, `waiting` whenever the number of pending cells has changed,
    `came_back` with the scope on whose page an undo or redo has become durable.
    """

    saved = Signal()
    lost = Signal(object)
    slow = Signal()
    waiting = Signal()
    # Ids have 63 bits and Qt's int has 32: they travel as objects.
    came_back = Signal(object)

    def __init__(self, office: Office, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.office = office
        self._sent: dict[int, _Sent] = {}
        self._tabs: dict[EntryRef, str] = {}
        self._ground: Ground | None = None
        self._tab = ""
        self._told_slow = False
        self.unsaved: set[object] = set()
        self._bridge = _Bridge(self)
        # Queued even within one thread: a ticket may settle before `submit` has returned.
        self._bridge.settled.connect(self._on_settled, Qt.ConnectionType.QueuedConnection)
        office.on_settled(self._bridge.settled.emit)
        self._watch = QTimer(self)
        self._watch.setInterval(_WATCH_MS)
        self._watch.timeout.connect(self._on_watch)

    def attach(self, ground: Ground, tab: str) -> None:
        """Decides and shows own acts on this ground of the named tab from now on, those still pending too."""
        self._ground, self._tab = ground, tab
        for number, sent in self._sent.items():
            if sent.scope == ground.scope and sent.ticket.act is not None:
                ground.lay(number, sent.ticket.act)

    def ask(self, act: Act) -> Decision:
        """Decides an act on the attached page, submits what may be written, and lays it over the page."""
        ground = self._the_ground()
        try:
            live = ground.live
            decision = self.office.decide(act, live) if live is not None else Decision(act)
            if decision.act is not None:
                sent = self._send(decision.act, ground.scope, self._tab)
                sent.places = ground.lay(sent.ticket.number, decision.act)
        except Refusal as why:
            return Decision(None, (RefusedCell(0, 0, 0, "", why),))
        self.waiting.emit()
        return decision

    def take_back(self, act: Undo | Redo, scope: int) -> Refusal | None:
        """Undoes an own entry or does it again; its page, if it has one, is the attached one. Gives the refusal."""
        try:
            self._send(act, scope, self.tab_of(act.entry))
        except Refusal as why:
            return why
        except Trouble as trouble:
            # The page is read anew before anything is taken back, and the disk may be gone.
            return Refusal(trouble.what, trouble.remedy)
        self.waiting.emit()
        return None

    def tab_of(self, entry: EntryRef) -> str:
        """The tab on which an own entry was made, "" when it was not made in this window."""
        return self._tabs.get(entry, "")

    def _send(self, act: Act, scope: int, tab: str) -> _Sent:
        ticket = self.office.submit(act, self._ground.live if self._ground is not None else None)
        sent = self._sent[ticket.number] = _Sent(ticket, scope, tab, 0, monotonic())
        if ticket.state is not TicketState.QUEUED:
            # Nothing had to be written, so nobody will call back.
            self._bridge.settled.emit(ticket)
        if not self._watch.isActive():
            self._watch.start()
        return sent

    def _the_ground(self) -> Ground:
        if self._ground is None:
            raise RuntimeError("no page is attached")
        return self._ground

    @property
    def busy(self) -> bool:
        """Whether an act is not yet durable."""
        return bool(self._sent)

    def pending(self) -> list[tuple[Act | None, int]]:
        """Each act that is not yet durable, with how many places it writes; on all pages."""
        return [(sent.ticket.act, sent.places) for sent in self._sent.values()]

    def _on_settled(self, ticket: Ticket) -> None:
        sent = self._sent.pop(ticket.number, None)
        if sent is None:
            return
        if not self._sent:
            self._watch.stop()
            self._told_slow = False
        done = ticket.state is TicketState.DURABLE
        if done and ticket.entry is not None:
            self._tabs[ticket.entry] = sent.tab
        if self._ground is not None and self._ground.scope == sent.scope:
            self._ground.settle(ticket.number, ticket.entry if done else None, failed=not done)
        if done:
            self.unsaved -= _cells_of(ticket.act)
        elif ticket.state is TicketState.FAILED:
            self.unsaved |= _cells_of(ticket.act)
        if not done:
            self.lost.emit(ticket)
        elif isinstance(ticket.act, Undo | Redo):
            self.came_back.emit(sent.scope)
        if done:
            self.saved.emit()
        self.waiting.emit()

    def _on_watch(self) -> None:
        oldest = min((sent.since for sent in self._sent.values()), default=monotonic())
        if not self._told_slow and monotonic() - oldest >= SLOW_SECONDS:
            self._told_slow = True
            self.slow.emit()


def _cells_of(act: object) -> set[object]:
    """The cells of the marks page that an act enters; nothing for other acts."""
    if isinstance(act, EnterCells):
        return {(cell.lesson, cell.pupil) for cell in act.cells}
    if isinstance(act, EnterPeriodMarks):
        return {(mark.period, mark.pupil) for mark in act.marks}
    return set()
