"""The hours of a week against the plan: what each course should have, has, and what the sample curriculum says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from ezh_desktop.domain.curriculum import CURRICULUM
from ezh_desktop.domain.names import name_key
from ezh_desktop.domain.typed import hours_text
from ezh_desktop.services.structure.timetable_page import Cell, TimetablePage
from ezh_desktop.services.structure.timetable_words import placed

_TENTHS: Final = 10


@dataclass(frozen=True, slots=True)
class HoursLine:
    """A course with its hours a week in tenths: `planned` by the plan of the class, `there` in the timetable.

    `usual` are the hours of the sample curriculum where they are others than those of the plan, else None.
    """

    title: str
    teachers: str
    planned: int
    there: int
    usual: int | None = None

    @property
    def difference(self) -> int:
        """More (above 0) or fewer hours than planned."""
        return self.there - self.planned

    @property
    def difference_text(self) -> str:
        """«−1», «+0,5», «» when it is as planned."""
        if not self.difference:
            return ""
        return f"{'+' if self.difference > 0 else '−'}{hours_text(abs(self.difference))}"


def hours_lines(page: TimetablePage, cells: Mapping[Cell, str]) -> tuple[HoursLine, ...]:
    """Every course of the week, in order."""
    there = placed(page, cells)
    return tuple(
        HoursLine(
            one.title,
            one.teachers,
            one.hours_tenths,
            there.get(one.course, 0),
            _usual(page, one.subject_name, one.hours_tenths),
        )
        for one in page.courses
    )


def hours_in_all(page: TimetablePage, cells: Mapping[Cell, str]) -> HoursLine:
    """The whole week: of a teacher every lesson, of a pupil one subgroup of each subject."""
    there = placed(page, cells)
    if page.of_teacher:
        planned = sum(one.hours_tenths for one in page.courses)
        return HoursLine("Всего", "", planned, sum(there.values()))
    subjects: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for one in page.courses:
        subjects[one.subject].append((one.hours_tenths, there.get(one.course, 0)))
    parts = [(max(plan for plan, _ in some), max(has for _, has in some)) for some in subjects.values()]
    return HoursLine("Всего у ученика", "", sum(plan for plan, _ in parts), sum(has for _, has in parts))


def _usual(page: TimetablePage, subject: str, planned: int) -> int | None:
    if page.of_teacher:
        return None
    found = next((one for one in CURRICULUM if name_key(one.name) == name_key(subject)), None)
    hours = found.hours_in(page.grade) if found is not None else Fraction(0)
    usual = int(hours * _TENTHS)
    return usual if usual and usual != planned else None
