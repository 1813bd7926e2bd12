"""The summary sheet against its limit: that of a class at the year's end stands on the screen in at most 100 ms.

First reading and building alone, then the window: from the press on the tab to the painted page, file read and
decrypted. Run: `python -m bench.summary`; it makes a demo school of three classes.
"""

from __future__ import annotations

import os
import tempfile
from datetime import date, time
from pathlib import Path
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Offscreen there is no window manager that could take size hints, and Qt says so at every window.
os.environ.setdefault("QT_LOGGING_RULES", "default.warning=false")

from PySide6.QtWidgets import QApplication

from bench.ratio import Taken
from ezh_desktop.domain.clock import FrozenClock
from ezh_desktop.journal import JournalOpener
from ezh_desktop.services.demo.options import ZONE
from ezh_desktop.services.demo_school import make_demo_school, options_of
from ezh_desktop.services.founding import Maker
from ezh_desktop.services.ids import system_ids
from ezh_desktop.services.pages.build_summary import SummarySetting, build_summary
from ezh_desktop.settings import Settings
from ezh_desktop.storage.engine import Connection
from ezh_desktop.storage.passwords import FLOOR
from ezh_desktop.storage.reading.rows import row
from ezh_desktop.storage.reading.summary import read_summary
from ezh_desktop.storage.signin import How, sign_in
from ezh_desktop.ui.app import make_application
from ezh_desktop.ui.doors import SystemDoors
from ezh_desktop.ui.mainwindow import MainWindow
from ezh_desktop.ui.pages.summary import SummaryPageTab

DAY = date(2027, 5, 26)
PASSWORD = "проверка связи 27"  # noqa: S105 - of a school that lasts as long as the measurement
LIMIT_MS = 100.0
ROUNDS = 30
WINDOW = (1366, 705)


def make_school(folder: Path) -> Path:
    """A demo school at the end of its year."""
    path = folder / "summary.ezh"
    clock = FrozenClock.at(DAY, time(12), ZONE)
    make_demo_school(path, PASSWORD, options_of(3, None, None, DAY), Maker(clock, system_ids(), FLOOR))
    return path


def measure(path: Path) -> tuple[Taken, int]:
    """The sheet of the fullest class, and which class that is."""
    opened = sign_in(path, "director", PASSWORD, How(cost=FLOOR))
    with opened.sealed.connection(readonly=True) as db:
        fullest = "SELECT school_class FROM period_mark GROUP BY school_class ORDER BY count(*) DESC LIMIT 1"
        school_class = int(row(db, fullest)[0])
        marks = _read(db, school_class)
        times = [_timed(db, school_class) for _ in range(ROUNDS)]
    opened.sealed.close()
    return Taken(f"сводная ведомость класса, {marks} отметок", LIMIT_MS, "мс", tuple(times)), school_class


def measure_window(path: Path, school_class: int) -> Taken:
    """From the press on the tab to the painted page; between two rounds another class is opened."""
    settings = Settings(path.with_name("settings.ini"))
    app = make_application(settings)
    session = JournalOpener(settings, cost=FLOOR).sign_in(path, "director", PASSWORD)
    window = MainWindow(session.office, settings, SystemDoors())
    window.resize(*WINDOW)
    window.show()
    app.processEvents()
    places = {place.school_class: place for place in session.office.places() if place.school_class}
    other = next(one for one in places if one != school_class)
    times = []
    for _ in range(ROUNDS):
        window.open_place(places[other], tab=SummaryPageTab.name)
        app.processEvents()
        since = perf_counter()
        window.open_place(places[school_class], tab=SummaryPageTab.name)
        assert window.page is not None
        window.page.repaint()
        QApplication.processEvents()
        times.append((perf_counter() - since) * 1000)
    window.close()
    session.close()
    return Taken("она же на экране: щелчок → показана", LIMIT_MS, "мс", tuple(times))


def _timed(db: Connection, school_class: int) -> float:
    since = perf_counter()
    _read(db, school_class)
    return (perf_counter() - since) * 1000


def _read(db: Connection, school_class: int) -> int:
    found = read_summary(db, school_class)
    assert found is not None
    page = build_summary(found, SummarySetting(0, DAY, "", may_decide=False))
    assert page.counted is not None
    page.figures(page.counted)
    return len(page.marks)


def main() -> None:
    """Print the rows."""
    with tempfile.TemporaryDirectory() as folder:
        path = make_school(Path(folder))
        figure, school_class = measure(path)
        print(figure.line)
        print(measure_window(path, school_class).line)


if __name__ == "__main__":
    main()
