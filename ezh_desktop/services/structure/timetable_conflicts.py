"""Who would be in two places at once: told in the cells of a week, and of every hour where a lesson could be put."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from ezh_desktop.domain.timetable import Conflict, ConflictKind, CourseGroup, TimetableSlot, find_conflicts
from ezh_desktop.services.structure.timetable_page import Cell, TimetablePage
from ezh_desktop.services.structure.timetable_words import draft_slots

BETWEEN: Final = " / "


def conflicts(page: TimetablePage, cells: Mapping[Cell, str]) -> dict[Cell, str]:
    """Who would be in two places at once, in words, by cell. Conflicts among other weeks are told at those."""
    own = draft_slots(page, cells)
    ours = {one.course for one in page.courses}
    near = list(_near(page, own))
    found: dict[Cell, list[str]] = {}
    for one in find_conflicts([*own, *near], _groups(page, (*own, *near))):
        if ours & {one.first.course, one.second.course}:
            found.setdefault((one.first.weekday, one.first.number), []).append(_words(page, one, ours))
    return {cell: " ".join(dict.fromkeys(words)) for cell, words in found.items()}


def _groups(page: TimetablePage, slots: Iterable[TimetableSlot]) -> list[CourseGroup]:
    return [page.groups[course] for course in {slot.course for slot in slots}]


def _near(page: TimetablePage, own: Iterable[TimetableSlot]) -> Iterator[TimetableSlot]:
    """Slots of other weeks that want somebody or some room of ours in the same hour: few of a whole school's."""
    hours: defaultdict[Cell, set[tuple[str, int | str]]] = defaultdict(set)
    for slot in own:
        hours[slot.weekday, slot.number] |= _wants(page, slot)
    for cell, wanted in hours.items():
        for slot in page.others_by_hour.get(cell, ()):
            if not wanted.isdisjoint(_wants(page, slot)):
                yield slot


def _wants(page: TimetablePage, slot: TimetableSlot) -> set[tuple[str, int | str]]:
    group = page.groups[slot.course]
    found: set[tuple[str, int | str]] = {("teacher", one) for one in group.teachers}
    found |= {("class", one) for one in group.classes}
    return found | ({("room", slot.room)} if slot.room else set())


def _words(page: TimetablePage, one: Conflict, ours: set[int]) -> str:
    other = one.second if one.first.course in ours else one.first
    if one.kind is ConflictKind.TEACHER:
        return f"{page.people.get(one.who, 'Учитель')} в это время ведёт {page.labels[other.course]}."
    if one.kind is ConflictKind.ROOM:
        return f"{_room(one.first)} в это время занят: {page.labels[other.course]}."
    if one.kind is ConflictKind.SUBGROUP:
        return "Одна подгруппа на двух уроках сразу."
    return f"Класс на двух уроках сразу: {page.labels[one.first.course]} и {page.labels[one.second.course]}."


def _room(slot: TimetableSlot) -> str:
    return f"Кабинет {slot.room}" if slot.room[0].isdigit() else f"Кабинет «{slot.room}»"


def carried(cells: Mapping[Cell, str], source: Cell, target: Cell, *, copy: bool = False) -> dict[Cell, str]:
    """The cells when what stands at `source` is dropped on `target`: they change places; a copy joins what is there."""
    found = dict(cells)
    there, lesson = cells.get(target, ""), cells.get(source, "")
    if copy:
        found[target] = BETWEEN.join(part for part in (there, lesson) if part)
    else:
        found[target], found[source] = lesson, there
    return {cell: text for cell, text in found.items() if text}


def clashes_of(page: TimetablePage, cells: Mapping[Cell, str], source: Cell, *, copy: bool = False) -> dict[Cell, str]:
    """What would collide if the lesson at `source` went to each hour of the week: words by the hour, none where free.

    Both places are asked, for a lesson on the way back may collide too; what collides already elsewhere is not told.
    """
    found: defaultdict[Cell, str] = defaultdict(str)
    for weekday in range(1, page.week_days + 1):
        for number in page.numbers:
            target = weekday, number
            if target != source:
                words = _at(page, carried(cells, source, target, copy=copy), {target, source})
                if words:
                    found[target] = words
    return dict(found)


def clashes_of_text(page: TimetablePage, cells: Mapping[Cell, str], text: str) -> dict[Cell, str]:
    """The same of a lesson that comes from the list of courses."""
    hours = [(weekday, number) for weekday in range(1, page.week_days + 1) for number in page.numbers]
    found = {cell: _at(page, {**cells, cell: text}, {cell}) for cell in hours}
    return {cell: words for cell, words in found.items() if words}


def _at(page: TimetablePage, cells: Mapping[Cell, str], places: set[Cell]) -> str:
    told = conflicts(page, {cell: text for cell, text in cells.items() if cell in places})
    return " ".join(dict.fromkeys(words for _, words in sorted(told.items())))
