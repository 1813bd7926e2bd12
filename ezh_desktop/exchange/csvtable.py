"""Text tables that go out: semicolons and a byte order mark, as Russian Excel opens them right."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import Final

from ezh_desktop.domain.russian import decimal
from ezh_desktop.exchange.outgoing import Plain, Records

_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[Plain]]) -> bytes:
    """The table in UTF-8; dates as «14.10.2026», fractions with a comma, and no text that would count as a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow([_written(cell) for cell in header])
    writer.writerows([_written(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def records_csv(records: Records) -> bytes:
    """The same of a page's records."""
    return csv_bytes(records.header, records.rows)


def _written(value: Plain) -> str | int:
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, Fraction):
        return decimal(value)
    return _plain(value) if isinstance(value, str) else value


def _plain(text: str) -> str:
    """Text that a spreadsheet does not take for a formula."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
