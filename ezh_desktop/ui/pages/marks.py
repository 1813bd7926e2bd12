"""The page «Отметки»: the line of the cell, the grid with its headers, and the figures beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedLayout, QVBoxLayout, QWidget

from ezh_desktop.domain.kinds import SubjectKind
from ezh_desktop.errors import Refusal
from ezh_desktop.services.doors import Ticket
from ezh_desktop.services.pages.course import CoursePage
from ezh_desktop.ui.cellline import CellLine, CellWords
from ezh_desktop.ui.findings.rows import Signs
from ezh_desktop.ui.grids.cellmenu import CellMenu
from ezh_desktop.ui.grids.corner import TermCorner
from ezh_desktop.ui.grids.marks import SCROLL_BAR, MarksGrid
from ezh_desktop.ui.grids.side import SideGrid
from ezh_desktop.ui.menus import Commands
from ezh_desktop.ui.models.columns import nearest_lesson, term_on, terms_of
from ezh_desktop.ui.models.marks import MarksModel
from ezh_desktop.ui.models.side import SideModel
from ezh_desktop.ui.models.term import suggestions
from ezh_desktop.ui.pages.attesting import Attesting
from ezh_desktop.ui.pages.base import CommandState, Tools
from ezh_desktop.ui.pages.beside import Beside
from ezh_desktop.ui.pages.coursetab import CourseTab
from ezh_desktop.ui.pages.debts import Debts
from ezh_desktop.ui.pages.essays import Essays
from ezh_desktop.ui.pages.hand import Hand
from ezh_desktop.ui.pages.story import Story
from ezh_desktop.ui.pages.words import words_of_cell, words_of_number
from ezh_desktop.ui.qttypes import ALIGN_CENTER
from ezh_desktop.ui.widgets.tone import tone

NO_LESSONS = "Расписания ещё нет. Уроки появятся, когда администратор его введёт."
NO_PUPILS = "В классе никого нет. Ученики появятся, когда администратор их введёт."


_WRITING = frozenset(
    {"kind", "comment", "restore", "paste", "fill_down", "fill_right", "clear", "debt", "essay", "attest"}
)
_OTHERS = frozenset({"history", "today", "copy", "term_before", "term_after", "suggest", "save_table", "works"})
_ESSAYS = frozenset({SubjectKind.LITERATURE, SubjectKind.RUSSIAN})
"""Pages on which the two marks of an essay stand (5.9)."""
_ON_LINE = (("kind", "text_bullet_list"), ("comment", "note"), ("history", "history"))
_OF_CELL = (("copy", "paste", "clear"), ("comment", "debt", "essay", "attest", "kind"), ("history", "restore"))


class MarksPage(CourseTab):
    """Shows one course page after another."""

    name = "marks"
    title = "Отметки"
    table_side = "marks"
    help_page = "marks"
    own_commands = _WRITING | _OTHERS

    term_shown = Signal(str)

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(tools, parent)
        desk, doors = tools.desk, tools.doors
        self._desk = desk
        self.line = CellLine(self)
        self.grid = MarksGrid(self)
        self.side = SideGrid(self.grid, self)
        self.corner = TermCorner(self.grid)
        self.beside = Beside(self.grid)
        self.hand = Hand(self.grid, desk, doors, self.beside, tools.looks.direction)
        self.story = Story(self.grid, desk, self.beside)
        self.debts = Debts(self.grid, desk, self.beside)
        self.essays = Essays(self.grid, tools.office, self.beside, self.hand)
        self.attesting = Attesting(self.grid, tools.office, doors, self.beside)
        self._empty = QLabel(self)
        self._model: MarksModel | None = None
        self._side_model: SideModel | None = None
        self._narrow = False
        self._build()
        self._connect()

    def _build(self) -> None:
        grids = QWidget(self)
        grids.setBackgroundRole(QPalette.ColorRole.Base)
        grids.setAutoFillBackground(True)
        # The figures end where the rows of the grid end, above its scroll bar.
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

    def _connect(self) -> None:
        self.grid.moved.connect(self._on_moved)
        self.essays.written.connect(self.reload)
        self.attesting.written.connect(self.reload)
        self.grid.laid_out.connect(self._on_laid_out)
        self.grid.zoom_asked.connect(self.zoom_asked)
        self.corner.chosen.connect(self.show_term)
        self.side.number_chosen.connect(self._on_number_chosen)

    # What is shown

    @property
    def page(self) -> CoursePage | None:
        """The page shown, with own pending acts laid over."""
        return self._model.live if self._model else None

    @property
    def ground(self) -> MarksModel | None:
        """See `CourseTab.ground`."""
        return self._model

    def show_signs(self, signs: Signs) -> None:
        """Draws the findings in their cells and columns; they move nothing."""
        if self._model is not None and self._model.signs != signs:
            self._model.signs = signs
            self.grid.viewport().update()
            self.grid.horizontal.viewport().update()

    def go_cell(self, pupil: int | None, key: int | None) -> None:
        """To a pupil's cell of a lesson or period; to the current pupil's when None, and None stays in its column."""
        model, place = self._model, self.grid.place
        if model is None or place is None:
            return
        self.hand.finish()
        column = model.lesson_at.get(key or 0, model.period_at.get(key or 0, place[1]))
        self.grid.go(model.row_of.get(pupil or 0, place[0]), column)
        self.grid.setFocus()

    def show_page(self, page: CoursePage, lesson: int | None = None) -> None:
        """Shows a page at a lesson or period (else today's, else the nearest) and its first pupil without an entry."""
        self.leave()
        old, old_side = self._model, self._side_model
        self._model = MarksModel(page, self)
        self._desk.attach(self._model, self.name)
        self._model.dataChanged.connect(self._say)
        self._model.headerDataChanged.connect(self._say)
        self._side_model = SideModel(self._model, self)
        column = self._model.lesson_at.get(lesson, self._model.period_at.get(lesson)) if lesson is not None else None
        if column is None:
            column = nearest_lesson(self._model.columns, page.today)
        self._show_models(self._model, self._side_model, column)
        for model in (old, old_side):
            if model is not None:
                model.deleteLater()

    def _show_models(self, model: MarksModel, side: SideModel, column: int | None) -> None:
        terms = terms_of(model.page)
        shown = model.columns[column].lesson if column is not None else None
        term = term_on(terms, shown.day if shown else model.page.today)
        self.corner.show_terms(terms, term.period if term else None)
        side.show_term(term.period if term else None)
        self.side.setModel(side)
        self.grid.show_marks(model, self._today_column(model))
        self.side.lay_out()
        if column is None or not model.page.pupils:
            self._empty.setText(NO_PUPILS if column is not None else NO_LESSONS)
            self._stack.setCurrentIndex(1)
            self.line.show_words(CellWords())
            return
        self._stack.setCurrentIndex(0)
        self.grid.show_around(column, self._end_of_term(model, term.period if term else None))
        self.grid.go(self._first_without_entry(model, column), column)

    def _today_column(self, model: MarksModel) -> int | None:
        column = nearest_lesson(model.columns, model.page.today)
        lesson = model.columns[column].lesson if column is not None else None
        return column if lesson and lesson.day == model.page.today else None

    def _end_of_term(self, model: MarksModel, term: int | None) -> int | None:
        return model.period_at.get(term) if term is not None else None

    def _first_without_entry(self, model: MarksModel, column: int) -> int:
        rows = range(model.rowCount())
        return next((row for row in rows if column not in model.outside(row) and not model.text(row, column)), 0)

    def take(self, page: CoursePage) -> None:
        """Takes the page as read anew; the cursor stays on its pupil and column."""
        model = self._model
        if model is None:
            return
        place = self.grid.place
        at = (model.page.pupils[place[0]].pupil, model.columns[place[1]].key) if place else None
        if model.put(page) and at is not None:
            column = model.lesson_at.get(at[1], model.period_at.get(at[1], 0))
            self.grid.go(model.row_of.get(at[0], 0), column)
        self._say()

    def leave(self) -> None:
        """Finishes what waits in a cell and takes away what floats: the page goes out of sight."""
        if self.grid.has_page:
            self.hand.finish()
        self.beside.dismiss()

    def finish(self) -> None:
        """Writes a digit that waits in a cell."""
        if self.grid.has_page:
            self.hand.finish()

    def focus_widget(self) -> QWidget:
        """The grid."""
        return self.grid

    def areas(self) -> Sequence[QWidget]:
        """The grid and the figures beside it."""
        return (self.grid, self.side)

    def commands(self) -> Mapping[str, Callable[[], None]]:
        """See `WindowPage.commands`."""
        hand, story = self.hand, self.story
        return {
            "copy": hand.copy,
            "paste": hand.paste,
            "fill_down": hand.fill_down,
            "fill_right": hand.fill_right,
            "clear": hand.clear,
            "today": self.go_today,
            "term_before": self._on_term_before,
            "term_after": self._on_term_after,
            "kind": story.ask_kind_here,
            "comment": story.ask_comment,
            "debt": self.debts.ask,
            "essay": self.essays.ask,
            "attest": self.attesting.ask,
            "history": story.show_history,
            "restore": story.restore,
            "suggest": self._on_suggest,
            "works": self.show_works,
            "save_table": self.save_table,
        }

    def take_commands(self, commands: Commands) -> None:
        """The three commands on the column stand on the line of the cell, those on a cell in its menu."""
        self.line.add_commands([(commands[name], icon) for name, icon in _ON_LINE])
        CellMenu(self.grid, [[commands[name] for name in group] for group in _OF_CELL])

    def command_state(self, name: str) -> CommandState:
        """Writing needs a right, suggestions a graded page."""
        page = self.page
        if page is None:
            return CommandState(enabled=False)
        if name == "essay" and page.subject_kind not in _ESSAYS:
            return CommandState(enabled=False)
        if name in _WRITING:
            return CommandState(page.may_write_marks and not self.tools.office.readonly)
        if name == "suggest":
            shown = self._model is not None and self._model.suggesting
            return CommandState(page.graded and page.marks_allowed, shown)
        return CommandState()

    def give_up(self) -> bool:
        """A digit that waits in a cell is what undo takes back first."""
        waits = self.hand.waits
        if waits:
            self.hand.give_up()
        return waits

    def refuse(self, why: Refusal) -> None:
        """See `WindowPage.refuse`."""
        if self.grid.place is not None:
            self.beside.refuse(self.grid.place, why)

    def go_pupil(self, pupil: int) -> None:
        """See `WindowPage.go_pupil`."""
        if self._model is not None and self.grid.place is not None:
            self.grid.go(self._model.row_of.get(pupil, 0), self.grid.place[1])

    def _on_term_before(self) -> None:
        self.corner.step(-1)

    def _on_term_after(self) -> None:
        self.corner.step(1)

    def _on_suggest(self) -> None:
        self.suggest()
        self.commands_changed.emit()

    def set_narrow(self, narrow: bool) -> None:
        """Under 900 px the line of the cell goes and of the figures only the mean stays."""
        self._narrow = narrow
        self.line.setVisible(not narrow)
        self.side.set_narrow(narrow)

    def set_zoom(self, percent: int) -> None:
        """Scales the grid and the figures."""
        self.grid.set_zoom(percent)
        if self.grid.place is not None:
            self.grid.scrollTo(self.grid.currentIndex())

    # Movement

    def go_today(self) -> None:
        """To today's lesson, else the nearest, and the first pupil without an entry."""
        model = self._model
        column = nearest_lesson(model.columns, model.page.today) if model else None
        if model is None or column is None:
            return
        self.hand.finish()
        self._follow_term(column)
        self.grid.show_around(column, self._end_of_term(model, self.corner.term))
        self.grid.go(self._first_without_entry(model, column), column)
        self.grid.setFocus()

    def show_term(self, period: int) -> None:
        """Scrolls to a term and counts mean and absences for it."""
        model = self._model
        if model is None:
            return
        self.hand.finish()
        self._set_term(period)
        lessons = [at for at, column in enumerate(model.columns) if column.lesson and column.lesson.period == period]
        if not lessons:
            return
        held = [at for at in lessons if (lesson := model.columns[at].lesson) and lesson.day <= model.page.today]
        column = held[-1] if held else lessons[0]
        self.grid.show_around(column, model.period_at.get(period))
        self.grid.go(self.grid.place[0] if self.grid.place else 0, column)
        self.grid.setFocus()

    def _set_term(self, period: int) -> None:
        self.corner.show_term(period)
        if self._side_model is not None:
            self._side_model.show_term(period)
        self.side.lay_out()
        self.term_shown.emit(self.corner.text)

    def _follow_term(self, column: int) -> None:
        """The term shown is the one the cursor stands in."""
        if self._model is None:
            return
        thing = self._model.columns[column]
        period = thing.lesson.period if thing.lesson else thing.key
        known = {term.period for term in terms_of(self._model.page)}
        if period in known and period != self.corner.term:
            self._set_term(period)

    def go_changed(self) -> None:
        """To the first cell that the last reading changed: an undo is seen where it happened."""
        places = self._model.changed if self._model else frozenset()
        if places:
            self.grid.go(*min(places))

    def show_lost(self, ticket: Ticket) -> None:
        """Says beside the cell why an entry was refused after all; a failing disk is said in the status bar."""
        model = self._model
        if model is None or not isinstance(ticket.error, Refusal):
            return
        places = model.places_of(ticket.act)
        if places:
            self.beside.refuse(min(places), ticket.error)

    # Suggestions

    def suggest(self) -> bool:
        """Shows or hides the proposed marks of the period the cursor stands in, else of the term shown (5.13).

        Gives whether they are shown.
        """
        model = self._model
        if model is None or not (model.page.graded and model.page.marks_allowed):
            return False
        place = self.grid.place
        thing = model.columns[place[1]] if place else None
        period = thing.period if thing and thing.period else None
        if period is None:
            at = model.period_at.get(self.corner.term or 0)
            period = model.columns[at].period if at is not None else None
        if model.suggesting or period is None:
            model.suggest({})
            return False
        found = suggestions(model.live, period)
        model.suggest(found)
        self.grid.go(self.grid.place[0] if self.grid.place else 0, model.period_at[period.period])
        return bool(found)

    # Words

    def _on_moved(self) -> None:
        place = self.grid.place
        if place is None:
            return
        self._follow_term(place[1])
        self._say()

    def _say(self) -> None:
        place = self.grid.place
        if place is not None and self._model is not None:
            self.line.show_words(words_of_cell(self._model, place, self.tools.office.person.person))

    def _on_number_chosen(self, row: int, column: int) -> None:
        if self._model is not None and self._side_model is not None:
            self.line.show_words(words_of_number(self._model, self._side_model, row, column))

    def _on_laid_out(self) -> None:
        self.corner.lay_out(self.grid.metrics)
        self.line.lay_out(self.grid.metrics.names)
