"""What kind of place a folder is: a network drive keeps no WAL, a cloud folder keeps no lock."""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

_MOUNTS = Path("/proc/self/mounts")
_NETWORK_SYSTEMS = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "9p", "fuse.sshfs", "davfs"})
_DRIVE_REMOTE = 4
READ_ONLY_VOLUME = 0x0008_0000
"""Windows' flag of a volume that cannot be written."""

_CLOUDS = {
    "onedrive": "OneDrive",
    "dropbox": "Dropbox",
    "yandexdisk": "Яндекс Диск",
    "yandex.disk": "Яндекс Диск",
    "яндекс.диск": "Яндекс Диск",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "облако mail.ru": "Облако Mail",
    "cloud mail.ru": "Облако Mail",
    "icloud drive": "iCloud",
    "nextcloud": "Nextcloud",
}


def on_network(path: Path) -> bool:
    """Whether `path` lies on a network drive, where shared memory of a WAL does not work between computers."""
    if sys.platform == "win32":
        where = str(path.absolute())
        return where.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(where[:3]) == _DRIVE_REMOTE
    return file_system(path) in _NETWORK_SYSTEMS


def read_only(path: Path) -> bool:
    """Whether nothing can be written where the journal at `path` lies: a protected stick, a folder of another person.

    False for a journal that is not there.
    """
    folder = path.absolute().parent
    if not path.exists():
        return False
    if sys.platform == "win32":
        flags = ctypes.c_uint32()
        root = f"{folder.anchor}"
        known = ctypes.windll.kernel32.GetVolumeInformationW(root, None, 0, None, None, ctypes.byref(flags), None, 0)
        if known and flags.value & READ_ONLY_VOLUME:
            return True
    return not (os.access(folder, os.W_OK) and os.access(path, os.W_OK))


def file_system(path: Path, mounts: Path = _MOUNTS) -> str:
    """The name of the file system that holds `path`, by the system's table of mounts; empty when unknown."""
    try:
        rows = [line.split() for line in mounts.read_text("utf-8", "replace").splitlines()]
    except OSError:
        return ""
    where = path.absolute()
    holders = [
        (len(folder), kind)
        for _, spelled, kind, *_ in rows
        if where.is_relative_to(folder := spelled.replace("\\040", " "))
    ]
    return max(holders)[1] if holders else ""


def cloud_of(path: Path) -> str:
    """The name of the cloud service whose folder holds `path`, by the customary folder names; empty when none."""
    for part in path.absolute().parts:
        for mark, name in _CLOUDS.items():
            if part.casefold().startswith(mark):
                return name
    return ""
