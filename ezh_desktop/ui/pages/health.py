"""The page «Листок здоровья» (5.38): a class in one table, filled by keys; everyone sees the columns of their role."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QDialog, QLabel, QStackedLayout, QVBoxLayout, QWidget

from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.errors import EzhError, Refusal
from ezh_desktop.services.acts import WriteHealth
from ezh_desktop.services.doors import Office, Place, Ticket
from ezh_desktop.services.pages.health import HealthPage
from ezh_desktop.ui.background import Background
from ezh_desktop.ui.grids.health import HealthGrid
from ezh_desktop.ui.healthline import HealthLine
from ezh_desktop.ui.menus import Commands
from ezh_desktop.ui.models.health import HealthModel
from ezh_desktop.ui.pages.base import CommandState, Scope, Tools, WindowPage
from ezh_desktop.ui.pages.healthfield import HealthField
from ezh_desktop.ui.pages.healthhand import HealthHand
from ezh_desktop.ui.pdfsaving import PagePdf
from ezh_desktop.ui.printcommands import class_print_dialog
from ezh_desktop.ui.qttypes import ALIGN_CENTER
from ezh_desktop.ui.tablesaving import TableSaving
from ezh_desktop.ui.widgets.tone import tone

NO_PUPILS = "В классе никого нет. Ученики появятся, когда администратор их введёт."
SEEN_BY = "Классный руководитель видит группу для физкультуры и парту"
_WRITING = frozenset({"next_unfilled", "paste", "fill_down", "clear"})
_READS = (Thing.HEALTH_FILL, Thing.HEALTH_PE_GROUP, Thing.HEALTH_DESK)


class HealthTab(WindowPage):
    """Shows the sheet of one class after another."""

    name = "health"
    title = "Листок здоровья"
    scope = Scope.CLASS
    help_page = "health"
    own_commands = _WRITING | {"copy", "save_table"}

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(tools, parent)
        self.line = HealthLine(self)
        self.grid = HealthGrid(self)
        self.field = HealthField(self.grid, self.window())
        self._empty = QLabel(NO_PUPILS, self)
        self._model: HealthModel | None = None
        self.hand = HealthHand(self.grid, self.field, tools)
        self._passing = Background(self)
        self._pdf = PagePdf(self)
        self._tables = TableSaving(self)
        self._build()
        self._connect()

    def _build(self) -> None:
        self._empty.setAlignment(ALIGN_CENTER)
        tone(self._empty, "text2")
        self._stack = QStackedLayout()
        self._stack.addWidget(self.grid)
        self._stack.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.line)
        column.addLayout(self._stack, 1)

    def _connect(self) -> None:
        self.grid.laid_out.connect(self.field.place_field)
        self.grid.zoom_asked.connect(self.zoom_asked)
        self.hand.said.connect(self.said)
        self.line.pass_asked.connect(self._on_pass_asked)
        self._passing.done.connect(self._on_passed)
        self._passing.failed.connect(self._on_failed)

    # What is shown

    @classmethod
    def available(cls, office: Office, place: Place) -> bool:
        """Whoever may read something of the class's sheet."""
        klass = place.school_class
        return bool(klass) and any(office.may(Action.READ, thing, klass) for thing in _READS)

    @property
    def page(self) -> HealthPage | None:
        """The sheet shown, with own pending entries laid over."""
        return self._model.page if self._model else None

    @property
    def read_to(self) -> int:
        """See `WindowPage.read_to`."""
        return self._model.page.cursor if self._model else 0

    def scopes(self) -> frozenset[int]:
        """The class."""
        return frozenset({self._model.scope}) if self._model else frozenset()

    def show_place(self, place: Place, lesson: int | None = None) -> None:  # noqa: ARG002 - it has no lessons
        """See `WindowPage.show_place`; the same class is shown again at the same cell."""
        page = self.tools.office.health_page(place.school_class)
        old = self._model
        if old is not None and old.scope == page.school_class:
            self.tools.desk.attach(old, self.name)
            self._take(page)
            return
        self._model = HealthModel(page, self)
        self.tools.desk.attach(self._model, self.name)
        self._model.dataChanged.connect(self._on_data_changed)
        self.grid.show_sheet(self._model)
        self._stack.setCurrentIndex(0 if page.rows else 1)
        self._land()
        self._show_line()
        if page.writes:
            self.said.emit(SEEN_BY)
        if old is not None:
            old.deleteLater()
        self.commands_changed.emit()

    def _land(self) -> None:
        """The first row that is still to be filled, else the first of all."""
        model = self._model
        if model is None or not model.page.rows or self._first_column() is None:
            return
        wanting = model.page.wanting if model.page.shows_fill else ()
        first = wanting[0] if wanting else next(iter(model.page.present), model.page.rows[0])
        self.grid.go(model.row_of[first.pupil], self._first_column() or 0)

    def _first_column(self) -> int | None:
        columns = self._model.columns if self._model else ()
        return next((at for at, column in enumerate(columns) if column.health is not None), None)

    def reload(self) -> None:
        """See `WindowPage.reload`."""
        if self._model is not None:
            self._take(self.tools.office.health_page(self._model.scope))

    def _take(self, page: HealthPage) -> None:
        model, place = self._model, self.grid.place
        if model is None:
            return
        pupil = model.page.rows[place[0]].pupil if place and place[0] < len(model.page.rows) else 0
        model.take(page)
        self._stack.setCurrentIndex(0 if page.rows else 1)
        if self.grid.place is None and page.rows:
            row = model.row_of.get(pupil, 0)
            self.grid.go(row, place[1] if place and place[1] < len(model.columns) else self._first_column() or 0)
        self._show_line()
        self.commands_changed.emit()

    def _on_data_changed(self) -> None:
        if self._model is not None:
            self.line.show_page(self._model.page)

    def _show_line(self) -> None:
        page = self.page
        if page is None:
            return
        self.line.show_page(page)
        lacking = self.tools.office.keyless_medics() if page.whole and page.has_key and page.writes else ()
        self.line.offer_key(f"Передать ключ: {lacking[0].name}" if lacking else "")

    # Movement

    def focus_widget(self) -> QWidget:
        """The table."""
        return self.field.field if self.field.open else self.grid

    def go_next_unfilled(self) -> None:
        """To the next row without data, round and round."""
        model, place = self._model, self.grid.place
        if model is None or place is None:
            return
        self.field.finish()
        rows = [model.row_of[one.pupil] for one in model.page.wanting]
        if not rows:
            self.said.emit("Листок заполнен: пустых строк нет")
            return
        row = next((row for row in rows if row > place[0]), rows[0])
        wanted = next((at for at, column in enumerate(model.columns) if model.face(row, column).wanting), place[1])
        self.grid.go(row, wanted)
        self.grid.setFocus()

    def _go_row(self, row: int) -> None:
        self.grid.go(row, self.grid.place[1] if self.grid.place else self._first_column() or 0)

    def go_pupil(self, pupil: int) -> None:
        """See `WindowPage.go_pupil`."""
        if self._model is not None and pupil in self._model.row_of:
            self.grid.go(
                self._model.row_of[pupil], self.grid.place[1] if self.grid.place else self._first_column() or 0
            )

    def go_changed(self) -> None:
        """To the first row that the last reading changed."""
        model = self._model
        rows = [model.row_of[pupil] for pupil in model.changed if pupil in model.row_of] if model else []
        if rows:
            self._go_row(min(rows))

    def refuse(self, why: Refusal) -> None:
        """See `WindowPage.refuse`."""
        self.hand.refuse(self.grid.place, why)

    def show_lost(self, ticket: Ticket) -> None:
        """A late refusal goes to its row; a failing disk is said in the status bar."""
        if self._model is not None and isinstance(ticket.error, Refusal) and isinstance(ticket.act, WriteHealth):
            self.hand.show_lost(ticket.act, ticket.error)

    # The key

    def _on_pass_asked(self) -> None:
        lacking = self.tools.office.keyless_medics()
        if not lacking or self._passing.running:
            return
        one = lacking[0]
        detail = "Закрытые сведения всех классов откроются и в этой учётной записи. Отозвать ключ потом нельзя."
        if self.tools.doors.ask(self.window(), f"Передать ключ: {one.name}", detail, act="Передать ключ"):
            self._passing.start(lambda: self.tools.office.pass_health_key(one.account))

    def _on_passed(self) -> None:
        self.said.emit("Ключ закрытых сведений передан")
        self._show_line()

    def _on_failed(self, error: EzhError) -> None:
        self.tools.doors.tell(self.window(), error.what, error.remedy)

    # The window

    def leave(self) -> None:
        """See `WindowPage.leave`."""
        self.finish()
        self.field.close()
        self.hand.dismiss()

    def finish(self) -> None:
        """See `WindowPage.finish`."""
        self.field.finish()

    def give_up(self) -> bool:
        """See `WindowPage.give_up`."""
        typed = self.field.open and self.field.field.dirty
        self.field.close()
        return typed

    def commands(self) -> Mapping[str, Callable[[], None]]:
        """See `WindowPage.commands`."""
        return {
            "next_unfilled": self.go_next_unfilled,
            "copy": self.hand.copy,
            "paste": self.hand.paste,
            "fill_down": self.hand.fill_down,
            "clear": self.hand.clear,
            "save_table": self.save_table,
        }

    def take_commands(self, commands: Commands) -> None:
        """See `WindowPage.take_commands`."""
        self.line.add_commands([(commands["next_unfilled"], "arrow_right")])

    def command_state(self, name: str) -> CommandState:
        """Filling needs a right; copying does not."""
        page = self.page
        if page is None or not page.rows:
            return CommandState(enabled=False)
        return CommandState(name not in _WRITING or bool(page.writes))

    def set_narrow(self, narrow: bool) -> None:
        """Under 900 px the line over the table goes."""
        self.line.setVisible(not narrow)

    def set_zoom(self, percent: int) -> None:
        """Scales the table."""
        self.grid.set_zoom(percent)

    # Paper

    def print_dialog(self, parent: QWidget) -> QDialog | None:
        """See `WindowPage.print_dialog`."""
        if self.page is None:
            return None
        self.leave()
        return class_print_dialog(self.tools, self.page, self.name, parent)

    def save_pdf(self, parent: QWidget) -> None:
        """The sheet on paper, with the columns that the person reads, saved where they say."""
        if self.page is not None:
            self.leave()
            self._pdf.save_health(self.page, parent)

    def save_table(self) -> None:
        """The open columns of the sheet as a workbook or a text table."""
        from ezh_desktop.exchange.pages_out import health_file, health_title  # noqa: PLC0415 - once asked for

        if self.page is not None:
            read, school_class = self.tools.office.health_page, self.page.school_class
            self._tables.save(health_title(self.page), lambda form, stamp: health_file(read(school_class), form, stamp))
