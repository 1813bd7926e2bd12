"""The director's dialog «Закрытие периодов» over two classes, one of them closed."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QApplication

from ezh_desktop.domain.calendar import PeriodKind
from ezh_desktop.services.closing import Pick, close_periods
from ezh_desktop.services.pages.summary import Slot
from ezh_desktop.ui.dialogs.closing import ClosingDialog
from tests.factories import a_class, a_school, open_office
from tests.look.registry import Scene, Shot, shows


@shows("closing")
def closing_dialog(_scene: Scene) -> Iterator[Shot]:
    """Three classes: one quarter closed, one short of marks, one running."""
    with tempfile.TemporaryDirectory() as folder:
        school = a_school(Path(folder) / "журнал.ezh", [a_class(name) for name in ("5А", "7А", "7Б")])
        office = open_office(school, "director")
        close_periods(office, [Pick(school.classes["5А"], Slot(PeriodKind.QUARTER, 1))])
        dialog = ClosingDialog(office)
        while not dialog.settled:
            QApplication.processEvents()
        yield Shot("classes", dialog)
        office.close()
