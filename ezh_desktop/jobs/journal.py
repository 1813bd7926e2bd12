"""Printing whole journals as a job: a class is read, laid out and drawn, then let go before the next one is read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from ezh_desktop.jobs.base import Progress
from ezh_desktop.jobs.printing import Paper, PrintedPage, missing_topics
from ezh_desktop.reports.base import PrintInfo
from ezh_desktop.reports.course import CourseOptions
from ezh_desktop.reports.document import Document
from ezh_desktop.reports.journal import JournalPlan, draw_journal, journal_title, plan_journal
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.pages.journal import JournalPages
from ezh_desktop.services.whole_journal import demand_journal, journal_courses, read_journal

_WHOLE: Final = 1000
"""Steps of progress a class."""
_READ: Final = 250
"""Those of reading and laying out."""


@dataclass(frozen=True)
class JournalPart:
    """The journal of one class, not yet read: `pages` reads it, calling back before each of `readings` pages."""

    class_name: str
    pages: Callable[[Callable[[], None]], JournalPages]
    readings: int
    sign_lines: bool = True


def journal_part(office: FileOffice, school_class: int, class_name: str, *, sign_lines: bool = True) -> JournalPart:
    """The journal of one class. RightRefused for who may not print all of it."""
    demand_journal(office, school_class)
    readings = len(journal_courses(office, school_class)) + 1
    return JournalPart(class_name, partial(read_journal, office, school_class), readings, sign_lines)


@dataclass(frozen=True)
class JournalsJob:
    """The work of printing the journals of classes as one document: `Job(title, JournalsJob(...))` gives a `Paper`.

    Each journal has page numbers of its own and begins on a new sheet. The footer tells the head of the protocol at
    which the class was read.
    """

    parts: Sequence[JournalPart]
    info: PrintInfo

    def __call__(self, progress: Progress) -> Paper:
        """Read, lay out and draw; BadInput for a class without pupils or subjects, JobCancelled when stopped."""
        several = len(self.parts) > 1
        names = ", ".join(part.class_name for part in self.parts)
        document: Document | None = None
        printed: list[Paper] = []
        disturbed: list[str] = []
        for at, part in enumerate(self.parts):
            step = _Steps(progress, at * _WHOLE, len(self.parts) * _WHOLE, part.readings)
            pages = part.pages(step.reading)
            plan = plan_journal(pages, sign_lines=part.sign_lines)
            info = replace(self.info, head=pages.head)
            document = document or Document(f"{names}, классные журналы" if several else journal_title(plan), info)
            if several:
                document.outline(f"{part.class_name} класс")
            step.draws(plan.pages, document)
            draw_journal(plan, document, info, int(several), step.drawing)
            printed.append(_told(plan, part.class_name if several else ""))
            disturbed += [part.class_name] * pages.disturbed
        if document is None:
            raise ValueError("no class to print")
        return Paper(
            document.data(),
            tuple(page for one in printed for page in one.pages),
            tuple(topic for one in printed for topic in one.missing),
            tuple(disturbed),
        )


def _told(plan: JournalPlan, class_name: str) -> Paper:
    """What a window says of a journal, without its bytes."""
    pages = tuple(
        PrintedPage(f"{class_name} {section.title}".strip() if section.title else "", section.first + at)
        for section in plan.sections
        for at in range(section.pages)
    )
    courses = [section.course for section in plan.sections if section.course is not None]
    return Paper(b"", pages, missing_topics(courses, CourseOptions(whole=True)))


class _Steps:
    """The progress of one class among several."""

    def __init__(self, progress: Progress, before: int, total: int, readings: int) -> None:
        self._progress, self._before, self._total, self._readings = progress, before, total, max(1, readings)
        self._read = self._pages = self._first = 0
        self._document: Document | None = None

    def reading(self) -> None:
        """Before a page is read; pages that are read anew add nothing."""
        done = min(_READ, _READ * self._read // self._readings)
        self._read += 1
        self._progress(self._before + done, self._total, "Читаю страницы")

    def draws(self, pages: int, document: Document) -> None:
        """How many pages will be drawn behind those of the document."""
        self._pages, self._document, self._first = pages, document, document.pages

    def drawing(self, _done: int, _pages: int) -> None:
        """After pages were drawn."""
        drawn = self._document.pages - self._first if self._document is not None else 0
        done = min(_WHOLE, _READ + (_WHOLE - _READ) * drawn // max(1, self._pages))
        self._progress(self._before + done, self._total, "Рисую страницы")
