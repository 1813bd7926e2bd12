"""The proposed curriculum against the plan it is taken from (5.1, 5.5, 5.20, 3.7, 3.8)."""

from __future__ import annotations

from fractions import Fraction

import pytest

from ezh_desktop.domain.curriculum import CURRICULUM, courses_of, hours_a_week
from ezh_desktop.domain.kinds import kind_of


@pytest.mark.parametrize(
    ("grade", "hours"), [(1, 21), (2, 22), (3, 22), (4, 23), (5, 26.5), (6, 28), (7, 30), (8, 31), (9, 32)]
)
def test_the_hours_of_a_grade_add_up_to_the_week_of_the_plan(grade, hours):
    assert hours_a_week(grade) == Fraction(hours)


@pytest.mark.parametrize("row", CURRICULUM, ids=lambda row: row.name)
def test_a_subject_stands_under_a_name_that_tells_its_kind_5_1(row):
    assert kind_of(row.name) is row.kind
    assert row.name[0].isupper()


def test_double_marks_are_possible_only_in_the_six_subjects_of_5_5():
    doubles = {row.name for row in CURRICULUM if row.kind.traits.double}
    assert doubles == {
        "Русский язык",
        "Литературное чтение",
        "Литература",
        "Родной (русский) язык",
        "Литературное чтение на родном (русском) языке",
        "Родная (русская) литература",
    }


def test_the_briefing_duties_are_those_of_the_plan_5_20():
    briefed = {row.name for row in CURRICULUM if row.kind.traits.first_briefing}
    assert briefed == {"Информатика", "Физика", "Химия", "Биология", "Труд (технология)", "Физическая культура"}
    assert {row.name for row in CURRICULUM if row.kind.traits.work_briefing} == {"Физика", "Химия"}
    assert {row.name for row in CURRICULUM if row.kind.traits.activity_briefing} == {
        "Труд (технология)",
        "Физическая культура",
    }


def test_grade_1_is_wholly_ungraded_3_7():
    assert not any(course.graded for course in courses_of(1))


def test_two_subjects_are_ungraded_3_8():
    ungraded = {course.subject.name for grade in range(2, 10) for course in courses_of(grade) if not course.graded}
    assert ungraded == {"Основы религиозных культур и светской этики", "Духовно-нравственная культура России"}


@pytest.mark.parametrize(
    ("grade", "names"),
    [
        (1, set()),
        (4, {"Иностранный язык (английский)"}),
        (5, {"Иностранный язык (английский)", "Труд (технология)"}),
        (7, {"Иностранный язык (английский)", "Информатика", "Труд (технология)"}),
    ],
)
def test_subgroups_are_those_of_the_plan(grade, names):
    assert {course.subject.name for course in courses_of(grade) if course.subgroups} == names


def test_native_language_subjects_are_offered_but_off():
    usual = {course.subject.name for course in courses_of(7)}
    offered = {course.subject.name for course in courses_of(7, with_optional=True)}
    assert offered - usual == {"Родной (русский) язык", "Родная (русская) литература"}


def test_every_hour_is_whole_or_every_other_week():
    assert all((2 * hours).denominator == 1 for row in CURRICULUM for hours in row.hours.values())
