"""What the sheets of attendance show of a class's year: lessons and days missed by pupil, day, month and term (5.37).

Lessons are counted from the pupil's stay in the class and subgroup; while a pupil learns elsewhere by order, the
lessons at home alone. A day is missed when every lesson of the pupil on it is.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import TypeAlias

from ezh_desktop.domain.figures import AbsenceFigures, AbsenceReason, DayFigures, count_absences
from ezh_desktop.domain.spans import Span
from ezh_desktop.services.pages.summary import SummaryPupil

PupilDay: TypeAlias = tuple[int, date]


@dataclass(frozen=True, slots=True)
class Term:
    """A quarter or half-year of the class."""

    title: str
    span: Span


@dataclass(frozen=True, slots=True)
class Missed:
    """Lessons and days missed in some days."""

    lessons: AbsenceFigures
    days: DayFigures


@dataclass(frozen=True)
class AttendancePage:
    """The attendance of a class from the beginning of its journal to today; `began` where that is not the year's.

    `from_paper`: what was missed before that day was taken over, and the days of the whole year are counted.

    `hours` are the lessons of the class by day, in order of days (0 on one with lessons at home alone); `held` those
    held for a pupil; `missed` the reasons of the lessons that the pupil missed, in order. `away` tells who learns
    elsewhere, in words.
    """

    cursor: int
    school_class: int
    class_name: str
    year_label: str
    school_name: str
    today: date
    began: date | None
    pupils: tuple[SummaryPupil, ...]
    terms: tuple[Term, ...]
    hours: Mapping[date, int]
    held: Mapping[PupilDay, int]
    missed: Mapping[PupilDay, tuple[AbsenceReason, ...]]
    away: tuple[str, ...] = ()
    from_paper: bool = False
    _sums: dict[tuple[int, Span], Missed] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What was counted once: a page asks for a pupil's sums, and for those of the class."""

    @cached_property
    def months(self) -> tuple[tuple[date, ...], ...]:
        """The school days of each month, in order."""
        return tuple(tuple(days) for _, days in groupby(self.hours, key=lambda day: (day.year, day.month)))

    @cached_property
    def year(self) -> Span:
        """From the first to the last school day; one day of nothing where there is none."""
        days = tuple(self.hours) or (date.min,)
        return Span(days[0], days[-1])

    def days_in(self, span: Span) -> tuple[date, ...]:
        """The school days of a term or month."""
        days = tuple(self.hours)
        return days[bisect_left(days, span.first) : bisect_right(days, span.last or date.max)]

    def held_days(self, span: Span) -> int:
        """On how many days the class had lessons."""
        return sum(self.hours[day] > 0 for day in self.days_in(span))

    def lessons_in(self, span: Span) -> int:
        """How many lessons the class had."""
        return sum(self.hours[day] for day in self.days_in(span))

    def on_list(self, pupil: SummaryPupil, span: Span) -> bool:
        """Whether the pupil is on the list of a page about these days: who comes later is not yet."""
        return any(stay.start is None or stay.start <= (span.last or date.max) for stay in pupil.stays)

    def of(self, pupil: SummaryPupil, span: Span) -> Missed:
        """What a pupil missed in some days."""
        key = pupil.pupil, span
        found = self._sums.get(key)
        if found is None:
            found = self._sums[key] = self._counted(pupil.pupil, span)
        return found

    def _counted(self, pupil: int, span: Span) -> Missed:
        held = [self.held.get((pupil, day), 0) for day in self.days_in(span)]
        reasons: list[AbsenceReason] = []
        total = ill = 0
        for day, missed in self._missed_by.get(pupil, ()):
            if span.holds(day):
                reasons += missed
                if len(missed) == self.held[pupil, day]:
                    total += 1
                    ill += set(missed) == {AbsenceReason.ILLNESS}
        return Missed(count_absences(reasons, sum(held)), DayFigures(total, ill))

    @cached_property
    def _missed_by(self) -> Mapping[int, list[tuple[date, tuple[AbsenceReason, ...]]]]:
        """The days with a missed lesson of each pupil."""
        found: defaultdict[int, list[tuple[date, tuple[AbsenceReason, ...]]]] = defaultdict(list)
        for (pupil, day), missed in self.missed.items():
            found[pupil].append((day, missed))
        return found

    def all_of(self, span: Span) -> Missed:
        """What the class missed in some days."""
        found = [self.of(pupil, span) for pupil in self.pupils]
        lessons = sum((one.lessons for one in found), AbsenceFigures(0))
        days = DayFigures(sum(one.days.total for one in found), sum(one.days.illness for one in found))
        return Missed(lessons, days)

    def on_day(self, day: date) -> int:
        """How many lessons the class missed on a day."""
        return sum(len(self.missed.get((pupil.pupil, day), ())) for pupil in self.pupils)
