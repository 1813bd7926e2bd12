"""What is found in one lesson of a course page: 5.8, 5.9, 5.18–5.23, 5.25, 3.7, 4.4.1, 4.4.8, 4.4.10."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from ezh_desktop.domain.kinds import BRIEFING, FIRST_BRIEFING, SubjectKind, briefing_due, lesson_kind
from ezh_desktop.domain.rules.base import Clause, Severity
from ezh_desktop.domain.rules.cells import FIRST_GRADE
from ezh_desktop.domain.rules.finding import Finding, FindingRule, Mend, Scope
from ezh_desktop.domain.rules.index import LessonFact, PageIndex, plain
from ezh_desktop.domain.rules.records import IN_RUSSIAN, lacks_theme, odd_abbreviation
from ezh_desktop.domain.russian import day_month

INDIVIDUAL: Final = Clause(
    "5.8", "За лабораторную и практическую работу отметки ставят выборочно или всем.", Severity.WARN
)
ESSAY: Final = Clause(
    "5.9",
    "За сочинение по литературе отметка за содержание стоит на странице литературы, за грамотность — "
    "на странице русского языка с указанием работы.",
    Severity.WARN,
)
TOPIC: Final = Clause("5.18", "Темы уроков записывают по календарно-тематическому планированию.", Severity.OVERDUE)
BRIEFED: Final = Clause("5.20", "Запись об инструктаже по охране труда стоит в одной строке с темой.", Severity.WARN)
TWO_LESSONS: Final = Clause("5.21", "Темы двух уроков одного дня пишут двумя строками.", Severity.OVERDUE)
HOMEWORK: Final = Clause("5.22", "В домашнем задании указывают параграф, номер или форму работы.", Severity.ADVICE)
NO_HOMEWORK: Final = Clause("5.23", "Если задания нет, графа остаётся пустой.", Severity.ADVICE)
ABBREVIATION: Final = Clause("5.25", "Допустимы сокращения Л.р., К.р., П.р., С.р., Р.р., В.ч.", Severity.WARN)
IN_TIME: Final = Clause(
    "4.4.1", "Урок заполняют в тот же день, до 17:00 или в течение часа после его конца.", Severity.ADVICE
)
RESULTS: Final = Clause(
    "4.4.8", "Отметки за контрольную работу ставят не позднее суток после получения результатов.", Severity.OVERDUE
)
LINK: Final = Clause("4.4.10", "При дистанционном обучении в домашнем задании дают ссылку.", Severity.ADVICE)

_LINK: Final = re.compile(r"https?://|www\.|\b[\w-]+\.(?:ru|com|org|net|рф|su|edu)\b", re.IGNORECASE)
_VAGUE: Final = frozenset(
    {"дз", "д/з", "д.з", "домашнее задание", "задание", "есть", "по учебнику", "то же", "в тетради", "упражнения"}
)
_NOTHING: Final = frozenset(
    {
        "нет",
        "не задано",
        "без задания",
        "без домашнего задания",
        "б/з",
        "не задавалось",
        "не предусмотрено",
        "-",
        "–",
        "—",
    }
)
_ESSAY: Final = lesson_kind("essay")


@dataclass(frozen=True, slots=True)
class LessonView:
    """One lesson of a page, by its position."""

    index: PageIndex
    at: int

    @property
    def lesson(self) -> LessonFact:
        """The lesson."""
        return self.index.lessons[self.at]


def _finding(
    clause: Clause,
    view: LessonView,
    title: str,
    detail: str = "",
    *,
    severity: Severity | None = None,
    remedy: str = "",
    mend: Mend = Mend.TOPIC,
) -> Finding:
    lesson = view.lesson
    severity = severity or (Severity.WARN if clause.severity is Severity.REFUSE else clause.severity)
    return Finding(clause.clause, severity, title, detail, remedy, mend, lesson=lesson.lesson, day=lesson.day)


# Topic


def _double(view: LessonView) -> bool:
    """Whether another lesson of the page stands on the same day, and its topic is recorded."""
    lessons, day = view.index.lessons, view.lesson.day
    near = (*lessons[max(0, view.at - 2) : view.at], *lessons[view.at + 1 : view.at + 3])
    return any(one.day == day and one.topic for one in near)


def _is_unwritten(view: LessonView) -> bool:
    return view.lesson.due and not view.lesson.topic


def _ask_topic(view: LessonView) -> Iterator[Finding]:
    lesson = view.lesson
    if _is_unwritten(view):
        if not _double(view):
            title = f"Тема урока {day_month(lesson.day)} не записана"
            yield _finding(TOPIC, view, title, remedy="Запишите тему из КТП.")
    elif lesson.topic and lesson.plan_item is None and _is_off_plan(view):
        title, detail = f"Темы урока {day_month(lesson.day)} нет в КТП", f"«{lesson.topic}»"
        yield _finding(TOPIC, view, title, detail, severity=Severity.ADVICE, remedy="Выберите тему из КТП.")


def _is_off_plan(view: LessonView) -> bool:
    return bool(view.index.facts.plan) and plain(view.lesson.topic) not in view.index.known_topics


def _ask_two_lessons(view: LessonView) -> Iterator[Finding]:
    if _is_unwritten(view) and _double(view):
        title = f"Второй урок {day_month(view.lesson.day)}: тема не записана"
        yield _finding(TWO_LESSONS, view, title, remedy="Запишите тему каждого из двух уроков.")


@lru_cache(maxsize=20_000)
def _theme_lacks(topic: str, code: str) -> bool:
    return lacks_theme(topic, lesson_kind(code))


def _ask_theme(view: LessonView) -> Iterator[Finding]:
    lesson = view.lesson
    if lesson.topic and lesson.kind.control | lesson.kind.excursion and _theme_lacks(lesson.topic, lesson.kind.code):
        detail = f"«{lesson.topic}», {day_month(lesson.day)}"
        title = f"{lesson.kind.name}: не записана тема работы"
        yield _finding(IN_RUSSIAN, view, title, detail, remedy="Допишите тему работы.")


_odd = lru_cache(maxsize=20_000)(odd_abbreviation)


def _ask_abbreviation(view: LessonView) -> Iterator[Finding]:
    topic = view.lesson.topic
    odd = _odd(topic) if "." in topic else ""
    if odd:
        detail = f"Тема урока {day_month(view.lesson.day)}"
        yield _finding(ABBREVIATION, view, odd[:1].upper() + odd[1:], detail, remedy="Напишите полностью.")


def _ask_briefing(view: LessonView) -> Iterator[Finding]:
    lesson, due = view.lesson, owed_briefing(view.index, view.at)
    if not due or not lesson.topic:
        return
    said = lesson.topic.casefold()
    if "инструктаж" in said and (due != FIRST_BRIEFING or "вводн" in said):
        return
    work = "первый урок" if due == FIRST_BRIEFING else lesson.kind.name.lower()
    detail = (
        f"{day_month(lesson.day)}: {work if lesson.kind.code != 'plain' or due == FIRST_BRIEFING else 'новый раздел'}"
    )
    remedy = f"Допишите в тему: «{due}»."
    yield _finding(BRIEFED, view, "Нет записи об инструктаже", detail, remedy=remedy, mend=Mend.BRIEFING)


def owed_briefing(index: PageIndex, at: int) -> str:
    """The briefing that a lesson owes (5.20), "" when none."""
    lesson, traits = index.lessons[at], index.facts.subject.traits
    first = traits.first_briefing and lesson.lesson == index.facts.first_lesson
    new = traits.activity_briefing and _begins_section(index, at)
    return briefing_due(index.facts.subject, lesson.kind, first=first, new_section=new)


def _begins_section(index: PageIndex, at: int) -> bool:
    section = index.sections.get(index.lessons[at].plan_item or 0, "")
    if at == 0 or not section:
        return False
    before = index.sections.get(index.lessons[at - 1].plan_item or 0, "")
    return bool(before) and before != section


def with_briefing(topic: str, briefing: str) -> str:
    """The topic with the briefing's words in one row (5.20): the first one stands first, others last."""
    topic = topic.strip()
    if briefing == FIRST_BRIEFING or not topic:
        return f"{briefing}. {topic}".strip()
    return f"{topic}{'' if topic.endswith(('.', '!', '?', '…')) else '.'} {BRIEFING}"


