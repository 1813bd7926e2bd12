"""The pupils that the journal knows, as an import compares its rows with them; the year and class they come into."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from ezh_desktop.domain.calendar import AcademicYear
from ezh_desktop.domain.change import Change, EntryRef, Row
from ezh_desktop.domain.ids import NewId
from ezh_desktop.domain.names import ClassName
from ezh_desktop.errors import BadInput
from ezh_desktop.services.year_setup import HALVES_TITLE, LAST_GRADE_TITLE, QUARTERS_TITLE, first_grade_break
from ezh_desktop.storage.reading.places import YearLine, read_year
from ezh_desktop.storage.reading.rows import Readable, row, rows, stands

CARD: Final = ("surname", "given", "patronymic", "gender", "name_key", "birth", "file_number", "address", "phone")
_HALF_YEAR_GRADES: Final = range(10, 12)


@dataclass(frozen=True, slots=True)
class Known:
    """A pupil of the journal: the card, its last entry, and the classes (id → name) the pupil is in now.

    `loose`: the pupil never was in a class, because the act that entered them was undone.
    """

    pupil: int
    card: Row
    base: EntryRef
    classes: Mapping[int, str]
    guardians: tuple[KnownGuardian, ...] = ()
    loose: bool = False


class KnownGuardian(NamedTuple):
    """A parent as the journal has them."""

    guardian: int
    name: str
    relation: str
    phone: str
    base: EntryRef


@dataclass(frozen=True, slots=True)
class Group:
    """The class the rows come into. `made` is what makes it, or opens it again when it was ended; else empty."""

    school_class: int
    name: ClassName
    year: YearLine
    last_number: int
    made: tuple[Change, ...] = ()
    members: frozenset[int] = field(default_factory=frozenset)


def read_group(db: Readable, name: ClassName, today: str, new_id: NewId) -> Group:
    """The class of this year, or the changes that make it. Raises BadInput without a year."""
    year = demand_year(db, today)
    found = row(
        db,
        "SELECT id, ended, entry_session, entry_seq FROM school_class WHERE year = ? AND name = ?",
        year.year,
        str(name),
    )
    if found is None:
        school_class = new_id()
        return Group(school_class, name, year, 0, tuple(class_changes(db, name, year, (school_class, new_id))))
    school_class, ended, session, seq = found
    made = _opened_again(name, year, (school_class, new_id), EntryRef(session, seq)) if ended else ()
    listed = f"FROM membership AS m WHERE school_class = ? AND {stands('m')}"
    members = rows(db, f"SELECT pupil {listed} AND (end IS NULL OR end >= ?)", school_class, today)
    last = row(db, f"SELECT coalesce(max(list_number), 0) {listed}", school_class)[0]
    return Group(school_class, name, year, int(last), made, frozenset(one[0] for one in members))


def demand_year(db: Readable, today: str) -> YearLine:
    """The school year of that day; BadInput when the journal has none or it is closed."""
    year = read_year(db, today)
    if year is None:
        raise BadInput("В журнале ещё нет учебного года.", "Сначала создайте учебный год.")
    if year.state != "open":
        raise BadInput(f"Учебный год {year.label} закрыт.", "Вносить можно только в открытый год.")
    return year


def class_changes(db: Readable, name: ClassName, year: YearLine, ids: tuple[int, NewId]) -> list[Change]:
    """What makes a class: its row with the usual terms of its grade, and the February break of grade 1."""
    school_class, new_id = ids
    title = LAST_GRADE_TITLE if name.grade == 9 else HALVES_TITLE if name.grade in _HALF_YEAR_GRADES else QUARTERS_TITLE
    schemes = rows(db, "SELECT id, title FROM term_scheme WHERE year = ? ORDER BY id", year.year)
    if not schemes:
        raise BadInput("В учебном году нет ни одной четверти.", "Введите даты четвертей или полугодий.")
    scheme = next((ident for ident, text in schemes if text == title), schemes[0][0])
    values: Row = {"year": year.year, "grade": name.grade, "letter": name.letter, "name": str(name), "scheme": scheme}
    rest: Row = {"ungraded_until": None, "shift": 1, "room": "", "ended": 0}
    made = [Change("school_class", (school_class,), None, {**values, **rest}, school_class)]
    return [*made, *_first_grade_break(name, year, school_class, new_id)]


def _opened_again(name: ClassName, year: YearLine, ids: tuple[int, NewId], seen: EntryRef) -> tuple[Change, ...]:
    """What opens an ended class again: a year has one class of a name, and an undone import leaves it ended."""
    school_class, new_id = ids
    opened = Change("school_class", (school_class,), {"ended": 1}, {"ended": 0}, school_class, seen)
    return (opened, *_first_grade_break(name, year, school_class, new_id))


def _first_grade_break(name: ClassName, year: YearLine, school_class: int, new_id: NewId) -> list[Change]:
    if name.grade != 1:
        return []
    return first_grade_break(new_id, year.year, AcademicYear.from_label(year.label), [school_class])


def read_known(db: Readable, today: str) -> list[Known]:
    """Every pupil of the journal with card, parents and present classes."""
    classes: defaultdict[int, dict[int, str]] = defaultdict(dict)
    for pupil, school_class, name in rows(
        db,
        "SELECT m.pupil, k.id, k.name FROM membership AS m JOIN school_class AS k ON k.id = m.school_class"
        " JOIN academic_year AS y ON y.id = k.year WHERE (m.end IS NULL OR m.end >= ?) AND y.end >= ? AND k.ended = 0",
        today,
        today,
    ):
        classes[pupil][school_class] = name
    guardians: defaultdict[int, list[KnownGuardian]] = defaultdict(list)
    for pupil, ident, name, relation, phone, session, seq in rows(
        db,
        "SELECT pupil, id, name, relation, phone, entry_session, entry_seq FROM guardian WHERE ended = 0"
        " ORDER BY position",
    ):
        guardians[pupil].append(KnownGuardian(ident, name, relation, phone, EntryRef(session, seq)))
    ever = f"SELECT DISTINCT pupil FROM membership AS m WHERE {stands('m')}"  # noqa: S608 - a condition of our own
    once = {one[0] for one in rows(db, ever)}
    cards = rows(db, f"SELECT id, entry_session, entry_seq, {', '.join(CARD)} FROM pupil")  # noqa: S608 - our own names
    return [
        Known(
            pupil=ident,
            card=dict(zip(CARD, card, strict=True)),
            base=EntryRef(session, seq),
            classes=classes[ident],
            guardians=tuple(guardians[ident]),
            loose=ident not in once,
        )
        for ident, session, seq, *card in cards
    ]
