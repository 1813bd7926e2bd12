"""What is found in one pupil's row of a course page: 5.5–5.7, 5.11, 5.13, 5.14, 5.27, 5.33, 3.7, 3.8, 4.4.2."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Final

from ezh_desktop.domain.figures import (
    AbsenceReason,
    Mean,
    Proposal,
    count_absences,
    lies_far,
    may_be_unattested,
    mean,
    propose,
    propose_year,
    weighted_mean,
)
from ezh_desktop.domain.kinds import LessonKind, SubjectKind
from ezh_desktop.domain.marks import is_weak, shown
from ezh_desktop.domain.rules.base import Clause, Severity
from ezh_desktop.domain.rules.cells import FIRST_GRADE, TWO_MARKS, UNGRADED, allows_two_marks
from ezh_desktop.domain.rules.finding import Finding, FindingRule, Mend, Scope
from ezh_desktop.domain.rules.index import LessonFact, MarkFact, PageIndex, PupilFact, Row, TermFact
from ezh_desktop.domain.rules.periods import MEAN_KEPT
from ezh_desktop.domain.russian import count, day_month, dotted

WEAK: Final = Clause(
    "5.6", "После «2» ученик получает отметку на следующем уроке, самое позднее через два урока.", Severity.OVERDUE
)
WORK: Final = Clause(
    "5.7", "За контрольную работу отметка есть у каждого, кто был на уроке; остальные сдают долг.", Severity.OVERDUE
)
EXEMPT: Final = Clause(
    "5.11", "У освобождённого от практических занятий физкультурой оценивают теорию.", Severity.OVERDUE
)
UNATTESTED: Final = Clause(
    "5.14",
    "Не аттестован может быть тот, кто без уважительной причины пропустил более 75 % и не имеет отметок; "
    "иначе сроки обучения продлевают и занятия записывают.",
    Severity.OVERDUE,
)
OWN_COLUMN: Final = Clause(
    "5.27", "Отметка за работу во время карантина стоит в графе темы этой работы.", Severity.WARN
)
SUMMARY: Final = Clause("5.33", "Сводная ведомость составляется из отметок за период.", Severity.OVERDUE)
ENOUGH: Final = Clause("4.4.2", "Знания учащихся проверяют и оценивают систематически.", Severity.WARN)

TERMS: Final = frozenset({"quarter", "half"})
COUNTED: Final = TERMS | {"year"}
_NO_MARK: Final = MarkFact()


@dataclass(frozen=True)
class PupilView:
    """One pupil of a page."""

    index: PageIndex
    pupil: PupilFact

    @cached_property
    def row(self) -> Row:
        """The pupil's cells by position."""
        return self.index.row(self.pupil.pupil)

    @cached_property
    def marks(self) -> Mapping[int, list[int]]:
        """Every mark of the pupil by term; within a term in no order."""
        found: defaultdict[int, list[int]] = defaultdict(list)
        lessons = self.index.lessons
        for at, cell in self.row.items():
            found[lessons[at].term] += cell.marks
        for term in self.index.facts.terms if self.index.facts.before else ():
            found[term.period] += self._brought(term)
        return found

    def _brought(self, term: TermFact) -> list[int]:
        """The marks of a term that came with the pupil."""
        start, end = term.start, term.end
        if term.kind not in TERMS or start is None or end is None:
            return []
        return [mark for day, mark in self.index.facts.before.get(self.pupil.pupil, ()) if start <= day <= end]

    def mark(self, term: TermFact) -> MarkFact:
        """The pupil's mark of a period."""
        return self.index.period_marks.get((self.pupil.pupil, term.period), _NO_MARK)

    def proposal(self, term: TermFact) -> Proposal:
        """The mark proposed for a term from its marks, for the year from the terms' marks."""
        table = self.index.facts.numbers.table
        if term.kind in TERMS:
            return propose(self._mean(term), table)
        given = [self.mark(one).value for one in self.index.facts.terms if one.kind in TERMS]
        return propose_year([int(value) if value else None for value in given], table)

    def _mean(self, term: TermFact) -> Mean:
        """The mean of a term's marks; a control work counts by its weight, a debt by that of its work (5.13)."""
        weight = self.index.facts.numbers.control_weight
        if weight == 1:
            return mean(self.marks.get(term.period, []))
        lessons = self.index.lessons
        own_marks = (
            (mark, weight if self._counted(at, own=own).control else 1)
            for at, cell in self.row.items()
            if lessons[at].term == term.period
            for own, mark in cell.told
        )
        return weighted_mean((*((mark, 1) for mark in self._brought(term)), *own_marks))

    def _counted(self, at: int, *, own: bool) -> LessonKind:
        """The kind of work that a mark of the cell is for: the lesson's own, or the one whose debt it pays."""
        work = None if own else self.row[at].for_work
        there = self.index.position.get(work) if work is not None else None
        return self.index.lessons[at if there is None else there].kind

    def periods(self) -> Iterator[TermFact]:
        """Terms and the year, as far as the rules hold in them."""
        facts = self.index.facts
        for term in facts.terms if facts.marks_allowed else ():
            dated = term.start is not None and term.end is not None and term.start >= facts.began
            if term.kind in COUNTED and term.graded and dated:
                yield term

    def over(self) -> Iterator[TermFact]:
        """Those that have ended, with the pupil on the list to their end, and without a mark."""
        for term in self.periods():
            ended = term.end is not None and term.end < self.index.facts.today
            end = term.end or date.max
            if ended and not self.mark(term).value and (self.pupil.belongs(end) or self.pupil.at_home(end)):
                yield term

    def at_home(self, term: TermFact) -> bool:
        """Whether the pupil learned at home at the end of the term."""
        return term.end is not None and self.pupil.at_home(term.end)


