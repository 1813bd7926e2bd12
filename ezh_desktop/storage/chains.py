"""The strands of the protocol, walked in the order of arrival: numbers, hashes, knots, signatures (file format).

A hash chain alone proves nothing against someone who holds the data key, so the head of every session must be signed by
the key that its account had when the session opened; those keys come from the protocol itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from ezh_desktop.storage.flaws import FlawKind, Flaws
from ezh_desktop.storage.protocol import NO_HASH, RULE, chain, is_signed, joined_head
from ezh_desktop.storage.reading.rows import Readable, row, rows

FOUNDING: Final = "journal.found"
RECOVERY_ACTS: Final = frozenset({"session.open", "account.recover"})
"""What the recovery key may sign."""
_BATCH: Final = 4096
_scan: Final = json.JSONDecoder().raw_decode
_PROTOCOL: Final = (
    "SELECT e.n, e.session, e.seq, e.body, e.hash, c.k, c.scope, c.body FROM entry AS e"
    " LEFT JOIN change AS c ON c.session = e.session AND c.seq = e.seq ORDER BY e.n, c.k"
)
_HEADS: Final = "SELECT n, session, seq, body, hash FROM entry WHERE n <= ? ORDER BY n"


class StoredEntry(NamedTuple):
    """An entry as it lies in the file; `changes` are (k, scope, body)."""

    n: int
    session: int
    seq: int
    body: str
    hash: bytes
    changes: list[tuple[int, int, str]]


class EntryBody(NamedTuple):
    """What an entry says."""

    rule: int
    session: int
    seq: int
    utc_us: int
    action: str
    subject: tuple[str, int]
    reason: str
    parents: Any


@dataclass(frozen=True, slots=True)
class Act:
    """An entry that could be read. `changes` are the decoded bodies; None where one is no list of six."""

    stored: StoredEntry
    body: EntryBody
    account: int
    changes: list[Any]


class SessionRow(NamedTuple):
    """A session as its row tells it."""

    account: int
    computer: str
    opened: int
    seq: int
    hash: bytes
    sig: bytes


@dataclass(slots=True)
class _Strand:
    """A session as its entries tell it."""

    seq: int = 0
    hash: bytes = NO_HASH
    utc_us: int = 0
    first: int = 0
    sign_pub: str = ""
    foreign: int = 0
    """The first entry that the recovery key may not sign."""
    recovers: list[int] = field(default_factory=list)


def read_protocol(db: Readable) -> Iterator[StoredEntry]:
    """All entries with their changes in order of arrival, a few thousand rows at a time."""
    cursor = db.execute(_PROTOCOL)
    entry: StoredEntry | None = None
    while found := cursor.fetchmany(_BATCH):
        for n, session, seq, body, digest, k, scope, text in found:
            if entry is None or entry.n != n or entry.session != session:
                if entry is not None:
                    yield entry
                entry = StoredEntry(n, session, seq, body, digest, [])
            if k is not None:
                entry.changes.append((k, scope, text))
    if entry is not None:
        yield entry


def read_sessions(db: Readable) -> dict[int, SessionRow]:
    """The rows of all sessions."""
    found = rows(db, "SELECT id, account, computer, opened, seq, hash, sig FROM session")
    return {one[0]: SessionRow(*one[1:]) for one in found}


def head_at(db: Readable, n: int) -> bytes | None:
    """The head of the journal after its first `n` entries; None when it has fewer."""
    (newest,) = row(db, "SELECT coalesce(max(n), 0) FROM entry")
    if n > newest:
        return None
    loose: dict[int, bytes] = {}
    for _, session, seq, body, digest in db.execute(_HEADS, (n,)):
        if seq == 1:
            for tied, _, _ in _named_heads(_read_body(body)) or ():
                loose.pop(tied, None)
        loose[session] = bytes(digest)
    return joined_head(list(loose.values()))


class Chains:
    """Takes up one entry after the other, then `finish` looks at what stands beside them."""

    def __init__(
        self, journal: bytes, sessions: dict[int, SessionRow], flaws: Flaws, *, wanted: int = 0, real: bool = True
    ) -> None:
        """`journal` is the journal's id; the head after `wanted` entries is kept in `wanted_head`.

        Without `real` time, as in a demo school, an entry earlier than its predecessor is not flagged.
        """
        self.n = 0
        self.wanted_head: bytes | None = NO_HASH if wanted == 0 else None
        self._journal = journal
        self._sessions = sessions
        self._flaws = flaws
        self._wanted = wanted
        self._real = real
        self._strands: dict[int, _Strand] = {}
        self._loose: dict[int, bytes] = {}
        self._keys: dict[int, str] = {}
        self._recovery = ""

    @property
    def head(self) -> bytes:
        """The untied head after the entries taken up so far."""
        return joined_head(list(self._loose.values()))

    def take(self, stored: StoredEntry) -> Act | None:
        """Check an entry against those before it; None when it cannot be read."""
        if stored.n != self.n + 1:
            self._flaws.add(FlawKind.ARRIVAL, stored.n)
        self.n = stored.n
        strand = self._strands.setdefault(stored.session, _Strand())
        if stored.seq != strand.seq + 1 or [k for k, _, _ in stored.changes] != list(range(1, len(stored.changes) + 1)):
            self._flaws.add(FlawKind.ORDER, stored.n)
        texts = [text for _, _, text in stored.changes]
        if chain(self._journal, strand.hash, stored.body, texts) != stored.hash:
            self._flaws.add(FlawKind.HASH, stored.n)
        act = self._read(stored, texts)
        if act is not None:
            self._follow(act, strand)
        strand.seq, strand.hash = stored.seq, bytes(stored.hash)
        self._loose[stored.session] = strand.hash
        if stored.n == self._wanted:
            self.wanted_head = self.head
        return act

    def finish(self, loose_ends: Sequence[int], *, signatures: bool = True) -> None:
        """Compare the sessions' rows and the table of open heads with the entries, and check every signature."""
        if set(loose_ends) != set(self._loose):
            self._flaws.add(FlawKind.LOOSE_END, self.n)
        for _ in self._sessions.keys() - self._strands.keys():
            self._flaws.add(FlawKind.EMPTY_SESSION)
        for session, strand in self._strands.items():
            found = self._sessions.get(session)
            if found is None or (found.seq, bytes(found.hash)) != (strand.seq, strand.hash):
                self._flaws.add(FlawKind.SESSION, strand.first)
            elif signatures:
                self._check_signature(session, strand, bytes(found.sig))

    def _read(self, stored: StoredEntry, texts: list[str]) -> Act | None:
        body = _read_body(stored.body)
        found = self._sessions.get(stored.session)
        if body is None or found is None or body[:3] != (RULE, stored.session, stored.seq):
            self._flaws.add(FlawKind.BODY, stored.n)
            return None
        return Act(stored, body, found.account, [_read_change(text) for text in texts])

    def _follow(self, act: Act, strand: _Strand) -> None:
        stored, body = act.stored, act.body
        if stored.seq == 1:
            self._open(act, strand)
        elif body.parents is not None:
            self._flaws.add(FlawKind.BODY, stored.n)
        if body.utc_us < strand.utc_us and self._real:
            self._flaws.add(FlawKind.BACKWARD, stored.n)
        strand.utc_us = body.utc_us
        if body.action == "account.recover":
            strand.recovers.append(stored.n)
        elif body.action not in RECOVERY_ACTS:
            strand.foreign = strand.foreign or stored.n
        self._learn_keys(act)
        if body.action == FOUNDING:
            strand.sign_pub = self._keys.get(act.account, "")

    def _open(self, act: Act, strand: _Strand) -> None:
        """The first entry of a session: what it says of itself, and the knot it ties."""
        stored, parents = act.stored, act.body.parents
        strand.first = stored.n
        strand.sign_pub = self._keys.get(act.account, "")
        if (stored.n == 1) != (act.body.action == FOUNDING):
            self._flaws.add(FlawKind.GENESIS, stored.n)
        named, told = _named_heads(act.body), self._sessions[stored.session]
        said = (parents.get("account"), parents.get("computer")) if named is not None else None
        if said != (told.account, told.computer) or told.opened != act.body.utc_us:
            self._flaws.add(FlawKind.SESSION, stored.n)
        if act.body.action == FOUNDING and named is not None:
            self._recovery = str((parents.get("recovery") or {}).get("sign_pub", ""))
        self._tie(stored.n, named or [], strand)

    def _tie(self, n: int, named: list[tuple[int, int, str]], strand: _Strand) -> None:
        """The named heads must be all that stood open when the session began."""
        stood = {(one, self._strands[one].seq, digest.hex()) for one, digest in self._loose.items()}
        if set(named) != stood:
            self._flaws.add(FlawKind.TIE, n)
        for session, _, _ in named:
            if session in self._strands:
                strand.utc_us = max(strand.utc_us, self._strands[session].utc_us)
            self._loose.pop(session, None)

    def _learn_keys(self, act: Act) -> None:
        for change in act.changes:
            if change is not None and change[0] == "account":
                self._learn_key(change)

    def _learn_key(self, change: Any) -> None:  # noqa: ANN401 - decoded JSON
        _, key, names, _, new, _ = change
        if names is None and isinstance(new, dict):
            fields = new
        elif isinstance(names, str):
            fields = {names: new}
        elif isinstance(names, list) and isinstance(new, list):
            fields = dict(zip(names, new, strict=False))
        else:
            return
        if "sign_pub" in fields and isinstance(key, list) and len(key) == 1:
            self._keys[key[0]] = str(fields["sign_pub"])

    def _check_signature(self, session: int, strand: _Strand, sig: bytes) -> None:
        if not strand.sign_pub:
            self._flaws.add(FlawKind.KEY, strand.first)
        elif self._signed(session, strand, sig, strand.sign_pub):
            for n in strand.recovers:
                self._flaws.add(FlawKind.RIGHT, n, "account.recover")
        elif self._recovery and self._signed(session, strand, sig, self._recovery):
            self._flaws.add(FlawKind.RECOVERY, strand.first)
            if strand.foreign:
                self._flaws.add(FlawKind.RIGHT, strand.foreign)
        else:
            self._flaws.add(FlawKind.SIGNATURE, strand.first)

    def _signed(self, session: int, strand: _Strand, sig: bytes, sign_pub: str) -> bool:
        try:
            pub = bytes.fromhex(sign_pub)
        except ValueError:
            return False
        return is_signed(self._journal, session, strand.seq, strand.hash, sig=sig, sign_pub=pub)


