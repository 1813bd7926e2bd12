"""Pupils of one surname and given name in a class are told apart on every list: by patronymic, else by day of birth."""

from __future__ import annotations

from datetime import date

import pytest

from ezh_desktop.services.absences import absences_page
from ezh_desktop.services.rosters import extracts
from ezh_desktop.services.structure.courses import read_courses
from ezh_desktop.services.structure.subgroups import read_subgroups
from tests.factories import CoursePlan, a_class, a_school, open_office

NAMES = ("Иванов Иван Иванович", "Иванов Иван Петрович", "Ким Олег Ильич", "Ким Олег Ильич", "Юдина Вера Львовна")
SHOWN = [
    "Иванов Иван Иванович", "Иванов Иван Петрович", "Ким Олег, 14.05.2013", "Ким Олег, 14.05.2013", "Юдина Вера",
]  # fmt: skip


@pytest.fixture
def school(tmp_path):
    other = a_class("7Б", ("Юдина Вера Ильинична",), (CoursePlan("Алгебра"),))
    return a_school(tmp_path / "school.ezh", [a_class("7А", NAMES), other])


@pytest.fixture
def office(school):
    office = open_office(school, "admin")
    yield office
    office.close()


def test_the_page_of_a_subject_tells_namesakes_of_the_class_apart(office, school):
    page = office.course_page(school.courses["7А Алгебра"])
    assert [one.name for one in page.pupils] == SHOWN


def test_the_summary_the_health_sheet_and_the_absences_do_so_too(office, school):
    own = school.classes["7А"]
    assert [one.name for one in office.summary_page(own).pupils] == SHOWN
    assert [one.name for one in absences_page(office, own, date(2026, 11, 30)).pupils] == SHOWN


def test_a_namesake_of_another_class_needs_no_patronymic(office, school):
    assert [one.name for one in office.course_page(school.courses["7Б Алгебра"]).pupils] == ["Юдина Вера"]


def test_the_table_of_subgroups_shows_the_day_of_birth_where_full_names_are_alike(office, school):
    page = read_subgroups(office, read_courses(office, school.classes["7А"]))
    assert [line.text("name") for line in page.lines] == [
        "Иванов Иван Иванович", "Иванов Иван Петрович", "Ким Олег Ильич, 14.05.2013", "Ким Олег Ильич, 14.05.2013",
        "Юдина Вера Львовна",
    ]  # fmt: skip


def test_the_extract_of_a_namesake_has_the_full_name_once(office, school):
    pupils = [one.pupil for one in office.course_page(school.courses["7А Алгебра"]).pupils]
    assert [one.name for one in extracts(office, school.classes["7А"], pupils).all] == list(NAMES)
