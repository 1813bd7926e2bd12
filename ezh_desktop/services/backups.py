"""What is known of backups: which lie on a medium, how they stand to the journal, and how old the newest one is."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from ezh_desktop.domain.clock import from_us
from ezh_desktop.domain.russian import clock_time, count, day_month, grouped, join_and, past_moment, size
from ezh_desktop.errors import EzhError
from ezh_desktop.services.backing_up import SUFFIX
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.packing import Destination
from ezh_desktop.storage.faults import as_trouble
from ezh_desktop.storage.keyfile import KeyFile, read_key_file
from ezh_desktop.storage.media import Media, Medium, SystemMedia
from ezh_desktop.storage.packages import Kind, Manifest, is_package, open_package, read_manifest
from ezh_desktop.storage.protocol import head_text
from ezh_desktop.storage.reading.places import read_school
from ezh_desktop.storage.reading.rows import row
from ezh_desktop.storage.writer import head_now

FOLDER: Final = "ЭЖ"
"""The folder of backups on a medium."""
OLD_DAYS: Final = 7
"""After a week without a backup the administrator is told."""
_SHOWN_DAYS: Final = 3
_STAMP: Final = re.compile(r"_(\d{4}-\d{2}-\d{2})_(\d{2})(\d{2})(?:_\d+)?$")

__all__ = ["FOLDER", "Kind", "Media", "Medium", "SystemMedia", "head_text", "is_package", "read_manifest"]


@dataclass(frozen=True, slots=True)
class Lying:
    """A backup that lies somewhere: when it was made by its name (else by the file's date), its protocol position.

    `manifest` is None when the file is damaged or was never finished.
    """

    path: Path
    made: datetime
    size: int
    manifest: Manifest | None

    def is_of(self, journal: bytes) -> bool:
        """Whether it is of that journal."""
        return self.manifest is not None and self.manifest.journal == journal


@dataclass(frozen=True, slots=True)
class MediumLine:
    """A medium with what lies on it, in words: `newest` tells of the newest backup of this journal."""

    medium: Medium
    destination: Destination
    lying: tuple[Lying, ...]
    newest: str
    details: tuple[str, ...] = ()
    """One line for each backup there, newest first: «вчера в 16:40: с тех пор 12 записей»."""
    newer: bool = False
    """A backup there has more entries than the journal: it was filled in elsewhere since."""
    is_folder: bool = False
    same_disk: bool = False
    """The folder lies on the disk of the journal itself, and would be lost with it."""

    @property
    def key(self) -> str:
        """What tells the medium from others."""
        return str(self.medium.root)


@dataclass(frozen=True, slots=True)
class LastBackup:
    """The newest backup of the journal by its protocol: «вчера в 16:40, флешка «ЖУРНАЛ»»; whether it is `old`."""

    words: str
    old: bool
    when: datetime | None = None


def media_lines(office: FileOffice, media: Media) -> list[MediumLine]:
    """The media that are there now, with the backups on each."""
    with office.reading() as db:
        n, _ = head_now(db)
    now = office.clock.now_local()
    journal = office.place.journal
    return [_line(medium, destination_of(medium), _Standing(journal, n, now)) for medium in media.find()]


def folder_line(office: FileOffice, folder: Path) -> MediumLine:
    """A folder that a person has chosen, told as a medium is. Raises DeviceTrouble and its kinds."""
    with office.reading() as db:
        n, _ = head_now(db)
    with as_trouble():
        room = shutil.disk_usage(folder)
        same = folder.stat().st_dev == office.place.sealed.path.stat().st_dev
    name = folder.absolute().name or str(folder)
    medium = Medium(folder, name, room.free, room.total, os.access(folder, os.W_OK))
    standing = _Standing(office.place.journal, n, office.clock.now_local())
    return replace(_line(medium, Destination.of_folder(folder), standing), is_folder=True, same_disk=same)


def beside(done: Path, now: datetime, journal: bytes) -> str:
    """What lies beside a backup that was just made: «копии от 1 декабря, 30 ноября и ещё 9»; empty for nothing."""
    days = [day_month(one.made.date()) for one in lying_in(done.parent, now) if one.is_of(journal) and one.path != done]
    if not days:
        return ""
    shown = list(dict.fromkeys(days))[:_SHOWN_DAYS]
    left = sum(1 for day in days if day not in shown)
    what = "копия" if len(days) == 1 else "копии"
    return f"{what} от {join_and(shown) if not left else ', '.join(shown) + f' и ещё {left}'}"


@dataclass(frozen=True, slots=True)
class CopyLine:
    """A backup to restore from, in words; `usable` is False for a damaged one and for one of another journal."""

    path: Path
    title: str
    second: str
    right: str
    usable: bool
    made: datetime


def copies_for(target: Path | None, media: Media, now: datetime) -> list[CopyLine]:
    """The backups on all media, the newest of the journal at `target` first, others and damaged ones last."""
    journal = journal_of(target)
    found = []
    for medium in media.find():
        destination = destination_of(medium)
        for folder in dict.fromkeys((destination.folder, medium.root)):
            found += [_copy_line(one, destination.words, journal, now) for one in lying_in(folder, now)]
    return sorted(found, key=lambda line: (line.usable, line.made), reverse=True)


def copy_line(path: Path, target: Path | None, now: datetime) -> CopyLine:
    """A backup that a person has chosen as a file."""
    words = Destination.of_folder(path.parent).words
    found = next(_lying(path, now), None) or Lying(path, now, 0, None)
    return _copy_line(found, words, journal_of(target), now)


def journal_of(target: Path | None) -> bytes | None:
    """Whose journal stands there, as far as its key file tells; None for nothing known."""
    if target is None:
        return None
    with suppress(EzhError):
        return KeyFile.parse(read_key_file(target)).head.journal
    return None


def _copy_line(lying: Lying, words: str, journal: bytes | None, now: datetime) -> CopyLine:
    made, manifest = lying.made, lying.manifest
    recent = (now.date() - made.date()).days in {0, 1}
    when = past_moment(made, now) if recent else f"{past_moment(made, now)}, {clock_time(made.time())}"
    title = f"{when[:1].upper()}{when[1:]}"
    where = f"{words}, {size(lying.size)}"
    if manifest is None:
        return CopyLine(lying.path, title, "копия повреждена: возьмите другую", "", usable=False, made=made)
    if journal is not None and manifest.journal != journal:
        return CopyLine(lying.path, title, "копия другого журнала", "", usable=False, made=made)
    return CopyLine(lying.path, title, where, f"протокол до записи {grouped(manifest.n)}", usable=True, made=made)


def destination_of(medium: Medium) -> Destination:
    """Where backups go on a medium; the folder is made with the first one."""
    return Destination(medium.root / FOLDER, f"флешка «{medium.label or medium.title}»", makes=True)


def lying_in(folder: Path, now: datetime) -> tuple[Lying, ...]:
    """The backups in a folder, newest first; a folder that cannot be read holds none."""
    found: list[Lying] = []
    with suppress(OSError):
        found = [one for path in folder.iterdir() if path.suffix.lower() == SUFFIX for one in _lying(path, now)]
    return tuple(sorted(found, key=lambda one: one.made, reverse=True))


def how_it_stands(lying: Lying, journal: bytes, n: int) -> str:
    """How a backup stands to the journal whose protocol has `n` entries: newer, older by how much, or not of it."""
    if lying.manifest is None:
        return "копия повреждена"
    if lying.manifest.journal != journal:
        return "копия другого журнала"
    since = n - lying.manifest.n
    if since < 0:
        return "новее журнала на этом компьютере"
    return f"с тех пор {count(since, 'запись', 'записи', 'записей')}" if since else "журнал с тех пор не менялся"


def last_backup(office: FileOffice) -> LastBackup:
    """The newest backup that the protocol knows of."""
    with office.reading() as db:
        found = row(db, "SELECT made, media FROM backup_run WHERE kind = ? ORDER BY made DESC LIMIT 1", Kind.BACKUP)
        zone = ZoneInfo(read_school(db)[2])
    if found is None:
        return LastBackup("копии ещё нет", old=True)
    when, now = from_us(int(found[0]), zone), office.clock.now_local()
    days = (now.date() - when.date()).days
    return LastBackup(f"{past_moment(when, now)}, {found[1]}", old=days > OLD_DAYS, when=when)


def checked_package(path: Path) -> Manifest:
    """The manifest of a package all of whose members have the sums it names; raises DamageTrouble, DeviceTrouble."""
    with open_package(path) as package:
        package.check()
        return package.manifest


@dataclass(frozen=True, slots=True)
class _Standing:
    """The journal that backups are compared with: its id, number of entries, and the moment."""

    journal: bytes
    n: int
    now: datetime


def _line(medium: Medium, destination: Destination, standing: _Standing) -> MediumLine:
    folders = dict.fromkeys((destination.folder, medium.root))
    lying = tuple(one for folder in folders for one in lying_in(folder, standing.now))
    lines = ((past_moment(one.made, standing.now), how_it_stands(one, standing.journal, standing.n)) for one in lying)
    details = tuple(f"{when}: {how}" for when, how in lines)
    ours = [one for one in lying if one.is_of(standing.journal)]
    if not ours:
        return MediumLine(medium, destination, lying, "копий этого журнала нет" if lying else "копий нет", details)
    newest = max(ours, key=lambda one: one.made)
    newer = any(one.manifest is not None and one.manifest.n > standing.n for one in ours)
    words = f"последняя копия {past_moment(newest.made, standing.now)}"
    return MediumLine(medium, destination, lying, words, details, newer)


def _lying(path: Path, now: datetime) -> Iterator[Lying]:
    """The backup at that name, unless it has vanished."""
    with suppress(OSError):
        facts = path.stat()
        manifest = None
        with suppress(EzhError):
            manifest = read_manifest(path)
        yield Lying(path, _made(path.stem, facts.st_mtime, now), facts.st_size, manifest)


def _made(stem: str, changed: float, now: datetime) -> datetime:
    stamp = _STAMP.search(stem)
    if stamp is not None:
        with suppress(ValueError):
            made = datetime.fromisoformat(f"{stamp[1]}T{stamp[2]}:{stamp[3]}")
            return made.replace(tzinfo=now.tzinfo)
    return datetime.fromtimestamp(changed, now.tzinfo)
