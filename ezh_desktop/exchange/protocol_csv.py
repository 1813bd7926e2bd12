"""The protocol as a table for spreadsheets."""

from __future__ import annotations

from typing import Final

from ezh_desktop.exchange.csvtable import csv_bytes
from ezh_desktop.services.pages.protocol import ProtocolLine, ProtocolPage

HEADER: Final = ("№", "дата и время", "кто", "компьютер", "действие", "код действия", "изменений", "основание")


def protocol_csv(page: ProtocolPage) -> bytes:
    """The table in UTF-8; times are of the school's zone, to the second."""
    rows = (
        (line.n, f"{line.when:%d.%m.%Y %H:%M:%S}", line.who, line.computer, line.what, line.action, *_rest(line))
        for line in page.lines
    )
    return csv_bytes(HEADER, rows)


def _rest(line: ProtocolLine) -> tuple[str, str]:
    return str(line.changes), line.reason
