"""What may not be written into a cell of the marks page: 5.2, 5.4, 5.5, 5.7, 3.7, 3.8, movement, closed periods.

Everything is decided in memory from a small context, because a rule runs at every key a teacher presses and for each
cell of a pasted range.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from ezh_desktop.domain.kinds import LessonKind, SubjectKind
from ezh_desktop.domain.marks import MARKS, Mark, Slot, refuse_symbol
from ezh_desktop.domain.rules.base import Clause
from ezh_desktop.domain.russian import long_date
from ezh_desktop.domain.spans import Span, any_holds
from ezh_desktop.errors import LockRefused, Refusal

LESSON_DAY: Final = Clause("5.2", "Отметки и «н» ставятся на уроки расписания, в день урока или позже.")
SYMBOLS: Final = Clause("5.4", "В клетке стоит один из символов: 1, 2, 3, 4, 5, н.")
TWO_MARKS: Final = Clause(
    "5.5",
    "Две отметки в клетке допускаются только за диктант с грамматическим заданием, изложение и сочинение "
    "по русскому языку, литературе, литературному чтению и родным русскому языку, литературе и чтению.",
)
DEBT_MARK: Final = Clause("5.7", "«н» за контрольную работу остаётся, отметка за неё ставится на следующем уроке.")
FIRST_GRADE: Final = Clause("3.7", "В 1 классе отметки и домашнее задание не ставятся.")
UNGRADED: Final = Clause("3.8", "По предметам с безотметочным обучением отметки не ставятся.")
MOVEMENT: Final = Clause("4.3.4", "Клетки ученика до зачисления и после выбытия недоступны.")
AWAY: Final = Clause("4.3.4", "Тому, кто обучается на дому, в санатории или больнице, «н» в классе не ставят.")

PERIOD_OPEN: Final = Clause("", "В закрытом периоде ничего не меняется, пока его не откроет директор.")

_NO_MARK: Final = frozenset({"", "н"})
_VALUES: Final = MARKS | _NO_MARK
_ABSENCE_ONLY: Final = "Можно только н."


@dataclass(frozen=True, slots=True)
class CellContext:
    """What must be known about a cell to say whether an entry is possible."""

    subject_kind: SubjectKind
    lesson_kind: LessonKind
    grade: int
    """Year of study of the pupil's class."""
    graded: bool
    """False for a course without marks, or a class not yet marked (3.8)."""
    lesson_day: date
    today: date
    membership: tuple[Span, ...]
    """Days on which the pupil belongs to the class, and to the subgroup where there is one."""
    first: str = ""
    second: str = ""
    debt: str = ""
    cancelled: bool = False
    """The lesson was cancelled, or its day has left the calendar."""
    locked: str = ""
    """Title of the closed period the lesson lies in («II четверть»), empty while it is open."""
    restoring: bool = False
    """An own act is taken back or done again: what stood there before may come back."""
    distance: bool = False
    """Distance mode: the mark of missed work stands in the topic's own column, beside «н» (5.27)."""
    away: str = ""
    """Where the pupil learns on that day by order, «обучается на дому, приказ № 5»; empty in class."""


class CellValues(NamedTuple):
    """The three slots as they would stand after an entry."""

    first: str
    second: str
    debt: str

    @property
    def marked(self) -> bool:
        """Whether something other than «н» would stand in the cell."""
        return bool(self.second or self.debt) or self.first not in _NO_MARK


@dataclass(frozen=True, slots=True)
class CellRule:
    """One refusal: a clause, and the question it asks of a cell and of what would stand there."""

    clause: Clause
    ask: Callable[[CellContext, CellValues], Refusal | None]


def allows_two_marks(subject: SubjectKind, kind: LessonKind) -> bool:
    """Whether a cell of this subject may take two marks in a lesson of this kind (5.5)."""
    return kind.double and subject.traits.double


def refuse_cell(context: CellContext, slot: int, value: str) -> Refusal | None:
    """Why this value may not be put into this slot, None when it may. Any text is taken: «4-» is refused by 5.4.

    Several slots changed by one act are judged together by `refuse_values`.
    """
    first, second, debt = context.first, context.second, context.debt
    if slot == Slot.FIRST:
        first = value
    elif slot == Slot.SECOND:
        second = value
    else:
        debt = value
    return refuse_values(context, CellValues(first, second, debt))


def refuse_values(context: CellContext, after: CellValues) -> Refusal | None:
    """Why the cell may not come to hold these values, None when it may: the first rule that objects speaks."""
    for rule in CELL_RULES:
        refusal = rule.ask(context, after)
        if refusal is not None:
            return refusal
    return None


def refuse_locked(title: str) -> LockRefused | None:
    """The refusal of a change inside a closed period named `title`; None when the title is empty."""
    if not title:
        return None
    return LockRefused(f"Период «{title}» закрыт.", "Открыть его с указанием причины может директор.")


