"""Ctrl+Z in the window takes an import back, whatever page is in view, and where there is none at all."""

from __future__ import annotations

import pytest

from ezh_desktop.domain.names import ClassName
from ezh_desktop.services.importing.base import enter
from ezh_desktop.services.importing.pupils import plan_pupils
from tests.factories import School, a_class, a_school, open_office, raw
from tests.services.importing.test_pupils import THREE, rows

LIVING = "SELECT count(*) FROM membership WHERE end IS NULL OR end > '1900-01-01'"


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> School:
    return a_school(tmp_path_factory.mktemp("made") / "school.ezh", [a_class()])


@pytest.fixture(scope="module")
def bare(tmp_path_factory) -> School:
    return a_school(tmp_path_factory.mktemp("bare") / "school.ezh", [a_class(courses=())])


def brought(school: School, name: str = "7А"):
    office = open_office(school, "admin")
    enter(office, plan_pupils(office, rows(*THREE), ClassName.read(name)))
    return office


def until(teacher, school, pupils: int) -> None:
    teacher.waits_until(lambda: raw(school, LIVING) == [(pupils,)], f"{pupils} pupils")
    teacher.waits_until(lambda: not teacher.window.desk.busy, "the desk is free")
    teacher.settles()


def names(teacher) -> set[str]:
    return {pupil.name for pupil in teacher.window.office.course_page(teacher.window.course).pupils}


def test_a_list_entered_from_a_file_goes_and_comes_by_ctrl_z_and_ctrl_y(sits, made, tmp_path):
    school = made.copied(tmp_path)
    administrator = sits(brought(school), grid=False)
    administrator.window.reload()
    until(administrator, school, 9)
    administrator.presses("Ctrl+Z")
    until(administrator, school, 6)
    assert "Юрина Вера" not in names(administrator)
    administrator.presses("Ctrl+Y")
    until(administrator, school, 9)
    assert "Юрина Вера" in names(administrator)


def test_it_goes_too_in_a_journal_without_a_page(sits, bare, tmp_path, doors):
    school = bare.copied(tmp_path)
    administrator = sits(brought(school, "5Б"), grid=False)
    administrator.presses("Ctrl+Z")
    until(administrator, school, 6)
    assert raw(school, "SELECT ended FROM school_class WHERE name = '5Б'") == [(1,)]
    administrator.waits_until(lambda: administrator.status() == "Действие отменено", "the word in the status bar")
    administrator.presses("Ctrl+Y")
    until(administrator, school, 9)
    assert not doors.told


def test_why_an_import_stays_is_told_where_no_page_shows_it(sits, bare, tmp_path, doors):
    school = bare.copied(tmp_path)
    administrator = sits(brought(school, "5Б"), grid=False)
    other = open_office(school, "admin")
    enter(other, plan_pupils(other, rows(*THREE, phone="+7 900 000-00-00"), ClassName.read("5Б")))
    other.close()
    administrator.presses("Ctrl+Z")
    administrator.settles()
    assert "ученики" in doors.told[0][0]
    assert doors.told[0][1]
    until(administrator, school, 9)
