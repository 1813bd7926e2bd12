"""Quarantine and distance mode (3.10, 4.4.10, 5.16, 5.27): entered by the deputy, seen on the pages of those days."""

from __future__ import annotations

from datetime import date

import pytest

from ezh_desktop.errors import RightRefused
from ezh_desktop.services.acts import Undo
from ezh_desktop.services.checking import CheckScope, check_journal
from ezh_desktop.services.structure.base import Line, save
from ezh_desktop.services.structure.modes import SCHOOL, lessons_within, plan_modes, read_modes
from tests.factories import raw
from tests.services.structure.conftest import changed


@pytest.fixture
def deputy(opens):
    return opens("deputy")


def line(what="7а", start="30.11", end="4.12", order="Приказ № 112 от 27.11.2026", kind="дист"):
    return Line(0, {"what": what, "kind": kind, "start": start, "end": end, "order": order})


def write(office, *lines):
    page = read_modes(office)
    save(office, plan_modes(office, page, (*page.lines, *lines)))
    return read_modes(office)


def distant(office, tiny):
    page = office.course_page(tiny.courses["7А Алгебра"])
    return [one.day for one in page.lessons if one.distance]


def test_lessons_of_those_days_are_distant_and_stay_where_they_are(deputy, opens, tiny):
    before = [one.day for one in deputy.course_page(tiny.courses["7А Алгебра"]).lessons]
    page = write(deputy, line())
    assert [one.text("what") for one in page.lines] == ["7А"]
    assert page.lines[0].text("kind") == "дистанционное обучение"
    assert page.running == ("7А",)
    assert distant(opens("teacher"), tiny) == [date(2026, 11, 30), date(2026, 12, 2)]
    assert [one.day for one in deputy.course_page(tiny.courses["7А Алгебра"]).lessons] == before
    assert lessons_within(deputy, page, page.lines[0]).startswith("5 ")


def test_it_is_ended_earlier_taken_out_and_taken_back(deputy, tiny):
    page = write(deputy, line(SCHOOL))
    save(deputy, plan_modes(deputy, page, changed(page.lines, 0, end="1.12")))
    assert distant(deputy, tiny) == [date(2026, 11, 30)]
    page = read_modes(deputy)
    save(deputy, plan_modes(deputy, page, ()))
    assert distant(deputy, tiny) == []
    ticket = deputy.submit(Undo(deputy.undoable()))
    assert ticket.wait(5)
    assert ticket.error is None
    assert distant(deputy, tiny) == [date(2026, 11, 30)]


@pytest.mark.parametrize(
    ("new", "field", "words"),
    [
        (line("9Я"), "what", "Класса «9Я» нет"),
        (line(kind="каникулы"), "kind", "Такого режима нет"),
        (line(kind=""), "kind", "Не назван режим"),
        (line(start="завтра"), "start", "«завтра» не дата"),
        (line(start="4.12", end="30.11"), "end", "раньше первого"),
        (line(end="4.12.2028"), "end", "не 2026/2027 учебный год"),
        (line(order="п" * 301), "order", "Слишком длинно"),
    ],
)
def test_a_fault_stands_in_its_cell(deputy, new, field, words):
    plan = plan_modes(deputy, read_modes(deputy), (new,))
    assert plan.command is None
    assert [one.field for one in plan.faults] == [field]
    assert words in plan.faults[0].text


def test_two_modes_of_one_class_do_not_meet(deputy):
    plan = plan_modes(deputy, read_modes(deputy), (line(), line(SCHOOL, "3.12", "9.12")))
    assert plan.faults[0].text == "Дни пересекаются со строкой 1. Исправьте даты."
    assert not plan_modes(deputy, read_modes(deputy), (line(), line(SCHOOL, "7.12", "9.12"))).faults


def test_without_an_order_it_is_a_finding(deputy):
    """5.16."""
    plan = plan_modes(deputy, read_modes(deputy), (line(order=""),))
    assert plan.warnings == ("Без приказа это недочёт (п. 5.16): впишите номер и дату.",)
    save(deputy, plan)
    assert "5.16" in check_journal(deputy, CheckScope()).by_clause


def test_only_the_deputy_enters_it(opens, tiny):
    for login in ("teacher", "director", "admin"):
        office = opens(login)
        assert not read_modes(office).writable
        with pytest.raises(RightRefused, match="заместитель директора"):
            save(office, plan_modes(office, read_modes(office), (line(),)))
    with pytest.raises(RightRefused):
        read_modes(opens("medic"))
    assert raw(tiny, "SELECT count(*) FROM learning_mode") == [(0,)]
