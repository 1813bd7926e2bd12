"""FET's own file (.fet): activities, students and the places FET has found for the activities.

The file is XML of unknown hands: entities are refused altogether, so that a small file cannot unfold into a huge one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from ezh_desktop.domain.incoming import Spot
from ezh_desktop.errors import BadInput
from ezh_desktop.exchange.fetstudents import Sets, Tree
from ezh_desktop.exchange.timetable import (
    UNPLACED,
    Source,
    TimetableTable,
    day_names,
    hour_numbers,
    lessons_text,
    make_table,
)

SOLVE: Final = (
    "В FET постройте расписание (Timetable → Generate new) и возьмите файл с «_data_and_timetable.fet» на конце "
    "из папки timetables, или сохраните его: File → Save data + timetable as."
)
_AGAIN: Final = "Откройте его в FET 6 и сохраните заново."
_PLACED: Final = frozenset(
    {"ConstraintActivityPreferredStartingTime", "ConstraintActivityPreferredTime", "ConstraintActivityPreferredRoom"}
)
_LISTS: Final = frozenset({"Time_Constraints_List", "Space_Constraints_List"})
_OFFICIAL: Final = frozenset({"", "official"})
_YES: Final = frozenset({"", "true", "yes", "1"})


@dataclass(slots=True)
class _Node:
    tag: str
    line: int
    parts: list[str] = field(default_factory=list)
    below: list[_Node] = field(default_factory=list)
    attributes: Mapping[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return " ".join("".join(self.parts).split())

    def all(self, *tags: str) -> list[_Node]:
        return [one for one in self.below if one.tag in tags]

    def get(self, *tags: str) -> str:
        return next((one.text for one in self.below if one.tag in tags), "")


@dataclass(frozen=True, slots=True)
class _Place:
    day: str
    hour: str


def looks_like_fet(data: bytes) -> bool:
    """Whether the bytes are XML, of which we read FET's alone."""
    head = data[:4096].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    return head.startswith((b"<?xml", b"<fet", b"<!doctype fet"))


def read_fet(name: str, data: bytes) -> TimetableTable:
    """The timetable of a solved file. Raises BadInput for all else, naming what is wrong and what to do in FET."""
    root = _Reader(name).read(data)
    if root.tag.casefold() != "fet":
        raise BadInput(f"Файл «{name}» — XML, но не из FET.", "Нужен файл расписания FET (.fet) или таблица.")
    version = root.attributes.get("version", "")
    _demand_official(name, root)
    activities = [one for part in root.all("Activities_List") for one in part.all("Activity")]
    if not activities:
        told = f" (версия {version})" if version else ""
        raise BadInput(f"В файле «{name}»{told} нет занятий: такой FET программа не читает.", _AGAIN)
    places, rooms = _placed(root)
    if not any(one.get("Id") in places for one in activities):
        raise BadInput(f"В файле «{name}» занятия ещё не расставлены по урокам.", SOLVE)
    return _Building(name, root, places, rooms).table(activities, f"FET {version}".strip())


def _demand_official(name: str, root: _Node) -> None:
    mode = root.get("Mode")
    if mode.casefold() not in _OFFICIAL:
        raise BadInput(
            f"Файл «{name}» сделан в режиме FET «{mode}»: дни в нём не дни недели.",
            "Переведите его в обычный режим: в FET откройте Data → Mode → Official.",
        )


def _placed(root: _Node) -> tuple[dict[str, _Place], dict[str, str]]:
    """Activity id → where it stands, and → room. FET's own answer weighs 100; a weaker wish gives way to it."""
    places: dict[str, tuple[float, _Place]] = {}
    rooms: dict[str, str] = {}
    for one in (one for part in root.all(*_LISTS) for one in part.all(*_PLACED)):
        if one.get("Active").casefold() not in _YES:
            continue
        ident, room = one.get("Activity_Id"), one.get("Room", "Preferred_Room")
        if room:
            rooms[ident] = room
        day, hour = one.get("Preferred_Day", "Day"), one.get("Preferred_Hour", "Hour")
        weight = _weight(one.get("Weight_Percentage"))
        if day and hour and (ident not in places or weight >= places[ident][0]):
            places[ident] = (weight, _Place(day, hour))
    return {ident: place for ident, (_, place) in places.items()}, rooms


