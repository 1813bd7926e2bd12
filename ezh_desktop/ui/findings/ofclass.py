"""The findings of a class beside its course pages: checked again when its page is opened and after own acts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from PySide6.QtCore import QObject, QTimer, Signal

from ezh_desktop.services.checking import ReportLine
from ezh_desktop.ui.background import Background
from ezh_desktop.ui.findings.rows import FindingRow, badge_of
from ezh_desktop.ui.widgets.badge import Badge

Lines: TypeAlias = tuple[ReportLine, ...]
CheckClass: TypeAlias = Callable[[int], Lines]
"""Checks a class; asked in another thread."""

LATER_MS: Final = 400
CLASS_TABS: Final = {
    "4.3.7": "absences",
    "5.14": "absences",
    "5.34": "summary",
    "5.35": "summary",
    "5.36": "summary",
    "5.38": "health",
}
"""The tab on which a clause is mended; those without one are told on every page of the class."""


class ClassFindings(QObject):
    """`changed` comes when `lines` are others; they are empty while no page of a class is in view."""

    changed = Signal()

    def __init__(self, check: CheckClass, parent: QObject) -> None:
        super().__init__(parent)
        self._check = check
        self._work = Background(self)
        self._work.done.connect(self._on_checked)
        self._work.failed.connect(self._on_failed)
        self._class = self._asked = 0
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(LATER_MS)
        self._later.timeout.connect(self._ask)
        self.lines: Lines = ()

    def watch(self, school_class: int) -> None:
        """Watches a class from now on; 0 none."""
        if school_class != self._class:
            self._class, self.lines = school_class, ()
            self.changed.emit()
        # The page is painted first: a check in another thread halves the speed of this one.
        self.ask_later()

    def ask_later(self) -> None:
        """A page was opened or something was written: look again soon."""
        if self._class:
            self._later.start()

    def _ask(self) -> None:
        if not self._class:
            return
        if self._work.running:
            self._later.start()
            return
        asked = self._asked = self._class
        self._work.start(lambda: self._check(asked))

    def _on_checked(self, lines: Lines) -> None:
        if self._asked == self._class and lines != self.lines:
            self.lines = lines
            self.changed.emit()

    def _on_failed(self, _error: object) -> None:
        """A file that cannot be read says so where the page is read."""
        self._on_checked(())

    @property
    def rows(self) -> list[FindingRow]:
        """The rows of the panel; the same finding of several pupils is one row each, for each is another person's."""
        return [FindingRow(line.finding, (line.pupil,) if line.pupil else ()) for line in self.lines]

    @property
    def badge(self) -> Badge:
        """All findings of the class."""
        return badge_of(line.finding for line in self.lines)

    @property
    def badges(self) -> Mapping[str, Badge]:
        """Of each tab."""
        tabs = set(CLASS_TABS.values())
        found = [line.finding for line in self.lines]
        return {tab: badge_of(one for one in found if CLASS_TABS.get(one.clause) == tab) for tab in tabs}
