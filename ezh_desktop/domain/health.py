"""The health sheet (листок здоровья, 5.38): its columns, which of them are closed, and what may stand in each.

Health group and recommendations are closed: the medical worker alone reads them. Group for physical education, desk and
place are open to those who need them for a lesson.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from ezh_desktop.domain.marks import NAMED_LENGTH
from ezh_desktop.domain.rights_table import Thing
from ezh_desktop.domain.rules.base import Clause
from ezh_desktop.domain.russian import roman

HEALTH: Final = Clause("5.38", "Сведения о состоянии здоровья записывает в листок медицинский работник.")

MOST_DESK: Final = 30
MOST_PLACE, MOST_ADVICE = 40, 200
"""Letters of a place and of the recommendations."""
GROUPS: Final = tuple(roman(number) for number in range(1, 6))
"""Health groups (группы здоровья), as they are stored and shown."""
MARKED_GROUPS: Final = frozenset(GROUPS[2:])
"""Groups shown in bold: the teacher's eye must find them."""
PLACES: Final = ("ряд у окна", "средний ряд", "ряд у стены")
"""Usual places; any other words will do."""

_GROUP_LOOKS: Final = MappingProxyType({"І": "I", "Ш": "III", "П": "II"})
"""Letters of the Cyrillic keyboards that stand for Roman numerals."""
_PLACES_ON_PAPER: Final = MappingProxyType({"ряд у окна": "у окна", "средний ряд": "ср. ряд", "ряд у стены": "у стены"})
_DESK: Final = re.compile(r"(?:№|парта)?\s*(\d{1,2})", re.IGNORECASE)


class PeGroup(StrEnum):
    """Medical group for physical education (медицинская группа для занятий физкультурой), as stored and printed."""

    BASIC = "основная"
    PREPARATORY = "подготовительная"
    SPECIAL_A = "специальная «А»"
    SPECIAL_B = "специальная «Б»"
    EXEMPT = "освобождение по справке"

    @property
    def label(self) -> str:
        """The group on screen."""
        return self.value[:1].upper() + self.value[1:]

    @property
    def key(self) -> str:
        """The letter that picks it."""
        return _PE_KEYS[self][0]


_PE_KEYS: Final = MappingProxyType(
    {
        # Each letter, and what its key gives in the Latin layout.
        PeGroup.BASIC: "ОоJj",
        PeGroup.PREPARATORY: "ПпGg",
        PeGroup.SPECIAL_A: "АаFf",
        PeGroup.SPECIAL_B: "Бб,<",
        PeGroup.EXEMPT: "СсCc",
    }
)
MARKED_PE_GROUPS: Final = frozenset({PeGroup.SPECIAL_A, PeGroup.SPECIAL_B, PeGroup.EXEMPT})


class HealthColumn(StrEnum):
    """A column that the medical worker fills."""

    GROUP = "group"
    PE_GROUP = "pe_group"
    DESK = "desk"
    PLACE = "place"
    ADVICE = "advice"

    @property
    def thing(self) -> Thing:
        """What the rights call it."""
        return _THINGS[self]

    @property
    def closed(self) -> bool:
        """Whether the medical worker alone may read it."""
        return self.thing is Thing.HEALTH_CLOSED


_THINGS: Final = MappingProxyType(
    {
        HealthColumn.GROUP: Thing.HEALTH_CLOSED,
        HealthColumn.PE_GROUP: Thing.HEALTH_PE_GROUP,
        HealthColumn.DESK: Thing.HEALTH_DESK,
        HealthColumn.PLACE: Thing.HEALTH_DESK,
        HealthColumn.ADVICE: Thing.HEALTH_CLOSED,
    }
)


