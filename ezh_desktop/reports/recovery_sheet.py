"""The recovery sheet (лист восстановления): the code that opens the journal when nothing else does, for the safe.

One page, A4. It carries the only copy of the code, so nothing of it is kept here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ezh_desktop.reports.base import PrintInfo, Sheet, draw_footer, footer_head
from ezh_desktop.reports.document import Document
from ezh_desktop.reports.fonts import POINT, Font, width
from ezh_desktop.reports.ink import FIELD, FRAME, Ink
from ezh_desktop.reports.text import LEADING, wrap

_SHEET = Sheet(None, left=False)
_GROUPS_A_ROW = 3

PURPOSE = (
    (
        "Этот код открывает журнал, когда пароли забыты, файл ключей (.ezh.keys) утрачен или администратор сменился. "
        "Для этого нужны сам файл журнала (.ezh) и все девять групп цифр."
    ),
    "Кто знает код и имеет файл журнала, тот может прочитать всё, что в нём записано, вместе с листками здоровья.",
)
RULES = (
    "Лист печатается один раз, при создании журнала. Программа кода не хранит и второй раз его не покажет.",
    (
        "Храните лист в сейфе директора, в закрытом конверте с подписью на клапане, отдельно от компьютера и от копий "
        "журнала."
    ),
    "Не фотографируйте, не пересылайте и не вводите код нигде, кроме окна «Код восстановления».",
    "Если лист пропал или его видел посторонний, смените ключи журнала: после этого старый код перестаёт действовать.",
)


@dataclass(frozen=True, slots=True)
class RecoveryPaper:
    """What the sheet says: nine groups of six digits, the journal's id and the hash of its first entry."""

    groups: Sequence[str] = field(repr=False)
    journal_id: str
    genesis: str
    school: str
    year: str
    file_name: str = ""


def recovery_sheet(paper: RecoveryPaper, info: PrintInfo) -> bytes:
    """The PDF of the sheet. ValueError unless there are nine groups of six digits."""
    if len(paper.groups) != 9 or any(len(group) != 6 or not group.isdecimal() for group in paper.groups):
        raise ValueError("a recovery code has nine groups of six digits")
    document = Document("Лист восстановления журнала", info)
    ink = document.ink
    y = _draw_heading(ink, paper)
    y = _draw_code(ink, paper.groups, y - 8)
    y = _draw_paragraphs(ink, "Для чего этот лист", PURPOSE, y - 11)
    y = _draw_paragraphs(ink, "Как его хранить", RULES, y - 8, numbered=True)
    _draw_facts(ink, paper, y - 8)
    _draw_signatures(ink)
    draw_footer(ink, _SHEET, footer_head(paper.school, "", paper.year), info)
    document.outline("Лист восстановления")
    document.end_page()
    return document.data()


def _draw_heading(ink: Ink, paper: RecoveryPaper) -> float:
    middle = (_SHEET.x0 + _SHEET.x1) / 2
    ink.centre(middle, 275, "Лист восстановления", Font.SERIF_BOLD, 18)
    y = 268.0
    for text in (paper.school, f"Электронный журнал, {paper.year} учебный год"):
        for line in wrap(text, Font.SANS, 9, _SHEET.x1 - _SHEET.x0):
            ink.centre(middle, y, line, Font.SANS, 9)
            y -= 4.2
    return y


def _draw_code(ink: Ink, groups: Sequence[str], top: float) -> float:
    """Three rows of three numbered groups, large and spaced so that they are read aloud and typed without fault."""
    wide, high = (_SHEET.x1 - _SHEET.x0) / _GROUPS_A_ROW, 17.0
    bottom = top - high * 3
    ink.box(_SHEET.x0, bottom, _SHEET.x1, top, FRAME)
    for index, group in enumerate(groups):
        row, column = divmod(index, _GROUPS_A_ROW)
        x, middle = _SHEET.x0 + wide * column, top - high * (row + 0.5)
        ink.text(x + 4, middle - 1.1, f"{index + 1}.", Font.SANS, 9)
        ink.cell(x + wide / 2 + 2, middle, f"{group[:3]} {group[3:]}", Font.SANS_BOLD, 21)
    for step in (1, 2):
        ink.line(_SHEET.x0, top - high * step, _SHEET.x1, top - high * step)
        ink.line(_SHEET.x0 + wide * step, bottom, _SHEET.x0 + wide * step, top)
    return bottom


def _draw_paragraphs(ink: Ink, heading: str, paragraphs: Sequence[str], top: float, *, numbered: bool = False) -> float:
    ink.text(_SHEET.x0, top, heading, Font.SANS_BOLD, 10.5)
    y, indent = top - 6.2, 6.0 if numbered else 0.0
    for number, paragraph in enumerate(paragraphs, 1):
        if numbered:
            ink.text(_SHEET.x0, y, f"{number}.", Font.SANS, 9.5)
        for line in wrap(paragraph, Font.SANS, 9.5, _SHEET.x1 - _SHEET.x0 - indent):
            ink.text(_SHEET.x0 + indent, y, line, Font.SANS, 9.5)
            y -= 9.5 * LEADING * POINT
        y -= 1.5
    return y


def _draw_facts(ink: Ink, paper: RecoveryPaper, top: float) -> None:
    """What tells this journal from any other: file, id, and the hash of the first entry of its protocol."""
    facts = [("Файл журнала", paper.file_name), ("Номер журнала", paper.journal_id), ("Первая запись", paper.genesis)]
    ink.text(_SHEET.x0, top, "К какому журналу он относится", Font.SANS_BOLD, 10.5)
    y = top - 6.2
    for label, value in facts:
        if not value:
            continue
        ink.text(_SHEET.x0, y, label, Font.SANS, 9.5)
        for line in wrap(_in_fours(value) if label == "Первая запись" else value, Font.SANS, 9.5, 145):
            ink.text(_SHEET.x0 + 35, y, line, Font.SANS, 9.5)
            y -= 4.6


def _in_fours(value: str) -> str:
    """A long hash in groups of four signs, to be compared by eye."""
    return " ".join(value[start : start + 4] for start in range(0, len(value), 4))


def _draw_signatures(ink: Ink) -> None:
    """Who printed the sheet, and who took it into the safe."""
    for line, label in ((47.0, "Лист напечатал(а)"), (32.0, "Принял(а) на хранение")):
        x = _SHEET.x0
        ink.text(x, line + 1.2, label, Font.SANS, 9)
        x += max(width(label, Font.SANS, 9), 38) + 2
        for room, caption in ((34.0, "подпись"), (64.0, "фамилия, инициалы"), (_SHEET.x1 - x - 106.0, "дата")):
            ink.line(x, line, x + room, line, FIELD)
            ink.centre(x + room / 2, line - 2.9, caption, Font.SANS, 6.5)
            x += room + 4
