"""«Сегодня»: the day's lessons with what is not filled, debts and one's own class; Enter opens the lesson."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ezh_desktop.errors import EzhError
from ezh_desktop.services.doors import Office, Place
from ezh_desktop.services.navigation import has_day
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.pages.today import TodayPage as Day
from ezh_desktop.services.today import today_page
from ezh_desktop.ui.background import Background
from ezh_desktop.ui.grids.todaylist import TodayList
from ezh_desktop.ui.models.today import Target, beside_rows, main_rows
from ezh_desktop.ui.pages.base import Scope, Tools, WindowPage

_BESIDE = 370
_MINUTE_MS = 60_000


class TodayTab(WindowPage):
    """The page a person lands on outside lessons. It writes nothing: each line leads to where it is mended."""

    name = "today"
    title = "Сегодня"
    scope = Scope.PERSON
    help_page = "today"
    prints = False

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(tools, parent)
        self._day: Day | None = None
        self.list = TodayList("Уроки и что не заполнено", parent=self)
        self.beside = TodayList("Долги за контрольные", "raised", self)
        self.beside.setFixedWidth(_BESIDE)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(1)
        column = QVBoxLayout()
        column.addWidget(self.list)
        row.addLayout(column, 1)
        row.addWidget(self.beside)
        for one in (self.list, self.beside):
            one.chosen.connect(self._on_chosen)
        # The bell rings without an act of anybody.
        self._minute = QTimer(self)
        self._minute.setInterval(_MINUTE_MS)
        self._minute.timeout.connect(self.reload)
        self._work = Background(self)
        self._work.done.connect(self._on_read)
        self._work.failed.connect(self._on_unread)
        self._again = False

    @classmethod
    def available(cls, office: Office, place: Place) -> bool:
        """The navigation has the place for who has a day of their own."""
        return place.home and isinstance(office, FileOffice) and has_day(office.actor, office.clock.today())

    @property
    def day(self) -> Day | None:
        """What is shown."""
        return self._day

    @property
    def read_to(self) -> int:
        """See `WindowPage.read_to`."""
        return self._day.cursor if self._day else 0

    def scopes(self) -> frozenset[int]:
        """One's own courses and classes."""
        return self._day.scopes if self._day else frozenset()

    def show_place(self, place: Place, lesson: int | None = None) -> None:  # noqa: ARG002 - the day has no other
        """See `WindowPage.show_place`."""
        self._read()
        self.list.stand()
        self._minute.start()

    def reload(self) -> None:
        """See `WindowPage.reload`; a day of many pages takes 0.1 s, and is read beside the window's thread."""
        office = self.tools.office
        # What is written while a reading runs is read after it.
        self._again = self._work.running
        if isinstance(office, FileOffice) and not self._again:
            self._work.start(lambda: today_page(office))

    def _on_read(self, day: object) -> None:
        at = self.list.currentIndex().row()
        if isinstance(day, Day):
            self._show(day)
        if self.list.rows.row(at) is None or not self.list.currentIndex().isValid():
            self.list.stand()
        if self._again:
            self.reload()

    def _on_unread(self, error: EzhError) -> None:
        self.said.emit(error.what)

    def _read(self) -> None:
        office = self.tools.office
        if isinstance(office, FileOffice):
            self._show(today_page(office))

    def _show(self, day: Day) -> None:
        self._day = day
        self.list.rows.show_rows(main_rows(day))
        self.beside.rows.show_rows(beside_rows(day))

    def leave(self) -> None:
        """Out of sight nothing has to be told anew."""
        self._minute.stop()
        self._again = False

    def end(self) -> None:
        """See `WindowPage.end`: the file is not closed while it is read."""
        super().end()
        self._again = False
        self._work.wait()

    def focus_widget(self) -> QWidget:
        """The list of lessons."""
        return self.list

    def areas(self) -> Sequence[QWidget]:
        """The lessons and what stands beside them."""
        return (self.list, self.beside)

    def set_narrow(self, narrow: bool) -> None:
        """Under 900 px only the lessons stay."""
        self.beside.setVisible(not narrow)

    def showEvent(self, event: QShowEvent) -> None:
        """Only a shown list knows where its lines lie."""
        super().showEvent(event)
        self.list.scrollTo(self.list.currentIndex())

    def _on_chosen(self, target: object) -> None:
        if isinstance(target, Target):
            self.place_asked.emit(target.scope, target.lesson, target.tab)
