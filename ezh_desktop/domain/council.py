"""Decisions of the pedagogical council (решение педагогического совета) in the summary sheet (5.35, 5.36).

A pupil has a list of decisions, each with its protocol: grade 9 has two, and a second one closes a conditional
transfer. The wording is the regulation's and follows the pupil's gender. Dates are plain dates of the school's zone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from ezh_desktop.domain.names import ClassName
from ezh_desktop.domain.rules.base import Clause
from ezh_desktop.domain.russian import Gender, by_gender, dotted, into_class
from ezh_desktop.errors import Refusal, RuleRefused

COUNCIL: Final = Clause("5.35", "Решение педсовета записывается в сводную ведомость с номером и датой протокола.")
DEPARTURE: Final = Clause("5.36", "Выбывшему в течение года записывают дату выбытия и приказ.")

LAST_GRADE: Final = 11
_SCHOOL_LEAVING: Final = 9


class DecisionKind(StrEnum):
    """What the council decided; the values are what the file stores."""

    PROMOTED = "promoted"
    CONDITIONAL = "conditional"
    REPEAT = "repeat"
    ADMITTED = "admitted"
    FINISHED = "finished"
    FREE = "free"

    @property
    def label(self) -> str:
        """For the list of the dialog, without gender."""
        return _LABELS[self]


_LABELS: Final = MappingProxyType(
    {
        DecisionKind.PROMOTED: "Перевести в следующий класс",
        DecisionKind.CONDITIONAL: "Перевести условно",
        DecisionKind.REPEAT: "Оставить на повторный курс обучения",
        DecisionKind.ADMITTED: "Допустить к государственной итоговой аттестации",
        DecisionKind.FINISHED: "Отчислить в связи с окончанием основной школы",
        DecisionKind.FREE: "Другое решение",
    }
)
_TRANSFERS: Final = (DecisionKind.PROMOTED, DecisionKind.CONDITIONAL, DecisionKind.REPEAT)
_LEAVING: Final = (DecisionKind.ADMITTED, DecisionKind.FINISHED)


@dataclass(frozen=True, slots=True)
class Decided:
    """One decision: `target` is the class a pupil is promoted to («8» or «8А»), `text` the words of `FREE`."""

    kind: DecisionKind
    protocol_number: str
    protocol_day: date
    target: str = ""
    text: str = ""

    def wording(self, gender: Gender) -> str:
        """The decision alone: «Переведена во 2 класс»."""
        if self.kind is DecisionKind.FREE:
            return self.text
        if self.kind is DecisionKind.PROMOTED:
            return f"{by_gender(gender, 'Переведён', 'Переведена')} {into_class(self.target)} класс"
        return by_gender(gender, *_FORMS[self.kind])

    @property
    def protocol(self) -> str:
        """«Протокол педсовета № 9 от 26.05.2027»."""
        return f"Протокол педсовета № {self.protocol_number} от {dotted(self.protocol_day)}"

    def full(self, gender: Gender) -> str:
        """As paper has it: the protocol, then the decision (5.35)."""
        return f"{self.protocol}. {self.wording(gender)}"


_FORMS: Final = MappingProxyType(
    {
        DecisionKind.CONDITIONAL: ("Переведён условно", "Переведена условно"),
        DecisionKind.REPEAT: ("Оставлен на повторный курс обучения", "Оставлена на повторный курс обучения"),
        DecisionKind.ADMITTED: (
            "Допущен к государственной итоговой аттестации",
            "Допущена к государственной итоговой аттестации",
        ),
        DecisionKind.FINISHED: (
            "Отчислен в связи с окончанием основной школы",
            "Отчислена в связи с окончанием основной школы",
        ),
    }
)


def _grade_of(target: str) -> int:
    digits = "".join(char for char in target if char.isdecimal())
    return int(digits) if digits else 0


def left_word(gender: Gender, moved_to: str = "") -> str:
    """«выбыла», of who only changed the class «переведена»."""
    return by_gender(gender, "переведён", "переведена") if moved_to else by_gender(gender, "выбыл", "выбыла")


def gone_words(gender: Gender, moved_to: str = "") -> str:
    """«выбыла», of who only changed the class «переведена в 7Б»."""
    word = left_word(gender, moved_to)
    return f"{word} {into_class(moved_to)}" if moved_to else word


def departed(gender: Gender, day: date, order: str, moved_to: str = "") -> str:
    """«Выбыла. Дата выбытия 23.11.2026. Приказ № 41-у от 20.11.2026» (5.36); `order` is «№ 41-у от 20.11.2026».

    Who goes to another class of the school has not left it: «Переведена в 7Б класс. Дата перевода …».
    """
    word = left_word(gender, moved_to).capitalize()
    whither, event = (f" {into_class(moved_to)} класс", "перевода") if moved_to else ("", "выбытия")
    words = f"{word}{whither}. Дата {event} {dotted(day)}"
    return f"{words}. Приказ {order}" if order else words


def kinds_of(grade: int) -> tuple[DecisionKind, ...]:
    """What may be decided of a class of this year of study (5.35); free text always."""
    if grade == _SCHOOL_LEAVING:
        return (*_LEAVING, DecisionKind.FREE)
    if grade == LAST_GRADE:
        return (DecisionKind.ADMITTED, DecisionKind.FREE)
    return (*_TRANSFERS, DecisionKind.FREE)


def target_of(grade: int, typed: str) -> str:
    """The class promoted to, in its one form: empty gives the next year of study, «8а» gives «8А».

    Raises RuleRefused for anything but the next year of study.
    """
    text = typed.strip()
    if not text:
        return str(grade + 1)
    found = text if text.isdecimal() else str(ClassName.read(text))
    if _grade_of(found) != grade + 1:
        raise COUNCIL.refuse(f"Из {grade} класса переводят в {grade + 1}.", "Исправьте класс.")
    return found


def refuse_decision(
    grade: int, decided: Decided, earlier: Sequence[Decided], left: date | None = None, moved_to: str = ""
) -> Refusal | None:
    """Why this decision may not be entered after the `earlier` ones, None when it may.

    `left` is the last day of a pupil who left the class for good, `moved_to` the class of the school gone to.
    """
    return _refuse_words(grade, decided) or _refuse_departed(decided, left, moved_to) or _refuse_order(decided, earlier)


def _refuse_words(grade: int, decided: Decided) -> RuleRefused | None:
    if decided.kind not in kinds_of(grade):
        return COUNCIL.refuse(
            f"В {grade} классе так не решают: «{decided.kind.label.lower()}».", "Выберите другое решение."
        )
    if not decided.protocol_number.strip():
        return COUNCIL.refuse("Не указан номер протокола.", "Впишите номер протокола педсовета.")
    if decided.kind is DecisionKind.FREE and not decided.text.strip():
        return COUNCIL.refuse("Не указано, что решил педсовет.", "Впишите решение словами.")
    return None


def _refuse_departed(decided: Decided, left: date | None, moved_to: str) -> RuleRefused | None:
    if left is None or left >= decided.protocol_day:
        return None
    if moved_to:
        return DEPARTURE.refuse(
            f"Ученик переведён {into_class(moved_to)} класс {dotted(left)}, до этого протокола.",
            "Решение вносят в сводную ведомость нового класса.",
        )
    return DEPARTURE.refuse(
        f"Ученик выбыл {dotted(left)}, до этого протокола.", "В ведомости стоит запись о выбытии с приказом."
    )


def _refuse_order(decided: Decided, earlier: Sequence[Decided]) -> RuleRefused | None:
    kinds = [one.kind for one in earlier if one.kind is not DecisionKind.FREE]
    if decided.kind is DecisionKind.FREE or not kinds:
        return None
    if decided.kind in kinds:
        return COUNCIL.refuse("Такое решение уже внесено.", "Сначала отмените прежнее.")
    closes = kinds[-1] is DecisionKind.CONDITIONAL and decided.kind in {DecisionKind.PROMOTED, DecisionKind.REPEAT}
    follows = kinds[-1] is DecisionKind.ADMITTED and decided.kind is DecisionKind.FINISHED
    if closes or follows:
        if decided.protocol_day < earlier[-1].protocol_day:
            return COUNCIL.refuse("Протокол раньше прежнего решения.", "Проверьте дату протокола.")
        return None
    return COUNCIL.refuse("С прежним решением это не сочетается.", "Сначала отмените прежнее.")
