"""A timetable as schools draw it in a spreadsheet: days and lessons down, classes across; or a week of each class.

Rows of classes and rows of weekdays are found, not assumed; a sheet may be of one class or of one day and say so in
its name or above the table. Cells merged over several classes are lessons they have together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from ezh_desktop.domain.calendar import WeekParity
from ezh_desktop.domain.curriculum import CURRICULUM
from ezh_desktop.domain.incoming import Spot
from ezh_desktop.domain.kinds import SubjectKind, kind_of
from ezh_desktop.domain.names import name_key
from ezh_desktop.domain.subject_words import guess_subject
from ezh_desktop.exchange.classnames import class_of, is_class
from ezh_desktop.exchange.gridcell import CellLesson, filled, is_room, is_teacher, read_cell
from ezh_desktop.exchange.tables import Book, Line, Sheet, clean, column_letter
from ezh_desktop.exchange.timetable import (
    TWICE,
    WEEK_WORDS,
    Source,
    TimetableTable,
    day_text,
    make_table,
    read_day,
    read_lessons,
)

_CLASS_WORD: Final = re.compile(r"(?i)\bкласс\w*|\bкл\.")
_BRACKETS: Final = re.compile(r"(?i)\(.*?\)|\bкаб\..*$")
_IN_TITLE: Final = re.compile(r"(?<!\d)(1[0-2]|[1-9])\s?[-–—]?\s?[«\"'„]?([А-ЯЁA-Z])[»\"'“]?(?![А-ЯЁа-яёA-Za-z])")
_LABEL: Final = re.compile(
    r"(?i)^(?:№.*|день.*|дни.*|урок\w*|время|звон\w*|каб\w*\.?|класс\w*|предмет\w*|учител\w*|смена)?$"
)
_BESIDE: Final = re.compile(r"(?i)^(?:№.*|день.*|дни.*|урок\w*|время|звон\w*|смена)$")
_TIME: Final = re.compile(r"\d{1,2}[.:]\d{2}.*")
_SPACED: Final = re.compile(r"(?:[^\W\d_]\s){3,}[^\W\d_]")
_ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8}
_TITLE_LENGTH: Final = 60
_NUMBERED: Final = re.compile(r"(?i)\d{1,3}\s*(?:-?\s*й)?\.?\s*(?:урок\w*)?\.?")
_SEVERAL_DAYS: Final = 3
_DIVIDED: Final = frozenset(
    {SubjectKind.FOREIGN_LANGUAGE, SubjectKind.INFORMATICS, SubjectKind.TECHNOLOGY, SubjectKind.PHYSICAL_EDUCATION}
)
"""Of these one class has two in an hour, each in a subgroup."""
_UNCOUNTED: Final = "формула, которую никто не посчитал; откройте файл в Excel и сохраните"


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
    """A walk down a sheet: what the rows above have said, and the hour that may go on in the next row."""

    sheet: Sheet
    classes: dict[int, str] = field(default_factory=dict)
    """Column → class, in a table with classes across."""
    days: dict[int, tuple[int, WeekParity]] = field(default_factory=dict)
    """Column → day, in a table with days across."""
    labels: frozenset[int] = frozenset()
    """Columns of days and numbers, wherever they stand."""
    until: int = 0
    day: tuple[int, WeekParity] = (0, WeekParity.EVERY)
    week: WeekParity = WeekParity.EVERY
    school_class: str = ""
    counted: int = 0
    unread: str = ""
    """The number of the lesson as it stands, if a day has no such lesson or has it in the row above already."""
    numbered: bool = False
    open: dict[int, list[Entry]] = field(default_factory=dict)
    """Column of a class or day → its lessons in the hour being read."""

    def entries(self) -> Iterator[Entry]:
        """The lessons of the sheet, in its order."""
        self.day = read_day(self.sheet.name)
        self.week = self.day[1]
        self.school_class = _class_in_title(self.sheet.name)
        for line in self.sheet.lines:
            if self._is_header(line) or self._is_title(line):
                yield from self._close()
            elif self.classes or (self.days and self.school_class):
                yield from self._lessons(line)
        yield from self._close()

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
        self.labels = frozenset(at for at, text in cells.items() if _BESIDE.match(text))
        self.counted, self.numbered = 0, False
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
        """Read a row: a new hour, or more about the hour above it."""
        heads = self.classes or self.days
        first = min(heads)
        before = self.day, self.counted
        self._take_day(line, first)
        if not any(at >= first and at not in self.labels and not _LABEL.match(t) for at, t in _texts(line).items()):
            return
        told = self._number(line, first)
        stays = bool(self.open) and before[0] == self.day
        if told is None:
            unread, goes_on = self._unread_number(line, first), self.numbered
        else:
            goes_on = told == self.counted
            unread = f"{told}{TWICE}" if stays and goes_on and self._is_typed_again(line, first) else ""
        if stays and goes_on and not unread:
            for at in heads:
                self.open[at] = _continued(self.open.get(at, []), self._of_cell(line, at))
            return
        yield from self._close()
        self.unread = unread
        self.counted, self.numbered = (self.counted + 1, False) if told is None else (told, True)
        self.open = {at: self._of_cell(line, at) for at in heads}

    def _close(self) -> list[Entry]:
        """The lessons of the hour that ends here."""
        done = [one for lessons in self.open.values() for one in lessons]
        self.open = {}
        return done

    def _take_day(self, line: Line, first: int) -> None:
        for at in range(first) if self.classes else ():
            day = _day_head(str(line.at(at)))
            if day[0] and day != self.day:
                self.day, self.counted, self.numbered = day, 0, False

    @staticmethod
    def _unread_number(line: Line, first: int) -> str:
        """A number that no lesson of a day has: counted on, the lesson would land in an hour nobody named."""
        texts = (clean(str(line.at(at))) for at in reversed(range(first)))
        return next((text for text in texts if _NUMBERED.fullmatch(text)), "")

    def _is_typed_again(self, line: Line, first: int) -> bool:
        """Whether a row repeats the number of the hour above it over lessons that no class has at once."""
        at = next(at for at in reversed(range(first)) if _hour(line, at) is not None)
        if (line.number, at) in self.sheet.repeated:
            return False
        heads = self.classes or self.days
        return any(_exclude(self.open.get(at, []), self._of_cell(line, at)) for at in heads)

    @staticmethod
    def _number(line: Line, first: int) -> int | None:
        """The number of the lesson that stands before the first column of lessons."""
        found = (_hour(line, at) for at in reversed(range(first)))
        return next((number for number in found if number is not None), None)

    def _of_cell(self, line: Line, at: int) -> list[Entry]:
        last = self.sheet.wide.get((line.number, at), at)
        together = tuple(name for column, name in self.classes.items() if at <= column <= last)
        day, parity = self.days.get(at, self.day)
        found = []
        for column, lesson in self._read(line, at):
            week = next((one for one in (lesson.week, parity) if one is not WeekParity.EVERY), self.week)
            classes = together or (self.school_class,)
            hour = self.unread or str(self.counted)
            found.append(Entry(line.number, column, day, week, hour, classes, lesson))
        return found

    def _read(self, line: Line, at: int) -> list[tuple[int, CellLesson]]:
        """The lessons of a class in a row: its own cell, and the narrow columns behind it that name no class.

        Those hold a room, a teacher, or what the second subgroup learns meanwhile.
        """
        lessons = [(at, one) for one in read_cell(str(line.at(at)))]
        for column in self._behind(at):
            text = clean(str(line.at(column)))
            more = _more(text)
            if more and lessons:
                full = _spread([one for _, one in lessons], more)
                lessons = [(c, one) for (c, _), one in zip(lessons, full, strict=True)]
            else:
                lessons = _beside(lessons, [(column, one) for one in read_cell(text)])
        return lessons

    def _behind(self, at: int) -> list[int]:
        """The columns between this class or day and the next one."""
        heads = sorted(self.classes or self.days)
        after = next((column for column in heads if column > at), self.until + 1)
        return [column for column in range(at + 1, after) if column not in self.labels]


def _more(text: str) -> list[CellLesson]:
    """What a cell adds to the lessons beside or above it: rooms, teachers; nothing when it is a lesson itself."""
    parts = [text] if is_room(text) else [part.strip() for part in text.split("/")]
    found = []
    for part in parts:
        if is_room(part):
            found.append(CellLesson("", (), part))
        elif is_teacher(part):
            found.append(replace(read_cell(f"Предмет {part}")[0], subject=""))
        else:
            return []
    return found


def _spread(lessons: Sequence[CellLesson], more: Sequence[CellLesson]) -> list[CellLesson]:
    """The lessons with what was added: each its own where there is one for each, else the first for all."""
    each = more if len(more) == len(lessons) else [more[0]] * len(lessons)
    return [filled(one, added) for one, added in zip(lessons, each, strict=True)]


def _continued(above: list[Entry], below: list[Entry]) -> list[Entry]:
    """The lessons of an hour whose second row names teachers and rooms, repeats a merged cell, or is of a subgroup."""
    known = {one.lesson for one in above}
    new = [one for one in below if one.lesson not in known]
    if not above or not new:
        return above or below
    added = [more for one in new for more in _more(_as_text(one.lesson))]
    if len(added) == len(new):
        full = _spread([one.lesson for one in above], added)
        return [replace(one, lesson=lesson) for one, lesson in zip(above, full, strict=True)]
    beside = _beside([(one.column, one.lesson) for one in above], [(one.column, one.lesson) for one in new])
    return [replace(one, lesson=lesson) for one, (_, lesson) in zip((*above, *new), beside, strict=True)]


def _exclude(above: Sequence[Entry], below: Sequence[Entry]) -> bool:
    """Whether the lessons of two rows are of different subjects, and nothing says that they are of subgroups or weeks.

    Subjects that classes learn in subgroups say so by themselves. Nor is the second row what the first one lacks: a
    teacher, a room.
    """
    lessons = [one.lesson for one in (*above, *below)]
    if not above or not below or any(one.subgroup or one.week is not WeekParity.EVERY for one in lessons):
        return False
    same = len({name_key(one.subject) for one in lessons}) == 1
    divided = all(_is_divided(one.subject) for one in lessons)
    return not (same or divided or all(_more(_as_text(one.lesson)) for one in below))


def _is_divided(subject: str) -> bool:
    """Whether classes learn it in subgroups, by its full name or a short one."""
    known = guess_subject(subject, [one.name for one in CURRICULUM])
    return kind_of(known or subject) in _DIVIDED


def _hour(line: Line, at: int) -> int | None:
    """The number of a lesson that a cell holds."""
    text = clean(str(line.at(at)))
    return _ROMAN.get(name_key(text)) or next(iter(read_lessons(text.rstrip("."))), None)


def _as_text(lesson: CellLesson) -> str:
    """The cell a lesson was read from, as far as a second row can be one: a teacher, a room."""
    return " ".join(part for part in (lesson.subject, *lesson.teachers, lesson.room) if part)


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
        skipped += [(row, f"{column_letter(at)}{row}: {_UNCOUNTED}") for row, at in sorted(sheet.unsure)]
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
    bare = clean(_CLASS_WORD.sub(" ", _BRACKETS.sub(" ", text)))
    if _CLASS_WORD.search(text) and bare.isdecimal():
        return clean(text)
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


def _beside(first: list[tuple[int, CellLesson]], second: list[tuple[int, CellLesson]]) -> list[tuple[int, CellLesson]]:
    """Both subgroups of a class, each from its own column or row; one alone is the whole class, and so are weeks."""
    if not first or not second:
        return first or second
    if all(one.week is not WeekParity.EVERY for _, one in (*first, *second)):
        return [*first, *second]
    return [*_numbered(first, "1"), *_numbered(second, "2")]


def _numbered(lessons: list[tuple[int, CellLesson]], subgroup: str) -> list[tuple[int, CellLesson]]:
    return [
        (at, CellLesson(one.subject, one.teachers, one.room, one.subgroup or subgroup, one.week)) for at, one in lessons
    ]
