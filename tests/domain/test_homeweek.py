"""4.3.4: what stands in the week of a pupil at home, and who can be in two lessons at once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ezh_desktop.domain.away import home_group, is_home_group, share_pupils
from ezh_desktop.domain.calendar import WeekParity
from ezh_desktop.domain.homeweek import HomeHour, home_hours_text, typed_home_hours
from ezh_desktop.errors import BadInput

HOURS = st.builds(HomeHour, st.integers(1, 14), st.sampled_from(WeekParity))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("", ()),
        (" ", ()),
        ("3", (HomeHour(3, WeekParity.EVERY),)),
        ("4, 2", (HomeHour(2, WeekParity.EVERY), HomeHour(4, WeekParity.EVERY))),
        ("3-й урок", (HomeHour(3, WeekParity.EVERY),)),
        ("4чёт", (HomeHour(4, WeekParity.EVEN),)),
        ("4 (нечет.)", (HomeHour(4, WeekParity.ODD),)),
        ("1 чётн.; 1 НЕЧЁТ", (HomeHour(1, WeekParity.EVEN), HomeHour(1, WeekParity.ODD))),
    ],
)
def test_a_cell_names_lessons_of_the_day(text, meant):
    assert typed_home_hours(text) == meant


@pytest.mark.parametrize("text", ["0", "15", "третий", "3-4", "8:30", "3, 3", "3, 3 чёт", "-1", "3 этаж", "3 утром"])
def test_what_is_no_lesson_or_named_twice_is_refused(text):
    with pytest.raises(BadInput):
        typed_home_hours(text)


@given(st.lists(HOURS, max_size=5))
def test_what_is_shown_is_read_back(hours):
    apart = [one for at, one in enumerate(hours) if not any(one.meets(other) for other in hours[:at])]
    assert typed_home_hours(home_hours_text(apart)) == tuple(sorted(apart))


def test_a_pupil_at_home_is_in_no_lesson_of_the_class():
    home = home_group("Андреев А. П.")
    assert is_home_group(home)
    assert not is_home_group("1")
    assert share_pupils(home, home)
    assert not any(share_pupils(*pair) for pair in ((home, ""), ("", home), (home, "1"), (home, home_group("Б."))))
    assert share_pupils("", "")
    assert share_pupils("", "1")
    assert share_pupils("1", "1")
    assert not share_pupils("1", "2")
