"""«Сегодня»: the day's lessons with what is not filled, debts, one's own class, and where a person lands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time

import pytest

from ezh_desktop.domain.change import Change, EntryRef
from ezh_desktop.domain.rights import About
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.services.acts import CellEntry, EnterCells, SetLessonKind, WriteLesson
from ezh_desktop.services.asking import MOST
from ezh_desktop.services.commands import Command
from ezh_desktop.services.doors import NO_COURSE
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.own import Planned
from ezh_desktop.services.pages.today import LessonState
from ezh_desktop.services.rule_numbers import set_numbers
from ezh_desktop.services.school_today import school_today
from ezh_desktop.services.today import today_page
from tests.factories import School, fake_clock, raw

Opens = Callable[..., FileOffice]
WEDNESDAY = date(2026, 12, 2)


@pytest.fixture
def algebra(tiny: School) -> int:
    return tiny.courses["7А Алгебра"]


def at(hour: int, minute: int, day: date = WEDNESDAY) -> dict[str, object]:
    return {"clock": fake_clock(day, time(hour, minute))}


def todays(office: FileOffice, course: int) -> int:
    page = office.course_page(course)
    return next(lesson.lesson for lesson in page.lessons if lesson.day == page.today)


def test_an_empty_lesson_of_today_is_not_filled(opens: Opens, algebra: int) -> None:
    page = today_page(opens("teacher"))
    (lesson,) = page.lessons
    assert (lesson.course, lesson.class_name, lesson.subject) == (algebra, "7А", "Алгебра")
    assert (lesson.absent, lesson.marks, lesson.topic, lesson.homework) == (0, 0, False, "")
    assert (page.filled, lesson.filled) == (0, False)
    assert page.week == "5-я неделя II четверти"


def test_what_is_entered_is_counted(opens: Opens, algebra: int) -> None:
    office = opens("teacher")
    page, lesson = office.course_page(algebra), todays(office, algebra)
    pupils = [pupil.pupil for pupil in page.pupils]
    cells = tuple(CellEntry(lesson, pupil, 0, value, None) for pupil, value in zip(pupils, "н54н", strict=False))
    office.submit(EnterCells(algebra, cells), page)
    office.submit(WriteLesson(algebra, lesson, "Степень", "§ 5", None), page)
    assert office.drain(20)
    (found,) = today_page(office).lessons
    assert (found.absent, found.marks, found.topic, found.homework, found.filled) == (2, 2, True, "§ 5", True)
    assert found.words == "Степень"


@pytest.mark.parametrize(
    ("hour", "minute", "state"),
    [(7, 0, LessonState.COMING), (9, 0, LessonState.RUNNING), (23, 0, LessonState.PAST)],
)
def test_the_clock_says_where_a_lesson_stands(
    opens: Opens, algebra: int, hour: int, minute: int, state: LessonState
) -> None:
    office = opens("teacher", **at(hour, minute))
    column = next(one for one in office.course_page(algebra).lessons if one.day == WEDNESDAY)
    if state is LessonState.RUNNING:
        start = time.fromisoformat(column.starts)
        office = opens("teacher", **at(start.hour, start.minute + 5))
    (lesson,) = today_page(office).lessons
    assert lesson.state is state
    assert lesson.minutes_left == (40 if state is LessonState.RUNNING else 0)


def test_earlier_lessons_without_a_topic_are_told_until_they_have_one(opens: Opens, algebra: int) -> None:
    office = opens("teacher")
    before = today_page(office).earlier
    assert before
    first = before[0]
    office.submit(WriteLesson(algebra, first.lesson, "Числа", None, None), office.course_page(algebra))
    assert office.drain(20)
    after = today_page(office).earlier
    assert [one.lesson for one in after] == [one.lesson for one in before[1:]]


def test_a_debt_is_told_with_the_number_of_pupils_5_7(opens: Opens, algebra: int) -> None:
    office = opens("teacher")
    page = office.course_page(algebra)
    work = [lesson for lesson in page.lessons if lesson.day < page.today][-2]
    office.submit(SetLessonKind(algebra, work.lesson, "control", None), page)
    assert office.drain(20)
    page = office.course_page(algebra)
    cells = tuple(CellEntry(work.lesson, pupil.pupil, 0, "н", None) for pupil in page.pupils[:2])
    office.submit(EnterCells(algebra, cells), page)
    assert office.drain(20)
    (debt,) = today_page(office).debts
    assert (debt.lesson, debt.work, debt.pupils) == (work.lesson, "К.р.", 2)


def test_a_class_teacher_sees_who_was_absent_today(opens: Opens, algebra: int) -> None:
    teacher = opens("teacher")
    page, lesson = teacher.course_page(algebra), todays(teacher, algebra)
    teacher.submit(EnterCells(algebra, (CellEntry(lesson, page.pupils[3].pupil, 0, "н", None),)), page)
    assert teacher.drain(20)
    (found,) = today_page(opens("class_teacher")).classes
    assert (found.class_name, found.absent) == ("7А", ("Ёлкин Фёдор",))


def test_a_person_lands_on_the_running_lesson_else_on_the_day(opens: Opens, algebra: int) -> None:
    office = opens("teacher", **at(7, 0))
    column = next(one for one in office.course_page(algebra).lessons if one.day == WEDNESDAY)
    start = time.fromisoformat(column.starts)
    assert office.first_place() == (NO_COURSE, 0)
    assert opens("teacher", **at(start.hour, start.minute)).first_place() == (algebra, column.lesson)


@pytest.mark.parametrize("login", ["deputy", "director", "admin"])
def test_who_teaches_nothing_lands_on_the_day_though_lessons_run(opens: Opens, algebra: int, login: str) -> None:
    column = next(one for one in opens("teacher").course_page(algebra).lessons if one.day == WEDNESDAY)
    start = time.fromisoformat(column.starts)
    assert opens(login, **at(start.hour, start.minute)).first_place() == (NO_COURSE, 0)


def test_who_has_no_lessons_has_no_such_page(opens: Opens) -> None:
    assert not any(place.home for place in opens("medic").places())
    assert opens("teacher").places()[0].home


def test_days_before_the_journal_began_are_owed_by_nobody(opens: Opens, tiny: School) -> None:
    """The school began in November: what was taught before stands on paper (5.18)."""
    before = today_page(opens("teacher")).earlier
    year, *base = raw(tiny, "SELECT id, entry_session, entry_seq FROM academic_year")[0]
    admin = opens("admin")
    change = Change("academic_year", (year,), {"began": None}, {"began": "2026-11-16"}, 0, EntryRef(*base))
    demand = (Action.WRITE, About(Thing.SCHOOL, admin.clock.today()))
    admin.execute(Command("school.set_up", ("school", 0), (Planned(change),), (demand,)))
    after = today_page(opens("teacher")).earlier
    assert after == tuple(one for one in before if one.day >= date(2026, 11, 16))
    assert 0 < len(after) < len(before)
    evening = opens("deputy", clock=fake_clock(WEDNESDAY, time(20, 0)))
    assert min(school_today(evening).days) >= date(2026, 11, 16)
    assert len(school_today(evening).idle) == 2


def test_who_has_a_two_and_who_was_not_asked_for_a_fortnight_is_to_be_asked(opens: Opens, algebra: int) -> None:
    """5.6 comes before 5.10; after the lesson there is nobody to ask."""
    office = opens("teacher", **at(7, 0))
    page = office.course_page(algebra)
    held = [lesson for lesson in page.lessons if lesson.day < page.today]
    marked = tuple(CellEntry(held[-1].lesson, pupil.pupil, 0, "4", None) for pupil in page.pupils[2:])
    two = CellEntry(held[-2].lesson, page.pupils[1].pupil, 0, "2", None)
    office.submit(EnterCells(algebra, (two, *marked)), page)
    assert office.drain(20)
    (asked,) = today_page(office).questions
    assert (asked.course, asked.when) == (algebra, "3-й урок")
    first, second = asked.pupils
    assert (first.pupil, first.words[:9]) == (page.pupils[1].pupil, "после «2»")
    assert second.pupil == page.pupils[0].pupil
    assert second.words.startswith("не спрошена ")
    set_numbers(opens("deputy"), {"asked.days": "2"})
    (asked,) = today_page(office).questions
    assert len(asked.pupils) == MOST, "the school lets fewer days pass"
    assert today_page(opens("teacher", **at(20, 0))).questions == ()
