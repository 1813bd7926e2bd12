"""Access slips (реквизиты доступа, 3.1): login and one-time password of members of staff, eight on a sheet to be cut.

The paper is the only place where the password stands: nothing of it is kept here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ezh_desktop.reports.base import OUTER, WIDTH, PrintInfo, footer_head
from ezh_desktop.reports.document import Document
from ezh_desktop.reports.fonts import Font, width
from ezh_desktop.reports.ink import FIELD, Ink
from ezh_desktop.reports.sheets import Paper, WholeSheet, add_sheets
from ezh_desktop.reports.text import Block, fit, wrap
from ezh_desktop.services.pages.staff import AccessSlip

COLUMNS, ROWS = 2, 4
CELL_WIDTH, CELL_HEIGHT = 95.0, 65.0
_TOP: Final = 287.0
_EDGE: Final = 6.0
_DASH, _GAP = 1.2, 0.9
_VALUE: Final = 33.5
"""Where login and password begin, from the left of the text: their labels end before it."""
_NAMES: Final = ((Font.SERIF, 12.0), (Font.SERIF, 11.0))
_WHAT_SIZES: Final = (8.0, 7.5, 7.0, 6.5, 6.0, 5.5)
_WHAT_FLOOR: Final = 32.0
"""Roles and subjects end above this, from the top of the slip; the login stands below."""
_NOTE: Final = (
    "При первом входе программа попросит задать собственный пароль.",
    "Листок никому не передавайте, после входа уничтожьте.",
)


def access_slips(slips: Sequence[AccessSlip], school: str, year: str, info: PrintInfo) -> bytes:
    """The PDF of the slips, as many sheets as they need. ValueError without a slip, BadInput for a foreign letter."""
    document = Document("Реквизиты доступа", info)
    head = footer_head(school, "", year)
    sheets = [(WholeSheet(number, left=False), sheet) for number, sheet in enumerate(_sheets(slips), 1)]
    paper = Paper("Реквизиты доступа", head, info)
    add_sheets(document, paper, sheets, lambda _side, sheet: _draw_sheet(document.ink, sheet))
    return document.data()


def _draw_sheet(ink: Ink, slips: Sequence[AccessSlip]) -> None:
    for place, slip in enumerate(slips):
        row, column = divmod(place, COLUMNS)
        _draw_slip(ink, slip, OUTER + column * CELL_WIDTH, _TOP - row * CELL_HEIGHT)
    _draw_cuts(ink)


def _sheets(slips: Sequence[AccessSlip]) -> list[Sequence[AccessSlip]]:
    room = COLUMNS * ROWS
    return [slips[start : start + room] for start in range(0, len(slips), room)]


def _draw_slip(ink: Ink, slip: AccessSlip, left: float, top: float) -> None:
    x0, x1 = left + _EDGE, left + CELL_WIDTH - _EDGE
    ink.text(x0, top - 8, "Реквизиты доступа", Font.SERIF_BOLD, 11)
    ink.right(x1, top - 8, "Электронный журнал", Font.SANS, 8)
    ink.line(x0, top - 10, x1, top - 10, FIELD)
    _draw_person(ink, slip, (x0, x1), top)
    for below, label, value in ((36, "Имя для входа", slip.login), (43.5, "Пароль для первого входа", slip.password)):
        ink.text(x0, top - below, label, Font.SANS, 7.5)
        block = fit(value, x1 - x0 - _VALUE, ((Font.SANS_BOLD, 13.0), (Font.SANS_BOLD, 11.0), (Font.SANS_BOLD, 8.0)))
        _draw_down(ink, block, x0 + _VALUE, top - below)
    for index, line in enumerate(_NOTE):
        ink.text(x0, top - 50.8 - index * 3.1, line, Font.SANS, 7.5)
    _draw_receipt(ink, x0, x1, top - 60)


def _draw_person(ink: Ink, slip: AccessSlip, sides: tuple[float, float], top: float) -> None:
    """The name on one line or two, and below it roles and subjects at the largest size that leaves the login free."""
    x0, x1 = sides
    name = fit(slip.name, x1 - x0, _NAMES)
    _draw_down(ink, name, x0, top - 15)
    below = 15 + name.height + 0.7
    blocks = [Block(wrap(slip.what, Font.SANS, size, x1 - x0), Font.SANS, size) for size in _WHAT_SIZES]
    what = next((block for block in blocks if below + block.height + 1.5 <= _WHAT_FLOOR), blocks[-1])
    if what.lines:
        _draw_down(ink, what, x0, top - below - 1.5)


def _draw_down(ink: Ink, block: Block, x: float, base: float) -> None:
    """Lines from a first base line downwards."""
    for index, line in enumerate(block.lines):
        ink.text(x, base - index * block.step, line, block.font, block.size)


def _draw_receipt(ink: Ink, x0: float, x1: float, y: float) -> None:
    """Who was handed the slip, and when."""
    x = x0
    for text, room in (("Выдан «", 5.0), ("»", 15.0), ("20", 5.0), ("г.", 0.0)):
        ink.text(x, y, text, Font.SANS, 7.5)
        x += width(text, Font.SANS, 7.5) + 0.5
        if room:
            ink.line(x, y - 0.6, x + room, y - 0.6, FIELD)
        x += room + 0.5
    label = "Получил(а)"
    start = x1 - 15 - width(label, Font.SANS, 7.5) - 1
    ink.text(start, y, label, Font.SANS, 7.5)
    ink.line(x1 - 15, y - 0.6, x1, y - 0.6, FIELD)


def _draw_cuts(ink: Ink) -> None:
    """Dashed lines to cut along, between the slips."""
    bottom = _TOP - ROWS * CELL_HEIGHT
    for row in range(1, ROWS):
        y = _TOP - row * CELL_HEIGHT
        for x in _dashes(OUTER, WIDTH - OUTER):
            ink.line(x, y, min(x + _DASH, WIDTH - OUTER), y, FIELD)
    middle = OUTER + CELL_WIDTH
    for y in _dashes(bottom, _TOP):
        ink.line(middle, y, middle, min(y + _DASH, _TOP), FIELD)


def _dashes(start: float, end: float) -> list[float]:
    step = _DASH + _GAP
    return [start + index * step for index in range(int((end - start) / step) + 1)]
