"""Заверительный лист of a printed journal: how many sheets are bound, who signs, room for the seal (6.4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ezh_desktop.domain.russian import in_words, plural
from ezh_desktop.reports.base import Sheet
from ezh_desktop.reports.fonts import Font, width
from ezh_desktop.reports.ink import FIELD, Ink
from ezh_desktop.reports.sheets import number_size
from ezh_desktop.reports.signature import draw_date
from ezh_desktop.reports.text import fit
from ezh_desktop.services.pages.journal import JournalTitle

TITLE: Final = "Заверительный лист"
SENTENCE: Final = "В настоящем журнале пронумеровано, прошнуровано и скреплено печатью"
_VALUE: Final = 114.0
"""Where the values of the form begin, mm from the left edge."""
_SIGN, _HAND, _NAME = 46.0, 50.0, 100.0
_STEP: Final = 8.8


@dataclass(frozen=True, slots=True)
class Certified:
    """What is certified: pages in all, those of the summary sheets, and the head of the protocol.

    `disturbed`: the journal was written in while it was read, so some pages know what came after the head.
    """

    pages: int
    summary: str
    head: str
    disturbed: bool = False

    @property
    def protocol(self) -> str:
        """The head as it is certified."""
        return f"{self.head} и позже" if self.disturbed else self.head

    @property
    def sheets(self) -> int:
        """Two pages are a sheet; the last page stands on the back of the last one."""
        return self.pages // 2


def draw_certification(ink: Ink, side: Sheet, title: JournalTitle, certified: Certified) -> None:
    """Draw the page without its footer."""
    middle = (side.x0 + side.x1) / 2
    ink.centre(middle, 279.8, TITLE, Font.SERIF_BOLD, 15)
    ink.centre(middle, 275, f"{title.class_name} класс · {title.year_label} учебный год", Font.SANS, 8)
    ink.text(side.x0, 241, SENTENCE, Font.SERIF, 13)
    _draw_sheets(ink, side, certified.sheets)
    rows = (
        ("Страниц в журнале", str(certified.pages)),
        ("из них сводная ведомость учёта успеваемости, страницы", certified.summary),
        ("Протокол действий при печати (запись и начало контрольной суммы)", certified.protocol),
        ("Вшито листков здоровья, напечатанных медицинским работником", ""),
    )
    for at, (words, value) in enumerate(rows):
        line = 209.8 - at * _STEP
        ink.text(side.x0, line + 1.3, words, Font.SANS, 9.5)
        ink.line(side.x0 + _VALUE, line, side.x1, line, FIELD)
        size = number_size(value, side.x1 - side.x0 - _VALUE - 1.2, (11, 10, 9), Font.SERIF)
        ink.text(side.x0 + _VALUE + 1.2, line + 1.3, value, Font.SERIF, size)
    for at, (who, name) in enumerate(((title.director_post, title.director), ("Классный руководитель", title.leader))):
        _draw_signed(ink, side, 158.8 - at * 17, who, name)
    ink.text(side.x0, 122.8, "М.П.", Font.SANS, 10)
    draw_date(ink, side.x0 + _SIGN, 122.8, 121.4)


def _draw_sheets(ink: Ink, side: Sheet, sheets: int) -> None:
    """«72 (семьдесят два) листа»."""
    noun = plural(sheets, "лист", "листа", "листов")
    right = side.x1 - width("листов", Font.SERIF, 13) - 4
    ink.centre((side.x0 + right) / 2, 228.2, f"{sheets} ({in_words(sheets)})", Font.SERIF_BOLD, 13)
    ink.line(side.x0, 227, right, 227, FIELD)
    ink.right(side.x1, 228.2, noun, Font.SERIF, 13)
    ink.centre((side.x0 + right) / 2, 223.8, "число листов цифрами и прописью", Font.SANS, 6.5)


def _draw_signed(ink: Ink, side: Sheet, line: float, who: str, name: str) -> None:
    ink.text(side.x0, line + 1.3, who, Font.SANS, 10)
    hand, named = side.x0 + _SIGN, side.x0 + _NAME
    ink.line(hand, line, hand + _HAND, line, FIELD)
    ink.line(named, line, side.x1, line, FIELD)
    block = fit(name, side.x1 - named - 2, ((Font.SERIF, 11), (Font.SERIF, 9)))
    for at, text in enumerate(block.lines):
        base = line + 1.3 + (len(block.lines) - 1 - at) * block.step
        ink.centre((named + side.x1) / 2, base, text, block.font, block.size)
    ink.centre(hand + _HAND / 2, line - 3.2, "подпись", Font.SANS, 6.5)
    ink.centre((named + side.x1) / 2, line - 3.2, "фамилия, имя, отчество", Font.SANS, 6.5)
