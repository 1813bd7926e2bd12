"""A new school year (учебный год), and the public days off that a year still lacks."""

from __future__ import annotations

from datetime import date
from typing import Final

from ezh_desktop.domain.calendar import AcademicYear, Calendar, Holiday, SchemeKind, TermScheme
from ezh_desktop.domain.change import Change
from ezh_desktop.domain.rights import About
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.domain.russian import WEEKDAYS, dotted
from ezh_desktop.domain.typed import typed_day
from ezh_desktop.errors import BadInput
from ezh_desktop.services.commands import Command
from ezh_desktop.services.ids import system_ids
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.own import Planned
from ezh_desktop.services.public_days import public_days_off, public_moved_days
from ezh_desktop.services.structure.base import NEW, Line, Lines, Plan, asks
from ezh_desktop.services.structure.calendar import TERMS, CalendarPage, bells_in_order
from ezh_desktop.services.year_setup import new_year
from ezh_desktop.storage.reading.rows import row

ACTION: Final = "year.add"


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


def missing_days_off(page: CalendarPage, shown: Lines) -> Lines:
    """Public days off that fall on a school day of this year and are not among the shown lines, as new lines."""
    calendar = _calendar(page, shown)
    return tuple(
        Line(NEW, {"start": dotted(one.start), "end": dotted(one.end), "title": one.title, "classes": ""})
        for one in public_days_off(page.academic, calendar)
    )


def missing_moved_days(page: CalendarPage, holidays: Lines, shown: Lines) -> Lines:
    """Days off that a decree makes working days of this year and that are not among the shown lines, as new lines."""
    there = {line.text("day") for line in shown}
    return tuple(
        Line(NEW, {"day": dotted(one.day), "as": WEEKDAYS[one.as_weekday - 1], "reason": "Перенос выходного дня"})
        for one in public_moved_days(page.academic, _calendar(page, holidays))
        if dotted(one.day) not in there
    )


def _calendar(page: CalendarPage, shown: Lines) -> Calendar:
    """The days of the whole school as the dialog shows them."""
    terms = [
        _stretch(page, line)
        for line in page.tables[TERMS]
        if line.text("scheme") == page.tables[TERMS][0].text("scheme")
    ]
    scheme = TermScheme.of(SchemeKind.QUARTERS, [term for term in terms if term is not None])
    off = [stretch for line in shown if not line.text("classes") and (stretch := _stretch(page, line)) is not None]
    return Calendar(scheme, tuple(Holiday(*stretch, "") for stretch in off), week_days=page.year.week_days)


def _stretch(page: CalendarPage, line: Line) -> tuple[date, date] | None:
    try:
        start = typed_day(line.text("start"), page.academic)
        return start, typed_day(line.text("end") or line.text("start"), page.academic)
    except BadInput:
        return None
