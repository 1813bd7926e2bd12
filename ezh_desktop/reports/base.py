"""The sheet: A4 portrait, margins by side, the footer, form lines, and how a list is shared among pages.

An even page is the left one of a spread (разворот) and is bound at its right; an odd page the other way round.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ezh_desktop.reports.fonts import Font, width
from ezh_desktop.reports.ink import FIELD, STROKE, Ink
from ezh_desktop.reports.text import Block, clean, fit, wrap

WIDTH, HEIGHT = 210.0, 297.0
"""The sheet, mm."""
INNER, OUTER = 20.0, 10.0
"""Margins at the binding and at the edge, mm."""
FOOTER_LINE = 14.0
FLOOR = 17.0
"""Nothing but the footer stands below this, mm."""
_TITLE_LINE = 280.5
_TITLE_STEP = 4.3


@dataclass(frozen=True, slots=True)
class PrintInfo:
    """What the footer says of the printing: local time, who printed, the protocol's head «12345:3f9ac41b77d0e2b8».

    `pages` are those of the whole journal, told beside each page number; 0 where only a part is printed.
    """

    when: datetime
    who: str
    head: str
    pages: int = 0

    @property
    def text(self) -> str:
        """The footer's second line."""
        return f"Напечатано {self.when:%d.%m.%Y %H:%M} · {self.who} · протокол {self.head}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One side of paper. `number` is the page number in the journal; None prints none (`left` then tells the side)."""

    number: int | None
    left: bool

    @property
    def x0(self) -> float:
        """Left edge of the text, mm."""
        return OUTER if self.left else INNER

    @property
    def x1(self) -> float:
        """Right edge of the text, mm."""
        return WIDTH - (INNER if self.left else OUTER)


def numbered(number: int) -> Sheet:
    """The sheet side of a page of the journal: even ones are left."""
    return Sheet(number, left=number % 2 == 0)


def footer_head(school: str, class_name: str, year: str) -> str:
    """The footer's first line; papers of the school leave `class_name` empty."""
    of_class = f"{class_name} класс" if class_name else ""
    of_year = f"{year} учебный год" if year else ""
    return " · ".join(part for part in (clean(school), of_class, of_year) if part)


def draw_footer(ink: Ink, sheet: Sheet, head: str, info: PrintInfo) -> None:
    """The line and what stands below it: page number at the outer corner, who and what at the inner one."""
    ink.line(sheet.x0, FOOTER_LINE, sheet.x1, FOOTER_LINE, FIELD)
    room = sheet.x1 - sheet.x0 - 18
    steps = ((Font.SANS, 6.8), (Font.SANS, 6.2))
    above, below = fit(head, room, steps), fit(info.text, room, steps)
    lines = [(line, above) for line in above.lines] + [(line, below) for line in below.lines]
    base, step = (11.2, 2.8) if len(lines) == 2 else (11.6, 2.4)
    for index, (line, block) in enumerate(lines):
        put, x = (ink.right, sheet.x1) if sheet.left else (ink.text, sheet.x0)
        put(x, base - index * step, line, block.font, block.size)
    if sheet.number is not None:
        _draw_number(ink, sheet, str(sheet.number), f"из {info.pages}" if info.pages else "")


def _draw_number(ink: Ink, sheet: Sheet, number: str, of_all: str) -> None:
    """The page number at the outer corner, with the number of all pages where that is told."""
    after = width(of_all, Font.SANS, 6.5) + 1.2 if of_all else 0.0
    x = sheet.x0 if sheet.left else sheet.x1 - after - width(number, Font.SANS_BOLD, 10)
    ink.text(x, 9.6, number, Font.SANS_BOLD, 10)
    ink.text(x + width(number, Font.SANS_BOLD, 10) + 1.2, 9.6, of_all, Font.SANS, 6.5)


def draw_z(ink: Ink, x0: float, y0: float, x1: float, y1: float) -> None:
    """A Z over room that stays empty for good, so that nothing is written in later."""
    ink.line(x0, y1, x1, y1, STROKE)
    ink.line(x1, y1, x0, y0, STROKE)
    ink.line(x0, y0, x1, y0, STROKE)


def draw_title(ink: Ink, sheet: Sheet, label: str, title: Block) -> None:
    """A label and, on lines to its right, the title; a second line stands above the first."""
    base = _TITLE_LINE + 1.2
    ink.text(sheet.x0, base, label, Font.SANS, 9)
    x = title_start(sheet, label)
    above = len(title.lines) - 1
    for index, line in enumerate(title.lines):
        rise = (above - index) * _TITLE_STEP
        ink.line(x, _TITLE_LINE + rise, sheet.x1, _TITLE_LINE + rise, FIELD)
        ink.text(x + 1.0, base + rise, line, title.font, title.size)


def title_start(sheet: Sheet, label: str) -> float:
    """Where the line of a title begins, mm."""
    return sheet.x0 + width(label, Font.SANS, 9) + 1.8


def title_room(sheet: Sheet, label: str) -> float:
    """How wide a title beside this label may be, mm."""
    return sheet.x1 - title_start(sheet, label) - 1.0


def share(count: int, room: int) -> list[int]:
    """As few pages as hold `count` rows of at most `room` a page, filled evenly: 35 rows of 30 give [18, 17]."""
    pages = -(-count // room)
    return [count // pages + (index < count % pages) for index in range(pages)] if pages else []


def draw_blank(ink: Ink, sheet: Sheet, reason: str) -> None:
    """A page left empty on purpose: it says so, says why, and carries a Z."""
    middle = (sheet.x0 + sheet.x1) / 2
    ink.centre(middle, 266.4, "Страница намеренно оставлена пустой", Font.SERIF, 13)
    lines = wrap(reason, Font.SANS, 8, sheet.x1 - sheet.x0)
    for index, line in enumerate(lines):
        ink.centre(middle, 260.6 - index * 3.3, line, Font.SANS, 8)
    draw_z(ink, sheet.x0 + 12, 60, sheet.x1 - 12, 250)
