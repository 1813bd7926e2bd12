"""«Пропуски»: a week with every reason, a doubt, a document; the dialog of the document."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QApplication

from ezh_desktop.domain.figures import AbsenceReason
from ezh_desktop.services.absence_days import class_year
from ezh_desktop.services.absences import explain
from ezh_desktop.services.acts import CellEntry, EnterCells
from ezh_desktop.services.office import FileOffice
from ezh_desktop.settings import Settings
from ezh_desktop.ui.dialogs.absencedays import AbsenceDaysDialog
from ezh_desktop.ui.dialogs.document import DocumentDialog
from ezh_desktop.ui.dialogs.importing import ImportDialog
from ezh_desktop.ui.dialogs.importwork import enter_reading, works_of
from ezh_desktop.ui.mainwindow import MainWindow
from tests.exchange.conftest import xlsx
from tests.factories import CoursePlan, School, a_class, a_school, begin_journal, open_office
from tests.look.registry import Scene, Shot, shows
from tests.ui.opener import NoDoors
from tests.ui.paper_doors import PaperDoors

COURSES = tuple(
    CoursePlan(subject, "class_teacher", (1, 2, 3, 4, 5, 6), number)
    for number, subject in enumerate(("Алгебра", "Русский язык", "История", "Физика", "Биология"), 1)
)
MONDAY = date(2026, 11, 23)
MISSED = ((1, 0, 5), (1, 1, 5), (1, 2, 5), (2, 1, 5), (3, 3, 2), (4, 4, 5), (5, 2, 3))
"""(pupil, weekday, lessons missed)."""


def fill(office: FileOffice, school: School) -> None:
    """Absences of a week, most of them explained."""
    pupils = []
    for position, plan in enumerate(COURSES, 1):
        page = office.course_page(school.courses[f"7А {plan.subject}"])
        pupils = [one.pupil for one in page.pupils]
        lessons = {one.day: one.lesson for one in page.lessons}
        cells = [
            CellEntry(lessons[date(2026, 11, 23 + weekday)], pupils[row], 0, "н", None)
            for row, weekday, lessons_missed in MISSED
            if position <= lessons_missed
        ]
        office.submit(EnterCells(page.course, tuple(cells)), page)
    office.drain(20)
    ill = [(pupils[1], date(2026, 11, day)) for day in (23, 24, 25)]
    explain(office, school.classes["7А"], ill, AbsenceReason.ILLNESS, "Медицинская справка от 26.11.2026")
    explain(office, school.classes["7А"], [(pupils[2], date(2026, 11, 24))], AbsenceReason.VALID, "Заявление родителей")
    explain(office, school.classes["7А"], [(pupils[4], date(2026, 11, 27))], AbsenceReason.UNEXCUSED)


@shows("absences")
def absences(_scene: Scene) -> Iterator[Shot]:
    """As the class teacher sees it, wide and narrow, and the day that leads there."""
    with tempfile.TemporaryDirectory() as folder:
        school = a_school(Path(folder) / "журнал.ezh", [a_class("7А", courses=COURSES)])
        office = open_office(school, "class_teacher")
        fill(office, school)
        settings = Settings(Path(folder) / "settings.ini")
        window = MainWindow(office, settings, NoDoors(), lambda _path, _data: None)

        def show() -> None:
            window.open_course(school.courses["7А Алгебра"], tab="absences")
            page = window.page
            while page.page.week.monday < MONDAY:  # type: ignore[union-attr]
                window.commands["term_after"].trigger()

        yield Shot("page", window, (1366, 705), show)
        days = AbsenceDaysDialog(class_year(office, school.classes["7А"]), lambda _given: 3)
        days.pupil.setCurrentIndex(2)
        days.first.setText("12.10.2026")
        days.last.setText("9.10.2026")
        yield Shot("days", days)
        yield Shot("document", DocumentDialog("Андреев Максим, 23 ноября", "", lambda _text: None))
        small = MainWindow(open_office(school, "class_teacher"), settings, NoDoors(), lambda _path, _data: None)
        yield Shot("narrow", small, (683, 321), lambda: small.open_course(school.courses["7А Алгебра"], tab="absences"))
        day = MainWindow(open_office(school, "class_teacher"), settings, NoDoors(), lambda _path, _data: None)

        def show_day() -> None:
            day.open_course(0)
            day.page.list.scrollToBottom()  # type: ignore[union-attr]

        yield Shot("day", day, (1366, 705), show_day)


BY_DAYS = (
    ("7А класс, сентябрь и октябрь 2026 года",),
    ("№", "Фамилия, имя", "Сентябрь", "", "", "Октябрь", "", "", ""),
    ("", "", 14, 15, 16, 12, 13, 14, 15),
    (1, "Абрамова Дарья", "5б", "5б", "5б", "", "", "", ""),
    (2, "Андреев Максим", "", "", "", "2", "н", "", ""),
    (3, "Белова Ксения", "", "у", "", "", "", "1-2у", ""),
    (4, "Ёлкин Фёдор", "", "", "7б", "", "", "", ""),
    (5, "Жуков Матвей", "", "", "", "б", "опоздал", "", ""),
    (6, "Юдина Варвара", "", "б", "", "", "", "", ""),
)


@shows("import_absences")
def import_absences(_scene: Scene) -> Iterator[Shot]:
    """Absences of before the beginning from a table by days, and the week and the subject where they stand then."""
    with tempfile.TemporaryDirectory() as folder:
        school = a_school(Path(folder) / "журнал.ezh", [a_class("7А", courses=COURSES)])
        begin_journal(school, date(2026, 11, 2))
        office = open_office(school, "class_teacher")
        path = Path(folder) / "7А.xlsx"
        path.write_bytes(xlsx([list(row) for row in BY_DAYS]))
        dialog = ImportDialog(office, works_of(office), path, PaperDoors(), lambda _path, _data: None)
        while not dialog.settled:
            QApplication.processEvents()
        if dialog.reading is not None:
            enter_reading(office, dialog.reading)
        yield Shot("days", dialog)
        settings = Settings(Path(folder) / "settings.ini")
        window = MainWindow(office, settings, NoDoors(), lambda _path, _data: None)

        def show(tab: str) -> None:
            window.open_course(school.courses["7А Алгебра"], tab=tab)
            page = window.page
            while tab == "absences" and page.page.week.monday > date(2026, 10, 12):  # type: ignore[union-attr]
                window.commands["term_before"].trigger()

        yield Shot("week", window, (1366, 705), lambda: show("absences"))
        other = MainWindow(open_office(school, "class_teacher"), settings, NoDoors(), lambda _path, _data: None)
        lesson = next(
            one.lesson
            for one in office.course_page(school.courses["7А Алгебра"]).lessons
            if one.day == date(2026, 10, 12)
        )
        yield Shot("subject", other, (1366, 705), lambda: other.open_course(school.courses["7А Алгебра"], lesson))
