"""The sealed file: opening it in the right order, and what one open window holds of it."""

from __future__ import annotations

import shutil
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from pathlib import Path

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Engine

from ezh_desktop.errors import BadInput, DamageTrouble, Trouble
from ezh_desktop.storage import faults
from ezh_desktop.storage.door import DISK, Door
from ezh_desktop.storage.engine import (
    APPLICATION_ID,
    PAGE_BYTES,
    USER_VERSION,
    Connection,
    foreign_file,
    make_engine,
    open_connection,
    open_new,
)
from ezh_desktop.storage.faults import as_trouble, not_closed
from ezh_desktop.storage.integrity import check_file, checkpoint
from ezh_desktop.storage.keyfile import SALT_BYTES, KeyFile, key_file_of, read_key_file, text_in_database
from ezh_desktop.storage.locks import FileLock, NoLock, Position, SameFile
from ezh_desktop.storage.places import on_network, read_only
from ezh_desktop.storage.safewrite import replacing, safe_write, temporary_beside

FORMAT = "ezh-1"
_PLAIN_START = b"SQLite format 3\0"
_LEFTOVERS = ("-wal", "-journal")

PositionOf = Callable[[Connection], Position | None]
Build = Callable[[Connection, bytes], None]


class Left(Enum):
    """What lies on the disk after closing."""

    ONE_FILE = "one file"
    WITH_WAL = "with wal"


@dataclass(frozen=True, slots=True)
class OpenFacts:
    """What lies open without any key: sizes in bytes, the journal's id from the key file, the number of slots.

    `journal_id` is None and `slots` 0 when the key file is missing or cannot be read.
    """

    format: str
    journal_id: bytes | None
    size: int
    keys_size: int
    wal_size: int
    slots: int


class _Opened:
    """Which database files this process has open.

    Python's own open and close of such a file would drop SQLite's POSIX locks: another process then writes inside a
    transaction. So whoever wants to look at the bytes asks here first.
    """

    def __init__(self) -> None:
        self._count: Counter[tuple[int, int]] = Counter()
        self._guard = threading.Lock()

    def add(self, file: SameFile) -> None:
        with self._guard:
            self._count[file.device, file.inode] += 1

    def drop(self, file: SameFile) -> None:
        with self._guard:
            self._count[file.device, file.inode] -= 1

    @contextmanager
    def looking(self, path: Path) -> Iterator[bool]:
        file = SameFile.of(path)
        with self._guard:
            yield self._count[file.device, file.inode] > 0


_OPENED = _Opened()


def looking_at(path: Path) -> AbstractContextManager[bool]:
    """Inside the block: whether this process has the file open, and no thread opens it meanwhile.

    When it has, the bytes must not be touched but through SQLite. Raises DriveGoneTrouble.
    """
    return _OPENED.looking(path)


def examine(path: Path) -> bytes | None:
    """Look at the file from outside: its salt (first 16 bytes), or None when this process has it open already.

    Raises DriveGoneTrouble when it is missing, DamageTrouble when it is too short or no sealed file at all. An empty
    file must be refused here, because SQLite would take it for a new database.
    """
    try:
        size = path.stat().st_size
    except OSError as error:
        raise (faults.cannot_open() if isinstance(error, FileNotFoundError) else _trouble(error)) from error
    if path.is_dir():
        raise foreign_file("folder")
    if size < PAGE_BYTES:
        raise DamageTrouble(
            "Файл журнала пуст или обрезан.", "Восстановите журнал из резервной копии.", f"{size} bytes"
        )
    with looking_at(path) as open_here:
        if open_here:
            return None
        with as_trouble(), path.open("rb") as stream:
            start = stream.read(SALT_BYTES)
    if start == _PLAIN_START:
        raise foreign_file("plain SQLite")
    return start


def open_facts(path: Path) -> OpenFacts:
    """The facts that need no key; raises like `examine`. A missing or broken key file is no fault here."""
    examine(path)
    keys = key_file_of(path)
    journal_id, slots = None, 0
    with suppress(Trouble):
        text = KeyFile.parse(read_key_file(path))
        journal_id, slots = text.head.journal, len(text.slots)
    return OpenFacts(FORMAT, journal_id, _size(path), _size(keys), _size(path.with_name(f"{path.name}-wal")), slots)


