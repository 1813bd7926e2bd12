"""The clock: exact conversions, clocks that stand or are moved."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ezh_desktop.domain.clock import Clock, FrozenClock, SteppedClock, from_us, local_us, to_us

ASIA = ZoneInfo("Asia/Yekaterinburg")
ZONES = st.sampled_from([ZoneInfo(name) for name in ("Europe/Kaliningrad", "Asia/Yekaterinburg", "Asia/Kamchatka")])


def test_a_wall_clock_time_becomes_utc_microseconds_of_the_schools_zone():
    assert local_us(date(2026, 12, 2), time(8, 30), ASIA) == to_us(datetime(2026, 12, 2, 3, 30, tzinfo=UTC))


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="zone"):
        to_us(datetime(2026, 12, 2, 8, 30))  # noqa: DTZ001 - the naive moment is what is refused


@given(us=st.integers(0, 4 * 10**15), zone=ZONES)
def test_microseconds_survive_the_way_to_local_time_and_back(us, zone):
    assert to_us(from_us(us, zone)) == us


def test_today_is_the_schools_day_even_when_utc_still_has_yesterday():
    clock: Clock = FrozenClock(to_us(datetime(2026, 12, 1, 20, 0, tzinfo=UTC)), ASIA)
    assert clock.today() == date(2026, 12, 2)
    assert clock.now_local().hour == 1


def test_a_frozen_clock_set_at_a_local_time_shows_that_time():
    clock = FrozenClock.at(date(2026, 12, 2), time(10, 43), ASIA)
    assert clock.now_local().replace(tzinfo=None) == datetime(2026, 12, 2, 10, 43)  # noqa: DTZ001 - wall clock


def test_a_stepped_clock_stands_where_it_was_moved():
    clock = SteppedClock(0, ASIA)
    clock.move_to(date(2026, 9, 1), time(9, 15))
    assert (clock.today(), clock.now_local().time()) == (date(2026, 9, 1), time(9, 15))
    before = clock.now_us()
    clock.step(1.5, us=7)
    assert clock.now_us() - before == 1_500_007
    clock.move_to_us(before)
    assert clock.now_us() == before
