"""Builds the summary sheet of a class from its rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from ezh_desktop.domain.calendar import PeriodKind
from ezh_desktop.domain.change import EntryRef
from ezh_desktop.domain.council import Decided, DecisionKind
from ezh_desktop.domain.kinds import SubjectKind
from ezh_desktop.domain.rules.numbers import read_numbers
from ezh_desktop.domain.russian import Gender, dotted
from ezh_desktop.services.pages.combining import combined, combined_marks
from ezh_desktop.services.pages.course import Membership
from ezh_desktop.services.pages.summary import (
    CouncilEntry,
    Slot,
    SummaryMark,
    SummaryPage,
    SummaryPupil,
    SummarySubject,
)
from ezh_desktop.storage.reading.rows import as_day
from ezh_desktop.storage.reading.summary import SummaryRows

_ORDER: Final = (PeriodKind.QUARTER, PeriodKind.HALF, PeriodKind.YEAR, PeriodKind.EXAM, PeriodKind.FINAL)
_ANY_DAY: Final = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class SummarySetting:
    """What of the journal's surroundings the sheet needs beside its own rows."""

    cursor: int
    today: date
    school_name: str
    may_decide: bool
    numbers: Mapping[str, str] = field(default_factory=dict)
    """The year's settings by name."""


def build_summary(found: SummaryRows, setting: SummarySetting) -> SummaryPage:
    """The summary sheet from its rows."""
    head = found.head
    slot_of = {ident: Slot(PeriodKind(kind), number) for ident, _, kind, number, _, _ in found.periods}
    subjects, kinds = _subjects(found, slot_of) if head.grade > 1 else ((), {})
    pupils = listed_pupils(found.pupils, found.movements, head.school_class)
    spans = _spans(found, slot_of)
    marks = _marks_before(found, slot_of, pupils, spans) | {
        (subject, pupil, slot_of[period]): SummaryMark(value, course)
        for subject, pupil, period, value, course, _ in found.marks
        if value and period in slot_of
    }
    states = {
        (subject, pupil, slot_of[period]): state
        for subject, pupil, period, value, _, state in found.marks
        if state and not value and period in slot_of
    }
    exempt = frozenset((pupil, subject) for pupil, subject in found.exemptions)
    numbers = read_numbers(setting.numbers)
    if numbers.mathematics:
        subjects = combined(subjects, kinds, head.grade)
        marks |= combined_marks(subjects, marks, exempt)
    used = {slot for subject in subjects for slot in subject.periods}
    slots = tuple(sorted((slot for slot in used if slot.kind in _ORDER), key=_place))
    return SummaryPage(
        cursor=setting.cursor,
        school_class=head.school_class,
        class_name=head.name,
        grade=head.grade,
        ungraded_until=head.ungraded_until,
        year_label=head.year_label,
        school_name=setting.school_name,
        today=setting.today,
        may_decide=setting.may_decide,
        pupils=pupils,
        subjects=subjects,
        slots=slots,
        spans=spans,
        marks=MappingProxyType(marks),
        exempt=exempt,
        decisions=tuple(_decision(one) for one in found.decisions),
        table=numbers.table,
        states=MappingProxyType(states),
    )


def _marks_before(
    found: SummaryRows,
    slot_of: Mapping[int, Slot],
    pupils: tuple[SummaryPupil, ...],
    spans: Mapping[Slot, tuple[date, date]],
) -> dict[tuple[int, int, Slot], SummaryMark]:
    """Marks that the class before has given for terms that were over when the pupil came (4.3.4)."""
    first = {one.pupil: min((stay.start or date.min for stay in one.stays), default=date.min) for one in pupils}
    made = {}
    for pupil, period, value, *_, subject in found.before:
        slot = slot_of.get(period)
        if slot is not None and slot.is_term and slot in spans and first.get(pupil, date.min) > spans[slot][1]:
            made[subject, pupil, slot] = SummaryMark(value, None)
    return made


