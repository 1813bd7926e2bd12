"""Roles by order have days; what ended gives no right, what never began is void (4.2.2)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ezh_desktop.domain.rights import RoleGrant
from ezh_desktop.domain.rights_table import Role
from ezh_desktop.domain.roles import RolePlan, demand_role, demand_roles
from ezh_desktop.domain.spans import NEVER, Span
from ezh_desktop.errors import BadInput

TODAY = date(2026, 12, 2)
DAYS = st.dates(date(2020, 1, 1), date(2035, 1, 1))


def grant(plan: RolePlan) -> RoleGrant:
    return RoleGrant(plan.role, Span(plan.start or date.min, plan.end), plan.school_class)


@given(st.none() | DAYS, st.none() | DAYS, DAYS)
def test_a_role_taken_away_holds_on_no_day_from_today_on(start: date | None, end: date | None, today: date) -> None:
    if start and end and end < start:
        start, end = end, start
    left = grant(RolePlan(Role.DEPUTY, None, start, end).taken_away(today))
    assert not any(left.span.holds(today + timedelta(days=ahead)) for ahead in (0, 1, 400))


@given(st.none() | DAYS, st.none() | DAYS, DAYS)
def test_an_ended_role_keeps_the_days_that_were(start: date | None, end: date | None, day: date) -> None:
    if start and end and end < start:
        start, end = end, start
    plan = RolePlan(Role.DEPUTY, None, start, end)
    left = plan.ended(day)
    assert left.void == (start is not None and start > day)
    assert grant(left).span.holds(day) == grant(plan).span.holds(day)


def test_a_role_that_had_not_begun_is_void() -> None:
    future = RolePlan(Role.ADMINISTRATOR, None, TODAY + timedelta(days=10))
    assert future.taken_away(TODAY) == RolePlan(Role.ADMINISTRATOR, None, NEVER, NEVER)


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (RolePlan(Role.CLASS_TEACHER), "Не выбран класс"),
        (RolePlan(Role.DEPUTY, 7), "на всю школу"),
        (RolePlan(Role.DEPUTY, None, TODAY, TODAY - timedelta(days=1)), "кончается раньше"),
    ],
)
def test_a_role_that_cannot_be_written_says_what_is_wrong(plan: RolePlan, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        demand_role(plan)


def test_one_role_twice_on_the_same_days_is_refused_and_one_after_the_other_is_not() -> None:
    half = RolePlan(Role.CLASS_TEACHER, 7, None, date(2027, 1, 1))
    demand_roles([half, RolePlan(Role.CLASS_TEACHER, 7, date(2027, 1, 2)), RolePlan(Role.CLASS_TEACHER, 8)], TODAY)
    with pytest.raises(BadInput, match="дважды"):
        demand_roles([half, RolePlan(Role.CLASS_TEACHER, 7, date(2027, 1, 1))], TODAY)
