"""«Школа → Исполнение обязанностей…» as the director uses it (4.2.2)."""

from __future__ import annotations

import pytest

from ezh_desktop.ui.dialogs.structure.delegations import DelegationsDialog
from tests.factories import a_class, a_school, open_office, raw
from tests.ui.clerk import ClerkDoors


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return a_school(tmp_path_factory.mktemp("delegations") / "журнал.ezh", [a_class("7А")])


@pytest.fixture
def school(made, tmp_path):
    return made.copied(tmp_path)


@pytest.fixture
def sits(clerks, school):
    def open_one(login="director"):
        office = open_office(school, login)
        return clerks(office, DelegationsDialog(office, ClerkDoors()))

    return open_one


def test_an_order_is_typed_and_saved(sits, school):
    person = school.people["teacher"].person
    ((name,),) = raw(school, "SELECT surname || ' ' || given || ' ' || patronymic FROM person WHERE id = ?", person)
    clerk = sits()
    typed = (("who", name), ("role", "зам"), ("start", "2.12"), ("end", "9.12"), ("order", "№ 41-к от 01.12.2026"))
    for field, text in typed:
        clerk.clicks_cell("delegations", 0, field)
        clerk.types(text)
        clerk.presses("Return")
    clerk.saves()
    assert clerk.message().startswith("Сохранено.")
    seen = clerk.sees("delegations", 0)
    assert seen == [name, "Заместитель директора по УВР", "02.12.2026", "09.12.2026", "№ 41-к от 01.12.2026"]
    assert raw(school, "SELECT count(*) FROM entry WHERE action = 'delegation.write'") == [(1,)]


def test_without_an_order_nothing_is_saved(sits, school):
    clerk = sits()
    clerk.clicks_cell("delegations", 0, "role")
    clerk.types("дир")
    clerk.presses("Return")
    assert not clerk.dialog.save_button.isEnabled()
    assert raw(school, "SELECT count(*) FROM delegation") == [(0,)]


def test_the_deputy_only_reads(sits):
    clerk = sits("deputy")
    clerk.clicks_cell("delegations", 0, "who")
    clerk.types("А")
    assert clerk.table("delegations").lines.lines() == ()
    assert not clerk.dialog.save_button.isVisible()
