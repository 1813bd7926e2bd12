"""The demo school's staff: who holds which post, who teaches what to whom, who leads which class."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from ezh_desktop.domain.kinds import SubjectKind as Kind
from ezh_desktop.domain.names import PersonName
from ezh_desktop.domain.rights_table import Role
from ezh_desktop.storage.protocol import Signer


@dataclass(frozen=True, slots=True)
class Seat:
    """A place in the staff: its key here, the post, and the name where the seat has a fixed one."""

    key: str
    post: str
    female: bool = True
    name: PersonName | None = None


@dataclass(slots=True)
class Member:
    """A member of staff as an author of acts: person, account, signing key, roles."""

    seat: Seat
    person: int
    account: int
    name: PersonName
    signer: Signer
    roles: tuple[Role, ...] = ()

    @property
    def computer(self) -> str:
        """The computer named in the member's sessions."""
        return "Учительская" if Role.SUBJECT_TEACHER in self.roles else "Канцелярия"


DIRECTOR: Final = "director"
DEPUTY: Final = "deputy"
MEDIC: Final = "medic"
LEADER: Final = "class_teacher"
TEACHER: Final = "teacher"
ADMIN: Final = "admin"

LOGIN_SEATS: Final = (
    Seat(DIRECTOR, "Директор", female=True, name=PersonName("Орлова", "Татьяна", "Викторовна")),
    Seat(DEPUTY, "Заместитель директора по УВР", name=PersonName("Морозова", "Ирина", "Павловна")),
    Seat(LEADER, "Учитель русского языка и литературы", name=PersonName("Белова", "Ольга", "Сергеевна")),
    Seat(TEACHER, "Учитель математики", name=PersonName("Соколова", "Наталья", "Викторовна")),
    Seat(MEDIC, "Медицинская сестра", name=PersonName("Громова", "Светлана", "Юрьевна")),
)
"""The seats of people who can sign in, besides the administrator; the key is the login."""

OTHER_SEATS: Final = (
    Seat("primary_1", "Учитель начальных классов"),
    Seat("primary_2", "Учитель начальных классов"),
    Seat("primary_3", "Учитель начальных классов"),
    Seat("primary_4", "Учитель начальных классов"),
    Seat("russian_1", "Учитель русского языка и литературы"),
    Seat("russian_2", "Учитель русского языка и литературы"),
    Seat("mathematics_1", "Учитель математики"),
    Seat("mathematics_2", "Учитель математики", female=False),
    Seat("english_1", "Учитель английского языка"),
    Seat("english_2", "Учитель английского языка"),
    Seat("english_3", "Учитель английского языка"),
    Seat("informatics", "Учитель информатики", female=False),
    Seat("physics", "Учитель физики", female=False),
    Seat("chemistry", "Учитель химии"),
    Seat("biology", "Учитель биологии"),
    Seat("geography", "Учитель географии"),
    Seat("history_1", "Учитель истории и обществознания"),
    Seat("history_2", "Учитель истории и обществознания", female=False),
    Seat("work_boys", "Учитель труда", female=False),
    Seat("work_girls", "Учитель труда"),
    Seat("music", "Учитель музыки"),
    Seat("art", "Учитель изобразительного искусства"),
    Seat("sport_1", "Учитель физической культуры", female=False),
    Seat("sport_2", "Учитель физической культуры"),
)

CLASSES: Final = ("7А", "7Б", "9А", "5А", "1А", "8А", "6А", "2А", "3А", "4А")
"""Which classes a smaller demo school has: the first ones of this order."""

LEADERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "1А": "primary_1",
        "2А": "primary_2",
        "3А": "primary_3",
        "4А": "primary_4",
        "5А": "russian_2",
        "6А": "mathematics_1",
        "7А": LEADER,
        "7Б": "russian_1",
        "8А": "history_2",
        "9А": "mathematics_2",
    }
)
"""Class → its class teacher (классный руководитель)."""

