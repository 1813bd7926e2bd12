"""A small sealed journal with accounts, for the tests of keys: no schema but the key text, a protocol of its own."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from ezh_desktop.storage.door import DISK, Door
from ezh_desktop.storage.keychange import change_keys
from ezh_desktop.storage.keyfile import KeyFile, new_key_file
from ezh_desktop.storage.passwords import FLOOR
from ezh_desktop.storage.recovery_code import RecoveryCode, data_key
from ezh_desktop.storage.sealedfile import SealedFile, create_sealed, open_sealed
from ezh_desktop.storage.signin import How
from ezh_desktop.storage.slots import Secrets, Slot, SlotKind

JOURNAL = bytes(range(16))
CHEAP = How(cost=FLOOR)
SCHEMA = (
    "CREATE TABLE key_text (id INTEGER PRIMARY KEY CHECK (id = 1), text TEXT NOT NULL, serial INTEGER NOT NULL)",
    "CREATE TABLE change (serial INTEGER PRIMARY KEY)",
    "CREATE TABLE pupil (id INTEGER PRIMARY KEY, surname TEXT NOT NULL)",
)


@dataclass
class Journal:
    """A journal on the disk and everything a test may know about it."""

    path: Path
    code: RecoveryCode
    passwords: dict[str, str] = field(default_factory=dict)

    @property
    def root(self) -> bytes:
        return self.code.root()

    @property
    def key(self) -> bytes:
        return data_key(self.root, 1)

    @property
    def keys(self) -> Path:
        return self.path.with_name(self.path.name + ".keys")

    def beside(self, suffix: str) -> Path:
        return self.path.with_name(self.path.name + suffix)

    def open(self, door: Door = DISK) -> SealedFile:
        return open_sealed(self.path, self.key, door=door)

    def text(self) -> KeyFile:
        return KeyFile.parse(self.keys.read_bytes())

    def files(self) -> list[Path]:
        return sorted(found for found in self.path.parent.rglob("*") if found.is_file())


def slot_of(journal: bytes, login: str, password: str, secrets: Secrets, kind: SlotKind = SlotKind.PASSWORD) -> Slot:
    """A slot at the floor's cost."""
    return Slot.make(journal, login, password, kind, FLOOR, sealed_for=secrets)[0]


def write_text(connection, text: str, serial: int) -> None:
    """The caller's part of a change of keys: the row and its protocol entry."""
    connection.execute("UPDATE key_text SET text = ?, serial = ? WHERE id = 1", (text, serial))
    connection.execute("INSERT INTO change VALUES (?)", (serial,))


def a_journal(folder: Path, accounts: tuple[str, ...] = ("admin", "teacher"), name: str = "журнал 7А.ezh") -> Journal:
    """A new journal whose accounts have the password «пароль-LOGIN»; the first also holds the root."""
    journal = Journal(folder / name, RecoveryCode.make(), {login: f"пароль-{login}" for login in accounts})

    def build(connection, salt: bytes) -> None:
        for statement in SCHEMA:
            connection.execute(statement)
        connection.execute("INSERT INTO pupil VALUES (1, 'Громыхайло')")
        text = new_key_file(JOURNAL, salt, journal.code)
        for number, (login, password) in enumerate(journal.passwords.items()):
            secrets = Secrets(1, journal.key, journal.root if number == 0 else None)
            text = text.with_slot(slot_of(JOURNAL, login, password, secrets))
        dump = text.signed(journal.key).dump().decode()
        connection.execute("INSERT INTO key_text VALUES (1, ?, 1)", (dump,))

    create_sealed(journal.path, journal.key, build)
    return journal


def add_account(journal: Journal, login: str, *, door: Door = DISK) -> KeyFile:
    """Add an account as an administrator does: steps 1 and 2 of the change of keys."""
    sealed = journal.open(door)
    journal.passwords[login] = f"пароль-{login}"
    slot = slot_of(JOURNAL, login, journal.passwords[login], Secrets(1, journal.key))
    try:
        return change_keys(sealed, journal.key, lambda text: text.with_slot(slot), write_text)
    finally:
        sealed.close()


def run(script: str, *arguments) -> subprocess.CompletedProcess:
    """Run a script in a process of its own; it may die as it likes."""
    return subprocess.run([sys.executable, "-c", script, *arguments], capture_output=True, check=False)


CRASH = """
import os, sys
from pathlib import Path
from ezh_desktop.storage.engine import open_connection
connection = open_connection(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), wal=sys.argv[3] == "wal")
connection.execute("PRAGMA cache_size=2")
connection.execute("BEGIN IMMEDIATE")
connection.executemany("INSERT INTO pupil VALUES (?, ?)", [(n, "Кошкина" * 100) for n in range(10, 210)])
if sys.argv[3] == "wal":
    connection.execute("COMMIT")
os._exit(9)
"""


def crash(journal: Journal, mode: str) -> None:
    """Leave what a killed program leaves: 200 committed pupils in a WAL, or a hot rollback journal."""
    run(CRASH, journal.path, journal.key.hex(), mode)
    assert journal.beside("-wal" if mode == "wal" else "-journal").stat().st_size > 0
