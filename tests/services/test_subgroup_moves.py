"""A pupil who changes the subgroup within a term: marks follow, nothing entered is hidden (4.3.4, 5.13)."""

from __future__ import annotations

from datetime import date

import pytest

from ezh_desktop.errors import Refusal
from ezh_desktop.services.acts import CellEntry, EnterCells, EnterPeriodMarks, PeriodEntry
from ezh_desktop.services.checking import page_findings
from ezh_desktop.services.pages.proposing import marks_before, period_mean
from ezh_desktop.services.structure.base import save
from ezh_desktop.services.structure.courses import read_courses
from ezh_desktop.services.structure.subgroups import plan_subgroups, read_subgroups
from ezh_desktop.services.verifying import verify
from tests.factories import CoursePlan, a_class, a_school, opening, raw
from tests.services.structure.conftest import changed

ONE, TWO = ("Абрамова Дарья", "Андреев Максим", "Белова Ксения"), ("Ёлкин Фёдор", "Жуков Матвей", "Юдина Вера")
MOVER = "Андреев Максим"
FIRST, SECOND = "7А Английский язык", "7А Английский язык 2"
SINCE = date(2026, 11, 23)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    courses = (
        CoursePlan("Английский язык", "anna", (1, 3), 4, subgroup="1", members=ONE),
        CoursePlan("Английский язык", "boris", (1, 3), 4, subgroup="2", members=TWO),
    )
    return a_school(tmp_path_factory.mktemp("subgroups") / "журнал.ezh", [a_class(courses=courses)])


@pytest.fixture
def school(made, tmp_path):
    return made.copied(tmp_path)


@pytest.fixture
def opens(school):
    with opening(school, "admin") as open_one:
        yield open_one


def enters(office, course, pupil, values, since):
    page = office.course_page(course)
    lessons = [one for one in page.lessons if since <= one.day <= page.today][: len(values)]
    cells = tuple(CellEntry(one.lesson, pupil, 0, value, None) for one, value in zip(lessons, values, strict=True))
    ticket = office.submit(EnterCells(course, cells), page)
    assert office.drain(20)
    if ticket.error is not None:
        raise ticket.error


def planned(office, school, to, since):
    page = read_subgroups(office, read_courses(office, school.classes["7А"]))
    row = next(at for at, line in enumerate(page.lines) if line.text("name").startswith(MOVER))
    return plan_subgroups(office, page, changed(page.lines, row, **{str(next(iter(page.subjects))): to}), since)


def moves(office, school, to="2", since="23.11"):
    plan = planned(office, school, to, since)
    assert plan.faults == ()
    save(office, plan)


def stays(school):
    found = raw(
        school,
        "SELECT c.subgroup, m.start, m.end FROM subgroup_member AS m JOIN course AS c ON c.id = m.course"
        " WHERE m.pupil = ? AND m.end IS NOT '1900-01-01' ORDER BY coalesce(m.start, '')",
        school.pupils[MOVER],
    )
    return [tuple(one) for one in found]


def term_on(page, day):
    return next(one for one in page.periods if one.kind == "quarter" and one.start <= day <= one.end)


@pytest.fixture
def moved(opens, school):
    """«2 2» of the first subgroup's teacher, then the move, then «5 5» of the second's."""
    pupil = school.pupils[MOVER]
    enters(opens("anna"), school.courses[FIRST], pupil, "22", date(2026, 11, 9))
    moves(opens(), school)
    enters(opens("boris"), school.courses[SECOND], pupil, "55", SINCE)
    return pupil


def test_the_marks_of_the_subgroup_before_are_seen_and_count(moved, opens, school):
    page = opens("boris").course_page(school.courses[SECOND])
    term = term_on(page, SINCE)
    assert [(one.value, one.source) for one in marks_before(page, moved, term)] == [("2", "7А, подгруппа 1")] * 2
    assert period_mean(page, moved, term).marks == (2, 2, 5, 5)
    others = {one.pupil for one in page.pupils} - {moved}
    assert not others & page.before.keys()


