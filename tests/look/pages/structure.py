"""The administrator's dialogs of the school's structure over the school of `new` and a small one."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent
from PySide6.QtWidgets import QApplication, QPushButton

from ezh_desktop.domain.away import HOME
from ezh_desktop.services.structure.away import plan_away
from ezh_desktop.services.structure.base import Line, save
from ezh_desktop.services.structure.classes import plan_classes, read_classes
from ezh_desktop.services.structure.courses import plan_courses, read_courses, usual_lines
from ezh_desktop.services.structure.delegations import plan_delegations, read_delegations
from ezh_desktop.services.structure.extra import plan_groups, plan_lessons, plan_members, read_group, read_groups
from ezh_desktop.services.structure.home import read_home, read_home_pupils
from ezh_desktop.services.structure.homeplan import plan_home
from ezh_desktop.services.structure.modes import plan_modes, read_modes
from ezh_desktop.services.structure.movement import Member
from ezh_desktop.services.structure.pupils import read_pupils
from ezh_desktop.settings import Settings
from ezh_desktop.ui.dialogs.structure.awayform import AwayDialog
from ezh_desktop.ui.dialogs.structure.calendar import CalendarDialog
from ezh_desktop.ui.dialogs.structure.classes import ClassesDialog
from ezh_desktop.ui.dialogs.structure.courses import CoursesDialog
from ezh_desktop.ui.dialogs.structure.delegations import DelegationsDialog
from ezh_desktop.ui.dialogs.structure.extra import ExtraDialog
from ezh_desktop.ui.dialogs.structure.home import HomeDialog
from ezh_desktop.ui.dialogs.structure.modes import ModesDialog
from ezh_desktop.ui.dialogs.structure.move import MoveDialog
from ezh_desktop.ui.dialogs.structure.newyear import CLASSES_PAGE, LAST_PAGE, SCHOOL_PAGE, NewYearDialog
from ezh_desktop.ui.dialogs.structure.timetable import TimetableDialog
from ezh_desktop.ui.dialogs.structure.weektable import WeekTable, cell_mime
from ezh_desktop.ui.mainwindow import MainWindow
from tests.factories import PUPILS, a_class, a_school, fake_clock, open_office
from tests.look.registry import Scene, Shot, shows
from tests.services.structure.bare import AUGUST, a_bare_school
from tests.ui.opener import NoDoors
from tests.ui.paper_doors import PaperDoors


class YesDoors(PaperDoors):
    """Lets an unsaved dialog be closed."""

    def ask(self, parent, question, detail, *, act, keep="Отмена"):
        return True


LEAST = (683, 384)
"""A window of 1366×768 pixels at 200 %."""


@shows("school-year")
def school_year(_scene: Scene) -> Iterator[Shot]:
    """Every section; a wrong date; the smallest screen."""
    with tempfile.TemporaryDirectory() as folder:
        office = open_office(a_bare_school(Path(folder) / "журнал.ezh"), "admin", fake_clock(AUGUST))
        for row, name in enumerate(("school", "terms", "holidays", "moved", "bells")):
            dialog = CalendarDialog(office, YesDoors())
            dialog.list.setCurrentRow(row)
            if name == "terms":
                model = dialog.tables["terms"].lines
                model.setData(model.index(1, 2), "20.10")
            yield Shot(name, dialog)
        for row, name in ((0, "least-school"), (2, "least-holidays")):
            dialog = CalendarDialog(office, YesDoors())
            dialog.list.setCurrentRow(row)
            yield Shot(name, dialog, LEAST)
        office.close()


@shows("school-classes")
def school_classes(_scene: Scene) -> Iterator[Shot]:
    """A school without classes, a list with faults, a class in its year, an order, the smallest screen."""
    with tempfile.TemporaryDirectory() as folder:
        office = open_office(a_bare_school(Path(folder) / "новая.ezh"), "admin", fake_clock(AUGUST))
        yield Shot("empty", ClassesDialog(office, YesDoors()))
        save(office, plan_classes(office, "1А 1Б 5А 7А 7Б 9А", read_classes(office)[0]))
        dialog = ClassesDialog(office, YesDoors())
        dialog.tables["pupils"].lines.paste(0, 0, "\n".join((*PUPILS, "Яшин Б.", "Саша Ким")))
        yield Shot("typed", dialog, (1120, 640))
        office.close()
        office = open_office(a_school(Path(folder) / "журнал.ezh", [a_class("7А"), a_class("7Б", PUPILS[:3])]), "admin")
        for name, size in (("year", (1120, 640)), ("least", LEAST)):
            yield Shot(name, ClassesDialog(office, YesDoors()), size)
        page = read_pupils(office, read_classes(office)[1][0].school_class)
        yield Shot("transfer", MoveDialog(office, Member(page, page.lines[2]), read_classes(office)[1][1:]))
        yield Shot("away", AwayDialog(office, Member(page, page.lines[2])))
        office.close()


@shows("school-courses")
def school_courses(_scene: Scene) -> Iterator[Shot]:
    """Subjects of the school; the usual subjects of a class before they are saved; its subgroups; the least screen."""
    with tempfile.TemporaryDirectory() as folder:
        school = a_school(Path(folder) / "журнал.ezh", [a_class("7А"), a_class("7Б", PUPILS[:3], ())])
        office = open_office(school, "admin")
        dialog = CoursesDialog(office, YesDoors())
        dialog.list.setCurrentRow(0)
        yield Shot("subjects", dialog, (1120, 640))
        page = read_courses(office, school.classes["7Б"])
        save(office, plan_courses(office, page, usual_lines(page, ())))
        for name, row, size in (("class", 2, (1120, 640)), ("least", 2, LEAST)):
            dialog = CoursesDialog(office, YesDoors())
            dialog.list.setCurrentRow(row)
            model = dialog.tables["courses"].lines
            model.setData(model.index(1, 2), "сколько есть")
            model.setData(model.index(0, 3), "Сотрудниковаа Анна Ивановна")
            yield Shot(name, dialog, size)
        dialog = CoursesDialog(office, YesDoors())
        dialog.list.setCurrentRow(2)
        buttons = {one.text(): one for one in dialog.findChildren(QPushButton)}
        buttons["Подгруппы"].click()
        buttons["Разделить пополам"].click()
        yield Shot("subgroups", dialog, (1120, 640))
        office.close()


@shows("school-timetable")
def school_timetable(_scene: Scene) -> Iterator[Shot]:
    """A week with a teacher in two places, a divided class, an unreadable cell; the least screen."""
    with tempfile.TemporaryDirectory() as folder:
        school = a_school(Path(folder) / "журнал.ezh", [a_class("7А"), a_class("7Б", PUPILS[:3])])
        office = open_office(school, "admin", fake_clock(AUGUST))
        page = read_courses(office, school.classes["7Б"])
        save(office, plan_courses(office, page, (*page.lines, *usual_lines(page, page.lines))))
        for name, size in (("week", (1120, 640)), ("least", LEAST)):
            dialog = TimetableDialog(office, YesDoors())
            dialog.list.setCurrentRow(1)
            model = dialog.tables["timetable"].lines
            week = (
                "Алгебра\tФизика\tИн\tАлг\tМузыка",
                "Рус\tТруд (технология), 1 / Информатика, 2\tРус\tБио\tСольфеджио",
            )
            model.paste(0, 0, "\n".join(week))
            dialog.tables["timetable"].stand_at(2, "1")
            yield Shot(name, dialog, size)
        dialog = TimetableDialog(office, YesDoors())
        dialog.take_output(lambda _path, _data: None)
        model = dialog.tables["timetable"].lines
        model.paste(3, 3, "Алг (каб. 21)\tРус (чёт, спортзал)")
        yield Shot("effect", dialog, (1120, 640), ready=dialog.tell_effect)
        dialog = TimetableDialog(office, YesDoors())
        yield Shot("dragged", dialog, (1120, 640), ready=lambda: _held(dialog))
        dialog = TimetableDialog(office, YesDoors())
        dialog.list.setCurrentRow(dialog.list.count() - 1)
        yield Shot("teacher", dialog, (1120, 640))
        office.close()
        office = open_office(school, "teacher")
        for name, size in (("reading", (1120, 640)), ("least-reading", LEAST)):
            dialog = TimetableDialog(office, YesDoors())
            dialog.take_output(lambda _path, _data: None)
            yield Shot(name, dialog, size)
        office.close()


def _held(dialog: TimetableDialog) -> None:
    """Алгебра of Monday, held over an hour in which its teacher is elsewhere."""
    table = dialog.tables["timetable"]
    assert isinstance(table, WeekTable)
    mime = cell_mime((2, 0), "Алгебра")
    at = table.visualRect(table.week.index(2, 2)).center()
    action, button = Qt.DropAction.MoveAction, Qt.MouseButton.LeftButton
    QApplication.sendEvent(table.viewport(), QDragEnterEvent(at, action, mime, button, Qt.KeyboardModifier.NoModifier))
    QApplication.sendEvent(table.viewport(), QDragMoveEvent(at, action, mime, button, Qt.KeyboardModifier.NoModifier))


@shows("school-setup")
def school_setup(_scene: Scene) -> Iterator[Shot]:
    """What the administrator of an empty school lands on, and of one half done."""
    with tempfile.TemporaryDirectory() as folder:
        school = a_bare_school(Path(folder) / "новая.ezh")
        for name, size in (("empty", (1366, 705)), ("narrow", (683, 321))):
            office = open_office(school, "admin", fake_clock(AUGUST))
            if name == "narrow":
                save(office, plan_classes(office, "5А 7А 7Б", read_classes(office)[0]))
            settings = Settings(Path(folder) / "settings.ini")
            yield Shot(name, MainWindow(office, settings, NoDoors(), lambda _path, _data: None), size)


@shows("new-year")
def new_year(_scene: Scene) -> Iterator[Shot]:
    """Every page of the next year, one with a fault, the year made; the first year's classes; the smallest screen."""
    with tempfile.TemporaryDirectory() as folder:
        classes = [a_class("6А", PUPILS[:4]), a_class("7А"), a_class("9А", PUPILS[:3])]
        office = open_office(a_school(Path(folder) / "журнал.ezh", classes), "admin", fake_clock(date(2027, 6, 3)))
        for page in range(SCHOOL_PAGE, LAST_PAGE + 1):
            yield Shot(f"page-{page}", _at(NewYearDialog(office, YesDoors()), page), (1000, 560))
            yield Shot(f"least-{page}", _at(NewYearDialog(office, YesDoors()), page), LEAST)
        dialog = _at(NewYearDialog(office, YesDoors()), SCHOOL_PAGE + 1)
        terms = dialog.tables["terms"].lines
        terms.setData(terms.index(1, 2), "20.10")
        yield Shot("fault", dialog, (1000, 560))
        dialog = _at(NewYearDialog(office, YesDoors()), LAST_PAGE)
        dialog.save()
        while not dialog.settled:
            QApplication.processEvents()
        yield Shot("made", dialog, (1000, 560))
        office.close()
        office = open_office(a_bare_school(Path(folder) / "новая.ezh"), "admin", fake_clock(AUGUST))
        for page, name in ((SCHOOL_PAGE, "first-school"), (CLASSES_PAGE, "first-classes"), (LAST_PAGE, "first-last")):
            dialog = NewYearDialog(office, YesDoors())
            dialog.tables["classes"].lines.paste(0, 0, "1А\n1Б\n7А")
            yield Shot(name, _at(dialog, page), (1000, 560))
        office.close()


