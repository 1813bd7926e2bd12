"""4.3.4: обучение на дому with an own timetable: pages of its own, lessons, marks that arrive, and the way back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ezh_desktop.domain.away import HOME
from ezh_desktop.domain.names import ClassName
from ezh_desktop.errors import LockRefused, Refusal
from ezh_desktop.services.absences import absences_page
from ezh_desktop.services.acts import CellEntry, EnterCells, EnterPeriodMarks, PeriodEntry, Undo
from ezh_desktop.services.calendars import read_calendars
from ezh_desktop.services.pages.proposing import period_proposal
from ezh_desktop.services.structure.away import plan_away, plan_back
from ezh_desktop.services.structure.base import NEW, Line, save
from ezh_desktop.services.structure.courses import read_courses
from ezh_desktop.services.structure.home import read_home, read_home_pupils
from ezh_desktop.services.structure.homeplan import plan_home
from ezh_desktop.services.structure.movement import Member, plan_move, plan_removal, plan_return
from ezh_desktop.services.structure.pupils import read_pupils
from ezh_desktop.services.structure.subgroups import read_subgroups
from ezh_desktop.services.structure.timetable import read_home_timetable, read_teacher_timetable, read_timetable
from ezh_desktop.services.structure.timetable_conflicts import conflicts
from ezh_desktop.services.verifying import verify
from tests.factories import CoursePlan, a_class, a_school, fake_clock, open_office, raw
from tests.services.structure.conftest import changed
from tests.services.structure.test_away import goes, member

LATER = date(2026, 12, 9)
"""A Wednesday after the order's first day, Monday 30.11."""


@pytest.fixture
def admin(opens):
    return opens("admin")


def at(lines, subject):
    return next(row for row, line in enumerate(lines) if line.text("subject") == subject)


def page_of(office):
    year, (pupil, *_) = read_home_pupils(office)
    return read_home(office, year, pupil)


def takes(office, since="", **texts):
    """Алгебра at home on the second hour of Monday and Wednesday."""
    page = page_of(office)
    lines = changed(page.lines, at(page.lines, "Алгебра"), **(texts or {"d1": "2", "d3": "2"}))
    plan = plan_home(office, page, lines, since)
    assert not plan.faults, plan.faults
    save(office, plan)
    return plan


def own(office, tiny):
    """The page of Алгебра at home."""
    found = raw(tiny, "SELECT id FROM course WHERE subgroup LIKE 'на дому: %'")
    return office.course_page(found[0][0])


def writes(office, act, page):
    office.submit(act, page)
    assert office.drain(20)


def test_without_an_order_nobody_is_taught_at_home(admin):
    assert read_home_pupils(admin)[1] == ()


def test_the_subjects_of_the_class_are_offered_with_their_teachers(admin, tiny):
    goes(admin, tiny)
    _, (pupil,) = read_home_pupils(admin)
    assert pupil.title.startswith("Андреев ")
    assert pupil.title.endswith(", 7А")
    page = page_of(admin)
    assert {line.text("subject") for line in page.lines} >= {"Алгебра"}
    line = page.lines[at(page.lines, "Алгебра")]
    assert line.ident == NEW
    assert line.text("teacher")
    assert plan_home(admin, page, page.lines).command is None


def test_the_pupil_gets_a_page_and_lessons_of_the_order_days_alone(admin, tiny):
    goes(admin, tiny, HOME, end="20.12")
    takes(admin)
    page = own(admin, tiny)
    assert [one.surname for one in page.pupils] == ["Андреев"]
    assert {one.day.isoweekday() for one in page.lessons} == {1, 3}
    assert {one.number for one in page.lessons} == {2}
    assert (page.lessons[0].day, page.lessons[-1].day) == (date(2026, 11, 30), date(2026, 12, 16))
    assert page.subgroup.startswith("на дому: Андреев")
    again = page_of(admin)
    line = again.lines[at(again.lines, "Алгебра")]
    assert (line.text("d1"), line.text("d3"), line.text("hours")) == ("2", "2", "2")
    assert verify(admin).sound


