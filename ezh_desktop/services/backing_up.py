"""Making a backup (резервная копия): a copy of the open journal, taken while people type, read back and proved.

Nothing stands under the final name before the copy has been read back from the medium, compared and opened. The
protocol keeps when and where to, so that the window can tell how old the newest copy is.
"""

from __future__ import annotations

import shutil
import time
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

from ezh_desktop.domain.change import Change
from ezh_desktop.domain.rights import About, demand
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.errors import DamageTrouble, EzhError, Refusal
from ezh_desktop.services.commands import Command
from ezh_desktop.services.draining import demand_written
from ezh_desktop.services.facts import counts_inside
from ezh_desktop.services.ids import system_ids
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.own import Planned
from ezh_desktop.services.packing import Destination, Report, Stage, prove_pair, silent, workplace
from ezh_desktop.storage.backupcopy import copy_database
from ezh_desktop.storage.engine import open_connection
from ezh_desktop.storage.faults import as_trouble
from ezh_desktop.storage.keyfile import broken_key_file, text_in_database
from ezh_desktop.storage.packages import (
    JOURNAL,
    KEYS,
    README,
    Kind,
    Manifest,
    Members,
    forget_cached,
    open_package,
    write_package,
)
from ezh_desktop.storage.protocol import Signer, head_text
from ezh_desktop.storage.safewrite import replacing, sync_file
from ezh_desktop.storage.writer import head_now

ACTION: Final = "backup.make"
SUFFIX: Final = ".ezhb"
_SPARE: Final = 64 * 1024
"""Room for what the package adds to database and keys."""
_STALE_SECONDS: Final = 24 * 60 * 60
_UNFIT: Final = str.maketrans('<>:"/\\|?*', "_________")
"""Letters that a stick's file system (FAT) does not take."""
_ABOUT: Final = (
    "Это резервная копия электронного журнала школы (программа ЭЖ Desktop).\r\n\r\n"
    "Восстановить журнал: «Файл → Восстановить из резервной копии…» или команда ezh-desktop restore.\r\n"
    "Нужен пароль администратора, который действовал, когда делали копию, или код восстановления.\r\n\r\n"
    "journal.ezh и journal.ezh.keys — сам журнал и его ключи, оба зашифрованы.\r\n"
    "Без пароля из этого файла ничего узнать нельзя.\r\n"
)


@dataclass(frozen=True, slots=True)
class BackupDone:
    """A backup that was read back and opened. `seconds` by stage; `recorded` is False when the protocol took no note.

    `head` is the protocol's head in the copy after its first `n` entries.
    """

    path: Path
    size: int
    n: int
    head: bytes
    classes: int
    pupils: int
    recorded: bool
    seconds: dict[Stage, float] = field(default_factory=dict)

    @property
    def head_text(self) -> str:
        """The head as paper prints it."""
        return head_text(self.n, self.head)


@dataclass(frozen=True, slots=True)
class _Copy:
    """The copy before it is packed: its key text, position and counts."""

    file: Path
    keys: bytes
    n: int
    head: bytes
    counts: dict[str, int]

    @property
    def size(self) -> int:
        """Octets of both files."""
        return self.file.stat().st_size + len(self.keys)


def back_up(office: FileOffice, destination: Destination, report: Report = silent) -> BackupDone:
    """Make a backup of the open journal. It waits and works long: for a job or a command, never in the window.

    Raises RightRefused, BusyTrouble while entries still wait for the disk, DamageTrouble when the journal itself does
    not pass its check, MediumTrouble when the medium fails, and what `report` raises; then nothing stands under the
    final name.
    """
    demand(office.actor, Action.BACKUP, About(Thing.JOURNAL, office.clock.today()))
    making = _Making(office, destination, report, _signer(office))
    demand_written(office)
    with workplace() as work:
        report(Stage.CHECK, 0, 1)
        copy = making.copy(work / JOURNAL)
        path, size = making.pack(copy)
    recorded = _record(office, copy, destination)
    found = copy.counts.get("classes", 0), copy.counts.get("pupils", 0)
    return BackupDone(path, size, copy.n, copy.head, *found, recorded, making.seconds)


def free_name(folder: Path, stem: str, now: datetime, suffix: str = SUFFIX) -> Path:
    """A name in the folder that is not taken: «shkola-2026_2026-12-02_1043.ezhb»."""
    first = f"{stem.translate(_UNFIT)}_{now:%Y-%m-%d_%H%M}"
    names = (first, *(f"{first}_{number}" for number in range(2, 1000)))
    return next(path for name in names if not (path := folder / f"{name}{suffix}").exists())


