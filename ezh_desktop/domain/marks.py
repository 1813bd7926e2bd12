"""What a cell of the marks page may hold, and what a typed character or a pasted text means (5.4, 5.5, 5.7).

A cell is (lesson, pupil, slot). Slot 0 holds the mark (отметка) or «н» (пропуск, an absence), slot 1 the second mark of
a double mark «5/4», slot 2 the mark of a debt (долг) for an earlier control work. An empty slot holds "".
"""

from __future__ import annotations

import re
from enum import IntEnum, StrEnum
from typing import Final

from ezh_desktop.errors import RuleRefused

ALLOWED: Final = "Можно 1 2 3 4 5 или н."
NAMED_LENGTH: Final = 20
"""How much of a refused text its refusal quotes."""


class Slot(IntEnum):
    """The three places of a cell."""

    FIRST = 0
    SECOND = 1
    DEBT = 2


class Mark(StrEnum):
    """Every value a slot may hold; equal to its text, so that stored values compare without conversion."""

    EMPTY = ""
    ONE = "1"
    TWO = "2"
    THREE = "3"
    FOUR = "4"
    FIVE = "5"
    ABSENT = "н"


class Typed(StrEnum):
    """What one typed character asks for; `SLASH` asks for the second mark of a double mark."""

    ONE = "1"
    TWO = "2"
    THREE = "3"
    FOUR = "4"
    FIVE = "5"
    ABSENT = "н"
    SLASH = "/"


MARKS: Final = frozenset("12345")
"""The values that are marks, worst «1» to best «5»."""

WEAK: Final = frozenset("12")
"""Unsatisfactory marks: each asks for another one soon (5.6)."""

_ABSENT_KEYS: Final = frozenset("нНyYhHnN")
_KEYS: Final = dict.fromkeys(_ABSENT_KEYS, Typed.ABSENT) | {key: Typed(key) for key in "12345/"}
_CELL: Final = re.compile(r"(?P<absent>[нНyYhHnN])|(?P<first>[1-5])(?:\s*/\s*(?P<second>[1-5]))?|")


def is_mark(value: str) -> bool:
    """Whether the value is a mark «1»…«5»."""
    return value in MARKS


def is_weak(value: str) -> bool:
    """Whether the value is an unsatisfactory mark, «2» or «1» (5.6)."""
    return value in WEAK


def shown(first: str, second: str = "") -> str:
    """A cell as it stands on screen and paper: «5», «н», «5/4» or nothing."""
    return f"{first}/{second}" if second else first


def read_key(text: str) -> Typed | None:
    """What one typed character means, None when a cell cannot take it.

    The key of «н» on the Latin layout gives `y`; `H` looks like «Н» and `n` sounds like it: all of them mean «н» (5.4).
    """
    return _KEYS.get(text)


def refuse_symbol(text: str) -> RuleRefused:
    """The refusal of a text that is no mark and not «н»; a long text is named by its beginning."""
    named = text if len(text) <= NAMED_LENGTH else f"{text[:NAMED_LENGTH]}…"
    return RuleRefused(f"«{named}» не поставить.", ALLOWED, clause="5.4")


def read_cell(text: str) -> tuple[Mark, Mark]:
    """First and second mark of a pasted cell («5», «н», «5/4» or blank); raises RuleRefused (5.4) for all else."""
    found = _CELL.fullmatch(text.strip())
    if found is None:
        raise refuse_symbol(text.strip())
    if found["absent"]:
        return Mark.ABSENT, Mark.EMPTY
    return Mark(found["first"] or ""), Mark(found["second"] or "")
