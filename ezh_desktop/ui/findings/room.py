"""Joins the findings with the main window: watches the page in view, shows the panel, and mends what one act mends."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QToolButton, QWidget

from ezh_desktop.domain.rules.checks import PageFindings
from ezh_desktop.domain.rules.finding import Finding, Mend
from ezh_desktop.domain.rules.lesson_findings import owed_briefing, with_briefing
from ezh_desktop.services.acts import WriteLesson
from ezh_desktop.services.checking import class_findings, page_findings
from ezh_desktop.services.doors import CoursePlace, Office
from ezh_desktop.services.office import FileOffice
from ezh_desktop.ui import icons
from ezh_desktop.ui.findings.counting import Counting
from ezh_desktop.ui.findings.live import LiveFindings
from ezh_desktop.ui.findings.ofclass import CLASS_TABS, ClassFindings, Lines
from ezh_desktop.ui.findings.panel import TITLE, FindingsPanel
from ezh_desktop.ui.findings.rows import (
    NO_SIGNS,
    TOPICS,
    FindingRow,
    badge_of,
    badges_of,
    rows_of,
    signs_of,
    tab_of,
)
from ezh_desktop.ui.models.columns import nearest_lesson
from ezh_desktop.ui.pages.base import Scope, WindowPage
from ezh_desktop.ui.pages.coursetab import CourseTab
from ezh_desktop.ui.pages.individual import IndividualTab
from ezh_desktop.ui.pages.marks import MarksPage
from ezh_desktop.ui.pages.registry import PAGES
from ezh_desktop.ui.pages.school import SchoolTab
from ezh_desktop.ui.pages.topics import TopicsPage
from ezh_desktop.ui.qttypes import TAB_FOCUS
from ezh_desktop.ui.widgets.badge import NO_BADGE

if TYPE_CHECKING:
    from ezh_desktop.ui.mainwindow import MainWindow

HELP = "findings"
TITLE_OF_CLASS = "Недочёты класса"
WORDS_WIDTH = 1280
"""From this width on the button at the head says what it is."""
_WEAK = "5.6"


def offers_findings(office: Office) -> bool:
    """Whether the journal can be checked: it is a file."""
    return isinstance(office, FileOffice)


def findings_slots(window: MainWindow) -> dict[str, Callable[[], None]]:
    """The command of the panel, where the journal can be checked."""

    def go() -> None:
        # The room is made after the commands.
        window.findings.go()

    return {HELP: go} if offers_findings(window.office) else {}


class FindingsRoom(QObject):
    """Made by the main window, once its shelf, head and commands stand."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._places: tuple[CoursePlace, ...] = ()
        self._number = 0
        self._reading = threading.Lock()
        self._ended = False
        self.panel = FindingsPanel(window.shelf)
        self.panel.hide()
        self._button = QToolButton(window.head)
        self.live = LiveFindings(self._check, self)
        self.counting = Counting(self._check, self)
        self.of_class = ClassFindings(self._check_class, self)
        if offers_findings(window.office):
            self._build()

    def _build(self) -> None:
        window = self._window
        window.shelf.row.addWidget(self.panel)
        command = window.commands[HELP]
        icons.dress(self._button, "panel_right")
        self._button.setFocusPolicy(TAB_FOCUS)
        self._button.setCheckable(True)
        self._button.setToolTip(f"{TITLE}  {command.shortcut().toString()}")
        self._button.clicked.connect(self.turn_panel)
        window.head.add_button(self._button)
        window.shelf.made_page.connect(self._on_page_made)
        window.shelf.turned.connect(self._on_turned)
        window.installEventFilter(self)
        window.ending.connect(self.end)
        self.live.changed.connect(self._show)
        self.of_class.changed.connect(self._show)
        window.desk.saved.connect(self.of_class.ask_later)
        self.counting.counted.connect(self._on_counted)
        self.panel.closed.connect(self.turn_panel)
        self.panel.list.wanted.connect(self._on_wanted)
        self.panel.list.mend_asked.connect(self._on_mend_asked)
        self.panel.list.left.connect(window.shelf.focus_page)

    def _check(self, course: int) -> PageFindings | None:
        office = self._window.office
        with self._reading:
            return page_findings(office, course) if isinstance(office, FileOffice) and not self._ended else None

    def _check_class(self, school_class: int) -> Lines:
        office = self._window.office
        with self._reading:
            return class_findings(office, school_class) if isinstance(office, FileOffice) and not self._ended else ()

    def end(self) -> None:
        """The session ends: nothing is read any more, and what is being read is waited for."""
        self._ended = True
        with self._reading:
            pass

    # What is shown

    @property
    def _class(self) -> int:
        """The class whose page is in view, 0 for none."""
        page, place = self._window.page, self._window.place
        of_class = page is not None and page.scope is Scope.CLASS and place is not None
        return place.school_class if of_class and place is not None else 0

    @property
    def has_focus(self) -> bool:
        """Whether the keys go to the panel."""
        focus = QApplication.focusWidget()
        return focus is not None and self.panel.isAncestorOf(focus)

    @property
    def help_page(self) -> str:
        """The help of where the keys go: the panel's, else the page's."""
        page = self._window.page
        return HELP if self.has_focus else page.help_page if page is not None else MarksPage.help_page

    def areas(self) -> Sequence[QWidget]:
        """What F6 walks through here."""
        return (self.panel.list,)

    def badged(self, places: Sequence[CoursePlace]) -> list[CoursePlace]:
        """The places of the tree with the numbers of their findings."""
        self._places = tuple(places)
        if offers_findings(self._window.office):
            self.counting.show_places(places)
        return self.counting.badged(places)

    def _on_page_made(self, page: WindowPage) -> None:
        if isinstance(page, CourseTab):
            page.read_anew.connect(self.live.ask)
        elif isinstance(page, SchoolTab):
            page.checked.connect(lambda report: self.counting.take_report(report, self._places))

    def _on_turned(self) -> None:
        page = self._window.page
        self.live.watch(page.ground if isinstance(page, CourseTab) else None)
        self.of_class.watch(self._class)
        self.panel.title.setText(TITLE_OF_CLASS if self._class else TITLE)
        self._lay_out()
        self._show()

    def _show(self) -> None:
        window, found = self._window, self.live.found
        page = window.page
        if isinstance(page, MarksPage | TopicsPage):
            page.show_signs(signs_of(found) if found is not None else NO_SIGNS)
        badges, whole = self.of_class.badges, self.of_class.badge
        if found is not None and isinstance(page, CourseTab):
            badges, whole = badges_of(found), badge_of(found.all)
            self.counting.note(found.index.facts.course, whole)
        for index, kind in enumerate(PAGES):
            window.head.tabs.set_badge(index, badges.get(kind.name, NO_BADGE))
        self._number = whole.count
        self._name_button()
        self._show_rows()

    def _show_rows(self) -> None:
        """The rows are made for who sees them: a closed panel costs nothing."""
        if not self.panel.isHidden():
            self.panel.show_rows(self.rows())

    def rows(self) -> list[FindingRow]:
        """The findings of the page in view as the panel lists them."""
        found, page = self.live.found, self._window.page
        if found is None or not isinstance(page, CourseTab) or page.ground is None:
            return self.of_class.rows
        live = page.ground.live
        return rows_of(found, live, writes=live.may_write_marks and not self._window.office.readonly)

    def _name_button(self) -> None:
        """«Недочёты 6» where there is room, else the number alone."""
        number = str(self._number) if self._number else ""
        words = "Недочёты" if self._window.width() >= WORDS_WIDTH else ""
        self._button.setText(f"{words} {number}".strip())
        self._button.setAccessibleName(f"{TITLE}: {self._number}")

    def _on_counted(self) -> None:
        self._window.navigation.show_places(self.counting.badged(self._places))

    # The panel

    def turn_panel(self) -> None:
        """Opens the panel, closes it, and keeps the choice for the person."""
        opens = not self.panel.isVisible()
        self._window.looks.keep_panel(opens)
        self._lay_out()
        if opens:
            self.panel.take_focus()
        else:
            self._window.shelf.focus_page()

    def go(self) -> None:
        """The command: to the panel, which opens; from the panel back, and it closes."""
        if self.panel.isVisible() and not self.has_focus:
            self.panel.take_focus()
        else:
            self.turn_panel()

    def _lay_out(self) -> None:
        window = self._window
        checked = isinstance(window.page, CourseTab) or bool(self._class)
        opens = checked and window.looks.panel_open(window.width())
        if opens != self.panel.isVisible():
            self.panel.setVisible(opens)
            self._show_rows()
            # The grid has another width now; its cursor stays in sight.
            QTimer.singleShot(0, self, self._keep_cursor)
        self._button.setVisible(checked)
        self._name_button()
        self._button.setChecked(opens)
        window.commands[HELP].setEnabled(checked)
        window.commands[HELP].setChecked(opens)

    def _keep_cursor(self) -> None:
        page = self._window.page
        if isinstance(page, MarksPage) and page.grid.place is not None:
            page.grid.scrollTo(page.grid.currentIndex())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A window that grows wide opens the panel by itself, unless the person has chosen."""
        if event.type() is QEvent.Type.Resize:
            self._lay_out()
        return super().eventFilter(watched, event)

    # Going and mending

    def _on_wanted(self, row: FindingRow) -> None:
        self._go(row.finding)

    def _on_mend_asked(self, row: FindingRow) -> None:
        finding = row.finding
        self._go(finding)
        page = self._window.page
        if finding.mend is Mend.BRIEFING and isinstance(page, TopicsPage):
            self._brief(page, finding)
        elif isinstance(page, MarksPage) and finding.clause == _WEAK:
            self._go_now(page, finding)
        elif isinstance(page, MarksPage) and finding.mend is Mend.DEBT:
            page.debts.ask()
        elif isinstance(page, MarksPage) and finding.mend is Mend.ESSAY:
            page.essays.ask_next()
        elif isinstance(page, MarksPage) and finding.mend is Mend.EXTEND:
            page.attesting.ask()
        elif finding.mend is Mend.INDIVIDUAL:
            self._record_lesson(finding)

    def _record_lesson(self, finding: Finding) -> None:
        """To the journal of individual lessons: to the row that waits, else with the dialog of a new one (5.14)."""
        self._window.open_course(self.live.course, tab=IndividualTab.name)
        page = self._window.page
        if isinstance(page, IndividualTab) and finding.period is not None:
            page.ask_new(finding.pupil or 0)
        elif isinstance(page, IndividualTab):
            page.go_lesson(finding.pupil or 0, finding.day)

    def _go(self, finding: Finding) -> None:
        """To the place of a finding, on the tab where it is mended."""
        window, course = self._window, self.live.course
        if self._class:
            self._go_in_class(finding)
            return
        tab = tab_of(finding)
        page = window.page
        if page is None or page.name != tab:
            window.open_course(course, finding.lesson, tab)
            page = window.page
        if tab == TOPICS and isinstance(page, TopicsPage) and finding.lesson is not None:
            page.go_lesson(finding.lesson)
        elif isinstance(page, MarksPage):
            page.go_cell(finding.pupil, finding.lesson if finding.lesson is not None else finding.period)

    def _go_in_class(self, finding: Finding) -> None:
        """To the tab of the class where a finding is mended, if the person may read it, and there to the pupil."""
        window, place = self._window, self._window.place
        tab = next((kind for kind in PAGES if kind.name == CLASS_TABS.get(finding.clause)), None)
        if place is not None and tab is not None and tab.available(window.office, place):
            window.open_place(place, None, tab.name)
        if window.page is not None and finding.pupil is not None:
            window.page.go_pupil(finding.pupil)
        window.shelf.focus_page()

    def _go_now(self, page: MarksPage, finding: Finding) -> None:
        """To the pupil's cell of today's lesson, else the nearest."""
        if page.page is None:
            return
        columns = page.grid.marks.columns
        at = nearest_lesson(columns, page.page.today)
        if at is not None:
            page.go_cell(finding.pupil, columns[at].key)

    def _brief(self, page: TopicsPage, finding: Finding) -> None:
        """Add the briefing's words to the topic (5.20): one act, one undo."""
        found, lesson = self.live.found, page.lesson
        at = found.index.position.get(finding.lesson or 0) if found is not None else None
        if found is None or at is None or lesson is None or lesson.lesson != finding.lesson:
            return
        topic = with_briefing(lesson.topic, owed_briefing(found.index, at))
        course = found.index.facts.course
        decision = self._window.desk.ask(WriteLesson(course, lesson.lesson, topic, None, lesson.record_entry))
        if decision.refused:
            page.refuse(decision.refused[0].why)
