"""The tiny school (one class, two pages), made once a run and copied per test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ezh_desktop.services.office import FileOffice
from tests.factories import School, a_school, opening


@pytest.fixture(scope="session")
def tiny_made(tmp_path_factory: pytest.TempPathFactory) -> School:
    """One class of six, Алгебра and Русский язык."""
    return a_school(tmp_path_factory.mktemp("tiny") / "tiny.ezh")


@pytest.fixture
def tiny(tiny_made: School, tmp_path: Path) -> School:
    """A copy of the tiny school of the test's own."""
    return tiny_made.copied(tmp_path)


@pytest.fixture
def opens(tiny: School) -> Iterator[Callable[..., FileOffice]]:
    """Opens offices on the tiny school and closes them after the test."""
    with opening(tiny) as open_one:
        yield open_one
