"""Doors, a printer and a source of pages that answer by themselves, for tests and pictures of the print dialog."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from ezh_desktop.errors import EzhError
from ezh_desktop.services.class_pages import PrintableClass
from ezh_desktop.services.pages.course import CoursePage
from ezh_desktop.ui.dialogs.printsource import PrintSource
from tests.reports import pages
from tests.ui.opener import NoDoors

WINTER = date(2026, 12, 2)
HP = "Учительская, лазерный"
COPIER = "Приёмная"


class PaperDoors(NoDoors):
    """Two printers; the save dialog answers with `path`."""

    def __init__(self, path: Path | None = None, printers: tuple[str, ...] = (HP, COPIER)) -> None:
        self.path = path
        self.names = list(printers)
        self.offered: list[Path] = []

    def printers(self) -> list[str]:
        return self.names

    def save_file(self, parent, title, kinds, offered):
        self.offered.append(offered)
        return self.path


@dataclass
class StillPrinter:
    """Keeps what was sent; `refuses` is raised instead; with `holds` it waits for `gate` between pages."""

    refuses: EzhError | None = None
    holds: bool = False
    sent: list[dict[str, object]] = field(default_factory=list)
    gate: threading.Event = field(default_factory=threading.Event)

    def two_sided(self, name: str) -> bool:
        return name == COPIER

    def send(self, data, name, *, copies, duplex, title, progress):
        while self.holds and not self.gate.wait(0.005):
            progress(1, 8, "Страница 1 из 8")
        if self.refuses is not None:
            raise self.refuses
        self.sent.append({"data": data, "name": name, "copies": copies, "duplex": duplex, "title": title})
        return 8


def algebra(**more: object) -> CoursePage:
    """7А, алгебра, 2 декабря, without a topic on 26 November."""
    page = pages.course_page(
        subject_name="Алгебра",
        subject_kind="algebra",
        double_marks=False,
        today=WINTER,
        weekdays=(0, 1, 3),
        count=27,
        teachers=(replace(pages.course_page().teachers[0], name="Соколова Наталья Викторовна"),),
        **more,  # type: ignore[arg-type]
    )
    lessons = tuple(
        replace(one, topic="", homework="") if one.day == date(2026, 11, 26) else replace(one, kind="plain")
        for one in page.lessons
    )
    cells = {key: cell for key, cell in page.cells.items() if not key[2]}
    return replace(page, lessons=lessons, cells=cells)


def reads(found):
    """Gives these pages by their course."""
    return lambda courses: (found[course] for course in courses)


def source(page: CoursePage | None = None, read=None) -> PrintSource:
    """Алгебра and Физика of one class; `read` may answer in place of the made-up one."""
    first = page or algebra()
    other = replace(first, course=8, subject_name="Физика", lessons=first.lessons[::2])
    both = {first.course: first, other.course: other}
    here = PrintableClass(first.school_class, first.class_name, tuple(both), frozenset(both))
    return PrintSource(first, here, read or reads(both), pages.info)
