"""The import dialog (picture 08) over files in the shapes that schools send."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QApplication

from ezh_desktop.ui.dialogs.importing import ImportDialog
from ezh_desktop.ui.dialogs.importwork import works_of
from ezh_desktop.ui.dialogs.matching import MatchDialog
from tests.exchange.conftest import xlsx
from tests.factories import PUPILS, CoursePlan, a_class, a_school, open_office
from tests.look.registry import Scene, Shot, shows
from tests.services.importing.test_school import filled
from tests.ui.paper_doors import PaperDoors

_SHEETS = Path(__file__).parents[2] / "data" / "spreadsheets"


@shows("import")
def import_dialog(_scene: Scene) -> Iterator[Shot]:
    """A list with a refused row, a plan, a file that is no table."""
    with tempfile.TemporaryDirectory() as folder:
        office = open_office(a_school(Path(folder) / "журнал.ezh"), "admin")
        no_table = Path(folder) / "Список 7А.xls"
        no_table.write_bytes(b"%PDF-1.7")
        files = {"list": "Список 7А.xlsx", "plan": "КТП Алгебра 7.xlsx", "text": "8Б.csv"}
        for name, path in {**{name: _SHEETS / file for name, file in files.items()}, "no-table": no_table}.items():
            dialog = ImportDialog(office, works_of(office), path, PaperDoors(), lambda _path, _data: None)
            while not dialog.settled:
                QApplication.processEvents()
            yield Shot(name, dialog)
        office.close()


@shows("import_school")
def import_school(_scene: Scene) -> Iterator[Shot]:
    """A whole school from one workbook; period marks of a course by its teacher."""
    with tempfile.TemporaryDirectory() as folder:
        school = a_school(Path(folder) / "журнал.ezh", [a_class("7А")])
        marks = Path(folder) / "Алгебра 7А.csv"
        names = ("Абрамова Дарья", "Андреев Максим", "Белова Ксения", "Чужой Пётр")
        rows = (f"{name};{mark}" for name, mark in zip(names, ("5", "4", "6", "3"), strict=True))
        marks.write_text("\n".join(("Фамилия, имя;I четверть", *rows)), encoding="utf-8")
        for name, role, path in (("school", "admin", filled(Path(folder) / "Школа.xlsx")), ("marks", "teacher", marks)):
            office = open_office(school, role)
            dialog = ImportDialog(office, works_of(office), path, PaperDoors(), lambda _path, _data: None)
            while not dialog.settled:
                QApplication.processEvents()
            yield Shot(name, dialog)
            office.close()


@shows("import_class")
def import_class(_scene: Scene) -> Iterator[Shot]:
    """The summary sheet of a class from paper by one of its teachers, and the subjects that it did not know."""
    with tempfile.TemporaryDirectory() as folder:
        courses = [CoursePlan(name, "teacher" if at < 4 else "class_teacher") for at, name in enumerate(_SUBJECTS)]
        office = open_office(a_school(Path(folder) / "журнал.ezh", [a_class("7А", courses=courses)]), "teacher")
        dialog = ImportDialog(office, works_of(office), summary(Path(folder) / "7А.xlsx"), PaperDoors(), _no_save)
        while not dialog.settled:
            QApplication.processEvents()
        reading = dialog.reading
        yield Shot("marks", dialog)
        if reading is not None:
            yield Shot("names", MatchDialog(reading.names, reading.stocks, makes=reading.makes))
        office.close()


_SUBJECTS = ("Алгебра", "Геометрия", "Вероятность и статистика", "Информатика", "Русский язык", "Литература", "Физика")
_HEADS = ("Алг.", "Геом.", "Вер. и стат.", "Информатика", "Русский", "Лит-ра", "Физика", "Кружок «Робот»")


def _no_save(_path: Path, _data: bytes) -> None:
    """Nothing is saved."""


def summary(path: Path) -> Path:
    """The sheet as a secretary has typed it."""
    heads = ["№", "Фамилия, имя", *(cell for head in _HEADS for cell in (head, "", "", "", ""))]
    periods = ["", "", *("I", "II", "III", "IV", "год") * len(_HEADS)]
    marks = [(5, 4), (4, 4), (3, 3), (4, 5), (5, 5), (3, 4), (4, 4), ("", "")]
    rows = [
        [at, name, *(cell for pair in marks for cell in (*pair, "", "", ""))]
        for at, name in enumerate((*PUPILS[:5], "Юдина Варвара Львовна"), 1)
    ]
    rows[1][2], rows[2][8], rows[3][37] = "н/а", "33", 5
    path.write_bytes(xlsx([["Сводная ведомость учёта успеваемости 7 «А» класса"], heads, periods, *rows]))
    return path
