"""A page of the journal as finished files: a workbook or text tables. What a new page goes out as is said here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ezh_desktop.domain.russian import dotted
from ezh_desktop.exchange.csvtable import records_csv
from ezh_desktop.exchange.health_table import health_records, health_table
from ezh_desktop.exchange.hours_table import hours_records, hours_table, hours_title
from ezh_desktop.exchange.lessons_table import lessons_records, lessons_table
from ezh_desktop.exchange.marks_table import marks_records, marks_tables
from ezh_desktop.exchange.outgoing import Records, Table, file_stem
from ezh_desktop.exchange.roster_table import roster_records, roster_table
from ezh_desktop.exchange.summary_table import summary_records, summary_table
from ezh_desktop.services.pages.course import CoursePage
from ezh_desktop.services.pages.health import HealthPage
from ezh_desktop.services.pages.roster import Roster
from ezh_desktop.services.pages.substitutions import HoursPage
from ezh_desktop.services.pages.summary import SummaryPage


class Form(StrEnum):
    """What kind of file goes out; the value is also the ending of its name."""

    CSV = "csv"
    XLSX = "xlsx"


class Part(StrEnum):
    """The two sides of a course page, by the names of the command line."""

    MARKS = "marks"
    LESSONS = "lessons"


_WORDS = {Part.MARKS: "отметки", Part.LESSONS: "темы и задания"}
BOTH = (Part.MARKS, Part.LESSONS)


@dataclass(frozen=True, slots=True)
class Stamp:
    """When and by whom a file was made: the local time, the person's name."""

    made: datetime
    author: str


@dataclass(frozen=True, slots=True)
class OutFile:
    """A file: its name with the ending, and its bytes."""

    name: str
    data: bytes


def course_title(page: CoursePage, parts: tuple[Part, ...] = BOTH) -> str:
    """«7А Алгебра», of one side «7А Алгебра, отметки»."""
    return page.title if parts == BOTH else f"{page.title}, {_WORDS[parts[0]]}"


def summary_title(page: SummaryPage) -> str:
    """«7А, сводная ведомость»."""
    return f"{page.class_name}, сводная ведомость"


def health_title(page: HealthPage) -> str:
    """«7А, листок здоровья»."""
    return f"{page.class_name}, листок здоровья"


def course_files(page: CoursePage, form: Form, stamp: Stamp, parts: tuple[Part, ...] = BOTH) -> Iterator[OutFile]:
    """One workbook of the sides asked for, or a text table for each of them."""
    if form is Form.XLSX:
        tables = [table for part in parts for table in _tables(page, part)]
        yield _book(course_title(page, parts), tables, stamp)
        return
    for part in parts:
        records = marks_records(page) if part is Part.MARKS else lessons_records(page)
        yield _text(course_title(page, (part,)), records)


def one_course_file(page: CoursePage, form: Form, stamp: Stamp, part: Part) -> OutFile:
    """One side of a course page as one file."""
    (file,) = course_files(page, form, stamp, (part,))
    return file


def roster_file(page: Roster, form: Form, stamp: Stamp) -> OutFile:
    """The list of a class on a day."""
    title = f"{page.class_name}, список на {dotted(page.day)}"
    if form is Form.XLSX:
        return _book(title, [roster_table(page)], stamp)
    return _text(title, roster_records(page))


def summary_file(page: SummaryPage, form: Form, stamp: Stamp) -> OutFile:
    """The summary sheet of a class."""
    if form is Form.XLSX:
        return _book(summary_title(page), [summary_table(page)], stamp)
    return _text(summary_title(page), summary_records(page))


def health_file(page: HealthPage, form: Form, stamp: Stamp) -> OutFile:
    """The open columns of a class's health sheet, as far as the page has them."""
    if form is Form.XLSX:
        return _book(health_title(page), [health_table(page)], stamp)
    return _text(health_title(page), health_records(page))


def hours_file(page: HoursPage, form: Form, stamp: Stamp) -> OutFile:
    """The hours of a month by teacher."""
    if form is Form.XLSX:
        return _book(hours_title(page), [hours_table(page)], stamp)
    return _text(hours_title(page), hours_records(page))


def _tables(page: CoursePage, part: Part) -> list[Table]:
    return marks_tables(page) if part is Part.MARKS else [lessons_table(page)]


def _book(title: str, tables: list[Table], stamp: Stamp) -> OutFile:
    # Loaded on first use: a window that saves no table does not wait for it.
    from ezh_desktop.exchange.xlsx import workbook  # noqa: PLC0415

    return OutFile(f"{file_stem(title)}.xlsx", workbook(tables, title, stamp.made, stamp.author))


def _text(title: str, records: Records) -> OutFile:
    return OutFile(f"{file_stem(title)}.csv", records_csv(records))
