"""Undo is a new act under today's rights and rules: what could not be typed now cannot be taken back either."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from ezh_desktop.domain.change import Change, EntryRef, Row
from ezh_desktop.errors import Refusal, RightRefused, RuleRefused
from ezh_desktop.services.acts import (
    CommentCell,
    EnterCells,
    EnterPeriodMarks,
    PeriodEntry,
    Redo,
    SetLessonKind,
    Undo,
    WriteLesson,
)
from ezh_desktop.services.commands import Command
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.own import Planned
from ezh_desktop.services.pages.course import CoursePage, LessonColumn
from tests.factories import School, a_lesson, raw
from tests.services.test_acts import mark, settled, value

Opens = Callable[..., FileOffice]


@pytest.fixture
def algebra(tiny: School) -> int:
    return tiny.courses["7А Алгебра"]


def lock(office: FileOffice, page: CoursePage, lesson: LessonColumn) -> None:
    """What the director's act of a later issue writes: the period of a lesson is closed."""
    row: Row = {"locked": 1, "reason": ""}
    change = Change("period_lock", (page.school_class, lesson.period), None, row)
    office.execute(Command("period.lock", ("period", lesson.period), (Planned(change),)))


def end_teaching(office: FileOffice, school: School, course: int) -> None:
    """What the administrator's act of a later issue writes: the teacher of a course leaves it yesterday."""
    ident, *entry = raw(school, "SELECT id, entry_session, entry_seq FROM course_teacher WHERE course = ?", course)[0]
    yesterday = (office.clock.today() - timedelta(days=1)).isoformat()
    change = Change("course_teacher", (ident,), {"end": None}, {"end": yesterday}, course, tuple(entry))
    office.execute(Command("course.teacher", ("course", course), (Planned(change),)))


def test_a_mark_of_a_closed_period_cannot_be_taken_back(opens: Opens, algebra: int) -> None:
    office = opens()
    page = office.course_page(algebra)
    done = settled(office.submit(mark(page, "5"), page)).entry
    assert done is not None
    lock(opens("director"), page, a_lesson(page))
    with pytest.raises(Refusal):
        office.submit(Undo(done))
    assert value(office.course_page(algebra)) == "5"


def test_a_range_is_taken_back_whole_or_not_at_all(opens: Opens, algebra: int) -> None:
    office = opens()
    page = office.course_page(algebra)
    earlier = next(lesson for lesson in page.lessons if lesson.period != a_lesson(page).period)
    cells = mark(page, "5").cells + mark(page, "4", day=earlier.day).cells
    done = settled(office.submit(EnterCells(algebra, cells), page)).entry
    assert done is not None
    lock(opens("director"), page, earlier)
    with pytest.raises(Refusal):
        office.submit(Undo(done))
    after = office.course_page(algebra)
    assert (value(after), value(after, day=earlier.day)) == ("5", "4")


def test_who_teaches_the_course_no_longer_takes_nothing_back(opens: Opens, algebra: int, tiny: School) -> None:
    office, admin = opens(), opens("admin")
    page = office.course_page(algebra)
    first = settled(office.submit(mark(page, "5"), page)).entry
    assert first is not None
    end_teaching(admin, tiny, algebra)
    # What the window knows of rights is as old as its last entry; the writer asks the file.
    assert isinstance(settled(office.submit(Undo(first))).error, RightRefused)
    assert raw(tiny, "SELECT value FROM cell") == [("5",)]


@pytest.mark.parametrize("readonly", [False, True])
def test_a_right_taken_away_in_another_window_ends_reading_too(
    opens: Opens, algebra: int, tiny: School, readonly: bool
) -> None:
    office = opens("class_teacher", readonly=readonly)
    cursor = office.course_page(algebra).cursor
    ident, session, seq = raw(
        tiny, "SELECT id, entry_session, entry_seq FROM role_assignment WHERE role = 'class_teacher'"
    )[0]
    ends = Change("role_assignment", (ident,), {"end": None}, {"end": "2026-09-01"}, base=EntryRef(session, seq))
    opens("admin").execute(Command("account.add", ("account", 0), (Planned(ends),)))
    assert ("role_assignment", 0) in office.changes_since(cursor)[0]
    assert algebra not in [place.course for place in office.places()]
    with pytest.raises(RightRefused):
        office.course_page(algebra)


def test_the_kind_of_a_lesson_is_taken_back_under_the_rights_of_its_record(opens: Opens, algebra: int) -> None:
    office = opens()
    page = office.course_page(algebra)
    kind = SetLessonKind(algebra, a_lesson(page).lesson, "control", None)
    done = settled(office.submit(kind, page)).entry
    assert done is not None
    ticket = office.submit(Undo(done))
    settled(ticket)
    assert ticket.command.demands  # type: ignore[attr-defined]
    assert ticket.command.periods  # type: ignore[attr-defined]


@pytest.mark.parametrize("act", ["comment", "kind", "lesson"])
def test_an_act_on_a_lesson_that_is_no_longer_there_is_refused(opens: Opens, algebra: int, act: str) -> None:
    office = opens()
    page = office.course_page(algebra)
    gone, pupil = 1, page.pupils[0].pupil
    acts = {
        "comment": CommentCell(algebra, gone, pupil, 0, "устно", None),
        "kind": SetLessonKind(algebra, gone, "control", None),
        "lesson": WriteLesson(algebra, gone, "Дроби", None, None),
    }
    with pytest.raises(RuleRefused):
        office.decide(acts[act], page)


@pytest.mark.parametrize("missing", ["period", "pupil"])
def test_a_period_mark_of_nobody_or_of_no_column_is_a_refused_cell(opens: Opens, algebra: int, missing: str) -> None:
    office = opens()
    page = office.course_page(algebra)
    pupil = 1 if missing == "pupil" else page.pupils[0].pupil
    period = 1 if missing == "period" else page.periods[0].period
    decision = office.decide(EnterPeriodMarks(algebra, (PeriodEntry(pupil, period, "5", None),)), page)
    assert decision.act is None
    assert isinstance(decision.refused[0].why, RuleRefused)


def test_topic_and_homework_are_taken_back_and_done_again(opens: Opens, algebra: int) -> None:
    office = opens()
    page = office.course_page(algebra)
    lesson = a_lesson(page)
    done = settled(office.submit(WriteLesson(algebra, lesson.lesson, "Дроби", "§ 5, № 12", None), page)).entry
    assert done is not None
    undone = settled(office.submit(Undo(done))).entry
    assert undone is not None
    assert a_lesson(office.course_page(algebra), lesson.day).topic == ""
    settled(office.submit(Redo(undone)))
    assert a_lesson(office.course_page(algebra), lesson.day).homework == "§ 5, № 12"
