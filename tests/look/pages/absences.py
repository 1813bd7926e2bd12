"""«Пропуски»: a week with every reason, a doubt, a document; the dialog of the document."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from ezh_desktop.domain.figures import AbsenceReason
from ezh_desktop.services.absences import explain
from ezh_desktop.services.acts import CellEntry, EnterCells
from ezh_desktop.services.office import FileOffice
from ezh_desktop.settings import Settings
from ezh_desktop.ui.dialogs.document import DocumentDialog
from ezh_desktop.ui.mainwindow import MainWindow
from tests.factories import CoursePlan, School, a_class, a_school, open_office
from tests.look.registry import Scene, Shot, shows
from tests.ui.opener import NoDoors

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
        yield Shot("document", DocumentDialog("Андреев Максим, 23 ноября", "", lambda _text: None))
        small = MainWindow(open_office(school, "class_teacher"), settings, NoDoors(), lambda _path, _data: None)
        yield Shot("narrow", small, (683, 321), lambda: small.open_course(school.courses["7А Алгебра"], tab="absences"))
        day = MainWindow(open_office(school, "class_teacher"), settings, NoDoors(), lambda _path, _data: None)

        def show_day() -> None:
            day.open_course(0)
            day.page.list.scrollToBottom()  # type: ignore[union-attr]

        yield Shot("day", day, (1366, 705), show_day)
