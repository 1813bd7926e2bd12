"""What a finding (недочёт) is, and what a rule that finds them looks like."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from ezh_desktop.domain.rules.base import Clause, Severity


class Scope(StrEnum):
    """What a rule looks at as a whole; after an edit only the scopes it touched are looked at again."""

    PUPIL = "pupil"
    """One pupil on a course page."""
    LESSON = "lesson"
    """One lesson of a course page."""
    PAGE = "page"
    """A whole course page."""
    CLASS = "class"
    """What a class has beside its course pages: lists, absences, decisions."""
    SCHOOL = "school"


class Mend(StrEnum):
    """What puts a finding right; the window has a button for those that one act does."""

    MARK = "mark"
    """Enter a mark of the pupil: the cell is where it is owed."""
    DEBT = "debt"
    """Enter the mark of a debt in a later lesson (5.7)."""
    ESSAY = "essay"
    """Enter the literacy marks of an essay (5.9)."""
    BRIEFING = "briefing"
    """Add the briefing's line to the topic (5.20)."""
    TOPIC = "topic"
    HOMEWORK = "homework"
    PERIOD_MARK = "period_mark"
    EXTEND = "extend"
    """Decide about a pupil without a mark for a term (5.14, 5.15)."""
    INDIVIDUAL = "individual"
    """Record an individual lesson (5.14)."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding: the clause, how hard, what is wrong in one line, who and when, and what mends it.

    `lesson`, `pupil` and `period` are ids, None where the finding has none; `day` is the date it is told by.
    """

    clause: str
    severity: Severity
    title: str
    detail: str = ""
    remedy: str = ""
    mend: Mend = Mend.OTHER
    lesson: int | None = None
    pupil: int | None = None
    period: int | None = None
    day: date | None = None

    @property
    def counts(self) -> bool:
        """Whether it is a finding already, and not a reminder that there is still time."""
        return self.severity is not Severity.REMINDER


S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class FindingRule(Generic[S]):
    """One clause: what it asks, how hard a breach is, over what it is asked, and what mends it, all in Russian.

    `ask` gives the findings of one subject of the scope; it reads and changes nothing.
    """

    clause: Clause
    scope: Scope
    remedy: str
    ask: Callable[[S], Iterable[Finding]]
