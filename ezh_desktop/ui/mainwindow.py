"""The main window: menu strip, navigation, the pages behind their tabs, status bar; one person's session."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QWidget

from ezh_desktop.errors import EzhError
from ezh_desktop.services.acts import Redo, Undo
from ezh_desktop.services.doors import NO_COURSE, NOW, CoursePlace, Office, Ticket
from ezh_desktop.settings import Settings
from ezh_desktop.ui import icons, theme
from ezh_desktop.ui.appearance import Appearance
from ezh_desktop.ui.desk import Desk
from ezh_desktop.ui.doors import Doors
from ezh_desktop.ui.findings.room import FindingsRoom, findings_slots
from ezh_desktop.ui.help import about_text, show_help
from ezh_desktop.ui.inandout import InAndOut
from ezh_desktop.ui.menus import Commands
from ezh_desktop.ui.menustrip import MenuStrip
from ezh_desktop.ui.navigation import Navigation
from ezh_desktop.ui.nopages import no_pages
from ezh_desktop.ui.pages.base import Scope, Tools, WindowPage
from ezh_desktop.ui.pages.marks import MarksPage
from ezh_desktop.ui.printcommands import Save
from ezh_desktop.ui.saving import SavingWords
from ezh_desktop.ui.schoolcommands import SchoolTools
from ezh_desktop.ui.schoolmenu import school_slots
from ezh_desktop.ui.search import Hit, SearchField
from ezh_desktop.ui.searching import Gatherer
from ezh_desktop.ui.shelf import Shelf
from ezh_desktop.ui.standing import Standing
from ezh_desktop.ui.takeback import Past, TakeBack
from ezh_desktop.ui.widgets.statusbar import StatusBar

NARROW = 900
POLL_MS = 700
PLACES_MS = 30_000
DRAIN_SECONDS = 10.0


class MainWindow(QMainWindow):
    """`lock_asked` and `other_asked` end the session; whoever made the window shows the sign-in again.

    `save` writes a file safely; without it there is nothing to print.
    """

    lock_asked = Signal()
    other_asked = Signal()
    closed = Signal()
    ending = Signal()

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
        self.looks = Appearance(settings, str(office.person.account), self)
        self._places: list[CoursePlace] = []
        self._cursor = office.changes_since(NOW)[1]
        self.narrow: bool | None = None
        self._tree_over = False
        self.desk = Desk(office, self)
        self._in_and_out = InAndOut(self, doors, save)
        self._past = TakeBack(self.desk, self, self)
        self._build()
        self._connect()
        self._show_zoom(self.looks.zoom)
        self.show_places()
        self.land()

    # Building

    def _build(self) -> None:
        self.setObjectName("mainWindow")
        self.setWindowIcon(icons.app_icon())
        self.status = StatusBar(self)
        self.saving = SavingWords(self.status, self.desk, self.office.clock)
        self.navigation = Navigation(self)
        self.shelf = Shelf(Tools(self.office, self.desk, self._doors, self.looks, self._save), self)
        self.head = self.shelf.head
        self.search = SearchField(self)
        self._gatherer = Gatherer(self.office, self.search, self)
        self.commands = Commands(self, self.slots())
        self.setMenuWidget(MenuStrip(self.commands, self.search, self))
        self._build_middle()
        self.setStatusBar(self.status)
        quiet = (("undo", "arrow_undo"), ("print_page", "print"))
        self.head.add_commands([(self.commands[name], icon) for name, icon in quiet if name in self.commands])
        self.findings = FindingsRoom(self)
        self.commands["tree"].setChecked(self.looks.tree_open)
        self.commands["entry_right"].setChecked(self.looks.direction() == "right")
        self.commands["dark"].setChecked(theme.tokens().name == "dark")
        self.standing = Standing(self)
        self.standing.show_person(short=False)

    def _build_middle(self) -> None:
        middle = QWidget(self)
        self._row = QHBoxLayout(middle)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addWidget(self.navigation)
        self._row.addWidget(self.shelf, 1)
        self.setCentralWidget(middle)

    def slots(self) -> dict[str, Callable[[], None]]:
        """What each command of the table does here."""
        return {
            **self._in_and_out.slots(),
            **findings_slots(self),
            **school_slots(
                SchoolTools(
                    self.office, self._doors, self._save, self, self.reload, lambda: self.course, self.open_course
                )
            ),
            **{name: self.shelf.slot(name) for name in self.shelf.command_names()},
            "open_other": self.other_asked.emit,
            "lock": self.lock_asked.emit,
            "quit": self._on_quit,
            "undo": self.undo,
            "redo": self.redo,
            "search": self._on_search,
            "tree": self._on_tree,
            "next_area": self._on_next_area,
            "reload": self.reload,
            "zoom_in": self.looks.zoom_in,
            "zoom_out": self.looks.zoom_out,
            "zoom_reset": self.looks.zoom_reset,
            "entry_right": self._on_entry_right,
            "dark": self._on_dark,
            "page_before": self._on_page_before,
            "page_after": self._on_page_after,
            "help": self._on_help,
            "about": self._on_about,
        }

    def _connect(self) -> None:
        self.navigation.chosen.connect(self._on_place_chosen)
        self.head.place_chosen.connect(self.open_place)
        self.shelf.made_page.connect(self._on_page_made)
        self.shelf.turned.connect(self._on_turned)
        self.shelf.commands_changed.connect(self._show_commands)
        self.shelf.said.connect(self.saving.say)
        self.shelf.place_asked.connect(self.open_course)
        self.head.tree_asked.connect(self._on_tree_asked)
        self.shelf.zoom_asked.connect(self.looks.zoom_by)
        self.looks.zoomed.connect(self._show_zoom)
        self.search.chosen.connect(self._on_found)
        self.search.left.connect(self.shelf.focus_page)
        self.desk.waiting.connect(self.saving.show_waiting)
        self._past.nothing.connect(self.saving.say)
        self._past.refused.connect(self._on_refused)
        self.desk.lost.connect(self._on_lost)
        self.status.details_asked.connect(self._on_details)
        self._poll = QTimer(self)
        self._poll.setInterval(POLL_MS)
        self._poll.timeout.connect(self._on_poll)
        self._poll.start()
        self._clock_tick = QTimer(self)
        self._clock_tick.setInterval(PLACES_MS)
        self._clock_tick.timeout.connect(self.show_places)
        self._clock_tick.start()

    # Pages

    @property
    def place(self) -> CoursePlace | None:
        """The course or class in view."""
        return self.shelf.place

    @property
    def course(self) -> int | None:
        """The course in view; None without one."""
        return self.shelf.place.course if self.shelf.place else None

    @property
    def page(self) -> WindowPage | None:
        """The page in view."""
        return self.shelf.page

    @property
    def marks(self) -> MarksPage:
        """The page «Отметки»."""
        page = self.shelf.made(MarksPage.name)
        if not isinstance(page, MarksPage):
            raise TypeError(MarksPage.name)
        return page

    def land(self) -> None:
        """Opens the page of the running lesson, else of the nearest one."""
        first = self.office.first_place()
        if first is not None and self.place_of(first[0]) is not None:
            self.open_course(first[0], first[1] or None)
        elif self._places:
            self.open_place(self._places[0])
        else:
            self.shelf.show_nothing(self._no_pages())

    def _no_pages(self) -> str:
        return no_pages(self.office.roles())

    def place_of(self, scope: int) -> CoursePlace | None:
        """The place of a course, else the first one of a class."""
        of_course = (place for place in self._places if place.course == scope != NO_COURSE)
        near = [self.place] if self.place else []
        of_class = (place for place in (*near, *self._places) if place.school_class == scope)
        return next(of_course, None) or next(of_class, None)

    def open_course(self, course: int, lesson: int | None = None, tab: str = "") -> None:
        """Opens a place by its course or class, at a lesson, else at today's or the nearest."""
        place = self.place_of(course)
        if place is None:
            self.shelf.show_nothing(self._no_pages())
        else:
            self.open_place(place, lesson, tab)

    def open_place(self, place: CoursePlace, lesson: int | None = None, tab: str = "") -> None:
        """Opens a place on the tab asked for, else on the one that was in view."""
        self.shelf.show_place(place, lesson, tab)

    def _on_page_made(self, page: WindowPage) -> None:
        page.take_commands(self.commands)

    def _on_turned(self) -> None:
        """Another page is in view, or none."""
        place, page = self.place, self.page
        self.navigation.mark(place)
        self._cursor = page.read_to if page else self._cursor
        self.setWindowTitle(_window_title(place, page))
        self._show_commands()
        if page is not None:
            self.saving.show_reading(reading=self.office.readonly)
            self.shelf.focus_page()

    def _show_commands(self) -> None:
        for name in self.shelf.command_names():
            state = self.shelf.command_state(name)
            self.commands[name].setEnabled(state.enabled)
            if self.commands[name].isCheckable():
                self.commands[name].setChecked(state.checked)
        for name in ("print_page", "save_pdf"):
            if name in self.commands:
                self.commands[name].setEnabled(self.page is not None and self.page.prints)

    def reload(self) -> None:
        """Reads the open page and the list of pages anew; own pending acts are laid over again."""
        self.show_places()
        self.read_again()

    def read_again(self) -> None:
        """Reads the open page anew."""
        self.shelf.reload()
        if self.page is not None:
            # A page that is still being read is read at least as far as the window knows.
            self._cursor = max(self._cursor, self.page.read_to)

    def show_places(self) -> None:
        """Reads the list of pages that the person may open."""
        try:
            self._places = [place for place in self.office.places() if self.shelf.has_page(place)]
        except EzhError as error:
            self.saving.show_trouble(error)
            return
        self.navigation.show_places(self.findings.badged(self._places))
        self.navigation.mark(self.place)
        self.head.show_places(self._places)
        self._gatherer.show_places(self._places)

    def _on_place_chosen(self, place: CoursePlace) -> None:
        if self._tree_over:
            self._on_tree_asked()
        if self.place is None or place.key != self.place.key:
            self.open_place(place)
        self.shelf.focus_page()

    def _step(self, by: int) -> None:
        keys = [place.key for place in self._places]
        if self.place is not None and self.place.key in keys:
            self.open_place(self._places[(keys.index(self.place.key) + by) % len(keys)])

    def _on_page_before(self) -> None:
        self._step(-1)

    def _on_page_after(self) -> None:
        self._step(1)

    def _on_found(self, hit: Hit) -> None:
        place = next((one for one in self._places if one.key == (hit.course, hit.school_class)), None)
        if place is None:
            place = self.place_of(hit.course)
        if place is not None and (self.place is None or self.place.key != place.key):
            self.open_place(place)
        if hit.pupil is not None and self.page is not None:
            self.page.go_pupil(hit.pupil)
        self.shelf.focus_page()

    def _on_poll(self) -> None:
        """Acts of other windows appear without being asked for, and so does what a role or a new day brings."""
        try:
            changed, self._cursor = self.office.changes_since(self._cursor)
        except EzhError as error:
            self.saving.show_trouble(error)
            return
        if self.standing.look():
            return
        ours = self.page.scopes() | {0} if self.page else frozenset()
        if any(scope in ours for _, scope in changed):
            self.read_again()
        if any(scope != self.course for _, scope in changed):
            self.show_places()
            if self.page is None and self._places:
                self.land()

    # Undo across pages

    def undo(self) -> None:
        """Takes back the person's latest act, on whatever page it was."""
        self._take_back(Undo)

    def redo(self) -> None:
        """Does again what was taken back."""
        self._take_back(Redo)

    def _take_back(self, kind: Past) -> None:
        if kind is Undo and self.page is not None and self.page.give_up():
            return
        self._past.ask(kind)

    def _on_refused(self, why: EzhError) -> None:
        self._doors.tell(self, why.what, why.remedy)

    def _on_lost(self, ticket: Ticket) -> None:
        """A late failure: the old value is back in its place; beside it stands why, when the school refused it."""
        self._past.forget()
        self.saving.show_lost(ticket.error)
        if self.page is not None:
            self.page.show_lost(ticket)

    def _on_details(self) -> None:
        what, remedy = self.saving.details()
        self._doors.tell(self, what, remedy)

    # Appearance

    def _on_entry_right(self) -> None:
        self.looks.go_right(self.commands["entry_right"].isChecked())

    def _on_dark(self) -> None:
        self.looks.go_dark(self.commands["dark"].isChecked())

    def _show_zoom(self, percent: int) -> None:
        self.shelf.set_zoom(percent)
        self.status.zoom.show_text(f"{percent} %")

    def _on_tree(self) -> None:
        if self.narrow:
            self._on_tree_asked()
        else:
            self.looks.keep_tree(self.commands["tree"].isChecked())
            self.navigation.setVisible(self.commands["tree"].isChecked())
            self.shelf.focus_page()

    def _on_tree_asked(self) -> None:
        """In a narrow window the list of pages lies over the page until one is chosen."""
        self._tree_over = not self._tree_over
        self.navigation.setVisible(self._tree_over)
        if self._tree_over:
            self._lay_tree_over()
            self.navigation.setFocus()
        else:
            self.shelf.focus_page()

    def _lay_tree_over(self) -> None:
        below = self.head.height()
        self.navigation.setGeometry(0, below, self.navigation.width(), self.shelf.height() - below)
        self.navigation.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Under 900 px the narrow layout, at once."""
        super().resizeEvent(event)
        narrow = self.width() < NARROW
        if narrow != self.narrow:
            self.narrow, self._tree_over = narrow, False
            if narrow:
                self._row.removeWidget(self.navigation)
            else:
                self._row.insertWidget(0, self.navigation)
            self.navigation.setVisible(not narrow and self.commands["tree"].isChecked())
            self.shelf.set_narrow(narrow)
            self.search.setVisible(not narrow)
            self.status.zoom.setVisible(not narrow)
            self.standing.show_person(short=narrow)

    def changeEvent(self, event: QEvent) -> None:
        """A window that loses the focus writes what waits in a cell."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow() and self.page is not None:
            self.page.finish()

    def show_as_left(self) -> None:
        """Shows the window where the person left it; the first time it takes the whole screen."""
        place = self.looks.window_place()
        if place and self.restoreGeometry(QByteArray.fromBase64(place)):
            self.show()
        else:
            self.showMaximized()

    # Areas, help, end

    def _on_search(self) -> None:
        self.search.setVisible(True)
        self.search.setFocus()
        self.search.selectAll()

    def _on_next_area(self) -> None:
        """The page, navigation, tabs, search and round again, the hidden ones left out."""
        areas = (*self.shelf.areas(), *self.findings.areas(), self.navigation, self.head.tabs, self.search)
        shown = [area for area in areas if area.isVisible()]
        now = QApplication.focusWidget()
        at = next((index for index, area in enumerate(shown) if area is now), -1)
        if shown:
            shown[(at + 1) % len(shown)].setFocus()

    def _on_help(self) -> None:
        show_help(self.findings.help_page, self)

    def _on_about(self) -> None:
        self._doors.tell(self, *about_text(self.office.journal_title))

    def _on_quit(self) -> None:
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing is lost: what waits is written, what is pending is waited for, then the session ends."""
        self.end_session()
        super().closeEvent(event)
        self.closed.emit()

    def look_back(self, past: Office, year: str) -> MainWindow:
        """Open a window over a former year, which is only looked at (2.4); it goes with this one."""
        window = MainWindow(past, self.looks.settings, self._doors, self._save, self)
        window.setWindowFlag(Qt.WindowType.Window)
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        window.setWindowTitle(f"Учебный год {year}, только чтение — ЭЖ")
        window.resize(self.size())
        self.ending.connect(window.close)
        window.show()
        return window

    def end_session(self) -> None:
        """Writes what waits, drains, and gives the file back. Does nothing the second time."""
        if not self._poll.isActive():
            return
        self._poll.stop()
        self._clock_tick.stop()
        self.ending.emit()
        self.shelf.end()
        self.looks.keep_window(bytes(self.saveGeometry().toBase64().data()))
        self.office.drain(DRAIN_SECONDS)
        self.office.close()


def _window_title(place: CoursePlace | None, page: WindowPage | None) -> str:
    if place is None or page is None:
        return "ЭЖ"
    what = page.title.lower() if page.scope is Scope.CLASS else place.subject_name
    return f"{', '.join(part for part in (place.class_name, what) if part)} — ЭЖ"
