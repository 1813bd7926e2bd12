"""The marks page beyond typing: movement, ranges, clipboard, undo, history, comment, kinds, periods, terms."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTextBrowser

from ezh_desktop.domain.change import EntryRef
from ezh_desktop.services.acts import CommentCell, EnterCells, EnterPeriodMarks, SetLessonKind
from ezh_desktop.services.doors import HistoryLine
from ezh_desktop.ui.help import HelpWindow
from ezh_desktop.ui.theme import tokens
from ezh_desktop.ui.tokens import ink
from tests.ui.fake_office import FakeOffice, a_page
from tests.ui.watchdog import watched

TODAY = "2 декабря"


class TestMovement:
    def test_arrows_home_end_and_pages(self, teacher):
        teacher.presses("Right")
        assert teacher.stands_at()[1] == "3 декабря"
        teacher.presses("Down")
        assert teacher.stands_at()[0] == "Андреев Максим"
        teacher.presses("Home")
        assert teacher.stands_at()[1] == "2 сентября"
        teacher.presses("End")
        assert teacher.stands_at()[1] == "Итоговая отметка"
        teacher.presses("PgDown")
        assert teacher.grid.place[0] > 10

    def test_ctrl_and_arrow_go_to_the_edge_of_a_block(self, teacher):
        teacher.types("5 4")
        teacher.goes_to("Абрамова", TODAY)
        teacher.presses("Ctrl+Down")
        assert teacher.sees_cell(teacher.stands_at()[0], TODAY) != ""
        teacher.presses("Ctrl+Right")
        assert teacher.grid.place[1] > teacher.grid.marks.period_at[102]

    def test_other_pages_by_keys_and_by_the_list(self, teacher):
        teacher.presses("Ctrl+PgDown")
        assert teacher.title() == "7А, Русский язык — ЭЖ"
        teacher.presses("Ctrl+PgUp")
        teacher.presses("Ctrl+PgUp")
        assert teacher.title() == "7Б, Алгебра — ЭЖ"
        teacher.opens("7А Алгебра")
        assert teacher.title() == "7А, Алгебра — ЭЖ"
        assert teacher.grid.hasFocus()

    def test_f6_walks_the_areas_and_escape_leads_back_from_the_search(self, teacher):
        teacher.presses("F6")
        assert teacher.window.marks.side.hasFocus()
        teacher.presses("F6")
        assert teacher.window.navigation.hasFocus()
        teacher.presses("Ctrl+K")
        assert teacher.window.search.hasFocus()
        teacher.presses("Escape")
        assert teacher.grid.hasFocus()

    def test_terms_scroll_and_change_what_is_counted(self, teacher):
        assert teacher.window.marks.corner.text == "II четверть"
        teacher.presses("Ctrl+Shift+PgUp")
        assert teacher.window.marks.corner.text == "I четверть"
        assert teacher.stands_at()[1] == "22 октября"
        teacher.presses("Ctrl+T")
        assert teacher.stands_at()[1] == TODAY
        assert teacher.window.marks.corner.text == "II четверть"

    def test_only_what_is_built_has_a_tab(self, teacher):
        assert teacher.tabs() == ["Отметки", "Темы и задания"]


class TestRanges:
    def test_fill_down_is_one_act_and_one_undo(self, teacher, office):
        teacher.types("5")
        teacher.goes_to("Абрамова", TODAY)
        for _ in range(2):
            teacher.presses("Shift+Down")
        teacher.presses("Ctrl+D")
        assert [teacher.sees_cell(n, TODAY) for n in ("Абрамова", "Андреев", "Белова")] == ["5", "5", "5"]
        assert len(office.acts[-1].cells) == 2
        teacher.waits_saved()
        teacher.presses("Ctrl+Z")
        teacher.waits_saved()
        assert [teacher.sees_cell(n, TODAY) for n in ("Абрамова", "Андреев", "Белова")] == ["5", "", ""]

    def test_fill_right(self, teacher):
        teacher.goes_to("Абрамова", "26 ноября")
        teacher.types("3")
        teacher.goes_to("Абрамова", "26 ноября")
        for _ in range(2):
            teacher.presses("Shift+Right")
        teacher.presses("Ctrl+R")
        assert teacher.sees_cell("Абрамова", TODAY) == "3"

    def test_a_range_is_copied_as_a_spreadsheet_takes_it(self, teacher, doors):
        teacher.types("5 4")
        teacher.goes_to("Абрамова", TODAY)
        teacher.presses("Shift+Down")
        teacher.presses("Ctrl+C")
        assert doors.text == "5\n4"

    def test_paste_writes_the_allowed_and_lists_the_refused(self, teacher, office, doors):
        doors.text = "5\r\n4-\r\nн\r\n\r\n3/4\r\n"
        teacher.presses("Ctrl+V")
        shown = [teacher.sees_cell(n, TODAY) for n in ("Абрамова", "Андреев", "Белова", "Виноградова")]
        assert shown == ["5", "", "н", ""]
        assert len([act for act in office.acts if isinstance(act, EnterCells)]) == 1
        assert "Вставлено: 2 клетки, отказано: 2" in teacher.float_text()
        assert "Андреев Максим, 2 декабря: «4-» не поставить." in teacher.float_text()
        assert "п. 5.5" in teacher.float_text()
        teacher.waits_saved()
        teacher.presses("Ctrl+Z")
        teacher.waits_saved()
        assert [teacher.sees_cell(n, TODAY) for n in ("Абрамова", "Белова")] == ["", ""]

    def test_a_blank_cell_of_a_paste_wipes_nothing_out(self, teacher, doors):
        teacher.types("5")
        teacher.goes_to("Абрамова", TODAY)
        doors.text = "\t\n4"
        teacher.presses("Ctrl+V")
        assert teacher.sees_cell("Абрамова", TODAY) == "5"
        assert teacher.sees_cell("Андреев", TODAY) == "4"

    def test_a_paste_beyond_the_edge_keeps_to_the_page(self, teacher, doors):
        teacher.goes_to("Романов", TODAY)
        doors.text = "5\n4\n3"
        teacher.presses("Ctrl+V")
        assert teacher.sees_cell("Романов", TODAY) == "5"


class TestUndo:
    def test_undo_and_redo(self, teacher):
        teacher.types("5")
        teacher.waits_saved()
        teacher.presses("Ctrl+Z")
        teacher.waits_saved()
        assert teacher.sees_cell("Абрамова", TODAY) == ""
        assert teacher.stands_at() == ("Абрамова Дарья", TODAY)
        teacher.presses("Ctrl+Y")
        teacher.waits_saved()
        assert teacher.sees_cell("Абрамова", TODAY) == "5"

    def test_undo_of_what_is_not_durable_yet_waits_for_it(self, teacher, office):
        office.held = True
        teacher.types("5")
        teacher.presses("Ctrl+Z")
        assert teacher.sees_cell("Абрамова", TODAY) == "5"
        office.release()
        teacher.settles()
        office.release()
        teacher.waits_saved()
        assert teacher.sees_cell("Абрамова", TODAY) == ""

    def test_undo_goes_to_the_page_of_the_act(self, teacher):
        teacher.types("5")
        teacher.waits_saved()
        teacher.opens("7Б Алгебра")
        teacher.presses("Ctrl+Z")
        teacher.waits_saved()
        assert teacher.title() == "7А, Алгебра — ЭЖ"
        assert teacher.sees_cell("Абрамова", TODAY) == ""

    def test_nothing_to_undo_is_said_quietly(self, teacher):
        teacher.presses("Ctrl+Z")
        assert "Отменять нечего" in teacher.status()


class TestHistoryAndComment:
    @pytest.fixture
    def told(self, teacher, office):
        teacher.types("4")
        teacher.goes_to("Абрамова", TODAY)
        who = "Соколова Наталья Викторовна"
        key = (teacher.grid.marks.columns[teacher.grid.place[1]].key, 5001)
        office.history[key] = [
            HistoryLine("4", "2 декабря, 10:43", who, "ошибка", "", EntryRef(1, 2)),
            HistoryLine("3", "2 декабря, 10:40", who, "", "", EntryRef(1, 1)),
        ]
        return teacher

    def test_f9_shows_all_values_with_who_and_when(self, told):
        told.presses("F9")
        for words in ("Абрамова Дарья", "4", "2 декабря, 10:40, Соколова Наталья Викторовна", "Причина: ошибка"):
            assert words in told.float_text()
        told.presses("Escape")
        assert told.float_text() == ""

    def test_an_earlier_value_is_given_back_by_a_key(self, told):
        told.presses("Shift+F9")
        assert told.sees_cell("Абрамова", TODAY) == "3"

    def test_a_comment_is_written_on_a_key_and_shown_by_a_dot(self, told, office):
        told.presses("F2")
        told.answers("Работа переписана")
        assert isinstance(office.acts[-1], CommentCell)
        assert told.grid.marks.face(*told.grid.place).comment
        assert told.grid.hasFocus()
        assert "Работа переписана" in told.line()

    def test_escape_leaves_the_comment_as_it_was(self, told, office):
        before = len(office.acts)
        told.presses("F2")
        told.writes("нет")
        told.presses("Escape")
        assert len(office.acts) == before
        assert told.grid.hasFocus()


class TestKinds:
    def test_f4_sets_the_kind_of_the_lesson(self, teacher, office):
        teacher.presses("F4")
        teacher.chooses_kind("Контрольная работа")
        assert office.acts[-1] == SetLessonKind(
            1, teacher.grid.marks.columns[teacher.grid.place[1]].key, "control", None
        )
        assert "Контрольная работа" in teacher.line()

    def test_a_double_click_on_the_header_opens_the_same_menu(self, teacher):
        header = teacher.grid.horizontal
        at = header.viewport().rect().center()
        at.setX(header.sectionViewportPosition(teacher.grid.place[1]) + 5)
        QTest.mouseDClick(header.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
        teacher.chooses_kind("Зачёт")
        assert "Зачёт" in teacher.line()


class TestDistance:
    def test_clause_5_16_a_band_in_the_header_joins_lessons_held_at_a_distance(self, sits):
        first, last = date(2026, 11, 26), date(2026, 11, 30)
        lessons = tuple(replace(one, distance=first <= one.day <= last) for one in a_page().lessons)
        teacher = sits(FakeOffice(pages={1: replace(a_page(), lessons=lessons)}))
        header, model = teacher.grid.horizontal, teacher.grid.marks
        picture, top = header.viewport().grab().toImage(), teacher.grid.metrics.month + 1
        band = ink(tokens().accent_text)
        lefts = [(one.lesson, header.sectionViewportPosition(at)) for at, one in enumerate(model.columns)]
        shown = [(one.day, left + 3) for one, left in lefts if one and 0 <= left < picture.width() - 3]
        banded = [day for day, x in shown if picture.pixelColor(x, top) == band]
        assert banded == [one.day for one in lessons if one.distance]
        teacher.goes_to("Абрамова", "30 ноября")
        assert "дистанционно" in teacher.line()


class TestPeriods:
    PERIOD = "II четверть"

    def test_clause_5_13_the_sum_stands_in_the_line_of_the_cell(self, teacher):
        teacher.goes_to("Абрамова", self.PERIOD)
        assert "предложено" in teacher.line()
        assert " : " in teacher.line()

    def test_f7_shows_proposed_marks_in_pencil_and_the_teacher_enters_them(self, teacher, office):
        teacher.goes_to("Абрамова", self.PERIOD)
        teacher.presses("F7")
        proposed = teacher.sees_cell("Абрамова", self.PERIOD)
        face = teacher.grid.marks.face(*teacher.grid.place)
        assert (face.weight, face.under) == ("italic", "dotted")
        assert teacher.grid.marks.text(*teacher.grid.place) == ""
        teacher.types(proposed)
        assert isinstance(office.acts[-1], EnterPeriodMarks)
        assert teacher.grid.marks.text(0, teacher.grid.place[1]) == proposed

    def test_clause_5_15_not_attested_is_refused_with_advice(self, teacher):
        teacher.goes_to("Абрамова", self.PERIOD)
        teacher.types("н")
        assert "п. 5.15 Положения" in teacher.float_text()
        assert "индивидуальные занятия" in teacher.float_text()

    def test_clause_5_13_a_mark_far_from_the_mean_asks_for_a_reason_in_the_window(self, teacher, office):
        teacher.goes_to("Абрамова", self.PERIOD)
        teacher.types("1")
        assert teacher.question() is not None
        assert office.acts == []
        teacher.answers("Итоговая работа")
        assert office.acts[-1].marks[0].reason == "Итоговая работа"
        assert teacher.sees_cell("Абрамова", self.PERIOD) == "1"

    def test_a_closed_period_takes_nothing(self, teacher):
        teacher.goes_to("Абрамова", "I четверть")
        teacher.types("5")
        assert "закрыт" in teacher.float_text()

    def test_a_click_on_the_mean_writes_its_sum_out(self, teacher):
        side = teacher.window.marks.side
        teacher.clicks(side.viewport(), side.visualRect(side.model().index(0, 0)).center())
        assert "средний балл" in teacher.line()
        assert " : " in teacher.line()


class TestOtherCourses:
    def test_clause_3_8_an_ungraded_subject_takes_absence_alone(self, sits):
        teacher = sits(FakeOffice(pages={1: a_page(graded=False)}))
        teacher.types("5")
        assert "п. 3.8 Положения" in teacher.float_text()
        teacher.types("н")
        assert teacher.sees_cell("Абрамова", TODAY) == "н"

    def test_clause_3_7_grade_1_takes_absence_alone(self, sits):
        page = replace(a_page(marks_allowed=False), grade=1)
        teacher = sits(FakeOffice(pages={1: page}))
        teacher.types("5")
        assert "п. 3.7 Положения" in teacher.float_text()

    def test_a_person_without_a_page_sees_one_grey_line(self, sits):
        teacher = sits(FakeOffice(pages={}))
        assert teacher.title() == "ЭЖ"
        assert teacher.window.shelf.empty
        assert not teacher.grid.isVisible()

    def test_a_page_without_lessons_says_so(self, sits):
        teacher = sits(FakeOffice(pages={1: replace(a_page(filled=False), lessons=())}, landing=(1, 0)))
        assert "Расписания ещё нет" in teacher.window.marks._empty.text()

    def test_the_nearest_lesson_is_found_on_a_day_without_one(self, sits):
        page = a_page(today=date(2026, 12, 5))
        teacher = sits(FakeOffice(pages={1: page}))
        assert teacher.stands_at()[1] == "3 декабря"

    def test_another_windows_act_appears_by_itself(self, teacher, office):
        lesson = teacher.grid.marks.columns[teacher.grid.place[1]].key
        office.somebody_enters(1, lesson, 5002, "3")
        teacher.waits_until(lambda: teacher.sees_cell("Андреев", TODAY) == "3", "the other's mark", 2000)
        assert teacher.stands_at() == ("Абрамова Дарья", TODAY)

    def test_thirty_pupils_fit_the_screen_of_a_school(self, sits):
        teacher = sits(FakeOffice(pages={1: a_page(pupils=30)}))
        grid = teacher.grid
        last = grid.cell_rect(29, grid.place[1])
        assert grid.metrics.row == 17
        assert last.bottom() <= grid.viewport().height()

    def test_the_narrow_window_hides_what_it_must(self, sits, office):
        teacher = sits(office)
        teacher.window.resize(683, 330)
        teacher.settles()
        assert not teacher.window.marks.line.isVisible()
        assert not teacher.window.navigation.isVisible()
        teacher.presses("Ctrl+B")
        assert teacher.window.navigation.isVisible()
        teacher.opens("7Б Алгебра")
        assert not teacher.window.navigation.isVisible()

    def test_zoom_is_kept_for_the_person(self, teacher, settings):
        teacher.presses("Ctrl+=")
        assert teacher.grid.metrics.zoom == 110
        teacher.presses("Ctrl+0")
        assert teacher.grid.metrics.zoom == 100


def test_today_stays_in_sight_when_the_window_takes_its_size_later(sits, office):
    teacher = sits(office, (760, 500))
    teacher.window.resize(1366, 705)
    teacher.settles()
    today = teacher.grid.place[1]
    assert teacher.grid.columnAt(0) < today - 20
    assert teacher.grid.shows_whole(today + 6)


def test_a_reader_is_not_offered_what_a_teacher_does(sits):
    teacher = sits(FakeOffice(pages={1: a_page(writable=False)}))
    commands = teacher.window.commands
    assert not any(commands[name].isEnabled() for name in ("kind", "comment", "paste", "fill_down", "clear"))
    assert commands["history"].isEnabled()


class TestNavigation:
    @pytest.fixture
    def director(self, sits, office):
        places = office.places()
        office.places = lambda: [replace(place, group="Школа") for place in places]
        return sits(office)

    def rows(self, teacher):
        model = teacher.window.navigation.model()
        return [model.index(row, 0).data() for row in range(model.rowCount())]

    def test_classes_of_the_whole_school_fold(self, director):
        assert self.rows(director) == ["Школа", "7А класс", "7А Алгебра", "7А Русский язык", "7Б класс"]
        director.opens("7Б класс")
        assert self.rows(director)[-1] == "7Б Алгебра"
        director.opens("7Б Алгебра")
        assert director.title() == "7Б, Алгебра — ЭЖ"

    def test_arrows_walk_the_list_and_enter_opens(self, teacher):
        teacher.window.navigation.setFocus()
        teacher.presses("Down")
        assert teacher.title() == "7А, Алгебра — ЭЖ"
        teacher.presses("Return")
        assert teacher.title() == "7А, Русский язык — ЭЖ"


class TestSearch:
    def test_a_pupil_of_another_class_is_found(self, teacher):
        teacher.presses("Ctrl+K")
        teacher.waits_until(lambda: not teacher.window._gatherer._timer.isActive(), "gathered")
        teacher.writes("щербак 7б")
        assert teacher.window.search.found() == ["Щербакова Маргарита, 7Б"]
        teacher.presses("Return")
        assert teacher.title() == "7Б, Алгебра — ЭЖ"
        assert teacher.stands_at()[0] == "Щербакова Маргарита"


def test_the_screen_reader_hears_pupil_date_and_mark(teacher):
    teacher.types("4")
    assert teacher.hears_cell("Абрамова", TODAY) == "Абрамова Дарья, 2 декабря, отметка 4"


def test_no_pupil_stands_in_the_title(teacher):
    names = [pupil.surname for pupil in teacher.grid.marks.page.pupils]
    assert not any(name in teacher.title() for name in names)


def test_every_command_has_a_ctrl_or_f_key_and_no_key_is_taken_twice(teacher):
    from ezh_desktop.ui.menus import COMMANDS  # noqa: PLC0415 - one test asks for it

    keys = [key for command in COMMANDS for key in command.keys]
    assert len(keys) == len(set(keys))
    assert all("Ctrl" in key or key.rpartition("+")[2].startswith("F") for key in keys)


def test_help_opens_beside_the_page(teacher):
    teacher.presses("F1")
    shown = teacher.window.findChild(HelpWindow)
    assert shown.isVisible()
    assert not shown.isModal()
    assert "Ctrl+PgDown" in shown.findChild(QTextBrowser).toPlainText()
    shown.close()


def test_typing_never_lets_the_window_stand_still(teacher):
    with watched():
        for _ in range(3):
            teacher.types("5 4 3 н 2")
            teacher.presses("Ctrl+PgDown")


def test_the_watchdog_notices_a_standstill(qapp):
    def stand_still() -> None:
        for _ in range(3):
            qapp.processEvents()
        assert threading.Event().wait(0.2) is False

    with pytest.raises(AssertionError, match="stood still"), watched():
        stand_still()
