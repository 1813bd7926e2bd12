"""«Листок здоровья» on paper (5.38): the full form for the medical worker, for all others the open columns.

Columns that the reader may not read keep their heads and are struck out by a Z: the medical worker prints the full
sheet and binds it in. A sheet starts on an odd page, a leaf of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from ezh_desktop.domain.health import HealthColumn, desk_on_paper
from ezh_desktop.domain.russian import count, dotted
from ezh_desktop.errors import BadInput
from ezh_desktop.reports.base import (
    FLOOR,
    PrintInfo,
    Sheet,
    draw_blank,
    draw_z,
)
from ezh_desktop.reports.document import Document
from ezh_desktop.reports.fonts import Font
from ezh_desktop.reports.ink import CELL, FRAME, GROUP, STROKE, Ink
from ezh_desktop.reports.sheets import (
    Report,
    add_sheets,
    draw_heading,
    even_pages,
    paper_of,
    side_of,
)
from ezh_desktop.reports.signature import draw_signature
from ezh_desktop.reports.text import Block, Step, fit, fit_words, wrap
from ezh_desktop.services.pages.health import HealthPage, HealthRow

TITLE: Final = "Листок здоровья"
OPEN_NOTE: Final = (
    "Группа здоровья, рекомендации и подписи — в полном листке здоровья, который печатает и вшивает медицинский"
    " работник (п. 5.38 Положения)."
)
FULL_NOTE: Final = "Печатает медицинский работник; лист вшивается в журнал вместо листа с открытыми графами."
BLANK_REASON: Final = "Чтобы листок здоровья занимал целый лист и медицинский работник мог вшить вместо него полный."
TOP: Final = 271.0
HEADER: Final = 21.0
ROW: Final = 7.6
BELOW: Final = 20.0
"""Room under the table for notes and the signature, mm."""
_NOTES_IN_BELOW: Final = 2
_PAD: Final = 1.0
_FIFTH: Final = 5
_NAMES: Final[Sequence[Step]] = ((Font.SANS, 9), (Font.SANS, 8), (Font.SANS, 7.5))
_WORDS: Final[Sequence[Step]] = ((Font.SANS, 7.5), (Font.SANS, 7))
_ADVICE: Final[Step] = (Font.SANS, 7)
_NOTE: Final[Step] = (Font.SANS, 7)
_NOTE_STEP: Final = 3.15


@dataclass(frozen=True, slots=True)
class _Column:
    """One column: its head, width in mm, and the columns of the sheet that it shows."""

    head: str
    width: float
    shows: tuple[HealthColumn, ...] = ()
    signed: bool = False
    birth: bool = False


_COLUMNS: Final = (
    _Column("№\nп/п", 7),
    _Column("Фамилия, имя", 44),
    _Column("Год\nрожде-\nния", 12, birth=True),
    _Column("Группа\nздо-\nровья", 13, (HealthColumn.GROUP,)),
    _Column("Медицинская\nгруппа для занятий\nфизической\nкультурой", 26, (HealthColumn.PE_GROUP,)),
    _Column("Рекомен-\nдуемый\nномер парты,\nместо", 19, (HealthColumn.DESK, HealthColumn.PLACE)),
    _Column("Рекомендации", 37, (HealthColumn.ADVICE,)),
    _Column("Подпись\nмедицин-\nского\nработника", 22, signed=True),
)


@dataclass(frozen=True, slots=True)
class _Line:
    """A pupil with the blocks of the row, one a column, and its height in mm."""

    row: HealthRow
    blocks: tuple[Block, ...]
    height: float


@dataclass(frozen=True, slots=True)
class HealthSheet:
    """One planned page: its number in the journal or on its own, and its rows. Without rows it is left blank."""

    number: int
    lines: tuple[_Line, ...]


def plan_health(page: HealthPage, first: int = 1) -> tuple[HealthSheet, ...]:
    """The pages of a class from the odd number `first` on: whole leaves, rows shared evenly.

    Raises BadInput for a class without pupils, ValueError for an even `first`.
    """
    if first % 2 == 0:
        raise ValueError("a health sheet starts on an odd page")
    if not page.rows:
        raise BadInput("Печатать нечего: в классе никого нет.", "Сначала внесите учеников.")
    more = max(0, len(_note_lines(page, page.rows)) - _NOTES_IN_BELOW)
    parts = even_pages([_line(page, row) for row in page.rows], TOP - HEADER - FLOOR - BELOW - more * _NOTE_STEP)
    sheets = [HealthSheet(first + at, part) for at, part in enumerate(parts)]
    if len(sheets) % 2:
        sheets.append(HealthSheet(first + len(sheets), ()))
    return tuple(sheets)


def draw_health(
    page: HealthPage,
    info: PrintInfo,
    first: int | None = None,
    *,
    report: Report | None = None,
    new_document: Callable[[str, PrintInfo], Document] = Document,
) -> bytes:
    """The PDF of a class's health sheet under the journal's page numbers, without `first` under none.

    It holds exactly the columns of the page: closed ones when it was read by the medical worker. Raises as
    `plan_health` does.
    """
    plan_health(page, first or 1)
    document = new_document(health_title(page), info)
    add_health(document, page, info, first, report=report)
    return document.data()


def health_title(page: HealthPage) -> str:
    """«7А, листок здоровья, 2026/2027»."""
    return f"{page.class_name}, листок здоровья, {page.year_label}"


def add_health(
    document: Document,
    page: HealthPage,
    info: PrintInfo,
    first: int | None = None,
    *,
    level: int = 0,
    report: Report | None = None,
) -> None:
    """Draw a class's health sheet into a document; raises as `plan_health` does."""
    planned = plan_health(page, first or 1)
    paper = paper_of(page, TITLE, info, level)

    def draw(side: Sheet, place: tuple[int, HealthSheet]) -> None:
        at, one = place
        if one.lines:
            _draw_sheet(document.ink, side, page, one, info, again=at > 0)
        else:
            draw_blank(document.ink, side, BLANK_REASON)

    sheets = [(side_of(one.number, shown=bool(first)), (at, one)) for at, one in enumerate(planned)]
    add_sheets(document, paper, sheets, draw, report)


