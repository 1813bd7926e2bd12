"""Makes the small timetables that tests read: `python -m tests.data.make_timetables`. A school that nobody goes to.

Two classes: Алгебра, Русский язык, English in two subgroups, Физкультура of both classes at once, two hours of Труд.
The same week as a solved file of FET, as FET's CSV in Windows-1251 with semicolons and a list of students, and as a
spreadsheet, which LibreOffice has also saved as .ods and .xls.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import escape

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

FOLDER = Path(__file__).parent / "timetables"
DAYS = ("Понедельник", "Вторник", "Среда", "Четверг", "Пятница")
HOURS = tuple(map(str, range(1, 8)))


class Activity(NamedTuple):
    """An activity of FET with the place it was given; `day` "" leaves it without one."""

    students: str
    subject: str
    teachers: str
    day: str = ""
    hour: str = ""
    duration: int = 1
    room: str = ""
    active: bool = True


WEEK = (
    Activity("7А", "Алгебра", "Сотрудниковад А.И.", "Понедельник", "3"),
    Activity("7А", "Алгебра", "Сотрудниковад А.И.", "Среда", "3"),
    Activity("7А", "Рус. яз.", "Орлова М.П.", "Вторник", "2", room="12"),
    Activity("7Б", "Рус. яз.", "Орлова М.П.", "Вторник", "3", room="12"),
    Activity("7А 1", "Английский язык", "Белова И.И.", "Четверг", "1"),
    Activity("7А 2", "Английский язык", "Серова К.К.", "Четверг", "1"),
    Activity("7А+7Б", "Физ-ра", "Дубов П.П.", "Пятница", "5"),
    Activity("7А", "Труд (технология)", "Лаптев О.О.", "Пятница", "1", 2),
)
YEARS = (("7А", ("7А 1", "7А 2")), ("7Б", ()))


def fet_text(
    activities: Iterable[Activity] = WEEK,
    days: Sequence[str] = DAYS,
    hours: Sequence[str] = HOURS,
    years: Sequence[tuple[str, Sequence[str]]] = YEARS,
    *,
    head: str = "",
    version: str = "6.8.5",
) -> str:
    """A file of FET with these activities; solved where they have places."""
    listed = list(enumerate(activities, 1))
    parts = ['<?xml version="1.0" encoding="UTF-8"?>', f'{head}<fet version="{version}">', "<Mode>Official</Mode>"]
    for plural, one, names in (("Days", "Day", days), ("Hours", "Hour", hours)):
        inner = "".join(f"<{one}><Name>{escape(name)}</Name></{one}>\n" for name in names)
        parts.append(f"<{plural}_List>\n<Number_of_{plural}>{len(names)}</Number_of_{plural}>\n{inner}</{plural}_List>")
    parts.append("<Students_List>")
    for year, groups in years:
        inner = "".join(f"<Group><Name>{escape(name)}</Name></Group>\n" for name in groups)
        parts.append(f"<Year><Name>{escape(year)}</Name>\n{inner}</Year>")
    parts += ["</Students_List>", "<Activities_List>", *(_activity(*one) for one in listed), "</Activities_List>"]
    parts += ["<Time_Constraints_List>", *(_time(*one) for one in listed if one[1].day), "</Time_Constraints_List>"]
    parts += ["<Space_Constraints_List>", *(_room(*one) for one in listed if one[1].room), "</Space_Constraints_List>"]
    return "\n".join([*parts, "</fet>", ""])


def _activity(ident: int, one: Activity) -> str:
    teachers = "".join(f"<Teacher>{escape(name)}</Teacher>\n" for name in one.teachers.split("+") if name)
    students = "".join(f"<Students>{escape(name)}</Students>\n" for name in one.students.split("+") if name)
    return (
        f"<Activity>\n{teachers}<Subject>{escape(one.subject)}</Subject>\n{students}<Duration>{one.duration}</Duration>\n"
        f"<Total_Duration>{one.duration}</Total_Duration>\n<Id>{ident}</Id>\n<Activity_Group_Id>0</Activity_Group_Id>\n"
        f"<Active>{str(one.active).lower()}</Active>\n</Activity>"
    )


def _time(ident: int, one: Activity) -> str:
    return (
        f"<ConstraintActivityPreferredStartingTime><Weight_Percentage>100</Weight_Percentage><Activity_Id>{ident}"
        f"</Activity_Id><Preferred_Day>{one.day}</Preferred_Day><Preferred_Hour>{one.hour}</Preferred_Hour>"
        "<Active>true</Active></ConstraintActivityPreferredStartingTime>"
    )


def _room(ident: int, one: Activity) -> str:
    return (
        f"<ConstraintActivityPreferredRoom><Weight_Percentage>100</Weight_Percentage><Activity_Id>{ident}</Activity_Id>"
        f"<Room>{escape(one.room)}</Room><Active>true</Active></ConstraintActivityPreferredRoom>"
    )


def csv_text(activities: Iterable[Activity] = WEEK, separator: str = ";") -> str:
    """FET's CSV of the same: a row for each hour."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    head = "Activity Id,Day,Hour,Students Sets,Subject,Teachers,Activity Tags,Room,Comments"
    writer.writerow(head.split(","))
    for ident, one in enumerate(activities, 1):
        for more in range(one.duration):
            hour = str(int(one.hour) + more) if one.hour.isdecimal() else one.hour
            writer.writerow([str(ident), one.day, hour, one.students, one.subject, one.teachers, "", one.room, ""])
    return out.getvalue()


