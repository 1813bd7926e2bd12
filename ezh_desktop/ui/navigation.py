"""The pages of the person as a flat list under headings: the navigation at the left of the main window."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from ezh_desktop.services.doors import CoursePlace
from ezh_desktop.ui.models.marks import Index
from ezh_desktop.ui.qttypes import ACCESSIBLE_TEXT_ROLE, DISPLAY_ROLE, TOOLTIP_ROLE
from ezh_desktop.ui.widgets.badge import Badge
from ezh_desktop.ui.widgets.nav import ROW_ROLE, NavRow, NavView

_ROOT = QModelIndex()


class NavModel(QAbstractListModel):
    """Headings and pages in the order of the services."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[tuple[NavRow, CoursePlace | None]] = []

    def show_places(self, places: Sequence[CoursePlace]) -> None:
        """Takes the pages anew; says nothing when nothing has changed."""
        rows = _rows_of(places)
        if [row for row, _ in rows] == [row for row, _ in self._rows]:
            self._rows = rows
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def place_at(self, row: int) -> CoursePlace | None:
        """The page of a row; None of a heading."""
        return self._rows[row][1] if 0 <= row < len(self._rows) else None

    def row_of(self, course: int) -> int | None:
        """The row of a course page."""
        return next((at for at, (_, place) in enumerate(self._rows) if place and place.course == course), None)

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Headings and pages."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = DISPLAY_ROLE) -> object:
        """The row for the delegate, and its words."""
        if not index.isValid():
            return None
        row, place = self._rows[index.row()]
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
        if not index.isValid() or self._rows[index.row()][1] is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


def _rows_of(places: Sequence[CoursePlace]) -> list[tuple[NavRow, CoursePlace | None]]:
    rows: list[tuple[NavRow, CoursePlace | None]] = []
    group = ""
    for place in places:
        if place.group != group:
            group = place.group
            rows.append((NavRow(group, heading=True), None))
        title = f"{place.subject_name}, {place.subgroup}" if place.subgroup else place.subject_name
        badge = Badge(place.badge, place.overdue)
        row = NavRow(title, place.class_name, badge=badge, running=place.running, note=place.note)
        rows.append((row, place))
    return rows


class Navigation(NavView):
    """`chosen` gives the course whose page is to be opened: by a click or Enter, so that arrows may walk the list."""

    # Ids have 63 bits and Qt's int has 32: they travel as objects.
    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("navigation")
        self.nav = NavModel(self)
        self.setModel(self.nav)
        self._course: int | None = None
        self.clicked.connect(self._on_chosen)
        self.activated.connect(self._on_chosen)
        self.nav.modelReset.connect(self._restore)

    def show_places(self, places: Sequence[CoursePlace]) -> None:
        """Shows the person's pages."""
        self.nav.show_places(places)

    def mark_course(self, course: int | None) -> None:
        """Marks the page that is open, without opening it again."""
        self._course = course
        self._restore()

    def _restore(self) -> None:
        row = self.nav.row_of(self._course) if self._course is not None else None
        self.setCurrentIndex(self.nav.index(row) if row is not None else QModelIndex())

    def _on_chosen(self, index: QModelIndex) -> None:
        place = self.nav.place_at(index.row())
        if place is not None:
            self.chosen.emit(place.course)
