"""Time zones in words: each is known to the system, its distance from Moscow is right, and words lead back to it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from ezh_desktop.domain.zones import ZONES, zone_of, zone_words

WINTER = datetime(2026, 12, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize(("zone", "words"), ZONES.items())
def test_the_distance_from_moscow_is_that_of_the_system(zone, words):
    apart = WINTER.astimezone(ZoneInfo(zone)).utcoffset() - timedelta(hours=3)
    hours = round(apart / timedelta(hours=1))
    assert words.endswith(f"(МСК{'+' if hours > 0 else '−'}{abs(hours)})" if hours else "(МСК)")
    assert zone_of(words) == zone


def test_a_city_alone_is_understood():
    assert zone_of(" омск ") == "Asia/Omsk"


def test_another_zone_stays_what_it_is():
    assert (zone_words("Asia/Almaty"), zone_of("Asia/Almaty")) == ("Asia/Almaty", "Asia/Almaty")
