"""What stands in one cell of a timetable: «Англ. яз. (1 гр.) Иванова М.П. каб. 12 / Информатика Петров И.И. 21»."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from ezh_desktop.domain.calendar import WeekParity
from ezh_desktop.exchange.tables import clean

_PARTED: Final = re.compile(r"\s*(?:;|\||(?<![\d сСкКаА])/(?![\dзЗкК])|\s/\s|/(?=\s*[А-ЯЁ][а-яё]{2}))\s*")
_ODD: Final = re.compile(r"(?i)\(?\b(?:неч[её]т\w*\.?|числит\w*\.?)(?:\s*нед\w*\.?)?\)?")
_EVEN: Final = re.compile(r"(?i)\(?\b(?:ч[её]т\w*\.?|знам\w*\.?)(?:\s*нед\w*\.?)?(?![\w])\)?")
_GROUP: Final = re.compile(
    r"(?i)\(?\s*(?:(\d)\s*[-–]?\s*я?\s*(?:п/?\s?г\w*|подгр\w*|гр\w*)\.?|(?:п/?г|подгруппа|группа|гр)\.?\s*№?\s*(\d)"
    r"|(дев(?:очки|ушки)?|мал(?:ьчики)?|юноши|юн)\b\.?)\s*\)?"
)
_BRACKETED: Final = re.compile(r"\(\s*(\d)\s*\)")
_ROOM: Final = re.compile(
    r"(?i)\(?\b(?:каб(?:инет)?\.?|ауд\.?|к\.)\s*№?\s*([\w/-]+)\)?|(?<![\w/])((?:с|а|б)/з|сп(?:орт)?\.?\s?зал|спортзал"
    r"|актовый зал|бассейн|мастерск\w+|стадион)(?![\w])|\(?(?<![\w.№-])(\d{1,3}[а-яa-z]?)\)?\s*$"
)
_NAME: Final = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
_TEACHER: Final = re.compile(
    rf"{_NAME}\s+[А-ЯЁ]\.\s?(?:[А-ЯЁ]\.?(?![а-яё]))?|(?:[А-ЯЁ]\.\s?){{1,2}}{_NAME}"
    rf"|{_NAME}\s+{_NAME}\s+[А-ЯЁ][а-яё]+(?:вич|вна|чна|ична|инична)\b"
)
_IN_BRACKETS: Final = re.compile(rf"\(\s*({_NAME}(?:\s*,\s*{_NAME})*)\s*\)")
_SURNAME_LAST: Final = re.compile(
    r"(?<=\s)([А-ЯЁ][а-яё]*(?:ова|ева|ёва|ина|ына|ская|цкая|ов|ев|ёв|ин|ын|ский|цкий|енко|чук|юк|ян|ец|ых|их))$"
)
_NOTHING: Final = frozenset({"", "-", "–", "—", "нет", "окно", "x", "х", "0"})
_EDGES: Final = " ,.;:-–—/№"


@dataclass(frozen=True, slots=True)
class CellLesson:
    """One lesson out of a cell: full words as the cell has them; `subgroup` "" for the whole class."""

    subject: str
    teachers: tuple[str, ...] = ()
    room: str = ""
    subgroup: str = ""
    week: WeekParity = WeekParity.EVERY


def read_cell(text: str) -> list[CellLesson]:
    """The lessons that stand in a cell; none in an empty one or one that holds a dash.

    Parts divided by «/» are subgroups that learn at once, unless they name odd and even weeks. A part that names a
    teacher alone is of the subject before it.
    """
    if clean(text).casefold().strip(" .") in _NOTHING:
        return []
    lessons: list[CellLesson] = []
    parts = [part for part in _PARTED.split(clean(text)) if part.strip(_EDGES + "()")]
    for part in parts:
        lesson = _read_part(part)
        if lessons and _SURNAME_LAST.search(f" {lesson.subject}") and " " not in lesson.subject:
            lesson = replace(lesson, subject="", teachers=(*lesson.teachers, lesson.subject))
        if not lesson.subject and lessons:
            lesson = replace(lesson, subject=lessons[0].subject)
        lessons.append(lesson)
    apart = all(one.subgroup or one.week is not WeekParity.EVERY for one in lessons)
    if len(lessons) > 1 and not apart:
        lessons = [replace(one, subgroup=one.subgroup or str(at)) for at, one in enumerate(lessons, 1)]
    return lessons


def _read_part(part: str) -> CellLesson:
    text = part
    odd, text = _take(_ODD, text)
    even, text = _take(_EVEN, text) if not odd else ("", text)
    week = WeekParity.ODD if odd else WeekParity.EVEN if even else WeekParity.EVERY
    subgroup, text = _take(_GROUP, text)
    if not subgroup:
        subgroup, text = _take(_BRACKETED, text)
    teachers, text = _take_teachers(text)
    room, text = _take(_ROOM, text)
    if not teachers:
        last, text = _take(_SURNAME_LAST, text.strip(_EDGES))
        teachers = (last,) if last else ()
    return CellLesson(_bare(text), teachers, clean(room), subgroup, week)


def _bare(text: str) -> str:
    """What is left of a cell, without the signs that divided its parts."""
    text = text.replace("()", " ")
    if text.count("(") != text.count(")"):
        text = text.replace("(", " ").replace(")", " ")
    return clean(text.strip(_EDGES))


def _take(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    """What the pattern finds (its group, else all of it), and the text without it."""
    found = pattern.search(text)
    if found is None:
        return "", text
    taken = next((group for group in found.groups() if group), found[0])
    return taken, clean(f"{text[: found.start()]} {text[found.end() :]}")


def _take_teachers(text: str) -> tuple[tuple[str, ...], str]:
    found = [clean(one[0]) for one in _TEACHER.finditer(text)]
    if found:
        return tuple(dict.fromkeys(found)), clean(_TEACHER.sub(" ", text))
    inside = _IN_BRACKETS.search(text)
    if inside is None:
        return (), text
    names = tuple(clean(one) for one in inside[1].split(","))
    return names, clean(f"{text[: inside.start()]} {text[inside.end() :]}")


def filled(lesson: CellLesson, more: CellLesson) -> CellLesson:
    """The lesson with the teachers and the room that another cell names, where it has none of its own."""
    return replace(lesson, teachers=lesson.teachers or more.teachers, room=lesson.room or more.room)


def is_room(text: str) -> bool:
    """Whether a whole cell is a room: «12», «каб. 12», «с/з»."""
    taken, rest = _take(_ROOM, clean(text))
    return bool(taken) and not rest.strip(_EDGES + "()")


def is_teacher(text: str) -> bool:
    """Whether a whole cell is the name of a teacher or of several, perhaps with a room."""
    names, rest = _take_teachers(clean(text))
    if not names:
        last, rest = _take(_SURNAME_LAST, f" {clean(text)}")
        names = (last,) if last else ()
    return bool(names) and not _take(_ROOM, rest)[1].strip(_EDGES + "()")
