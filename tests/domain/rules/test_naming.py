"""Names of subjects (5.1) and pupils (5.3), and the list of clauses."""

from __future__ import annotations

import pytest

from ezh_desktop.domain.names import PersonName
from ezh_desktop.domain.rules import CLAUSES, refuse_pupil_name, refuse_subject_name


@pytest.mark.parametrize("name", ["Алгебра", "Труд (технология)", "«Основы безопасности»", "Ёлочный мир"])
def test_5_1_a_subject_begins_with_a_capital(name: str) -> None:
    assert refuse_subject_name(name) is None


@pytest.mark.parametrize("name", ["алгебра", "(труд)", "", "  ", "123"])
def test_5_1_a_subject_without_a_capital_is_refused(name: str) -> None:
    refusal = refuse_subject_name(name)
    assert refusal is not None
    assert refusal.clause == "5.1"


@pytest.mark.parametrize(
    "name",
    [
        PersonName("Иванова", "Мария", "Петровна"),
        PersonName("Иванова", "Мария"),
        PersonName("Ю", "Анна"),
        PersonName("Римская-Корсакова", "Анна-Мария"),
        PersonName("Мамедов", "Али", "Гусейн оглы"),
        PersonName("Ли", "Ян"),
    ],
    ids=lambda name: name.full,
)
def test_5_3_a_full_name_passes(name: PersonName) -> None:
    assert refuse_pupil_name(name) is None


@pytest.mark.parametrize(
    "name",
    [
        PersonName("Иванова", "М."),
        PersonName("Иванова", "М"),
        PersonName("Иванова", "М.П."),
        PersonName("Иванова", "Мар."),
        PersonName("Иванова", ""),
        PersonName("", "Мария"),
        PersonName("И.", "Мария"),
        PersonName("Иванова", "Мария", "П."),
        PersonName("Иванова", "Мария", "П"),
        PersonName("Иванова", "-"),
    ],
    ids=lambda name: name.full,
)
def test_5_3_an_initial_in_place_of_a_name_is_refused(name: PersonName) -> None:
    refusal = refuse_pupil_name(name)
    assert refusal is not None
    assert refusal.clause == "5.3"


def test_every_clause_held_is_listed_once_with_a_whole_sentence() -> None:
    numbers = {clause.clause for clause in CLAUSES}
    assert {"5.1", "5.2", "5.3", "5.4", "5.5", "5.7", "5.13", "5.15", "5.19", "3.7", "3.8"} <= numbers
    assert len(set(CLAUSES)) == len(CLAUSES)
    assert all(clause.text.endswith(".") for clause in CLAUSES)
