"""What may not be written into a period column, and when a period mark owes a reason (5.12, 5.13, 5.15)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from ezh_desktop.domain.figures import NOT_ATTESTED_SHARE, AbsenceFigures, may_be_unattested, share, share_text
from ezh_desktop.domain.marks import MARKS
from ezh_desktop.domain.rules.base import Clause, Severity
from ezh_desktop.domain.rules.cells import FIRST_GRADE, MOVEMENT, UNGRADED, refuse_locked
from ezh_desktop.errors import Refusal

PERIOD_SYMBOLS: Final = Clause("5.12", "В столбце периода стоит одна отметка от 1 до 5.")
PERIOD_BEGUN: Final = Clause("5.12", "Отметка за период ставится после его уроков.")
NO_NOT_ATTESTED: Final = Clause("5.15", "В столбцах четверти, полугодия, года и итога «н/а» не ставится.")
NOT_ATTESTED: Final = Clause(
    "5.14", "Не аттестуют того, кто пропустил без уважительной причины больше 75 % уроков и не имеет отметок."
)
MEAN_KEPT: Final = Clause("5.13", "Отметка за период соответствует текущей успеваемости.", Severity.WARN)

REASON_DISTANCE: Final = Fraction(3, 5)
"""How far a period mark may lie from the weighted mean before it owes a reason: the default of the year's setting."""

_NOT_ATTESTED: Final = frozenset({"н/а", "н", "н-а", "на", "н\\а", "зач", "осв"})


@dataclass(frozen=True, slots=True)
class PeriodContext:
    """What must be known about a period cell (class, subject, pupil, period)."""

    grade: int
    """Year of study of the class."""
    graded: bool
    """False for a course without marks, or a class not marked in this period (3.8)."""
    begun: bool = True
    """Whether the period has begun by today."""
    member: bool = True
    """Whether the pupil belonged to the class on some day of the period."""
    unattested: bool = False
    """Whether it is recorded that the pupil is not attested (5.14)."""
    locked: str = ""
    """The period's title when it is closed («II четверть»), else empty."""


def refuse_period_mark(context: PeriodContext, value: str) -> Refusal | None:
    """Why this value may not stand in the period column, None when it may; "" clears the cell."""
    return refuse_locked(context.locked) or _refuse_place(context, value) or _refuse_value(value)


def _refuse_place(context: PeriodContext, value: str) -> Refusal | None:
    if not context.member:
        return MOVEMENT.refuse(
            "В этом периоде ученик не числился в классе.", "Даты зачисления и выбытия вносит администратор."
        )
    if not value:
        return None
    if context.grade == 1:
        return FIRST_GRADE.refuse("В 1 классе отметки не ставят.", "Столбец остаётся пустым.")
    if not context.graded:
        return UNGRADED.refuse("Предмет ведётся без отметок.", "Столбец остаётся пустым.")
    if not context.begun:
        return PERIOD_BEGUN.refuse("Этот период ещё не начался.", "Отметку за период ставят после его уроков.")
    if context.unattested:
        return NOT_ATTESTED.refuse("Записано, что ученик не аттестован.", "Сначала снимите это решение: Shift+F7.")
    return None


def _refuse_value(value: str) -> Refusal | None:
    if not value or value in MARKS:
        return None
    if value.strip().casefold().rstrip(".") in _NOT_ATTESTED:
        return NO_NOT_ATTESTED.refuse(
            f"«{value.strip()}» за период не ставят.",
            "Рекомендуется продлить сроки обучения и провести индивидуальные занятия с записью в специальном журнале: "
            "Shift+F7; до этого клетка остаётся пустой.",
        )
    return PERIOD_SYMBOLS.refuse(f"«{value.strip()}» не поставить.", "Можно 1 2 3 4 5.")


def refuse_not_attested(absences: AbsenceFigures, marks: int, limit: Fraction = NOT_ATTESTED_SHARE) -> Refusal | None:
    """Why a pupil may not stay not attested for a term (5.14), None when they may; `marks` are the current ones."""
    if may_be_unattested(absences, marks, limit):
        return None
    remedy = "Продлите сроки обучения и запишите индивидуальные занятия."
    if marks:
        return NOT_ATTESTED.refuse(f"Текущие отметки есть: {marks}.", remedy)
    missed = f"{absences.unexcused} из {absences.held}"
    part = share_text(share(absences.unexcused, absences.held))
    silent = f" Без указанной причины пропущено {absences.not_given}: они не считаются." if absences.not_given else ""
    return NOT_ATTESTED.refuse(
        f"Без уважительной причины пропущено {missed} ({part}), нужно больше {int(limit * 100)} %.{silent}", remedy
    )


def needs_reason(mark: str, proposal: str, mean: Fraction, distance: Fraction = REASON_DISTANCE) -> bool:
    """Whether a period mark owes a reason (5.13): it differs from the proposal *and* lies `distance` or more away.

    `mark` and `proposal` are «1»…«5» or empty; `mean` is the exact weighted mean of the current marks.
    """
    if not mark or mark == proposal:
        return False
    return abs(int(mark) - mean) >= distance
