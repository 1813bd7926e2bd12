"""Windows on an office in memory, the teacher who sits at them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from ezh_desktop.services.office import FileOffice
from ezh_desktop.settings import Settings
from ezh_desktop.ui import theme
from ezh_desktop.ui.dialogs.structure.frame import StructureDialog
from ezh_desktop.ui.mainwindow import MainWindow
from ezh_desktop.ui.printcommands import Save
from tests.ui.clerk import Clerk
from tests.ui.fake_office import FakeOffice, a_page
from tests.ui.opener import NoDoors
from tests.ui.teacher import Teacher

SCREEN = (1366, 705)


class ClipDoors(NoDoors):
    """Remembers what was copied and what was told."""

    def __init__(self) -> None:
        self.text = ""
        self.told: list[tuple[str, str]] = []

    def copy(self, text: str) -> None:
        self.text = text

    def pasted(self) -> str:
        return self.text

    def tell(self, parent, what, detail=""):
        self.told.append((what, detail))


@pytest.fixture
def themed(qapp: QApplication) -> QApplication:
    """The application in the light theme."""
    theme.apply(theme.Scheme.LIGHT)
    return qapp


@pytest.fixture
def office() -> FakeOffice:
    """Алгебра and Русский язык of 7А, Алгебра of 7Б."""
    return FakeOffice(
        pages={
            1: a_page(),
            2: a_page(course=2, subject="Русский язык", kind="russian", double=True, weekdays=(0, 1, 2, 3, 4)),
            3: a_page(course=3, class_name="7Б"),
        }
    )


@pytest.fixture
def doors() -> ClipDoors:
    return ClipDoors()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.ini")


def nothing_saved(_path: Path, _data: bytes) -> None:
    """A disk that takes everything and keeps nothing."""


@pytest.fixture
def sits(themed: QApplication, settings: Settings, doors: ClipDoors) -> Iterator[Callable[..., Teacher]]:
    """Seats a teacher at a window on an office."""
    windows: list[MainWindow] = []

    def seat(
        office: FakeOffice, size: tuple[int, int] = SCREEN, *, grid: bool = True, save: Save = nothing_saved
    ) -> Teacher:
        window = MainWindow(office, settings, doors, save)
        windows.append(window)
        window.resize(*size)
        window.show()
        window.activateWindow()
        if grid:
            window.marks.grid.setFocus()
        teacher = Teacher(window)
        teacher.settles()
        return teacher

    yield seat
    for window in windows:
        window.close()
        window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def clerks(themed: QApplication, qtbot) -> Iterator[Callable[[FileOffice, StructureDialog], Clerk]]:
    """Seats people of a school at their dialogs; each waits for what it writes before its office is closed."""
    seated: list[tuple[FileOffice, StructureDialog]] = []

    def sit(office: FileOffice, dialog: StructureDialog) -> Clerk:
        qtbot.addWidget(dialog)
        dialog.show()
        dialog.activateWindow()
        seated.append((office, dialog))
        return Clerk(dialog, qtbot)

    yield sit
    for office, dialog in seated:
        qtbot.waitUntil(lambda one=dialog: one.settled)
        office.close()


@pytest.fixture
def teacher(sits: Callable[..., Teacher], office: FakeOffice) -> Teacher:
    """A teacher of mathematics in 7А on 2 December 2026."""
    return sits(office)
