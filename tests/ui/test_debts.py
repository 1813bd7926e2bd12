"""5.7 from the grid: Ctrl+G on «н» of a control work, or on the cell of the lesson where the pupil handed it in."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication

from ezh_desktop.domain.change import EntryRef
from ezh_desktop.services.acts import CellEntry, EnterCells
from ezh_desktop.services.pages.course import CellMark
from tests.ui.fake_office import FakeOffice, a_page

TODAY = "2 декабря"


def menu_words() -> list[str]:
    menu = QApplication.activePopupWidget()
    return [action.text().replace("&", "") for action in menu.actions()] if menu is not None else []


@pytest.fixture
def page():
    """Абрамова missed the last control work before today; everybody else wrote it."""
    made = a_page()
    works = [one for one in made.lessons if one.kind in ("control", "independent") and one.day < made.today]
    cells = {key: cell for key, cell in made.cells.items() if cell.value != "н"}
    cells[works[-1].lesson, made.pupils[0].pupil, 0] = CellMark("н", EntryRef(1, 1))
    return replace(made, cells=cells)


@pytest.fixture
def work(page):
    return [one for one in page.lessons if one.kind in ("control", "independent") and one.day < page.today][-1]


@pytest.fixture
def teacher(sits, page):
    return sits(FakeOffice(pages={1: page}))


def column_of(teacher, lesson) -> str:
    return teacher.grid.marks.column_name(teacher.grid.marks.lesson_at[lesson.lesson])


def test_from_the_absence_the_mark_goes_to_todays_lesson(teacher, page, work):
    teacher.goes_to("Абрамова", column_of(teacher, work))
    teacher.presses("Ctrl+G")
    assert menu_words()[0].endswith("отметка встанет 2 декабря")
    teacher.chooses_kind("&4")
    act = teacher.window.office.acts[-1]
    target = next(one for one in page.lessons if one.day == page.today)
    assert act == EnterCells(1, (CellEntry(target.lesson, page.pupils[0].pupil, 2, "4", None, work.lesson),))
    assert teacher.stands_at() == ("Абрамова Дарья", TODAY)
    assert "4" in teacher.sees_cell("Абрамова", TODAY)


def test_both_cells_tell_of_each_other(teacher, work):
    row, column = 0, teacher.grid.marks.lesson_at[work.lesson]
    assert "ещё нет" in teacher.grid.marks.hint(row, column)
    teacher.goes_to("Абрамова", TODAY)
    teacher.presses("Ctrl+G")
    teacher.chooses_kind("&5")
    assert "За эту работу: 5, 2 декабря" in teacher.grid.marks.hint(row, column)
    assert f"за работу {work.day:%d.%m}" in teacher.grid.marks.hint(0, teacher.grid.place[1])


def test_who_owes_nothing_is_told_so(teacher):
    teacher.goes_to("Андреев", TODAY)
    teacher.presses("Ctrl+G")
    assert QApplication.activePopupWidget() is None
    assert "долгов за контрольные работы здесь нет" in teacher.float_text()


def test_a_mark_typed_over_the_absence_is_refused_with_the_way_to_do_it(teacher, work):
    teacher.goes_to("Абрамова", column_of(teacher, work))
    teacher.types("4")
    assert "Ctrl+G" in teacher.float_text()
    assert teacher.sees_cell("Абрамова", column_of(teacher, work)) == "н"
