"""A whole demo school at 10:43 of a Wednesday, as its people see it: the pictures that show what the program is for."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from datetime import date, time
from pathlib import Path

from PySide6.QtTest import QTest

from ezh_desktop.domain.clock import FrozenClock
from ezh_desktop.journal import CommandTools
from ezh_desktop.services.demo.options import ZONE
from ezh_desktop.services.demo_school import make_demo_school, options_of
from ezh_desktop.services.doors import NO_COURSE
from ezh_desktop.services.office import FileOffice
from ezh_desktop.settings import Settings
from ezh_desktop.storage.passwords import FLOOR
from ezh_desktop.ui.dialogs.structure.frame import StructureDialog
from ezh_desktop.ui.dialogs.structure.newyear import NewYearDialog
from ezh_desktop.ui.dialogs.structure.timetable import TimetableDialog
from ezh_desktop.ui.dialogs.substitutions import SubstitutionsDialog
from ezh_desktop.ui.mainwindow import MainWindow
from ezh_desktop.ui.pages.school import SchoolTab
from tests.factories import PASSWORD
from tests.look.registry import Scene, Shot, shows
from tests.ui.opener import NoDoors

DAY, NOW = date(2026, 12, 2), time(10, 43)
SCREEN, DIALOG = (1366, 705), (1120, 640)
CHOSEN = "7А"


class _School:
    """The school in a folder of its own, opened by whoever signs in."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp())
        self._tools = CommandTools(Settings(self._folder / "settings.ini"), cost=FLOOR)
        make_demo_school(self._folder / "school.ezh", PASSWORD, options_of(None, None, None, DAY), self._tools.maker)

    def office(self, login: str) -> FileOffice:
        """The journal as that person, at the hour of the pictures."""
        office = self._tools.sign_in(self._folder / "school.ezh", login, PASSWORD, DAY, writes=True).office
        office.clock = FrozenClock.at(DAY, NOW, ZONE)
        return office

    def window(self, login: str) -> MainWindow:
        """The window as it opens for that person."""
        settings = Settings(self._folder / f"{login}.ini")
        return MainWindow(self.office(login), settings, NoDoors(), lambda _path, _data: None)


def _on_the_day(window: MainWindow) -> Callable[[], None]:
    """The page of the day, read beside the window's thread, and the findings of the school on it."""

    def ready() -> None:
        checked: list[object] = []
        window.open_course(NO_COURSE)
        if isinstance(window.page, SchoolTab):
            window.page.checked.connect(checked.append)
            while not checked:
                QTest.qWait(20)
        QTest.qWait(300)

    return ready


def _at(dialog: StructureDialog, words: str) -> StructureDialog:
    """The dialog at a line of its list."""
    listed = dialog.list
    listed.setCurrentRow(next(at for at in range(listed.count()) if listed.item(at).text().startswith(words)))
    return dialog


@shows("demo")
def demo(_scene: Scene) -> Iterator[Shot]:
    """A teacher's day, the deputy's school, a class's timetable, a day of substitutions, the next year's holidays."""
    school = _School()
    for name, login in (("teacher", "teacher"), ("class-teacher", "class_teacher"), ("deputy", "deputy")):
        window = school.window(login)
        yield Shot(name, window, SCREEN, _on_the_day(window))
    admin = school.office("admin")
    yield Shot("timetable", _at(TimetableDialog(admin, NoDoors()), CHOSEN), DIALOG)
    yield Shot("new-year", _at(NewYearDialog(admin, NoDoors()), "2."), (1000, 560))
    yield Shot("substitutions", SubstitutionsDialog(school.office("deputy"), NoDoors(), None), SCREEN)
