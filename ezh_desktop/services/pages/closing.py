"""What the director's dialog «Закрытие периодов» shows: each class with its periods, and how each stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum

from ezh_desktop.services.pages.summary import Slot


class PeriodState(Enum):
    """How a period of a class stands."""

    RUNNING = "running"
    """Not over yet: it cannot be closed."""
    OPEN = "open"
    """Over, and still open to entries."""
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class ClosingCell:
    """One period of a class. `periods` are its ids in the schemes that the class's courses follow.

    `missing` counts the period marks that are owed: who is not attested has none (5.14), so they do not forbid closing.
    `reason` is why a period that had been closed stands open.
    """

    periods: tuple[int, ...]
    end: date
    state: PeriodState
    missing: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ClosingLine:
    """A class with its periods."""

    school_class: int
    name: str
    cells: Mapping[Slot, ClosingCell]


@dataclass(frozen=True, slots=True)
class ClosingPage:
    """All classes of the year; `slots` are the columns in order."""

    year_label: str
    slots: tuple[Slot, ...]
    lines: tuple[ClosingLine, ...]
    year: int = 0
    year_closed: bool = False

    @property
    def open_periods(self) -> int:
        """Periods of classes that still have to be closed before the year can be."""
        return sum(cell.state is not PeriodState.CLOSED for line in self.lines for cell in line.cells.values())

    def cell(self, school_class: int, slot: Slot) -> ClosingCell | None:
        """The period of a class; None when the class has no such period."""
        found = next((line for line in self.lines if line.school_class == school_class), None)
        return found.cells.get(slot) if found else None
