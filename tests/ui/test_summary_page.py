"""The page «Сводная ведомость» as a person uses it: what is seen, where a number leads, what the council decides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton, QTreeWidget

from ezh_desktop.domain.change import EntryRef
from ezh_desktop.errors import StaleRefused
from ezh_desktop.services.doors import HistoryLine
from ezh_desktop.ui.dialogs.council import CouncilDialog
from ezh_desktop.ui.dialogs.printing import PrintDialog
from ezh_desktop.ui.help import HelpWindow, help_text
from ezh_desktop.ui.summaryfoot import Figure
from tests.factories import CoursePlan, a_class, a_school, fake_clock, open_office, raw
from tests.ui.fake_office import FakeOffice, a_page
from tests.ui.fake_summary import CLASS, a_sheet


def seen(**sheet):
    return FakeOffice(
        pages={1: a_page(), 2: a_page(course=2, subject="Русский язык")}, summaries={CLASS: a_sheet(**sheet)}
    )


@pytest.fixture
def deputy(sits):
    """Sits at the sheet of 7А on 27 May."""
    return lambda **sheet: opened(sits, seen(**sheet))


def opened(sits, office):
    person = sits(office)
    person.presses("Ctrl+3")
    return person


def page_of(person):
    return person.window.page


def model_of(person):
    return page_of(person).page, page_of(person)._model


def goes(person, pupil, column):
    _, model = model_of(person)
    row = next(row for row, one in enumerate(model.page.pupils) if one.name.startswith(pupil))
    at = next(at for at in range(model.columnCount()) if model.column_name(at) == column)
    page_of(person).grid.go(row, at)
    person.settles()


def float_text(person):
    shown = page_of(person).beside.shown
    return "\n".join(label.text() for label in shown.findChildren(QLabel)) if shown else ""


def decision(person, pupil):
    _, model = model_of(person)
    row = next(row for row, one in enumerate(model.page.pupils) if one.name.startswith(pupil))
    return model.text(row, model.decision_column)


def asks(person):
    """Opens the council's dialog by its key."""
    person.presses("Ctrl+W")
    dialog = next(one for one in person.window.findChildren(CouncilDialog) if one.isVisible())
    dialog.activateWindow()
    person.settles()
    return dialog


def types_in(person, dialog, name, text):
    field = dialog.findChild(QLineEdit, name)
    field.setFocus()
    field.selectAll()
    for letter in text:
        QTest.keyClick(field, letter) if letter.isascii() else field.insert(letter)
    person.settles()


def enter(dialog):
    return dialog.findChild(QPushButton, "enter")


def presses_enter(person, dialog):
    QTest.mouseClick(enter(dialog), Qt.MouseButton.LeftButton)
    person.waits_saved()


