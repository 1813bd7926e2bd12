"""What a dialog of the school's structure works with: rows as typed, what stands in their way, one act of them all.

A dialog shows tables of `Line`s. A function of this room reads the lines into rows, compares them with what is stored,
and gives a `Plan`: the faults to be shown in their cells, or the command that saves everything as one act.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from types import TracebackType
from typing import Final, NamedTuple, TypeAlias

from ezh_desktop.domain.calendar import AcademicYear
from ezh_desktop.domain.change import SCHOOL_SCOPE, Change, EntryRef, Key, Row, Value
from ezh_desktop.domain.ids import NewId
from ezh_desktop.domain.names import ClassName
from ezh_desktop.domain.rights import About
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.domain.russian import dotted, first_of
from ezh_desktop.domain.spans import NEVER
from ezh_desktop.domain.typed import typed_day
from ezh_desktop.errors import BadInput, EzhError, LockRefused, RuleRefused
from ezh_desktop.services.commands import Command
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.own import Planned
from ezh_desktop.storage.reading.places import YearLine, read_year, read_year_lines
from ezh_desktop.storage.reading.rows import Readable, row, rows
from ezh_desktop.storage.tables import key_of, metadata

NEW: Final = 0
"""The identifier of a line that is not stored yet."""
OVER: Final = NEVER.isoformat()
"""The last day of a stretch that was never so."""
Demands: TypeAlias = tuple[tuple[Action, About], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table as people see and type it: the stored row's id, or `NEW`, and texts by field."""

    ident: int
    texts: Mapping[str, str]

    def text(self, name: str) -> str:
        """What stands in a field, without needless blanks."""
        return " ".join(self.texts.get(name, "").split())

    @property
    def blank(self) -> bool:
        """Whether nothing is typed."""
        return not any(text.strip() for text in self.texts.values())


Lines: TypeAlias = tuple[Line, ...]


def rows_typed(lines: Lines) -> list[tuple[int, Line]]:
    """The lines that are rows, with their places: a new one in which nothing is typed is none."""
    return [(at, line) for at, line in enumerate(lines) if line.ident != NEW or not line.blank]


@dataclass(frozen=True, slots=True)
class Stored:
    """A row as it stood when the dialog read it."""

    entity: str
    key: Key
    row: Row
    base: EntryRef

    def day(self, name: str) -> date | None:
        """A stored date."""
        value = self.row[name]
        return None if value is None else date.fromisoformat(str(value))

    def number(self, name: str) -> int:
        """A stored number or id, 0 for none."""
        return int(self.row[name] or 0)

    def text(self, name: str) -> str:
        """A stored text, "" for none."""
        return str(self.row[name] or "")


def rows_taken_out(stored: Mapping[Key, Stored], lines: Lines) -> list[Stored]:
    """The stored rows that the lines hold no more."""
    kept = {line.ident for line in lines}
    return [one for key, one in stored.items() if key[0] not in kept]


@dataclass(frozen=True, slots=True)
class Fault:
    """What stands in the way of saving: in which table, row (from 0) and field, why, and what to do."""

    table: str
    row: int
    field: str
    what: str
    remedy: str = ""

    @property
    def text(self) -> str:
        """The whole message."""
        return f"{self.what} {self.remedy}".strip()


@dataclass(frozen=True, slots=True)
class Plan:
    """What saving would do: the act (None: nothing is changed, or faults stand in the way), faults and warnings."""

    command: Command | None
    faults: tuple[Fault, ...] = ()
    warnings: tuple[str, ...] = ()


def grounded(plan: Plan, ground: str) -> Plan:
    """The plan with its ground (основание: an order by number and date), which the protocol keeps with the act."""
    if plan.command is None or not ground:
        return plan
    return replace(plan, command=replace(plan.command, reason=ground))


