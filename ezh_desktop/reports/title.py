"""Титульный лист of a printed journal: school, class, year, who leads the class and who the school (6.4)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ezh_desktop.domain.names import ClassName
from ezh_desktop.reports.base import Sheet
from ezh_desktop.reports.fonts import Font, width
from ezh_desktop.reports.ink import CELL, FIELD, Ink
from ezh_desktop.reports.text import Step, clean, fit, wrap
from ezh_desktop.services.pages.journal import JournalTitle

TITLE: Final = "Титульный лист"
HEADING: Final = "КЛАССНЫЙ ЖУРНАЛ"
COPY: Final = "Бумажная копия электронного журнала"
KEPT: Final = "Срок хранения: журнал — 5 лет, сводные ведомости учёта успеваемости — 75 лет"
_LOW, _HIGH = 24.5, 283.0
_OUTER: Final = 1.2
_INSIDE: Final = 1.5
_INDENT: Final = 8.0
_SCHOOL: Final[Step] = (Font.SERIF, 13)
_NAMES: Final[Sequence[Step]] = ((Font.SERIF, 12), (Font.SERIF, 10), (Font.SERIF, 8.5))
_STEP: Final = 9.0


def draw_journal_title(ink: Ink, side: Sheet, title: JournalTitle) -> None:
    """Draw the leaf without its footer."""
    ink.box(side.x0, _LOW, side.x1, _HIGH, _OUTER)
    ink.box(side.x0 + _INSIDE, _LOW + _INSIDE, side.x1 - _INSIDE, _HIGH - _INSIDE, FIELD)
    base = _draw_lines(ink, side, 263.6, title.school_name, "полное наименование образовательной организации")
    _draw_lines(ink, side, min(236.0, base - 18.0), title.place, "населённый пункт, район, область")
    middle = (side.x0 + side.x1) / 2
    ink.centre(middle, 172.5, HEADING, Font.SERIF_BOLD, 34)
    _draw_class(ink, middle, title.class_name)
    ink.centre(middle, 132.5, f"на {title.year_label.replace('/', ' / ')} учебный год", Font.SERIF, 16)
    people = (("Классный руководитель", title.leader), (title.director_post, title.director))
    for at, (words, name) in enumerate(people):
        _draw_named(ink, side, 85.6 - at * 11, words, name)
    ink.centre(middle, 45.0, COPY, Font.SANS, 9)
    ink.centre(middle, 40.0, KEPT, Font.SANS, 9)


def _draw_lines(ink: Ink, side: Sheet, base: float, text: str, caption: str) -> float:
    """Words on ruled lines, broken into as few as hold them and those evenly; gives the last base line."""
    left, right = side.x0 + _INDENT, side.x1 - _INDENT
    lines = evenly(text, right - left - 4) or ("",)
    for at, line in enumerate(lines):
        ink.centre((left + right) / 2, base - at * _STEP, line, *_SCHOOL)
        ink.line(left, base - at * _STEP - 1.3, right, base - at * _STEP - 1.3, CELL)
    last = base - (len(lines) - 1) * _STEP
    ink.centre((left + right) / 2, last - 5.2, caption, Font.SANS, 7.5)
    return last


def evenly(text: str, room: float) -> tuple[str, ...]:
    """Lines of a heading: as few as `room` mm allow, the widest as narrow as can be."""
    lines = wrap(text, *_SCHOOL, room)
    least = width(clean(text), *_SCHOOL) / max(1, len(lines))
    while least < room:
        tried = wrap(text, *_SCHOOL, least)
        if len(tried) <= len(lines):
            return tried
        least += 2.0
    return lines


def _draw_class(ink: Ink, middle: float, class_name: str) -> None:
    """«7 «А» класса»."""
    name = ClassName.read(class_name)
    ink.centre(middle - 17.5, 154.0, f"{name.grade} «{name.letter}»", Font.SERIF_BOLD, 24)
    ink.line(middle - 43, 152.0, middle + 8, 152.0, CELL)
    ink.text(middle + 12, 154.0, "класса", Font.SERIF, 16)


def _draw_named(ink: Ink, side: Sheet, line: float, words: str, name: str) -> None:
    left, right = side.x0 + _INDENT, side.x1 - _INDENT
    ink.text(left, line + 1.3, words, Font.SANS, 10)
    ink.line(left + 43, line, right, line, CELL)
    block = fit(name, right - left - 45, _NAMES)
    for at, text in enumerate(block.lines):
        ink.text(left + 44.2, line + 1.3 + (len(block.lines) - 1 - at) * block.step, text, block.font, block.size)
