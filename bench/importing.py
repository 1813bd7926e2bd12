"""Imports against their limits: a timetable of 448 activities in 2 s, a class list of 30 in 300 ms.

The timetable is read from its file, judged, written as one act with its lessons, and made durable. It is that of the
real school in the folder that EZH_REAL_DATA names, and made ones of 11 to 100 classes, whose times tell the growth.
Run: `python -m bench.importing`; each round enters into a journal of its own.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, time
from pathlib import Path
from time import perf_counter

from bench.ratio import Taken
from ezh_desktop.domain.clock import FrozenClock
from ezh_desktop.domain.incoming import PupilRow, Spot
from ezh_desktop.domain.names import ClassName
from ezh_desktop.exchange.timetables import read_timetable
from ezh_desktop.services.demo.options import ZONE
from ezh_desktop.services.founding import Maker, NewAccount, found_school
from ezh_desktop.services.ids import system_ids
from ezh_desktop.services.importing.base import enter
from ezh_desktop.services.importing.pupils import plan_pupils
from ezh_desktop.services.importing.timetable import Options, plan_timetable
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.opening import Opening
from ezh_desktop.storage.passwords import FLOOR

LIMIT_SECONDS, LIMIT_MS = 2.0, 300.0
ROUNDS = 7
PUPILS = 30
DAYS = ("Понедельник", "Вторник", "Среда", "Четверг", "Пятница")
HOURS, SUBJECTS, BLOCK = 7, 12, 3
SIZES = (11, 25, 50, 100)
_CLOCK = FrozenClock.at(date(2026, 9, 1), time(9), ZONE)
_PASSWORD = "проверка связи 27"  # noqa: S105 - of a school that lasts as long as the measurement


def timed(work: Callable[[FileOffice], object]) -> float:
    """Seconds of the work in a new school without classes."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.ezh"
        maker = Maker(_CLOCK, system_ids(), FLOOR)
        found_school(path, "Школа", "2026/2027", NewAccount("admin", _PASSWORD, root=True), maker)
        session = Opening({}, cost=FLOOR, clock=_CLOCK).sign_in(path, "admin", _PASSWORD)
        since = perf_counter()
        work(session.office)
        seconds = perf_counter() - since
        session.close()
        return seconds


def enter_timetable(path: Path) -> Callable[[FileOffice], object]:
    """Reads a file and enters it."""
    return lambda office: enter(office, plan_timetable(office, read_timetable(path).rows, Options()).found)


def enter_pupils(office: FileOffice) -> object:
    """Judges and enters a list of 30, already read for its preview."""
    rows = [PupilRow(Spot("список", "", n), f"Ученикова{n}", "Мария", gender="f") for n in range(PUPILS)]
    return enter(office, plan_pupils(office, rows, ClassName(7, "А")))


def made_timetable(folder: Path, classes: int) -> Path:
    """A timetable as FET's CSV: 35 hours a class; a teacher of a subject has three classes."""
    lines = ["Activity Id,Day,Hour,Students Sets,Subject,Teachers"]
    lines += [f"{at},{row}" for at, row in enumerate(_rows(classes), 1)]
    path = folder / f"{classes}_timetable.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def _rows(classes: int) -> Iterator[str]:
    for at in range(classes):
        block, turn = divmod(at, BLOCK)
        name = f"{at % 11 + 1}{'АБВГДЕЖЗИК'[at // 11]}"
        for hour in range(len(DAYS) * HOURS):
            subject = (hour + turn * SUBJECTS // BLOCK) % SUBJECTS
            yield f"{DAYS[hour // HOURS]},{hour % HOURS + 1},{name},Предмет {subject},Учителева{subject}я{block}"


def main() -> None:
    """Print the rows."""
    real = os.environ.get("EZH_REAL_DATA")
    if real:
        path = Path(real) / "timetable-lom" / "lom_data_and_timetable.fet"
        seconds = tuple(timed(enter_timetable(path)) for _ in range(ROUNDS))
        print(Taken("расписание настоящей школы, 448 занятий", LIMIT_SECONDS, "с", seconds).line)
    pupils = tuple(timed(enter_pupils) * 1000 for _ in range(ROUNDS))
    print(Taken("список класса, 30 учеников", LIMIT_MS, "мс", pupils).line)
    with tempfile.TemporaryDirectory() as folder:
        for classes in SIZES:
            path = made_timetable(Path(folder), classes)
            seconds = tuple(timed(enter_timetable(path)) / classes * 1000 for _ in range(3))
            print(Taken(f"расписание, {classes} классов: на класс", LIMIT_SECONDS * 1000 / 11, "мс", seconds).line)


if __name__ == "__main__":
    main()
