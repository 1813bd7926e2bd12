"""The planted breaches: what the demo school does against the regulation, on purpose and each once.

Whoever checks the demo school must find these and nothing else; docs/demo.md lists them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from ezh_desktop.domain.figures import AbsenceReason
from ezh_desktop.domain.kinds import SubjectKind as Kind
from ezh_desktop.domain.russian import dotted
from ezh_desktop.services.demo.attendance import Attendance
from ezh_desktop.services.demo.marks import Directives
from ezh_desktop.services.demo.model import Course, DemoClass, Episode, Pupil
from ezh_desktop.services.demo.plans import PlanRow, owes_briefing

_SETTLED = 4
"""Lessons that must follow a breach within the filled ones, so that it is overdue and not merely pending."""

_FIRST = 6
"""Lessons at the beginning that stay as they should be."""


@dataclass(frozen=True, slots=True)
class Breach:
    """One planted breach: clause, where, when, whose, and what is wrong in Russian."""

    clause: str
    class_name: str
    subject: str
    day: date | None
    pupil: str
    what: str


@dataclass(slots=True)
class CourseState:
    """A course while the demo is made: its plan, presence, filled lessons, and what it does wrong."""

    course: Course
    rows: list[PlanRow]
    attendance: Attendance
    filled: range
    directives: Directives = field(default_factory=Directives)
    topics: dict[int, str] = field(default_factory=dict)
    """Lesson → the topic recorded instead of the planned one; "" none at all."""
    unbriefed: set[int] = field(default_factory=set)
    late: set[int] = field(default_factory=set)
    used: set[int] = field(default_factory=set)
    """Lessons that a breach needs as they are."""

    def _settled(self) -> range:
        """Filled lessons without the first weeks' and the last."""
        return self.filled[min(_FIRST, len(self.filled) // 3) : -_SETTLED]

    def plain(self) -> Iterator[int]:
        """Filled lessons without a control work, briefing or another breach, long enough ago."""
        for index in self._settled():
            busy = self.rows[index].kind.control or owes_briefing(self.course, self.rows, index)
            if not busy and index not in self.used:
                yield index

    def works(self) -> Iterator[int]:
        """Filled lessons with a control work for all, long enough ago."""
        for index in self._settled():
            row = self.rows[index]
            if row.kind.control and not row.individual and index not in self.used:
                yield index


class Planter:
    """Plants the breaches: each method one, where the school has a fitting course; small demos have fewer."""

    def __init__(self, states: Sequence[CourseState], classes: Sequence[DemoClass], chance: Random) -> None:
        """Nothing is planted yet."""
        self._states, self._classes, self._chance = states, classes, chance
        self.planted: list[Breach] = []
        self.unexplained: set[tuple[int, Episode]] = set()
        self.unconfirmed: set[tuple[int, date]] = set()

    def plant(self, weeks: Sequence[date]) -> None:
        """Plant all of them; `weeks` are the Mondays of the whole weeks that are filled."""
        acts: tuple[Callable[[], None], ...] = (
            self._weak_unasked,
            self._debt_unpaid,
            self._work_unmarked,
            self._far_mark,
            self._nobody_asked,
            self._no_topic,
            self._no_briefing,
            self._odd_abbreviation,
            self._work_without_theme,
            self._late_entry,
            self._absence_unexplained,
        )
        for act in acts:
            act()
        self._week_unconfirmed(weeks)

    def _find(self, kind: Kind, *names: str) -> list[CourseState]:
        """Courses of the kind that have filled lessons, those of the named classes first."""
        own = [state for state in self._states if state.course.subject.kind is kind and state.filled]
        return sorted(own, key=lambda one: _rank(str(one.course.klass.name), names))

    def _note(self, clause: str, state: CourseState, index: int | None, what: str, pupil: Pupil | None = None) -> None:
        course = state.course
        title = course.subject.name + (f", {course.subgroup}" if course.subgroup else "")
        day = course.lessons[index].day if index is not None else None
        name = pupil.name.short if pupil else ""
        self.planted.append(Breach(clause, str(course.klass.name), title, day, name, what))

    def _weak_unasked(self) -> None:
        for state in self._find(Kind.ALGEBRA, "7А"):
            for index in state.plain():
                for pupil in state.attendance.present[index]:
                    later = state.attendance.next_attended(pupil.pupil, index)[:3]
                    if self._may_be_silent(state, pupil, [index, *later]):
                        state.directives.weak.add((index, pupil.pupil))
                        state.directives.silent |= {(one, pupil.pupil) for one in later}
                        state.used |= {index, *later}
                        days = " и ".join(dotted(state.course.lessons[one].day) for one in later[:2])
                        self._note("5.6", state, index, f"после «2» нет отметки на уроках {days}", pupil)
                        return

    @staticmethod
    def _may_be_silent(state: CourseState, pupil: Pupil, indices: list[int]) -> bool:
        """Whether the pupil, who stays, attends these four lessons of one term without any work or debt in them."""
        term = state.course.lessons[indices[0]].term
        return len(indices) == 4 and all(
            index in state.filled
            and index not in state.used
            and state.course.lessons[index].term == term
            and not state.rows[index].kind.control
            and (pupil.pupil, index) not in state.attendance.paid_at
            and pupil.stay.last is None
            and pupil.stay.first <= state.course.lessons[state.filled[0]].day
            for index in indices
        )

    def _debt_unpaid(self) -> None:
        for state in self._find(Kind.ALGEBRA, "7Б"):
            for index in state.works():
                for pupil in state.attendance.absent[index]:
                    if state.attendance.debts[pupil.pupil, index] in state.filled:
                        state.directives.unpaid.add((index, pupil.pupil))
                        state.used.add(index)
                        self._note("5.7", state, index, "«н» на контрольной работе, долг не закрыт", pupil)
                        return

    def _work_unmarked(self) -> None:
        for state in self._find(Kind.RUSSIAN, "7А"):
            for index in state.works():
                pupil = self._chance.choice(state.attendance.present[index])
                state.directives.unmarked.add((index, pupil.pupil))
                state.used.add(index)
                self._note("5.7", state, index, f"{state.rows[index].kind.name}: присутствующему нет отметки", pupil)
                return

    def _far_mark(self) -> None:
        for state in self._find(Kind.LITERATURE, "7А", "9А"):
            if not state.course.graded:
                continue
            lessons = state.course.lessons
            whole = [
                one for one in state.filled if one + 1 < len(lessons) and lessons[one + 1].term != lessons[one].term
            ]
            if whole and state.filled[0] == 0:
                term = lessons[whole[0]].term
                end = state.course.scheme.terms.terms[term]
                staying = [
                    one for one in state.course.members if one.stay.first <= lessons[0].day and not one.stay.last
                ]
                pupil = self._chance.choice(staying)
                state.directives.far_mark = (term, pupil.pupil)
                self._note("5.13", state, whole[0], f"{end.title}: отметка расходится с предложенной", pupil)
                return

    def _nobody_asked(self) -> None:
        for state in self._find(Kind.HISTORY, "7А", "6А", "5А"):
            for week in _weeks(state):
                if self._may_be_quiet(state, week):
                    state.directives.quiet |= set(week)
                    state.used |= set(week)
                    monday = _monday(state.course.lessons[week[0]].day)
                    self._note("5.10", state, week[0], f"за неделю с {dotted(monday)} никто не опрошен")
                    return

    @staticmethod
    def _may_be_quiet(state: CourseState, week: list[int]) -> bool:
        paid = {index for _, index in state.attendance.paid_at}
        return (
            len(week) >= 2
            and state.course.lessons[week[0]].term == state.course.lessons[week[-1]].term
            and sum(state.rows[index].kind.questioned for index in week) >= 2
            and not any(index in state.used or index in paid or state.rows[index].kind.control for index in week)
        )

    def _no_topic(self) -> None:
        self._topic(Kind.ALGEBRA, ("7А",), "5.18", "тема не записана", lambda _state, _index: "")

    def _odd_abbreviation(self) -> None:
        def odd(state: CourseState, index: int) -> str:
            return f"Ф.о. {state.rows[index].topic}"

        self._topic(Kind.GEOGRAPHY, ("7А", "9А", "5А"), "5.25", "неизвестное сокращение «Ф.о.» перед темой", odd)

    def _topic(
        self,
        kind: Kind,
        names: tuple[str, ...],
        clause: str,
        what: str,
        write: Callable[[CourseState, int], str],
    ) -> None:
        for state in self._find(kind, *names):
            index = next(state.plain(), None)
            if index is not None:
                state.topics[index] = write(state, index)
                state.used.add(index)
                self._note(clause, state, index, what)
                return

    def _no_briefing(self) -> None:
        for state in self._find(Kind.PHYSICS, "7А", "8А"):
            for index in state.filled:
                if state.rows[index].kind.experiment and index not in state.used:
                    state.unbriefed.add(index)
                    state.used.add(index)
                    self._note("5.20", state, index, f"{state.rows[index].kind.name}: нет инструктажа")
                    return

    def _work_without_theme(self) -> None:
        for state in self._find(Kind.GEOMETRY, "9А", "7А"):
            for index in state.works():
                if state.rows[index].kind.code == "control":
                    state.topics[index] = state.rows[index].topic.split(" по теме")[0]
                    state.used.add(index)
                    self._note("5.19", state, index, "у контрольной работы не записана тема")
                    return

    def _late_entry(self) -> None:
        for state in self._find(Kind.ALGEBRA, "7Б", "7А"):
            index = next(state.plain(), None)
            if index is not None:
                state.late.add(index)
                state.used.add(index)
                self._note("4.4.1", state, index, "тема и пропуски внесены на следующий день")
                return

    def _absence_unexplained(self) -> None:
        last = max((state.course.lessons[state.filled[-1]].day for state in self._states if state.filled), default=None)
        first = min((state.course.lessons[state.filled[0]].day for state in self._states if state.filled), default=None)
        if first is None or last is None:
            return
        for klass in sorted(self._classes, key=lambda one: _rank(str(one.name), ("7Б", "5А"))):
            whole = [
                (episode.start, pupil.name.key, pupil, episode)
                for pupil in klass.pupils
                for episode in pupil.episodes
                if episode.kind == AbsenceReason.VALID and episode.lessons is None
                if first <= episode.start and episode.end < last
            ]
            if whole:
                start, _, pupil, episode = min(whole, key=lambda one: one[:2])
                self.unexplained.add((pupil.pupil, episode))
                name, what = pupil.name.short, "причина пропуска не указана"
                self.planted.append(Breach("5.14", str(klass.name), "", start, name, what))
                return

    def _week_unconfirmed(self, weeks: Sequence[date]) -> None:
        klass = min(self._classes, key=lambda one: _rank(str(one.name), ("8А",)))
        if len(weeks) > 2:
            monday = weeks[2]
            self.unconfirmed.add((klass.school_class, monday))
            what = "пропуски за неделю не подтверждены классным руководителем"
            self.planted.append(Breach("4.3.7", str(klass.name), "", monday, "", what))


def _rank(name: str, preferred: tuple[str, ...]) -> tuple[int, str]:
    return (preferred.index(name) if name in preferred else len(preferred), name)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _weeks(state: CourseState) -> Iterator[list[int]]:
    """Filled lessons by calendar week, without the first and the last two weeks."""
    found: dict[date, list[int]] = {}
    for index in state.filled:
        found.setdefault(_monday(state.course.lessons[index].day), []).append(index)
    yield from list(found.values())[1:-2]
