"""The desk between a window and the services: what was asked for, what is not yet durable, what failed.

Everything happens in the window's thread; tickets settle in the writer's thread and come over by a queued
signal.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from time import monotonic

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from ezh_desktop.domain.change import EntryRef
from ezh_desktop.errors import Refusal
from ezh_desktop.services.acts import (
    Act,
    CommentCell,
    EnterCells,
    EnterPeriodMarks,
    Redo,
    SetLessonKind,
    Undo,
)
from ezh_desktop.services.doors import Decision, Office, RefusedCell, Ticket, TicketState
from ezh_desktop.services.pages.course import CellMark, PeriodMark
from ezh_desktop.ui.models.marks import NOT_DURABLE, CellKey, Laid, MarksModel

SLOW_SECONDS = 2.0
_WATCH_MS = 250


@dataclass(frozen=True, slots=True)
class _Sent:
    """A submitted act: its ticket, the page it belongs to, what it changes there, and when it was sent."""

    ticket: Ticket
    course: int
    laid: Laid
    since: float


class _Bridge(QObject):
    """Carries a settled ticket from the writer's thread into the window's."""

    settled = Signal(object)


class Desk(QObject):
    """Acts of the person on all pages of one window.

    `saved` comes when an act has become durable, `lost` with the ticket of one that was refused or failed late,
    `slow` when the disk has not answered for two seconds, `waiting` whenever the number of pending cells has changed,
    `came_back` with the course on whose page an undo or redo has become durable.
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
        self._model: MarksModel | None = None
        self._told_slow = False
        self._bridge = _Bridge(self)
        # Queued even within one thread: a ticket may settle before `submit` has returned.
        self._bridge.settled.connect(self._on_settled, Qt.ConnectionType.QueuedConnection)
        office.on_settled(self._bridge.settled.emit)
        self._watch = QTimer(self)
        self._watch.setInterval(_WATCH_MS)
        self._watch.timeout.connect(self._on_watch)

    def attach(self, model: MarksModel) -> None:
        """Shows own pending acts on this model from now on."""
        self._model = model
        for number, sent in self._sent.items():
            if sent.course == model.page.course:
                model.lay(number, sent.laid)

    def ask(self, act: Act) -> Decision:
        """Decides an act on the attached page, submits what may be written, and lays it over the page."""
        model = self._the_model()
        try:
            decision = self.office.decide(act, model.live)
            if decision.act is not None:
                self._submit(decision.act, model)
        except Refusal as why:
            return Decision(None, (RefusedCell(0, 0, 0, "", why),))
        return decision

    def take_back(self, act: Undo | Redo, course: int) -> Refusal | None:
        """Undoes an own entry or does it again; its page must be the attached one. Gives the refusal, if any."""
        try:
            self._send(act, course, Laid())
        except Refusal as why:
            return why
        return None

    def _submit(self, act: Act, model: MarksModel) -> None:
        laid = laid_by(act, model)
        number = self._send(act, model.page.course, laid)
        model.lay(number, laid)

    def _send(self, act: Act, course: int, laid: Laid) -> int:
        ticket = self.office.submit(act, self._the_model().live)
        self._sent[ticket.number] = _Sent(ticket, course, laid, monotonic())
        if ticket.state is not TicketState.QUEUED:
            # Nothing had to be written, so nobody will call back.
            self._bridge.settled.emit(ticket)
        if not self._watch.isActive():
            self._watch.start()
        self.waiting.emit()
        return ticket.number

    def _the_model(self) -> MarksModel:
        if self._model is None:
            raise RuntimeError("no page is attached")
        return self._model

    @property
    def busy(self) -> bool:
        """Whether an act is not yet durable."""
        return bool(self._sent)

    def pending_cells(self) -> int:
        """How many cells are being written, on all pages."""
        return sum(len(sent.laid.touched()) for sent in self._sent.values())

    def _on_settled(self, ticket: Ticket) -> None:
        sent = self._sent.pop(ticket.number, None)
        if sent is None:
            return
        if not self._sent:
            self._watch.stop()
            self._told_slow = False
        done = ticket.state is TicketState.DURABLE
        model = self._model if self._model and self._model.page.course == sent.course else None
        if model is not None:
            durable = _made_durable(sent.laid, ticket.entry) if done and ticket.entry else None
            model.settle(ticket.number, durable, failed=not done)
        if not done:
            self.lost.emit(ticket)
        elif isinstance(ticket.act, Undo | Redo):
            self.came_back.emit(sent.course)
        if done:
            self.saved.emit()
        self.waiting.emit()

    def _on_watch(self) -> None:
        oldest = min((sent.since for sent in self._sent.values()), default=monotonic())
        if not self._told_slow and monotonic() - oldest >= SLOW_SECONDS:
            self._told_slow = True
            self.slow.emit()


def laid_by(act: Act, model: MarksModel) -> Laid:
    """What an act changes on its page, as it will look before it is durable."""
    if isinstance(act, EnterCells):
        entered = {(cell.lesson, cell.pupil, cell.slot): cell.value for cell in act.cells}
        return Laid(cells={key: _cell_after(model, key, value) for key, value in entered.items()})
    if isinstance(act, EnterPeriodMarks):
        return Laid(
            marks={(mark.pupil, mark.period): PeriodMark(mark.value, NOT_DURABLE, mark.reason) for mark in act.marks}
        )
    if isinstance(act, CommentCell):
        key = (act.lesson, act.pupil, act.slot)
        old = model.live.cells.get(key, CellMark("", NOT_DURABLE))
        return Laid(cells={key: replace(old, comment=act.comment)})
    if isinstance(act, SetLessonKind):
        return Laid(kinds={act.lesson: act.kind})
    return Laid()


def _cell_after(model: MarksModel, key: CellKey, value: str) -> CellMark:
    """The cell with its new value; comment and reason stay with a value that stays."""
    old = model.live.cells.get(key)
    if old is None:
        return CellMark(value, NOT_DURABLE)
    return replace(old, value=value, reason=old.reason if old.value == value else "")


def _made_durable(laid: Laid, entry: EntryRef) -> Laid:
    """The same changes under the entry that recorded them."""
    cells = {key: replace(cell, entry=entry) for key, cell in laid.cells.items()}
    marks = {key: replace(mark, entry=entry) for key, mark in laid.marks.items()}
    return Laid(cells, marks, laid.kinds)
