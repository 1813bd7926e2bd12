"""A line of a form to be signed by hand: who signs, room for the hand, the name, the date."""

from __future__ import annotations

from ezh_desktop.reports.fonts import POINT, Font, width
from ezh_desktop.reports.ink import FIELD, Ink
from ezh_desktop.reports.text import fit

_SIZE = 9
_SIGNED, _NAMED, _GAP = 46.0, 62.0, 4.0
_SIGNED_LEAST, _NAMED_LEAST = 40.0, 54.0
_FIRST = 16.0
_CAPTION = 6.5


def draw_signature(  # noqa: PLR0917 - a form by its parts
    ink: Ink, x0: float, line: float, who: str, name: str, widest: str = ""
) -> None:
    """«Учитель», a line to sign on, the name, the date; `line` is the height of the lines, mm.

    A longer word for who signs moves all else to the right, and the lines become shorter; `widest` is the longest of
    the page, so that the lines of several who sign stand one below the other.
    """
    base = line + 1.4
    ink.text(x0, base, who, Font.SANS, _SIZE)
    shift = max(0.0, width(widest or who, Font.SANS, _SIZE) + _GAP - _FIRST)
    signed, hand = x0 + _FIRST + shift, max(_SIGNED_LEAST, _SIGNED - shift)
    named, room = signed + hand + _GAP, max(_NAMED_LEAST, _NAMED - shift)
    ink.line(signed, line, signed + hand, line, FIELD)
    ink.line(named, line, named + room, line, FIELD)
    block = fit(name, room, ((Font.SERIF, 10), (Font.SERIF, 9)))
    above = len(block.lines) - 1
    for index, text in enumerate(block.lines):
        ink.centre(named + room / 2, base + (above - index) * block.step, text, block.font, block.size)
    caption = line - 1.1 - _CAPTION * 0.7 * POINT
    ink.centre(signed + hand / 2, caption, "подпись", Font.SANS, _CAPTION)
    ink.centre(named + room / 2, caption, "фамилия, имя, отчество", Font.SANS, _CAPTION)
    draw_date(ink, named + room + 5, base, line)


def draw_date(ink: Ink, x: float, base: float, line: float) -> None:
    """«__» ________ 20__ г. to fill in by hand."""
    for words, room in (("«", 5.0), ("»", 18.0), ("20", 4.0)):
        ink.text(x, base, words, Font.SANS, 9)
        x += width(words, Font.SANS, 9) + (0.2 if words != "»" else 1.2)
        ink.line(x, line, x + room, line, FIELD)
        x += room + (0.2 if words == "«" else 1.0)
    ink.text(x, base, "г.", Font.SANS, 9)
