"""Checks the journal by the rules, within what the signed-in person may read, and names everything for people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final
from zoneinfo import ZoneInfo

from ezh_desktop.domain.rights import About, Actor, demand, may
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.domain.rules.checks import PageFindings, check_class, check_page, check_school, clause_order
from ezh_desktop.domain.rules.class_findings import ClassIndex, SchoolIndex
from ezh_desktop.domain.rules.finding import Finding
from ezh_desktop.domain.rules.numbers import read_numbers
from ezh_desktop.errors import RightRefused, UsageTrouble
from ezh_desktop.services.checking.classes import class_indexes
from ezh_desktop.services.checking.pages import CheckedPage, PageMaker, Surroundings
from ezh_desktop.services.office import FileOffice
from ezh_desktop.storage.reading.checking import (
    CheckedCourse,
    CourseRows,
    read_checked_courses,
    read_class_rows,
    read_course_rows,
    read_inspections,
    read_year_facts,
)
from ezh_desktop.storage.reading.places import read_school, read_settings, read_year
from ezh_desktop.storage.reading.rows import Readable

Progress = Callable[[int, int, str], None]
"""Told pages done, pages in all, words; it may raise to end the work."""

_THINGS: Final[Mapping[str, Thing]] = MappingProxyType(
    {
        "4.3.7": Thing.WEEK_CONFIRMATION,
        "5.14": Thing.ABSENCES,
        "5.16": Thing.LEARNING_MODE,
        "5.29": Thing.GENERAL_INFORMATION,
        "5.30": Thing.FILE_NUMBER,
        "5.31": Thing.GENERAL_INFORMATION,
        "5.32": Thing.GENERAL_INFORMATION,
        "5.34": Thing.SUMMARY,
        "5.35": Thing.SUMMARY,
        "5.36": Thing.SUMMARY,
        "5.38": Thing.HEALTH_FILL,
    }
)
"""What must be readable for a finding of a class to be told."""


@dataclass(frozen=True, slots=True)
class CheckScope:
    """What is asked for: one class by its canonical name, one clause; reminders beside the findings."""

    class_name: str = ""
    clause: str = ""
    reminders: bool = False


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One finding with the names of its place; empty where it has none."""

    finding: Finding
    class_name: str = ""
    subject: str = ""
    pupil: str = ""
    course: int = 0
    school_class: int = 0


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What was found, in the journal's order (class, its pages, then the class itself), and how much was looked at."""

    lines: tuple[ReportLine, ...]
    pages: int
    lessons: int
    classes: int
    day: date

    @property
    def findings(self) -> int:
        """How many findings, without the reminders."""
        return sum(line.finding.counts for line in self.lines)

    @property
    def by_clause(self) -> Mapping[str, int]:
        """How many findings each clause has, in the order of clauses."""
        numbers = [line.finding.clause for line in self.lines if line.finding.counts]
        return {clause: numbers.count(clause) for clause in sorted(set(numbers), key=clause_order)}


def page_findings(office: FileOffice, course: int) -> PageFindings | None:
    """The findings of one course page; None when there is none of that course this year, or it may not be read."""
    with office.reading() as db:
        year = _year(db, office)
        if year is None:
            return None
        lines = [one for one in read_checked_courses(db, year) if one.course == course]
        if not any(_may_read(office.actor, office.clock.today(), one) for one in lines):
            return None
        around = _surroundings(db, office, year)
        pages = PageMaker(db, _rows(db, year, lines, around), around).pages()
    return check_page(pages[0].index)


def class_findings(office: FileOffice, school_class: int) -> tuple[ReportLine, ...]:
    """What is found of one class beside its course pages, as far as the person may read it; reminders too."""
    with office.reading() as db:
        year = _year(db, office)
        lines = [] if year is None else read_checked_courses(db, year)
        own = [one for one in lines if one.school_class == school_class]
        if year is None or not own:
            return ()
        around = _surroundings(db, office, year)
        rows = _rows(db, year, own, around)
        found = read_class_rows(db, year, [school_class])
        indexes = class_indexes(own, found, rows, PageMaker(db, rows, around).pages(), around)
    return tuple(_of_classes(office, indexes))