def test_the_timetable_of_the_class_stays_its_own(admin, tiny):
    before = read_timetable(admin, tiny.classes["7А"])
    goes(admin, tiny)
    takes(admin, d1="1", d2="1")
    after = read_timetable(admin, tiny.classes["7А"])
    assert after.cells == before.cells
    assert not conflicts(after, after.cells)
    assert {line.text("subgroup") for line in read_courses(admin, tiny.classes["7А"]).lines} <= {"", "1", "2"}
    assert not read_subgroups(admin, read_courses(admin, tiny.classes["7А"])).subjects.get(0)
    calendars = {one.name: one for one in read_calendars(admin)}
    home = next(name for name in calendars if "на дому" in name)
    assert {event.lesson for event in calendars[home].events}.isdisjoint(e.lesson for e in calendars["7А"].events)
    assert {one.name for one in read_calendars(admin, ClassName.read("7А"))} == {"7А"}


def test_the_week_at_home_stands_in_the_teacher_week_and_on_its_own_sheet(admin, tiny):
    goes(admin, tiny)
    takes(admin)
    page = page_of(admin)
    week = read_home_timetable(admin, page.pupil.pupil, page.pupil.title, page.year.year, page.day)
    assert week.cells == {(1, 2): "Алгебра", (3, 2): "Алгебра"}
    teacher = read_teacher_timetable(admin, tiny.people["teacher"].person, page.year.year, LATER)
    assert "на дому: Андреев" in teacher.cells[1, 2]


def test_a_teacher_who_is_busy_then_is_named(admin, tiny):
    goes(admin, tiny)
    page = page_of(admin)
    week = read_teacher_timetable(admin, tiny.people["teacher"].person, page.year.year, page.day)
    day, number = next(iter(week.cells))
    lines = changed(page.lines, at(page.lines, "Алгебра"), **{f"d{day}": str(number)})
    plan = plan_home(admin, page, lines)
    assert plan.command is not None
    assert any("в это время ведёт 7А Алгебра" in one for one in plan.warnings)


def test_two_subjects_at_one_time_are_refused(admin, tiny):
    goes(admin, tiny)
    page = page_of(admin)
    first, second = (line.text("subject") for line in page.lines[:2])
    lines = changed(changed(page.lines, 0, d1="2"), 1, d1="2 чёт")
    (fault,) = plan_home(admin, page, lines).faults
    assert (fault.row, fault.field) == (1, "d1")
    assert first in fault.text
    assert second not in fault.text


def test_a_subject_that_the_class_has_not_is_refused(admin, tiny):
    goes(admin, tiny)
    page = page_of(admin)
    lines = (*page.lines, Line(NEW, {"subject": "Астрономия", "hours": "1", "teacher": ""}))
    (fault,) = plan_home(admin, page, lines).faults
    assert "Астрономия" in fault.what
    assert "Предметы и учителя" in fault.remedy


def test_marks_at_home_are_proposed_on_both_pages_and_the_term_mark_arrives(opens, admin, tiny):
    goes(admin, tiny)
    takes(admin)
    teacher = opens("teacher", clock=fake_clock(LATER))
    page = own(teacher, tiny)
    pupil, lesson = page.pupils[0].pupil, page.lessons[0]
    writes(teacher, EnterCells(page.course, (CellEntry(lesson.lesson, pupil, 0, "4", None),)), page)
    main = teacher.course_page(tiny.courses["7А Алгебра"])
    assert [(one.value, one.day) for one in main.before[pupil]] == [("4", lesson.day)]
    term = next(one for one in main.periods if one.period == lesson.period)
    home = own(teacher, tiny)
    here, there = (period_proposal(one, pupil, term) for one in (home, main))
    assert here is not None
    assert here == there
    writes(teacher, EnterPeriodMarks(home.course, (PeriodEntry(pupil, term.period, "4", None),)), home)
    assert teacher.course_page(main.course).period_marks[pupil, term.period].value == "4"
    assert verify(admin).sound


