"""What making and restoring a backup have in common: its stages, its target, and the proof that what was read opens."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeAlias

from ezh_desktop.domain.russian import size
from ezh_desktop.errors import BusyTrouble, DeviceTrouble, DiskFullTrouble, DriveGoneTrouble
from ezh_desktop.storage.engine import open_connection
from ezh_desktop.storage.faults import as_trouble
from ezh_desktop.storage.integrity import check_file
from ezh_desktop.storage.keyfile import KeyFile, key_file_of, text_in_database
from ezh_desktop.storage.packages import JOURNAL, Manifest, broken_package, open_package
from ezh_desktop.storage.proof import readable
from ezh_desktop.storage.reading.places import read_info
from ezh_desktop.storage.reading.rows import row
from ezh_desktop.storage.writer import head_now


class Stage(StrEnum):
    """What a backup or restore is at."""

    CHECK = "check"
    WRITE = "write"
    READ = "read"
    OPEN = "open"


Report: TypeAlias = Callable[[Stage, int, int], None]
"""Told the stage, octets done and octets in all; may raise to stop the work."""


def silent(stage: Stage, done: int, total: int) -> None:
    """A report that nobody reads."""


class MediumTrouble(DeviceTrouble):
    """The stick or folder of a backup failed, not the journal's own disk."""


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a backup goes: the folder, and what a person calls it («флешка «ЖУРНАЛ»», «папка «Копии»»).

    With `makes` a missing folder is made inside its parent; else it must be there, because the missing folder of a
    stick that is not plugged in would be made on the computer's own disk.
    """

    folder: Path
    words: str
    makes: bool = False

    @classmethod
    def of_folder(cls, folder: Path) -> Destination:
        """A folder that a person has chosen."""
        return cls(folder, f"папка «{folder.absolute().name or folder.absolute()}»")

    @property
    def name(self) -> str:
        """The words as a sentence begins."""
        return self.words[:1].upper() + self.words[1:]

    def prepare(self) -> None:
        """Make the folder where that is wanted; raises DeviceTrouble and its kinds."""
        if self.makes:
            with as_trouble():
                self.folder.mkdir(exist_ok=True)

    @contextmanager
    def writing(self, octets: int = 0) -> Iterator[None]:
        """Inside, what the disk refuses is told of this place; `octets` is the room that is needed."""
        try:
            yield
        except (MediumTrouble, BusyTrouble):
            raise
        except DiskFullTrouble as error:
            raise self.full(octets, error.detail) from error
        except DriveGoneTrouble as error:
            raise self.gone(error.detail) from error
        except DeviceTrouble as error:
            raise self.protected(error.detail) from error

    def full(self, octets: int, detail: str = "") -> MediumTrouble:
        """No room."""
        return MediumTrouble(
            f"{self.name}: не хватает места. Копия занимает {size(octets)}.",
            "Освободите место или выберите другую. Прежние копии целы.",
            detail,
        )

    def gone(self, detail: str = "") -> MediumTrouble:
        """Pulled out, or it does not answer."""
        return MediumTrouble(
            f"{self.name} недоступна или вынута.",
            "Копия не записана. Вставьте её снова и повторите; журнал и прежние копии целы.",
            detail,
        )

    def protected(self, detail: str = "") -> MediumTrouble:
        """Write-protected, or not ours to write to."""
        return MediumTrouble(
            f"{self.name} защищена от записи.",
            "Снимите защиту и вставьте её снова или выберите другую.",
            detail,
        )

    def faulty(self, detail: str = "") -> MediumTrouble:
        """What was read is not what was written."""
        return MediumTrouble(
            f"{self.name} неисправна: копия читается не такой, как записана.", "Возьмите другую.", detail
        )


def prove_pair(path: Path, key: bytes, manifest: Manifest, *, whole: bool) -> None:
    """Prove that the unpacked pair of files at `path` opens and is what the manifest says; raises DamageTrouble.

    Without `whole` only the cipher's sum of each page is computed again: enough for bytes that are known to be equal
    to those of a file that was checked.
    """
    if not manifest.proves(key):
        raise broken_package("mac")
    db = open_connection(path, key, wal=None, readonly=True)
    try:
        if whole:
            check_file(db).demand()
        elif db.execute("PRAGMA cipher_integrity_check").fetchall():
            raise broken_package("pages")
        with readable():
            _demand_same(db, key_file_of(path).read_bytes(), manifest)
    finally:
        db.close()


@contextmanager
def unpacked(package: Path) -> Iterator[tuple[Path, Manifest]]:
    """The pair of files of a package in a folder of this computer, gone after the block, and its manifest.

    Raises DamageTrouble, DeviceTrouble and its kinds.
    """
    with workplace() as work, open_package(package) as found:
        found.unpack(work / JOURNAL)
        yield work / JOURNAL, found.manifest


@contextmanager
def workplace() -> Iterator[Path]:
    """A folder of this computer, gone after the block; what is put into it is sealed."""
    with as_trouble():
        place = tempfile.TemporaryDirectory(prefix="ezh-", ignore_cleanup_errors=True)
    with place as name:
        yield Path(name)


def _demand_same(db: Any, keys: bytes, manifest: Manifest) -> None:  # noqa: ANN401 - the driver's connection
    journal = read_info(db, "journal")
    if {journal, KeyFile.parse(keys).head.journal.hex()} != {manifest.journal.hex()}:
        raise broken_package("another journal")
    if head_now(db) != (manifest.n, manifest.head):
        raise broken_package("head")
    if text_in_database(db) != keys:
        raise broken_package("keys")
    if row(db, "SELECT 1 FROM account WHERE sign_pub = ?", manifest.by.hex()) is None:
        raise broken_package("maker")
