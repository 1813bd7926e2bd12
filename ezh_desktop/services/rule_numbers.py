"""The rules' numbers of the school year (числа правил): read with the regulation's defaults, changed by the deputy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ezh_desktop.domain.change import Change, EntryRef
from ezh_desktop.domain.rights import About, demand, may
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.domain.rules.numbers import NUMBERS, RuleNumbers, read_number, read_numbers
from ezh_desktop.errors import BadInput, Refusal
from ezh_desktop.services.commands import Command
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.own import Planned
from ezh_desktop.storage.reading.places import YearLine, read_settings, read_year
from ezh_desktop.storage.reading.rows import rows

ACTION: Final = "numbers.write"


@dataclass(frozen=True, slots=True)
class NumberLine:
    """One number: what it says, its clause, its value now and the regulation's own."""

    name: str
    label: str
    clause: str
    value: str
    default: str


@dataclass(frozen=True, slots=True)
class NumbersPage:
    """All numbers of a school year."""

    year_label: str
    lines: tuple[NumberLine, ...]


def numbers_in_force(office: FileOffice) -> RuleNumbers:
    """What the rules reckon with in the year that runs; without a year the regulation's own numbers."""
    with office.reading() as db:
        year = read_year(db, office.clock.today().isoformat())
        return read_numbers(read_settings(db, year.year) if year else {})


def may_set_numbers(office: FileOffice) -> bool:
    """Whether the person changes the numbers."""
    return not office.readonly and may(office.actor, Action.WRITE, _about(office))


def numbers_page(office: FileOffice) -> NumbersPage:
    """The numbers as they stand. Raises RightRefused for who may not read them, BadInput without a year."""
    demand(office.actor, Action.READ, _about(office))
    year, stored = _stored(office)
    lines = (
        NumberLine(one.name, one.label, one.clause, stored.get(one.name, (one.default, None))[0], one.default)
        for one in NUMBERS
    )
    return NumbersPage(year.label, tuple(lines))


def set_numbers(office: FileOffice, values: Mapping[str, str]) -> EntryRef:
    """Set numbers by name, as one act. Raises RuleRefused for a text that is none, Refusal when nothing changes."""
    demand(office.actor, Action.WRITE, _about(office))
    year, stored = _stored(office)
    read = {name: read_number(name, text) for name, text in values.items()}
    changes = [
        _change(year.year, name, value, stored.get(name))
        for name, value in read.items()
        if name not in stored or stored[name][0] != value
    ]
    if not changes:
        raise Refusal("Ничего не изменилось.")
    planned = tuple(Planned(one) for one in changes)
    return office.execute(Command(ACTION, ("academic_year", year.year), planned, ((Action.WRITE, _about(office)),)))


def _change(year: int, name: str, value: str, stored: tuple[str, EntryRef] | None) -> Change:
    key = (year, name)
    if stored is None:
        return Change("year_setting", key, None, {"value": value})
    return Change("year_setting", key, {"value": stored[0]}, {"value": value}, 0, stored[1])


def _stored(office: FileOffice) -> tuple[YearLine, dict[str, tuple[str, EntryRef]]]:
    with office.reading() as db:
        year = read_year(db, office.clock.today().isoformat())
        if year is None:
            raise BadInput("В журнале ещё нет учебного года.", "Сначала создайте учебный год.")
        found = rows(db, "SELECT name, value, entry_session, entry_seq FROM year_setting WHERE year = ?", year.year)
    return year, {name: (value, EntryRef(session, seq)) for name, value, session, seq in found}


def _about(office: FileOffice) -> About:
    return About(Thing.RULE_NUMBERS, office.clock.today())
