"""Wording and order of the council's decisions (5.35, 5.36)."""

from __future__ import annotations

from datetime import date

import pytest

from ezh_desktop.domain.council import Decided, DecisionKind, departed, kinds_of, refuse_decision, target_of
from ezh_desktop.domain.russian import Gender
from ezh_desktop.errors import RuleRefused

MAY = date(2027, 5, 26)
AUGUST = date(2027, 8, 28)
SHE, HE = Gender.FEMALE, Gender.MALE


def decided(kind, target="", text="", day=MAY, number="9"):
    return Decided(DecisionKind(kind), number, day, target, text)


@pytest.mark.parametrize(
    ("what", "gender", "words"),
    [
        (decided("promoted", "8А"), SHE, "Переведена в 8А класс"),
        (decided("promoted", "8"), HE, "Переведён в 8 класс"),
        (decided("promoted", "2"), HE, "Переведён во 2 класс"),
        (decided("promoted", "2Б"), SHE, "Переведена во 2Б класс"),
        (decided("repeat"), SHE, "Оставлена на повторный курс обучения"),
        (decided("conditional"), HE, "Переведён условно"),
        (decided("admitted"), SHE, "Допущена к государственной итоговой аттестации"),
        (decided("finished"), HE, "Отчислен в связи с окончанием основной школы"),
        (decided("free", text="Не допущен к ГИА"), HE, "Не допущен к ГИА"),
    ],
)
def test_the_wording_is_the_regulations_and_follows_the_gender(what, gender, words):
    """5.35."""
    assert what.wording(gender) == words
    assert what.full(gender) == f"Протокол педсовета № 9 от 26.05.2027. {words}"


def test_who_left_during_the_year_has_date_and_order():
    """5.36."""
    words = "Выбыл. Дата выбытия 23.11.2026. Приказ № 41-у от 20.11.2026"
    assert departed(HE, date(2026, 11, 23), "№ 41-у от 20.11.2026") == words
    assert departed(SHE, date(2026, 11, 23), "").startswith("Выбыла. Дата выбытия 23.11.2026")


@pytest.mark.parametrize("grade", [1, 2, 5, 8, 10])
def test_transfers_belong_to_classes_that_go_on(grade):
    """5.35: 1–8 are transferred, 9 is admitted and finishes."""
    assert refuse_decision(grade, decided("promoted", str(grade + 1)), ()) is None
    assert refuse_decision(grade, decided("finished"), ()).clause == "5.35"


def test_grade_nine_has_two_decisions_in_their_order():
    """5.35."""
    admitted, finished = decided("admitted"), decided("finished", day=AUGUST)
    assert refuse_decision(9, admitted, ()) is None
    assert refuse_decision(9, finished, (admitted,)) is None
    assert refuse_decision(9, admitted, (finished,)) is not None
    assert refuse_decision(9, decided("promoted", "10"), ()) is not None
    assert refuse_decision(9, decided("free", text="Не допущен к ГИА"), ()) is None


def test_a_second_entry_closes_a_conditional_transfer():
    """5.35."""
    first = decided("conditional")
    assert refuse_decision(7, decided("promoted", "8", day=AUGUST), (first,)) is None
    assert refuse_decision(7, decided("repeat", day=AUGUST), (first,)) is None
    assert "раньше" in refuse_decision(7, decided("promoted", "8", day=date(2027, 5, 1)), (first,)).what


@pytest.mark.parametrize("kind", ["promoted", "conditional", "repeat"])
def test_a_pupil_already_promoted_gets_no_second_transfer(kind):
    assert refuse_decision(7, decided(kind, "8"), (decided("promoted", "8"),)) is not None


@pytest.mark.parametrize(
    ("grade", "first", "then"),
    [
        (9, DecisionKind.ADMITTED, DecisionKind.REPEAT),
        (9, DecisionKind.REPEAT, DecisionKind.FINISHED),
        (7, DecisionKind.REPEAT, DecisionKind.PROMOTED),
    ],
)
def test_5_35_no_other_decision_follows_one_that_stands(grade, first, then):
    assert refuse_decision(grade, decided(then), [decided(first)]) is not None


def test_a_decision_needs_its_protocol_and_free_text_its_words():
    """5.35."""
    assert "номер протокола" in refuse_decision(7, decided("repeat", number=" "), ()).what
    assert refuse_decision(7, decided("free", text=" "), ()) is not None


def test_who_left_before_the_council_gets_no_decision():
    """5.36; who left after it keeps the decision."""
    assert refuse_decision(7, decided("promoted", "8"), (), left=date(2026, 11, 23)).clause == "5.36"
    assert refuse_decision(7, decided("promoted", "8"), (), left=date(2027, 6, 10)) is None


def test_5_36_who_moved_to_another_class_of_the_school_has_not_left_it():
    """The council's page told of a pupil of 2Б that she «выбыл»."""
    why = refuse_decision(2, decided("promoted", "3"), (), left=date(2026, 11, 23), moved_to="2Б")
    assert why.what == "Ученик переведён во 2Б класс 23.11.2026, до этого протокола."
    assert why.remedy == "Решение вносят в сводную ведомость нового класса."
    assert departed(SHE, date(2026, 11, 23), "", "2Б") == "Переведена во 2Б класс. Дата перевода 23.11.2026"


def test_the_target_is_the_next_year_of_study():
    assert target_of(7, "") == "8"
    assert target_of(7, "8 а") == "8А"
    assert target_of(1, "2") == "2"
    with pytest.raises(RuleRefused):
        target_of(7, "9")
    with pytest.raises(RuleRefused):
        target_of(7, "дальше")


def test_each_grade_offers_what_it_allows():
    assert DecisionKind.ADMITTED in kinds_of(9)
    assert DecisionKind.PROMOTED not in kinds_of(9)
    assert all(DecisionKind.FREE in kinds_of(grade) for grade in range(1, 12))
