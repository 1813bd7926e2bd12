"""`new`: an empty journal of a school, with its first administrator and its recovery code."""

from __future__ import annotations

import argparse
from typing import Final

from ezh_desktop.cli.asking import ask_password, type_back
from ezh_desktop.cli.base import Tools
from ezh_desktop.cli.output import Output
from ezh_desktop.errors import ExitCode, EzhError
from ezh_desktop.jobs.founding import draw_recovery_sheet
from ezh_desktop.services.files import demand_target, write_file
from ezh_desktop.services.founding import Founded, NewAccount, found_school
from ezh_desktop.services.passwords import estimate

FIRST_LOGIN: Final = "admin"


def run(args: argparse.Namespace, tools: Tools, output: Output) -> ExitCode:
    """Make both files and show the code. It is shown before the sheet is written: it must not be lost with a disk."""
    if args.recovery_sheet is not None:
        demand_target(args.recovery_sheet)
    login = args.login.strip() or FIRST_LOGIN
    password = ask_password(login, twice=True)
    strength = estimate(password, [login, args.school])
    if not strength.enough:
        output.say(f"Пароль администратора легко угадать. {strength.advice} Смените его в окне программы.")
    found = found_school(args.file, args.school, args.year, NewAccount(login, password, root=True), tools.maker)
    _tell(args, login, found, output)
    if args.recovery_sheet is not None:
        _write_sheet(args, login, found, tools, output)
    code = found.code
    if not type_back(len(code.groups), code.matches_group, output.say):
        output.say("Код записан неверно. Перепишите его заново, прежде чем закрыть это окно.")
    return ExitCode.DONE


def _tell(args: argparse.Namespace, login: str, found: Founded, output: Output) -> None:
    code = " ".join(found.code.groups)
    output.result(f"Журнал создан: {args.file}")
    output.result(f"Администратор входит как «{login}».")
    output.say(f"Код восстановления: {code}")
    output.say("Запишите его и храните в сейфе: второй раз программа его не покажет.")
    output.facts |= {
        "file": str(args.file),
        "journal": found.journal.hex(),
        "school": args.school,
        "year": args.year,
        "login": login,
        "recovery_code": code,
        "genesis": found.genesis.hex(),
    }


def _write_sheet(args: argparse.Namespace, login: str, found: Founded, tools: Tools, output: Output) -> None:
    now = tools.maker.clock.now_local()
    sheet = draw_recovery_sheet(found, args.school, args.year, args.file.name, login, now)
    try:
        write_file(args.recovery_sheet, sheet, door=tools.maker.door)
    except EzhError:
        output.say("Журнал создан, а лист восстановления не записан: перепишите код с экрана.")
        raise
    output.result(f"Лист восстановления: {args.recovery_sheet}")
    output.facts["recovery_sheet"] = str(args.recovery_sheet)
