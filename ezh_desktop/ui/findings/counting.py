"""Counts the findings of the person's other pages for the tree, one page after another, while nothing else is done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from ezh_desktop.domain.rules.checks import PageFindings
from ezh_desktop.domain.rules.finding import Finding
from ezh_desktop.services.checking import CheckReport
from ezh_desktop.services.doors import CoursePlace
from ezh_desktop.ui.background import Background
from ezh_desktop.ui.findings.live import Check
from ezh_desktop.ui.findings.rows import badge_of
from ezh_desktop.ui.navigation import SCHOOL
from ezh_desktop.ui.widgets.badge import Badge

FIRST_MS = 1500
NEXT_MS = 400
OLD_MS = 300_000
"""After so long all pages are counted again: others write, too."""


class Counting(QObject):
    """`counted` comes when the numbers have changed.

    Pages of the whole school are too many to be counted one by one: «Школа сегодня» checks them all, and tells.
    """

    counted = Signal()

    def __init__(self, check: Check, parent: QObject) -> None:
        super().__init__(parent)
        self._check = check
        self._badges: dict[int, Badge] = {}
        self._left: list[int] = []
        self._now = 0
        self._work = Background(self)
        self._work.done.connect(self._on_checked)
        self._work.failed.connect(self._on_failed)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._on_pause)
        self._since = QElapsedTimer()

    def show_places(self, places: Sequence[CoursePlace]) -> None:
        """Counts the pages that are not counted yet, and all of them again when the numbers have grown old."""
        courses = dict.fromkeys(place.course for place in places if place.course and place.group != SCHOOL)
        if self._since.isValid() and self._since.elapsed() > OLD_MS:
            self._left, self._since = list(courses), QElapsedTimer()
        else:
            queued = set(self._left)
            self._left += [course for course in courses if course not in self._badges and course not in queued]
        if self._left and not self._pause.isActive() and not self._work.running:
            self._pause.start(FIRST_MS)

    def note(self, course: int, badge: Badge) -> None:
        """Takes the number of the page in view, which is known already."""
        if self._badges.get(course) != badge:
            self._badges[course] = badge
            self.counted.emit()

    def take_report(self, report: CheckReport, places: Sequence[CoursePlace]) -> None:
        """Takes the numbers of all pages from a check of the whole school."""
        found: defaultdict[int, list[Finding]] = defaultdict(list)
        for line in report.lines:
            found[line.course].append(line.finding)
        self._badges |= {place.course: badge_of(found[place.course]) for place in places if place.course}
        self.counted.emit()

    def badged(self, places: Sequence[CoursePlace]) -> list[CoursePlace]:
        """The places with their numbers."""
        return [
            replace(place, badge=badge.count, overdue=badge.overdue)
            if place.course and (badge := self._badges.get(place.course)) is not None
            else place
            for place in places
        ]

    def _on_pause(self) -> None:
        if self._left and not self._work.running:
            course = self._now = self._left.pop(0)
            self._work.start(lambda: self._check(course))

    def _on_checked(self, found: PageFindings | None) -> None:
        self._badges[self._now] = badge_of(found.all if found is not None else ())
        if self._left:
            self._pause.start(NEXT_MS)
        else:
            self._since.start()
            self.counted.emit()

    def _on_failed(self, _error: object) -> None:
        """What cannot be read has no number."""
        self._on_checked(None)
