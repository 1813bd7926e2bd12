"""The rest of a КТП fitted to the lessons left (5.16, 5.24: «за счёт уплотнения»)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ezh_desktop.domain.programme_fit import FitRow, fit
from ezh_desktop.errors import BadInput


def plan(*hours: int, works: tuple[int, ...] = ()) -> list[FitRow]:
    return [FitRow((at,), "Дроби", f"Тема {at}", own, at in works) for at, own in enumerate(hours)]


def hours_of(rows: tuple[FitRow, ...]) -> list[int]:
    return [row.hours for row in rows]


def test_a_plan_that_fits_stays_as_it_is() -> None:
    rows = plan(2, 1, 3)
    assert fit(rows, 6) == tuple(rows)


def test_hours_are_taken_by_the_shares_they_had_and_every_topic_keeps_one() -> None:
    assert hours_of(fit(plan(2, 1, 4), 5)) == [1, 1, 3]
    assert hours_of(fit(plan(2, 1, 4), 3)) == [1, 1, 1]


def test_a_control_work_keeps_its_hours() -> None:
    assert hours_of(fit(plan(3, 2, 3, works=(1,)), 5)) == [2, 2, 1]


def test_neighbours_of_one_section_are_joined_when_lessons_are_fewer_than_topics() -> None:
    rows = [
        FitRow((1,), "Дроби", "Сложение.", 1),
        FitRow((2,), "Дроби", "Вычитание", 1),
        FitRow((3,), "Дроби", "Контрольная работа «Дроби»", 1, firm=True),
        FitRow((4,), "Углы", "Угол", 1),
    ]
    fitted = fit(rows, 3)
    assert [(row.keys, row.topic) for row in fitted] == [
        ((1, 2), "Сложение; Вычитание"),
        ((3,), "Контрольная работа «Дроби»"),
        ((4,), "Угол"),
    ]


def test_a_section_is_left_for_another_last() -> None:
    rows = [FitRow((1,), "А", "а", 1), FitRow((2,), "Б", "б", 1), FitRow((3,), "Б", "в", 1)]
    assert [row.keys for row in fit(rows, 2)] == [(1,), (2, 3)]


def test_lessons_too_many_are_shared_out_by_the_hours() -> None:
    assert hours_of(fit(plan(1, 2, 1), 8)) == [2, 4, 2]


@pytest.mark.parametrize(
    ("rows", "lessons", "words"),
    [
        (plan(1, 1, works=(0, 1)), 1, "Остался 1 урок, а на контрольные работы отведено 2 часа"),
        (plan(1, 1, works=(0, 1)), 3, "Осталось 3 урока"),
        (plan(1, 1, 1, 1, 1, works=(1, 3)), 4, "между контрольными работами стоит по одной теме"),
        (plan(1, 1), 0, "Осталось 0 уроков"),
        (plan(1, 1, works=(0,)), 1, "Остался 1 урок, а на контрольные работы отведён 1 час"),
    ],
)
def test_what_cannot_be_fitted_is_told(rows: list[FitRow], lessons: int, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        fit(rows, lessons)


ROWS = st.lists(st.tuples(st.integers(1, 6), st.booleans(), st.sampled_from("АБВ")), min_size=1, max_size=14)


@given(ROWS, st.integers(0, 60))
def test_no_topic_is_lost_and_the_order_stays(made: list[tuple[int, bool, str]], lessons: int) -> None:
    rows = [FitRow((at,), section, f"Тема {at}", hours, firm) for at, (hours, firm, section) in enumerate(made)]
    try:
        fitted = fit(rows, lessons)
    except BadInput:
        return
    assert [key for row in fitted for key in row.keys] == list(range(len(rows)))
    assert sum(row.hours for row in fitted) == lessons
    assert all(row.hours >= 1 for row in fitted)
    assert [row for row in rows if row.firm] == [row for row in fitted if row.firm]
    assert all(f"Тема {key}" in row.topic for row in fitted for key in row.keys)
