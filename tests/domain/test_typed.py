"""What people type into tables: days without a year, times without a colon, hours with a comma."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ezh_desktop.domain.calendar import AcademicYear
from ezh_desktop.domain.russian import day_month, dotted
from ezh_desktop.domain.typed import hours_text, several, typed_day, typed_hours, typed_time
from ezh_desktop.errors import BadInput

YEAR = AcademicYear(2026)
DAYS = st.dates(YEAR.start, YEAR.end)


@pytest.mark.parametrize(
    "text",
    ["4.11", "04.11", "4.11.2026", "04.11.26", "4 11", "4/11", "4-11-2026", "4 ноября", "4 Ноября 2026 г.", " 4.11. "],
)
def test_a_day_is_read_in_the_ways_people_write_it(text):
    assert typed_day(text, YEAR) == date(2026, 11, 4)


def test_a_day_as_programs_write_it_is_read():
    assert typed_day("2026-11-04", YEAR) == date(2026, 11, 4)


@pytest.mark.parametrize(
    "text", ["", "31.02", "4", "завтра", "4.13", "0.11", "4 ноябрь", "2026-11-04-1", "2026-13-04", "29.02.27"]
)
def test_what_is_no_day_is_refused_with_an_example(text):
    with pytest.raises(BadInput, match=r"не дата") as why:
        typed_day(text, YEAR)
    assert "4.11" in why.value.remedy


@given(DAYS)
def test_a_day_without_its_year_lies_in_the_academic_year(day: date):
    assert typed_day(f"{day.day}.{day.month}", YEAR) == day
    assert typed_day(day_month(day), YEAR) == day


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)))
def test_a_whole_day_is_itself(day: date):
    assert typed_day(dotted(day), YEAR) == day


@given(st.text(max_size=12))
def test_any_text_is_a_day_or_refused(text):
    with suppress(BadInput):
        assert typed_day(text, YEAR).year > 0


@pytest.mark.parametrize("text", ["8:30", "8.30", "0830", "830", "8 30", "08-30"])
def test_a_time_is_read_with_or_without_its_colon(text):
    assert typed_time(text) == time(8, 30)


@pytest.mark.parametrize("text", ["", "24:00", "8:60", "8:3", "утро", "12345"])
def test_what_is_no_time_is_refused(text):
    with pytest.raises(BadInput, match="не время"):
        typed_time(text)


@given(st.integers(1, 80))
def test_hours_come_in_halves_and_are_written_with_a_comma(halves):
    tenths = halves * 5
    assert typed_hours(hours_text(tenths)) == tenths
    assert typed_hours(hours_text(tenths).replace(",", ".")) == tenths


@pytest.mark.parametrize("text", ["", "0", "-1", "0,3", "41", "NaN", "Infinity", "два", "1e9"])
def test_hours_that_cannot_be_are_refused(text):
    with pytest.raises(BadInput, match="не число часов"):
        typed_hours(text)


def test_several_names_are_parted_by_commas_and_semicolons():
    assert several(" 1А,1Б ;  Соколова  Н. В. ,") == ["1А", "1Б", "Соколова Н. В."]
