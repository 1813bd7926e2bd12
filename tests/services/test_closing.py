"""The director closes periods and opens them again with a reason; what is closed takes no entries (4.2)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ezh_desktop.domain.calendar import PeriodKind
from ezh_desktop.errors import Refusal, RightRefused, RuleRefused
from ezh_desktop.services.acts import CellEntry, EnterCells, EnterPeriodMarks, PeriodEntry
from ezh_desktop.services.closing import Pick, close_periods, closing_page, may_close, unlock_periods
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.pages.closing import PeriodState
from ezh_desktop.services.pages.summary import Slot
from ezh_desktop.services.verifying import verify
from tests.factories import School, a_lesson, raw

Opens = Callable[..., FileOffice]
FIRST, SECOND = Slot(PeriodKind.QUARTER, 1), Slot(PeriodKind.QUARTER, 2)


@pytest.fixture
def director(opens: Opens) -> FileOffice:
    return opens("director")


@pytest.fixture
def first_quarter(tiny: School) -> Pick:
    return Pick(tiny.classes["7А"], FIRST)


def refusal_of_a_mark(tiny: School, opens: Opens) -> Refusal | None:
    """What a teacher hears who marks the first lesson of the first quarter."""
    office = opens("teacher")
    page = office.course_page(tiny.courses["7А Алгебра"])
    act = EnterCells(page.course, (CellEntry(page.lessons[0].lesson, page.pupils[0].pupil, 0, "5", None),))
    refused = office.decide(act, page).refused
    return refused[0].why if refused else None


def test_a_quarter_that_is_over_is_open_and_the_running_one_cannot_be_closed(
    tiny: School, director: FileOffice
) -> None:
    page, school_class = closing_page(director), tiny.classes["7А"]
    first, second = page.cell(school_class, FIRST), page.cell(school_class, SECOND)
    assert first is not None
    assert second is not None
    assert (first.state, second.state) == (PeriodState.OPEN, PeriodState.RUNNING)
    assert first.missing == 12, "six pupils, two subjects, no mark yet"
    with pytest.raises(RuleRefused, match="ещё не кончился"):
        close_periods(director, [Pick(school_class, SECOND)])


def test_a_closed_quarter_takes_no_marks_until_it_is_opened_with_a_reason(
    tiny: School, opens: Opens, director: FileOffice, first_quarter: Pick
) -> None:
    assert refusal_of_a_mark(tiny, opens) is None
    close_periods(director, [first_quarter])
    assert refusal_of_a_mark(tiny, opens) is not None
    with pytest.raises(RuleRefused, match="причина"):
        unlock_periods(director, [first_quarter], " 12 ")
    unlock_periods(director, [first_quarter], "исправление ошибки учителя")
    assert refusal_of_a_mark(tiny, opens) is None
    cell = closing_page(director).cell(first_quarter.school_class, FIRST)
    assert cell is not None
    assert cell.reason == "исправление ошибки учителя"
    reasons = raw(tiny, "SELECT json_extract(body, '$[6]') FROM entry WHERE action = 'period.unlock'")
    assert reasons == [("исправление ошибки учителя",)]


def marked(tiny: School, opens: Opens, value: str) -> FileOffice:
    """The teacher marks the first lesson of the first quarter, and the quarter itself."""
    office = opens("teacher")
    page = office.course_page(tiny.courses["7А Алгебра"])
    lesson, pupil, quarter = page.lessons[0].lesson, page.pupils[0].pupil, page.periods[0].period
    cell, term = page.cells.get((lesson, pupil, 0)), page.period_marks.get((pupil, quarter))
    entry = CellEntry(lesson, pupil, 0, value, cell.entry if cell else None)
    period = PeriodEntry(pupil, quarter, value, term.entry if term else None)
    for act in (EnterCells(page.course, (entry,)), EnterPeriodMarks(page.course, (period,))):
        ticket = office.submit(act, page)
        assert ticket.wait(5), ticket.refusal
    return office


def test_what_was_entered_after_the_unlocking_is_known_by_the_history_of_its_cell(
    tiny: School, opens: Opens, director: FileOffice, first_quarter: Pick
) -> None:
    marked(tiny, opens, "4")
    close_periods(director, [first_quarter])
    unlock_periods(director, [first_quarter], "ошибка учителя в двух клетках")
    office = marked(tiny, opens, "5")
    page = office.course_page(tiny.courses["7А Алгебра"])
    for column in (page.lessons[0].lesson, page.periods[0].period):
        lines = office.cell_history(page.course, column, page.pupils[0].pupil)
        told = [(line.shown, line.reopened) for line in lines]
        assert told == [("5", "ошибка учителя в двух клетках"), ("4", "")]


def test_the_page_knows_what_was_changed_after_the_closing_and_keeps_it_when_closed_again(
    tiny: School, opens: Opens, director: FileOffice, first_quarter: Pick
) -> None:
    marked(tiny, opens, "4")
    close_periods(director, [first_quarter])
    reading = opens("teacher")
    course = tiny.courses["7А Алгебра"]
    assert reading.course_page(course).reopened == {}
    unlock_periods(director, [first_quarter], "ошибка учителя")
    assert reading.course_page(course).reopened == {}, "opened, and nothing changed yet"
    page = marked(tiny, opens, "5").course_page(course)
    pupil = page.pupils[0].pupil
    told = dict.fromkeys([(page.lessons[0].lesson, pupil), (page.periods[0].period, pupil)], "ошибка учителя")
    assert page.reopened == told
    close_periods(director, [first_quarter])
    assert reading.course_page(course).reopened == told
    unlock_periods(director, [first_quarter], "вторая ошибка")
    assert reading.course_page(course).reopened == told
    assert marked(tiny, opens, "3").course_page(course).reopened == dict.fromkeys(told, "вторая ошибка")
    assert verify(director).sound


def test_what_is_entered_in_another_period_is_no_change_after_the_closing(
    tiny: School, opens: Opens, director: FileOffice, first_quarter: Pick
) -> None:
    close_periods(director, [first_quarter])
    unlock_periods(director, [first_quarter], "ошибка учителя")
    office = opens("teacher")
    page = office.course_page(tiny.courses["7А Алгебра"])
    lesson = a_lesson(page)
    assert lesson.period != page.periods[0].period
    act = EnterCells(page.course, (CellEntry(lesson.lesson, page.pupils[0].pupil, 0, "5", None),))
    assert office.submit(act, page).wait(5)
    assert office.course_page(page.course).reopened == {}


def test_what_was_entered_in_a_period_that_was_never_closed_says_nothing_of_it(tiny: School, opens: Opens) -> None:
    marked(tiny, opens, "4")
    office = marked(tiny, opens, "5")
    page = office.course_page(tiny.courses["7А Алгебра"])
    lines = office.cell_history(page.course, page.lessons[0].lesson, page.pupils[0].pupil)
    assert [line.reopened for line in lines] == ["", ""]


def test_what_is_closed_is_not_closed_twice(director: FileOffice, first_quarter: Pick) -> None:
    close_periods(director, [first_quarter])
    with pytest.raises(Refusal, match="Ничего не изменилось"):
        close_periods(director, [first_quarter])


def test_nobody_but_the_director_closes_or_opens(opens: Opens, first_quarter: Pick) -> None:
    for login in ("admin", "deputy", "teacher", "class_teacher"):
        office = opens(login)
        assert not may_close(office)
        with pytest.raises(RightRefused):
            close_periods(office, [first_quarter])


def test_closing_and_opening_stand_in_the_protocol_and_pass_its_check(
    director: FileOffice, first_quarter: Pick
) -> None:
    close_periods(director, [first_quarter])
    unlock_periods(director, [first_quarter], "опечатка в отметке")
    close_periods(director, [first_quarter])
    assert verify(director).sound
