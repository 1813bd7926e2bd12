"""The school's calendar: учебный год (academic year), четверти и полугодия (terms), days off, moved days, bells.

A `Calendar` is the calendar of one class, or of one course that has a term scheme of its own; days off of other classes
are left out when it is made. Dates are plain dates of the school's zone, weekdays are ISO (Monday 1 … Sunday 7).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from ezh_desktop.domain.russian import roman
from ezh_desktop.errors import BadInput, RuleRefused

_DAY = timedelta(days=1)


class PeriodKind(StrEnum):
    """What a period mark is given for (период, 5.12). Quarter and half-year are terms, the others are not."""

    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"
    EXAM = "exam"
    FINAL = "final"
    ATTESTATION = "attestation"


class SchemeKind(StrEnum):
    """Whether a class or a course is marked by quarters or by half-years (4.4.6)."""

    QUARTERS = "quarter"
    HALVES = "half"


class WeekParity(StrEnum):
    """In which weeks a timetable slot stands; the school year's first week is odd."""

    EVERY = "every"
    ODD = "odd"
    EVEN = "even"


def week_of_year(first: date, day: date) -> int:
    """Week of the school year from 1: that of its first lesson day is the first, breaks are counted too."""
    return (day - (first - (first.isoweekday() - 1) * _DAY)).days // 7 + 1


def parity_in_year(first: date, day: date) -> WeekParity:
    """Odd or even week of the school year whose lessons begin on `first`."""
    return WeekParity.ODD if week_of_year(first, day) % 2 else WeekParity.EVEN


TERM_KINDS = frozenset({PeriodKind.QUARTER, PeriodKind.HALF})
_TERM_WORDS = {PeriodKind.QUARTER: ("четверть", "ч."), PeriodKind.HALF: ("полугодие", "п/г")}
_OTHER_WORDS = {
    PeriodKind.YEAR: ("Год", "год", "год"),
    PeriodKind.ATTESTATION: ("Промежуточная аттестация", "атт.", "аттестация"),
    PeriodKind.EXAM: ("Экзамен", "экз.", "экзамен"),
    PeriodKind.FINAL: ("Итоговая отметка", "итог.", "итоговая"),
}


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A period a mark is given for: `number` is 1–4 of quarters, 1–2 of half-years, else 1; both dates belong to it."""

    kind: PeriodKind
    number: int
    start: date
    end: date

    def __post_init__(self) -> None:
        """Refuses a period that ends before it begins."""
        if self.end < self.start:
            raise RuleRefused(f"{self.title}: конец раньше начала.", "Исправьте даты периода.")

    @property
    def is_term(self) -> bool:
        """True of a quarter or a half-year."""
        return self.kind in TERM_KINDS

    @property
    def roman(self) -> str:
        """Column of the summary sheet: «I» … «IV», «год», «экз.», «итог.»."""
        return roman(self.number) if self.is_term else self.short

    @property
    def title(self) -> str:
        """For menus and headings: «II четверть», «I полугодие», «Год»."""
        return self.paper if self.is_term else _OTHER_WORDS[self.kind][0]

    @property
    def short(self) -> str:
        """Column of the marks page: «I ч.», «II п/г», «год», «экз.», «итог.»."""
        return f"{roman(self.number)} {_TERM_WORDS[self.kind][1]}" if self.is_term else _OTHER_WORDS[self.kind][1]

    @property
    def paper(self) -> str:
        """Column of the printed spread: «IV четверть», «II полугодие», «год», «экзамен», «итоговая»."""
        return f"{roman(self.number)} {_TERM_WORDS[self.kind][0]}" if self.is_term else _OTHER_WORDS[self.kind][2]

    def __contains__(self, day: date) -> bool:
        """True when the day lies in the period."""
        return self.start <= day <= self.end


@dataclass(frozen=True, slots=True)
class TermScheme:
    """The terms of a year in order; what lies between them is каникулы (a break)."""

    kind: SchemeKind
    terms: tuple[Period, ...]

    def __post_init__(self) -> None:
        """Refuses no terms at all and terms that overlap or stand out of order."""
        if not self.terms:
            raise RuleRefused("В учебном году нет ни одной четверти.", "Введите даты четвертей или полугодий.")
        for before, after in zip(self.terms, self.terms[1:], strict=False):
            if after.start <= before.end:
                raise RuleRefused(f"{after.title} начинается раньше, чем кончается {before.title}.", "Исправьте даты.")

    @classmethod
    def of(cls, kind: SchemeKind, spans: Iterable[tuple[date, date]]) -> TermScheme:
        """A scheme from pairs of first and last day."""
        period = PeriodKind.QUARTER if kind is SchemeKind.QUARTERS else PeriodKind.HALF
        return cls(kind, tuple(Period(period, i, *span) for i, span in enumerate(spans, start=1)))

    @property
    def start(self) -> date:
        """First day of teaching."""
        return self.terms[0].start

    @property
    def end(self) -> date:
        """Last day of teaching."""
        return self.terms[-1].end

    def term_of(self, day: date) -> Period | None:
        """The term the day lies in; None in a break and outside the year."""
        return next((term for term in self.terms if day in term), None)

    def term_shown(self, day: date) -> Period:
        """The term a page scrolls to: the day's own, in a break the one that ended last, before the year the first."""
        begun = [term for term in self.terms if term.start <= day]
        return begun[-1] if begun else self.terms[0]

    def periods(self, *, attestation: bool = False, exam: bool = True, final: bool = True) -> tuple[Period, ...]:
        """All periods in the order of the columns (5.12): terms, промежуточная аттестация, year, exam, final."""
        wanted = {PeriodKind.ATTESTATION: attestation, PeriodKind.YEAR: True, PeriodKind.EXAM: exam}
        kinds = [kind for kind, shown in (wanted | {PeriodKind.FINAL: final}).items() if shown]
        return self.terms + tuple(Period(kind, 1, self.start, self.end) for kind in kinds)

    def halves(self) -> TermScheme:
        """The half-years made of four quarters (a one-hour subject in a class of quarters, 4.4.6)."""
        if self.kind is SchemeKind.HALVES:
            return self
        middle = len(self.terms) // 2
        parts = (self.terms[:middle], self.terms[middle:])
        return TermScheme.of(SchemeKind.HALVES, [(part[0].start, part[-1].end) for part in parts])


