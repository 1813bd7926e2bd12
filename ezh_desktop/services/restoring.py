"""Restoring a journal from a backup: an equal journal under the old name, and a safety copy of what stood there.

The window has ended its own session before; nobody else may have the journal open. Nothing is replaced before the
backup has been unpacked beside the journal, opened with a password of its own, and checked whole. No entry is written,
so that the head of the protocol is that of the backup.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

from ezh_desktop.domain.names import name_key
from ezh_desktop.domain.rights import About, may
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.errors import (
    BadInput,
    DamageTrouble,
    DeviceTrouble,
    DriveGoneTrouble,
    EzhError,
    RightRefused,
    SignInTrouble,
    Trouble,
    UsageTrouble,
)
from ezh_desktop.services.packing import MediumTrouble, Report, Stage, prove_pair, silent
from ezh_desktop.storage.delays import SignInDelays
from ezh_desktop.storage.door import DISK, Door
from ezh_desktop.storage.engine import open_connection
from ezh_desktop.storage.faults import as_trouble
from ezh_desktop.storage.keyfile import KeyFile, key_file_of, read_key_file
from ezh_desktop.storage.locks import FileLock, Position, lock_file_of
from ezh_desktop.storage.packages import Manifest, open_package
from ezh_desktop.storage.proof import readable
from ezh_desktop.storage.protocol import head_text
from ezh_desktop.storage.reading.places import read_info
from ezh_desktop.storage.reading.standing import read_account, read_account_by_key, read_actor
from ezh_desktop.storage.recovery_code import RecoveryCode, data_key
from ezh_desktop.storage.safewrite import replacing, safe_write
from ezh_desktop.storage.signin import Found, find_key, find_key_by_code, fitting_key
from ezh_desktop.storage.writer import head_now

_LEFTOVERS: Final = ("-wal", "-journal", "-shm")
_KEPT: Final = ("", "-wal", "-journal", ".keys")
_LOCK_SECONDS: Final = 2.0
_WHOSE_PASSWORD: Final = "Нужен пароль, который действовал, когда делали копию."  # noqa: S105 - words


@dataclass(frozen=True, slots=True)
class Claim:
    """Who restores: login and password as they were when the backup was made, or the recovery code."""

    login: str = ""
    password: str = field(default="", repr=False)
    code: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Tools:
    """The means: the disk, the memory of failed passwords, the moment for the name of the safety copy."""

    now: datetime
    door: Door = DISK
    failures: MutableMapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Restored:
    """A journal that was restored: `n` and `head` of its protocol, `before` the entries of the journal it replaced.

    `before` is None when there was none or it could not be read; `safety` are the files that keep it.
    """

    path: Path
    n: int
    head: bytes
    before: int | None
    safety: tuple[Path, ...]

    @property
    def head_text(self) -> str:
        """The head as paper prints it."""
        return head_text(self.n, self.head)


def restore(package: Path, target: Path, claim: Claim, tools: Tools, report: Report = silent) -> Restored:
    """Put the journal of a backup at `target`. It works long: for a job or a command, never in the window.

    Raises SignInTrouble, RightRefused for who is no administrator of the backup or of the living journal, DamageTrouble
    for a damaged or foreign backup, BadInput when another journal lies at `target`, BusyTrouble while it is open in any
    window, DeviceTrouble and its kinds, and what `report` raises; then `target` is as it was.
    """
    _demand_target(target)
    with _alone(target) as lock:
        with _taken_back(target, tools.door) as safety, _fresh(target, tools.door) as fresh:
            manifest = _unpack(package, fresh, report)
            found = _opened(fresh, claim, tools)
            report(Stage.CHECK, 0, 1)
            prove_pair(fresh, found.key, manifest, whole=True)
            right = _Right(_administrator(fresh, found.key, claim, tools), tools)
            before = _settle_living(target, manifest, found, right)
            report(Stage.WRITE, 0, 1)
            _keep(target, tools, safety)
            _clear_way(target, lock)
            safe_write(key_file_of(target), key_file_of(fresh).read_bytes(), door=tools.door)
        try:
            prove_pair(target, found.key, manifest, whole=False)
        except DamageTrouble as error:
            raise DeviceTrouble(
                "Восстановленный журнал читается не так, как был записан.",
                "Проверьте диск и повторите. Прежний журнал лежит рядом под другим именем.",
                error.detail,
            ) from error
        lock.remember(Position(manifest.journal, manifest.n, manifest.head))
    return Restored(target, manifest.n, manifest.head, before, tuple(safety))


def _demand_target(target: Path) -> None:
    if target.suffix.lower() != ".ezh":
        raise UsageTrouble("Журнал восстанавливают в файл, имя которого оканчивается на «.ezh».", "Допишите имя файла.")
    if not target.parent.is_dir():
        raise DeviceTrouble(f"Папки «{target.parent}» нет.", "Создайте её или укажите другую.")


@contextmanager
def _alone(target: Path) -> Iterator[FileLock]:
    """Nobody has the journal open inside the block; a lock file made for nothing goes again."""
    lock = FileLock(target)
    try:
        with lock.alone(_LOCK_SECONDS):
            yield lock
    finally:
        lock.close()
        if not target.exists():
            with suppress(OSError):
                lock_file_of(target).unlink()


@contextmanager
def _fresh(target: Path, door: Door) -> Iterator[Path]:
    """The name of the restored database before it takes its place; its keys beside it go in any case."""
    with replacing(target, door=door) as fresh:
        try:
            yield fresh
        finally:
            with suppress(OSError):
                key_file_of(fresh).unlink()


@contextmanager
def _taken_back(target: Path, door: Door) -> Iterator[list[Path]]:
    """Gives the list that takes up the safety copy. When the block fails it goes again, and the keys are as before."""
    keys = key_file_of(target)
    safety: list[Path] = []
    with as_trouble():
        before = keys.read_bytes() if keys.exists() else None
    try:
        yield safety
    except BaseException:
        with suppress(OSError, EzhError):
            if before is None:
                keys.unlink(missing_ok=True)
            elif keys.read_bytes() != before:
                safe_write(keys, before, door=door)
            for copy in safety:
                copy.unlink(missing_ok=True)
        raise


def _unpack(package: Path, fresh: Path, report: Report) -> Manifest:
    if not package.is_file():
        raise MediumTrouble(f"Файла копии «{package.name}» нет на месте.", "Вставьте носитель с копией и повторите.")
    try:
        with open_package(package) as found:
            found.unpack(fresh, partial(report, Stage.READ))
            return found.manifest
    except DriveGoneTrouble as error:
        raise MediumTrouble(
            "Носитель с копией вынут или не отвечает.",
            "Вставьте его снова и повторите. Журнал не изменён.",
            error.detail,
        ) from error


def _opened(fresh: Path, claim: Claim, tools: Tools) -> Found:
    """The key, by the password of that time or by the code."""
    if claim.code:
        return find_key_by_code(fresh, RecoveryCode.parse(claim.code))
    try:
        return find_key(fresh, claim.login, claim.password, SignInDelays(tools.failures))
    except SignInTrouble as error:
        raise SignInTrouble(error.what, f"{error.remedy} {_WHOSE_PASSWORD}".strip()) from error


@dataclass(frozen=True, slots=True)
class _Right:
    """The account whose right is asked; None with the recovery code, which opens everything."""

    account: int | None
    tools: Tools

    def demand(self, db: Any, where: str) -> None:  # noqa: ANN401 - the driver's connection
        """Raise RightRefused unless the account is an active administrator's in that journal."""
        if self.account is None:
            return
        found = read_account(db, self.account)
        demo_day = read_info(db, "demo_day")
        about = About(Thing.JOURNAL, date.fromisoformat(demo_day) if demo_day else self.tools.now.date())
        active = found is not None and found.state == "active"
        if found is None or not active or not may(read_actor(db, *found[:2]), Action.RESTORE, about):
            raise RightRefused(
                f"{where} вы не администратор ЭЖ.",
                "Восстанавливает тот, кто администратор и в копии, и в нынешнем журнале, либо по коду восстановления.",
            )


