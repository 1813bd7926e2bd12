"""The import dialog (picture 08) over files in the shapes that schools send."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QApplication

from ezh_desktop.ui.dialogs.importing import ImportDialog
from ezh_desktop.ui.dialogs.importwork import works_of
from tests.factories import a_class, a_school, open_office
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
