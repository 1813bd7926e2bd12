"""One rule for a spread (5.2, 5.17): nothing lost, no limit passed, pages that do not move."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ezh_desktop.reports.spread import BODY, LEAST, REPORT, SLOTS, Limits, Load, plan

ROWS = [8.0, 8.79, 9.4, 12.41, 16.03]
loads = st.lists(st.builds(Load, st.integers(1, 5), st.sampled_from(ROWS)), max_size=210)


def height(loads, part):
    return sum(loads[index].height for index in part)


@given(loads)
@settings(max_examples=300)
def test_every_lesson_stands_on_exactly_one_spread_in_order(given):
    assert [index for part in plan(given) for index in part] == list(range(len(given)))


@given(loads)
@settings(max_examples=300)
def test_no_spread_passes_25_columns_or_the_height_of_the_page(given):
    parts = plan(given)
    for part in parts:
        assert sum(given[index].slots for index in part) <= SLOTS
        assert height(given, part) <= BODY + 1e-6
    if parts:
        assert height(given, parts[-1]) <= BODY - REPORT + 1e-6


@given(st.lists(st.builds(Load, st.just(1), st.sampled_from(ROWS)), min_size=2 * LEAST, max_size=210))
@settings(max_examples=300)
def test_the_last_spread_holds_at_least_six_lessons(given):
    assert len(plan(given)[-1]) >= LEAST


@given(loads.filter(bool), st.sampled_from([12.41, 16.03, 23.27, 41.37]))
@settings(max_examples=300)
def test_a_last_topic_that_grows_moves_none_but_the_last_two_spreads(given, grown):
    before = plan(given)
    after = plan([*given[:-1], Load(given[-1].slots, grown)])
    assert after[: max(0, len(before) - 2)] == before[:-2]


def test_thirty_six_topics_of_three_lines_stand_on_two_spreads():
    parts = plan([Load(1, 12.41)] * 36)
    assert [len(part) for part in parts] == [19, 17]


def test_an_hour_a_week_takes_two_spreads_and_four_take_six():
    hour = [Load(1, 8.0)] * 34
    four = [Load(1, 8.8)] * 136
    assert len(plan(hour)) == 2
    assert len(plan(four)) == 6


def test_five_lessons_left_over_share_the_last_two_spreads_evenly():
    assert [len(part) for part in plan([Load(1, 8.0)] * 30)] == [15, 15]


def test_a_full_page_that_turns_out_the_last_makes_room_for_the_report_of_5_24():
    parts = plan([Load(1, 9.7)] * 25)
    assert [len(part) for part in parts] == [12, 13]


def test_period_columns_count_as_columns():
    assert len(plan([Load(1, 8.0)] * 20 + [Load(5, 8.0)])) == 1
    assert len(plan([Load(1, 8.0)] * 21 + [Load(5, 8.0)])) == 2


def test_one_lesson_longer_than_a_page_is_named_not_lost():
    with pytest.raises(ValueError, match="one lesson takes"):
        plan([Load(1, 300.0)])


def test_other_limits_hold_as_well():
    assert [len(part) for part in plan([Load(1, 5.0)] * 8, Limits(slots=4, height=100, report=0, least=1))] == [4, 4]
