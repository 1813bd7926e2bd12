"""Everything the program counts: means, proposed marks, absences, shares (paper: «Figures of reports»).

The only place that counts, so that screen, report, paper and rule show one number. Marks are integers 1–5, results are
exact fractions in frozen dataclasses; nothing is rounded but for a text or where the regulation says so. What cannot be
counted is None and shows as «–», never as 0.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from operator import mul
from typing import Generic, TypeVar

from ezh_desktop.domain.marks import is_mark
from ezh_desktop.domain.russian import DASH, decimal, percent
from ezh_desktop.domain.spans import Span, any_holds

HALF = Fraction(1, 2)
FAR = Fraction(3, 5)
"""How far from the mean a period mark lies far (5.13)."""
NOT_ATTESTED_SHARE = Fraction(3, 4)
"""Of the lessons held; more than this missed without valid reason, and no mark: not attested (5.14)."""


def marks_in(values: Iterable[str]) -> tuple[int, ...]:
    """The marks among slots of cells in their order: «н» and empty count as nothing, a double mark as two."""
    return tuple(int(value) for value in values if is_mark(value))


def share(part: int, whole: int) -> Fraction | None:
    """Percent of a whole, None of nothing."""
    return Fraction(100 * part, whole) if whole else None


def share_text(value: Fraction | None) -> str:
    """«58,04 %» or «–»."""
    return DASH if value is None else percent(value)


def round_half_up(value: Fraction) -> int:
    """The nearest integer, .5 upwards (4.4.5); for values from 0."""
    return int(value + HALF)


@dataclass(frozen=True)
class Mean:
    """A mean of marks (средний балл) and what it was counted from; `weights` match `marks` one by one."""

    marks: tuple[int, ...]
    weights: tuple[Fraction | int, ...]

    @cached_property
    def value(self) -> Fraction | None:
        """Σ weight · mark / Σ weight; None without marks or when every weight is 0."""
        # a page counts a mean per pupil: whole weights stay integers until the one division
        total = sum(self.weights)
        return Fraction(sum(map(mul, self.weights, self.marks))) / total if total else None

    @property
    def weighted(self) -> bool:
        """True when some mark counts otherwise than once."""
        return any(weight != 1 for weight in self.weights)

    @property
    def text(self) -> str:
        """«3,25» or «–»."""
        return DASH if self.value is None else decimal(self.value)

    @property
    def sum_text(self) -> str:
        """How it was counted: «(3 + 3 + 4 + 3) : 4 = 3,25», weighted «(5·4 + 5·1 + 4·4) : 9 ≈ 4,56»; «–» of nothing.

        The sign is «≈» when two digits do not hold the mean exactly.
        """
        if self.value is None:
            return DASH
        terms = " + ".join(self._terms())
        dividend = f"({terms})" if len(self.marks) > 1 else terms
        sign = "=" if (self.value * 100).denominator == 1 else "≈"
        return f"{dividend} : {_plain(Fraction(sum(self.weights)))} {sign} {self.text}"

    def _terms(self) -> list[str]:
        if not self.weighted:
            return [str(mark) for mark in self.marks]
        return [f"{mark}·{_plain(Fraction(weight))}" for mark, weight in zip(self.marks, self.weights, strict=True)]


def _plain(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else decimal(value)


def mean(marks: Sequence[int]) -> Mean:
    """The plain mean: every mark counts once, both halves of a double mark too."""
    return Mean(tuple(marks), (1,) * len(marks))


def weighted_mean(weighed: Iterable[tuple[int, Fraction | int]]) -> Mean:
    """The mean of pairs (mark, weight); weights below 0 raise `ValueError`."""
    pairs = list(weighed)
    if any(weight < 0 for _, weight in pairs):
        raise ValueError("a weight is below 0")
    return Mean(tuple(mark for mark, _ in pairs), tuple(weight for _, weight in pairs))


@dataclass(frozen=True, slots=True)
class MarkTable:
    """The school year's table of thresholds: the mean from which 3, 4 and 5 are proposed, and the least number of
    marks a proposal needs.
    """

    three: Fraction = Fraction(5, 2)
    four: Fraction = Fraction(7, 2)
    five: Fraction = Fraction(9, 2)
    least_marks: int = 3

    def __post_init__(self) -> None:
        """Thresholds must rise."""
        if not self.three < self.four < self.five:
            raise ValueError("thresholds do not rise")

    def mark_of(self, value: Fraction) -> int:
        """The mark of a mean; a mean on the threshold already takes the higher mark."""
        return 2 + sum(value >= threshold for threshold in (self.three, self.four, self.five))


DEFAULT_TABLE = MarkTable()


class Basis(StrEnum):
    """Why a mark is proposed or not."""

    MEAN = "mean"
    TOO_FEW = "too_few"
    NO_MARKS = "no_marks"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed mark (5.13) with its mean; `mark` is None when `basis` says why; `missing` periods had no mark."""

    mark: int | None
    mean: Mean
    basis: Basis
    missing: int = 0

    @property
    def text(self) -> str:
        """«4» or «–»."""
        return DASH if self.mark is None else str(self.mark)


