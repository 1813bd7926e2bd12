"""«Школа сегодня»: what is filled by class, day and teacher, and who is absent, counted from the lessons themselves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time

import pytest

from ezh_desktop.domain.change import Change, EntryRef
from ezh_desktop.domain.rights import About
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.errors import RightRefused
from ezh_desktop.services.acts import CellEntry, EnterCells, WriteLesson
from ezh_desktop.services.commands import Command, Planned
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.rule_numbers import set_numbers
from ezh_desktop.services.school_today import school_today, sees_school
from tests.factories import School, fake_clock, raw

Opens = Callable[..., FileOffice]
EVENING = fake_clock(date(2026, 12, 2), time(20, 0))


@pytest.fixture
def deputy(opens: Opens) -> FileOffice:
    return opens("deputy", clock=EVENING)


def write_today(opens: Opens, tiny: School, topic: str = "Степень") -> None:
    teacher = opens("teacher")
    page = teacher.course_page(tiny.courses["7А Алгебра"])
    lesson = next(one for one in page.lessons if one.day == page.today)
    teacher.submit(WriteLesson(page.course, lesson.lesson, topic, None, None), page)
    teacher.submit(EnterCells(page.course, (CellEntry(lesson.lesson, page.pupils[0].pupil, 0, "н", None),)), page)
    assert teacher.drain(20)


def test_lessons_with_a_topic_are_counted_by_class_and_day(opens: Opens, tiny: School, deputy: FileOffice) -> None:
    before = school_today(deputy)
    (line,) = before.classes
    assert (line.name, line.days[before.today][:2]) == ("7А", (0, 2)), "Алгебра and Русский язык"
    write_today(opens, tiny)
    (line,) = school_today(deputy).classes
    assert line.days[before.today][:2] == (1, 2)
    assert line.days[before.today].percent == 50
    assert (line.absent, line.pupils) == (1, 6)


def test_the_cell_leads_to_the_first_lesson_without_a_topic(opens: Opens, tiny: School, deputy: FileOffice) -> None:
    write_today(opens, tiny)
    school = school_today(deputy)
    first = school.classes[0].days[school.today].first
    assert first is not None
    assert first[0] == tiny.courses["7А Русский язык"]
    assert school.written.first == first


def test_a_lesson_that_is_not_over_is_not_due(opens: Opens) -> None:
    school = school_today(opens("deputy", clock=fake_clock(date(2026, 12, 2), time(7, 0))))
    assert school.written.due == 0
    assert school.classes[0].days[school.today].percent is None


def test_teachers_stand_with_the_emptiest_first_and_idle_ones_are_named(
    opens: Opens, tiny: School, deputy: FileOffice
) -> None:
    assert [one.idle for one in school_today(deputy).teachers] == [True, True]
    write_today(opens, tiny)
    school = school_today(deputy)
    assert [one.idle for one in school.teachers] == [True, False]
    russian, algebra = school.teachers
    assert (russian.fill.done, algebra.fill.done) == (0, 1)
    assert algebra.subjects == "алгебра 7"
    assert algebra.missing == algebra.fill.due - 1
    assert school.idle == (russian,)


def test_after_how_many_days_a_teacher_is_idle_is_a_number_of_the_school(
    opens: Opens, tiny: School, deputy: FileOffice
) -> None:
    write_today(opens, tiny)
    week_later = opens("deputy", clock=fake_clock(date(2026, 12, 9), time(20, 0)))
    assert [one.idle for one in school_today(week_later).teachers] == [True, False]
    set_numbers(deputy, {"idle.days": "5"})
    school = school_today(week_later)
    assert [one.idle for one in school.teachers] == [True, True]
    assert school.idle_days == 5


def test_nobody_is_idle_for_a_fortnight_in_a_journal_of_two_days(opens: Opens, tiny: School) -> None:
    year, *base = raw(tiny, "SELECT id, entry_session, entry_seq FROM academic_year")[0]
    admin = opens("admin")
    change = Change("academic_year", (year,), {"began": None}, {"began": "2026-12-01"}, 0, EntryRef(*base))
    demand = (Action.WRITE, About(Thing.SCHOOL, admin.clock.today()))
    admin.execute(Command("school.set_up", ("school", 0), (Planned(change),), (demand,)))
    school = school_today(opens("deputy", clock=EVENING))
    assert school.written.due == 2
    assert school.idle == ()


def test_days_are_the_last_ten_school_days(deputy: FileOffice) -> None:
    school = school_today(deputy)
    assert len(school.days) == 10
    assert school.days[-1] == school.today
    assert all(day.isoweekday() < 6 for day in school.days)
    assert school.week == "5-я неделя II четверти"


def test_only_who_controls_the_journals_sees_it(opens: Opens) -> None:
    for login in ("teacher", "class_teacher", "medic"):
        office = opens(login)
        assert not sees_school(office)
        with pytest.raises(RightRefused):
            school_today(office)
    assert opens("director").places()[0].home
