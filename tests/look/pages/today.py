"""«Сегодня» (picture 04): a running lesson, free hours, earlier lessons without a topic."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date, time
from pathlib import Path

from ezh_desktop.services.doors import NO_COURSE
from ezh_desktop.settings import Settings
from ezh_desktop.ui.mainwindow import MainWindow
from tests.factories import CoursePlan, a_class, a_school, fake_clock, open_office
from tests.look.registry import Scene, Shot, shows
from tests.ui.opener import NoDoors

COURSES = (
    CoursePlan("Алгебра", weekdays=(1, 3), number=1),
    CoursePlan("Геометрия", weekdays=(3,), number=3),
    CoursePlan("Вероятность и статистика", weekdays=(3,), number=6),
)


@shows("today")
def today(_scene: Scene) -> Iterator[Shot]:
    """The page in the middle of the third lesson, wide and narrow."""
    with tempfile.TemporaryDirectory() as folder:
        school = a_school(Path(folder) / "журнал.ezh", [a_class(courses=COURSES, leader="teacher")])
        for name, size in (("wide", (1366, 705)), ("narrow", (683, 321))):
            office = open_office(school, clock=fake_clock(date(2026, 12, 2), time(10, 43)))
            settings = Settings(Path(folder) / "settings.ini")
            window = MainWindow(office, settings, NoDoors(), lambda _path, _data: None)
            yield Shot(name, window, size, lambda shown=window: shown.open_course(NO_COURSE))
