"""Odd and even weeks through the holidays: lessons, dialog, printed week and iCalendar say the same (5.2)."""

from __future__ import annotations

from datetime import date

import pytest

from ezh_desktop.domain.calendar import WeekParity, week_of_year
from ezh_desktop.domain.names import ClassName
from ezh_desktop.exchange.ical import calendar_file
from ezh_desktop.services.calendars import read_calendars
from ezh_desktop.services.structure.base import save
from ezh_desktop.services.structure.calendar import TERMS, plan_calendar, read_calendar
from ezh_desktop.services.structure.timetable import plan_timetable, read_timetable
from ezh_desktop.services.timetable_paper import board_page, class_weeks, teacher_weeks
from tests.factories import a_pair, open_office, raw
from tests.services.structure.conftest import changed

FIRST = date(2026, 9, 1)
FRIDAY, HOUR = 5, 6
DAYS = {
    WeekParity.ODD: [(9, 4), (9, 18), (10, 2), (10, 16), (11, 13), (11, 27), (12, 11), (12, 25), (1, 22)],
    WeekParity.EVEN: [(9, 11), (9, 25), (10, 9), (10, 23), (11, 6), (11, 20), (12, 4), (12, 18), (1, 15)],
}
"""Fridays of odd and even weeks by a paper calendar: the break of 24 October – 1 November is the ninth week, that of
31 December – 10 January ends the eighteenth and takes the nineteenth."""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return a_pair(tmp_path_factory.mktemp("weeks") / "журнал.ezh")


@pytest.fixture
def school(made, tmp_path):
    return made.copied(tmp_path)


@pytest.fixture
def office(school):
    opened = open_office(school, "admin")
    yield opened
    opened.close()


@pytest.fixture
def halves(office, school):
    """Алгебра in odd weeks and Русский язык in even ones at one hour of Friday in 7А."""
    page = read_timetable(office, school.classes["7А"], FIRST)
    words = "Алгебра (нечёт) / Русский язык (чёт)"
    save(office, plan_timetable(office, page, {**page.cells, (FRIDAY, HOUR): words}))


def fridays(school, title):
    sql = "SELECT day FROM lesson WHERE course = ? AND number = ? AND state = 'living' ORDER BY day"
    days = [date.fromisoformat(day) for (day,) in raw(school, sql, school.courses[title], HOUR)]
    return [(day.month, day.day) for day in days]


def test_lessons_take_turns_and_the_holidays_are_counted(halves, school):
    for title, week in (("7А Алгебра", WeekParity.ODD), ("7А Русский язык", WeekParity.EVEN)):
        assert fridays(school, title)[: len(DAYS[week])] == DAYS[week]


def test_the_page_of_the_dialog_says_the_same(halves, office, school):
    page = read_timetable(office, school.classes["7А"], FIRST)
    for week, days in DAYS.items():
        for month, day in days:
            assert page.parity(date(2026 if month > 8 else 2027, month, day)) is week


def test_the_calendar_for_a_phone_holds_the_lessons_themselves(halves, office, school):
    seven = read_calendars(office, ClassName(7, "А"))[0]
    for subject, week in (("Алгебра", WeekParity.ODD), ("Русский язык", WeekParity.EVEN)):
        own = [one.day for one in seven.events if one.subject == subject and one.number == HOUR]
        assert [(day.month, day.day) for day in own][: len(DAYS[week])] == DAYS[week]
    data = calendar_file(seven, office.clock.now_local()).data.decode()
    assert "20261106" in data
    assert "RRULE" not in data


def test_paper_names_the_first_odd_week_where_some_hour_has_one(halves, office):
    week, other = class_weeks(office)
    hour = next(one for one in week.days[FRIDAY - 1] if one.number == HOUR)
    assert hour.subject == "Алгебра (нечёт); Русский язык (чёт)"
    assert week.odd_since == date(2026, 8, 31)
    assert other.odd_since is None
    assert board_page(office).odd_since == date(2026, 8, 31)
    assert {one.odd_since for one in teacher_weeks(office)} == {date(2026, 8, 31)}


def test_a_class_that_begins_later_has_the_weeks_of_the_school(halves, office, school):
    """Its quarter begins on 7 September, in the second week: that is an even one for it too."""
    page = read_calendar(office)
    terms = page.tables[TERMS]
    scheme = next(one.text("scheme") for one in terms if "9" in one.text("scheme"))
    row = next(at for at, one in enumerate(terms) if one.text("scheme") == scheme)
    save(office, plan_calendar(office, page, {TERMS: changed(terms, row, start="7.09")}))
    assert fridays(school, "7А Алгебра")[:2] == DAYS[WeekParity.ODD][:2]
    others = changed(read_calendar(office).tables[TERMS], 0, start="7.09")
    save(office, plan_calendar(office, read_calendar(office), {TERMS: changed(others, row, start="1.09")}))
    assert fridays(school, "7А Алгебра")[:2] == DAYS[WeekParity.ODD][1:3]
    assert week_of_year(FIRST, date(2026, 9, 18)) == 3
