"""Calendars of classes and teachers written one after another, with progress and cancel between them."""

from __future__ import annotations

from dataclasses import dataclass

from ezh_desktop.domain.names import ClassName
from ezh_desktop.exchange.ical import calendar_file
from ezh_desktop.exchange.pages_out import OutFile
from ezh_desktop.jobs.base import Progress
from ezh_desktop.jobs.exporting import Write, free_name
from ezh_desktop.services.calendars import read_calendars
from ezh_desktop.services.office import FileOffice


@dataclass(frozen=True)
class CalendarJob:
    """`Job(title, CalendarJob(...))` gives the names of the files. `name`: one class alone; `year` 0: the present."""

    office: FileOffice
    write: Write
    name: ClassName | None = None
    year: int = 0

    def __call__(self, progress: Progress) -> tuple[str, ...]:
        """Read, make, write; JobCancelled when stopped, and whatever reading or writing raises."""
        pages = read_calendars(self.office, self.name, self.year)
        taken: set[str] = set()
        for done, page in enumerate(pages):
            progress(done, len(pages), "Сохраняю календари")
            made = calendar_file(page, self.office.clock.now_local())
            named = OutFile(free_name(made.name, taken), made.data)
            self.write(named)
            taken.add(named.name)
        return tuple(sorted(taken))