def _at(dialog: NewYearDialog, page: int) -> NewYearDialog:
    while dialog.part < page:
        dialog.save()
    return dialog


@shows("modes")
def modes(_scene: Scene) -> Iterator[Shot]:
    """A class at a distance, the school in quarantine; the smallest screen."""
    with tempfile.TemporaryDirectory() as folder:
        office = open_office(a_school(Path(folder) / "журнал.ezh", [a_class("7А"), a_class("7Б")]), "deputy")
        order = "Приказ № 112 от 27.11.2026"
        first = {"what": "7А", "kind": "дистанционное обучение", "start": "30.11", "end": "4.12", "order": order}
        second = {"what": "вся школа", "kind": "карантин", "start": "1.2", "end": "5.2", "order": ""}
        save(office, plan_modes(office, read_modes(office), (Line(0, first), Line(0, second))))
        for name, size in (("year", (900, 420)), ("least", LEAST)):
            yield Shot(name, ModesDialog(office, YesDoors()), size)
        office.close()


@shows("home")
def home(_scene: Scene) -> Iterator[Shot]:
    """A pupil taught at home with two subjects, an hour that cannot be read; the smallest screen; nobody."""
    with tempfile.TemporaryDirectory() as folder:
        school = a_school(Path(folder) / "журнал.ezh", [a_class("7А"), a_class("7Б", PUPILS[:3], ())])
        office = open_office(school, "admin")
        yield Shot("nobody", HomeDialog(office, YesDoors()), (1000, 420))
        page = read_pupils(office, school.classes["7А"])
        order = {"day": "30.11", "end": "30.01", "order": "118-у", "order_day": "27.11"}
        for line in page.lines[:2]:
            save(office, plan_away(office, Member(page, line), Line(0, order), HOME))
        year, (pupil, *_) = read_home_pupils(office)
        found = read_home(office, year, pupil)
        week = {0: {"d1": "2", "d3": "2"}, 1: {"d2": "3", "d4": "3, 4 чёт", "hours": "3"}}
        lines = tuple(Line(one.ident, {**one.texts, **week.get(at, {})}) for at, one in enumerate(found.lines))
        save(office, plan_home(office, found, lines))
        for name, size in (("week", (1120, 560)), ("least", LEAST)):
            dialog = HomeDialog(office, YesDoors())
            dialog.take_output(lambda *_: None)
            model = dialog.tables["home"].lines
            model.setData(model.index(1, 4), "утром")
            yield Shot(name, dialog, size)
        office.close()


