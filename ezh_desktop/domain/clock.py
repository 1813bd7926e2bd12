"""The clock as the domain knows it: an object that is passed in, never the computer's own time.

All stored times are integer microseconds since 1970 in UTC (`us`); dates and times of lessons are wall-clock values of
the school's IANA zone. Conversions here are exact: no float takes part.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

SECOND_US = 1_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Clock(Protocol):
    """What everyone who needs the time asks; the real one is made where the program is joined."""

    def now_us(self) -> int:
        """Microseconds since 1970, UTC."""

    def today(self) -> date:
        """Today's date in the school's zone."""

    def now_local(self) -> datetime:
        """Date and time in the school's zone, aware of it."""


def to_us(moment: datetime) -> int:
    """Microseconds UTC of an aware moment; a naive one raises `ValueError`."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone has no microseconds")
    return (moment - _EPOCH) // _MICROSECOND


def from_us(us: int, zone: ZoneInfo) -> datetime:
    """The aware moment in `zone` of microseconds UTC."""
    return (_EPOCH + timedelta(microseconds=us)).astimezone(zone)


def local_us(day: date, at: time, zone: ZoneInfo) -> int:
    """Microseconds UTC of a wall-clock time of the school."""
    return to_us(datetime.combine(day, at, tzinfo=zone))


@dataclass(frozen=True, slots=True)
class FrozenClock:
    """A clock that stands still: tests, and pages computed for a given moment."""

    us: int
    zone: ZoneInfo

    @classmethod
    def at(cls, day: date, at: time, zone: ZoneInfo) -> FrozenClock:
        """A clock that stands at a wall-clock time of the school."""
        return cls(local_us(day, at, zone), zone)

    def now_us(self) -> int:
        """See `Clock`."""
        return self.us

    def today(self) -> date:
        """See `Clock`."""
        return self.now_local().date()

    def now_local(self) -> datetime:
        """See `Clock`."""
        return from_us(self.us, self.zone)


class SteppedClock:
    """A clock that its owner moves: the generator of the demo school sets it to each lesson it fills."""

    def __init__(self, us: int, zone: ZoneInfo) -> None:
        """Stands at `us` until moved."""
        self._us = us
        self.zone = zone

    def move_to_us(self, us: int) -> None:
        """Stands at `us` from now on; backwards is allowed, the generator knows why."""
        self._us = us

    def move_to(self, day: date, at: time) -> None:
        """Stands at a wall-clock time of the school from now on."""
        self._us = local_us(day, at, self.zone)

    def step(self, seconds: float = 0, *, us: int = 0) -> None:
        """Moves on by seconds and microseconds."""
        self._us += round(seconds * SECOND_US) + us

    def now_us(self) -> int:
        """See `Clock`."""
        return self._us

    def today(self) -> date:
        """See `Clock`."""
        return self.now_local().date()

    def now_local(self) -> datetime:
        """See `Clock`."""
        return from_us(self._us, self.zone)