@dataclass(frozen=True, slots=True)
class Closed:
    """Closed columns of one pupil: group «I»–«V» and recommendations, empty where nothing is entered.

    Never shown by `repr`, so that neither a log nor a crash report can hold them.
    """

    group: str = field(default="", repr=False)
    advice: str = field(default="", repr=False)

    def __bool__(self) -> bool:
        """Whether anything is entered."""
        return bool(self.group or self.advice)

    def value(self, column: HealthColumn) -> str:
        """What stands in one of the closed columns."""
        return self.group if column is HealthColumn.GROUP else self.advice

    def with_value(self, column: HealthColumn, value: str) -> Closed:
        """The same with another value in one of the closed columns."""
        return replace(self, group=value) if column is HealthColumn.GROUP else replace(self, advice=value)

    def demand_whole(self) -> None:
        """Raises RuleRefused for recommendations without a group: a row counts as filled by its group alone."""
        if self.advice and not self.group:
            raise HEALTH.refuse("Рекомендации без группы здоровья не записать.", "Сначала укажите группу здоровья.")


def read_value(column: HealthColumn, text: str) -> str:
    """What is stored of a typed or pasted text; "" clears. Raises RuleRefused for what the column cannot hold."""
    text = " ".join(text.split())
    if not text:
        return ""
    return _READERS[column](text)


def desk_on_paper(desk: str, place: str) -> str:
    """Desk and place as paper has them: «№ 3, ср. ряд»."""
    number = f"№ {desk}" if desk else ""
    return ", ".join(part for part in (number, _PLACES_ON_PAPER.get(place, place)) if part)


def pe_group_of_key(letter: str) -> PeGroup | None:
    """The group that one letter picks, whatever the keyboard's layout."""
    return next((group for group, keys in _PE_KEYS.items() if letter in keys), None)


def _read_group(text: str) -> str:
    typed = "".join(_GROUP_LOOKS.get(letter, letter) for letter in text.upper())
    if typed in GROUPS:
        return typed
    if typed.isascii() and typed.isdigit() and 1 <= int(typed) <= len(GROUPS):
        return GROUPS[int(typed) - 1]
    raise HEALTH.refuse(f"«{_named(text)}» — не группа здоровья.", "Можно I, II, III, IV, V или цифры от 1 до 5.")


def _read_pe_group(text: str) -> str:
    if len(text) == 1 and (picked := pe_group_of_key(text)) is not None:
        return picked.value
    typed = _plain(text)
    if typed == "специальная":
        raise HEALTH.refuse("Специальная группа бывает «А» и «Б».", "Укажите, какая из них.")
    found = [group for group in PeGroup if _plain(group.value).startswith(typed)]
    if len(found) == 1:
        return found[0].value
    names = ", ".join(group.value for group in PeGroup)
    raise HEALTH.refuse(f"«{_named(text)}» — не группа для физкультуры.", f"Можно: {names}.")


def _plain(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign not in "«»\"' -")


def _read_desk(text: str) -> str:
    found = _DESK.fullmatch(text)
    if found is not None and 1 <= int(found[1]) <= MOST_DESK:
        return str(int(found[1]))
    raise HEALTH.refuse(f"«{_named(text)}» — не номер парты.", f"Номер парты — число от 1 до {MOST_DESK}.")


def _read_place(text: str) -> str:
    usual = [place for place in PLACES if place.startswith(text.casefold())]
    if len(usual) == 1 and len(text) > 1:
        return usual[0]
    return _within(text, MOST_PLACE, "Место")


def _read_advice(text: str) -> str:
    return _within(text, MOST_ADVICE, "Рекомендации")


def _within(text: str, most: int, what: str) -> str:
    if len(text) > most:
        raise HEALTH.refuse(f"{what}: {len(text)} знаков — это слишком много.", f"Уложитесь в {most} знаков.")
    return text


def _named(text: str) -> str:
    return text if len(text) <= NAMED_LENGTH else f"{text[:NAMED_LENGTH]}…"


_READERS: Final = MappingProxyType(
    {
        HealthColumn.GROUP: _read_group,
        HealthColumn.PE_GROUP: _read_pe_group,
        HealthColumn.DESK: _read_desk,
        HealthColumn.PLACE: _read_place,
        HealthColumn.ADVICE: _read_advice,
    }
)
