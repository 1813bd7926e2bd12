"""Removable media (флешки, внешние диски): where they are mounted, their labels, room, and whether they can be written.

Each system has its own way to tell. `SystemMedia` is the computer's; tests and pictures give other media by the same
door.
"""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import string
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Final, Protocol

from ezh_desktop.storage.places import READ_ONLY_VOLUME

_ESCAPED: Final = re.compile(rb"\\x([0-9a-fA-F]{2})")
_OCTAL: Final = re.compile(rb"\\([0-7]{3})")
_NO_MEDIA: Final = frozenset({"iso9660", "udf", "squashfs", "tmpfs", "overlay"})
_DRIVE_REMOVABLE: Final = 2
_NAME_ROOM: Final = 261
_SYSTEM_VOLUMES: Final = frozenset({"Macintosh HD", "Recovery", "Preboot", "VM"})


@dataclass(frozen=True, slots=True)
class Medium:
    """One medium that is there now: its root folder, label, octets free and in all.

    `drive` is the letter on Windows («E:»), `maker` what the device calls itself; both may be empty.
    """

    root: Path
    label: str
    free: int
    total: int
    writable: bool = True
    drive: str = ""
    maker: str = ""

    @property
    def title(self) -> str:
        """«ЖУРНАЛ (E:)»; a medium without a label goes by its maker, by what it is, or by its folder."""
        name = self.label or self.maker or ("Съёмный диск" if self.drive else self.root.name or str(self.root))
        return f"{name} ({self.drive})" if self.drive else name


class Media(Protocol):
    """Whoever knows the media."""

    def find(self) -> Sequence[Medium]:
        """The media that are there now, by title. One that vanishes meanwhile is left out; never raises."""


class SystemMedia:
    """The media of this computer."""

    def find(self) -> Sequence[Medium]:
        """See `Media`."""
        if sys.platform == "win32":
            found = _on_windows()
        elif sys.platform == "darwin":
            found = in_volumes(Path("/Volumes"))
        else:
            found = LinuxMedia().find()
        return sorted(found, key=lambda medium: medium.title.casefold())


@dataclass(frozen=True, slots=True)
class LinuxMedia:
    """Media as the kernel and udev tell them; the three places can be others in tests."""

    mounts: Path = Path("/proc/self/mounts")
    labels: Path = Path("/dev/disk/by-label")
    blocks: Path = Path("/sys/class/block")

    def find(self) -> Iterator[Medium]:
        """Mounted file systems of removable or USB devices, each once."""
        names = self._labels()
        seen: set[str] = set()
        for device, root, kind, options in self._mounted():
            if device in seen or kind in _NO_MEDIA or not self._removable(device):
                continue
            writable = "ro" not in options and os.access(root, os.W_OK)
            medium = _medium(root, names.get(device, ""), writable=writable, maker=self._maker(device))
            if medium is not None:
                seen.add(device)
                yield medium

    def _mounted(self) -> Iterator[tuple[str, Path, str, list[str]]]:
        """(device's name, mount point, file system, options) of what is mounted from a block device."""
        with suppress(OSError):
            for line in self.mounts.read_text("utf-8", "surrogateescape").splitlines():
                fields = line.split()
                if len(fields) >= 4 and fields[0].startswith("/dev/"):
                    device = Path(unescaped(fields[0])).resolve().name
                    yield device, Path(unescaped(fields[1])), fields[2], fields[3].split(",")

    def _labels(self) -> dict[str, str]:
        r"""Label by device: udev makes a link for each, named by the label with `\x20` for a space."""
        with suppress(OSError):
            return {link.resolve().name: unescaped(link.name) for link in self.labels.iterdir()}
        return {}

    def _removable(self, device: str) -> bool:
        """Whether the disk can be taken out, or hangs on USB: an external disk does not call itself removable."""
        disk = self._disk(device)
        with suppress(OSError):
            return (disk / "removable").read_text().strip() == "1" or "/usb" in str(disk.resolve())
        return False

    def _maker(self, device: str) -> str:
        with suppress(OSError):
            return (self._disk(device) / "device" / "vendor").read_text("utf-8", "replace").strip()
        return ""

    def _disk(self, device: str) -> Path:
        """The whole disk of a partition: its folder lies inside that of the disk."""
        block = self.blocks / device
        return block.resolve().parent if (block / "partition").exists() else block


def in_volumes(folder: Path) -> Iterator[Medium]:
    """macOS: whatever is mounted under /Volumes but for the system's own volumes."""
    with suppress(OSError):
        for root in folder.iterdir():
            if root.is_symlink() or root.name in _SYSTEM_VOLUMES or not root.is_dir():
                continue
            medium = _medium(root, root.name, writable=os.access(root, os.W_OK))
            if medium is not None:
                yield medium


def _on_windows(api: Any = None) -> Iterator[Medium]:  # noqa: ANN401 - kernel32, or a stand-in for it in tests
    """Drives that Windows calls removable; an external hard disk calls itself fixed and is chosen as a folder."""
    kernel = api if api is not None else ctypes.WinDLL("kernel32")  # type: ignore[attr-defined,unused-ignore]
    system = os.environ.get("SYSTEMDRIVE", "C:").upper()
    for letter in _letters(kernel.GetLogicalDrives()):
        drive = f"{letter}:"
        if kernel.GetDriveTypeW(f"{drive}\\") != _DRIVE_REMOVABLE or drive == system:
            continue
        volume = _volume(kernel, f"{drive}\\")
        if volume is not None:
            label, read_only = volume
            medium = _medium(Path(f"{drive}\\"), label, writable=not read_only, drive=drive)
            if medium is not None:
                yield medium


def _letters(mask: int) -> Iterator[str]:
    return (letter for number, letter in enumerate(string.ascii_uppercase) if mask >> number & 1)


def _volume(kernel: Any, root: str) -> tuple[str, bool] | None:  # noqa: ANN401 - kernel32
    """(label, whether it is read-only) of a drive; None when no medium is in it."""
    label = ctypes.create_unicode_buffer(_NAME_ROOM)
    flags = ctypes.c_uint32()
    known = kernel.GetVolumeInformationW(root, label, _NAME_ROOM, None, None, ctypes.byref(flags), None, 0)
    return (label.value, bool(flags.value & READ_ONLY_VOLUME)) if known else None


def _medium(root: Path, label: str, *, writable: bool, drive: str = "", maker: str = "") -> Medium | None:
    try:
        room = shutil.disk_usage(root)
    except OSError:
        return None
    return Medium(root, label, room.free, room.total, writable, drive, maker)


def unescaped(text: str) -> str:
    r"""A name as udev (`\x20`) and the table of mounts (`\040`) spell it, with its own letters."""
    data = os.fsencode(text)
    for pattern, base in ((_ESCAPED, 16), (_OCTAL, 8)):
        data = pattern.sub(partial(_octet, base=base), data)
    return os.fsdecode(data)


def _octet(found: re.Match[bytes], base: int) -> bytes:
    return bytes([int(found[1], base) & 0xFF])
