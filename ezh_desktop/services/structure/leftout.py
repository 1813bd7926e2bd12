"""Who of a class is in no subgroup of a divided subject: such a pupil stands on no page of it, and nobody sees that.

Subjects that some of the class choose are divided too: only where at least half of the class is in subgroups is the
rest taken for forgotten.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from ezh_desktop.domain.away import is_home_group
from ezh_desktop.domain.russian import first_of, plural
from ezh_desktop.services.office import FileOffice
from ezh_desktop.storage.reading.rows import Readable, rows

_SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A pupil of a class with the divided subjects of which he or she has no page."""

    name: str
    class_name: str
    subjects: tuple[str, ...]


def read_left_out(db: Readable, year: int, day: str, school_class: int = 0) -> tuple[LeftOut, ...]:
    """Those of a class, 0: of all classes of the year, who are on its list on that day or later."""
    groups = [one for one in rows(db, _GROUPS, year, school_class, school_class) if not is_home_group(one[2])]
    pages = {(one, subject): name for one, subject, _, name in groups}
    inside = {tuple(one) for one in rows(db, _INSIDE, year, day)}
    lists: defaultdict[int, dict[int, tuple[str, str]]] = defaultdict(dict)
    for one, pupil, name, class_name in rows(db, _PUPILS, year, day, school_class, school_class):
        lists[one].setdefault(pupil, (name, class_name))
    found: defaultdict[tuple[int, int], list[str]] = defaultdict(list)
    for (one, subject), name in pages.items():
        forgotten = [pupil for pupil in lists[one] if (one, pupil, subject) not in inside]
        if 2 * len(forgotten) <= len(lists[one]):
            for pupil in forgotten:
                found[one, pupil].append(name)
    return tuple(LeftOut(*lists[one][pupil], tuple(names)) for (one, pupil), names in found.items())


def left_out_words(office: FileOffice, year: int, classes: Collection[int]) -> str:
    """«Не в подгруппе ученик: Зотов Илья (7А Информатика). Распределите …» of some classes, "" of nobody."""
    day = office.clock.today().isoformat()
    with office.reading() as db:
        found = [one for school_class in sorted(classes) for one in read_left_out(db, year, day, school_class)]
    if not found:
        return ""
    who = plural(len(found), "Не в подгруппе ученик", "Не в подгруппах ученики", "Не в подгруппах ученики")
    told = [f"{one.name} ({one.class_name}: {', '.join(one.subjects)})" for one in found]
    return f"{who}: {first_of(told, _SHOWN)}. Распределите: «Предметы и учителя», «Подгруппы»."


_GROUPS: Final = (
    "SELECT k.school_class, c.subject, c.subgroup, s.name FROM course AS c JOIN course_class AS k ON k.course = c.id"
    " AND k.ended = 0 JOIN subject AS s ON s.id = c.subject"
    " WHERE c.year = ? AND c.ended = 0 AND c.subgroup <> '' AND (? = 0 OR k.school_class = ?) ORDER BY s.position"
)
_INSIDE: Final = (
    "SELECT DISTINCT k.school_class, m.pupil, c.subject FROM subgroup_member AS m JOIN course AS c ON c.id = m.course"
    " JOIN course_class AS k ON k.course = c.id WHERE c.year = ? AND c.ended = 0 AND (m.end IS NULL OR m.end >= ?)"
)
_PUPILS: Final = (
    "SELECT m.school_class, p.id, p.surname || ' ' || p.given, g.name FROM membership AS m"
    " JOIN pupil AS p ON p.id = m.pupil JOIN school_class AS g ON g.id = m.school_class"
    " WHERE g.year = ? AND (m.end IS NULL OR m.end >= ?) AND (? = 0 OR g.id = ?)"
    " ORDER BY g.grade, g.letter, m.list_number"
)
