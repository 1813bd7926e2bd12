"""`print`: pages of a class, or of several, as one PDF; the order of a day with its substitutions."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, TypeVar

from ezh_desktop.cli.asking import signed_in
from ezh_desktop.cli.base import Session, Tools
from ezh_desktop.cli.output import Output
from ezh_desktop.domain.names import ClassName
from ezh_desktop.domain.russian import count, join_and
from ezh_desktop.errors import ExitCode, UsageTrouble
from ezh_desktop.jobs.archiving import archived
from ezh_desktop.jobs.base import Job, Progress
from ezh_desktop.jobs.book import (
    BookJob,
    CoursesPart,
    Part,
    absences_part,
    attendance_part,
    board_part,
    clubs_part,
    extracts_part,
    general_part,
    health_part,
    individual_part,
    order_part,
    preliminary_part,
    remarks_part,
    roster_part,
    summary_part,
    week_part,
)
from ezh_desktop.jobs.journal import JournalPart, JournalsJob, journal_part
from ezh_desktop.jobs.printing import Paper
from ezh_desktop.reports.base import PrintInfo
from ezh_desktop.reports.course import CourseOptions, Side
from ezh_desktop.services.class_attendance import attendance_page
from ezh_desktop.services.class_pages import (
    class_health,
    class_id,
    class_individual,
    class_pages,
    class_preliminary,
    class_remarks,
    class_summary,
)
from ezh_desktop.services.class_sheets import clubs_page, general_page
from ezh_desktop.services.files import demand_target, write_file
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.pages.timetable import WeekPage
from ezh_desktop.services.rosters import extracts, pupil_named, roster
from ezh_desktop.services.substitutions.order import day_order
from ezh_desktop.services.timetable_paper import board_page, class_weeks, teacher_weeks

JOURNAL_PAGE: Final = "journal"
"""What is printed where no page is named: the whole journal."""
DAY_PAGE: Final = "substitutions"
"""The page that is of a day and the whole school."""
WEEK_PAGE: Final = "timetable"
"""The weeks of classes; without names of all."""
TEACHERS_PAGE: Final = "teachers"
BOARD_PAGE: Final = "board"
TIMETABLES: Final = frozenset({WEEK_PAGE, TEACHERS_PAGE, BOARD_PAGE})
"""Pages of a day that need no class."""
MakePart = Callable[[argparse.Namespace, Session, ClassName, Output], Part]
"""Makes the part of one class. Raises UsageTrouble or RightRefused before anything is read."""
P = TypeVar("P")


def run(args: argparse.Namespace, tools: Tools, output: Output) -> ExitCode:
    """Draw the pages and write the file whole."""
    args.page = args.page or JOURNAL_PAGE
    _demand_fitting(args)
    demand_target(args.out)
    with signed_in(tools, args.file, args.login, args.today) as session:
        paper = _draw(args, session, output)
    write_file(args.out, paper.data, door=tools.maker.door)
    _tell(args, paper, output)
    return ExitCode.DONE


def _draw(args: argparse.Namespace, session: Session, output: Output) -> Paper:
    office = session.office
    info = PrintInfo(office.clock.now_local(), office.person.name, office.head_text())
    work: Callable[[Progress], Paper]
    if args.page == JOURNAL_PAGE:
        work = JournalsJob(_journals(args, session), info)
    else:
        work = BookJob(_parts(args, session, output), info)
    job = Job("Печать", archived(work) if args.archive else work)
    job.listen(output.progress)
    job.run()
    return job.result()


def _journals(args: argparse.Namespace, session: Session) -> list[JournalPart]:
    """Whole journals; RightRefused before anything is read for who may not print one of them."""
    _demand_whole(args)
    return [journal_part(session.office, class_id(session.office, name), str(name)) for name in args.classes]


def _parts(args: argparse.Namespace, session: Session, output: Output) -> list[Part]:
    if args.page == DAY_PAGE:
        return [_order(args, session)]
    if args.page in TIMETABLES:
        return _timetables(args, session)
    return [_PARTS[args.page](args, session, name, output) for name in args.classes]


def _demand_fitting(args: argparse.Namespace) -> None:
    """A page of classes needs to know which; the order of a day is of the whole school."""
    if args.page == DAY_PAGE:
        if args.classes or args.subject or args.term:
            raise UsageTrouble("Распоряжение о заменах — на всю школу.", "Уберите --class, --subject и --term.")
    elif args.page in TIMETABLES:
        _demand_whole(args)
        if args.classes and args.page != WEEK_PAGE:
            raise UsageTrouble("Эта страница — на всю школу.", "Уберите --class.")
    elif not args.classes:
        raise UsageTrouble("Не указан класс.", "Параметр --class: 7А или 7А,8Б.")
    elif args.date and args.page != "roster":
        raise UsageTrouble(
            "--date — день распоряжения о заменах, списка или расписания.",
            "Добавьте --page substitutions, roster, timetable или уберите --date.",
        )
    elif bool(args.pupil) != (args.page == "extract"):
        raise UsageTrouble("--pupil — чья выписка отметок.", "Пишите вместе: --page extract --pupil УЧЕНИК.")


def _timetables(args: argparse.Namespace, session: Session) -> list[Part]:
    """Weeks of classes or of teachers, or the board of the school."""
    if args.page == BOARD_PAGE:
        board = board_page(session.office, args.date)
        return [board_part(lambda: board)]
    if args.page == WEEK_PAGE:
        return [_week(one) for one in class_weeks(session.office, args.classes or (), args.date)]
    return [_week(one) for one in teacher_weeks(session.office, args.date)]


def _week(week: WeekPage) -> Part:
    return week_part(lambda: week)


def _order(args: argparse.Namespace, session: Session) -> Part:
    order = day_order(session.office, args.date or session.office.clock.today())
    return order_part(lambda: order)


def _courses(args: argparse.Namespace, session: Session, name: ClassName, _output: Output) -> Part:
    pages = class_pages(session.office, name, args.subject)
    options = CourseOptions(side=Side(args.page), term=args.term)
    return CoursesPart(session.office.layout_pages, pages.courses, options, pages.chosen)


def _summary(args: argparse.Namespace, session: Session, name: ClassName, _output: Output) -> Part:
    _demand_whole(args)
    page = class_summary(session.office, name)
    return summary_part(lambda: page)


def _health(args: argparse.Namespace, session: Session, name: ClassName, output: Output) -> Part:
    """The full sheet for who reads closed columns, for all others the open ones; which it is, is said."""
    _demand_whole(args)
    page = class_health(session.office, name)
    output.facts["full"] = page.whole and output.facts.get("full", True)
    if not page.whole:
        output.say("Напечатаны открытые графы: полный листок печатает медицинский работник.")
    elif page.locked:
        output.say(f"Закрыто прежним ключом и не напечатано: {count(page.locked, 'строка', 'строки', 'строк')}.")
    return health_part(lambda: page)


def _remarks(args: argparse.Namespace, session: Session, name: ClassName, _output: Output) -> Part:
    _demand_whole(args)
    page = class_remarks(session.office, name)
    return remarks_part(lambda: page)


def _preliminary(args: argparse.Namespace, session: Session, name: ClassName, _output: Output) -> Part:
    _demand_whole(args)
    page = class_preliminary(session.office, name)
    return preliminary_part(lambda: page)


def _individual(args: argparse.Namespace, session: Session, name: ClassName, _output: Output) -> Part:
    _demand_whole(args)
    page = class_individual(session.office, name)
    return individual_part(lambda: page)


def _roster(args: argparse.Namespace, session: Session, name: ClassName, _output: Output) -> Part:
    _demand_whole(args)
    office = session.office
    page = roster(office, class_id(office, name), args.date or office.clock.today())
    return roster_part(lambda: page)


def _extract(args: argparse.Namespace, session: Session, name: ClassName, _output: Output) -> Part:
    _demand_whole(args)
    office = session.office
    school_class = class_id(office, name)
    pupil = pupil_named(office, school_class, args.pupil)
    return extracts_part(lambda: extracts(office, school_class, [pupil]))


def _sheet(read: Callable[[FileOffice, int], P], part: Callable[[Callable[[], P]], Part]) -> MakePart:
    """Makes the part of a sheet that is read by the class alone."""

    def make(args: argparse.Namespace, session: Session, name: ClassName, _output: Output) -> Part:
        _demand_whole(args)
        page = read(session.office, class_id(session.office, name))
        return part(lambda: page)

    return make


def _demand_whole(args: argparse.Namespace) -> None:
    """A page of the class has neither subject nor term of its own."""
    if args.subject or args.term:
        raise UsageTrouble("Эта страница печатается целиком.", "Уберите --subject и --term.")


_PARTS: Final[Mapping[str, MakePart]] = MappingProxyType(
    {
        "course": _courses,
        "marks": _courses,
        "lessons": _courses,
        "summary": _summary,
        "general": _sheet(general_page, general_part),
        "attendance": _sheet(attendance_page, attendance_part),
        "absences": _sheet(attendance_page, absences_part),
        "clubs": _sheet(clubs_page, clubs_part),
        "health": _health,
        "remarks": _remarks,
        "preliminary": _preliminary,
        "individual": _individual,
        "roster": _roster,
        "extract": _extract,
    }
)
"""What `--page` names: a page of the class joins by one line."""


def _tell(args: argparse.Namespace, paper: Paper, output: Output) -> None:
    sides = count(len(paper.pages), "страница", "страницы", "страниц")
    output.result(f"{args.out}: {sides}")
    if paper.missing:
        output.say(f"Без темы: {count(len(paper.missing), 'урок', 'урока', 'уроков')} из прошедших.")
    if paper.disturbed:
        output.say(
            f"В журнал {join_and(paper.disturbed)} писали, пока он читался: страницы могут быть на разные минуты."
            " Напечатайте ещё раз, когда никто не пишет."
        )
    output.facts |= {
        "file": str(args.out),
        "class": ", ".join(str(name) for name in args.classes or ()),
        "page": args.page,
        "subjects": list(dict.fromkeys(page.subject for page in paper.pages if page.number is not None)),
        "pages": len(paper.pages),
        "lessons_without_topic": len(paper.missing),
        "written_while_read": list(paper.disturbed),
        "archive": args.archive,
    }
