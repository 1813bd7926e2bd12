"""Identifiers: 41 bits of milliseconds since 2024 and 22 random ones, growing, never the same twice."""

from __future__ import annotations

import random
from itertools import pairwise
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ezh_desktop.domain.ids import EPOCH_MS, IdSource, answering, id_text, made_ms, read_id

LAST_MS = EPOCH_MS + 2**41 - 1


def source(moments: list[int], seed: int = 1) -> IdSource:
    left = iter(moments)
    return IdSource(lambda: next(left), random.Random(seed).getrandbits)


@given(st.lists(st.integers(EPOCH_MS, LAST_MS - 1000), min_size=1, max_size=50), st.integers())
def test_identifiers_grow_and_fit_63_bits_whatever_the_clock_does(moments: list[int], seed: int) -> None:
    new_id = source(moments, seed)
    made = [new_id() for _ in moments]
    assert all(before < after for before, after in pairwise(made))
    assert made[0] >= 0
    assert made[-1] < 2**63


@given(st.integers(EPOCH_MS + 1, LAST_MS))
def test_an_identifier_tells_when_it_was_made(moment: int) -> None:
    assert made_ms(source([moment])()) == moment


def test_the_same_seed_and_clock_give_the_same_identifiers() -> None:
    moments = [EPOCH_MS + 5, EPOCH_MS + 5, EPOCH_MS + 9]
    first, second = source(moments, 7), source(moments, 7)
    assert [first() for _ in moments] == [second() for _ in moments]


def test_a_year_of_lessons_in_one_millisecond_holds_no_identifier_twice() -> None:
    new_id = IdSource(lambda: EPOCH_MS + 1, random.Random(3).getrandbits)
    assert len({new_id() for _ in range(60_000)}) == 60_000


def test_an_answer_has_one_identifier_and_none_of_the_things_asked_in_one_burst() -> None:
    new_id = IdSource(lambda: EPOCH_MS + 5, random.Random(3).getrandbits)
    asked = [new_id() for _ in range(2000)]
    answers = [answering(one) for one in asked]
    assert not set(asked) & set(answers)
    assert [answering(one) for one in answers] == asked


def test_two_computers_at_the_same_moment_differ_by_chance() -> None:
    assert source([EPOCH_MS + 1], 1)() != source([EPOCH_MS + 1], 2)()


@pytest.mark.parametrize("moment", [EPOCH_MS - 1, LAST_MS + 1])
def test_a_clock_outside_the_bits_is_refused(moment: int) -> None:
    with pytest.raises(ValueError, match="clock"):
        source([moment])()


def test_threads_share_a_source_without_meeting() -> None:
    new_id = IdSource(lambda: EPOCH_MS + 1, random.Random(5).getrandbits)
    made: list[int] = []
    threads = [Thread(target=lambda: made.extend(new_id() for _ in range(2000))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 8000


@given(st.integers(0, 2**63 - 1))
def test_the_exported_text_reads_back(identifier: int) -> None:
    assert read_id(id_text(identifier)) == identifier


@pytest.mark.parametrize("text", ["", "-1", "1.5", "abc", "٣", str(2**63)])
def test_a_text_that_is_no_identifier_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="identifier"):
        read_id(text)
