"""The one door through which storage touches the disk outside SQLite, so that a test or a measurement can stand in it.

A slow disk, a full disk, a drive that vanishes: all are a `Door` whose methods wait or raise OSError.
"""

from __future__ import annotations

import os
from pathlib import Path


class Door:
    """The plain disk. Methods raise OSError like the calls they wrap."""

    def before_commit(self) -> None:
        """Called right before each COMMIT of the journal: the place for the delay of a slow disk."""

    def write(self, descriptor: int, data: bytes) -> None:
        """Write all of `data`."""
        view = memoryview(data)
        while view:
            view = view[os.write(descriptor, view) :]

    def fsync(self, descriptor: int) -> None:
        """Wait until the file is on the disk."""
        os.fsync(descriptor)

    def rename(self, source: Path, target: Path) -> None:
        """Put `source` in the place of `target` in one step."""
        source.replace(target)


DISK = Door()
