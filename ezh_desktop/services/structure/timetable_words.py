"""The cells of a timetable as words: «Алгебра», «Труд (технология), 1 / Информатика, 2», «Музыка (нечёт, каб. 16)».

A divided subject without its subgroup means all subgroups at once. In brackets behind a name stand the week and the
room; a room that is no number needs no «каб.»: «Физкультура (спортзал)».
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

from ezh_desktop.domain.calendar import WeekParity
from ezh_desktop.domain.names import name_key
from ezh_desktop.domain.timetable import TimetableSlot, room_words
from ezh_desktop.errors import BadInput
from ezh_desktop.services.structure.timetable_page import WEEKS, Cell, Item, TimetablePage

_WHOLE_HOUR: Final = 10
_BETWEEN: Final = re.compile(r"[/;+](?![^(]*\))")
_TAIL: Final = re.compile(r"(?P<title>.*\S)\s*\((?P<tail>[^()]*)\)")
_WEEK: Final = re.compile(r"(?P<odd>не)?ч[её]т(?:н[а-яё]*)?\.?", re.IGNORECASE)
_ROOM: Final = re.compile(r"(?:кабинет|каб|ауд)(?:\.\s*|\s+|(?=\d))(?P<room>.*)", re.IGNORECASE)


def cell_text(page: TimetablePage, items: Iterable[Item]) -> str:
    """The words of a cell: subgroups that meet all at once are named by their subject alone."""
    parted: defaultdict[tuple[WeekParity, str], list[int]] = defaultdict(list)
    for item in items:
        parted[item.week, item.room].append(item.course)
    parts = []
    for (week, room), courses in parted.items():
        said = [WEEKS[week]] if week in WEEKS else []
        said += [room_words(room)] if room else []
        tail = f" ({', '.join(said)})" if said else ""
        parts += [f"{name}{tail}" for name in _names(page, courses)]
    return " / ".join(parts)


def _names(page: TimetablePage, courses: list[int]) -> list[str]:
    left, names = Counter(courses), list[str]()
    for one in page.courses:
        whole = page.by_name[name_key(one.subject_name)]
        while left[one.course] and all(left[course] for course in whole):
            names.append(one.subject_name)
            left.subtract(whole)
        names += [one.title] * left.pop(one.course, 0)
    return names


def complete(page: TimetablePage, text: str) -> str:
    """The cell's text with each name written out: «алг» is «Алгебра». Raises BadInput on a name that is none."""
    return cell_text(page, read_cell(page, text))


def read_cell(page: TimetablePage, text: str) -> list[Item]:
    """What the words of a cell mean. Raises BadInput on what is no course of the week or could be several."""
    items: list[Item] = []
    for part in _BETWEEN.split(text):
        words = " ".join(part.split())
        if not words:
            continue
        title, parity, room = _parted(page, words)
        for course in _meant(page, title):
            again = sum(item.course == course and item.week is parity for item in items)
            items.append(Item(course, parity, again + 1, room))
    return items


def _parted(page: TimetablePage, words: str) -> tuple[str, WeekParity, str]:
    """Name, week and room. Brackets that belong to a name, as in «Труд (технология)», stay with it."""
    found = _TAIL.fullmatch(words)
    if found is None or any(name.startswith(name_key(words)) for name in page.by_name):
        return words, WeekParity.EVERY, ""
    parity, room = WeekParity.EVERY, ""
    for said in (one.strip() for one in found["tail"].split(",")):
        week, named = _WEEK.fullmatch(said), _ROOM.fullmatch(said)
        if week is not None:
            parity = WeekParity.ODD if week["odd"] else WeekParity.EVEN
        else:
            room = " ".join((named["room"] if named else said).split())
    return found["title"], parity, room


def _meant(page: TimetablePage, title: str) -> tuple[int, ...]:
    key = name_key(title)
    if key in page.by_name:
        return page.by_name[key]
    near = [name for name in page.by_name if name.startswith(key)]
    near = [name for name in near if not any(other != name and name.startswith(other) for other in near)]
    if len(near) == 1:
        return page.by_name[near[0]]
    divided = _of_subgroup(page, title)
    if divided:
        return divided
    if not near:
        if page.of_teacher:
            raise BadInput(f"«{title}» {page.name} не ведёт.", "Пишите класс и предмет: «7А Алгебра».")
        raise BadInput(f"«{title}» у класса {page.name} нет.", "Добавьте предмет в «Предметы и учителя».")
    shown = [one for one in page.choices if name_key(one) in near]
    raise BadInput(f"«{title}» — это {' или '.join(shown[:3])}?", "Допишите название.")


def _of_subgroup(page: TimetablePage, title: str) -> tuple[int, ...]:
    """The one course that «инф, 1» means."""
    name, _, subgroup = (part.strip() for part in title.rpartition(","))
    found = [
        one.course
        for one in page.courses
        if name and one.subgroup == subgroup and name_key(one.subject_name).startswith(name_key(name))
    ]
    return tuple(found) if len(found) == 1 else ()


def draft_slots(page: TimetablePage, cells: Mapping[Cell, str]) -> list[TimetableSlot]:
    """The slots that the cells mean, for as long as they would hold; unreadable cells give none."""
    found = []
    for (weekday, number), text in cells.items():
        try:
            items = read_cell(page, text)
        except BadInput:
            continue
        found += [
            TimetableSlot(one.course, weekday, number, one.part, one.week, page.day, page.end, one.room)
            for one in items
        ]
    return found


def placed(page: TimetablePage, cells: Mapping[Cell, str]) -> dict[int, int]:
    """Lessons a week of each course in the grid, in tenths: every other week counts half."""
    hours: Counter[int] = Counter()
    for slot in draft_slots(page, cells):
        hours[slot.course] += _WHOLE_HOUR if slot.week is WeekParity.EVERY else _WHOLE_HOUR // 2
    return dict(hours)
