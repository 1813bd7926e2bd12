"""The file part of the check: are the bytes on the disk the ones that were written?

Checkpoint first, because the cipher's check covers the main file and not the WAL; then the cipher's check of every page
and SQLite's check of the whole, because the first alone misses cut pages and an old page put back. Whether the tables
are what the protocol says is another check (replay).
"""

from __future__ import annotations

from dataclasses import dataclass

import sqlcipher3.dbapi2 as sqlcipher

from ezh_desktop.errors import DamageTrouble
from ezh_desktop.storage.engine import Connection
from ezh_desktop.storage.faults import as_trouble, code_of

_DAMAGE_CODES = (sqlcipher.SQLITE_CORRUPT, sqlcipher.SQLITE_NOTADB, sqlcipher.SQLITE_IOERR)


@dataclass(frozen=True, slots=True)
class FileCheck:
    """What the check found: `faults` in SQLite's words, for the log; `complete` is False when a WAL had to stay."""

    faults: tuple[str, ...]
    complete: bool

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults

    def demand(self) -> None:
        """Raise DamageTrouble unless sound."""
        if self.faults:
            raise DamageTrouble(
                f"Проверка нашла повреждения файла журнала: {len(self.faults)}.",
                "Не работайте с ним дальше: восстановите журнал из резервной копии.",
                "; ".join(self.faults[:3]),
            )


def checkpoint(connection: Connection, *, truncate: bool = False) -> bool:
    """Bring the WAL into the main file as far as readers allow; True when all of it is there (or there is no WAL).

    With `truncate` the WAL is emptied too, which waits for readers up to the busy timeout.
    """
    with as_trouble():
        mode = "TRUNCATE" if truncate else "PASSIVE"
        blocked, pages, done = connection.execute(f"PRAGMA wal_checkpoint({mode})").fetchone()
    return not blocked and pages == done


def check_file(connection: Connection) -> FileCheck:
    """Check every page; the connection must have no transaction open. Raises DeviceTrouble but for damage."""
    try:
        complete = checkpoint(connection)
        faults = [str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check").fetchall()]
        found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check").fetchall()]
    except (sqlcipher.Error, DamageTrouble) as error:
        return FileCheck((_fault_of(error),), complete=False)
    return FileCheck((*faults, *(row for row in found if row != "ok")), complete)


def _fault_of(error: sqlcipher.Error | DamageTrouble) -> str:
    if isinstance(error, DamageTrouble):
        return error.detail or error.what
    if code_of(error) not in _DAMAGE_CODES:
        with as_trouble():
            raise error
    return str(error)
