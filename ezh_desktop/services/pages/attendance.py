"""What the sheets of attendance show of a class's year: lessons and days missed by pupil, day, month and term (5.37).

Lessons are counted from the pupil's stay in the class and subgroup; days on which a pupil learns elsewhere by order
are not counted. A day is missed when every lesson of the pupil on it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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

    `hours` are the lessons of the class by day, in order of days; `held` those held for a pupil; `missed` the reasons
    of the lessons that the pupil missed, in order. `away` tells who learns elsewhere, in words.
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
        return tuple(day for day in self.hours if span.holds(day))

    def lessons_in(self, span: Span) -> int:
        """How many lessons the class had."""
        return sum(number for day, number in self.hours.items() if span.holds(day))

    def on_list(self, pupil: SummaryPupil, span: Span) -> bool:
        """Whether the pupil is on the list of a page about these days: who comes later is not yet."""
        return any(stay.start is None or stay.start <= (span.last or date.max) for stay in pupil.stays)

    def of(self, pupil: SummaryPupil, span: Span) -> Missed:
        """What a pupil missed in some days."""
        return self._counted(pupil.pupil, [day for day in self.hours if span.holds(day)])

    def _counted(self, pupil: int, days: Iterable[date]) -> Missed:
        ill = total = lessons = 0
        reasons: list[AbsenceReason] = []
        for day in days:
            own = self.held.get((pupil, day))
            if own is None:
                continue
            lessons += own
            missed = self.missed.get((pupil, day), ())
            reasons += missed
            if own and len(missed) == own:
                total += 1
                ill += set(missed) == {AbsenceReason.ILLNESS}
        return Missed(count_absences(reasons, lessons), DayFigures(total, ill))

    def all_of(self, span: Span) -> Missed:
        """What the class missed in some days."""
        found = [self.of(pupil, span) for pupil in self.pupils]
        lessons = sum((one.lessons for one in found), AbsenceFigures(0))
        days = DayFigures(sum(one.days.total for one in found), sum(one.days.illness for one in found))
        return Missed(lessons, days)

    def on_day(self, day: date) -> int:
        """How many lessons the class missed on a day."""
        return sum(len(self.missed.get((pupil.pupil, day), ())) for pupil in self.pupils)