@dataclass(frozen=True, slots=True)
class Holiday:
    """Days off inside the year, both dates included; `classes` empty means the whole school."""

    start: date
    end: date
    title: str
    classes: frozenset[int] = frozenset()

    def applies_to(self, school_class: int | None) -> bool:
        """True when the class has these days off; None asks for the days of the whole school."""
        return not self.classes or school_class in self.classes

    def __contains__(self, day: date) -> bool:
        """True when the day lies in it."""
        return self.start <= day <= self.end


@dataclass(frozen=True, slots=True)
class MovedDay:
    """A day worked by another weekday's timetable, such as a Saturday worked as a Friday; it beats days off."""

    day: date
    as_weekday: int
    classes: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        """Refuses a weekday that has no timetable."""
        if not 1 <= self.as_weekday <= 6:
            raise RuleRefused("Заниматься можно по расписанию дня с понедельника по субботу.")

    def applies_to(self, school_class: int | None) -> bool:
        """True when the class works that day."""
        return not self.classes or school_class in self.classes


@dataclass(frozen=True, slots=True)
class AcademicYear:
    """Учебный год: named by its two calendar years, from 1 September to 31 August."""

    start_year: int

    @classmethod
    def from_label(cls, label: str) -> AcademicYear:
        """The year of «2026/2027» (also with «-» or «–»); anything else raises `BadInput`."""
        first, _, second = label.strip().replace("-", "/").replace("–", "/").partition("/")
        if not (len(first) == len(second) == 4 and (first + second).isdecimal() and int(second) == int(first) + 1):
            raise BadInput(f"«{label}» не учебный год.", "Запишите два года подряд: 2026/2027.")
        return cls(int(first))

    @classmethod
    def of(cls, day: date) -> AcademicYear:
        """The academic year a day lies in."""
        return cls(day.year if day.month >= 9 else day.year - 1)

    @property
    def label(self) -> str:
        """«2026/2027»."""
        return f"{self.start_year}/{self.start_year + 1}"

    @property
    def start(self) -> date:
        """1 September."""
        return date(self.start_year, 9, 1)

    @property
    def end(self) -> date:
        """31 August."""
        return date(self.start_year + 1, 8, 31)

    def next(self) -> AcademicYear:
        """The year after this one."""
        return AcademicYear(self.start_year + 1)

    def __contains__(self, day: date) -> bool:
        """True when the day lies in the year."""
        return self.start <= day <= self.end