class SealedFile:
    """One window's hold on an open journal; made by `open_sealed`. Methods may be called from any thread."""

    def __init__(self, path: Path, key: bytes, lock: FileLock, *, readonly: bool, door: Door) -> None:
        """`lock` must be held, shared at least."""
        self.path = path
        self.readonly = readonly
        self.door = door
        self.lock = lock
        self.frozen = isinstance(lock, NoLock)
        self.wal = None if readonly else not on_network(path)
        self._key = key
        self._file = SameFile.of(path)
        self._closed = False
        _OPENED.add(self._file)

    def connect(self, *, readonly: bool | None = None, hot: Sequence[str] = ()) -> Connection:
        """A new connection, for the writer or a check; whoever takes it closes it. Raises Trouble.

        `hot`: see `open_connection`.
        """
        refuse_changes = self.readonly if readonly is None else readonly
        return open_connection(self.path, self._key, wal=self.wal, readonly=refuse_changes, frozen=self.frozen, hot=hot)

    @contextmanager
    def connection(self, *, readonly: bool | None = None) -> Iterator[Connection]:
        """A connection closed after the block."""
        connection = self.connect(readonly=readonly)
        try:
            yield connection
        finally:
            connection.close()

    @cached_property
    def engine(self) -> Engine:
        """SQLAlchemy's engine for reads."""
        return make_engine(self.path, self._key, wal=self.wal, frozen=self.frozen)

    def check_same_file(self) -> None:
        """Before each commit: raise DriveGoneTrouble when another file stands under the name."""
        self._file.check()

    def before_commit(self) -> None:
        """Everything that must happen before a commit: the door's delay or fault, and `check_same_file`."""
        with as_trouble():
            self.door.before_commit()
        self.check_same_file()

    def remember(self, position: Position) -> None:
        """After each commit: write down how far the protocol has come."""
        self.lock.remember(position)

    def checkpoint(self) -> bool:
        """After 5 s idle: bring the WAL into the file as far as other windows allow; True when all of it is there."""
        with self.connection(readonly=False) as connection:
            return checkpoint(connection)

    def close(self) -> Left:
        """Close the engine, bring the WAL in and let go of the lock; connections handed out must be closed before.

        Says `Left.ONE_FILE` only when no WAL is left: then the file may be copied or carried away with its key file.
        """
        if not self._closed:
            self._dispose()
            if not self.frozen:
                self._bring_in()
        self.release()
        wal = self.path.with_name(f"{self.path.name}-wal")
        return Left.WITH_WAL if _size(wal) else Left.ONE_FILE

    def release(self) -> None:
        """Let go without touching the file any more."""
        if not self._closed:
            self._closed = True
            self._dispose()
            _OPENED.drop(self._file)
            self.lock.close()

    def _dispose(self) -> None:
        if "engine" in self.__dict__:
            self.engine.dispose()

    def _bring_in(self) -> None:
        # The last connection of all windows brings the WAL in and removes it; a drive that is gone keeps it.
        with suppress(Trouble, sqlcipher.Error):
            self._file.check()
            with self.connection(readonly=False) as connection:
                connection.execute("PRAGMA busy_timeout=200")
                checkpoint(connection, truncate=True)


def open_sealed(
    path: Path,
    key: bytes,
    *,
    readonly: bool = False,
    door: Door = DISK,
    position: PositionOf | None = None,
    check: Callable[[Connection], None] | None = None,
) -> SealedFile:
    """Open the journal at `path` with its data key.

    A `readonly` journal opens also where nothing can be written (`SealedFile.frozen`), unless a WAL was left there.
    `position` tells how far the protocol has come; with it a loss of commits is noticed. When an earlier run left a WAL
    or rollback journal, the files are first copied aside and kept until the file check, `position` and `check` (which
    raises when it finds a fault, for instance the replay) have passed. Raises DamageTrouble and its kinds,
    DeviceTrouble and its kinds.
    """
    examine(path)
    lock = _lock_of(path, readonly=readonly)
    try:
        return _open_locked(path, key, lock, _Checks(readonly, door, position, check))
    except BaseException:
        lock.close()
        raise


