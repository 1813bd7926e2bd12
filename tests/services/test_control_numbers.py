"""Numbers of control works that a school may change: their weight (5.13), the days until results are known (4.4.8)."""

from __future__ import annotations

from fractions import Fraction

import pytest

from ezh_desktop.domain.kinds import lesson_kind
from ezh_desktop.domain.rules.checks import check_page
from ezh_desktop.domain.rules.pupil_findings import PupilView
from ezh_desktop.services.acts import CellEntry, EnterCells, SetLessonKind
from ezh_desktop.services.checking import page_findings
from ezh_desktop.services.pages.proposing import period_mean, period_proposal
from ezh_desktop.services.preliminary import term_of
from ezh_desktop.services.rule_numbers import set_numbers
from tests.factories import fake_clock


@pytest.fixture
def teacher(opens):
    return opens("teacher", clock=fake_clock())


def algebra(office, tiny):
    return office.course_page(tiny.courses["7А Алгебра"])


def write(office, act, page):
    ticket = office.submit(act, page)
    assert ticket.wait(5)
    assert ticket.error is None


def marks(office, tiny, *values):
    """A mark a lesson of the term; the second lesson is a control work."""
    page = algebra(office, tiny)
    lessons = [one for one in page.lessons if one.period == term_of(page).period and one.day <= page.today]
    write(office, SetLessonKind(page.course, lessons[1].lesson, "control", lessons[1].record_entry), page)
    page = algebra(office, tiny)
    cells = tuple(
        CellEntry(one.lesson, page.pupils[0].pupil, 0, mark, None) for one, mark in zip(lessons, values, strict=False)
    )
    write(office, EnterCells(page.course, cells), page)
    return algebra(office, tiny)


def mean_of(page):
    return period_mean(page, page.pupils[0].pupil, term_of(page))


def test_a_control_work_counts_once_until_the_school_says_otherwise(teacher, opens, tiny):
    assert lesson_kind("control").control
    page = marks(teacher, tiny, "5", "3", "5")
    assert mean_of(page).value == Fraction(13, 3)
    set_numbers(opens("deputy"), {"marks.control_weight": "3"})
    page = algebra(teacher, tiny)
    assert mean_of(page).value == Fraction(5 + 3 * 3 + 5, 5)
    assert mean_of(page).text == "3,80"
    assert "3·3" in mean_of(page).sum_text


def test_the_proposal_follows_and_findings_count_the_same(teacher, opens, tiny):
    page = marks(teacher, tiny, "5", "3", "5", "4")
    term = term_of(page)
    assert period_proposal(page, page.pupils[0].pupil, term).mark == 4
    set_numbers(opens("deputy"), {"marks.control_weight": "5"})
    page = algebra(teacher, tiny)
    assert period_proposal(page, page.pupils[0].pupil, term).mark == 4
    assert mean_of(page).value == Fraction(29, 8)
    found = page_findings(teacher, page.course)
    index = check_page(found.index).index
    view = PupilView(index, index.pupil_by_id[page.pupils[0].pupil])
    facts = next(one for one in index.facts.terms if one.period == term.period)
    assert view.proposal(facts).mean.value == mean_of(page).value


def test_the_days_until_results_are_known_are_the_schools(teacher, opens, tiny):
    """4.4.8: a day, for an essay seven, unless the school says otherwise."""
    set_numbers(opens("deputy"), {"results.after": "3"})
    page = algebra(teacher, tiny)
    lesson = next(one for one in page.lessons if one.period == term_of(page).period)
    write(teacher, SetLessonKind(page.course, lesson.lesson, "control", lesson.record_entry), page)
    page = algebra(teacher, tiny)
    assert (page.lesson_by_id[lesson.lesson].results_due - lesson.day).days == 3
    numbers = page_findings(teacher, page.course).index.facts.numbers
    assert numbers.results_in(lesson_kind("control")).days == 3
    assert numbers.results_in(lesson_kind("essay")).days == 7
    assert numbers.results_in(lesson_kind("plain")).days == 0
