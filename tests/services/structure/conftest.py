"""The bare school of `new`, made once a run and copied per test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.structure.base import Line, Lines
from tests.factories import School, fake_clock, open_office
from tests.services.structure.bare import AUGUST, a_bare_school


@pytest.fixture(scope="session")
def bare_made(tmp_path_factory: pytest.TempPathFactory) -> School:
    return a_bare_school(tmp_path_factory.mktemp("bare") / "новая.ezh")


@pytest.fixture
def bare(bare_made: School, tmp_path: Path) -> School:
    """A copy of the bare school of the test's own."""
    return bare_made.copied(tmp_path)


@pytest.fixture
def sits(bare: School) -> Iterator[Callable[..., FileOffice]]:
    """Opens the bare school as its administrator, on 25 August unless another day is given."""
    offices: list[FileOffice] = []

    def open_one(day: date = AUGUST) -> FileOffice:
        office = open_office(bare, "admin", fake_clock(day))
        offices.append(office)
        return office

    yield open_one
    for office in offices:
        office.close()


@pytest.fixture
def office(sits: Callable[..., FileOffice]) -> FileOffice:
    """The administrator in August."""
    return sits()


def changed(lines: Lines, row: int, **texts: str) -> Lines:
    """The lines with other texts in one row; the row after the last is a new one."""
    listed = list(lines)
    if row == len(listed):
        listed.append(Line(0, {}))
    listed[row] = Line(listed[row].ident, {**listed[row].texts, **texts})
    return tuple(listed)
