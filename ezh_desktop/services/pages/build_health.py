"""Builds the health sheet of a class from its rows, opening closed columns with the keys the reader holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from ezh_desktop.domain.change import EntryRef
from ezh_desktop.domain.clock import from_us
from ezh_desktop.domain.health import Closed, HealthColumn
from ezh_desktop.domain.russian import dotted
from ezh_desktop.services.pages.course import Membership
from ezh_desktop.services.pages.health import HealthPage, HealthRow
from ezh_desktop.storage.health import Record, unseal
from ezh_desktop.storage.reading.health import HealthRows, RecordRow
from ezh_desktop.storage.reading.rows import as_day


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads the sheet: what they may see and write, and the health keys they hold by generation.

    `newest` is the generation that new values are sealed under, 0 when there is none.
    """

    columns: frozenset[HealthColumn]
    writes: frozenset[HealthColumn]
    shows_fill: bool
    shows_birth: bool
    keys: Mapping[int, bytes] = field(repr=False)
    newest: int


@dataclass(frozen=True, slots=True)
class HealthSetting:
    """What of the journal's surroundings the sheet needs beside its own rows."""

    journal: bytes
    cursor: int
    today: date
    school_name: str
    zone: ZoneInfo


def build_health(found: HealthRows, setting: HealthSetting, reader: Reader) -> HealthPage:
    """The health sheet as `reader` may see it. Raises DamageTrouble when a sealed value was changed."""
    head = found.head
    records = {one.pupil: one for one in found.records}
    gone = _departures(found)
    return HealthPage(
        cursor=setting.cursor,
        school_class=head.school_class,
        class_name=head.name,
        year=head.year,
        year_label=head.year_label,
        school_name=setting.school_name,
        today=setting.today,
        columns=reader.columns,
        writes=reader.writes,
        shows_fill=reader.shows_fill,
        shows_birth=reader.shows_birth,
        has_key=reader.newest in reader.keys,
        rows=tuple(
            _row(person, records.get(person.pupil), gone.get(person.pupil), (setting, reader, head.year))
            for person in _people(found)
        ),
    )


@dataclass(frozen=True, slots=True)
class _Person:
    pupil: int
    number: int
    name: str
    birth_year: str
    stays: tuple[Membership, ...]


def _people(found: HealthRows) -> list[_Person]:
    stays: dict[int, list[Membership]] = defaultdict(list)
    people: dict[int, tuple[int, str, str]] = {}
    for pupil, surname, given, birth, start, end, number in found.pupils:
        stays[pupil].append(Membership(as_day(start), as_day(end)))
        people.setdefault(pupil, (number, f"{surname} {given}", (birth or "")[:4]))
    made = [_Person(pupil, number, name, birth, tuple(stays[pupil])) for pupil, (number, name, birth) in people.items()]
    return sorted(made, key=lambda one: one.number)


def _departures(found: HealthRows) -> dict[int, str]:
    """The order of each pupil's last departure."""
    gone = {}
    for pupil, _, number, order_day in found.departures:
        order = f"№ {number}" + (f" от {dotted(date.fromisoformat(order_day))}" if order_day else "")
        gone[pupil] = order if number else ""
    return gone


def _row(
    person: _Person, record: RecordRow | None, order: str | None, about: tuple[HealthSetting, Reader, int]
) -> HealthRow:
    setting, reader, year = about
    end = person.stays[-1].end
    bare = HealthRow(
        person.pupil,
        person.number,
        person.name,
        person.birth_year if reader.shows_birth else "",
        person.stays,
        left=end,
        order=(order or "") if end is not None else "",
    )
    if record is None:
        return bare
    return _with_record(bare, record, (setting, reader, year))


def _with_record(bare: HealthRow, record: RecordRow, about: tuple[HealthSetting, Reader, int]) -> HealthRow:
    setting, reader, year = about
    sees = reader.columns.__contains__
    opens = sees(HealthColumn.GROUP)
    closed: Closed | None = Closed()
    if opens and record.sealed:
        closed = unseal(record.sealed, Record(setting.journal, record.pupil, year), reader.keys)
    return HealthRow(
        bare.pupil,
        bare.number,
        bare.name,
        bare.birth_year,
        bare.stays,
        bare.left,
        bare.order,
        pe_group=record.pe_group if sees(HealthColumn.PE_GROUP) else "",
        desk=record.desk if sees(HealthColumn.DESK) else "",
        place=record.place if sees(HealthColumn.PLACE) else "",
        closed=closed or Closed(),
        sealed=record.sealed if opens else "",
        generation=record.generation if opens else None,
        filled=bool(record.sealed and record.pe_group) and reader.shows_fill,
        locked=closed is None,
        entry=EntryRef(record.session, record.seq),
        entered=from_us(record.utc_us, setting.zone).date() if opens else None,
    )
