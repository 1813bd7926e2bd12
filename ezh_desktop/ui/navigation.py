"""The pages of the person as a flat list under headings: the navigation at the left of the main window."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from ezh_desktop.domain.away import HOME_GROUP
from ezh_desktop.services.doors import CoursePlace
from ezh_desktop.ui import fonts
from ezh_desktop.ui.models.marks import Index
from ezh_desktop.ui.qttypes import ACCESSIBLE_TEXT_ROLE, DISPLAY_ROLE, TOOLTIP_ROLE
from ezh_desktop.ui.widgets.badge import NO_BADGE, Badge
from ezh_desktop.ui.widgets.nav import ROW_ROLE, NavRow, NavView
from ezh_desktop.ui.widgets.tone import tone

_ROOT = QModelIndex()
_FOOT = 30
_FOOT_LEFT = 14
OFFLINE = "Работает без интернета"

SCHOOL = "Школа"
"""The group of those who see all pages: there the classes fold."""


class _Line(NamedTuple):
    """One row: what it shows, and the page it opens or the class it folds; a heading has neither."""

    row: NavRow
    place: CoursePlace | None = None
    folds: str = ""


class NavModel(QAbstractListModel):
    """Headings and pages in the order of the services; of the whole school only the unfolded classes."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._places: tuple[CoursePlace, ...] = ()
        self._open: set[str] = set()
        self._lines: list[_Line] = []

    def show_places(self, places: Sequence[CoursePlace]) -> None:
        """Takes the pages anew; says nothing when nothing has changed."""
        self._places = tuple(places)
        self._renew()

    def fold(self, class_name: str) -> None:
        """Folds a class, or unfolds it."""
        self._open ^= {class_name}
        self._renew()

    def unfold_for(self, shown: CoursePlace) -> None:
        """Unfolds the class of a place, so that the place is seen."""
        for place in self._places:
            if place.key == shown.key and place.group == SCHOOL:
                self._open.add(place.class_name)
        self._renew()

    def _renew(self) -> None:
        lines = _lines_of(self._places, self._open)
        before = self._lines
        if [_without_badge(line) for line in lines] != [_without_badge(line) for line in before]:
            self.beginResetModel()
            self._lines = lines
            self.endResetModel()
            return
        self._lines = lines
        for row, (line, old) in enumerate(zip(lines, before, strict=True)):
            if line.row != old.row:
                # A number that has changed moves no row.
                self.dataChanged.emit(self.index(row), self.index(row))

    def line_at(self, row: int) -> _Line | None:
        """What stands in a row."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def row_of(self, shown: CoursePlace) -> int | None:
        """The row of a place."""
        rows = (at for at, line in enumerate(self._lines) if line.place and line.place.key == shown.key)
        return next(rows, None)

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Headings and pages."""
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = DISPLAY_ROLE) -> object:
        """The row for the delegate, and its words."""
        if not index.isValid():
            return None
        row, place, _ = self._lines[index.row()]
        if role == ROW_ROLE:
            return row
        if role == ACCESSIBLE_TEXT_ROLE:
            return row.spoken()
        if role == DISPLAY_ROLE:
            return place.title if place else row.title
        if role == TOOLTIP_ROLE and place:
            return place.title
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Headings cannot be chosen."""
        if not index.isValid() or self._lines[index.row()].row.heading:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


def _without_badge(line: _Line) -> NavRow:
    return replace(line.row, badge=NO_BADGE)


def _lines_of(places: Sequence[CoursePlace], unfolded: Set[str]) -> list[_Line]:
    lines: list[_Line] = []
    for group, inside in groupby(places, key=lambda place: place.group):
        if group:
            lines.append(_Line(NavRow(group, heading=True)))
        if group != SCHOOL:
            lines += [_Line(_page_row(place), place) for place in inside]
            continue
        for class_name, pages in _by_class(inside).items():
            is_open = class_name in unfolded
            sign = "chevron_down" if is_open else "chevron_right"
            word = "классы" if "," in class_name else "класс"
            badge = Badge(sum(page.badge for page in pages), any(page.overdue for page in pages))
            lines.append(_Line(NavRow(f"{class_name} {word}", icon=sign, badge=badge), folds=class_name))
            lines += [_Line(_page_row(place), place) for place in pages if is_open]
    return lines


def _by_class(places: Iterable[CoursePlace]) -> dict[str, list[CoursePlace]]:
    """One group to a class, and one to classes taught together, whose pages may stand anywhere among the class's."""
    found: dict[str, list[CoursePlace]] = {}
    for place in places:
        found.setdefault(place.class_name, []).append(place)
    return found


def _page_row(place: CoursePlace) -> NavRow:
    """A page: its subgroup stands at the right, where it is not cut; of lessons at home the pupil's name."""
    if place.home:
        return NavRow(place.class_name, icon="home", note=place.note)
    note = place.note or place.subgroup.removeprefix(HOME_GROUP)
    badge = Badge(place.badge, place.overdue)
    title = place.subject_name or ("" if note else "класс")
    return NavRow(title, place.class_name, badge=badge, running=place.running, note=note, done=place.done)


class Navigation(NavView):
    """`chosen` gives the place whose page is to be opened: by a click or Enter, so that arrows may walk the list."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("navigation")
        self.nav = NavModel(self)
        self.setModel(self.nav)
        self.verticalScrollBar().setProperty("ground", "window")
        self._shown: CoursePlace | None = None
        self.setViewportMargins(0, 0, 0, _FOOT)
        self._foot = QLabel(OFFLINE, self)
        tone(self._foot, "text3", fonts.SMALL)
        self.clicked.connect(self._on_chosen)
        self.activated.connect(self._on_chosen)
        self.nav.modelReset.connect(self._restore)

    def show_places(self, places: Sequence[CoursePlace]) -> None:
        """Shows the person's pages."""
        self.nav.show_places(places)

    def mark(self, shown: CoursePlace | None) -> None:
        """Marks the place that is open, without opening it again."""
        self._shown = shown
        if shown is not None:
            self.nav.unfold_for(shown)
        self._restore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The word at the foot stays at the foot."""
        super().resizeEvent(event)
        self._foot.setGeometry(_FOOT_LEFT, self.height() - _FOOT, self.width() - 2 * _FOOT_LEFT, _FOOT)
        self._show_foot()

    def _show_foot(self) -> None:
        """Rows that reach down to the foot take its place."""
        last = self.nav.index(self.nav.rowCount() - 1)
        self._foot.setVisible(self.visualRect(last).bottom() < self.height() - _FOOT)

    def _restore(self) -> None:
        row = self.nav.row_of(self._shown) if self._shown is not None else None
        self.setCurrentIndex(self.nav.index(row) if row is not None else QModelIndex())
        self._show_foot()

    def _on_chosen(self, index: QModelIndex) -> None:
        line = self.nav.line_at(index.row())
        if line is None:
            return
        if line.place is not None:
            self.chosen.emit(line.place)
        elif line.folds:
            self.nav.fold(line.folds)
