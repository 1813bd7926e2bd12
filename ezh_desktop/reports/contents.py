"""Оглавление of a printed journal: each subject and section with its pages, each row a link to the first (6.4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ezh_desktop.domain.russian import DASH
from ezh_desktop.reports.base import FLOOR, Sheet
from ezh_desktop.reports.document import Document
from ezh_desktop.reports.fonts import Font
from ezh_desktop.reports.ink import CELL, GROUP
from ezh_desktop.reports.sheets import draw_table, edges_of
from ezh_desktop.reports.text import Step, fit

TITLE: Final = "Оглавление"
TOP, HEADER, HIGHEST = 270.0, 9.0, 7.2
_COLUMNS: Final = (("№\nп/п", 10.0), ("Наименование предмета", 140.0), ("Страницы", 30.0))
_HEAD: Final[Sequence[Step]] = ((Font.SANS, 8), (Font.SANS, 7))
_WORDS: Final[Sequence[Step]] = ((Font.SANS, 10), (Font.SANS, 9), (Font.SANS, 8), (Font.NARROW, 8))
_PAD: Final = 1.5


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the contents: its pages from the first to the last; a subject is numbered."""

    title: str
    first: int
    last: int
    subject: bool

    @property
    def pages(self) -> str:
        """«4–15», a single page alone."""
        return f"{self.first}{DASH}{self.last}" if self.last > self.first else str(self.first)


def draw_contents(document: Document, side: Sheet, entries: Sequence[Entry], below: str, before: int = 0) -> None:
    """Draw the page without its footer. Rows shrink where there are many; `before` pages stand before the journal."""
    ink = document.ink
    middle = (side.x0 + side.x1) / 2
    ink.centre(middle, 279.8, TITLE, Font.SERIF_BOLD, 15)
    ink.centre(middle, 275, below, Font.SANS, 8)
    edges = edges_of(side.x0, _COLUMNS)
    body = TOP - HEADER
    height = min(HIGHEST, (body - FLOOR) / max(1, len(entries)))
    steps = tuple((font, min(size, height * 1.6)) for font, size in _WORDS)
    for at, entry in enumerate(entries):
        top = body - at * height
        row = top - height / 2
        if entry.subject:
            ink.right(edges[1] - 2.0, row - 0.35 * steps[0][1] * 0.3528, str(at + 1), *steps[0])
        ink.block(edges[1] + _PAD, row, fit(entry.title, edges[2] - edges[1] - 2 * _PAD, steps))
        ink.cell((edges[2] + edges[3]) / 2, row, entry.pages, *steps[0])
        ends = at + 1 < len(entries) and entry.subject and not entries[at + 1].subject
        if at + 1 < len(entries):
            ink.line(edges[0], top - height, edges[-1], top - height, GROUP if ends else CELL)
        document.link((edges[0], top - height, edges[-1], top), before + entry.first)
    bottom = body - len(entries) * height
    draw_table(ink, edges, (TOP, body, bottom), [head for head, _ in _COLUMNS], _HEAD)
