"""What is told of an hour while a lesson is in the hand agrees with what the act would refuse (5.2, 5.17)."""

from __future__ import annotations

import pytest

from ezh_desktop.services.structure.base import save
from ezh_desktop.services.substitutions.acts import Pick, plan_substitutions, plan_swap, plan_transfer
from ezh_desktop.services.substitutions.days import read_days
from ezh_desktop.services.substitutions.foreseen import partner, refusals
from tests.factories import open_office
from tests.services.substitution_school import WEDNESDAY, a_substitution_school, lesson


@pytest.fixture
def office(tmp_path):
    school = a_substitution_school(tmp_path / "журнал.ezh")
    office = open_office(school, "deputy")
    maria = school.people["maria"].person
    save(office, plan_substitutions(office, [Pick(lesson(office, "7А Алгебра"), maria)], "болезнь"))
    yield office
    office.close()


def test_an_hour_is_refused_in_the_hand_exactly_when_the_act_refuses_it(office):
    days = read_days(office, WEDNESDAY)
    living = [one for one in days.lessons.values() if one.living and one.day == WEDNESDAY]
    asked = 0
    for held in living:
        told = refusals(days, held)
        for number in set(days.numbers(WEDNESDAY)) - {held.number}:
            other = partner(days, held, number)
            if other is None:
                plan = plan_transfer(office, held.lesson, WEDNESDAY, number, "семинар")
            else:
                plan = plan_swap(office, held.lesson, other.lesson, "семинар")
            assert bool(plan.faults) == (number in told), (held.title, number, plan.faults, told)
            asked += 1
    assert asked == len(living) * 7


def test_the_substitute_is_the_one_who_may_be_busy(office):
    """7А Алгебра is held by Мария today, who has 7Б Русский язык in the fifth hour."""
    days = read_days(office, WEDNESDAY)
    told = refusals(days, days.lessons[lesson(office, "7А Алгебра")])
    assert "в этот час ведёт: 7Б Русский язык." in told[5]
    assert 6 not in told
