"""What a check of the protocol can find wrong, as values: the kind, the entry where it shows, the table concerned.

Texts for people are made in services; nothing here holds a name, a mark or a topic.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

MOST_KEPT: Final = 200
"""Flaws kept one by one; of a file that is wrong throughout the rest is only counted."""


class FlawKind(StrEnum):
    """Kinds of flaws; the last ones are notices, which prove no tampering."""

    PAGES = "pages"
    """The file's own checks of pages and indexes."""
    REFERENCE = "reference"
    """A row refers to one that is not there."""
    TRIGGERS = "triggers"
    """The guards of the tables are not the program's."""
    ARRIVAL = "arrival"
    """An arrival number is missing or doubled."""
    ORDER = "order"
    """A number inside a session or an entry is missing."""
    HASH = "hash"
    """The entry or a change of it is not what was hashed."""
    BODY = "body"
    """The entry cannot be read, or names another place than it stands in."""
    GENESIS = "genesis"
    """The first entry does not found the journal."""
    SESSION = "session"
    """The row of a session contradicts its entries."""
    EMPTY_SESSION = "empty_session"
    """A session has no entry at all."""
    TIE = "tie"
    """A session's first entry does not name the heads that stood open."""
    LOOSE_END = "loose_end"
    """The table of open heads is not what the entries give."""
    SIGNATURE = "signature"
    """A session's head is not signed by its account."""
    KEY = "key"
    """The account of a session had no verifying key when it began."""
    CHANGE = "change"
    """A change cannot be read or does not fit the rows it was made on."""
    SCOPE = "scope"
    """A change is filed under another course than its row."""
    ROW_CHANGED = "row_changed"
    ROW_MISSING = "row_missing"
    ROW_UNRECORDED = "row_unrecorded"
    RIGHT = "right"
    """The person had no right to the act."""
    ACTION = "action"
    """An act of a kind the program does not know, or with rows that do not belong to it."""
    LESSONS = "lessons"
    """The lessons are not those of the newest derivation."""
    KEY_TEXT = "key_text"
    """The key text is not the one the protocol vouches for."""
    KEY_FILE = "key_file"
    """The key file beside the journal is not the key text."""
    CUT = "cut"
    """The head remembered elsewhere is not in this file."""
    BACKWARD = "backward"
    RECOVERY = "recovery"
    UNCHECKED = "unchecked"
    """Part of the file could not be checked, because another window keeps it busy."""

    @property
    def notice(self) -> bool:
        """Whether it is told, but is no finding."""
        return self in {FlawKind.BACKWARD, FlawKind.RECOVERY, FlawKind.UNCHECKED}


@dataclass(frozen=True, slots=True)
class Flaw:
    """One flaw: `n` is the arrival number of the entry where it shows (0: none), `place` a table or action."""

    kind: FlawKind
    n: int = 0
    place: str = ""


class Flaws:
    """Gathers flaws; keeps the first ones and counts them all."""

    def __init__(self) -> None:
        self.kept: list[Flaw] = []
        self.counts: Counter[FlawKind] = Counter()

    def add(self, kind: FlawKind, n: int = 0, place: str = "") -> None:
        """Note a flaw."""
        self.counts[kind] += 1
        if len(self.kept) < MOST_KEPT:
            self.kept.append(Flaw(kind, n, place))

    @property
    def serious(self) -> int:
        """How many flaws are findings."""
        return sum(count for kind, count in self.counts.items() if not kind.notice)

    @property
    def omitted(self) -> int:
        """How many were only counted."""
        return self.counts.total() - len(self.kept)