# Homework


def _ask_homework(view: LessonView) -> Iterator[Finding]:
    said = view.lesson.homework.casefold().strip(" .")
    if said and said in _VAGUE:
        title = f"Задание на {day_month(view.lesson.day)} не названо"
        detail = f"«{view.lesson.homework}»"
        remedy = "Укажите параграф, номер или форму работы."
        yield _finding(HOMEWORK, view, title, detail, remedy=remedy, mend=Mend.HOMEWORK)


def _ask_no_homework(view: LessonView) -> Iterator[Finding]:
    said = view.lesson.homework.casefold().strip(" .")
    if view.lesson.homework.strip() and (said in _NOTHING or not said):
        title = f"Вместо задания {day_month(view.lesson.day)} записано «{view.lesson.homework}»"
        yield _finding(NO_HOMEWORK, view, title, remedy="Оставьте графу пустой.", mend=Mend.HOMEWORK)


def _ask_first_grade(view: LessonView) -> Iterator[Finding]:
    if view.index.facts.grade == 1 and view.lesson.homework.strip():
        title = f"Домашнее задание {day_month(view.lesson.day)} в 1 классе"
        yield _finding(FIRST_GRADE, view, title, remedy="Удалите задание.", mend=Mend.HOMEWORK)


def _ask_link(view: LessonView) -> Iterator[Finding]:
    lesson = view.lesson
    if lesson.distance and lesson.homework.strip() and not _LINK.search(lesson.homework):
        title = f"В задании дистанционного урока {day_month(lesson.day)} нет ссылки"
        yield _finding(LINK, view, title, remedy="Добавьте ссылку на урок или задание.", mend=Mend.HOMEWORK)


