"""Figures: means, proposals, absences, shares, groups (2.5, 4.3.9, 4.4.5, 5.13, 5.14, 5.37)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ezh_desktop.domain import figures
from ezh_desktop.domain.figures import AbsenceFigures, AbsenceReason, Basis, MarkTable, PupilGroup
from ezh_desktop.domain.spans import Span

MARKS = st.lists(st.integers(1, 5), max_size=30)
REASONS = st.lists(st.sampled_from(AbsenceReason), max_size=40)
ILL, VALID, UNEXCUSED, NOT_GIVEN = AbsenceReason


def test_a_double_mark_counts_as_two_and_absence_as_nothing():
    assert figures.marks_in(["5", "4", "н", "", "3"]) == (5, 4, 3)


@pytest.mark.parametrize(
    ("marks", "text", "sum_text"),
    [
        ([3, 3, 4, 3], "3,25", "(3 + 3 + 4 + 3) : 4 = 3,25"),
        ([3, 4, 4], "3,67", "(3 + 4 + 4) : 3 ≈ 3,67"),
        ([5], "5,00", "5 : 1 = 5,00"),
        ([], "–", "–"),
    ],
)
def test_the_mean_shows_how_it_was_counted(marks, text, sum_text):
    counted = figures.mean(marks)
    assert (counted.text, counted.sum_text) == (text, sum_text)


def test_the_weighted_mean_counts_by_weights_in_exact_fractions():
    counted = figures.weighted_mean([(5, 4), (5, 1), (4, 4)])
    assert counted.value == Fraction(41, 9)
    assert counted.sum_text == "(5·4 + 5·1 + 4·4) : 9 ≈ 4,56"


def test_a_weight_may_be_a_fraction_and_is_written_with_a_comma():
    assert figures.weighted_mean([(5, Fraction(3, 2)), (4, 1)]).sum_text == "(5·1,50 + 4·1) : 2,50 = 4,60"


def test_weights_of_one_give_the_plain_mean_and_its_text():
    assert figures.weighted_mean([(3, 1), (4, 1)]) == figures.mean([3, 4])
    assert figures.mean([3, 4]).weighted is False


def test_marks_of_weight_0_alone_have_no_mean():
    assert figures.weighted_mean([(5, 0)]).text == "–"


def test_a_weight_below_0_is_refused():
    with pytest.raises(ValueError, match="weight"):
        figures.weighted_mean([(5, -1)])


@given(marks=MARKS)
def test_the_mean_lies_between_the_worst_and_the_best_mark(marks):
    assume(marks)
    value = figures.mean(marks).value
    assert value is not None
    assert min(marks) <= value <= max(marks)


@pytest.mark.parametrize(
    ("marks", "mark"),
    [
        ([2, 3, 2, 3], 3),
        ([2, 2, 3], 2),
        ([1, 1, 1], 2),
        ([3, 4, 3, 4], 4),
        ([3, 3, 4, 3], 3),
        ([4, 5, 4, 5], 5),
        ([4, 4, 5], 4),
    ],
)
def test_a_mean_on_the_threshold_takes_the_higher_mark_5_13(marks, mark):
    assert figures.propose(figures.mean(marks)).mark == mark


def test_a_school_may_raise_its_thresholds():
    strict = MarkTable(Fraction("2.65"), Fraction("3.65"), Fraction("4.65"))
    assert figures.propose(figures.mean([4, 5, 4, 5]), strict).mark == 4
    # 93 of 20 marks is exactly 4.65, where a float would fall short
    assert figures.propose(figures.mean([5] * 13 + [4] * 7), strict).mark == 5


def test_thresholds_that_do_not_rise_are_refused():
    with pytest.raises(ValueError, match="thresholds"):
        MarkTable(four=Fraction(5, 2))


def test_too_few_marks_give_no_proposal_but_a_mean():
    proposal = figures.propose(figures.mean([5, 5]))
    assert (proposal.mark, proposal.basis, proposal.mean.text, proposal.text) == (None, Basis.TOO_FEW, "5,00", "–")
    assert figures.propose(figures.mean([5]), MarkTable(least_marks=1)).mark == 5


def test_no_marks_give_no_proposal():
    assert figures.propose(figures.mean([])).basis is Basis.NO_MARKS


@given(marks=MARKS, better=st.data())
def test_a_better_mark_never_lowers_the_proposal_5_13(marks, better):
    assume(len(marks) >= 3)
    place = better.draw(st.integers(0, len(marks) - 1))
    raised = [*marks[:place], min(5, marks[place] + 1), *marks[place + 1 :]]
    before, after = (figures.propose(figures.mean(m)).mark for m in (marks, raised))
    assert before is not None
    assert after is not None
    assert before <= after


@given(marks=st.lists(st.integers(1, 5), min_size=3, max_size=20))
def test_the_order_of_marks_changes_nothing(marks):
    assert figures.propose(figures.mean(marks)).mark == figures.propose(figures.mean(sorted(marks))).mark


@pytest.mark.parametrize(
    ("periods", "mark", "missing"),
    [
        ([3, 4, 4, 4], 4, 0),
        ([3, 4, 3, 4], 4, 0),
        ([3, None, 3, 4], 3, 1),
        ([None, 5], 5, 1),
        ([None, None], None, 2),
    ],
)
def test_the_year_mark_is_the_mean_of_the_periods_and_tells_what_is_missing_5_14(periods, mark, missing):
    proposal = figures.propose_year(periods)
    assert (proposal.mark, proposal.missing) == (mark, missing)


@pytest.mark.parametrize(
    ("years", "exam", "final"),
    [
        ([4], None, 4),
        ([4], 5, 5),
        ([5], 4, 5),
        ([3], 2, 3),
        ([3], 5, 4),
        ([4, 3, 4], 4, 4),
        ([4, 3, 3], 4, 4),
        ([3, 3, 4], 3, 3),
        ([], 5, None),
        ([], None, None),
    ],
)
def test_the_final_mark_rounds_the_mean_of_year_and_exam_up_from_half_4_4_5(years, exam, final):
    assert figures.final_mark(years, exam) == final


@pytest.mark.parametrize(
    ("mark", "marks", "far"),
    [
        (5, [4, 4, 5], True),
        (4, [4, 4, 5], False),
        (3, [3, 4, 4, 3, 4], True),
        (4, [3, 4, 3, 4, 3], True),
        (4, [3] * 11 + [4] * 9, False),
        (2, [3, 3, 2, 3, 2], True),
        (2, [1, 1, 1], False),
        (4, [5, 5], True),
        (5, [5, 5], False),
        (5, [], False),
    ],
)
def test_a_period_mark_lies_far_when_it_differs_from_the_proposal_by_six_tenths_5_13(mark, marks, far):
    assert figures.lies_far(mark, figures.propose(figures.mean(marks))) is far


def test_absences_are_counted_by_reason_of_the_lessons_held_5_37():
    counted = figures.count_absences([ILL, ILL, VALID, UNEXCUSED, NOT_GIVEN], 12)
    assert counted == AbsenceFigures(12, illness=2, valid=1, unexcused=1, not_given=1)
    assert (counted.total, counted.text) == (5, "5 из 12")


@given(first=REASONS, second=REASONS, held=st.integers(0, 99))
def test_absences_of_two_subjects_add_up(first, second, held):
    both = figures.count_absences(first, held) + figures.count_absences(second, 7)
    assert both == figures.count_absences(first + second, held + 7)
    assert both.total == len(first) + len(second)


def test_held_lessons_are_those_of_the_membership():
    days = [date(2026, 11, day) for day in (2, 9, 9, 16, 23)]
    left = [Span(date(2026, 9, 1), date(2026, 11, 15))]
    came_back = [*left, Span(date(2026, 11, 20))]
    assert figures.held_lessons(days, left) == 3
    assert figures.held_lessons(days, came_back) == 4
    assert figures.held_lessons(days, []) == 0


def test_a_day_is_missed_when_every_lesson_of_it_is_missed():
    first, second, third = (date(2026, 12, day) for day in (1, 2, 3))
    lessons = [(first, ILL), (first, ILL), (second, ILL), (second, None), (third, ILL), (third, VALID)]
    assert figures.days_missed(lessons) == figures.DayFigures(total=2, illness=1)
    assert figures.days_missed([]) == figures.DayFigures(0, 0)


@pytest.mark.parametrize(
    ("absences", "marks", "allowed"),
    [
        (AbsenceFigures(20, unexcused=16), 0, True),
        (AbsenceFigures(20, unexcused=15), 0, False),
        (AbsenceFigures(20, unexcused=20), 1, False),
        (AbsenceFigures(20, illness=20), 0, False),
        (AbsenceFigures(20, unexcused=10, not_given=10), 0, False),
        (AbsenceFigures(0), 0, False),
    ],
)
def test_only_more_than_three_quarters_without_valid_reason_and_no_mark_leave_a_pupil_unattested_5_14(
    absences, marks, allowed
):
    assert figures.may_be_unattested(absences, marks) is allowed


def test_the_figures_of_a_subject_match_the_published_example():
    subject = figures.subject_figures([5] * 5 + [4] * 10 + [3] * 8 + [2], not_attested=1)
    assert subject.n == 25
    assert (subject.progress, subject.quality, subject.sou) == (92, 60, Fraction("58.04"))
    assert figures.share_text(subject.sou) == "58,04\u00a0%"


def test_a_one_weighs_seven_in_the_sou():
    assert figures.subject_figures([1]).sou == 7


def test_a_subject_without_marks_has_dashes_never_zero():
    empty = figures.subject_figures([])
    assert [figures.share_text(value) for value in (empty.progress, empty.quality, empty.sou)] == ["–"] * 3
    assert empty.mean is None
    assert figures.subject_figures([], not_attested=1).mean is None


@given(marks=MARKS, not_attested=st.integers(0, 5))
def test_shares_stay_between_0_and_100_and_quality_never_passes_progress(marks, not_attested):
    subject = figures.subject_figures(marks, not_attested)
    assume(subject.n)
    assert 0 <= subject.quality <= subject.progress <= 100
    assert 7 <= subject.sou <= 100


@pytest.mark.parametrize(
    ("marks", "not_attested", "group", "single"),
    [
        ("555", False, PupilGroup.EXCELLENT, None),
        ("545", False, PupilGroup.ONE_FOUR, 1),
        ("544", False, PupilGroup.GOOD, None),
        ("443", False, PupilGroup.ONE_THREE, 2),
        ("553", False, PupilGroup.ONE_THREE, 2),
        ("433", False, PupilGroup.PASSING, None),
        ("552", False, PupilGroup.FAILING, None),
        ("551", False, PupilGroup.FAILING, None),
        ("55", True, PupilGroup.NOT_ATTESTED, None),
        ("52", True, PupilGroup.FAILING, None),
        ("", True, PupilGroup.NOT_ATTESTED, None),
        ("", False, PupilGroup.NO_MARKS, None),
    ],
)
def test_a_pupil_stands_in_one_group_and_the_single_subject_is_named(marks, not_attested, group, single):
    standing = figures.standing_of({subject: int(mark) for subject, mark in enumerate(marks)}, not_attested)
    assert (standing.group, standing.single) == (group, single)


def test_the_class_has_figures_by_pupils():
    groups = [PupilGroup.EXCELLENT, PupilGroup.ONE_FOUR, PupilGroup.GOOD, PupilGroup.ONE_THREE, PupilGroup.PASSING]
    counted = figures.class_figures([*groups, PupilGroup.FAILING, PupilGroup.NOT_ATTESTED, PupilGroup.NO_MARKS])
    assert counted.n == 8
    assert counted.progress == Fraction(700, 8)
    assert counted.quality == Fraction(300, 8)
    assert figures.class_figures([]).progress is None


def test_groups_are_named_as_reports_name_them():
    assert [group.label for group in PupilGroup][:4] == ["отличник", "с одной «4»", "хорошист", "с одной «3»"]
