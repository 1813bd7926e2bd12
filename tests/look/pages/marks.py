"""The page «Отметки»: pictures 01, 01b, 02, 12b and 13, thirty pupils, and the states beside them."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ezh_desktop.domain.change import EntryRef
from ezh_desktop.services.doors import HistoryLine
from ezh_desktop.services.pages.course import CoursePage
from ezh_desktop.settings import Settings
from ezh_desktop.ui import fonts, theme
from ezh_desktop.ui.grids.metrics import Metrics
from ezh_desktop.ui.grids.painting import Bar, Scene, ScenePainter, Strip
from ezh_desktop.ui.mainwindow import MainWindow
from ezh_desktop.ui.models.faces import Face
from ezh_desktop.ui.qttypes import ALIGN_LEFT
from tests.look.registry import Scene as Look
from tests.look.registry import Shot, shows
from tests.ui.fake_office import FakeOffice, a_page
from tests.ui.opener import NoDoors
from tests.ui.teacher import Teacher

SCREEN = (1366, 705)
NARROW = (683, 321)
TODAY = "2 декабря"
WHO = "Фомина Лидия Павловна"


def school_of(**more: object) -> dict[int, object]:
    """Four pages of a teacher."""
    first = a_page(**more)
    return {
        1: first,
        2: a_page(course=2, subject="Геометрия", kind="geometry", weekdays=(1, 4)),
        3: a_page(course=3, class_name="7Б"),
        4: a_page(course=4, class_name="8А", subject="Вероятность и статистика", kind="statistics", weekdays=(1,)),
    }


def _window(office: FakeOffice) -> MainWindow:
    settings = Settings(Path(tempfile.mkdtemp()) / "settings.ini")
    return MainWindow(office, settings, NoDoors(), lambda _path, _data: None)


def shot(name: str, office: FakeOffice, act: Callable[[Teacher], object], size: tuple[int, int] = SCREEN) -> Shot:
    """A picture of the main window after what a teacher did."""
    window = _window(office)

    def ready() -> None:
        window.resize(*size)
        teacher = Teacher(window)
        window.activateWindow()
        window.marks.grid.setFocus()
        teacher.settles()
        teacher.presses("Ctrl+T")
        act(teacher)

    return Shot(name, window, size, ready)


def _nothing(_teacher: Teacher) -> None:
    """The page as it opens."""


def _refused(teacher: Teacher) -> None:
    teacher.window.office.held = True
    teacher.goes_to("Калинин", TODAY)
    teacher.types("4")
    teacher.goes_to("Комаров", TODAY)
    teacher.types("+")


def _history(teacher: Teacher) -> None:
    model = teacher.grid.marks
    column = next(at for at, one in enumerate(model.columns) if one.lesson and one.lesson.kind == "grammar_dictation")
    teacher.goes_to("Павлова", model.column_name(column))
    key = (model.columns[column].key, model.page.pupils[20].pupil)
    teacher.window.office.history[key] = [
        HistoryLine("4/3", "11 ноября, 08:30", WHO, "ошибка в подсчёте", "", EntryRef(1, 2)),
        HistoryLine("4/2", "10 ноября, 13:12", WHO, "", "", EntryRef(1, 1)),
    ]
    teacher.presses("F9")


def _period(teacher: Teacher) -> None:
    teacher.goes_to("Кузьмина", "II четверть")
    teacher.presses("F7")
    teacher.goes_to("Кузьмина", "II четверть")


def _reason(teacher: Teacher) -> None:
    teacher.goes_to("Абрамова", "II четверть")
    teacher.types("1")


def at_a_distance(first: date, last: date) -> CoursePage:
    """A page whose lessons of these days were held at a distance."""
    page = a_page()
    return replace(page, lessons=tuple(replace(one, distance=first <= one.day <= last) for one in page.lessons))


def _comment(teacher: Teacher) -> None:
    teacher.goes_to("Абрамова", "30 ноября")
    teacher.types("5")
    teacher.goes_to("Абрамова", "30 ноября")
    teacher.presses("F2")


def _range(teacher: Teacher) -> None:
    teacher.goes_to("Белова", "19 ноября")
    for keys in ("Shift+Down", "Shift+Down", "Shift+Right", "Shift+Right"):
        teacher.presses(keys)


def _failed(teacher: Teacher) -> None:
    office = teacher.window.office
    office.held = True
    teacher.types("5 4")
    office.fail()
    teacher.waits_saved()


@shows("marks")
def marks(_look: Look) -> Iterator[Shot]:
    """Pictures 01 and 02, and what floats beside a cell."""
    yield shot("opened", FakeOffice(pages=school_of()), _nothing)
    yield shot("refused", FakeOffice(pages=school_of()), _refused)
    yield shot("thirty", FakeOffice(pages=school_of(pupils=30)), _range)
    yield shot("proposed", FakeOffice(pages=school_of()), _period)
    yield shot("reason", FakeOffice(pages=school_of()), _reason)
    yield shot("comment", FakeOffice(pages=school_of()), _comment)
    yield shot("failed", FakeOffice(pages=school_of()), _failed)
    distant = {**school_of(), 1: at_a_distance(date(2026, 11, 23), date(2026, 12, 5))}
    yield shot("distance", FakeOffice(pages=distant), _nothing)
    yield shot("search", FakeOffice(pages=school_of()), lambda teacher: teacher.presses("Ctrl+K"))


@shows("marks-russian")
def russian(_look: Look) -> Iterator[Shot]:
    """Picture 01b: two marks in a cell, and the history of one."""
    pages = school_of(subject="Русский язык", kind="russian", double=True, weekdays=(0, 1, 2, 3, 4))
    yield shot("history", FakeOffice(pages=pages), _history)


@shows("marks-narrow")
def narrow(_look: Look) -> Iterator[Shot]:
    """Picture 12b: the same screen at 200 %."""
    yield shot("opened", FakeOffice(pages=school_of()), _nothing, NARROW)
    yield shot("pages", FakeOffice(pages=school_of()), lambda teacher: teacher.presses("Ctrl+B"), NARROW)


@shows("marks-empty")
def empty(_look: Look) -> Iterator[Shot]:
    """One grey line where there is nothing."""
    yield shot("no-page", FakeOffice(pages={}), _nothing)
    bare = replace(a_page(filled=False), lessons=())
    yield shot("no-lessons", FakeOffice(pages={1: bare}, landing=(1, 0)), _nothing)
    yield shot("grade-1", FakeOffice(pages={1: replace(a_page(marks_allowed=False), grade=1)}), _nothing)


@shows("help")
def help_window(_look: Look) -> Iterator[Shot]:
    """The help of the page with its table of keys."""
    from ezh_desktop.ui.help import HelpWindow  # noqa: PLC0415 - the only picture that needs it

    shown = HelpWindow()
    shown.show_page("marks")
    yield Shot("marks", shown)


STATES = (
    ("отметка", Face("4"), ""),
    ("слабая: жирно и красным", Face("2", "weak", "bold"), ""),
    ("две отметки, п. 5.5", Face("5/4", small=True), ""),
    ("выбрана: кольцо 2 px", Face("4"), "current"),
    ("н, причина уважительная", Face("н", "absent", "bold", ground="absent_bg"), ""),
    ("н, причина не указана", Face("н", "absent", "bold", ground="absent_bg", under="dotted"), ""),
    ("н, без уважительной", Face("н", "absent", "bold", ground="absent_bg", under="solid"), ""),
    ("в диапазоне", Face("3"), "chosen"),
    ("записывается: кружок", Face("4", "accent_text", pending=True), ""),
    ("отказ: прежнее значение", Face("3"), "refused"),
    ("не записано: кружок", Face("3", failed=True), ""),
    ("примечание: точка", Face("5", comment=True), ""),
    ("после закрытия: точка", Face("5", reopened=True), ""),
    ("сегодня", Face("4"), "today_bg"),
    ("ряд под курсором", Face("4"), "row"),
    ("итоговая", Face("4", weight="bold"), "period_bg"),
    ("предложена", Face("4", "text3", "italic", under="dotted"), "period_bg"),
    ("закрыта: вне списка", Face(""), "outside"),
    ("каникулы", Face(""), "gap"),
    ("урок впереди", Face(""), ""),
)


class CellStates(QWidget):
    """Picture 13: every state of a cell by the painter of the grid."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(640, 420)

    def paintEvent(self, _event: QPaintEvent) -> None:
        t = theme.tokens()
        with QPainter(self) as p:
            p.fillRect(self.rect(), theme.ink(t.surface))
            for number, (words, face, state) in enumerate(STATES):
                x, y = 24 + number % 4 * 154, 24 + number // 4 * 78
                p.setFont(fonts.font(fonts.SECOND))
                p.setPen(theme.ink(t.text2))
                p.drawText(QRectF(x, y + 24, 150, 20), ALIGN_LEFT, words)
                p.save()
                p.translate(x, y)
                self._paint_cell(p, face, state)
                p.restore()

    @staticmethod
    def _paint_cell(p: QPainter, face: Face, state: str) -> None:
        gap = 27 if state == "gap" else 0
        ground = state if state.endswith("_bg") else ""
        strip = Strip(0, 0, 27, gap, ground, False)
        bar = Bar(0, 0, frozenset({0} if state == "outside" else ()))
        at = (0, 0)
        current = at if state in ("current", "refused") else (0, -1) if state == "row" else (-1, -1)
        scene = Scene(
            (strip,),
            (bar,),
            Metrics(100, 20),
            current,
            (0, 0, 0, 0) if state == "chosen" else None,
            at if state == "refused" else None,
            focused=True,
        )
        painter = ScenePainter(p, scene)
        painter.grounds()
        painter.overlays()
        painter.refused_ground()
        painter.content(bar, strip, face)
        painter.lines()
        painter.cursor()


@shows("cells")
def cells(_look: Look) -> Iterator[Shot]:
    """Picture 13."""
    yield Shot("states", CellStates())