@dataclass
class Work:
    """The changes of one act being gathered; several touches of one row become one change of it."""

    new_id: NewId
    faults: list[Fault] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    _added: list[Change] = field(default_factory=list)
    _touched: dict[tuple[str, Key], tuple[Stored, dict[str, Value], int]] = field(default_factory=dict)

    def add(self, entity: str, row: Row, key: Key | None = None, scope: int = SCHOOL_SCOPE) -> int:
        """A new row; gives its id, or the first part of its key."""
        key = key or (self.new_id(),)
        self._added.append(Change(entity, key, None, row, scope))
        return int(key[0])

    def take(self, made: Iterable[Change]) -> None:
        """New rows that another room has made."""
        self._added += made

    def put(self, stored: Stored, new: Row, scope: int = SCHOOL_SCOPE) -> None:
        """New values of a stored row; what does not differ is no change."""
        _, fields, _ = self._touched.setdefault((stored.entity, stored.key), (stored, {}, scope))
        fields.update(new)

    def renew(self, added: Change, new: Row) -> None:
        """Other values in a row that this act adds."""
        self._added[self._added.index(added)] = replace(added, new={**added.new, **new})

    def fault(self, table: str, row: int, name: str, why: EzhError | str, remedy: str = "") -> None:
        """Note what stands in the way."""
        what = why.what if isinstance(why, EzhError) else why
        self.faults.append(Fault(table, row, name, what, why.remedy if isinstance(why, EzhError) else remedy))

    def reading(self, table: str, row: int, name: str) -> Reading:
        """A block in which a field is read: what it raises is noted as the fault of that field."""
        return Reading(self, (table, row, name))

    @property
    def changes(self) -> tuple[Change, ...]:
        """All changes, new rows first: others may refer to them."""
        return (*self._added, *(one for one in map(_difference, self._touched.values()) if one is not None))

    @property
    def touched(self) -> frozenset[str]:
        """The tables that change."""
        return frozenset(change.entity for change in self.changes)

    def plan(self, action: str, subject: tuple[str, int], demands: Demands, derives: int | None = None) -> Plan:
        """The plan of what was gathered."""
        changes = self.changes
        faults, warnings = tuple(self.faults), tuple(dict.fromkeys(self.warnings))
        if faults or not changes:
            return Plan(None, faults, warnings)
        planned = tuple(Planned(change) for change in changes)
        return Plan(Command(action, subject, planned, demands, derives=derives), (), warnings)


@dataclass(frozen=True, slots=True)
class Reading:
    """See `Work.reading`."""

    work: Work
    at: tuple[str, int, str]

    def __enter__(self) -> None:
        """Nothing to begin."""

    def __exit__(
        self, _kind: type[BaseException] | None, why: BaseException | None, _trace: TracebackType | None
    ) -> bool:
        """Note a fault and go on behind the block; what is no fault of the field goes its way."""
        if not isinstance(why, EzhError):
            return False
        self.work.fault(*self.at, why)
        return True


def _difference(touched: tuple[Stored, dict[str, Value], int]) -> Change | None:
    stored, new, scope = touched
    changed = {name: value for name, value in new.items() if stored.row[name] != value}
    if not changed:
        return None
    old = {name: stored.row[name] for name in changed}
    return Change(stored.entity, stored.key, old, changed, scope, stored.base)


def read_stored(db: Readable, entity: str, where: str, *parameters: Value) -> dict[Key, Stored]:
    """Rows of a table whole, by key, in its order of keys. `where` is a condition of ours with ? for parameters."""
    table = metadata.tables[entity]
    names, keys = table.columns.keys(), key_of(table)
    at = [names.index(name) for name in keys]
    found = {}
    for one in rows(db, f"SELECT * FROM {entity} WHERE {where}", *parameters):  # noqa: S608 - our own names
        values = dict(zip(names, one, strict=True))
        base = EntryRef(values.pop("entry_session"), values.pop("entry_seq"))
        key = tuple(one[index] for index in at)
        found[key] = Stored(entity, key, {name: value for name, value in values.items() if name not in keys}, base)
    return dict(sorted(found.items()))


def asks(office: FileOffice, *things: Thing) -> Demands:
    """The rights to write these things today."""
    today = office.clock.today()
    return tuple((Action.WRITE, About(thing, today)) for thing in things)


def chosen_year(db: Readable, today: date, year: int = 0) -> YearLine:
    """The year of that id, else the one in which the program works. Raises BadInput when the journal has none."""
    line = read_year(db, today.isoformat(), year)
    if line is None:
        raise BadInput("В журнале ещё нет учебного года.", "Создайте его: «Школа → Новый учебный год…».")
    return line


