"""«Школа сегодня» (picture 10): three classes in the evening."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path

from ezh_desktop.settings import Settings
from ezh_desktop.ui.mainwindow import MainWindow
from tests.factories import a_class, a_school, fake_clock, open_office
from tests.look.registry import Scene, Shot, shows
from tests.ui.opener import NoDoors


@shows("school-today")
def school_today(_scene: Scene) -> Iterator[Shot]:
    """As the deputy sees it, wide and narrow."""
    with tempfile.TemporaryDirectory() as folder:
        school = a_school(Path(folder) / "журнал.ezh", [a_class(name) for name in ("5А", "7А", "7Б")])
        for name, size in (("wide", (1366, 705)), ("narrow", (683, 321))):
            office = open_office(school, "deputy", clock=fake_clock(date(2026, 12, 2), time(20, 0)))
            settings = Settings(Path(folder) / "settings.ini")
            yield Shot(name, MainWindow(office, settings, NoDoors(), lambda _path, _data: None), size)