@shows("extra")
def extra(_scene: Scene) -> Iterator[Shot]:
    """The leader's lessons; who comes; the smallest screen."""
    with tempfile.TemporaryDirectory() as folder:
        school = a_school(Path(folder) / "журнал.ezh", [a_class("7А"), a_class("5А", ("Ким Олег Ильич",), ())])
        deputy = open_office(school, "deputy")
        groups = read_groups(deputy)
        leader = groups.staff.names[school.people["teacher"].person]
        save(deputy, plan_groups(deputy, groups, (Line(0, {"title": "Юный химик", "leader": leader, "hours": "2"}),)))
        groups = read_groups(deputy)
        group = read_group(deputy, groups, groups.lines[0].ident)
        save(deputy, plan_members(deputy, group, tuple(Line(0, {"name": one.words}) for one in group.learners)))
        teacher = open_office(school, "teacher")
        group = read_group(teacher, read_groups(teacher), group.group)
        lessons = (("24.11", "Кристаллы поваренной соли", "2, 4"), ("1.12", "Опыты со свечой", ""))
        lines = tuple(Line(0, dict(zip(("day", "topic", "absent"), one, strict=True))) for one in lessons)
        save(teacher, plan_lessons(group, lines))
        for name, size in (("lessons", (1000, 480)), ("least", LEAST)):
            yield Shot(name, ExtraDialog(teacher, YesDoors(), save=lambda *_: None), size)
        dialog = ExtraDialog(deputy, YesDoors())
        next(one for one in dialog.findChildren(QPushButton) if one.text() == "Состав").click()
        yield Shot("members", dialog, (1000, 480))
        for office in (deputy, teacher):
            office.close()


@shows("delegations")
def delegations(_scene: Scene) -> Iterator[Shot]:
    """The director's orders, one running and one to come; the smallest screen."""
    with tempfile.TemporaryDirectory() as folder:
        school = a_school(Path(folder) / "журнал.ezh", [a_class("7А")])
        office = open_office(school, "director")
        page = read_delegations(office)
        names = [page.staff.names[school.people[login].person] for login in ("teacher", "class_teacher")]
        first = {"who": names[0], "role": "Заместитель директора по УВР", "start": "2.12", "end": "9.12"}
        second = {"who": names[1], "role": "Директор", "start": "11.01", "end": "", "order": "№ 3-к от 28.12.2026"}
        lines = (Line(0, {**first, "order": "№ 41-к от 01.12.2026"}), Line(0, second))
        save(office, plan_delegations(office, page, lines))
        for name, size in (("orders", (1120, 420)), ("least", (683, 384))):
            yield Shot(name, DelegationsDialog(office, NoDoors()), size)
        office.close()
