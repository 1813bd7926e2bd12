"""Opening a course page and painting a frame while scrolling, against a `QTableWidget` with the same cells.

Ours: click → page read from the encrypted file → model → painted. Theirs: a new `QTableWidget` filled with the same
texts, read already, and painted. Beside stands the limit: a bare widget that paints the same cells and has none for a
screen reader. Run: `python -m bench.grid`.
"""

from __future__ import annotations

import os
import tempfile
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# Offscreen there is no window manager that could take size hints, and Qt says so at every window.
os.environ.setdefault("QT_LOGGING_RULES", "default.warning=false")

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QTableWidget, QTableWidgetItem, QWidget

from bench.ratio import Figure, compare
from ezh_desktop.services.acts import CellEntry, EnterCells
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.pages.course import CoursePage
from ezh_desktop.settings import Settings
from ezh_desktop.ui import fonts, theme
from ezh_desktop.ui.doors import SystemDoors
from ezh_desktop.ui.grids.ink import draw_centred, glyph
from ezh_desktop.ui.mainwindow import MainWindow
from ezh_desktop.ui.models.marks import MarksModel
from tests.factories import CoursePlan, a_class, a_school, fake_clock, open_office
from tests.ui.fake_office import NAMES

SIZE = (1166, 579)
WINDOW = (1366, 705)
OPENING_LIMIT, FRAME_LIMIT = 0.8, 0.6
LAST_DAY = date(2027, 5, 26)


class Bare(QWidget):
    """The limit: the same cells and lines painted from the same pictures, and nothing else."""

    def __init__(self, texts: list[list[str]]) -> None:
        super().__init__()
        self._texts = texts
        self.first = 0

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """All cells in sight."""
        t = theme.tokens()
        with QPainter(self) as p:
            p.fillRect(self.rect(), theme.ink(t.surface))
            for row, texts in enumerate(self._texts):
                for at, text in enumerate(texts[self.first : self.first + self.width() // 26]):
                    if text:
                        cell = QRectF(at * 26, row * 17, 26, 17)
                        draw_centred(p, glyph(text, t.text, 12, "", 1.0), cell, 1.0)
                p.fillRect(0, row * 17, self.width(), 1, theme.ink(t.line))
            for column in range(self.width() // 26):
                p.fillRect(column * 26, 0, 1, self.height(), theme.ink(t.line))


def texts_of(page: CoursePage) -> list[list[str]]:
    """The texts of all cells."""
    model = MarksModel(page)
    return [[model.text(row, at) for at in range(model.columnCount())] for row in range(model.rowCount())]


def filled_table(page: CoursePage, texts: list[list[str]]) -> QTableWidget:
    """A `QTableWidget` with the same cells, set up as a programmer would who wants it fast."""
    model = MarksModel(page)
    table = QTableWidget(len(texts), len(texts[0]))
    table.setVerticalHeaderLabels([pupil.name for pupil in page.pupils])
    table.setHorizontalHeaderLabels([model.column_name(column) for column in range(model.columnCount())])
    table.horizontalHeader().setDefaultSectionSize(26)
    table.verticalHeader().setDefaultSectionSize(17)
    for row, line in enumerate(texts):
        for column, text in enumerate(line):
            item = QTableWidgetItem(text)
            item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
            table.setItem(row, column, item)
    table.resize(*SIZE)
    return table


def opening(window: MainWindow, courses: tuple[int, int], page: CoursePage) -> tuple[Figure, float]:
    """The ratio of opening, and the median seconds of the limit."""
    turn = iter(range(10**9))
    texts = texts_of(page)

    def ours() -> None:
        window.open_course(courses[next(turn) % 2])
        window.marks.repaint()
        QApplication.processEvents()

    def theirs() -> None:
        table = filled_table(page, texts)
        painted_once(table)
        drop(table)

    def bare() -> None:
        widget = Bare(texts)
        widget.resize(*SIZE)
        painted_once(widget)
        drop(widget)

    figure = compare(
        f"страница {len(page.pupils)} × {len(page.lessons)}: щелчок → показана / QTableWidget",
        ours,
        theirs,
        limit=OPENING_LIMIT,
    )
    return figure, compare("предел", bare, bare, limit=1).ours


def painted_once(widget: QWidget) -> None:
    """Shows a widget and paints it once."""
    widget.show()
    widget.repaint()
    QApplication.processEvents()


def drop(widget: QWidget) -> None:
    """Closes and frees a widget; not left to a later turn."""
    widget.close()
    widget.deleteLater()
    QApplication.sendPostedEvents(widget, QEvent.Type.DeferredDelete)


def frame(window: MainWindow, page: CoursePage) -> tuple[Figure, float]:
    """The ratio of a frame while scrolling by one column, and the median seconds of the limit."""
    texts = texts_of(page)
    grid, table, bare = window.marks.grid, filled_table(page, texts), Bare(texts)
    bare.resize(*SIZE)
    for widget in (table, bare):
        painted_once(widget)
    bars = (grid.horizontalScrollBar(), table.horizontalScrollBar())
    turn = iter(range(10**9))

    def ours() -> None:
        bars[0].setValue(next(turn) % 90)
        grid.viewport().repaint()

    def theirs() -> None:
        bars[1].setValue((next(turn) % 90) * (1 if bars[1].maximum() < 1000 else 26))
        table.viewport().repaint()

    def limit() -> None:
        bare.first = next(turn) % 90
        bare.repaint()

    figure = compare("кадр при прокрутке / QTableWidget", ours, theirs, limit=FRAME_LIMIT)
    seconds = compare("предел", limit, limit, limit=1).ours
    for widget in (table, bare):
        drop(widget)
    return figure, seconds


def a_full_office(folder: Path) -> tuple[FileOffice, tuple[int, int]]:
    """Two courses of thirty pupils with a lesson a day, a mark in every third cell."""
    days = (1, 2, 3, 4, 5)
    courses = (CoursePlan("Русский язык", weekdays=days, number=2), CoursePlan("Алгебра", weekdays=days))
    school = a_school(folder / "bench.ezh", [a_class(pupils=[f"{name} Ивановна" for name in NAMES], courses=courses)])
    office = open_office(school, clock=fake_clock(LAST_DAY))
    ids = (school.courses["7А Русский язык"], school.courses["7А Алгебра"])
    for course in ids:
        fill(office, course)
    return office, ids


def fill(office: FileOffice, course: int) -> None:
    """A year of marks by one act."""
    page = office.course_page(course)
    cells = tuple(
        CellEntry(lesson.lesson, pupil.pupil, 0, "2345н"[(row * 7 + at) % 5], None)
        for row, pupil in enumerate(page.pupils)
        for at, lesson in enumerate(page.lessons)
        if (row + at) % 3 == 0
    )
    decision = office.decide(EnterCells(course, cells), page)
    assert decision.act is not None
    assert office.submit(decision.act, page).wait(60)


def main() -> None:
    """Print the rows."""
    app = QApplication([])
    theme.apply(theme.Scheme.LIGHT)
    fonts.load()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        office, courses = a_full_office(folder)
        page = office.course_page(courses[0])
        window = MainWindow(office, Settings(folder / "settings.ini"), SystemDoors())
        window.resize(*WINDOW)
        window.show()
        app.processEvents()
        for figure, limit in (opening(window, courses, page), frame(window, page)):
            print(f"{figure.line} предел {limit * 1000:.2f} мс |", flush=True)
        window.close()


if __name__ == "__main__":
    main()
