"""«Журнал индивидуальных занятий» (5.14, 5.15): who records, what is refused, how a row is changed and taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from ezh_desktop.domain.rules.individual import IndividualRow
from ezh_desktop.errors import Refusal, RightRefused, RuleRefused, StaleRefused
from ezh_desktop.services.acts import Redo, Undo
from ezh_desktop.services.individual import (
    NewLesson,
    add_lessons,
    cancel_lesson,
    change_lesson,
    individual_page,
    may_read_individual,
    row_of,
)
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.pages.individual import IndividualLesson
from ezh_desktop.services.today import today_page
from ezh_desktop.services.verifying import verify
from tests.factories import School, fake_clock, raw

Opens = Callable[..., FileOffice]
TODAY = date(2026, 12, 2)
ROW = IndividualRow(TODAY, "Решение уравнений", "Консультация", "4", "болезнь")


@pytest.fixture
def school_class(tiny: School) -> int:
    return tiny.classes["7А"]


@pytest.fixture
def algebra(tiny: School) -> int:
    return tiny.courses["7А Алгебра"]


@pytest.fixture
def new(tiny: School, algebra: int) -> NewLesson:
    return NewLesson(algebra, tiny.pupils["Белова Ксения"], ROW)


def only(office: FileOffice, school_class: int) -> IndividualLesson:
    (found,) = individual_page(office, school_class).lessons
    return found


def test_5_14_the_teacher_records_a_lesson_and_all_who_may_read_it(
    tiny: School, opens: Opens, school_class: int, algebra: int, new: NewLesson
) -> None:
    teacher = opens("teacher")
    add_lessons(teacher, school_class, [new])
    found = only(teacher, school_class)
    assert (found.name, found.subject, found.topic, found.mark) == ("Белова Ксения", "Алгебра", ROW.topic, "4")
    assert (found.day, found.form, found.reason) == (TODAY, "Консультация", "болезнь")
    (person,) = raw(tiny, "SELECT person FROM individual_lesson")
    assert person == (tiny.people["teacher"].person,)
    assert found.teacher
    for login in ("director", "deputy", "admin", "class_teacher"):
        assert only(opens(login), school_class).lesson == found.lesson
    assert may_read_individual(teacher, school_class, algebra)
    assert not may_read_individual(opens("medic"), school_class, algebra)
    assert verify(teacher).sound


def test_a_subject_teacher_sees_the_own_subject_alone(
    tiny: School, opens: Opens, school_class: int, new: NewLesson
) -> None:
    leader = opens("class_teacher")
    russian = tiny.courses["7А Русский язык"]
    add_lessons(leader, school_class, [replace(new, course=russian)])
    assert individual_page(opens("teacher"), school_class).lessons == ()
    assert [one.subject for one in individual_page(opens("teacher"), school_class).courses] == ["Алгебра"]
    with pytest.raises(RightRefused):
        individual_page(opens("medic"), school_class)


@pytest.mark.parametrize("login", ["admin", "director", "deputy", "class_teacher"])
def test_only_who_teaches_the_subject_records(opens: Opens, school_class: int, new: NewLesson, login: str) -> None:
    with pytest.raises(RightRefused):
        add_lessons(opens(login), school_class, [new])


def test_a_refused_row_refuses_the_act_whole(tiny: School, opens: Opens, school_class: int, new: NewLesson) -> None:
    """5.19: a topic without a Russian word, even beside a good row."""
    wrong = replace(new, row=replace(ROW, topic="Present Perfect"))
    with pytest.raises(RuleRefused, match="не по-русски"):
        add_lessons(opens(), school_class, [new, wrong])
    assert raw(tiny, "SELECT count(*) FROM individual_lesson") == [(0,)]


def test_a_planned_lesson_gets_its_topic_and_mark_on_its_day(opens: Opens, school_class: int, new: NewLesson) -> None:
    planned = replace(new, row=IndividualRow(TODAY + timedelta(days=1), "", "Консультация"))
    office = opens()
    add_lessons(office, school_class, [planned])
    seen = only(office, school_class)
    with pytest.raises(RuleRefused, match="будет 3 декабря"):
        change_lesson(office, school_class, seen, replace(row_of(seen), mark="5"))
    change_lesson(office, school_class, seen, replace(row_of(seen), day=TODAY, topic="Дроби", mark="5"))
    after = only(office, school_class)
    assert (after.topic, after.mark, after.day) == ("Дроби", "5", TODAY)
    with pytest.raises(StaleRefused):
        change_lesson(office, school_class, seen, replace(row_of(seen), topic="Проценты"))
    with pytest.raises(Refusal, match="не изменилось"):
        change_lesson(office, school_class, after, row_of(after))


def test_a_row_is_cancelled_and_never_removed_and_undo_brings_it_back(
    tiny: School, opens: Opens, school_class: int, new: NewLesson
) -> None:
    office = opens()
    added = add_lessons(office, school_class, [new])
    cancelled = cancel_lesson(office, school_class, only(office, school_class))
    assert individual_page(office, school_class).lessons == ()
    assert raw(tiny, "SELECT count(*) FROM individual_lesson") == [(1,)]
    office.submit(Undo(cancelled))
    assert office.drain(20)
    assert only(office, school_class).topic == ROW.topic
    undo = office.submit(Undo(added))
    assert office.drain(20)
    assert individual_page(office, school_class).lessons == ()
    assert undo.entry is not None
    office.submit(Redo(undo.entry))
    assert office.drain(20)
    assert only(office, school_class).topic == ROW.topic
    assert verify(office).sound


def test_a_day_outside_the_membership_is_refused(tiny: School, opens: Opens, school_class: int, new: NewLesson) -> None:
    office = opens()
    page = individual_page(office, school_class)
    assert page.listed(new.course, new.pupil, TODAY)
    assert not page.listed(new.course, 1, TODAY)
    with pytest.raises(RuleRefused, match="не числился"):
        add_lessons(office, school_class, [replace(new, pupil=1)])


def test_a_planned_lesson_waits_on_the_teachers_day_until_it_is_recorded(
    opens: Opens, school_class: int, new: NewLesson
) -> None:
    planned = replace(new, row=IndividualRow(TODAY + timedelta(days=1), "", "Консультация"))
    office = opens()
    add_lessons(office, school_class, [planned])
    assert today_page(office).planned == ()
    later = opens(clock=fake_clock(TODAY + timedelta(days=1)))
    (waiting,) = today_page(later).planned
    assert (waiting.course, waiting.pupil, waiting.class_name) == (new.course, "Белова Ксения", "7А")
    assert today_page(opens("class_teacher", clock=fake_clock(TODAY + timedelta(days=1)))).planned == ()
    change_lesson(later, school_class, only(later, school_class), replace(planned.row, topic="Дроби"))
    assert today_page(later).planned == ()
