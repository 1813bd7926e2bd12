"""How figures are taken and printed: two sides in turn, many rounds, the ratio of each round, median and quartiles.

Identical blocks differ between runs of one machine, so only ratios within one run count. The order of the two sides is
turned round every second round.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

ROUNDS = 40
HEAD = "| что | медиана (квартили) | предел | выдержан | наше / соперник |\n|---|---|---|---|---|"

Side = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Figure:
    """Ratios of ours to theirs over all rounds, and the median seconds of both sides."""

    name: str
    limit: float
    ratios: tuple[float, ...]
    ours: float
    theirs: float

    @property
    def median(self) -> float:
        """The figure."""
        return statistics.median(self.ratios)

    @property
    def quartiles(self) -> tuple[float, float]:
        """Lower and upper quartile of the ratios."""
        low, _, high = statistics.quantiles(self.ratios, n=4)
        return low, high

    @property
    def line(self) -> str:
        """A row of the table in bench/README.md."""
        times = f"{self.ours * 1000:.2f} / {self.theirs * 1000:.2f} мс"
        return _row(self.name, self.ratios, self.limit, "", times)


@dataclass(frozen=True, slots=True)
class Taken:
    """What has a limit of its own and no peer: values of all rounds, in `unit`."""

    name: str
    limit: float
    unit: str
    values: tuple[float, ...]

    @property
    def line(self) -> str:
        """A row of the table in bench/README.md."""
        return _row(self.name, self.values, self.limit, f" {self.unit}", "")


def _row(name: str, values: tuple[float, ...], limit: float, unit: str, beside: str) -> str:
    low, median, high = statistics.quantiles(values, n=4)
    kept = "да" if median <= limit else "НЕТ"
    return f"| {name} | {median:.2f} ({low:.2f}–{high:.2f}){unit} | ≤ {limit:g}{unit} | {kept} | {beside} |"


def compare(name: str, ours: Side, theirs: Side, *, limit: float, rounds: int = ROUNDS) -> Figure:
    """Run both sides in turn. Each is called once before, unmeasured."""
    ours()
    theirs()
    ratios, mine, peer = [], [], []
    for turn in range(rounds):
        first, second = (ours, theirs) if turn % 2 else (theirs, ours)
        times = {id(first): _timed(first), id(second): _timed(second)}
        mine.append(times[id(ours)])
        peer.append(times[id(theirs)])
        ratios.append(mine[-1] / peer[-1])
    return Figure(name, limit, tuple(ratios), statistics.median(mine), statistics.median(peer))


def _timed(side: Side) -> float:
    gc.collect()
    gc.disable()
    try:
        began = time.perf_counter()
        side()
        return time.perf_counter() - began
    finally:
        gc.enable()
