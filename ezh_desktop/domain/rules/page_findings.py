"""What is found over a whole course page: 5.9 (proposals), 5.10, 5.18 (lag), 5.24, 5.26, 6.2."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Final

from ezh_desktop.domain.rules.base import Clause, Severity
from ezh_desktop.domain.rules.finding import Finding, FindingRule, Mend, Scope
from ezh_desktop.domain.rules.index import PageIndex, PlanFact
from ezh_desktop.domain.rules.lesson_findings import ESSAY, TOPIC
from ezh_desktop.domain.russian import count, day_month

QUESTIONED: Final = Clause(
    "5.10", "Между контрольными работами опрашивают примерно 20 % учащихся за урок.", Severity.WARN
)
PROGRAMME: Final = Clause(
    "5.24", "В конце года записывают уроки по программе и по факту и выполнение программы.", Severity.OVERDUE
)
AMENDED: Final = Clause(
    "5.26", "Практическая и лабораторная работа вне урока записывается по изменённому КТП.", Severity.WARN
)
WORKS_HELD: Final = Clause("6.2", "Контрольные работы проводятся по КТП.", Severity.WARN)


def _ask_questioned(index: PageIndex) -> Iterator[Finding]:
    """Each run of days in which the share of the last week stayed too low is one finding."""
    facts = index.facts
    if not facts.marks_allowed:
        return
    held = [at for at, lesson in enumerate(index.lessons) if lesson.kind.questioned and lesson.due and lesson.graded]
    run: list[int] = []
    for number in range(len(held)):
        week = _week(index, held, number)
        present = sum(index.columns[one].present for one in week)
        marked = sum(index.columns[one].marked for one in week)
        if not present or marked * 100 >= facts.numbers.warn_below * present:
            continue
        if run and week[0] > run[-1]:
            yield _seldom(index, run)
            run = []
        run = sorted({*run, *week})
    if run:
        yield _seldom(index, run)


def _week(index: PageIndex, held: list[int], number: int) -> list[int]:
    """Positions of the lessons of the days that end with this one."""
    first = index.lessons[held[number]].day - timedelta(days=index.facts.numbers.questioned_days - 1)
    start = number
    while start and index.lessons[held[start - 1]].day >= first:
        start -= 1
    return held[start : number + 1]


def _seldom(index: PageIndex, run: list[int]) -> Finding:
    """Told by the first lesson that was itself too low."""
    least, wanted = index.facts.numbers.warn_below, index.facts.numbers.questioned_share
    low = [at for at in run if index.columns[at].marked * 100 < least * index.columns[at].present] or run
    first, last = index.lessons[low[0]], index.lessons[low[-1]]
    present = sum(index.columns[at].present for at in low)
    share = sum(index.columns[at].marked for at in low) * 100 // max(1, present)
    span = f"с {day_month(first.day)} по {day_month(last.day)}" if low[1:] else f"{day_month(first.day)}"
    return Finding(
        QUESTIONED.clause,
        QUESTIONED.severity,
        f"Опрошено {share} % учеников",
        f"{span[:1].upper()}{span[1:]}; нужно около {wanted} %, порог {least} %",
        "Опросите больше учеников на ближайшем уроке.",
        Mend.OTHER,
        lesson=first.lesson,
        day=first.day,
    )


def _ask_lag(index: PageIndex) -> Iterator[Finding]:
    facts = index.facts
    if not facts.plan or not index.lessons:
        return
    lag = _lag(index)
    if lag >= facts.numbers.lag:
        title = f"Отставание от КТП на {count(lag, 'час', 'часа', 'часов')}"
        remedy = "Уплотните темы или внесите изменения в КТП."
        yield _of_page(TOPIC, title, remedy=remedy, severity=Severity.WARN)


def _of_page(
    clause: Clause, title: str, detail: str = "", *, remedy: str = "", severity: Severity | None = None
) -> Finding:
    return Finding(clause.clause, severity or clause.severity, title, detail, remedy)


def _used(index: PageIndex) -> Counter[int]:
    return Counter(lesson.plan_item for lesson in index.lessons if lesson.plan_item is not None and lesson.topic)


def _lag(index: PageIndex) -> int:
    """Lessons of the timetable beyond the hours given: a row begun counts its lessons, one before another whole.

    Where the school began in the middle of the КТП, its rows before the first one used are not looked at.
    """
    used = _used(index)
    places = [at for at, item in enumerate(index.facts.plan) if used[item.item]]
    if not places:
        return 0
    given = sum(
        min(item.hours, used[item.item]) if at == places[-1] else item.hours
        for at, item in enumerate(index.facts.plan)
        if used[item.item]
    )
    held = sum(lesson.due or bool(lesson.topic) for lesson in index.lessons)
    return held + index.facts.missed - given


def _passed_over(index: PageIndex) -> list[PlanFact]:
    """Control works of the КТП that were not held although a later row was."""
    used = _used(index)
    places = [at for at, item in enumerate(index.facts.plan) if used[item.item]]
    if not places:
        return []
    between = index.facts.plan[places[0] : places[-1]]
    return [item for item in between if item.kind.control and not used[item.item]]


def _ask_amended(index: PageIndex) -> Iterator[Finding]:
    for item in _passed_over(index):
        if item.kind.experiment:
            remedy = "Запишите работу по изменённому КТП или исправьте КТП."
            yield _of_page(AMENDED, f"{item.kind.name} по КТП не записана", f"«{item.topic}»", remedy=remedy)


def _ask_works_held(index: PageIndex) -> Iterator[Finding]:
    for item in _passed_over(index):
        if not item.kind.experiment:
            remedy = "Проведите работу или внесите изменение в КТП."
            yield _of_page(WORKS_HELD, "Работа по КТП не проведена", f"«{item.topic}»", remedy=remedy)


def _ask_programme(index: PageIndex) -> Iterator[Finding]:
    facts = index.facts
    if not index.lessons or facts.today <= facts.year_end or facts.programme == "done":
        return
    if facts.programme == "none":
        title, remedy = "Нет записи о выполнении программы", "Запишите уроки по программе и по факту."
        yield _of_page(PROGRAMME, title, f"Учебный год окончен {day_month(facts.year_end)}", remedy=remedy)
    else:
        title = "Уроков по факту меньше, чем по программе, причина не указана"
        yield _of_page(PROGRAMME, title, remedy="Укажите, за счёт чего программа выполнена.", severity=Severity.WARN)


def _ask_offered(index: PageIndex) -> Iterator[Finding]:
    for lesson, pupil in index.facts.offered:
        at = index.position.get(lesson)
        day: date | None = index.lessons[at].day if at is not None else None
        title, remedy = "Ждёт принятия отметка за грамотность", "Примите или отклоните предложенную отметку."
        severity = Severity.REMINDER
        yield Finding(ESSAY.clause, severity, title, "", remedy, Mend.OTHER, lesson=lesson, pupil=pupil, day=day)


def _rule(clause: Clause, remedy: str, ask: Callable[[PageIndex], Iterator[Finding]]) -> FindingRule[PageIndex]:
    return FindingRule(clause, Scope.PAGE, remedy, ask)


PAGE_RULES: Final = (
    _rule(QUESTIONED, "Опросить больше учеников.", _ask_questioned),
    _rule(TOPIC, "Уплотнить темы или изменить КТП.", _ask_lag),
    _rule(PROGRAMME, "Записать выполнение программы.", _ask_programme),
    _rule(AMENDED, "Записать работу или изменить КТП.", _ask_amended),
    _rule(WORKS_HELD, "Провести работу или изменить КТП.", _ask_works_held),
    _rule(ESSAY, "Принять или отклонить предложенную отметку.", _ask_offered),
)
"""The rules of a whole page."""
