"""Course pages for the tests of findings: lessons on Mondays and Thursdays from 3 September, three pupils."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from ezh_desktop.domain.kinds import SubjectKind, lesson_kind
from ezh_desktop.domain.rules.checks import check_page
from ezh_desktop.domain.rules.finding import Finding
from ezh_desktop.domain.rules.index import (
    CellFact,
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
from ezh_desktop.domain.spans import Span

FIRST = date(2026, 9, 3)
ANNA, BORIS, VERA = 101, 102, 103
NAMES = {ANNA: "Абрамова Анна", BORIS: "Белов Борис", VERA: "Волкова Вера"}
ONE, TWO, YEAR = 11, 12, 19
TERMS = (
    TermFact(ONE, "quarter", "I четверть", date(2026, 9, 1), date(2026, 10, 24)),
    TermFact(TWO, "quarter", "II четверть", date(2026, 11, 2), date(2026, 12, 29)),
    TermFact(YEAR, "year", "Год", date(2026, 9, 1), date(2027, 5, 26)),
)


def lesson_days(count: int) -> list[date]:
    """Mondays and Thursdays from the first one, the holidays between the terms left out."""
    days, day = [], FIRST
    while len(days) < count:
        if not date(2026, 10, 24) < day < date(2026, 11, 2):
            days.append(day)
        day += timedelta(days=4 if day.weekday() == 3 else 3)
    return days


@dataclass
class Course:
    """What a test says of a page; everything else is as a careful teacher leaves it.

    `cells` maps (lesson from 1, pupil) to «5», «н», «5/4», or a CellFact. `lessons` maps a lesson to fields of its
    fact, `kind` by code.
    """

    count: int = 6
    subject: SubjectKind = SubjectKind.ALGEBRA
    grade: int = 7
    graded: bool = True
    hours_tenths: int = 20
    today: date | None = None
    cells: Mapping[tuple[int, int], Any] = field(default_factory=dict)
    lessons: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    marks: Mapping[tuple[int, int], MarkFact] = field(default_factory=dict)
    stays: Mapping[int, tuple[Span, ...]] = field(default_factory=dict)
    plan: tuple[PlanFact, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict)

    def index(self) -> PageIndex:
        """The page as the rules look at it."""
        days = lesson_days(self.count)
        today = self.today or days[-1] + timedelta(days=1)
        lessons = tuple(self._lesson(number, day, today) for number, day in enumerate(days, 1) if day <= today)
        whole = (Span(date.min),)
        pupils = tuple(PupilFact(one, name, self.stays.get(one, whole)) for one, name in NAMES.items())
        rows: dict[int, dict[int, CellFact]] = {}
        for (number, pupil), value in self.cells.items():
            rows.setdefault(pupil, {})[number - 1] = cell(value)
        return a_page(self._facts(today), lessons, pupils, rows, self.marks)

    def _facts(self, today: date) -> PageFacts:
        facts = PageFacts(
            course=1,
            subject=self.subject,
            grade=self.grade,
            graded=self.graded,
            hours_tenths=self.hours_tenths,
            today=today,
            began=date(2026, 9, 1),
            year_end=date(2027, 5, 26),
            numbers=RuleNumbers(),
            terms=TERMS,
            plan=self.plan,
        )
        return replace(facts, **self.facts)

    def _lesson(self, number: int, day: date, today: date) -> LessonFact:
        term = next((one.period for one in TERMS if one.start and one.end and one.start <= day <= one.end), 0)
        made = LessonFact(number, day, 1, 1, term, lesson_kind("plain"), topic=f"Тема {number}", due=day < today)
        said = dict(self.lessons.get(number, {}))
        if isinstance(said.get("kind"), str):
            said["kind"] = lesson_kind(said["kind"])
        return made._replace(**said)

    def found(self, clause: str, *, reminders: bool = False) -> list[Finding]:
        """The findings of one clause, the worst first."""
        every = check_page(self.index()).all
        return [one for one in every if one.clause == clause and one.counts is not reminders]

    def places(self, clause: str, *, reminders: bool = False) -> list[tuple[int | None, int | None]]:
        """(lesson, pupil) of the findings of one clause."""
        return [(one.lesson, one.pupil) for one in self.found(clause, reminders=reminders)]


def cell(value: str | CellFact) -> CellFact:
    """«5», «н», «5/4» as a cell."""
    if isinstance(value, CellFact):
        return value
    first, _, second = value.partition("/")
    return CellFact(first, second)


def everybody(lesson: int, value: str) -> dict[tuple[int, int], str]:
    """The same in the cells of all three."""
    return {(lesson, pupil): value for pupil in NAMES}


def row(item: int, topic: str = "", kind: str = "plain", hours: int = 1, section: str = "Раздел") -> PlanFact:
    """A row of the КТП."""
    return PlanFact(item, topic or f"Тема {item}", lesson_kind(kind), hours, section)
