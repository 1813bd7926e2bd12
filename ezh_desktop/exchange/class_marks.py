"""Period marks of a whole class, as the paper summary sheet has them: pupils down, subjects by periods across.

Read are subjects over their periods (сводная ведомость), headings that name both («Алгебра, I четверть»), and sheets of
one period with subjects as columns. Several sheets of a workbook become one shown table.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ezh_desktop.domain.calendar import PeriodKind
from ezh_desktop.domain.curriculum import CURRICULUM
from ezh_desktop.domain.incoming_marks import ClassMark, ClassMarksRow, PeriodName
from ezh_desktop.domain.kinds import SubjectKind, kind_of
from ezh_desktop.domain.names import name_key
from ezh_desktop.domain.russian import MONTHS, roman
from ezh_desktop.domain.subject_words import guess_subject
from ezh_desktop.errors import BadInput, EmptyTable
from ezh_desktop.exchange import period_marks
from ezh_desktop.exchange.classtable import NUMBER, NameColumns, Part, Placed, is_pupil, join, name_columns, titles
from ezh_desktop.exchange.headers import LOOK_AT_ROWS, Layout, heading_key
from ezh_desktop.exchange.pupils import class_in
from ezh_desktop.exchange.tables import MOST_COLUMNS, Book, Line, Sheet, column_letter

_CLOSING: Final = (
    (re.compile(r"^экз\w*$"), (PeriodKind.EXAM, 1)),
    (re.compile(r"^итог\w*(?: отметка)?$"), (PeriodKind.FINAL, 1)),
)
_TITLES: Final = {PeriodKind.YEAR: "год", PeriodKind.EXAM: "экз.", PeriodKind.FINAL: "итог."}
_BETWEEN: Final = re.compile(r"[\s,.:;(–—-]+")
_IN_TITLE: Final = re.compile(
    r"(?:^|\W)(?P<number>iv|iii|ii|i|[1-4])[\s-]*(?:я|ая|ей|й|ю|е|ое)?\s*(?P<kind>четв|полуг|п/г)", re.IGNORECASE
)
_YEAR_IN_TITLE: Final = re.compile(r"за год|годовые|годовых", re.IGNORECASE)
_NUMBERS: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_MARK: Final = re.compile(r"[1-5]")
_LONGEST: Final = 80
"""No subject has a longer name."""
_LEAST: Final = 2
"""So many subjects make a table of the whole class; of one subject there is a table of its own."""


@dataclass(frozen=True, slots=True)
class MarksColumn:
    """A column: the subject as the file names it, and the period.

    `of` is how many numbered columns the subject has: half-years of a sheet with quarters stand under II and IV.
    """

    subject: str
    period: PeriodName
    of: int = 0

    @property
    def heading(self) -> str:
        """«Алгебра, II»."""
        kind, number = self.period
        words = {PeriodKind.QUARTER: roman(number), PeriodKind.HALF: f"{roman(number)} п/г"} if number else {}
        return f"{self.subject}, {words.get(kind) or _TITLES.get(kind, '')}"


@dataclass(frozen=True, slots=True)
class ClassMarksTable:
    """The table a person is shown, where each of its lines stands in the file, its columns, and what was left out.

    Column 0 of `sheet` is the name, the others are `columns` in order.
    """

    sheet: Sheet
    columns: tuple[MarksColumn, ...]
    places: Mapping[int, Placed]
    names: NameColumns
    skipped: tuple[tuple[int, str], ...] = ()
    said: tuple[str, ...] = ()
    """Words of titles, sheets and file, in which the class is looked for."""

    def layout(self, subjects: Collection[str] = ()) -> Layout:
        """The headings of the columns that hold anything, if there are any of these subjects those alone."""
        filled = {
            at: one for at, one in enumerate(self.columns, 1) if any(line.at(at) != "" for line in self.sheet.lines)
        }
        own = {at: one for at, one in filled.items() if one.subject in subjects} or filled
        return Layout({0: "full_name"}, (), {0: "Фамилия, имя", **{at: one.heading for at, one in own.items()}})

    @property
    def class_name(self) -> str:
        """The class the file speaks of; "" when it does not say."""
        return next((str(found) for text in self.said if (found := class_in(text))), "")

    def with_sheet(self, sheet: Sheet) -> ClassMarksTable:
        """The table after a person has put cells right."""
        return replace(self, sheet=sheet)

    @property
    def rows(self) -> tuple[ClassMarksRow, ...]:
        """The pupils with what stands in their cells; empty ones are left out."""
        return tuple(self._row(line) for line in self.sheet.lines)

    def _row(self, line: Line) -> ClassMarksRow:
        place = self.places[line.number]
        marks = tuple(
            ClassMark(one.subject, one.period, text, one.of, place.letters.get(at, ""), column_letter(at))
            for at, one in enumerate(self.columns, 1)
            if (text := line.text(at))
        )
        return ClassMarksRow(place.spot, line.number, self.names.read(line.text(0)), marks)


def holds_class_marks(book: Book) -> bool:
    """Whether some sheet has marks of several subjects of a class."""
    return any(_part(sheet) is not None for sheet in book.sheets)


def read_class_marks(book: Book) -> ClassMarksTable:
    """The marks of all sheets that have them. Raises BadInput when none has, EmptyTable without pupils or marks."""
    parts = [part for sheet in book.sheets if (part := _part(sheet)) is not None]
    if not parts:
        raise BadInput(
            f"В файле «{book.file}» не нашлось отметок класса по предметам.",
            "Нужны фамилия и имя и предметы, а под предметами или в названии листа — периоды: I, II, III, IV, год.",
        )
    joined = join(book.file, parts)
    if all(cell == "" for line in joined.sheet.lines for cell in line.cells[1:]):
        raise EmptyTable(f"В файле «{book.file}» нет ни одной отметки.", "Впишите отметки под предметами и периодами.")
    said = tuple(text for part in parts for text in part.said)
    return ClassMarksTable(joined.sheet, joined.columns, joined.places, parts[0].names, joined.skipped, said)


def _part(sheet: Sheet) -> Part[MarksColumn] | None:
    """The sheet under that header which explains most columns."""
    found = [part for index in range(min(len(sheet.lines), LOOK_AT_ROWS)) for part in _tries(sheet, index)]
    return max(found, key=lambda part: len(part.columns), default=None)


def _tries(sheet: Sheet, index: int) -> Iterator[Part[MarksColumn]]:
    """The sheet under a header of two rows from this one on, and of this one alone."""
    upper = sheet.lines[index]
    said = titles(sheet, upper.number)
    period = _period_in(said)
    for head in (sheet.lines[index : index + 2], (upper,)):
        last = head[-1].number
        names = name_columns(head, [line for line in sheet.lines if line.number > last])
        if names is None or last - upper.number != len(head) - 1 or is_pupil(head, names):
            continue
        if len(head) > 1:
            ways = [_over(upper, head[1], sheet, names.first)]
        else:
            ways = [_named_whole(upper), _subjects(upper, sheet, period) if period is not None else {}]
        for columns in ways:
            if len({name_key(column.subject) for column in columns.values()}) >= _LEAST:
                yield Part(sheet, last, names, _counted(columns), said)


def _counted(columns: Mapping[int, MarksColumn]) -> dict[int, MarksColumn]:
    """Each with how many numbered columns its subject has."""
    kinds = {PeriodKind.QUARTER, PeriodKind.HALF}
    greatest: dict[str, int] = {}
    for column in columns.values():
        if column.period[0] in kinds:
            greatest[column.subject] = max(greatest.get(column.subject, 0), column.period[1])
    return {at: replace(column, of=greatest.get(column.subject, 0)) for at, column in columns.items()}


def _over(upper: Line, lower: Line, sheet: Sheet, names: int) -> dict[int, MarksColumn]:
    """Subjects in the upper row over periods in the lower one; a merged subject ends where its cell does."""
    found: dict[int, MarksColumn] = {}
    subject, until = "", 0
    for column in range(names + 1, max(len(upper.cells), len(lower.cells))):
        text = upper.text(column)
        if text:
            subject, until = text, sheet.wide.get((upper.number, column), MOST_COLUMNS)
        period = read_period(lower.text(column))
        if period is not None and subject and column <= until and not _is_plain(subject):
            found[column] = MarksColumn(subject, period)
    return found


def _named_whole(line: Line) -> dict[int, MarksColumn]:
    """Headings that name subject and period: «Алгебра, I четверть»."""
    texts = {at: cell for at, cell in enumerate(line.cells) if isinstance(cell, str) and cell}
    return {at: found for at, text in texts.items() if (found := _both(text)) is not None}


def _both(text: str) -> MarksColumn | None:
    """Subject and period of a heading; a bare number after a subject may be a subgroup's."""
    for cut in _BETWEEN.finditer(text):
        subject, words = text[: cut.start()], text[cut.end() :].rstrip(")")
        period = None if words.isdecimal() else read_period(words)
        if period is not None and not _is_plain(subject):
            return MarksColumn(subject, period)
    return None


