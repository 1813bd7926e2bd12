"""«Готовность к концу периода» as a class teacher sees it, and on the smallest screen; the parents' slips on paper."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QApplication

from ezh_desktop.services.preliminary import ready_page
from ezh_desktop.ui.dialogs.ready import ReadyDialog
from tests.factories import a_class, a_school, fake_clock, open_office
from tests.look.registry import Scene, Shot, shows


@shows("ready")
def ready(_scene: Scene) -> Iterator[Shot]:
    """Twelve days before the quarter ends."""
    with tempfile.TemporaryDirectory() as folder:
        school = a_school(Path(folder) / "журнал.ezh", [a_class("7А")])
        office = open_office(school, "class_teacher", fake_clock(date(2026, 12, 18)))
        for name, size in (("class", (1100, 420)), ("least", (683, 384))):
            dialog = ReadyDialog(lambda: ready_page(office))
            while not dialog.settled:
                QApplication.processEvents()
            yield Shot(name, dialog, size)
        office.close()
