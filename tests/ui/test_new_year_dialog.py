"""«Новый учебный год…»: page after page by the keyboard, refused where it is wrong, made by the last button (4.1.4)."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtWidgets import QLabel, QLineEdit

from ezh_desktop.services.acts import EnterDecision, NewDecision
from ezh_desktop.services.structure.calendar import read_calendar
from ezh_desktop.services.verifying import verify
from ezh_desktop.ui.dialogs.structure.assistant import ASKED, HINT
from ezh_desktop.ui.dialogs.structure.newyear import NewYearDialog
from tests.factories import a_class, a_school, fake_clock, open_office
from tests.services.structure.bare import AUGUST, a_bare_school
from tests.ui.clerk import Clerk, ClerkDoors

JUNE = date(2027, 6, 3)
PAGES = [
    "1. Школа", "2. Год и периоды", "3. Каникулы", "4. Неделя и звонки", "5. Числа правил", "6. Классы",
    "7. Что будет записано",
]  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return a_school(tmp_path_factory.mktemp("assistant") / "журнал.ezh", [a_class("7А")])


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    return a_bare_school(tmp_path_factory.mktemp("assistant") / "новая.ezh")


@pytest.fixture
def doors():
    return ClerkDoors()


@pytest.fixture
def sits_down(qtbot, themed, doors, tmp_path):
    opened = []

    def sit(school, day) -> Clerk:
        copied = school.copied(tmp_path)
        office = open_office(copied, "admin", fake_clock(day))
        dialog = NewYearDialog(office, doors)
        qtbot.addWidget(dialog)
        dialog.show()
        dialog.activateWindow()
        clerk = Clerk(dialog, qtbot)
        clerk.school = copied
        opened.append((clerk, office))
        return clerk

    yield sit
    for clerk, office in opened:
        clerk.waits()
        office.close()


@pytest.fixture
def clerk(sits_down, made):
    return sits_down(made, JUNE)


@pytest.fixture
def first(sits_down, bare):
    return sits_down(bare, AUGUST)


def page(clerk) -> str:
    return clerk.parts()[clerk.dialog.list.currentRow()]


def told(clerk) -> str:
    return "\n".join(one.text() for one in clerk.dialog._summary.findChildren(QLabel) if one.isVisible())


def entries(clerk) -> int:
    with clerk.dialog.office.reading() as db:
        return db.execute("SELECT count(*) FROM entry WHERE action <> 'session.open'").fetchone()[0]


class TestTheUsualYear:
    def test_it_takes_seven_strokes_of_enter(self, clerk):
        before = entries(clerk)
        seen = []
        for _ in range(6):
            seen.append(page(clerk))
            clerk.presses("Return")
        assert [*seen, page(clerk)] == PAGES
        assert entries(clerk) == before
        assert "8А из 7А" in told(clerk)
        assert clerk.dialog.save_button.text() == "Создать 2027/2028"
        clerk.presses("Return")
        clerk.waits()
        assert clerk.strokes == 7
        assert entries(clerk) == before + 1
        assert clerk.message().startswith("Сохранено.")
        assert read_calendar(clerk.dialog.office, clerk.dialog.made).year.label == "2027/2028"
        assert verify(clerk.dialog.office).sound

    def test_when_it_is_made_enter_closes_and_nothing_is_asked(self, clerk, doors):
        clerk.presses(*["Return"] * 7)
        clerk.waits()
        assert clerk.parts() == ["Готово"]
        clerk.presses("Return")
        assert not clerk.dialog.isVisible()
        assert doors.asked == []

    def test_the_undecided_are_named_before_it_is_made(self, clerk):
        clerk.goes_to("6. Классы")
        assert clerk.message().startswith("О 6 учениках нет решения педсовета")
        clerk.presses("Return")
        assert "О 6 учениках нет решения педсовета" in told(clerk)


class TestGoing:
    def test_alt_with_an_arrow_goes_on_and_back(self, clerk):
        clerk.presses("Alt+Right", "Alt+Right")
        assert page(clerk) == "3. Каникулы"
        clerk.presses("Alt+Left")
        assert page(clerk) == "2. Год и периоды"
        clerk.clicks("Назад")
        assert page(clerk) == "1. Школа"
        assert not clerk.dialog.back_button.isEnabled()

    def test_enter_on_the_button_back_goes_back(self, clerk):
        clerk.presses("Return")
        clerk.dialog.back_button.setFocus()
        clerk.presses("Return")
        assert page(clerk) == "1. Школа"

    def test_f6_goes_into_the_table_where_ctrl_enter_goes_on(self, clerk):
        clerk.goes_to("4. Неделя и звонки")
        clerk.presses("F6")
        assert clerk.dialog.focusWidget() is clerk.table("bells")
        clerk.presses("Return")
        assert page(clerk) == "4. Неделя и звонки"
        clerk.presses("Ctrl+Return")
        assert page(clerk) == "5. Числа правил"

    def test_f6_goes_from_one_table_of_a_page_to_the_other_and_round(self, clerk):
        clerk.presses("Return", "Return")
        seen = []
        for _ in range(4):
            clerk.presses("F6")
            seen.append(clerk.dialog.focusWidget())
        tables = clerk.dialog.tables
        assert seen == [tables["holidays"], tables["moved"], clerk.dialog.list, tables["holidays"]]

    def test_page_down_scrolls_the_last_page_where_it_does_not_fit(self, clerk):
        clerk.goes_to("7. Что будет записано")
        clerk.dialog.resize(683, 360)
        clerk.dialog.save_button.setFocus()
        bar = clerk.dialog.stack.currentWidget().verticalScrollBar()
        clerk.presses("PgDown")
        assert bar.value() > 0
        clerk.presses("PgUp")
        assert bar.value() == 0

    def test_the_last_page_is_read_aloud(self, clerk):
        clerk.goes_to("7. Что будет записано")
        assert "Классы: 1: 8А из 7А." in clerk.dialog.spoken()

    def test_tab_goes_through_a_page_as_one_reads_it(self, clerk):
        clerk.goes_to("2. Год и периоды")
        clerk.clicks("Ещё схема полугодий")
        clerk.clicks_field("Учебный год")
        seen = []
        for _ in range(5):
            clerk.presses("Tab")
            seen.append(clerk.dialog.focusWidget().accessibleName())
        assert seen == ["Четверти", "Полугодия", "Четверти 9 класса", "Полугодия (2)", "Четверти"]
        assert clerk.dialog.focusWidget() is clerk.table("terms")

    def test_an_untouched_assistant_closes_unasked(self, clerk, doors):
        clerk.presses("Return", "Return", "Esc")
        assert doors.asked == []
        assert not clerk.dialog.isVisible()

    def test_esc_asks_when_something_was_typed(self, clerk, doors):
        doors.answer = False
        clerk.clicks_field("Адрес")
        clerk.types("ул. Садовая, 5")
        clerk.presses("Esc")
        assert doors.asked == [ASKED]
        assert clerk.dialog.isVisible()
        doors.answer = True
        clerk.presses("Esc")
        assert not clerk.dialog.isVisible()

    def test_f5_takes_nothing_away(self, clerk):
        clerk.clicks_field("Адрес")
        clerk.types("ул. Садовая, 5")
        clerk.presses("F5", *["Return"] * 6)
        assert "ул. Садовая, 5" in told(clerk)


class TestRefusals:
    def test_an_empty_name_of_the_school_keeps_its_page(self, clerk):
        clerk.clicks_field("Полное название")
        clerk.presses("Ctrl+A", "Delete", "Return")
        assert page(clerk) == "1. Школа"
        assert clerk.message() == "Название школы пустое. Впишите полное название: оно стоит на бумаге."
        assert clerk.dialog.focusWidget().accessibleName() == "Полное название"

    def test_a_year_that_is_there_is_refused_by_its_field(self, clerk):
        clerk.goes_to("2. Год и периоды")
        clerk.clicks_field("Учебный год")
        clerk.presses("Ctrl+A")
        clerk.types("2026/2027")
        assert clerk.message().startswith("Учебный год 2026/2027 уже есть.")
        clerk.presses("Return")
        assert page(clerk) == "2. Год и периоды"
        clerk.presses("Ctrl+A")
        clerk.types("2028-2029")
        assert clerk.message() == HINT
        assert clerk.dialog.heading.whole == "Новый учебный год, 2028/2029"
        assert clerk.sees("terms", 0)[2] == "01.09.2028"
        assert clerk.table("classes").lines.lines() == ()

    def test_terms_that_overlap_are_ringed_and_lead_back_to_their_cell(self, clerk):
        clerk.goes_to("2. Год и периоды")
        clerk.clicks_cell("terms", 1, "start")
        clerk.types("20.10")
        clerk.presses("Return")
        assert clerk.message() == "Строка 2. II четверть начинается раньше, чем кончается предыдущий период."
        clerk.clicks("Далее")
        assert page(clerk) == "2. Год и периоды"
        assert clerk.dialog.focusWidget() is clerk.table("terms")
        assert clerk.table("terms").currentIndex().row() == 1
        clerk.goes_to("5. Числа правил")
        assert page(clerk) == "2. Год и периоды"
        clerk.presses("Alt+Left")
        assert page(clerk) == "1. Школа"

    def test_a_list_click_stops_at_the_page_on_the_way_that_is_wrong(self, clerk):
        clerk.goes_to("4. Неделя и звонки")
        clerk.clicks_cell("bells", 1, "starts")
        clerk.types("8:40")
        clerk.presses("Return", "Alt+Left", "Alt+Left")
        assert page(clerk) == "2. Год и периоды"
        clerk.goes_to("7. Что будет записано")
        assert page(clerk) == "4. Неделя и звонки"
        assert "начинается раньше, чем кончается" in clerk.message()

    def test_days_off_over_a_whole_term_are_refused_on_their_page(self, clerk):
        clerk.goes_to("3. Каникулы")
        clerk.clicks_cell("holidays", 0, "start")
        clerk.types("1.11")
        clerk.presses("Tab")
        clerk.types("29.12")
        clerk.presses("Return", "Ctrl+Return")
        assert page(clerk) == "3. Каникулы"
        assert "Выходные закрывают весь период: II четверть." in clerk.message()

    def test_a_grade_without_terms_is_named(self, clerk):
        clerk.goes_to("2. Год и периоды")
        clerk.clicks_field("Четверти")
        clerk.presses("Ctrl+A")
        clerk.types("1-7")
        assert clerk.message() == "Без периодов остались классы: 8. Впишите их в схему."
        clerk.presses("Return")
        assert page(clerk) == "2. Год и периоды"

    def test_a_number_that_can_be_none_is_said_and_the_old_one_stays(self, clerk):
        clerk.goes_to("5. Числа правил")
        table = clerk.dialog._numbers_table
        table.setFocus()
        table.setCurrentIndex(table.model().index(1, 1))
        clerk.presses("F2")
        editor = table.findChild(QLineEdit)
        editor.setText("много")
        table.commitData(editor)
        assert clerk.message()
        assert table.model().index(1, 1).data() == "3"


def test_who_is_second_to_make_the_year_is_told_to_begin_anew(clerk, qtbot, doors):
    other = open_office(clerk.school, "admin", fake_clock(JUNE))
    dialog = NewYearDialog(other, doors)
    qtbot.addWidget(dialog)
    dialog.show()
    for one in (clerk, Clerk(dialog, qtbot)):
        one.goes_to("7. Что будет записано")
        one.presses("Return")
        one.waits()
    assert dialog.message.text().endswith("Закройте окно и откройте его снова.")
    other.close()


def test_what_the_council_decides_meanwhile_stands_on_the_page(clerk):
    clerk.goes_to("6. Классы")
    clerk.clicks_cell("classes", 0, "target")
    clerk.types("8Б")
    clerk.presses("Return", "Alt+Left")
    deputy = open_office(clerk.school, "deputy", fake_clock(JUNE))
    school_class, pupil = clerk.school.classes["7А"], clerk.school.pupils["Белова Ксения"]
    act = EnterDecision(school_class, (NewDecision(10_000, pupil),), "promoted", "9", "2027-05-26", target="8")
    ticket = deputy.submit(act)
    assert ticket.wait(5)
    deputy.close()
    clerk.presses("Alt+Right")
    assert clerk.sees("classes", 0)[:2] == ["7А", "8Б"]
    assert clerk.sees("classes", 0)[5:] == ["1", "", "5"]
    assert clerk.message().startswith("О 5 учениках")


class TestWhatIsTyped:
    def test_grades_schemes_and_a_class_go_into_the_year(self, clerk):
        clerk.goes_to("2. Год и периоды")
        clerk.clicks("Ещё схема четвертей")
        clerk.clicks_field("Четверти (2)")
        clerk.types("8")
        assert clerk.message() == "8 класс уже стоит в другой схеме. Оставьте его в одной из них."
        clerk.clicks_field("Четверти")
        clerk.presses("Ctrl+A")
        clerk.types("1-7")
        clerk.goes_to("6. Классы")
        assert clerk.sees("classes", 0)[1:3] == ["8А", "Четверти (2)"]
        clerk.clicks_cell("classes", 1, "target")
        clerk.types("1а")
        clerk.presses("Return", "Ctrl+Return", "Return")
        clerk.waits()
        found = raw_of(
            clerk,
            "SELECT k.name, s.title FROM school_class AS k JOIN term_scheme AS s ON s.id = k.scheme"
            " JOIN academic_year AS y ON y.id = k.year WHERE y.label = '2027/2028' ORDER BY k.grade",
        )
        assert found == [("1А", "Четверти"), ("8А", "Четверти (2)")]

    def test_a_scheme_is_called_by_the_title_it_was_given(self, clerk):
        clerk.goes_to("2. Год и периоды")
        clerk.clicks_cell("terms", 0, "scheme")
        clerk.types("Четверти 1–8")
        clerk.presses("Return", "Ctrl+Return", "Alt+Left")
        labels = [one.text() for one in clerk.dialog._grades.findChildren(QLabel) if one.isVisible()]
        assert labels == ["Четверти 1–8", "Полугодия", "Четверти 9 класса"]

    def test_a_week_of_six_days_brings_the_saturdays_that_are_days_off(self, first):
        first.goes_to("4. Неделя и звонки")
        before = first.table("holidays").lines.lines()
        first.chooses("Учебная неделя", "шестидневная")
        added = [line.text("start") for line in first.table("holidays").lines.lines() if line not in before]
        assert added == ["01.05.2027"]
        assert first.message() == f"В праздники добавлено: {', '.join(added)}."
        first.chooses("Учебная неделя", "пятидневная")
        assert first.table("holidays").lines.lines() == before

    def test_a_saturday_that_a_decree_makes_a_working_day_is_offered_and_entered(self, first):
        first.goes_to("3. Каникулы")
        assert first.message().startswith("По указу о переносах учебный день: 20.02.2027.")
        first.clicks("Добавить праздники года")
        assert first.sees("moved", 0)[:2] == ["20.02.2027", "понедельник"]
        first.goes_to("2. Год и периоды")
        first.goes_to("3. Каникулы")
        assert first.message() == HINT

    def test_the_next_year_takes_pages_of_another_year(self, clerk):
        clerk.goes_to("6. Классы")
        assert clerk.sees("classes", 0)[:2] == ["7А", "8А"]
        clerk.goes_to("1. Школа")
        clerk.clicks_field("Телефон")
        clerk.types("2-14-70")
        clerk.goes_to("2. Год и периоды")
        clerk.clicks_field("Учебный год")
        clerk.presses("Ctrl+A")
        clerk.types("2029/2030")
        clerk.presses(*["Return"] * 6)
        clerk.waits()
        assert raw_of(clerk, "SELECT phone FROM school") == [("2-14-70",)]
        assert raw_of(clerk, "SELECT label FROM academic_year ORDER BY label") == [("2026/2027",), ("2029/2030",)]


class TestTheFirstYear:
    def test_its_year_is_gone_over_and_its_classes_come(self, first):
        assert first.dialog.heading.whole == "Новый учебный год, 2026/2027"
        first.types("Заречный")
        first.presses(*["Return"] * 5, "F6")
        first.types("1а")
        first.presses("Return")
        first.types("7а")
        first.presses("Return", "Ctrl+Return")
        assert "2: 1А, 7А" in told(first)
        first.presses("Return")
        first.waits()
        assert raw_of(first, "SELECT place FROM school") == [("Заречный",)]
        assert raw_of(first, "SELECT name FROM school_class ORDER BY grade") == [("1А",), ("7А",)]
        assert raw_of(first, "SELECT count(*) FROM academic_year") == [(1,)]
        assert verify(first.dialog.office).sound

    def test_with_nothing_to_change_there_is_nothing_to_write(self, first):
        first.presses(*["Return"] * 6)
        assert "всё уже записано так" in told(first)
        assert not first.dialog.save_button.isVisible()
        first.presses("Alt+Left")
        assert first.dialog.save_button.isVisible()
        first.presses("Return", "Return")
        assert not first.dialog.isVisible()


def raw_of(clerk, sql):
    with clerk.dialog.office.reading() as db:
        return [tuple(one) for one in db.execute(sql).fetchall()]
