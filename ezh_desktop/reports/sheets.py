"""What papers of several sheets share: one sheet behind the other with its footer, and ruled tables under a head."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass
from typing import Protocol, TypeAlias, TypeVar

from ezh_desktop.reports.base import OUTER, WIDTH, PrintInfo, Sheet, draw_footer, footer_head, numbered
from ezh_desktop.reports.document import Document
from ezh_desktop.reports.fonts import CAP, POINT, Font, width
from ezh_desktop.reports.ink import CELL, FRAME, GROUP, Ink
from ezh_desktop.reports.text import Block, Step, fit_words

Report: TypeAlias = Callable[[int, int], None]
"""Told (pages drawn, pages in all) after each page; may raise to stop."""
Columns: TypeAlias = Sequence[tuple[str, float]]
"""Heads and widths in mm."""
_Planned = TypeVar("_Planned")

_AIR = 3.6
"""What stays free above and below the words of a row together, mm."""
_HEAD_PAD = 0.7


@dataclass(frozen=True, slots=True)
class Paper:
    """What a paper says on all its sheets: its title in the outline, and the footer."""

    title: str
    head: str
    """The footer's first line."""
    info: PrintInfo
    level: int = 0


class ClassPage(Protocol):
    """Whatever is printed of a class tells whose it is."""

    @property
    def school_name(self) -> str:
        """Full name of the school."""

    @property
    def class_name(self) -> str:
        """«7А»."""

    @property
    def year_label(self) -> str:
        """«2026/2027»."""


def paper_of(page: ClassPage, title: str, info: PrintInfo, level: int = 0) -> Paper:
    """A paper of a class: its footer names school, class and year."""
    return Paper(title, footer_head(page.school_name, page.class_name, page.year_label), info, level)


