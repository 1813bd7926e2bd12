"""4.3.4: обучение на дому, a sanatorium or hospital by order: no «н», no duty of lessons, the pupil stays listed."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ezh_desktop.domain.away import HOME, SANATORIUM, Turn, away_on, stretches
from ezh_desktop.errors import RightRefused, RuleRefused
from ezh_desktop.services.acts import CellEntry, EnterCells, Undo
from ezh_desktop.services.checking import page_findings
from ezh_desktop.services.pages.proposing import period_absences
from ezh_desktop.services.structure.away import open_stay, plan_away, plan_back
from ezh_desktop.services.structure.base import Line, save
from ezh_desktop.services.structure.movement import Member, plan_move, plan_return
from ezh_desktop.services.structure.pupils import read_pupils
from ezh_desktop.services.verifying import verify
from tests.factories import fake_clock, raw

DAY = date(2026, 11, 30)


@pytest.fixture
def admin(opens):
    return opens("admin")


def member(office, tiny, surname="Андреев"):
    page = read_pupils(office, tiny.classes["7А"])
    return Member(page, next(line for line in page.lines if line.text("surname") == surname))


def order(**more):
    return Line(0, {"day": "30.11", "order": "12", "order_day": "27.11", **more})


def goes(office, tiny, kind=HOME, **more):
    save(office, plan_away(office, member(office, tiny), order(**more), kind))


def the_pupil(page):
    return next(one for one in page.pupils if one.surname == "Андреев")


def absent(opens, tiny, day):
    teacher = opens("teacher")
    page = teacher.course_page(tiny.courses["7А Алгебра"])
    lesson = next(one for one in page.lessons if one.day >= day)
    cell = CellEntry(lesson.lesson, the_pupil(page).pupil, 0, "н", None)
    return teacher.decide(EnterCells(page.course, (cell,)), page)


@pytest.mark.parametrize("kind", [HOME, SANATORIUM])
def test_no_absence_is_entered_while_the_pupil_learns_elsewhere(opens, admin, tiny, kind):
    goes(admin, tiny, kind)
    (refused,) = absent(opens, tiny, DAY).refused
    assert refused.why.clause == "4.3.4"
    assert "приказ № 12" in refused.why.what
    assert not absent(opens, tiny, date(2026, 11, 23)).refused
    assert verify(admin).sound


def test_marks_may_be_given_all_the_same(opens, admin, tiny):
    goes(admin, tiny)
    teacher = opens("teacher")
    page = teacher.course_page(tiny.courses["7А Алгебра"])
    lesson = next(one for one in page.lessons if one.day >= DAY)
    cell = CellEntry(lesson.lesson, the_pupil(page).pupil, 0, "5", None)
    assert not teacher.decide(EnterCells(page.course, (cell,)), page).refused


def test_after_the_last_day_the_class_counts_again(opens, admin, tiny):
    goes(admin, tiny, SANATORIUM, end="1.12")
    assert not absent(opens, tiny, date(2026, 12, 2)).refused
    assert absent(opens, tiny, DAY).refused


def test_the_way_back_ends_it_and_is_asked_for_once(opens, admin, tiny):
    goes(admin, tiny)
    assert open_stay(member(admin, tiny)) is not None
    nameless = plan_back(admin, member(admin, tiny), Line(0, {"order": "7"}))
    assert [(one.field, one.text) for one in nameless.faults] == [("day", "День не указан. Впишите дату.")]
    early = plan_back(admin, member(admin, tiny), Line(0, {"day": "30.11"}))
    assert [one.field for one in early.faults] == ["day"]
    save(admin, plan_back(admin, member(admin, tiny), Line(0, {"day": "2.12"})))
    assert open_stay(member(admin, tiny)) is None
    assert not absent(opens, tiny, date(2026, 12, 2)).refused
    with pytest.raises(RuleRefused):
        plan_back(admin, member(admin, tiny), Line(0, {"day": "3.12"}))
    assert verify(admin).sound


def test_lessons_of_these_days_are_not_counted_as_held(opens, admin, tiny):
    teacher = opens("teacher")
    page = teacher.course_page(tiny.courses["7А Алгебра"])
    term = next(one for one in page.periods if one.kind == "quarter" and one.start <= DAY <= one.end)
    before = period_absences(page, the_pupil(page).pupil, term).held
    goes(admin, tiny)
    after = opens("teacher").course_page(page.course)
    assert period_absences(after, the_pupil(after).pupil, term).held == before - 2


def test_the_rules_ask_nothing_of_lessons_but_the_mark_of_the_period(opens, admin, tiny):
    goes(admin, tiny)
    later = opens("teacher", clock=fake_clock(date(2027, 1, 13)))
    found = page_findings(later, tiny.courses["7А Алгебра"])
    pupil = tiny.pupils[next(name for name in tiny.pupils if name.startswith("Андреев"))]
    own = [one for one in found.all if one.pupil == pupil and one.day and one.day >= DAY]
    assert [(one.clause, "на дому" in one.detail) for one in own] == [("5.33", True)]
    other = [one for one in found.all if one.pupil not in {None, pupil} and one.clause == "5.14"]
    assert other, "who learns in class and has no marks is still found"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"order": ""}, "order"), ({"day": ""}, "day"), ({"end": "29.11"}, "end"), ({"day": "40.40"}, "day")],
)
def test_an_order_wants_number_and_days(admin, tiny, wrong, field):
    plan = plan_away(admin, member(admin, tiny), order(**wrong), HOME)
    assert plan.command is None
    assert field in {one.field for one in plan.faults}


def test_two_orders_of_one_pupil_never_meet(admin, tiny):
    goes(admin, tiny, end="4.12")
    plan = plan_away(admin, member(admin, tiny), order(day="3.12"), SANATORIUM)
    assert [one.field for one in plan.faults] == ["day"]
    save(admin, plan_away(admin, member(admin, tiny), order(day="7.12"), SANATORIUM))


def test_absences_that_stand_already_are_told_and_stay(opens, admin, tiny):
    teacher = opens("teacher")
    page = teacher.course_page(tiny.courses["7А Алгебра"])
    lesson = next(one for one in page.lessons if one.day >= DAY)
    teacher.submit(EnterCells(page.course, (CellEntry(lesson.lesson, the_pupil(page).pupil, 0, "н", None),)), page)
    assert teacher.drain(20)
    plan = plan_away(admin, member(admin, tiny), order(), HOME)
    assert "«н» стоит 1 раз" in plan.warnings[0]
    save(admin, plan)
    assert raw(tiny, "SELECT value FROM cell") == [("н",)]


def test_an_order_is_no_departure_and_is_taken_back(admin, opens, tiny):
    goes(admin, tiny)
    page = opens("teacher").course_page(tiny.courses["7А Алгебра"])
    pupil = the_pupil(page)
    assert (pupil.left, pupil.departure_order, pupil.arrival_order) == (None, "", "")
    assert member(admin, tiny).line.text("note") == "Обучается на дому с 30.11.2026, приказ № 12"
    admin.submit(Undo(admin.undoable()))
    assert admin.drain(20)
    assert open_stay(member(admin, tiny)) is None
    assert verify(admin).sound


@pytest.mark.parametrize(
    ("end", "note"),
    [("11.12", "Обучается в санатории или больнице с 30.11.2026 по 11.12.2026, приказ № 12"), ("1.12", "")],
)
def test_a_stay_whose_end_is_known_is_told_until_it_is_over(admin, tiny, end, note):
    """Who lay in hospital till Friday stood in the list as if in class."""
    goes(admin, tiny, SANATORIUM, end=end)
    assert member(admin, tiny).line.text("note") == note


def test_a_departure_taken_back_leaves_the_order_as_it_was(admin, tiny):
    goes(admin, tiny)
    save(admin, plan_move(admin, member(admin, tiny), Line(0, {"day": "1.12", "order": "13"})))
    save(admin, plan_return(admin, member(admin, tiny)))
    assert open_stay(member(admin, tiny)) is not None


@pytest.mark.parametrize("login", ["class_teacher", "teacher", "deputy", "director"])
def test_only_the_administrator_enters_such_an_order(opens, tiny, login):
    office = opens(login)
    with pytest.raises(RightRefused):
        save(office, plan_away(office, member(office, tiny), order(), HOME))


turns = st.lists(
    st.builds(
        Turn,
        st.integers(1, 2),
        st.sampled_from([HOME, SANATORIUM]),
        st.integers(0, 30).map(lambda days: DAY + timedelta(days=days)),
        st.booleans(),
    ),
    max_size=8,
)


@given(turns)
def test_the_days_away_of_a_pupil_never_overlap_and_begin_with_an_order(found):
    for pupil, made in stretches(found).items():
        for one, after in pairwise(made):
            assert one.span.last is not None
            assert one.span.last < after.span.first
        begins = {turn.day for turn in found if turn.pupil == pupil and turn.leaves}
        assert {one.span.first for one in made} <= begins
        assert away_on(made, DAY - timedelta(days=1)) is None
