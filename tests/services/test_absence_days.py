"""A reason for a stretch of days (4.3.1, 5.14): weeks at once, before the beginning the absence itself, one act."""

from __future__ import annotations

from datetime import date

import pytest

from ezh_desktop.domain.away import SANATORIUM
from ezh_desktop.domain.figures import AbsenceReason
from ezh_desktop.domain.spans import Span
from ezh_desktop.errors import RightRefused, RuleRefused
from ezh_desktop.services.absence_days import class_year, explain_days
from ezh_desktop.services.absence_rows import Given
from ezh_desktop.services.absences import absences_page
from ezh_desktop.services.acts import CellEntry, EnterCells
from ezh_desktop.services.structure.away import plan_away
from ezh_desktop.services.structure.base import Line, save
from ezh_desktop.services.structure.movement import Member
from ezh_desktop.services.structure.pupils import read_pupils
from tests.factories import a_school, begin_journal, opening, raw

FIRST, TODAY = date(2026, 11, 16), date(2026, 12, 2)
ILL, VALID = AbsenceReason.ILLNESS, AbsenceReason.VALID


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    school = a_school(tmp_path_factory.mktemp("days") / "журнал.ezh")
    begin_journal(school, FIRST)
    return school


@pytest.fixture
def school(made, tmp_path):
    return made.copied(tmp_path)


@pytest.fixture
def opens(school):
    with opening(school, "class_teacher") as open_one:
        yield open_one


def given(school, first, last, kind=ILL, **more):
    return Given(school.pupils["Абрамова Дарья"], Span(first, last), kind, **more)


def cell(office, school, day):
    page = absences_page(office, school.classes["7А"], day)
    return page.cells[school.pupils["Абрамова Дарья"], day]


def test_two_weeks_before_the_beginning_are_missed_by_one_act(opens, school):
    office = opens()
    entry, days = explain_days(
        office, school.classes["7А"], given(school, date(2026, 10, 7), date(2026, 10, 20), document="Справка № 14")
    )
    assert entry is not None
    assert days == 6
    monday = cell(office, school, date(2026, 10, 12))
    assert (monday.figures.illness, monday.figures.held, monday.document) == (2, 2, "Справка № 14")
    assert raw(school, "SELECT start, end FROM absence_reason") == [("2026-10-07", "2026-10-20")]


def test_some_lessons_of_a_day_alone(opens, school):
    office = opens()
    explain_days(office, school.classes["7А"], given(school, date(2026, 10, 12), None, lessons=(2, 2)))
    assert cell(office, school, date(2026, 10, 12)).figures.text == "1 из 2"
    with pytest.raises(RuleRefused, match="нет таких уроков"):
        explain_days(office, school.classes["7А"], given(school, date(2026, 10, 12), None, lessons=(6, 7)))


def test_after_the_beginning_it_explains_what_the_teachers_set(opens, school):
    office, day = opens(), date(2026, 11, 23)
    page = office.course_page(school.courses["7А Русский язык"])
    lesson = next(one.lesson for one in page.lessons if one.day == day)
    act = EnterCells(page.course, (CellEntry(lesson, school.pupils["Абрамова Дарья"], 0, "н", None),))
    assert office.submit(act, page).wait(5)
    explain_days(office, school.classes["7А"], given(school, date(2026, 11, 20), date(2026, 12, 1), VALID))
    assert (cell(office, school, day).figures.valid, cell(office, school, day).figures.total) == (1, 1)
    assert cell(office, school, date(2026, 11, 24)).figures.total == 0


def test_the_middle_of_an_older_reason_gives_way_and_may_be_taken_back(opens, school):
    office, klass = opens(), school.classes["7А"]
    explain_days(office, klass, given(school, date(2026, 10, 5), date(2026, 10, 21)))
    explain_days(office, klass, given(school, date(2026, 10, 12), date(2026, 10, 14), VALID))
    explain_days(office, klass, given(school, date(2026, 10, 13), None, AbsenceReason.NOT_GIVEN))
    rows = raw(school, "SELECT start, end, kind FROM absence_reason WHERE cancelled = 0 ORDER BY start")
    assert rows == [
        ("2026-10-05", "2026-10-11", "ill"),
        ("2026-10-12", "2026-10-12", "valid"),
        ("2026-10-14", "2026-10-14", "valid"),
        ("2026-10-15", "2026-10-21", "ill"),
    ]
    assert cell(office, school, date(2026, 10, 13)).figures.total == 0


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 10, 26), date(2026, 10, 30), "нет таких уроков"),
        (date(2026, 6, 1), date(2026, 10, 3), "не в нынешнем учебном году"),
    ],
)
def test_days_without_lessons_and_of_another_year_are_refused(opens, school, first, last, words):
    with pytest.raises(RuleRefused, match=words):
        explain_days(opens(), school.classes["7А"], given(school, first, last))


def test_days_in_a_sanatorium_hold_no_lesson_to_miss(opens, school):
    """4.3.4."""
    admin = opens("admin")
    page = read_pupils(admin, school.classes["7А"])
    daria = next(line for line in page.lines if line.text("surname") == "Абрамова")
    order = Line(0, {"day": "12.10", "end": "16.10", "order": "12", "order_day": "9.10"})
    save(admin, plan_away(admin, Member(page, daria), order, SANATORIUM))
    office, klass = opens(), school.classes["7А"]
    with pytest.raises(RuleRefused, match="нет таких уроков"):
        explain_days(office, klass, given(school, date(2026, 10, 12), date(2026, 10, 14)))
    assert explain_days(office, klass, given(school, date(2026, 10, 7), date(2026, 10, 20)))[1] == 3


def test_the_same_twice_changes_nothing(opens, school):
    office, one = opens(), given(school, date(2026, 10, 12), None)
    explain_days(office, school.classes["7А"], one)
    with pytest.raises(RuleRefused, match="ничего не меняется"):
        explain_days(office, school.classes["7А"], one)


def test_only_who_leads_the_class(opens, school):
    """4.3.1."""
    with pytest.raises(RightRefused):
        class_year(opens("teacher"), school.classes["7А"])
    with pytest.raises(RightRefused):
        explain_days(opens("admin"), school.classes["7А"], given(school, date(2026, 10, 12), None))
