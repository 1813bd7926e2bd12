"""What may not be written into «Журнал индивидуальных занятий», the special journal of 5.14 and 5.15."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from ezh_desktop.domain.marks import MARKS
from ezh_desktop.domain.rules.base import Clause
from ezh_desktop.domain.rules.cells import FIRST_GRADE, MOVEMENT, SYMBOLS, UNGRADED
from ezh_desktop.domain.rules.records import IN_RUSSIAN, is_in_russian
from ezh_desktop.domain.russian import day_month
from ezh_desktop.errors import LockRefused, Refusal

RECORDED: Final = Clause("5.14", "Индивидуальные занятия фиксируются в специальном журнале.")

BROUGHT: Final = ("Отметка другой школы", "Отметка санатория или больницы")
"""Rows that note a mark given elsewhere: they count in the proposal of the period mark (5.13)."""
FORMS: Final = (
    "Индивидуальное занятие",
    "Дополнительное занятие",
    "Консультация",
    "Контрольная работа",
    "Тест",
    "Зачёт",
    "Реферат",
    "Проект",
    "Собеседование",
    *BROUGHT,
)
"""Ways of teaching, and forms in which what was missed is handed in (5.15 names the last ones); others may be typed."""
_LONGEST: Final = 300


@dataclass(frozen=True, slots=True)
class IndividualContext:
    """What must be known to say whether a row may stand: the class, the pupil's membership, and the year."""

    grade: int
    graded: bool
    today: date
    first: date
    """First and last day of the school year."""
    last: date
    listed: bool = True
    """Whether the pupil is on the list of the course on the day of the lesson."""
    closed: bool = False
    """Whether the school year is closed."""


@dataclass(frozen=True, slots=True)
class IndividualRow:
    """A row as it would stand. Until its day it is planned: the topic may wait, a mark may not be there."""

    day: date
    topic: str
    form: str
    mark: str = ""
    reason: str = ""


def refuse_individual(context: IndividualContext, row: IndividualRow) -> Refusal | None:
    """Why this row may not stand in the journal, None when it may."""
    return (
        _refuse_day(context, row) or _refuse_brought(row) or _refuse_words(context, row) or _refuse_mark(context, row)
    )


def _refuse_brought(row: IndividualRow) -> Refusal | None:
    """A mark from elsewhere has its value and its source."""
    if row.form.strip() not in BROUGHT:
        return None
    if not row.mark:
        return RECORDED.refuse("Отметка не указана.", "Впишите отметку, которую принёс ученик.")
    if not row.topic.strip():
        return RECORDED.refuse("Не указано, откуда отметка.", "Впишите в тему школу и документ.")
    return None


def _refuse_day(context: IndividualContext, row: IndividualRow) -> Refusal | None:
    day = row.day
    if context.closed:
        return LockRefused("Учебный год закрыт.", "Открыть его может директор.")
    if not context.first <= day <= context.last:
        return RECORDED.refuse("Дата вне учебного года.", "Назовите день этого учебного года.")
    if not context.listed and row.form.strip() not in BROUGHT:
        return MOVEMENT.refuse("В этот день ученик не числился в классе.", "Выберите другой день или другого ученика.")
    return None


def _refuse_words(context: IndividualContext, row: IndividualRow) -> Refusal | None:
    topic, form = row.topic.strip(), row.form.strip()
    if not topic and row.day <= context.today:
        return RECORDED.refuse("Тема занятия не записана.", "Напишите, чем занимались.")
    for name, text in (("Тема", topic), ("Форма", form), ("Причина", row.reason.strip())):
        if not is_in_russian(text):
            return IN_RUSSIAN.refuse(f"{name} записана не по-русски.", "Добавьте русские слова.")
        if len(text) > _LONGEST:
            return RECORDED.refuse(f"{name} записана слишком длинно.", f"Не больше {_LONGEST} знаков.")
    if not any(letter.isalpha() for letter in form):
        return RECORDED.refuse("Форма занятия не указана.", "Например, консультация, тест, собеседование.")
    return None


def _refuse_mark(context: IndividualContext, row: IndividualRow) -> Refusal | None:
    if not row.mark:
        return None
    if row.mark not in MARKS:
        return SYMBOLS.refuse(f"«{row.mark}» за занятие не ставят.", "Можно 1 2 3 4 5.")
    if context.grade == 1:
        return FIRST_GRADE.refuse("В 1 классе отметки не ставят.", "Запишите занятие без отметки.")
    if not context.graded:
        return UNGRADED.refuse("Предмет ведётся без отметок.", "Запишите занятие без отметки.")
    if row.day > context.today:
        return RECORDED.refuse(f"Занятие будет {day_month(row.day)}.", "Отметку поставьте в день занятия или позже.")
    return None
