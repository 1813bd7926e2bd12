"""The summary sheet against its limit: reading and building that of a class at the year's end, at most 100 ms.

Run: `python -m bench.summary`; it makes a demo school of three classes.
"""

from __future__ import annotations

import tempfile
from datetime import date, time
from pathlib import Path
from time import perf_counter

from bench.ratio import Taken
from ezh_desktop.domain.clock import FrozenClock
from ezh_desktop.services.demo.options import ZONE
from ezh_desktop.services.demo_school import make_demo_school, options_of
from ezh_desktop.services.founding import Maker
from ezh_desktop.services.ids import system_ids
from ezh_desktop.services.pages.build_summary import SummarySetting, build_summary
from ezh_desktop.storage.engine import Connection
from ezh_desktop.storage.passwords import FLOOR
from ezh_desktop.storage.reading.rows import row
from ezh_desktop.storage.reading.summary import read_summary
from ezh_desktop.storage.signin import How, sign_in

DAY = date(2027, 5, 26)
PASSWORD = "проверка связи 27"  # noqa: S105 - of a school that lasts as long as the measurement
LIMIT_MS = 100.0
ROUNDS = 30


def measure(folder: Path) -> Taken:
    """The sheet of the fullest class."""
    path = folder / "summary.ezh"
    clock = FrozenClock.at(DAY, time(12), ZONE)
    make_demo_school(path, PASSWORD, options_of(3, None, None, DAY), Maker(clock, system_ids(), FLOOR))
    opened = sign_in(path, "director", PASSWORD, How(cost=FLOOR))
    with opened.sealed.connection(readonly=True) as db:
        fullest = "SELECT school_class FROM period_mark GROUP BY school_class ORDER BY count(*) DESC LIMIT 1"
        school_class = int(row(db, fullest)[0])
        marks = _read(db, school_class)
        times = [_timed(db, school_class) for _ in range(ROUNDS)]
    opened.sealed.close()
    return Taken(f"сводная ведомость класса, {marks} отметок", LIMIT_MS, "мс", tuple(times))


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
    """Print the row."""
    with tempfile.TemporaryDirectory() as folder:
        print(measure(Path(folder)).line)


if __name__ == "__main__":
    main()
