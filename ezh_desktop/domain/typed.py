"""What people type into a table by hand: days, hours of the clock, lessons a week, and several names in one field."""

from __future__ import annotations

import re
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Final

from ezh_desktop.domain.calendar import AcademicYear
from ezh_desktop.domain.russian import MONTHS_OF
from ezh_desktop.errors import BadInput

_DAY: Final = re.compile(r"(\d{1,2})[\s./\-,]+(\d{1,2})(?:[\s./\-,]+(\d{4}|\d{2}))?\.?")
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_WORDS: Final = re.compile(r"(\d{1,2})\s+([а-яё]+)(?:\s+(\d{4}))?(?:\s+г\.?)?")
_TIME: Final = re.compile(r"(\d{1,2})(?:[\s:.\-,]*(\d{2}))?")
_CENTURY: Final = 2000
_MOST_HOURS: Final = 40
_TENTHS: Final = 10


def typed_day(text: str, year: AcademicYear) -> date:
    """The day of «4.11», «04.11.26», «4 ноября», «2026-11-04»: without its year it is the day of the academic year.

    Raises BadInput when it is no day.
    """
    found = _DAY.fullmatch(text.strip())
    if found is not None:
        return _day(text, found[1], int(found[2]), found[3], year)
    written = _ISO.fullmatch(text.strip())
    if written is not None:
        return _day(text, written[3], int(written[2]), written[1], year)
    named = _WORDS.fullmatch(text.strip().casefold())
    if named is not None and named[2] in MONTHS_OF:
        return _day(text, named[1], MONTHS_OF.index(named[2]) + 1, named[3], year)
    raise _no_day(text)


def _day(text: str, day: str, month: int, written: str | None, year: AcademicYear) -> date:
    calendar = year.start_year + (month < year.start.month) if written is None else int(written)
    try:
        return date(calendar if calendar > 99 else _CENTURY + calendar, month, int(day))
    except ValueError:
        raise _no_day(text) from None


def _no_day(text: str) -> BadInput:
    return BadInput(f"«{text.strip()}» не дата.", "Запишите день и месяц, например 4.11.")


def typed_time(text: str) -> time:
    """The time of «8:30», «8.30», «830» or «8»; BadInput when it is none."""
    found = _TIME.fullmatch(text.strip())
    if found is not None:
        hour, minute = int(found[1]), int(found[2] or 0)
        if hour < 24 and minute < 60:
            return time(hour, minute)
    raise BadInput(f"«{text.strip()}» не время.", "Запишите часы и минуты, например 8:30.")


def typed_hours(text: str) -> int:
    """Lessons a week in tenths: «3» is 30, «0,5» is 5; BadInput when it is no such number or not in halves."""
    try:
        hours = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        hours = Decimal(-1)
    if hours.is_finite() and 0 < hours <= _MOST_HOURS and hours * 2 == int(hours * 2):
        return int(hours * _TENTHS)
    raise BadInput(f"«{text.strip()}» не число часов в неделю.", "Запишите, например, 3 или 0,5.")


def hours_text(tenths: int) -> str:
    """«3», «0,5»."""
    whole, rest = divmod(tenths, _TENTHS)
    return f"{whole},{rest}" if rest else str(whole)


def typed_lessons(text: str) -> tuple[int, int] | None:
    """The first and last lesson of «2-4» or «3»; None of nothing. BadInput when it is no such stretch."""
    plain = re.sub(r"\s*[-–—]\s*", "-", text.strip())
    if not plain:
        return None
    found = re.fullmatch(r"(\d{1,2})(?:-(\d{1,2}))?", plain)
    if found is None or int(found[2] or found[1]) < int(found[1]):
        raise BadInput(f"Уроки «{text.strip()}» непонятны.", "Впишите номера: 1-2.")
    return int(found[1]), int(found[2] or found[1])


def several(text: str) -> list[str]:
    """The names in a field where several may stand, parted by commas or semicolons."""
    return [" ".join(part.split()) for part in re.split(r"[,;]", text) if part.strip()]
