"""«Общие сведения об обучающихся» (5.28–5.32) and clubs (4.3.6) on paper."""

from __future__ import annotations

import pytest

from ezh_desktop.reports.clubs import add_clubs, plan_clubs
from ezh_desktop.reports.general import TITLE, add_general, plan_general
from tests.reports import geometry
from tests.reports.sheet_pages import clubs, drawn, general


@pytest.mark.parametrize("count", [1, 27, 40])
@pytest.mark.parametrize(("add", "make", "first"), [(add_general, general, 124), (add_clubs, clubs, 140)])
def test_no_text_leaves_its_place_meets_another_or_is_cut_by_a_rule(add, make, first, count):
    for number, one in enumerate(drawn(add, make(count), first), first):
        assert geometry.faults(one, left=number % 2 == 0) == []


def test_a_spread_shows_the_same_pupils_left_and_right():
    page = general()
    planned = plan_general(page, 124)
    assert [sheet.number for sheet in planned] == list(range(124, 124 + len(planned)))
    assert len(planned) % 2 == 0
    lefts, rights = planned[::2], planned[1::2]
    assert [one.pupils for one in lefts] == [one.pupils for one in rights]
    assert [one.number for left in lefts for one in left.pupils] == list(range(1, 28))
    with pytest.raises(ValueError, match="even"):
        plan_general(page, 125)


def test_5_28_a_card_has_birth_file_number_parents_address_and_movement():
    sheets = drawn(add_general, general(4), 124)
    left, right = " ".join(sheets[0].words), " ".join(sheets[1].words)
    assert TITLE in left
    assert f"{TITLE} (продолжение)" in right
    assert "14.03.2013" in left
    assert "А-231/2019" in left
    assert "Отец: Алексеев Владимир Сергеевич, +7 900 113-37-62" in left
    assert "пр-т Строителей" in right
    assert right.count("приказ № 2-у от 11.01.2027") == 2


def test_an_empty_class_has_one_spread():
    assert len(plan_general(general(0))) == 2


def test_a_pupil_has_a_row_for_each_club_and_who_has_none_is_told():
    page = clubs(3)
    (sheet,) = drawn(add_clubs, page, 140)
    assert sheet.words.count("—") == 4
    assert sheet.words.count("Робототехника") == 1
    assert sheet.words.count("Шахматный клуб «Ладья»") == 2


def test_rows_of_a_pupil_stay_on_one_page():
    planned = plan_clubs(clubs(40), 140)
    assert [one.number for sheet in planned for one in sheet.pupils] == list(range(1, 41))
    assert len(planned) > 1
