"""Canonical JSON."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ezh_desktop.storage.canon import canon, read_canon

texts = st.text(st.characters(exclude_categories=("Cs",)))
scalars = st.none() | st.booleans() | st.integers(-(2**63), 2**63) | texts
values = st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(texts, inner), max_leaves=20)


@given(values)
def test_a_value_comes_back_and_has_one_form(value):
    assert read_canon(canon(value)) == value
    assert canon(read_canon(canon(value))) == canon(value)


def test_keys_are_sorted_spaces_left_out_and_cyrillic_kept():
    assert canon({"б": 1, "а": [None, True, "ё"]}) == '{"а":[null,true,"ё"],"б":1}'.encode()


def test_bytes_become_lower_case_hex():
    assert canon([b"\x00\xab"]) == b'["00ab"]'


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "\ud800"])
def test_what_has_no_form_is_refused(value):
    with pytest.raises(ValueError, match=r"JSON|surrogates"):
        canon([value])


@pytest.mark.parametrize("value", [{1: 2}, {"a": {None: 1}}, [{1, 2}], object()])
def test_what_json_would_bend_is_refused(value):
    with pytest.raises(TypeError):
        canon(value)


@pytest.mark.parametrize("text", ['{"a":1,"a":2}', "[NaN]", "[Infinity]", "{", "[" * 100_000, b'["\xff"]'])
def test_loose_json_is_refused(text):
    with pytest.raises(ValueError, match=r"repeated|allowed|Expecting|nested|decode"):
        read_canon(text)
