"""Calendar-thematic plans (КТП) of any usual shape, read into rows of topics with sections, hours, homework, kinds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from ezh_desktop.domain.incoming import Flaw, PlanRow
from ezh_desktop.domain.kind_words import kind_in_topic
from ezh_desktop.domain.kinds import PLAIN
from ezh_desktop.domain.rules.records import is_in_russian
from ezh_desktop.errors import BadInput, EmptyTable
from ezh_desktop.exchange.headers import ColumnKind, Layout, data_lines, find_layout
from ezh_desktop.exchange.pupils import is_class_list
from ezh_desktop.exchange.tables import Book, Line, Sheet, Value, clean, column_letter

MOST_HOURS: Final = 40
_RANGE: Final = re.compile(r"(\d{1,3})\s?(?:[-–—,;/]|\.\.)\s?(?:\d{1,3}\s?[,;]\s?)*(\d{1,3})\.?")
_NUMBER: Final = re.compile(r"\d{1,3}\.?")
_HOURS: Final = re.compile(r"(\d{1,2})(?:[,.]0+)?\s*(?:ч\.?|час\w*|h)?")
_MARKER: Final = re.compile(r"(?i)[IVXLC]+\.?|(?:раздел|глава|тема|модуль|блок)\s*(?:№\s*)?\d*\.?")
"""What stands in the column of numbers beside the heading of a section: «IV», «Раздел 2»."""
_NUMBERED: Final = re.compile(r"^(\d{1,3})\s?[.)]\s?(?=\D)")
_TOTAL: Final = re.compile(r"(?i)^(?:итого\b|общее |всего|резерв\w*:?$|количество часов|учитель|согласовано|утвержд)")


def _is_hours(value: Value) -> bool:
    return isinstance(value, str) and _HOURS.fullmatch(value) is not None


def _is_number(value: Value) -> bool:
    return isinstance(value, str) and bool(_NUMBER.fullmatch(value) or _RANGE.fullmatch(value))


def _is_word(value: Value) -> bool:
    return isinstance(value, str) and sum(char.isalpha() for char in value) > 2


def _is_text(value: Value) -> bool:
    return isinstance(value, str) and sum(char.isalpha() for char in value) > 5


KINDS: Final = (
    ColumnKind("homework", "Домашнее задание", r"домаш|^дома$|^дом\b|^дз\b|\bд з\b|на дом\b|^задани|\bзадано|homework"),
    ColumnKind("", "", r"результат|умени|ууд|компетенц|оборудован|ресурс|цор|эор|ссылк|учебник|термин|планируем"),
    ColumnKind("", "", r"элемент|основн\w* вид|характеристик|деятельност\w* (?:обуча|уча|учен)|воспитат|страниц"),
    ColumnKind("date", "Дата", r"дата|\bсрок|число|недел|по плану$|по факту$|^план$|^факт$|коррект", repeats=True),
    ColumnKind("hours", "Часы", r"час|^ч$|кол во|количество|\bhours?\b|^время$", _is_hours, strict=True),
    ColumnKind("section", "Раздел", r"^(?!.*\bтем)(?:.*(?:раздел|глав|модул|блок))", _is_word, strict=True),
    ColumnKind(
        "kind", "Вид работы", r"вид\w* (?:работ|контрол|деятельн)|тип урок|форм\w* (?:контрол|урок)|контрол", _is_text
    ),
    ColumnKind(
        "topic",
        "Тема урока",
        r"\bтем(?:[аы]|атика)\b|содержан|наименован|название|материал|изучаем|вопрос|пройден|\btopic",
        _is_text,
        strict=True,
        allows=_is_word,
    ),
    ColumnKind(
        "number", "№ урока", r"^(?:№|#|n|no|номер)|^п ?п$|урок|lesson", _is_number, strict=True, by_content=True
    ),
    ColumnKind("note", "Примечание", r"примечан|замечан|коммент"),
    ColumnKind("topic", "Тема урока", r"урок|занят", _is_text, strict=True, allows=_is_word),
)
"""Kinds of columns of a plan; the earlier wins where a heading fits several."""
BARE: Final = (
    ColumnKind("topic", "Тема урока", "", _is_text, by_content=True, allows=_is_word),
    ColumnKind("hours", "Часы", "", _is_hours, by_content=True),
)
"""Columns of a plan without a header."""
_ALONE: Final = frozenset({"topic"})
NEEDED: Final = (frozenset({"topic", "hours"}), frozenset({"topic", "number"}))
_WEAK: Final = (frozenset({"topic", "date"}), frozenset({"topic", "homework"}))
CHOICES: Final = tuple(dict.fromkeys((kind.key, kind.label) for kind in KINDS if kind.key))


@dataclass(frozen=True, slots=True)
class PlanTable:
    """A plan as it was read: rows in the file's order, and lines left out with why."""

    sheet: Sheet
    layout: Layout
    rows: tuple[PlanRow, ...]
    skipped: tuple[tuple[int, str], ...] = ()

    @property
    def hours(self) -> int:
        """Lessons in the plan."""
        return sum(row.hours for row in self.rows)


