"""Real small file systems in memory for tests of sticks, where the system lets tests mount; else they are left out."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def plugged(folder: Path, size: str = "64m") -> Iterator[Path]:
    """A stick of that size mounted at a new folder; skips the test without the right to mount."""
    root = folder / "plugged"
    root.mkdir()
    if sys.platform != "linux" or not _done("mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", root):
        pytest.skip("nobody may mount here")
    try:
        yield root
    finally:
        unplug(root)


def protect(root: Path) -> None:
    """Turn the switch of the stick: nothing can be written any more."""
    assert _done("mount", "-o", "remount,ro", root)


@contextmanager
def frozen(folder: Path) -> Iterator[None]:
    """Nothing can be written in the folder inside the block: a protected mount of itself, else its permissions."""
    if sys.platform == "linux" and _done("mount", "--bind", folder, folder):
        try:
            assert _done("mount", "-o", "remount,bind,ro", folder)
            yield
        finally:
            unplug(folder)
        return
    folder.chmod(0o555)
    try:
        if os.access(folder, os.W_OK):
            pytest.skip("this account writes everywhere, and may not mount")
        yield
    finally:
        folder.chmod(0o755)


def unplug(root: Path) -> None:
    """Pull the stick out, whoever still writes to it."""
    _done("umount", "-l", root)


def _done(*words: object) -> bool:
    try:
        return subprocess.run([str(word) for word in words], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False
