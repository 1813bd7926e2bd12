"""Marks of a course as a careful teacher gives them: everything section V asks, but for the breaches planted.

A fifth of the present is questioned (5.10), a control work marks everybody present (5.7) and the absent make up for it
at the lesson reserved for them, a «2» is followed by a mark at the next lesson (5.6), and everybody gets marks enough
for the term. Every cell passes the rules that a typed one passes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from random import Random
from typing import Final, NamedTuple

from ezh_desktop.domain.figures import mean as mean_of
from ezh_desktop.domain.figures import propose, propose_year
from ezh_desktop.domain.marks import Mark, Slot, is_weak
from ezh_desktop.domain.rules import CellContext, CellValues, allows_two_marks, needs_reason, refuse_values
from ezh_desktop.domain.rules.numbers import RuleNumbers
from ezh_desktop.domain.spans import Span
from ezh_desktop.services.demo.attendance import Attendance
from ezh_desktop.services.demo.model import Course, Pupil
from ezh_desktop.services.demo.plans import PlanRow

_DEVIATION: Final = 0.65
_SELECTED: Final = 3, 5
"""The share of the present whom a work marked «выборочно» marks (5.8)."""


class Cell(NamedTuple):
    """One slot of a cell as written: `for_work` is the index of the control lesson a debt's mark is for."""

    pupil: int
    slot: int
    value: str
    for_work: int | None = None


class TermMark(NamedTuple):
    """A period mark: `term` None is the year's. `reason` is given where the mark lies far from the proposal (5.13)."""

    pupil: int
    term: int | None
    value: str
    proposed: str
    reason: str = ""


@dataclass(slots=True)
class Directives:
    """What a course does against the rules, by lesson index: the planted breaches."""

    unmarked: set[tuple[int, int]] = field(default_factory=set)
    """(lesson, pupil): present at a control work, without a mark (5.7)."""
    silent: set[tuple[int, int]] = field(default_factory=set)
    """(lesson, pupil): not asked although a «2» wants it (5.6)."""
    weak: set[tuple[int, int]] = field(default_factory=set)
    """(lesson, pupil): gets a «2»."""
    unpaid: set[tuple[int, int]] = field(default_factory=set)
    """(control lesson, pupil): the debt stays open (5.7)."""
    quiet: set[int] = field(default_factory=set)
    """Lessons on which nobody is asked (5.10)."""
    far_mark: tuple[int, int] | None = None
    """(term, pupil) whose period mark lies far from the proposal (5.13)."""


@dataclass(slots=True)
class CourseMarks:
    """Everything a course's teachers entered: lesson index → cells, and the period marks."""

    cells: dict[int, list[Cell]] = field(default_factory=dict)
    period_marks: dict[int, list[TermMark]] = field(default_factory=dict)
    """Term → its marks; the year's stand with the last term's."""


