"""`print --page individual`: the journal of individual lessons of a class (5.14), as far as one reads it."""

from __future__ import annotations

from datetime import date

import pytest

from ezh_desktop.domain.rules.individual import IndividualRow
from ezh_desktop.services.individual import NewLesson, add_lessons
from tests.cli.test_commands import words_of
from tests.factories import open_office

ROW = IndividualRow(date(2026, 11, 30), "Решение уравнений", "Консультация", "4", "болезнь")


@pytest.fixture
def recorded(school):
    """One lesson of Алгебра."""
    office = open_office(school, "teacher")
    page = office.course_page(school.courses["7А Алгебра"])
    pupil = page.pupils[0].pupil
    add_lessons(office, school.classes["7А"], [NewLesson(page.course, pupil, ROW)])
    office.close()
    return school


def printed(call, school, tmp_path, login, *words):
    out = tmp_path / "занятия.pdf"
    said = call("print", school.path, out, "--page", "individual", "--class", "7А", "--login", login, *words)
    return said, " ".join(words_of(out).split()) if out.exists() else ""


@pytest.mark.parametrize("login", ["deputy", "teacher"])
def test_the_journal_is_printed_for_who_reads_it(recorded, call, tmp_path, login):
    said, text = printed(call, recorded, tmp_path, login, "--json")
    assert (said.code, said.facts["page"], said.facts["pages"]) == (0, "individual", 1)
    assert "Журнал индивидуальных занятий" in text
    assert "30.11.2026" in text
    assert "Решение уравнений (болезнь)" in text


def test_the_medical_worker_does_not_read_it(recorded, call, tmp_path):
    said, text = printed(call, recorded, tmp_path, "medic")
    assert (said.code, text) == (3, "")


def test_a_subject_is_no_page_of_its_own(recorded, call, tmp_path):
    said, _ = printed(call, recorded, tmp_path, "deputy", "--subject", "Алгебра")
    assert said.code == 2
    assert "целиком" in said.err
