"""NAME.ezh.lock: who has the journal open, and how far its protocol had come.

SQLite's own lock lasts one act. This one lasts as long as a window: shared by every open window, exclusive for a change
of generation, restore and migration. The file's text remembers (n, head) of the protocol after each commit: a smaller n
found at opening means that commits were lost, which no check inside the database can see.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from time import monotonic, sleep
from typing import Protocol

from ezh_desktop.errors import BusyTrouble, DamageTrouble
from ezh_desktop.storage.canon import canon, read_canon
from ezh_desktop.storage.faults import as_trouble, file_replaced

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

RANGE_START = 0x4000_0000
WINDOWS = 64
_RECORD_BYTES = 512
_POLL_SECONDS = 0.02


def lock_file_of(path: Path) -> Path:
    """Where the lock file of a journal lies: NAME.ezh.lock."""
    return path.with_name(f"{path.name}.lock")


@dataclass(frozen=True, slots=True)
class Position:
    """How far the protocol of `journal` (16 bytes) had come: `n` entries, and the head after them (32 bytes)."""

    journal: bytes
    n: int
    head: bytes

    def check(self, now: Position) -> None:
        """Raise DamageTrouble when `now` lies behind: entries that were shown as saved are gone."""
        if now.journal != self.journal:
            return
        if now.n < self.n or (now.n == self.n and now.head != self.head):
            raise DamageTrouble(
                f"В журнале не хватает последних записей: было {self.n}, есть {now.n}.",
                "Файл повреждён или заменён старым. Восстановите журнал из резервной копии.",
                f"n {now.n} of {self.n}",
            )


class RangeLocker(Protocol):
    """The system's way to lock the lock file; each method says whether it got the lock, at once."""

    def shared(self, descriptor: int) -> bool:
        """Join the others."""

    def exclusive(self, descriptor: int) -> bool:
        """Be alone."""

    def free(self, descriptor: int) -> None:
        """Let go."""


class FlockLocker:
    """POSIX: `flock`, which belongs to the open file; `lockf` would be lost when any other descriptor is closed."""

    def shared(self, descriptor: int) -> bool:
        """See `RangeLocker`."""
        return self._try(descriptor, fcntl.LOCK_SH)

    def exclusive(self, descriptor: int) -> bool:
        """See `RangeLocker`."""
        return self._try(descriptor, fcntl.LOCK_EX)

    def free(self, descriptor: int) -> None:
        """See `RangeLocker`."""
        fcntl.flock(descriptor, fcntl.LOCK_UN)

    def _try(self, descriptor: int, kind: int) -> bool:
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


class ByteLocker(Protocol):
    """Locking of bytes by the C runtime of Windows: `msvcrt`, or a stand-in for it in tests."""

    LK_NBLCK: int
    LK_UNLCK: int

    def locking(self, fd: int, mode: int, nbytes: int, /) -> None:
        """Lock or unlock `nbytes` from the current position; raises OSError when another has one of them."""


class WindowsLocker:
    """Windows: only exclusive locks of bytes are at hand, so a window takes one of 64 bytes, and who is alone all.

    The bytes lie far beyond the text, because a locked byte cannot be read by others.
    """

    def __init__(self, runtime: ByteLocker) -> None:
        self._runtime = runtime
        self._held: tuple[int, int] | None = None

    def shared(self, descriptor: int) -> bool:
        """See `RangeLocker`; False also when 64 windows are open."""
        self.free(descriptor)
        return any(self._try(descriptor, RANGE_START + number, 1) for number in range(WINDOWS))

    def exclusive(self, descriptor: int) -> bool:
        """See `RangeLocker`; a shared lock held before is taken again when others are there."""
        before = self._held
        self.free(descriptor)
        if self._try(descriptor, RANGE_START, WINDOWS):
            return True
        if before is not None:
            self.shared(descriptor)
        return False

    def free(self, descriptor: int) -> None:
        """See `RangeLocker`."""
        if self._held is not None:
            start, count = self._held
            os.lseek(descriptor, start, os.SEEK_SET)
            self._runtime.locking(descriptor, self._runtime.LK_UNLCK, count)
            self._held = None

    def _try(self, descriptor: int, start: int, count: int) -> bool:
        os.lseek(descriptor, start, os.SEEK_SET)
        try:
            self._runtime.locking(descriptor, self._runtime.LK_NBLCK, count)
        except OSError:
            return False
        self._held = (start, count)
        return True


def system_locker() -> RangeLocker:
    """The locker of this system."""
    if sys.platform == "win32":
        return WindowsLocker(msvcrt)
    return FlockLocker()