def students_text(years: Sequence[tuple[str, Sequence[str]]] = YEARS) -> str:
    """FET's list of students."""
    rows = ["Year;Number of Students per Year;Group;Number of Students per Group;Subgroup;Comments"]
    for year, groups in years:
        rows += [f"{year};25;;;;", *(f"{year};25;{group};12;;" for group in groups)]
    return "\r\n".join(rows) + "\r\n"


def grid() -> openpyxl.Workbook:
    """The same week as a school draws it: days and lessons down, classes across, merged where they learn together."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Расписание"
    sheet.append(["Расписание уроков"])
    sheet.append(["День", "Урок", "7А", "7Б"])
    for day in DAYS:
        for hour in range(1, 6):
            sheet.append([day if hour == 1 else None, hour])
    for one in WEEK:
        for more in range(one.duration):
            _draw(sheet, one, 3 + DAYS.index(one.day) * 5 + int(one.hour) - 1 + more)
    for at in range(len(DAYS)):
        sheet.merge_cells(start_row=3 + 5 * at, end_row=7 + 5 * at, start_column=1, end_column=1)
    return book


def _draw(sheet: Worksheet, one: Activity, row: int) -> None:
    classes = one.students.split("+")
    column = 4 if classes[0] == "7Б" else 3
    subgroup = f" ({one.students[-1]} гр.)" if " " in one.students else ""
    text = f"{one.subject}{subgroup} {one.teachers}" + (f" каб. {one.room}" if one.room else "")
    cell = sheet.cell(row, column)
    cell.value = f"{cell.value} / {text}" if cell.value else text
    if len(classes) > 1:
        sheet.merge_cells(start_row=row, end_row=row, start_column=3, end_column=4)


def main() -> None:
    """Write the files."""
    FOLDER.mkdir(exist_ok=True)
    grid().save(FOLDER / "Расписание.xlsx")
    (FOLDER / "Школа_data_and_timetable.fet").write_text(fet_text(), encoding="utf-8")
    (FOLDER / "Школа.fet").write_text(fet_text(one._replace(day="", hour="") for one in WEEK), encoding="utf-8")
    (FOLDER / "Школа_timetable.csv").write_bytes(csv_text().encode("cp1251"))
    (FOLDER / "Школа_students.csv").write_bytes(students_text().encode("cp1251"))


if __name__ == "__main__":
    main()
