"""`demo`: a new demo school, with one password for its six logins."""

from __future__ import annotations

import argparse

from ezh_desktop.cli.asking import PASSWORD_VARIABLE, given_password
from ezh_desktop.cli.base import Tools
from ezh_desktop.cli.output import Output
from ezh_desktop.domain.russian import count
from ezh_desktop.errors import ExitCode
from ezh_desktop.services.accounts import one_time_password
from ezh_desktop.services.demo_school import LOGINS, DemoSchool, make_demo_school, options_of


def run(args: argparse.Namespace, tools: Tools, output: Output) -> ExitCode:
    """Make the file; the password comes from EZH_PASSWORD, else one is made up and shown."""
    given = given_password()
    password = given or one_time_password()
    options = options_of(args.classes, args.weeks, args.seed, args.today or tools.maker.clock.today())
    output.say("Создаю учебную школу…")
    made = make_demo_school(args.file, password, options, tools.maker)
    _tell(made, output, "" if given else password)
    return ExitCode.DONE


def _tell(made: DemoSchool, output: Output, shown: str) -> None:
    facts = made.facts
    # The generator does not count the genesis entry, which is written before it begins.
    entries = facts.entries + 1
    told = count(entries, "запись", "записи", "записей")
    output.result(f"Учебная школа: {made.path}")
    output.result(f"Классы: {', '.join(facts.classes)}; {count(facts.pupils, 'ученик', 'ученика', 'учеников')}.")
    output.result(f"Сегодня в ней {facts.day:%d.%m.%Y}, в протоколе {told}.")
    output.result(f"Имена для входа: {', '.join(LOGINS)}.")
    output.result(f"Пароль у всех: {shown}" if shown else f"Пароль у всех — из переменной {PASSWORD_VARIABLE}.")
    output.facts |= {
        "file": str(made.path),
        "journal": made.journal.hex(),
        "day": facts.day.isoformat(),
        "classes": list(facts.classes),
        "pupils": facts.pupils,
        "courses": facts.courses,
        "lessons": facts.lessons,
        "entries": entries,
        "logins": list(LOGINS),
    }
    if shown:
        output.facts["password"] = shown
