"""`check`: what the rules of the regulation find in the journal, the same as the window shows."""

from __future__ import annotations

import argparse
from itertools import groupby

from ezh_desktop.cli.asking import signed_in
from ezh_desktop.cli.base import Tools
from ezh_desktop.cli.output import Output
from ezh_desktop.domain.rules.base import Severity
from ezh_desktop.domain.rules.checks import found_clauses
from ezh_desktop.domain.russian import count, dotted
from ezh_desktop.errors import ExitCode, UsageTrouble
from ezh_desktop.jobs.base import Job
from ezh_desktop.services.checking import CheckReport, CheckScope, ReportLine, check_journal, line_facts


def run(args: argparse.Namespace, tools: Tools, output: Output) -> ExitCode:
    """Check and tell: 0 without findings, 1 with findings. Raises UsageTrouble for a clause that no rule has."""
    known = [one.clause for one in found_clauses()]
    if args.clause and args.clause not in known:
        raise UsageTrouble(f"По пункту «{args.clause}» программа ничего не проверяет.", f"Есть: {', '.join(known)}.")
    name = str(args.school_class) if args.school_class else ""
    scope = CheckScope(name, args.clause or "", args.reminders)
    with signed_in(tools, args.file, args.login, args.today) as session:
        job = Job("Проверка по Положению", lambda progress: check_journal(session.office, scope, progress))
        job.listen(output.progress)
        job.run()
        report = job.result()
    _tell(report, output)
    return ExitCode.FINDINGS if report.findings else ExitCode.DONE


def _tell(report: CheckReport, output: Output) -> None:
    for place, lines in groupby(report.lines, key=_place):
        output.result(f"{place}:")
        for line in lines:
            output.result(f"  {_words(line)}")
    pages = count(report.pages, "страница", "страницы", "страниц")
    lessons = count(report.lessons, "урок", "урока", "уроков")
    classes = count(report.classes, "класс", "класса", "классов")
    found = count(report.findings, "недочёт", "недочёта", "недочётов") if report.findings else "недочётов нет"
    output.result(f"Проверено на {dotted(report.day)}: {classes}, {pages}, {lessons}. Итог: {found}.")
    output.facts |= {
        "date": report.day.isoformat(),
        "classes": report.classes,
        "pages": report.pages,
        "lessons": report.lessons,
        "by_clause": dict(report.by_clause),
        "findings": [line_facts(line) for line in report.lines if line.finding.counts],
        "reminders": [line_facts(line) for line in report.lines if not line.finding.counts],
    }


def _place(line: ReportLine) -> str:
    return ", ".join(part for part in (line.class_name, line.subject) if part) or "Школа"


def _words(line: ReportLine) -> str:
    one = line.finding
    parts = [f"п. {one.clause}", dotted(one.day) if one.day else "", line.pupil]
    mark = _MARKS.get(one.severity, "")
    detail = f" ({one.detail})" if one.detail else ""
    return f"{' · '.join(part for part in parts if part)}: {one.title}{detail}{mark}"


_MARKS = {Severity.OVERDUE: " – просрочено", Severity.REMINDER: " – ещё можно успеть"}
