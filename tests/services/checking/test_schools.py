"""The check on whole schools finds exactly what was planted: no more, no fewer."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import cast

import pytest

from ezh_desktop.domain.rules.checks import found_clauses
from ezh_desktop.services.checking import CheckScope, class_findings, page_findings
from ezh_desktop.services.demo.options import DemoOptions
from ezh_desktop.services.office import FileOffice
from ezh_desktop.storage.health import HealthKey
from tests.services.checking.school import Broken, OpenDb, broken_school, check, ended_school, places, planted
from tests.services.demo_school import a_demo


@pytest.fixture(scope="module")
def broken() -> Broken:
    return broken_school()


@pytest.fixture(scope="module")
def ended() -> Broken:
    return ended_school()


def test_a_school_with_every_clause_broken_has_exactly_those_findings(broken: Broken) -> None:
    assert places(check(broken.db, broken.day)) == broken.want


def test_a_school_at_the_end_of_its_year_has_exactly_those_findings(ended: Broken) -> None:
    assert places(check(ended.db, ended.day)) == ended.want


def test_every_clause_is_broken_somewhere(broken: Broken, ended: Broken) -> None:
    assert {one.clause for one in broken.want + ended.want} == {one.clause for one in found_clauses()}


@pytest.mark.parametrize(
    "options",
    [
        DemoOptions(classes=1, weeks=9, today=date(2026, 11, 25)),
        DemoOptions(classes=2, seed=5, today=date(2026, 12, 2)),
        DemoOptions(classes=3, weeks=6, today=date(2026, 12, 2)),
        DemoOptions(classes=1, weeks=0, today=date(2026, 12, 2)),
    ],
)
def test_the_demo_school_has_exactly_what_its_generator_planted(options: DemoOptions) -> None:
    db, facts = a_demo(options, HealthKey.make(1))
    assert places(check(db, facts.day)) == planted(facts)


def test_reminders_come_only_when_they_are_asked_for(broken: Broken) -> None:
    every = check(broken.db, broken.day, CheckScope(reminders=True))
    assert not all(line.finding.counts for line in every)
    assert all(line.finding.counts for line in check(broken.db, broken.day))


@pytest.mark.parametrize("school", ["broken", "ended"])
def test_pages_and_classes_of_the_window_have_what_the_check_tells(school: str, request: pytest.FixtureRequest) -> None:
    made: Broken = request.getfixturevalue(school)
    office = cast("FileOffice", OpenDb(made.db, made.day))
    lines = [line for line in check(made.db, made.day, CheckScope(reminders=True)) if line.school_class]
    told = Counter((line.course, line.finding) for line in lines)
    courses = [one for (one,) in made.db.execute("SELECT id FROM course WHERE ended = 0")]
    pages = {course: page_findings(office, course) for course in courses}
    shown = Counter((course, one) for course, page in pages.items() if page is not None for one in page.all)
    for school_class in {line.school_class for line in lines}:
        shown.update((0, line.finding) for line in class_findings(office, school_class))
    assert shown == told


def test_one_class_and_one_clause_can_be_asked_for(broken: Broken) -> None:
    lines = check(broken.db, broken.day, CheckScope("8А", "5.33"))
    assert {(line.class_name, line.finding.clause) for line in lines} == {("8А", "5.33")}