def _subjects(line: Line, sheet: Sheet, period: PeriodName) -> dict[int, MarksColumn]:
    """Columns of subjects on a sheet of one period: known by their names, the others by marks alone under them."""
    texts = {at: cell for at, cell in enumerate(line.cells) if isinstance(cell, str) and cell and not _is_plain(cell)}
    known = {at for at, text in texts.items() if _is_subject(text)}
    if len(known) < _LEAST:
        return {}
    below = [one for one in sheet.lines if one.number > line.number]
    more = {at for at in texts if at > min(known) and _holds_marks([one.text(at) for one in below])}
    return {at: MarksColumn(texts[at], period) for at in sorted(known | more)}


def _holds_marks(values: Sequence[str]) -> bool:
    filled = [text for text in values if text]
    return bool(filled) and all(_MARK.fullmatch(text) for text in filled)


def _is_plain(text: str) -> bool:
    """Whether a heading is no subject: a number, a name, a title over all subjects, a period by itself."""
    words = heading_key(text)
    kinds = period_marks.KINDS
    return (
        bool(NUMBER.fullmatch(words))
        or any(kind.named(words) for kind in kinds)
        or words.startswith(("предмет", "наименование предмет", "учебные предмет", "средн", "решение", "групп"))
        or words in MONTHS
        or read_period(text) is not None
    )


