"""What the set-up assistant proposes for a new year: terms, days off, bells. A school changes all of it.

The dates of 2026/27 are a table; other years get the nearest days of the same weekdays, and the school corrects them.
"""

from __future__ import annotations

from datetime import date, time, timedelta

from ezh_desktop.domain.calendar import AcademicYear, Bell, Bells, Calendar, Holiday, SchemeKind, TermScheme

MODEL_YEAR = AcademicYear(2026)

_QUARTERS = (
    (date(2026, 9, 1), date(2026, 10, 23)),
    (date(2026, 11, 2), date(2026, 12, 30)),
    (date(2027, 1, 11), date(2027, 3, 26)),
    (date(2027, 4, 5), date(2027, 5, 26)),
)
_DAYS_OFF = (
    Holiday(date(2026, 11, 4), date(2026, 11, 4), "День народного единства"),
    Holiday(date(2027, 2, 22), date(2027, 2, 23), "День защитника Отечества"),
    Holiday(date(2027, 3, 8), date(2027, 3, 8), "Международный женский день"),
    Holiday(date(2027, 5, 3), date(2027, 5, 3), "Праздник Весны и Труда"),
    Holiday(date(2027, 5, 10), date(2027, 5, 10), "День Победы"),
)
_FIRST_GRADE_BREAK = Holiday(date(2027, 2, 13), date(2027, 2, 21), "Дополнительные каникулы")
_FIXED_DAYS_OFF = {(11, 4), (2, 23), (3, 8), (5, 1), (5, 9)}
_FIRST_BELL = time(8, 30)
_LESSON_MINUTES = 45
_BREAKS = (10, 10, 15, 15, 10, 10, 10)


def default_scheme(year: AcademicYear = MODEL_YEAR, kind: SchemeKind = SchemeKind.QUARTERS) -> TermScheme:
    """Quarters or half-years of a year.

    Grade 9 gets the dates of all others until its exam schedule is known: its class has a scheme of its own to change.
    """
    spans = [(_moved(start, year), _moved(end, year)) for start, end in _QUARTERS]
    quarters = TermScheme.of(SchemeKind.QUARTERS, [(_first_day(year), spans[0][1]), *spans[1:]])
    return quarters if kind is SchemeKind.QUARTERS else quarters.halves()


def default_holidays(
    year: AcademicYear = MODEL_YEAR, first_grade_classes: frozenset[int] = frozenset()
) -> list[Holiday]:
    """Days off inside the terms; with ids of grade 1 classes, their additional break in February too."""
    holidays = list(_DAYS_OFF) if year == MODEL_YEAR else _fixed_days_off(year)
    if first_grade_classes:
        start, end = _moved(_FIRST_GRADE_BREAK.start, year), _moved(_FIRST_GRADE_BREAK.end, year)
        holidays.append(Holiday(start, end, _FIRST_GRADE_BREAK.title, first_grade_classes))
    return sorted(holidays, key=lambda holiday: holiday.start)


def default_calendar(grade: int, year: AcademicYear = MODEL_YEAR, week_days: int = 5) -> Calendar:
    """The proposed calendar of a class of this grade (1–9)."""
    classes = frozenset({0}) if grade == 1 else frozenset[int]()
    return Calendar.of_class(0, default_scheme(year), default_holidays(year, classes), week_days=week_days)


def default_bells() -> Bells:
    """Eight lessons of 45 minutes from 08:30, the longer breaks after the third and the fourth."""
    bells: list[Bell] = []
    minute = _FIRST_BELL.hour * 60 + _FIRST_BELL.minute
    for number, pause in enumerate((*_BREAKS, 0), start=1):
        bells.append(Bell(number, _at(minute), _at(minute + _LESSON_MINUTES)))
        minute += _LESSON_MINUTES + pause
    return Bells(tuple(bells))


def _at(minute: int) -> time:
    return time(minute // 60, minute % 60)


def _first_day(year: AcademicYear) -> date:
    """1 September, or the Monday after it when it is a Saturday or Sunday."""
    weekday = year.start.isoweekday()
    return year.start + timedelta(days=8 - weekday if weekday > 5 else 0)


def _moved(day: date, year: AcademicYear) -> date:
    """The same weekday nearest to the same day of another academic year."""
    target = date(day.year + year.start_year - MODEL_YEAR.start_year, day.month, day.day)
    shift = (day.weekday() - target.weekday()) % 7
    return target + timedelta(days=shift if shift <= 3 else shift - 7)


def _fixed_days_off(year: AcademicYear) -> list[Holiday]:
    """The public days off by their dates; how they are moved is decreed each year and not guessed here."""
    titles = {(off.start.month, off.end.day): off.title for off in _DAYS_OFF}
    titles |= {(5, 1): "Праздник Весны и Труда", (5, 9): "День Победы"}
    days = [date(year.start_year + (month < 9), month, day) for month, day in _FIXED_DAYS_OFF]
    return [Holiday(day, day, titles[day.month, day.day]) for day in days]
