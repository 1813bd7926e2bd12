"""What may not be written into a cell: each clause with what it allows and what it refuses."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ezh_desktop.domain.kinds import LESSON_KINDS, PLAIN, LessonKind, SubjectKind, lesson_kind
from ezh_desktop.domain.marks import Slot
from ezh_desktop.domain.rules import CellContext, CellValues, allows_two_marks, refuse_cell, refuse_values
from ezh_desktop.domain.spans import Span
from ezh_desktop.errors import LockRefused, RuleRefused

DAY = date(2026, 10, 12)
OPEN = CellContext(
    subject_kind=SubjectKind.ALGEBRA,
    lesson_kind=PLAIN,
    grade=7,
    graded=True,
    lesson_day=DAY,
    today=DAY,
    membership=(Span(date(2026, 9, 1)),),
)
ESSAY = replace(OPEN, subject_kind=SubjectKind.RUSSIAN, lesson_kind=lesson_kind("essay"))

WRITTEN_SUBJECTS = [
    SubjectKind.RUSSIAN,
    SubjectKind.LITERATURE,
    SubjectKind.LITERARY_READING,
    SubjectKind.NATIVE_RUSSIAN,
    SubjectKind.NATIVE_LITERATURE,
    SubjectKind.NATIVE_READING,
]
WRITTEN_WORKS = ["grammar_dictation", "exposition", "essay"]


def clause_of(context: CellContext, slot: int, value: str) -> str | None:
    refusal = refuse_cell(context, slot, value)
    return None if refusal is None else refusal.clause


@pytest.mark.parametrize("value", ["1", "2", "3", "4", "5", "н", ""])
def test_5_4_the_six_symbols_and_clearing_are_allowed(value: str) -> None:
    assert refuse_cell(OPEN, Slot.FIRST, value) is None


@pytest.mark.parametrize("value", ["0", "6", ".", "+", "-", "4-", "5+", "н/а", "Н", "б", "5/4", "55", " 5"])
def test_5_4_anything_else_is_refused_by_what_is_allowed(value: str) -> None:
    refusal = refuse_cell(OPEN, Slot.FIRST, value)
    assert refusal is not None
    assert refusal.text == f"«{value}» не поставить. Можно 1 2 3 4 5 или н. (п. 5.4 Положения)"


@given(st.text(), st.sampled_from(Slot))
def test_5_4_no_other_text_ever_enters_a_cell(value: str, slot: Slot) -> None:
    allowed = ("1", "2", "3", "4", "5", "") if slot else ("1", "2", "3", "4", "5", "н", "")
    if value not in allowed:
        assert isinstance(refuse_cell(replace(ESSAY, first="5"), slot, value), RuleRefused)


@pytest.mark.parametrize("subject", SubjectKind)
@pytest.mark.parametrize("kind", LESSON_KINDS, ids=lambda kind: kind.code)
def test_5_5_two_marks_stand_only_for_written_works_in_the_named_subjects(
    subject: SubjectKind, kind: LessonKind
) -> None:
    context = replace(OPEN, subject_kind=subject, lesson_kind=kind, first="5")
    allowed = subject in WRITTEN_SUBJECTS and kind.code in WRITTEN_WORKS
    assert clause_of(context, Slot.SECOND, "4") == (None if allowed else "5.5")
    assert allows_two_marks(subject, kind) == allowed


def test_5_5_a_refusal_says_whether_subject_or_work_is_the_reason() -> None:
    subject = refuse_cell(replace(OPEN, lesson_kind=lesson_kind("essay"), first="5"), Slot.SECOND, "4")
    work = refuse_cell(replace(ESSAY, lesson_kind=lesson_kind("control_dictation"), first="5"), Slot.SECOND, "4")
    assert subject is not None
    assert work is not None
    assert "по этому предмету" in subject.what
    assert "изложение и сочинение" in work.remedy


def test_5_5_a_second_mark_needs_the_first() -> None:
    assert clause_of(ESSAY, Slot.SECOND, "4") == "5.5"
    assert clause_of(replace(ESSAY, first="5", second="4"), Slot.FIRST, "") == "5.5"


def test_5_5_both_marks_are_set_and_cleared_in_one_act() -> None:
    assert refuse_values(ESSAY, CellValues("5", "4", "")) is None
    assert refuse_values(replace(ESSAY, first="5", second="4"), CellValues("", "", "")) is None
    assert refuse_values(replace(ESSAY, first="5", second="4"), CellValues("н", "", "")) is None


@pytest.mark.parametrize(
    ("context", "slot", "value"),
    [
        (replace(ESSAY, first="н"), Slot.SECOND, "4"),
        (replace(ESSAY, first="5", second="4"), Slot.FIRST, "н"),
        (replace(ESSAY, first="5"), Slot.SECOND, "н"),
        (OPEN, Slot.DEBT, "н"),
    ],
)
def test_5_4_absence_and_a_mark_never_stand_together(context: CellContext, slot: Slot, value: str) -> None:
    assert clause_of(context, slot, value) == "5.4"


def test_absence_and_mark_replace_each_other_in_one_slot() -> None:
    assert refuse_cell(replace(OPEN, first="н"), Slot.FIRST, "5") is None
    assert refuse_cell(replace(OPEN, first="5"), Slot.FIRST, "н") is None


def test_5_7_absence_is_never_overwritten_by_the_mark_of_a_debt() -> None:
    assert clause_of(replace(OPEN, first="н"), Slot.DEBT, "4") == "5.7"
    assert clause_of(replace(OPEN, debt="4"), Slot.FIRST, "н") == "5.7"


@pytest.mark.parametrize("first", ["", "5"])
def test_5_7_the_mark_of_a_debt_stands_in_a_later_cell(first: str) -> None:
    assert refuse_cell(replace(OPEN, first=first), Slot.DEBT, "4") is None


def test_5_27_in_distance_mode_the_mark_stands_in_the_topics_own_column() -> None:
    assert refuse_cell(replace(OPEN, first="н", distance=True), Slot.DEBT, "4") is None


@pytest.mark.parametrize(("change", "clause"), [({"grade": 1}, "3.7"), ({"graded": False}, "3.8")])
def test_3_7_and_3_8_where_nobody_is_marked_absence_alone_is_entered(change: dict[str, int], clause: str) -> None:
    context = replace(OPEN, **change)
    for value in ("5", "2", "4-", "6"):
        refusal = refuse_cell(context, Slot.FIRST, value)
        assert refusal is not None
        assert (refusal.clause, refusal.remedy) == (clause, "Можно только н.")
    assert clause_of(context, Slot.DEBT, "5") == clause
    assert refuse_cell(context, Slot.FIRST, "н") is None
    assert refuse_cell(replace(context, first="5"), Slot.FIRST, "") is None


@pytest.mark.parametrize("value", ["5", "н", ""])
@pytest.mark.parametrize(
    ("day", "inside"),
    [
        (date(2026, 9, 30), False),
        (date(2026, 10, 1), True),
        (date(2026, 10, 9), True),
        (date(2026, 10, 10), False),
        (date(2026, 10, 12), True),
    ],
)
def test_4_3_4_cells_outside_membership_take_nothing(day: date, inside: bool, value: str) -> None:
    spans = (Span(date(2026, 10, 1), date(2026, 10, 9)), Span(date(2026, 10, 12)))
    context = replace(OPEN, lesson_day=day, membership=spans)
    assert clause_of(context, Slot.FIRST, value) == (None if inside else "4.3.4")


def test_4_3_4_a_pupil_without_any_membership_has_no_cell() -> None:
    assert clause_of(replace(OPEN, membership=()), Slot.FIRST, "5") == "4.3.4"


@pytest.mark.parametrize("value", ["5", "н"])
def test_5_2_a_lesson_that_has_not_come_takes_neither_mark_nor_absence(value: str) -> None:
    assert clause_of(replace(OPEN, lesson_day=DAY + timedelta(days=1)), Slot.FIRST, value) == "5.2"
    assert refuse_cell(OPEN, Slot.FIRST, value) is None
    assert refuse_cell(replace(OPEN, lesson_day=DAY - timedelta(days=30)), Slot.FIRST, value) is None


def test_5_2_what_stands_on_a_lesson_moved_ahead_can_be_cleared() -> None:
    assert refuse_cell(replace(OPEN, lesson_day=DAY + timedelta(days=1), first="5"), Slot.FIRST, "") is None


def test_5_2_a_cancelled_lesson_takes_nothing() -> None:
    assert clause_of(replace(OPEN, cancelled=True), Slot.FIRST, "5") == "5.2"


@pytest.mark.parametrize("value", ["5", "н", "", "6"])
def test_a_closed_period_refuses_every_change_and_names_itself(value: str) -> None:
    refusal = refuse_cell(replace(OPEN, locked="II четверть"), Slot.FIRST, value)
    assert isinstance(refusal, LockRefused)
    assert refusal.text == "Период «II четверть» закрыт. Открыть его с указанием причины может директор."


CONTEXTS = st.builds(
    CellContext,
    subject_kind=st.sampled_from(SubjectKind),
    lesson_kind=st.sampled_from(LESSON_KINDS),
    grade=st.integers(1, 9),
    graded=st.booleans(),
    lesson_day=st.dates(date(2026, 9, 1), date(2027, 5, 31)),
    today=st.dates(date(2026, 9, 1), date(2027, 5, 31)),
    membership=st.just((Span(date(2026, 9, 15), date(2027, 4, 1)),)),
    first=st.sampled_from(["", "2", "5", "н"]),
    second=st.sampled_from(["", "4"]),
    debt=st.sampled_from(["", "3"]),
    cancelled=st.booleans(),
    locked=st.sampled_from(["", "I четверть"]),
    distance=st.booleans(),
)


@given(CONTEXTS, st.sampled_from(["", "1", "2", "3", "4", "5", "н"]), st.sampled_from(Slot))
def test_whatever_is_allowed_leaves_a_cell_the_regulation_knows(context: CellContext, value: str, slot: Slot) -> None:
    if refuse_cell(context, slot, value) is not None:
        return
    cell = [context.first, context.second, context.debt]
    cell[slot] = value
    first, second, debt = cell
    assert not (first == "н" and second)
    assert not (first == "н" and debt and not context.distance)
    assert not second or (first and allows_two_marks(context.subject_kind, context.lesson_kind))
    assert (context.graded and context.grade > 1) or not (second or debt or first not in ("", "н"))
    assert not context.locked
    assert not context.cancelled


@given(CONTEXTS)
def test_a_living_cell_of_an_open_period_can_always_be_cleared_at_once(context: CellContext) -> None:
    living = replace(context, locked="", cancelled=False, membership=(Span(date(2026, 9, 1)),))
    assert refuse_values(living, CellValues("", "", "")) is None


ABSENT = replace(OPEN, lesson_kind=lesson_kind("control"), first="н")


@pytest.mark.parametrize("kind", [kind for kind in LESSON_KINDS if kind.control], ids=lambda kind: kind.code)
def test_5_7_a_mark_is_not_typed_over_the_absence_of_a_control_work(kind: LessonKind) -> None:
    refusal = refuse_cell(replace(ABSENT, lesson_kind=kind), Slot.FIRST, "4")
    assert refusal is not None
    assert refusal.clause == "5.7"
    assert "Ctrl+G" in refusal.remedy


def test_5_7_a_plain_lesson_takes_a_mark_over_an_absence() -> None:
    assert refuse_cell(replace(ABSENT, lesson_kind=PLAIN), Slot.FIRST, "4") is None


def test_5_7_a_mistaken_absence_is_cleared_first() -> None:
    assert refuse_cell(ABSENT, Slot.FIRST, "") is None


def test_5_7_undo_brings_back_what_stood_there() -> None:
    assert refuse_cell(replace(ABSENT, restoring=True), Slot.FIRST, "4") is None


def test_5_27_in_distance_mode_the_mark_stands_beside_the_absence() -> None:
    assert refuse_cell(replace(ABSENT, distance=True), Slot.DEBT, "4") is None
