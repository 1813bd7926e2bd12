"""Before a period ends: the marks each pupil would get (предварительные отметки), and what each page still lacks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class PreliminaryMark(NamedTuple):
    """One subject of a pupil: the mark entered, else the proposed one (5.13), "" when there is none, and its mean."""

    subject: str
    mark: str
    mean: str
    entered: bool

    @property
    def weak(self) -> bool:
        """Whether the parents are to be told at once (4.4.4): failing, or nothing to judge by."""
        return self.mark in {"", "1", "2"}


@dataclass(frozen=True, slots=True)
class PreliminaryPupil:
    """A pupil with all subjects that end with the period; `absent` lessons missed of `held`."""

    pupil: int
    number: int
    name: str
    marks: tuple[PreliminaryMark, ...]
    absent: int
    held: int


@dataclass(frozen=True, slots=True)
class PreliminaryPage:
    """The preliminary marks of a class for the period that runs, or ran last; `title` is «II четверть»."""

    school_class: int
    class_name: str
    year_label: str
    school_name: str
    today: date
    title: str
    end: date | None
    pupils: tuple[PreliminaryPupil, ...]


@dataclass(frozen=True, slots=True)
class ReadyLine:
    """What one course page lacks before its period is closed; `lesson` is that of the first finding, if it has one.

    `teachers` are the full names of those whose page it is at the period's end.
    """

    course: int
    class_name: str
    subject: str
    period: str
    end: date
    findings: int
    unset: int
    deviations: int
    debts: int
    lag: int
    lesson: int | None = None
    teachers: str = ""

    @property
    def ready(self) -> bool:
        """Whether nothing is left."""
        return not (self.findings or self.unset or self.deviations or self.debts)


@dataclass(frozen=True, slots=True)
class ReadyPage:
    """The pages that the person answers for; `classes` are those whose preliminary marks they may print."""

    today: date
    lines: tuple[ReadyLine, ...]
    classes: tuple[tuple[int, str], ...]
    due: date | None = None
    """The end of the nearest period when it is near enough for preliminary marks."""