class CourseYear:
    """The course's lessons gone through in order, from the first filled one to the last."""

    def __init__(
        self, course: Course, rows: list[PlanRow], attendance: Attendance, directives: Directives, chance: Random
    ) -> None:
        """`rows` is the course's plan, one row a lesson."""
        self._course, self._rows, self._attendance = course, rows, attendance
        self._directives, self._chance = directives, chance
        self._owed: set[int] = set()
        self._marks: dict[int, list[int]] = {}
        self._term_marks: dict[int, list[int | None]] = {pupil.pupil: [] for pupil in course.members}
        self._chances_left: dict[int, int] = {}
        self._works_left: dict[int, int] = {}
        self._target = RuleNumbers().marks_for(int(course.hours * 10))
        self._contexts: dict[tuple[int, Span], CellContext] = {}
        self._passed: set[tuple[int, Span, str, str, str]] = set()

    def run(self, filled: range) -> CourseMarks:
        """Fill these lessons, each on its day."""
        made, term = CourseMarks(), -1
        for index in filled:
            lesson = self._course.lessons[index]
            if lesson.term != term:
                term = lesson.term
                self._begin_term(index, term)
            made.cells[index] = self._lesson(index)
            last_of_term = index + 1 == len(self._course.lessons) or self._course.lessons[index + 1].term != term
            if last_of_term and self._course.graded:
                made.period_marks[term] = self._end_term(term, last=index + 1 == len(self._course.lessons))
        return made

    def _begin_term(self, start: int, term: int) -> None:
        """Count what chances for a mark each pupil has in the term: works, and other lessons attended."""
        self._marks = {pupil.pupil: [] for pupil in self._course.members}
        self._chances_left = dict.fromkeys(self._marks, 0)
        self._works_left = dict.fromkeys(self._marks, 0)
        for index in range(start, len(self._course.lessons)):
            if self._course.lessons[index].term != term:
                break
            counts = self._works_left if self._is_work(index) else self._chances_left
            if index not in self._directives.quiet:
                for pupil in self._attendance.present[index]:
                    counts[pupil.pupil] += (index, pupil.pupil) not in self._directives.silent

    def _is_work(self, index: int) -> bool:
        """Whether everybody present is marked."""
        return self._rows[index].kind.control and not self._rows[index].individual

    def _lesson(self, index: int) -> list[Cell]:
        cells = [Cell(pupil.pupil, Slot.FIRST, Mark.ABSENT) for pupil in self._attendance.absent[index]]
        if self._course.graded:
            present = self._attendance.present[index]
            self._count_down(index, present)
            asked = present if self._is_work(index) else self._asked(index, present)
            for pupil in asked:
                cells += self._mark(index, pupil)
            cells += self._debts(index, present)
        self._check(index, cells)
        return cells

    def _count_down(self, index: int, present: list[Pupil]) -> None:
        counts = self._works_left if self._is_work(index) else self._chances_left
        if index not in self._directives.quiet:
            for pupil in present:
                counts[pupil.pupil] -= (index, pupil.pupil) not in self._directives.silent

    def _asked(self, index: int, present: list[Pupil]) -> list[Pupil]:
        """Who is asked: whom a «2» or the directives oblige, who would else lack marks, and a fifth of the class."""
        if index in self._directives.quiet:
            return []
        may = [pupil for pupil in present if (index, pupil.pupil) not in self._directives.silent]
        lacking = {pupil.pupil: self._lack(pupil.pupil) for pupil in may}
        must = {one for one, (lack, left) in lacking.items() if lack > left}
        must |= {pupil.pupil for pupil in may if pupil.pupil in self._owed or (index, pupil.pupil) in self._weak}
        spread = sum(lack / (left + 1) for lack, left in lacking.values())
        number = max(self._least(index, len(present)), len(must), round(spread + 0.4))
        order = sorted(
            may, key=lambda one: (one.pupil not in must, len(self._marks[one.pupil]) + 1.5 * self._chance.random())
        )
        return order[:number]

    @property
    def _weak(self) -> set[tuple[int, int]]:
        return self._directives.weak

    def _lack(self, pupil: int) -> tuple[int, int]:
        """How many marks the pupil still needs from usual lessons of the term, and how many of those are left."""
        lack = self._target - len(self._marks[pupil]) - self._works_left[pupil]
        return max(0, lack), self._chances_left[pupil]

    def _least(self, index: int, present: int) -> int:
        row = self._rows[index]
        if row.kind.new_material:
            return 0
        if row.individual:
            part, whole = _SELECTED
            return -(-present * part // whole)
        return -(-present // 5)

    def _mark(self, index: int, pupil: Pupil) -> Iterable[Cell]:
        if (index, pupil.pupil) in self._directives.unmarked:
            return ()
        first = self._draw(index, pupil)
        values = [first]
        if allows_two_marks(self._course.subject.kind, self._rows[index].kind):
            values.append(self._draw(index, pupil))
        self._marks[pupil.pupil] += map(int, values)
        if any(map(is_weak, values)):
            self._owed.add(pupil.pupil)
        else:
            self._owed.discard(pupil.pupil)
        return [Cell(pupil.pupil, slot, value) for slot, value in enumerate(values)]

    def _draw(self, index: int, pupil: Pupil) -> str:
        if (index, pupil.pupil) in self._weak:
            return Mark.TWO
        drawn = round(pupil.ability + self._chance.gauss(0, _DEVIATION))
        least = 2 if pupil.ability < 3.7 and self._may_be_weak(index, pupil) else 3
        return str(min(5, max(least, drawn)))

    def _may_be_weak(self, index: int, pupil: Pupil) -> bool:
        """Whether a «2» can be made good: not twice running, with lessons to come, none of them kept quiet."""
        if pupil.pupil in self._owed:
            return False
        later = self._attendance.next_attended(pupil.pupil, index)[:3]
        unasked = self._directives.silent | self._directives.unmarked
        kept = any(one in self._directives.quiet or (one, pupil.pupil) in unasked for one in later)
        return len(later) == 3 and not kept

    def _debts(self, index: int, present: list[Pupil]) -> list[Cell]:
        cells = []
        for pupil in present:
            work = self._attendance.paid_at.get((pupil.pupil, index))
            if work is None or (work, pupil.pupil) in self._directives.unpaid:
                continue
            value = max("3", self._draw(index, pupil))
            self._marks[pupil.pupil].append(int(value))
            cells.append(Cell(pupil.pupil, Slot.DEBT, value, work))
        return cells

    def _end_term(self, term: int, *, last: bool) -> list[TermMark]:
        end = self._course.scheme.terms.terms[term].end
        made = []
        for pupil in self._course.members:
            proposal = propose(mean_of(self._marks[pupil.pupil]))
            own = self._term_marks[pupil.pupil]
            stays = pupil.stay.holds(end)
            if stays and proposal.mark is not None:
                made.append(self._term_mark(pupil.pupil, term, proposal.mark))
                own.append(int(made[-1].value))
            if last and stays and own:
                year = str(propose_year(own).mark)
                made.append(TermMark(pupil.pupil, None, year, year))
        return made

    def _term_mark(self, pupil: int, term: int, proposed: int) -> TermMark:
        if self._directives.far_mark != (term, pupil):
            return TermMark(pupil, term, str(proposed), str(proposed))
        value = mean_of(self._marks[pupil]).value or Fraction(0)
        others = (str(proposed + step) for step in (1, -1, -2, 2) if 2 <= proposed + step <= 5)
        given = next(one for one in others if needs_reason(one, str(proposed), value))
        return TermMark(pupil, term, given, str(proposed), "Учтена работа в последние недели четверти")

    def _check(self, index: int, cells: list[Cell]) -> None:
        """Pass the lesson's cells through the rules as typed on its day; ValueError when one is refused."""
        stays = {pupil.pupil: pupil.stay for pupil in self._course.members}
        whole: dict[int, list[str]] = {}
        for cell in cells:
            whole.setdefault(cell.pupil, ["", "", ""])[cell.slot] = cell.value
        for pupil, (first, second, debt) in whole.items():
            seen = (index, stays[pupil], first, second, debt)
            if seen in self._passed:
                continue
            refusal = refuse_values(self._context(index, stays[pupil]), CellValues(first, second, debt))
            if refusal is not None:
                raise ValueError(f"refused by {refusal.clause}")
            self._passed.add(seen)

    def _context(self, index: int, stay: Span) -> CellContext:
        found = self._contexts.get((index, stay))
        if found is None:
            found = self._contexts[index, stay] = CellContext(
                subject_kind=self._course.subject.kind,
                lesson_kind=self._rows[index].kind,
                grade=self._course.klass.name.grade,
                graded=self._course.graded,
                lesson_day=self._course.lessons[index].day,
                today=self._course.lessons[index].day,
                membership=(stay,),
            )
        return found
