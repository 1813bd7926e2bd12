"""Findings in the window on a real file: signs, badges, the panel, what one act mends, and that typing goes on."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QApplication, QMenu

from ezh_desktop.domain.rules.base import Severity
from ezh_desktop.services.checking import class_findings, page_findings
from ezh_desktop.services.doors import CoursePlace
from ezh_desktop.ui.findings import counting
from ezh_desktop.ui.help import HelpWindow
from ezh_desktop.ui.widgets.badge import Badge
from tests.factories import CoursePlan, School, a_class, a_school, open_office, raw
from tests.ui.test_window_on_a_file import TODAY

PUPILS = ("Абрамова Дарья Олеговна", "Андреев Максим Ильич", "Белова Ксения Игоревна")


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> School:
    """7А with Алгебра and Физика of one teacher."""
    courses = (CoursePlan("Алгебра", weekdays=(2, 3)), CoursePlan("Физика", weekdays=(1, 4), number=2))
    return a_school(tmp_path_factory.mktemp("made") / "school.ezh", [a_class(pupils=PUPILS, courses=courses)])


@pytest.fixture
def school(made, tmp_path) -> School:
    return made.copied(tmp_path)


@pytest.fixture
def seat(sits, school):
    """Seats a person of the school, the page checked."""

    def sit(login="teacher", **more):
        teacher = sits(open_office(school, login, **more))
        if not teacher.window.course:
            teacher.window.open_course(school.courses["7А Алгебра"])
        teacher.waits_until(lambda: teacher.window.findings.live.found is not None, "checked")
        teacher.settles()
        return teacher

    return sit


def rows_of(teacher):
    return teacher.window.findings.rows()


def row_of(teacher, clause):
    return next((row for row in rows_of(teacher) if row.finding.clause == clause), None)


def sees(teacher, clause, *, there=True):
    """Waits until the panel has a row of the clause, or has none."""
    teacher.waits_until(lambda: (row_of(teacher, clause) is not None) is there, f"{clause} {there}")
    return row_of(teacher, clause)


def chooses(teacher, clause):
    """Makes the row of a clause the current one of the panel, which has the keys."""
    view = teacher.window.findings.panel.list
    model = view.findings
    at = next(n for n in range(model.rowCount()) if model.row_at(n).finding.clause == clause)
    view.setCurrentIndex(model.index(at))
    view.setFocus()
    return view, model.index(at)


class TestWhatIsShown:
    def test_lessons_without_topics_stand_on_tab_and_tree_and_button(self, seat):
        window = seat().window
        number = len([row for row in window.findings.rows() if row.finding.clause == "5.18"])
        assert number > 20
        spoken = window.head.tabs.accessibleTabName(1)
        assert spoken.startswith(f"Темы и задания, недочётов: {number}")
        row = window.navigation.nav.row_of(window.place)
        assert "есть просроченные" in window.navigation.nav.line_at(row).row.spoken()

    def test_a_weak_mark_without_another_gets_a_flag_until_it_has_one(self, seat):
        teacher = seat()
        teacher.goes_to("Андреев", "10 ноября")
        teacher.types("2")
        row = sees(teacher, "5.6")
        assert (row.names, row.finding.severity) == (("Андреев Максим",), Severity.OVERDUE)
        model = teacher.grid.marks
        at = next(n for n, one in enumerate(model.columns) if model.column_name(n) == "10 ноября")
        assert model.signs.cells[model.page.pupils[1].pupil, model.columns[at].key] is True
        assert "п. 5.6: После «2» нет новой отметки" in model.hint(1, at)
        assert "недочёт: п. 5.6" in model.spoken(1, at)
        teacher.goes_to("Андреев", "11 ноября")
        teacher.types("4")
        sees(teacher, "5.6", there=False)
        assert (model.page.pupils[1].pupil, model.columns[at].key) not in model.signs.cells

    def test_pages_not_in_view_are_counted_too(self, seat):
        teacher = seat()
        nav = teacher.window.navigation.nav

        def badge():
            rows = (nav.line_at(n) for n in range(nav.rowCount()))
            return next(one.row.badge.count for one in rows if one.place and one.place.subject_name == "Физика")

        teacher.waits_until(lambda: badge() > 20, "Физика counted", 6000)

    def test_what_is_shown_live_is_what_the_file_says(self, seat):
        teacher = seat()
        for column, marks in (("10 ноября", "2 5 4"), ("11 ноября", "н 3"), (TODAY, "5 2")):
            teacher.goes_to("Абрамова", column)
            teacher.types(marks)
        teacher.waits_saved()
        live = teacher.window.findings.live
        live.settle()
        stored = page_findings(teacher.window.office, live.course).all
        # When a thing was entered is known to the file alone: a late entry is told once the page is read anew.
        assert live.found.all == tuple(one for one in stored if one.clause != "4.4.1")
        teacher.waits_until(lambda: live.found.all == stored, "late entries")

    def test_a_reader_sees_findings_and_no_button(self, seat):
        teacher = seat("deputy")
        teacher.presses("Ctrl+M")
        assert rows_of(teacher)
        assert not any(row.link for row in rows_of(teacher))


class TestTheClass:
    def test_a_class_page_lists_what_its_cards_lack_and_leads_to_the_pupil(self, seat):
        teacher = seat("class_teacher")
        teacher.window.open_course(teacher.window.course, None, "summary")
        assert teacher.window.page.name == "summary"
        teacher.waits_until(lambda: row_of(teacher, "5.29") is not None, "the class checked")
        assert row_of(teacher, "5.29").names == ("Абрамова Дарья",)
        teacher.presses("Ctrl+M")
        assert teacher.window.findings.panel.title.text() == "Недочёты класса"
        view, _ = chooses(teacher, "5.29")
        teacher.presses("Return")
        assert not view.hasFocus()
        teacher.presses("Ctrl+1")
        assert teacher.window.findings.panel.title.text() == "Недочёты страницы"

    def test_a_week_that_is_not_confirmed_leads_to_the_absences(self, seat):
        teacher = seat("class_teacher")
        teacher.window.open_course(teacher.window.course, None, "summary")
        teacher.waits_until(lambda: row_of(teacher, "4.3.7") is not None, "the class checked")
        teacher.presses("Ctrl+M")
        chooses(teacher, "4.3.7")
        teacher.presses("Return")
        assert teacher.window.page.name == "absences"
        assert teacher.window.findings.panel.isVisible()

    def test_a_subject_teacher_is_not_told_of_cards(self, school):
        office = open_office(school, "teacher")
        with office.reading() as db:
            (school_class,) = db.execute("SELECT id FROM school_class").fetchone()
        assert class_findings(office, school_class) == ()
        office.close()


class TestThePanel:
    def test_the_key_opens_it_takes_the_keys_and_closes_it_again(self, seat):
        teacher = seat()
        panel = teacher.window.findings.panel
        assert not panel.isVisible()
        teacher.presses("Ctrl+M")
        assert panel.isVisible()
        assert panel.list.hasFocus()
        teacher.presses("Escape")
        assert teacher.grid.hasFocus()
        assert panel.isVisible()
        teacher.presses("Ctrl+M")
        assert panel.list.hasFocus()
        teacher.presses("Ctrl+M")
        assert not panel.isVisible()
        assert teacher.grid.hasFocus()

    def test_f6_walks_through_it(self, seat):
        teacher = seat()
        teacher.presses("Ctrl+M")
        teacher.presses("Escape")
        teacher.presses("F6")
        teacher.presses("F6")
        assert teacher.window.findings.panel.list.hasFocus()

    def test_a_wide_window_has_it_open_until_the_person_closes_it(self, sits, school):
        teacher = sits(open_office(school, "teacher"), (1600, 800))
        assert teacher.window.findings.panel.isVisible()
        assert teacher.grid.hasFocus()
        teacher.window.findings.turn_panel()
        teacher.window.resize(1700, 800)
        teacher.settles()
        assert not teacher.window.findings.panel.isVisible()

    def test_enter_goes_to_the_cell_and_a_click_too(self, seat):
        teacher = seat()
        teacher.goes_to("Андреев", "10 ноября")
        teacher.types("2")
        sees(teacher, "5.6")
        teacher.goes_to("Абрамова", TODAY)
        teacher.presses("Ctrl+M")
        view, index = chooses(teacher, "5.6")
        teacher.presses("Return")
        assert teacher.stands_at() == ("Андреев Максим", "10 ноября")
        assert teacher.grid.hasFocus()
        teacher.goes_to("Абрамова", TODAY)
        teacher.clicks(view.viewport(), view.visualRect(index).topLeft() + QPoint(60, 12))
        assert teacher.stands_at() == ("Андреев Максим", "10 ноября")

    def test_a_finding_of_a_topic_leads_to_the_other_tab(self, seat):
        teacher = seat()
        teacher.presses("Ctrl+M")
        _, index = chooses(teacher, "5.18")
        lesson = index.model().row_at(index.row()).finding.lesson
        teacher.presses("Return")
        assert teacher.window.page.name == "topics"
        assert teacher.window.page.lesson.lesson == lesson

    def test_the_filters_leave_a_part(self, seat):
        teacher = seat()
        teacher.presses("Ctrl+M")
        panel = teacher.window.findings.panel
        overdue = sum(row.finding.severity is Severity.OVERDUE for row in rows_of(teacher))
        panel._filters.button(1).click()
        assert panel.list.findings.rowCount() == overdue

    def test_help_in_the_panel_is_the_panels(self, seat):
        teacher = seat()
        teacher.presses("Ctrl+M")
        teacher.presses("F1")
        shown = teacher.window.findChild(HelpWindow)
        assert "недочёты страницы" in shown.windowTitle()
        text = shown._text.toPlainText()
        assert "5.38" in text
        assert "Листок здоровья заполняет медицинский работник." in text
        shown.close()


class TestMending:
    def test_the_briefing_is_added_to_the_topic_by_one_act_and_taken_back_by_one(self, seat, school):
        teacher = seat()
        teacher.opens("7А Физика")
        teacher.presses("Ctrl+2")
        page = teacher.window.page
        first = page.ground.live.lessons[0].lesson
        page.go_lesson(first)
        teacher.writes("Что изучает физика")
        teacher.presses("Ctrl+Down")
        row = sees(teacher, "5.20")
        assert row.link == "Добавить инструктаж в тему"
        teacher.waits_until(lambda: page.ground.note(page.ground.live.lessons[0]) == "п. 5.20", "told in the row")
        teacher.presses("Ctrl+M")
        chooses(teacher, "5.20")
        teacher.presses("Ctrl+Return")
        sees(teacher, "5.20", there=False)
        teacher.waits_saved()
        topic = f"SELECT topic FROM lesson_record WHERE lesson = {first}"
        assert raw(school, topic) == [("Вводный инструктаж по охране труда. Что изучает физика",)]
        teacher.presses("Ctrl+Z")
        teacher.waits_saved()
        assert raw(school, topic) == [("Что изучает физика",)]
        sees(teacher, "5.20")

    def test_the_link_of_a_debt_opens_the_marks_for_it(self, seat):
        teacher = seat()
        teacher.goes_to("Абрамова", "10 ноября")
        teacher.presses("F4")
        teacher.chooses_kind("Контрольная работа")
        for pupil, mark in (("Абрамова", "н"), ("Андреев", "4"), ("Белова", "5")):
            teacher.goes_to(pupil, "10 ноября")
            teacher.types(mark)
        row = sees(teacher, "5.7")
        assert (row.names, row.link) == (("Абрамова Дарья",), "Внести отметку за работу")
        teacher.presses("Ctrl+M")
        view, index = chooses(teacher, "5.7")
        teacher.clicks(view.viewport(), view.link_rect(index).center().toPoint())
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        menu.actions()[1].trigger()
        menu.close()
        sees(teacher, "5.7", there=False)

    def test_who_was_given_a_two_is_found_in_todays_lesson(self, seat):
        teacher = seat()
        teacher.goes_to("Андреев", "10 ноября")
        teacher.types("2")
        assert sees(teacher, "5.6").link == "К ближайшему уроку"
        teacher.presses("Ctrl+M")
        chooses(teacher, "5.6")
        teacher.presses("Ctrl+Return")
        assert teacher.stands_at() == ("Андреев Максим", TODAY)


class TestCounting:
    def test_numbers_that_have_grown_old_are_taken_again(self, qtbot, monkeypatch):
        asked = []
        monkeypatch.setattr(counting, "FIRST_MS", 0)
        monkeypatch.setattr(counting, "NEXT_MS", 0)
        places = [CoursePlace(course, "7А", "Алгебра", "", "Мои страницы") for course in (1, 2)]
        places.append(CoursePlace(3, "9А", "Алгебра", "", "Школа"))
        owner = QObject()
        counts = counting.Counting(asked.append, owner)
        with qtbot.waitSignal(counts.counted):
            counts.show_places(places)
        assert asked == [1, 2]
        counts.show_places(places)
        assert asked == [1, 2]
        monkeypatch.setattr(counting, "OLD_MS", -1)
        with qtbot.waitSignal(counts.counted):
            counts.show_places(places)
        assert asked == [1, 2, 1, 2]

    def test_a_number_stands_by_its_page_alone(self):
        owner = QObject()
        counts = counting.Counting(lambda _course: None, owner)
        counts.note(2, Badge(3, overdue=True))
        places = [CoursePlace(course, "7А", "Алгебра", "", "Мои страницы") for course in (1, 2)]
        assert [(one.badge, one.overdue) for one in counts.badged(places)] == [(0, False), (3, True)]


class TestTypingGoesOn:
    def test_findings_that_come_and_go_take_no_keys(self, seat, school):
        teacher = seat()
        teacher.presses("Ctrl+M")
        teacher.presses("Escape")
        teacher.goes_to("Абрамова", "10 ноября")
        for mark in "2н4":
            teacher.types(mark)
            teacher.window.findings.live.settle()
        assert teacher.grid.hasFocus()
        teacher.waits_saved()
        marks = raw(school, "SELECT value FROM cell JOIN pupil ON pupil.id = cell.pupil ORDER BY surname")
        assert [value for (value,) in marks] == ["2", "н", "4"]

    def test_a_window_may_be_closed_while_pages_are_checked(self, seat):
        for _ in range(4):
            teacher = seat()
            findings = teacher.window.findings
            findings.live.ask()
            teacher.window.close()
            findings.live.ask()
            teacher.settles()
            assert findings.live._check(findings.live.course) is None

    def test_another_window_s_marks_are_seen(self, seat, sits, school):
        teacher = seat()
        other = sits(open_office(school, "teacher"))
        other.goes_to("Белова", "10 ноября")
        other.types("2")
        other.waits_saved()
        sees(teacher, "5.6")