def _line(page: HealthPage, row: HealthRow) -> _Line:
    """What a row says, each cell at the largest size that fits; long recommendations make the row grow."""
    texts = (str(row.number), row.name, row.birth_year, *(_text(page, row, column) for column in _COLUMNS[3:]))
    blocks = tuple(_block(text, column) for text, column in zip(texts, _COLUMNS, strict=True))
    return _Line(row, blocks, max(ROW, *(block.height + 2.4 for block in blocks)))


def _text(page: HealthPage, row: HealthRow, column: _Column) -> str:
    if column.shows == (HealthColumn.DESK, HealthColumn.PLACE):
        return desk_on_paper(row.desk, row.place)
    return row.value(column.shows[0]) if column.shows and page.columns.issuperset(column.shows) else ""


def _block(text: str, column: _Column) -> Block:
    room = column.width - 2 * _PAD
    if column.shows == (HealthColumn.ADVICE,):
        return Block(wrap(text, *_ADVICE, room), *_ADVICE)
    steps = _NAMES if not column.shows or column.shows == (HealthColumn.GROUP,) else _WORDS
    return fit(text, room, steps, leading=1.04)


def _draw_sheet(ink: Ink, side: Sheet, page: HealthPage, planned: HealthSheet, info: PrintInfo, *, again: bool) -> None:
    draw_heading(ink, side, TITLE, page, again=again)
    bottom = TOP - HEADER - sum(line.height for line in planned.lines)
    _draw_rules(ink, side.x0, page, planned.lines, bottom)
    top = TOP - HEADER
    for line in planned.lines:
        _draw_line(ink, side.x0, page, line, top - line.height / 2)
        top -= line.height
    _draw_below(ink, side, page, [line.row for line in planned.lines], (bottom, info.who))