def test_absence_is_entered_at_home_where_the_lessons_are(opens, admin, tiny):
    goes(admin, tiny)
    takes(admin)
    teacher = opens("teacher", clock=fake_clock(LATER))
    page = own(teacher, tiny)
    pupil, lesson = page.pupils[0].pupil, page.lessons[0]
    draft = teacher.decide(EnterCells(page.course, (CellEntry(lesson.lesson, pupil, 0, "н", None),)), page)
    assert not draft.refused
    week = absences_page(admin, tiny.classes["7А"], date(2026, 11, 30))
    assert [one.subject for one in week.cells[pupil, date(2026, 11, 30)].lessons] == ["Алгебра"]
    assert week.cells[pupil, date(2026, 12, 1)].lessons == ()


def test_a_change_from_a_day_keeps_what_was_held(admin, tiny):
    goes(admin, tiny)
    takes(admin)
    takes(admin, "14.12", d1="", d3="", d5="4")
    lessons = own(admin, tiny).lessons
    assert {one.day.isoweekday() for one in lessons if one.day < date(2026, 12, 14)} == {1, 3}
    assert {(one.day.isoweekday(), one.number) for one in lessons if one.day >= date(2026, 12, 14)} == {(5, 4)}


def test_a_change_outside_the_order_is_refused(admin, tiny):
    goes(admin, tiny)
    page = page_of(admin)
    (fault,) = plan_home(admin, page, changed(page.lines, 0, d1="2"), "2.11").faults
    assert "не обучается на дому" in fault.what


def test_who_comes_back_is_in_class_again_and_the_page_stays(opens, admin, tiny):
    goes(admin, tiny)
    takes(admin)
    save(admin, plan_back(admin, member(admin, tiny), Line(0, {"day": "7.12"})))
    page = own(admin, tiny)
    assert max(one.day for one in page.lessons) == date(2026, 12, 2)
    assert page.pupils[0].stays[-1].end == date(2026, 12, 6)
    assert not page_of(admin).slots or all(one.row["valid_to"] for one in page_of(admin).slots.values())
    assert verify(admin).sound


def test_who_leaves_the_school_has_no_lessons_at_home_any_more(admin, tiny):
    goes(admin, tiny)
    takes(admin)
    save(admin, plan_move(admin, member(admin, tiny), Line(0, {"day": "8.12", "order": "15"})))
    assert max(one.day for one in own(admin, tiny).lessons) == date(2026, 12, 7)
    assert verify(admin).sound


def test_a_subject_taken_out_leaves_no_page_unless_something_is_entered(admin, tiny):
    goes(admin, tiny)
    takes(admin)
    takes(admin, d1="", d3="", hours="")
    assert raw(tiny, "SELECT ended FROM course WHERE subgroup LIKE 'на дому: %'") == [(1,)]
    assert all(line.ident == NEW for line in page_of(admin).lines)


def test_a_second_order_leads_to_the_same_page(opens, admin, tiny):
    goes(admin, tiny, HOME, end="4.12")
    takes(admin)
    goes(admin, tiny, HOME, day="14.12")
    later = opens("admin", clock=fake_clock(date(2026, 12, 14)))
    takes(later, d1="3", d3="")
    page = own(later, tiny)
    assert [(one.start, one.end) for one in page.pupils[0].stays] == [
        (date(2026, 11, 30), date(2026, 12, 4)),
        (date(2026, 12, 14), None),
    ]
    assert page.lessons[1].day == date(2026, 12, 2)
    assert {one.number for one in page.lessons if one.day > date(2026, 12, 4)} == {3}


def test_undo_takes_the_lessons_at_home_back(admin, tiny):
    goes(admin, tiny)
    takes(admin)
    admin.submit(Undo(admin.undoable()))
    assert admin.drain(20)
    assert raw(tiny, "SELECT ended FROM course WHERE subgroup LIKE 'на дому: %'") == [(1,)]
    assert verify(admin).sound