def _decode(text: str) -> Any:  # noqa: ANN401 - decoded JSON
    """The JSON value; ValueError unless the text is that value and nothing else, as canonical text is."""
    value, end = _scan(text)
    if end != len(text):
        raise ValueError("text after the value")
    return value


def _read_body(text: str) -> EntryBody | None:
    try:
        parts = _decode(text)
        rule, session, seq, utc_us, action, (kind, ident), reason, parents = parts
    except (ValueError, TypeError):
        return None
    whole = all(type(one) is int for one in (rule, session, seq, utc_us, ident))
    if not (whole and isinstance(action, str) and isinstance(kind, str) and isinstance(reason, str)):
        return None
    return EntryBody(rule, session, seq, utc_us, action, (kind, ident), reason, parents)


def _read_change(text: str) -> Any:  # noqa: ANN401 - decoded JSON
    try:
        parts = _decode(text)
    except ValueError:
        return None
    return parts if isinstance(parts, list) and len(parts) == 6 else None


def _named_heads(body: EntryBody | None) -> list[tuple[int, int, str]] | None:
    """The heads that a session's first entry names; None when it names none in the right form."""
    if body is None or not isinstance(body.parents, dict):
        return None
    try:
        return [(int(session), int(seq), str(digest)) for session, seq, digest in body.parents["heads"]]
    except (KeyError, TypeError, ValueError):
        return None
