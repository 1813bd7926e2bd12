"""«Общие сведения об обучающихся» (5.28–5.32) and «Сведения о занятиях в кружках, секциях, клубах» of a class."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class GeneralRow:
    """A pupil's card. `guardians` are lines, one a parent; `home` is address and telephone.

    `arrived` and `left` say where from and to, the day and the order; empty of who was here all year.
    """

    pupil: int
    number: int
    name: str
    birth: date | None
    file_number: str
    guardians: tuple[str, ...]
    home: str
    arrived: str = ""
    left: str = ""


@dataclass(frozen=True, slots=True)
class GeneralPage:
    """The cards of a class in the list's order."""

    cursor: int
    school_class: int
    class_name: str
    year_label: str
    school_name: str
    rows: tuple[GeneralRow, ...]


@dataclass(frozen=True, slots=True)
class Club:
    """A club, section or extracurricular group that a pupil goes to."""

    title: str
    place: str
    leader: str
    span: str


@dataclass(frozen=True, slots=True)
class ClubRow:
    """A pupil with the clubs in order; without any the row says so."""

    pupil: int
    number: int
    name: str
    clubs: tuple[Club, ...]


@dataclass(frozen=True, slots=True)
class ClubsPage:
    """Clubs of the pupils of a class in the list's order."""

    cursor: int
    school_class: int
    class_name: str
    year_label: str
    school_name: str
    rows: tuple[ClubRow, ...]
