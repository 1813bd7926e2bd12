"""Makes the rules' index of course pages from the rows read in bulk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from functools import cache
from typing import Any, Final
from zoneinfo import ZoneInfo

from ezh_desktop.domain.clock import from_us, local_us
from ezh_desktop.domain.kinds import PLAIN, LessonKind, SubjectKind, lesson_kind
from ezh_desktop.domain.lesson_changes import ChangeKind, LessonChange, hours_missed
from ezh_desktop.domain.marks import Slot
from ezh_desktop.domain.rules.index import (
    ABSENT,
    CellFact,
    ExemptFact,
    LessonFact,
    MarkFact,
    PageFacts,
    PageIndex,
    PlanFact,
    PupilFact,
    TermFact,
    a_page,
)
from ezh_desktop.domain.rules.numbers import RuleNumbers
from ezh_desktop.domain.rules.pupil_findings import TERMS
from ezh_desktop.domain.russian import dotted
from ezh_desktop.domain.spans import Span, any_holds
from ezh_desktop.storage.reading.away import away_from
from ezh_desktop.storage.reading.checking import CheckedCourse, CheckedLesson, CourseRows, first_time, read_times
from ezh_desktop.storage.reading.rows import Readable, as_day

_ESSAY_WORD: Final = "сочинени"
_MIDNIGHT: Final = time(0)

day_of = cache(date.fromisoformat)
"""A stored day; a year has few of them and a school many lessons on each."""


@dataclass(frozen=True)
class Surroundings:
    """What pages are looked at under: the day, the school's zone, the year and its numbers."""

    today: date
    zone: ZoneInfo
    began: date
    year_end: date
    numbers: RuleNumbers


@dataclass(frozen=True)
class CheckedPage:
    """A course page ready for the rules, with what it is told by."""

    course: int
    school_class: int
    class_name: str
    subject_name: str
    index: PageIndex


