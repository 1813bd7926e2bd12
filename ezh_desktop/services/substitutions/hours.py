"""Hours held and substituted, by teacher and month, for the time sheet (табель учёта рабочего времени, 1.4)."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from ezh_desktop.domain.lesson_changes import ChangeKind
from ezh_desktop.domain.names import name_key
from ezh_desktop.domain.rights import About, demand
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.domain.substituting import HeldLesson, hours_taught
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.pages.substitutions import HoursLine, HoursPage
from ezh_desktop.services.structure.base import chosen_year
from ezh_desktop.services.substitutions.days import SchoolDays, read_days
from ezh_desktop.storage.reading.places import read_school

_SHORTEST: Final = 28
"""A day that every month has."""


def hours_page(office: FileOffice, month: date) -> HoursPage:
    """The hours of the month that holds a day, up to today. Raises RightRefused for who does not control the journals.

    An hour that was given to another subject is a substituted one of who held it; of two joined subgroups each counts.
    """
    today = office.clock.today()
    demand(office.actor, Action.READ, About(Thing.PROTOCOL, today))
    first = month.replace(day=1)
    end = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    last = max(first, min(end, today))
    days = read_days(office, first, last)
    with office.reading() as db:
        school, _, _ = read_school(db)
    lessons = _counted(days) if first <= today else iter(())
    lines = [
        HoursLine(one.person, days.name(one.person), one.own, one.substituted, one.given, one.lost)
        for one in hours_taught(lessons)
    ]
    ordered = sorted(lines, key=lambda one: (name_key(one.name), one.person))
    return HoursPage(school, days.year.label, first, last, tuple(ordered))


def months_of(office: FileOffice) -> tuple[date, ...]:
    """The months of the school year up to today, by their first days."""
    today = office.clock.today()
    with office.reading() as db:
        year = chosen_year(db, today)
    month, end = date.fromisoformat(year.start).replace(day=1), date.fromisoformat(year.end)
    found = []
    while month <= min(today, end):
        found.append(month)
        month = (month.replace(day=_SHORTEST) + timedelta(days=4)).replace(day=1)
    return tuple(found) or (today.replace(day=1),)


def _counted(days: SchoolDays) -> Iterator[HeldLesson]:
    """Lessons that were held, and those that a decision of the deputy took; a lesson the timetable lost is none."""
    named = {one.number("lesson") for one in days.changes}
    extra = {one.number("lesson") for one in days.changes if one.text("kind") == ChangeKind.EXTRA}
    for one in days.lessons.values():
        if not days.first <= one.day <= days.last or not (one.living or one.lesson in named):
            continue
        missed = days.stands_in(one) if one.lesson in extra else None
        if missed is None:
            yield one
        else:
            yield replace(one, teachers=frozenset(), substitute=days.substitutions[missed].number("person"))
