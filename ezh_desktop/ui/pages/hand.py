"""The hand that writes into the marks grid: keys, clearing, paste and fill become acts; refusals stand by the cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject

from ezh_desktop.domain.marks import read_key
from ezh_desktop.domain.russian import count
from ezh_desktop.errors import SourceRefused
from ezh_desktop.services.acts import EnterCells, EnterPeriodMarks
from ezh_desktop.services.doors import Decision, RefusedCell
from ezh_desktop.ui.desk import Desk
from ezh_desktop.ui.doors import Doors
from ezh_desktop.ui.grids.marks import MarksGrid
from ezh_desktop.ui.models.marks import MarksModel, Place
from ezh_desktop.ui.pages import entry
from ezh_desktop.ui.pages.beside import AskFloat, Beside

REASON_CLAUSE = "5.13"


class Hand(QObject):
    """Knows the grid, the desk and the clipboard; `direction` tells where the cursor goes after an entry."""

    def __init__(self, grid: MarksGrid, desk: Desk, doors: Doors, beside: Beside, direction: Callable[[], str]) -> None:
        super().__init__(grid)
        self._grid, self._desk, self._doors, self._beside = grid, desk, doors, beside
        self._direction = direction
        self._waiting: tuple[Place, str] | None = None
        self.essay: Callable[[Place, str, str], bool] = lambda _place, _first, _second: False
        """Takes two marks of an essay over, where they go to two pages (5.9), and tells whether it did."""
        grid.typed.connect(self._on_typed)
        grid.cleared.connect(self.clear)
        grid.entered.connect(self._on_entered)
        grid.escaped.connect(self._on_escaped)
        grid.left_cell.connect(self.finish)

    @property
    def waits(self) -> bool:
        """Whether a first digit waits for the second."""
        return self._waiting is not None

    @property
    def _model(self) -> MarksModel:
        return self._grid.marks

    # One cell

    def _on_typed(self, text: str) -> None:
        place = self._grid.place
        if place is None:
            return
        if self._model.columns[place[1]].lesson is None:
            key = read_key(text)
            self._enter_period(place, key.value if key else text)
            return
        waiting = self._waiting[1] if self._waiting else ""
        step = entry.press(text, waiting, doubles=entry.doubles_at(self._model, place[1]))
        if isinstance(step, entry.Wait):
            self._wait(place, step)
        else:
            self._enter(place, step, waiting)

    def _wait(self, place: Place, step: entry.Wait) -> None:
        """The first digit stays in the cell, if the cell may take it at all."""
        probe = EnterCells(self._model.page.course, entry.entries(self._model, place, step.digit))
        refused = self._desk.office.decide(probe, self._model.live).refused if probe.cells else ()
        if refused:
            self._beside.refuse(place, refused[0].why)
            return
        self._waiting = (place, step.digit)
        self._model.draft(place, step.text)

    def _enter(self, place: Place, step: entry.Enter, waiting: str) -> None:
        if step.second and self.essay(place, step.first, step.second):
            self._drop_draft()
        elif self.write(place, step.first, step.second):
            self._drop_draft()
            self.move_on(place)
        elif waiting:
            self._model.draft(place, waiting)

    def write(self, place: Place, first: str, second: str = "") -> bool:
        """Writes a lesson's cell; False and a float when it was refused."""
        wanted = entry.entries(self._model, place, first, second)
        if not wanted:
            return True
        decision = self._desk.ask(EnterCells(self._model.page.course, wanted))
        return self._accepted(place, decision)

    def _accepted(self, place: Place, decision: Decision) -> bool:
        if decision.refused:
            self._beside.refuse(place, decision.refused[0].why)
        return not decision.refused

    def finish(self) -> None:
        """A first digit that waits is written as the only one: the cursor leaves the cell."""
        if self._waiting is None:
            return
        place, digit = self._waiting
        self._drop_draft()
        self.write(place, digit)

    def give_up(self) -> None:
        """The digit that waits is not written."""
        self._drop_draft()

    def _drop_draft(self) -> None:
        self._waiting = None
        if self._grid.has_page:
            self._model.draft(None)

    def _on_entered(self, back: bool) -> None:
        place = self._grid.place
        self.finish()
        if place is not None:
            self._grid.go(place[0] + (-1 if back else 1), place[1])

    def _on_escaped(self) -> None:
        """Esc gives up the digit that waits, else the float, else the range."""
        if self._waiting is not None:
            self._drop_draft()
        elif self._beside.shown is not None:
            self._beside.dismiss()
        elif self._grid.place is not None:
            self._grid.go(*self._grid.place)

    def move_on(self, place: Place) -> None:
        """Down to the next pupil on the list, or right to the next lesson, by the person's setting."""
        model, (row, column) = self._model, place
        if self._direction() == "right":
            ahead = (index for index in range(column + 1, len(model.columns)) if model.columns[index].lesson)
            self._grid.go(row, next(ahead, column))
            return
        below = (index for index in range(row + 1, model.rowCount()) if column not in model.outside(index))
        self._grid.go(next(below, row), column)

    # Period marks

    def _enter_period(self, place: Place, text: str, reason: str = "") -> None:
        mark = entry.period_entry(self._model, place, text, reason)
        decision = self._desk.ask(EnterPeriodMarks(self._model.page.course, (mark,)))
        why = decision.refused[0].why if decision.refused else None
        if isinstance(why, SourceRefused) and not reason:
            self._ask_reason(place, text, "Отметка другой школы", "Школа и документ (п. 4.3.4 Положения)")
        elif why is not None and why.clause == REASON_CLAUSE and not reason:
            self._ask_reason(place, text, f"«{text}» далека от среднего балла", "Причина (п. 5.13 Положения)")
        elif self._accepted(place, decision):
            self._move_on_in_period(place)

    def _move_on_in_period(self, place: Place) -> None:
        model, (row, column) = self._model, place
        below = (index for index in range(row + 1, model.rowCount()) if column not in model.outside(index))
        self._grid.go(next(below, row), column)

    def _ask_reason(self, place: Place, text: str, title: str, label: str) -> None:
        """A mark far from the mean asks for a reason (5.13), one of another school for its source, beside the cell."""
        question = AskFloat(self._grid.window(), title, label, needed=True)
        question.answered.connect(_Reason(self, place, text, question).give)
        self._beside.show(place, question)

    def enter_with_reason(self, place: Place, text: str, reason: str) -> None:
        """Enters a period mark with the reason that was asked for."""
        self._enter_period(place, text, reason)

    # Ranges

    def clear(self) -> None:
        """Clears the selected cells; period marks when the range lies in period columns alone."""
        if self._grid.place is None:
            return
        if self._waiting is not None:
            self._drop_draft()
            return
        top, left, bottom, right = self._grid.area()
        places = [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]
        lessons = [place for place in places if self._model.columns[place[1]].lesson]
        if lessons:
            cells = tuple(cell for place in lessons for cell in entry.clearing(self._model, place))
            act: EnterCells | EnterPeriodMarks = EnterCells(self._model.page.course, cells)
            empty = not cells
        else:
            marks = tuple(entry.period_entry(self._model, place, "") for place in places if self._model.text(*place))
            act, empty = EnterPeriodMarks(self._model.page.course, marks), not marks
        if not empty:
            self._report(self._desk.ask(act), (), "Очищено")

    def copy(self) -> None:
        """Copies the range as a spreadsheet takes it."""
        if self._grid.place is not None:
            self._doors.copy(entry.to_text(self._model, self._grid.area()))

    def paste(self) -> None:
        """Pastes a table: allowed cells are written by one act, refused ones listed."""
        table = entry.from_text(self._doors.pasted())
        if table and self._grid.place is not None:
            self.finish()
            texts = entry.spread(table, self._grid.area())
            self._put(texts, "Вставлено")
            self._choose_around([place for place, _ in texts])

    def fill_down(self) -> None:
        """The first row of the range into the rows below."""
        if self._grid.place is not None:
            self.finish()
            self._put(entry.fill_down(self._model, self._grid.area()), "Заполнено")

    def fill_right(self) -> None:
        """The first column of the range into the columns to the right."""
        if self._grid.place is not None:
            self.finish()
            self._put(entry.fill_right(self._model, self._grid.area()), "Заполнено")

    def _put(self, texts: Iterable[tuple[Place, str]], word: str) -> None:
        wanted = entry.batch(self._model, texts)
        decision = self._desk.ask(wanted.act) if wanted.act is not None else Decision(None)
        self._report(decision, wanted.refused, word)

    def _report(self, decision: Decision, unread: tuple[RefusedCell, ...], word: str) -> None:
        """Lists what was refused; what was written is seen."""
        refused = (*unread, *decision.refused)
        place = self._grid.place
        if not refused or place is None:
            return
        cells = {(cell.column, cell.pupil) for cell in refused}
        written = _cells_of(decision)
        if len(cells) == 1 and not written:
            self._beside.refuse(place, refused[0].why)
            return
        title = f"{word}: {count(written, 'клетка', 'клетки', 'клеток')}, отказано: {len(cells)}"
        one_a_cell = {(cell.column, cell.pupil): cell for cell in reversed(refused)}
        self._beside.list_refused(place, title, [self._line(cell) for cell in reversed(one_a_cell.values())])

    def _line(self, cell: RefusedCell) -> str:
        """«Комаров Артём, 2 декабря: «4-» не поставить. Можно 1 2 3 4 5 или н. (п. 5.4 Положения)»."""
        model = self._model
        column = model.lesson_at.get(cell.column, model.period_at.get(cell.column))
        where = f", {model.column_name(column)}" if column is not None else ""
        return f"{model.page.pupil_by_id[cell.pupil].name}{where}: {cell.why.text}"

    def _choose_around(self, places: list[Place]) -> None:
        model = self._model
        rows = [row for row, _ in places if row < model.rowCount()]
        columns = [column for _, column in places if column < model.columnCount()]
        if rows and columns and len(places) > 1:
            self._grid.choose(min(rows), min(columns), max(rows), max(columns))


def _cells_of(decision: Decision) -> int:
    """How many cells of the grid a decision writes."""
    act = decision.act
    if isinstance(act, EnterCells):
        return len({(cell.lesson, cell.pupil) for cell in act.cells})
    return len(act.marks) if isinstance(act, EnterPeriodMarks) else 0


class _Reason(QObject):
    """Remembers which mark a reason is asked for; lives as long as the question."""

    def __init__(self, hand: Hand, place: Place, text: str, question: AskFloat) -> None:
        super().__init__(question)
        self._hand, self._place, self._text = hand, place, text

    def give(self, reason: str) -> None:
        """The person has answered."""
        self._hand.enter_with_reason(self._place, self._text, reason)
