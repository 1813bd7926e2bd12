"""What stands in the navigation: all courses of the year with their classes and teachers, and the lessons of a day."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from ezh_desktop.storage.reading.rows import Readable, marks_of, row, rows


class CourseLine(NamedTuple):
    """One class of one course."""

    course: int
    subject_name: str
    subgroup: str
    position: int
    school_class: int
    class_name: str
    grade: int
    letter: str
    shift: int

    @property
    def title(self) -> str:
        """The subject with its subgroup: «Английский язык, 1»."""
        return f"{self.subject_name}, {self.subgroup}" if self.subgroup else self.subject_name


class LessonLine(NamedTuple):
    """One living lesson."""

    lesson: int
    course: int
    day: str
    number: int
    part: int


class YearLine(NamedTuple):
    """The school year that the program works in."""

    year: int
    label: str
    start: str
    end: str
    week_days: int
    state: str


def read_year_lines(db: Readable) -> list[YearLine]:
    """Every year of the journal, the oldest first."""
    found = rows(db, "SELECT id, label, start, end, week_days, state FROM academic_year")
    return sorted((YearLine(*one) for one in found), key=lambda year: year.start)


def read_year(db: Readable, today: str, year: int = 0) -> YearLine | None:
    """The year of that id, else the one that holds `today`, else the newest."""
    years = read_year_lines(db)
    named = next((one for one in years if one.year == year), None)
    return named or max(years, key=lambda year: (year.start <= today <= year.end, year.start), default=None)


def read_first_lessons(db: Readable, year: YearLine) -> date:
    """The first day of lessons of a year: that of its first term, of a year without terms its own."""
    found = row(
        db,
        "SELECT min(p.start) FROM period AS p JOIN term_scheme AS s ON s.id = p.scheme"
        " WHERE s.year = ? AND p.kind IN ('quarter', 'half')",
        year.year,
    )
    return date.fromisoformat(found[0] if found and found[0] else year.start)


def read_last_lessons(db: Readable, year: YearLine) -> date:
    """The last day of lessons of a year: that of its last term, of a year without terms its own."""
    found = row(
        db,
        "SELECT max(p.end) FROM period AS p JOIN term_scheme AS s ON s.id = p.scheme"
        " WHERE s.year = ? AND p.kind IN ('quarter', 'half')",
        year.year,
    )
    return date.fromisoformat(found[0] or year.end)


def read_began(db: Readable, today: str) -> date:
    """The day from which the journal of the year is kept in the program; the first day of the year as a rule."""
    year = read_year(db, today)
    if year is None:
        return date.min
    (began,) = row(db, "SELECT began FROM academic_year WHERE id = ?", year.year)
    return date.fromisoformat(began or year.start)


def read_courses(db: Readable, year: int) -> list[CourseLine]:
    """Every course of the year, a line for each of its classes, in the journal's order."""
    found = rows(
        db,
        "SELECT c.id, s.name, c.subgroup, c.position, k.id, k.name, k.grade, k.letter, k.shift FROM course AS c"
        " JOIN subject AS s ON s.id = c.subject JOIN course_class AS cc ON cc.course = c.id AND cc.ended = 0"
        " JOIN school_class AS k ON k.id = cc.school_class WHERE c.year = ? AND c.ended = 0"
        " ORDER BY k.grade, k.letter, c.position, s.name_key, c.subgroup",
        year,
    )
    return [CourseLine(*one) for one in found]


def read_class_names(db: Readable, year: int) -> list[tuple[int, str]]:
    """(class, name) of the year's classes in their order."""
    found = rows(db, "SELECT id, name FROM school_class WHERE year = ? AND ended = 0 ORDER BY grade, letter", year)
    return [tuple(one) for one in found]


def read_lessons(db: Readable, courses: list[int], first: str, last: str) -> list[LessonLine]:
    """Living lessons of these courses between two days."""
    if not courses:
        return []
    found = rows(
        db,
        "SELECT id, course, day, number, part FROM lesson WHERE state = 'living' AND day BETWEEN ? AND ?"
        f" AND course IN ({marks_of(len(courses))}) ORDER BY day, number, part",
        first,
        last,
        *courses,
    )
    return [LessonLine(*one) for one in found]


def read_bells(db: Readable, year: int) -> list[tuple[int, int, str, str, str | None, str | None]]:
    """(shift, number, starts, ends, first day, last day) of the year's bells."""
    found = rows(db, "SELECT shift, number, starts, ends, valid_from, valid_to FROM bell WHERE year = ?", year)
    return [tuple(one) for one in found]


def read_school(db: Readable) -> tuple[str, str, str]:
    """(name, short name, zone) of the school; the newest row when there are several, empty texts when there is none."""
    found = row(db, "SELECT name, short_name, zone FROM school ORDER BY id DESC LIMIT 1")
    return ("", "", "Europe/Moscow") if found is None else (found[0], found[1], found[2])


def read_settings(db: Readable, year: int) -> dict[str, str]:
    """The settings of the year, by name; one whose making was undone is empty and holds nothing."""
    return dict(rows(db, "SELECT name, value FROM year_setting WHERE year = ? AND value <> ''", year))


def read_info(db: Readable, name: str) -> str:
    """A fact of the file itself («demo_day»), "" when there is none."""
    found = row(db, "SELECT value FROM journal_info WHERE name = ?", name)
    return "" if found is None else str(found[0])
