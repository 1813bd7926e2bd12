"""Spans of days: both ends belong."""

from datetime import date

import pytest

from ezh_desktop.domain.spans import Span, any_holds

FIRST, LAST = date(2026, 9, 1), date(2026, 10, 23)


def test_both_ends_are_inside() -> None:
    span = Span(FIRST, LAST)
    days = (date(2026, 8, 31), FIRST, LAST, date(2026, 10, 24))
    assert [span.holds(day) for day in days] == [False, True, True, False]


def test_an_open_span_has_no_end() -> None:
    assert Span(FIRST).holds(date(2090, 1, 1))


def test_a_span_that_ends_before_it_begins_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="ends before"):
        Span(LAST, FIRST)


def test_a_gap_between_spans_is_outside() -> None:
    spans = (Span(FIRST, date(2026, 9, 10)), Span(date(2026, 9, 20)))
    assert [any_holds(spans, date(2026, 9, day)) for day in (10, 11, 19, 20)] == [True, False, False, True]
    assert not any_holds((), FIRST)


def test_spans_meet_on_one_common_day_and_not_side_by_side() -> None:
    span = Span(FIRST, date(2026, 9, 10))
    assert span.meets(Span(date(2026, 9, 10), LAST))
    assert span.meets(Span(date(2026, 8, 1)))
    assert Span(date(2026, 9, 10), LAST).meets(span)
    assert not span.meets(Span(date(2026, 9, 11)))
    assert not Span(date(2026, 9, 11)).meets(span)