# Works and their marks


def _deadline(index: PageIndex, lesson: LessonFact) -> date:
    return lesson.last_day(index.facts.numbers)


def _ask_results(view: LessonView) -> Iterator[Finding]:
    index, lesson = view.index, view.lesson
    if not index.facts.marks_allowed or not lesson.all_marked or not lesson.due:
        return
    column, last = index.columns[view.at], _deadline(index, lesson)
    title = f"{lesson.kind.name} {day_month(lesson.day)}"
    if column.present and not column.marked:
        severity = Severity.OVERDUE if last < index.facts.today else Severity.REMINDER
        detail = f"Срок — {day_month(last)}"
        remedy = "Внесите отметки или исправьте дату результатов."
        yield _finding(RESULTS, view, f"{title}: отметок нет", detail, severity=severity, remedy=remedy, mend=Mend.MARK)
    elif lesson.late_results:
        detail = f"{lesson.late_results}, срок был {day_month(last)}"
        yield _finding(RESULTS, view, f"{title}: отметки внесены поздно", detail, severity=Severity.ADVICE)


def _ask_individual(view: LessonView) -> Iterator[Finding]:
    index, lesson = view.index, view.lesson
    if not lesson.individual or not lesson.graded or not index.facts.marks_allowed:
        return
    title = f"{lesson.kind.name} {day_month(lesson.day)}"
    if not lesson.kind.individual:
        remedy = "Снимите переключатель «выборочно»."
        yield _finding(INDIVIDUAL, view, f"{title}: «выборочно» бывает за П.р. и Л.р.", remedy=remedy)
        return
    column, over = index.columns[view.at], _deadline(index, lesson) < index.facts.today
    if over and column.present and not column.marked:
        detail = "Работа отмечена «выборочно», а отметок нет ни у кого"
        yield _finding(INDIVIDUAL, view, f"{title}: отметок нет", detail, remedy="Внесите отметки.", mend=Mend.MARK)