def propose(counted: Mean, table: MarkTable = DEFAULT_TABLE) -> Proposal:
    """The period mark proposed from current marks by the table (5.13, 2.5)."""
    if counted.value is None:
        return Proposal(None, counted, Basis.NO_MARKS)
    if len(counted.marks) < table.least_marks:
        return Proposal(None, counted, Basis.TOO_FEW)
    return Proposal(table.mark_of(counted.value), counted, Basis.MEAN)


def propose_year(period_marks: Sequence[int | None], table: MarkTable = DEFAULT_TABLE) -> Proposal:
    """The year mark proposed from period marks by the same table; a period without a mark (5.14) is left out and
    counted in `missing`, which the page shows as a warning.
    """
    present = [mark for mark in period_marks if mark is not None]
    counted, missing = mean(present), len(period_marks) - len(present)
    if counted.value is None:
        return Proposal(None, counted, Basis.NO_MARKS, missing)
    return Proposal(table.mark_of(counted.value), counted, Basis.MEAN, missing)


def final_mark(year_marks: Sequence[int], exam: int | None = None) -> int | None:
    """The final mark proposed (4.4.5): mean of year and exam rounded up from .5, without exam the year mark.

    Several year marks are those of Алгебра, Геометрия, Вероятность и статистика for the final of grade 9 Математика.
    """
    counted = mean([*year_marks, exam] if exam is not None and year_marks else year_marks)
    return None if counted.value is None else round_half_up(counted.value)


def lies_far(mark: int, proposal: Proposal, limit: Fraction = FAR) -> bool:
    """True when a period mark asks for a reason (5.13): it differs from the proposal and lies `limit` or more from
    the weighted mean. Without any marks there is no mean to lie far from.
    """
    value = proposal.mean.value
    return value is not None and mark != proposal.mark and abs(mark - value) >= limit


class AbsenceReason(StrEnum):
    """Why a lesson was missed (5.37); `NOT_GIVEN`, no reason entered yet, is a state of its own (5.14)."""

    ILLNESS = "ill"
    VALID = "valid"
    UNEXCUSED = "none"
    NOT_GIVEN = ""


@dataclass(frozen=True, slots=True)
class AbsenceFigures:
    """Lessons missed (пропуски) by reason, always of `held` lessons; `total` is the sum of the four."""

    held: int
    illness: int = 0
    valid: int = 0
    unexcused: int = 0
    not_given: int = 0

    @property
    def total(self) -> int:
        """«Всего»."""
        return self.illness + self.valid + self.unexcused + self.not_given

    @property
    def text(self) -> str:
        """«3 из 12»."""
        return f"{self.total} из {self.held}"

    def __add__(self, other: AbsenceFigures) -> AbsenceFigures:
        """Figures of two sets of lessons together: two subjects, two periods."""
        return AbsenceFigures(
            self.held + other.held,
            self.illness + other.illness,
            self.valid + other.valid,
            self.unexcused + other.unexcused,
            self.not_given + other.not_given,
        )


def count_absences(missed: Iterable[AbsenceReason], held: int) -> AbsenceFigures:
    """Figures from the reason of every lesson missed and the number of lessons held for the pupil."""
    counted = Counter(missed)
    return AbsenceFigures(
        held,
        counted[AbsenceReason.ILLNESS],
        counted[AbsenceReason.VALID],
        counted[AbsenceReason.UNEXCUSED],
        counted[AbsenceReason.NOT_GIVEN],
    )


def held_lessons(lesson_days: Iterable[date], membership: Sequence[Span]) -> int:
    """How many of the lessons (one date each, two on a day twice) were held while the pupil was a member."""
    return sum(any_holds(membership, day) for day in lesson_days)


@dataclass(frozen=True, slots=True)
class DayFigures:
    """Days missed: all, and those missed by illness alone."""

    total: int
    illness: int


def days_missed(lessons: Iterable[tuple[date, AbsenceReason | None]]) -> DayFigures:
    """Days on which every lesson of the pupil's class and subgroup was missed.

    `lessons` are all lessons held for the pupil, of all subjects: the date, and the reason or None if present.
    """
    by_day: defaultdict[date, set[AbsenceReason | None]] = defaultdict(set)
    for day, reason in lessons:
        by_day[day].add(reason)
    missed = [reasons for reasons in by_day.values() if None not in reasons]
    return DayFigures(len(missed), sum(reasons == {AbsenceReason.ILLNESS} for reasons in missed))


def may_be_unattested(absences: AbsenceFigures, marks: int, limit: Fraction = NOT_ATTESTED_SHARE) -> bool:
    """True when a pupil may stay not attested (5.14): more than `limit` of the lessons held missed without valid
    reason, and no mark. An absence whose reason is not given does not count toward the share.
    """
    return not marks and absences.unexcused > limit * absences.held


_SOU_POINTS = {5: 100, 4: 64, 3: 36, 2: 16, 1: 7}
_SOU_NOT_ATTESTED = 7


