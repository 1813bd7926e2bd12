"""A whole school as it was read, from whichever file: the rows, and one table of them all to be shown to a person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ezh_desktop.domain.incoming_school import ClassRow, CourseRow, MemberRow, SchoolRows, StaffRow
from ezh_desktop.domain.russian import dotted
from ezh_desktop.domain.timetable import room_words
from ezh_desktop.domain.typed import hours_text
from ezh_desktop.exchange.headers import Layout
from ezh_desktop.exchange.tables import Line, Sheet

HEADINGS: Final = ("Что", "Класс", "Имя или предмет", "Подгруппа", "Учитель, руководитель", "Остальное")
LAYOUT: Final = Layout({}, (), dict(enumerate(HEADINGS)))


@dataclass(frozen=True, slots=True)
class SchoolTable:
    """The rows with the table a person is shown, what was left out and why, and how the file was understood."""

    sheet: Sheet
    rows: SchoolRows
    skipped: tuple[tuple[int, str], ...] = ()
    notes: tuple[str, ...] = ()


def make_table(
    file: str, rows: SchoolRows, skipped: Sequence[tuple[int, str]] = (), notes: Sequence[str] = (), note: str = ""
) -> SchoolTable:
    """The table of these rows: staff, classes, pupils, subjects; each row gets its line in it."""
    lines: list[tuple[str, ...]] = []

    def at(cells: tuple[str, ...]) -> int:
        lines.append(cells)
        return len(lines)

    staff = tuple(replace(one, line=at(_staff(one))) for one in rows.staff)
    classes = tuple(replace(one, line=at(_class(one))) for one in rows.classes)
    places: dict[int, int] = {}
    members = []
    for one in rows.members:
        members.append(replace(one, line=at(_member(one))))
        places[one.line] = members[-1].line
    courses = tuple(
        replace(one, line=at(_course(one)), members=tuple(places[line] for line in one.members)) for one in rows.courses
    )
    sheet = Sheet(file, "", tuple(Line(number, cells) for number, cells in enumerate(lines, 1)), note)
    return SchoolTable(sheet, SchoolRows(staff, classes, tuple(members), courses), tuple(skipped), tuple(notes))


def _staff(one: StaffRow) -> tuple[str, ...]:
    return "сотрудник", "", one.name, "", "", one.post


def _class(one: ClassRow) -> tuple[str, ...]:
    rest = _joined((f"смена {one.shift}" if one.shift != 1 else "", room_words(one.room)))
    return "класс", one.name, "", "", one.leader, rest


def _member(one: MemberRow) -> tuple[str, ...]:
    pupil = one.pupil
    name = " ".join(part for part in (pupil.surname, pupil.given, pupil.patronymic) if part)
    birth = dotted(pupil.birth) if pupil.birth else ""
    return "ученик", one.school_class, name, "", "", _joined((birth, *(line.name for line in pupil.guardians)))


def _course(one: CourseRow) -> tuple[str, ...]:
    hours = f"{hours_text(one.hours_tenths)} ч" if one.hours_tenths else ""
    return "предмет", ", ".join(one.classes), one.subject, one.subgroup, ", ".join(one.teachers), hours


def _joined(parts: Iterable[str]) -> str:
    return ", ".join(part for part in parts if part)
