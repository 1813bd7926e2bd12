"""Closing of periods (закрытие периодов): the director closes them and opens one again with a reason (4.2).

What is closed takes no marks, topics or period marks; the writer asks it again for each act.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from ezh_desktop.domain.calendar import PeriodKind
from ezh_desktop.domain.change import Change, EntryRef, Row
from ezh_desktop.domain.rights import About, demand, may
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.domain.russian import count, day_month, long_date, plural
from ezh_desktop.errors import Refusal, RuleRefused
from ezh_desktop.services.commands import Command
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.own import Planned
from ezh_desktop.services.pages.build_summary import SummarySetting, build_summary
from ezh_desktop.services.pages.closing import ClosingCell, ClosingLine, ClosingPage, PeriodState
from ezh_desktop.services.pages.summary import Slot, SummaryPage
from ezh_desktop.storage.reading.places import read_class_names, read_year
from ezh_desktop.storage.reading.protocol import read_cursor
from ezh_desktop.storage.reading.rows import rows
from ezh_desktop.storage.reading.summary import SummaryRows, read_summary

CLOSE: Final = "period.close"
UNLOCK: Final = "period.unlock"
YEAR_CLOSE: Final = "year.close"
YEAR_OPEN: Final = "year.open"
_ALWAYS: Final = frozenset({PeriodKind.QUARTER, PeriodKind.HALF, PeriodKind.YEAR})
_ORDER: Final = (PeriodKind.QUARTER, PeriodKind.HALF, PeriodKind.YEAR, PeriodKind.EXAM, PeriodKind.FINAL)
_NO_LOCK: Final = (False, "", None)


@dataclass(frozen=True, slots=True)
class Pick:
    """A period of a class that is to be closed or opened."""

    school_class: int
    slot: Slot


def may_close(office: FileOffice) -> bool:
    """Whether the person closes periods at all."""
    today = office.clock.today()
    return not office.readonly and may(office.actor, Action.CLOSE, About(Thing.PERIOD, today))


def closing_page(office: FileOffice, year: int = 0) -> ClosingPage:
    """Every class of a year, else of the one that runs, with the state of its periods.

    Raises RightRefused for who does not close any.
    """
    today = office.clock.today()
    demand(office.actor, Action.CLOSE, About(Thing.PERIOD, today))
    with office.reading() as db:
        line = read_year(db, today.isoformat(), year)
        if line is None:
            return ClosingPage("", (), ())
        locks = _locks(db)
        setting = SummarySetting(read_cursor(db), today, "", may_decide=False)
        found_lines = []
        for school_class, name in read_class_names(db, line.year):
            found = read_summary(db, school_class)
            if found is not None:
                found_lines.append(_line(school_class, name, found, build_summary(found, setting), locks))
    slots = {slot for one in found_lines for slot in one.cells}
    order = sorted(slots, key=lambda slot: (_ORDER.index(slot.kind), slot.number))
    return ClosingPage(line.label, tuple(order), tuple(found_lines), line.year, line.state == "closed")


def close_periods(office: FileOffice, picks: Sequence[Pick], year: int = 0) -> EntryRef:
    """Close periods as one act. Raises RuleRefused while one still runs, Refusal when all are closed. Waits."""
    page = closing_page(office, year)
    chosen = []
    for pick in picks:
        cell = _cell_of(page, pick)
        if cell.state is PeriodState.RUNNING:
            raise RuleRefused(
                f"{pick.slot.title} ещё не кончился: закрыть можно с {day_month(cell.end)}.",
                "Выберите прошедший период.",
            )
        if cell.state is PeriodState.OPEN:
            chosen.append((pick, cell))
    return _execute(office, CLOSE, Action.CLOSE, chosen, "")


def unlock_periods(office: FileOffice, picks: Sequence[Pick], reason: str, year: int = 0) -> EntryRef:
    """Open closed periods again as one act, for a reason that stays in the protocol. Raises Refusal. Waits."""
    reason = _demand_reason(reason, "закрытый период")
    page = closing_page(office, year)
    cells = [(pick, _cell_of(page, pick)) for pick in picks]
    chosen = [(pick, cell) for pick, cell in cells if cell.state is PeriodState.CLOSED]
    return _execute(office, UNLOCK, Action.UNLOCK, chosen, reason)


def close_year(office: FileOffice, year: int = 0) -> EntryRef:
    """Close a school year: from then on it is only looked at (2.4).

    Raises RuleRefused while a period is open, or while a year without periods still runs. Waits.
    """
    page = closing_page(office, year)
    if page.open_periods:
        left = count(page.open_periods, "период", "периода", "периодов")
        still = plural(page.open_periods, "не закрыт", "не закрыты", "не закрыто")
        raise RuleRefused(f"Ещё {still} {left}.", "Сначала закройте все периоды всех классов.")
    if not page.slots:
        _demand_over(office, page.year)
    return _set_year(office, page, "closed", "")


def _demand_over(office: FileOffice, year: int) -> None:
    """Raise RuleRefused for a year that still runs: one without classes has no period to ask of."""
    today = office.clock.today().isoformat()
    with office.reading() as db:
        line = read_year(db, today, year)
    if line is not None and today <= line.end:
        last = long_date(date.fromisoformat(line.end))
        raise RuleRefused(f"Учебный год {line.label} ещё не кончился.", f"Закройте его после {last}")


def open_year(office: FileOffice, reason: str, year: int = 0) -> EntryRef:
    """Open a closed year again for a reason that stays in the protocol. Raises RuleRefused without one. Waits."""
    return _set_year(office, closing_page(office, year), "open", _demand_reason(reason, "закрытый год"))


def _demand_reason(reason: str, what: str) -> str:
    reason = reason.strip()
    if not any(letter.isalpha() for letter in reason):
        raise RuleRefused("Не указана причина.", f"Напишите, зачем открываете {what}.")
    return reason


def _set_year(office: FileOffice, page: ClosingPage, state: str, reason: str) -> EntryRef:
    if not page.year or page.year_closed == (state == "closed"):
        raise Refusal(f"Учебный год уже {'закрыт' if state == 'closed' else 'открыт'}.")
    with office.reading() as db:
        found = rows(db, "SELECT state, entry_session, entry_seq FROM academic_year WHERE id = ?", page.year)
    old, session, seq = found[0]
    change = Change("academic_year", (page.year,), {"state": old}, {"state": state}, base=EntryRef(session, seq))
    action, asks = (YEAR_CLOSE, Action.CLOSE) if state == "closed" else (YEAR_OPEN, Action.UNLOCK)
    demands = ((asks, About(Thing.PERIOD, office.clock.today())),)
    return office.execute(Command(action, ("academic_year", page.year), (Planned(change),), demands, reason=reason))


def _cell_of(page: ClosingPage, pick: Pick) -> ClosingCell:
    cell = page.cell(pick.school_class, pick.slot)
    if cell is None:
        raise RuleRefused("Такого периода у класса нет.", "Обновите список.")
    return cell


def _execute(
    office: FileOffice, action: str, asks: Action, chosen: Sequence[tuple[Pick, ClosingCell]], reason: str
) -> EntryRef:
    if not chosen:
        raise Refusal("Ничего не изменилось: выбранные периоды уже так и стоят.")
    today = office.clock.today()
    with office.reading() as db:
        locks = _locks(db)
    # What is closed again keeps the reason of its opening: by it a page knows that there was one.
    new: Row = {"locked": 1} if asks is Action.CLOSE else {"locked": 0, "reason": reason}
    planned = [
        Planned(_change((pick.school_class, period), locks.get((pick.school_class, period)), new))
        for pick, cell in chosen
        for period in cell.periods
    ]
    classes = dict.fromkeys(pick.school_class for pick, _ in chosen)
    demands = tuple((asks, About(Thing.PERIOD, today, school_class=one)) for one in classes)
    return office.execute(Command(action, ("school", 0), tuple(planned), demands, reason=reason))


def _change(key: tuple[int, int], stored: tuple[bool, str, EntryRef] | None, new: Row) -> Change:
    scope = key[0]
    if stored is None:
        return Change("period_lock", key, None, {"reason": "", **new}, scope)
    old: Row = {"locked": int(stored[0]), "reason": stored[1]}
    changed = {name: value for name, value in new.items() if old[name] != value}
    return Change("period_lock", key, {name: old[name] for name in changed}, changed, scope, stored[2])


def _locks(db: Any) -> dict[tuple[int, int], tuple[bool, str, EntryRef]]:  # noqa: ANN401 - the driver's connection
    found = rows(db, "SELECT school_class, period, locked, reason, entry_session, entry_seq FROM period_lock")
    return {(one[0], one[1]): (bool(one[2]), one[3], EntryRef(one[4], one[5])) for one in found}


def _line(
    school_class: int,
    name: str,
    found: SummaryRows,
    page: SummaryPage,
    locks: dict[tuple[int, int], tuple[bool, str, EntryRef]],
) -> ClosingLine:
    periods: defaultdict[Slot, list[int]] = defaultdict(list)
    for ident, _, kind, number, *_ in found.periods:
        periods[Slot(PeriodKind(kind), number)].append(ident)
    shown = {slot for slot in periods if slot.kind in _ALWAYS or slot in page.shown_slots}
    cells = {
        slot: _cell(slot, tuple(sorted(ids)), page, [locks.get((school_class, one), _NO_LOCK) for one in ids])
        for slot, ids in periods.items()
        if slot in shown and slot in page.spans
    }
    return ClosingLine(school_class, name, MappingProxyType(cells))


def _cell(slot: Slot, ids: tuple[int, ...], page: SummaryPage, locks: list[Any]) -> ClosingCell:
    end: date = page.spans[slot][1]
    closed = all(locked for locked, *_ in locks)
    running = page.today < end
    state = PeriodState.CLOSED if closed else PeriodState.RUNNING if running else PeriodState.OPEN
    missing = sum(page.missing(pupil, subject, slot) for pupil in page.pupils for subject in page.subjects)
    reason = "" if closed else next((text for locked, text, _ in locks if not locked and text), "")
    return ClosingCell(ids, end, state, missing, reason)
