"""`protocol`: who did what and when, on the screen or as a table."""

from __future__ import annotations

import argparse

from ezh_desktop.cli.asking import signed_in
from ezh_desktop.cli.base import Tools
from ezh_desktop.cli.output import Output
from ezh_desktop.domain.russian import count
from ezh_desktop.errors import ExitCode
from ezh_desktop.exchange.protocol_csv import protocol_csv
from ezh_desktop.services.files import demand_target, write_file
from ezh_desktop.services.pages.protocol import ProtocolLine, ProtocolPage
from ezh_desktop.services.protocol_page import protocol_page


def run(args: argparse.Namespace, tools: Tools, output: Output) -> ExitCode:
    """Show the protocol, or write it with `--csv`."""
    if args.csv is not None:
        demand_target(args.csv)
    with signed_in(tools, args.file, args.login) as session:
        page = protocol_page(session.office)
    output.facts |= {"head": page.head, "entries": len(page.lines)}
    if args.csv is None:
        _show(page, output)
    else:
        write_file(args.csv, protocol_csv(page), door=tools.maker.door)
        output.facts["file"] = str(args.csv)
        output.result(f"{args.csv}: {count(len(page.lines), 'запись', 'записи', 'записей')}")
    output.say(f"Протокол {page.head}")
    return ExitCode.DONE


def _show(page: ProtocolPage, output: Output) -> None:
    for line in page.lines:
        output.result(_words(line))
    output.facts["lines"] = [
        {
            "n": line.n,
            "when": line.when.isoformat(timespec="seconds"),
            "who": line.who,
            "computer": line.computer,
            "action": line.action,
            "changes": line.changes,
            "reason": line.reason,
        }
        for line in page.lines
    ]


def _words(line: ProtocolLine) -> str:
    changes = f" ({line.changes})" if line.changes else ""
    reason = f" — {line.reason}" if line.reason else ""
    return f"{line.n}\t{line.when:%d.%m.%Y %H:%M:%S}\t{line.who}\t{line.what}{changes}{reason}"
