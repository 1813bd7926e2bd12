"""Findings as the window shows them: rows of the panel, signs of cells and columns, numbers of tabs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from ezh_desktop.domain.rules.base import Severity
from ezh_desktop.domain.rules.checks import PageFindings
from ezh_desktop.domain.rules.finding import Finding, Mend
from ezh_desktop.services.pages.course import CoursePage
from ezh_desktop.ui.widgets.badge import NO_BADGE, Badge

MARKS, TOPICS = "marks", "topics"
_RECORDS: Final = frozenset({Mend.TOPIC, Mend.HOMEWORK, Mend.BRIEFING})
_SIGNED: Final = frozenset({Severity.OVERDUE, Severity.WARN})
_NAMED: Final = 3
_LINKS: Final = {
    Mend.MARK: "Внести отметку",
    Mend.DEBT: "Внести отметку за работу",
    Mend.ESSAY: "Внести отметки за грамотность",
    Mend.BRIEFING: "Добавить инструктаж в тему",
    Mend.TOPIC: "К теме урока",
    Mend.HOMEWORK: "К домашнему заданию",
    Mend.PERIOD_MARK: "К отметке за период",
    Mend.EXTEND: "Продлить сроки обучения",
    Mend.INDIVIDUAL: "Записать занятие",
}
_WEAK: Final = "5.6"
_ASK_NOW: Final = "К ближайшему уроку"


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One row of the panel: a finding, or several of one work that differ in the pupil alone."""

    finding: Finding
    names: tuple[str, ...] = ()
    link: str = ""

    @property
    def head(self) -> str:
        """«п. 5.6 · просрочено»."""
        more = {Severity.OVERDUE: " · просрочено", Severity.REMINDER: " · ещё есть время"}
        return f"п. {self.finding.clause}{more.get(self.finding.severity, '')}"

    @property
    def detail(self) -> str:
        """Who, and what is said beside the title."""
        shown = self.names[:_NAMED] if len(self.names) <= _NAMED else self.names[: _NAMED - 1]
        rest = len(self.names) - len(shown)
        names = ", ".join(shown) + (f" и ещё {rest}" if rest else "")
        return ". ".join(part for part in (names, self.finding.detail if len(self.names) < 2 else "") if part)

    @property
    def spoken(self) -> str:
        """For a screen reader."""
        return ", ".join(part for part in (self.head, self.finding.title, self.detail, self.finding.remedy) if part)


@dataclass(frozen=True, slots=True)
class Signs:
    """What the grids draw: (pupil, lesson or period) and columns, each True when overdue; and words for the hint."""

    cells: Mapping[tuple[int, int], bool] = field(default_factory=dict)
    columns: Mapping[int, bool] = field(default_factory=dict)
    words: Mapping[tuple[int, int], str] = field(default_factory=dict)
    lessons: Mapping[int, str] = field(default_factory=dict)
    """Of each lesson the clauses that its record breaks: «п. 5.20»."""


NO_SIGNS = Signs()


def tab_of(finding: Finding) -> str:
    """The tab on which a finding is mended."""
    return TOPICS if finding.mend in _RECORDS and finding.lesson is not None else MARKS


def rows_of(found: PageFindings, page: CoursePage, *, writes: bool) -> list[FindingRow]:
    """The rows of the panel, the worst first; `writes` tells whether the reader may write on the page at all."""
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for one in found.all:
        alone = one.pupil is None or one.lesson is None
        key = (one.clause, one.severity, one.lesson, one.title, one if alone else "")
        groups.setdefault(key, []).append(one)
    names = found.index.pupil_by_id
    return [
        FindingRow(
            same[0],
            tuple(names[one.pupil].name for one in same if one.pupil is not None and one.pupil in names),
            _link(same[0], page) if writes else "",
        )
        for same in groups.values()
    ]


def _link(finding: Finding, page: CoursePage) -> str:
    """What the button of a finding says; "" where the reader cannot mend it here."""
    lesson = page.lesson_by_id.get(finding.lesson or 0)
    if lesson is not None and (lesson.locked or not lesson.writable):
        return ""
    if finding.period is not None:
        period = next((one for one in page.periods if one.period == finding.period), None)
        if period is not None and (period.locked or not period.writable):
            return ""
    return _ASK_NOW if finding.clause == _WEAK else _LINKS.get(finding.mend, "")


def badge_of(found: Iterable[Finding]) -> Badge:
    """How many findings, and whether one is overdue; reminders do not count."""
    counted = [one for one in found if one.counts]
    return Badge(len(counted), any(one.severity is Severity.OVERDUE for one in counted)) if counted else NO_BADGE


def badges_of(found: PageFindings) -> Mapping[str, Badge]:
    """The badge of each tab of a course."""
    of_tab: dict[str, list[Finding]] = {MARKS: [], TOPICS: []}
    for one in found.all:
        of_tab[tab_of(one)].append(one)
    return {tab: badge_of(own) for tab, own in of_tab.items()}


def signs_of(found: PageFindings) -> Signs:
    """The signs of the grid: a finding stands in its cell and in its column's head."""
    cells: dict[tuple[int, int], bool] = {}
    columns: dict[int, bool] = {}
    words: dict[tuple[int, int], list[str]] = {}
    lessons: dict[int, list[str]] = {}
    for one in found.all:
        column = one.lesson if one.lesson is not None else one.period
        if one.severity not in _SIGNED or column is None:
            continue
        overdue = one.severity is Severity.OVERDUE
        columns[column] = columns.get(column, False) or overdue
        if one.pupil is not None:
            key = (one.pupil, column)
            cells[key] = cells.get(key, False) or overdue
            words.setdefault(key, []).append(f"п. {one.clause}: {one.title}")
        elif tab_of(one) == TOPICS:
            lessons.setdefault(column, []).append(one.clause)
    hints = {key: "\n".join(texts) for key, texts in words.items()}
    return Signs(cells, columns, hints, {key: f"п. {', '.join(dict.fromkeys(own))}" for key, own in lessons.items()})


def counted(rows: Sequence[FindingRow]) -> tuple[int, int, int]:
    """How many rows are findings, how many of them overdue, how many have a button."""
    real = [row for row in rows if row.finding.counts]
    overdue = sum(row.finding.severity is Severity.OVERDUE for row in real)
    return len(real), overdue, sum(bool(row.link) for row in real)
