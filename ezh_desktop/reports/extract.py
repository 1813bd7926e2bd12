"""«Выписка текущих отметок» on paper: what a departing pupil takes along to another school, a sheet each (4.3.4)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ezh_desktop.domain.russian import long_date
from ezh_desktop.reports.base import PrintInfo, Sheet, draw_footer, footer_head
from ezh_desktop.reports.document import Document
from ezh_desktop.reports.fonts import Font
from ezh_desktop.reports.ink import Ink
from ezh_desktop.reports.sheets import Report, draw_lines, draw_table, edges_of, line_of
from ezh_desktop.reports.signature import draw_signature
from ezh_desktop.reports.text import Block, Step, fit, wrap
from ezh_desktop.services.pages.roster import Extract, Extracts, ExtractSubject

TITLE: Final = "Выписка текущих отметок"
_COLUMNS: Final = (("Предмет", 52.0), ("Отметки периода", 76.0), ("Средний\nбалл", 16.0), ("Отметки\nза периоды", 36.0))
_HEAD: Final[Sequence[Step]] = ((Font.SANS, 7.5), (Font.SANS, 6.8))
_NAMES: Final[Sequence[Step]] = ((Font.SANS, 8.5), (Font.SANS, 7.5))
_WORDS: Final[Step] = (Font.SANS, 8.5)
_LEAST, _AIR, _HEADER, _PAD = 6.4, 2.4, 10.0, 1.2
_SIDE: Final = Sheet(None, left=False)
_X: Final = _SIDE.x0
_LEADER: Final = "Классный руководитель"


def plan_extracts(page: Extracts) -> tuple[Extract, ...]:
    """A sheet a pupil."""
    return page.all


def extracts_title(page: Extracts) -> str:
    """«7А, выписка текущих отметок, Абрамова Дарья Олеговна»."""
    who = f", {page.all[0].name}" if len(page.all) == 1 else ""
    return f"{page.class_name}, выписка текущих отметок{who}, {page.year_label}"


def add_extracts(
    document: Document, page: Extracts, info: PrintInfo, *, level: int = 0, report: Report | None = None
) -> None:
    """Draw the extracts of a class into a document."""
    for number, one in enumerate(page.all, 1):
        document.outline(f"{TITLE}: {one.name}", level)
        _draw(document.ink, one)
        head = footer_head(one.school_name, one.class_name, one.year_label)
        draw_footer(document.ink, _SIDE, head, info)
        document.end_page()
        if report is not None:
            report(number, len(page.all))


def _draw(ink: Ink, one: Extract) -> None:
    middle = (_SIDE.x0 + _SIDE.x1) / 2
    ink.block_centred(middle, 282, fit(one.school_name, 170, ((Font.SERIF, 10), (Font.SERIF, 8.5))))
    ink.centre(middle, 272, TITLE, Font.SERIF_BOLD, 14)
    ink.block_centred(middle, 264, fit(one.name, 170, ((Font.SERIF_BOLD, 12), (Font.SERIF_BOLD, 10))))
    words = f"{one.class_name} класс · {one.year_label} учебный год · на {long_date(one.day)}"
    ink.centre(middle, 257, words, Font.SANS, 8.5)
    if one.leaving:
        ink.centre(middle, 252, one.leaving, Font.SANS, 8.5)
    bottom = _draw_table(ink, one, 247)
    missed = f"Пропущено уроков за период «{one.term}»: {one.absent} из {one.held}." if one.term else ""
    ink.text(_X, bottom - 6, missed, Font.SANS, 8.5)
    draw_signature(ink, _X, max(30, bottom - 22), _LEADER, one.leader)
    draw_signature(ink, _X, max(18, bottom - 36), one.director_post, one.director, _LEADER)
    ink.text(_X, max(22, bottom - 46), "М.П.", Font.SANS, 9)


def _draw_table(ink: Ink, one: Extract, top: float) -> float:
    """Gives the height where the table ends."""
    edges = edges_of(_X, _COLUMNS)
    lines = [line_of(_row(subject), _LEAST, _AIR) for subject in one.subjects]
    bottom = draw_lines(ink, edges, top - _HEADER, lines, {2}, _PAD)
    heads = [f"{head}\n({one.term})" if at == 1 and one.term else head for at, (head, _) in enumerate(_COLUMNS)]
    draw_table(ink, edges, (top, top - _HEADER, bottom), heads, _HEAD)
    return bottom


def _row(subject: ExtractSubject) -> tuple[Block, Block, Block, Block]:
    rooms = [room - 2 * _PAD for _, room in _COLUMNS]
    periods = ", ".join(f"{title} {mark}" for title, mark in subject.periods)
    return (
        fit(subject.name, rooms[0], _NAMES),
        Block(wrap("  ".join(subject.marks), *_WORDS, rooms[1]), *_WORDS),
        fit(subject.mean, rooms[2], _NAMES),
        Block(wrap(periods, *_WORDS, rooms[3]), *_WORDS),
    )