class PageMaker:
    """Makes the pages of some courses, one after another, from rows grouped once."""

    def __init__(self, db: Readable, found: CourseRows, around: Surroundings) -> None:
        """Groups the rows by course, class and lesson."""
        self._db, self._around, self._found = db, around, found
        self._classes: defaultdict[int, list[CheckedCourse]] = defaultdict(list)
        for line in found.courses:
            self._classes[line.course].append(line)
        self._lessons = _grouped(sorted(found.lessons, key=lambda one: one[2:5]), 1)
        self._cells = _grouped(found.cells, 0)
        self._pupils = _grouped(found.pupils, 0)
        self._members = _grouped(found.members, 0)
        self._periods = _grouped(found.periods, 0)
        self._plan = _grouped(sorted(found.plan, key=lambda one: one[6]), 0)
        self._marks = _grouped(found.period_marks, 1)
        self._individual = _grouped(found.individual, 0)
        self._programmes = {one[0]: one for one in found.programmes}
        self._changes = _grouped(found.changes, 0)
        self._exempt = _grouped(found.exemptions, 2)
        self._essays = _grouped(found.essays, 0)
        self._before = _grouped(found.before, 0)
        self._periods_before = _grouped(found.periods_before, 7)
        self._offered = _grouped(found.proposals, 2)
        self._waiting = {(source, pupil) for source, _, _, pupil in found.proposals}
        self._reasons: defaultdict[int, list[Any]] = defaultdict(list)
        for _, pupil, start, end, first, last, kind in sorted(found.reasons):
            self._reasons[pupil].append((start, end, first or 0, last or 99, kind))
        self._times = _Times(db, found, around)

    def pages(self) -> list[CheckedPage]:
        """All of them, in the journal's order."""
        return [self._page(course, lines) for course, lines in self._classes.items()]

    def _page(self, course: int, lines: list[CheckedCourse]) -> CheckedPage:
        head, around = lines[0], self._around
        terms = self._terms(lines)
        lessons = [one for one in self._lessons[course] if day_of(one.day) >= around.began]
        pupils = self._list(lines)
        facts = replace(self._facts(lines, terms, lessons), before=self._came(head, pupils))
        early = frozenset(term.period for term in terms if not term.graded)
        made = tuple(self._lesson(one, facts, self._term_on(terms, day_of(one.day)), early) for one in lessons)
        cells = self._rows(lessons)
        index = a_page(
            facts,
            self._times.timed(made, cells, facts, head.shift),
            pupils,
            cells.rows,
            self._period_marks(lines, terms, pupils),
        )
        name = head.subject_name + (f", {head.subgroup}" if head.subgroup else "")
        return CheckedPage(course, head.school_class, ", ".join(one.class_name for one in lines), name, index)

    def _facts(
        self, lines: list[CheckedCourse], terms: tuple[TermFact, ...], lessons: list[CheckedLesson]
    ) -> PageFacts:
        head, course, around = lines[0], lines[0].course, self._around
        ends = [term.end for term in terms if term.kind in TERMS and term.end]
        whole = self._lessons[course]
        essays = [one for lesson in lessons for one in self._essays[lesson.lesson]]
        grade = min(one.grade for one in lines)
        return PageFacts(
            course=course,
            subject=SubjectKind(head.kind),
            grade=grade,
            graded=bool(head.graded),
            hours_tenths=head.hours_tenths,
            today=around.today,
            began=around.began,
            year_end=max(ends, default=around.year_end),
            numbers=around.numbers,
            terms=terms,
            exemptions=tuple(
                ExemptFact(pupil, kind, Span(day_of(start), day_of(end)))
                for _, pupil, _, kind, start, end in self._exempt[head.subject]
            ),
            plan=tuple(
                PlanFact(item, topic, _kind(kind), hours, section)
                for _, item, topic, kind, hours, section, _ in self._plan[course]
            ),
            first_lesson=whole[0].lesson if whole else 0,
            individual=frozenset((pupil, day_of(day)) for _, pupil, day, _ in self._individual[course]),
            silent=frozenset(
                (pupil, day_of(day))
                for _, pupil, day, told in self._individual[course]
                if not told and day_of(day) < around.today
            ),
            essays=frozenset((source, pupil) for source, pupil, _ in essays),
            unnamed_essays=frozenset(one[0] for one in essays if _ESSAY_WORD not in one[2].casefold()),
            waiting=frozenset(one for one in self._waiting if any(one[0] == lesson.lesson for lesson in lessons))
            if self._waiting
            else frozenset(),
            offered=tuple((lesson, pupil) for _, lesson, _, pupil in self._offered[course]),
            missed=hours_missed(self._changed(course), around.began.isoformat(), around.today.isoformat()),
            programme=self._programme(course),
        )

    def _changed(self, course: int) -> Iterator[LessonChange]:
        for _, ident, lesson, kind, day, number in self._changes[course]:
            yield LessonChange(ident, lesson, course, ChangeKind(kind), day, number, over=False)

    def _programme(self, course: int) -> str:
        found = self._programmes.get(course)
        if found is None or found[4] is None:
            return "none"
        _, planned, held, reason, _ = found
        return "unreasoned" if held < planned and not reason.strip() else "done"

    def _terms(self, lines: list[CheckedCourse]) -> tuple[TermFact, ...]:
        locked = {period for school_class, period in self._found.locks if school_class == lines[0].school_class}
        listed = sorted(self._periods[lines[0].scheme], key=lambda one: (one[2] not in TERMS, one[6]))
        return tuple(
            TermFact(
                period,
                kind,
                title,
                as_day(start),
                as_day(end),
                period in locked,
                kind not in TERMS or number >= (lines[0].ungraded_until or 0),
            )
            for _, period, kind, title, start, end, number in listed
        )

    @staticmethod
    def _term_on(terms: tuple[TermFact, ...], day: date) -> int:
        for term in terms:
            if term.kind in TERMS and term.start and term.end and term.start <= day <= term.end:
                return term.period
        return 0

    def _list(self, lines: list[CheckedCourse]) -> tuple[PupilFact, ...]:
        stays: defaultdict[int, list[Span]] = defaultdict(list)
        names: dict[int, str] = {}
        order = sorted((one for line in lines for one in self._pupils[line.school_class]), key=lambda one: one[5])
        for _, pupil, name, start, end, _ in order:
            names[pupil] = name
            stays[pupil].append(_span(start, end))
        if lines[0].subgroup:
            stays = self._within_subgroup(lines[0].course, stays)
        away = away_from(lines[0].subgroup, self._found.away)
        return tuple(
            PupilFact(pupil, name, tuple(stays[pupil]), away.get(pupil, ()))
            for pupil, name in names.items()
            if stays.get(pupil)
        )

    def _within_subgroup(self, course: int, stays: Mapping[int, list[Span]]) -> defaultdict[int, list[Span]]:
        inside: defaultdict[int, list[Span]] = defaultdict(list)
        for _, pupil, start, end in self._members[course]:
            member = _span(start, end)
            for stay in stays.get(pupil, ()):
                first, last = max(member.first, stay.first), _earlier(member.last, stay.last)
                if last is None or first <= last:
                    inside[pupil].append(Span(first, last))
        return inside

    def _lesson(self, one: CheckedLesson, facts: PageFacts, term: int, early: frozenset[int]) -> LessonFact:
        """The lesson; `early` are the terms in which the class is not marked yet."""
        day = day_of(one.day)
        modes = self._found.modes
        return LessonFact(
            one.lesson,
            day,
            one.number,
            one.part,
            term,
            _kind(one.kind or ""),
            bool(one.individual),
            (one.topic or "").strip(),
            one.homework or "",
            one.plan_item,
            as_day(one.results_due),
            bool(modes) and self._is_distant(one, facts.course),
            day < facts.today,
            term not in early,
        )

    def _is_distant(self, one: CheckedLesson, course: int) -> bool:
        classes = {line.school_class for line in self._classes[course]}
        return any(
            (school_class is None or school_class in classes) and start <= one.day <= end
            for school_class, start, end, _ in self._found.modes
        )

    def _rows(self, lessons: list[CheckedLesson]) -> _Cells:
        """Cells by pupil and position, and which entries wrote them."""
        found = _Cells()
        for at, lesson in enumerate(lessons):
            slots: dict[int, list[Any]] = {}
            for _, pupil, slot, value, work, session, seq in self._cells[lesson.lesson]:
                slots.setdefault(pupil, [None, None, None])[slot] = (value, work)
                found.entries.append((at, pupil, slot, value, (session, seq)))
            for pupil, (first, second, debt) in slots.items():
                value = first[0] if first else ""
                found.rows[pupil][at] = CellFact(
                    value,
                    second[0] if second else "",
                    debt[0] if debt else "",
                    debt[1] if debt else None,
                    self._reason(pupil, lesson) if value == ABSENT else "",
                )
        return found

    def _reason(self, pupil: int, lesson: CheckedLesson) -> str:
        """The reason that covers this lesson; a later row wins over an earlier one, as on the page."""
        fitting = [
            kind
            for start, end, first, last, kind in self._reasons.get(pupil, ())
            if start <= lesson.day <= end and first <= lesson.number <= last
        ]
        return str(fitting[-1]) if fitting else ""

    def _came(self, head: CheckedCourse, pupils: tuple[PupilFact, ...]) -> dict[int, tuple[tuple[date, int], ...]]:
        """What came with the pupils, as on the page (`services.pages.before`)."""
        by_pupil = {one.pupil: one for one in pupils} if self._before[head.subject] else {}
        found: defaultdict[int, list[tuple[date, int]]] = defaultdict(list)
        for _, given_in, pupil, text, value, *_ in self._before[head.subject]:
            who, day = by_pupil.get(pupil), day_of(text)
            if who is not None and given_in != head.course and (not given_in or _learned_there(who, day)):
                found[pupil].append((day, int(value)))
        return {pupil: tuple(sorted(marks)) for pupil, marks in found.items()}

    def _period_marks(
        self, lines: list[CheckedCourse], terms: tuple[TermFact, ...], pupils: tuple[PupilFact, ...]
    ) -> dict[tuple[int, int], MarkFact]:
        classes = {line.school_class for line in lines}
        came = self._periods_before[lines[0].subject]
        by_pupil, dated = ({one.pupil: one for one in pupils}, {one.period: one for one in terms}) if came else ({}, {})
        before = {
            (pupil, period): MarkFact(value, reason, state)
            for pupil, period, value, reason, _, _, state, _ in came
            if pupil in by_pupil and period in dated and _came_after(by_pupil[pupil], dated[period])
        }
        return before | {
            (pupil, period): MarkFact(value, reason, state)
            for school_class, _, pupil, period, value, reason, state in self._marks[lines[0].subject]
            if school_class in classes
        }


