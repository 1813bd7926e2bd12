"""The hand that fills the health sheet: letters, fields, paste and fill become acts; refusals stand by the cell."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ezh_desktop.domain.health import HealthColumn
from ezh_desktop.domain.russian import agreed
from ezh_desktop.errors import EzhError, Refusal, StaleRefused
from ezh_desktop.services.acts import Act, HealthEntry, WriteHealth
from ezh_desktop.services.doors import RefusedCell
from ezh_desktop.ui.grids.health import HealthGrid
from ezh_desktop.ui.models.health import HealthModel
from ezh_desktop.ui.models.marks import Place
from ezh_desktop.ui.pages.base import Tools
from ezh_desktop.ui.pages.healthfield import CHOSEN, HealthField, Move, letter_value
from ezh_desktop.ui.widgets.float import Float
from ezh_desktop.ui.widgets.messages import RefusalFloat, ToldFloat

_LISTED = 6
_ENTERED, _CELLS = ("внесена", "внесены", "внесено"), ("клетка", "клетки", "клеток")


class HealthHand(QObject):
    """Knows the table, its field, the office and the clipboard; `said` gives a quiet word for the status bar."""

    said = Signal(str)

    def __init__(self, grid: HealthGrid, field: HealthField, tools: Tools) -> None:
        super().__init__(grid)
        self._grid, self._field, self._tools = grid, field, tools
        self._float: Float | None = None
        self._replaces = False
        grid.typed.connect(self._on_typed)
        grid.opened.connect(self.open_field)
        grid.cleared.connect(self.clear)
        grid.moved.connect(self.dismiss)
        grid.left_cell.connect(field.finish)
        field.entered.connect(self._on_entered)
        field.lettered.connect(self._on_lettered)

    @property
    def _model(self) -> HealthModel | None:
        return self._grid.sheet if self._grid.has_page else None

    @property
    def shown(self) -> Float | None:
        """The float in sight."""
        return self._float

    # One cell

    def _on_typed(self, text: str) -> None:
        column = self._grid.column
        if column in CHOSEN:
            self._on_lettered(text)
        elif self._editable():
            self._open(text)

    def _on_lettered(self, text: str) -> None:
        column, place = self._grid.column, self._grid.place
        if column is None or place is None or not self._editable():
            return
        value = letter_value(column, text)
        self._field.close()
        if self._write([(place, value or text)]):
            self._move(Move.ON)
            self._tell_replaced(place)

    def open_field(self) -> None:
        """The field of the current cell, with what stands in it."""
        if self._editable():
            self._open()

    def _open(self, typed: str = "") -> None:
        model, place = self._model, self._grid.place
        if model is not None and place is not None:
            self.dismiss()
            self._field.show_at(model.page, model.shown(place[0], model.columns[place[1]]), typed)

    def _editable(self) -> bool:
        """Whether the current cell may be filled; if not, the person is told why."""
        model, place = self._model, self._grid.place
        if model is None or place is None:
            return False
        if model.writable(place[0], model.columns[place[1]]):
            return True
        self._write([(place, "")])
        return False

    def _on_entered(self, text: str, move: Move) -> None:
        place = self._grid.place
        if place is None or not self._field.open:
            return
        if self._write([(place, text)], in_field=True):
            self._field.close()
            self._move(move)
            self._tell_replaced(place)

    def _write(self, cells: Sequence[tuple[Place, str]], *, in_field: bool = False) -> bool:
        """Writes cells as one act; what is refused is said beside its place. True when nothing was."""
        model = self._model
        if model is None:
            return False
        act = WriteHealth(model.scope, tuple(self._entry(model, place, text) for place, text in cells))
        try:
            decision = self._tools.office.decide_health(act)
            refused = decision.refused
            self._replaces = _replaces(model, decision.act)
            if decision.act is not None:
                refused = (*refused, *self._tools.desk.ask(decision.act).refused)
        except EzhError as error:
            self.refuse(self._grid.place, error, in_field=in_field)
            return False
        if refused and len(cells) == 1:
            self.refuse(cells[0][0], refused[0].why, in_field=in_field)
        elif refused:
            self._list_refused(refused)
        return not refused

    def _tell_replaced(self, place: Place) -> None:
        """A row under a key that is not held was written anew: the person is told how to bring it back."""
        if self._replaces:
            self._replaces = False
            self._show(place, ToldFloat(self._grid.window(), "Прежние закрытые сведения заменены", "Вернуть: Ctrl+Z"))
            self._grid.refuse(None)

    def _entry(self, model: HealthModel, place: Place, text: str) -> HealthEntry:
        pupil, health = model.page.rows[place[0]].pupil, model.columns[place[1]].health
        if health is None:
            raise ValueError("no column of the sheet")
        return HealthEntry(pupil, health.value, text, model.seen(pupil))

    def clear(self) -> None:
        """Empties the chosen cells."""
        self._write([(place, "") for place in self._chosen()])

    def fill_down(self) -> None:
        """The first chosen row into the rows below it; from one cell, into the one below."""
        model, area = self._model, self._grid.area()
        if model is None or area is None:
            return
        top, left, bottom, right = area
        source, rows = (top, range(top + 1, bottom + 1)) if bottom > top else (top - 1, range(top, top + 1))
        if source >= 0:
            columns = range(left, right + 1)
            cells = [((row, at), model.value(source, model.columns[at])) for row in rows for at in columns]
            self._write([(place, text) for place, text in cells if self._takes(place)])

    def _takes(self, place: Place) -> bool:
        return self._model is not None and self._model.columns[place[1]].health is not None

    def _chosen(self) -> list[Place]:
        area = self._grid.area()
        if area is None:
            return []
        top, left, bottom, right = area
        cells = [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]
        return [place for place in cells if self._takes(place)]

    def paste(self) -> None:
        """Rows and columns of text from the cursor on; what does not fit is refused cell by cell."""
        model, place = self._model, self._grid.place
        text = self._tools.doors.pasted().replace("\r\n", "\n").rstrip("\n")
        if model is None or place is None or not text:
            return
        columns = [at for at, column in enumerate(model.columns) if column.health is not None and at >= place[1]]
        cells = [
            ((row, at), part)
            for row, line in enumerate(text.split("\n"), place[0])
            for at, part in zip(columns, line.split("\t"), strict=False)
            if row < len(model.page.rows)
        ]
        self._write(cells)

    def copy(self) -> None:
        """The chosen cells as text; closed columns never leave the journal this way."""
        model, area = self._model, self._grid.area()
        if model is None or area is None:
            return
        top, left, bottom, right = area
        shown = [column for column in model.columns[left : right + 1] if column.health is not None]
        open_ones = [column for column in shown if column.health is not None and not column.health.closed]
        if open_ones:
            rows = ("\t".join(model.value(row, column) for column in open_ones) for row in range(top, bottom + 1))
            self._tools.doors.copy("\n".join(rows))
        if len(open_ones) < len(shown):
            self.said.emit("Закрытые графы в буфер обмена не копируются")

    # Where the cursor goes

    def _move(self, move: Move) -> None:
        if move is Move.ON:
            move = Move.RIGHT if self._tools.looks.direction() == "right" else Move.DOWN
        if move in (Move.UP, Move.DOWN):
            self._step_row(1 if move is Move.DOWN else -1)
        elif move in (Move.LEFT, Move.RIGHT):
            self._step_column(1 if move is Move.RIGHT else -1)

    def _step_row(self, by: int) -> None:
        """To the next pupil who is in the class; at the end the cursor stays."""
        place, model = self._grid.place, self._model
        if place is None or model is None:
            return
        row = place[0] + by
        while 0 <= row < len(model.page.rows) and not model.page.rows[row].present(model.page.today):
            row += by
        if 0 <= row < len(model.page.rows):
            self._grid.go(row, place[1])

    def _step_column(self, by: int) -> None:
        """Along the row; from its end to the beginning of the next one."""
        place, model = self._grid.place, self._model
        if place is None or model is None:
            return
        columns = [at for at, column in enumerate(model.columns) if column.health is not None]
        at = columns.index(place[1]) + by
        if 0 <= at < len(columns):
            self._grid.go(place[0], columns[at])
            return
        before = place[0]
        self._step_row(by)
        if self._grid.place is not None and self._grid.place[0] != before:
            self._grid.go(self._grid.place[0], columns[0 if by > 0 else -1])

    # Refusals

    def refuse(self, place: Place | None, why: EzhError, *, in_field: bool = False) -> None:
        """Says why an entry was not written: under the field where one is open, else beside the cell."""
        if in_field and self._field.open:
            self._field.refuse(why.text)
        elif place is not None:
            self._show(place, _float_of(self._grid.window(), why))

    def _list_refused(self, refused: Sequence[RefusedCell]) -> None:
        model, place = self._model, self._grid.place
        if model is None or place is None:
            return
        lines = [f"{model.page.row_by_pupil[one.pupil].name}: {one.why.what}" for one in refused[:_LISTED]]
        more = [f"и ещё {len(refused) - _LISTED}"] if len(refused) > _LISTED else []
        title = f"Не {agreed(len(refused), _ENTERED, _CELLS)}"
        self._show(place, RefusalFloat(self._grid.window(), title, tuple(lines + more), stays=True))

    def _show(self, place: Place, float_: Float) -> None:
        self.dismiss()
        self._float = float_
        float_.gone.connect(self._on_gone)
        rect = self._grid.cell_rect(*place)
        rect.moveTopLeft(self._grid.viewport().mapTo(self._grid, rect.topLeft()))
        float_.show_beside(self._grid, rect)
        self._grid.refuse(place)

    def dismiss(self) -> None:
        """Takes away what floats."""
        if self._float is not None:
            self._float.dismiss()

    def show_lost(self, act: WriteHealth, why: Refusal) -> None:
        """Goes to the row of a late refusal and says why."""
        model, cell = self._model, act.cells[0]
        row = model.row_of.get(cell.pupil) if model else None
        column = next((at for at, one in enumerate(model.columns) if one.value == cell.column), None) if model else None
        if row is not None and column is not None:
            self._grid.go(row, column)
            self.refuse((row, column), why)

    def _on_gone(self) -> None:
        self._float = None
        self._grid.refuse(None)


def _replaces(model: HealthModel, act: Act | None) -> bool:
    """Whether an act writes closed columns of a row that lies under a key that is not held."""
    cells = act.cells if isinstance(act, WriteHealth) else ()
    rows = model.page.row_by_pupil
    return any(rows[cell.pupil].locked and HealthColumn(cell.column).closed for cell in cells)


def _float_of(window: QWidget, why: EzhError) -> RefusalFloat:
    if isinstance(why, StaleRefused):
        present = f"Сейчас: {why.present or 'пусто'}."
        return RefusalFloat(window, why.what.rstrip("."), (present, why.remedy))
    if isinstance(why, Refusal):
        return RefusalFloat.of(window, why)
    return RefusalFloat(window, why.what, tuple(line for line in (why.remedy,) if line))