@dataclass(frozen=True, slots=True)
class WholeSheet(Sheet):
    """A sheet that is bound nowhere: it is cut up or goes out of the school."""

    @property
    def x0(self) -> float:
        """See `Sheet`."""
        return OUTER

    @property
    def x1(self) -> float:
        """See `Sheet`."""
        return WIDTH - OUTER


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table with its blocks and height in mm."""

    blocks: tuple[Block, ...]
    height: float


def add_sheets(
    document: Document,
    paper: Paper,
    sheets: Sequence[tuple[Sheet, _Planned]],
    draw: Callable[[Sheet, _Planned], None],
    report: Report | None = None,
) -> None:
    """Draw planned sheets one behind the other into a document, each with its footer."""
    for at, (side, planned) in enumerate(sheets):
        if not at:
            document.outline(paper.title, paper.level)
        draw(side, planned)
        draw_footer(document.ink, side, paper.head, paper.info)
        document.end_page()
        if report is not None:
            report(at + 1, len(sheets))


def side_of(number: int, *, shown: bool) -> Sheet:
    """The side of a page of the journal; its number is printed only where it is `shown`."""
    return Sheet(number if shown else None, numbered(number).left)


class _Numbered(Protocol):
    """A planned page."""

    @property
    def number(self) -> int:
        """In the journal, or on its own."""


_Page = TypeVar("_Page", bound=_Numbered)


def sides_of(planned: Iterable[_Page], first: int | None) -> list[tuple[Sheet, _Page]]:
    """Planned pages with their sides; without the `first` page number of the journal no number is printed."""
    return [(side_of(one.number, shown=bool(first)), one) for one in planned]


def line_of(blocks: Iterable[Block], least: float, air: float = _AIR) -> Line:
    """A row as high as its highest block, at least so many mm."""
    found = tuple(blocks)
    return Line(found, max(least, *(block.height + air for block in found)))


def pages_of(lines: Iterable[Line], room: float) -> list[tuple[Line, ...]]:
    """Rows shared among pages of so many mm; without rows there is one page to be written on by hand."""
    pages: list[list[Line]] = [[]]
    left = room
    for line in lines:
        if pages[-1] and line.height > left:
            pages.append([])
            left = room
        pages[-1].append(line)
        left -= line.height
    return [tuple(page) for page in pages]


class _High(Protocol):
    """Whatever takes some height of a page."""

    @property
    def height(self) -> float:
        """In mm."""


_Row = TypeVar("_Row", bound=_High)
_EVEN_STEP = 3.8
"""How finely pages are levelled, mm."""


def even_pages(rows: Sequence[_Row], room: float) -> list[tuple[_Row, ...]]:
    """As few pages of `room` mm as hold the rows, then filled evenly by height; one empty page for no rows."""
    found = _filled(rows, room)
    while room > _EVEN_STEP and len(lower := _filled(rows, room - _EVEN_STEP)) == len(found):
        found, room = lower, room - _EVEN_STEP
    return found


def _filled(rows: Sequence[_Row], room: float) -> list[tuple[_Row, ...]]:
    pages: list[list[_Row]] = [[]]
    left = room + 1e-6
    for row in rows:
        if pages[-1] and row.height > left:
            pages.append([])
            left = room + 1e-6
        pages[-1].append(row)
        left -= row.height
    return [tuple(page) for page in pages]


def draw_heading(ink: Ink, side: Sheet, title: str, page: ClassPage, more: str = "", *, again: bool = False) -> None:
    """The heading of a list page, which goes on where it stands `again`; below it class, year, and what `more`."""
    middle = (side.x0 + side.x1) / 2
    below = (f"{page.class_name} класс", f"{page.year_label} учебный год", *filter(None, [more]))
    ink.centre(middle, 279.8, f"{title} (продолжение)" if again else title, Font.SERIF_BOLD, 13)
    ink.centre(middle, 275, " · ".join(below), Font.SANS, 8)


def add_list(  # noqa: PLR0917 - a list by its parts
    document: Document,
    paper: Paper,
    page: ClassPage,
    sheets: Sequence[tuple[Sheet, _Planned]],
    draw: Callable[[Ink, Sheet, _Planned], None],
    report: Report | None = None,
) -> None:
    """Draw the planned sheets of a list of the class into a document, each headed; those behind the first go on."""

    def draw_headed(side: Sheet, one: _Planned) -> None:
        draw_heading(document.ink, side, paper.title, page, again=one is not sheets[0][1])
        draw(document.ink, side, one)

    add_sheets(document, paper, sheets, draw_headed, report)


def draw_upward(ink: Ink, x: float, y: float, block: Block) -> None:
    """Lines that run upward from `y`, their middle at `x`."""
    size = block.size * POINT
    # Two lines stand 0.1 em nearer to the first, or descenders would touch the rule.
    shift = 0.1 * size if len(block.lines) > 1 else 0.0
    base = x + CAP * size / 2 - (len(block.lines) - 1) * block.step / 2 - shift
    for index, line in enumerate(block.lines):
        ink.upward(base + index * block.step, y, line, block.font, block.size)


def number_size(text: str, room: float, sizes: Sequence[float], font: Font = Font.SANS) -> float:
    """The first of some sizes at which a number fits into its cell, else the last."""
    return next((size for size in sizes if width(text, font, size) <= room), sizes[-1])


def edges_of(left: float, columns: Columns) -> list[float]:
    """The edges of columns from the left one on, mm."""
    edges = [left]
    for _, wide in columns:
        edges.append(edges[-1] + wide)
    return edges


def draw_lines(  # noqa: PLR0917 - a table by its parts
    ink: Ink, edges: Sequence[float], top: float, lines: Sequence[Line], centred: Set[int], pad: float
) -> float:
    """Rows from the top down, ruled below each; gives where the last one ends."""
    for line in lines:
        middle = top - line.height / 2
        for at, block in enumerate(line.blocks):
            if at in centred:
                ink.block_centred((edges[at] + edges[at + 1]) / 2, middle, block)
            else:
                ink.block(edges[at] + pad, middle, block)
        top -= line.height
        ink.line(edges[0], top, edges[-1], top, CELL)
    return top


def draw_empty_lines(ink: Ink, edges: Sequence[float], top: float, bottom: float, height: float) -> float:
    """Rows for handwriting down to the bottom; gives where the last one ends."""
    for _ in range(int((top - bottom) / height)):
        top -= height
        ink.line(edges[0], top, edges[-1], top, CELL)
    return top


def draw_table(
    ink: Ink, edges: Sequence[float], levels: tuple[float, float, float], heads: Sequence[str], steps: Sequence[Step]
) -> None:
    """The frame of a table with its heads; `levels` are its top, the lower edge of the heads, and its bottom."""
    top, body, bottom = levels
    ink.box(edges[0], bottom, edges[-1], top, FRAME)
    ink.line(edges[0], body, edges[-1], body, GROUP)
    for at, head in enumerate(heads):
        left, right = edges[at], edges[at + 1]
        block = fit_words(head, right - left - 2 * _HEAD_PAD, steps)
        ink.block_centred((left + right) / 2, (top + body) / 2, block)
        if at:
            ink.line(left, bottom, left, top, CELL)