def _is_subject(text: str) -> bool:
    known = [one.name for one in CURRICULUM]
    return len(text) <= _LONGEST and (kind_of(text) is not SubjectKind.OTHER or bool(guess_subject(text, known)))


def read_period(text: str) -> PeriodName | None:
    """«I», «2 четверть», «1-е полугодие», «II п/г», «год», «экз.», «итог.» as a period; None for all else."""
    words = heading_key(text)
    if not words:
        return None
    named = next(
        (kind.key for kind in period_marks.KINDS if kind.key in period_marks.PERIODS and kind.named(words)), ""
    )
    if named:
        return period_marks.PERIODS[named]
    return next((period for pattern, period in _CLOSING if pattern.fullmatch(words)), None)


def _period_in(said: Sequence[str]) -> PeriodName | None:
    """The period that titles, the sheet or the file speak of; the sheet may be called «II» alone."""
    for text in said:
        found = _IN_TITLE.search(text)
        if found is not None:
            number = _NUMBERS.get(found["number"].casefold()) or int(found["number"])
            return (PeriodKind.QUARTER if found["kind"].casefold() == "четв" else PeriodKind.HALF), number
        if _YEAR_IN_TITLE.search(text):
            return PeriodKind.YEAR, 1
    return read_period(said[-2])