def test_a_move_without_a_day_is_said_to_hold_from_the_year_s_start(opens, school):
    """It was saved without a word, and the lessons of the first subgroup were the pupil's no more."""
    enters(opens("anna"), school.courses[FIRST], school.pupils["Абрамова Дарья"], "4", date(2026, 11, 9))
    plan = planned(opens(), school, "2", "")
    assert plan.command is not None
    (told,) = plan.warnings
    assert told.startswith("Дня смены нет, это исправление: в подгруппе 2 ученик числится с начала года.")
    (told,) = planned(opens(), school, "", "").warnings
    assert told.startswith("Дня смены нет, это исправление: ученик не числится в подгруппе с начала года.")
    assert planned(opens(), school, "2", "23.11").warnings == ()


def test_the_page_before_keeps_them_and_ends_with_the_move(moved, opens, school):
    page = opens("anna").course_page(school.courses[FIRST])
    row = page.pupil_by_id[moved]
    assert [(stay.start, stay.end) for stay in row.stays] == [(None, date(2026, 11, 22))]
    assert sum((one.lesson, moved, 0) in page.cells for one in page.lessons) == 2
    with pytest.raises(Refusal):
        enters(opens("anna"), school.courses[FIRST], moved, "4", SINCE)


def test_the_period_mark_is_the_second_teacher_s_and_both_see_it(moved, opens, school):
    boris = opens("boris")
    page = boris.course_page(school.courses[SECOND])
    term = next(one for one in page.periods if one.kind == "quarter" and one.number == 2)
    boris.submit(EnterPeriodMarks(page.course, (PeriodEntry(moved, term.period, "4", None),)), page)
    assert boris.drain(20)
    summary = opens("deputy").summary_page(school.classes["7А"])
    subject = summary.subjects[0]
    slot = next(one for one in subject.periods if one.is_term and one.number == 2)
    assert summary.value(subject.subject, moved, slot) == "4"
    first = opens("anna").course_page(school.courses[FIRST])
    assert first.period_marks[moved, term.period].value == "4"


def test_the_findings_count_what_the_page_counts(moved, opens, school):
    view = page_findings(opens("boris"), school.courses[SECOND]).index
    assert [mark for _, mark in view.facts.before[moved]] == [2, 2]


def test_who_comes_back_has_both_stays_and_all_the_marks_once(moved, opens, school):
    moves(opens(), school, "1", "30.11")
    assert stays(school) == [
        ("1", None, "2026-11-22"),
        ("2", "2026-11-23", "2026-11-29"),
        ("1", "2026-11-30", None),
    ]
    page = opens("anna").course_page(school.courses[FIRST])
    term = term_on(page, SINCE)
    assert len(page.pupil_by_id[moved].stays) == 2
    assert [one.value for one in marks_before(page, moved, term)] == ["5", "5"]
    assert sorted(period_mean(page, moved, term).marks) == [2, 2, 5, 5]
    assert verify(opens()).sound


def test_a_correction_that_would_hide_marks_is_refused_and_asks_for_the_day(opens, school):
    pupil = school.pupils[MOVER]
    enters(opens("anna"), school.courses[FIRST], pupil, "н", date(2026, 11, 9))
    plan = planned(opens(), school, "2", "")
    assert plan.command is None
    assert plan.faults[0].text == (
        "На странице этой подгруппы у ученика уже есть отметки или пропуски."
        " Впишите день, с которого он учится в другой подгруппе."
    )
    assert planned(opens(), school, "2", "10.11").faults == ()


def test_a_mistake_of_who_has_no_marks_is_put_right_from_the_start(opens, school):
    moves(opens(), school, since="")
    assert stays(school) == [("2", None, None)]


class TestAMoveToCome:
    """From 7 December on, entered on 2 December."""

    def test_it_is_shown_and_opened_again_changes_nothing(self, opens, school):
        office = opens()
        moves(office, school, since="7.12")
        page = read_subgroups(office, read_courses(office, school.classes["7А"]))
        assert plan_subgroups(office, page, page.lines, "2.12").command is None
        assert plan_subgroups(office, page, page.lines, "").command is None

    def test_it_is_taken_back(self, opens, school):
        office = opens()
        moves(office, school, since="7.12")
        moves(office, school, "1", "3.12")
        assert [one for one in stays(school) if one[0] == "2"] == []
        assert {one[0] for one in stays(school)} == {"1"}
        page = office.course_page(school.courses[FIRST])
        days = [one.day for one in page.lessons if one.day > date(2026, 12, 6)]
        assert all(any(stay.holds(day) for stay in page.pupil_by_id[school.pupils[MOVER]].stays) for day in days)
