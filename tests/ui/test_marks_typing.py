"""Typing into the marks page, as a teacher does it."""

from __future__ import annotations

import pytest

from ezh_desktop.services.acts import EnterCells
from ezh_desktop.settings import AFTER_ENTRY

TODAY = "2 декабря"


def test_the_window_opens_at_todays_lesson_and_the_first_pupil_without_an_entry(teacher):
    assert teacher.stands_at() == ("Абрамова Дарья", TODAY)
    assert teacher.grid.hasFocus()
    assert teacher.title() == "7А, Алгебра — ЭЖ"


def test_a_digit_enters_and_moves_down(teacher):
    teacher.types("5 4 н")
    assert [teacher.sees_cell(name, TODAY) for name in ("Абрамова", "Андреев", "Белова")] == ["5", "4", "н"]
    assert teacher.stands_at() == ("Васильев Илья", TODAY)


def test_a_digit_moves_right_when_the_person_set_it_so(teacher, settings):
    settings.put(AFTER_ENTRY, "right")
    teacher.goes_to("Абрамова", "25 ноября")
    teacher.types("5 4")
    assert (teacher.sees_cell("Абрамова", "25 ноября"), teacher.sees_cell("Абрамова", "26 ноября")) == ("5", "4")
    assert teacher.stands_at() == ("Абрамова Дарья", "30 ноября")


@pytest.mark.parametrize("key", ["н", "Н", "y", "Y", "H", "n"])
def test_clause_5_4_the_key_of_n_is_understood_in_both_layouts(teacher, key):
    teacher.types(key)
    assert teacher.sees_cell("Абрамова", TODAY) == "н"


@pytest.mark.parametrize("key", [".", "+", "-", "6", "0", "ж", "/"])
def test_clause_5_4_anything_else_is_refused_beside_the_cell(teacher, office, key):
    teacher.types(key)
    assert teacher.sees_cell("Абрамова", TODAY) == ""
    assert teacher.stands_at() == ("Абрамова Дарья", TODAY)
    assert f"«{key}» не поставить" in teacher.float_text()
    assert "п. 5.4 Положения" in teacher.float_text()
    assert office.acts == []


def test_a_refusal_goes_with_the_next_key_and_never_covers_the_next_cell_down(teacher):
    teacher.types("+")
    shown = teacher.window.marks.beside.shown
    below = teacher.grid.cell_rect(1, teacher.grid.place[1])
    corner = teacher.grid.viewport().mapTo(teacher.window, below.topLeft())
    assert not shown.geometry().adjusted(8, 8, -8, -8).intersects(below.translated(corner - below.topLeft()))
    teacher.types("4")
    assert teacher.float_text() == ""
    assert teacher.sees_cell("Абрамова", TODAY) == "4"


def test_a_refused_entry_keeps_the_value_that_stood_there(teacher):
    teacher.types("4")
    teacher.goes_to("Абрамова", TODAY)
    teacher.types("+")
    assert teacher.sees_cell("Абрамова", TODAY) == "4"


def test_delete_clears_a_cell_and_a_range(teacher):
    teacher.types("5 4 3")
    teacher.goes_to("Абрамова", TODAY)
    teacher.presses("Delete")
    assert teacher.sees_cell("Абрамова", TODAY) == ""
    teacher.presses("Shift+Down")
    teacher.presses("Shift+Down")
    teacher.presses("Delete")
    assert [teacher.sees_cell(name, TODAY) for name in ("Андреев", "Белова")] == ["", ""]


def test_entry_skips_a_pupil_who_has_left(teacher):
    teacher.goes_to("Егорова", TODAY)
    teacher.types("4")
    assert teacher.stands_at() == ("Зайцева Ульяна", TODAY)


def test_a_cell_outside_membership_is_refused(teacher):
    teacher.goes_to("Жуков", TODAY)
    teacher.types("4")
    assert "не числится" in teacher.float_text()
    assert "вне списка класса" in teacher.hears_cell("Жуков", TODAY)


def test_a_lesson_to_come_takes_no_mark(teacher):
    teacher.goes_to("Абрамова", "3 декабря")
    teacher.types("4")
    assert "ещё не наступил" in teacher.float_text()


