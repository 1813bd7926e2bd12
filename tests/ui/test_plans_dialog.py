"""«Журнал → Планы уроков (КТП)…» as teacher and deputy use it (5.18)."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from ezh_desktop.ui.dialogs.structure.plans import PlansDialog
from tests.factories import a_class, a_school, open_office, raw
from tests.ui.clerk import ClerkDoors

_LEFT = Qt.MouseButton.LeftButton
_NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return a_school(tmp_path_factory.mktemp("plans") / "журнал.ezh", [a_class("7А"), a_class("7Б")])


@pytest.fixture
def school(made, tmp_path):
    return made.copied(tmp_path)


@pytest.fixture
def sits(clerks, school):
    def open_one(login="teacher", course="7А Алгебра"):
        office = open_office(school, login)
        return clerks(office, PlansDialog(office, ClerkDoors(), course=school.courses[course]))

    return open_one


def topics(school):
    return [one[0] for one in raw(school, "SELECT topic FROM plan_item WHERE ended = 0 ORDER BY position")]


def typed(clerk, *rows):
    """Topics typed under each other in the column of topics."""
    clerk.clicks_cell("plan", 0, "topic")
    for row in rows:
        clerk.types(row)
        clerk.presses("Return")


def test_topics_are_typed_under_each_other_and_saved(sits, school):
    clerk = sits()
    typed(clerk, "Степени", "К.р. Степени", "Одночлены")
    clerk.saves()
    assert topics(school) == ["Степени", "К.р. Степени", "Одночлены"]
    assert clerk.sees("plan", 1)[3] == "Контрольная работа"
    assert clerk.message().startswith("Сохранено.")
    assert clerk.parts()[:2] == ["7А", "Алгебра   черновик"]


def test_each_row_says_when_it_is_due(sits):
    clerk = sits()
    typed(clerk, "Степени", "Одночлены")
    clerk.clicks_cell("plan", 0, "hours")
    clerk.types("2")
    clerk.presses("Return")
    assert [clerk.sees("plan", row)[5] for row in range(2)] == ["02.09–07.09", "09.09"]


def test_a_fault_is_told_with_its_row_and_nothing_is_saved(sits, school):
    clerk = sits()
    typed(clerk, "Степени", "Powers")
    assert clerk.message() == "Строка 2. Записано не по-русски (п. 5.19). Добавьте русские слова."
    clerk.saves()
    assert topics(school) == []


def test_rows_are_moved_by_keys_and_an_empty_one_is_put_between(sits, school):
    clerk = sits()
    typed(clerk, "Первая", "Вторая", "Третья")
    clerk.clicks_cell("plan", 2, "topic")
    clerk.presses("Alt+Up", "Alt+Up", "Insert")
    clerk.types("Новая")
    clerk.presses("Return")
    clerk.saves()
    assert topics(school) == ["Новая", "Третья", "Первая", "Вторая"]


def drag(view, row, to):
    """Drag a row by its number; `to` is the row above which it is let go."""
    header = view.verticalHeader()
    middle = header.viewport().width() // 2
    start = QPoint(middle, header.sectionViewportPosition(row) + 10)
    end = QPoint(middle, header.sectionViewportPosition(to) + 2)
    QTest.mousePress(header.viewport(), _LEFT, _NONE, start)
    for part in (start + QPoint(0, -12), end):
        QTest.mouseMove(header.viewport(), part)
    QTest.mouseRelease(header.viewport(), _LEFT, _NONE, end)


def test_a_row_is_dragged_by_its_number(sits, school):
    clerk = sits()
    typed(clerk, "Первая", "Вторая", "Третья")
    drag(clerk.table("plan"), 2, 0)
    clerk.saves()
    assert topics(school) == ["Третья", "Первая", "Вторая"]
    clerk.clicks_cell("plan", 0, "topic")


def test_a_row_pressed_and_let_go_stays(sits):
    clerk = sits()
    typed(clerk, "Первая", "Вторая")
    header = clerk.table("plan").verticalHeader()
    QTest.mouseClick(header.viewport(), _LEFT, _NONE, QPoint(5, 40))
    assert [clerk.sees("plan", row)[1] for row in range(2)] == ["Первая", "Вторая"]


def test_the_plan_of_the_parallel_class_is_taken_over(sits, school):
    clerk = sits()
    typed(clerk, "Степени", "Одночлены")
    clerk.saves()
    clerk.presses("F6")
    other = sits(course="7Б Алгебра")
    other.chooses("Взять план…", "7А, 2026/2027")
    other.saves()
    assert topics(school) == ["Степени", "Степени", "Одночлены", "Одночлены"]


def test_the_rest_is_fitted_and_can_be_taken_back_before_it_is_saved(sits):
    clerk = sits()
    typed(clerk, *(f"Тема {n}" for n in range(1, 12)))
    clerk.clicks("Подогнать под уроки")
    assert {clerk.sees("plan", row)[2] for row in range(11)} == {"6"}
    clerk.presses("Ctrl+Z")
    assert clerk.sees("plan", 0)[2] == ""


def test_the_deputy_approves_what_the_teacher_wrote(sits):
    clerk = sits()
    typed(clerk, "Степени")
    clerk.saves()
    deputy = sits("deputy")
    assert not any(one.text() == "Сохранить" and one.isVisible() for one in deputy.dialog.findChildren(QPushButton))
    deputy.clicks("Утвердить")
    assert "Алгебра   утв." in deputy.parts()
    deputy.clicks("Снять утверждение")
    assert "Алгебра   черновик" in deputy.parts()


def test_the_class_teacher_reads_a_plan_of_others(sits):
    clerk = sits()
    typed(clerk, "Степени")
    clerk.saves()
    reader = sits("class_teacher")
    assert reader.message() == "План пишет учитель предмета."
    reader.clicks_cell("plan", 0, "topic")
    reader.types("Иное")
    assert reader.sees("plan", 0)[1] == "Степени"
