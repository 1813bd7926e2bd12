"""A school that begins in January: marks of paper are typed into the period columns, and nobody is blamed (5.13)."""

from __future__ import annotations

from datetime import date

import pytest

from ezh_desktop.services.acts import CellEntry, EnterCells, EnterPeriodMarks, PeriodEntry
from ezh_desktop.services.checking import CheckScope, check_journal
from ezh_desktop.services.pages.proposing import period_proposal
from ezh_desktop.services.structure.base import Line, save
from ezh_desktop.services.structure.calendar import YEAR, plan_calendar, read_calendar
from tests.factories import fake_clock

FIRST, LATER = date(2027, 1, 11), date(2027, 1, 13)
GIVEN = ("4", "5", "3", "4", "5", "4")


@pytest.fixture
def began(opens):
    """The administrator says from which day the journal is kept here."""
    admin = opens("admin", clock=fake_clock(FIRST))
    page = read_calendar(admin)
    line = page.tables[YEAR][0]
    tables = {**page.tables, YEAR: (Line(line.ident, {**line.texts, "began": "11.1.2027"}),)}
    save(admin, plan_calendar(admin, page, tables))


@pytest.fixture
def teacher(opens, began):
    return opens("teacher", clock=fake_clock(LATER))


def write(office, act, page):
    ticket = office.submit(act, page)
    assert ticket.wait(5)
    assert ticket.error is None


def enter_quarters(office, tiny):
    course = tiny.courses["7А Алгебра"]
    for number in (0, 1):
        page = office.course_page(course)
        period = page.periods[number].period
        entries = tuple(
            PeriodEntry(pupil.pupil, period, mark, None) for pupil, mark in zip(page.pupils, GIVEN, strict=True)
        )
        write(office, EnterPeriodMarks(course, entries), page)
    return office.course_page(course)


def test_quarters_of_paper_are_typed_without_a_single_current_mark(teacher, opens, tiny):
    page = enter_quarters(teacher, tiny)
    summary = opens("deputy", clock=fake_clock(LATER)).summary_page(tiny.classes["7А"])
    shown = [summary.value(page.subject, pupil.pupil, summary.slots[0]) for pupil in summary.pupils]
    assert shown == list(GIVEN)
    year = next(one for one in page.periods if one.kind == "year")
    assert period_proposal(page, page.pupils[1].pupil, year).mark == 5


def test_an_absence_of_paper_is_typed_into_its_lesson(teacher, tiny):
    page = teacher.course_page(tiny.courses["7А Алгебра"])
    autumn = next(one for one in page.lessons if one.day.month == 10)
    write(teacher, EnterCells(page.course, (CellEntry(autumn.lesson, page.pupils[0].pupil, 0, "н", None),)), page)
    assert teacher.course_page(page.course).cells[autumn.lesson, page.pupils[0].pupil, 0].value == "н"


def test_nothing_is_found_of_the_time_before(teacher, opens, tiny):
    enter_quarters(teacher, tiny)
    report = check_journal(opens("deputy", clock=fake_clock(LATER)), CheckScope())
    assert [line.finding for line in report.lines if line.finding.day and line.finding.day < FIRST] == []
    assert "5.13" not in report.by_clause
    assert "5.18" in report.by_clause


def test_without_the_day_of_beginning_all_of_autumn_is_found(opens):
    report = check_journal(opens("deputy", clock=fake_clock(LATER)), CheckScope())
    assert any(line.finding.day and line.finding.day < FIRST for line in report.lines)
