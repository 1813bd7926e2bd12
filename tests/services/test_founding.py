"""A school that begins in the middle of a year owes nothing for the days before."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ezh_desktop.domain.names import PersonName
from ezh_desktop.services.founding import Maker, NewAccount, found_school, likely_gender
from ezh_desktop.storage.passwords import FLOOR
from ezh_desktop.storage.recovery_code import data_key
from ezh_desktop.storage.sealedfile import open_sealed
from tests.factories import PASSWORD, fake_clock, stepped_ids


@pytest.mark.parametrize(
    ("day", "began"),
    [
        (date(2026, 8, 20), None),
        (date(2026, 9, 1), None),
        (date(2026, 11, 25), "2026-11-25"),
        (date(2027, 9, 5), None),
    ],
)
def test_the_day_of_beginning_is_kept_when_the_year_already_runs(tmp_path: Path, day: date, began: str | None) -> None:
    path = tmp_path / "школа.ezh"
    maker = Maker(fake_clock(day), stepped_ids(), FLOOR)
    made = found_school(path, "Школа № 5", "2026/2027", NewAccount("admin", PASSWORD, root=True), maker)
    sealed = open_sealed(path, data_key(made.code.root(), 1))
    with sealed.connection(readonly=True) as db:
        assert db.execute("SELECT began FROM academic_year").fetchall() == [(began,)]
    sealed.close()


@pytest.mark.parametrize(
    ("name", "gender"),
    [
        (("Сорока", "Пётр", "Ильич"), "m"),
        (("Ким", "Анна", "Олеговна"), "f"),
        (("Белова", "Саша"), "f"),
        (("Белов", "Саша"), "m"),
        (("Иванова", "М.", "П."), "f"),
    ],
)
def test_who_is_new_is_a_woman_or_a_man_by_name_else_by_the_surname(name: tuple[str, ...], gender: str) -> None:
    assert likely_gender(PersonName(*name)) == gender
