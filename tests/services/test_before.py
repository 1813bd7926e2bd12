"""4.3.4, 5.13: the marks of a pupil follow into another class or subgroup, and those of another school are noted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ezh_desktop.domain.rules.individual import BROUGHT, IndividualRow
from ezh_desktop.errors import RuleRefused, SourceRefused
from ezh_desktop.services.acts import CellEntry, EnterCells, EnterPeriodMarks, PeriodEntry
from ezh_desktop.services.checking import page_findings
from ezh_desktop.services.individual import NewLesson, add_lessons
from ezh_desktop.services.pages.proposing import marks_before, period_mean, period_proposal
from ezh_desktop.services.structure.base import Line, save
from ezh_desktop.services.structure.classes import read_class
from ezh_desktop.services.structure.movement import Member, plan_move, plan_return
from ezh_desktop.services.structure.pupils import plan_class, read_pupils
from ezh_desktop.services.verifying import verify
from tests.factories import CoursePlan, a_class, a_school, open_office, opening, raw

BORDER = date(2026, 11, 22)
MOVER = "Андреев Максим Ильич"
THERE = ("Яковлева Ольга Петровна", "Юдин Пётр Львович")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    courses = (CoursePlan("Алгебра"),)
    classes = [a_class("7А", courses=courses), a_class("7Б", THERE, courses)]
    return a_school(tmp_path_factory.mktemp("before") / "журнал.ezh", classes)


@pytest.fixture
def school(made, tmp_path):
    return made.copied(tmp_path)


@pytest.fixture
def opens(school):
    with opening(school) as open_one:
        yield open_one


def pupil_of(page):
    return next(one.pupil for one in page.pupils if one.name.startswith("Андреев"))


def term_on(page, day):
    return next(one for one in page.periods if one.kind == "quarter" and one.start <= day <= one.end)


def marks(office, course, since, values):
    page = office.course_page(course)
    pupil = pupil_of(page)
    lessons = [one for one in page.lessons if since <= one.day <= page.today][: len(values)]
    cells = tuple(CellEntry(one.lesson, pupil, 0, value, None) for one, value in zip(lessons, values, strict=True))
    office.submit(EnterCells(course, cells), page)
    assert office.drain(20)


def moves(office, school, day=BORDER):
    page = read_pupils(office, school.classes["7А"])
    line = next(one for one in page.lines if one.text("surname") == "Андреев")
    form = Line(0, {"day": f"{day:%d.%m.%Y}", "order": "31-у", "order_day": "20.11"})
    save(office, plan_move(office, Member(page, line), form, school.classes["7Б"]))


@pytest.fixture
def moved(opens, school):
    """Two marks in 7А, then a transfer, then two in 7Б: «2 2» before, «5 5» after."""
    teacher = opens()
    marks(teacher, school.courses["7А Алгебра"], date(2026, 11, 9), "22")
    moves(opens("admin"), school)
    marks(teacher, school.courses["7Б Алгебра"], date(2026, 11, 23), "55")
    return opens()


def test_the_marks_of_the_class_before_are_seen_and_count(moved, school):
    page = moved.course_page(school.courses["7Б Алгебра"])
    pupil, term = pupil_of(page), term_on(page, BORDER)
    came = marks_before(page, pupil, term)
    assert [(one.value, one.source) for one in came] == [("2", "7А"), ("2", "7А")]
    assert [one.day for one in came] == sorted(one.day for one in came)
    assert period_mean(page, pupil, term).marks == (2, 2, 5, 5)
    assert period_proposal(page, pupil, term).mark == 4


def test_what_is_given_after_the_transfer_stays_with_the_new_class(moved, school):
    page = moved.course_page(school.courses["7А Алгебра"])
    pupil = pupil_of(page)
    assert page.before == {}
    assert period_mean(page, pupil, term_on(page, BORDER)).marks == (2, 2)


def test_a_control_work_still_counts_by_its_weight(moved, school):
    page = moved.course_page(school.courses["7Б Алгебра"])
    pupil, term = pupil_of(page), term_on(page, BORDER)
    assert period_mean(replace(page, control_weight=2), pupil, term).value == period_mean(page, pupil, term).value


def test_the_findings_count_what_the_page_counts(moved, school):
    course = school.courses["7Б Алгебра"]
    page = moved.course_page(course)
    pupil, term = pupil_of(page), term_on(page, BORDER)
    view = page_findings(moved, course).index
    assert [mark for _, mark in view.facts.before[pupil]] == [2, 2]
    assert view.facts.before.keys() == page.before.keys()
    assert period_mean(page, pupil, term).marks == (2, 2, 5, 5)


def test_the_mark_of_a_term_before_follows_to_page_and_summary(opens, school):
    course = school.courses["7А Алгебра"]
    early = opens(day=date(2026, 10, 26))
    page = early.course_page(course)
    pupil = pupil_of(page)
    first = next(one for one in page.periods if one.kind == "quarter" and one.number == 1)
    early.submit(EnterPeriodMarks(course, (PeriodEntry(pupil, first.period, "4", None),)), page)
    assert early.drain(20)
    moves(opens("admin"), school)
    teacher = opens()
    after = teacher.course_page(school.courses["7Б Алгебра"])
    assert after.period_marks[pupil, first.period].value == "4"
    summary = opens("deputy").summary_page(school.classes["7Б"])
    (subject,) = summary.subjects
    slot = next(one for one in subject.periods if one.is_term and one.number == 1)
    assert summary.value(subject.subject, pupil, slot) == "4"
    assert not summary.closed(summary.pupil_by_id[pupil], subject, slot)
    entry = PeriodEntry(pupil, first.period, "5", after.period_marks[pupil, first.period].entry)
    refused = teacher.decide(EnterPeriodMarks(after.course, (entry,)), after).refused
    assert [one.why.clause for one in refused] == ["4.3.4"]


def test_a_mark_of_another_school_is_noted_with_its_source_and_counts(opens, school):
    teacher = opens()
    course = school.courses["7Б Алгебра"]
    page = teacher.course_page(course)
    pupil, term = page.pupils[0].pupil, term_on(page, date(2026, 11, 12))
    row = IndividualRow(date(2026, 11, 12), "Школа № 5, выписка от 20.11.2026", BROUGHT[0], "4")
    add_lessons(teacher, school.classes["7Б"], (NewLesson(course, pupil, row),))
    after = opens().course_page(course)
    assert [(one.value, one.source) for one in marks_before(after, pupil, term)] == [("4", row.topic)]
    assert period_mean(after, pupil, term).marks == (4,)
    assert [day for day, _ in page_findings(teacher, course).index.facts.before[pupil]] == [row.day]
    assert verify(teacher).sound


@pytest.mark.parametrize(("topic", "mark"), [("", "4"), ("Школа № 5", "")])
def test_a_brought_mark_without_value_or_source_is_refused(opens, school, topic, mark):
    teacher = opens()
    course = school.courses["7Б Алгебра"]
    pupil = teacher.course_page(course).pupils[0].pupil
    row = IndividualRow(date(2026, 11, 12), topic, BROUGHT[1], mark)
    with pytest.raises(RuleRefused):
        add_lessons(teacher, school.classes["7Б"], (NewLesson(course, pupil, row),))


def test_the_line_of_the_cell_names_what_came_along(moved, school, qapp):
    from ezh_desktop.ui.pages.words import brought_words  # noqa: PLC0415 - Qt loads for this test alone

    page = moved.course_page(school.courses["7Б Алгебра"])
    pupil, term = pupil_of(page), term_on(page, BORDER)
    (words,) = brought_words(page, pupil, term)
    first, second = (f"{one.day:%d.%m}" for one in marks_before(page, pupil, term))
    assert words == f"с собой: 2 ({first}, 7А), 2 ({second}, 7А)"
    assert brought_words(page, page.pupils[0].pupil, term) == ()


def arrived(office, school, start="23.11"):
    """A pupil of another school comes to 7Б."""
    shown, page = read_class(office, school.classes["7Б"]), read_pupils(office, school.classes["7Б"])
    names = {"surname": "Андреев", "given": "Илья", "patronymic": "Львович"}
    order = {"day": start, "order": "40-у", "order_day": "20.11", "place": "школа № 5, Вологда"}
    save(office, plan_class(office, shown, page, shown.line, (*page.lines, Line(0, names)), Line(0, order)))


def first_term(page):
    return next(one for one in page.periods if one.kind == "quarter" and one.number == 1)


def test_the_period_mark_of_another_school_stands_with_its_source_and_counts(opens, school):
    admin = opens("admin")
    arrived(admin, school)
    assert raw(school, "SELECT place FROM movement_order") == [("школа № 5, Вологда",)]
    teacher = opens()
    page = teacher.course_page(school.courses["7Б Алгебра"])
    pupil, term = pupil_of(page), first_term(page)
    bare = EnterPeriodMarks(page.course, (PeriodEntry(pupil, term.period, "4", None),))
    assert isinstance(teacher.decide(bare, page).refused[0].why, SourceRefused)
    entry = PeriodEntry(pupil, term.period, "4", None, "Школа № 5, выписка от 20.11.2026")
    teacher.submit(EnterPeriodMarks(page.course, (entry,)), page)
    assert teacher.drain(20)
    after = opens().course_page(page.course)
    assert after.period_marks[pupil, term.period].reason == entry.reason
    year = next(one for one in after.periods if one.kind == "year")
    assert period_proposal(after, pupil, year).mean.marks == (4,)
    summary = opens("deputy").summary_page(school.classes["7Б"])
    slot = next(one for one in summary.subjects[0].periods if one.is_term and one.number == 1)
    assert summary.value(summary.subjects[0].subject, pupil, slot) == "4"
    assert verify(teacher).sound


def test_who_was_there_brings_no_period_mark(opens, school):
    teacher = opens()
    page = teacher.course_page(school.courses["7Б Алгебра"])
    entry = PeriodEntry(page.pupils[0].pupil, first_term(page).period, "4", None)
    assert not teacher.decide(EnterPeriodMarks(page.course, (entry,)), page).refused


def standing(school):
    """The standing stays in classes by pupil."""
    found = {}
    for pupil, start, end in raw(
        school, "SELECT pupil, start, end FROM membership WHERE end IS NULL OR end > '1900-01-01'"
    ):
        found.setdefault(pupil, []).append((start or "", end or "9999"))
    return found


def member_in(office, school, name):
    page = read_pupils(office, school.classes[name])
    lines = [line for line in page.lines if line.text("given") == "Максим"]
    return Member(page, lines[-1]) if lines else None


STEPS = st.lists(
    st.tuples(st.sampled_from(["7А", "7Б"]), st.sampled_from(["leave", "move", "back"]), st.integers(1, 27)), max_size=5
)


@settings(max_examples=12, deadline=None)
@given(STEPS)
@example([("7А", "move", 10), ("7А", "move", 20)])
@example([("7А", "leave", 10), ("7А", "move", 20)])
@example([("7А", "move", 10), ("7А", "back", 20), ("7Б", "move", 22), ("7Б", "back", 1)])
def test_no_order_of_orders_puts_a_pupil_into_two_classes_or_loses_an_entry(made, tmp_path_factory, steps):
    school = made.copied(tmp_path_factory.mktemp("steps"))
    teacher = open_office(school, "teacher")
    marks(teacher, school.courses["7А Алгебра"], date(2026, 11, 9), "45")
    teacher.close()
    admin = open_office(school, "admin")
    for name, act, day in steps:
        one = member_in(admin, school, name)
        if one is None:
            continue
        other = next(ident for title, ident in school.classes.items() if title != name)
        form = Line(0, {"day": f"{day:02}.11.2026", "order": f"{day}-у"})
        try:
            plan = (
                plan_return(admin, one) if act == "back" else plan_move(admin, one, form, other if act == "move" else 0)
            )
        except RuleRefused:
            continue
        save(admin, plan)
        for stays in standing(school).values():
            ordered = sorted(stays)
            assert all(before[1] < after[0] for before, after in pairwise(ordered)), (steps, ordered)
    assert raw(school, "SELECT count(*) FROM cell WHERE value <> ''") == [(2,)]
    assert verify(admin).sound
    admin.close()


def test_who_is_in_another_class_by_now_does_not_return(opens, school):
    admin = opens("admin")
    save(admin, plan_move(admin, member_in(admin, school, "7А"), Line(0, {"day": "10.11", "order": "1"})))
    shown, page = read_class(admin, school.classes["7Б"]), read_pupils(admin, school.classes["7Б"])
    gone = member_in(admin, school, "7А")
    again = Line(0, {part: gone.line.text(part) for part in ("surname", "given", "patronymic", "birth")})
    order = Line(0, {"day": "20.11", "order": "2"})
    save(admin, plan_class(admin, shown, page, shown.line, (*page.lines, again), order))
    assert len(standing(school)[gone.pupil]) == 2
    with pytest.raises(RuleRefused, match="7Б"):
        plan_return(admin, member_in(admin, school, "7А"))


def test_clause_5_36_the_last_day_in_the_class_and_the_order_reach_sheet_and_page(opens, school):
    admin = opens("admin")
    moves(admin, school)
    page, summary = (
        opens().course_page(school.courses["7А Алгебра"]),
        opens("deputy").summary_page(school.classes["7А"]),
    )
    pupil = pupil_of(page)
    listed, row = summary.pupil_by_id[pupil], page.pupil_by_id[pupil]
    assert (listed.left, listed.order) == (BORDER, "№ 31-у от 20.11.2026")
    assert (row.left, row.departure_order) == (BORDER, "пр. № 31-у от 20.11.2026")
