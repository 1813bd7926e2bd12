"""The pages of the main window behind their tabs: one is in view, each is made when it is first shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from ezh_desktop.errors import EzhError
from ezh_desktop.services.doors import Place
from ezh_desktop.ui.pagehead import PageHead
from ezh_desktop.ui.pages.base import CommandState, Scope, Tools, WindowPage
from ezh_desktop.ui.pages.marks import MarksPage
from ezh_desktop.ui.pages.registry import PAGES
from ezh_desktop.ui.qttypes import ALIGN_CENTER
from ezh_desktop.ui.widgets.tone import tone

_NUMBERED = 9


class Shelf(QWidget):
    """Page head, and below it the page or one grey line. `turned` comes when another page is in view."""

    turned = Signal()
    commands_changed = Signal()
    zoom_asked = Signal(int)
    said = Signal(str)
    made_page = Signal(object)
    place_asked = Signal(object, object, str)

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self._made: dict[str, WindowPage] = {}
        self._place: Place | None = None
        self._wanted = PAGES[0].name
        self._shown: WindowPage | None = None
        self._narrow, self._zoom = False, 100
        self.head = PageHead(self)
        self._empty = QLabel(self)
        self._empty.setAlignment(ALIGN_CENTER)
        tone(self._empty, "text2")
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        self.row = QHBoxLayout()
        self.row.addWidget(self._stack, 1)
        column.addLayout(self.row, 1)
        for kind in PAGES:
            self.head.add_tab(kind.title, of_class=kind.scope is Scope.CLASS)
        self.head.tab_chosen.connect(self._on_tab_chosen)
        self._number_tabs()

    def _number_tabs(self) -> None:
        for number in range(1, _NUMBERED + 1):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{number}"), self.window())
            shortcut.activated.connect(lambda at=number: self._on_number(at))

    # What is shown

    @property
    def place(self) -> Place | None:
        """The course or class in view; None when nothing is."""
        return self._place

    @property
    def page(self) -> WindowPage | None:
        """The page in view."""
        return self._shown

    def made(self, name: str) -> WindowPage:
        """The page of this name, made when there was none; KeyError of an unknown name."""
        if name not in self._made:
            kind = next((kind for kind in PAGES if kind.name == name), None)
            if kind is None:
                raise KeyError(name)
            page = self._made[name] = kind(self._tools, self)
            page.zoom_asked.connect(self.zoom_asked)
            page.commands_changed.connect(self.commands_changed)
            page.said.connect(self.said)
            page.place_asked.connect(self.place_asked)
            page.cell_asked.connect(self._on_cell_asked)
            page.set_narrow(self._narrow)
            page.set_zoom(self._zoom)
            self._stack.addWidget(page)
            self.made_page.emit(page)
        return self._made[name]

    def has_page(self, place: Place) -> bool:
        """Whether the person may read any page of the place."""
        return bool(self._kinds(place))

    def _kinds(self, place: Place) -> list[type[WindowPage]]:
        """The pages of a place: a person's day has its own, and no other place has that."""
        kinds = (kind for kind in PAGES if (kind.scope is Scope.PERSON) is place.home)
        return [kind for kind in kinds if kind.available(self._tools.office, place)]

    def show_place(self, place: Place, lesson: int | None = None, tab: str = "") -> None:
        """Shows a place on the tab asked for, else on the one kept, else on the first the person may read."""
        kinds = self._kinds(place)
        if not kinds:
            self.show_nothing("На этой странице вам нечего читать.")
            return
        self._wanted = tab or self._wanted
        kind = next((kind for kind in kinds if kind.name == self._wanted), kinds[0])
        self._leave()
        self._place = place
        self.head.show_tabs({PAGES.index(one) for one in kinds if len(kinds) > 1 or not place.home}, PAGES.index(kind))
        self.head.show_title(place.class_name, _title_of(kind, place))
        page = self.made(kind.name)
        try:
            page.show_place(place, lesson)
        except EzhError as error:
            self.show_nothing(error.text)
            return
        self._shown = page
        self.head.show_teachers(page.teachers_told)
        self.head.show()
        self._stack.setCurrentWidget(page)
        self.turned.emit()

    def show_nothing(self, words: str) -> None:
        """One grey line instead of a page."""
        self._leave()
        self._place = None
        self.head.hide()
        self._empty.setText(words)
        self._stack.setCurrentWidget(self._empty)
        self.turned.emit()

    @property
    def empty(self) -> bool:
        """Whether the grey line is in view."""
        return self._shown is None

    def reload(self) -> None:
        """Reads the page in view anew."""
        if self._shown is None:
            return
        try:
            self._shown.reload()
            self.head.show_teachers(self._shown.teachers_told)
        except EzhError as error:
            self.show_nothing(error.text)

    def _leave(self) -> None:
        if self._shown is not None:
            self._shown.leave()
        self._shown = None

    def end(self) -> None:
        """Finishes what waits on the page in view and what runs behind any."""
        if self._shown is not None:
            self._shown.leave()
        for page in self._made.values():
            page.end()

    def _on_cell_asked(self, course: int, column: int, pupil: int) -> None:
        """To the marks that a number of another page stands for; a course that is not in the list cannot be opened."""
        place = next((place for place in self.head.places if place.course == course), None)
        if place is None:
            self.said.emit("Страницы этого предмета среди ваших нет")
            return
        self.show_place(place, column, MarksPage.name)
        if self._shown is not None:
            self._shown.go_pupil(pupil)
            self.focus_page()

    # Tabs

    def _on_tab_chosen(self, index: int) -> None:
        if self._place is not None and 0 <= index < len(PAGES):
            self.show_place(self._place, tab=PAGES[index].name)

    def _on_number(self, number: int) -> None:
        tabs = self.head.tabs
        shown = [index for index in range(tabs.count()) if tabs.isTabVisible(index)]
        if number <= len(shown):
            tabs.setCurrentIndex(shown[number - 1])

    # Commands

    @staticmethod
    def command_names() -> Iterable[str]:
        """Every command that some page answers."""
        return {name for kind in PAGES for name in kind.own_commands}

    def slot(self, name: str) -> Callable[[], None]:
        """What a command of pages does: the page in view answers it."""

        def run() -> None:
            page = self._shown
            if page is not None and name in page.own_commands:
                page.commands()[name]()

        return run

    def command_state(self, name: str) -> CommandState:
        """How a command stands on the page in view."""
        page = self._shown
        if page is None or name not in page.own_commands:
            return CommandState(enabled=False)
        return page.command_state(name)

    # Appearance

    def areas(self) -> Sequence[QWidget]:
        """The areas of the page in view."""
        return self._shown.areas() if self._shown else ()

    def focus_page(self) -> None:
        """Gives the keys to the page in view."""
        if self._shown is not None:
            self._shown.focus_widget().setFocus()

    def set_narrow(self, narrow: bool) -> None:
        """The layout under 900 px."""
        self._narrow = narrow
        self.head.set_narrow(narrow)
        for page in self._made.values():
            page.set_narrow(narrow)

    def set_zoom(self, percent: int) -> None:
        """Scales every page."""
        self._zoom = percent
        for page in self._made.values():
            page.set_zoom(percent)


def _title_of(kind: type[WindowPage], place: Place) -> str:
    """What stands after the class in the head: the subject, or that the page is the class's."""
    if kind.scope is Scope.CLASS:
        return "Класс"
    return f"{place.subject_name}, {place.subgroup}" if place.subgroup else place.subject_name
