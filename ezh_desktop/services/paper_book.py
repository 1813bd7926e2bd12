"""The empty workbook of a class for a school that begins with the program in mid-year: what is to be filled in."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta

from ezh_desktop.domain.calendar import Period, PeriodKind
from ezh_desktop.domain.rights import About, demand, may
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.domain.russian import roman
from ezh_desktop.errors import BadInput
from ezh_desktop.services.importing.absences import NO_BEGINNING
from ezh_desktop.services.importing.class_list import class_list
from ezh_desktop.services.importing.people import demand_year
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.pages.paper_book import PaperBook, PaperSubject
from ezh_desktop.storage.reading.absences import read_lesson_days
from ezh_desktop.storage.reading.classlist import read_class_terms
from ezh_desktop.storage.reading.places import read_began, read_class_names, read_year

_DAY = timedelta(days=1)


def paper_classes(office: FileOffice) -> dict[str, int]:
    """The classes whose lists concern the person, by name; none when the journal was begun with the school year."""
    today = office.clock.today()
    with office.reading() as db:
        year = read_year(db, today.isoformat())
        if year is None or read_began(db, today.isoformat()).isoformat() <= year.start:
            return {}
        names = read_class_names(db, year.year)
    return {name: one for one, name in names if may(office.actor, Action.READ, About(Thing.MOVEMENT, today, one))}


def paper_book(office: FileOffice, school_class: int) -> PaperBook:
    """The class as it is to be copied from paper.

    Raises RightRefused for whom its list does not concern, BadInput when the journal was begun with the year.
    """
    today = office.clock.today()
    demand(office.actor, Action.READ, About(Thing.MOVEMENT, today, school_class))
    names = class_list(office, school_class)
    with office.reading() as db:
        year, began = demand_year(db, today.isoformat()), read_began(db, today.isoformat())
        if began.isoformat() <= year.start:
            raise BadInput(*NO_BEGINNING)
        days = read_lesson_days(db, school_class, year.start, (began - _DAY).isoformat())
        terms = read_class_terms(db, school_class, began.isoformat())
    subjects: defaultdict[str, list[str]] = defaultdict(list)
    for subject, kind, number in terms:
        words = _term(PeriodKind(kind), number)
        if words not in subjects[subject]:
            subjects[subject].append(words)
    return PaperBook(
        class_name=names.name,
        year_label=year.label,
        began=began,
        pupils=tuple(one.full for one in names.pupils.values()),
        subjects=tuple(PaperSubject(name, tuple(words)) for name, words in subjects.items()),
        days=tuple(map(date.fromisoformat, days)),
    )


def _term(kind: PeriodKind, number: int) -> str:
    """A quarter by its number alone, as the paper sheet has it."""
    return roman(number) if kind is PeriodKind.QUARTER else Period(kind, number, date.min, date.min).short
