"""A timetable (расписание) that comes in from another program's file, hour by hour, before anybody is looked up.

Names of classes, subjects and teachers are as the file has them: `services.importing` finds or makes ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from ezh_desktop.domain.calendar import WeekParity
from ezh_desktop.domain.incoming import Flaw, Spot

FIELDS: Final = ("unit", "day", "hour", "classes", "subject", "teachers", "room")
"""The columns of the table a person is shown, in its order: A, B, C…"""


class Students(NamedTuple):
    """A class as the file names it, and the subgroup of it, empty for the whole class."""

    school_class: str
    subgroup: str = ""


class RowFlaw(NamedTuple):
    """What is wrong with one field of a row."""

    field: str
    flaw: Flaw


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """A row of a timetable: who meets when. FET's «activity» (занятие) may take several rows: they share `unit`.

    `lessons` are the numbers of the lessons of the day, one after the other for a double lesson. `line` is the row of
    the table that a person is shown.
    """

    spot: Spot
    line: int
    unit: str
    weekday: int
    lessons: tuple[int, ...]
    students: tuple[Students, ...]
    subject: str
    teachers: tuple[str, ...] = ()
    week: WeekParity = WeekParity.EVERY
    room: str = ""
    title: str = ""
    """How a message calls the row: «занятие № 12 (8 б, Английски)»."""
    flaws: tuple[RowFlaw, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    """Field name → letter of the column in the file, where the file has columns."""

    def shown(self, field_name: str) -> tuple[int, str]:
        """Line and letter of a field in the table a person is shown."""
        return self.line, chr(ord("A") + FIELDS.index(field_name))
