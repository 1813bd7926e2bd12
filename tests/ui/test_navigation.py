"""The list of pages at the left: a class is one group, wherever its pages stand in the journal's order."""

from __future__ import annotations

from ezh_desktop.services.doors import CoursePlace
from ezh_desktop.ui.navigation import SCHOOL, NavModel
from ezh_desktop.ui.qttypes import DISPLAY_ROLE


def test_a_class_folds_once_though_lessons_with_other_classes_stand_between_its_pages(qapp) -> None:
    taught = [("9А", "Алгебра"), ("9А, 9Б", "Труд"), ("9А", "Химия"), ("9Б", "Алгебра")]
    model = NavModel()
    model.show_places([CoursePlace(at, name, subject, "", SCHOOL) for at, (name, subject) in enumerate(taught, 1)])
    shown = [model.index(row, 0).data(DISPLAY_ROLE) for row in range(model.rowCount())]
    assert shown == ["Школа", "9А класс", "9А, 9Б классы", "9Б класс"]
