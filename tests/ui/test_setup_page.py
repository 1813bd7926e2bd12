"""«Настройка школы»: the administrator sees what is lacking, Enter opens the dialog, and it goes when all is done."""

from __future__ import annotations

import pytest

from ezh_desktop.services.structure.base import Line, save
from ezh_desktop.services.structure.calendar import SCHOOL, plan_calendar, read_calendar
from ezh_desktop.ui.dialogs.structure.classes import ClassesDialog
from ezh_desktop.ui.dialogs.structure.newyear import NewYearDialog
from ezh_desktop.ui.pages.setup import SetupTab
from tests.factories import CoursePlan, a_class, a_school, fake_clock, open_office
from tests.services.structure.bare import AUGUST, a_bare_school


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    return a_bare_school(tmp_path_factory.mktemp("setup") / "новая.ezh")


@pytest.fixture(scope="module")
def half(tmp_path_factory):
    """7А is whole, 7Б has neither pupils nor subjects, in 7В a subject has no hours in the timetable."""
    classes = [
        a_class("7А"),
        a_class("7Б", (), ()),
        a_class("7В", ("Ким Олег Ильич",), (CoursePlan("Физика", weekdays=()),)),
    ]
    return a_school(tmp_path_factory.mktemp("setup") / "журнал.ezh", classes)


@pytest.fixture
def whole(tmp_path_factory):
    return a_school(tmp_path_factory.mktemp("setup") / "полный.ezh")


def lines(person):
    rows = person.window.findChild(SetupTab).list.rows
    return [rows.row(at).spoken() for at in range(rows.rowCount())]


def dialog(person, kind):
    return next(one for one in person.window.findChildren(kind) if one.isVisible())


def test_an_empty_school_opens_on_what_is_to_be_done(sits, bare, tmp_path):
    person = sits(open_office(bare.copied(tmp_path), "admin", fake_clock(AUGUST)), grid=False)
    assert person.tabs()[0] == "Настройка школы"
    assert lines(person)[0] == "Что осталось настроить, осталось 4 из 5"
    person.presses("Return")
    dialog(person, NewYearDialog).reject()
    person.presses("Down")
    person.presses("Return")
    dialog(person, ClassesDialog).reject()


def test_what_is_lacking_is_named(sits, half, tmp_path):
    person = sits(open_office(half.copied(tmp_path), "admin"), grid=False)
    person.opens("Сегодня")
    assert lines(person)[2:5] == [
        "2, Классы и ученики, никого нет: 7Б, Открыть",
        "3, Предметы и учителя, без предметов: 7Б, Открыть",
        "4, Расписание, нет у 7Б, 7В, Открыть",
    ]


def test_the_page_goes_when_all_is_done(sits, whole):
    office = open_office(whole, "admin")
    page = read_calendar(office)
    school = page.tables[SCHOOL][0]
    details = (Line(school.ident, {**school.texts, "address": "ул. Садовая, 5"}),)
    save(office, plan_calendar(office, page, {SCHOOL: details}))
    person = sits(office, grid=False)
    person.opens("Сегодня")
    assert person.window.page.title == "Школа сегодня"


@pytest.mark.parametrize("login", ["deputy", "teacher"])
def test_others_do_not_see_it(sits, half, tmp_path, login):
    person = sits(open_office(half.copied(tmp_path), login), grid=False)
    person.opens("Сегодня")
    assert "Настройка школы" not in person.tabs()