class TestTwoMarks:
    """Clause 5.5."""

    @pytest.fixture
    def teacher(self, sits, office):
        teacher = sits(office)
        teacher.opens("7А Русский язык")
        teacher.goes_to("Абрамова", self.column(teacher))
        teacher.presses("Delete")
        return teacher

    @staticmethod
    def column(teacher):
        model = teacher.grid.marks
        return next(
            model.column_name(at)
            for at, one in enumerate(model.columns)
            if one.lesson and one.lesson.kind == "grammar_dictation"
        )

    def test_the_first_digit_stays_and_the_second_completes_and_moves_on(self, teacher, office):
        column = teacher.stands_at()[1]
        before = len(office.acts)
        teacher.types("5")
        assert teacher.sees_cell("Абрамова", column) == "5"
        assert teacher.stands_at()[0] == "Абрамова Дарья"
        assert len(office.acts) == before
        teacher.types("4")
        assert teacher.sees_cell("Абрамова", column) == "5/4"
        assert teacher.stands_at()[0] == "Андреев Максим"
        assert len(office.acts[-1].cells) == 2

    def test_a_stroke_between_the_digits_is_fine(self, teacher):
        column = teacher.stands_at()[1]
        teacher.types("5/4")
        assert teacher.sees_cell("Абрамова", column) == "5/4"

    @pytest.mark.parametrize(("key", "at"), [("Return", "Андреев Максим"), ("Down", "Андреев Максим")])
    def test_enter_or_an_arrow_leaves_one(self, teacher, key, at):
        column = teacher.stands_at()[1]
        teacher.types("5")
        teacher.presses(key)
        assert teacher.sees_cell("Абрамова", column) == "5"
        assert teacher.stands_at()[0] == at
        teacher.waits_saved()
        assert teacher.sees_cell("Абрамова", column) == "5"

    def test_escape_gives_the_digit_up(self, teacher, office):
        column = teacher.stands_at()[1]
        before = len(office.acts)
        teacher.types("5")
        teacher.presses("Escape")
        assert teacher.sees_cell("Абрамова", column) == ""
        assert len(office.acts) == before

    def test_another_page_writes_the_digit_that_waits(self, teacher, office):
        teacher.types("5")
        teacher.presses("Ctrl+PgDown")
        assert isinstance(office.acts[-1], EnterCells)
        assert [cell.value for cell in office.acts[-1].cells] == ["5"]

    def test_a_question_beside_the_cell_writes_the_digit_that_waits(self, teacher):
        column = teacher.stands_at()[1]
        teacher.types("5")
        teacher.presses("F2")
        teacher.answers("Работа на двух листах")
        teacher.waits_saved()
        assert teacher.sees_cell("Абрамова", column) == "5"
        assert "Работа на двух листах" in teacher.line()

    def test_absence_does_not_wait(self, teacher):
        column = teacher.stands_at()[1]
        teacher.types("н")
        assert teacher.sees_cell("Абрамова", column) == "н"
        assert teacher.stands_at()[0] == "Андреев Максим"


def test_clause_5_5_no_second_mark_in_a_plain_lesson(teacher):
    teacher.types("5")
    assert teacher.stands_at()[0] == "Андреев Максим"


class TestSaving:
    def test_the_cell_shows_a_ring_until_it_is_durable(self, teacher, office):
        office.held = True
        teacher.types("5")
        assert teacher.sees_ring("Абрамова", TODAY)
        assert "записывается 1 отметка…" in teacher.status()
        office.release()
        teacher.waits_saved()
        assert not teacher.sees_ring("Абрамова", TODAY)
        assert teacher.status() == "Сохранено в 10:43"

    def test_the_next_key_is_taken_while_the_disk_is_busy(self, teacher, office):
        office.held = True
        teacher.types("5 4 3 2")
        assert [teacher.sees_cell(n, TODAY) for n in ("Абрамова", "Андреев", "Белова")] == ["5", "4", "3"]
        assert "записываются 4 отметки…" in teacher.status()

    def test_a_late_failure_puts_the_old_value_back_and_says_so(self, teacher, office, doors):
        office.held = True
        teacher.types("5")
        office.fail()
        teacher.waits_saved()
        assert teacher.sees_cell("Абрамова", TODAY) == ""
        assert "Не записано" in teacher.status()
        teacher.window.status.details_asked.emit()
        assert doors.told == [("Диск заполнен: отметка не записана.", "Освободите место на диске.")]

    def test_a_late_refusal_stands_by_its_cell_with_both_values(self, teacher, office):
        from tests.ui.fake_office import STALE  # noqa: PLC0415 - one test asks for it

        office.held = True
        teacher.types("4")
        office.fail(STALE)
        teacher.waits_saved()
        assert "Было: 4. Сейчас: 5." in teacher.float_text()

    def test_after_two_seconds_the_disk_is_called_slow(self, teacher, office, monkeypatch):
        from ezh_desktop.ui import desk  # noqa: PLC0415 - its limit is made short

        monkeypatch.setattr(desk, "SLOW_SECONDS", 0.0)
        office.held = True
        teacher.types("5")
        teacher.waits_until(lambda: "Диск отвечает медленно" in teacher.status(), "slow disk")
        office.release()
        teacher.waits_saved()
        assert "медленно" not in teacher.status()

    def test_closing_the_window_loses_nothing(self, teacher, office):
        office.held = True
        teacher.types("5")
        teacher.window.close()
        assert office.closed
        assert not office.queue
