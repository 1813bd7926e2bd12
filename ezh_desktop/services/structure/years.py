"""A new school year (учебный год), and the public days off of a year from a maintained table."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from ezh_desktop.domain.calendar import AcademicYear
from ezh_desktop.domain.change import Change
from ezh_desktop.domain.rights import About
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.domain.russian import dotted
from ezh_desktop.domain.typed import typed_day
from ezh_desktop.errors import BadInput
from ezh_desktop.services.commands import Command
from ezh_desktop.services.ids import system_ids
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.own import Planned
from ezh_desktop.services.structure.base import NEW, Line, Lines, Plan, asks
from ezh_desktop.services.structure.calendar import TERMS, CalendarPage, bells_in_order
from ezh_desktop.services.year_setup import new_year
from ezh_desktop.storage.reading.rows import row

ACTION: Final = "year.add"
_DAY: Final = timedelta(days=1)
_SATURDAY: Final = 6


def next_label(page: CalendarPage) -> str:
    """The year after the last one there is."""
    return AcademicYear.from_label(page.years[-1][1]).next().label


def plan_year(office: FileOffice, page: CalendarPage, label: str) -> Plan:
    """The year of that label with the usual terms and days off; week and bells are those of the shown year.

    Raises BadInput when it is no year or is there already.
    """
    academic = AcademicYear.from_label(label)
    with office.reading() as db:
        if row(db, "SELECT 1 FROM academic_year WHERE label = ?", academic.label) is not None:
            raise BadInput(f"Учебный год {academic.label} уже есть.", "Выберите его в списке лет.")
    new_id = system_ids()
    made = new_year(new_id, academic, week_days=page.year.week_days)
    bells = [
        Change("bell", (new_id(),), None, {**one.row, "year": made.year, "valid_from": None, "valid_to": None})
        for one in bells_in_order(page.stored["bell"].values())
    ]
    changes = [change for change in made.changes if not bells or change.entity != "bell"] + bells
    numbers = (Action.SET_UP, About(Thing.RULE_NUMBERS, office.clock.today()))
    planned = tuple(Planned(change) for change in changes)
    return Plan(Command(ACTION, ("academic_year", made.year), planned, (*asks(office, Thing.SCHOOL), numbers)))


def public_days_off(page: CalendarPage, shown: Lines) -> Lines:
    """Public and moved days off that fall on a school day of this calendar and are not among the shown lines."""
    # The tables of all countries load slowly and are asked for once a year.
    import holidays  # noqa: PLC0415

    academic = page.academic
    found = holidays.country_holidays("RU", years=[academic.start_year, academic.start_year + 1], language="ru")
    days = [day for day in sorted(found) if _taught(page, shown, day)]
    if not days:
        return ()
    runs, run = [], [days[0]]
    for before, after in pairwise(days):
        if after - before > _DAY:
            runs.append(run)
            run = []
        run.append(after)
    return tuple(_line(one, found) for one in (*runs, run))


def _taught(page: CalendarPage, shown: Lines, day: date) -> bool:
    last = _SATURDAY if page.year.week_days == _SATURDAY else _SATURDAY - 1
    in_term = any(_holds(page, line, day) for line in page.tables[TERMS])
    off = any(not line.text("classes") and _holds(page, line, day) for line in shown)
    return day.isoweekday() <= last and in_term and not off


def _holds(page: CalendarPage, line: Line, day: date) -> bool:
    try:
        start, end = (typed_day(line.text(name), page.academic) for name in ("start", "end"))
    except BadInput:
        return False
    return start <= day <= end


def _line(days: list[date], names: dict[date, str]) -> Line:
    titles = [names[day].split(" (")[0] for day in days]
    proper = [title for title in titles if not title.startswith("Выходной")]
    title = (proper or titles)[0]
    return Line(NEW, {"start": dotted(days[0]), "end": dotted(days[-1]), "title": title, "classes": ""})
