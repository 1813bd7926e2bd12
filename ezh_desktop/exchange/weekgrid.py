"""A timetable as schools draw it in a spreadsheet: days and lessons down, classes across; or a week of each class.

Rows of classes and rows of weekdays are found, not assumed; a sheet may be of one class or of one day and say so in
its name or above the table. Cells merged over several classes are lessons they have together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from ezh_desktop.domain.calendar import WeekParity
from ezh_desktop.domain.incoming import Spot
from ezh_desktop.domain.names import name_key
from ezh_desktop.exchange.gridcell import CellLesson, is_room, is_teacher, read_cell
from ezh_desktop.exchange.tables import Book, Line, Sheet, clean, column_letter
from ezh_desktop.exchange.timetable import (
    WEEK_WORDS,
    Source,
    TimetableTable,
    class_of,
    day_text,
    is_class,
    make_table,
    read_day,
    read_lessons,
)

_CLASS_WORD: Final = re.compile(r"(?i)\bкласс\w*|\bкл\.")
_IN_TITLE: Final = re.compile(r"(?<!\d)(1[0-2]|[1-9])\s?[-–—]?\s?[«\"'„]?([А-ЯЁA-Z])[»\"'“]?(?![А-ЯЁа-яёA-Za-z])")
_LABEL: Final = re.compile(
    r"(?i)^(?:№.*|день.*|дни.*|урок\w*|время|звон\w*|каб\w*\.?|класс\w*|предмет\w*|учител\w*|смена)?$"
)
_TIME: Final = re.compile(r"\d{1,2}[.:]\d{2}.*")
_SPACED: Final = re.compile(r"(?:[^\W\d_]\s){3,}[^\W\d_]")
_ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8}
_TITLE_LENGTH: Final = 60
_SEVERAL_DAYS: Final = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """A lesson in a cell of a sheet: where it stands, and whose it is as far as the sheet tells."""

    row: int
    column: int
    day: int
    week: WeekParity
    hour: str
    classes: tuple[str, ...]
    lesson: CellLesson


@dataclass
class _Scan:
    """A walk down a sheet: what the rows above have said."""

    sheet: Sheet
    classes: dict[int, str] = field(default_factory=dict)
    """Column → class, in a table with classes across."""
    days: dict[int, tuple[int, WeekParity]] = field(default_factory=dict)
    """Column → day, in a table with days across."""
    until: int = 0
    day: tuple[int, WeekParity] = (0, WeekParity.EVERY)
    school_class: str = ""
    counted: int = 0

    def entries(self) -> Iterator[Entry]:
        """The lessons of the sheet, in its order."""
        self.day = read_day(self.sheet.name)
        self.school_class = _class_in_title(self.sheet.name)
        for line in self.sheet.lines:
            if not self._is_header(line) and not self._is_title(line):
                yield from self._lessons(line)

    def _is_header(self, line: Line) -> bool:
        """Take up a row that names classes or weekdays."""
        cells = _texts(line)
        classes = {at: name for at, text in cells.items() if (name := _class_head(text))}
        days = {at: found for at, text in cells.items() if (found := _day_head(text))[0]}
        others = [text for at, text in cells.items() if at not in classes and at not in days and not _LABEL.match(text)]
        if len({day for day, _ in days.values()}) >= _SEVERAL_DAYS and not classes:
            self.classes, self.days = {}, days
        elif classes and not others and (len(classes) > 1 or not days):
            self.classes, self.days = classes, {}
            # A class alone in its row may as well be the title of a week that follows.
            self.school_class = next(iter(classes.values())) if len(cells) == 1 else self.school_class
        else:
            return False
        self.until = max(*cells, *(self.sheet.wide.get((line.number, at), at) for at in cells))
        self.counted = 0
        return True

    def _is_title(self, line: Line) -> bool:
        """Take up a row that is one text: the day or the class that the rows below are about."""
        texts = list(dict.fromkeys(_texts(line).values()))
        if len(texts) != 1 or len(texts[0]) > _TITLE_LENGTH:
            return False
        day = _day_head(texts[0])
        if day[0]:
            self.day, self.counted = day, 0
            return True
        name = _class_in_title(texts[0])
        if name and not self.classes:
            self.school_class = name
            return True
        return False

    def _lessons(self, line: Line) -> Iterator[Entry]:
        if self.classes:
            yield from self._by_class(line)
        elif self.days and self.school_class:
            hour = self._hour(line, min(self.days))
            for at, (day, week) in self.days.items():
                yield from self._of_cell(line, at, (day, week), hour, (self.school_class,))

    def _by_class(self, line: Line) -> Iterator[Entry]:
        first = min(self.classes)
        for at in range(first):
            day = _day_head(str(line.at(at)))
            if day[0] and day != self.day:
                self.day, self.counted = day, 0
        if not any(text for at, text in _texts(line).items() if at >= first and not _LABEL.match(text)):
            return
        hour = self._hour(line, first)
        for at in self.classes:
            last = self.sheet.wide.get((line.number, at), at)
            together = tuple(name for column, name in self.classes.items() if at <= column <= last)
            yield from self._of_cell(line, at, self.day, hour, together)

    def _hour(self, line: Line, first: int) -> str:
        """The number of the lesson before the first column of lessons; without one the rows of a day are counted."""
        self.counted += 1
        for at in reversed(range(first)):
            text = clean(str(line.at(at)))
            number = _ROMAN.get(name_key(text)) or next(iter(read_lessons(text.rstrip("."))), None)
            if number is not None:
                self.counted = number
                return str(number)
        return str(self.counted)

    def _of_cell(
        self, line: Line, at: int, day: tuple[int, WeekParity], hour: str, classes: tuple[str, ...]
    ) -> Iterator[Entry]:
        for column, lesson in self._read(line, at):
            week = lesson.week if lesson.week is not WeekParity.EVERY else day[1]
            yield Entry(line.number, column, day[0], week, hour, classes, lesson)

    def _read(self, line: Line, at: int) -> list[tuple[int, CellLesson]]:
        """The lessons of a class in a row: its own cell, and the narrow columns behind it that name no class.

        Those hold a room, a teacher, or what the second subgroup learns meanwhile.
        """
        lessons = [(at, one) for one in read_cell(str(line.at(at)))]
        for column in self._behind(at):
            text = clean(str(line.at(column)))
            if text and is_room(text):
                lessons = [(c, _with(one, room=text)) for c, one in lessons]
            elif text and is_teacher(text):
                names = read_cell(f"Предмет {text}")[0].teachers
                lessons = [(c, _with(one, teachers=names)) for c, one in lessons]
            else:
                lessons = _beside(lessons, [(column, one) for one in read_cell(text)])
        return lessons

    def _behind(self, at: int) -> range:
        """The columns between this class or day and the next one."""
        heads = sorted(self.classes or self.days)
        after = next((column for column in heads if column > at), self.until + 1)
        return range(at + 1, after)


def find_grids(book: Book) -> list[tuple[Sheet, tuple[Entry, ...]]]:
    """The sheets that hold a timetable, with their lessons; none when no class and no weekday is told anywhere."""
    found = [(sheet, tuple(_Scan(sheet).entries())) for sheet in book.sheets]
    return [(sheet, entries) for sheet, entries in found if any(one.day for one in entries)]


def read_grids(book: Book, grids: Sequence[tuple[Sheet, tuple[Entry, ...]]]) -> TimetableTable:
    """The timetable of these sheets."""
    cells: list[Sequence[str]] = []
    spots: dict[int, Spot] = {}
    skipped: list[tuple[int, str]] = []
    for sheet, entries in grids:
        skipped += [(number, "строка скрыта в файле") for number in sheet.hidden_rows]
        seen: dict[str, int] = {}
        for one in entries:
            letter = column_letter(one.column)
            place = f"{sheet.name}!{letter}{one.row}" if len(grids) > 1 else f"{letter}{one.row}"
            seen[place] = seen.get(place, 0) + 1
            unit = place if seen[place] == 1 else f"{place} ({seen[place]})"
            cells.append(_line(unit, one))
            spots[len(cells)] = Spot(book.file, sheet.name, one.row, letter)
    names = ", ".join(f"«{sheet.name}»" for sheet, _ in grids if sheet.name)
    note = ", ".join(part for part in (grids[0][0].note, f"листы: {names}" if names else "") if part)
    return make_table(book.file, note, cells, Source("Клетка", spots), skipped)


def _line(unit: str, one: Entry) -> list[str]:
    lesson = one.lesson
    day = day_text(one.day, one.week) if one.day else WEEK_WORDS[one.week].strip(", ")
    classes = "+".join(f"{name} {lesson.subgroup}".strip() for name in one.classes)
    return [unit, day, one.hour, classes, lesson.subject, "+".join(lesson.teachers), lesson.room]


def _texts(line: Line) -> dict[int, str]:
    return {at: text for at, cell in enumerate(line.cells) if (text := clean(str(cell)))}


def _class_head(text: str) -> str:
    """The class that a heading names: «7А», «7 «А» класс»; "" for anything else."""
    bare = clean(_CLASS_WORD.sub(" ", text))
    if not is_class(bare):
        return ""
    found = class_of(bare)
    return found[0] if found else ""


def _class_in_title(text: str) -> str:
    """The one class that a title or a sheet's name speaks of; "" for none or several."""
    found = {f"{one[1]}{one[2]}" for one in _IN_TITLE.finditer(text.upper())}
    return found.pop() if len(found) == 1 else ""


