"""Topic and homework: in Russian (5.19), no homework in grade 1 (3.7), nothing on a cancelled or closed lesson."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ezh_desktop.domain.rules import RecordContext, is_in_russian, refuse_homework, refuse_topic
from ezh_desktop.errors import LockRefused

OPEN = RecordContext(grade=7)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "§ 5, № 12",
        "стр. 14",
        "Времена Present Simple и Past Simple",
        "Unit 5. Времена глагола",
        "12, 13, 15–17",
        "К.р. № 2",
        "Ёлка",
    ],
)
def test_5_19_a_record_in_russian_or_without_letters_passes(text: str) -> None:
    assert is_in_russian(text)
    assert refuse_topic(OPEN, text) is None
    assert refuse_homework(OPEN, text) is None


@pytest.mark.parametrize("text", ["Present Simple", "Unit 5, ex. 12", "Das Haus", "a", "№ 5 a"])
def test_5_19_letters_without_a_cyrillic_one_are_refused(text: str) -> None:
    topic, homework = refuse_topic(OPEN, text), refuse_homework(OPEN, text)
    assert topic is not None
    assert homework is not None
    assert topic.text.startswith("Тема записана не по-русски.")
    assert homework.text.startswith("Домашнее задание записано не по-русски.")
    assert topic.clause == homework.clause == "5.19"


@given(st.text(), st.sampled_from("абвгЯЁё"))
def test_5_19_one_russian_letter_is_enough(text: str, letter: str) -> None:
    assert is_in_russian(text + letter)


@given(st.text(st.characters(exclude_categories=["L"])))
def test_5_19_a_record_without_letters_always_passes(text: str) -> None:
    assert is_in_russian(text)


def test_3_7_grade_1_has_topics_and_no_homework() -> None:
    first = replace(OPEN, grade=1)
    refusal = refuse_homework(first, "стр. 14")
    assert refusal is not None
    assert refusal.clause == "3.7"
    assert refuse_topic(first, "Звуки и буквы") is None
    assert refuse_homework(first, "") is None


def test_5_2_a_cancelled_lesson_has_no_record() -> None:
    cancelled = replace(OPEN, cancelled=True)
    refusals = (refuse_topic(cancelled, "Дроби"), refuse_homework(cancelled, "№ 5"))
    assert [refusal.clause for refusal in refusals if refusal] == ["5.2", "5.2"]


def test_a_closed_period_takes_no_record() -> None:
    locked = replace(OPEN, locked="I четверть")
    assert isinstance(refuse_topic(locked, "Дроби"), LockRefused)
    assert isinstance(refuse_homework(locked, "№ 5"), LockRefused)
