"""One flipped bit anywhere in the file is noticed, at opening or by the check."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from ezh_desktop.errors import DamageTrouble
from ezh_desktop.storage.tables import metadata
from tests.factories import School, a_school, raw
from tests.services.tampering import an_evening, cell_change, check, kinds, signed

PAGE = 4096
FLIPS = 250


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> School:
    school = a_school(tmp_path_factory.mktemp("flips") / "flips.ezh")
    an_evening(school)
    return school


def _noticed(school: School, place: int, bit: int) -> bool:
    data = bytearray(school.path.read_bytes())
    data[place] ^= 1 << bit
    school.path.write_bytes(data)
    try:
        return "pages" in kinds(check(school))
    except DamageTrouble:
        return True


def _content(school: School) -> dict[str, list[Any]]:
    return {table: raw(school, f"SELECT * FROM {table}") for table in metadata.tables}


@pytest.mark.parametrize("place", [0, 15, 16, 100, PAGE - 1, PAGE, 3 * PAGE + 17, -1], ids=str)
def test_a_flipped_bit_at_the_edges_of_pages_is_noticed(made: School, tmp_path: Path, place: int) -> None:
    assert _noticed(made.copied(tmp_path), place, 3)


@pytest.mark.long
def test_a_flipped_bit_anywhere_is_noticed(made: School, tmp_path: Path) -> None:
    chance, size = random.Random(12), made.path.stat().st_size
    flips = [(chance.randrange(size), chance.randrange(8)) for _ in range(FLIPS)]
    missed = [flip for flip in flips if not _noticed(made.copied(tmp_path), *flip)]
    assert missed == []


@pytest.mark.long
def test_a_page_of_an_earlier_day_put_back_is_noticed(made: School, tmp_path: Path) -> None:
    school = made.copied(tmp_path)
    old = school.path.read_bytes()
    for value in ("5", "3", "5", "3"):
        signed(school, "teacher", "cells.enter", [cell_change(school, "Алгебра", value)])
    new = school.path.read_bytes()
    pages = [at for at in range(PAGE, len(old), PAGE) if old[at : at + PAGE] != new[at : at + PAGE]]
    assert len(pages) > 3
    whole, silent = _content(school), []
    for at in pages:
        school.path.write_bytes(new[:at] + old[at : at + PAGE] + new[at + PAGE :])
        try:
            # A page may have been written again with the same content, under a new nonce.
            if check(school).sound and _content(school) != whole:
                silent.append(at // PAGE)
        except DamageTrouble:
            continue
    assert silent == []
