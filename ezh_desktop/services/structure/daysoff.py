"""The public days off and the days moved by decree that a year still lacks."""

from __future__ import annotations

from ezh_desktop.domain.calendar import Calendar, Holiday, SchemeKind, TermScheme
from ezh_desktop.domain.russian import WEEKDAYS, dotted
from ezh_desktop.services.public_days import public_days_off, public_moved_days
from ezh_desktop.services.structure.base import NEW, Line, Lines
from ezh_desktop.services.structure.calendar import TERMS, CalendarPage, typed_stretch


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
        typed_stretch(page.academic, line)
        for line in page.tables[TERMS]
        if line.text("scheme") == page.tables[TERMS][0].text("scheme")
    ]
    scheme = TermScheme.of(SchemeKind.QUARTERS, [term for term in terms if term is not None])
    off = [typed_stretch(page.academic, line) for line in shown if not line.text("classes")]
    free = tuple(Holiday(*stretch, "") for stretch in off if stretch is not None)
    return Calendar(scheme, free, week_days=page.year.week_days)
