"""Every number of the rules is a setting with the regulation's default, changed by the deputy with an entry."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ezh_desktop.domain.rules.numbers import NUMBERS, read_number, read_numbers
from ezh_desktop.errors import Refusal, RightRefused, RuleRefused
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.rule_numbers import may_set_numbers, numbers_page, set_numbers
from ezh_desktop.services.verifying import verify
from tests.factories import School, raw

Opens = Callable[..., FileOffice]


def test_a_new_school_has_the_numbers_of_the_regulation(opens: Opens) -> None:
    lines = numbers_page(opens("deputy")).lines
    assert [(line.name, line.value) for line in lines] == [(one.name, one.default) for one in NUMBERS]


def test_the_deputy_changes_them_as_one_act(opens: Opens, tiny: School) -> None:
    deputy = opens("deputy")
    set_numbers(deputy, {"plan.lag": "5", "marks.reason_distance": "0,7", "filling.until": "9:30"})
    stored = dict(raw(tiny, "SELECT name, value FROM year_setting"))
    assert [stored[name] for name in ("plan.lag", "marks.reason_distance", "filling.until")] == ["5", "0.7", "09:30"]
    assert raw(tiny, "SELECT count(*) FROM entry WHERE action = 'numbers.write'") == [(1,)]
    assert read_numbers(stored).lag == 5
    assert verify(deputy).sound
    with pytest.raises(Refusal, match="Ничего"):
        set_numbers(deputy, {"plan.lag": "05"})


@pytest.mark.parametrize("login", ["admin", "director", "teacher", "class_teacher"])
def test_nobody_else_does(opens: Opens, login: str) -> None:
    office = opens(login)
    assert not may_set_numbers(office)
    with pytest.raises(RightRefused):
        set_numbers(office, {"plan.lag": "5"})


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("plan.lag", "0"),
        ("plan.lag", "три"),
        ("plan.lag", "-1"),
        ("questioned.share", "101"),
        ("marks.reason_distance", "0"),
        ("marks.reason_distance", "1/2"),
        ("marks.thresholds", "2.5 3.5"),
        ("marks.thresholds", "3.5 2.5 4.5"),
        ("marks.thresholds", "1.5 3.5 4.5"),
        ("marks.few", "5 3 7"),
        ("marks.few", "3 5.5 7"),
        ("filling.until", "25:00"),
        ("filling.until", ""),
        ("final.mathematics", "2"),
    ],
)
def test_a_text_that_is_no_such_number_is_refused_with_what_is_allowed(opens: Opens, name: str, text: str) -> None:
    office = opens("deputy")
    with pytest.raises(RuleRefused) as caught:
        set_numbers(office, {"council.days": "20", name: text})
    assert caught.value.remedy
    assert {line.name: line.value for line in numbers_page(office).lines}["council.days"] == "14", (
        "nothing half-written"
    )


@pytest.mark.parametrize("number", NUMBERS, ids=lambda one: one.name)
def test_every_default_can_be_typed(number) -> None:
    assert read_number(number.name, number.default) == number.default


@given(st.sampled_from([one.name for one in NUMBERS]), st.text(max_size=12))
def test_whatever_is_accepted_is_counted_with(name: str, text: str) -> None:
    try:
        value = read_number(name, text)
    except RuleRefused:
        return
    assert read_number(name, value) == value
    read_numbers({name: value})
