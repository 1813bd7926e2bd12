"""«Замены и переносы»: the day with changes, the lessons of a teacher who is away, a free hour, the smallest screen."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.structure.base import save
from ezh_desktop.services.substitutions.acts import (
    Pick,
    plan_cancellation,
    plan_substitutions,
    plan_transfer,
)
from ezh_desktop.ui.dialogs.daygrid import held_mime
from ezh_desktop.ui.dialogs.hours import HoursDialog
from ezh_desktop.ui.dialogs.substitutions import SubstitutionsDialog
from tests.factories import open_office
from tests.look.registry import Scene, Shot, shows
from tests.services.substitution_school import WEDNESDAY, a_substitution_school, entry, lesson
from tests.ui.opener import NoDoors

LEAST = (683, 384)


@shows("substitutions")
def substitutions(_scene: Scene) -> Iterator[Shot]:
    """A Wednesday of two classes."""
    with tempfile.TemporaryDirectory() as folder:
        school = a_substitution_school(Path(folder) / "журнал.ezh")
        office = open_office(school, "deputy")
        people = {login: one.person for login, one in school.people.items()}
        algebra, physics = (lesson(office, title) for title in ("7А Алгебра", "7Б Физика"))
        geometry = Pick(lesson(office, "7А Русский язык"), people["teacher"], school.courses["7А Геометрия"])
        order = "№ 57 от 01.12.2026"
        save(office, plan_substitutions(office, [Pick(algebra, people["maria"])], "болезнь", order))
        save(office, plan_substitutions(office, [geometry], "курсы", order))
        save(office, plan_transfer(office, physics, WEDNESDAY, 2, "семинар"))
        save(office, plan_cancellation(office, [lesson(office, "7Б Русский язык")], "мороз"))
        for name, cell in (("day", (2, 0)), ("free", (4, 0))):
            dialog = SubstitutionsDialog(office, NoDoors(), lambda _path, _data: None)
            dialog.grid.setCurrentIndex(dialog.model.index(*cell))
            yield Shot(name, dialog)
        for name, size in (("away", None), ("least-away", LEAST)):
            dialog = SubstitutionsDialog(office, NoDoors(), lambda _path, _data: None)
            dialog.people.setCurrentIndex(dialog.people.findData(people["boris"]))
            dialog.people.activated.emit(dialog.people.currentIndex())
            yield Shot(name, dialog, size) if size else Shot(name, dialog)
        dialog = SubstitutionsDialog(office, NoDoors(), lambda _path, _data: None)
        yield Shot("least-day", dialog, LEAST)
        dialog = SubstitutionsDialog(office, NoDoors(), lambda _path, _data: None)
        yield Shot("dragged", dialog, ready=lambda: _held(dialog, office))
        dialog = SubstitutionsDialog(office, NoDoors(), lambda _path, _data: None)
        yield Shot("proposed", dialog, ready=lambda: _dropped(dialog, office))
        hours = HoursDialog(office, NoDoors(), lambda _path, _data: None)
        while not hours.settled or not hours.model.rowCount():
            QApplication.processEvents()
        yield Shot("hours", hours)
        office.close()


def _held(dialog: SubstitutionsDialog, office: FileOffice) -> None:
    """Английский язык, 2 over the hour in which its teacher has 7Б."""
    _send(dialog, office, 1, QDragEnterEvent, QDragMoveEvent)


def _dropped(dialog: SubstitutionsDialog, office: FileOffice) -> None:
    _send(dialog, office, 5, QDragEnterEvent, QDropEvent)


def _send(dialog: SubstitutionsDialog, office: FileOffice, row: int, *events: type[QDropEvent]) -> None:
    mime = held_mime(entry(office, "7А Английский язык, 2"))
    at = dialog.grid.visualRect(dialog.model.index(row, 0)).center()
    for event in events:
        where = QPointF(at) if event is QDropEvent else at
        made = event(where, Qt.DropAction.MoveAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(dialog.grid.viewport(), made)
