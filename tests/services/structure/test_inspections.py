"""The year's plan of inspections (3.5, 4.5.5): planned, moved, cancelled, held; at least four."""

from __future__ import annotations

from datetime import date

import pytest

from ezh_desktop.errors import RightRefused
from ezh_desktop.services.inspections import POINTS, NewRemark, hold_inspection, remarks_page
from ezh_desktop.services.school_today import school_today
from ezh_desktop.services.structure.base import Line, save
from ezh_desktop.services.structure.inspections import (
    ALL_POINTS,
    SCHOOL,
    plan_inspections,
    read_inspection_plan,
    spread_over,
)
from ezh_desktop.services.verifying import verify
from tests.factories import raw
from tests.services.structure.conftest import changed


@pytest.fixture
def deputy(opens):
    return opens("deputy")


def line(planned, what="", **texts):
    return Line(0, {"planned": planned, "what": what, **texts})


def write(office, *lines):
    page = read_inspection_plan(office)
    save(office, plan_inspections(office, page, (*page.lines, *lines)))
    return read_inspection_plan(office)


def test_inspections_are_planned_as_one_act(deputy, tiny):
    before = raw(tiny, "SELECT count(*) FROM entry")[0][0]
    page = write(deputy, line("9.12", "7а"), line("1.3"))
    assert raw(tiny, "SELECT count(*) FROM entry")[0][0] == before + 1
    assert [(one.text("planned"), one.text("what"), one.text("points")) for one in page.lines] == [
        ("09.12.2026", "7А", ALL_POINTS),
        ("01.03.2027", SCHOOL, ALL_POINTS),
    ]
    assert raw(tiny, "SELECT DISTINCT points FROM inspection") == [("; ".join(POINTS),)]


def test_the_plan_is_made_whole_to_four(deputy):
    """3.5: at least 4 a year."""
    page = write(deputy, line("9.12", "7А"))
    new = spread_over(page, page.lines)
    assert len(new) == 3
    page = write(deputy, *new)
    assert len(page.lines) == page.least == 4
    assert spread_over(page, page.lines) == ()
    days = [date.fromisoformat(one.text("planned")) for one in page.stored.values()]
    assert all(date(2026, 12, 2) <= day <= date(2027, 5, 31) for day in days)
    assert set(days) <= set(page.school_days), "a Sunday or a holiday is no day for an inspection"


def test_a_planned_one_is_moved_and_cancelled(deputy, tiny):
    page = write(deputy, line("9.12", "7А"))
    save(deputy, plan_inspections(deputy, page, changed(page.lines, 0, planned="15.12")))
    page = read_inspection_plan(deputy)
    assert page.lines[0].text("planned") == "15.12.2026"
    save(deputy, plan_inspections(deputy, page, ()))
    assert read_inspection_plan(deputy).lines == ()
    assert raw(tiny, "SELECT cancelled FROM inspection") == [(1,)]


def test_the_inspection_of_a_class_takes_its_planned_one(deputy, tiny):
    write(deputy, line("1.12", "7А"))
    assert school_today(deputy).inspections_due == 1
    hold_inspection(deputy, tiny.classes["7А"], (), None, "Порядок.")
    page = read_inspection_plan(deputy)
    assert [(one.text("held"), one.text("conclusion")) for one in page.lines] == [("02.12.2026", "Порядок.")]
    assert school_today(deputy).inspections_due == 0
    assert len(remarks_page(deputy, tiny.classes["7А"]).inspections) == 1


def test_a_page_is_planned_and_held_by_remarks_about_it_alone(deputy, tiny):
    """4.5.5: which class, subject and so teacher."""
    school_class, algebra = tiny.classes["7А"], tiny.courses["7А Алгебра"]
    write(deputy, line("20.11", "7а алгебра"), line("25.11", "7А"))
    assert raw(tiny, "SELECT school_class, course FROM inspection ORDER BY planned") == [
        (school_class, algebra),
        (school_class, None),
    ]
    other = NewRemark("Нет тем.", "5.18", tiny.courses["7А Русский язык"], None, None)
    own = NewRemark("Нет тем.", "5.18", algebra, None, None)
    hold_inspection(deputy, school_class, [own, other], date(2026, 12, 10), "")
    shown = [(one.text("what"), one.text("held")) for one in read_inspection_plan(deputy).lines]
    assert shown == [("7А Алгебра", ""), ("7А", "02.12.2026")]
    hold_inspection(deputy, school_class, [own], date(2026, 12, 10), "")
    assert [one.text("held") for one in read_inspection_plan(deputy).lines] == ["02.12.2026"] * 2
    assert raw(tiny, "SELECT count(*) FROM inspection") == [(2,)]
    assert verify(deputy).sound


def test_the_inspection_of_a_class_does_not_take_that_of_a_page(deputy, tiny):
    write(deputy, line("20.11", "7А Алгебра"))
    hold_inspection(deputy, tiny.classes["7А"], (), None, "Порядок.")
    assert sorted(one.text("what") for one in read_inspection_plan(deputy).lines) == ["7А", "7А Алгебра"]
    assert school_today(deputy).inspections_due == 1


def test_what_was_held_is_a_record(deputy):
    page = write(deputy, line("1.12", held="2.12", conclusion="Записаны все темы."))
    assert page.overdue == 0
    plan = plan_inspections(deputy, page, ())
    assert [one.text for one in plan.faults] == [
        "Проверка 02.12.2026 проведена. Проведённую проверку из плана не убирают: F5 вернёт её."
    ]
    plan = plan_inspections(deputy, page, changed(page.lines, 0, held=""))
    assert plan.faults[0].what == "Эта проверка проведена."


@pytest.mark.parametrize(
    ("new", "field", "words"),
    [
        (line("вчера"), "planned", "«вчера» не дата"),
        (line("9.12.2025"), "planned", "не 2026/2027 учебный год"),
        (line("9.12", "9Я"), "what", "Класса или страницы «9Я» нет"),
        (line("9.12", held="3.12"), "held", "ещё не наступил"),
    ],
)
def test_a_fault_stands_in_its_cell(deputy, new, field, words):
    plan = plan_inspections(deputy, read_inspection_plan(deputy), (new,))
    assert plan.command is None
    assert [one.field for one in plan.faults] == [field]
    assert words in plan.faults[0].text


def test_the_director_reads_and_the_teacher_does_not(opens):
    page = read_inspection_plan(opens("director"))
    assert not page.writable
    with pytest.raises(RightRefused):
        save(opens("director"), plan_inspections(opens("director"), page, (line("9.12"),)))
    with pytest.raises(RightRefused):
        read_inspection_plan(opens("teacher"))
