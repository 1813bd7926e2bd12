"""Where the deputy's changes put a lesson (5.2), as a table and for any sequence of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ezh_desktop.domain.lesson_changes import ChangeKind, LessonChange, LessonPlace, Stand, hours_missed, settle

COURSE, LESSON = 7, 70
HOME, THERE, FURTHER = ("2026-12-02", 3), ("2026-12-03", 5), ("2026-12-04", 4)


def change(ident: int, kind: ChangeKind, place: tuple[str, int], *, over: bool = False) -> LessonChange:
    return LessonChange(ident, LESSON, COURSE, kind, *place, over)


def at(place: tuple[str, int]) -> LessonPlace:
    return LessonPlace(COURSE, *place, 1)


def test_a_transfer_silences_the_old_hour_and_fills_the_new_one() -> None:
    found = settle([change(1, ChangeKind.CANCEL, HOME), change(2, ChangeKind.TRANSFER, THERE)], {LESSON: 1})
    assert found.stands == {LESSON: Stand(at(THERE), living=True)}
    assert found.silent == {at(HOME)}
    assert found.homes == {LESSON: at(HOME)}


def test_a_second_transfer_holds_in_place_of_the_first() -> None:
    rows = [
        change(1, ChangeKind.CANCEL, HOME),
        change(2, ChangeKind.TRANSFER, THERE, over=True),
        change(3, ChangeKind.TRANSFER, FURTHER),
    ]
    assert settle(rows, {}).stands == {LESSON: Stand(at(FURTHER), living=True)}


def test_a_moved_lesson_that_is_cancelled_stays_where_it_was_moved_to() -> None:
    rows = [
        change(1, ChangeKind.CANCEL, HOME),
        change(2, ChangeKind.TRANSFER, THERE),
        change(3, ChangeKind.EVENT, THERE),
    ]
    found = settle(rows, {})
    assert found.stands == {LESSON: Stand(at(THERE), living=False)}
    assert found.silent == {at(HOME), at(THERE)}


def test_what_was_taken_back_tells_the_home_alone() -> None:
    rows = [change(1, ChangeKind.CANCEL, HOME, over=True), change(2, ChangeKind.TRANSFER, THERE, over=True)]
    found = settle(rows, {})
    assert (found.stands, found.silent, found.homes) == ({}, set(), {LESSON: at(HOME)})


def test_an_extra_lesson_that_was_moved_has_its_first_hour_as_home() -> None:
    rows = [
        change(1, ChangeKind.EXTRA, HOME),
        change(2, ChangeKind.CANCEL, HOME),
        change(3, ChangeKind.TRANSFER, THERE),
    ]
    found = settle(rows, {})
    assert (found.stands[LESSON], found.homes[LESSON]) == (Stand(at(THERE), living=True), at(HOME))


@pytest.mark.parametrize(
    ("rows", "missed"),
    [
        ([change(1, ChangeKind.CANCEL, HOME)], 1),
        ([change(1, ChangeKind.EVENT, HOME)], 1),
        ([change(1, ChangeKind.CANCEL, HOME), change(2, ChangeKind.TRANSFER, THERE)], 0),
        ([change(1, ChangeKind.EXTRA, HOME)], -1),
        ([change(1, ChangeKind.EXTRA, HOME), change(2, ChangeKind.CANCEL, HOME)], 0),
        ([change(1, ChangeKind.CANCEL, HOME, over=True)], 0),
        ([change(1, ChangeKind.CANCEL, FURTHER)], 0),
    ],
)
def test_hours_of_the_timetable_that_were_not_held_are_missed_4_4_3(rows: list[LessonChange], missed: int) -> None:
    assert hours_missed(rows, "2026-09-01", FURTHER[0]) == missed


ROWS = st.lists(
    st.builds(
        LessonChange,
        st.integers(1, 500),
        st.integers(1, 4),
        st.just(COURSE),
        st.sampled_from(ChangeKind),
        st.sampled_from([HOME[0], THERE[0]]),
        st.integers(1, 3),
        st.booleans(),
    ),
    max_size=25,
    unique_by=lambda row: row.ident,
)


@given(ROWS, st.randoms())
def test_the_order_in_which_rows_are_read_does_not_matter(rows: list[LessonChange], chance) -> None:  # type: ignore[no-untyped-def]
    shuffled = list(rows)
    chance.shuffle(shuffled)
    assert settle(shuffled, {}) == settle(rows, {})


@given(ROWS)
def test_every_lesson_with_a_row_in_force_stands_somewhere_and_no_other_does(rows: list[LessonChange]) -> None:
    found = settle(rows, {})
    assert found.stands.keys() == {row.lesson for row in rows if not row.over}


@given(ROWS)
def test_with_all_taken_back_nothing_is_changed(rows: list[LessonChange]) -> None:
    found = settle([row._replace(over=True) for row in rows], {})
    assert not found.stands
    assert not found.silent
