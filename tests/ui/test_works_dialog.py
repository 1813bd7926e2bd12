"""«График контрольных работ» from the window: planned and entered works of the class, each leading to its lesson."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from ezh_desktop.services.acts import SetLessonKind, WriteLesson
from ezh_desktop.services.works import works_page
from ezh_desktop.ui.dialogs.works import WorksDialog
from tests.factories import School, a_class, a_school, open_office


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> School:
    return a_school(tmp_path_factory.mktemp("works") / "school.ezh", [a_class("7А")])


@pytest.fixture
def school(made, tmp_path) -> School:
    """Two works of Алгебра a week apart."""
    own = made.copied(tmp_path)
    office = open_office(own)
    course = own.courses["7А Алгебра"]
    lessons = [one for one in office.course_page(course).lessons if one.day < office.clock.today()]
    for lesson in (lessons[-4], lessons[-2]):
        office.submit(SetLessonKind(course, lesson.lesson, "control", None))
    assert office.drain(20)
    office.close()
    return own


def test_the_page_lists_works_with_what_to_mind(school):
    office = open_office(school)
    page = works_page(office, school.courses["7А Алгебра"])
    assert [line.kind for line in page.lines] == ["Контрольная работа"] * 2
    assert page.lines[0].warnings == ()
    assert "из 18" in page.lines[1].warnings[0]
    office.close()


def test_whoever_plans_a_work_sees_the_other_works_of_the_day_without_their_topics(school):
    leader = open_office(school, "class_teacher")
    russian = leader.course_page(school.courses["7А Русский язык"])
    algebra = works_page(leader, russian.course).lines[-1]
    same_day = next(one for one in russian.lessons if one.day == algebra.day)
    leader.submit(SetLessonKind(russian.course, same_day.lesson, "control_dictation", None))
    leader.submit(WriteLesson(russian.course, same_day.lesson, "Диктант", None, None))
    assert leader.drain(20)
    leader.close()
    teacher = open_office(school, "teacher")
    page = works_page(teacher, school.courses["7А Алгебра"])
    other = next(line for line in page.lines if line.course == russian.course)
    assert (other.day, other.kind, other.topic, other.readable) == (algebra.day, "Контрольный диктант", "", False)
    assert any("в этот день у класса 2 работы" in line.warnings for line in page.lines if line.readable)
    teacher.close()


def test_the_deputy_and_the_class_teacher_see_all_of_it(school):
    course = school.courses["7А Русский язык"]
    leader = open_office(school, "class_teacher")
    assert len(works_page(leader, course).lines) == 2, "the class teacher reads all pages of the class"
    deputy = open_office(school, "deputy")
    assert len(works_page(deputy, course).lines) == 2
    for office in (leader, deputy):
        office.close()


def test_enter_opens_the_lesson(sits, school):
    teacher = sits(open_office(school))
    teacher.presses("Ctrl+Shift+D")
    dialog = teacher.window.findChild(WorksDialog)
    assert dialog.table.model().rowCount() == 2
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    teacher.settles()
    assert teacher.window.page.name == "marks"
    assert "Контрольная работа" in teacher.line()
