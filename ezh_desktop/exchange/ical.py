"""Lessons as an iCalendar file (RFC 5545), for calendars of telephones and computers; no pupil is named in it.

A lesson is an event with the same UID in every file and at every time, so that a file brought in again changes what is
there. A lesson that is not held goes out as cancelled.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from icalendar import Calendar, Event

from ezh_desktop.domain.timetable import room_words
from ezh_desktop.exchange.outgoing import file_stem
from ezh_desktop.exchange.pages_out import OutFile
from ezh_desktop.services.pages.calendar_out import CalendarEvent, CalendarPage

_DAY: Final = timedelta(days=1)
_MAKER: Final = "-//EZH Desktop//RU"
_DOMAIN: Final = "ezh-desktop"


def calendar_file(page: CalendarPage, stamp: datetime) -> OutFile:
    """The file of a class («7А.ics») or teacher; `stamp` is the moment of the making, aware of its zone."""
    calendar = Calendar()
    calendar.add("prodid", _MAKER)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"{page.name}, {page.year_label}")
    calendar.add("x-wr-timezone", page.zone.key)
    for event in page.events:
        calendar.add_component(_event(page, event, stamp))
    calendar.add_missing_timezones(first_date=page.first, last_date=page.last)
    return OutFile(f"{file_stem(page.name)}.ics", calendar.to_ical())


def _event(page: CalendarPage, one: CalendarEvent, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", f"lesson-{one.lesson}@{_DOMAIN}")
    event.add("dtstamp", stamp)
    event.add("summary", _summary(page, one))
    if one.start is None or one.end is None:
        event.add("dtstart", one.day)
        event.add("dtend", one.day + _DAY)
    else:
        event.add("dtstart", datetime.combine(one.day, one.start, page.zone))
        event.add("dtend", datetime.combine(one.day, one.end, page.zone))
    if one.room:
        event.add("location", room_words(one.room))
    event.add("description", _description(page, one))
    event.add("status", "CANCELLED" if one.cancelled else "CONFIRMED")
    event.add("categories", [one.subject])
    return event


def _summary(page: CalendarPage, one: CalendarEvent) -> str:
    title = f"{one.classes} {one.subject}" if page.of_teacher else one.subject
    return f"{one.number}-й урок: {title}" if one.start is None else title


def _description(page: CalendarPage, one: CalendarEvent) -> str:
    """Number of the lesson, who holds it, the school."""
    who = ", ".join(one.teachers)
    lines = [f"{one.number}-й урок"]
    lines += [f"{'Замена' if one.substituted else 'Учитель'}: {who}"] if who and not page.of_teacher else []
    lines += ["Замена"] if one.substituted and page.of_teacher else []
    lines += [page.school_name] if page.school_name else []
    return "\n".join(lines)
