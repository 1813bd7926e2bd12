"""«Индивидуальные»: lessons held, planned and forgotten, the dialog of a new one."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from ezh_desktop.domain.rules.individual import IndividualRow
from ezh_desktop.services.attesting import attesting_page
from ezh_desktop.services.individual import NewLesson, add_lessons, individual_page
from ezh_desktop.settings import Settings
from ezh_desktop.ui.dialogs.attesting import AttestingDialog
from ezh_desktop.ui.dialogs.individual import IndividualDialog
from ezh_desktop.ui.mainwindow import MainWindow
from tests.factories import School, a_class, a_school, open_office
from tests.look.registry import Scene, Shot, shows
from tests.ui.opener import NoDoors

ILL, LONGER = "болезнь", "продление за I четверть"
ROWS = (
    ("Белова Ксения", IndividualRow(date(2026, 11, 16), "Формулы сокращённого умножения", "Консультация", "", ILL)),
    ("Белова Ксения", IndividualRow(date(2026, 11, 23), "Квадрат суммы и разности", "Контрольная работа", "4", ILL)),
    ("Жуков Матвей", IndividualRow(date(2026, 12, 1), "Линейные уравнения", "Собеседование", "3", LONGER)),
    ("Жуков Матвей", IndividualRow(date(2026, 12, 9), "", "Контрольная работа", "", LONGER)),
)


def with_lessons(folder: Path) -> School:
    """A school with lessons of Алгебра."""
    school = a_school(folder / "журнал.ezh", [a_class("7А")])
    teacher, course = open_office(school, "teacher"), school.courses["7А Алгебра"]
    lessons = [NewLesson(course, school.pupils[name], row) for name, row in ROWS]
    add_lessons(teacher, school.classes["7А"], lessons)
    teacher.close()
    return school


@shows("individual")
def individual(_scene: Scene) -> Iterator[Shot]:
    """As the teacher sees them."""
    with tempfile.TemporaryDirectory() as folder:
        school = with_lessons(Path(folder))
        teacher, course = open_office(school, "teacher"), school.courses["7А Алгебра"]
        window = MainWindow(teacher, Settings(Path(folder) / "settings.ini"), NoDoors(), lambda _path, _data: None)
        yield Shot("page", window, (1366, 705), lambda: window.open_course(course, tab="individual"))
        page = individual_page(teacher, school.classes["7А"])
        yield Shot("new", IndividualDialog(page, lambda _new: None, course=course, pupil=school.pupils["Жуков Матвей"]))
        term = teacher.course_page(course).periods[0].period
        asked = attesting_page(teacher, course, school.pupils["Жуков Матвей"], term)
        yield Shot("attesting", AttestingDialog(asked, lambda _chosen: None))
        yield Shot("attesting-least", AttestingDialog(asked, lambda _chosen: None), (602, 360))
        teacher.close()
