"""FET's timetable as CSV (`NAME_timetable.csv`): a row for each hour, with the lists that FET writes beside it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final

from ezh_desktop.domain.incoming import Spot
from ezh_desktop.errors import BadInput
from ezh_desktop.exchange.fet import hours_note
from ezh_desktop.exchange.fetstudents import Sets, Tree
from ezh_desktop.exchange.tables import Line, Sheet, column_letter, file_bytes, text_sheet
from ezh_desktop.exchange.timetable import (
    Source,
    TimetableTable,
    day_names,
    hour_numbers,
    make_table,
)

TIMETABLE: Final = "_timetable.csv"
STUDENTS: Final = "_students.csv"
_HEADS: Final = MappingProxyType(
    {
        "activity id": "unit",
        "day": "day",
        "hour": "hour",
        "students sets": "classes",
        "subject": "subject",
        "teachers": "teachers",
        "room": "room",
    }
)
_NEEDED: Final = frozenset({"day", "hour", "classes", "subject"})
_OF_ACTIVITIES: Final = frozenset({"students sets", "subject", "total duration", "split duration"})
_OTHER_LISTS: Final = (
    _OF_ACTIVITIES,
    frozenset({"year", "group", "subgroup"}),
    frozenset({"teacher", "comments"}),
    frozenset({"subject", "comments"}),
)


def is_fet_csv(sheet: Sheet) -> bool:
    """Whether the sheet is FET's timetable by its header."""
    return bool(sheet.lines) and set(_columns(sheet.lines[0])) >= _NEEDED


def is_other_list(sheet: Sheet) -> bool:
    """Whether the sheet is another of FET's lists, which says nothing of days and hours."""
    heads = {_head(cell) for cell in sheet.lines[0].cells} if sheet.lines else set()
    return any(one <= heads for one in _OTHER_LISTS)


def refuse_other_list(name: str, sheet: Sheet) -> None:
    """Raise BadInput for another of FET's lists."""
    if is_other_list(sheet):
        raise BadInput(
            f"«{name}» — список FET, а не расписание: дней и уроков в нём нет.",
            "Выберите файл, который FET положил рядом: его название кончается на «_timetable.csv».",
        )


def read_fet_csv(sheet: Sheet, students: Sheet | None) -> TimetableTable:
    """The timetable of the sheet; `students` is the list of years, groups and subgroups, if it lies beside it."""
    head, *lines = sheet.lines
    columns = _columns(head)
    days = day_names(_distinct(lines, columns["day"]))
    names = _distinct(lines, columns["hour"])
    hours = _hours(names)
    cells, spots, skipped = [], {}, []
    for line in lines:
        if line.at(columns["classes"]) == "":
            skipped.append((line.number, "занятие без учеников"))
            continue
        cells.append(_cells(line, columns, days, hours))
        spots[len(cells)] = Spot(sheet.file, sheet.name, line.number)
    letters = {field: column_letter(column) for field, column in columns.items()}
    source = Source("Занятие", spots, Sets.of(read_students_list(students) if students else ()), letters)
    notes = () if all(name == str(number) for name, number in hours.items()) else (hours_note(hours),)
    return make_table(sheet.file, _note(sheet, students), cells, source, skipped, notes)


def beside(path: Path) -> Sheet | None:
    """FET's list of students that lies beside a timetable; None when there is none that can be read."""
    if not path.name.casefold().endswith(TIMETABLE):
        return None
    list_path = path.with_name(path.name[: -len(TIMETABLE)] + STUDENTS)
    try:
        sheet = text_sheet(list_path.name, file_bytes(list_path), file_bytes(path))
    except BadInput:
        return None
    return sheet if sheet.lines else None


def read_students_list(sheet: Sheet) -> list[Tree]:
    """The years of FET's list of students, with their groups and subgroups."""
    at = {_head(cell): column for column, cell in enumerate(sheet.lines[0].cells)}
    years: dict[str, dict[str, list[str]]] = {}
    for line in sheet.lines[1:]:
        year, group, subgroup = (str(line.at(at[key])) if key in at else "" for key in ("year", "group", "subgroup"))
        groups = years.setdefault(year, {})
        if group:
            groups.setdefault(group, []).extend([subgroup] if subgroup else [])
    return [
        Tree(year, tuple(Tree(group, tuple(map(Tree, below))) for group, below in groups.items()))
        for year, groups in years.items()
        if year
    ]


def _note(sheet: Sheet, students: Sheet | None) -> str:
    beside_it = f"состав классов из «{students.file}»" if students else ""
    return ", ".join(part for part in (sheet.note, beside_it) if part)


def _head(cell: object) -> str:
    return " ".join(str(cell).casefold().split())


def _columns(head: Line) -> dict[str, int]:
    found: dict[str, int] = {}
    for column, cell in enumerate(head.cells):
        field = _HEADS.get(_head(cell))
        if field is not None:
            found.setdefault(field, column)
    return found


def _distinct(lines: Sequence[Line], column: int) -> list[str]:
    return list(dict.fromkeys(str(line.at(column)) for line in lines if line.at(column) != ""))


def _hours(names: Sequence[str]) -> dict[str, int]:
    """Name of an hour → number of the lesson: its own number, else its place among the times of the day."""
    times = all(name[:1].isdecimal() and ":" in name for name in names)
    return hour_numbers(sorted(names, key=_minutes) if times else names)


def _minutes(name: str) -> int:
    hours, _, rest = name.partition(":")
    return int(hours) * 60 + int("".join(char for char in rest[:2] if char.isdecimal()) or 0)


def _cells(line: Line, columns: dict[str, int], days: dict[str, str], hours: dict[str, int]) -> list[str]:
    unit, day, hour, classes, subject, teachers, room = (
        str(line.at(columns[field])) if field in columns else "" for field in _HEADS.values()
    )
    number = f"№ {unit}" if unit else ""
    return [number, days.get(day, day), str(hours.get(hour, hour)), classes, subject, teachers, room]
