"""Whom a table of a class means by its names: the patronymic decides between two pupils of one name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Final

from ezh_desktop.domain.incoming import Flaw
from ezh_desktop.domain.names import PersonName, name_key
from ezh_desktop.errors import BadInput
from ezh_desktop.services.office import FileOffice
from ezh_desktop.storage.reading.classlist import read_class_list
from ezh_desktop.storage.reading.places import read_class_names, read_year

_NEAR: Final = 0.75


@dataclass(frozen=True)
class ClassList:
    """A class as its tables are read: `name` for messages, the pupils by id and by short name."""

    school_class: int
    name: str
    pupils: dict[int, PersonName]
    _short: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        """Index the names."""
        for pupil, name in self.pupils.items():
            self._short[name_key(name.short)].append(pupil)

    def find(self, name: PersonName) -> int | Flaw:
        """The pupil; a flaw with advice when nobody or several could be meant."""
        near = self._short.get(name_key(name.short), [])
        whole = [one for one in near if name_key(self.pupils[one].patronymic) == name_key(name.patronymic)]
        found = whole if len(whole) == 1 else near
        if len(found) == 1:
            return found[0]
        if found:
            return Flaw(f"В {self.name} несколько учеников с этим именем.", "Добавьте отчество.")
        like = get_close_matches(name_key(name.short), self._short, n=1, cutoff=_NEAR)
        if like:
            return Flaw(f"Такого ученика в {self.name} нет.", f"Есть {self.pupils[self._short[like[0]][0]].short}.")
        return Flaw(f"Такого ученика в {self.name} нет.", "Проверьте фамилию и имя.")


def class_list(office: FileOffice, school_class: int) -> ClassList:
    """The class's list. Raises BadInput for a class that the year has not."""
    with office.reading() as db:
        year = read_year(db, office.clock.today().isoformat())
        names = dict(read_class_names(db, year.year)) if year is not None else {}
        lines = read_class_list(db, school_class)
    if school_class not in names:
        raise BadInput("Такого класса в журнале нет.", "Выберите класс.")
    pupils = {one.pupil: PersonName(one.surname, one.given, one.patronymic) for one in lines}
    return ClassList(school_class, names[school_class], pupils)


def find_class(office: FileOffice, name: str) -> int:
    """The class of that name. Raises BadInput with advice."""
    with office.reading() as db:
        year = read_year(db, office.clock.today().isoformat())
        names = read_class_names(db, year.year) if year is not None else []
    found = next((one for one, known in names if known == name), None)
    if found is None:
        raise BadInput(f"Класса {name} в журнале нет.", f"Есть: {', '.join(_names(names)) or 'ни одного'}.")
    return found


def _names(found: Sequence[tuple[int, str]]) -> list[str]:
    return [name for _, name in found]
