"""A timetable as a table of activities, from whichever program it came: shown to a person, put right, read into rows.

Every format is first brought into one table (`Columns`), so that a day, a class or a teacher that a file names wrongly
is put right where it stands, whatever the file was. `read_rows` reads that table.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from ezh_desktop.domain.calendar import WeekParity
from ezh_desktop.domain.incoming import Flaw, Spot
from ezh_desktop.domain.incoming_timetable import FIELDS, ActivityRow, RowFlaw
from ezh_desktop.domain.names import name_key
from ezh_desktop.exchange.fetstudents import Sets
from ezh_desktop.exchange.headers import Layout
from ezh_desktop.exchange.tables import Line, Sheet, clean

UNIT, DAY, HOUR, CLASSES, SUBJECT, TEACHERS, ROOM = range(7)
"""The columns of the table a person is shown."""
HEADINGS: Final = ("Занятие", "День", "Урок", "Классы", "Предмет", "Учителя", "Кабинет")
LAYOUT: Final = Layout(dict(enumerate(FIELDS)), (), dict(enumerate(HEADINGS)))
UNPLACED: Final = "не расставлено"
"""What stands for the day of an activity that FET found no place for."""
TWICE: Final = " дважды"
"""What stands behind the number of a lesson that a day has in two rows over different subjects."""
MOST_LESSONS: Final = 16
WEEKDAYS: Final = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")
_STEMS: Final = (
    (r"пон|пн|mon|пнд", 1),
    (r"вто?р?|tue", 2),
    (r"сре?|сря|wed", 3),
    (r"чет|чт|thu", 4),
    (r"пят|пет|птн|пт|fri", 5),
    (r"суб|съб|сб|sat", 6),
    (r"вос|вск|вс|нед(?!\w*л[яеи]\b)|sun", 7),
)
_DAY_WORD: Final = tuple((re.compile(rf"(?<![^\W\d_])(?:{stem})\w*"), day) for stem, day in _STEMS)
_ODD: Final = re.compile(r"неч[её]тн|числит|\bодд|\bodd|(?<!\w)1\s*-?\s*я?\s*нед|i\s+нед")
_EVEN: Final = re.compile(r"(?<!не)ч[её]тн|знамен|\beven|(?<!\w)2\s*-?\s*я?\s*нед|ii\s+нед")
_RANGE: Final = re.compile(r"(\d{1,2})(?:\s*[-–—]\s*(\d{1,2}))?(?:\s*-?\s*й)?(?:\s*урок\w*)?\.?")
_WEEK_LENGTHS: Final = frozenset({5, 6, 7, 10, 12})
_LATE: Final = 2
"""Lessons are counted from 0 to 2 on; hours that begin higher are those of a clock."""
WEEK_WORDS: Final = MappingProxyType(
    {WeekParity.EVERY: "", WeekParity.ODD: ", нечётная неделя", WeekParity.EVEN: ", чётная неделя"}
)


@dataclass(frozen=True, slots=True)
class Source:
    """What the shown table does not hold: where in the file each of its lines stands, which classes a name means."""

    what: str
    """«занятие» of FET, «клетка» of a sheet: how a message calls a line."""
    spots: Mapping[int, Spot]
    sets: Sets = field(default_factory=Sets)
    letters: Mapping[str, str] = field(default_factory=dict)
    """Field → letter of the file's own column, where it has such columns."""


@dataclass(frozen=True, slots=True)
class TimetableTable:
    """A timetable as it was read: the table a person is shown, its rows, what was left out and why."""

    sheet: Sheet
    source: Source
    rows: tuple[ActivityRow, ...]
    skipped: tuple[tuple[int, str], ...] = ()
    notes: tuple[str, ...] = ()


def make_table(  # noqa: PLR0917 - the parts of the table
    file: str,
    note: str,
    cells: Sequence[Sequence[str]],
    source: Source,
    skipped: Sequence[tuple[int, str]] = (),
    notes: Sequence[str] = (),
) -> TimetableTable:
    """The table of these lines, numbered from 1 in the order of `source.spots`."""
    lines = tuple(Line(number, tuple(map(clean, row))) for number, row in enumerate(cells, 1))
    sheet = Sheet(file, "", lines, note)
    return TimetableTable(sheet, source, read_rows(sheet, source), tuple(skipped), tuple(notes))


def with_sheet(table: TimetableTable, sheet: Sheet) -> TimetableTable:
    """The table after a person has put cells right."""
    return TimetableTable(sheet, table.source, read_rows(sheet, table.source), table.skipped, table.notes)


def read_rows(sheet: Sheet, source: Source) -> tuple[ActivityRow, ...]:
    """Each line of the shown table as a row, with what is wrong with it."""
    return tuple(_row(line, source) for line in sheet.lines)


