"""A change of the key text: first in the database with its protocol entry, then in the file beside it.

Step 1 is one transaction: the newest text of the database as base, serial + 1, written together with its entry. Step 2
writes the newest text of the database into NAME.ezh.keys. Killed between them, the next sign-in does step 2 (`heal`).
Both take the database's own write lock, so that of two processes neither loses the other's slots. Step 3, the change of
generation, re-encrypts the file; the text is ready for it (`KeyFile.next_generation`).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum
from pathlib import Path

from ezh_desktop.errors import DeviceTrouble, KeyFileTrouble, NewerFormatTrouble
from ezh_desktop.storage.door import DISK, Door
from ezh_desktop.storage.engine import Connection
from ezh_desktop.storage.faults import as_trouble
from ezh_desktop.storage.keyfile import KeyFile, broken_key_file, key_file_of, read_key_file, text_in_database
from ezh_desktop.storage.safewrite import safe_write
from ezh_desktop.storage.sealedfile import SealedFile

log = logging.getLogger(__name__)

Edit = Callable[[KeyFile], KeyFile]
WriteText = Callable[[Connection, str, int], None]


class KeyFileState(Enum):
    """What was found beside the journal, and what came of it."""

    SAME = "same"
    HEALED = "healed"
    NEWER_OUTSIDE = "newer outside"
    NOT_WRITABLE = "not writable"


def key_text(connection: Connection) -> KeyFile:
    """The key text inside the database; raises KeyFileTrouble when there is none."""
    data = text_in_database(connection)
    if data is None:
        raise broken_key_file("no text in the database")
    return KeyFile.parse(data)


def next_text(connection: Connection, path: Path, key: bytes, edit: Edit) -> KeyFile:
    """Inside the caller's write transaction: the database's text as changed by `edit`, with the next serial, signed.

    `key` is the data key of the text's generation (`SignedIn.text_key`); `path` is the journal's.
    The serial also passes a valid key file that is ahead, so that the text written now wins from here on.
    """
    base = key_text(connection)
    outside = _if_valid(_outside(path), base, key)
    newest = max(base.head.serial, outside.head.serial if outside else 0)
    return edit(base).signed(key, serial=newest + 1)


def change_keys(sealed: SealedFile, key: bytes, edit: Edit, write_in_transaction: WriteText) -> KeyFile:
    """Steps 1 and 2 on a connection of their own; gives the new text.

    `write_in_transaction(connection, text, serial)` writes the row of `key_text` and its protocol entry; what it
    raises undoes all. A fault of step 2 is not raised, because the change is already made: the next sign-in heals the
    file. Raises Trouble when step 1 fails, and then nothing has changed.
    """
    with sealed.connection() as connection:
        with _write_transaction(connection, sealed):
            text = next_text(connection, sealed.path, key, edit)
            write_in_transaction(connection, text.dump().decode(), text.head.serial)
        project(connection, sealed.path, door=sealed.door)
    return text


def project(connection: Connection, path: Path, *, door: Door = DISK) -> KeyFileState:
    """Step 2: write the database's newest text into the key file, unless it stands there already.

    `connection` must have no transaction open and be allowed to write. Gives `SAME`, `HEALED` or `NOT_WRITABLE`.
    """
    if _is_projected(connection, path):
        return KeyFileState.SAME
    try:
        with _turn(connection):
            data = text_in_database(connection)
            if data is not None:
                safe_write(key_file_of(path), data, door=door)
    except DeviceTrouble as trouble:
        log.warning("key file not written: %s %s", type(trouble).__name__, trouble.detail)
        return KeyFileState.NOT_WRITABLE
    return KeyFileState.HEALED


def heal(connection: Connection, path: Path, key: bytes, *, door: Door = DISK) -> tuple[KeyFile, KeyFileState]:
    """Step 4 at sign-in: the text that holds, and what was done to the file.

    Of two valid texts the one with the higher serial wins; a missing, broken, foreign or older file is written anew
    from inside. `key` is the newest data key.
    """
    # The file first: what another process writes in between must not make it look ahead of the database.
    found = _outside(path)
    inside = key_text(connection)
    outside = _if_valid(found, inside, key)
    if outside is not None and outside.head.serial > inside.head.serial:
        return outside, KeyFileState.NEWER_OUTSIDE
    return inside, project(connection, path, door=door)


def _is_projected(connection: Connection, path: Path) -> bool:
    """Looked at without the lock, so that a sign-in never waits for a window that is writing."""
    data = text_in_database(connection)
    return data is None or _outside(path) == data


@contextmanager
def _write_transaction(connection: Connection, sealed: SealedFile) -> Iterator[None]:
    with as_trouble():
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            sealed.before_commit()
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


@contextmanager
def _turn(connection: Connection) -> Iterator[None]:
    """The key-file lock: the database's write lock, so that no newer text can come between reading and writing."""
    with as_trouble():
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            connection.execute("ROLLBACK")


def _outside(path: Path) -> bytes | None:
    try:
        return read_key_file(path)
    except KeyFileTrouble:
        return None


def _if_valid(data: bytes | None, inside: KeyFile, key: bytes) -> KeyFile | None:
    """The key file's text when it is whole, of this journal and proved by the data key."""
    if data is None:
        return None
    try:
        text = KeyFile.parse(data)
    except (KeyFileTrouble, NewerFormatTrouble):
        return None
    ours = text.head.journal == inside.head.journal and not text.harmed
    return text if ours and text.proves(key) else None
