"""`check`: the findings as text and JSON, exit codes, and what each role is told."""

from __future__ import annotations

import hashlib
import shutil
from datetime import date

import pytest

from ezh_desktop.journal import CommandTools
from ezh_desktop.services.demo_school import make_demo_school, options_of
from ezh_desktop.settings import Settings
from ezh_desktop.storage.passwords import FLOOR
from tests.factories import PASSWORD


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """7А with nine weeks filled before a Wednesday of November."""
    path = tmp_path_factory.mktemp("проверка") / "учебная.ezh"
    maker = CommandTools(Settings(tmp_path_factory.mktemp("home") / "settings.ini"), cost=FLOOR).maker
    make_demo_school(path, PASSWORD, options_of(1, 9, None, date(2026, 11, 25)), maker)
    return path


@pytest.fixture
def demo(made, tmp_path):
    for end in ("", ".keys"):
        shutil.copy2(f"{made}{end}", tmp_path / f"{made.name}{end}")
    return tmp_path / made.name


def findings(said):
    return [(one["clause"], one["class"], one["subject"], one["pupil"]) for one in said.facts["findings"]]


def test_check_tells_what_the_demo_has_planted_and_ends_with_one(demo, call):
    said = call("check", demo, "--login", "deputy")
    assert said.code == 1
    assert "7А, Алгебра:\n  п. 5.6 · " in said.out
    assert "Итог: 14 недочётов." in said.out


def test_check_gives_the_same_as_json(demo, call):
    said = call("check", demo, "--login", "deputy", "--json")
    assert said.code == 1
    assert said.facts["exit_code"] == 1
    assert said.facts["reminders"] == []
    assert sum(said.facts["by_clause"].values()) == len(said.facts["findings"])
    (weak,) = [one for one in said.facts["findings"] if one["clause"] == "5.6"]
    assert (weak["class"], weak["subject"], weak["severity"]) == ("7А", "Алгебра", "overdue")
    assert weak["message"] == "После «2» нет новой отметки"
    assert weak["pupil"]
    assert weak["date"].startswith("2026-")


def test_a_clause_that_nothing_breaks_ends_with_zero(demo, call):
    said = call("check", demo, "--login", "deputy", "--clause", "5.27")
    assert said.code == 0
    assert "недочётов нет" in said.out


def test_only_the_clause_that_was_asked_for_is_told(demo, call):
    said = call("check", demo, "--login", "deputy", "--clause", "5.6", "--class", "7А", "--json")
    assert {clause for clause, *_ in findings(said)} == {"5.6"}


def test_a_teacher_is_told_of_own_pages_alone(demo, call):
    said = call("check", demo, "--login", "teacher", "--json")
    assert {(name, subject) for _, name, subject, _ in findings(said)} == {("7А", "Алгебра")}


def test_a_class_teacher_is_told_of_the_whole_class(demo, call):
    said = call("check", demo, "--login", "class_teacher", "--json")
    assert len({subject for _, _, subject, _ in findings(said)}) > 2


def test_the_medical_worker_is_told_of_no_mark(demo, call):
    said = call("check", demo, "--login", "medic", "--json")
    assert {clause for clause, *_ in findings(said)} == {"5.38"}


def test_who_may_read_nothing_of_a_class_is_refused(school, call):
    said = call("check", school.path, "--class", "7Б", "--login", "teacher", "--today", "2026-12-02")
    assert said.code == 3
    assert "Видеть это может" in said.err


def test_an_unknown_class_and_an_unknown_clause_are_named(demo, call):
    said = call("check", demo, "--login", "deputy", "--class", "9Б")
    assert (said.code, "Классы: 7А" in said.err) == (2, True)
    said = call("check", demo, "--login", "deputy", "--clause", "9.9")
    assert (said.code, "Есть: 3.5" in said.err) == (2, True)


def test_another_day_gives_other_findings(school, call):
    early = call("check", school.path, "--login", "deputy", "--today", "2026-09-01", "--clause", "5.18", "--json")
    late = call("check", school.path, "--login", "deputy", "--today", "2026-10-01", "--clause", "5.18", "--json")
    assert len(findings(early)) < len(findings(late))


def test_check_writes_nothing(demo, call):
    before = hashlib.sha256(demo.read_bytes()).hexdigest()
    call("check", demo, "--login", "deputy")
    assert hashlib.sha256(demo.read_bytes()).hexdigest() == before
