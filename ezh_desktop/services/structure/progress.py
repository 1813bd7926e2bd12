"""How far a school is set up: what each step of the administrator still lacks, in words (4.1.4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.domain.russian import count, first_of
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.structure.leftout import read_left_out
from ezh_desktop.storage.reading.places import YearLine, read_year
from ezh_desktop.storage.reading.rows import Readable, row, rows

_SHOWN: Final = 6
_SURNAMES: Final = 3


@dataclass(frozen=True, slots=True)
class Step:
    """One step: the command that does it, its title, how it stands, and whether nothing is lacking."""

    command: str
    title: str
    words: str
    done: bool


def sets_up(office: FileOffice) -> bool:
    """Whether the person sets the school up."""
    return not office.readonly and office.may(Action.WRITE, Thing.SCHOOL_CLASS)


def read_progress(office: FileOffice) -> tuple[Step, ...]:
    """The steps in their order; none without a school year."""
    today = office.clock.today()
    with office.reading() as db:
        year = read_year(db, today.isoformat())
        if year is None:
            return ()
        day = max(today, date.fromisoformat(year.start)).isoformat()
        classes = dict(
            rows(db, "SELECT id, name FROM school_class WHERE year = ? AND ended = 0 ORDER BY grade, letter", year.year)
        )
        return (
            _calendar(db, year, classes),
            _classes(db, classes, day),
            _courses(db, year, classes, day),
            _timetable(db, classes, day),
            _access(db, year, day),
        )


def _calendar(db: Readable, year: YearLine, classes: dict[int, str]) -> Step:
    """The assistant goes over a year that has no class yet; later its own window changes it."""
    found = row(db, "SELECT address, place FROM school ORDER BY id DESC LIMIT 1")
    whole = found is not None and any(found)
    words = "адрес школы для бумаги не указан" if not whole else "четверти, каникулы и звонки введены"
    command = "school_year" if whole or classes else "new_year"
    return Step(command, f"Учебный год {year.label}", words, whole)


def _classes(db: Readable, classes: dict[int, str], day: str) -> Step:
    held = dict(rows(db, _PUPILS, day))
    empty = [name for ident, name in classes.items() if not held.get(ident)]
    pupils = sum(held.get(ident, 0) for ident in classes)
    if not classes:
        words = "классов ещё нет; списки из файла — Ctrl+I"
    elif empty:
        words = f"никого нет: {first_of(empty, _SHOWN)}"
    else:
        words = f"{count(len(classes), 'класс', 'класса', 'классов')}, {count(pupils, 'ученик', 'ученика', 'учеников')}"
    return Step("school_classes", "Классы и ученики", words, bool(classes) and not empty)


def _courses(db: Readable, year: YearLine, classes: dict[int, str], day: str) -> Step:
    taught = {one[0] for one in rows(db, _TAUGHT)}
    bare = [name for ident, name in classes.items() if ident not in taught]
    courses, without = row(db, _TEACHERS, day, day, year.year)
    if not classes:
        return Step("school_courses", "Предметы и учителя", "сначала классы", done=False)
    if bare:
        words = f"без предметов: {first_of(bare, _SHOWN)}"
    elif without:
        words = f"без учителя: {count(without, 'предмет', 'предмета', 'предметов')}"
    elif left_out := [f"{one.name} ({one.class_name})" for one in read_left_out(db, year.year, day)]:
        words = f"не в подгруппе: {first_of(left_out, _SURNAMES)}"
        return Step("school_courses", "Предметы и учителя", words, done=False)
    else:
        words = count(courses, "предмет класса", "предмета классов", "предметов классов")
    return Step("school_courses", "Предметы и учителя", words, not bare and not without)


def _timetable(db: Readable, classes: dict[int, str], day: str) -> Step:
    placed = {one[0] for one in rows(db, _PLACED, day)}
    bare = [name for ident, name in classes.items() if ident not in placed]
    if not classes:
        return Step("school_timetable", "Расписание", "сначала классы и предметы", done=False)
    words = f"нет у {first_of(bare, _SHOWN)}" if bare else "есть у всех классов"
    return Step("school_timetable", "Расписание", words, not bare)


def _access(db: Readable, year: YearLine, day: str) -> Step:
    names = [one[0] for one in rows(db, _WITHOUT_ACCESS, day, year.year)]
    words = f"не могут войти: {first_of(names, _SURNAMES)}" if names else "у всех учителей есть учётные записи"
    return Step("staff", "Сотрудники и учётные записи", words, not names)


_PUPILS: Final = (
    "SELECT school_class, count(DISTINCT pupil) FROM membership WHERE end IS NULL OR end >= ? GROUP BY school_class"
)
_TAUGHT: Final = (
    "SELECT DISTINCT k.school_class FROM course_class AS k JOIN course AS c ON c.id = k.course"
    " WHERE k.ended = 0 AND c.ended = 0"
)
_TEACHERS: Final = (
    "SELECT count(*), coalesce(sum(NOT EXISTS (SELECT 1 FROM course_teacher AS t WHERE t.course = c.id"
    " AND coalesce(t.start, '') <= ? AND (t.end IS NULL OR t.end >= ?))), 0)"
    " FROM course AS c WHERE c.year = ? AND c.ended = 0"
)
_PLACED: Final = (
    "SELECT DISTINCT k.school_class FROM timetable_slot AS t JOIN course_class AS k ON k.course = t.course"
    " AND k.ended = 0 WHERE t.valid_to IS NULL OR t.valid_to >= ?"
)
_WITHOUT_ACCESS: Final = (
    "SELECT DISTINCT p.surname FROM course_teacher AS t JOIN course AS c ON c.id = t.course AND c.ended = 0"
    " JOIN person AS p ON p.id = t.person WHERE (t.end IS NULL OR t.end >= ?) AND c.year = ? AND p.ended IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM account AS a WHERE a.person = p.id AND a.state = 'active') ORDER BY p.name_key"
)