def _learned_there(pupil: PupilFact, day: date) -> bool:
    """As on the page (`services.pages.before`)."""
    if any_holds(pupil.stays, day):
        return pupil.at_home(day)
    return any(day < stay.first for stay in pupil.stays)


def _came_after(pupil: PupilFact, term: TermFact) -> bool:
    """Whether the pupil came to the page when the term was over."""
    end = term.end
    return end is not None and all(stay.first > end for stay in pupil.stays)


@dataclass
class _Cells:
    """Cells of a page by pupil and position; `entries` are (position, pupil, slot, value, entry)."""

    rows: defaultdict[int, dict[int, CellFact]] = field(default_factory=lambda: defaultdict(dict))
    entries: list[tuple[int, int, int, str, tuple[int, int]]] = field(default_factory=list)


@dataclass
class _Late:
    """What of a lesson was entered too late, and when, in words; "" for what was in time."""

    topic: str = ""
    absence: str = ""
    results: str = ""


class _Times:
    """When topics, absences and results were first entered, asked of the protocol only where the last entry is late."""

    def __init__(self, db: Readable, found: CourseRows, around: Surroundings) -> None:
        self._db, self._around = db, around
        self._bells: dict[tuple[int, int], time] = {
            (shift, number): time.fromisoformat(ends) for shift, number, _, ends in found.bells
        }
        self._entries: dict[tuple[int, int], int] = {
            (one.session, one.seq): one.utc_us
            for one in found.lessons
            if one.session is not None and one.seq is not None and one.utc_us is not None
        }
        self._written = {one.lesson: one.utc_us for one in found.lessons if one.topic and one.utc_us is not None}
        self._due: dict[tuple[date, int, int], int] = {}

    def timed(
        self, lessons: tuple[LessonFact, ...], cells: _Cells, facts: PageFacts, shift: int
    ) -> tuple[LessonFact, ...]:
        """The lessons with what was entered too late."""
        due = [self._due_us(lesson, shift) for lesson in lessons]
        late: defaultdict[int, _Late] = defaultdict(_Late)
        for at, lesson in enumerate(lessons):
            if self._written.get(lesson.lesson, 0) > due[at]:
                first = first_time(self._db, "lesson_record", (lesson.lesson,), "topic", filled=True)
                late[at].topic = self._words(first, due[at])
        self._late_cells(lessons, cells, facts, due, late)
        return tuple(_with_late(lesson, late[at]) if at in late else lesson for at, lesson in enumerate(lessons))

    def _late_cells(
        self,
        lessons: tuple[LessonFact, ...],
        cells: _Cells,
        facts: PageFacts,
        due: list[int],
        late: defaultdict[int, _Late],
    ) -> None:
        results = {at: self._results_us(lesson, facts) for at, lesson in enumerate(lessons) if lesson.all_marked}
        watched = [one for one in cells.entries if one[3] == ABSENT or (one[0] in results and one[2] < Slot.DEBT)]
        unknown = {entry for *_, entry in watched} - self._entries.keys()
        self._entries.update(read_times(self._db, unknown))
        for at, pupil, slot, value, entry in watched:
            absent = value == ABSENT
            limit = due[at] if absent else results[at]
            if self._entries.get(entry, 0) > limit:
                key = (lessons[at].lesson, pupil, slot)
                words = self._words(first_time(self._db, "cell", key, "value", filled=not absent), limit)
                if absent:
                    late[at].absence = late[at].absence or words
                else:
                    late[at].results = late[at].results or words

    def _words(self, first: int | None, due: int) -> str:
        """«27.11.2026 в 08:12» of what was entered too late, else ""."""
        if first is None or first <= due:
            return ""
        moment = from_us(first, self._around.zone)
        return f"{dotted(moment.date())} в {moment:%H:%M}"

    def _due_us(self, lesson: LessonFact, shift: int) -> int:
        key = (lesson.day, lesson.number, shift)
        if key not in self._due:
            rule, zone = self._around.numbers.filling, self._around.zone
            made, end = local_us(lesson.day, rule.until, zone), self._bells.get((shift, lesson.number))
            if end is not None:
                made = max(made, local_us(lesson.day, end, zone) + int(rule.after_end.total_seconds()) * 1_000_000)
            self._due[key] = made
        return self._due[key]

    def _results_us(self, lesson: LessonFact, facts: PageFacts) -> int:
        """The end of the last day on which the marks of a work are in time."""
        return local_us(lesson.last_day(facts.numbers) + timedelta(days=1), _MIDNIGHT, self._around.zone)


def _with_late(lesson: LessonFact, late: _Late) -> LessonFact:
    return lesson._replace(late_topic=late.topic, late_absence=late.absence, late_results=late.results)


@cache
def _kind(code: str) -> LessonKind:
    """The kind with this code; a plain lesson for one that the program does not know."""
    try:
        return lesson_kind(code) if code else PLAIN
    except KeyError:
        return PLAIN


def _grouped(found: list[Any], column: int) -> defaultdict[int, list[Any]]:
    groups: defaultdict[int, list[Any]] = defaultdict(list)
    for one in found:
        groups[one[column]].append(one)
    return groups


def _span(start: str | None, end: str | None) -> Span:
    return Span(day_of(start) if start else date.min, day_of(end) if end else None)


def _earlier(one: date | None, other: date | None) -> date | None:
    return min((day for day in (one, other) if day), default=None)