def _row(line: Line, source: Source) -> ActivityRow:
    unit, day, hour, classes, subject, teachers, room = (str(line.at(column)) for column in range(7))
    flaws: list[RowFlaw] = []
    weekday, week = read_day(day)
    if day == UNPLACED:
        remedy = "Постройте расписание в FET до конца или впишите день и урок."
        flaws.append(_flaw("day", "Занятие в FET не расставлено.", remedy, source))
    elif not weekday:
        flaws.append(_flaw("day", f"День «{day}» не узнан.", "Впишите день недели: вторник.", source))
    lessons = read_lessons(hour)
    if hour.endswith(TWICE):
        remedy = "Впишите верный номер. Если это подгруппы, назовите их в файле: «Алгебра (1 гр.)»."
        flaws.append(_flaw("hour", f"Урок {hour.removesuffix(TWICE)} стоит в этом дне дважды.", remedy, source))
    elif not lessons:
        flaws.append(_flaw("hour", f"Номер урока «{hour}» не понятен.", "Впишите номер урока: 3.", source))
    students = source.sets.read(classes)
    if not students:
        flaws.append(_flaw("classes", "Не сказано, у какого класса урок.", "Впишите класс: 7А.", source))
    if not subject:
        flaws.append(_flaw("subject", "Не сказано, какой предмет.", "Впишите предмет.", source))
    return ActivityRow(
        spot=source.spots[line.number],
        line=line.number,
        unit=unit or f"#{line.number}",
        weekday=weekday,
        lessons=lessons,
        students=students,
        subject=subject,
        teachers=tuple(dict.fromkeys(part for one in teachers.split("+") if (part := clean(one)))),
        week=week,
        room=room,
        title=f"{source.what} {unit}".strip(),
        flaws=tuple(flaws),
        columns=source.letters,
    )


def _flaw(field_name: str, what: str, remedy: str, source: Source) -> RowFlaw:
    return RowFlaw(field_name, Flaw(what, remedy, source.letters.get(field_name, "")))


def read_day(text: str) -> tuple[int, WeekParity]:
    """Weekday (1 Monday) and week that a name of a day speaks of; weekday 0 when it speaks of none or of several."""
    key = name_key(text)
    week = WeekParity.ODD if _ODD.search(key) else WeekParity.EVEN if _EVEN.search(key) else WeekParity.EVERY
    bare = re.sub(r"не?\s?ч[её]тн\w*|ч[её]тн\w*|\bнедел\w*", " ", key)
    found = {day for pattern, day in _DAY_WORD if pattern.search(bare)}
    return (found.pop() if len(found) == 1 else 0), week


def read_lessons(text: str) -> tuple[int, ...]:
    """«3», «3 урок», «1–4» as numbers of lessons; empty when it is neither."""
    found = _RANGE.fullmatch(clean(text).casefold())
    if found is None:
        return ()
    first, last = int(found[1]), int(found[2] or found[1])
    return tuple(range(first, last + 1)) if first <= last <= MOST_LESSONS else ()


def hour_numbers(names: Sequence[str]) -> dict[str, int]:
    """A program's own names of hours → numbers of lessons: the number a name holds, else its place in the day.

    Breaks, which FET keeps among the hours, have no number where the others have one.
    """
    held = {name: found[0] for name in names if len(found := re.findall(r"\d+", name)) == 1 and ":" not in name}
    numbers = [int(number) for number in held.values()]
    if numbers and len(set(numbers)) == len(numbers) and min(numbers) <= _LATE and len(held) * 2 > len(names):
        return {name: int(number) for name, number in held.items()}
    return {name: at for at, name in enumerate(names, 1)}


def lessons_text(first: int, duration: int) -> str:
    """«3», or «1–4» of a lesson of several hours."""
    return str(first) if duration <= 1 else f"{first}–{first + duration - 1}"


def day_text(weekday: int, week: WeekParity) -> str:
    """«Вторник», «Вторник, чётная неделя»."""
    return WEEKDAYS[weekday - 1].capitalize() + WEEK_WORDS[week]


def day_names(names: Sequence[str]) -> dict[str, str]:
    """A program's own names of days → what the shown table says; a name that tells no day stands for itself.

    A cycle of two weeks names each day twice: the first time it is the odd week. Days whose names we do not know are
    counted from Monday on, unless a name that we know says otherwise.
    """
    read = [read_day(name) for name in names]
    half = len(names) // 2 if len(names) > len(WEEKDAYS) else len(names)
    counted = [at % half + 1 for at in range(len(names))]
    if len(names) in _WEEK_LENGTHS and all(day in {0, at} for (day, _), at in zip(read, counted, strict=True)):
        read = [(at, week) for at, (_, week) in zip(counted, read, strict=True)]
    if any(not day for day, _ in read):
        return {name: name if not day else day_text(day, week) for name, (day, week) in zip(names, read, strict=True)}
    twice = all(sum(other == day for other, _ in read) == 2 for day, _ in read)
    told = all(week is not WeekParity.EVERY for _, week in read)
    seen: set[int] = set()
    found = {}
    for name, (day, week) in zip(names, read, strict=True):
        turn = WeekParity.EVEN if day in seen else WeekParity.ODD
        seen.add(day)
        found[name] = day_text(day, turn if twice and not told else week)
    return found