class TestSeen:
    def test_the_tab_is_there_for_who_may_read_the_sheet(self, sits, office):
        assert sits(office).tabs() == ["Отметки", "Темы и задания"]
        assert sits(seen()).tabs() == ["Отметки", "Темы и задания", "Сводная ведомость"]

    def test_the_head_and_the_window_name_the_class(self, deputy):
        person = deputy()
        assert person.window.head.title.text() == "7А Класс"
        assert person.title() == "7А, сводная ведомость — ЭЖ"

    def test_the_cursor_opens_at_the_latest_marks_of_the_first_pupil(self, deputy):
        """5.33: the line tells what a year's mark is counted from."""
        person = deputy()
        line = page_of(person).line.text
        assert line.startswith("Абрамова Дарья, Русский язык, год: отметка 5 · предложено 5, среднее (5 + 4 + 5 + 5)")

    def test_one_period_shows_a_column_a_subject_and_its_own_figures(self, deputy):
        person = deputy()
        _, model = model_of(person)
        assert len(model.columns) == 16 * 5
        person.presses("Ctrl+Shift+PgUp")
        person.presses("Ctrl+Shift+PgUp")
        assert len(model.columns) == 16
        assert page_of(person).grid.upright
        assert "на конец IV четверти" in page_of(person).foot.text
        person.presses("Ctrl+Shift+PgDown")
        assert "на конец года" in page_of(person).foot.text

    def test_a_half_year_stands_with_the_quarter_that_ends_it(self, deputy):
        """4.4.6."""
        person = deputy(subjects=2, halves=True)
        names = []
        for _ in range(4):
            _, model = model_of(person)
            page_of(person).line.switch.step(-1)
        for _ in range(2):
            names.append([model.column_name(at) for at in range(len(model.columns))])
            page_of(person).line.switch.step(-1)
        assert names[0] == ["Русский язык, II четверть", "Литература, I полугодие"]
        assert names[1] == ["Русский язык, I четверть"]

    def test_a_number_at_the_foot_leads_to_its_pupils(self, deputy):
        person = deputy()
        failing = next(one for one in page_of(person).foot.findChildren(Figure) if "неуспев" in one.text())
        assert failing.text() == "неуспевающие 1"
        person.clicks(failing)
        assert page_of(person).line.text.startswith("Мельников Роман")

    def test_a_share_at_the_foot_tells_its_sum(self, deputy):
        """Every number is a door."""
        person = deputy()
        share = next(one for one in page_of(person).foot.findChildren(Figure) if one.text().startswith("успеваемость"))
        assert share.text() == "успеваемость 96 %"
        person.clicks(share)
        assert page_of(person).line.text.endswith("учащиеся без «2» и «1»: 25 · 100 : 26 = 96,15\xa0%")

    def test_what_is_owed_stands_in_the_place_of_the_decision(self, deputy):
        assert decision(deputy(), "Тихонов") == "нет годовой: Геометрия"

    def test_grade_one_has_the_decisions_alone(self, deputy):
        """3.7."""
        person = deputy(grade=1, decided=False)
        assert not page_of(person).foot.isVisible()
        assert person.window.focusWidget() is page_of(person).side

    def test_the_screen_reader_hears_pupil_subject_and_mark(self, deputy):
        person = deputy()
        goes(person, "Мельников", "Алгебра, год")
        _, model = model_of(person)
        place = page_of(person).grid.place
        assert model.spoken(*place) == "Мельников Роман, Алгебра, год, отметка 2"
        goes(person, "Жуков", "Алгебра, III четверть")
        assert "вне списка класса" in model.spoken(*page_of(person).grid.place)

    def test_thirty_pupils_stand_on_the_screen_at_once(self, deputy):
        grid = page_of(deputy(pupils=30)).grid
        assert grid.shows_row(29)
        assert grid.verticalScrollBar().maximum() == 0


class TestKeys:
    def test_enter_opens_the_page_where_the_mark_stands(self, deputy):
        """5.33: one goes to the marks and comes back to the same cell."""
        person = deputy()
        goes(person, "Комаров", "Алгебра, II четверть")
        person.presses("Return")
        assert person.window.page.name == "marks"
        assert person.stands_at() == ("Комаров Артём", "II четверть")
        person.presses("Ctrl+3")
        assert page_of(person).line.text.startswith("Комаров Артём, Алгебра, II четверть")

    def test_the_menu_of_a_cell_holds_its_commands(self, deputy):
        person = deputy()
        goes(person, "Комаров", "Алгебра, II четверть")
        page = page_of(person)
        menu = page.side.menu
        page.grid.viewport().setFocus()
        at = page.grid.cell_rect(*page.grid.place).center()
        viewport = page.grid.viewport()
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, viewport.mapToGlobal(at))
        QApplication.sendEvent(viewport, event)
        assert menu.isVisible()
        assert [one.text() for one in menu.actions() if one.text()] == [
            "Копировать", "К отметке на странице предмета", "История клетки", "Решение совета…",
            "Отменить решение совета",
        ]  # fmt: skip
        menu.close()
        person.presses("Ctrl+Return")
        assert person.stands_at() == ("Комаров Артём", "II четверть")

    def test_a_page_that_is_not_mine_is_said_and_nothing_opens(self, deputy):
        person = deputy()
        goes(person, "Комаров", "Физика, год")
        person.presses("Return")
        assert person.window.page.name == "summary"
        assert "среди ваших нет" in person.status()

    def test_a_typed_mark_is_refused_with_the_way_to_its_page(self, deputy):
        """5.33."""
        person = deputy()
        person.types("5")
        assert "Здесь отметку не поставить" in float_text(person)
        assert "п. 5.33 Положения" in float_text(person)

    def test_arrows_go_over_to_group_and_decision_and_back(self, deputy):
        person = deputy(subjects=1)
        for _ in range(3):
            person.presses("Right")
        assert person.window.focusWidget() is page_of(person).side
        assert "Протокол педсовета № 8" in page_of(person).line.text
        for _ in range(2):
            person.presses("Left")
        assert person.window.focusWidget() is page_of(person).grid
        assert "Русский язык, год" in page_of(person).line.text

    def test_a_range_is_copied_as_a_table(self, deputy, doors):
        person = deputy()
        goes(person, "Абрамова", "Русский язык, I четверть")
        person.presses("Shift+Right")
        person.presses("Shift+Down")
        person.presses("Ctrl+C")
        assert doors.text == "5\t4\n3\t4"

    def test_f9_tells_the_history_of_the_mark(self, deputy):
        person = deputy()
        goes(person, "Комаров", "Алгебра, I четверть")
        key = (101, 5014)
        person.window.office.history[key] = [HistoryLine("5", "23 октября, 12:00", "Соколова", "", "", EntryRef(1, 2))]
        person.presses("F9")
        assert "23 октября, 12:00, Соколова" in float_text(person)
        assert "примечание" not in float_text(person)


