"""One rule for a spread: which lessons stand on which two facing pages.

Lessons are taken from the front until the next would pass the slots of the left page or the height of the right one,
whichever comes first; both pages are drawn from that one list. The last spread keeps room for the programme report
(5.24). Planned over all lessons of the year, a full spread printed in November stays the spread of May.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

SLOTS = 25
"""Columns of the left page: lessons and period columns."""
BODY = 243.5
"""Height of the rows of the right page, mm."""
REPORT = 31.0
"""What the last spread gives up to the programme report (5.24), mm."""
LEAST = 6
"""Fewer lessons than this are not left alone on the last spread."""
_ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class Load:
    """What one lesson takes: slots on the left page with its period columns, mm on the right page."""

    slots: int
    height: float


@dataclass(frozen=True, slots=True)
class Limits:
    """What a spread can hold."""

    slots: int = SLOTS
    height: float = BODY
    report: float = REPORT
    least: int = LEAST

    def hold(self, loads: Sequence[Load], *, last: bool = False) -> bool:
        """Whether these lessons fit on one spread, the last one or another."""
        room = self.height - (self.report if last else 0)
        return (
            sum(load.slots for load in loads) <= self.slots and sum(load.height for load in loads) <= room + _ROUNDING
        )


def plan(loads: Sequence[Load], limits: Limits = Limits()) -> list[range]:  # frozen
    """The lessons of each spread as ranges of indices, in order; [] without lessons.

    Raises ValueError when one lesson alone passes the limits of a last spread.
    """
    for load in loads:
        if not limits.hold([load], last=True):
            raise ValueError(f"one lesson takes {load.slots} slots and {load.height:.1f} mm")
    return _with_full_end(_from_the_front(loads, limits), loads, limits)


def _from_the_front(loads: Sequence[Load], limits: Limits) -> list[range]:
    spreads: list[range] = []
    start, slots, height = 0, 0, 0.0
    for index, load in enumerate(loads):
        slots, height = slots + load.slots, height + load.height
        if slots > limits.slots or height > limits.height + _ROUNDING:
            spreads.append(range(start, index))
            start, slots, height = index, load.slots, load.height
    if start < len(loads):
        spreads.append(range(start, len(loads)))
    return spreads


def _with_full_end(spreads: list[range], loads: Sequence[Load], limits: Limits) -> list[range]:
    """Give the last spread its room for the report, and never fewer lessons than the least if that can be."""
    if not spreads:
        return spreads
    last = spreads[-1]
    fits = limits.hold(loads[last.start : last.stop], last=True)
    if fits and (len(last) >= limits.least or len(spreads) == 1):
        return spreads
    if not fits and len(last) >= limits.least:
        return spreads[:-1] + _shared(last, loads, limits)
    if len(spreads) > 1:
        together = range(spreads[-2].start, last.stop)
        pair = _shared(together, loads, limits)
        if pair:
            return spreads[:-2] + pair
    return spreads if fits else spreads[:-1] + _shared(last, loads, limits)


def _shared(lessons: range, loads: Sequence[Load], limits: Limits) -> list[range]:
    """The lessons in two spreads, as even by height as the limits allow; [] when no cut holds."""
    best: tuple[int, float, int] | None = None
    for cut in range(lessons.start + 1, lessons.stop):
        front, back = loads[lessons.start : cut], loads[cut : lessons.stop]
        if limits.hold(front) and limits.hold(back, last=True):
            missing = max(0, limits.least - len(back))
            uneven = abs(sum(load.height for load in front) - sum(load.height for load in back))
            best = min(best or (missing, uneven, cut), (missing, uneven, cut))
    return [range(lessons.start, best[2]), range(best[2], lessons.stop)] if best else []
