"""Reads the whole journal of a class to be printed: for who controls the journals and who leads the class (6.4)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date
from typing import Final

from ezh_desktop.errors import BadInput, RightRefused
from ezh_desktop.services.class_attendance import attendance_page
from ezh_desktop.services.class_head import class_head
from ezh_desktop.services.class_pages import may_print_journal
from ezh_desktop.services.class_sheets import clubs_page, general_page
from ezh_desktop.services.directing import director_on
from ezh_desktop.services.inspections import remarks_page
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.pages.health import without_closed
from ezh_desktop.services.pages.journal import JournalPages, JournalTitle
from ezh_desktop.services.structure.timetable import read_timetable
from ezh_desktop.services.structure.timetable_page import TimetablePage
from ezh_desktop.services.timetable_paper import week_page
from ezh_desktop.storage.reading.class_sheets import read_school_place, read_year_span
from ezh_desktop.storage.reading.inspections import read_class_head, read_class_teacher
from ezh_desktop.storage.reading.places import read_courses, read_school
from ezh_desktop.storage.reading.staff import read_name

_TRIES: Final = 3
"""How often it is read anew when somebody wrote meanwhile."""
Step = Callable[[], None]
"""Called before each page is read; may raise to stop."""


def demand_journal(office: FileOffice, school_class: int) -> None:
    """Raise RightRefused for who may not print every page of a class."""
    if not may_print_journal(office, school_class):
        raise RightRefused(
            "Журнал целиком может печатать классный руководитель, директор, его заместитель или администратор ЭЖ.",
            "Печатайте страницы, которые вам открыты.",
        )


def journal_courses(office: FileOffice, school_class: int) -> tuple[int, ...]:
    """The courses of a class in the journal's order."""
    with office.reading() as db:
        head = read_class_head(db, school_class)
        lines = read_courses(db, head[1]) if head else []
    return tuple(dict.fromkeys(line.course for line in lines if line.school_class == school_class))


def read_journal(office: FileOffice, school_class: int, step: Step) -> JournalPages:
    """Every page of a class, all of one moment; `disturbed` where the journal is written in without a pause.

    Of the health sheet the open columns alone, whoever asks (5.38). Raises RightRefused for who may not print all
    of it, BadInput for a class without pupils or subjects.
    """
    demand_journal(office, school_class)
    for _ in range(_TRIES):
        head = office.head_text()
        pages = _read(office, school_class, head, step)
        if office.head_text() == head:
            return pages
    return replace(pages, disturbed=True)


def _read(office: FileOffice, school_class: int, head: str, step: Step) -> JournalPages:
    title, courses = _title(office, school_class), journal_courses(office, school_class)
    summary = office.summary_page(school_class)
    if not courses or not summary.pupils:
        what = "учеников" if courses else "предметов"
        raise BadInput(f"В {title.class_name} нет {what}: журнал не печатается.", "Сначала внесите их.")
    found = []
    with closing(office.layout_pages(courses)) as pages:
        for _ in courses:
            step()
            found.append(next(pages))
    step()
    week = week_page(office, _first_week(office, school_class))
    return JournalPages(
        head=head,
        title=title,
        week=week,
        courses=tuple(found),
        general=general_page(office, school_class),
        attendance=attendance_page(office, school_class),
        summary=summary,
        clubs=clubs_page(office, school_class),
        health=without_closed(office.health_page(school_class)),
        remarks=replace(remarks_page(office, school_class), may_write=False),
    )


def _first_week(office: FileOffice, school_class: int) -> TimetablePage:
    """The timetable that the year began with, else the first that was entered: later ones are its changes."""
    with office.reading() as db:
        head = read_class_head(db, school_class)
        start = date.fromisoformat(read_year_span(db, head[1])[0]) if head else office.clock.today()
    found = read_timetable(office, school_class, start)
    later = min((day for day in found.starts if day > start), default=start)
    return found if found.cells or later == start else read_timetable(office, school_class, later)


def _title(office: FileOffice, school_class: int) -> JournalTitle:
    today = office.clock.today()
    with office.reading() as db:
        head = class_head(db, school_class)
        leader = read_class_teacher(db, school_class, today.isoformat())
        name = read_name(db, leader) if leader else None
        director = director_on(db, today, office.person.person)
        school, place = read_school(db)[0], read_school_place(db)
    return JournalTitle(school, place, head[0], head[2], name.full if name else "", *director)