class TestCouncil:
    def test_a_class_is_promoted_in_one_act_but_for_who_fails(self, deputy):
        """5.35: each in the pupil's own gender; who left is told of, who fails is left to the council."""
        person = deputy(decided=False)
        dialog = asks(person)
        assert not enter(dialog).isEnabled()
        types_in(person, dialog, "number", "9")
        assert enter(dialog).text() == "Внести 24 решения"
        presses_enter(person, dialog)
        assert decision(person, "Абрамова") == "Переведена в 8 класс"
        assert decision(person, "Андреев") == "Переведён в 8 класс"
        assert decision(person, "Мельников") == ""
        assert decision(person, "Жуков").startswith("Выбыл. Дата выбытия 16.11.2026")
        assert len(person.window.office.acts) == 1
        person.presses("Ctrl+Z")
        person.waits_saved()
        assert decision(person, "Абрамова") == ""
        person.presses("Ctrl+Y")
        person.waits_saved()
        assert decision(person, "Абрамова") == "Переведена в 8 класс"

    def test_a_range_of_pupils_is_what_the_dialog_ticks(self, deputy):
        person = deputy(decided=False)
        goes(person, "Абрамова", "Русский язык, год")
        person.presses("Shift+Down")
        dialog = asks(person)
        types_in(person, dialog, "number", "9")
        assert enter(dialog).text() == "Внести 2 решения"

    def test_who_may_not_get_a_decision_is_told_why(self, deputy):
        """5.35, 5.36."""
        person = deputy()
        dialog = asks(person)
        tree = dialog.findChild(QTreeWidget, "pupils")
        words = {tree.topLevelItem(at).text(0): tree.topLevelItem(at).text(2) for at in range(27)}
        assert words["Абрамова Дарья"].startswith("Такое решение уже внесено")
        assert words["Жуков Матвей"].startswith("Ученик выбыл 16.11.2026")
        assert words["Мельников Роман"] == "Переведён в 8 класс"
        assert enter(dialog).text() == "Внести"

    def test_a_wrong_class_is_said_and_nothing_can_be_entered(self, deputy):
        person = deputy(decided=False)
        dialog = asks(person)
        types_in(person, dialog, "number", "9")
        types_in(person, dialog, "words", "9")
        assert "Из 7 класса переводят в 8." in dialog.findChild(QLabel, "message").text()
        assert not enter(dialog).isEnabled()

    def test_the_last_decision_is_cancelled_by_one_key_and_comes_back(self, deputy):
        person = deputy()
        goes(person, "Белова", "Русский язык, год")
        person.window.office.held = True
        person.presses("Ctrl+Shift+W")
        assert "Решение отменено: Переведена в 8 класс" in person.status()
        person.window.office.held = False
        person.window.office.release()
        person.waits_saved()
        assert decision(person, "Белова") == ""
        person.presses("Ctrl+Z")
        person.waits_saved()
        assert decision(person, "Белова") == "Переведена в 8 класс"

    def test_grade_nine_is_admitted_first_and_finishes_then(self, deputy):
        """5.35: two decisions, the dialog offers the next one."""
        person = deputy(grade=9, decided=False)
        dialog = asks(person)
        assert dialog.kind.label == "Допустить к государственной итоговой аттестации"
        types_in(person, dialog, "number", "7")
        presses_enter(person, dialog)
        assert decision(person, "Абрамова") == "Допущена к государственной итоговой аттестации"
        dialog = asks(person)
        assert dialog.kind.label == "Отчислить в связи с окончанием основной школы"
        types_in(person, dialog, "number", "9")
        presses_enter(person, dialog)
        assert decision(person, "Андреев").endswith("; Отчислен в связи с окончанием основной школы")

    def test_a_free_decision_needs_its_words(self, deputy):
        """5.35: free text with a protocol is allowed."""
        person = deputy(decided=False)
        dialog = asks(person)
        kind = dialog.findChild(QComboBox, "kind")
        kind.setFocus()
        QTest.keyClick(kind, Qt.Key.Key_End)
        person.settles()
        types_in(person, dialog, "number", "9")
        assert "Впишите решение словами" in dialog.findChild(QLabel, "message").text()
        dialog.findChild(QLineEdit, "words").setFocus()
        dialog.findChild(QLineEdit, "words").insert("Не допущен")
        dialog.findChild(QLineEdit, "words").textEdited.emit("Не допущен")
        assert enter(dialog).isEnabled()
        presses_enter(person, dialog)
        assert decision(person, "Андреев") == "Не допущен"

    def test_space_ticks_a_pupil(self, deputy):
        person = deputy(decided=False)
        dialog = asks(person)
        types_in(person, dialog, "number", "9")
        tree = dialog.findChild(QTreeWidget, "pupils")
        tree.setFocus()
        QTest.keyClick(tree, Qt.Key.Key_Space)
        assert enter(dialog).text() == "Внести 23 решения"

    def test_escape_leaves_everything_as_it_was(self, deputy):
        person = deputy(decided=False)
        dialog = asks(person)
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        person.settles()
        assert person.window.office.acts == []

    def test_who_may_not_decide_has_no_command_for_it(self, deputy):
        """IV: decisions are the deputy's."""
        person = deputy(may_decide=False)
        assert not person.window.commands["council"].isEnabled()
        person.presses("Ctrl+W")
        assert not [one for one in person.window.findChildren(CouncilDialog) if one.isVisible()]
        shown = [one.text() for one in page_of(person).line.findChildren(QPushButton) if one.isVisible()]
        assert "Решение совета" not in shown

    def test_a_pending_decision_carries_a_ring_and_a_late_refusal_takes_it_back(self, deputy):
        person = deputy(decided=False)
        office = person.window.office
        office.held = True
        dialog = asks(person)
        types_in(person, dialog, "number", "9")
        QTest.mouseClick(enter(dialog), Qt.MouseButton.LeftButton)
        person.settles()
        _, model = model_of(person)
        assert model.pending(0)
        office.fail(StaleRefused("Это решение уже изменили.", "Обновите страницу."))
        person.settles()
        assert not model.pending(0)
        assert decision(person, "Абрамова") == ""
        assert "Это решение уже изменили" in float_text(person)

    def test_what_was_settled_out_of_sight_is_not_pending_any_more(self, deputy):
        person = deputy(decided=False)
        office = person.window.office
        office.held = True
        dialog = asks(person)
        types_in(person, dialog, "number", "9")
        QTest.mouseClick(enter(dialog), Qt.MouseButton.LeftButton)
        person.settles()
        person.presses("Ctrl+1")
        office.release()
        person.waits_saved()
        person.presses("Ctrl+3")
        _, model = model_of(person)
        assert not model.pending(0)
        assert decision(person, "Абрамова") == "Переведена в 8 класс"
        assert len(model.page.decisions) == 24

    def test_undo_from_another_tab_comes_back_to_the_sheet_of_the_same_place(self, deputy):
        person = deputy()
        person.opens("7А Русский язык")
        goes(person, "Белова", "Русский язык, год")
        person.presses("Ctrl+Shift+W")
        person.waits_saved()
        person.presses("Ctrl+1")
        person.presses("Ctrl+Z")
        person.waits_saved()
        assert person.window.page.name == "summary"
        assert person.window.course == 2
        assert decision(person, "Белова") == "Переведена в 8 класс"

    def test_a_decision_that_is_still_being_written_is_not_cancelled(self, deputy):
        person = deputy(decided=False)
        person.window.office.held = True
        dialog = asks(person)
        types_in(person, dialog, "number", "9")
        QTest.mouseClick(enter(dialog), Qt.MouseButton.LeftButton)
        person.settles()
        person.presses("Ctrl+Shift+W")
        assert "Решение ещё записывается" in person.status()
        assert len(person.window.office.acts) == 1

    def test_a_decision_of_another_window_appears_by_itself(self, deputy):
        person = deputy(decided=False)
        office = person.window.office
        office.summaries[CLASS] = a_sheet()
        office._mark_changed("council_decision", CLASS)
        person.window._on_poll()
        assert decision(person, "Абрамова") == "Переведена в 8 класс"


