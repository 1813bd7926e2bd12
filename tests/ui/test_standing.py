"""Roles that are given to a person, or end, while the window stands open: menus, pages and rights follow (4.2.2)."""

from __future__ import annotations

from datetime import date, time

import pytest

from ezh_desktop.domain.clock import SteppedClock
from ezh_desktop.services.structure.base import Line, save
from ezh_desktop.services.structure.delegations import plan_delegations, read_delegations
from tests.factories import ZONE, a_class, a_school, open_office
from tests.ui.fake_office import FakeOffice, a_page

LAST = date(2026, 12, 3)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return a_school(tmp_path_factory.mktemp("standing") / "журнал.ezh", [a_class("7А")])


@pytest.fixture
def school(made, tmp_path):
    return made.copied(tmp_path)


@pytest.fixture
def clock():
    clock = SteppedClock(0, ZONE)
    clock.move_to(date(2026, 12, 2), time(10, 43))
    return clock


@pytest.fixture
def director(school):
    office = open_office(school, "director")
    yield office
    office.close()


def charges(director, school, login, end="3.12"):
    """The director charges a person with the deputy's role from today on."""
    page = read_delegations(director)
    person = school.people[login].person
    order = {"role": "Заместитель директора по УВР", "start": "2.12", "end": end, "order": "№ 41-к от 01.12.2026"}
    save(director, plan_delegations(director, page, (Line(0, {"who": page.staff.names[person], **order}),)))


def shown(person) -> set[str]:
    """The words of every command in the menus."""
    bar = person.window.menuWidget().bar
    return {action.text() for menu in bar.actions() for action in menu.menu().actions() if action.text()}


def test_a_role_given_by_order_shows_its_commands_at_once_and_they_leave_with_it(sits, school, director, clock):
    teacher = sits(open_office(school, "teacher", clock=clock))
    before = shown(teacher)
    assert "Замены и переносы…" not in before
    charges(director, school, "teacher")
    teacher.waits_until(lambda: "Замены и переносы…" in shown(teacher), "the deputy's commands", 3000)
    assert teacher.status() == "Вам дана роль: заместитель директора по УВР. Её команды в меню."
    assert "заместитель директора по УВР" in teacher.window.status.person.text
    assert teacher.window.commands["substitutions"].shortcut().toString() == "Ctrl+Shift+F"
    clock.move_to(date(2026, 12, 4), time(7, 30))
    teacher.waits_until(lambda: shown(teacher) == before, "they are gone", 3000)
    assert teacher.status() == "Роль больше не действует: заместитель директора по УВР."
    assert "заместитель" not in teacher.window.status.person.text
    assert "substitutions" not in teacher.window.commands


def test_the_pages_of_a_role_come_and_go_with_it(sits, school, director, clock):
    medic = sits(open_office(school, "medic", clock=clock), grid=False)
    before = [place.title for place in medic.window.head.places]
    charges(director, school, "medic")
    medic.waits_until(lambda: len(medic.window.head.places) > len(before), "the pages of the role", 3000)
    medic.window.open_course(school.courses["7А Алгебра"], tab="marks")
    assert medic.window.page.name == "marks"
    clock.move_to(date(2026, 12, 4), time(7, 30))
    medic.waits_until(lambda: [place.title for place in medic.window.head.places] == before, "they are gone", 3000)
    assert medic.window.place is None or medic.window.place.title in before


def test_a_new_day_shows_the_page_of_the_day(sits, school, clock):
    teacher = sits(open_office(school, "teacher", clock=clock))
    assert teacher.window.marks.page.today == date(2026, 12, 2)
    clock.move_to(date(2026, 12, 3), time(7, 30))
    teacher.waits_until(lambda: teacher.window.marks.page.today == date(2026, 12, 3), "the new day", 3000)
    assert teacher.status() != "Вам дана роль"


def test_who_had_no_page_is_taken_to_the_first_one_that_is_given(sits):
    office = FakeOffice(pages={})
    teacher = sits(office, grid=False)
    assert teacher.window.page is None
    office.pages[1] = a_page()
    office.cursor += 1
    office.changed.append((office.cursor, "course_teacher", 0))
    teacher.waits_until(lambda: teacher.title() == "7А, Алгебра — ЭЖ", "the first page", 3000)
