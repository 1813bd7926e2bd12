"""The final mark of Математика in grade 9: counted from three subjects and one exam, in the sheet alone (4.4.5)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from types import MappingProxyType

import pytest

from ezh_desktop.domain.kinds import SubjectKind
from ezh_desktop.services.acts import EnterPeriodMarks, PeriodEntry
from ezh_desktop.services.pages.build_summary import SummarySetting, build_summary
from ezh_desktop.services.pages.combining import EXAM, FINAL, NAME, SUBJECT, YEAR, combined, combined_marks
from ezh_desktop.services.pages.summary import SummaryMark, SummarySubject
from ezh_desktop.services.pages.summary_proposing import summary_proposal
from ezh_desktop.storage.reading.summary import read_summary
from tests.factories import CoursePlan, a_class, a_school, fake_clock, open_office, raw

MAY = date(2027, 6, 20)
RUSSIAN, ALGEBRA, GEOMETRY, STATISTICS = range(1, 5)
KINDS = {
    RUSSIAN: SubjectKind.RUSSIAN,
    ALGEBRA: SubjectKind.ALGEBRA,
    GEOMETRY: SubjectKind.GEOMETRY,
    STATISTICS: SubjectKind.STATISTICS,
}
PUPIL = 7


def subjects(*idents):
    slots = MappingProxyType(dict.fromkeys((YEAR, EXAM, FINAL), 1))
    return tuple(SummarySubject(one, KINDS[one].value, (one,), slots) for one in idents)


def final(years, exam=None, exempt=()):
    """The final and the exam counted from year marks by subject."""
    marks = {(subject, PUPIL, YEAR): SummaryMark(value, subject) for subject, value in years.items()}
    if exam is not None:
        marks[exam[0], PUPIL, EXAM] = SummaryMark(exam[1], exam[0])
    made = combined(subjects(ALGEBRA, GEOMETRY, STATISTICS), KINDS, 9)
    found = combined_marks(made, marks, frozenset((PUPIL, one) for one in exempt))
    return {slot: mark.value for (_, _, slot), mark in found.items()}


def test_4_4_5_the_column_stands_behind_the_last_part_in_grade_9_alone():
    every = subjects(RUSSIAN, ALGEBRA, GEOMETRY, STATISTICS)
    made = combined(every, KINDS, 9)
    assert [one.subject for one in made] == [RUSSIAN, ALGEBRA, GEOMETRY, STATISTICS, SUBJECT]
    assert made[-1].name == NAME
    assert YEAR not in made[-1].periods
    assert combined(every, KINDS, 8) == every
    assert combined(subjects(RUSSIAN, ALGEBRA), KINDS, 9) == subjects(RUSSIAN, ALGEBRA)


@pytest.mark.parametrize(
    ("years", "exam", "expected"),
    [
        ("444", "4", "4"),
        ("344", "3", "4"),
        ("343", "4", "4"),
        ("333", "4", "3"),
        ("554", "", "5"),
        ("343", "", "3"),
        ("555", "2", "4"),
    ],
)
def test_4_4_5_the_final_is_the_mean_of_three_years_and_one_exam_rounded_up_from_a_half(years, exam, expected):
    by_subject = dict(zip((ALGEBRA, GEOMETRY, STATISTICS), years, strict=True))
    assert final(by_subject, (GEOMETRY, exam) if exam else None)[FINAL] == expected


def test_4_4_5_no_final_while_a_year_mark_is_owed_but_an_exempt_part_counts_as_nothing():
    assert FINAL not in final({ALGEBRA: "4", GEOMETRY: "5"}, (ALGEBRA, "5"))
    assert final({ALGEBRA: "4", GEOMETRY: "5"}, None, exempt=(STATISTICS,))[FINAL] == "5"


@pytest.fixture
def school(tmp_path):
    courses = tuple(CoursePlan(name) for name in ("Алгебра", "Геометрия", "Вероятность и статистика"))
    return a_school(tmp_path / "school.ezh", [a_class("9А", ("Абрамова Дарья Олеговна",), courses)])


def enter(school, course, kind, value):
    office = open_office(school, "teacher", fake_clock(MAY))
    page = office.course_page(school.courses[f"9А {course}"])
    period = next(one.period for one in page.periods if one.kind == kind)
    mark = PeriodEntry(page.pupils[0].pupil, period, value, None, "по итогам")
    ticket = office.submit(EnterPeriodMarks(page.course, (mark,)), page)
    assert ticket.wait(5)
    assert ticket.error is None
    office.close()


def test_4_4_5_the_final_flows_into_the_sheet_and_is_written_nowhere(school):
    for course, value in (("Алгебра", "4"), ("Геометрия", "5"), ("Вероятность и статистика", "4")):
        enter(school, course, "year", value)
    enter(school, "Алгебра", "exam", "5")
    office = open_office(school, "deputy", fake_clock(MAY))
    page = office.summary_page(school.classes["9А"])
    column = next(one for one in page.subjects if one.name == NAME)
    pupil = page.pupils[0].pupil
    assert (page.value(SUBJECT, pupil, EXAM), page.value(SUBJECT, pupil, FINAL)) == ("5", "5")
    assert page.marks[SUBJECT, pupil, FINAL].course is None
    proposal = summary_proposal(page, column, pupil, FINAL)
    assert proposal is not None
    assert proposal.mean.value == Fraction(18, 4)
    assert len(raw(school, "SELECT 1 FROM period_mark")) == 4
    office.close()


def test_4_4_5_a_school_may_do_without_the_column(school):
    """All a setting."""
    office = open_office(school, "deputy", fake_clock(MAY))
    assert any(one.name == NAME for one in office.summary_page(school.classes["9А"]).subjects)
    with office.reading() as db:
        found = read_summary(db, school.classes["9А"])
    page = build_summary(found, SummarySetting(0, MAY, "", may_decide=False, numbers={"final.mathematics": "0"}))
    assert not any(one.name == NAME for one in page.subjects)
    office.close()
