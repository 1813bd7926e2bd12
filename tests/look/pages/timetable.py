"""The import of timetables: what comes in, and what the file's names are taken for."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QApplication

from ezh_desktop.ui.dialogs.importing import ImportDialog
from ezh_desktop.ui.dialogs.importwork import works_of
from ezh_desktop.ui.dialogs.matching import MatchDialog
from tests.data.make_timetables import FOLDER, WEEK, Activity, fet_text
from tests.factories import a_school, open_office
from tests.look.registry import Scene, Shot, shows
from tests.ui.paper_doors import PaperDoors

_MORE = (
    Activity("7Б", "Геометрия", "Сотрудниковад А.И.", "Понедельник", "3"),
    Activity("12 а", "Физика", "Новикова Н.Н.", "Среда", "1"),
    Activity("7Б", "Химия", "Новикова Н.Н."),
)


@shows("import_timetable")
def import_timetable(_scene: Scene) -> Iterator[Shot]:
    """A timetable with conflicts, and its names; one that FET has not solved."""
    with tempfile.TemporaryDirectory() as folder:
        office = open_office(a_school(Path(folder) / "журнал.ezh"), "admin")
        path = Path(folder) / "Школа_data_and_timetable.fet"
        path.write_text(fet_text([*WEEK, *_MORE]), encoding="utf-8")
        unsolved = Path(folder) / "Школа.fet"
        unsolved.write_text(fet_text([_MORE[2]]), encoding="utf-8")
        for name, file in {"rows": path, "grid": FOLDER / "Расписание.xlsx", "unsolved": unsolved}.items():
            dialog = ImportDialog(office, works_of(office), file, PaperDoors(), lambda _path, _data: None)
            while not dialog.settled:
                QApplication.processEvents()
            yield Shot(name, dialog)
            if name == "rows" and dialog.reading is not None:
                yield Shot("names", MatchDialog(dialog.reading.names, dialog.reading.stocks))
        office.close()
