"""Paper against its limit: reading, planning and drawing a class's subject pages, against a bare tuned canvas.

The limit draws the same strings and lines at the same places, known beforehand: no reading, no planning, no measuring.
Ours may take twice its time at most. `python -m bench.paper` measures made-up pages in memory; `measure` takes the
function that reads a page, so that the file can be measured with it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any

from bench.ratio import ROUNDS, Figure, compare
from ezh_desktop.reports.base import PrintInfo
from ezh_desktop.reports.course import draw_courses, plan_courses
from ezh_desktop.reports.document import Document
from ezh_desktop.reports.fonts import Font
from ezh_desktop.reports.ink import Ink
from ezh_desktop.reports.text import wrap
from ezh_desktop.services.pages.course import CoursePage

LIMIT = 2.0
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
    courses: Sequence[int], read_page: Callable[[int], CoursePage], info: PrintInfo, rounds: int = ROUNDS
) -> Figure:
    """The ratio of times; `read_page(course)` reads anew each round."""
    recorded = _recorded([read_page(course) for course in courses], info)

    def ours() -> None:
        # A print is made once: lines wrapped in the round before would be a gift.
        wrap.cache_clear()
        draw_courses(plan_courses(read_page(course) for course in courses), info)

    name = f"бумага, {len(recorded)} с., с чтением / голый холст"
    return compare(name, ours, lambda: _bare(recorded, info), limit=LIMIT, rounds=rounds)


def _topics(chance: random.Random, words: Sequence[str]) -> tuple[str, ...]:
    """A year of topics of one to three lines, no two alike."""
    return tuple(" ".join(chance.choices(words, k=chance.randint(4, 24))) for _ in range(140))


def main() -> None:
    """Made-up pages in memory: the part of paper without the file."""
    from tests.reports import pages  # noqa: PLC0415

    words = " ".join((*pages.LONG_TOPICS, *pages.SHORT_TOPICS)).split()
    made = {
        index: pages.course_page(seed=index, course=index, topics=_topics(random.Random(index), words))
        for index in range(12)
    }
    print(measure(tuple(made), made.__getitem__, pages.INFO).line)


if __name__ == "__main__":
    main()
