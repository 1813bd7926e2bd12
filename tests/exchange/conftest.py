"""Books of any shape, made for one test."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

TODAY = date(2026, 12, 2)
SHEETS = Path(__file__).parents[1] / "data" / "spreadsheets"


def xlsx(rows: Sequence[Sequence[Any]], change: Callable[[Any], object] | None = None) -> bytes:
    """The bytes of a workbook with these rows; `change` does to the book what the test is about."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    if change is not None:
        change(book)
    data = BytesIO()
    book.save(data)
    return data.getvalue()


@pytest.fixture
def put(tmp_path: Path) -> Callable[[str, bytes], Path]:
    """Writes a file of that name and gives its path."""

    def write(name: str, data: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return write