class _Making:
    """One backup being made; `seconds` by stage."""

    def __init__(self, office: FileOffice, destination: Destination, report: Report, signer: Signer) -> None:
        self._office, self._destination, self._report, self._signer = office, destination, report, signer
        self._place = office.place
        self.seconds: dict[Stage, float] = {}
        self._since = time.monotonic()

    def copy(self, file: Path) -> _Copy:
        """Copy the database to this computer and check every page of it."""
        key = self._place.key
        copy_database(self._place.sealed, file, key)
        db = open_connection(file, key, wal=None, readonly=True)
        try:
            keys = text_in_database(db)
            counts = counts_inside(db, self._office.clock.today())
            n, head = head_now(db)
        finally:
            db.close()
        if keys is None:
            raise broken_key_file("no text in the database")
        self._ended(Stage.CHECK)
        return _Copy(file, keys, n, head, counts)

    def pack(self, copy: _Copy) -> tuple[Path, int]:
        """Put the copy on the medium, read it back and prove it; gives the final name and the octets."""
        folder, door, size = self._destination.folder, self._place.sealed.door, copy.size + _SPARE
        with self._destination.writing(size):
            self._destination.prepare()
            _clear_left(folder)
            _demand_room(self._destination, size)
            path = free_name(folder, self._place.sealed.path.stem, self._office.clock.now_local())
            with replacing(path, door=door) as temporary:
                manifest = self._write(copy, temporary)
                copy.file.unlink()
                self._prove(temporary, copy.file, manifest)
                with as_trouble():
                    octets = temporary.stat().st_size
        return path, octets

    def _write(self, copy: _Copy, temporary: Path) -> Manifest:
        door = self._place.sealed.door
        parts: dict[str, Path | bytes] = {README: _ABOUT.encode("utf-8-sig"), JOURNAL: copy.file, KEYS: copy.keys}

        def make(members: Members) -> Manifest:
            by = bytes(self._signer.verify_key)
            plain = Manifest(Kind.BACKUP, self._place.journal, copy.n, copy.head, members, by)
            return plain.signed(self._signer, self._place.key)

        manifest = write_package(temporary, parts, make, door=door, step=partial(self._report, Stage.WRITE))
        sync_file(temporary, door)
        self._ended(Stage.WRITE)
        return manifest

    def _prove(self, package: Path, file: Path, manifest: Manifest) -> None:
        """Read the package back from the medium and open it, as a restore would."""
        forget_cached(package)
        try:
            with open_package(package) as found:
                if found.manifest != manifest:
                    raise self._destination.faulty("manifest")
                found.unpack(file, partial(self._report, Stage.READ))
            self._ended(Stage.READ)
            self._report(Stage.OPEN, 0, 1)
            prove_pair(file, self._place.key, manifest, whole=False)
        except DamageTrouble as error:
            raise self._destination.faulty(error.detail) from error
        self._ended(Stage.OPEN)

    def _ended(self, stage: Stage) -> None:
        now = time.monotonic()
        self.seconds[stage], self._since = now - self._since, now


def _signer(office: FileOffice) -> Signer:
    unlocked = office.place.unlocked
    if unlocked is None:
        raise Refusal("Копию подписывает тот, кто вошёл с паролем.")
    return unlocked.pair.signing


def _demand_room(destination: Destination, octets: int) -> None:
    with as_trouble():
        free = shutil.disk_usage(destination.folder).free
    if free < octets:
        raise destination.full(octets, f"{free} free")


def _clear_left(folder: Path) -> None:
    """Remove what a pulled-out stick or a power cut left of earlier attempts; a younger one may still be written."""
    for left in folder.glob(f"*{SUFFIX}.????????.tmp"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > _STALE_SECONDS:
                left.unlink()


def _record(office: FileOffice, copy: _Copy, destination: Destination) -> bool:
    """Note the copy in the protocol. It lies there and is whole: that it could not be noted does not undo it."""
    if office.readonly:
        return False
    about = About(Thing.JOURNAL, office.clock.today())
    ident = system_ids()()
    made = Change("backup_run", (ident,), None, _row(office, copy, destination))
    command = Command(ACTION, ("backup_run", ident), (Planned(made),), ((Action.BACKUP, about),))
    try:
        office.execute(command)
    except EzhError:
        return False
    return True


def _row(office: FileOffice, copy: _Copy, destination: Destination) -> dict[str, Any]:
    when = office.clock.now_us()
    place = {"media": destination.words, "kind": str(Kind.BACKUP)}
    return {**place, "made": when, "n": copy.n, "head": copy.head.hex()}
