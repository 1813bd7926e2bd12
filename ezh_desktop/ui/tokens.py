"""The colours of the program: one table for the light and one for the dark theme.

Values are `#RRGGBB`. A test computes the contrast of every pair in use: at least 4.5 for text, 3 for signs and edges.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from PySide6.QtGui import QColor


class Scheme(StrEnum):
    """Which of the two tables is in force; `SYSTEM` follows the computer's setting, unknown is light."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Tokens:
    """Colour by use, never by hue: nobody asks for blue, everybody asks for `accent`."""

    name: str
    window: str
    surface: str
    raised: str
    hover: str
    pressed: str
    line: str
    line2: str
    border: str
    text: str
    text2: str
    text3: str
    disabled: str
    accent: str
    accent_hover: str
    accent_pressed: str
    on_accent: str
    accent_text: str
    accent_soft: str
    select: str
    focus: str
    absent_bg: str
    absent: str
    weak: str
    today_bg: str
    period_bg: str
    warn: str
    warn_text: str
    warn_bg: str
    block: str
    block_bg: str
    ok: str
    ok_bg: str
    closed_bg: str
    closed_hatch: str
    holiday_bg: str
    holiday_hatch: str
    info_bg: str
    tooltip: str
    tooltip_text: str
    cover: str
    row_alpha: int
    column_alpha: int = 14
    range_alpha: int = 34


LIGHT = Tokens(
    name="light",
    window="#F3F4F7",
    surface="#FFFFFF",
    raised="#F8F9FB",
    hover="#E9ECF2",
    pressed="#DDE1EA",
    line="#E3E6EC",
    line2="#C2C8D2",
    border="#848D9C",
    text="#1A1D24",
    text2="#525A69",
    text3="#646C7B",
    disabled="#838B98",
    accent="#3A4CB4",
    accent_hover="#2F3E99",
    accent_pressed="#263380",
    on_accent="#FFFFFF",
    accent_text="#3546A8",
    accent_soft="#E6E9F9",
    select="#DCE1F7",
    focus="#3A4CB4",
    absent_bg="#DFEEEE",
    absent="#175A5E",
    weak="#B3231B",
    today_bg="#F0F2FD",
    period_bg="#F0F1F4",
    warn="#B85C00",
    warn_text="#854200",
    warn_bg="#FFF5E6",
    block="#B3231B",
    block_bg="#FDECEA",
    ok="#18713D",
    ok_bg="#E6F4EB",
    closed_bg="#EFF1F4",
    closed_hatch="#D3D8E0",
    holiday_bg="#E9ECF1",
    holiday_hatch="#CDD3DC",
    info_bg="#EBEEFB",
    tooltip="#262A33",
    tooltip_text="#F4F5F8",
    cover="#2F3E99",
    row_alpha=20,
)

DARK = Tokens(
    name="dark",
    window="#15171C",
    surface="#1C1F25",
    raised="#21252C",
    hover="#2A2F38",
    pressed="#343A45",
    line="#2B3038",
    line2="#464D59",
    border="#7B8494",
    text="#E6E8ED",
    text2="#B0B7C3",
    text3="#959DAB",
    disabled="#737B89",
    accent="#5A6BDB",
    accent_hover="#4F60D0",
    accent_pressed="#4453BD",
    on_accent="#FFFFFF",
    accent_text="#A9B4FF",
    accent_soft="#272D4A",
    select="#2F3760",
    focus="#94A3FF",
    absent_bg="#17393B",
    absent="#8AD6D6",
    weak="#FF8F86",
    today_bg="#20253B",
    period_bg="#262A32",
    warn="#F0A63C",
    warn_text="#F3B864",
    warn_bg="#33281A",
    block="#FF7C72",
    block_bg="#3A2123",
    ok="#66C48A",
    ok_bg="#1B3226",
    closed_bg="#191C21",
    closed_hatch="#343943",
    holiday_bg="#17191E",
    holiday_hatch="#3A404A",
    info_bg="#232946",
    tooltip="#3A404B",
    tooltip_text="#F4F5F8",
    cover="#262F63",
    row_alpha=44,
)


@lru_cache(maxsize=256)
def ink(value: str, alpha: int = 255) -> QColor:
    """The colour of a token's value; `alpha` 0–255. Do not change the returned object: it is shared."""
    colour = QColor(value)
    colour.setAlpha(alpha)
    return colour
