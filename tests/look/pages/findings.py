"""The panel «Недочёты страницы» beside the marks (pictures 01 and 02) and in a wide window, on a demo school."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from PySide6.QtTest import QTest

from ezh_desktop.journal import CommandTools
from ezh_desktop.services.demo_school import make_demo_school, options_of
from ezh_desktop.settings import Settings
from ezh_desktop.storage.passwords import FLOOR
from ezh_desktop.ui.mainwindow import MainWindow
from tests.factories import PASSWORD
from tests.look.registry import Scene as Look
from tests.look.registry import Shot, shows
from tests.ui.opener import NoDoors

DAY = date(2026, 12, 2)
SCREEN, WIDE, HALF = (1366, 705), (1600, 800), (683, 352)


def _shot(name: str, login: str, subject: str, size: tuple[int, int]) -> Shot:
    folder = Path(tempfile.mkdtemp())
    tools = CommandTools(Settings(folder / "settings.ini"), cost=FLOOR)
    make_demo_school(folder / "school.ezh", PASSWORD, options_of(1, None, None, DAY), tools.maker)
    office = tools.sign_in(folder / "school.ezh", login, PASSWORD, DAY, writes=True).office
    window = MainWindow(office, Settings(folder / "window.ini"), NoDoors(), lambda _path, _data: None)

    def ready() -> None:
        window.resize(*size)
        place = next(one for one in office.places() if one.subject_name == subject)
        window.open_course(place.course, None, "marks")
        while window.findings.live.found is None:
            QTest.qWait(20)
        if not window.findings.panel.isVisible():
            window.findings.go()
        QTest.qWait(50)

    return Shot(name, window, size, ready)


@shows("findings")
def shots(_scene: Look) -> Iterator[Shot]:
    """A teacher's page, one in a wide window, and the narrow layout."""
    yield _shot("panel", "teacher", "Алгебра", SCREEN)
    yield _shot("wide", "class_teacher", "Русский язык", WIDE)
    yield _shot("narrow", "teacher", "Алгебра", HALF)
