"""7.2, 7.3, 6.1: whoever has the right can work; one person's forgotten window never makes the journal read-only."""

from __future__ import annotations

from ezh_desktop.domain.calendar import PeriodKind
from ezh_desktop.services.acts import CellEntry, EnterCells
from ezh_desktop.services.closing import Pick, close_periods
from ezh_desktop.services.pages.summary import Slot
from ezh_desktop.services.rule_numbers import set_numbers
from ezh_desktop.services.structure.base import Line, save
from ezh_desktop.services.structure.subjects import plan_subjects, read_subjects
from ezh_desktop.services.verifying import verify
from tests.factories import a_lesson, open_office, raw


def marks(office, course, value):
    """The first pupil gets a mark in the latest lesson."""
    page = office.course_page(course)
    lesson, pupil = a_lesson(page).lesson, page.pupils[0].pupil
    seen = page.cells.get((lesson, pupil, 0))
    ticket = office.submit(EnterCells(course, (CellEntry(lesson, pupil, 0, value, seen and seen.entry),)), page)
    assert ticket.wait(10)
    assert not ticket.failed, ticket.error


def test_7_2_everybody_writes_beside_windows_that_stand_open_and_read(opens, tiny):
    algebra, russian = tiny.courses["7А Алгебра"], tiny.courses["7А Русский язык"]
    forgotten = opens("teacher")
    with forgotten.reading() as db:
        db.execute("SELECT id FROM pupil").fetchone()
        marks(opens("teacher"), algebra, "5")
        marks(opens("class_teacher"), russian, "4")
        set_numbers(opens("deputy"), {"preliminary.days": "10"})
        close_periods(opens("director"), [Pick(tiny.classes["7А"], Slot(PeriodKind.QUARTER, 1))])
        admin = opens("admin")
        subjects = read_subjects(admin)
        save(admin, plan_subjects(admin, subjects, (*subjects.lines, Line(0, {"name": "Астрономия"}))))
    marks(forgotten, algebra, "3")
    assert raw(tiny, "SELECT value FROM cell ORDER BY value") == [("3",), ("4",)]
    assert verify(admin).sound


def test_7_3_a_window_that_was_never_closed_keeps_the_journal_from_nobody(tiny):
    algebra = tiny.courses["7А Алгебра"]
    left = open_office(tiny, "teacher")
    marks(left, algebra, "5")
    again = open_office(tiny, "teacher")
    marks(again, algebra, "4")
    again.close()
    assert raw(tiny, "SELECT value FROM cell") == [("4",)]
    left.close()
