from __future__ import annotations

import pytest

from tests.reports import references


@pytest.fixture(scope="module")
def made():
    return references.dumps()


def test_every_reference_is_still_made(made):
    assert sorted(made) == sorted(path.name for path in references.FOLDER.iterdir())


@pytest.mark.parametrize("name", sorted(path.name for path in references.FOLDER.iterdir()))
def test_pages_are_drawn_as_when_they_were_last_looked_at(made, name):
    kept = (references.FOLDER / name).read_text(encoding="utf-8")
    assert made[name] == kept, "look at the pages, then: python -m tests.regenerate"
