"""The rows a window has written itself and not yet read back: what its next act is based on.

A teacher types faster than a disk syncs. Until a page read later shows the result, a row's present value is the one
this window submitted last, and the entry it will have is known only once that ticket is durable.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import Protocol

from ezh_desktop.domain.change import Change, EntryRef, Key, Row


class Awaited(Protocol):
    """A ticket as this module sees it: its entry and arrival number once durable, or that it came to nothing."""

    @property
    def entry(self) -> EntryRef | None:
        """The entry, once durable."""

    @property
    def n(self) -> int:
        """The arrival number of the entry."""

    @property
    def failed(self) -> bool:
        """Whether it came to nothing."""


@dataclass(frozen=True, slots=True)
class OwnRow:
    """A row as this window last wrote it, and the ticket that carries it."""

    ticket: Awaited
    row: Row


@dataclass(frozen=True, slots=True)
class Planned:
    """A change of a command; `after` is the own ticket whose entry becomes its base.

    `known` is the whole row as it stood before: what the change does not touch stays known to the next act.
    """

    change: Change
    after: Awaited | None = None
    known: Row = field(default_factory=dict)


class OwnRows:
    """Own rows by (entity, key). Safe to ask from the window's thread while the writer settles tickets."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, Key], OwnRow] = {}
        self._lock = threading.Lock()

    def get(self, entity: str, key: Key, cursor: int) -> OwnRow | None:
        """The own row that a page read at `cursor` does not show yet."""
        with self._lock:
            found = self._rows.get((entity, key))
            if found is None:
                return None
            ticket = found.ticket
            if ticket.failed or (ticket.entry is not None and ticket.n <= cursor):
                del self._rows[entity, key]
                return None
            return found

    def note(self, ticket: Awaited, planned: tuple[Planned, ...]) -> None:
        """Remember what a submitted command writes."""
        with self._lock:
            for one in planned:
                place = (one.change.entity, one.change.key)
                earlier = self._rows.get(place)
                before: Row = earlier.row if earlier else (one.change.old or {})
                self._rows[place] = OwnRow(ticket, {**one.known, **before, **one.change.new})

    def forget(self, ticket: Awaited) -> None:
        """Drop the rows of a ticket that came to nothing."""
        with self._lock:
            for place in [place for place, own in self._rows.items() if own.ticket is ticket]:
                del self._rows[place]
