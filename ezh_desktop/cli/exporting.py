"""`export`: pages of the journal as tables, or calendars, into a folder: a file each, whole or not at all."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Final

from ezh_desktop.cli.asking import signed_in
from ezh_desktop.cli.base import Tools
from ezh_desktop.cli.output import Output
from ezh_desktop.cli.parser import CALENDARS
from ezh_desktop.domain.russian import count
from ezh_desktop.errors import ExitCode, UsageTrouble
from ezh_desktop.exchange.pages_out import BOTH, Form, OutFile, Part, Stamp, hours_file
from ezh_desktop.jobs.base import Job
from ezh_desktop.jobs.exporting import ExportJob
from ezh_desktop.services.exporting import USUAL, Kind, outgoing
from ezh_desktop.services.files import demand_folder, write_file
from ezh_desktop.services.substitutions.hours import hours_page

HOURS: Final = "hours"
_KINDS: Final = {
    None: USUAL,
    "summary": frozenset({Kind.SUMMARY}),
    "health": frozenset({Kind.HEALTH}),
}
"""Pages of the class by the names of `--page`; all others are of courses."""
_PARTS: Final = {None: BOTH, "course": BOTH, "marks": (Part.MARKS,), "lessons": (Part.LESSONS,)}


def run(args: argparse.Namespace, tools: Tools, output: Output) -> ExitCode:
    """Write the pages that the person may take out."""
    if args.what == CALENDARS:
        return _calendars(args, tools, output)
    if args.subject and args.school_class is None:
        raise UsageTrouble("Не сказано, какого класса предмет.", "Добавьте класс: --class 7А.")
    if args.subject and args.page in _KINDS and args.page is not None:
        raise UsageTrouble("Страница класса сохраняется целиком.", "Уберите --subject.")
    if args.page == HOURS:
        return _hours(args, tools, output)
    if args.month:
        raise UsageTrouble("--month — месяц часов учителей.", "Добавьте --page hours или уберите --month.")
    with signed_in(tools, args.file, args.login, args.today) as session:
        pages = outgoing(
            session.office,
            args.school_class,
            args.subject or "",
            _KINDS.get(args.page, frozenset({Kind.COURSES})),
        )
        demand_folder(args.folder)

        def write(file: OutFile) -> None:
            write_file(args.folder / file.name, file.data, door=tools.maker.door)

        parts = _PARTS.get(args.page, BOTH)
        job = Job("Вывод", ExportJob(session.office, pages, Form(args.what), write, parts))
        job.listen(output.progress)
        job.run()
    _tell(args, output, job.result())
    return ExitCode.DONE


def _hours(args: argparse.Namespace, tools: Tools, output: Output) -> ExitCode:
    """The hours of a month are of the whole school."""
    if args.school_class:
        raise UsageTrouble("Часы учителей считают по всей школе.", "Уберите --class.")
    with signed_in(tools, args.file, args.login, args.today) as session:
        office = session.office
        page = hours_page(office, args.month or office.clock.today())
        file = hours_file(page, Form(args.what), Stamp(office.clock.now_local(), office.person.name))
    demand_folder(args.folder)
    write_file(args.folder / file.name, file.data, door=tools.maker.door)
    _tell(args, output, (file.name,))
    return ExitCode.DONE


def _calendars(args: argparse.Namespace, tools: Tools, output: Output) -> ExitCode:
    """Write a calendar for each class and teacher, or for one class."""
    # The library loads when calendars are asked for.
    from ezh_desktop.jobs.calendars import CalendarJob  # noqa: PLC0415

    if args.subject or args.page or args.month:
        raise UsageTrouble("Календарь выводится целиком.", "Уберите --subject, --page и --month.")
    with signed_in(tools, args.file, args.login, args.today) as session:
        demand_folder(args.folder)

        def write(file: OutFile) -> None:
            write_file(args.folder / file.name, file.data, door=tools.maker.door)

        job = Job("Календари", CalendarJob(session.office, write, args.school_class))
        job.listen(output.progress)
        job.run()
    _tell(args, output, job.result())
    return ExitCode.DONE


def _tell(args: argparse.Namespace, output: Output, names: Sequence[str]) -> None:
    output.result(f"{args.folder}: {count(len(names), 'файл', 'файла', 'файлов')}")
    output.facts |= {"folder": str(args.folder), "format": args.what, "files": list(names)}