def _day_head(text: str) -> tuple[int, WeekParity]:
    """The weekday that a heading names, also with its letters apart; (0, every week) for anything else."""
    text = clean(text)
    if _SPACED.fullmatch(text):
        text = text.replace(" ", "")
    words = re.findall(r"[^\W\d_]+", text)
    if not words or len(words) > 4 or len(text) > _TITLE_LENGTH or _TIME.fullmatch(text):
        return 0, WeekParity.EVERY
    return read_day(text)


def _with(lesson: CellLesson, *, room: str = "", teachers: tuple[str, ...] = ()) -> CellLesson:
    return CellLesson(lesson.subject, lesson.teachers or teachers, lesson.room or room, lesson.subgroup, lesson.week)


def _beside(first: list[tuple[int, CellLesson]], second: list[tuple[int, CellLesson]]) -> list[tuple[int, CellLesson]]:
    """Both subgroups of a class, each from its own column; one column alone is the whole class."""
    if not first or not second:
        return first or second
    return [*_numbered(first, "1"), *_numbered(second, "2")]


def _numbered(lessons: list[tuple[int, CellLesson]], subgroup: str) -> list[tuple[int, CellLesson]]:
    return [
        (at, CellLesson(one.subject, one.teachers, one.room, one.subgroup or subgroup, one.week)) for at, one in lessons
    ]
