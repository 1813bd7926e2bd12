"""The protocol as a table for spreadsheets: semicolons and a byte order mark, as Russian Excel opens it right."""

from __future__ import annotations

import csv
import io
from typing import Final

from ezh_desktop.services.pages.protocol import ProtocolPage

HEADER: Final = ("№", "дата и время", "кто", "компьютер", "действие", "код действия", "изменений", "основание")
_FORMULA_STARTS: Final = ("=", "+", "-", "@", "\t", "\r")


def protocol_csv(page: ProtocolPage) -> bytes:
    """The table in UTF-8; times are of the school's zone, to the second."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(HEADER)
    for line in page.lines:
        when = f"{line.when:%d.%m.%Y %H:%M:%S}"
        cells = (line.who, line.computer, line.what, line.action, str(line.changes), line.reason)
        writer.writerow([line.n, when, *map(_plain, cells)])
    return text.getvalue().encode("utf-8-sig")


def _plain(text: str) -> str:
    """Text that a spreadsheet does not take for a formula."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