def check_journal(office: FileOffice, scope: CheckScope, progress: Progress | None = None) -> CheckReport:
    """Everything that the rules find in the school year, as far as the person may read it.

    Raises UsageTrouble for a class that the journal does not have, RightRefused when the person may read nothing of
    what is asked for.
    """
    today = office.clock.today()
    with office.reading() as db:
        year = _year(db, office)
        if year is None:
            return CheckReport((), 0, 0, 0, today)
        courses = _asked(read_checked_courses(db, year), scope)
        around = _surroundings(db, office, year)
        rows = _rows(db, year, courses, around)
        pages = PageMaker(db, rows, around).pages()
        found = read_class_rows(db, year, list(dict.fromkeys(one.school_class for one in courses)))
        classes = class_indexes(courses, found, rows, pages, around)
        school = SchoolIndex(
            today, around.numbers, tuple(date.fromisoformat(one) for one in read_inspections(db, year))
        )
    readable = _readable(office, courses, pages)
    _demand_something(office, courses, readable)
    lines = [*_of_pages(readable, progress), *_of_classes(office, classes)]
    if not scope.class_name and may(office.actor, Action.READ, About(Thing.INSPECTION, today)):
        lines += [ReportLine(one) for one in check_school(school)]
    rank = {index.school_class: at for at, index in enumerate(classes)}
    lines.sort(key=lambda line: rank.get(line.school_class, -1))
    kept = tuple(one for one in lines if _is_asked(one.finding, scope))
    lessons = sum(len(page.index.lessons) for page in readable)
    return CheckReport(kept, len(readable), lessons, len(classes), today)


def _is_asked(finding: Finding, scope: CheckScope) -> bool:
    return (not scope.clause or finding.clause == scope.clause) and (finding.counts or scope.reminders)


def _year(db: Readable, office: FileOffice) -> int | None:
    found = read_year(db, office.clock.today().isoformat())
    return found.year if found else None


def _surroundings(db: Readable, office: FileOffice, year: int) -> Surroundings:
    facts = read_year_facts(db, year)
    began = date.fromisoformat(facts.began or facts.start)
    numbers = read_numbers(read_settings(db, year))
    _, _, zone = read_school(db)
    return Surroundings(office.clock.today(), ZoneInfo(zone), began, date.fromisoformat(facts.end), numbers)


def _rows(db: Readable, year: int, courses: list[CheckedCourse], around: Surroundings) -> CourseRows:
    return read_course_rows(db, year, courses, around.began.isoformat(), around.today.isoformat())


def _asked(courses: list[CheckedCourse], scope: CheckScope) -> list[CheckedCourse]:
    if not scope.class_name:
        return courses
    found = [one for one in courses if one.class_name == scope.class_name]
    if not found:
        names = ", ".join(dict.fromkeys(one.class_name for one in courses))
        raise UsageTrouble(
            f"Класса {scope.class_name} с предметами в журнале нет.", f"Классы: {names}." if names else ""
        )
    return found


def _may_read(actor: Actor, today: date, line: CheckedCourse) -> bool:
    about = About(Thing.COURSE_PAGE, today, school_class=line.school_class, course=line.course)
    return may(actor, Action.READ, about)


def _readable(office: FileOffice, courses: list[CheckedCourse], pages: list[CheckedPage]) -> list[CheckedPage]:
    today = office.clock.today()
    ours = {one.course for one in courses if _may_read(office.actor, today, one)}
    return [page for page in pages if page.course in ours]


def _demand_something(office: FileOffice, courses: list[CheckedCourse], readable: list[CheckedPage]) -> None:
    today = office.clock.today()
    health = any(
        may(office.actor, Action.READ, About(Thing.HEALTH_FILL, today, school_class=one.school_class))
        for one in courses
    )
    if not courses or readable or health:
        return
    first = courses[0]
    demand(
        office.actor,
        Action.READ,
        About(Thing.COURSE_PAGE, today, school_class=first.school_class, course=first.course),
    )
    raise RightRefused("Проверять здесь вам нечего.", "Проверку всей школы делает заместитель директора.")


def _of_pages(pages: list[CheckedPage], progress: Progress | None) -> Iterator[ReportLine]:
    for done, page in enumerate(pages, 1):
        names = page.index.pupil_by_id
        for one in check_page(page.index).all:
            pupil = names.get(one.pupil or 0)
            name = pupil.name if pupil else ""
            yield ReportLine(one, page.class_name, page.subject_name, name, page.course, page.school_class)
        if progress is not None:
            progress(done, len(pages), "Проверка страниц")


def _of_classes(office: FileOffice, classes: Iterable[ClassIndex]) -> Iterator[ReportLine]:
    today = office.clock.today()
    for index in classes:
        names = {one.pupil: one.name for one in index.pupils}

        def readable(clause: str, ident: int = index.school_class) -> bool:
            return may(office.actor, Action.READ, About(_THINGS[clause], today, school_class=ident))

        known: dict[str, bool] = {}
        for one in check_class(index):
            if known.setdefault(one.clause, readable(one.clause)):
                name = names.get(one.pupil or 0, "")
                yield ReportLine(one, index.name, "", name, school_class=index.school_class)


def line_facts(line: ReportLine) -> dict[str, Any]:
    """One line for `--json`, by English names."""
    one = line.finding
    return {
        "clause": one.clause,
        "severity": str(one.severity),
        "class": line.class_name,
        "subject": line.subject,
        "date": one.day.isoformat() if one.day else None,
        "pupil": line.pupil,
        "message": one.title,
        "detail": one.detail,
        "remedy": one.remedy,
    }
