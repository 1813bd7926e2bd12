"""The check of a journal asks the right of each column of the health sheet (5.38): a signed act is not enough."""

from __future__ import annotations

from pathlib import Path

import pytest

from ezh_desktop.domain.change import Change
from tests.factories import School, a_school, raw
from tests.services.tampering import check, kinds, signed

EMPTY = {"pe_group": "", "desk": "", "place": "", "position": None, "sealed": "", "generation": None}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> School:
    return a_school(tmp_path_factory.mktemp("columns") / "columns.ezh")


@pytest.mark.parametrize(
    ("login", "filled", "found"),
    [
        (
            "medic",
            {"pe_group": "основная", "desk": "2", "place": "средний ряд", "sealed": "01", "generation": 1},
            set(),
        ),
        ("medic", {"position": 4}, {"right"}),
        ("class_teacher", {"position": 4}, set()),
        ("class_teacher", {"desk": "2"}, {"right"}),
        ("class_teacher", {"position": 4, "pe_group": "основная"}, {"right"}),
        ("teacher", {"position": 4}, {"right"}),
        ("teacher", {}, {"right"}),
        ("admin", {"sealed": "01", "generation": 1}, {"right"}),
        ("director", {"place": "средний ряд"}, {"right"}),
    ],
)
def test_5_38_each_column_asks_for_its_own_right(
    made: School, tmp_path: Path, login: str, filled: dict[str, str | int], found: set[str]
) -> None:
    school = made.copied(tmp_path)
    ((year,),) = raw(school, "SELECT id FROM academic_year")
    pupil = school.pupils["Абрамова Дарья"]
    signed(school, login, "health.write", [Change("health_record", (pupil, year), None, {**EMPTY, **filled})])
    assert kinds(check(school)) == found


def test_5_38_a_change_of_one_column_asks_for_that_column_alone(made: School, tmp_path: Path) -> None:
    school = made.copied(tmp_path)
    ((year,),) = raw(school, "SELECT id FROM academic_year")
    key = (school.pupils["Абрамова Дарья"], year)
    base = signed(school, "medic", "health.write", [Change("health_record", key, None, {**EMPTY, "desk": "2"})])
    base = signed(school, "class_teacher", "health.write", [_update(key, "position", None, 3, base)])
    assert check(school).sound
    signed(school, "class_teacher", "undo", [_update(key, "sealed", "", "01", base)])
    assert kinds(check(school)) == {"right"}


def _update(key, name, old, new, base) -> Change:
    return Change("health_record", key, {name: old}, {name: new}, base=base)
