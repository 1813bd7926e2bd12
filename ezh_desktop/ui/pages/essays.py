"""Essays (5.9) from the grid: where the literacy mark of a сочинение goes, and what a colleague has proposed."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from ezh_desktop.domain.marks import MARKS
from ezh_desktop.domain.rules.lesson_findings import ESSAY
from ezh_desktop.domain.russian import day_month
from ezh_desktop.errors import EzhError
from ezh_desktop.services.doors import Office
from ezh_desktop.services.essays import (
    NO_DATE,
    EssayDate,
    EssayMarks,
    accept_essay,
    enter_essay,
    essay_dates,
    refuse_essay,
    remove_literacy,
    takes_essay,
)
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.pages.course import CoursePage, LessonColumn
from ezh_desktop.services.pages.essays import EssayNote
from ezh_desktop.ui.background import Background
from ezh_desktop.ui.grids.marks import MarksGrid
from ezh_desktop.ui.models.marks import MarksModel, Place
from ezh_desktop.ui.pages.beside import Beside
from ezh_desktop.ui.pages.hand import Hand

_MARKS = ("5", "4", "3", "2", "1")
_SHOWN = 4
_WRITE_SECONDS = 10.0


class Essays(QObject):
    """Two marks typed at an essay, and the command on one cell; `written` comes when the file has changed.

    The first choice for a column holds for its other pupils, until one's date is taken.
    """

    written = Signal()

    def __init__(self, grid: MarksGrid, office: Office, beside: Beside, hand: Hand) -> None:
        super().__init__(grid)
        self._grid, self._office, self._beside, self._hand = grid, office, beside, hand
        self._menu: QMenu | None = None
        self._chosen: dict[int, int] = {}
        self._waiting: deque[Callable[[], object]] = deque()
        self._place: Place | None = None
        self._background = Background(self)
        self._background.done.connect(self._on_done)
        self._background.failed.connect(self._on_failed)
        hand.essay = self.take_over

    @property
    def _model(self) -> MarksModel:
        return self._grid.marks

    @property
    def busy(self) -> bool:
        """Whether an act is not yet in the file."""
        return self._background.running

    # Two marks typed

    def take_over(self, place: Place, first: str, second: str) -> bool:
        """Whether the second mark goes to Русский язык, or is asked about; else the cell takes both (5.5)."""
        model, (row, column) = self._model, place
        page, lesson, pupil = model.live, model.columns[column].lesson, model.page.pupils[row].pupil
        if lesson is None or first not in MARKS or second not in MARKS or not self._offers(page, lesson, pupil):
            return False
        dates = self._dates(page, lesson, pupil)
        if not dates:
            return False
        usual = self._usual(page, lesson)
        same = next((one for one in dates if one.lesson == usual), None)
        if same is not None:
            self._enter(place, first, second, same)
            self._hand.move_on(place)
        else:
            self._ask_where(place, first, second, dates)
        return True

    def _offers(self, page: CoursePage, lesson: LessonColumn, pupil: int) -> bool:
        if not isinstance(self._office, FileOffice) or not takes_essay(page, lesson) or not lesson.writable:
            return False
        doubled = any(cell.value for (at, _, slot), cell in page.cells.items() if at == lesson.lesson and slot == 1)
        return not doubled and (lesson.lesson, pupil) not in page.essays

    def _dates(self, page: CoursePage, lesson: LessonColumn, pupil: int) -> Sequence[EssayDate]:
        office = self._office
        return essay_dates(office, page, lesson.lesson, pupil)[:_SHOWN] if isinstance(office, FileOffice) else ()

    def _usual(self, page: CoursePage, lesson: LessonColumn) -> int | None:
        """The date that the column's literacy marks stand at, as chosen here or in the file."""
        if lesson.lesson in self._chosen:
            return self._chosen[lesson.lesson]
        found = Counter(note.lesson for (at, _), note in page.essays.items() if at == lesson.lesson)
        return found.most_common(1)[0][0] if found else None

    def _ask_where(self, place: Place, first: str, second: str, dates: Sequence[EssayDate]) -> None:
        menu = self._new_menu(f"{first}/{second}: где поставить {second} за грамотность")

        def enter(to: EssayDate) -> None:
            self._enter(place, first, second, to)
            self._hand.move_on(place)

        def both() -> None:
            if self._hand.write(place, first, second):
                self._hand.move_on(place)

        for number, one in enumerate(dates, 1):
            self._add(menu, f"&{number}. {_where(one)} (п. 5.9)", partial(enter, one))
        self._add(menu, f"&{len(dates) + 1}. Здесь же, второй отметкой (п. 5.5)", both)
        self._show(menu, place)

    def _enter(self, place: Place, first: str, second: str, to: EssayDate) -> None:
        model, (row, column) = self._model, place
        course, lesson, pupil = model.page.course, model.columns[column].key, model.page.pupils[row].pupil
        self._chosen[lesson] = to.lesson
        marks = EssayMarks(lesson, pupil, first, second, to)
        self._write(place, lambda office: enter_essay(office, course, marks))

    # The command

    def ask(self) -> None:
        """The menu of what can be done with the essay of the cell; a refusal where there is none."""
        self._grid.left_cell.emit()
        place = self._grid.place
        if place is None:
            return
        model, (row, column) = self._model, place
        page, lesson, pupil = model.live, model.columns[column].lesson, model.page.pupils[row].pupil
        note = page.essays.get((lesson.lesson, pupil)) if lesson is not None else None
        if lesson is None or (note is None and not takes_essay(page, lesson)):
            remedy = "Встаньте на клетку урока вида «Сочинение»; вид выбирают в заголовке столбца (F4)."
            self._beside.refuse(place, ESSAY.refuse("Здесь нет сочинения по литературе.", remedy))
        elif note is None:
            self._ask_mark(place, page, lesson)
        elif note.waiting and not note.content:
            self._ask_accept(place, page, lesson, note)
        else:
            self._ask_remove(place, lesson, note)

    def ask_next(self) -> None:
        """`ask` at the first pupil of the column whose essay has no literacy mark yet; else at the current one."""
        place = self._grid.place
        if place is None:
            return
        model, column = self._model, place[1]
        key, page = model.columns[column].key, model.live
        lacking = (
            row
            for row, pupil in enumerate(model.page.pupils)
            if model.slots(row, column).text in MARKS and (key, pupil.pupil) not in page.essays
        )
        self._grid.go(next(lacking, place[0]), column)
        self.ask()

    def _ask_mark(self, place: Place, page: CoursePage, lesson: LessonColumn) -> None:
        """A literacy mark to a content mark that stands already."""
        slots, pupil = self._model.slots(*place), self._model.page.pupils[place[0]].pupil
        content = slots.first.value if slots.first else ""
        if content not in MARKS:
            why = ESSAY.refuse("Отметки за содержание ещё нет.", "Наберите обе отметки сразу: 5/4.")
            self._beside.refuse(place, why)
            return
        if slots.second and slots.second.value:
            why = ESSAY.refuse("В этой клетке уже две отметки.", "Вторую ставят в одном месте: сначала удалите её.")
            self._beside.refuse(place, why)
            return
        dates = self._dates(page, lesson, pupil)
        if not dates:
            self._beside.refuse(place, NO_DATE)
            return
        usual = self._usual(page, lesson)
        ordered = sorted(dates, key=lambda one: one.lesson != usual)
        menu = self._new_menu(f"За грамотность: {_where(ordered[0])}")
        self._fill(menu, place, content, ordered[0])
        for number, one in enumerate(ordered[1:], 1):
            if number == 1:
                menu.addSeparator()
            self._fill(menu.addMenu(f"Другая дата: {one.words}"), place, content, one)
        self._show(menu, place)

    def _fill(self, menu: QMenu, place: Place, content: str, to: EssayDate) -> None:
        for mark in _MARKS:
            self._add(menu, f"&{mark}", partial(self._enter, place, content, mark, to))

    def _ask_accept(self, place: Place, page: CoursePage, lesson: LessonColumn, note: EssayNote) -> None:
        course, pupil = page.course, self._model.page.pupils[place[0]].pupil
        menu = self._new_menu(f"За грамотность предложено: {note.value}. Сочинение, {day_month(note.day)}")

        def accept(to: EssayDate | None = None) -> None:
            self._write(place, lambda office: accept_essay(office, course, lesson.lesson, pupil, to))

        if not self._model.text(*place):
            self._add(menu, "&Принять", accept)
        for one in self._dates(page, lesson, pupil):
            self._add(menu, f"Принять на другую дату: {one.words}", partial(accept, one))
        menu.addSeparator()
        refuse = "&Отклонить: учитель литературы поставит её заново"
        self._add(
            menu,
            refuse,
            lambda: self._write(place, lambda office: refuse_essay(office, course, lesson.lesson, pupil)),
        )
        self._show(menu, place)

    def _ask_remove(self, place: Place, lesson: LessonColumn, note: EssayNote) -> None:
        course, pupil = self._model.page.course, self._model.page.pupils[place[0]].pupil
        side = "Отметка за грамотность" if note.content else "Отметка за содержание"
        mark = note.value if note.content else note.mark
        menu = self._new_menu(f"{side}: {mark}, «{note.subject}», {day_month(note.day)}")
        self._add(
            menu,
            "&Отозвать предложенную отметку" if note.waiting else "&Убрать отметку за грамотность",
            lambda: self._write(place, lambda office: remove_literacy(office, course, lesson.lesson, pupil)),
        )
        self._show(menu, place)

    # Menus

    def _new_menu(self, title: str) -> QMenu:
        if self._menu is not None:
            self._menu.deleteLater()
        menu = self._menu = QMenu(self._grid)
        menu.setAccessibleName(title)
        menu.addAction(title).setEnabled(False)
        menu.triggered.connect(_run)
        return menu

    @staticmethod
    def _add(menu: QMenu, words: str, do: Callable[[], object]) -> None:
        menu.addAction(words).setData(do)

    def _show(self, menu: QMenu, place: Place) -> None:
        cell = self._grid.cell_rect(*place)
        menu.popup(self._grid.viewport().mapToGlobal(cell.bottomLeft()))

    # Writing: two pages are read before, so it happens beside the window

    def _write(self, place: Place, act: Callable[[FileOffice], object]) -> None:
        office = self._office
        if not isinstance(office, FileOffice):
            return

        def work() -> object:
            # What was typed a moment ago stands in the file first.
            office.drain(_WRITE_SECONDS)
            return act(office)

        self._place = place
        self._waiting.append(work)
        self._go_on()

    def _go_on(self) -> None:
        if self._waiting and not self._background.running:
            self._background.start(self._waiting.popleft())

    def _on_done(self, _entry: object) -> None:
        self.written.emit()
        self._go_on()

    def _on_failed(self, error: EzhError) -> None:
        self.written.emit()
        if self._place is not None and self._grid.has_page:
            self._beside.refuse(self._place, error)
        self._go_on()


def _run(action: QAction) -> None:
    do = action.data()
    if do is not None:
        do()


def _where(to: EssayDate) -> str:
    """«Русский язык, 25 ноября, диктант с грамматическим заданием», to a colleague «предложить учителю»."""
    return f"Русский язык, {to.words}" + ("" if to.own else ": предложить учителю")
