"""The list of a class on a day with its movement (список на дату, 4.3.4), and a pupil's marks to be taken along."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class RosterLine(NamedTuple):
    """A pupil of the list; full name, as 5.3 wants it."""

    pupil: int
    number: int
    name: str
    birth: date | None
    file_number: str


@dataclass(frozen=True, slots=True)
class Roster:
    """A class on `day`: who is there, and how many began, came and left in the year up to that day."""

    school_class: int
    class_name: str
    year_label: str
    school_name: str
    day: date
    lines: tuple[RosterLine, ...]
    began: int
    arrived: int
    left: int

    @property
    def movement(self) -> str:
        """«На начало года 24, прибыло 2, выбыло 1, на эту дату 25»."""
        came = f"прибыло {self.arrived}, выбыло {self.left}"
        return f"На начало года {self.began}, {came}, на эту дату {len(self.lines)}"


class ExtractSubject(NamedTuple):
    """A subject with the current marks of the term that runs, their mean, and the period marks in order."""

    name: str
    teacher: str
    marks: tuple[str, ...]
    mean: str
    periods: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Extract:
    """The current marks of one pupil (выписка текущих отметок); `leaving` is «Выбыла 03.12.2026, пр. № 41-у» or "".

    `leader` and `director` are full names; `director_post` is «Директор» or «И. о. директора».
    """

    name: str
    class_name: str
    year_label: str
    school_name: str
    day: date
    term: str
    leaving: str
    leader: str
    absent: int
    held: int
    subjects: tuple[ExtractSubject, ...]
    director: str = ""
    director_post: str = "Директор"


@dataclass(frozen=True, slots=True)
class Extracts:
    """Extracts of several pupils of a class, a sheet each."""

    class_name: str
    year_label: str
    school_name: str
    all: tuple[Extract, ...]