@dataclass(frozen=True, slots=True)
class SubjectFigures:
    """Figures of one subject by marks: N counts every pupil with a mark and the not attested (5.14).

    Exempted pupils, those without a mark, and those who left before the period's end are not passed in.
    """

    counts: tuple[int, int, int, int, int]
    """How many «1», «2», «3», «4», «5»."""
    not_attested: int = 0

    def number_of(self, mark: int) -> int:
        """How many pupils have this mark."""
        return self.counts[mark - 1]

    @property
    def n(self) -> int:
        """N of the formulas."""
        return sum(self.counts) + self.not_attested

    @property
    def progress(self) -> Fraction | None:
        """% успеваемости: («5» + «4» + «3») · 100 / N."""
        return share(sum(self.counts[2:]), self.n)

    @property
    def quality(self) -> Fraction | None:
        """% качества знаний: («5» + «4») · 100 / N."""
        return share(sum(self.counts[3:]), self.n)

    @property
    def sou(self) -> Fraction | None:
        """СОУ, степень обученности учащихся, in percent."""
        points = sum(_SOU_POINTS[mark] * self.number_of(mark) for mark in _SOU_POINTS)
        points += _SOU_NOT_ATTESTED * self.not_attested
        return Fraction(points, self.n) if self.n else None

    @property
    def mean(self) -> Fraction | None:
        """Mean of the marks; the not attested count as nothing."""
        marks = sum(self.counts)
        return Fraction(sum(mark * self.number_of(mark) for mark in _SOU_POINTS), marks) if marks else None


def subject_figures(marks: Iterable[int], not_attested: int = 0) -> SubjectFigures:
    """Figures of one subject from the period marks of its pupils."""
    counted = Counter(marks)
    return SubjectFigures((counted[1], counted[2], counted[3], counted[4], counted[5]), not_attested)


class PupilGroup(StrEnum):
    """Groups of pupils by their marks of a period, as reports list them."""

    EXCELLENT = "excellent"
    ONE_FOUR = "one_four"
    GOOD = "good"
    ONE_THREE = "one_three"
    PASSING = "passing"
    FAILING = "failing"
    NOT_ATTESTED = "not_attested"
    NO_MARKS = "no_marks"

    @property
    def label(self) -> str:
        """As a report names it."""
        return _GROUP_TITLES[self]


_GROUP_TITLES = {
    PupilGroup.EXCELLENT: "отличник",
    PupilGroup.ONE_FOUR: "с одной «4»",
    PupilGroup.GOOD: "хорошист",
    PupilGroup.ONE_THREE: "с одной «3»",
    PupilGroup.PASSING: "успевающий",
    PupilGroup.FAILING: "неуспевающий",
    PupilGroup.NOT_ATTESTED: "не аттестован",
    PupilGroup.NO_MARKS: "без отметок",
}
_QUALITY_GROUPS = (PupilGroup.EXCELLENT, PupilGroup.ONE_FOUR, PupilGroup.GOOD)

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Standing(Generic[K]):
    """Where a pupil stands: the group, the subject of the single «4» or «3» that a report names, and whether there is
    any «2» or «1» (a pupil may be failing and not attested at once).
    """

    group: PupilGroup
    single: K | None = None


def standing_of(marks: Mapping[K, int], not_attested: bool = False) -> Standing[K]:
    """A pupil's group from the period mark of each subject; `not_attested` if any subject is.

    «2» or «1» makes a pupil failing whatever else holds, so that nobody who fails hides among the not attested.
    """
    counted = Counter(marks.values())
    if counted[2] or counted[1]:
        return Standing(PupilGroup.FAILING)
    if not_attested:
        return Standing(PupilGroup.NOT_ATTESTED)
    if not marks:
        return Standing(PupilGroup.NO_MARKS)
    if counted[3]:
        return _with_single(marks, 3, counted[3], PupilGroup.ONE_THREE, PupilGroup.PASSING)
    if counted[4]:
        return _with_single(marks, 4, counted[4], PupilGroup.ONE_FOUR, PupilGroup.GOOD)
    return Standing(PupilGroup.EXCELLENT)


def _with_single(marks: Mapping[K, int], mark: int, number: int, one: PupilGroup, more: PupilGroup) -> Standing[K]:
    if number > 1:
        return Standing(more)
    return Standing(one, next(key for key, value in marks.items() if value == mark))


@dataclass(frozen=True, slots=True)
class ClassFigures:
    """Figures of a class by pupils, labelled apart from those by marks: every pupil is in one group."""

    groups: Mapping[PupilGroup, int]

    @property
    def n(self) -> int:
        """All pupils, those without a mark too."""
        return sum(self.groups.values())

    @property
    def progress(self) -> Fraction | None:
        """Успеваемость: percent of pupils without «2» and «1»."""
        return share(self.n - self.groups.get(PupilGroup.FAILING, 0), self.n)

    @property
    def quality(self) -> Fraction | None:
        """Качество: percent of отличники, pupils with one «4» and хорошисты."""
        return share(sum(self.groups.get(group, 0) for group in _QUALITY_GROUPS), self.n)


def class_figures(groups: Iterable[PupilGroup]) -> ClassFigures:
    """Figures of a class from the group of each pupil."""
    counted = Counter(groups)
    return ClassFigures({group: counted[group] for group in PupilGroup})
