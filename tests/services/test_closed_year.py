"""2.4: a closed year is only looked at: the writer refuses, whatever way an entry comes; the director may open it."""

from __future__ import annotations

from datetime import date

import pytest

from ezh_desktop.errors import LockRefused, RightRefused, RuleRefused
from ezh_desktop.services.closing import Pick, close_periods, close_year, closing_page, open_year
from ezh_desktop.services.pages.closing import PeriodState
from ezh_desktop.services.structure.base import Line, read_years, save
from ezh_desktop.services.structure.extra import plan_groups, plan_members, read_group, read_groups
from ezh_desktop.services.structure.inspections import plan_inspections, read_inspection_plan, spread_over
from ezh_desktop.services.structure.newyear import YearTyped, draft_year, plan_new_year
from ezh_desktop.services.structure.nextyear import TABLE
from ezh_desktop.services.structure.plans import plan_rows, read_plan_courses, read_plan_page
from ezh_desktop.services.verifying import verify
from tests.factories import fake_clock, raw

JUNE, AUGUST = date(2027, 6, 3), date(2027, 8, 30)


@pytest.fixture
def director(opens):
    return opens("director", clock=fake_clock(AUGUST))


def close_all(director):
    page = closing_page(director)
    picks = [
        Pick(line.school_class, slot)
        for line in page.lines
        for slot, cell in line.cells.items()
        if cell.state is PeriodState.OPEN
    ]
    close_periods(director, picks)


def plan_of(teacher):
    year, courses = read_plan_courses(teacher)
    page = read_plan_page(teacher, courses[0], year)
    return plan_rows(teacher, page, (*page.lines, Line(0, {"topic": "Повторение"})))


def test_a_year_is_closed_when_all_its_periods_are(director):
    with pytest.raises(RuleRefused, match=r"Ещё не закрыт[ыо]? \d+ период"):
        close_year(director)
    close_all(director)
    close_year(director)
    assert closing_page(director).year_closed


def test_a_year_without_a_class_is_closed_only_when_it_is_over(opens, director):
    admin = opens("admin", clock=fake_clock(AUGUST))
    save(admin, plan_new_year(admin, draft_year(admin), YearTyped({TABLE: ()})))
    empty = next(ident for ident, label in read_years(admin) if label == "2027/2028")
    with pytest.raises(RuleRefused, match="2027/2028 ещё не кончился") as refused:
        close_year(director, empty)
    assert "31 августа 2028" in refused.value.remedy
    later = opens("director", clock=fake_clock(date(2028, 9, 1)))
    close_year(later, empty)
    assert closing_page(later, empty).year_closed


def test_nothing_is_written_into_it_whatever_was_read_before(director, opens, tiny):
    teacher = opens("teacher", clock=fake_clock(JUNE))
    plan = plan_of(teacher)
    close_all(director)
    close_year(director)
    before = raw(tiny, "SELECT count(*) FROM entry")
    with pytest.raises(LockRefused, match="учебный год закрыт, его можно только смотреть"):
        save(teacher, plan)
    assert raw(tiny, "SELECT count(*) FROM entry") == before


def test_what_is_of_the_whole_year_is_refused_too(director, opens):
    deputy = opens("deputy", clock=fake_clock(JUNE))
    groups = read_groups(deputy)
    save(
        deputy,
        plan_groups(
            deputy,
            groups,
            (Line(0, {"title": "Химик", "leader": groups.staff.names[min(groups.staff.present)], "hours": "1"}),),
        ),
    )
    groups = read_groups(deputy)
    group = read_group(deputy, groups, groups.lines[0].ident)
    page = read_inspection_plan(deputy)
    members = plan_members(deputy, group, (Line(0, {"name": group.learners[0].words}),))
    plans = [plan_inspections(deputy, page, spread_over(page, ())), plan_groups(deputy, groups, ()), members]
    close_all(director)
    close_year(director)
    for plan in plans:
        with pytest.raises(LockRefused, match="учебный год закрыт"):
            save(deputy, plan)


def test_the_director_opens_it_with_a_reason(director, opens):
    close_all(director)
    close_year(director)
    for reason in ("", " 12 "):
        with pytest.raises(RuleRefused, match="Не указана причина"):
            open_year(director, reason)
    open_year(director, "Ошибка в отметке")
    teacher = opens("teacher", clock=fake_clock(JUNE))
    save(teacher, plan_of(teacher))
    assert verify(director).sound


def test_nobody_else_closes_a_year(opens):
    for login in ("admin", "deputy", "teacher"):
        with pytest.raises(RightRefused):
            close_year(opens(login, clock=fake_clock(AUGUST)))


def test_the_journal_is_looked_at_as_it_stood(opens, tiny):
    office = opens("teacher", clock=fake_clock(AUGUST))
    past = office.looking_back(date(2027, 5, 26))
    assert past.readonly
    assert past.clock.today() == date(2027, 5, 26)
    page = past.course_page(tiny.courses["7А Алгебра"])
    assert page.today == date(2027, 5, 26)
    past.close()
    assert office.course_page(tiny.courses["7А Алгебра"]).pupils
