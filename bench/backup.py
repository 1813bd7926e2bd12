"""A backup of a whole demo year, proved; and what a teacher who types on meanwhile feels of it.

The backup copies the journal, checks every page, packs it, reads the package back past the memory of the computer,
compares it and opens it. Typing is measured while backups are made one after another: how long the window's thread is
held by a key, and how long a mark takes to the disk. Run: `python -m bench.backup`.
"""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import date
from datetime import time as time_of_day
from pathlib import Path

from bench.ratio import Taken
from ezh_desktop.domain.clock import FrozenClock
from ezh_desktop.services.acts import CellEntry, EnterCells
from ezh_desktop.services.backing_up import back_up
from ezh_desktop.services.demo.options import ZONE
from ezh_desktop.services.demo_school import make_demo_school, options_of
from ezh_desktop.services.founding import Maker
from ezh_desktop.services.ids import system_ids
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.opening import Opening
from ezh_desktop.services.packing import Destination
from ezh_desktop.services.pages.course import CoursePage
from ezh_desktop.storage.passwords import FLOOR

DAYS = ((date(2026, 12, 2), "к 2 декабря"), (date(2027, 5, 26), "целый год"))
PASSWORD = "проверка связи 27"  # noqa: S105 - of a school that lasts as long as the measurement
ROUNDS = 10
LIMIT_SECONDS = 2.0
FRAME_MS = 16.0
DURABLE_MS = 30.0
KEYS = 200
PAUSE_SECONDS = 0.03


def figures(folder: Path) -> Iterator[Taken]:
    """Seconds of a backup of either school, then the keys and marks of a teacher during backups of the first."""
    stick = Destination.of_folder(folder / "stick")
    stick.folder.mkdir()
    for number, (day, words) in enumerate(DAYS):
        office = _open(folder / f"demo{number}.ezh", day)
        yield _backups(office, stick, words)
        if not number:
            yield from _typing(office, stick)
        office.close()


def _open(path: Path, day: date) -> FileOffice:
    clock = FrozenClock.at(day, time_of_day(12), ZONE)
    make_demo_school(path, PASSWORD, options_of(None, None, None, day), Maker(clock, system_ids(), FLOOR))
    return Opening({}, cost=FLOOR, clock=clock).sign_in(path, "teacher", PASSWORD).office


def _backups(office: FileOffice, stick: Destination, words: str) -> Taken:
    seconds, octets = [], 0
    for _ in range(ROUNDS):
        began = time.perf_counter()
        done = back_up(office, stick)
        seconds.append(time.perf_counter() - began)
        octets = done.size
        done.path.unlink()
    name = f"резервная копия учебной школы с проверкой, {words}, {octets / (1 << 20):.0f} МБ"
    return Taken(name, LIMIT_SECONDS, "с", tuple(seconds))


def _typing(office: FileOffice, stick: Destination) -> Iterator[Taken]:
    over = threading.Event()
    backups = threading.Thread(target=_until, args=(office, stick, over))
    backups.start()
    try:
        taken, durable = _type(office)
    finally:
        over.set()
        backups.join()
    slowest = f"самая долгая {max(taken):.1f}"
    yield Taken(f"клавиша принята, пока идёт копирование ({slowest} мс)", FRAME_MS, "мс", taken)
    slowest = f"самая долгая {max(durable):.0f}"
    yield Taken(f"отметка на диске, пока идёт копирование ({slowest} мс)", DURABLE_MS, "мс", durable)


def _until(office: FileOffice, stick: Destination, over: threading.Event) -> None:
    while not over.is_set():
        back_up(office, stick).path.unlink()


def _type(office: FileOffice) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Milliseconds until each key was taken, and until its mark was on the disk."""
    place = next(one for one in office.places() if one.title == "7А Алгебра")
    page = office.course_page(place.course)
    lesson = max((one for one in page.lessons if one.day <= page.today), key=lambda one: one.day).lesson
    pupils = [one.pupil for one in page.pupils if _free(office, page, lesson, one.pupil)]
    taken, durable = [], []
    for turn in range(KEYS):
        # Another mark each time: the same value again would write nothing.
        mark, pupil = "2345"[turn // len(pupils) % 4], pupils[turn % len(pupils)]
        act = EnterCells(page.course, (CellEntry(lesson, pupil, 0, mark, None),))
        began = time.perf_counter()
        decision = office.decide(act, page)
        assert decision.act is not None, decision.refused
        ticket = office.submit(decision.act, page)
        taken.append((time.perf_counter() - began) * 1000)
        assert ticket.wait(10)
        assert ticket.entry is not None, ticket.error
        durable.append((time.perf_counter() - began) * 1000)
        time.sleep(PAUSE_SECONDS)
    return tuple(taken), tuple(durable)


def _free(office: FileOffice, page: CoursePage, lesson: int, pupil: int) -> bool:
    """Whether the cell is empty and may be filled: some have left, some are away, some have a mark already."""
    act = EnterCells(page.course, (CellEntry(lesson, pupil, 0, "5", None),))
    return (lesson, pupil, 0) not in page.cells and office.decide(act, page).act is not None


def main() -> None:
    """Print the rows."""
    with tempfile.TemporaryDirectory() as folder:
        for figure in figures(Path(folder)):
            print(figure.line, flush=True)


if __name__ == "__main__":
    main()
