"""A year's lessons recomputed after a change of the timetable or calendar: 50 classes in 1 s; and the growth.

A week of 35 hours a class is entered from its file; then one class's first lesson of Monday goes to an hour that is
free, and everything that follows is measured: rights, protocol, lessons, their digest, the disk, what is told of it.
Run: `python -m bench.deriving`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, time
from pathlib import Path
from time import perf_counter

from bench.importing import made_timetable
from bench.ratio import Taken
from ezh_desktop.domain.clock import FrozenClock
from ezh_desktop.exchange.timetables import read_timetable as read_file
from ezh_desktop.services.demo.options import ZONE
from ezh_desktop.services.founding import Maker, NewAccount, found_school
from ezh_desktop.services.ids import system_ids
from ezh_desktop.services.importing.base import enter
from ezh_desktop.services.importing.timetable import Options
from ezh_desktop.services.importing.timetable import plan_timetable as plan_file
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.opening import Opening
from ezh_desktop.services.structure.base import NEW, Line, save
from ezh_desktop.services.structure.calendar import plan_calendar, read_calendar
from ezh_desktop.services.structure.classes import read_classes
from ezh_desktop.services.structure.timetable import plan_timetable, read_timetable
from ezh_desktop.storage.passwords import FLOOR

LIMIT_SECONDS = 1.0
ROUNDS = 6
SIZES = (11, 25, 50, 100)
MEASURED = 50
_CLOCK = FrozenClock.at(date(2026, 9, 1), time(9), ZONE)
_PASSWORD = "проверка связи 27"  # noqa: S105 - of a school that lasts as long as the measurement
_FROM, _TO = (1, 1), (1, 8)


@contextmanager
def school(classes: int) -> Iterator[FileOffice]:
    """A school with that many classes and their week."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.ezh"
        maker = Maker(_CLOCK, system_ids(), FLOOR)
        found_school(path, "Школа", "2026/2027", NewAccount("admin", _PASSWORD, root=True), maker)
        session = Opening({}, cost=FLOOR, clock=_CLOCK).sign_in(path, "admin", _PASSWORD)
        table = made_timetable(Path(folder), classes)
        enter(session.office, plan_file(session.office, read_file(table).rows, Options()).found)
        yield session.office
        session.close()


def changes(office: FileOffice) -> Iterator[float]:
    """Seconds of each change: a lesson goes to a free hour and back."""
    school_class = read_classes(office)[1][0].school_class
    for turn in range(ROUNDS):
        page = read_timetable(office, school_class)
        source, target = (_TO, _FROM) if turn % 2 else (_FROM, _TO)
        cells = dict(page.cells)
        cells[target] = cells.pop(source)
        plan = plan_timetable(office, page, cells)
        since = perf_counter()
        save(office, plan)
        yield perf_counter() - since


def holidays(office: FileOffice) -> Iterator[float]:
    """Seconds of each new holiday: it is of every class, so every lesson of the year is derived anew."""
    for turn in range(ROUNDS):
        page = read_calendar(office)
        day = f"{15 + turn}.12.2026"
        line = Line(NEW, {"title": "Карантин", "start": day, "end": day})
        plan = plan_calendar(office, page, {**page.tables, "holidays": (*page.tables["holidays"], line)})
        since = perf_counter()
        save(office, plan)
        yield perf_counter() - since


def main() -> None:
    """Print the rows."""
    for classes in SIZES:
        with school(classes) as office:
            seconds = tuple(changes(office))
            anew = tuple(holidays(office)) if classes == MEASURED else ()
        if classes == MEASURED:
            words = f"уроки года, {classes} классов, после перестановки одного урока"
            print(Taken(words, LIMIT_SECONDS, "с", seconds).line)
            print(Taken("то же после нового праздника: все уроки заново", LIMIT_SECONDS, "с", anew).line)
        per_class = tuple(one / classes * 1000 for one in seconds)
        print(Taken(f"то же, {classes} классов: на класс", LIMIT_SECONDS * 1000 / MEASURED, "мс", per_class).line)


if __name__ == "__main__":
    main()
