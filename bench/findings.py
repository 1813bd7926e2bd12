"""What the rules cost: a page's findings after an edit, a whole school by `check`, and typing with rules on.

Limits: 5 ms an edit on a page of 30 × 170; 2 s for a school and a year, and linear in lessons; typing with the rules on
at most 1.5 × typing with them off. Run: `python -m bench.findings`.
"""

from __future__ import annotations

import gc
import os
import tempfile
from collections.abc import Iterator
from datetime import date, time
from itertools import cycle
from pathlib import Path
from time import perf_counter, process_time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "default.warning=false")

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from bench.grid import WINDOW, a_full_office
from bench.ratio import Figure, Taken
from ezh_desktop.domain.clock import FrozenClock
from ezh_desktop.domain.rules.checks import check_page
from ezh_desktop.domain.rules.index import CellFact
from ezh_desktop.journal import CommandTools
from ezh_desktop.services.checking import CheckScope, check_journal, page_findings
from ezh_desktop.services.demo.options import ZONE
from ezh_desktop.services.demo_school import make_demo_school, options_of
from ezh_desktop.services.founding import Maker
from ezh_desktop.services.ids import system_ids
from ezh_desktop.services.office import FileOffice
from ezh_desktop.settings import Settings
from ezh_desktop.storage.passwords import FLOOR
from ezh_desktop.ui import fonts, theme
from ezh_desktop.ui.doors import SystemDoors
from ezh_desktop.ui.findings.rows import badges_of, rows_of, signs_of
from ezh_desktop.ui.mainwindow import MainWindow

EDIT_MS, SCHOOL_SECONDS, TYPING = 5.0, 2.0, 1.5
ROUNDS, SCHOOL_ROUNDS, MARKS = 60, 5, 20
YEAR_END = date(2027, 5, 26)
PASSWORD = "проверка связи 27"  # noqa: S105 - of a school that lasts as long as the measurement
WEEKS = (8, 16, 32)


def edits(office: FileOffice, course: int) -> Iterator[Taken]:
    """A cell written over and over: rules asked again, rows, signs and badges of the window made anew."""
    page = office.course_page(course)
    found = page_findings(office, course)
    assert found is not None
    name = f"недочёты страницы {len(page.pupils)} × {len(found.index.lessons)}"
    values, times, whole = cycle("2н54"), [], []
    lessons = [lesson.lesson for lesson in found.index.lessons]
    for turn in range(ROUNDS):
        pupil = page.pupils[turn % len(page.pupils)].pupil
        began = perf_counter()
        found = found.with_cell(lessons[-1 - turn % 40], pupil, CellFact(next(values)))
        rows_of(found, page, writes=True)
        signs_of(found)
        badges_of(found)
        times.append((perf_counter() - began) * 1000)
        began = perf_counter()
        check_page(found.index)
        whole.append((perf_counter() - began) * 1000)
    yield Taken(f"{name} после правки, {len(found.findings)} недочётов", EDIT_MS, "мс", tuple(times))
    yield Taken(f"{name} заново", 50.0, "мс", tuple(whole))


def schools(folder: Path) -> Iterator[Taken]:
    """Ten classes: a whole year, then 1, 2 and 4 times as many weeks for the growth with lessons."""
    for weeks in (None, *WEEKS):
        office = _school(folder / f"{weeks}.ezh", weeks)
        report = check_journal(office, CheckScope())
        times = [_seconds(office) for _ in range(SCHOOL_ROUNDS)]
        office.close()
        if weeks is None:
            name = f"check: 10 классов, целый год, {report.lessons} уроков"
            yield Taken(name, SCHOOL_SECONDS, "с", tuple(times))
        else:
            each = tuple(one / report.lessons * 1_000_000 for one in times)
            yield Taken(f"check, {weeks} недель, {report.lessons} уроков: на урок", 200.0, "мкс", each)


def _seconds(office: FileOffice) -> float:
    """Processor time of one check: it is one thread that waits for nothing, and other programs do not count."""
    gc.collect()
    gc.disable()
    began = process_time()
    check_journal(office, CheckScope())
    spent = process_time() - began
    gc.enable()
    return spent


def _school(path: Path, weeks: int | None) -> FileOffice:
    clock = FrozenClock.at(YEAR_END, time(12), ZONE)
    make_demo_school(path, PASSWORD, options_of(10, weeks, None, YEAR_END), Maker(clock, system_ids(), FLOOR))
    tools = CommandTools(Settings(path.with_suffix(".ini")), cost=FLOOR)
    return tools.sign_in(path, "deputy", PASSWORD, YEAR_END).office


def typing(office: FileOffice, course: int, folder: Path) -> Figure:
    """Twenty marks typed down a column, each painted; with the rules on they are asked after every mark."""
    window = MainWindow(office, Settings(folder / "settings.ini"), SystemDoors(), None)
    window.resize(*WINDOW)
    window.show()
    window.open_course(course)
    live, model = window.findings.live, window.marks.grid.marks
    while live.found is None:
        QTest.qWait(20)
    marks, last = cycle("345"), model.lesson_at[live.found.index.lessons[-1].lesson]

    def column(*, rules: bool) -> None:
        live.watch(window.marks.ground if rules else None)
        while rules and live.found is None:
            QTest.qWait(5)
        window.marks.grid.go(0, last)
        value = next(marks)
        began = perf_counter()
        for _ in range(MARKS):
            QTest.keyClick(window.marks.grid, value)
            live.settle()
            window.marks.repaint()
            QApplication.processEvents()
        spent.append(perf_counter() - began)

    spent: list[float] = []
    ratios, ours, theirs = [], [], []
    for turn in range(40):
        order = (True, False) if turn % 2 else (False, True)
        for rules in order:
            column(rules=rules)
            (ours if rules else theirs).append(spent[-1])
            office.drain(10)
            QApplication.processEvents()
        ratios.append(ours[-1] / theirs[-1])
    window.close()
    middle = sorted(ours)[len(ours) // 2], sorted(theirs)[len(theirs) // 2]
    return Figure(f"{MARKS} отметок с клавиатуры, правила включены / выключены", TYPING, tuple(ratios), *middle)


def main() -> None:
    """Print the rows."""
    application = QApplication([])  # noqa: F841 - kept alive
    fonts.load()
    theme.apply(theme.Scheme.LIGHT)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        office, courses = a_full_office(folder)
        for taken in edits(office, courses[0]):
            print(taken.line, flush=True)
        print(typing(office, courses[0], folder).line, flush=True)
        for taken in schools(folder):
            print(taken.line, flush=True)


if __name__ == "__main__":
    main()