def choose_sheet(book: Book) -> tuple[Sheet, Layout]:
    """The sheet that has a plan. Raises BadInput when none has."""
    found = [(sheet, layout) for sheet in book.sheets if (layout := _layout(sheet)) is not None]
    if not found:
        raise BadInput(
            f"В файле «{book.file}» не нашлось плана уроков.",
            "Нужны столбцы с темой и с номером урока или часами. Назовите их: № урока, Тема урока, Часы.",
        )
    return max(found, key=lambda one: len(one[0].lines))


def _layout(sheet: Sheet) -> Layout | None:
    """The usual columns; else what is less sure, where the sheet is no class list: topics with dates, or alone."""
    layout = find_layout(sheet, KINDS, NEEDED)
    if layout is not None or is_class_list(sheet):
        return layout
    layout = find_layout(sheet, KINDS, (*NEEDED, *_WEAK), BARE)
    if layout is not None:
        return layout
    alone = find_layout(sheet, KINDS, (_ALONE,))
    column = alone.column("topic") if alone is not None else None
    return alone if alone is not None and "тем" in alone.headings.get(column or 0, "").casefold() else None


def read_plan(sheet: Sheet, layout: Layout) -> PlanTable:
    """The lessons of the plan. Raises EmptyTable when the sheet has none under its header."""
    rows: list[PlanRow] = []
    skipped = [(number, "строка скрыта в файле") for number in sheet.hidden_rows]
    section = ""
    lines = _without_numbers(data_lines(sheet, layout), layout)
    numbered = sum(bool(_number(line, layout)) for line in lines) * 2 > len(lines)
    for line in lines:
        texts = [str(cell) for cell in line.cells if cell != ""]
        if _TOTAL.match(texts[0]) and not _number(line, layout):
            skipped.append((line.number, f"не урок: «{texts[0][:40]}»"))
        elif _is_section(line, layout, numbered=numbered):
            section = max(texts, key=len)
        else:
            section = _text(line, layout, "section") or section
            rows.append(_row(sheet, layout, line, section))
    if not rows:
        raise EmptyTable(f"{sheet.spot(0).text}: под заголовком нет ни одного урока.", "Проверьте, тот ли это лист.")
    return PlanTable(sheet, layout, tuple(rows), tuple(sorted(skipped)))


def _text(line: Line, layout: Layout, key: str) -> str:
    column = layout.column(key)
    value = "" if column is None else line.at(column)
    return clean(value) if isinstance(value, str) else ""


def _number(line: Line, layout: Layout) -> str:
    text = _text(line, layout, "number")
    return text if _is_number(text) else ""


def _without_numbers(lines: list[Line], layout: Layout) -> list[Line]:
    """Topics without the numbers of lessons before them: «12. Дроби»; single numbers are part of the topic."""
    column = layout.column("topic")
    if column is None:
        return lines
    texts = [str(line.at(column)) for line in lines if line.at(column) != ""]
    if sum(bool(_NUMBERED.match(text)) for text in texts) * 4 < 3 * len(texts):
        return lines
    return [line.with_cell(column, _NUMBERED.sub("", str(line.at(column)))) for line in lines]