def _ask_essay(view: LessonView) -> Iterator[Finding]:
    index, facts, lesson = view.index, view.index.facts, view.lesson
    graded = facts.marks_allowed and lesson.graded
    if facts.subject is not SubjectKind.LITERATURE or lesson.kind != _ESSAY or not graded:
        return
    title = f"Сочинение {day_month(lesson.day)}"
    lacking: list[str] = []
    for pupil in index.pupils:
        cell, key = index.row(pupil.pupil).get(view.at), (lesson.lesson, pupil.pupil)
        if cell is None or not cell.marked:
            continue
        linked = key in facts.essays or key in facts.waiting
        if linked and cell.second:
            detail = f"{pupil.name}: две отметки в клетке и отметка на странице «Русский язык»"
            yield _finding(ESSAY, view, f"{title}: отметка за грамотность дважды", detail, mend=Mend.MARK)
        elif not linked and not cell.second:
            lacking.append(pupil.name)
    if lacking and _deadline(index, lesson) < facts.today:
        more = f" и ещё {len(lacking) - 2}" if len(lacking) > 3 else ""
        named = ", ".join(lacking[: 2 if more else 3]) + more
        remedy = "Поставьте за грамотность отметку на странице «Русский язык»."
        yield _finding(ESSAY, view, f"{title}: нет отметок за грамотность", named, remedy=remedy, mend=Mend.ESSAY)
    if lesson.lesson in facts.unnamed_essays:
        remedy = "Назовите сочинение в теме или задании того урока русского языка."
        yield _finding(ESSAY, view, f"{title}: на странице «Русский язык» работа не названа", remedy=remedy)


# Time


def _ask_in_time(view: LessonView) -> Iterator[Finding]:
    lesson = view.lesson
    if lesson.late_topic or lesson.late_absence:
        what = "Урок" if lesson.late_topic else "Пропуски урока"
        done = "заполнен" if lesson.late_topic else "внесены"
        title = f"{what} {day_month(lesson.day)} {done} поздно"
        yield _finding(IN_TIME, view, title, lesson.late_topic or lesson.late_absence, mend=Mend.OTHER)


def _rule(clause: Clause, remedy: str, ask: Callable[[LessonView], Iterator[Finding]]) -> FindingRule[LessonView]:
    return FindingRule(clause, Scope.LESSON, remedy, ask)


LESSON_RULES: Final = (
    _rule(FIRST_GRADE, "Удалить домашнее задание.", _ask_first_grade),
    _rule(INDIVIDUAL, "Внести отметки или снять «выборочно».", _ask_individual),
    _rule(ESSAY, "Поставить отметку за грамотность и назвать работу.", _ask_essay),
    _rule(TOPIC, "Записать тему из КТП.", _ask_topic),
    _rule(IN_RUSSIAN, "Дописать тему работы.", _ask_theme),
    _rule(BRIEFED, "Дописать инструктаж в тему.", _ask_briefing),
    _rule(TWO_LESSONS, "Записать тему каждого урока.", _ask_two_lessons),
    _rule(HOMEWORK, "Указать параграф, номер или форму работы.", _ask_homework),
    _rule(NO_HOMEWORK, "Оставить графу пустой.", _ask_no_homework),
    _rule(ABBREVIATION, "Написать полностью.", _ask_abbreviation),
    _rule(IN_TIME, "Заполнять в день урока; поздняя запись остаётся в отчёте.", _ask_in_time),
    _rule(RESULTS, "Внести отметки или исправить дату результатов.", _ask_results),
    _rule(LINK, "Добавить ссылку.", _ask_link),
)
"""The rules of one lesson."""