@dataclass(frozen=True)
class Calendar:
    """Which days one class (or course) is taught on, and in which term each lies."""

    scheme: TermScheme
    holidays: tuple[Holiday, ...] = ()
    moved: tuple[MovedDay, ...] = ()
    week_days: int = 5
    first: date | None = None
    """The first lesson day of the school, from which weeks are counted; None: that of the scheme."""

    def __post_init__(self) -> None:
        """Refuses a week that is neither of five nor of six days."""
        if self.week_days not in (5, 6):
            raise RuleRefused("Учебная неделя бывает пятидневной или шестидневной.")

    @classmethod
    def of_class(
        cls,
        school_class: int | None,
        scheme: TermScheme,
        holidays: Iterable[Holiday] = (),
        moved: Iterable[MovedDay] = (),
        week_days: int = 5,
        *,
        first: date | None = None,
    ) -> Calendar:
        """The calendar of one class out of the days of the whole school."""
        own = tuple(holiday for holiday in holidays if holiday.applies_to(school_class))
        worked = tuple(move for move in moved if move.applies_to(school_class))
        return cls(scheme, own, worked, week_days, first)

    @cached_property
    def _moved_weekday(self) -> dict[date, int]:
        return {move.day: move.as_weekday for move in self.moved}

    @cached_property
    def days(self) -> tuple[tuple[date, int], ...]:
        """Every school day in order with the weekday whose timetable it follows."""
        length = (self.scheme.end - self.scheme.start).days + 1
        dated = ((day, self.weekday_of(day)) for day in (self.scheme.start + i * _DAY for i in range(length)))
        return tuple((day, weekday) for day, weekday in dated if weekday is not None)

    def weekday_of(self, day: date) -> int | None:
        """The weekday (1–6) whose timetable the day follows; None on a day off, in a break, outside the year."""
        if self.scheme.term_of(day) is None:
            return None
        if day in self._moved_weekday:
            return self._moved_weekday[day]
        weekday = day.isoweekday()
        free = weekday > self.week_days or any(day in holiday for holiday in self.holidays)
        return None if free else weekday

    def is_school_day(self, day: date) -> bool:
        """True when lessons are held that day."""
        return self.weekday_of(day) is not None

    def school_days(self, start: date | None = None, end: date | None = None) -> list[date]:
        """School days from `start` to `end`, both included; without them, of the whole year."""
        first, last = start or self.scheme.start, end or self.scheme.end
        return [day for day, _ in self.days if first <= day <= last]

    def term_of(self, day: date) -> Period | None:
        """The term the day lies in; None in a break and outside the year."""
        return self.scheme.term_of(day)

    def week_number(self, day: date) -> int:
        """Week of the school year from 1, the same for every class; see `week_of_year`."""
        return week_of_year(self.first or self.scheme.start, day)

    def parity_of(self, day: date) -> WeekParity:
        """Odd or even week."""
        return parity_in_year(self.first or self.scheme.start, day)

    def current_or_nearest_school_day(self, today: date) -> date:
        """The day a demo file stands at: today if lessons are held, else the last school day before it, outside the
        school year its last one.

        Raises:
            RuleRefused: the year has no school day.
        """
        if not self.days:
            raise RuleRefused("В учебном году нет ни одного учебного дня.", "Проверьте даты четвертей.")
        past = [day for day, _ in self.days if day <= today]
        return past[-1] if past else self.days[-1][0]


@dataclass(frozen=True, slots=True, order=True)
class Bell:
    """Звонок: when the lesson of this number begins and ends."""

    number: int
    start: time
    end: time


@dataclass(frozen=True)
class Bells:
    """The bells of one regime, given in order of number."""

    hours: tuple[Bell, ...]

    def __post_init__(self) -> None:
        """Refuses bells that overlap, stand out of order or ring for one lesson twice."""
        for bell in self.hours:
            if bell.end <= bell.start:
                raise RuleRefused(f"{bell.number}-й урок кончается раньше, чем начинается.", "Исправьте звонки.")
        for before, after in zip(self.hours, self.hours[1:], strict=False):
            if after.number <= before.number:
                raise RuleRefused("Номера уроков в звонках идут не по порядку.", "Исправьте звонки.")
            if after.start < before.end:
                raise RuleRefused(
                    f"{after.number}-й урок начинается раньше, чем кончается {before.number}-й.", "Исправьте звонки."
                )

    @cached_property
    def _by_number(self) -> dict[int, Bell]:
        return {bell.number: bell for bell in self.hours}

    def get(self, number: int) -> Bell | None:
        """The bell of a lesson's number; None when the school has no such lesson."""
        return self._by_number.get(number)


class DatedBell(NamedTuple):
    """A bell of a shift with the days it rings on; None: from the beginning, to the end of the year."""

    shift: int
    bell: Bell
    first: date | None = None
    last: date | None = None


class BellTable:
    """The bells of a year: several shifts, each with regimes that follow one another."""

    def __init__(self, bells: Iterable[DatedBell]) -> None:
        self._rung: dict[tuple[int, int], list[DatedBell]] = {}
        for one in sorted(bells, key=lambda one: one.first or date.min, reverse=True):
            self._rung.setdefault((one.shift, one.bell.number), []).append(one)

    def get(self, shift: int, number: int, day: date) -> Bell | None:
        """The bell of a lesson; of two that both ring that day the later begun. None when there is none."""
        for one in self._rung.get((shift, number), ()):
            if (one.first or date.min) <= day <= (one.last or date.max):
                return one.bell
        return None