def read_years(office: FileOffice) -> tuple[tuple[int, str], ...]:
    """All years of the journal, id and label, in order."""
    with office.reading() as db:
        return tuple((one.year, one.label) for one in read_year_lines(db))


def is_open(office: FileOffice, year: YearLine) -> bool:
    """Whether something may be written into the year in this session."""
    return year.state == "open" and not office.readonly


def demand_open(year: YearLine) -> None:
    """Raise LockRefused for a year that is closed: it is only looked at (2.4)."""
    if year.state != "open":
        raise LockRefused(f"Учебный год {year.label} закрыт, его можно только смотреть.", "Открыть его может директор.")


def academic_of(year: YearLine) -> AcademicYear:
    """The year as the calendar knows it."""
    return AcademicYear.from_label(year.label)


def stands(one: Stored, name: str = "end") -> bool:
    """False of a stretch of days that was taken back: it was never so (`spans.NEVER`)."""
    return one.row[name] != OVER


def day_within(text: str, year: YearLine) -> date:
    """A typed day of the year. Raises BadInput for what is no day, or one of another year."""
    day = typed_day(text, academic_of(year))
    if not year.start <= day.isoformat() <= year.end:
        raise BadInput(f"{dotted(day)} — не {year.label} учебный год.", "Исправьте дату.")
    return day


def noted_day(work: Work, at: tuple[str, int, str], text: str, year: YearLine) -> date | None:
    """A typed day of the year; None with a fault noted at (table, row, field)."""
    with work.reading(*at):
        return day_within(text, year)
    return None


def class_called(text: str) -> str:
    """The name of a class as it is written here: «7 а» is «7А»; what is no such name is left as it is."""
    try:
        return str(ClassName.read(text))
    except RuleRefused:
        return text


def stored_day(day: date | None) -> str | None:
    """A day as it is stored, None for none."""
    return None if day is None else day.isoformat()


def day_before(day: date) -> str:
    """The day before, as stored: the last day of what another thing follows on `day`."""
    return (day - timedelta(days=1)).isoformat()


def chosen_academic(office: FileOffice, year: int) -> AcademicYear:
    """The year of that id as the calendar knows it. Raises BadInput without a year."""
    with office.reading() as db:
        return academic_of(chosen_year(db, office.clock.today(), year))


def save(office: FileOffice, plan: Plan) -> str:
    """Write the act of a plan and tell what became of the lessons. Waits: never in the window's thread.

    Raises what refused or failed it.
    """
    if plan.command is None:
        return ""
    before = _lessons(office)
    office.execute(plan.command)
    return _told(before, _lessons(office)) if plan.command.derives is not None else ""


class _Lessons(NamedTuple):
    """How many lessons are held, and those that are cancelled though something is entered there, in words."""

    living: int
    cancelled: Mapping[int, str]


def _lessons(office: FileOffice) -> _Lessons:
    with office.reading() as db:
        every, living = row(db, "SELECT count(*), coalesce(sum(state = 'living'), 0) FROM lesson")
        found = (
            []
            if every == living
            else rows(
                db,
                "SELECT l.id, l.day, s.name FROM lesson AS l JOIN course AS c ON c.id = l.course"
                " JOIN subject AS s ON s.id = c.subject WHERE l.state = 'cancelled'",
            )
        )
    return _Lessons(living, {ident: f"{name}, {dotted(date.fromisoformat(day))}" for ident, day, name in found})


_SHOWN: Final = 3


def _told(before: _Lessons, after: _Lessons) -> str:
    """«Уроков стало 5920, было 5940.» and which of them are cancelled but kept, for something is entered there."""
    lost = sorted(words for ident, words in after.cancelled.items() if ident not in before.cancelled)
    parts = [f"Уроков стало {after.living}, было {before.living}."] if after.living != before.living else []
    if lost:
        parts.append(f"Отменены, но остались на страницах с записями: {first_of(lost, _SHOWN, '; ')}.")
    return " ".join(parts)
