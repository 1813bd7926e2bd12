"""`import`: lists, plans, period marks, absences, timetable, a whole school; one act, refused rows are listed."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from ezh_desktop.cli.asking import signed_in
from ezh_desktop.cli.base import Tools
from ezh_desktop.cli.importtimetable import names_chosen, tell_names, timetable
from ezh_desktop.cli.output import Output
from ezh_desktop.domain.incoming import Judged, Outcome
from ezh_desktop.domain.names import ClassName
from ezh_desktop.errors import BadInput, ExitCode, UsageTrouble
from ezh_desktop.jobs.importing import ReadAbsences, ReadClassMarks, ReadPeriodMarks, ReadPlan, ReadPupils, ReadSchool
from ezh_desktop.services.importing.absences import plan_absences, year_of
from ezh_desktop.services.importing.base import Import, demand_good, enter
from ezh_desktop.services.importing.class_list import find_class
from ezh_desktop.services.importing.class_marks import plan_class_marks
from ezh_desktop.services.importing.period_marks import plan_period_marks
from ezh_desktop.services.importing.plans import find_course, plan_plan
from ezh_desktop.services.importing.pupils import plan_pupils
from ezh_desktop.services.importing.school import plan_school
from ezh_desktop.services.office import FileOffice

_HEADS: Final = (
    (Outcome.NEW, "Внесено", "Будет внесено"),
    (Outcome.CHANGE, "Изменено", "Изменится"),
    (Outcome.SAME, "Без изменений", "Без изменений"),
    (Outcome.REFUSED, "Отклонено", "Отклонено"),
)
_OF_CLASS: Final = frozenset({"pupils", "plan", "periodmarks", "absences"})
"""Kinds of files that speak of one class."""


def run(args: argparse.Namespace, tools: Tools, output: Output) -> ExitCode:
    """Read the table, judge it, and enter the good rows unless it is a dry run."""
    if args.school_class is None and args.what in _OF_CLASS:
        raise UsageTrouble("Не сказано, для какого класса файл.", "Добавьте класс: --class 7А.")
    if args.what == "plan" and args.subject is None:
        raise UsageTrouble("Не сказано, по какому предмету план.", "Добавьте предмет: --subject Алгебра.")
    with signed_in(tools, args.file, args.login, writes=not args.dry_run) as session:
        office: FileOffice = session.office
        found, skipped = _WHAT[args.what](args, office, output)
        demand_good(found)
        if not args.dry_run:
            enter(office, found)
    return _tell(found, skipped, output, dry=args.dry_run)


def _pupils(args: argparse.Namespace, office: FileOffice, output: Output) -> tuple[Import, tuple[tuple[int, str], ...]]:
    name: ClassName = args.school_class
    table = ReadPupils(args.table, office.clock.today(), str(name))()
    output.say("; ".join(part for part in (table.sheet.note, f"учеников в файле: {len(table.rows)}") if part))
    return plan_pupils(office, table.rows, name), table.skipped


def _plan(args: argparse.Namespace, office: FileOffice, output: Output) -> tuple[Import, tuple[tuple[int, str], ...]]:
    course = find_course(office, args.school_class, args.subject, args.subgroup or "")
    table = ReadPlan(args.table)()
    output.say(f"Строк в файле: {len(table.rows)}, уроков: {table.hours}")
    return plan_plan(office, table.rows, course), table.skipped


def _period_marks(
    args: argparse.Namespace, office: FileOffice, output: Output
) -> tuple[Import, tuple[tuple[int, str], ...]]:
    """Of one course where a subject is named, else of the whole class."""
    if args.subject is None:
        return _class_marks(args, office, output)
    course = find_course(office, args.school_class, args.subject, args.subgroup or "")
    table = ReadPeriodMarks(args.table)()
    output.say(f"Строк в файле: {len(table.rows)}")
    return plan_period_marks(office, table.rows, course.course), table.skipped


def _class_marks(
    args: argparse.Namespace, office: FileOffice, output: Output
) -> tuple[Import, tuple[tuple[int, str], ...]]:
    try:
        table = ReadClassMarks(args.table)()
    except BadInput as why:
        raise BadInput(why.what, f"{why.remedy} Таблицу одного предмета вводят с --subject.") from why
    output.say(f"Строк в файле: {len(table.rows)}, столбцов с отметками: {len(table.columns)}")
    school_class = find_class(office, str(args.school_class))
    planned = plan_class_marks(office, table.rows, school_class, names_chosen(args))
    tell_names(args, planned.names, output)
    return planned.found, table.skipped


def _absences(
    args: argparse.Namespace, office: FileOffice, output: Output
) -> tuple[Import, tuple[tuple[int, str], ...]]:
    table = ReadAbsences(args.table, year_of(office))()
    output.say(f"Строк в файле: {len(table.rows)}" + (f", дней: {len(table.days)}" if table.days else ""))
    return plan_absences(office, table.rows, find_class(office, str(args.school_class))), table.skipped


def _school(args: argparse.Namespace, office: FileOffice, output: Output) -> tuple[Import, tuple[tuple[int, str], ...]]:
    table = ReadSchool(args.table, office.clock.today())()
    for note in table.notes:
        output.say(note)
    output.say(f"Строк в файле: {table.rows.count}")
    planned = plan_school(office, table.rows, names_chosen(args))
    tell_names(args, planned.names, output)
    return planned.found, table.skipped


_Plan = Callable[[argparse.Namespace, FileOffice, Output], tuple[Import, tuple[tuple[int, str], ...]]]
_WHAT: Final[Mapping[str, _Plan]] = MappingProxyType(
    {
        "pupils": _pupils,
        "plan": _plan,
        "periodmarks": _period_marks,
        "absences": _absences,
        "timetable": timetable,
        "school": _school,
        "oneroster": _school,
    }
)


def _tell(found: Import, skipped: tuple[tuple[int, str], ...], output: Output, *, dry: bool) -> ExitCode:
    """The report: what does not come in with reason and remedy, then the numbers."""
    for one in found.refused:
        output.result(one.text)
    for number, why in skipped:
        output.say(f"Строка {number} пропущена: {why}")
    for note in found.notes:
        output.say(note)
    output.result(
        ", ".join(f"{(later if dry else now).lower()} {found.counts[outcome]}" for outcome, now, later in _HEADS)
    )
    output.facts |= {
        "dry_run": dry,
        "counts": {str(outcome): number for outcome, number in found.counts.items()},
        "refused": [_facts(one) for one in found.refused],
        "skipped": [{"row": number, "reason": why} for number, why in skipped],
        "notes": list(found.notes),
    }
    return ExitCode.FINDINGS if found.refused else ExitCode.DONE


def _facts(one: Judged) -> dict[str, object]:
    place = {"file": one.spot.file, "sheet": one.spot.sheet, "row": one.spot.row, "column": one.column}
    return {**place, "reason": one.reason, "remedy": one.remedy, "clause": one.clause}