def _closed(page: HealthPage) -> list[bool]:
    """Of each column, whether it stays empty: not the reader's, or to be signed on the full form alone."""
    return [
        (column.signed and not page.whole)
        or (column.birth and not page.shows_birth)
        or not page.columns.issuperset(column.shows)
        for column in _COLUMNS
    ]


def _edges(x0: float) -> list[float]:
    edges = [x0]
    for column in _COLUMNS:
        edges.append(edges[-1] + column.width)
    return edges


def _draw_rules(ink: Ink, x0: float, page: HealthPage, lines: Sequence[_Line], bottom: float) -> None:
    edges, body, closed = _edges(x0), TOP - HEADER, _closed(page)
    ink.box(x0, bottom, edges[-1], TOP, FRAME)
    ink.line(x0, body, edges[-1], body, GROUP)
    for at, column in enumerate(_COLUMNS):
        head = fit_words(column.head, column.width - 1.4, tuple((Font.SANS, size) for size in (9, 8, 7.5, 7)))
        ink.block_centred((edges[at] + edges[at + 1]) / 2, (TOP + body) / 2, head)
        if at:
            inside = closed[at - 1] and closed[at]
            ink.line(edges[at], body if inside else bottom, edges[at], TOP, CELL)
    for shut, group in groupby(range(len(_COLUMNS)), key=closed.__getitem__):
        columns = list(group)
        left, right = edges[columns[0]], edges[columns[-1] + 1]
        if shut:
            draw_z(ink, left + 2.4, bottom + 3, right - 2.4, body - 3)
        else:
            _draw_levels(ink, (left, right), lines, body)


def _draw_levels(ink: Ink, across: tuple[float, float], lines: Sequence[_Line], top: float) -> None:
    for line in lines[:-1]:
        top -= line.height
        ink.line(across[0], top, across[1], top, GROUP if line.row.number % _FIFTH == 0 else CELL)


def _draw_line(ink: Ink, x0: float, page: HealthPage, line: _Line, middle: float) -> None:
    edges, row = _edges(x0), line.row
    ink.right(edges[1] - 1.4, middle - 0.35 * 3.175, line.blocks[0].lines[0], Font.SANS, 9)
    ink.block(edges[1] + _PAD, middle, line.blocks[1])
    for at in range(2, 6):
        ink.block_centred((edges[at] + edges[at + 1]) / 2, middle, line.blocks[at])
    ink.block(edges[6] + _PAD, middle, line.blocks[6])
    if not row.present(page.today) and row.entry is None:
        ink.line(edges[2], middle, edges[-1] if page.whole else edges[3], middle, STROKE)


def _draw_below(ink: Ink, side: Sheet, page: HealthPage, rows: Sequence[HealthRow], below: tuple[float, str]) -> None:
    """Notes, and on the full form the line for the medical worker's signature; `below` is the table's foot and who."""
    bottom, who = below
    base = bottom - 4.2
    for text in _note_lines(page, rows):
        ink.text(side.x0, base, text, *_NOTE)
        base -= _NOTE_STEP
    if page.whole:
        draw_signature(ink, side.x0, min(bottom - 12.5, base - 4.0), "Медицинский работник", who)


def _note_lines(page: HealthPage, rows: Sequence[HealthRow]) -> list[str]:
    width = sum(column.width for column in _COLUMNS)
    return [line for note in _notes(page, rows) for line in wrap(note, *_NOTE, width)]


def _notes(page: HealthPage, rows: Sequence[HealthRow]) -> Iterator[str]:
    yield FULL_NOTE if page.whole else OPEN_NOTE
    locked = sum(row.locked for row in rows)
    if locked:
        pupils = count(locked, "ученика", "учеников", "учеников")
        yield f"Закрытые сведения {pupils} не напечатаны: ключа к прежним записям у печатающего нет."
    gone = [row for row in rows if row.left is not None and row.left < page.today]
    if gone:
        yield "; ".join(_departure(row) for row in gone) + "."


def _departure(row: HealthRow) -> str:
    order = f", пр. {row.order}" if row.order else ""
    return f"№ {row.number} {row.name}: выб. {dotted(row.left)}{order}" if row.left else ""
