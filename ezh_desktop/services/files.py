"""The door by which commands and windows put a finished file on the disk: whole, or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from ezh_desktop.errors import DeviceTrouble, UsageTrouble
from ezh_desktop.storage.door import DISK, Door
from ezh_desktop.storage.faults import as_trouble
from ezh_desktop.storage.safewrite import safe_write

_JOURNAL_ENDS: Final = (".ezh", ".ezh.keys", ".ezh.lock", ".ezh-wal", ".ezh-shm", ".ezh-journal")


def demand_target(target: Path) -> None:
    """Refuse, before any work is done, a place that cannot take a file.

    Raises UsageTrouble for the name of a journal's own files, DeviceTrouble when the folder is missing.
    """
    if target.name.lower().endswith(_JOURNAL_ENDS):
        raise UsageTrouble(
            f"«{target.name}» — имя файла журнала, туда нельзя писать ничего другого.",
            "Укажите другое имя файла.",
        )
    if target.is_dir():
        raise DeviceTrouble(f"«{target}» — папка, а нужен файл.", "Допишите к папке имя файла.")
    if not target.parent.is_dir():
        raise DeviceTrouble(f"Папки «{target.parent}» нет.", "Создайте её или укажите другую.")


def demand_folder(folder: Path) -> None:
    """Make the folder that files are to be put into, if there is none. Raises DeviceTrouble when that cannot be."""
    if folder.exists() and not folder.is_dir():
        raise DeviceTrouble(f"«{folder}» — файл, а нужна папка.", "Укажите папку.")
    if not folder.exists():
        if not folder.parent.is_dir():
            raise DeviceTrouble(f"Папки «{folder.parent}» нет.", "Создайте её или укажите другую.")
        with as_trouble():
            folder.mkdir()


def write_file(target: Path, data: bytes, *, door: Door = DISK) -> None:
    """Put `data` into `target`, replacing what stood there as a whole.

    Raises what `demand_target` raises, DeviceTrouble and its kinds; then `target` is as it was.
    """
    demand_target(target)
    safe_write(target, data, door=door)
