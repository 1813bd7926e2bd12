"""Which pages a person may take out as tables: those they may print (III, IV, 9.3.1)."""

from __future__ import annotations

from dataclasses import dataclass

from ezh_desktop.domain.names import ClassName
from ezh_desktop.domain.rights import About, demand, may
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.services.class_pages import class_pages, class_summary
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.pages.course import CoursePage
from ezh_desktop.services.pages.summary import SummaryPage
from ezh_desktop.storage.reading.places import read_class_names, read_courses, read_year


@dataclass(frozen=True, slots=True)
class Outgoing:
    """Courses and classes in the journal's order, of which pages go out."""

    courses: tuple[int, ...] = ()
    summaries: tuple[int, ...] = ()

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return len(self.courses) + len(self.summaries)


def outgoing(
    office: FileOffice, name: ClassName | None, subject: str = "", *, courses: bool = True, summaries: bool = True
) -> Outgoing:
    """What goes out of one class, or of all; of a named class both kinds only as far as the person may.

    Raises UsageTrouble for a class or subject that is not there, RightRefused when nothing of it may go out.
    """
    if name is None:
        return _of_all(office, courses=courses, summaries=summaries)
    chosen = class_pages(office, name, subject) if courses else None
    listed = tuple(one for one in chosen.courses if one in chosen.chosen) if chosen else ()
    found = _own_summary(office, name, asked=not courses) if summaries and not subject else ()
    return Outgoing(listed, found)


def course_out(office: FileOffice, course: int) -> CoursePage:
    """A course page to be taken out; RightRefused for who may not print it."""
    page = office.course_page(course)
    demand(office.actor, Action.PRINT, About(Thing.COURSE_PAGE, page.today, page.school_class, course))
    return page


def summary_out(office: FileOffice, school_class: int) -> SummaryPage:
    """A summary sheet to be taken out; RightRefused for who may not print it."""
    demand(office.actor, Action.PRINT, About(Thing.SUMMARY, office.clock.today(), school_class=school_class))
    return office.summary_page(school_class)


def _own_summary(office: FileOffice, name: ClassName, *, asked: bool) -> tuple[int, ...]:
    """The class's summary sheet; who did not ask for it alone is not told that it is not theirs."""
    if asked:
        return (class_summary(office, name).school_class,)
    today = office.clock.today()
    with office.reading() as db:
        year = read_year(db, today.isoformat())
        classes = read_class_names(db, year.year) if year else []
    ident = next((one for one, own in classes if own == str(name)), None)
    return (ident,) if ident is not None and _may_summary(office, ident) else ()


def _of_all(office: FileOffice, *, courses: bool, summaries: bool) -> Outgoing:
    today = office.clock.today()
    with office.reading() as db:
        year = read_year(db, today.isoformat())
        lines = read_courses(db, year.year) if year else []
        classes = read_class_names(db, year.year) if year else []
    own = [
        line.course
        for line in lines
        if courses and may(office.actor, Action.PRINT, About(Thing.COURSE_PAGE, today, line.school_class, line.course))
    ]
    found = Outgoing(
        tuple(dict.fromkeys(own)), tuple(one for one, _ in classes if summaries and _may_summary(office, one))
    )
    if not found.pages:
        thing = Thing.COURSE_PAGE if courses else Thing.SUMMARY
        demand(office.actor, Action.PRINT, About(thing, today))
    return found


def _may_summary(office: FileOffice, school_class: int) -> bool:
    about = About(Thing.SUMMARY, office.clock.today(), school_class=school_class)
    return may(office.actor, Action.PRINT, about)