def _ask_lock(context: CellContext, _: CellValues) -> Refusal | None:
    return refuse_locked(context.locked)


def _ask_movement(context: CellContext, _: CellValues) -> Refusal | None:
    if any_holds(context.membership, context.lesson_day):
        return None
    return MOVEMENT.refuse(
        f"{long_date(context.lesson_day)} ученик не числится в классе или подгруппе.",
        "Даты зачисления и выбытия вносит администратор.",
    )


def _ask_cancelled(context: CellContext, _: CellValues) -> Refusal | None:
    if not context.cancelled:
        return None
    return LESSON_DAY.refuse("Урок отменён.", "Отметки и «н» ставят только на уроки расписания.")


def _ask_future(context: CellContext, after: CellValues) -> Refusal | None:
    if context.lesson_day <= context.today or not any(after):
        return None
    return LESSON_DAY.refuse("Этот урок ещё не наступил.", "Отметки и «н» ставят в день урока или позже.")


def _ask_first_grade(context: CellContext, after: CellValues) -> Refusal | None:
    if context.grade != 1 or not after.marked:
        return None
    return FIRST_GRADE.refuse("В 1 классе отметки не ставят.", _ABSENCE_ONLY)


def _ask_graded(context: CellContext, after: CellValues) -> Refusal | None:
    if context.graded or not after.marked:
        return None
    return UNGRADED.refuse("Предмет ведётся без отметок.", _ABSENCE_ONLY)


def _ask_symbols(_: CellContext, after: CellValues) -> Refusal | None:
    for value in after:
        if value not in _VALUES:
            return refuse_symbol(value)
    return None


def _ask_absent_alone(_: CellContext, after: CellValues) -> Refusal | None:
    beside = after.first == Mark.ABSENT and after.second
    if not beside and Mark.ABSENT not in after[1:]:
        return None
    return SYMBOLS.refuse("«н» и отметка вместе не стоят.", "Сначала удалите отметки из клетки.")


def _ask_away(context: CellContext, after: CellValues) -> Refusal | None:
    entered = after.first == Mark.ABSENT and context.first != Mark.ABSENT
    if not context.away or not entered or context.restoring:
        return None
    return AWAY.refuse(f"«н» не ставят: ученик {context.away}.", "Пропуски этих дней в классе не считаются.")


def _ask_debt(context: CellContext, after: CellValues) -> Refusal | None:
    if not after.debt or after.first != Mark.ABSENT or context.distance:
        return None
    return DEBT_MARK.refuse("«н» не заменяют отметкой за долг.", "Поставьте её на том уроке, когда ученик сдал работу.")


def _ask_kept_absence(context: CellContext, after: CellValues) -> Refusal | None:
    kept = context.first == Mark.ABSENT and context.lesson_kind.control
    if not kept or after.first not in MARKS or context.distance or context.restoring:
        return None
    return DEBT_MARK.refuse(
        "«н» за контрольную работу не заменяют отметкой.",
        "Отметку за неё ставят на другом уроке (Ctrl+G). Если «н» стоит по ошибке, сначала очистите клетку.",
    )


def _ask_two_marks(context: CellContext, after: CellValues) -> Refusal | None:
    if not after.second:
        return None
    if not after.first:
        return TWO_MARKS.refuse("Вторая отметка без первой не стоит.", "Сначала удалите вторую отметку.")
    if not context.subject_kind.traits.double:
        return TWO_MARKS.refuse("Две отметки по этому предмету не ставят.", "Можно одну: 1 2 3 4 5.")
    if not context.lesson_kind.double:
        return TWO_MARKS.refuse(
            "Две отметки за эту работу не ставят.",
            "Они возможны за диктант с грамматическим заданием, изложение и сочинение: "
            "вид работы выбирают в заголовке столбца.",
        )
    return None


CELL_RULES: Final = (
    CellRule(PERIOD_OPEN, _ask_lock),
    CellRule(MOVEMENT, _ask_movement),
    CellRule(LESSON_DAY, _ask_cancelled),
    CellRule(LESSON_DAY, _ask_future),
    CellRule(FIRST_GRADE, _ask_first_grade),
    CellRule(UNGRADED, _ask_graded),
    CellRule(SYMBOLS, _ask_symbols),
    CellRule(SYMBOLS, _ask_absent_alone),
    CellRule(AWAY, _ask_away),
    CellRule(DEBT_MARK, _ask_debt),
    CellRule(DEBT_MARK, _ask_kept_absence),
    CellRule(TWO_MARKS, _ask_two_marks),
)
"""All refusals of a cell, the widest first: where nothing at all can be entered, no symbol need be discussed."""
