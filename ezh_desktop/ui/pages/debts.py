"""Marks of debts (5.7) from the grid: the works that a pupil owes, and a mark for one of them, in one small menu."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from ezh_desktop.domain.marks import Slot
from ezh_desktop.domain.rules.cells import DEBT_MARK
from ezh_desktop.domain.russian import day_month
from ezh_desktop.services.acts import CellEntry, EnterCells
from ezh_desktop.services.deciding import kind_of_lesson
from ezh_desktop.services.pages.course import LessonColumn
from ezh_desktop.services.pages.debts import missed, open_debts
from ezh_desktop.ui.desk import Desk
from ezh_desktop.ui.grids.marks import MarksGrid
from ezh_desktop.ui.models.marks import MarksModel, Place
from ezh_desktop.ui.pages.beside import Beside

_MARKS = ("5", "4", "3", "2", "1")


class Debts(QObject):
    """Asked on «н» of a control work, the mark goes to the latest lesson held after it; elsewhere into that cell."""

    def __init__(self, grid: MarksGrid, desk: Desk, beside: Beside) -> None:
        super().__init__(grid)
        self._grid, self._desk, self._beside = grid, desk, beside
        self._menu: QMenu | None = None

    @property
    def _model(self) -> MarksModel:
        return self._grid.marks

    def ask(self) -> None:
        """The menu of works and marks beside the cell; a refusal where the pupil owes nothing."""
        self._grid.left_cell.emit()
        place = self._grid.place
        if place is None:
            return
        works, target = self._offer(place)
        if not works or target is None:
            name = self._model.page.pupils[place[0]].name
            why = DEBT_MARK.refuse(f"{name}: долгов за контрольные работы здесь нет.", "Долг — «н» за контрольную.")
            self._beside.refuse(place, why)
            return
        self._show(place, works, target)

    def _offer(self, place: Place) -> tuple[tuple[LessonColumn, ...], LessonColumn | None]:
        model, (row, column) = self._model, place
        lesson, pupil = model.columns[column].lesson, model.page.pupils[row].pupil
        owed = open_debts(model.live, pupil)
        if lesson is None:
            return (), None
        if not missed(model.live, lesson, pupil) or lesson.distance:
            return tuple(work for work in owed if work.day < lesson.day or work is lesson), lesson
        after, today = lesson.day, model.page.today
        later = [one for one in model.live.lessons if after < one.day <= today and not one.cancelled]
        return tuple(work for work in owed if work.lesson == lesson.lesson), later[-1] if later else None

    def _show(self, place: Place, works: tuple[LessonColumn, ...], target: LessonColumn) -> None:
        if self._menu is not None:
            self._menu.deleteLater()
        menu = self._menu = QMenu(self._grid)
        pupil = self._model.page.pupils[place[0]].pupil
        where = f"отметка встанет {day_month(target.day)}"
        if len(works) == 1:
            self._fill(menu, f"{_work(works[0])}: {where}", (target, pupil, works[0]))
        else:
            menu.addAction(f"За какую работу: {where}").setEnabled(False)
            for number, work in enumerate(works, 1):
                self._fill(menu.addMenu(f"&{number}. {_work(work)}"), "", (target, pupil, work))
        menu.triggered.connect(self._on_chosen)
        cell = self._grid.cell_rect(*place)
        menu.popup(self._grid.viewport().mapToGlobal(cell.bottomLeft()))

    @staticmethod
    def _fill(menu: QMenu, title: str, of: tuple[LessonColumn, int, LessonColumn]) -> None:
        if title:
            menu.addAction(title).setEnabled(False)
        for mark in _MARKS:
            menu.addAction(f"&{mark}").setData((*of, mark))

    def _on_chosen(self, action: QAction) -> None:
        target, pupil, work, mark = action.data()
        key = (target.lesson, pupil, int(Slot.DEBT))
        entry = CellEntry(*key, mark, self._model.seen_entry(key), work.lesson)
        decision = self._desk.ask(EnterCells(self._model.page.course, (entry,)))
        place = (self._model.row_of[pupil], self._model.lesson_at[target.lesson])
        self._grid.go(*place)
        if decision.refused:
            self._beside.refuse(place, decision.refused[0].why)


def _work(work: LessonColumn) -> str:
    """«Контрольная работа, 12 ноября»."""
    return f"{kind_of_lesson(work.kind).name}, {day_month(work.day)}"
