"""What a new school year begins with: terms with their periods, days off, bells, subjects and the rules' numbers.

Pure functions that give lists of changes, for the command `new`, the set-up assistant and the demo school. Everything
here is a proposal that the school changes afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from ezh_desktop.domain.calendar import AcademicYear, Calendar, Holiday, Period, PeriodKind, TermScheme
from ezh_desktop.domain.change import Change, Value
from ezh_desktop.domain.curriculum import CURRICULUM
from ezh_desktop.domain.default_year import MODEL_YEAR, default_bells, default_holidays, default_scheme
from ezh_desktop.domain.ids import NewId
from ezh_desktop.domain.names import name_key
from ezh_desktop.domain.rules import refuse_subject_name
from ezh_desktop.domain.rules.numbers import DEFAULTS
from ezh_desktop.domain.russian import clock_time
from ezh_desktop.services.public_days import public_days_off

DEFAULT_ZONE: Final = "Europe/Moscow"
QUARTERS_TITLE: Final = "Четверти"
HALVES_TITLE: Final = "Полугодия"
LAST_GRADE_TITLE: Final = "Четверти 9 класса"

YEAR_SETTINGS: Final[Mapping[str, str]] = MappingProxyType(dict(DEFAULTS))
"""The rules' numbers of a school year, name → default (marks in points, shares in percent)."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """A term scheme that a new year gets: its id, its terms, and the ids of its periods by kind and number."""

    scheme: int
    terms: TermScheme
    periods: Mapping[tuple[PeriodKind, int], int]


@dataclass(frozen=True, slots=True)
class NewYear:
    """A year before it is written: its id, the three schemes a class or course may be given, and all its changes."""

    year: int
    academic: AcademicYear
    quarters: Scheme
    halves: Scheme
    last_grade: Scheme
    """Quarters of grade 9, whose end follows the exam schedule: a scheme of its own to change."""
    changes: tuple[Change, ...]

    def scheme_of(self, grade: int) -> Scheme:
        """The scheme proposed to a class of this grade."""
        return self.last_grade if grade == 9 else self.quarters


def school_change(
    new_id: NewId,
    name: str,
    *,
    short_name: str = "",
    place: str = "",
    address: str = "",
    phone: str = "",
    zone: str = DEFAULT_ZONE,
) -> Change:
    """The school's own row; `zone` is its IANA zone."""
    row = {"name": name, "short_name": short_name or name, "place": place, "address": address, "phone": phone}
    return Change("school", (new_id(),), None, row | {"zone": zone})


def new_year(new_id: NewId, academic: AcademicYear, *, week_days: int = 5, began: date | None = None) -> NewYear:
    """A year with its schemes, periods, days off, bells and settings.

    `began` is the day from which this journal is kept, when that is later than the year's first day.
    """
    year = new_id()
    changes = [Change("academic_year", (year,), None, _year_row(academic, week_days, began))]
    terms = default_scheme(academic)
    quarters = _scheme(new_id, year, QUARTERS_TITLE, terms, changes)
    halves = _scheme(new_id, year, HALVES_TITLE, terms.halves(), changes)
    last_grade = _scheme(new_id, year, LAST_GRADE_TITLE, terms, changes)
    changes += holiday_changes(new_id, year, _days_off(academic, terms, week_days))
    changes += _bell_changes(new_id, year)
    changes += [Change("year_setting", (year, name), None, {"value": value}) for name, value in YEAR_SETTINGS.items()]
    return NewYear(year, academic, quarters, halves, last_grade, tuple(changes))


def _days_off(academic: AcademicYear, terms: TermScheme, week_days: int) -> list[Holiday]:
    """The days off of the model year are settled; for others the days moved by decree are looked up."""
    if academic == MODEL_YEAR:
        return default_holidays(academic)
    return public_days_off(academic, Calendar(terms, week_days=week_days)) or default_holidays(academic)


def holiday_changes(new_id: NewId, year: int, holidays: Iterable[Holiday]) -> list[Change]:
    """Days off: one row for the whole school, or one for each of the classes named."""
    return [
        Change("holiday", (new_id(),), None, _holiday_row(year, holiday, school_class))
        for holiday in holidays
        for school_class in (sorted(holiday.classes) if holiday.classes else (None,))
    ]


def first_grade_break(new_id: NewId, year: int, academic: AcademicYear, classes: Iterable[int]) -> list[Change]:
    """The additional February break of the classes of grade 1, given by their ids."""
    own = [one for one in default_holidays(academic, frozenset(classes)) if one.classes]
    return holiday_changes(new_id, year, own)


def subject_changes(new_id: NewId, *, with_optional: bool = False) -> tuple[Mapping[str, int], list[Change]]:
    """The subjects of the default curriculum: (name → id, changes) in its order. Names pass rule 5.1."""
    ids: dict[str, int] = {}
    changes = []
    for position, subject in enumerate(CURRICULUM, 1):
        if subject.optional and not with_optional:
            continue
        refusal = refuse_subject_name(subject.name)
        if refusal is not None:
            raise refusal
        ids[subject.name] = new_id()
        row: dict[str, Value] = {"name": subject.name, "name_key": name_key(subject.name), "kind": subject.kind.value}
        row |= {"graded": int(subject.graded), "position": position, "ended": 0}
        changes.append(Change("subject", (ids[subject.name],), None, row))
    return MappingProxyType(ids), changes


def _year_row(academic: AcademicYear, week_days: int, began: date | None) -> dict[str, Value]:
    return {
        "label": academic.label,
        "start": academic.start.isoformat(),
        "end": academic.end.isoformat(),
        "week_days": week_days,
        "state": "open",
        "began": began.isoformat() if began else None,
    }


def _scheme(new_id: NewId, year: int, title: str, terms: TermScheme, changes: list[Change]) -> Scheme:
    scheme = new_id()
    changes.append(Change("term_scheme", (scheme,), None, {"year": year, "kind": terms.kind.value, "title": title}))
    ids: dict[tuple[PeriodKind, int], int] = {}
    for period in terms.periods():
        ids[period.kind, period.number] = new_id()
        changes.append(Change("period", (ids[period.kind, period.number],), None, _period_row(scheme, period)))
    return Scheme(scheme, terms, MappingProxyType(ids))


def _period_row(scheme: int, period: Period) -> dict[str, Value]:
    dated = period.kind not in (PeriodKind.EXAM, PeriodKind.FINAL)
    return {
        "scheme": scheme,
        "kind": period.kind.value,
        "number": period.number,
        "start": period.start.isoformat() if dated else None,
        "end": period.end.isoformat() if dated else None,
        "title": period.title,
    }


def _holiday_row(year: int, holiday: Holiday, school_class: int | None) -> dict[str, Value]:
    return {
        "year": year,
        "school_class": school_class,
        "start": holiday.start.isoformat(),
        "end": holiday.end.isoformat(),
        "title": holiday.title,
        "cancelled": 0,
    }


def _bell_changes(new_id: NewId, year: int) -> list[Change]:
    return [
        Change(
            "bell",
            (new_id(),),
            None,
            {
                "year": year,
                "shift": 1,
                "number": bell.number,
                "starts": clock_time(bell.start),
                "ends": clock_time(bell.end),
                "valid_from": None,
                "valid_to": None,
            },
        )
        for bell in default_bells().hours
    ]
