"""What «Пропуски» shows of a class's week: lessons missed by pupil and day, their reasons, the confirmation (4.3.7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from ezh_desktop.domain.change import EntryRef
from ezh_desktop.domain.figures import AbsenceFigures, AbsenceReason, count_absences
from ezh_desktop.domain.russian import date_range
from ezh_desktop.domain.spans import Span, any_holds


@dataclass(frozen=True, slots=True)
class DayLesson:
    """A lesson of a pupil's day. `reason` is None when the pupil was there."""

    number: int
    subject: str
    reason: AbsenceReason | None


@dataclass(frozen=True)
class DayCell:
    """A pupil's day: every lesson held for the pupil, and the reason known beforehand of a day still to come."""

    lessons: tuple[DayLesson, ...]
    known: AbsenceReason | None = None
    document: str = ""

    @property
    def missed(self) -> tuple[DayLesson, ...]:
        """The lessons with «н»."""
        return tuple(one for one in self.lessons if one.reason is not None)

    @cached_property
    def figures(self) -> AbsenceFigures:
        """Lessons missed by reason, of those held."""
        return count_absences((one.reason for one in self.lessons if one.reason is not None), len(self.lessons))

    @property
    def reasons(self) -> tuple[AbsenceReason, ...]:
        """The reasons of the day, each once."""
        return tuple(dict.fromkeys(one.reason for one in self.missed if one.reason is not None))

    @property
    def doubtful(self) -> bool:
        """Whether to ask the teachers: «н» in some lessons only and nothing says why (4.3.7)."""
        return self.figures.not_given > 0 and self.figures.total < self.figures.held


@dataclass(frozen=True, slots=True)
class ListedPupil:
    """A pupil of the list with the stays in the class."""

    pupil: int
    number: int
    name: str
    stays: tuple[Span, ...]

    def present(self, day: date) -> bool:
        """Whether the pupil is on the list on that day."""
        return any_holds(self.stays, day)


@dataclass(frozen=True, slots=True)
class Week:
    """A week with lessons: its Monday, its first and last school day, and whether it is confirmed.

    `before`: it was over when the journal's keeping here began.
    """

    monday: date
    first: date
    last: date
    confirmed: bool
    before: bool = False

    @property
    def words(self) -> str:
        """«23–28 ноября»."""
        return date_range(self.first, self.last)


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """A reason as stored: days, perhaps lessons of them, kind and document."""

    reason: int
    pupil: int
    span: Span
    first_lesson: int | None
    last_lesson: int | None
    kind: AbsenceReason
    document: str
    entry: EntryRef

    def covers(self, day: date, number: int) -> bool:
        """Whether it explains a lesson."""
        return self.span.holds(day) and (self.first_lesson or 0) <= number <= (self.last_lesson or number)


def reason_of(given: Iterable[ReasonRow], day: date, number: int) -> AbsenceReason:
    """Why a lesson was missed, of a pupil's reasons in their order: a later one wins over an earlier one."""
    fitting = [one.kind for one in given if one.covers(day, number)]
    return fitting[-1] if fitting else AbsenceReason.NOT_GIVEN


@dataclass(frozen=True)
class AbsencesPage:
    """The week of a class. `cells` has the days on which a pupil was on the list; `entry` is of the confirmation.

    `began` is the day from which the journal is kept here: earlier days are missed by their reasons alone.
    """

    cursor: int
    school_class: int
    class_name: str
    today: date
    week: Week | None
    weeks: tuple[Week, ...]
    days: tuple[date, ...]
    pupils: tuple[ListedPupil, ...]
    cells: Mapping[tuple[int, date], DayCell]
    reasons: tuple[ReasonRow, ...] = field(repr=False)
    entry: EntryRef | None
    began: date
    may_explain: bool
    may_confirm: bool

    @property
    def confirmable(self) -> bool:
        """Whether the person may confirm the week now: its last school day has come."""
        week = self.week
        return self.may_confirm and week is not None and not (week.confirmed or week.before) and week.last <= self.today

    def figures(self, pupil: int | None = None) -> AbsenceFigures:
        """The week's figures of a pupil, or of the whole class."""
        cells = (cell for (whose, _), cell in self.cells.items() if pupil in {None, whose})
        return sum((cell.figures for cell in cells), AbsenceFigures(0))

    def documents(self, pupil: int) -> tuple[str, ...]:
        """The documents of a pupil's reasons in the week."""
        return tuple(dict.fromkeys(one.document for one in self.reasons if one.pupil == pupil and one.document))
