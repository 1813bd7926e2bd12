"""A school of two classes and five teachers for the deputy's acts of a Wednesday, 2 December 2026.

7А on Wednesdays: 2 Русский язык (class_teacher) · 3 Алгебра (teacher) · 4 Английский язык by subgroups (anna, boris).
7Б on Wednesdays: 1 Алгебра (maria) · 3 Физика (boris) · 5 Русский язык (maria).
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.pages.substitutions import DayEntry
from ezh_desktop.services.substitutions.days import read_days
from tests.factories import PUPILS, CoursePlan, School, a_class, a_school

WEDNESDAY = date(2026, 12, 2)
FRIDAY = date(2026, 12, 4)
ONE, TWO = PUPILS[:3], PUPILS[3:]


def _members(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(" ".join(name.split()[:2]) for name in names)


def a_substitution_school(path: Path) -> School:
    """The journal on the disk."""
    seventh = (
        CoursePlan("Алгебра", "teacher", (1, 3), 3),
        CoursePlan("Русский язык", "class_teacher", (1, 2, 3), 2, topics=("Причастие", "Причастный оборот")),
        CoursePlan("Английский язык", "anna", (3,), 4, subgroup="1", members=_members(ONE)),
        CoursePlan("Английский язык", "boris", (3,), 4, subgroup="2", members=_members(TWO)),
        CoursePlan("Геометрия", "teacher", (5,), 3),
    )
    other = (
        CoursePlan("Алгебра", "maria", (3,), 1),
        CoursePlan("Физика", "boris", (3,), 3),
        CoursePlan("Русский язык", "maria", (3,), 5),
    )
    classes = (a_class(courses=seventh), a_class("7Б", ("Зуев Пётр Ильич",), other, "maria"))
    return a_school(path, classes)


def entry(office: FileOffice, title: str, day: date = WEDNESDAY) -> DayEntry:
    """The lesson «7А Алгебра» in the day of the school."""
    return next(one for one in read_days(office, day).entries(day) if one.held.title == title)


def lesson(office: FileOffice, title: str, day: date = WEDNESDAY) -> int:
    """Its id."""
    return entry(office, title, day).held.lesson
