"""«Распоряжение о замене уроков» on paper: the changes of a day, with room to sign that one has read it (4.4.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ezh_desktop.domain.russian import on_day
from ezh_desktop.reports.base import FLOOR, PrintInfo, Sheet, footer_head
from ezh_desktop.reports.document import Document
from ezh_desktop.reports.fonts import POINT, Font, width
from ezh_desktop.reports.ink import FIELD, Ink
from ezh_desktop.reports.sheets import Line, Paper, Report, add_sheets, draw_lines, draw_table, edges_of, line_of
from ezh_desktop.reports.text import Block, Step, clean, fit, fit_words, wrap
from ezh_desktop.services.pages.substitutions import DayOrder, OrderLine

TITLE: Final = "Распоряжение о замене уроков"
TOP: Final = 259.6
HEADER: Final = 11.0
LEAST: Final = 10.0
FOOT: Final = 44.0
"""What the note and the signature below the last row take, mm."""
BOTTOM: Final = FLOOR + 4.0
_COLUMNS: Final = (
    ("Урок,\nвремя", 20.0),
    ("Класс", 12.0),
    ("Предмет,\nкабинет", 38.0),
    ("Кого заменяют,\nпричина", 40.0),
    ("Кто заменяет", 40.0),
    ("Подпись", 30.0),
)
_NOTE: Final = (
    "Замещающий учитель заполняет страницу журнала за свой урок; на странице стоят оба имени (п. 4.4.3 Положения)."
    " Подпись означает, что учитель ознакомлен."
)
_HEAD: Final[Sequence[Step]] = ((Font.SANS, 8), (Font.SANS, 7.5))
_ONE_LINE: Final[Step] = (Font.SANS, 9)
_HOUR: Final[Sequence[Step]] = ((Font.SANS, 9), (Font.SANS, 8))
_WORDS: Final[Step] = (Font.SANS, 8)
_CLASS: Final[Sequence[Step]] = ((Font.SANS, 10), (Font.SANS, 8), (Font.SANS, 7))
_PAD: Final = 1.0
_PLACED: Final = frozenset({0, 1})
"""Columns whose words are centred: the hour and the class."""


@dataclass(frozen=True, slots=True)
class OrderSheet:
    """One planned page."""

    lines: tuple[Line, ...]
    last: bool


def plan_order(order: DayOrder) -> tuple[OrderSheet, ...]:
    """The pages of an order; the last one keeps room for the signature."""
    lines = [_line(one) for one in order.lines]
    parts: list[list[Line]] = [[]]
    room = TOP - HEADER - BOTTOM
    for at, line in enumerate(lines):
        needed = line.height + (FOOT if at + 1 == len(lines) else 0)
        if parts[-1] and sum(one.height for one in parts[-1]) + needed > room:
            parts.append([])
        parts[-1].append(line)
    return tuple(OrderSheet(tuple(part), at + 1 == len(parts)) for at, part in enumerate(parts))


def order_title(order: DayOrder) -> str:
    """«Замены 14.10.2026»."""
    return f"Замены {order.day:%d.%m.%Y}"


def add_order(
    document: Document, order: DayOrder, info: PrintInfo, *, level: int = 0, report: Report | None = None
) -> None:
    """Draw the order of a day into a document; a paper of its own, with pages numbered «1 из 2»."""
    planned = plan_order(order)
    paper = Paper(TITLE, footer_head(order.school_name, "", order.year_label), info, level)

    def draw(side: Sheet, place: tuple[int, OrderSheet]) -> None:
        number, one = place
        _draw_sheet(document.ink, side, order, one, first=number == 1)
        _draw_number(document.ink, side, number, len(planned))

    sheets = [(Sheet(None, left=False), place) for place in enumerate(planned, 1)]
    add_sheets(document, paper, sheets, draw, report)


def _draw_number(ink: Ink, side: Sheet, number: int, total: int) -> None:
    tail = f"из {total}"
    ink.right(side.x1, 9.6, tail, Font.SANS, 6.5)
    ink.right(side.x1 - width(tail, Font.SANS, 6.5) - 1.4, 9.6, str(number), Font.SANS_BOLD, 10)


def _line(line: OrderLine) -> Line:
    rooms = [size - 2 * _PAD for _, size in _COLUMNS]
    hour = (
        f"{line.number}\n{line.time.replace(':', '.').lstrip('0').replace('–0', '–')}"
        if line.time
        else str(line.number)
    )
    blocks = (
        fit_words(hour, rooms[0], _HOUR),
        fit(line.class_name, rooms[1], _CLASS),
        *(
            _words(text, room)
            for text, room in zip((line.subject, line.replaced, line.instead), rooms[2:], strict=False)
        ),
    )
    return line_of(blocks, LEAST)


def _words(text: str, room: float) -> Block:
    """Large when it is one line, else small in as many as it takes."""
    if "\n" not in text and width(clean(text), *_ONE_LINE) <= room:
        return fit(text, room, (_ONE_LINE,))
    return Block(tuple(line for part in text.split("\n") for line in wrap(part, *_WORDS, room)), *_WORDS)


def _draw_sheet(ink: Ink, side: Sheet, order: DayOrder, planned: OrderSheet, *, first: bool) -> None:
    middle = (side.x0 + side.x1) / 2
    school = fit(order.school_name, side.x1 - side.x0, ((Font.SANS, 9.5), (Font.SANS, 8)))
    ink.block(side.x0, 283.2, school)
    ink.centre(middle, 271.4, TITLE if first else f"{TITLE} (продолжение)", Font.SERIF_BOLD, 15)
    ink.centre(middle, 265.2, _subtitle(order), Font.SANS, 9.5)
    edges = edges_of(side.x0, _COLUMNS)
    bottom = draw_lines(ink, edges, TOP - HEADER, planned.lines, _PLACED, _PAD)
    draw_table(ink, edges, (TOP, TOP - HEADER, bottom), [head for head, _ in _COLUMNS], _HEAD)
    if planned.last:
        _draw_foot(ink, side, order, bottom)


def _subtitle(order: DayOrder) -> str:
    """«№ 57 от 13.10.2026, на среду 14 октября 2026 года»."""
    day = f"на {on_day(order.day)}"
    return f"{order.order}, {day}" if order.order else day


def _draw_foot(ink: Ink, side: Sheet, order: DayOrder, top: float) -> None:
    """What the signatures mean, and the deputy's own."""
    base = top - 8.0
    for index, text in enumerate(wrap(_NOTE, Font.SANS, 9, side.x1 - side.x0)):
        ink.text(side.x0, base - index * 4.0, text, Font.SANS, 9)
    line = base - 21.0
    ink.text(side.x0, line + 1.4, order.signer_post, Font.SANS, 9.5)
    hand, named = (side.x0 + 58.0, side.x0 + 101.0), (side.x0 + 106.0, side.x1)
    for edges, caption in ((hand, "подпись"), (named, "фамилия, имя, отчество")):
        ink.line(edges[0], line, edges[1], line, FIELD)
        ink.centre(sum(edges) / 2, line - 1.1 - 6.5 * 0.7 * POINT, caption, Font.SANS, 6.5)
    block = fit(order.signer, named[1] - named[0], ((Font.SERIF, 11), (Font.SERIF, 9)))
    above = len(block.lines) - 1
    for index, text in enumerate(block.lines):
        ink.centre(sum(named) / 2, line + 1.4 + (above - index) * block.step, text, block.font, block.size)
