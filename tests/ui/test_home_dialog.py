"""«Школа → Обучение на дому…» as the administrator uses it (4.3.4)."""

from __future__ import annotations

import pytest
from pypdf import PdfReader

from ezh_desktop.domain.away import HOME
from ezh_desktop.services.structure.away import plan_away
from ezh_desktop.services.structure.base import Line, save
from ezh_desktop.services.structure.movement import Member
from ezh_desktop.services.structure.pupils import read_pupils
from ezh_desktop.ui.dialogs.structure.home import HomeDialog
from tests.factories import a_class, a_school, open_office, raw
from tests.ui.clerk import ClerkDoors


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return a_school(tmp_path_factory.mktemp("home") / "журнал.ezh", [a_class("7А")])


@pytest.fixture
def school(made, tmp_path):
    return made.copied(tmp_path)


@pytest.fixture
def sits(clerks, school):
    def open_one(login="admin", doors=None):
        office = open_office(school, login)
        dialog = HomeDialog(office, doors or ClerkDoors())
        return clerks(office, dialog)

    return open_one


@pytest.fixture
def ordered(school):
    """An order by which the first pupil learns at home from 30.11."""
    office = open_office(school, "admin")
    page = read_pupils(office, school.classes["7А"])
    save(office, plan_away(office, Member(page, page.lines[0]), Line(0, {"day": "30.11", "order": "12"}), HOME))
    office.close()
    return page.lines[0].text("surname")


def test_without_an_order_it_is_said_where_one_is_entered(sits):
    clerk = sits()
    assert clerk.parts() == []
    assert "Классы и ученики" in clerk.message()


def test_the_week_of_a_pupil_is_typed_and_saved(sits, ordered, school):
    clerk = sits()
    assert clerk.parts()[0].startswith(ordered)
    clerk.clicks_cell("home", 0, "d1")
    clerk.types("2")
    clerk.presses("Tab")
    clerk.types("3,4")
    clerk.presses("Return")
    clerk.saves()
    assert clerk.message().startswith("Сохранено.")
    subject, hours, teacher, *days = clerk.sees("home", 0)
    assert subject
    assert teacher
    assert hours == "3"
    assert days[:3] == ["2", "3, 4", ""]
    assert len(raw(school, "SELECT 1 FROM timetable_slot AS t JOIN course AS c ON c.id = t.course"
                           " WHERE c.subgroup LIKE 'на дому: %'")) == 3  # fmt: skip


def test_an_unreadable_hour_is_ringed_and_nothing_is_saved(sits, ordered, school):
    clerk = sits()
    clerk.clicks_cell("home", 0, "d1")
    clerk.types("утром")
    clerk.presses("Return")
    clerk.saves()
    assert "«утром» не номер урока" in clerk.message()
    assert raw(school, "SELECT count(*) FROM course WHERE subgroup LIKE 'на дому: %'") == [(0,)]


def test_the_deputy_only_reads(sits, ordered):
    clerk = sits("deputy")
    before = clerk.table("home").lines.lines()
    clerk.clicks_cell("home", 0, "d1")
    clerk.types("2")
    assert clerk.table("home").lines.lines() == before
    assert not clerk.dialog.save_button.isVisible()


def test_the_week_is_printed(sits, ordered, tmp_path):
    class Doors(ClerkDoors):
        def save_file(self, parent, title, kinds, offered):
            return tmp_path / offered.name

    clerk = sits(doors=Doors())
    clerk.dialog.take_output(lambda path, data: path.write_bytes(data))
    clerk.clicks_cell("home", 0, "d1")
    clerk.types("2")
    clerk.presses("Return")
    clerk.clicks("PDF…")
    clerk._qtbot.waitUntil(lambda: bool(list(tmp_path.glob("*.pdf"))), timeout=10_000)
    clerk.dialog.done(0)
    (path,) = tmp_path.glob("*.pdf")
    text = "".join(page.extract_text() for page in PdfReader(path).pages)
    assert ordered in text
    assert "на дому" in text