class FileLock:
    """The open lock file of one journal in one window. Not inherited by child processes."""

    def __init__(self, path: Path, locker: RangeLocker | None = None) -> None:
        """Open (or make) the lock file of the journal at `path`, without a lock; raises DeviceTrouble."""
        self._locker = locker or system_locker()
        self._turn = threading.Lock()
        with as_trouble():
            flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)
            self._descriptor = os.open(lock_file_of(path), flags, 0o666)

    def try_exclusive(self) -> bool:
        """Be alone, at once or not at all."""
        with as_trouble():
            return self._locker.exclusive(self._descriptor)

    def share(self, wait: float = 5.0) -> None:
        """Join the other windows; raises BusyTrouble when someone is still alone after `wait` seconds."""
        if not self._until(self._locker.shared, wait):
            raise BusyTrouble(
                "Журнал занят: идёт восстановление, обновление или смена ключа.",
                "Дождитесь её окончания и откройте журнал снова.",
            )

    @contextmanager
    def alone(self, wait: float = 0.0) -> Iterator[None]:
        """Be alone inside the block; raises BusyTrouble when other windows stay open. Afterwards shared again."""
        if not self._until(self._locker.exclusive, wait):
            self.share()
            raise BusyTrouble("Журнал открыт в другом окне или на другом компьютере.", "Закройте его там и повторите.")
        try:
            yield
        finally:
            self.share()

    def remember(self, position: Position) -> None:
        """Write down how far the protocol has come; no sync: it guards against lost commits, not against power cuts."""
        text = canon([position.journal, position.n, position.head])
        record = text + b" " + _check(text) + b"\n"
        with as_trouble():
            self._write(record.ljust(_RECORD_BYTES))

    def remembered(self) -> Position | None:
        """What `remember` wrote last, by any window; None when nothing whole stands there."""
        with as_trouble():
            record = self._read().rstrip()
        text, _, check = record.rpartition(b" ")
        if not text or _check(text) != check:
            return None
        journal, n, head = read_canon(text)
        return Position(bytes.fromhex(journal), n, bytes.fromhex(head))

    def forget(self) -> None:
        """Forget the position: after a restore the protocol may begin earlier."""
        with as_trouble():
            os.ftruncate(self._descriptor, 0)

    def close(self) -> None:
        """Let go; the file stays, because removing it would let two windows lock two files of one name."""
        with suppress(OSError):
            self._locker.free(self._descriptor)
            os.close(self._descriptor)

    def _write(self, data: bytes) -> None:
        with self._turn:
            os.lseek(self._descriptor, 0, os.SEEK_SET)
            os.write(self._descriptor, data)

    def _read(self) -> bytes:
        with self._turn:
            os.lseek(self._descriptor, 0, os.SEEK_SET)
            return os.read(self._descriptor, _RECORD_BYTES)

    def _until(self, attempt: Callable[[int], bool], wait: float) -> bool:
        end = monotonic() + wait
        while True:
            with as_trouble():
                if attempt(self._descriptor):
                    return True
            if monotonic() >= end:
                return False
            sleep(_POLL_SECONDS)


class NoLock(FileLock):
    """For a medium that nobody can write to: there is nobody to keep out, and nothing to be remembered."""

    def __init__(self, path: Path) -> None:
        """Reads what a lock file that lies there remembers; none need be there."""
        try:
            self._record = lock_file_of(path).read_bytes()[:_RECORD_BYTES]
        except OSError:
            self._record = b""

    def try_exclusive(self) -> bool:
        """Nobody is ever alone."""
        return False

    def share(self, wait: float = 5.0) -> None:
        """Everybody may read."""

    def remember(self, position: Position) -> None:
        """Nothing is written."""

    def forget(self) -> None:
        """Nothing is written."""

    def close(self) -> None:
        """Nothing is held."""

    def _read(self) -> bytes:
        return self._record


@dataclass(frozen=True, slots=True)
class SameFile:
    """Which file stood under a name when it was opened: another program may move it away and put a copy there."""

    path: Path
    device: int
    inode: int

    @classmethod
    def of(cls, path: Path) -> SameFile:
        """The file that stands there now; raises DriveGoneTrouble."""
        with as_trouble():
            found = path.stat()
        return cls(path, found.st_dev, found.st_ino)

    def check(self) -> None:
        """Raise DriveGoneTrouble unless the same file stands under the name; costs about 2 µs."""
        try:
            now = self.path.stat()
        except OSError as error:
            raise file_replaced(f"errno {error.errno}") from error
        if (now.st_dev, now.st_ino) != (self.device, self.inode):
            raise file_replaced("other inode")


def _check(text: bytes) -> bytes:
    """A checksum against a record torn in writing; no secret."""
    return blake2b(text, digest_size=8).hexdigest().encode()