WORK_SUBGROUPS: Final = ("мальчики", "девочки")
SUBGROUPS: Final = ("1-я группа", "2-я группа")

_SENIOR: Final = ("5А", "6А", "7А", "7Б", "8А", "9А")
_PRIMARY_KINDS: Final = frozenset(
    {
        Kind.RUSSIAN,
        Kind.LITERARY_READING,
        Kind.MATHEMATICS,
        Kind.WORLD_AROUND,
        Kind.RELIGIOUS_CULTURES,
        Kind.TECHNOLOGY,
        Kind.ART,
    }
)


def _each(names: str, *keys: str) -> dict[str, tuple[str, ...]]:
    return dict.fromkeys(names.split(), keys)


_TEACHERS: Final[Mapping[Kind, Mapping[str, tuple[str, ...]]]] = MappingProxyType(
    {
        Kind.RUSSIAN: _each("5А 6А", "russian_2") | _each("7А", LEADER) | _each("7Б 8А 9А", "russian_1"),
        Kind.LITERATURE: _each("5А 6А", "russian_2") | _each("7А 7Б 8А 9А", "russian_1"),
        Kind.MATHEMATICS: _each("5А 6А", "mathematics_1"),
        Kind.ALGEBRA: _each("7А 7Б", TEACHER) | _each("8А", "mathematics_1") | _each("9А", "mathematics_2"),
        Kind.GEOMETRY: _each("7А 7Б 9А", "mathematics_2") | _each("8А", "mathematics_1"),
        Kind.STATISTICS: _each("7А 7Б 9А", "mathematics_2") | _each("8А", "mathematics_1"),
        Kind.HISTORY: _each("5А 6А 9А", "history_1") | _each("7А 7Б 8А", "history_2"),
        Kind.SOCIAL_STUDIES: _each("9А", "history_1"),
        Kind.MORAL_CULTURE: _each("5А", "history_1"),
        Kind.GEOGRAPHY: _each(" ".join(_SENIOR), "geography"),
        Kind.PHYSICS: _each("7А 7Б 8А 9А", "physics"),
        Kind.CHEMISTRY: _each("8А 9А", "chemistry"),
        Kind.BIOLOGY: _each(" ".join(_SENIOR), "biology"),
        Kind.ART: _each("5А 6А 7А 7Б", "art"),
        Kind.MUSIC: _each("1А 2А 3А 4А 5А 6А 7А 7Б 8А", "music"),
        Kind.SAFETY: _each("8А 9А", "work_boys"),
        Kind.PHYSICAL_EDUCATION: _each("1А 2А 3А 4А", "sport_2")
        | _each("5А 7А 7Б 8А 9А", "sport_1")
        | _each("6А", "sport_1", "sport_2"),
    }
)
_HALVES: Final[Mapping[Kind, Mapping[str, tuple[str, ...]]]] = MappingProxyType(
    {
        Kind.FOREIGN_LANGUAGE: _each("2А 3А 4А 5А", "english_1", "english_2")
        | _each("6А 7А", "english_1", "english_3")
        | _each("7Б 8А 9А", "english_3", "english_2"),
        Kind.INFORMATICS: _each("7А 7Б 8А 9А", "informatics", "physics"),
        Kind.TECHNOLOGY: _each(" ".join(_SENIOR), "work_boys", "work_girls"),
    }
)


def teachers_of(kind: Kind, class_name: str, *, subgroups: bool) -> list[tuple[str, ...]]:
    """The seats that teach a subject in a class: one tuple a course, so two for subgroups.

    A tuple of two seats is one course with two teachers («Физическая культура» in 6А).
    """
    if subgroups:
        return [(key,) for key in _HALVES[kind][class_name]]
    if class_name[0] in "1234" and kind in _PRIMARY_KINDS:
        return [(LEADERS[class_name],)]
    return [_TEACHERS[kind][class_name]]