def _finding(
    clause: Clause,
    view: PupilView,
    lesson: LessonFact,
    title: str,
    detail: str = "",
    *,
    severity: Severity | None = None,
    remedy: str = "",
    mend: Mend = Mend.MARK,
) -> Finding:
    return Finding(
        clause.clause,
        severity or clause.severity,
        title,
        detail,
        remedy,
        mend,
        lesson=lesson.lesson,
        pupil=view.pupil.pupil,
        day=lesson.day,
    )


def _ask_first_grade(view: PupilView) -> Iterator[Finding]:
    if view.index.facts.grade == 1:
        yield from _marks_in(FIRST_GRADE, view, "Отметка в 1 классе", ungraded=False)


def _ask_ungraded(view: PupilView) -> Iterator[Finding]:
    facts = view.index.facts
    if facts.grade > 1:
        yield from _marks_in(UNGRADED, view, "Отметка, где их не ставят", ungraded=facts.graded)


def _marks_in(clause: Clause, view: PupilView, title: str, *, ungraded: bool) -> Iterator[Finding]:
    """Every mark of the row; with `ungraded` only those of lessons in which nobody is marked yet."""
    for at, cell in view.row.items():
        if cell.marks and not (ungraded and view.index.lessons[at].graded):
            lesson, remedy = view.index.lessons[at], "Удалите отметку из клетки."
            yield _finding(clause, view, lesson, title, day_month(lesson.day), severity=Severity.WARN, remedy=remedy)


def _ask_two_marks(view: PupilView) -> Iterator[Finding]:
    subject = view.index.facts.subject
    for at, cell in view.row.items():
        lesson = view.index.lessons[at]
        if cell.second and not allows_two_marks(subject, lesson.kind):
            title = f"Две отметки «{shown(cell.first, cell.second)}» в клетке"
            detail = f"{day_month(lesson.day)}: {lesson.kind.name.lower()}"
            remedy = "Удалите вторую отметку или исправьте вид урока."
            yield _finding(TWO_MARKS, view, lesson, title, detail, severity=Severity.WARN, remedy=remedy)


def _ask_weak(view: PupilView) -> Iterator[Finding]:
    if not view.index.facts.marks_allowed:
        return
    for at, cell in view.row.items():
        weak = next((value for value in (cell.first, cell.second, cell.debt) if is_weak(value)), "")
        if weak:
            yield from _after_weak(view, at, weak)


