"""Absences of paper as tables: pupils down and days across with lessons missed, or a list of pupil, from, to, reason.

The first is the page «Сведения о количестве уроков, пропущенных обучающимися»: «5Б» are five lessons by illness, «н»
the whole day, and no letter means without a valid reason. The second fits certificates and applications.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from ezh_desktop.domain.calendar import AcademicYear
from ezh_desktop.domain.figures import AbsenceReason
from ezh_desktop.domain.incoming import Flaw
from ezh_desktop.domain.incoming_absences import AbsencesRow, MissedDays
from ezh_desktop.domain.names import name_key
from ezh_desktop.domain.russian import MONTHS
from ezh_desktop.domain.typed import typed_day, typed_lessons
from ezh_desktop.errors import BadInput, EmptyTable
from ezh_desktop.exchange.classtable import (
    NAMES,
    Joined,
    NameColumns,
    Part,
    Placed,
    is_pupil,
    join,
    name_columns,
    titles,
)
from ezh_desktop.exchange.headers import LOOK_AT_ROWS, ColumnKind, Layout, find_layout
from ezh_desktop.exchange.pupils import class_in
from ezh_desktop.exchange.tables import Book, Line, Sheet, Value, column_letter

LIST_KINDS: Final = (
    ColumnKind(
        "start", "С", r"^с$|^с какого|^начало|^первый день|^дата (?:начала|пропуска)|^день|^дата$|^дни$|^когда|^от$"
    ),
    ColumnKind("end", "По", r"^по$|^по какое|^конец|^окончан|^последний день|^дата окончан|^до$"),
    ColumnKind("lessons", "Уроки", r"^уроки?$|№ урок|номера? урок|^какие уроки"),
    ColumnKind("reason", "Причина", r"причин|^вид|почему"),
    ColumnKind("document", "Документ", r"документ|справк|основан|примечан|заявлен"),
    *NAMES,
)
_LIST_NEEDED: Final = (frozenset({"full_name", "start", "reason"}), frozenset({"surname", "given", "start", "reason"}))
LIST_COLUMNS: Final = ("start", "end", "lessons", "reason", "document")
LIST_HEADINGS: Final = ("Фамилия, имя", "С", "По", "Уроки", "Причина", "Документ")
_LEAST_DAYS: Final = 2
"""So many days make a table; one alone may head anything, and needs absences under it."""
_CELL: Final = re.compile(
    r"(?:(?P<from>\d{1,2})-(?P<to>\d{1,2})|(?P<count>\d{1,2}))?[\s/]*(?P<absent>н)?[\s/]*(?P<reason>[а-я./ ]*?)\.?"
)
_REASONS: Final = (
    (re.compile(r"н|п|нп|б/?п|неув\w*|(?:по )?неуваж\w*.*|без .*|прогул\w*|не указан\w*"), AbsenceReason.UNEXCUSED),
    (re.compile(r"у|ув|ур|уваж\w*.*|по уваж\w*.*|сем\w*.*|по сем\w*.*|заявл\w*.*|соревн\w*.*|олимп\w*.*|приказ\w*.*"),
     AbsenceReason.VALID),
    (re.compile(r"б|бол|болез\w*.*|болел\w*|по болез\w*.*|орви.*|орз.*|грипп.*|справк\w*.*|больн\w*.*"),
     AbsenceReason.ILLNESS),
)  # fmt: skip
_EMPTY: Final = frozenset({"-", "–", "—", "+", "."})
_SAY: Final = "Впишите «5Б», «н», «2У» или «1-2П»: сколько уроков и почему."


@dataclass(frozen=True, slots=True)
class AbsencesTable:
    """The table a person is shown and where its lines stand in the file; `days` of a table by days, else a list."""

    sheet: Sheet
    places: Mapping[int, Placed]
    names: NameColumns
    year: AcademicYear
    days: tuple[date, ...] = ()
    skipped: tuple[tuple[int, str], ...] = ()
    said: tuple[str, ...] = ()

    @property
    def filled(self) -> bool:
        """Whether anything stands beside a name."""
        return any(cell != "" for line in self.sheet.lines for cell in line.cells[1:])

    @property
    def layout(self) -> Layout:
        """The headings of the shown table; of days those on which somebody missed something."""
        if not self.days:
            return Layout({0: "full_name"}, (), dict(enumerate(LIST_HEADINGS)))
        filled = [at for at in range(1, len(self.days) + 1) if any(line.at(at) != "" for line in self.sheet.lines)]
        heads = {at: f"{self.days[at - 1]:%d.%m}" for at in filled}
        return Layout({0: "full_name"}, (), {0: LIST_HEADINGS[0], **heads})

    @property
    def class_name(self) -> str:
        """The class the file speaks of; "" when it does not say."""
        return next((str(found) for text in self.said if (found := class_in(text))), "")

    def with_sheet(self, sheet: Sheet) -> AbsencesTable:
        """The table after a person has put cells right."""
        return replace(self, sheet=sheet)

    @property
    def rows(self) -> tuple[AbsencesRow, ...]:
        """The pupils with the days they missed."""
        return tuple(self._by_days(line) if self.days else self._listed(line) for line in self.sheet.lines)

    def _by_days(self, line: Line) -> AbsencesRow:
        place = self.places[line.number]
        missed: list[MissedDays] = []
        flaws: list[tuple[Flaw, str]] = []
        for at, day in enumerate(self.days, 1):
            text = line.text(at)
            if not text or text in _EMPTY:
                continue
            letter, shown = place.letters.get(at, ""), column_letter(at)
            found = read_cell(text)
            if found is None:
                flaws.append((Flaw(f"«{text}» — непонятно, сколько уроков пропущено.", _SAY, letter), shown))
            elif found != _NOTHING:
                missed.append(replace(found, first=day, last=day, column=letter, shown=shown))
        return AbsencesRow(place.spot, line.number, self.names.read(line.text(0)), tuple(missed), tuple(flaws))

    def _listed(self, line: Line) -> AbsencesRow:
        place = self.places[line.number]
        flaws: list[tuple[Flaw, str]] = []
        first = self._day(line, 1, place, flaws)
        last = self._day(line, 2, place, flaws) or first
        lessons = self._lessons(line, place, flaws)
        reason = read_reason(line.text(4))
        if reason is None:
            what = f"Причина «{line.text(4)}» непонятна." if line.text(4) else "Причина не указана."
            flaws.append((Flaw(what, "Впишите «б», «у» или «п».", place.letters.get(4, "")), column_letter(4)))
        if first is None and not flaws:
            flaws.append((Flaw("Не сказано, в какой день.", "Впишите день.", place.letters.get(1, "")), "B"))
        if first is not None and last is not None and last < first:
            flaws.append((Flaw("Конец раньше начала.", "Исправьте день.", place.letters.get(2, "")), "C"))
        missed: tuple[MissedDays, ...] = ()
        if not flaws and first is not None and last is not None and reason is not None:
            letter = place.letters.get(1, "")
            missed = (MissedDays(first, last, reason, lessons, 0, line.text(5), letter, "B"),)
        return AbsencesRow(place.spot, line.number, self.names.read(line.text(0)), missed, tuple(flaws))

    def _day(self, line: Line, at: int, place: Placed, flaws: list[tuple[Flaw, str]]) -> date | None:
        text = line.text(at)
        if not text:
            return None
        try:
            return typed_day(text, self.year)
        except BadInput as why:
            flaws.append((Flaw(why.what, why.remedy, place.letters.get(at, "")), column_letter(at)))
            return None

    @staticmethod
    def _lessons(line: Line, place: Placed, flaws: list[tuple[Flaw, str]]) -> tuple[int, int] | None:
        try:
            return typed_lessons(line.text(3))
        except BadInput as why:
            flaws.append((Flaw(why.what, why.remedy, place.letters.get(3, "")), column_letter(3)))
            return None


_NOTHING: Final = MissedDays(date.min, date.min, AbsenceReason.NOT_GIVEN)


def read_cell(text: str) -> MissedDays | None:
    """«5Б», «н», «2/у», «1-2 п», «Н/Б» as what was missed of a day, without the day; None of all else.

    A number alone or «н» alone is without a valid reason, as paper says; «0» is nothing.
    """
    plain = name_key(text).replace("–", "-").replace("—", "-")
    found = _CELL.fullmatch(plain)
    if found is None or not plain:
        return None
    word = found["reason"].strip()
    reason = read_reason(word) if word else AbsenceReason.UNEXCUSED
    if reason is None:
        return None
    if found["count"] is not None and int(found["count"]) == 0:
        return _NOTHING
    lessons = (int(found["from"]), int(found["to"])) if found["from"] else None
    if lessons is not None and lessons[1] < lessons[0]:
        return None
    return MissedDays(date.min, date.min, reason, lessons, int(found["count"] or 0))


def read_reason(text: str) -> AbsenceReason | None:
    """«б», «по болезни», «ОРВИ», «у», «семейные обстоятельства», «п», «без уважительной» as a reason."""
    words = name_key(text).strip(". ")
    return next((reason for pattern, reason in _REASONS if pattern.fullmatch(words)), None)


def holds_absences(book: Book, year: AcademicYear) -> bool:
    """Whether some sheet has pupils with days that they missed."""
    return any(_by_days(sheet, year) or find_layout(sheet, LIST_KINDS, _LIST_NEEDED) for sheet in book.sheets)


def read_absences(book: Book, year: AcademicYear) -> AbsencesTable:
    """The sheets by days or those with lists, whichever are filled in.

    Raises BadInput when there are neither, EmptyTable when nothing is filled in, or both are.
    """
    by_days = [part for sheet in book.sheets if (part := _by_days(sheet, year)) is not None]
    lists = [one for sheet in book.sheets if (one := _list(sheet)) is not None]
    if not by_days and not lists:
        raise BadInput(
            f"В файле «{book.file}» не нашлось пропусков.",
            "Нужны фамилия и имя и дни столбцами либо столбцы «С», «По», «Причина».",
        )
    days = _table(join(book.file, by_days), by_days, year) if by_days else None
    named = [one for one in lists if _names(one)]
    rows = _table(join(book.file, named), named, year) if named else None
    filled = [one for one in (days, rows) if one is not None and one.filled]
    if len(filled) > 1:
        raise EmptyTable(
            f"В файле «{book.file}» пропуски стоят и по дням, и списком.", "Оставьте один лист, второй введите потом."
        )
    if not filled:
        raise EmptyTable(f"В файле «{book.file}» нет ни одного пропуска.", "Впишите пропуски.")
    return filled[0]


def _names(part: Part[str]) -> bool:
    """Whether anybody stands in a list."""
    return any(part.names.text(line) for line in part.sheet.lines if line.number > part.last)


def _table(
    joined: Joined[date] | Joined[str], parts: Sequence[Part[date]] | Sequence[Part[str]], year: AcademicYear
) -> AbsencesTable:
    days = tuple(one for one in joined.columns if isinstance(one, date))
    said = tuple(text for part in parts for text in part.said)
    return AbsencesTable(joined.sheet, joined.places, parts[0].names, year, days, joined.skipped, said)


def _list(sheet: Sheet) -> Part[str] | None:
    """A list: each known column is one of the shown table, at its place."""
    layout = find_layout(sheet, LIST_KINDS, _LIST_NEEDED)
    if layout is None:
        return None
    kinds = {kind: at for at, kind in sorted(layout.kinds.items(), reverse=True)}
    names = {key: at for key, at in kinds.items() if key not in LIST_COLUMNS}
    # The shown table has all columns, those that the file lacks are empty.
    beyond = sheet.width
    columns = {kinds.get(key, beyond + at): key for at, key in enumerate(LIST_COLUMNS)}
    ordered = dict(sorted(columns.items(), key=lambda one: LIST_COLUMNS.index(one[1])))
    names = {"full_name": names["full_name"]} if "full_name" in names else names
    return Part(sheet, max(layout.header, default=0), NameColumns(names), ordered, titles(sheet, layout.first))


def _by_days(sheet: Sheet, year: AcademicYear) -> Part[date] | None:
    found = [part for index in range(min(len(sheet.lines), LOOK_AT_ROWS)) for part in _tries(sheet, index, year)]
    return max(found, key=lambda part: len(part.columns), default=None)


def _tries(sheet: Sheet, index: int, year: AcademicYear) -> Iterator[Part[date]]:
    """The sheet with its days in this row: dates, or numbers of days under or beside the name of a month."""
    line = sheet.lines[index]
    above = sheet.lines[index - 1] if index else None
    joined = above is not None and above.number == line.number - 1
    names = _names_of((above, line) if joined and above is not None else (line,), sheet.lines[index + 1 :])
    if names is None:
        return
    said = titles(sheet, line.number)
    for days in (_dates(line, year), _numbers(line, above if joined else None, said, year)):
        columns = {at: day for at, day in days.items() if at > names.first}
        if not columns or len(set(columns.values())) < len(columns):
            continue
        if len(columns) >= _LEAST_DAYS or _are_absences(sheet.lines[index + 1 :], min(columns)):
            yield Part(sheet, line.number, names, columns, said)


def _are_absences(below: Sequence[Line], at: int) -> bool:
    """Whether most of what a column holds says that lessons were missed."""
    filled = [text for line in below if (text := line.text(at)) and text not in _EMPTY]
    return 2 * sum(read_cell(text) is not None for text in filled) > len(filled)


def _names_of(head: Sequence[Line], below: Sequence[Line]) -> NameColumns | None:
    """The columns of names by both rows of the header, else by the lower one: a title may stand over it."""
    names = name_columns(head, below)
    if names is not None and is_pupil(head, names):
        # Over a pupil stands the header itself, and no name of a column.
        names = None
    return names or name_columns(head[-1:], below)


def _dates(line: Line, year: AcademicYear) -> dict[int, date]:
    found: dict[int, date] = {}
    for at, cell in enumerate(line.cells):
        day = _date(cell, year)
        if day is not None:
            found[at] = day
    return found


def _date(cell: Value, year: AcademicYear) -> date | None:
    if isinstance(cell, date):
        return cell
    # «Пн 12.10» and «12.10, пн» name the day of the week too.
    plain = re.sub(r"(?i)^(?:пн|вт|ср|чт|пт|сб)[.,]?\s+|[.,]?\s+(?:пн|вт|ср|чт|пт|сб)\.?$", "", cell)
    try:
        return typed_day(plain, year) if not plain.isdecimal() else None
    except BadInput:
        return None


def _numbers(line: Line, above: Line | None, said: Sequence[str], year: AcademicYear) -> dict[int, date]:
    """Numbers of days; the month stands over them, else in a title or in the name of sheet or file."""
    found: dict[int, date] = {}
    month = next((one for text in said if (one := _month(text))), 0)
    for at, cell in enumerate(line.cells):
        over = _month(above.text(at)) if above is not None else 0
        month = over or month
        number = int(cell) if isinstance(cell, str) and re.fullmatch(r"\d{1,2}", cell) else 0
        if month and 1 <= number <= 31:
            try:
                found[at] = typed_day(f"{number}.{month}", year)
            except BadInput:
                continue
    return found


def _month(text: str) -> int:
    """The month whose name stands in a text, 0 when none or several do."""
    words = set(re.findall(r"[а-яё]+", text.casefold()))
    found = [at for at, name in enumerate(MONTHS, 1) if name.casefold() in words]
    return found[0] if len(found) == 1 else 0