class TestPaper:
    def test_the_sheet_is_saved_as_pdf_and_as_a_table(self, sits, doors, monkeypatch, tmp_path):
        saved = {}
        names = iter(("ведомость.pdf", "ведомость.xlsx"))
        monkeypatch.setattr(doors, "save_file", lambda *_: tmp_path / next(names), raising=False)
        person = sits(seen(), save=lambda path, data: saved.update({path.name: data[:2]}))
        person.presses("Ctrl+3")
        person.presses("Ctrl+Shift+P")
        person.waits_until(lambda: "Сохранено: ведомость.pdf" in person.status(), "the word of saving", 20_000)
        person.presses("Ctrl+Shift+S")
        person.waits_until(lambda: "Сохранено: ведомость.xlsx" in person.status(), "the word of saving", 20_000)
        assert saved == {"ведомость.pdf": b"%P", "ведомость.xlsx": b"PK"}

    def test_printing_opens_at_the_sheet(self, deputy, doors, monkeypatch):
        monkeypatch.setattr(doors, "printers", list, raising=False)
        person = deputy()
        person.presses("Ctrl+P")
        dialog = next(one for one in person.window.findChildren(PrintDialog) if one.isVisible())
        person.waits_until(lambda: dialog.shown, "the preview", 20_000)
        assert {page.subject for page in dialog.paper.pages} == {"Сводная ведомость"}
        dialog.reject()

    def test_f1_tells_of_the_page_and_of_its_dialog(self, deputy):
        person = deputy()
        person.presses("F1")
        shown = person.window.findChild(HelpWindow)
        assert shown.windowTitle() == "Справка: сводная ведомость — ЭЖ"
        assert "Решение совета" in help_text("summary")
        shown.close()


