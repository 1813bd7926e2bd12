"""The protocol (протокол действий) as a page: who did what and when, in the order of arrival (3.4, 7.6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ProtocolLine:
    """One entry: `n` its number of arrival, `when` in the school's zone, `what` in words, `changes` how many rows."""

    n: int
    when: datetime
    who: str
    computer: str
    what: str
    action: str
    changes: int
    reason: str


@dataclass(frozen=True, slots=True)
class ProtocolPage:
    """The whole protocol and the head that paper prints."""

    lines: tuple[ProtocolLine, ...]
    head: str
