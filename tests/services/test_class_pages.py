"""What may be printed of which class, by who asks (6.4, 5.38)."""

from __future__ import annotations

import pytest

from ezh_desktop.services.class_pages import SheetKind, printable_classes
from tests.factories import CoursePlan, a_class, a_school, open_office


@pytest.fixture(scope="module")
def school(tmp_path_factory):
    """7А, led by `class_teacher`, and 9Б of others; `teacher` teaches in both."""
    first = a_class(courses=(CoursePlan("Алгебра"), CoursePlan("Русский язык")))
    other = a_class("9Б", ("Яшин Пётр Олегович",), (CoursePlan("Алгебра"),), leader="first_leader")
    return a_school(tmp_path_factory.mktemp("printed") / "school.ezh", [first, other])


def printed(school, login):
    """Class → (how many of its subjects, its sheets)."""
    office = open_office(school, login)
    found = {one.name: (len(one.printable), set(one.sheets)) for one in printable_classes(office)}
    office.close()
    return found


@pytest.mark.parametrize("login", ["director", "deputy"])
def test_6_4_the_administration_prints_every_class(school, login):
    assert printed(school, login) == {"7А": (2, set(SheetKind)), "9Б": (1, set(SheetKind))}


def test_6_4_a_class_teacher_prints_all_of_the_own_class_alone(school):
    subjects, sheets = printed(school, "class_teacher")["7А"]
    assert subjects == 2
    assert sheets >= {SheetKind.SUMMARY, SheetKind.HEALTH}
    assert SheetKind.SUMMARY not in printed(school, "class_teacher").get("9Б", (0, set()))[1]


def test_6_4_a_subject_teacher_prints_own_pages_and_no_summary_sheet(school):
    found = printed(school, "teacher")
    assert all(SheetKind.SUMMARY not in sheets for _, sheets in found.values())
    assert found["9Б"][0] == 1


def test_5_38_a_medical_worker_prints_health_sheets_alone(school):
    assert printed(school, "medic") == {"7А": (0, {SheetKind.HEALTH}), "9Б": (0, {SheetKind.HEALTH})}


def test_classes_and_their_subjects_stand_in_order(school):
    office = open_office(school, "deputy")
    classes = printable_classes(office)
    assert [one.name for one in classes] == ["7А", "9Б"]
    assert list(classes[0].courses) == list(office.class_courses(school.courses["7А Алгебра"]))
    office.close()
