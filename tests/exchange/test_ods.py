"""Merged cells and hidden rows of OpenDocument tables, with rows and cells given once for many."""

from __future__ import annotations

from xml.parsers.expat import ExpatError

import pytest

from ezh_desktop.exchange.ods import read_ods

HEAD = '<d xmlns:table="t"><table:table table:name="Лист">'
TAIL = "</table:table></d>"


def only(rows: str):
    return read_ods(f"{HEAD}{rows}{TAIL}".encode())["Лист"]


def test_a_block_of_cells_is_told_by_its_corners():
    sheet = only(
        '<table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
        '<table:table-row><table:table-cell table:number-columns-repeated="3"/>'
        '<table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="4"/>'
        "<table:covered-table-cell/>"
        '<table:table-cell table:number-columns-spanned="2"/></table:table-row>'
    )
    assert sheet.merged == [((2, 3), (5, 4)), ((2, 5), (2, 6))]


def test_hidden_and_filtered_rows_are_counted_from_one():
    sheet = only(
        '<table:table-row/><table:table-row table:visibility="collapse" table:number-rows-repeated="2"/>'
        '<table:table-row table:visibility="filter"/><table:table-row table:visibility="visible"/>'
    )
    assert sheet.hidden == {2, 3, 4}


def test_rows_repeated_to_the_end_of_the_sheet_are_not_listed_one_by_one():
    rows = '<table:table-row table:visibility="collapse" table:number-rows-repeated="1048576"/>'
    assert len(only(rows).hidden) == 50_000


def test_broken_text_is_no_document():
    with pytest.raises(ExpatError):
        read_ods(b"<d><table")
