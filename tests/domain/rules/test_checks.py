"""The rules as a whole: an edit asks again just enough, order does not matter, a mend mends, nothing is changed."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ezh_desktop.domain.kinds import SubjectKind, lesson_kind
from ezh_desktop.domain.rules.checks import RULES, PageFindings, check_page, clause_order, found_clauses
from ezh_desktop.domain.rules.finding import Finding, Mend
from ezh_desktop.domain.rules.index import CellFact, MarkFact, PageIndex
from ezh_desktop.domain.rules.lesson_findings import owed_briefing, with_briefing
from tests.domain.rules.pages import NAMES, ONE, TWO, Course, row

COUNT = 18
AFTER_TERM = date(2026, 11, 3)
PLAN = tuple(row(number, kind="control" if number % 5 == 0 else "plain") for number in range(1, COUNT + 2))
MARK = st.sampled_from(["", "н", "1", "2", "3", "4", "5"])
CELL = st.builds(
    CellFact, MARK, st.sampled_from(["", "", "3"]), st.sampled_from(["", "", "4"]), st.sampled_from([None, 2, 5])
)
KINDS = ["plain", "new", "control", "practical", "laboratory", "essay", "test", "excursion"]
TOPICS = ["", "Дроби", "К.р. № 1", "Ф.о. Дроби", "П.р. «Рост»", "Вводный инструктаж по охране труда. Начало"]
CELL_EDITS = st.tuples(st.integers(1, COUNT), st.sampled_from(list(NAMES)), CELL)
LESSON_EDITS = st.tuples(
    st.integers(1, COUNT),
    st.fixed_dictionaries(
        {
            "kind": st.sampled_from(KINDS).map(lesson_kind),
            "topic": st.sampled_from(TOPICS),
            "homework": st.sampled_from(["", "§ 5", "д/з", "нет"]),
            "plan_item": st.sampled_from([None, 3, 7, 9]),
            "individual": st.booleans(),
        }
    ),
)
MARK_EDITS = st.tuples(
    st.sampled_from(list(NAMES)),
    st.sampled_from([ONE, TWO]),
    st.builds(MarkFact, st.sampled_from(["", "2", "3", "5"]), st.just(""), st.sampled_from(["", "extended"])),
)
EDITS = st.lists(st.one_of(CELL_EDITS, LESSON_EDITS, MARK_EDITS), max_size=25)
SUBJECTS = st.sampled_from(
    [SubjectKind.ALGEBRA, SubjectKind.PHYSICS, SubjectKind.LITERATURE, SubjectKind.PHYSICAL_EDUCATION]
)


def a_page(subject: SubjectKind = SubjectKind.ALGEBRA) -> PageIndex:
    lessons = {number: {"plan_item": number} for number in range(1, COUNT + 1)}
    return Course(COUNT, subject, plan=PLAN, lessons=lessons, facts={"first_lesson": 1}, today=AFTER_TERM).index()


def edited(found: PageFindings, edit: Any) -> PageFindings:
    """The findings after one edit, by the way the window takes."""
    if isinstance(edit[-1], CellFact):
        return found.with_cell(*edit)
    if isinstance(edit[-1], MarkFact):
        return found.with_period_mark(*edit)
    lesson, fields = edit
    at = found.index.position.get(lesson)
    return found if at is None else found.with_lesson(found.index.lessons[at]._replace(**fields))


@given(SUBJECTS, EDITS)
@settings(max_examples=150, deadline=None)
def test_an_edit_asks_again_just_what_it_touched(subject: SubjectKind, edits: list) -> None:
    found = check_page(a_page(subject))
    for edit in edits:
        found = edited(found, edit)
    assert found.all == check_page(found.index).all


@given(SUBJECTS, st.dictionaries(st.tuples(st.integers(1, 10), st.sampled_from(list(NAMES))), CELL), st.randoms())
@settings(max_examples=80, deadline=None)
def test_the_order_of_entry_changes_no_finding(subject: SubjectKind, cells: dict, chance: Any) -> None:
    orders = [list(cells.items()), list(cells.items())]
    chance.shuffle(orders[1])
    ends = []
    for order in orders:
        found = check_page(a_page(subject))
        for (lesson, pupil), cell in order:
            found = found.with_cell(lesson, pupil, cell)
        ends.append(found.all)
    assert ends[0] == ends[1]


@given(SUBJECTS, EDITS)
@settings(max_examples=60, deadline=None)
def test_rules_change_nothing(subject: SubjectKind, edits: list) -> None:
    found = check_page(a_page(subject))
    for edit in edits:
        found = edited(found, edit)
    index = found.index
    rows, lessons, marks = deepcopy(dict(index.rows)), index.lessons, dict(index.period_marks)
    check_page(index)
    assert (dict(index.rows), index.lessons, dict(index.period_marks)) == (rows, lessons, marks)


@given(SUBJECTS, EDITS)
@settings(max_examples=150, deadline=None)
def test_a_finding_goes_when_what_mends_it_is_done(subject: SubjectKind, edits: list) -> None:
    found = check_page(a_page(subject))
    for edit in edits:
        found = edited(found, edit)
    for one in found.all:
        mended = mend(found, one)
        if mended is not None:
            assert one not in mended.all, one


def mend(found: PageFindings, one: Finding) -> PageFindings | None:
    """What the remedy says, done; None where it takes more than one entry."""
    if one.mend is Mend.PERIOD_MARK and one.pupil and one.period and one.clause in {"5.14", "5.33"}:
        return found.with_period_mark(one.pupil, one.period, MarkFact("4"))
    at = found.index.position.get(one.lesson or 0)
    if at is None:
        return None
    return mend_cell(found, one, at) if one.pupil else mend_record(found, one, at)


def mend_cell(found: PageFindings, one: Finding, at: int) -> PageFindings | None:
    assert one.pupil
    lesson, later = found.index.lessons[at].lesson, at + 1 < len(found.index.lessons)
    own = found.index.row(one.pupil).get(at, CellFact())
    cells = {
        ("5.7", Mend.MARK): (lesson, CellFact("4")),
        ("5.7", Mend.DEBT): (lesson + 1, CellFact("", "", "4", lesson)) if later else None,
        ("5.5", Mend.MARK): (lesson, own._replace(second="")),
        ("5.6", Mend.MARK): (lesson + 1, CellFact("4")) if later else None,
    }
    entry = cells.get((one.clause, one.mend))
    return found.with_cell(entry[0], one.pupil, entry[1]) if entry else None


def mend_record(found: PageFindings, one: Finding, at: int) -> PageFindings | None:
    lesson = found.index.lessons[at]
    written = {"topic": "К.р. по теме «Дроби»", "plan_item": 3}
    fields: dict[str, dict[str, Any]] = {
        "5.20": {"topic": with_briefing(lesson.topic, owed_briefing(found.index, at))},
        "5.22": {"homework": "§ 5, № 12"},
        "5.23": {"homework": "§ 5, № 12"},
    } | dict.fromkeys(("5.18", "5.19", "5.21", "5.25"), written)
    return found.with_lesson(lesson._replace(**fields[one.clause])) if one.clause in fields else None


def test_every_clause_has_one_text_and_every_rule_a_remedy() -> None:
    texts = {clause.clause: clause.text for clause in found_clauses()}
    assert all(text.endswith(".") for text in texts.values())
    assert {rule.clause.clause for rule in RULES} == set(texts)
    assert all(rule.remedy for rule in RULES)


OTHERS = {"3.5", "3.7", "3.8", "4.3.7", "4.4.1", "4.4.8", "6.2"}
SECTION_V = frozenset(f"5.{n}" for n in (*range(5, 12), 13, 14, 16, 18, *range(20, 28), *range(29, 33), 34, 35, 36, 38))


def test_the_clauses_that_a_page_can_break_are_held() -> None:
    assert {one.clause for one in found_clauses()} >= SECTION_V | {
        "3.5",
        "3.7",
        "3.8",
        "4.3.7",
        "4.4.1",
        "4.4.8",
        "6.2",
    }


def test_clauses_are_sorted_as_numbers() -> None:
    assert sorted(["5.10", "5.6", "3.5", "4.4.1"], key=clause_order) == ["3.5", "4.4.1", "5.6", "5.10"]
