"""The summary sheet (сводная ведомость учёта успеваемости) of a class: subjects × periods, and the council's decisions.

It is formed from period marks (5.33): nothing but the decisions is entered on it. Subgroups of a subject meet in one
column, for a period mark is kept by class and subject.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Final, NamedTuple, TypeAlias

from ezh_desktop.domain.calendar import TERM_KINDS, Period, PeriodKind
from ezh_desktop.domain.change import EntryRef
from ezh_desktop.domain.council import Decided, DecisionKind, departed, left_word, target_of
from ezh_desktop.domain.figures import DEFAULT_TABLE, ClassFigures, MarkTable, Standing, class_figures, standing_of
from ezh_desktop.domain.russian import Gender, dotted_short
from ezh_desktop.services.acts import EnterDecision
from ezh_desktop.services.pages.course import Membership

_CLOSING: Final = frozenset({PeriodKind.EXAM, PeriodKind.FINAL})
_ANY_DAY: Final = date(2000, 1, 1)


class Slot(NamedTuple):
    """A period as the sheet has it, whatever scheme a subject follows: its kind and number."""

    kind: PeriodKind
    number: int

    @property
    def is_term(self) -> bool:
        """True of a quarter or a half-year."""
        return self.kind in TERM_KINDS

    @property
    def title(self) -> str:
        """«II четверть», «Год»."""
        return self._period.title

    @property
    def _period(self) -> Period:
        return Period(self.kind, self.number, _ANY_DAY, _ANY_DAY)


@dataclass(frozen=True, slots=True)
class SummarySubject:
    """One column group: a subject with the courses (subgroups) that fill it; `periods` are period ids by slot.

    `parts` are the subjects whose marks a combined subject is counted from (4.4.5); it has no course of its own.
    """

    subject: int
    name: str
    courses: tuple[int, ...]
    periods: Mapping[Slot, int]
    parts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SummaryMark:
    """A period mark as it flows in, and the course whose page it stands on."""

    value: str
    course: int | None


Marks: TypeAlias = Mapping[tuple[int, int, Slot], SummaryMark]
"""By subject, pupil and slot."""


@dataclass(frozen=True, slots=True)
class CouncilEntry:
    """A council decision of a pupil; a cancelled one stays in the file and is shown nowhere."""

    decision: int
    pupil: int
    decided: Decided
    entry: EntryRef
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class SummaryPupil:
    """One line of the list; `order` is the order of departure, «№ 41-у от 20.11.2026», `moved_to` its class."""

    pupil: int
    number: int
    name: str
    gender: Gender
    stays: tuple[Membership, ...]
    left: date | None = None
    order: str = ""
    moved_to: str = ""

    def in_class(self, start: date, end: date) -> bool:
        """Whether the pupil was on the list on some day between these."""
        return any(
            (stay.start is None or stay.start <= end) and (stay.end is None or stay.end >= start) for stay in self.stays
        )


@dataclass(frozen=True)
class SummaryPage:
    """The summary sheet of one class, whole year. `cursor` is the protocol's number it was read at.

    `subjects` is empty where no marks are given (grade 1): then the sheet has the council's column alone (3.7).
    """

    cursor: int
    school_class: int
    class_name: str
    grade: int
    ungraded_until: int | None
    year_label: str
    school_name: str
    today: date
    may_decide: bool
    pupils: tuple[SummaryPupil, ...]
    subjects: tuple[SummarySubject, ...]
    slots: tuple[Slot, ...]
    spans: Mapping[Slot, tuple[date, date]]
    marks: Marks
    exempt: frozenset[tuple[int, int]]
    decisions: tuple[CouncilEntry, ...]
    table: MarkTable = DEFAULT_TABLE
    states: Mapping[tuple[int, int, Slot], str] = field(default_factory=dict)
    """What was decided where there is no mark, by subject, pupil and slot: "not_attested" | "extended" (5.14)."""

    @cached_property
    def decision_by_id(self) -> Mapping[int, CouncilEntry]:
        """Every decision, cancelled ones too."""
        return {one.decision: one for one in self.decisions}

    @cached_property
    def pupil_by_id(self) -> Mapping[int, SummaryPupil]:
        """The list by pupil."""
        return {one.pupil: one for one in self.pupils}

    @cached_property
    def _living(self) -> Mapping[int, tuple[CouncilEntry, ...]]:
        found: dict[int, list[CouncilEntry]] = defaultdict(list)
        for one in self.decisions:
            if not one.cancelled:
                found[one.pupil].append(one)
        return {pupil: tuple(entries) for pupil, entries in found.items()}

    @cached_property
    def shown_slots(self) -> tuple[Slot, ...]:
        """Columns of the screen: terms and the year always, exam and final once somebody has one."""
        used = {slot for _, _, slot in self.marks}
        return tuple(slot for slot in self.slots if slot.kind not in _CLOSING or slot in used)

    @cached_property
    def _filled(self) -> frozenset[tuple[int, Slot]]:
        """(subject, slot) in which somebody has a mark."""
        return frozenset((subject, slot) for subject, _, slot in self.marks)

    def shows(self, subject: SummarySubject, slot: Slot) -> bool:
        """Whether the screen has this column: exam and final only where somebody has one in the subject."""
        return slot in subject.periods and (slot.kind not in _CLOSING or (subject.subject, slot) in self._filled)

    def decisions_of(self, pupil: int) -> tuple[CouncilEntry, ...]:
        """The pupil's decisions that stand, in order."""
        return self._living.get(pupil, ())

    def value(self, subject: int, pupil: int, slot: Slot) -> str:
        """The mark, "" where there is none."""
        mark = self.marks.get((subject, pupil, slot))
        return mark.value if mark else ""

    def outside(self, pupil: SummaryPupil, slot: Slot) -> bool:
        """Whether the pupil was gone before the period's end, or came after it: a mark is not awaited."""
        span = self.spans.get(slot)
        if span is None:
            return False
        gone = pupil.left is not None and pupil.left < span[1]
        return gone or (slot.is_term and not pupil.in_class(*span))

    def closed(self, pupil: SummaryPupil, subject: SummarySubject, slot: Slot) -> bool:
        """Whether no mark can stand there: outside membership, not a period of the subject, before marks are given.

        A mark of the class before stands in a term before the pupil came (4.3.4).
        """
        early = slot.is_term and self.ungraded_until is not None and slot.number < self.ungraded_until
        if slot not in subject.periods or early:
            return True
        return self.outside(pupil, slot) and (subject.subject, pupil.pupil, slot) not in self.marks

    def missing(self, pupil: SummaryPupil, subject: SummarySubject, slot: Slot) -> bool:
        """Whether a mark is owed: others have theirs, or the period is over; nobody exempted owes one."""
        if slot.kind in _CLOSING or self.closed(pupil, subject, slot) or (pupil.pupil, subject.subject) in self.exempt:
            return False
        key = (subject.subject, pupil.pupil, slot)
        if key in self.marks or self.states.get(key) == "not_attested":
            return False
        span = self.spans.get(slot)
        return (subject.subject, slot) in self._filled or (span is not None and span[1] < self.today)

    @cached_property
    def counted(self) -> Slot | None:
        """The latest period that groups and figures are counted of: the year once it has marks, else the last term.

        While only some subjects have marks for it, the latest one that all have is counted instead, if there is one.
        """
        used = {slot for _, slot in self._filled if slot.kind not in _CLOSING}
        whole = {slot for slot in used if all(self._has(subject, slot) for subject in self.subjects)}
        return max(whole or used, key=self.slots.index, default=None)

    def _has(self, subject: SummarySubject, slot: Slot) -> bool:
        """Whether somebody has a mark of the period in the subject, or nobody can have one."""
        own = _own_slot(subject, slot)
        return own not in subject.periods or (subject.subject, own) in self._filled

    def standing(self, pupil: SummaryPupil, slot: Slot) -> Standing[int] | None:
        """The pupil's group by the marks of a period; None of who was gone at its end."""
        span = self.spans.get(slot)
        if span is not None and pupil.left is not None and pupil.left < span[1]:
            return None
        marks = {
            one.subject: int(value)
            for one in self.subjects
            if (value := self.value(one.subject, pupil.pupil, _own_slot(one, slot)))
        }
        return standing_of(marks, bool(self.unattested(pupil, slot)))

    def unattested(self, pupil: SummaryPupil, slot: Slot) -> tuple[SummarySubject, ...]:
        """Subjects in which the pupil is not attested for a period (5.14): their cells are empty."""
        return self._decided(pupil, slot, "not_attested")

    def extended(self, pupil: SummaryPupil, slot: Slot) -> tuple[SummarySubject, ...]:
        """Subjects in which the pupil's studies are extended and no mark stands yet (5.14, 5.15)."""
        return self._decided(pupil, slot, "extended")

    def _decided(self, pupil: SummaryPupil, slot: Slot, state: str) -> tuple[SummarySubject, ...]:
        return tuple(
            one for one in self.subjects if self.states.get((one.subject, pupil.pupil, _own_slot(one, slot))) == state
        )

    def figures(self, slot: Slot) -> ClassFigures:
        """Figures of the class by pupils; who has no mark at all falls out of no total."""
        found = (self.standing(pupil, slot) for pupil in self.pupils)
        return class_figures(one.group for one in found if one is not None)

    def council_texts(self, pupil: SummaryPupil) -> tuple[str, ...]:
        """What the council's column says on paper: each decision with its protocol, then the departure (5.35, 5.36)."""
        texts = [one.decided.full(pupil.gender) for one in self.decisions_of(pupil.pupil)]
        if pupil.left is not None:
            texts.append(departed(pupil.gender, pupil.left, pupil.order, pupil.moved_to))
        return tuple(texts)

    def council_line(self, pupil: SummaryPupil) -> str:
        """The same for the screen, without protocols but of departures."""
        texts = [one.decided.wording(pupil.gender) for one in self.decisions_of(pupil.pupil)]
        if pupil.left is not None:
            texts.append(departed(pupil.gender, pupil.left, pupil.order, pupil.moved_to))
        return "; ".join(texts)

    def note(self, pupil: SummaryPupil) -> str:
        """«выбыл 16.11», «переведён 16.11», "" of who is in the class."""
        if pupil.left is None:
            return ""
        return f"{left_word(pupil.gender, pupil.moved_to)} {dotted_short(pupil.left)}"

    def owed(self, pupil: SummaryPupil, slot: Slot) -> tuple[SummarySubject, ...]:
        """Subjects in which the pupil owes the mark of a period."""
        return tuple(one for one in self.subjects if self.missing(pupil, one, _own_slot(one, slot)))


def decided_by(act: EnterDecision, grade: int) -> Decided:
    """The decision that an act enters. Raises Refusal for a class nobody is promoted to."""
    kind = DecisionKind(act.kind)
    target = target_of(grade, act.target) if kind is DecisionKind.PROMOTED else ""
    text = act.text.strip() if kind is DecisionKind.FREE else ""
    return Decided(kind, act.protocol_number.strip(), date.fromisoformat(act.protocol_day), target, text)


def _own_slot(subject: SummarySubject, slot: Slot) -> Slot:
    """The subject's own period that ends with this one: the II quarter of a half-year subject is its I half-year."""
    if slot in subject.periods or not slot.is_term:
        return slot
    if slot.kind is PeriodKind.QUARTER:
        return Slot(PeriodKind.HALF, (slot.number + 1) // 2)
    return Slot(PeriodKind.QUARTER, slot.number * 2)
