"""A sealed journal with an empty schema and hands that write signed acts into it, past all services."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from nacl.signing import SigningKey

from ezh_desktop.domain.change import Change, EntryRef
from ezh_desktop.storage.flaws import FlawKind, Flaws
from ezh_desktop.storage.proof import Proof, prove
from ezh_desktop.storage.protocol import Draft, Strand
from ezh_desktop.storage.schema import create_schema
from ezh_desktop.storage.sealedfile import create_sealed, open_sealed
from ezh_desktop.storage.writer import Writer

JOURNAL = bytes(range(16))
KEY = bytes(range(32))
RECOVERY = SigningKey(b"r" * 32)
PERSON = {
    "surname": "Ёлкина",
    "given": "Вера",
    "patronymic": "",
    "gender": "f",
    "name_key": "",
    "post": "",
    "ended": None,
}


def signer_of(number: int) -> SigningKey:
    """The key pair of the account of that number."""
    return SigningKey(bytes([number]) * 32)


def account_change(number: int) -> Change:
    """The account of that number enters the journal."""
    login = f"u{number}"
    row = {
        "person": 1,
        "login": login,
        "login_key": login,
        "state": "active",
        "temporary": 0,
        "slot": "",
        "box_pub": "",
    }
    return Change("account", (number,), None, row | {"sign_pub": bytes(signer_of(number).verify_key).hex()})


def an_empty_journal(path: Path, accounts: int = 3) -> None:
    """A journal whose genesis registers accounts 1 … n."""

    def build(connection: Any, _salt: bytes) -> None:
        create_schema(connection)
        connection.execute("PRAGMA defer_foreign_keys = ON")
        connection.execute("INSERT INTO journal_info (name, value) VALUES ('journal', ?)", (JOURNAL.hex(),))
        connection.execute("INSERT INTO key_text (id, text, serial) VALUES (1, 'no keys here', 1)")
        strand = Strand(1, 1, signer_of(1), "ПК-1", "tests")
        changes = (Change("person", (1,), None, PERSON), *map(account_change, range(1, accounts + 1)))
        parents = {
            "account": 1,
            "computer": "ПК-1",
            "heads": [],
            "recovery": {"sign_pub": bytes(RECOVERY.verify_key).hex()},
        }
        writer = Writer(connection, JOURNAL)
        writer.begin([])
        writer.append(strand, Draft("journal.found", ("account", 1), changes, 1, parents=parents))
        writer.seal(strand, ended=1)

    create_sealed(path, KEY, build)


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """A connection in one transaction that is rolled back after the block."""
    sealed = open_sealed(path, KEY)
    try:
        with sealed.connection() as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
            finally:
                if db.in_transaction:
                    db.execute("ROLLBACK")
    finally:
        sealed.close()


@dataclass
class Hands:
    """Several people at their windows, writing into one open transaction."""

    db: Any
    ids: Iterator[int] = field(default_factory=lambda: count(10))
    now: int = 1_000

    def __post_init__(self) -> None:
        self.writer = Writer(self.db, JOURNAL)

    def open(self, account: int, computer: str = "ПК-2") -> Strand:
        """A session with its opening entry."""
        strand = Strand(next(self.ids), account, signer_of(account), computer, "tests")
        self.writer.begin([])
        heads = self.writer.untied()
        named = [[session, seq, head.hex()] for session, seq, head in heads]
        parents = {"account": account, "computer": computer, "heads": named}
        self.writer.append(strand, Draft("session.open", ("account", account), (), self.tick(), parents=parents))
        self.writer.tie(heads)
        self.writer.seal(strand)
        return strand

    def act(self, strand: Strand, *changes: Change) -> EntryRef:
        """One act."""
        self.writer.begin([strand])
        made = self.writer.append(strand, Draft("test.act", ("school", 0), changes, self.tick()))
        self.writer.seal(strand)
        return made

    def end(self, strand: Strand) -> None:
        """The session's end."""
        self.writer.begin([strand])
        self.writer.seal(strand, ended=self.tick())

    def tick(self) -> int:
        """Time goes on."""
        self.now += 1
        return self.now


def proof_of(db: Any, wanted: int = 0) -> Proof:
    """The walk through everything."""
    return prove(db, Flaws(), wanted=wanted)


def found(db: Any) -> set[FlawKind]:
    """Kinds of flaws the walk finds."""
    return set(proof_of(db).flaws.counts)
