"""Before a period ends (4.4.4, 5.13, 6.2): preliminary marks with means, and what each page still lacks."""

from __future__ import annotations

from datetime import date

import pytest

from ezh_desktop.domain.calendar import PeriodKind
from ezh_desktop.domain.figures import DASH
from ezh_desktop.errors import RightRefused
from ezh_desktop.services.acts import CellEntry, EnterCells, EnterPeriodMarks, PeriodEntry
from ezh_desktop.services.closing import Pick
from ezh_desktop.services.pages.summary import Slot
from ezh_desktop.services.preliminary import due_of, preliminary_page, ready_page, term_of, unready_lines
from ezh_desktop.services.rule_numbers import set_numbers
from ezh_desktop.services.today import today_page
from tests.factories import fake_clock

NEAR_THE_END = date(2026, 12, 18)
"""The II quarter ends on 30 December."""


@pytest.fixture
def teacher(opens):
    return opens("teacher", clock=fake_clock(NEAR_THE_END))


def algebra(office, tiny):
    return office.course_page(tiny.courses["7А Алгебра"])


def give(office, page, row, *marks):
    """Marks in the quarter's lessons, one each, in order."""
    term = term_of(page)
    lessons = [one for one in page.lessons if one.period == term.period and one.day <= page.today]
    cells = tuple(
        CellEntry(lesson.lesson, page.pupils[row].pupil, 0, mark, None)
        for lesson, mark in zip(lessons, marks, strict=False)
    )
    ticket = office.submit(EnterCells(page.course, cells), page)
    assert ticket.wait(5)
    assert ticket.error is None


def test_each_pupil_has_the_mark_that_comes_out_and_its_mean(teacher, opens, tiny):
    page = algebra(teacher, tiny)
    give(teacher, page, 0, "5", "4", "5", "5")
    give(teacher, page, 1, "2", "3", "2")
    give(teacher, page, 2, "н", "4")
    found = preliminary_page(opens("class_teacher", clock=fake_clock(NEAR_THE_END)), tiny.classes["7А"])
    assert (found.title, found.end) == ("II четверть", date(2026, 12, 30))
    rows = {one.name: one for one in found.pupils}
    marks = [rows[name].marks[0] for name in ("Абрамова Дарья", "Андреев Максим", "Белова Ксения")]
    assert [(one.subject, one.mark, one.mean) for one in marks] == [
        ("Алгебра", "5", "4,75"),
        ("Алгебра", "2", "2,33"),
        ("Алгебра", "", "4,00"),
    ]
    assert [one.weak for one in marks] == [False, True, True]
    assert rows["Белова Ксения"].absent == 1
    assert rows["Белова Ксения"].held > 1


def test_a_mark_that_stands_is_shown_as_it_is(teacher, opens, tiny):
    page = algebra(teacher, tiny)
    give(teacher, page, 0, "5", "4", "5", "5")
    page = algebra(teacher, tiny)
    entry = PeriodEntry(page.pupils[0].pupil, term_of(page).period, "4", None, "Слабая контрольная")
    ticket = teacher.submit(EnterPeriodMarks(page.course, (entry,)), page)
    assert ticket.wait(5)
    assert ticket.error is None
    found = preliminary_page(opens("deputy", clock=fake_clock(NEAR_THE_END)), tiny.classes["7А"])
    mark = found.pupils[0].marks[0]
    assert (mark.mark, mark.entered) == ("4", True)


def test_only_who_leads_the_class_and_the_office_make_the_slips(opens, tiny):
    for login in ("teacher", "medic"):
        with pytest.raises(RightRefused):
            preliminary_page(opens(login), tiny.classes["7А"])
    for login in ("class_teacher", "deputy", "director", "admin"):
        assert len(preliminary_page(opens(login), tiny.classes["7А"]).pupils) == 6


def test_what_a_page_lacks_is_counted_until_nothing_is_left(teacher, tiny):
    (line,) = ready_page(teacher).lines
    assert (line.class_name, line.subject, line.period) == ("7А", "Алгебра", "II четверть")
    assert line.unset == 6
    assert line.findings > 0
    assert not line.ready
    page = algebra(teacher, tiny)
    give(teacher, page, 0, "5", "4", "5", "5")
    page = algebra(teacher, tiny)
    entry = PeriodEntry(page.pupils[0].pupil, term_of(page).period, "5", None)
    ticket = teacher.submit(EnterPeriodMarks(page.course, (entry,)), page)
    assert ticket.wait(5)
    assert ready_page(teacher).lines[0].unset == 5


def test_each_person_sees_the_pages_they_answer_for(opens):
    assert [line.subject for line in ready_page(opens("class_teacher")).lines] == ["Алгебра", "Русский язык"]
    assert ready_page(opens("teacher")).classes == ()
    assert [name for _, name in ready_page(opens("class_teacher")).classes] == ["7А"]
    assert ready_page(opens("medic")).lines == ()


def test_the_director_learns_which_pages_of_the_period_lack_something(opens, tiny):
    director = opens("director", clock=fake_clock(NEAR_THE_END))
    first, second = (Pick(tiny.classes["7А"], Slot(PeriodKind.QUARTER, number)) for number in (1, 2))
    found = unready_lines(director, [first])
    assert [(one.subject, one.period, one.unset) for one in found] == [
        ("Алгебра", "I четверть", 6),
        ("Русский язык", "I четверть", 6),
    ]
    assert all(one.teachers for one in found)
    assert [one.period for one in unready_lines(director, [first, second])] == ["I четверть", "II четверть"] * 2
    assert unready_lines(director, []) == ()
    assert unready_lines(director, [Pick(0, first.slot)]) == ()


def test_two_weeks_before_the_end_the_day_says_so(opens, tiny):
    early = opens("teacher", clock=fake_clock(date(2026, 12, 2)))
    assert today_page(early).due is None
    near = opens("teacher", clock=fake_clock(NEAR_THE_END))
    assert today_page(near).due == date(2026, 12, 30)
    set_numbers(opens("deputy"), {"preliminary.days": "5"})
    assert due_of(near, [algebra(near, tiny)]) is None


def test_the_term_is_the_running_one_then_the_last_that_is_open(opens, tiny):
    assert term_of(algebra(opens("teacher", clock=fake_clock(date(2026, 9, 7))), tiny)).number == 1
    assert term_of(algebra(opens("teacher", clock=fake_clock(date(2027, 8, 20))), tiny)).number == 4


def test_without_marks_the_mean_is_a_dash(opens, tiny):
    page = preliminary_page(opens("deputy"), tiny.classes["7А"])
    assert {mark.mean for one in page.pupils for mark in one.marks} == {DASH}
