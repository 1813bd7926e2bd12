"""`import timetable`: what the options say of unknown names, and what is told of a timetable besides its rows."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TypeAlias

from ezh_desktop.cli.output import Output
from ezh_desktop.domain.names import name_key
from ezh_desktop.errors import UsageTrouble
from ezh_desktop.jobs.importing import ReadTimetable
from ezh_desktop.services.importing.base import Import
from ezh_desktop.services.importing.timetable import Options, plan_timetable
from ezh_desktop.services.importing.timetable_names import LEAVE, NEW, Choice, How, NameKind, NameLine
from ezh_desktop.services.office import FileOffice

Skipped: TypeAlias = tuple[tuple[int, str], ...]


def timetable(args: argparse.Namespace, office: FileOffice, output: Output) -> tuple[Import, Skipped]:
    """Read the file and judge it by the options. Raises BadInput, RightRefused, UsageTrouble."""
    table = ReadTimetable(args.table)()
    for note in (table.sheet.note, *table.notes):
        output.say(note)
    output.say(f"Строк расписания в файле: {len(table.rows)}")
    planned = plan_timetable(office, table.rows, _options(args))
    tell_names(args, planned.names, output)
    return planned.found, tuple(sorted((*table.skipped, *planned.skipped)))


def names_chosen(args: argparse.Namespace) -> dict[tuple[NameKind, str], Choice]:
    """What `--match` says of the file's names, of whatever kind they are."""
    return {
        (kind, name_key(name)): LEAVE if ours == LEAVE else NEW + ours for name, ours in args.match for kind in NameKind
    }


def tell_names(args: argparse.Namespace, names: Sequence[NameLine], output: Output) -> None:
    """Which names stop rows, which were understood otherwise than as they stand. Raises UsageTrouble."""
    _demand_used(args.match, names)
    _tell_open(names, output)
    output.facts["names"] = [_facts(line) for line in names if line.how is not How.FOUND]


def _options(args: argparse.Namespace) -> Options:
    return Options(args.since, frozenset() if args.no_new else frozenset(NameKind), names_chosen(args))


def _demand_used(matches: Sequence[tuple[str, str]], names: Sequence[NameLine]) -> None:
    there = {key for _, key in (line.key for line in names)}
    for name, _ in matches:
        if name_key(name) not in there:
            raise UsageTrouble(f"Названия «{name}» в файле нет.", "Напишите его после --match так, как в файле.")


def _tell_open(names: Sequence[NameLine], output: Output) -> None:
    """Which names stop rows, and how a command answers for them."""
    open_ = [line for line in names if line.how is How.OPEN]
    if open_:
        listed = ", ".join(f"«{line.text}»" for line in open_)
        first = open_[0].text
        ours = "11Г" if open_[0].kind is NameKind.CLASS else "название в журнале"
        output.say(f'Без ответа: {listed}. Сопоставьте: --match "{first}={ours}", или не вносите: "{first}=-".')


def _facts(line: NameLine) -> dict[str, object]:
    reason = line.flaw.what if line.flaw else ""
    return {"kind": line.kind.value, "name": line.text, "means": line.label, "how": line.how.value, "reason": reason}