def _administrator(fresh: Path, key: bytes, claim: Claim, tools: Tools) -> int | None:
    """The account that restores; None with the code. Raises RightRefused for who was no administrator then."""
    if claim.code:
        return None
    with _looking(fresh, key) as db:
        found = read_account_by_key(db, name_key(claim.login))
        if found is None:
            raise SignInTrouble("Неверный логин или пароль.", _WHOSE_PASSWORD)
        _Right(found.account, tools).demand(db, "В копии")
    return found.account


def _settle_living(target: Path, manifest: Manifest, found: Found, right: _Right) -> int | None:
    """Make one file of the journal that stands there; gives its number of entries, None when it cannot be read.

    What its last windows left in a WAL belongs to it and must be in the safety copy.
    """
    if not target.exists():
        return None
    key = _living_key(target, found)
    if key is None:
        if _outside_id(target) not in {None, manifest.journal}:
            raise _another(target)
        return None
    try:
        with _looking(target, key, wal=False) as db:
            if read_info(db, "journal") != manifest.journal.hex():
                raise _another(target)
            right.demand(db, "В нынешнем журнале")
            return head_now(db)[0]
    except DamageTrouble:
        return None


def _living_key(target: Path, found: Found) -> bytes | None:
    """The key of what stands there, as far as the backup's administrator can know it: generations may have risen."""
    keys = [found.key]
    root = found.unlocked.secrets.root
    if root is not None:
        newest = _outside(target)
        gen = newest.head.gen if newest is not None else 1
        keys += [data_key(root, number) for number in range(gen, 0, -1)]
    with suppress(Trouble):
        return fitting_key(target, keys)
    return None


def _outside(target: Path) -> KeyFile | None:
    with suppress(Trouble):
        return KeyFile.parse(read_key_file(target))
    return None


def _outside_id(target: Path) -> bytes | None:
    text = _outside(target)
    return None if text is None else text.head.journal


def _another(target: Path) -> BadInput:
    return BadInput(
        f"В файле «{target.name}» лежит другой журнал.",
        "Восстановите эту копию в файл с другим именем: чужой журнал она не заменит.",
    )


@contextmanager
def _looking(path: Path, key: bytes, *, wal: bool | None = None) -> Iterator[Any]:
    db = open_connection(path, key, wal=wal, readonly=True)
    try:
        with readable():
            yield db
    finally:
        db.close()


def _keep(target: Path, tools: Tools, made: list[Path]) -> None:
    """Copy everything that stands there under a name of its own; each file that is whole goes into `made`."""
    first = target.with_name(f"{target.stem} до восстановления {tools.now:%Y-%m-%d %H-%M}{target.suffix}")
    names = (first, *(first.with_stem(f"{first.stem} ({number})") for number in range(2, 1000)))
    base = next(name for name in names if not name.exists() and not key_file_of(name).exists())
    for end in _KEPT:
        source = target.with_name(target.name + end)
        if source.exists():
            copy = base.with_name(base.name + end)
            with replacing(copy, door=tools.door) as temporary, as_trouble():
                shutil.copyfile(source, temporary)
            made.append(copy)


def _clear_way(target: Path, lock: FileLock) -> None:
    """A WAL that stays would be taken for that of the restored file; the position that is remembered is of the old."""
    lock.forget()
    with as_trouble():
        for end in _LEFTOVERS:
            target.with_name(target.name + end).unlink(missing_ok=True)
