"""A timetable from a file in the window: its classes appear in the list, and Ctrl+Z takes it back whole."""

from __future__ import annotations

import pytest

from ezh_desktop.exchange.timetables import read_timetable
from ezh_desktop.services.importing.base import enter
from ezh_desktop.services.importing.timetable import Options, plan_timetable
from tests.data.make_timetables import FOLDER
from tests.factories import School, a_class, a_school, open_office, raw

SOLVED = FOLDER / "Школа_data_and_timetable.fet"
LIVING = "SELECT count(*) FROM lesson WHERE state = 'living'"


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> School:
    return a_school(tmp_path_factory.mktemp("made") / "school.ezh", [a_class()])


def test_a_timetable_goes_and_comes_by_ctrl_z_and_ctrl_y(sits, made, tmp_path):
    school = made.copied(tmp_path)
    before = raw(school, LIVING)
    office = open_office(school, "admin")
    enter(office, plan_timetable(office, read_timetable(SOLVED).rows, Options()).found)
    after = raw(school, LIVING)
    administrator = sits(office, grid=False)
    administrator.window.reload()
    administrator.settles()
    assert "7Б" in {place.class_name for place in office.places()}
    for keys, lessons, there in (("Ctrl+Z", before, False), ("Ctrl+Y", after, True)):
        administrator.presses(keys)
        administrator.waits_until(lambda wanted=lessons: raw(school, LIVING) == wanted, keys)
        administrator.waits_until(lambda: not administrator.window.desk.busy, "the desk is free")
        administrator.settles()
        assert ("7Б" in {place.class_name for place in office.places()}) is there
