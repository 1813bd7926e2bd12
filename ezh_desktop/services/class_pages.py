"""The course pages of a class as a command asks for them: by the names of class and subject."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import Final, Protocol

from ezh_desktop.domain.health import HealthColumn
from ezh_desktop.domain.names import ClassName, name_key
from ezh_desktop.domain.rights import About, demand, may
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.errors import UsageTrouble
from ezh_desktop.services.individual import individual_page
from ezh_desktop.services.inspections import remarks_page
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.pages.health import HealthPage
from ezh_desktop.services.pages.individual import IndividualPage
from ezh_desktop.services.pages.inspection import RemarksPage
from ezh_desktop.services.pages.preliminary import PreliminaryPage
from ezh_desktop.services.pages.summary import SummaryPage
from ezh_desktop.services.preliminary import preliminary_page
from ezh_desktop.storage.reading.places import CourseLine, read_courses, read_year
from ezh_desktop.storage.reading.summary import class_of_name


@dataclass(frozen=True, slots=True)
class ClassPages:
    """`courses` are all pages of the class in the journal's order; `chosen` those to be printed."""

    courses: tuple[int, ...]
    chosen: frozenset[int]


class SheetKind(StrEnum):
    """A page of the class that is printed as a sheet of its own; the values are names of `--page`."""

    SUMMARY = "summary"
    GENERAL = "general"
    ATTENDANCE = "attendance"
    ABSENCES = "absences"
    CLUBS = "clubs"
    HEALTH = "health"
    REMARKS = "remarks"
    PRELIMINARY = "preliminary"
    INDIVIDUAL = "individual"

    @property
    def words(self) -> str:
        """«Сводная ведомость»."""
        return _SHEET_TITLES[self]


_SHEET_TITLES = {
    SheetKind.SUMMARY: "Сводная ведомость",
    SheetKind.GENERAL: "Общие сведения",
    SheetKind.ATTENDANCE: "Учёт посещаемости",
    SheetKind.ABSENCES: "Пропуски по месяцам",
    SheetKind.CLUBS: "Кружки и секции",
    SheetKind.HEALTH: "Листок здоровья",
    SheetKind.REMARKS: "Замечания",
    SheetKind.PRELIMINARY: "Предварительные отметки",
    SheetKind.INDIVIDUAL: "Индивидуальные занятия",
}


@dataclass(frozen=True, slots=True)
class PrintableClass:
    """What a person may print of a class: `courses` are all in the journal's order, `printable` those they may print.

    `sheets` are the pages of the class among it, `journal` tells whether it is all of it.
    """

    school_class: int
    name: str
    courses: tuple[int, ...]
    printable: frozenset[int]
    sheets: frozenset[SheetKind] = frozenset()
    journal: bool = False


def printable_classes(office: FileOffice) -> tuple[PrintableClass, ...]:
    """The classes of the year of which the person may print anything, in order."""
    today = office.clock.today()
    with office.reading() as db:
        year = read_year(db, today.isoformat())
        lines = read_courses(db, year.year) if year else []
    found = []
    ordered = sorted(lines, key=lambda line: (line.grade, line.letter))
    for school_class, group in groupby(ordered, key=lambda line: line.school_class):
        own = list(group)
        courses = tuple(dict.fromkeys(line.course for line in own))
        printable = frozenset(line.course for line in own if _printable(office, line))
        sheets = printable_sheets(office, school_class)
        if printable or sheets:
            whole = may_print_journal(office, school_class)
            found.append(PrintableClass(school_class, own[0].class_name, courses, printable, sheets, whole))
    return tuple(found)


class MayAsk(Protocol):
    """Whoever answers what a person may do: the office."""

    def may(self, action: Action, thing: Thing, school_class: int | None = None) -> bool:
        """See `doors.Office`."""


_JOURNAL: Final = (Thing.GENERAL_INFORMATION, Thing.ABSENCES, Thing.SUMMARY, Thing.CLUB, Thing.HEALTH_DESK)


def may_print_journal(office: MayAsk, school_class: int) -> bool:
    """Whether the person may print every page of a class: its leader, and who controls the journals."""
    return all(office.may(Action.PRINT, thing, school_class) for thing in _JOURNAL)


