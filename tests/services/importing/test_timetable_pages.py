"""A timetable that names a divided subject once, and one that names no teachers (5.2): pages of subgroups, no clash."""

from __future__ import annotations

import pytest

from ezh_desktop.domain.incoming import Outcome
from ezh_desktop.exchange.fet import read_fet
from ezh_desktop.services.importing.base import enter
from ezh_desktop.services.importing.timetable import Options, plan_timetable
from ezh_desktop.services.verifying import verify
from tests.data.make_timetables import Activity, fet_text
from tests.factories import CoursePlan, a_class, a_school, open_office, raw

FIRST, SECOND, STRANGER = "Сотрудниковае А.И.", "Сотрудниковаж А.И.", "Сотрудниковад А.И."
ENGLISH = Activity("7А", "Английский язык", "", "Четверг", "1", room="12/14")


@pytest.fixture
def school(tmp_path):
    divided = [
        CoursePlan("Английский язык", login, (), subgroup=number)
        for number, login in (("1", "english"), ("2", "german"))
    ]
    courses = (CoursePlan("Алгебра"), *divided)
    other = a_class("7Б", ("Ким Олег Ильич",), (CoursePlan("Алгебра", number=4),))
    return a_school(tmp_path / "school.ezh", [a_class("7А", courses=courses), other])


@pytest.fixture
def office(school):
    office = open_office(school, "admin")
    yield office
    office.close()


def planned(office, *activities):
    return plan_timetable(office, read_fet("школа.fet", fet_text(activities).encode()).rows, Options())


def english(school):
    return [
        tuple(one)
        for one in raw(
            school,
            "SELECT c.subgroup, t.weekday, t.number, t.room FROM timetable_slot AS t"
            " JOIN course AS c ON c.id = t.course JOIN subject AS s ON s.id = c.subject"
            " WHERE s.name = 'Английский язык' ORDER BY c.subgroup",
        )
    ]


@pytest.mark.parametrize("teachers", ["", f"{FIRST}+{SECOND}"])
def test_a_divided_subject_named_once_is_an_hour_of_all_its_subgroups(office, school, teachers):
    before = raw(school, "SELECT count(*) FROM course")
    enter(office, planned(office, ENGLISH._replace(teachers=teachers)).found)
    assert english(school) == [("1", 4, 1, "12"), ("2", 4, 1, "14")]
    assert raw(school, "SELECT count(*) FROM course") == before
    assert verify(office).sound


def test_an_hour_of_one_of_the_teachers_is_an_hour_of_her_subgroup(office, school):
    enter(office, planned(office, ENGLISH._replace(teachers=SECOND)).found)
    assert english(school) == [("2", 4, 1, "12/14")]


def test_a_teacher_of_none_of_the_subgroups_is_refused_with_what_to_write(office):
    (refused,) = planned(office, ENGLISH._replace(teachers=STRANGER)).found.refused
    assert refused.text.endswith(
        " Английский язык делится на подгруппы (1, 2), а учителя строки в них нет."
        " Впишите подгруппу после класса: 7А 1."
    )


def test_the_same_file_again_changes_nothing(office):
    enter(office, planned(office, ENGLISH).found)
    again = planned(office, ENGLISH)
    assert again.found.command is None
    assert [one.outcome for one in again.found.judged] == [Outcome.SAME]


def test_a_teacher_of_the_journal_is_not_in_two_classes_at_once_in_a_file_that_names_nobody(office):
    hours = [Activity(name, "Алгебра", "", "Среда", "5") for name in ("7А", "7Б")]
    (refused,) = planned(office, *hours).found.refused
    assert ("7Б, Алгебра. Учитель Сотрудниковад Анна Ивановна занят в этот час (среда, 5-й урок)") in refused.text
    assert "Классы, которые учатся вместе, пишут через «+»." in refused.text