class TestShapes:
    def test_the_narrow_window_keeps_marks_and_decision(self, sits):
        person = sits(seen(), (683, 321))
        person.window.head.tabs.setCurrentIndex(2)
        person.settles()
        side = page_of(person).side
        _, model = model_of(person)
        assert side.isColumnHidden(model.group_column)
        assert page_of(person).grid.width() > 400

    def test_zoom_scales_rows_and_columns(self, deputy):
        person = deputy()
        grid = page_of(person).grid
        before = grid.columnWidth(0)
        for _ in range(5):
            person.presses("Ctrl+=")
        assert grid.columnWidth(0) == round(before * 1.5)

    def test_a_class_without_pupils_says_so(self, deputy):
        person = deputy(pupils=0)
        words = [label.text() for label in page_of(person).findChildren(QLabel) if label.isVisible()]
        assert any(text.startswith("В классе никого нет") for text in words)

    def test_a_pupil_who_came_meanwhile_keeps_the_cursor_on_its_cell(self, deputy):
        person = deputy(pupils=20)
        goes(person, "Комаров", "Алгебра, год")
        person.window.office.summaries[CLASS] = replace(a_sheet(pupils=21), cursor=1)
        person.presses("F5")
        assert page_of(person).line.text.startswith("Комаров Артём, Алгебра, год")


def test_decisions_stand_in_the_file(sits, tmp_path):
    """5.35: on a real file, by the deputy, with undo; the class teacher reads and may not decide."""
    courses = (CoursePlan("Алгебра"), CoursePlan("Русский язык"))
    names = ("Абрамова Дарья Олеговна", "Андреев Максим Ильич")
    school = a_school(tmp_path / "school.ezh", [a_class(pupils=names, courses=courses)])
    person = sits(open_office(school, "deputy", fake_clock(date(2027, 5, 31))), grid=False)
    person.window.open_course(school.courses["7А Алгебра"], tab="summary")
    person.settles()
    dialog = asks(person)
    types_in(person, dialog, "number", "9")
    presses_enter(person, dialog)
    assert decision(person, "Абрамова") == "Переведена в 8 класс"
    assert raw(school, "SELECT count(*) FROM council_decision WHERE cancelled = 0")[0][0] == 2
    goes(person, "Андреев", "Решение педагогического совета")
    person.presses("Ctrl+Shift+W")
    person.waits_saved()
    assert raw(school, "SELECT count(*) FROM council_decision WHERE cancelled = 0")[0][0] == 1
    person.presses("Ctrl+Z")
    person.waits_saved()
    assert decision(person, "Андреев") == "Переведён в 8 класс"
    reader = sits(open_office(school, "class_teacher", fake_clock(date(2027, 5, 31))), grid=False)
    reader.window.open_course(school.courses["7А Алгебра"], tab="summary")
    reader.settles()
    assert decision(reader, "Абрамова") == "Переведена в 8 класс"
    assert not reader.window.commands["council"].isEnabled()
