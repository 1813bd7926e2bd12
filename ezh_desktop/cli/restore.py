"""`restore`: the journal of a backup under a new name, or in the place of a journal that is kept beside it."""

from __future__ import annotations

import argparse

from ezh_desktop.cli.asking import ask_password
from ezh_desktop.cli.base import Tools
from ezh_desktop.cli.output import Output
from ezh_desktop.errors import ExitCode, UsageTrouble
from ezh_desktop.jobs.backup import RestoreJob
from ezh_desktop.jobs.base import Job
from ezh_desktop.services.restoring import Claim, Restored
from ezh_desktop.services.restoring import Tools as Means


def run(args: argparse.Namespace, tools: Tools, output: Output) -> ExitCode:
    """Restore and tell the head, which is that of the backup, and where the former journal is kept."""
    if not args.login:
        raise UsageTrouble("Не сказано, кто восстанавливает журнал.", "Добавьте имя администратора: --login ИМЯ.")
    claim = Claim(args.login, ask_password(args.login))
    means = Means(tools.maker.clock.now_local(), tools.maker.door, tools.failures)
    job = Job("Восстановление", RestoreJob(args.package, args.file, claim, means))
    job.listen(output.progress)
    job.run()
    _tell(job.result(), output)
    return ExitCode.DONE


def _tell(done: Restored, output: Output) -> None:
    output.result(f"{done.path}: журнал восстановлен, протокол {done.head_text}.")
    if done.safety:
        output.result(f"Прежний журнал лежит рядом: {done.safety[0].name}")
    output.facts |= {
        "file": str(done.path),
        "n": done.n,
        "head": done.head.hex(),
        "entries_before": done.before,
        "safety": [str(path) for path in done.safety],
    }