def _is_section(line: Line, layout: Layout, *, numbered: bool) -> bool:
    """A row of one text alone, where lessons have numbers or hours: the heading of what follows."""
    number = layout.column("number")
    texts = [
        cell
        for column, cell in enumerate(line.cells)
        if cell != "" and not _is_hours(cell) and not (column == number and _MARKER.fullmatch(str(cell)))
    ]
    if len(texts) != 1 or not _is_text(texts[0]) or _number(line, layout) or set(layout.kinds.values()) == _ALONE:
        return False
    hours = _is_hours(_text(line, layout, "hours"))
    in_topic = texts[0] == line.at(layout.column("topic") or 0)
    return not hours or (numbered and in_topic)


def _row(sheet: Sheet, layout: Layout, line: Line, section: str) -> PlanRow:
    topic, homework = _text(line, layout, "topic"), _text(line, layout, "homework")
    flaws = _uncounted(sheet, line, layout)
    if not flaws and not any(char.isalnum() for char in topic):
        flaws.append(Flaw("Нет темы.", "Впишите тему урока.", layout.letter("topic")))
    for key, text, what in (("topic", topic, "Тема записана"), ("homework", homework, "Задание записано")):
        if not is_in_russian(text):
            flaws.append(Flaw(f"{what} не по-русски (п. 5.19).", "Добавьте русские слова.", layout.letter(key)))
    hours = _hours(line, layout, flaws)
    named = kind_in_topic(topic)
    kind = named if named is not PLAIN else kind_in_topic(_text(line, layout, "kind"))
    return PlanRow(
        spot=sheet.spot(line.number),
        topic=topic,
        hours=hours,
        section=section,
        homework=homework,
        kind="" if kind is PLAIN else kind.code,
        note=_text(line, layout, "note"),
        flaws=tuple(flaws),
        columns={name: layout.letter(name) for name in dict.fromkeys(layout.kinds.values())},
    )


def _uncounted(sheet: Sheet, line: Line, layout: Layout) -> list[Flaw]:
    """The first cell of what a lesson is made of that holds a formula without its result."""
    for key in ("topic", "number", "hours", "homework"):
        column = layout.column(key)
        if column is not None and (line.number, column) in sheet.unsure:
            what, remedy = "В клетке формула, которую никто не посчитал.", "Откройте файл в Excel и сохраните."
            return [Flaw(what, remedy, layout.letter(key))]
    return []


def _hours(line: Line, layout: Layout, flaws: list[Flaw]) -> int:
    """Lessons of the row: its column of hours, its range of numbers («4-6»), or one; both must agree."""
    text, number = _text(line, layout, "hours"), _number(line, layout)
    column = layout.column("number")
    if column is not None and isinstance(line.at(column), date):
        # Excel turns «2-3» into the second of March.
        day = line.at(column)
        number = f"{day.day}-{day.month}" if isinstance(day, date) and day.day < day.month else ""
    spanned = _spanned(number)
    if not text:
        return spanned or 1
    found = _HOURS.fullmatch(text)
    if found is None or not 1 <= int(found[1]) <= MOST_HOURS:
        flaws.append(Flaw(f"Часы «{text}» непонятны.", "Впишите целое число уроков.", layout.letter("hours")))
        return 1
    hours = int(found[1])
    if spanned > 1 and spanned != hours:
        flaws.append(
            Flaw(
                f"Номера «{number}» — это {spanned} урока или уроков, а часов {hours}.",
                "Исправьте номера или часы.",
                column_letter(column or 0),
            )
        )
    return hours


def _spanned(number: str) -> int:
    found = _RANGE.fullmatch(number)
    if found is None:
        return 1 if number else 0
    first, last = int(found[1]), int(found[2])
    return last - first + 1 if first <= last < first + MOST_HOURS else 1
