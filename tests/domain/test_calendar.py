"""The calendar: years, terms, days off, moved days, weeks, bells (4.1.4, 4.4.6, 5.2, 5.12)."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ezh_desktop.domain.calendar import (
    AcademicYear,
    Bell,
    Bells,
    Calendar,
    Holiday,
    MovedDay,
    Period,
    PeriodKind,
    SchemeKind,
    TermScheme,
    WeekParity,
)
from ezh_desktop.domain.default_year import (
    MODEL_YEAR,
    default_bells,
    default_calendar,
    default_holidays,
    default_scheme,
)
from ezh_desktop.errors import BadInput, RuleRefused

DAYS = st.dates(date(2026, 8, 1), date(2027, 8, 31))
CLASS_1A, CLASS_7A = 11, 71


def quarters():
    return default_scheme()


@pytest.mark.parametrize("label", ["2026/2027", "2026-2027", "2026–2027", " 2026/2027 "])
def test_a_year_is_read_from_its_label(label):
    assert AcademicYear.from_label(label) == AcademicYear(2026)


@pytest.mark.parametrize("label", ["2026", "2026/2028", "26/27", "2027/2026", "год", "2026/27", ""])
def test_what_is_no_year_is_refused_with_an_example(label):
    with pytest.raises(BadInput, match="не учебный год") as refusal:
        AcademicYear.from_label(label)
    assert "2026/2027" in refusal.value.text


def test_a_year_runs_from_september_to_august():
    year = AcademicYear.of(date(2027, 8, 31))
    assert year.label == "2026/2027"
    assert AcademicYear.of(date(2027, 9, 1)) == year.next()
    assert date(2026, 9, 1) in year
    assert date(2026, 8, 31) not in year


@pytest.mark.parametrize(
    ("kind", "number", "texts"),
    [
        (PeriodKind.QUARTER, 1, ("I", "I четверть", "I ч.", "I четверть")),
        (PeriodKind.QUARTER, 4, ("IV", "IV четверть", "IV ч.", "IV четверть")),
        (PeriodKind.HALF, 2, ("II", "II полугодие", "II п/г", "II полугодие")),
        (PeriodKind.YEAR, 1, ("год", "Год", "год", "год")),
        (PeriodKind.EXAM, 1, ("экз.", "Экзамен", "экз.", "экзамен")),
        (PeriodKind.FINAL, 1, ("итог.", "Итоговая отметка", "итог.", "итоговая")),
        (PeriodKind.ATTESTATION, 1, ("атт.", "Промежуточная аттестация", "атт.", "аттестация")),
    ],
)
def test_a_period_has_a_name_for_summary_menu_screen_and_paper(kind, number, texts):
    period = Period(kind, number, date(2026, 9, 1), date(2026, 10, 23))
    assert (period.roman, period.title, period.short, period.paper) == texts


def test_period_columns_follow_the_terms_then_year_exam_and_final_5_12():
    kinds = [period.kind.value for period in quarters().periods(attestation=True)]
    assert kinds == ["quarter"] * 4 + ["attestation", "year", "exam", "final"]
    assert [period.kind.value for period in quarters().periods(exam=False, final=False)][4:] == ["year"]


def test_a_period_that_ends_before_it_begins_is_refused():
    with pytest.raises(RuleRefused, match="I четверть"):
        Period(PeriodKind.QUARTER, 1, date(2026, 10, 23), date(2026, 9, 1))


def test_terms_that_overlap_are_refused():
    with pytest.raises(RuleRefused, match="II четверть начинается раньше"):
        TermScheme.of(
            SchemeKind.QUARTERS,
            [(date(2026, 9, 1), date(2026, 10, 23)), (date(2026, 10, 23), date(2026, 12, 30))],
        )


def test_a_scheme_without_terms_is_refused():
    with pytest.raises(RuleRefused):
        TermScheme.of(SchemeKind.QUARTERS, [])


def test_half_years_join_two_quarters_each_4_4_6():
    halves = quarters().halves()
    assert [(half.start, half.end) for half in halves.terms] == [
        (date(2026, 9, 1), date(2026, 12, 30)),
        (date(2027, 1, 11), date(2027, 5, 26)),
    ]
    assert halves.halves() is halves


def test_a_page_scrolls_in_a_break_to_the_term_that_ended():
    scheme = quarters()
    assert scheme.term_of(date(2026, 10, 28)) is None
    assert scheme.term_shown(date(2026, 10, 28)).number == 1
    assert scheme.term_shown(date(2026, 8, 1)).number == 1
    assert scheme.term_shown(scheme.terms[1].start).number == 2
    assert scheme.term_shown(date(2027, 7, 1)).number == 4


@pytest.mark.parametrize(("grade", "days"), [(1, [39, 42, 47, 36]), (2, [39, 42, 52, 36]), (9, [39, 42, 52, 36])])
def test_the_proposed_year_2026_has_the_school_days_of_the_plan(grade, days):
    calendar = default_calendar(grade)
    assert [len(calendar.school_days(term.start, term.end)) for term in calendar.scheme.terms] == days
    assert len(calendar.school_days()) == sum(days)


@pytest.mark.parametrize("day", [date(2026, 11, 4), date(2027, 2, 22), date(2027, 3, 8), date(2027, 5, 3)])
def test_public_days_off_are_no_school_days(day):
    assert not default_calendar(5).is_school_day(day)
    assert default_calendar(5).is_school_day(day + timedelta(days=2))


def test_days_off_of_one_class_leave_the_others_at_work():
    holidays = default_holidays(first_grade_classes=frozenset({CLASS_1A}))
    first, seventh = (Calendar.of_class(c, quarters(), holidays) for c in (CLASS_1A, CLASS_7A))
    assert not first.is_school_day(date(2027, 2, 15))
    assert seventh.is_school_day(date(2027, 2, 15))


def test_a_six_day_week_has_lessons_on_saturday():
    assert default_calendar(5, week_days=6).weekday_of(date(2026, 9, 5)) == 6
    assert default_calendar(5).weekday_of(date(2026, 9, 5)) is None


@pytest.mark.parametrize("days", [4, 7])
def test_a_week_of_another_length_is_refused(days):
    with pytest.raises(RuleRefused):
        Calendar(quarters(), week_days=days)


def test_a_saturday_worked_as_a_friday_follows_fridays_timetable():
    moved = [MovedDay(date(2027, 2, 20), 5), MovedDay(date(2026, 9, 5), 1, frozenset({CLASS_7A}))]
    calendar = Calendar.of_class(CLASS_1A, quarters(), default_holidays(), moved)
    assert calendar.weekday_of(date(2027, 2, 20)) == 5
    assert calendar.weekday_of(date(2026, 9, 5)) is None


def test_a_moved_day_beats_a_day_off():
    calendar = Calendar.of_class(None, quarters(), default_holidays(), [MovedDay(date(2026, 11, 4), 3)])
    assert calendar.is_school_day(date(2026, 11, 4))


@pytest.mark.parametrize("weekday", [0, 7])
def test_nobody_works_by_sundays_timetable(weekday):
    with pytest.raises(RuleRefused):
        MovedDay(date(2026, 9, 5), weekday)


def test_the_first_week_is_odd_and_weeks_run_through_breaks():
    calendar = default_calendar(5)
    assert [calendar.week_number(date(2026, 9, d)) for d in (1, 4, 7, 14)] == [1, 1, 2, 3]
    assert calendar.parity_of(date(2026, 9, 1)) is WeekParity.ODD
    assert calendar.parity_of(date(2026, 9, 8)) is WeekParity.EVEN
    assert calendar.week_number(date(2026, 11, 2)) == 10


def test_weeks_go_on_through_the_holidays():
    """The last week of a quarter is odd or even, so is the break, and the first one behind it follows the break."""
    calendar = default_calendar(7)
    days = (date(2026, 10, 23), date(2026, 10, 26), date(2026, 11, 2), date(2026, 12, 30), date(2027, 1, 11))
    assert [calendar.week_number(day) for day in days] == [8, 9, 10, 18, 20]
    assert calendar.parity_of(date(2026, 11, 2)) is calendar.parity_of(date(2026, 10, 23)) is WeekParity.EVEN


def test_weeks_are_the_school_s_whenever_a_class_begins():
    """A class whose first quarter begins a week later has the same odd weeks as all others."""
    spans = ((date(2026, 9, 7), date(2026, 10, 23)), (date(2026, 11, 2), date(2026, 12, 30)))
    late = TermScheme.of(SchemeKind.QUARTERS, spans)
    own = Calendar.of_class(None, late)
    school = Calendar.of_class(None, late, first=date(2026, 9, 1))
    day = date(2026, 9, 16)
    assert own.parity_of(day) is not school.parity_of(day)
    assert school.parity_of(day) is default_calendar(7).parity_of(day)


@given(day=DAYS)
def test_every_school_day_lies_in_a_term_and_outside_days_off(day):
    calendar = default_calendar(1)
    if calendar.is_school_day(day):
        assert calendar.term_of(day) is not None
        assert not any(day in holiday for holiday in calendar.holidays)
        assert day.isoweekday() <= 5


@pytest.mark.parametrize(
    ("today", "shown"),
    [
        (date(2026, 12, 2), date(2026, 12, 2)),
        (date(2026, 12, 6), date(2026, 12, 4)),
        (date(2026, 10, 30), date(2026, 10, 23)),
        (date(2026, 11, 4), date(2026, 11, 3)),
        (date(2027, 7, 1), date(2027, 5, 26)),
        (date(2030, 1, 1), date(2027, 5, 26)),
        (date(2026, 3, 1), date(2027, 5, 26)),
    ],
)
def test_a_demo_stands_today_or_at_the_last_school_day_before(today, shown):
    assert default_calendar(7).current_or_nearest_school_day(today) == shown


def test_a_year_without_school_days_has_no_day_to_stand_at():
    scheme = TermScheme.of(SchemeKind.QUARTERS, [(date(2026, 9, 5), date(2026, 9, 6))])
    with pytest.raises(RuleRefused):
        Calendar(scheme).current_or_nearest_school_day(date(2026, 9, 5))


@given(start_year=st.integers(2024, 2060), grade=st.integers(1, 9))
def test_any_year_gets_a_proposal_that_begins_on_a_school_day_near_1_september(start_year, grade):
    year = AcademicYear(start_year)
    calendar = default_calendar(grade, year)
    assert calendar.is_school_day(calendar.scheme.start)
    assert date(start_year, 9, 1) <= calendar.scheme.start <= date(start_year, 9, 3)
    assert all(term.start in year and term.end in year for term in calendar.scheme.terms)
    assert all(calendar.scheme.term_of(off.start) for off in calendar.holidays if off.start.isoweekday() < 6)
    assert 155 <= len(calendar.days) <= 175


def test_the_model_year_is_the_table_itself():
    assert default_scheme(MODEL_YEAR).terms[2].end == date(2027, 3, 26)
    assert default_scheme(MODEL_YEAR, SchemeKind.HALVES).terms[0].end == date(2026, 12, 30)


def test_proposed_bells_ring_as_on_the_schools_wall():
    bells = default_bells()
    assert [(bell.start, bell.end) for bell in bells.hours[:4]] == [
        (time(8, 30), time(9, 15)),
        (time(9, 25), time(10, 10)),
        (time(10, 20), time(11, 5)),
        (time(11, 20), time(12, 5)),
    ]
    assert bells.get(9) is None
    assert bells.get(6) == Bell(6, time(13, 15), time(14, 0))


@pytest.mark.parametrize(
    "hours",
    [
        (Bell(1, time(9, 15), time(8, 30)),),
        (Bell(1, time(8, 30), time(9, 15)), Bell(2, time(9, 10), time(9, 55))),
        (Bell(2, time(8, 30), time(9, 15)), Bell(1, time(9, 25), time(10, 10))),
    ],
)
def test_bells_that_overlap_or_run_backwards_are_refused(hours):
    with pytest.raises(RuleRefused) as refusal:
        Bells(hours)
    assert refusal.value.remedy == "Исправьте звонки."


def test_a_holiday_for_all_applies_to_every_class():
    holiday = Holiday(date(2026, 11, 4), date(2026, 11, 4), "День народного единства")
    assert holiday.applies_to(CLASS_7A)
    assert holiday.applies_to(None)
    assert not Holiday(holiday.start, holiday.end, "", frozenset({CLASS_1A})).applies_to(None)
