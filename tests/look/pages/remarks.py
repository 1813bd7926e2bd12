"""«Замечания»: the page with every state, the dialog of an inspection, an answer."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QApplication

from ezh_desktop.services.inspections import NewRemark, accept_remark, answer_remark, hold_inspection, remarks_page
from ezh_desktop.services.structure.base import Line, save
from ezh_desktop.services.structure.inspections import plan_inspections, read_inspection_plan
from ezh_desktop.settings import Settings
from ezh_desktop.ui.dialogs.answer import AnswerDialog
from ezh_desktop.ui.dialogs.inspection import InspectionDialog
from ezh_desktop.ui.dialogs.structure.inspections import InspectionPlanDialog
from ezh_desktop.ui.mainwindow import MainWindow
from tests.factories import a_class, a_school, open_office
from tests.look.registry import Scene, Shot, shows
from tests.ui.opener import NoDoors

TEXTS = (
    "Алгебра: у двух учеников нет отметки за контрольную работу 12 октября (п. 5.7).",
    "Алгебра: в графе «Домашнее задание» за 5 и 8 октября нет номера упражнения (п. 5.22).",
    "Алгебра: тема урока 15 сентября не записана (п. 5.18).",
)


@shows("remarks")
def remarks(_scene: Scene) -> Iterator[Shot]:
    """As the deputy sees them."""
    with tempfile.TemporaryDirectory() as folder:
        school = a_school(Path(folder) / "журнал.ezh", [a_class("7А")])
        deputy, teacher, where = open_office(school, "deputy"), open_office(school, "teacher"), school.classes["7А"]
        course, person = school.courses["7А Алгебра"], school.people["teacher"].person
        drafts = [NewRemark(text, "", course, None, person) for text in TEXTS]
        hold_inspection(deputy, where, drafts, date(2026, 12, 9), "")
        first, second, _ = remarks_page(deputy, where).remarks
        for one in (first, second):
            answer_remark(teacher, where, one, "Отметки поставлены, задания дополнены.")
        accept_remark(deputy, where, remarks_page(deputy, where).remark_by_id[first.remark])
        window = MainWindow(deputy, Settings(Path(folder) / "settings.ini"), NoDoors(), lambda _path, _data: None)
        yield Shot("page", window, (1366, 705), lambda: window.open_course(course, tab="remarks"))
        page = remarks_page(teacher, where)
        dialog = InspectionDialog(teacher, page)
        while not dialog.settled:
            QApplication.processEvents()
        yield Shot("inspection", dialog)
        of_teacher = InspectionDialog(deputy, page, teacher=person)
        while not of_teacher.settled:
            QApplication.processEvents()
        yield Shot("inspection-teacher", of_teacher)
        yield Shot("answer", AnswerDialog(page.remarks[2], lambda _text: None))
        teacher.close()


@shows("inspection-plan")
def inspection_plan(_scene: Scene) -> Iterator[Shot]:
    """The year's plan, one held and one overdue; the smallest screen."""
    with tempfile.TemporaryDirectory() as folder:
        school = a_school(Path(folder) / "журнал.ezh", [a_class("7А"), a_class("7Б")])
        office = open_office(school, "deputy")
        page = read_inspection_plan(office)
        held = Line(
            0, {"planned": "12.10", "what": "7А", "held": "14.10", "conclusion": "Темы записаны, отметок мало."}
        )
        late = Line(0, {"planned": "20.11", "what": "7Б", "points": "запись домашнего задания"})
        save(office, plan_inspections(office, page, (held, late)))
        for name, size in (("year", (1120, 480)), ("least", (683, 384))):
            yield Shot(name, InspectionPlanDialog(office, NoDoors()), size)
        office.close()
