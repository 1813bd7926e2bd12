"""What may not be written into a lesson's record: topic («Что пройдено на уроке») and homework (5.19, 3.7, 5.2)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from ezh_desktop.domain.kinds import LESSON_KINDS, LessonKind
from ezh_desktop.domain.rules.base import Clause
from ezh_desktop.domain.rules.cells import FIRST_GRADE, LESSON_DAY, refuse_locked
from ezh_desktop.errors import Refusal

IN_RUSSIAN: Final = Clause("5.19", "Все записи по всем предметам, и по иностранному языку, ведутся на русском языке.")

_CYRILLIC: Final = re.compile("[\u0400-\u052f]")


@dataclass(frozen=True, slots=True)
class RecordContext:
    """What must be known about a lesson to say whether its record may be written."""

    grade: int
    """Year of study of the class; for a course of several classes the lowest."""
    cancelled: bool = False
    """The lesson was cancelled, or its day has left the calendar."""
    locked: str = ""
    """Title of the closed period the lesson lies in, empty while it is open."""


def is_in_russian(text: str) -> bool:
    """Whether a record passes 5.19: a text with letters needs a Cyrillic one; «§ 5, № 12» has no letters at all."""
    return _CYRILLIC.search(text) is not None or not any(char.isalpha() for char in text)


def refuse_topic(context: RecordContext, text: str) -> Refusal | None:
    """Why this topic may not be written, None when it may; "" clears it."""
    return _refuse_lesson(context) or _refuse_language("Тема", text)


def refuse_homework(context: RecordContext, text: str) -> Refusal | None:
    """Why this homework may not be written, None when it may; "" clears it."""
    refusal = _refuse_lesson(context)
    if refusal is None and context.grade == 1 and text.strip():
        refusal = FIRST_GRADE.refuse("В 1 классе домашнее задание не задают.", "Заполните тему и отсутствующих.")
    return refusal or _refuse_language("Домашнее задание", text)


_SHORT: Final = re.compile("[А-Яа-яЁё]{1,4}\\.(?: ?[А-Яа-яЁё]{1,3}\\.)?")
_SPOKEN: Final = frozenset(
    {"им.", "стр.", "с.", "упр.", "гл.", "ч.", "г.", "гг.", "в.", "вв.", "др.", "т.д.", "т.п.", "см."}
)


_WORK_WORDS: Final = re.compile(
    r"[кпл]\.\s?р\.?|экск\.|(?:контрольн|практическ|лабораторн)\w*\s+работ\w*|экскурси\w*|№|по теме|\d+", re.IGNORECASE
)
_THEMED: Final = frozenset({"control", "practical", "laboratory", "excursion"})
_BRIEFED: Final = re.compile(r"(?:вводн\w+ )?инструктаж по охране труда\.?", re.IGNORECASE)


def lacks_theme(topic: str, kind: LessonKind) -> bool:
    """Whether the topic names a К.р., П.р., Л.р. or excursion without saying what it is about (5.19)."""
    if kind.code not in _THEMED:
        return False
    rest = _WORK_WORDS.sub("", _BRIEFED.sub("", topic))
    return not any(char.isalpha() for char in rest)


def odd_abbreviation(topic: str) -> str:
    """What 5.25 objects to at the start or end of a topic, "" when nothing."""
    words = " ".join(topic.split())
    late = next((one for one in LESSON_KINDS if one.prefix and words.endswith(f" {one.abbreviation}")), None)
    if late is not None:
        return f"«{late.abbreviation}» пишут перед темой"
    unknown = _unknown_short(words)
    return f"сокращение «{unknown}» Положением не предусмотрено" if unknown else ""


def warn_topic(text: str) -> str:
    """What the regulation finds fault with in a topic that may be written (5.19, 5.25), "" when nothing."""
    words = " ".join(text.split())
    kind = next((one for one in LESSON_KINDS if one.abbreviation and words in {one.abbreviation, one.name}), None)
    if kind is not None and (kind.control or kind.excursion):
        return "п. 5.19: назван вид работы, но не её тема"
    odd = odd_abbreviation(words)
    return f"п. 5.25: {odd}" if odd else ""


def _unknown_short(words: str) -> str:
    """An abbreviation at the start or the end of a topic that 5.25 does not know, "" when there is none."""
    known = {one.abbreviation for one in LESSON_KINDS} | _SPOKEN
    start = re.match(_SHORT.pattern + "(?= |$)", words)
    end = re.search(f"(?<= )(?:{_SHORT.pattern})$", words)
    found = (match.group() for match in (start, end) if match)
    return next((short for short in found if "." in short[:-1] and short.replace(" ", "") not in known), "")


def _refuse_lesson(context: RecordContext) -> Refusal | None:
    if context.cancelled:
        return LESSON_DAY.refuse("Урок отменён.", "Темы записывают только к урокам расписания.")
    return refuse_locked(context.locked)


def _refuse_language(what: str, text: str) -> Refusal | None:
    if is_in_russian(text):
        return None
    written = "записана" if what == "Тема" else "записано"
    return IN_RUSSIAN.refuse(
        f"{what} {written} не по-русски.", "Добавьте русские слова; иностранные внутри записи можно."
    )