def _after_weak(view: PupilView, at: int, weak: str) -> Iterator[Finding]:
    index, pupil, lessons, row = view.index, view.pupil, view.index.lessons, view.row
    asked: list[LessonFact] = []
    for later in range(at + 1, len(lessons)):
        if not index.present(pupil, later):
            continue
        cell = row.get(later)
        if cell is not None and cell.marks:
            return
        if lessons[later].due:
            asked.append(lessons[later])
        if len(asked) >= index.facts.numbers.weak_lessons:
            break
    over = len(asked) >= index.facts.numbers.weak_lessons
    if not over and (index.facts.today > index.facts.year_end or not pupil.belongs(index.facts.today)):
        return
    title = f"После «{weak}» нет новой отметки"
    last = f"; срок прошёл {day_month(asked[-1].day)}" if over else ""
    detail = f"«{weak}» {day_month(lessons[at].day)}{last}"
    severity = Severity.OVERDUE if over else Severity.REMINDER
    remedy = "Опросите ученика на ближайшем уроке."
    yield _finding(WEAK, view, lessons[at], title, detail, severity=severity, remedy=remedy)


def _ask_work(view: PupilView) -> Iterator[Finding]:
    index, row = view.index, view.row
    if not index.facts.marks_allowed or not index.works:
        return
    paid = {cell.for_work for cell in row.values() if cell.debt}
    for at in index.works:
        lesson, cell = index.lessons[at], row.get(at)
        if (cell is not None and (cell.marked or cell.debt)) or not view.pupil.belongs(lesson.day):
            continue
        if lesson.lesson in paid or not lesson.due or _is_exempt(view, lesson.day):
            continue
        if cell is not None and cell.absent:
            yield from _debt(view, at, lesson)
        elif index.columns[at].marked:
            yield _unmarked(view, lesson)


def _debt(view: PupilView, at: int, lesson: LessonFact) -> Iterator[Finding]:
    """A finding when the period is over, a warning before that once the pupil could have paid; else a reminder."""
    facts = view.index.facts
    term = next((one for one in facts.terms if one.period == lesson.term), None)
    end = term.end if term and term.end else facts.year_end
    over = end < facts.today or bool(term and term.locked)
    if not view.pupil.belongs(end if over else facts.today):
        return
    could = _chances(view, at)
    title = f"{lesson.kind.name} {day_month(lesson.day)}: долг"
    when = "период кончился" if over else f"срок — {day_month(end)}"
    passed = f", прошло {count(could, 'урок', 'урока', 'уроков')}" if could else ""
    severity = Severity.REMINDER if could < facts.numbers.debt_lessons else Severity.WARN
    yield _finding(
        WORK,
        view,
        lesson,
        title,
        f"«н» на работе, отметки за неё нет{passed}; {when}",
        severity=Severity.OVERDUE if over else severity,
        remedy="Поставьте отметку за работу на уроке, когда ученик её сдал.",
        mend=Mend.DEBT,
    )


def _chances(view: PupilView, at: int) -> int:
    """At how many lessons since the pupil could have paid: there, and no other debt was paid."""
    lessons = view.index.lessons
    later = (one for one in range(at + 1, len(lessons)) if lessons[one].due and view.index.present(view.pupil, one))
    return sum((cell := view.row.get(one)) is None or not cell.debt for one in later)


def _unmarked(view: PupilView, lesson: LessonFact) -> Finding:
    over = lesson.last_day(view.index.facts.numbers) < view.index.facts.today
    title = f"{lesson.kind.name} {day_month(lesson.day)}: нет отметки"
    severity = Severity.OVERDUE if over else Severity.REMINDER
    return _finding(WORK, view, lesson, title, "На уроке не отсутствует", severity=severity, remedy="Внесите отметку.")


def _is_exempt(view: PupilView, day: date) -> bool:
    return any(one.pupil == view.pupil.pupil and one.span.holds(day) for one in view.index.facts.exemptions)


def _ask_exempt(view: PupilView) -> Iterator[Finding]:
    index, facts = view.index, view.index.facts
    if facts.subject is not SubjectKind.PHYSICAL_EDUCATION or not facts.marks_allowed:
        return
    spans = [one.span for one in facts.exemptions if one.pupil == view.pupil.pupil and one.kind == "practical"]
    for term in facts.terms if spans else ():
        if term.kind not in TERMS or not term.end:
            continue
        held = [
            at
            for at in index.term_positions(term)
            if any(span.holds(index.lessons[at].day) for span in spans) and index.present(view.pupil, at)
        ]
        if len(held) < facts.numbers.exempt_lessons:
            continue
        # What is asked of theory may be marked on a later lesson of the term, too.
        later = range(held[0], index.term_positions(term).stop)
        if not any((cell := view.row.get(at)) is not None and cell.marks for at in later):
            over = term.end < facts.today
            title = f"Освобождён, за {term.title} нет отметок по теории"
            detail = f"Освобождение на {count(len(held), 'уроке', 'уроках', 'уроках')}"
            severity = Severity.OVERDUE if over else Severity.REMINDER
            remedy = "Оцените теоретические знания и поставьте отметку."
            yield _finding(EXEMPT, view, index.lessons[held[-1]], title, detail, severity=severity, remedy=remedy)


