"""Asks the rules: the findings of a page whole, and again of what an edit touched; of a class; of the school."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Any, Final

from ezh_desktop.domain.rules.base import Clause, Severity
from ezh_desktop.domain.rules.class_findings import CLASS_RULES, SCHOOL_RULES, ClassIndex, SchoolIndex
from ezh_desktop.domain.rules.finding import Finding, FindingRule
from ezh_desktop.domain.rules.index import CellFact, LessonFact, MarkFact, PageIndex
from ezh_desktop.domain.rules.lesson_findings import LESSON_RULES, LessonView
from ezh_desktop.domain.rules.page_findings import PAGE_RULES
from ezh_desktop.domain.rules.pupil_findings import PUPIL_RULES, PupilView

RULES: Final[tuple[FindingRule[Any], ...]] = (*PUPIL_RULES, *LESSON_RULES, *PAGE_RULES, *CLASS_RULES, *SCHOOL_RULES)
"""Every rule that finds something."""

_ORDER: Final = {Severity.OVERDUE: 0, Severity.WARN: 1, Severity.ADVICE: 2, Severity.REMINDER: 3}
_NEAR: Final = 2
"""How far a lesson's record can matter to the lessons beside it (5.20, 5.21)."""

_Found = Mapping[int, tuple[Finding, ...]]


def found_clauses() -> tuple[Clause, ...]:
    """Every clause that something is found by, each once, in the order of their numbers."""
    by_number = {rule.clause.clause: rule.clause for rule in RULES}
    return tuple(by_number[number] for number in sorted(by_number, key=clause_order))


def rules_in_order() -> tuple[FindingRule[Any], ...]:
    """Every rule once, in the order of their clauses, for the table of help."""
    return tuple(dict.fromkeys(sorted(RULES, key=lambda rule: clause_order(rule.clause.clause))))


@cache
def clause_order(clause: str) -> tuple[int, ...]:
    """Sorts «5.6» before «5.10»."""
    return tuple(int(part) for part in clause.split(".") if part.isdecimal())


def in_order(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """The worst first, then by clause, day and pupil: the same however they were found."""
    return tuple(
        sorted(
            found,
            key=lambda one: (
                _ORDER[one.severity],
                clause_order(one.clause),
                one.day or date.min,
                one.lesson or 0,
                one.pupil or 0,
                one.period or 0,
                one.title,
                one.detail,
            ),
        )
    )


@dataclass(frozen=True)
class PageFindings:
    """The findings of a page, held apart by what they were asked over, so that an edit asks only again what it touched.

    `index` is the page they were found on.
    """

    index: PageIndex
    pupils: _Found
    lessons: _Found
    page: tuple[Finding, ...]

    @cached_property
    def all(self) -> tuple[Finding, ...]:
        """Every finding and reminder, the worst first."""
        parts = (*self.pupils.values(), *self.lessons.values(), self.page)
        return in_order(one for part in parts for one in part)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Without the reminders."""
        return tuple(one for one in self.all if one.counts)

    def with_cell(self, lesson: int, pupil: int, cell: CellFact) -> PageFindings:
        """After a cell was written."""
        index = self.index.with_cell(lesson, pupil, cell)
        at = index.position.get(lesson)
        if index is self.index or at is None:
            return self
        before, after = self.index.columns[at].marked, index.columns[at].marked
        # Whether a work has any mark at all decides for everybody in the column (5.7, 4.4.8).
        turned = index.lessons[at].kind.control and (before == 0) != (after == 0)
        return self._again(index, index.pupil_by_id if turned else (pupil,), (at,))

    def with_lesson(self, fact: LessonFact) -> PageFindings:
        """After a lesson's record was written: kind, topic, homework, date of results."""
        index = self.index.with_lesson(fact)
        at = index.position.get(fact.lesson)
        if at is None:
            return self
        near = range(max(0, at - _NEAR), min(len(index.lessons), at + _NEAR + 1))
        old = self.index.lessons[at]
        asked = (fact.kind, fact.individual, fact.results_due) != (old.kind, old.individual, old.results_due)
        return self._again(index, index.pupil_by_id if asked else (), near)

    def with_period_mark(self, pupil: int, period: int, mark: MarkFact) -> PageFindings:
        """After a period mark was written."""
        return self._again(self.index.with_period_mark(pupil, period, mark), (pupil,), ())

    def _again(self, index: PageIndex, pupils: Iterable[int], lessons: Iterable[int]) -> PageFindings:
        return PageFindings(
            index,
            {**self.pupils, **{pupil: _of_pupil(index, pupil) for pupil in pupils}},
            {**self.lessons, **{at: _of_lesson(index, at) for at in lessons}},
            _of_page(index),
        )


def check_page(index: PageIndex) -> PageFindings:
    """Everything that the rules find on a page."""
    return PageFindings(
        index,
        {pupil.pupil: _of_pupil(index, pupil.pupil) for pupil in index.pupils},
        {at: _of_lesson(index, at) for at in range(len(index.lessons))},
        _of_page(index),
    )


def check_class(index: ClassIndex) -> tuple[Finding, ...]:
    """Everything found of a class beside its course pages."""
    return in_order(found for rule in CLASS_RULES for found in rule.ask(index))


def check_school(index: SchoolIndex) -> tuple[Finding, ...]:
    """Everything found of the school as a whole."""
    return in_order(found for rule in SCHOOL_RULES for found in rule.ask(index))


def _of_pupil(index: PageIndex, pupil: int) -> tuple[Finding, ...]:
    view = PupilView(index, index.pupil_by_id[pupil])
    return tuple(found for rule in PUPIL_RULES for found in rule.ask(view))


def _of_lesson(index: PageIndex, at: int) -> tuple[Finding, ...]:
    view = LessonView(index, at)
    return tuple(found for rule in LESSON_RULES for found in rule.ask(view))


def _of_page(index: PageIndex) -> tuple[Finding, ...]:
    return tuple(found for rule in PAGE_RULES for found in rule.ask(index))
