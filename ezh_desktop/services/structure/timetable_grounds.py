"""By which order an hour of the timetable changes: the ground that the protocol keeps with the act (5.2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final, TypeAlias

from ezh_desktop.domain.change import Change, EntryRef, Key
from ezh_desktop.services.structure.base import Stored
from ezh_desktop.services.structure.timetable_page import Cell, TimetablePage
from ezh_desktop.storage.reading.protocol import read_entry, read_history
from ezh_desktop.storage.reading.rows import Readable

_SLOT: Final = "timetable_slot"
_DAY: Final = timedelta(days=1)
Grounds: TypeAlias = Mapping[tuple[Key, date], str]
"""By slot and the day on which it begins, or holds no longer."""


def change_grounds(db: Readable, pages: Iterable[TimetablePage]) -> Grounds:
    """The orders of what changes in these weeks after the days they are shown on; changes without one are left out."""
    found: dict[tuple[Key, date], str] = {}
    reasons: dict[EntryRef, str] = {}
    for page in pages:
        for key, one in page.stored.items():
            days = [day for day in _borders(one) if day is not None and day > page.day and (key, day) not in found]
            written = read_history(db, _SLOT, (int(key[0]),)) if days else []
            for day in days:
                act = _act_of(written, began=day == one.day("valid_from"))
                reasons[act] = reasons[act] if act in reasons else _reason(db, act)
                found[key, day] = reasons[act]
    return {place: reason for place, reason in found.items() if reason}


def _act_of(written: Sequence[tuple[EntryRef, Change]], *, began: bool) -> EntryRef:
    """Of a row's acts, the newest first, the one that made it, or the one that set its last day."""
    return written[-1][0] if began else next(act for act, change in written if "valid_to" in change.new)


def _reason(db: Readable, act: EntryRef) -> str:
    entry = read_entry(db, act)
    return (entry.reason or "") if entry is not None else ""


def ground_of(page: TimetablePage, grounds: Grounds, day: date, cell: Cell) -> str:
    """By which order an hour changes on a day, "" for none."""
    here = (key for key, one in page.stored.items() if (one.number("weekday"), one.number("number")) == cell)
    return "; ".join(dict.fromkeys(words for key in here if (words := grounds.get((key, day)))))


def _borders(one: Stored) -> tuple[date | None, date | None]:
    end = one.day("valid_to")
    return one.day("valid_from"), end + _DAY if end is not None else None
