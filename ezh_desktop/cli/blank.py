"""`blank`: the empty workbook into which a school is written, to be entered by `import school`."""

from __future__ import annotations

import argparse

from ezh_desktop.cli.base import Tools
from ezh_desktop.cli.output import Output
from ezh_desktop.errors import ExitCode, UsageTrouble
from ezh_desktop.exchange.schoolbook import empty_book
from ezh_desktop.services.files import demand_target, write_file


def run(args: argparse.Namespace, tools: Tools, output: Output) -> ExitCode:
    """Write it. Raises UsageTrouble where a file stands already: somebody may have filled it in."""
    demand_target(args.table)
    if args.table.exists():
        raise UsageTrouble(f"Файл «{args.table.name}» уже есть.", "Укажите другое имя.")
    write_file(args.table, empty_book(), door=tools.maker.door)
    output.facts["file"] = str(args.table)
    output.result(f"{args.table}: заполните листы и введите их командой import school")
    return ExitCode.DONE
