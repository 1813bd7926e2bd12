"""What the window shows beside the pages of the demo school is what `ezh-desktop check` tells of it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from ezh_desktop.cli.parser import command_of
from ezh_desktop.cli.run import run_command
from ezh_desktop.journal import CommandTools
from ezh_desktop.services.checking import CheckScope, check_journal, line_facts
from ezh_desktop.services.demo_school import make_demo_school, options_of
from ezh_desktop.services.office import FileOffice
from ezh_desktop.settings import Settings
from ezh_desktop.storage.passwords import FLOOR
from ezh_desktop.ui.findings import live, ofclass
from tests.factories import PASSWORD


@pytest.fixture
def tools(tmp_path) -> CommandTools:
    """What commands work with."""
    return CommandTools(Settings(tmp_path / "settings.ini"), cost=FLOOR)


@pytest.fixture
def demo(tmp_path, tools) -> Path:
    """7А with nine weeks filled."""
    path = tmp_path / "учебная.ezh"
    make_demo_school(path, PASSWORD, options_of(1, 9, None, date(2026, 11, 25)), tools.maker)
    return path


@pytest.fixture
def deputy(tools, demo) -> Iterator[FileOffice]:
    """The deputy's doors to it."""
    session = tools.sign_in(demo, "deputy", PASSWORD, writes=True)
    yield session.office
    session.close()


def test_the_command_tells_what_is_found(deputy, demo, tools, monkeypatch, capsys):
    monkeypatch.setenv("EZH_PASSWORD", PASSWORD)
    argv = ["check", str(demo), "--login", "deputy", "--reminders", "--json"]
    capsys.readouterr()
    run_command(command_of(argv), argv[1:], lambda: tools)
    facts = json.loads(capsys.readouterr().out)
    found = [line_facts(line) for line in check_journal(deputy, CheckScope(reminders=True)).lines]
    assert facts["findings"] == [one for one in found if one["severity"] != "reminder"]
    assert facts["reminders"] == [one for one in found if one["severity"] == "reminder"]
    assert facts["reminders"]


def test_each_page_of_the_window_and_its_class_show_what_is_found(deputy, sits, monkeypatch):
    monkeypatch.setattr(live, "SOON_MS", 0)
    monkeypatch.setattr(ofclass, "LATER_MS", 0)
    report = check_journal(deputy, CheckScope(reminders=True))
    person = sits(deputy, grid=False)
    findings, told = person.window.findings, 0
    for course in sorted({place.course for place in deputy.places() if place.course}):
        person.window.open_course(course, tab="marks")
        person.waits_until(
            lambda course=course: findings.live.course == course and findings.live.found is not None, "the findings"
        )
        of_page = Counter(line.finding for line in report.lines if line.course == course)
        assert Counter(findings.live.found.all) == of_page
        told += sum(of_page.values())
    assert told > 10, "the demo has something to find"
    school_class = person.window.place.school_class
    person.window.open_course(school_class, tab="summary")
    person.waits_until(lambda: bool(findings.of_class.lines), "the findings of the class")
    of_class = [line for line in report.lines if line.school_class == school_class and not line.course]
    assert list(findings.of_class.lines) == of_class
    assert len(of_class) > 3, "the demo has something to find in the class"