def _ask_own_column(view: PupilView) -> Iterator[Finding]:
    index = view.index
    for at, cell in view.row.items():
        work = index.position.get(cell.for_work or 0) if cell.debt else None
        if work is not None and work != at and index.lessons[work].distance:
            title = f"Отметка за дистанционную работу {day_month(index.lessons[work].day)} стоит не в её графе"
            remedy = "Поставьте отметку в графу темы этой работы."
            yield _finding(OWN_COLUMN, view, index.lessons[at], title, remedy=remedy)


# Periods


def _of_period(
    clause: Clause,
    view: PupilView,
    term: TermFact,
    title: str,
    detail: str = "",
    *,
    severity: Severity | None = None,
    remedy: str = "",
    mend: Mend = Mend.PERIOD_MARK,
) -> Finding:
    return Finding(
        clause.clause,
        severity or clause.severity,
        f"{term.title}: {title}",
        detail,
        remedy,
        mend,
        pupil=view.pupil.pupil,
        period=term.period,
        day=term.end,
    )


def _ask_far(view: PupilView) -> Iterator[Finding]:
    distance = view.index.facts.numbers.reason_distance
    for term in view.periods():
        mark = view.mark(term)
        if not mark.value:
            continue
        proposal = view.proposal(term)
        if lies_far(int(mark.value), proposal, distance):
            offered = f"Предложено {proposal.text}, средний" if proposal.mark else "Средний"
            reason = f"; причина: {mark.reason}" if mark.reason else ""
            yield _of_period(
                MEAN_KEPT,
                view,
                term,
                f"«{mark.value}» расходится с текущими отметками",
                f"{offered} балл {proposal.mean.text}{reason}",
                severity=Severity.ADVICE if mark.reason else Severity.WARN,
                remedy="" if mark.reason else "Укажите причину или исправьте отметку.",
            )


def _ask_attested(view: PupilView) -> Iterator[Finding]:
    yield from _ask_held(view)
    for term in view.over():
        state = view.mark(term).state
        if term.kind not in TERMS or _leaves_out(view, term) or (view.at_home(term) and not state):
            continue
        proposal = view.proposal(term)
        if state == "not_attested":
            yield from _unfounded(view, term, proposal)
        elif state == "extended":
            yield from _unrecorded(view, term)
        elif proposal.mark is None:
            words = "Текущих отметок не хватает" if proposal.mean.marks else "Текущих отметок нет"
            remedy = "Продлите сроки обучения: сдача пройденного, индивидуальные занятия с записью."
            yield _of_period(UNATTESTED, view, term, "нет отметки", words, remedy=remedy, mend=Mend.EXTEND)


def _ask_held(view: PupilView) -> Iterator[Finding]:
    """An individual lesson that was planned, and whose day has passed without a word."""
    own = sorted(day for pupil, day in view.index.facts.silent if pupil == view.pupil.pupil)
    for day in own:
        yield Finding(
            UNATTESTED.clause,
            Severity.WARN,
            "индивидуальное занятие не записано",
            f"По плану {dotted(day)}",
            "Запишите тему занятия или отмените его.",
            Mend.INDIVIDUAL,
            pupil=view.pupil.pupil,
            day=day,
        )


def _leaves_out(view: PupilView, term: TermFact) -> bool:
    """Whether the pupil is exempted from the whole subject at the term's end."""
    exempt = view.index.facts.exemptions
    own = (one for one in exempt if one.pupil == view.pupil.pupil and one.kind == "subject")
    return any(one.span.holds(term.end) for one in own if term.end)


def _unfounded(view: PupilView, term: TermFact, proposal: Proposal) -> Iterator[Finding]:
    index = view.index
    held = [at for at in index.term_positions(term) if view.pupil.belongs(index.lessons[at].day)]
    cells = (view.row.get(at) for at in held)
    missed = [AbsenceReason(cell.reason) for cell in cells if cell is not None and cell.absent]
    absences = count_absences(missed, len(held))
    if not may_be_unattested(absences, len(proposal.mean.marks), index.facts.numbers.not_attested):
        share = int(index.facts.numbers.not_attested * 100)
        words = f"Есть отметки или пропущено без уважительной причины не более {share} %"
        remedy = "Продлите сроки обучения и запишите индивидуальные занятия."
        yield _of_period(UNATTESTED, view, term, "не аттестован без оснований", words, remedy=remedy, mend=Mend.EXTEND)


