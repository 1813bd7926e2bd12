"""`verify`: is the file whole, and does its protocol prove that nothing was changed past the program?"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from typing import Final

from ezh_desktop.cli.asking import signed_in
from ezh_desktop.cli.base import Session, Tools
from ezh_desktop.cli.output import Output
from ezh_desktop.domain.russian import count
from ezh_desktop.errors import ExitCode
from ezh_desktop.jobs.base import Job
from ezh_desktop.services.backups import checked_package, head_text, is_package
from ezh_desktop.services.packing import prove_pair, unpacked
from ezh_desktop.services.verifying import Finding, HeadClaim, VerifyReport, verify

MENDABLE: Final = frozenset({"key_file", "unchecked"})
"""What is worth a remark and proves no damage: the next sign-in, or a check with no window open, puts it right."""
_SUMMARY: Final = {
    ExitCode.FINDINGS: "Повреждений нет, но есть замечания. Закройте окна с этим журналом и повторите проверку.",
    ExitCode.DAMAGED: "Журнал себя не подтверждает. Сохраните его копию и обратитесь к администратору журнала.",
}


def run(args: argparse.Namespace, tools: Tools, output: Output) -> ExitCode:
    """Check and tell: 0 sound, 1 with a remark that mends itself, 4 when the journal does not prove itself."""
    if is_package(args.file):
        if not args.login:
            return _sums(args, output)
        report = _check_package(args, tools, output)
    else:
        with signed_in(tools, args.file, args.login) as session:
            report = _check(args, session, output)
    _tell(report, output)
    code = code_of(report)
    if code in _SUMMARY:
        output.say(_SUMMARY[code])
    return code


def code_of(report: VerifyReport) -> ExitCode:
    """The exit code of what was found."""
    if {one.kind for one in report.findings} - MENDABLE:
        return ExitCode.DAMAGED
    mends = any(one.kind in MENDABLE for one in (*report.findings, *report.notices))
    return ExitCode.FINDINGS if mends else ExitCode.DONE


def _check(args: argparse.Namespace, session: Session, output: Output) -> VerifyReport:
    claim = HeadClaim(*args.head) if args.head is not None else None
    job = Job("Проверка журнала", lambda progress: verify(session.office, claim, progress))
    job.listen(output.progress)
    job.run()
    return job.result()


def _sums(args: argparse.Namespace, output: Output) -> ExitCode:
    """What can be told of a package without a password: its sums and its maker's signature hold."""
    manifest = checked_package(args.file)
    output.result(f"Копия цела, протокол {head_text(manifest.n, manifest.head)}. Журнал в ней проверит --login.")
    output.facts |= {"sums": True, "n": manifest.n, "head": manifest.head.hex()}
    return ExitCode.DONE


def _check_package(args: argparse.Namespace, tools: Tools, output: Output) -> VerifyReport:
    """The whole check of the journal in a package, and that it is the one its manifest names."""
    with unpacked(args.file) as (file, manifest), signed_in(tools, file, args.login) as session:
        prove_pair(file, session.office.place.key, manifest, whole=False)
        return _check(args, session, output)


def _tell(report: VerifyReport, output: Output) -> None:
    entries = count(report.entries, "запись", "записи", "записей")
    sessions = count(report.sessions, "сеанс", "сеанса", "сеансов")
    output.result(f"Проверено: {entries}, {sessions}, протокол {report.head or 'не прочитан'}.")
    _list("Нарушения", report.findings, output)
    if report.omitted:
        output.result(f"  и ещё {report.omitted}")
    _list("Замечания", report.notices, output)
    if report.sound:
        output.result("Журнал цел, протокол подтверждён.")
    output.facts |= {
        "sound": report.sound,
        "head": report.head,
        "entries": report.entries,
        "sessions": report.sessions,
        "rows": report.rows,
        "findings": [asdict(one) for one in report.findings],
        "omitted": report.omitted,
        "notices": [asdict(one) for one in report.notices],
    }


def _list(title: str, found: Sequence[Finding], output: Output) -> None:
    if found:
        output.result(f"{title}:")
    for one in found:
        output.result(f"  {one.text}")