def _place(slot: Slot) -> tuple[int, int]:
    return _ORDER.index(slot.kind), slot.number


def _subjects(
    found: SummaryRows, slot_of: Mapping[int, Slot]
) -> tuple[tuple[SummarySubject, ...], Mapping[int, SubjectKind]]:
    """Graded subjects in the journal's order, with their kinds; subgroups of one subject are one column (5.33)."""
    periods: dict[int, dict[Slot, int]] = defaultdict(dict)
    for ident, scheme, *_ in found.periods:
        periods[scheme][slot_of[ident]] = ident
    courses: dict[int, list[int]] = defaultdict(list)
    names: dict[int, str] = {}
    kinds: dict[int, SubjectKind] = {}
    own: dict[int, dict[Slot, int]] = defaultdict(dict)
    for course, subject, name, kind, scheme, graded in found.subjects:
        if graded:
            kinds[subject] = SubjectKind(kind)
            courses[subject].append(course)
            names[subject] = name
            own[subject].update(periods[scheme])
    made = (SummarySubject(one, names[one], tuple(courses[one]), MappingProxyType(own[one])) for one in courses)
    return tuple(made), kinds


def _spans(found: SummaryRows, slot_of: Mapping[int, Slot]) -> Mapping[Slot, tuple[date, date]]:
    """First and last day of each slot; year, exam and final end with the last term."""
    dated = {
        slot_of[ident]: (date.fromisoformat(start), date.fromisoformat(end))
        for ident, _, _, _, start, end in found.periods
        if start and end
    }
    terms = [span for slot, span in dated.items() if slot.is_term]
    if terms:
        whole = (min(start for start, _ in terms), max(end for _, end in terms))
        dated |= {slot: whole for slot in slot_of.values() if not slot.is_term}
    return MappingProxyType(dated)


def listed_pupils(pupils: Iterable[Any], movements: Iterable[Any], school_class: int) -> tuple[SummaryPupil, ...]:
    """The list of a class in its order, from the rows of stays and movements as `read_list` gives them."""
    stays: dict[int, list[Membership]] = defaultdict(list)
    people: dict[int, Any] = {}
    for pupil, surname, given, _, gender, start, end, number in pupils:
        people.setdefault(pupil, (number, f"{surname} {given}", Gender.FEMALE if gender == "f" else Gender.MALE))
        stays[pupil].append(Membership(as_day(start), as_day(end)))
    gone = _departures(movements, school_class)
    made = []
    for pupil, (number, name, gender) in people.items():
        own = tuple(stays[pupil])
        left = own[-1].end
        order, moved_to = gone.get(pupil, ("", "")) if left else ("", "")
        made.append(SummaryPupil(pupil, number, name, gender, own, left, order, moved_to))
    return tuple(sorted(made, key=lambda one: one.number))


def _departures(movements: Iterable[Any], school_class: int) -> dict[int, tuple[str, str]]:
    """The order of each pupil's last departure, and the class it leads to; its day is the last one in the class."""
    gone = {}
    for pupil, _, number, order_day, from_class, to_class, moved_to in movements:
        if from_class == school_class and to_class != from_class:
            gone[pupil] = order_words(number, order_day), moved_to or ""
    return gone


def order_words(number: str, day: str | None) -> str:
    """«№ 41-у от 20.11.2026», "" without a number."""
    return f"№ {number}" + (f" от {dotted(date.fromisoformat(day))}" if day else "") if number else ""


def _decision(one: Any) -> CouncilEntry:  # noqa: ANN401 - a row of the driver
    ident, pupil, kind, target, text, number, day, _, cancelled, session, seq = one
    decided = Decided(DecisionKind(kind), number, as_day(day) or _ANY_DAY, target, text)
    return CouncilEntry(ident, pupil, decided, EntryRef(session, seq), bool(cancelled))