def _lock_of(path: Path, *, readonly: bool) -> FileLock:
    if not readonly or not read_only(path):
        return FileLock(path)
    if _leftovers(path):
        raise not_closed()
    return NoLock(path)


@dataclass(frozen=True, slots=True)
class _Checks:
    readonly: bool
    door: Door
    position: PositionOf | None
    check: Callable[[Connection], None] | None


def _open_locked(path: Path, key: bytes, lock: FileLock, how: _Checks) -> SealedFile:
    alone = lock.try_exclusive()
    if not alone:
        lock.share()
    remembered = lock.remembered()
    aside = _copy_aside(path) if alone and _leftovers(path) else None
    sealed = SealedFile(path, key, lock, readonly=how.readonly, door=how.door)
    try:
        with sealed.connection(readonly=False) as connection:
            if aside is not None:
                check_file(connection).demand()
            now = how.position(connection) if how.position else None
            if remembered and now:
                remembered.check(now)
            if aside is not None and how.check:
                how.check(connection)
    except BaseException as error:
        sealed.release()
        if aside is not None and isinstance(error, DamageTrouble):
            error.remedy += f" Файлы в том виде, как их оставил сбой, лежат в папке «{aside.name}»."
        raise
    if aside is not None:
        shutil.rmtree(aside, ignore_errors=True)
    lock.share()
    return sealed


def create_sealed(path: Path, key: bytes, build: Build, *, door: Door = DISK, bulk: bool = False) -> None:
    """Make a new journal: `build(connection, salt)` makes schema, key text and first entries inside one transaction.

    Nothing stands under `path` until all is built; the key file is written from the key text right before. Raises
    BadInput when something lies there already (also a key file or a WAL of an earlier journal, which would mix with the
    new one), DeviceTrouble and its kinds, and what `build` raises. `bulk`: see `open_new`.
    """
    _demand_free(path)
    with _removed_on_failure(key_file_of(path)) as keys, replacing(path, door=door) as temporary:
        text = _made(temporary, key, build, bulk=bulk)
        _demand_free(path)
        if text is not None:
            safe_write(keys, text, door=door)
    lock = FileLock(path)
    lock.forget()
    lock.close()


@contextmanager
def _removed_on_failure(keys: Path) -> Iterator[Path]:
    was_there = keys.exists()
    try:
        yield keys
    except BaseException:
        if not was_there:
            keys.unlink(missing_ok=True)
        raise


def _made(path: Path, key: bytes, build: Build, *, bulk: bool) -> bytes | None:
    """Build the file; gives its key text."""
    connection = open_new(path, key, bulk=bulk)
    try:
        with as_trouble():
            _build(connection, build)
            if not on_network(path):
                connection.execute("PRAGMA journal_mode=WAL").fetchall()
            return text_in_database(connection)
    finally:
        connection.close()


def _build(connection: Connection, build: Build) -> None:
    connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version={USER_VERSION}")
    salt = bytes.fromhex(connection.execute("PRAGMA cipher_salt").fetchone()[0])
    connection.execute("BEGIN IMMEDIATE")
    try:
        build(connection, salt)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _demand_free(path: Path) -> None:
    for taken in (path, key_file_of(path), *(path.with_name(path.name + end) for end in _LEFTOVERS)):
        if taken.exists():
            raise BadInput(
                f"Файл «{taken.name}» уже есть в этой папке.", "Выберите другое имя или другую папку для журнала."
            )


def _leftovers(path: Path) -> bool:
    return any(_size(path.with_name(path.name + end)) for end in _LEFTOVERS)


def _copy_aside(path: Path) -> Path:
    """Copy database, WAL, rollback journal and key file into a folder of their own, before SQLite touches them.

    Only called when nobody has the journal open, this process included.
    """
    folder = temporary_beside(path).with_suffix(".aside")
    with as_trouble():
        try:
            folder.mkdir()
            for end in ("", *_LEFTOVERS, ".keys"):
                source = path.with_name(path.name + end)
                if source.exists():
                    shutil.copy2(source, folder / source.name)
        except OSError:
            shutil.rmtree(folder, ignore_errors=True)
            raise
    return folder


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _trouble(error: OSError) -> Trouble:
    return faults.translate(error) or faults.drive_gone()
