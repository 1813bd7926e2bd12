"""Opening a connection to the sealed file: the order of statements is a rule of the format (docs/format.md)."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import quote

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection as SqlConnection
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from ezh_desktop.errors import DamageTrouble, NewerFormatTrouble
from ezh_desktop.storage.faults import as_trouble

Connection: TypeAlias = Any
"""A connection of sqlcipher3, which ships no types."""

KEY_BYTES = 32
PAGE_BYTES = 4096
APPLICATION_ID = 0x455A4831
"""«EZH1» in the header of the database."""

USER_VERSION = 1
"""The newest version of the file's format that this program reads; the schema's own version is the migrations'."""

BUSY_MS = 5000
CHECKPOINT_PAGES = 200
READERS = 4
SPARE_STATEMENTS = 2
"""How many prepared statements a connection keeps beside its hot ones; see `_prepare`."""

BULK_CACHE_KIB = 128 * 1024

_BEFORE_READING = (
    "PRAGMA cipher_compatibility=4",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA mmap_size=0",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
    "PRAGMA foreign_keys=ON",
    "PRAGMA recursive_triggers=ON",
    f"PRAGMA busy_timeout={BUSY_MS}",
    "PRAGMA secure_delete=ON",
)
_FROZEN = "ro&immutable=1"
"""Nothing is written and nothing beside the main file is looked at."""

_TOUCH = "SELECT count(*) FROM sqlite_schema"
_WHOSE = "SELECT application_id, user_version FROM pragma_application_id, pragma_user_version"


def file_uri(path: Path, mode: str) -> str:
    """The address of `path` for SQLite, safe for Cyrillic, spaces, «?», «#», drive letters and network shares."""
    spelled = path.absolute().as_posix()
    return f"file://{quote(spelled if spelled.startswith('/') else '/' + spelled)}?mode={mode}"


def open_connection(
    path: Path,
    key: bytes,
    *,
    wal: bool | None = True,
    readonly: bool = False,
    frozen: bool = False,
    hot: Sequence[str] = (),
) -> Connection:
    """A connection to the existing sealed file at `path`, with no transaction open (`isolation_level` None).

    `key` are the 32 bytes of the data key. With `wal` False the file is put under a rollback journal, as network drives
    need; with None it stays as it is, because changing the mode writes into the file. With `readonly` every change is
    refused. `frozen` is for a place where nothing can be written, not even SQLite's own files: the caller has seen that
    no WAL lies there. `hot` are the few statements with parameters that it will run over and over. The connection may
    be used by any one thread at a time. Raises DamageTrouble when the key does not open the file or it is no journal,
    NewerFormatTrouble, DeviceTrouble and its kinds.
    """
    with as_trouble():
        connection = _unlocked(path, key, _FROZEN if frozen else "rw", kept=len(hot) + SPARE_STATEMENTS)
        try:
            _demand_ours(connection)
            if wal is not None and not frozen:
                _execute(connection, f"PRAGMA journal_mode={'WAL' if wal else 'DELETE'}")
            _execute(connection, "PRAGMA synchronous=FULL")
            _execute(connection, f"PRAGMA wal_autocheckpoint={CHECKPOINT_PAGES}")
            if readonly or frozen:
                _execute(connection, "PRAGMA query_only=ON")
            _prepare(connection, hot)
        except BaseException:
            connection.close()
            raise
    return connection


def open_new(path: Path, key: bytes, *, bulk: bool = False, salt: bytes | None = None) -> Connection:
    """A connection to a new sealed file under a rollback journal; raises FileExistsError, DeviceTrouble.

    `salt` are the first 16 bytes of the file to be, random when None.

    `bulk` is for made-up data in a process of its own: SQLCipher then neither locks nor wipes every piece of memory,
    which makes 100,000 rows ten times slower, and keeps the file's pages in memory until the commit.
    """
    if path.exists():
        raise FileExistsError(path.name)
    with as_trouble():
        connection = _unlocked(path, key, "rwc", guarded=not bulk, salt=salt)
        if bulk:
            _execute(connection, f"PRAGMA cache_size=-{BULK_CACHE_KIB}")
        _execute(connection, "PRAGMA journal_mode=DELETE")
        _execute(connection, "PRAGMA synchronous=FULL")
    return connection


