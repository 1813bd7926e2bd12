"""«Журнал → Внеурочная деятельность…» as deputy and leader use it."""

from __future__ import annotations

import pytest

from ezh_desktop.ui.dialogs.structure.extra import ExtraDialog
from tests.factories import a_class, a_school, open_office, raw
from tests.ui.clerk import ClerkDoors


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    classes = [a_class("7А"), a_class("5А", ("Ким Олег Ильич",), ())]
    return a_school(tmp_path_factory.mktemp("extra") / "журнал.ezh", classes)


@pytest.fixture
def school(made, tmp_path):
    return made.copied(tmp_path)


@pytest.fixture
def sits(clerks, school):
    def open_one(login):
        office = open_office(school, login)
        return clerks(office, ExtraDialog(office, ClerkDoors()))

    return open_one


def test_the_deputy_composes_a_group_and_its_leader_records_a_lesson(sits, school):
    deputy = sits("deputy")
    leader = raw(school, "SELECT surname FROM person WHERE id = ?", school.people["teacher"].person)[0][0]
    for field, text in (("title", "Юный химик"), ("leader", leader)):
        deputy.clicks_cell("groups", 0, field)
        deputy.types(text)
        deputy.presses("Return")
    deputy.saves()
    deputy.goes_to("Юный химик")
    deputy.clicks("Состав")
    deputy.chooses("Добавить класс…", "5А")
    deputy.clicks_cell("members", 1, "name")
    deputy.types("Абрам")
    deputy.presses("Return")
    deputy.saves()
    assert [deputy.sees("members", row)[0] for row in range(2)] == ["Абрамова Дарья, 7А", "Ким Олег, 5А"]
    teacher = sits("teacher")
    assert teacher.parts() == ["Юный химик   2"]
    for field, text in (("day", "1.12"), ("topic", "Кристаллы соли"), ("absent", "2")):
        teacher.clicks_cell("lessons", 0, field)
        teacher.types(text)
        teacher.presses("Return")
    teacher.saves()
    assert teacher.sees("lessons", 0) == ["01.12.2026", "Кристаллы соли", "Ким Олег"]


def test_who_leads_no_group_is_told_so(sits):
    assert sits("teacher").message().startswith("У вас нет групп.")
