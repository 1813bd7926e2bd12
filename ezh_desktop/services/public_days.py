"""Public days off of a year with the days moved by decree, from a table that is kept up by others."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from ezh_desktop.domain.calendar import AcademicYear, Calendar, Holiday, MovedDay

_DAY = timedelta(days=1)
_MOVED = "Выходной"


def public_days_off(academic: AcademicYear, calendar: Calendar) -> list[Holiday]:
    """The public days off that would be school days of this calendar, neighbours as one stretch.

    A decree for the later calendar year may not be known yet: then its days stand as the law has them.
    """
    found = _table(academic)
    taught = sorted(day for day in found if calendar.is_school_day(day))
    return [Holiday(run[0], run[-1], _title(found[day] for day in run)) for run in _runs(taught)]


def public_moved_days(academic: AcademicYear, calendar: Calendar) -> list[MovedDay]:
    """The days off that a decree makes working days for another day of a term, each taught as the day it pays for.

    A day that is taught anyway is left out, and one whose day off falls between the terms.
    """
    found = _table(academic)
    moved = []
    for day in sorted(found.weekend_workdays):
        paid = next((off for off, title in found.items() if title.endswith(f"{day:%d.%m.%Y})")), None)
        in_terms = paid is not None and calendar.scheme.term_of(day) and calendar.scheme.term_of(paid)
        if paid is not None and in_terms and day in academic and calendar.weekday_of(day) is None:
            moved.append(MovedDay(day, paid.isoweekday()))
    return moved


def _table(academic: AcademicYear) -> Any:  # noqa: ANN401 - the library's own type loads slowly
    # The tables of all countries load slowly and are asked for once a year.
    import holidays  # noqa: PLC0415

    return holidays.country_holidays("RU", years=[academic.start_year, academic.start_year + 1], language="ru")


def _runs(days: Iterable[date]) -> list[list[date]]:
    """Neighbouring days together."""
    runs: list[list[date]] = []
    for day in days:
        if runs and day - runs[-1][-1] == _DAY:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _title(names: Iterable[str]) -> str:
    """What the days are called: by the feast itself where one of them is it, without remarks in brackets."""
    titles = [name.partition(" (")[0] for name in names]
    proper = [title for title in titles if title != _MOVED]
    return (proper or titles)[0]
