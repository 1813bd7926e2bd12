"""Disks that fail, for tests of every write path: put in at the storage door."""

from __future__ import annotations

import errno
import os
import signal
from pathlib import Path

from ezh_desktop.storage.door import Door


class FullDisk(Door):
    """Takes `room` bytes, writing as many of them as fit, then says that the disk is full."""

    def __init__(self, room: int) -> None:
        self.room = room

    def write(self, descriptor: int, data: bytes) -> None:
        super().write(descriptor, data[: self.room])
        self.room -= len(data)
        if self.room < 0:
            raise OSError(errno.ENOSPC, "no space")


class FailsOnRename(Door):
    """Writes all and then refuses the rename, as Windows does when another program reads the target."""

    def __init__(self, number: int = errno.EACCES) -> None:
        self.number = number

    def rename(self, source: Path, target: Path) -> None:
        raise OSError(self.number, "rename")


class FailsOnFsync(Door):
    """The drive vanishes before the file is safe."""

    def fsync(self, descriptor: int) -> None:
        raise OSError(errno.EIO, "fsync")


class Vanished(Door):
    """The drive is gone before a commit."""

    def before_commit(self) -> None:
        raise OSError(errno.ENODEV, "gone")


class Garbles(Door):
    """Writes other bytes than it was given, without a word."""

    def write(self, descriptor: int, data: bytes) -> None:
        super().write(descriptor, data[:-1] + b"?")


class Kills(Door):
    """Kills the process, as power or a task manager would, at the `at`-th step (from 0)."""

    def __init__(self, at: int) -> None:
        self.left = at

    def step(self) -> None:
        """One more point at which the process may die."""
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        self.left -= 1

    def before_commit(self) -> None:
        self.step()

    def write(self, descriptor: int, data: bytes) -> None:
        half = len(data) // 2
        super().write(descriptor, data[:half])
        self.step()
        super().write(descriptor, data[half:])
        self.step()

    def fsync(self, descriptor: int) -> None:
        super().fsync(descriptor)
        self.step()

    def rename(self, source: Path, target: Path) -> None:
        self.step()
        super().rename(source, target)
        self.step()