def _unrecorded(view: PupilView, term: TermFact) -> Iterator[Finding]:
    lessons = view.index.facts.individual
    if not any(pupil == view.pupil.pupil and term.start is not None and day >= term.start for pupil, day in lessons):
        remedy = "Запишите занятия в журнал индивидуальных занятий."
        title = "сроки продлены, занятия не записаны"
        yield _of_period(UNATTESTED, view, term, title, remedy=remedy, mend=Mend.INDIVIDUAL)


def _ask_summary(view: PupilView) -> Iterator[Finding]:
    for term in view.over():
        proposal = view.proposal(term)
        if view.at_home(term) and term.kind in TERMS and not view.mark(term).state and not _leaves_out(view, term):
            words = "Ученик обучается на дому: отметку ставят по итогам занятий с ним"
            yield _of_period(SUMMARY, view, term, "нет отметки", words, remedy="Поставьте отметку за период.")
        elif proposal.mark is not None and not view.mark(term).state and not _leaves_out(view, term):
            words = f"Предлагается {proposal.mark}, средний балл {proposal.mean.text}"
            yield _of_period(SUMMARY, view, term, "нет отметки", words, remedy="Поставьте отметку за период.")


def _ask_enough(view: PupilView) -> Iterator[Finding]:
    facts = view.index.facts
    need = facts.numbers.marks_for(facts.hours_tenths)
    for term in view.periods():
        marks = len(view.marks.get(term.period, ()))
        if term.kind in TERMS and marks < need and _could_have(view, term, need):
            over = term.end is not None and term.end < facts.today
            words = f"{count(marks, 'отметка', 'отметки', 'отметок')}, нужно не меньше {need}"
            severity = Severity.WARN if over else Severity.REMINDER
            remedy = "Проверяйте знания чаще: число отметок за период зависит от часов в неделю."
            yield _of_period(ENOUGH, view, term, "мало отметок", words, severity=severity, remedy=remedy)


def _could_have(view: PupilView, term: TermFact, need: int) -> bool:
    """Whether the term is ending or over, and the pupil was there long enough to have that many marks."""
    index, today = view.index, view.index.facts.today
    if (
        term.start is None
        or term.end is None
        or today < term.end - timedelta(days=index.facts.numbers.preliminary_days)
    ):
        return False
    if not view.pupil.belongs(term.start) or not view.pupil.belongs(min(term.end, today)):
        return False
    positions = index.term_positions(term)
    attended = sum(index.present(view.pupil, at) for at in positions)
    return attended >= need and attended * 2 >= len(positions) and not _is_exempt(view, term.end)


def _rule(clause: Clause, remedy: str, ask: Callable[[PupilView], Iterator[Finding]]) -> FindingRule[PupilView]:
    return FindingRule(clause, Scope.PUPIL, remedy, ask)


PUPIL_RULES: Final = (
    _rule(FIRST_GRADE, "Удалить отметку.", _ask_first_grade),
    _rule(UNGRADED, "Удалить отметку.", _ask_ungraded),
    _rule(TWO_MARKS, "Удалить вторую отметку или исправить вид урока.", _ask_two_marks),
    _rule(WEAK, "Опросить ученика на ближайшем уроке.", _ask_weak),
    _rule(WORK, "Внести отметку; отсутствовавшему — на уроке, когда он сдал работу.", _ask_work),
    _rule(EXEMPT, "Оценить теоретические знания.", _ask_exempt),
    _rule(OWN_COLUMN, "Поставить отметку в графу темы работы.", _ask_own_column),
    _rule(MEAN_KEPT, "Указать причину или исправить отметку.", _ask_far),
    _rule(UNATTESTED, "Продлить сроки обучения и записать индивидуальные занятия.", _ask_attested),
    _rule(SUMMARY, "Поставить отметку за период.", _ask_summary),
    _rule(ENOUGH, "Проверять знания чаще.", _ask_enough),
)
"""The rules of one pupil's row."""
