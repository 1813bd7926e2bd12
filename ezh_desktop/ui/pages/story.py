"""What a cell and a column tell and take beside marks: history, an earlier value, comment, kind of the lesson."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from ezh_desktop.domain.kinds import LESSON_KINDS
from ezh_desktop.domain.marks import Slot, read_cell
from ezh_desktop.domain.russian import day_month
from ezh_desktop.errors import RuleRefused
from ezh_desktop.services.acts import CommentCell, EnterCells, EnterPeriodMarks, SetLessonKind
from ezh_desktop.services.deciding import kind_of_lesson
from ezh_desktop.services.doors import HistoryLine
from ezh_desktop.ui.desk import Desk
from ezh_desktop.ui.grids.marks import MarksGrid
from ezh_desktop.ui.models.marks import MarksModel, Place
from ezh_desktop.ui.pages import entry
from ezh_desktop.ui.pages.beside import AskFloat, Beside
from ezh_desktop.ui.widgets import messages


class Story(QObject):
    """History, comment and kind, by keys and from the header."""

    def __init__(self, grid: MarksGrid, desk: Desk, beside: Beside) -> None:
        super().__init__(grid)
        self._grid, self._desk, self._beside = grid, desk, beside
        self._place: Place | None = None
        self._menu: QMenu | None = None
        grid.kind_asked.connect(self.ask_kind)

    @property
    def _model(self) -> MarksModel:
        return self._grid.marks

    # History

    def show_history(self) -> None:
        """All values the cell ever had, with who and when. A digit that waits is written first."""
        self._grid.left_cell.emit()
        place = self._grid.place
        if place is None:
            return
        lines = self._lines(place)
        shown = told_lines(lines)
        title = self._model.page.pupils[place[0]].name
        earlier = _earlier(lines)
        float_ = messages.HistoryFloat(
            self._grid.window(),
            title,
            self._column_words(place[1]) if shown else f"{self._column_words(place[1])}: записей не было",
            shown,
            comment=self._comment(place),
            undo=earlier.shown if earlier else "",
        )
        self._place = place
        float_.restore_asked.connect(self.restore)
        float_.comment_asked.connect(self.ask_comment)
        self._beside.show(place, float_)

    def _lines(self, place: Place) -> list[HistoryLine]:
        model, (row, column) = self._model, place
        pupil, key = model.page.pupils[row].pupil, model.columns[column].key
        return list(self._desk.office.cell_history(model.page.course, key, pupil))

    def _column_words(self, column: int) -> str:
        """«20 ноября, диктант с грамматическим заданием» or «II четверть»."""
        lesson = self._model.columns[column].lesson
        if lesson is None:
            return self._model.columns[column].the_period.title
        kind = kind_of_lesson(lesson.kind)
        return day_month(lesson.day) + (f", {kind.name.lower()}" if kind.abbreviation else "")

    def restore(self) -> None:
        """Enters the value that stood in the cell before the present one."""
        self._grid.left_cell.emit()
        place = self._grid.place
        self._beside.dismiss()
        earlier = _earlier(self._lines(place)) if place else None
        if place is None or earlier is None:
            return
        decision = self._desk.ask(self._restoring(place, earlier.shown))
        if decision.refused:
            self._beside.refuse(place, decision.refused[0].why)

    def _restoring(self, place: Place, shown: str) -> EnterCells | EnterPeriodMarks:
        course = self._model.page.course
        if self._model.columns[place[1]].lesson is None:
            return EnterPeriodMarks(course, (entry.period_entry(self._model, place, shown),))
        try:
            first, second = read_cell(shown)
        except RuleRefused:
            first, second = read_cell(shown.split(" ", 1)[0])
        return EnterCells(course, entry.entries(self._model, place, first.value, second.value))

    # Comment

    def _comment(self, place: Place) -> str:
        return self._model.slots(*place).comment if self._model.columns[place[1]].lesson else ""

    def ask_comment(self) -> None:
        """One line beside the cell; an empty one takes the comment away."""
        self._grid.left_cell.emit()
        place = self._grid.place
        if place is None or self._model.columns[place[1]].lesson is None:
            return
        if not self._model.text(*place):
            why = RuleRefused("Примечание пишут к отметке или «н».", "Сначала введите отметку.")
            self._beside.refuse(place, why)
            return
        self._place = place
        pupil = self._model.page.pupils[place[0]].name
        detail = f"{pupil}, {self._model.column_name(place[1])}"
        question = AskFloat(self._grid.window(), "Примечание", detail, self._comment(place))
        question.answered.connect(self._on_comment)
        self._beside.show(place, question)

    def _on_comment(self, text: str) -> None:
        if self._place is None or text == self._comment(self._place):
            return
        row, column = self._place
        key = (self._model.columns[column].key, self._model.page.pupils[row].pupil, int(Slot.FIRST))
        act = CommentCell(self._model.page.course, *key, text, self._model.seen_entry(key))
        decision = self._desk.ask(act)
        if decision.refused:
            self._beside.refuse(self._place, decision.refused[0].why)

    # Kind of the lesson

    def ask_kind_here(self) -> None:
        """The menu of kinds under the header of the current column."""
        place = self._grid.place
        if place is None or self._model.columns[place[1]].lesson is None:
            return
        header = self._grid.horizontal
        corner = QPoint(header.sectionViewportPosition(place[1]), header.height())
        self.ask_kind(place[1], header.viewport().mapToGlobal(corner))

    def ask_kind(self, column: int, at: QPoint) -> None:
        """The menu of kinds of a lesson; the present one is ticked."""
        self._grid.left_cell.emit()
        lesson = self._model.columns[column].lesson
        if lesson is None:
            return
        if self._menu is not None:
            self._menu.deleteLater()
        menu = self._menu = QMenu(self._grid)
        group = QActionGroup(menu)
        for kind in LESSON_KINDS:
            action = QAction(f"{kind.name}\t{kind.abbreviation}" if kind.abbreviation else kind.name, group)
            action.setCheckable(True)
            action.setChecked(kind.code == lesson.kind)
            action.setData((lesson.lesson, kind.code))
            menu.addAction(action)
        menu.triggered.connect(self._on_kind)
        menu.popup(at)

    def _on_kind(self, action: QAction) -> None:
        lesson, code = action.data()
        column = self._model.lesson_at.get(lesson)
        place = self._grid.place
        if column is None or (held := self._model.columns[column].lesson) is None or held.kind == code:
            return
        decision = self._desk.ask(SetLessonKind(self._model.page.course, lesson, code, held.record_entry))
        if decision.refused and place is not None:
            self._beside.refuse((place[0], column), decision.refused[0].why)


def told_lines(lines: Sequence[HistoryLine]) -> tuple[messages.HistoryLine, ...]:
    """The lines of a history as the float shows them."""
    return tuple(
        messages.HistoryLine(line.shown, f"{line.when}, {line.who}", line.reason, line.reopened) for line in lines
    )


def _earlier(lines: list[HistoryLine]) -> HistoryLine | None:
    """The newest line whose value is another than the present one."""
    return next((line for line in lines[1:] if line.shown and line.shown != lines[0].shown), None)
