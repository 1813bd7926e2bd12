"""The subjects of the school (предметы) in the order of their pages: named as the curriculum has them (5.1)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ezh_desktop.domain.change import Key, Row
from ezh_desktop.domain.kinds import kind_of
from ezh_desktop.domain.names import name_key
from ezh_desktop.domain.rights_table import Thing
from ezh_desktop.domain.rules import refuse_subject_name
from ezh_desktop.services.ids import system_ids
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.structure.base import NEW, Line, Lines, Plan, Stored, Work, asks, read_stored
from ezh_desktop.services.structure.courses import NO, YES
from ezh_desktop.storage.reading.rows import rows

ACTION: Final = "subject.write"
TABLE: Final = "subjects"


@dataclass(frozen=True, slots=True)
class SubjectsPage:
    """The subjects of the school in their order; how many courses each has."""

    lines: Lines
    subjects: Mapping[Key, Stored]
    courses: Mapping[int, int]


def read_subjects(office: FileOffice) -> SubjectsPage:
    """The subjects that are taught."""
    with office.reading() as db:
        found = read_stored(db, "subject", "ended = 0")
        used = dict(rows(db, "SELECT subject, count(*) FROM course WHERE ended = 0 GROUP BY subject"))
    listed = sorted(found.values(), key=lambda one: (one.number("position"), one.text("name_key")))
    lines = tuple(_subject_line(one, used.get(one.key[0], 0)) for one in listed)
    counted: defaultdict[int, int] = defaultdict(int, used)
    return SubjectsPage(lines, found, counted)


def _subject_line(one: Stored, used: int) -> Line:
    name = one.text("name")
    texts = {
        "name": name,
        "graded": YES if one.number("graded") else NO,
        "traits": subject_traits(name),
        "used": str(used or ""),
    }
    return Line(int(one.key[0]), texts)


def subject_traits(name: str) -> str:
    """What the regulation asks of a subject of that name, in words (5.5, 5.20)."""
    traits = kind_of(name).traits
    words = (
        (traits.double, "двойные отметки"),
        (traits.first_briefing, "инструктаж на первом уроке"),
        (traits.work_briefing, "и перед лабораторными"),
        (traits.activity_briefing, "и перед новым видом занятий"),
    )
    return " ".join(word for there, word in words if there)


def plan_subjects(office: FileOffice, page: SubjectsPage, lines: Lines) -> Plan:
    """What saving the table of subjects would do: its order is the order of pages in new journals."""
    work, seen = Work(system_ids()), dict[str, int]()
    for row, line in enumerate(lines):
        name, key = line.text("name"), name_key(line.text("name"))
        if line.ident == NEW and not name:
            continue
        refusal = refuse_subject_name(name)
        if refusal is not None:
            work.fault(TABLE, row, "name", f"{refusal.what.rstrip('.')} (п. 5.1).", refusal.remedy)
        elif key in seen:
            work.fault(
                TABLE, row, "name", f"Такой предмет уже стоит в строке {seen[key] + 1}.", "Уберите одну из строк."
            )
        seen.setdefault(key, row)
        graded = line.text("graded") or YES
        if graded not in {YES, NO}:
            work.fault(TABLE, row, "graded", "Впишите «да» или «нет».")
        fields: Row = {"name": name, "name_key": key, "kind": kind_of(name).value, "graded": int(graded == YES)}
        if line.ident == NEW:
            work.add("subject", {**fields, "position": row + 1, "ended": 0})
        else:
            work.put(page.subjects[line.ident,], {**fields, "position": row + 1})
    _end_subjects(work, page, {line.ident for line in lines})
    return work.plan(ACTION, ("school", 0), asks(office, Thing.SUBJECT))


def _end_subjects(work: Work, page: SubjectsPage, kept: set[int]) -> None:
    for (ident, *_), one in page.subjects.items():
        if ident in kept:
            continue
        if page.courses[int(ident)]:
            work.fault(TABLE, 0, "name", f"«{one.text('name')}» ведут в классах.", "Сначала уберите его из классов.")
        work.put(one, {"ended": 1})
