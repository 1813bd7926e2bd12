"""Timetables as they go on paper: the week of a class or teacher with what changes later, the board of the school."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class WeekHour:
    """One hour of a day; `subject` is empty when it is free. `time` is «8.30–9.15», empty without a bell."""

    number: int
    time: str
    subject: str
    room: str


@dataclass(frozen=True, slots=True)
class WeekChange:
    """What changes from a day to a day: «Вторник, 5-й урок: Физика (было: География)», and by whose order."""

    start: date
    end: date
    what: str
    order: str = ""


@dataclass(frozen=True, slots=True)
class WeekPage:
    """The timetable that holds since a day. `days` are the hours from Monday on.

    `class_name` is empty for a teacher, `whose` is «7А класс» or the teacher's full name.
    """

    school_name: str
    class_name: str
    year_label: str
    whose: str
    since: date
    days: tuple[tuple[WeekHour, ...], ...]
    changes: tuple[WeekChange, ...] = ()
    odd_since: date | None = None
    """The Monday of the first odd week, where some hour is held in every other one."""


@dataclass(frozen=True, slots=True)
class BoardPage:
    """The timetables of all classes side by side. `cells` are the words of (class, weekday, number)."""

    school_name: str
    class_name: str
    year_label: str
    day: date
    week_days: int
    numbers: tuple[int, ...]
    classes: tuple[str, ...]
    cells: Mapping[tuple[str, int, int], str]
    odd_since: date | None = None
    """See `WeekPage.odd_since`."""