def opens(path: Path, key: bytes, *, untouched: bool = True) -> bool:
    """Whether `key` opens the file, tried without writing.

    `untouched` looks at the main file alone and leaves a WAL or hot journal as it is; it must be False while this
    process has the file open, because closing such a look drops the process's locks. Raises DeviceTrouble.
    """
    mode = _FROZEN if untouched else "ro"
    with as_trouble():
        try:
            _unlocked(path, key, mode).close()
        except sqlcipher.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF == sqlcipher.SQLITE_NOTADB:
                return False
            raise
    return True


def make_engine(path: Path, key: bytes, *, wal: bool | None = True, frozen: bool = False) -> Engine:
    """The engine for reads: connections opened by the same rule, changes refused, transactions by our own BEGIN."""

    def connect() -> Connection:
        return open_connection(path, key, wal=wal, readonly=True, frozen=frozen)

    # The dialect would take a pool of one connection a thread, which cannot be closed from another thread.
    engine = create_engine("sqlite://", module=sqlcipher, creator=connect, poolclass=QueuePool, pool_size=READERS)
    event.listen(engine, "begin", _begin_deferred)
    return engine


def foreign_file(detail: str = "") -> DamageTrouble:
    """No journal of ours."""
    return DamageTrouble("Это не файл журнала ЭЖ.", "Выберите файл журнала: его имя оканчивается на «.ezh».", detail)


def newer_format(detail: str) -> NewerFormatTrouble:
    """Written by a newer version of the program."""
    return NewerFormatTrouble(
        "Журнал создан более новой версией программы.", "Обновите ЭЖ Desktop на этом компьютере.", detail
    )


def _demand_ours(connection: Connection) -> None:
    """Refuse another program's sealed database and a newer format, before the journal mode is touched."""
    application, version = connection.execute(_WHOSE).fetchone()
    if application != APPLICATION_ID:
        raise foreign_file(f"application_id {application}")
    if version > USER_VERSION:
        raise newer_format(f"file version {version}")


def _begin_deferred(connection: SqlConnection) -> None:
    connection.exec_driver_sql("BEGIN")


def _unlocked(
    path: Path, key: bytes, mode: str, *, guarded: bool = True, kept: int | None = None, salt: bytes | None = None
) -> Connection:
    if len(key) != KEY_BYTES:
        # SQLCipher would take any other length as a passphrase, and no key at all as a wish for a plain file.
        raise ValueError("a data key has 32 bytes")
    cache = {} if kept is None else {"cached_statements": kept}
    connection = sqlcipher.connect(
        file_uri(path, mode), uri=True, isolation_level=None, check_same_thread=False, **cache
    )
    try:
        _execute(connection, "PRAGMA cipher_log_level=NONE")
        if guarded:
            # Once on, it stays on for the process: SQLCipher has no way back.
            _execute(connection, "PRAGMA cipher_memory_security=ON")
        _execute(connection, f"PRAGMA key=\"x'{key.hex()}'\"")
        if salt is not None:
            _execute(connection, f"PRAGMA cipher_salt=\"x'{salt.hex()}'\"")
        for statement in _BEFORE_READING:
            _execute(connection, statement)
        _execute(connection, _TOUCH)
    except BaseException:
        connection.close()
        raise
    return connection


def _execute(connection: Connection, statement: str) -> None:
    """Run a statement that will not come again: `execute` would keep it prepared."""
    connection.executescript(statement)


def _prepare(connection: Connection, statements: Sequence[str]) -> None:
    """Let the connection prepare these statements first of all and keep them, without running any.

    SQLite has room for a few dozen small pieces of memory at hand (lookaside); every other piece is locked and wiped by
    SQLCipher, 8 µs each. Statements kept for good fill that room, so only those are kept that every mark needs
    (measured: 49 pieces an act with the driver's usual 128 statements, 0.61 against 0.41 ms).
    """
    # The driver drops what was asked for least: asked for twice, they outlive whatever comes once.
    for statement in (*statements, *statements):
        # Without its values it is prepared and kept, but refused before it runs.
        with suppress(sqlcipher.ProgrammingError):
            connection.execute(statement)
