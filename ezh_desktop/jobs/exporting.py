"""Taking pages out as tables, one after another, with progress and cancel between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePath

from ezh_desktop.exchange.pages_out import BOTH, Form, OutFile, Part, Stamp, course_files, health_file, summary_file
from ezh_desktop.jobs.base import Progress
from ezh_desktop.services.exporting import Outgoing, course_out, health_out, summary_out
from ezh_desktop.services.office import FileOffice

Write = Callable[[OutFile], None]
"""Puts one finished file on the disk, whole or not at all."""


@dataclass(frozen=True)
class ExportJob:
    """The work of an export: `Job(title, ExportJob(...))` gives the names of the files, in order.

    A page goes out whole before the next is read; what is written when the work is stopped stays.
    """

    office: FileOffice
    pages: Outgoing
    form: Form
    write: Write
    parts: tuple[Part, ...] = BOTH

    def __call__(self, progress: Progress) -> tuple[str, ...]:
        """Read, make, write; JobCancelled when stopped, and whatever reading or writing raises."""
        taken: set[str] = set()
        for done, files in enumerate(self._files()):
            progress(done, self.pages.pages, "Сохраняю страницы")
            for file in files:
                named = OutFile(free_name(file.name, taken), file.data)
                self.write(named)
                taken.add(named.name)
        return tuple(sorted(taken))

    def _files(self) -> Iterator[list[OutFile]]:
        stamp = Stamp(self.office.clock.now_local(), self.office.person.name)
        for course in self.pages.courses:
            yield list(course_files(course_out(self.office, course), self.form, stamp, self.parts))
        for school_class in self.pages.summaries:
            yield [summary_file(summary_out(self.office, school_class), self.form, stamp)]
        for school_class in self.pages.health:
            yield [health_file(health_out(self.office, school_class), self.form, stamp)]


def free_name(name: str, taken: set[str]) -> str:
    """The name, or one with a number: two courses of a class may be called the same."""
    path = PurePath(name)
    names = (name, *(f"{path.stem} ({n}){path.suffix}" for n in range(2, len(taken) + 3)))
    return next(one for one in names if one not in taken)
