"""Paper against its limit: reading, planning and drawing a class's subject pages, and its whole journal, against a
bare tuned canvas; and what memory the journal takes.

The limit draws the same strings and lines at the same places, known beforehand: no reading, no planning, no measuring.
Ours may take twice its time at most. The pages are those of a class of the demo school at the end of its year, read
anew from the encrypted file each round. Run: `python -m bench.paper`.
"""

from __future__ import annotations

import tempfile
import tracemalloc
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from bench.ratio import ROUNDS, Figure, Taken, compare
from ezh_desktop.domain.clock import FrozenClock
from ezh_desktop.journal import JournalOpener
from ezh_desktop.reports.base import PrintInfo
from ezh_desktop.reports.course import draw_courses, plan_courses
from ezh_desktop.reports.document import Document
from ezh_desktop.reports.fonts import Font
from ezh_desktop.reports.ink import Ink
from ezh_desktop.reports.journal import draw_journal, plan_journal
from ezh_desktop.reports.text import wrap
from ezh_desktop.services.demo.options import ZONE
from ezh_desktop.services.demo_school import make_demo_school, options_of
from ezh_desktop.services.founding import Maker
from ezh_desktop.services.ids import system_ids
from ezh_desktop.services.pages.course import CoursePage
from ezh_desktop.services.pages.journal import JournalPages
from ezh_desktop.services.whole_journal import read_journal
from ezh_desktop.settings import Settings
from ezh_desktop.storage.passwords import FLOOR

LIMIT = 2.0
MOST_MEMORY = 64.0
"""Of one class at a time, MiB: our own limit."""
CLASSES = 3
DAY = date(2027, 5, 26)
PASSWORD = "проверка связи 27"  # noqa: S105 - of a school that lasts as long as the measurement
_Operation = tuple[str, tuple[Any, ...]]


class _RecordingInk(Ink):
    """Keeps what reaches the canvas, page by page."""

    def __init__(self, canvas: Any) -> None:  # noqa: ANN401
        super().__init__(canvas)
        self.pages: list[list[_Operation]] = [[]]

    def line(self, x1: float, y1: float, x2: float, y2: float, weight: float = 0.35) -> None:
        self.pages[-1].append(("line", (x1, y1, x2, y2, weight)))
        super().line(x1, y1, x2, y2, weight)

    def text(self, x: float, y: float, text: str, font: Font, size: float) -> None:
        self.pages[-1].append(("text", (x, y, text, font, size)))
        super().text(x, y, text, font, size)

    def upward(self, x: float, y: float, text: str, font: Font, size: float) -> None:
        self.pages[-1].append(("upward", (x, y, text, font, size)))
        super().upward(x, y, text, font, size)

    def flush(self) -> None:
        super().flush()
        self.pages.append([])


def _recorded(pages: Sequence[CoursePage], info: PrintInfo) -> list[list[_Operation]]:
    inks: list[_RecordingInk] = []

    def listen(canvas: Any) -> Ink:  # noqa: ANN401
        inks.append(_RecordingInk(canvas))
        return inks[0]

    draw_courses(plan_courses(pages), info, new_document=lambda title, said: Document(title, said, make_ink=listen))
    return inks[0].pages[:-1]


def _bare(recorded: list[list[_Operation]], info: PrintInfo) -> bytes:
    document = Document("bare", info)
    for operations in recorded:
        for name, values in operations:
            getattr(document.ink, name)(*values)
        document.end_page()
    return document.data()


def measure(
    courses: Sequence[int],
    read_pages: Callable[[Sequence[int]], Iterable[CoursePage]],
    info: PrintInfo,
    rounds: int = ROUNDS,
) -> Figure:
    """The ratio of times; `read_pages(courses)` reads anew each round."""
    recorded = _recorded(list(read_pages(courses)), info)

    def ours() -> None:
        # A print is made once: lines wrapped in the round before would be a gift.
        wrap.cache_clear()
        draw_courses(plan_courses(read_pages(courses)), info)

    name = f"бумага, {len(recorded)} с., с чтением / голый холст"
    return compare(name, ours, lambda: _bare(recorded, info), limit=LIMIT, rounds=rounds)


def measure_journal(read: Callable[[], JournalPages], info: PrintInfo, rounds: int = ROUNDS) -> Figure:
    """The same of a whole journal, every sheet of the class with it."""
    inks: list[_RecordingInk] = []

    def listen(canvas: Any) -> Ink:  # noqa: ANN401
        inks.append(_RecordingInk(canvas))
        return inks[0]

    _print(read(), info, listen)
    recorded = inks[0].pages[:-1]

    def ours() -> None:
        wrap.cache_clear()
        _print(read(), info)

    name = f"весь журнал, {len(recorded)} с., с чтением / голый холст"
    return compare(name, ours, lambda: _bare(recorded, info), limit=LIMIT, rounds=rounds)


def _print(pages: JournalPages, info: PrintInfo, make_ink: Callable[[Any], Ink] = Ink) -> bytes:
    document = Document("journal", info, make_ink=make_ink)
    draw_journal(plan_journal(pages), document, info, 0, lambda _done, _total: None)
    return document.data()


def memory(read: Callable[[], JournalPages], info: PrintInfo) -> Taken:
    """The most that printing a journal holds at once, MiB."""
    peaks = []
    for _ in range(3):
        tracemalloc.start()
        _print(read(), info)
        peaks.append(tracemalloc.get_traced_memory()[1] / 2**20)
        tracemalloc.stop()
    return Taken("весь журнал: память сверх открытого файла", MOST_MEMORY, "МиБ", tuple(peaks))


def main() -> None:
    """Print the rows."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "paper.ezh"
        clock = FrozenClock.at(DAY, time(12), ZONE)
        make_demo_school(path, PASSWORD, options_of(CLASSES, None, None, DAY), Maker(clock, system_ids(), FLOOR))
        opener = JournalOpener(Settings(folder / "settings.ini"), cost=FLOOR, remember=False)
        office = opener.sign_in(path, "class_teacher", PASSWORD).office
        first = next(place.course for place in office.places() if place.course)
        info = PrintInfo(datetime.combine(DAY, time(12)), office.person.name, office.head_text())
        print(measure(office.class_courses(first), office.layout_pages, info).line)
        led = office.course_page(first).school_class

        def read() -> JournalPages:
            return read_journal(office, led, lambda: None)

        print(measure_journal(read, info).line)
        print(memory(read, info).line)
        office.close()


if __name__ == "__main__":
    main()
