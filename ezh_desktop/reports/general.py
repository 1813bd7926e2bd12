"""«Общие сведения об обучающихся» on paper (5.28–5.32): a spread, the same pupils left and right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from ezh_desktop.domain.russian import dotted
from ezh_desktop.reports.base import FLOOR, PrintInfo, Sheet
from ezh_desktop.reports.document import Document
from ezh_desktop.reports.fonts import Font
from ezh_desktop.reports.ink import CELL, GROUP, Ink
from ezh_desktop.reports.sheets import (
    Columns,
    Report,
    add_list,
    draw_table,
    edges_of,
    even_pages,
    paper_of,
    sides_of,
)
from ezh_desktop.reports.text import Block, Step, fit, wrap
from ezh_desktop.services.pages.general import GeneralPage, GeneralRow

TITLE: Final = "Общие сведения об обучающихся"
TOP, HEADER, LEAST = 271.0, 15.0, 7.6
LEFT: Final[Columns] = (
    ("№\nп/п", 7.0),
    ("Фамилия, имя, отчество", 48.0),
    ("Дата\nрождения", 17.0),
    ("№ личного\nдела", 16.0),
    ("Фамилия, имя, отчество матери, отца\n(законных представителей), телефоны", 92.0),
)
RIGHT: Final[Columns] = (
    ("№\nп/п", 7.0),
    ("Домашний адрес, телефон", 69.0),
    ("Прибыл\n(откуда, дата, приказ)", 52.0),
    ("Выбыл\n(куда, дата, приказ)", 52.0),
)
_PAD: Final = 1.0
_AIR: Final = 2.6
_FIFTH: Final = 5
_HEAD: Final[Sequence[Step]] = ((Font.SANS, 7.5), (Font.SANS, 7))
_NAMES: Final[Sequence[Step]] = ((Font.SANS, 9), (Font.SANS, 8), (Font.SANS, 7.5))
_SHORT: Final[Sequence[Step]] = ((Font.SANS, 8.5), (Font.SANS, 7.5), (Font.NARROW, 7))
_WORDS: Final = (8.0, 7.5)


@dataclass(frozen=True, slots=True)
class _Pupil:
    """A pupil's row: the blocks of both pages, and the height that the taller one asks for, mm."""

    number: int
    left: tuple[Block, ...]
    right: tuple[Block, ...]
    height: float


@dataclass(frozen=True, slots=True)
class GeneralSheet:
    """One planned page: the left or the right one of a spread."""

    number: int
    pupils: tuple[_Pupil, ...]


def plan_general(page: GeneralPage, first: int = 2) -> tuple[GeneralSheet, ...]:
    """The pages of a class from the even number `first` on: whole spreads, rows shared evenly.

    Raises ValueError for an odd `first`.
    """
    if first % 2:
        raise ValueError("a spread starts on an even page")
    parts = even_pages([_pupil(row) for row in page.rows], TOP - HEADER - FLOOR - 1)
    return tuple(GeneralSheet(first + 2 * at + side, part) for at, part in enumerate(parts) for side in (0, 1))


def general_title(page: GeneralPage) -> str:
    """«7А, общие сведения об обучающихся, 2026/2027»."""
    return f"{page.class_name}, общие сведения об обучающихся, {page.year_label}"


def add_general(
    document: Document,
    page: GeneralPage,
    info: PrintInfo,
    first: int | None = None,
    *,
    level: int = 0,
    report: Report | None = None,
) -> None:
    """Draw a class's cards into a document, under the journal's page numbers or, without `first`, under none."""
    sheets = sides_of(plan_general(page, first or 2), first)
    add_list(document, paper_of(page, TITLE, info, level), page, sheets, _draw_sheet, report)


def _pupil(row: GeneralRow) -> _Pupil:
    rooms = [width - 2 * _PAD for _, width in LEFT]
    number = fit(str(row.number), rooms[0], _SHORT)
    left = (
        number,
        fit(row.name, rooms[1], _NAMES, leading=1.04),
        fit(dotted(row.birth) if row.birth else "", rooms[2], _SHORT),
        fit(row.file_number, rooms[3], _SHORT),
        _lines(row.guardians, rooms[4]),
    )
    texts = (row.home, row.arrived, row.left)
    right = (number, *(_lines((text,), width - 2 * _PAD) for text, (_, width) in zip(texts, RIGHT[1:], strict=True)))
    return _Pupil(row.number, left, right, max(LEAST, *(block.height + _AIR for block in (*left, *right))))


def _lines(texts: Iterable[str], room: float) -> Block:
    """A paragraph for each text, at the first size at which each is one line, else wrapped at the last."""
    block = Block((), Font.SANS, _WORDS[0])
    paragraphs = tuple(texts)
    for size in _WORDS:
        lines = tuple(line for text in paragraphs for line in wrap(text, Font.SANS, size, room))
        block = Block(lines, Font.SANS, size, 1.08)
        if len(lines) <= len(paragraphs):
            break
    return block


def _draw_sheet(ink: Ink, side: Sheet, planned: GeneralSheet) -> None:
    columns = LEFT if side.left else RIGHT
    edges = edges_of(side.x0, columns)
    top = TOP - HEADER
    for pupil in planned.pupils:
        blocks = pupil.left if side.left else pupil.right
        middle = top - pupil.height / 2
        for at, block in enumerate(blocks):
            if at == 0 or (side.left and at in {2, 3}):
                ink.block_centred((edges[at] + edges[at + 1]) / 2, middle, block)
            else:
                ink.block(edges[at] + _PAD, middle, block)
        top -= pupil.height
        ink.line(edges[0], top, edges[-1], top, CELL if pupil.number % _FIFTH else GROUP)
    draw_table(ink, edges, (TOP, TOP - HEADER, top), [head for head, _ in columns], _HEAD)
