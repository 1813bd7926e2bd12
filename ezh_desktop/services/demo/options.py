"""What a demo school is asked for, and which days follow from that."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cached_property
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from ezh_desktop.domain.calendar import AcademicYear, Calendar
from ezh_desktop.domain.clock import local_us
from ezh_desktop.domain.default_year import default_calendar
from ezh_desktop.errors import BadInput
from ezh_desktop.services.demo.staff import CLASSES
from ezh_desktop.services.year_setup import DEFAULT_ZONE

DEFAULT_SEED: Final = 12
ZONE: Final = ZoneInfo(DEFAULT_ZONE)
_MODEL_GRADE: Final = 7


@dataclass(frozen=True)
class DemoOptions:
    """`classes` 1–10; `weeks` filled before the demo's day (None: from 1 September); `today` the real date."""

    classes: int = len(CLASSES)
    weeks: int | None = None
    seed: int = DEFAULT_SEED
    today: date | None = None
    start_year: int = 2026

    def __post_init__(self) -> None:
        """Raises BadInput for a number of classes or weeks that cannot be."""
        if not 1 <= self.classes <= len(CLASSES):
            raise BadInput(f"В демонстрационной школе от 1 до {len(CLASSES)} классов.")
        if self.weeks is not None and self.weeks < 0:
            raise BadInput("Число недель не может быть меньше нуля.")

    @property
    def academic(self) -> AcademicYear:
        """The demo's year."""
        return AcademicYear(self.start_year)

    @cached_property
    def calendar(self) -> Calendar:
        """The calendar most classes follow."""
        return default_calendar(_MODEL_GRADE, self.academic)

    @cached_property
    def demo_day(self) -> date:
        """The day the file stands at: today, else the last school day before it, outside the year its last one."""
        return self.calendar.current_or_nearest_school_day(self.today or date.max)

    @cached_property
    def first_day(self) -> date:
        """The first day that is filled; the last is the one before the demo's day."""
        start = self.calendar.scheme.start
        if self.weeks is None:
            return start
        monday = self.demo_day - timedelta(days=self.demo_day.weekday())
        return max(start, monday - timedelta(weeks=self.weeks))

    @cached_property
    def filled_days(self) -> Sequence[date]:
        """The school days that are filled."""
        return self.calendar.school_days(self.first_day, self.demo_day - timedelta(days=1))

    @property
    def opening_us(self) -> int:
        """When the school is set up, µs UTC: the time of the genesis entry that the caller writes."""
        return local_us(date(self.start_year, 8, 24), time(9), ZONE)

    def chance(self, *purpose: object) -> Random:
        """A random source of its own for each purpose, so that one part of the school does not stir another."""
        return Random(":".join(map(str, (self.seed, *purpose))))  # noqa: S311 - a seed, not a secret
