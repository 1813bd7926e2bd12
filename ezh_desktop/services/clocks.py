"""The clocks of a running program: the computer's, and a demo school's, whose day the file keeps."""

from __future__ import annotations

import time
from datetime import date, datetime
from zoneinfo import ZoneInfo

from ezh_desktop.domain.clock import from_us, local_us


class SystemClock:
    """The computer's clock, read in the school's zone."""

    def __init__(self, zone: ZoneInfo) -> None:
        """`zone` is the school's."""
        self.zone = zone

    def now_us(self) -> int:
        """See `Clock`."""
        return time.time_ns() // 1000

    def today(self) -> date:
        """See `Clock`."""
        return self.now_local().date()

    def now_local(self) -> datetime:
        """See `Clock`."""
        return from_us(self.now_us(), self.zone)


class DemoClock:
    """The day of the demo school with the computer's time of day: its lessons never grow old."""

    def __init__(self, zone: ZoneInfo, day: date) -> None:
        """`day` is the day stored in the demo file."""
        self.zone = zone
        self._day = day

    def now_us(self) -> int:
        """See `Clock`."""
        return local_us(self._day, from_us(time.time_ns() // 1000, self.zone).time(), self.zone)

    def today(self) -> date:
        """See `Clock`."""
        return self._day

    def now_local(self) -> datetime:
        """See `Clock`."""
        return from_us(self.now_us(), self.zone)


def clock_for(zone: str, demo_day: str, today: date | None = None) -> SystemClock | DemoClock:
    """The clock of a journal: the demo's day where the file keeps one, or `today` where a command names it."""
    day = today or (date.fromisoformat(demo_day) if demo_day else None)
    where = ZoneInfo(zone)
    return SystemClock(where) if day is None else DemoClock(where, day)
