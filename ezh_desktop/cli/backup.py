"""`backup`: a copy of the journal in a folder, read back and opened before it gets its name."""

from __future__ import annotations

import argparse

from ezh_desktop.cli.asking import signed_in
from ezh_desktop.cli.base import Tools
from ezh_desktop.cli.output import Output
from ezh_desktop.domain.russian import count, size
from ezh_desktop.errors import DeviceTrouble, ExitCode
from ezh_desktop.jobs.backup import BackupJob
from ezh_desktop.jobs.base import Job
from ezh_desktop.services.backing_up import BackupDone
from ezh_desktop.services.packing import Destination


def run(args: argparse.Namespace, tools: Tools, output: Output) -> ExitCode:
    """Make the copy and tell where it lies and what proves it."""
    if not args.folder.is_dir():
        raise DeviceTrouble(f"Папки «{args.folder}» нет.", "Вставьте носитель или укажите другую папку.")
    with signed_in(tools, args.file, args.login, writes=True) as session:
        job = Job("Резервная копия", BackupJob(session.office, Destination.of_folder(args.folder)))
        job.listen(output.progress)
        job.run()
        done = job.result()
    _tell(done, output)
    return ExitCode.DONE


def _tell(done: BackupDone, output: Output) -> None:
    classes = count(done.classes, "класс", "класса", "классов")
    pupils = count(done.pupils, "ученик", "ученика", "учеников")
    output.result(f"{done.path}: {size(done.size)}, {classes}, {pupils}")
    output.result(f"Копия прочитана и открыта, протокол {done.head_text}.")
    if not done.recorded:
        output.say("Запись о копии в журнал не внесена.")
    output.facts |= {
        "file": str(done.path),
        "size": done.size,
        "n": done.n,
        "head": done.head.hex(),
        "classes": done.classes,
        "pupils": done.pupils,
        "recorded": done.recorded,
    }
