"""`print`: subject pages of a class as a PDF, under the page numbers of the journal."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from ezh_desktop.cli.asking import signed_in
from ezh_desktop.cli.base import Session, Tools
from ezh_desktop.cli.output import Output
from ezh_desktop.cli.parser import PAGE_HELP
from ezh_desktop.domain.russian import count
from ezh_desktop.errors import ExitCode, UsageTrouble
from ezh_desktop.jobs.base import Job
from ezh_desktop.jobs.printing import HealthJob, Paper, PrintJob, SummaryJob
from ezh_desktop.reports.base import PrintInfo
from ezh_desktop.reports.course import CourseOptions, Side
from ezh_desktop.reports.health import plan_health
from ezh_desktop.reports.summary import plan_summary
from ezh_desktop.services.class_pages import class_health, class_pages, class_summary
from ezh_desktop.services.files import demand_target, write_file

if TYPE_CHECKING:
    from ezh_desktop.services.office import FileOffice

SUMMARY, HEALTH = "summary", "health"


def run(args: argparse.Namespace, tools: Tools, output: Output) -> ExitCode:
    """Draw the pages and write the file whole."""
    if args.page is None:
        raise UsageTrouble(
            "Журнал целиком пока не печатается: скажите, какую страницу.", f"Параметр --page: {PAGE_HELP}."
        )
    demand_target(args.out)
    with signed_in(tools, args.file, args.login, args.today) as session:
        if args.page in {SUMMARY, HEALTH}:
            return _sheet(args, session, output, tools)
        paper = _draw(args, session, output)
    write_file(args.out, paper.data, door=tools.maker.door)
    _tell(args, paper, output)
    return ExitCode.DONE


def _sheet(args: argparse.Namespace, session: Session, output: Output, tools: Tools) -> ExitCode:
    """A page of the class: it has neither subject nor term of its own."""
    if args.subject or args.term:
        raise UsageTrouble("Эта страница печатается целиком.", "Уберите --subject и --term.")
    office = session.office
    info = PrintInfo(office.clock.now_local(), office.person.name, office.head_text())
    work, pages = _health(args, office, info, output) if args.page == HEALTH else _summary(args, office, info)
    job = Job("Печать", work)
    job.listen(output.progress)
    job.run()
    write_file(args.out, job.result(), door=tools.maker.door)
    output.result(f"{args.out}: {count(pages, 'страница', 'страницы', 'страниц')}")
    output.facts |= {"file": str(args.out), "class": str(args.school_class), "page": args.page, "pages": pages}
    return ExitCode.DONE


def _summary(args: argparse.Namespace, office: FileOffice, info: PrintInfo) -> tuple[SummaryJob, int]:
    page = class_summary(office, args.school_class)
    return SummaryJob(page, info), len(plan_summary(page, 1))


def _health(args: argparse.Namespace, office: FileOffice, info: PrintInfo, output: Output) -> tuple[HealthJob, int]:
    """The full sheet for who reads closed columns, for all others the open ones; which it is, is said."""
    page = class_health(office, args.school_class)
    output.facts["full"] = page.whole
    if not page.whole:
        output.say("Напечатаны открытые графы: полный листок печатает медицинский работник.")
    elif page.locked:
        output.say(f"Закрыто прежним ключом и не напечатано: {count(page.locked, 'строка', 'строки', 'строк')}.")
    return HealthJob(page, info), len(plan_health(page))


def _draw(args: argparse.Namespace, session: Session, output: Output) -> Paper:
    office = session.office
    pages = class_pages(office, args.school_class, args.subject)
    info = PrintInfo(office.clock.now_local(), office.person.name, office.head_text())
    options = CourseOptions(side=Side(args.page), term=args.term)
    job = Job("Печать", PrintJob(office.layout_page, pages.courses, info, options, pages.chosen))
    job.listen(output.progress)
    job.run()
    return job.result()


def _tell(args: argparse.Namespace, paper: Paper, output: Output) -> None:
    sides = count(len(paper.pages), "страница", "страницы", "страниц")
    output.result(f"{args.out}: {sides}")
    if paper.missing:
        output.say(f"Без темы: {count(len(paper.missing), 'урок', 'урока', 'уроков')} из прошедших.")
    subjects = list(dict.fromkeys(page.subject for page in paper.pages if page.subject))
    output.facts |= {
        "file": str(args.out),
        "class": str(args.school_class),
        "page": args.page,
        "subjects": subjects,
        "pages": len(paper.pages),
        "lessons_without_topic": len(paper.missing),
    }
