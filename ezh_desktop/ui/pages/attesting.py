"""From a period's cell to the decision about a pupil without a mark (5.14, 5.15)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ezh_desktop.errors import EzhError, Refusal
from ezh_desktop.services.doors import Office
from ezh_desktop.services.office import FileOffice
from ezh_desktop.ui.doors import Doors
from ezh_desktop.ui.grids.marks import MarksGrid
from ezh_desktop.ui.pages.beside import Beside

if TYPE_CHECKING:
    from ezh_desktop.services.pages.attesting import AttestingPage
    from ezh_desktop.ui.dialogs.attesting import Decision


class Attesting(QObject):
    """`written` comes when a decision is in the file."""

    written = Signal()

    def __init__(self, grid: MarksGrid, office: Office, doors: Doors, beside: Beside) -> None:
        super().__init__(grid)
        self._grid, self._office, self._doors, self._beside = grid, office, doors, beside

    def ask(self) -> None:
        """The dialog of the pupil and the term; beside a lesson's cell, of the lesson's own term."""
        from ezh_desktop.services.attesting import attesting_page  # noqa: PLC0415 - once asked for
        from ezh_desktop.ui.dialogs.attesting import AttestingDialog  # noqa: PLC0415

        self._grid.left_cell.emit()
        place, office = self._grid.place, self._office
        if place is None or not isinstance(office, FileOffice):
            return
        model, thing = self._grid.marks, self._grid.marks.columns[place[1]]
        period = thing.lesson.period if thing.lesson else thing.key
        try:
            office.drain(1.0)
            page = attesting_page(office, model.page.course, model.page.pupils[place[0]].pupil, period)
        except Refusal as why:
            self._beside.refuse(place, why)
            return
        except EzhError as error:
            self._doors.tell(self._grid.window(), error.what, error.remedy)
            return
        dialog = AttestingDialog(page, lambda chosen: _write(office, page, chosen), self._grid.window())
        dialog.finished.connect(dialog.deleteLater)
        dialog.accepted.connect(self.written)
        dialog.open()


def _write(office: FileOffice, page: AttestingPage, chosen: Decision) -> object:
    from ezh_desktop.services.attesting import extend, leave_unattested, withdraw  # noqa: PLC0415 - see `ask`
    from ezh_desktop.services.pages.attesting import DENIED  # noqa: PLC0415

    if not chosen.state:
        return withdraw(office, page)
    if chosen.state == DENIED:
        return leave_unattested(office, page, chosen.reason)
    return extend(office, page, chosen.reason, chosen.rows)
