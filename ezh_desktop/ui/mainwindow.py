"""The main window: menu strip, navigation, page head, the page «Отметки», status bar; one person's session."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ezh_desktop.errors import EzhError
from ezh_desktop.services.acts import Redo, Undo
from ezh_desktop.services.doors import CoursePlace, Office, Ticket
from ezh_desktop.settings import Settings
from ezh_desktop.ui import icons, theme
from ezh_desktop.ui.appearance import Appearance
from ezh_desktop.ui.desk import Desk
from ezh_desktop.ui.doors import Doors
from ezh_desktop.ui.help import about_text, show_help
from ezh_desktop.ui.menus import Commands
from ezh_desktop.ui.menustrip import MenuStrip
from ezh_desktop.ui.navigation import Navigation
from ezh_desktop.ui.pagehead import PageHead
from ezh_desktop.ui.pages.marks import MarksPage
from ezh_desktop.ui.printcommands import Save, print_dialog
from ezh_desktop.ui.qttypes import ALIGN_CENTER
from ezh_desktop.ui.saving import SavingWords
from ezh_desktop.ui.search import Hit, SearchField
from ezh_desktop.ui.searching import Gatherer
from ezh_desktop.ui.takeback import Past, TakeBack
from ezh_desktop.ui.widgets.statusbar import StatusBar
from ezh_desktop.ui.widgets.tone import tone

NARROW = 900
POLL_MS = 700
PLACES_MS = 30_000
DRAIN_SECONDS = 10.0
_WRITING = ("kind", "comment", "restore", "paste", "fill_down", "fill_right", "clear")
_READING = ("history", "today", "copy")
NO_PAGES = "Для вас пока нет страниц. Они появятся, когда администратор назначит вам предмет или класс."


class MainWindow(QMainWindow):
    """`lock_asked` and `other_asked` end the session; whoever made the window shows the sign-in again.

    `save` writes a file safely; without it there is nothing to print.
    """

    lock_asked = Signal()
    other_asked = Signal()
    closed = Signal()

    def __init__(
        self,
        office: Office,
        settings: Settings,
        doors: Doors,
        save: Save | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.office, self._doors, self._save = office, doors, save
        self._looks = Appearance(settings, str(office.person.account), self)
        self._course: int | None = None
        self._places: list[CoursePlace] = []
        self._cursor = 0
        self._narrow: bool | None = None
        self._tree_over = False
        self.desk = Desk(office, self)
        self._past = TakeBack(self.desk, self)
        self._build()
        self._connect()
        self._show_zoom(self._looks.zoom)
        self._show_places()
        self._land()

    # Building

    def _build(self) -> None:
        self.setObjectName("mainWindow")
        self.setWindowIcon(icons.app_icon())
        self.marks = MarksPage(self.desk, self._doors, self._looks.direction, self)
        self.status = StatusBar(self)
        self.saving = SavingWords(self.status, self.desk, self.office.clock)
        self.navigation = Navigation(self)
        self.head = PageHead(self)
        self.search = SearchField(self)
        self._gatherer = Gatherer(self.office, self.search, self)
        self.commands = Commands(self, self._slots())
        self.setMenuWidget(MenuStrip(self.commands, self.search, self))
        self._build_middle()
        self.setStatusBar(self.status)
        self.head.add_tab("Отметки")
        self.head.add_commands([(self.commands["undo"], "arrow_undo"), *self._print_command()])
        line = (("kind", "text_bullet_list"), ("comment", "note"), ("history", "history"))
        self.marks.line.add_commands([(self.commands[name], icon) for name, icon in line])
        self.commands["tree"].setChecked(True)
        self.commands["entry_right"].setChecked(self._looks.direction() == "right")
        self.commands["dark"].setChecked(theme.tokens().name == "dark")
        self._show_person(short=False)

    def _print_command(self) -> list[tuple[QAction, str]]:
        return [(self.commands["print_page"], "print")] if "print_page" in self.commands else []

    def _build_middle(self) -> None:
        self._empty = QLabel(NO_PAGES, self)
        self._empty.setAlignment(ALIGN_CENTER)
        tone(self._empty, "text2")
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.marks, 1)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(page)
        self._stack.addWidget(self._empty)
        middle = QWidget(self)
        self._row = QHBoxLayout(middle)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(self.navigation)
        self._row.addWidget(self._stack, 1)
        self.setCentralWidget(middle)

    def _slots(self) -> dict[str, Callable[[], None]]:
        """What each command of the table does here."""
        page, hand, story = self.marks, self.marks.hand, self.marks.story
        printing = {"print_page": self._on_print, "save_pdf": self._on_print} if self._save else {}
        return {
            **printing,
            "open_other": self.other_asked.emit,
            "lock": self.lock_asked.emit,
            "quit": self._on_quit,
            "undo": self.undo,
            "redo": self.redo,
            "copy": hand.copy,
            "paste": hand.paste,
            "fill_down": hand.fill_down,
            "fill_right": hand.fill_right,
            "clear": hand.clear,
            "search": self._on_search,
            "tree": self._on_tree,
            "next_area": self._on_next_area,
            "reload": self.reload,
            "zoom_in": self._looks.zoom_in,
            "zoom_out": self._looks.zoom_out,
            "zoom_reset": self._looks.zoom_reset,
            "entry_right": self._on_entry_right,
            "dark": self._on_dark,
            "today": page.go_today,
            "page_before": self._on_page_before,
            "page_after": self._on_page_after,
            "term_before": self._on_term_before,
            "term_after": self._on_term_after,
            "kind": story.ask_kind_here,
            "comment": story.ask_comment,
            "history": story.show_history,
            "restore": story.restore,
            "suggest": self._on_suggest,
            "help": self._on_help,
            "about": self._on_about,
        }

    def _connect(self) -> None:
        self.navigation.chosen.connect(self._on_place_chosen)
        self.head.place_chosen.connect(self.open_course)
        self.head.tree_asked.connect(self._on_tree_asked)
        self.marks.zoom_asked.connect(self._looks.zoom_by)
        self._looks.zoomed.connect(self._show_zoom)
        self.search.chosen.connect(self._on_found)
        self.search.left.connect(self._focus_grid)
        self.desk.waiting.connect(self.saving.show_waiting)
        self._past.wanted.connect(self._on_past_wanted)
        self._past.nothing.connect(self.saving.say)
        self.desk.lost.connect(self._on_lost)
        self.desk.came_back.connect(self._on_came_back)
        self.status.details_asked.connect(self._on_details)
        self._poll = QTimer(self)
        self._poll.setInterval(POLL_MS)
        self._poll.timeout.connect(self._on_poll)
        self._poll.start()
        self._clock_tick = QTimer(self)
        self._clock_tick.setInterval(PLACES_MS)
        self._clock_tick.timeout.connect(self._show_places)
        self._clock_tick.start()

    # Pages

    @property
    def course(self) -> int | None:
        """The course whose page is open."""
        return self._course

    def _land(self) -> None:
        """Opens the page of the running lesson, else of the nearest one."""
        first = self.office.first_place()
        if first is None and self._places:
            first = (self._places[0].course, 0)
        if first is None:
            self._show_nothing(NO_PAGES)
            return
        self.open_course(first[0], first[1] or None)

    def open_course(self, course: int, lesson: int | None = None) -> None:
        """Opens a course page at a lesson, else at today's or the nearest."""
        self.marks.leave()
        try:
            page = self.office.course_page(course)
        except EzhError as error:
            self._show_nothing(error.text)
            return
        self._course, self._cursor = course, page.cursor
        self._stack.setCurrentIndex(0)
        self.marks.show_page(page, lesson)
        subject = f"{page.subject_name}, {page.subgroup}" if page.subgroup else page.subject_name
        self.head.show_title(page.class_name, subject)
        self.setWindowTitle(f"{page.class_name}, {page.subject_name} — ЭЖ")
        self.navigation.mark_course(course)
        self.commands["suggest"].setChecked(False)
        self.commands["suggest"].setEnabled(page.graded and page.marks_allowed)
        for name in _WRITING:
            self.commands[name].setEnabled(page.may_write_marks and not self.office.readonly)
        for name in _READING:
            self.commands[name].setEnabled(True)
        self.saving.show_reading(reading=self.office.readonly)
        self._focus_grid()

    def _show_nothing(self, words: str) -> None:
        """One grey line instead of a page."""
        self._course = None
        self._empty.setText(words)
        self._stack.setCurrentIndex(1)
        self.setWindowTitle("ЭЖ")
        for name in (*_WRITING, *_READING, "suggest"):
            self.commands[name].setEnabled(False)

    def reload(self) -> None:
        """Reads the open page and the list of pages anew; own pending acts are laid over again."""
        self._show_places()
        self._read_again()

    def _read_again(self) -> None:
        if self._course is None:
            return
        try:
            page = self.office.course_page(self._course)
        except EzhError as error:
            self._show_nothing(error.text)
            return
        self._cursor = page.cursor
        self.marks.reload(page)

    def _show_places(self) -> None:
        try:
            self._places = list(self.office.places())
        except EzhError as error:
            self.saving.show_trouble(error)
            return
        self.navigation.show_places(self._places)
        self.navigation.mark_course(self._course)
        self.head.show_places(self._places)
        self._gatherer.show_places(self._places)

    def _on_place_chosen(self, course: int) -> None:
        if self._tree_over:
            self._on_tree_asked()
        if course != self._course:
            self.open_course(course)
        self._focus_grid()

    def _step(self, by: int) -> None:
        courses = [place.course for place in self._places]
        if self._course in courses:
            self.open_course(courses[(courses.index(self._course) + by) % len(courses)])

    def _on_page_before(self) -> None:
        self._step(-1)

    def _on_page_after(self) -> None:
        self._step(1)

    def _on_term_before(self) -> None:
        self.marks.corner.step(-1)

    def _on_term_after(self) -> None:
        self.marks.corner.step(1)

    def _on_found(self, hit: Hit) -> None:
        if hit.course != self._course:
            self.open_course(hit.course)
        page = self.marks.page
        if hit.pupil is not None and page is not None and self.marks.grid.place is not None:
            rows = {pupil.pupil: row for row, pupil in enumerate(page.pupils)}
            self.marks.grid.go(rows.get(hit.pupil, 0), self.marks.grid.place[1])
        self._focus_grid()

    def _on_poll(self) -> None:
        """Acts of other windows appear without being asked for."""
        if self._course is None:
            return
        try:
            changed, now = self.office.changes_since(self._cursor)
        except EzhError as error:
            self.saving.show_trouble(error)
            return
        page = self.marks.page
        if now == self._cursor or page is None:
            return
        self._cursor = now
        if any(scope in {0, page.course, page.school_class} for _, scope in changed):
            self._read_again()
        if any(scope != page.course for _, scope in changed):
            self._show_places()

    # Undo across pages

    def undo(self) -> None:
        """Takes back the person's latest act, on whatever page it was."""
        self._take_back(Undo)

    def redo(self) -> None:
        """Does again what was taken back."""
        self._take_back(Redo)

    def _take_back(self, kind: Past) -> None:
        if self.marks.hand.waits and kind is Undo:
            self.marks.hand.give_up()
        else:
            self._past.ask(kind)

    def _on_past_wanted(self, act: Undo | Redo, course: int) -> None:
        """Goes to the act's page first: what is taken back is seen."""
        if course != self._course:
            self.open_course(course)
        self._read_again()
        why = self.desk.take_back(act, course)
        if why is not None and self.marks.grid.place is not None:
            self.marks.beside.refuse(self.marks.grid.place, why)

    def _on_came_back(self, course: int) -> None:
        if course == self._course:
            self._read_again()
            self.marks.go_changed()

    def _on_lost(self, ticket: Ticket) -> None:
        """A late failure: the old value is back in the cell; beside it stands why, when the school refused it."""
        self._past.forget()
        self.saving.show_lost(ticket.error)
        self.marks.show_lost(ticket)

    def _on_details(self) -> None:
        what, remedy = self.saving.details()
        self._doors.tell(self, what, remedy)

    # Appearance

    def _on_entry_right(self) -> None:
        self._looks.go_right(self.commands["entry_right"].isChecked())

    def _on_dark(self) -> None:
        self._looks.go_dark(self.commands["dark"].isChecked())

    def _show_zoom(self, percent: int) -> None:
        self.marks.set_zoom(percent)
        self.status.zoom.show_text(f"{percent} %")

    def _on_tree(self) -> None:
        if self._narrow:
            self._on_tree_asked()
        else:
            self.navigation.setVisible(self.commands["tree"].isChecked())
            self._focus_grid()

    def _on_tree_asked(self) -> None:
        """In a narrow window the list of pages lies over the page until one is chosen."""
        self._tree_over = not self._tree_over
        self.navigation.setVisible(self._tree_over)
        if self._tree_over:
            self._lay_tree_over()
            self.navigation.setFocus()
        else:
            self._focus_grid()

    def _lay_tree_over(self) -> None:
        below = self.head.height()
        self.navigation.setGeometry(0, below, self.navigation.width(), self._stack.height() - below)
        self.navigation.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Under 900 px the narrow layout, at once."""
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        if narrow != self._narrow:
            self._narrow, self._tree_over = narrow, False
            if narrow:
                self._row.removeWidget(self.navigation)
            else:
                self._row.insertWidget(0, self.navigation)
            self.navigation.setVisible(not narrow and self.commands["tree"].isChecked())
            self.head.set_narrow(narrow)
            self.marks.set_narrow(narrow)
            self.search.setVisible(not narrow)
            self.status.zoom.setVisible(not narrow)
            self._show_person(short=narrow)

    def _show_person(self, *, short: bool) -> None:
        person = self.office.person
        words = person.name if short or not person.roles_text else f"{person.name}, {person.roles_text}"
        self.status.person.show_text(words)

    def changeEvent(self, event: QEvent) -> None:
        """A window that loses the focus writes what waits in a cell."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow() and self.marks.grid.has_page:
            self.marks.hand.finish()

    # Areas, help, end

    def _focus_grid(self) -> None:
        self.marks.grid.setFocus()

    def _on_search(self) -> None:
        self.search.setVisible(True)
        self.search.setFocus()
        self.search.selectAll()

    def _on_next_area(self) -> None:
        """Grid, figures, navigation, tabs, search and round again, the hidden ones left out."""
        areas = (self.marks.grid, self.marks.side, self.navigation, self.head.tabs, self.search)
        shown = [area for area in areas if area.isVisible()]
        now = QApplication.focusWidget()
        at = next((index for index, area in enumerate(shown) if area is now), -1)
        if shown:
            shown[(at + 1) % len(shown)].setFocus()

    def _on_suggest(self) -> None:
        self.commands["suggest"].setChecked(self.marks.suggest())

    def _on_print(self) -> None:
        """The preview prints and saves: both commands open it."""
        if self._course is not None and self._save is not None:
            self.marks.leave()
            try:
                dialog = print_dialog(self.office, self._course, self._doors, self._save, self)
            except EzhError as error:
                self._doors.tell(self, error.what, error.remedy)
                return
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

    def _on_help(self) -> None:
        show_help("marks", self)

    def _on_about(self) -> None:
        self._doors.tell(self, *about_text(self.office.journal_title))

    def _on_quit(self) -> None:
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing is lost: what waits is written, what is pending is waited for, then the session ends."""
        self.end_session()
        super().closeEvent(event)
        self.closed.emit()

    def end_session(self) -> None:
        """Writes what waits, drains, and gives the file back. Does nothing the second time."""
        if not self._poll.isActive():
            return
        self._poll.stop()
        self._clock_tick.stop()
        self.marks.leave()
        self.office.drain(DRAIN_SECONDS)
        self.office.close()
