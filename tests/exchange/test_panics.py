"""A damaged old workbook stops the reader as no Python code would: it is told as any damaged file, and nothing else."""

from __future__ import annotations

import os
from contextlib import suppress
from io import BytesIO

import pytest
import python_calamine

from ezh_desktop.errors import BadInput
from ezh_desktop.exchange.panics import Panicked, contained
from ezh_desktop.exchange.tables import book_of
from tests.data.make_timetables import FOLDER

OLD = (FOLDER / "Расписание.xls").read_bytes()
CUT = OLD[:7080]


def test_the_reader_s_own_stop_becomes_an_error_and_prints_nothing(capfd):
    with pytest.raises(Panicked), contained():
        python_calamine.load_workbook(BytesIO(CUT))
    assert capfd.readouterr() == ("", "")


def test_other_errors_pass_through_and_the_error_stream_is_back(capfd):

    with pytest.raises(KeyError), contained():
        raise KeyError("x")
    os.write(2, b"said")
    assert capfd.readouterr().err == "said"


@pytest.mark.parametrize("end", range(512, len(OLD), 512))
def test_a_cut_workbook_is_damaged(end, capfd):
    with pytest.raises(BadInput):
        book_of("р.xls", OLD[: end + 40])
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("name", ["Расписание.xlsx", "Расписание.ods", "Расписание.xls"])
def test_a_byte_changed_anywhere_is_read_or_told_as_damage(name):
    data = (FOLDER / name).read_bytes()
    for at in range(0, len(data), len(data) // 60):
        broken = bytearray(data)
        broken[at] ^= 0x5A
        with suppress(BadInput):
            book_of(name, bytes(broken))
