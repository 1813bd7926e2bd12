"""What the columns of the health sheet hold (5.38), and what is meant by what people type."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ezh_desktop.domain.health import (
    GROUPS,
    MOST_ADVICE,
    PLACES,
    Closed,
    HealthColumn,
    PeGroup,
    desk_on_paper,
    pe_group_of_key,
    read_value,
)
from ezh_desktop.errors import RuleRefused

GROUP, PE, DESK, PLACE, ADVICE = HealthColumn


@pytest.mark.parametrize(
    ("column", "typed", "kept"),
    [
        (GROUP, "3", "III"),
        (GROUP, " iv ", "IV"),
        (GROUP, "Ш", "III"),
        (GROUP, "V", "V"),
        (PE, "о", "основная"),
        (PE, "Подготовительная", "подготовительная"),
        (PE, "осв", "освобождение по справке"),
        (PE, "специальная А", "специальная «А»"),
        (PE, 'Специальная "Б"', "специальная «Б»"),
        (PE, "f", "специальная «А»"),
        (PE, ",", "специальная «Б»"),
        (DESK, "5", "5"),
        (DESK, "№ 05", "5"),
        (DESK, "Парта 12", "12"),
        (PLACE, "ряд у о", "ряд у окна"),
        (PLACE, "Средний", "средний ряд"),
        (PLACE, "ряд у", "ряд у"),
        (PLACE, "за  первой партой", "за первой партой"),
        (ADVICE, " Очки\tдля дали ", "Очки для дали"),
    ],
)
def test_5_38_what_is_typed_becomes_the_words_of_the_sheet(column: HealthColumn, typed: str, kept: str) -> None:
    assert read_value(column, typed) == kept


@pytest.mark.parametrize(
    ("column", "typed"),
    [
        *((GROUP, typed) for typed in ("0", "6", "VI", "I II", "здоров")),
        *((PE, typed) for typed in ("специальная", "осн.", "x", "1", "физкультура")),
        *((DESK, typed) for typed in ("0", "31", "3а", "первая", "-1", "3.5")),
        (PLACE, "у" * 41),
        (ADVICE, "а" * (MOST_ADVICE + 1)),
    ],
)
def test_5_38_all_else_is_refused_with_what_is_allowed(column: HealthColumn, typed: str) -> None:
    with pytest.raises(RuleRefused) as refused:
        read_value(column, typed)
    assert refused.value.clause == "5.38"
    assert refused.value.remedy


@pytest.mark.parametrize("column", list(HealthColumn))
@pytest.mark.parametrize("blank", ["", "  ", "\n"])
def test_nothing_clears_a_cell(column: HealthColumn, blank: str) -> None:
    assert read_value(column, blank) == ""


@given(st.sampled_from(HealthColumn), st.text(max_size=30))
def test_what_is_stored_is_read_as_itself_again(column: HealthColumn, typed: str) -> None:
    try:
        kept = read_value(column, typed)
    except RuleRefused:
        return
    assert read_value(column, kept) == kept


@pytest.mark.parametrize(
    ("column", "stored"),
    [*((GROUP, one) for one in GROUPS), *((PE, one.value) for one in PeGroup), *((PLACE, one) for one in PLACES)],
)
def test_every_usual_value_is_read_as_itself(column: HealthColumn, stored: str) -> None:
    assert read_value(column, stored) == stored


def test_each_group_for_physical_education_has_a_letter_of_its_own_in_both_layouts() -> None:
    assert [one.key for one in PeGroup] == ["О", "П", "А", "Б", "С"]
    assert [pe_group_of_key(letter) for letter in "опабс"] == list(PeGroup)
    assert [pe_group_of_key(letter) for letter in "jgf,c"] == list(PeGroup)
    assert pe_group_of_key("z") is None


@pytest.mark.parametrize(
    ("desk", "place", "paper"),
    [
        ("3", "средний ряд", "№ 3, ср. ряд"),
        ("1", "ряд у окна", "№ 1, у окна"),
        ("", "ряд у стены", "у стены"),
        ("2", "", "№ 2"),
        ("", "", ""),
        ("1", "у доски", "№ 1, у доски"),
    ],
)
def test_desk_and_place_share_a_cell_on_paper(desk: str, place: str, paper: str) -> None:
    assert desk_on_paper(desk, place) == paper


def test_closed_columns_are_of_the_medical_worker_alone() -> None:
    assert [column for column in HealthColumn if column.closed] == [GROUP, ADVICE]


def test_advice_alone_is_no_record() -> None:
    Closed("I", "Очки").demand_whole()
    Closed("I").demand_whole()
    Closed().demand_whole()
    with pytest.raises(RuleRefused, match="Рекомендации без группы"):
        Closed("", "Очки").demand_whole()