def _weight(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 100.0


class _Building:
    """The shown table out of FET's lists."""

    def __init__(self, name: str, root: _Node, places: Mapping[str, _Place], rooms: Mapping[str, str]) -> None:
        self._name, self._root, self._places, self._rooms = name, root, places, rooms
        self._days = day_names(_names(root, "Days_List", "Day"))
        self._hours = hour_numbers(_names(root, "Hours_List", "Hour"))

    def table(self, activities: list[_Node], note: str) -> TimetableTable:
        cells, spots, skipped = [], {}, []
        for one in activities:
            ident = one.get("Id")
            if one.get("Active").casefold() not in _YES:
                skipped.append((one.line, f"занятие № {ident} в FET выключено"))
                continue
            if not one.all("Students"):
                skipped.append((one.line, f"занятие № {ident} без учеников"))
                continue
            cells.append(self._line(one, ident))
            spots[len(cells)] = Spot(self._name, "", one.line)
        students = [_tree(year) for part in self._root.all("Students_List") for year in part.all("Year")]
        source = Source("Занятие", spots, Sets.of(students))
        return make_table(self._name, note, cells, source, skipped, self._notes())

    def _line(self, one: _Node, ident: str) -> list[str]:
        place = self._places.get(ident)
        duration = int(one.get("Duration")) if one.get("Duration").isdecimal() else 1
        hour = self._hours.get(place.hour) if place else None
        return [
            f"№ {ident}",
            self._days.get(place.day, place.day) if place else UNPLACED,
            "" if place is None else place.hour if hour is None else lessons_text(hour, duration),
            "+".join(part.text for part in one.all("Students")),
            one.get("Subject"),
            "+".join(part.text for part in one.all("Teacher")),
            self._rooms.get(ident, ""),
        ]

    def _notes(self) -> tuple[str, ...]:
        if all(name == str(number) for name, number in self._hours.items()):
            return ()
        return (hours_note(self._hours),)


def hours_note(hours: Mapping[str, int]) -> str:
    """How a program's names of hours were understood: «Уроки по порядку: 1 — 07:30, 2 — 08:15»."""
    return "Уроки по порядку: " + ", ".join(f"{number} — {name}" for name, number in hours.items()) + "."


def _names(root: _Node, part: str, one: str) -> list[str]:
    """Names of days or hours: each in an element of its own, or (older files) one after the other."""
    found = []
    for held in root.all(part):
        for node in held.below:
            name = node.get("Name") if node.tag == one else node.text if node.tag == "Name" else ""
            found += [name] if name else []
    return found


def _tree(node: _Node) -> Tree:
    return Tree(node.get("Name"), tuple(_tree(one) for one in node.all("Group", "Subgroup")))


class _Reader:
    """Reads XML into nodes with their line numbers; what is no part of a timetable is passed over."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._stack: list[_Node] = []
        self._root: _Node | None = None
        self._passed = 0

    def read(self, data: bytes) -> _Node:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = lambda tag, attributes: self._start(tag, attributes, parser.CurrentLineNumber)
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.EntityDeclHandler = self._refuse_entity
        try:
            parser.Parse(data, True)
        except (expat.ExpatError, ValueError, LookupError) as why:
            line = parser.CurrentLineNumber
            raise BadInput(
                f"Файл «{self._name}» повреждён: строка {line} не читается.",
                "Скопируйте его ещё раз или сохраните из FET заново.",
            ) from why
        if self._root is None:
            raise BadInput(f"Файл «{self._name}» пустой.", "Выберите другой файл.")
        return self._root

    def _start(self, tag: str, attributes: Mapping[str, str], line: int) -> None:
        within = self._stack[-1].tag if self._stack else ""
        if self._passed or (within in _LISTS and tag.rpartition(":")[2] not in _PLACED):
            self._passed += 1
            return
        node = _Node(tag.rpartition(":")[2], line, attributes=attributes)
        if self._stack:
            self._stack[-1].below.append(node)
        else:
            self._root = node
        self._stack.append(node)

    def _end(self, _tag: str) -> None:
        if self._passed:
            self._passed -= 1
        else:
            self._stack.pop()

    def _text(self, text: str) -> None:
        if not self._passed and self._stack:
            self._stack[-1].parts.append(text)

    def _refuse_entity(self, *_: object) -> None:
        raise BadInput(
            f"Файл «{self._name}» не из FET: в нём есть определения сущностей XML.",
            "Сохраните расписание из FET заново.",
        )
