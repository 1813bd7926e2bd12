"""`blank`: the empty workbook of a whole school for `import school`, or of a class to be copied from paper."""

from __future__ import annotations

import argparse

from ezh_desktop.cli.asking import signed_in
from ezh_desktop.cli.base import Tools
from ezh_desktop.cli.output import Output
from ezh_desktop.errors import ExitCode, UsageTrouble
from ezh_desktop.exchange.paper_book import empty_paper_book
from ezh_desktop.exchange.schoolbook import empty_book
from ezh_desktop.services.files import demand_target, write_file
from ezh_desktop.services.importing.class_list import find_class
from ezh_desktop.services.paper_book import paper_book


def run(args: argparse.Namespace, tools: Tools, output: Output) -> ExitCode:
    """Write it. Raises UsageTrouble where a file stands already: somebody may have filled it in."""
    if (args.journal is None) != (args.school_class is None):
        raise UsageTrouble("Книге класса нужны и журнал, и класс.", "Добавьте --journal Журнал.ezh --class 7А.")
    demand_target(args.table)
    if args.table.exists():
        raise UsageTrouble(f"Файл «{args.table.name}» уже есть.", "Укажите другое имя.")
    data, then = _of_class(args, tools) if args.journal is not None else (empty_book(), "import school")
    write_file(args.table, data, door=tools.maker.door)
    output.facts["file"] = str(args.table)
    output.result(f"{args.table}: заполните листы и введите их командой {then}")
    return ExitCode.DONE


def _of_class(args: argparse.Namespace, tools: Tools) -> tuple[bytes, str]:
    """The workbook of a class with its pupils, subjects and days, and how it is entered."""
    with signed_in(tools, args.journal, args.login) as session:
        page = paper_book(session.office, find_class(session.office, str(args.school_class)))
    return empty_paper_book(page), "import periodmarks и import absences"
