"""Gathers the pupils of the person's pages for the search field, one page at a time between two events."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer

from ezh_desktop.errors import EzhError
from ezh_desktop.services.doors import CoursePlace, Office
from ezh_desktop.ui.search import Hit, SearchField, pages_of, pupils_of


class Gatherer(QObject):
    """Reads one page of each class once the field is entered: a class may be asked for without standing still."""

    def __init__(self, office: Office, field: SearchField, parent: QObject) -> None:
        super().__init__(parent)
        self._office, self._field = office, field
        self._places: list[CoursePlace] = []
        self._pupils: dict[str, list[Hit]] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._on_turn)
        field.wanted.connect(self._on_wanted)

    def show_places(self, places: Sequence[CoursePlace]) -> None:
        """Takes the pages anew."""
        self._places = list(places)
        self._show()

    def _on_wanted(self) -> None:
        self._show()
        self._timer.start()

    def _on_turn(self) -> None:
        unread = (place for place in self._places if _has_pupils(place) and place.class_name not in self._pupils)
        missing = next(unread, None)
        if missing is None:
            self._timer.stop()
            return
        try:
            self._pupils[missing.class_name] = self._read(missing)
        except EzhError:
            self._pupils[missing.class_name] = []
        self._show()

    def _read(self, place: CoursePlace) -> list[Hit]:
        if place.course:
            return pupils_of(self._office.course_page(place.course))
        names = self._office.class_pupils(place.school_class)
        return [Hit(f"{name}, {place.class_name}", place.course, pupil, place.school_class) for pupil, name in names]

    def _show(self) -> None:
        pupils = [hit for hits in self._pupils.values() for hit in hits]
        self._field.show_hits([*pages_of(self._places), *pupils])


def _has_pupils(place: CoursePlace) -> bool:
    """Whether a place is of a class: a course of it, or the class alone."""
    return bool(place.course or place.school_class)
