"""A calendar (iCalendar) of a class or teacher as values: the year's lessons with their times, and no pupil."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One lesson. Without bells for it `start` and `end` are None: it lasts the day and is named by its number.

    `cancelled`: a lesson that was to be held and is not; calendars that had it strike it out.
    """

    lesson: int
    day: date
    number: int
    start: time | None
    end: time | None
    classes: str
    subject: str
    room: str = ""
    teachers: tuple[str, ...] = ()
    substituted: bool = False
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """The lessons of a class, or of a teacher, in a school year. `name` also names the file."""

    name: str
    school_name: str
    year_label: str
    of_teacher: bool
    zone: ZoneInfo
    first: date
    last: date
    events: tuple[CalendarEvent, ...]
