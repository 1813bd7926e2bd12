"""Which pages a person may take out as tables: those they may print (III, IV, 9.3.1)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ezh_desktop.domain.names import ClassName
from ezh_desktop.domain.rights import About, demand, may
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.services.class_pages import SheetKind, class_health, class_pages, class_summary, printable_sheets
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.pages.course import CoursePage
from ezh_desktop.services.pages.health import HealthPage
from ezh_desktop.services.pages.summary import SummaryPage
from ezh_desktop.storage.reading.places import read_class_names, read_courses, read_year


class Kind(StrEnum):
    """What a page is of: a course, or one of the sheets of a class."""

    COURSES = "courses"
    SUMMARY = SheetKind.SUMMARY.value
    HEALTH = SheetKind.HEALTH.value


USUAL: Final = frozenset({Kind.COURSES, Kind.SUMMARY})
"""What goes out unless something else is asked for: what is known of a child's health only when it is asked for."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Courses and classes in the journal's order, of which pages go out."""

    courses: tuple[int, ...] = ()
    summaries: tuple[int, ...] = ()
    health: tuple[int, ...] = ()

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return len(self.courses) + len(self.summaries) + len(self.health)


def outgoing(office: FileOffice, name: ClassName | None, subject: str = "", kinds: frozenset[Kind] = USUAL) -> Outgoing:
    """What goes out of one class, or of all; where several kinds are asked for, as far as the person may.

    Raises UsageTrouble for a class or subject that is not there, RightRefused when nothing of it may go out.
    """
    if name is None:
        return _of_all(office, kinds)
    chosen = class_pages(office, name, subject) if Kind.COURSES in kinds else None
    listed = tuple(one for one in chosen.courses if one in chosen.chosen) if chosen else ()
    return _with_sheets(office, _sheets_of(office, name, kinds) if not subject else (), kinds, listed)


def course_out(office: FileOffice, course: int) -> CoursePage:
    """A course page to be taken out; RightRefused for who may not print it."""
    page = office.course_page(course)
    demand(office.actor, Action.PRINT, About(Thing.COURSE_PAGE, page.today, page.school_class, course))
    return page


def summary_out(office: FileOffice, school_class: int) -> SummaryPage:
    """A summary sheet to be taken out; RightRefused for who may not print it."""
    demand(office.actor, Action.PRINT, About(Thing.SUMMARY, office.clock.today(), school_class=school_class))
    return office.summary_page(school_class)


def health_out(office: FileOffice, school_class: int) -> HealthPage:
    """A health sheet to be taken out; RightRefused for who may read none of it."""
    return office.health_page(school_class)


def _sheets_of(office: FileOffice, name: ClassName, kinds: frozenset[Kind]) -> tuple[int, ...]:
    """The class; who asks for a sheet of it alone is refused when it is not theirs."""
    if kinds == {Kind.SUMMARY}:
        return (class_summary(office, name).school_class,)
    if kinds == {Kind.HEALTH}:
        return (class_health(office, name).school_class,)
    return tuple(ident for ident, own in _classes(office) if own == str(name))


def _with_sheets(
    office: FileOffice, classes: tuple[int, ...], kinds: frozenset[Kind], courses: tuple[int, ...]
) -> Outgoing:
    sheets = {one: printable_sheets(office, one) for one in classes}
    summaries = [one for one in classes if Kind.SUMMARY in kinds and SheetKind.SUMMARY in sheets[one]]
    health = [one for one in classes if Kind.HEALTH in kinds and SheetKind.HEALTH in sheets[one]]
    return Outgoing(courses, tuple(summaries), tuple(health))


def _of_all(office: FileOffice, kinds: frozenset[Kind]) -> Outgoing:
    today = office.clock.today()
    with office.reading() as db:
        year = read_year(db, today.isoformat())
        lines = read_courses(db, year.year) if year and Kind.COURSES in kinds else []
    own = [
        line.course
        for line in lines
        if may(office.actor, Action.PRINT, About(Thing.COURSE_PAGE, today, line.school_class, line.course))
    ]
    classes = tuple(ident for ident, _ in _classes(office))
    found = _with_sheets(office, classes, kinds, tuple(dict.fromkeys(own)))
    if not found.pages:
        things = {Kind.COURSES: Thing.COURSE_PAGE, Kind.SUMMARY: Thing.SUMMARY, Kind.HEALTH: Thing.HEALTH_PE_GROUP}
        demand(office.actor, Action.PRINT, About(things[min(kinds)], today))
    return found


def _classes(office: FileOffice) -> list[tuple[int, str]]:
    with office.reading() as db:
        year = read_year(db, office.clock.today().isoformat())
        return read_class_names(db, year.year) if year else []
