"""What a cell takes (5.4, 5.5): keys, pasted texts, what is shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ezh_desktop.domain.marks import Mark, Typed, is_mark, is_weak, read_cell, read_key, refuse_symbol, shown
from ezh_desktop.errors import RuleRefused


@pytest.mark.parametrize("key", "нНyYhHnN")
def test_5_4_the_key_of_absence_is_understood_on_either_layout(key: str) -> None:
    assert read_key(key) is Typed.ABSENT


@pytest.mark.parametrize("key", "12345")
def test_5_4_digits_are_marks(key: str) -> None:
    assert read_key(key) == key


def test_5_5_a_slash_asks_for_the_second_mark() -> None:
    assert read_key("/") is Typed.SLASH


@pytest.mark.parametrize("key", ["0", "6", ".", "+", "-", "т", "у", "а", " ", "", "55", "٣", "５"])
def test_5_4_every_other_key_means_nothing(key: str) -> None:
    assert read_key(key) is None


@given(st.characters())
def test_5_4_a_key_is_one_of_the_allowed_or_nothing(key: str) -> None:
    typed = read_key(key)
    assert (typed is None) == (key not in "12345/нНyYhHnN")


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("5", "5", ""),
        (" 4 ", "4", ""),
        ("н", "н", ""),
        ("H", "н", ""),
        ("5/4", "5", "4"),
        ("\t5 / 4\n", "5", "4"),
        ("\u00a03", "3", ""),
        ("", "", ""),
        ("  ", "", ""),
    ],
)
def test_a_pasted_cell_is_read(text: str, first: str, second: str) -> None:
    assert read_cell(text) == (first, second)


@pytest.mark.parametrize("text", ["4-", "5+", "6", "0", "н/а", "5/", "/4", "5/н", "н/н", "5/4/3", "55", "5.0", "точка"])
def test_5_4_any_other_pasted_text_is_refused_with_what_is_allowed(text: str) -> None:
    with pytest.raises(RuleRefused) as refused:
        read_cell(text)
    assert refused.value.text == f"«{text}» не поставить. Можно 1 2 3 4 5 или н. (п. 5.4 Положения)"
    assert refused.value.clause == "5.4"


@given(st.text())
def test_5_4_a_pasted_text_gives_allowed_values_or_a_refusal(text: str) -> None:
    try:
        first, second = read_cell(text)
    except RuleRefused:
        return
    assert first in list(Mark)
    assert second == "" or (is_mark(first) and is_mark(second))


@given(st.sampled_from("12345"), st.sampled_from(["", *"12345"]))
def test_what_is_shown_reads_back(first: str, second: str) -> None:
    assert read_cell(shown(first, second)) == (first, second)


def test_5_6_two_and_one_are_weak() -> None:
    assert [value for value in Mark if is_weak(value)] == ["1", "2"]


def test_absence_is_not_a_mark() -> None:
    assert [value for value in Mark if is_mark(value)] == ["1", "2", "3", "4", "5"]


def test_a_refused_symbol_is_quoted() -> None:
    assert refuse_symbol("+").what == "«+» не поставить."