def test_a_closed_year_is_refused(admin, tiny):
    goes(admin, tiny)
    page = page_of(admin)
    shut = replace(page, year=page.year._replace(state="closed"))
    with pytest.raises(LockRefused):
        plan_home(admin, shut, page.lines)


ORDER = Line(0, {"day": "8.12", "order": "15"})


def test_a_departure_taken_back_gives_lessons_at_home_back(opens, admin, tiny):
    goes(admin, tiny)
    takes(admin)
    before = [one.day for one in own(admin, tiny).lessons]
    save(admin, plan_move(admin, member(admin, tiny), ORDER))
    save(admin, plan_return(admin, member(admin, tiny)))
    assert [one.day for one in own(admin, tiny).lessons] == before


def test_hours_typed_after_a_departure_taken_back_have_their_pupil(opens, admin, tiny):
    goes(admin, tiny)
    takes(admin)
    save(admin, plan_move(admin, member(admin, tiny), ORDER))
    save(admin, plan_return(admin, member(admin, tiny)))
    later = opens("admin", clock=fake_clock(date(2026, 12, 9)))
    takes(later, "9.12")
    page = own(later, tiny)
    assert page.lessons[-1].day > date(2027, 1, 1)
    assert page.pupils[0].stays[-1].end is None


def test_who_was_entered_by_mistake_has_no_lessons_at_home(admin, tiny):
    goes(admin, tiny)
    takes(admin)
    save(admin, plan_removal(admin, member(admin, tiny)))
    assert own(admin, tiny).lessons == ()


def test_an_order_undone_leaves_no_lessons_that_nobody_can_take_out(opens, tiny):
    one, two = opens("admin"), opens("admin")
    goes(one, tiny)
    takes(two)
    with pytest.raises(Refusal, match="уже заданы уроки на дому"):
        one.submit(Undo(one.undoable()))
    assert own(one, tiny).lessons
    assert read_home_pupils(one)[1]
    takes(two, d1="", d3="", hours="")
    one.submit(Undo(one.undoable()))
    assert one.drain(20)
    assert read_home_pupils(one)[1] == ()
    assert verify(one).sound


def test_a_transfer_begins_the_subjects_of_the_new_class(tmp_path):
    other = a_class("7Б", ("Ким Олег Ильич",), (CoursePlan("Алгебра", weekdays=(1, 4)),))
    school = a_school(tmp_path / "two.ezh", [a_class("7А"), other])
    office = open_office(school, "admin")

    def who():
        page = read_pupils(office, school.classes["7А"])
        return Member(page, next(one for one in page.lines if one.text("surname") == "Андреев"))

    save(office, plan_away(office, who(), Line(0, {"day": "30.11", "order": "12"}), HOME))
    takes(office)
    save(office, plan_move(office, who(), ORDER, school.classes["7Б"]))
    office.close()
    office = open_office(school, "admin", fake_clock(date(2026, 12, 9)))
    page = page_of(office)
    office.close()
    assert page.pupil.class_name == "7Б"
    assert all(line.ident == NEW for line in page.lines)
    assert page.pupil.stay.span.first == date(2026, 12, 9)


def test_4_4_3_another_teacher_at_home_from_a_day_on_follows_the_one_before(admin, tiny):
    goes(admin, tiny)
    takes(admin)
    page = page_of(admin)
    other = next(
        name for name in page.staff.choices if name not in page.lines[at(page.lines, "Алгебра")].text("teacher")
    )
    takes(admin, "14.12", teacher=other)
    found = own(admin, tiny).teachers
    assert [(one.start, one.end) for one in found] == [
        (None, date(2026, 12, 13)),
        (date(2026, 12, 14), None),
    ]
    again = page_of(admin)
    assert other not in again.lines[at(again.lines, "Алгебра")].text("teacher"), "the one to come does not teach yet"
    assert verify(admin).sound
