"""The health sheet (листок здоровья, 5.38): reading it as the roles say, filling it, undo and redo.

Closed columns are sealed before they become a change: neither the writer nor the protocol ever sees them open.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from ezh_desktop.domain.change import Change, EntryRef, Row, inverse
from ezh_desktop.domain.health import HEALTH, Closed, HealthColumn, read_value
from ezh_desktop.domain.rights import About, Actor, demand, may
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.errors import Refusal, RightRefused, StaleRefused
from ezh_desktop.services.acts import HealthEntry, Redo, Undo, WriteHealth
from ezh_desktop.services.commands import BLANK, Command
from ezh_desktop.services.doors import Decision, RefusedCell
from ezh_desktop.services.health_keys import key_ring
from ezh_desktop.services.own import Awaited, OwnRows, Planned
from ezh_desktop.services.pages.build_health import HealthSetting, Reader, build_health
from ezh_desktop.services.pages.health import HealthPage, HealthRow
from ezh_desktop.services.undoing import Done, History
from ezh_desktop.storage.health import HealthKey, Record, seal, unseal
from ezh_desktop.storage.reading.health import read_health
from ezh_desktop.storage.reading.places import read_school
from ezh_desktop.storage.reading.protocol import read_cursor

if TYPE_CHECKING:
    from ezh_desktop.services.office import FileOffice

ENTITY: Final = "health_record"
COLUMNS: Final = tuple(HealthColumn)
NO_KEY: Final = "Ключа закрытых сведений у вас ещё нет."
PASSED_BY: Final = "Его передаёт медицинский работник, у которого он есть, или код восстановления."
_THINGS: Final = {
    "pe_group": Thing.HEALTH_PE_GROUP,
    "desk": Thing.HEALTH_DESK,
    "place": Thing.HEALTH_DESK,
    "sealed": Thing.HEALTH_CLOSED,
    "generation": Thing.HEALTH_CLOSED,
}
_EMPTY: Final[Row] = {"pe_group": "", "desk": "", "place": "", "position": None, "sealed": "", "generation": None}


@dataclass(frozen=True)
class HealthDesk:
    """What a decision looks at: the sheet, who asks, the window's own rows, and the health keys of the person.

    `session` is the window's own strand of the protocol.
    """

    page: HealthPage
    actor: Actor
    own: OwnRows
    journal: bytes
    keys: Mapping[int, bytes] = field(repr=False)
    newest: int
    session: int

    @classmethod
    def of(cls, office: FileOffice, school_class: int, own: OwnRows) -> HealthDesk:
        """The desk of a signed-in person for one class. Raises RightRefused when they may read nothing of its sheet."""
        with office.reading() as db:
            ring = key_ring(office, db)
        page, journal = health_page(office, school_class), office.place.journal
        return cls(page, office.actor, own, journal, ring.keys, ring.newest, office.session)

    def about(self, thing: Thing) -> About:
        """The facts rights ask for."""
        return About(thing, self.page.today, school_class=self.page.school_class)

    def record(self, pupil: int) -> Record:
        """Whose value is sealed."""
        return Record(self.journal, pupil, self.page.year)

    def sealed(self, closed: Closed, pupil: int) -> Row:
        """The stored fields of closed columns; empty ones need no key."""
        if not closed:
            return {"sealed": "", "generation": None}
        under = HealthKey(self.newest, self.keys[self.newest])
        return {"sealed": seal(closed, self.record(pupil), under), "generation": under.gen}


def health_page(office: FileOffice, school_class: int) -> HealthPage:
    """The health sheet of a class as the person may read it; RightRefused when that is nothing.

    The one read last is given again while nobody has written since: an entry asks for it several times.
    """
    today, actor = office.clock.today(), office.actor

    def holds(action: Action, thing: Thing) -> bool:
        return may(actor, action, About(thing, today, school_class=school_class))

    columns = frozenset(one for one in COLUMNS if holds(Action.READ, one.thing))
    shows_fill = holds(Action.READ, Thing.HEALTH_FILL)
    if not columns and not shows_fill:
        demand(actor, Action.READ, About(Thing.HEALTH_FILL, today, school_class=school_class))
    writes = frozenset() if office.readonly else frozenset(one for one in COLUMNS if holds(Action.WRITE, one.thing))
    with office.reading() as db:
        cursor = read_cursor(db)
        known = office.health_sheet
        wanted = (school_class, cursor, today, columns, writes)
        if known is not None and wanted == (
            known.school_class, known.cursor, known.today, known.columns, known.writes
        ):  # fmt: skip
            return known
        found = read_health(db, school_class)
        if found is None:
            raise RightRefused("Такого класса в журнале нет.", "Выберите класс в списке слева.")
        ring = key_ring(office, db) if HealthColumn.GROUP in columns else None
        keys, newest = (ring.keys, ring.newest) if ring is not None else ({}, 0)
        name, _, zone = read_school(db)
        setting = HealthSetting(office.place.journal, cursor, today, name, ZoneInfo(zone))
        names = holds(Action.READ, Thing.HEALTH_NAMES)
        page = build_health(found, setting, Reader(columns, writes, shows_fill, names, keys, newest))
        office.health_sheet = page
        return page


def decide_health(act: WriteHealth, desk: HealthDesk) -> Decision:
    """Which cells of an act may be written, and which are refused, each with its reason."""
    weighed = [_Row(desk, pupil).take(entries) for pupil, entries in _by_pupil(act).items()]
    kept = tuple(entry for one in weighed for entry in one.kept)
    refused = tuple(cell for one in weighed for cell in one.refused)
    return Decision(replace(act, cells=kept) if kept else None, refused)


def health_command(act: WriteHealth, desk: HealthDesk) -> Command | None:
    """The command of an act; None when nothing would change. Raises Refusal when nothing of it may be written."""
    weighed = [_Row(desk, pupil).take(entries) for pupil, entries in _by_pupil(act).items()]
    if not any(one.kept for one in weighed):
        raise next((cell.why for one in weighed for cell in one.refused), Refusal("Не выбрана ни одна клетка."))
    planned = tuple(change for one in weighed if (change := one.planned()) is not None)
    return _command("health.write", desk, planned) if planned else None


def take_back(act: Undo | Redo, done: Done, desk: HealthDesk, history: History) -> Command:
    """The command that takes an act on the sheet back or does it again, under today's rights.

    Raises StaleRefused when a row has changed since.
    """
    back = inverse(done.changes, done.entry, BLANK)
    planned = tuple(Planned(replace(change, base=_as_left(change, done, desk, history))) for change in back)
    command = _command("undo" if isinstance(act, Undo) else "redo", desk, planned)
    for action, about in command.demands:
        demand(desk.actor, action, about)
    word = "отмена" if isinstance(act, Undo) else "возврат"
    return replace(command, reason=f"{word} № {done.n}")


def _command(action: str, desk: HealthDesk, planned: tuple[Planned, ...]) -> Command:
    names = dict.fromkeys(name for one in planned for name, value in one.change.new.items() if name in _THINGS)
    things = dict.fromkeys(_THINGS[name] for name in names)
    demands = tuple((Action.WRITE, desk.about(thing)) for thing in things)
    return Command(action, ("school_class", desk.page.school_class), planned, demands)


def _as_left(change: Change, done: Done, desk: HealthDesk, history: History) -> EntryRef:
    row = desk.page.row_by_pupil.get(int(change.key[0]))
    if row is None or row.entry is None or not history.is_as_left(change, row.entry, done.entry):
        raise StaleRefused("Эту строку после вас изменили, отменить запись нельзя.", "Внесите нужное вручную.")
    return row.entry


def _by_pupil(act: WriteHealth) -> dict[int, list[HealthEntry]]:
    found: dict[int, list[HealthEntry]] = {}
    for entry in act.cells:
        found.setdefault(entry.pupil, []).append(entry)
    return found


class _Row:
    """One pupil's row while an act is weighed: what it holds for this window, and what the act makes of it."""

    def __init__(self, desk: HealthDesk, pupil: int) -> None:
        self._desk, self._pupil = desk, pupil
        self._shown = desk.page.row_by_pupil.get(pupil)
        own = desk.own.get(ENTITY, self._key, desk.page.cursor)
        self._after: Awaited | None = own.ticket if own else None
        self._known: Row = {**_EMPTY, **_stored(self._shown), **(own.row if own else {})}
        sealed = str(self._known["sealed"] or "")
        self._before = unseal(sealed, desk.record(pupil), desk.keys) if sealed else Closed()
        self._closed = self._before
        self._open: dict[str, str] = {}
        self.kept: list[HealthEntry] = []
        self.refused: list[RefusedCell] = []

    @property
    def _key(self) -> tuple[int, int]:
        return self._pupil, self._desk.page.year

    def take(self, entries: list[HealthEntry]) -> _Row:
        """Weigh the cells of the row in turn, then the row as a whole."""
        for entry in entries:
            try:
                self._take(entry)
                self.kept.append(entry)
            except Refusal as why:
                self._refuse(entry, why)
        try:
            (self._closed or Closed()).demand_whole()
        except Refusal as why:
            for entry in [entry for entry in self.kept if HealthColumn(entry.column).closed]:
                self._refuse(entry, why)
                self.kept.remove(entry)
            self._closed = self._before
        return self

    def planned(self) -> Planned | None:
        """The change of the row; None when nothing changes."""
        new: dict[str, str | int | None] = {
            name: value for name, value in self._open.items() if self._known[name] != value
        }
        if self._closed != self._before:
            new |= self._desk.sealed(self._closed or Closed(), self._pupil)
        if not new:
            return None
        scope = self._desk.page.school_class
        if self._after is None and (self._shown is None or self._shown.entry is None):
            return Planned(Change(ENTITY, self._key, None, {**_EMPTY, **new}, scope))
        base = self._shown.entry if self._shown and self._after is None else None
        old = {name: self._known[name] for name in new}
        return Planned(Change(ENTITY, self._key, old, new, scope, base), self._after, self._known)

    def _take(self, entry: HealthEntry) -> None:
        column, desk = HealthColumn(entry.column), self._desk
        demand(desk.actor, Action.WRITE, desk.about(column.thing))
        if self._shown is None or not self._shown.present(desk.page.today):
            raise HEALTH.refuse("Этого ученика в классе нет.", "Строку выбывшего не заполняют.")
        value = read_value(column, entry.value)
        if self._moved_on(self._shown, entry):
            present = self._shown.value(column)
            raise StaleRefused("Пока вы вводили, эту строку изменили.", "Показано новое значение.", present=present)
        if not column.closed:
            self._open[column.value] = value
            return
        if not desk.page.has_key:
            raise HEALTH.refuse(NO_KEY, PASSED_BY)
        if self._closed is None and not value:
            raise HEALTH.refuse("Эта запись закрыта прежним ключом.", "Внести новую группу можно, стереть нет.")
        self._closed = (self._closed or Closed()).with_value(column, value)

    def _moved_on(self, shown: HealthRow, entry: HealthEntry) -> bool:
        """Whether another has written the row since; what this window wrote meanwhile, the person knows."""
        own = shown.entry is not None and shown.entry.session == self._desk.session
        return self._after is None and not own and shown.entry != entry.seen

    def _refuse(self, entry: HealthEntry, why: Refusal) -> None:
        column = HealthColumn(entry.column)
        self.refused.append(
            RefusedCell(COLUMNS.index(column), self._pupil, 0, "" if column.closed else entry.value, why)
        )


def _stored(row: HealthRow | None) -> Row:
    """The fields of a record as the page has them."""
    if row is None or row.entry is None:
        return {}
    return {
        "pe_group": row.pe_group,
        "desk": row.desk,
        "place": row.place,
        "sealed": row.sealed,
        "generation": row.generation,
    }
