"""Writing a file whole or not at all.

A temporary file in the target folder, flush, fsync, rename, then read back. Whatever fails, the old file stays as it
was and the temporary one is removed.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ezh_desktop.errors import DeviceTrouble
from ezh_desktop.storage.door import DISK, Door
from ezh_desktop.storage.faults import as_trouble


def safe_write(target: Path, data: bytes, *, door: Door = DISK) -> None:
    """Put `data` into `target`; raises DeviceTrouble (or a kind of it), and then `target` is as before."""
    with replacing(target, door=door) as temporary, as_trouble():
        _write_new(temporary, data, door)
    with as_trouble():
        if target.read_bytes() != data:
            raise DeviceTrouble("Записанный файл читается не так, как был записан.", "Проверьте диск и повторите.")


@contextmanager
def replacing(target: Path, *, door: Door = DISK) -> Iterator[Path]:
    """Give the path of a temporary file that does not exist yet; when the block ends well it takes `target`'s place.

    The block makes the file and closes it. Raises DeviceTrouble when the disk refuses; other errors pass unchanged.
    """
    temporary = temporary_beside(target)
    try:
        yield temporary
        with as_trouble():
            sync_file(temporary, door)
            door.rename(temporary, target)
            _sync_folder(target.parent)
    finally:
        remove_with_companions(temporary)


def temporary_beside(target: Path) -> Path:
    """A free name in the folder of `target`: renaming is one step only within one file system."""
    return target.with_name(f"{target.name}.{secrets.token_hex(4)}.tmp")


def remove_with_companions(path: Path) -> None:
    """Remove a database file that nobody has open, with what SQLite leaves beside it; missing ones are no fault."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        with suppress(OSError):
            path.with_name(path.name + suffix).unlink()


def sync_file(path: Path, door: Door = DISK) -> None:
    """Wait until the file is on its disk; raises DeviceTrouble."""
    # Windows refuses to flush a file opened for reading only.
    with as_trouble():
        descriptor = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
        try:
            door.fsync(descriptor)
        finally:
            os.close(descriptor)


def _write_new(path: Path, data: bytes, door: Door) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        door.write(descriptor, data)
    finally:
        os.close(descriptor)


def _sync_folder(folder: Path) -> None:
    """Make the rename itself durable; Windows and some network drives know no such call, which is not a fault."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
