"""Calendars read back by the library: RFC 5545, stable UIDs, the school's zone, and no pupil."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from ezh_desktop.exchange.ical import calendar_file
from ezh_desktop.services.pages.calendar_out import CalendarEvent, CalendarPage

STAMP = datetime(2026, 12, 2, 9, tzinfo=UTC)
DAY = date(2026, 12, 7)
LESSON = CalendarEvent(
    17, DAY, 3, time(10, 30), time(11, 15), "7А", "Труд (технология); 1, старт", "21", ("Орлова Т. В.",)
)


def page(*events, of_teacher=False, zone="Asia/Yekaterinburg"):
    name = "Орлова Татьяна Викторовна" if of_teacher else "7А"
    return CalendarPage(
        name, "Школа № 12", "2026/2027", of_teacher, ZoneInfo(zone), date(2026, 9, 1), date(2027, 8, 31), events
    )


def read(made):
    return Calendar.from_ical(made.data)


def test_a_lesson_is_read_back_as_it_was():
    made = calendar_file(page(LESSON), STAMP)
    calendar = read(made)
    (event,) = calendar.events
    assert made.name == "7А.ics"
    assert str(event["summary"]) == "Труд (технология); 1, старт"
    assert event.start == datetime(2026, 12, 7, 10, 30, tzinfo=ZoneInfo("Asia/Yekaterinburg"))
    assert event.end - event.start == timedelta(minutes=45)
    assert str(event["location"]) == "каб. 21"
    assert str(event["description"]) == "3-й урок\nУчитель: Орлова Т. В.\nШкола № 12"
    assert str(event["status"]) == "CONFIRMED"


@pytest.mark.parametrize("zone", ["Asia/Yekaterinburg", "Europe/Moscow", "Asia/Kamchatka"])
def test_the_zone_goes_along(zone):
    calendar = read(calendar_file(page(LESSON, zone=zone), STAMP))
    assert [one.tz_name for one in calendar.timezones] == [zone]
    assert calendar.events[0]["dtstart"].params["TZID"] == zone
    moment = datetime(2026, 12, 7, 10, 30, tzinfo=ZoneInfo(zone))
    assert moment.astimezone(calendar.timezones[0].to_tz()).utcoffset() == moment.utcoffset()


def test_a_uid_is_of_the_lesson_alone():
    other = CalendarEvent(17, date(2026, 12, 9), 1, None, None, "7А", "Труд (технология); 1, старт")
    for made in (page(LESSON), page(other), page(LESSON, of_teacher=True)):
        assert str(read(calendar_file(made, STAMP)).events[0]["uid"]) == "lesson-17@ezh-desktop"


def test_lines_are_folded_and_end_as_the_standard_says():
    data = calendar_file(page(LESSON), STAMP).data
    lines = data.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75
    assert lines[0] == b"BEGIN:VCALENDAR"


def test_without_a_bell_the_lesson_lasts_the_day_and_says_its_number():
    (event,) = read(calendar_file(page(CalendarEvent(1, DAY, 9, None, None, "7А", "Музыка")), STAMP)).events
    assert (event.start, event.end) == (DAY, DAY + timedelta(days=1))
    assert str(event["summary"]) == "9-й урок: Музыка"


def test_a_cancelled_lesson_is_struck_out_and_a_substitution_said():
    gone = CalendarEvent(2, DAY, 1, time(8, 30), time(9, 15), "7А", "История", cancelled=True)
    other = CalendarEvent(
        3, DAY, 2, time(9, 25), time(10, 10), "7А", "Алгебра", teachers=("Белова А. А.",), substituted=True
    )
    first, second = read(calendar_file(page(gone, other), STAMP)).events
    assert str(first["status"]) == "CANCELLED"
    assert "Замена: Белова А. А." in str(second["description"])


def test_a_teacher_s_calendar_says_the_class():
    made = calendar_file(page(LESSON, of_teacher=True), STAMP)
    (event,) = read(made).events
    assert made.name == "Орлова Татьяна Викторовна.ics"
    assert str(event["summary"]).startswith("7А Труд")
    assert "Учитель" not in str(event["description"])