def printable_sheets(office: MayAsk, school_class: int) -> frozenset[SheetKind]:
    """The pages of a class that the person may print: of the health sheet the columns that they may read."""
    health = any(office.may(Action.READ, column.thing, school_class) for column in HealthColumn)
    summary = office.may(Action.PRINT, Thing.SUMMARY, school_class)
    remarks = office.may(Action.READ, Thing.INSPECTION, school_class)
    individual = office.may(Action.READ, Thing.INDIVIDUAL_LESSON, school_class)
    absences = office.may(Action.PRINT, Thing.ABSENCES, school_class)
    kinds = (
        (SheetKind.SUMMARY, summary),
        (SheetKind.GENERAL, office.may(Action.PRINT, Thing.GENERAL_INFORMATION, school_class)),
        (SheetKind.ATTENDANCE, absences),
        (SheetKind.ABSENCES, absences),
        (SheetKind.CLUBS, office.may(Action.PRINT, Thing.CLUB, school_class)),
        (SheetKind.HEALTH, health),
        (SheetKind.REMARKS, remarks),
        (SheetKind.PRELIMINARY, summary),
        (SheetKind.INDIVIDUAL, individual),
    )
    return frozenset(kind for kind, there in kinds if there)


def class_pages(office: FileOffice, name: ClassName, subject: str = "") -> ClassPages:
    """The pages of a class, or of one of its subjects with all subgroups.

    Raises UsageTrouble when the journal has no such class or the class no such subject (the text names those there
    are), RightRefused when the person may print none of what was asked for.
    """
    today = office.clock.today()
    with office.reading() as db:
        year = read_year(db, today.isoformat())
        lines = read_courses(db, year.year) if year else []
    own = [line for line in lines if line.class_name == str(name)]
    if not own:
        raise UsageTrouble(f"Класса {name} с предметами в журнале нет.", _listed("Классы", lines, "class_name"))
    asked = [line for line in own if not subject or name_key(line.subject_name) == name_key(subject)]
    if not asked:
        raise UsageTrouble(f"Предмета «{subject}» в {name} нет.", _listed("Предметы", own, "subject_name"))
    readable = [line.course for line in own if _printable(office, line)]
    chosen = frozenset(readable).intersection(line.course for line in asked)
    if not chosen:
        demand(office.actor, Action.PRINT, _about(office, asked[0]))
    return ClassPages(tuple(dict.fromkeys(line.course for line in own)), chosen)


def class_summary(office: FileOffice, name: ClassName) -> SummaryPage:
    """The summary sheet of a class, to be printed.

    Raises UsageTrouble when the journal has no such class, RightRefused when the person may not print it.
    """
    found = class_id(office, name)
    demand(office.actor, Action.PRINT, About(Thing.SUMMARY, office.clock.today(), school_class=found))
    return office.summary_page(found)


def class_health(office: FileOffice, name: ClassName) -> HealthPage:
    """The health sheet of a class, to be printed with the columns that the person may read; they may print no others.

    Raises UsageTrouble when the journal has no such class, RightRefused when they may read none.
    """
    return office.health_page(class_id(office, name))


def class_remarks(office: FileOffice, name: ClassName) -> RemarksPage:
    """The remarks of a class, to be printed by who controls the journals.

    Raises UsageTrouble when the journal has no such class, RightRefused for all others.
    """
    found = class_id(office, name)
    demand(office.actor, Action.READ, About(Thing.INSPECTION, office.clock.today(), school_class=found))
    return remarks_page(office, found)


def class_preliminary(office: FileOffice, name: ClassName) -> PreliminaryPage:
    """The preliminary marks of a class, to be printed.

    Raises UsageTrouble when the journal has no such class, RightRefused for who may not print its summary sheet.
    """
    return preliminary_page(office, class_id(office, name))


def class_individual(office: FileOffice, name: ClassName) -> IndividualPage:
    """The journal of individual lessons of a class, to be printed: of the subjects that the person may read.

    Raises UsageTrouble when the journal has no such class, RightRefused when they may read none.
    """
    return individual_page(office, class_id(office, name))


def class_id(office: FileOffice, name: ClassName) -> int:
    """The id of a class of this year. Raises UsageTrouble, naming those there are."""
    with office.reading() as db:
        year = read_year(db, office.clock.today().isoformat())
        found = class_of_name(db, year.year, str(name)) if year else None
        lines = read_courses(db, year.year) if year and found is None else []
    if found is None:
        raise UsageTrouble(f"Класса {name} в журнале нет.", _listed("Классы", lines, "class_name"))
    return found


def _about(office: FileOffice, line: CourseLine) -> About:
    return About(Thing.COURSE_PAGE, office.clock.today(), school_class=line.school_class, course=line.course)


def _printable(office: FileOffice, line: CourseLine) -> bool:
    return may(office.actor, Action.PRINT, _about(office, line))


def _listed(what: str, lines: list[CourseLine], field: str) -> str:
    names = dict.fromkeys(str(getattr(line, field)) for line in lines)
    return f"{what}: {', '.join(names)}." if names else "Классов в журнале пока нет."
