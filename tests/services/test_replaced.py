"""Whose a lesson is while a substitute is named for it (III, 4.4.3)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ezh_desktop.errors import RightRefused
from ezh_desktop.services.acts import CellEntry, EnterCells
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.structure.base import Line, save
from ezh_desktop.services.structure.courses import plan_courses, read_courses
from ezh_desktop.services.substitutions.acts import plan_return
from ezh_desktop.services.verifying import verify
from tests.factories import School, opening
from tests.services.substitution_school import a_substitution_school, lesson
from tests.services.test_substitutions import MONDAY, algebra_by_maria, fill

Opens = Callable[..., FileOffice]


@pytest.fixture
def school(tmp_path: Path) -> School:
    return a_substitution_school(tmp_path / "school.ezh")


@pytest.fixture
def opens(school: School) -> Iterator[Opens]:
    with opening(school, "deputy") as open_one:
        yield open_one


def mark(office: FileOffice, course: int, ident: int, pupil: int, value: str) -> None:
    page = office.course_page(course)
    held = page.cells.get((ident, pupil, 0))
    ticket = office.submit(EnterCells(course, (CellEntry(ident, pupil, 0, value, held and held.entry),)), page)
    assert office.drain(20)
    if ticket.error is not None:
        raise ticket.error


BOTH = "Сотрудниковад Анна Ивановна, Сотрудниковае Анна Ивановна"


def taught_by(line: Line, names: str) -> Line:
    return Line(line.ident, {**line.texts, "teacher": names})


def test_who_is_replaced_writes_nothing_in_that_lesson_while_the_substitute_is_named_4_4_3(
    school: School, opens: Opens
) -> None:
    """III: a teacher writes in own lessons; that one is the substitute's. What was entered before stays."""
    deputy, course = opens(), school.courses["7А Алгебра"]
    teacher = opens("teacher")
    ident, pupil = lesson(deputy, "7А Алгебра"), teacher.course_page(course).pupils[0].pupil
    mark(teacher, course, ident, pupil, "4")
    algebra_by_maria(school, deputy)
    with pytest.raises(RightRefused):
        fill(teacher, course, ident)
    teacher = opens("teacher")
    page = teacher.course_page(course)
    assert page.cells[ident, pupil, 0].value == "4"
    writable = [one for one in page.lessons if one.writable]
    assert ident not in {one.lesson for one in writable}
    assert MONDAY in {one.day for one in writable}
    with pytest.raises(RightRefused) as told:
        fill(teacher, course, ident)
    assert told.value.remedy.startswith("На этом уроке вас заменяет другой учитель.")
    with pytest.raises(RightRefused):
        mark(teacher, course, ident, pupil, "5")
    assert [one.shown for one in teacher.cell_history(course, ident, pupil)] == ["4"]
    maria = opens("maria")
    mark(maria, course, ident, pupil, "5")
    assert [one.shown for one in teacher.cell_history(course, ident, pupil)] == ["5", "4"]
    save(deputy, plan_return(deputy, ident))
    fill(opens("teacher"), course, ident)
    assert verify(deputy).sound


def test_two_teachers_of_a_page_do_not_replace_each_other(school: School, opens: Opens) -> None:
    """A substitute who is a teacher of the page by now stands for nobody."""
    deputy, course = opens(), school.courses["7А Алгебра"]
    ident = algebra_by_maria(school, deputy)
    admin = opens("admin")
    page = read_courses(admin, school.classes["7А"])
    lines = [taught_by(one, BOTH) if one.text("subject") == "Алгебра" else one for one in page.lines]
    plan = plan_courses(admin, page, tuple(lines))
    assert plan.command is not None
    save(admin, plan)
    fill(opens("teacher"), course, ident)
