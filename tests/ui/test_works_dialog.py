"""«График контрольных работ» from the window: planned and entered works of the class, each leading to its lesson."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from ezh_desktop.services.acts import SetLessonKind
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


def test_a_teacher_sees_the_own_subjects_and_the_deputy_all(school):
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
