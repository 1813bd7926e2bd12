"""Reading a course page into its frozen model, against the same rows fetched raw. Run: `python -m bench.page`."""

from __future__ import annotations

import tempfile
from pathlib import Path

from bench.grid import a_full_office
from bench.ratio import Figure, compare
from ezh_desktop.services.office import FileOffice
from ezh_desktop.storage.reading.course import read_classes, read_course, read_head

LIMIT = 2.0


def measure(office: FileOffice, course: int) -> Figure:
    """Ours reads rights, rows and builds the page; theirs runs the page's own statements and throws the rows away."""

    def raw() -> None:
        with office.reading() as db:
            head = read_head(db, course)
            assert head is not None
            read_course(db, head, read_classes(db, course))

    return compare("страница прочитана / те же строки без модели", lambda: office.course_page(course), raw, limit=LIMIT)


def main() -> None:
    """Print the row."""
    with tempfile.TemporaryDirectory() as name:
        office, courses = a_full_office(Path(name))
        print(measure(office, courses[0]).line)
        office.close()


if __name__ == "__main__":
    main()
