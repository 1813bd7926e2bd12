"""A refusal does not depend on the way in: key, paste, dialog, import; nothing is written and the clause is named.

5.1, 5.3, 5.4, 5.5, 5.15, 5.19, 3.7, 3.8, lessons outside membership, days that have not come, closed periods.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest

from ezh_desktop.domain.incoming import PupilRow, Spot
from ezh_desktop.domain.incoming_school import CourseRow, SchoolRows
from ezh_desktop.domain.names import ClassName
from ezh_desktop.errors import Refusal
from ezh_desktop.jobs.importing import ReadPlan
from ezh_desktop.services.acts import (
    CellEntry,
    EnterCells,
    EnterPeriodMarks,
    PeriodEntry,
    Undo,
    WriteLesson,
    WriteLessons,
)
from ezh_desktop.services.closing import Pick, close_periods, closing_page
from ezh_desktop.services.importing.plans import find_course, plan_plan
from ezh_desktop.services.importing.pupils import plan_pupils
from ezh_desktop.services.importing.school import plan_school
from ezh_desktop.services.structure.base import Line
from ezh_desktop.services.structure.classes import read_class
from ezh_desktop.services.structure.plans import plan_rows, read_plan_courses, read_plan_page
from ezh_desktop.services.structure.pupils import plan_class, read_pupils
from ezh_desktop.services.structure.subjects import plan_subjects, read_subjects
from tests.factories import CoursePlan, PupilPlan, a_class, a_lesson, a_school, fake_clock, open_office, raw

LATE = PupilPlan("Поздний Иван Ильич", start=date(2027, 1, 11))
COURSES = (
    CoursePlan("Алгебра"),
    CoursePlan("Шахматы", weekdays=(2,), graded=False),
    CoursePlan("Русский язык", weekdays=(4,)),
)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    first = a_class("1А", ("Ким Олег Ильич",), (CoursePlan("Математика", graded=False),))
    seventh = a_class("7А", ("Абрамова Дарья Олеговна", "Белов Максим Ильич", LATE), COURSES)
    return a_school(tmp_path_factory.mktemp("ways") / "журнал.ezh", [first, seventh])


@pytest.fixture
def school(made, tmp_path):
    return made.copied(tmp_path)


@pytest.fixture
def sits(school):
    opened = []

    def open_one(login="teacher", day=None):
        opened.append(open_office(school, login, fake_clock(day) if day else fake_clock()))
        return opened[-1]

    yield open_one
    for office in opened:
        office.close()


# Cells: typed one at a time, or pasted with a good one beside


@dataclass(frozen=True)
class Case:
    """What is typed where, and the clause that forbids it («» for rules that have none)."""

    course: str
    value: str
    clause: str
    slot: int = 0
    pupil: int = 0
    day: date | None = None


CELLS = [
    *(Case("7А Алгебра", text, "5.4") for text in ("6", ".", "+", "4-", "н/а", "осв")),
    Case("7А Алгебра", "4", "5.5", slot=1),
    Case("7А Русский язык", "4", "5.5", slot=1),
    Case("1А Математика", "5", "3.7"),
    Case("7А Шахматы", "5", "3.8"),
    Case("7А Алгебра", "5", "4.3.4", pupil=2),
    Case("7А Алгебра", "5", "5.2", day=date(2026, 12, 7)),
]


def cell_of(page, case):
    lesson = a_lesson(page, case.day) if case.day else a_lesson(page)
    return CellEntry(lesson.lesson, page.pupils[case.pupil].pupil, case.slot, case.value, None)


def by_key(office, page, case):
    decision = office.decide(EnterCells(page.course, (cell_of(page, case),)), page)
    assert decision.act is None
    return [one.why for one in decision.refused]


def by_paste(office, page, case):
    """A good «н» stands beside it where one may; it alone is written."""
    bad = cell_of(page, case)
    lesson = a_lesson(page)
    good = CellEntry(lesson.lesson, page.pupils[min(1, len(page.pupils) - 1)].pupil, 0, "н", None)
    cells = (bad,) if good.pupil == bad.pupil and good.lesson == bad.lesson else (bad, good)
    decision = office.decide(EnterCells(page.course, cells), page)
    if decision.act is not None:
        assert office.submit(decision.act, page).wait(5)
    return [one.why for one in decision.refused]


@pytest.mark.parametrize("way", [by_key, by_paste], ids=["key", "paste"])
@pytest.mark.parametrize("case", CELLS, ids=lambda one: f"{one.clause} {one.course} {one.value}")
def test_a_cell_refuses_whichever_way_it_comes(sits, school, case: Case, way: Callable[..., list[Refusal]]):
    office = sits()
    page = office.course_page(school.courses[case.course])
    (why,) = way(office, page, case)
    assert why.clause == case.clause
    assert why.what
    lesson, pupil = cell_of(page, case).lesson, page.pupils[case.pupil].pupil
    stored = raw(school, "SELECT value FROM cell WHERE lesson = ? AND pupil = ? AND slot = ?", lesson, pupil, case.slot)
    assert stored == []


@pytest.mark.parametrize("text", ["н/а", "н", "6", "осв"])
def test_5_15_a_period_column_refuses_each_way(sits, school, text):
    office = sits()
    page = office.course_page(school.courses["7А Алгебра"])
    bad = PeriodEntry(page.pupils[0].pupil, page.periods[0].period, text, None)
    good = PeriodEntry(page.pupils[1].pupil, page.periods[0].period, "4", None)
    for entries in ((bad,), (bad, good)):
        decision = office.decide(EnterPeriodMarks(page.course, entries), page)
        assert next(one.why.clause for one in decision.refused if one.pupil == bad.pupil) in {"5.12", "5.15"}
    assert raw(school, "SELECT count(*) FROM period_mark") == [(0,)]


# Topics and homework: typed, pasted, planned by hand, imported


def test_5_19_a_record_is_in_russian_each_way(sits, school, tmp_path):
    office = sits()
    page = office.course_page(school.courses["7А Алгебра"])
    lesson = a_lesson(page)
    one = WriteLesson(page.course, lesson.lesson, "Algebra", None, None)
    for act in (one, WriteLessons(page.course, (one,))):
        with pytest.raises(Refusal) as why:
            office.submit(act, page)
        assert why.value.clause == "5.19"
    year, courses = read_plan_courses(office)
    course = next(found for found in courses if found.title == "Алгебра")
    plan = plan_rows(office, read_plan_page(office, course, year), (Line(0, {"topic": "Algebra"}),))
    assert "п. 5.19" in plan.faults[0].text
    table = tmp_path / "план.csv"
    table.write_text("№ урока;Тема урока\n1;Algebra\n2;Linear functions\n", encoding="utf-8")
    found = plan_plan(office, ReadPlan(table)().rows, find_course(office, ClassName.read("7А"), "Алгебра"))
    assert len(found.refused) == 2
    assert all("п. 5.19" in one.text for one in found.refused)
    assert found.command is None
    assert raw(school, "SELECT count(*) FROM lesson_record WHERE topic <> ''") == [(0,)]
    assert raw(school, "SELECT count(*) FROM plan_item") == [(0,)]


def test_3_7_the_first_grade_has_no_homework_each_way(sits, school):
    office = sits()
    page = office.course_page(school.courses["1А Математика"])
    one = WriteLesson(page.course, a_lesson(page).lesson, "Счёт до десяти", "№ 5", None)
    for act in (one, WriteLessons(page.course, (one,))):
        with pytest.raises(Refusal) as why:
            office.submit(act, page)
        assert why.value.clause == "3.7"


# Names of pupils and subjects: by the dialogs and by each import


def test_5_3_an_initial_is_no_name_each_way(sits, school):
    office = sits("admin")
    row = PupilRow(Spot("список.xlsx", "", 2), "Белов", "М.", gender="m")
    found = plan_pupils(office, [row], ClassName.read("7А"))
    assert found.judged[0].clause == "5.3"
    assert found.command is None
    school_class = school.classes["7А"]
    form, page = read_class(office, school_class), read_pupils(office, school_class)
    lines = (*page.lines, Line(0, {"surname": "Белов", "given": "М.", "gender": "м"}))
    plan = plan_class(office, form, page, form.line, lines, Line(0, {}))
    assert any("Вместо имени стоит «М.»" in one.text for one in plan.faults)
    assert plan.command is None


@pytest.mark.parametrize("name", ["алгебра и начала анализа", "  ", "химия"])
def test_5_1_a_subject_begins_with_a_capital_each_way(sits, name):
    office = sits("admin")
    page = read_subjects(office)
    plan = plan_subjects(office, page, (*page.lines, Line(0, {"name": name, "graded": "да"})))
    if name.strip():
        assert any("5.1" in one.text for one in plan.faults)
    course = CourseRow(Spot("школа.xlsx", "Предметы", 2), 1, ("7А",), name.strip())
    found = plan_school(office, SchoolRows(courses=(course,))) if name.strip() else None
    made = [] if found is None else [one.label for one in found.names if one.kind == "subject"]
    assert all(label[:1].isupper() for label in made)


# A closed period: by key, paste, undo


def taken_back(office, entry):
    ticket = office.submit(Undo(entry))
    assert ticket.wait(5)
    if ticket.error is not None:
        raise ticket.error


def test_a_closed_period_refuses_each_way(sits, school):
    teacher = sits(day=date(2026, 10, 19))
    page = teacher.course_page(school.courses["7А Алгебра"])
    lesson, pupil = a_lesson(page), page.pupils[0].pupil
    assert teacher.submit(EnterCells(page.course, (CellEntry(lesson.lesson, pupil, 0, "4", None),)), page).wait(5)
    entry = teacher.undoable()
    director = sits("director")
    first = closing_page(director).slots[0]
    close_periods(director, [Pick(school.classes["7А"], first)])
    later = sits()
    page = later.course_page(school.courses["7А Алгебра"])
    stored = page.cells[lesson.lesson, pupil, 0]
    for cells in (
        (CellEntry(lesson.lesson, pupil, 0, "5", stored.entry),),
        (CellEntry(lesson.lesson, page.pupils[1].pupil, 0, "5", None),),
    ):
        assert later.decide(EnterCells(page.course, cells), page).act is None
    with pytest.raises(Refusal):
        later.submit(WriteLesson(page.course, lesson.lesson, "Степени", None, None), page)
    with pytest.raises(Refusal):
        taken_back(teacher, entry)
    assert raw(school, "SELECT value FROM cell WHERE lesson = ? AND pupil = ?", lesson.lesson, pupil) == [("4",)]
