"""What the window shows beside each page of the demo school is what `ezh-desktop check` tells of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest

from ezh_desktop.journal import CommandTools
from ezh_desktop.services.checking import CheckScope, check_journal
from ezh_desktop.services.demo_school import make_demo_school, options_of
from ezh_desktop.services.office import FileOffice
from ezh_desktop.settings import Settings
from ezh_desktop.storage.passwords import FLOOR
from ezh_desktop.ui.findings import live
from tests.factories import PASSWORD


@pytest.fixture
def deputy(tmp_path) -> Iterator[FileOffice]:
    """The deputy's doors to 7А with nine weeks filled."""
    tools = CommandTools(Settings(tmp_path / "settings.ini"), cost=FLOOR)
    path = tmp_path / "учебная.ezh"
    make_demo_school(path, PASSWORD, options_of(1, 9, None, date(2026, 11, 25)), tools.maker)
    session = tools.sign_in(path, "deputy", PASSWORD, writes=True)
    yield session.office
    session.close()


def test_each_page_of_the_window_shows_what_check_tells_of_it(deputy, sits, monkeypatch):
    monkeypatch.setattr(live, "SOON_MS", 0)
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
