"""The page «Сводная ведомость»: marks of periods by subject, groups, and the council's decisions (5.33–5.36)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QStackedLayout, QVBoxLayout, QWidget

from ezh_desktop.domain.figures import PupilGroup
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.domain.rules.base import Clause
from ezh_desktop.errors import EzhError, Refusal
from ezh_desktop.services.acts import CancelDecision, EnterDecision
from ezh_desktop.services.doors import Office, Place, RefusedCell, Ticket
from ezh_desktop.services.pages.summary import Slot, SummaryPage
from ezh_desktop.ui.grids.cellmenu import CellMenu
from ezh_desktop.ui.grids.marks import SCROLL_BAR
from ezh_desktop.ui.grids.summary import MANY_PUPILS, SummaryGrid
from ezh_desktop.ui.grids.summaryside import SummarySide
from ezh_desktop.ui.menus import Commands
from ezh_desktop.ui.models.summary import SummaryModel
from ezh_desktop.ui.pages.base import CommandState, Scope, Tools, WindowPage
from ezh_desktop.ui.pages.beside import Beside
from ezh_desktop.ui.pages.story import told_lines
from ezh_desktop.ui.pages.summarywords import words_of
from ezh_desktop.ui.pdfsaving import PagePdf
from ezh_desktop.ui.printcommands import class_print_dialog
from ezh_desktop.ui.qttypes import ALIGN_CENTER
from ezh_desktop.ui.summaryfoot import SummaryFoot
from ezh_desktop.ui.summaryline import SummaryLine
from ezh_desktop.ui.tablesaving import TableSaving
from ezh_desktop.ui.widgets.messages import HistoryFloat
from ezh_desktop.ui.widgets.tone import tone

NO_PUPILS = "В классе никого нет. Ученики появятся, когда администратор их введёт."
FORMED = Clause("5.33", "Сводная ведомость формируется из отметок за период.")
_WRITING = frozenset({"council", "cancel_council"})
_ON_LINE = (("council", "gavel"),)
_OF_CELL = (("copy",), ("mark_page", "history"), ("council", "cancel_council"))


class SummaryPageTab(WindowPage):
    """Shows the sheet of one class after another; nothing is typed in it but decisions."""

    name = "summary"
    title = "Сводная ведомость"
    scope = Scope.CLASS
    help_page = "summary"
    own_commands = _WRITING | {"history", "mark_page", "copy", "term_before", "term_after", "save_table"}

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(tools, parent)
        self.line = SummaryLine(self)
        self.grid = SummaryGrid(self)
        self.side = SummarySide(self.grid, self)
        self.foot = SummaryFoot(self)
        self.beside = Beside(self.grid)
        self._empty = QLabel(NO_PUPILS, self)
        self._model: SummaryModel | None = None
        self._pdf = PagePdf(self)
        self._tables = TableSaving(self)
        self._build()
        self._connect()

    def _build(self) -> None:
        grids = QWidget(self)
        grids.setBackgroundRole(QPalette.ColorRole.Base)
        grids.setAutoFillBackground(True)
        # Group and decision end where the rows of the grid end, above its scroll bar.
        beside = QVBoxLayout()
        beside.addWidget(self.side, 1)
        beside.addSpacing(SCROLL_BAR)
        row = QHBoxLayout(grids)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.grid, 1)
        row.addLayout(beside)
        self._empty.setAlignment(ALIGN_CENTER)
        tone(self._empty, "text2")
        self._stack = QStackedLayout()
        self._stack.addWidget(grids)
        self._stack.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.line)
        column.addLayout(self._stack, 1)
        column.addWidget(self.foot)

    def _connect(self) -> None:
        self.line.switch.chosen.connect(self._on_slot_chosen)
        self.foot.group_chosen.connect(self._on_group_chosen)
        self.foot.told.connect(self.line.say)
        self.grid.moved.connect(self._say)
        self.grid.typed.connect(self._on_typed)
        self.grid.opened.connect(self.open_marks)
        self.grid.past_right.connect(self._on_past_right)
        self.grid.zoom_asked.connect(self.zoom_asked)
        self.side.past_left.connect(self._on_past_left)
        self.side.opened.connect(self._on_side_opened)

    # What is shown

    @classmethod
    def available(cls, office: Office, place: Place) -> bool:
        """Whoever may read the summary sheet of the class."""
        return bool(place.school_class) and office.may(Action.READ, Thing.SUMMARY, place.school_class)

    @property
    def page(self) -> SummaryPage | None:
        """The sheet shown, with own pending decisions laid over."""
        return self._model.page if self._model else None

    @property
    def read_to(self) -> int:
        """See `WindowPage.read_to`."""
        return self._model.page.cursor if self._model else 0

    def scopes(self) -> frozenset[int]:
        """The class and the courses whose period marks flow in."""
        page = self.page
        if page is None:
            return frozenset()
        return frozenset({page.school_class}).union(*(subject.courses for subject in page.subjects))

    def show_place(self, place: Place, lesson: int | None = None) -> None:  # noqa: ARG002 - it has no lessons
        """See `WindowPage.show_place`; the same class is shown again at the same cell."""
        page = self.tools.office.summary_page(place.school_class)
        if self._model is not None and self._model.scope == page.school_class:
            self._model.forget_pending()
            self.tools.desk.attach(self._model, self.name)
            self._take(page)
            return
        old = self._model
        self._model = SummaryModel(page, self)
        self.tools.desk.attach(self._model, self.name)
        self._model.dataChanged.connect(self._on_data_changed)
        self.grid.show_summary(self._model)
        self.side.show_summary(self._model)
        self._show_all(self._model)
        self.grid.go(0, self._first_column())
        if old is not None:
            old.deleteLater()

    def _first_column(self) -> int:
        """The first subject's latest period; the decision where there are no marks."""
        model = self._model
        if model is None or not model.columns:
            return model.decision_column if model else 0
        first = [at for at, one in enumerate(model.columns) if one.subject == model.columns[0].subject]
        counted = model.page.counted
        return next((at for at in first if model.columns[at].slot == counted), first[-1])

    def reload(self) -> None:
        """See `WindowPage.reload`."""
        if self._model is not None:
            self._take(self.tools.office.summary_page(self._model.scope))

    def _take(self, page: SummaryPage) -> None:
        model, place = self._model, self.grid.place
        if model is None:
            return
        pupil = model.page.pupils[place[0]].pupil if place and place[0] < model.rowCount() else 0
        if model.take(page) and place is not None:
            self.grid.go(model.row_of.get(pupil, 0), place[1])
        self._show_all(model)

    def _show_all(self, model: SummaryModel) -> None:
        self._stack.setCurrentIndex(0 if model.page.pupils else 1)
        self.line.switch.show_slots(model.page.shown_slots, model.shown)
        for part in (self.line, self.foot):
            part.set_close(model.rowCount() > MANY_PUPILS)
        self._on_data_changed()
        self.commands_changed.emit()

    def _on_data_changed(self) -> None:
        model = self._model
        if model is None:
            return
        counted = model.counted
        self.foot.show_figures(model.page.figures(counted) if counted else None, counted)
        self.foot.setVisible(bool(model.columns))
        self._say()

    def _say(self) -> None:
        place, model = self.grid.place, self._model
        if model is None or place is None or place[0] >= model.rowCount():
            self.line.say("")
        else:
            self.line.say(*words_of(model, *place))

    # Movement

    def focus_widget(self) -> QWidget:
        """The marks; the decisions of a class without marks."""
        return self.grid if self._model is None or self._model.columns else self.side

    def areas(self) -> Sequence[QWidget]:
        """Marks, and group with decision."""
        return (self.grid, self.side) if self._model is None or self._model.columns else (self.side,)

    def _on_slot_chosen(self, slot: Slot | None) -> None:
        model, place = self._model, self.grid.place
        if model is None:
            return
        self.beside.dismiss()
        subject = model.columns[place[1]].subject if place and place[1] < len(model.columns) else None
        model.show_slot(slot)
        at = next((at for at, one in enumerate(model.columns) if one.subject == subject), self._first_column())
        self.grid.go(place[0] if place else 0, at)
        self._on_data_changed()
        self.grid.setFocus()

    def _on_group_chosen(self, group: PupilGroup) -> None:
        """To the next pupil of a group, round and round."""
        model, place = self._model, self.grid.place
        if model is None:
            return
        rows = [row for row in range(model.rowCount()) if model.in_group(row, group)]
        after = [row for row in rows if place is not None and row > place[0]]
        if rows:
            self.grid.go((after or rows)[0], place[1] if place else self._first_column())

    def _on_past_right(self) -> None:
        model, place = self._model, self.grid.place
        if model is not None and place is not None:
            hidden = self.side.isColumnHidden(model.group_column)
            self.side.setFocus()
            self.grid.go(place[0], model.decision_column if hidden else model.group_column)

    def _on_past_left(self) -> None:
        model, place = self._model, self.grid.place
        if model is not None and place is not None and model.columns:
            self.grid.setFocus()
            self.grid.go(place[0], len(model.columns) - 1)

    def go_pupil(self, pupil: int) -> None:
        """See `WindowPage.go_pupil`."""
        if self._model is not None and self.grid.place is not None:
            self.grid.go(self._model.row_of.get(pupil, 0), self.grid.place[1])

    def go_changed(self) -> None:
        """To the first pupil whose decision the last reading changed."""
        model = self._model
        rows = [model.row_of[pupil] for pupil in model.changed if pupil in model.row_of] if model else []
        if model is not None and rows:
            self.grid.go(min(rows), model.decision_column)

    def open_marks(self) -> None:
        """To the page where the mark stands."""
        model, place = self._model, self.grid.place
        if model is None or place is None or place[1] >= len(model.columns):
            return
        page, one = model.page, model.columns[place[1]]
        pupil = page.pupils[place[0]].pupil
        mark = page.marks.get((one.subject.subject, pupil, one.slot))
        course = mark.course if mark and mark.course else next(iter(one.subject.courses), None)
        if course is None:
            self.said.emit("Эта отметка складывается из годовых и экзамена: своей страницы у неё нет")
        else:
            self.cell_asked.emit(course, one.subject.periods[one.slot], pupil)

    # Commands

    def commands(self) -> Mapping[str, Callable[[], None]]:
        """See `WindowPage.commands`."""
        return {
            "council": self.ask_council,
            "cancel_council": self.cancel_council,
            "history": self.show_history,
            "mark_page": self.open_marks,
            "copy": self.copy,
            "term_before": self._on_term_before,
            "term_after": self._on_term_after,
            "save_table": self.save_table,
        }

    def take_commands(self, commands: Commands) -> None:
        """The council's command stands on the line, those on a cell in its menu."""
        self.line.add_commands([(commands[name], icon) for name, icon in _ON_LINE])
        self.side.menu = CellMenu(self.grid, [[commands[name] for name in group] for group in _OF_CELL]).menu

    def command_state(self, name: str) -> CommandState:
        """Decisions need a right (IV)."""
        page = self.page
        if page is None or not page.pupils:
            return CommandState(enabled=False)
        return CommandState(name not in _WRITING or page.may_decide)

    def _on_term_before(self) -> None:
        self.line.switch.step(-1)

    def _on_term_after(self) -> None:
        self.line.switch.step(1)

    def _on_side_opened(self) -> None:
        if self._model is not None and self._model.page.may_decide:
            self.ask_council()

    def ask_council(self) -> None:
        """The dialog of a decision; a range of pupils is ticked in it, else all who do not fail."""
        page = self.page
        if page is None:
            return
        # The dialog's parts load when it is first asked for.
        from ezh_desktop.ui.dialogs.council import CouncilDialog  # noqa: PLC0415

        rows = self.grid.rows_chosen()
        chosen = [page.pupils[row].pupil for row in rows] if len(rows) > 1 else []
        dialog = CouncilDialog(page, self.tools.office.decide_council, chosen, self.window())
        dialog.decided.connect(self._on_decided)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _on_decided(self, act: EnterDecision) -> None:
        self._say_refused(self.tools.desk.ask(act).refused)
        self.focus_widget().setFocus()

    def cancel_council(self) -> None:
        """Takes the current pupil's last decision away; Ctrl+Z brings it back."""
        model, place = self._model, self.grid.place
        if model is None or place is None:
            return
        page = model.page
        pupil = page.pupils[place[0]]
        standing = page.decisions_of(pupil.pupil)
        if not standing or model.pending(place[0]):
            self.said.emit("Решение ещё записывается" if standing else "Решения совета у этого ученика нет")
            return
        last = standing[-1]
        refused = self.tools.desk.ask(CancelDecision(page.school_class, last.decision, last.entry)).refused
        if not refused:
            self.said.emit(f"Решение отменено: {last.decided.wording(pupil.gender)}")
        self._say_refused(refused)

    def _say_refused(self, refused: Sequence[RefusedCell]) -> None:
        if refused:
            self.refuse(refused[0].why)

    def show_history(self) -> None:
        """All values the mark ever had, with who and when."""
        model, place = self._model, self.grid.place
        if model is None or place is None or place[1] >= len(model.columns):
            return
        page, one = model.page, model.columns[place[1]]
        pupil = page.pupils[place[0]]
        mark = page.marks.get((one.subject.subject, pupil.pupil, one.slot))
        if mark is None or mark.course is None:
            self.said.emit("Записей об этой отметке нет")
            return
        try:
            found = self.tools.office.cell_history(mark.course, one.subject.periods[one.slot], pupil.pupil)
        except EzhError as error:
            self.beside.refuse(place, error)
            return
        lines = told_lines(found)
        title = model.column_name(place[1])
        self.beside.show(place, HistoryFloat(self.window(), pupil.name, title, lines, comments=False))

    def copy(self) -> None:
        """The chosen cells as text, rows and columns kept."""
        model, place = self._model, self.grid.place
        if model is None or place is None:
            return
        top, left, bottom, right = self.grid.chosen() or (*place, *place)
        rows = ("\t".join(model.text(row, at) for at in range(left, right + 1)) for row in range(top, bottom + 1))
        self.tools.doors.copy("\n".join(rows))

    # Refusals

    def leave(self) -> None:
        """See `WindowPage.leave`."""
        self.beside.dismiss()

    def _on_typed(self) -> None:
        self.refuse(FORMED.refuse("Здесь отметку не поставить.", "Enter откроет страницу предмета, где она стоит."))

    def refuse(self, why: Refusal) -> None:
        """See `WindowPage.refuse`."""
        place, model = self.grid.place, self._model
        if place is not None and model is not None:
            column = min(place[1], max(0, len(model.columns) - 1))
            self.beside.refuse((place[0], column), why)

    def show_lost(self, ticket: Ticket) -> None:
        """See `WindowPage.show_lost`."""
        if isinstance(ticket.error, Refusal):
            self.refuse(ticket.error)

    # Appearance

    def set_narrow(self, narrow: bool) -> None:
        """Under 900 px the group goes and the decision is narrower."""
        self.side.set_narrow(narrow)

    def set_zoom(self, percent: int) -> None:
        """Scales the grid."""
        self.grid.set_zoom(percent)
        if self.grid.place is not None:
            self.grid.scrollTo(self.grid.currentIndex())

    # Paper

    def print_dialog(self, parent: QWidget) -> QDialog | None:
        """See `WindowPage.print_dialog`."""
        if self.page is None:
            return None
        self.leave()
        return class_print_dialog(self.tools, self.page, self.name, parent)

    def save_pdf(self, parent: QWidget) -> None:
        """The whole sheet on paper, saved where the person says."""
        if self.page is not None:
            self.leave()
            self._pdf.save_summary(self.page, parent)

    def save_table(self) -> None:
        """The sheet as a workbook or a text table."""
        from ezh_desktop.exchange.pages_out import summary_file, summary_title  # noqa: PLC0415 - once asked for

        if self.page is not None:
            read, school_class = self.tools.office.summary_page, self.page.school_class
            self._tables.save(
                summary_title(self.page), lambda form, stamp: summary_file(read(school_class), form, stamp)
            )
