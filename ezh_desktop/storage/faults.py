"""Errors of the operating system and of SQLite as `Trouble`, chosen by code and never by text."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy.exc import DBAPIError

from ezh_desktop.errors import (
    BusyTrouble,
    DamageTrouble,
    DeviceTrouble,
    DiskFullTrouble,
    DriveGoneTrouble,
    MemoryTrouble,
    Trouble,
)


def disk_full(detail: str = "") -> DiskFullTrouble:
    """No room left."""
    return DiskFullTrouble("На диске не осталось места.", "Освободите место и повторите последнее действие.", detail)


def drive_gone(detail: str = "") -> DriveGoneTrouble:
    """The drive or the file cannot be reached any more."""
    return DriveGoneTrouble(
        "Диск с журналом недоступен: он отключён или не отвечает.",
        "Подключите диск, откройте журнал заново и повторите последнее действие.",
        detail,
    )


def file_replaced(detail: str = "") -> DriveGoneTrouble:
    """Another program moved, removed or replaced the journal while it was open."""
    return DriveGoneTrouble(
        "Файл журнала перемещён, удалён или заменён другой программой.",
        "Верните файл на место, откройте журнал заново и повторите последнее действие.",
        detail,
    )


def no_permission(detail: str = "") -> DeviceTrouble:
    """The place cannot be written to."""
    return DeviceTrouble(
        "Нет разрешения на запись в эту папку или файл.",
        "Скопируйте журнал в папку, доступную для записи, или обратитесь к администратору компьютера.",
        detail,
    )


def not_closed(detail: str = "") -> DeviceTrouble:
    """A journal that can only be read was left with entries that are not in the file itself."""
    return DeviceTrouble(
        "Этот журнал не был закрыт: последние записи лежат в отдельном файле, а писать здесь нельзя.",
        "Скопируйте все файлы журнала в папку, доступную для записи, и откройте его там.",
        detail,
    )


def busy(detail: str = "") -> BusyTrouble:
    """Someone else holds the file."""
    return BusyTrouble(
        "Файл занят другим окном или другой программой.", "Подождите несколько секунд и повторите.", detail
    )


def damaged(detail: str = "") -> DamageTrouble:
    """The journal's bytes are not what was written."""
    return DamageTrouble(
        "Файл журнала повреждён.", "Не работайте с ним дальше: восстановите журнал из резервной копии.", detail
    )


def cannot_open(detail: str = "") -> DriveGoneTrouble:
    """The journal is not there or the drive does not let it be opened."""
    return DriveGoneTrouble(
        "Файл журнала не открывается: его нет на месте, диск отключён или папка закрыта для записи.",
        "Проверьте, что диск подключён и файл лежит в папке, доступной для записи.",
        detail,
    )


def no_memory(detail: str = "") -> MemoryTrouble:
    """Not enough memory; nothing is said about the password."""
    return MemoryTrouble(
        "Не хватило памяти компьютера.", "Закройте другие программы и повторите: пароль может быть верным.", detail
    )


_BY_SQLITE_CODE: dict[int, Callable[[str], Trouble]] = {
    sqlcipher.SQLITE_FULL: disk_full,
    sqlcipher.SQLITE_IOERR: drive_gone,
    sqlcipher.SQLITE_READONLY: no_permission,
    sqlcipher.SQLITE_PERM: no_permission,
    sqlcipher.SQLITE_BUSY: busy,
    sqlcipher.SQLITE_LOCKED: busy,
    sqlcipher.SQLITE_PROTOCOL: busy,
    sqlcipher.SQLITE_NOTADB: damaged,
    sqlcipher.SQLITE_CORRUPT: damaged,
    sqlcipher.SQLITE_CANTOPEN: cannot_open,
    sqlcipher.SQLITE_NOMEM: no_memory,
}

_READONLY_DBMOVED = sqlcipher.SQLITE_READONLY | (4 << 8)

_BY_ERRNO: dict[int, Callable[[str], Trouble]] = {
    errno.ENOSPC: disk_full,
    errno.EDQUOT: disk_full,
    errno.EFBIG: disk_full,
    errno.EACCES: no_permission,
    errno.EPERM: no_permission,
    errno.EROFS: no_permission,
    errno.EBUSY: busy,
    errno.ETXTBSY: busy,
    errno.ENOMEM: no_memory,
}

# ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION: Windows maps both to EACCES, yet the remedy is another one.
_WINDOWS_BUSY = (32, 33)


def code_of(error: BaseException) -> int | None:
    """The primary result code of an error of SQLite, or None when it is none; looks through SQLAlchemy's wrapper."""
    inner = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(inner, "sqlite_errorcode", None)
    return code & 0xFF if isinstance(code, int) else None


def translate(error: BaseException) -> Trouble | None:
    """The Trouble that an OSError or an error of SQLite stands for; None when the fault is our own."""
    if isinstance(error, Trouble):
        return error
    if isinstance(error, OSError):
        return _of_system(error)
    if isinstance(error, MemoryError):
        return no_memory()
    code = code_of(error)
    if code is None:
        return None
    inner = error.orig if isinstance(error, DBAPIError) else error
    if getattr(inner, "sqlite_errorcode", None) == _READONLY_DBMOVED:
        return file_replaced("SQLITE_READONLY_DBMOVED")
    make = _BY_SQLITE_CODE.get(code)
    return make(f"sqlite {code}") if make else None


def _of_system(error: OSError) -> Trouble:
    detail = f"errno {error.errno}"
    if getattr(error, "winerror", None) in _WINDOWS_BUSY:
        return busy(detail)
    return _BY_ERRNO.get(error.errno or 0, drive_gone)(detail)


@contextmanager
def as_trouble() -> Iterator[None]:
    """Turn errors of disk and database inside the block into Trouble; faults of our own pass unchanged."""
    try:
        yield
    except (OSError, MemoryError, sqlcipher.Error, DBAPIError) as error:
        trouble = translate(error)
        if trouble is None:
            raise
        raise trouble from error
