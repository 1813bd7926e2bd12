"""The administrator's dialogs of the school's structure over the school of `new` and a small one."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from ezh_desktop.ui.dialogs.structure.calendar import CalendarDialog
from tests.factories import fake_clock, open_office
from tests.look.registry import Scene, Shot, shows
from tests.services.structure.bare import AUGUST, a_bare_school
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
