"""The history of a cell: every value it ever had, read back along the entries its changes were based on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final
from zoneinfo import ZoneInfo

from ezh_desktop.domain.change import Change, EntryRef
from ezh_desktop.domain.clock import from_us
from ezh_desktop.domain.marks import shown
from ezh_desktop.domain.russian import clock_time, day_month
from ezh_desktop.services.doors import HistoryLine
from ezh_desktop.storage.reading.places import read_school
from ezh_desktop.storage.reading.protocol import read_entry, read_history
from ezh_desktop.storage.reading.reopened import LockTurn, read_turns
from ezh_desktop.storage.reading.rows import row

_DECIDED: Final = {"not_attested": "ученик не аттестован", "extended": "сроки обучения продлены"}


def history_lines(
    db: Any,  # noqa: ANN401 - the driver's connection
    keys: Sequence[tuple[str, tuple[int, ...]]],
    lock: tuple[int, int],
) -> list[HistoryLine]:
    """The history of the slots of a cell together, newest first: each line shows the cell as it then stood.

    `keys` are (entity, key) of the slots, the first mark before the second; `lock` is (class, period) of the cell's
    period: what was entered after the director had opened it again says so (4.2).
    """
    events = [
        (slot, entry, change)
        for slot, (entity, key) in enumerate(keys)
        for entry, change in read_history(db, entity, key)
    ]
    order = {entry: _n(db, entry) for _, entry, _ in events}
    values: dict[tuple[int, str], str] = {}
    lines: dict[EntryRef, HistoryLine] = {}
    turns = read_turns(db, *lock)
    for slot, entry, change in sorted(events, key=lambda event: (order[event[1]], event[0])):
        for name in ("value", "comment", "reason"):
            if name in change.new:
                values[slot, name] = str(change.new[name] or "")
        lines[entry] = replace(_line(db, entry, change, values), reopened=_reopened(turns, order[entry]))
    return list(reversed(lines.values()))


def _reopened(turns: Sequence[LockTurn], number: int) -> str:
    """Why the period stood open again when the entry of this number was made; empty when it was never closed before."""
    latest = next((turn for turn in reversed(turns) if turn.n < number), None)
    return "" if latest is None or latest.closed else latest.why


def _line(
    db: Any,  # noqa: ANN401 - the driver's connection
    entry: EntryRef,
    change: Change,
    values: dict[tuple[int, str], str],
) -> HistoryLine:
    found = read_entry(db, entry)
    _, _, zone = read_school(db)
    when = from_us(found.utc_us, ZoneInfo(zone)) if found else None
    return HistoryLine(
        shown=shown(values.get((0, "value"), ""), values.get((1, "value"), "")),
        when=f"{day_month(when.date())}, {clock_time(when.time())}" if when else "",
        who=found.who if found else "",
        reason=(found.reason if found and found.reason else "") or _reason(change),
        comment=values.get((0, "comment"), ""),
        entry=entry,
    )


def _reason(change: Change) -> str:
    """The given reason; of a decision about a pupil without a mark (5.14, 5.15) what was decided, too."""
    reason, state = str(change.new.get("reason") or ""), str(change.new.get("state") or "")
    decided = _DECIDED.get(state, "")
    if change.old and change.old.get("state") and not state and "state" in change.new:
        decided = "решение снято"
    return ": ".join(part for part in (decided, reason) if part)


def _n(db: Any, entry: EntryRef) -> int:  # noqa: ANN401 - the driver's connection
    found = row(db, "SELECT n FROM entry WHERE session = ? AND seq = ?", *entry)
    return int(found[0])
