"""`print --page substitutions --date`: the order of a day of the whole school (4.4.3)."""

from __future__ import annotations

import pytest

from ezh_desktop.services.structure.base import save
from ezh_desktop.services.substitutions.acts import Pick, plan_substitutions
from tests.cli.test_commands import words_of
from tests.factories import open_office
from tests.services.substitution_school import lesson

ON_WEDNESDAY = ("--page", "substitutions", "--date", "2026-12-02", "--today", "2026-12-01", "--login", "deputy")


@pytest.fixture
def substituted(school):
    """The teacher of 7А Русский язык holds Алгебра on Wednesday."""
    office = open_office(school, "deputy")
    pick = Pick(lesson(office, "7А Алгебра"), school.people["class_teacher"].person)
    save(office, plan_substitutions(office, [pick], "болезнь", "№ 57 от 01.12.2026"))
    office.close()
    return school


def test_the_order_of_the_day_is_printed(substituted, call, tmp_path):
    out = tmp_path / "замены.pdf"
    facts = call("print", substituted.path, out, *ON_WEDNESDAY, "--json").facts
    assert (facts["page"], facts["pages"]) == ("substitutions", 1)
    text = " ".join(words_of(out).split())
    assert "Распоряжение о замене уроков № 57 от 01.12.2026, на среду 2 декабря 2026 года" in text
    assert "болезнь" in text


def test_a_day_without_changes_writes_nothing(school, call, tmp_path):
    out = tmp_path / "замены.pdf"
    said = call("print", school.path, out, *ON_WEDNESDAY)
    assert said.code == 5
    assert "ни замен, ни переносов нет" in said.err
    assert not out.exists()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((*ON_WEDNESDAY, "--class", "7А"), "на всю школу"),
        (("--page", "course", "--login", "deputy"), "Не указан класс"),
        (("--page", "course", "--class", "7А", "--date", "2026-12-02", "--login", "deputy"), "--date"),
    ],
)
def test_what_does_not_fit_the_page_is_wrong_usage(school, call, tmp_path, words, says):
    said = call("print", school.path, tmp_path / "л.pdf", *words)
    assert said.code == 2
    assert says in said.err


def test_the_medical_worker_does_not_read_it(school, call, tmp_path):
    words = ("--page", "substitutions", "--date", "2026-12-02", "--login", "medic")
    assert call("print", school.path, tmp_path / "л.pdf", *words).code == 3
