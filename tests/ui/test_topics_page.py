"""The page «Темы и задания» on sealed files, by keys: 5.18–5.25, 3.7, and a lesson in four steps."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from ezh_desktop.ui.help import HelpWindow
from ezh_desktop.ui.models.topics import Column
from tests.factories import CoursePlan, School, a_class, a_school, open_office, raw
from tests.services.substitution_school import a_substitution_school
from tests.services.test_substitutions import algebra_by_maria
from tests.ui.fake_office import NAMES
from tests.ui.watchdog import watched

TOPICS = tuple(f"Тема номер {number}" for number in range(1, 60))
PUPILS = [f"{name} Ивановна" for name in NAMES]
_SHIFTS = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt)


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> School:
    """7А of thirty with Алгебра on Tuesdays and Wednesdays and a КТП, and Геометрия without one."""
    courses = (CoursePlan("Алгебра", weekdays=(2, 3), topics=TOPICS), CoursePlan("Геометрия", weekdays=(1,)))
    plan = a_class(pupils=PUPILS, courses=courses)
    return a_school(tmp_path_factory.mktemp("made") / "school.ezh", [plan])


@pytest.fixture
def school(made, tmp_path) -> School:
    return made.copied(tmp_path)


@pytest.fixture
def teacher(sits, school):
    """A teacher at the topics of Алгебра on 2 December 2026."""
    teacher = sits(open_office(school))
    teacher.opens("7А Алгебра")
    teacher.presses("Ctrl+2")
    return teacher


def page_of(teacher):
    return teacher.window.page


def topic(teacher) -> str:
    return page_of(teacher).fields.topic.text()


def offered(teacher) -> list[str]:
    shown = page_of(teacher).fields.completion
    return [choice.text for choice in shown.offer.choices] if shown.isVisible() else []


def message(teacher) -> str:
    shown = page_of(teacher).fields.completion
    return shown.offer.message if shown.isVisible() else ""


def day(teacher) -> date:
    return page_of(teacher).lesson.day


def records(school) -> list[tuple[str, str]]:
    return [tuple(row) for row in raw(school, "SELECT topic, homework FROM lesson_record ORDER BY lesson")]


class Presses(QObject):
    """Counts the keys that go down, letters of the text apart."""

    def __init__(self) -> None:
        super().__init__()
        self.keys = 0

    def eventFilter(self, watched, event):
        focus = watched is QApplication.focusWidget()
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and focus:
            self.keys += event.key() not in _SHIFTS
        return False


def test_a_lesson_takes_four_steps_and_at_most_sixty_keys(sits, school, qapp):
    """30 pupils, 3 absent, 6 marks, topic and homework; letters of the homework are text and are not counted."""
    teacher = sits(open_office(school))
    teacher.opens("7А Алгебра")
    counter = Presses()
    qapp.installEventFilter(counter)
    entries = {2: "н", 9: "н", 21: "н", 4: "5", 6: "4", 12: "3", 17: "5", 25: "4", 28: "5"}
    row = 0
    for wanted, value in sorted(entries.items()):
        while row < wanted:
            teacher.presses("Down")
            row += 1
        teacher.types(value)
        row += 1
    teacher.presses("Ctrl+2")
    teacher.presses("Return")
    homework = "§ 15, № 506"
    teacher.writes(homework)
    teacher.presses("Return")
    teacher.waits_saved()
    qapp.removeEventFilter(counter)
    assert records(school) == [("Тема номер 1", homework)]
    written = raw(school, "SELECT value FROM cell WHERE slot = 0 AND value <> ''")
    assert sorted(value for (value,) in written) == sorted(entries.values())
    assert 0 < counter.keys - len(homework) <= 60


def test_the_page_opens_in_todays_topic_with_the_next_row_of_the_plan_offered(teacher):
    """5.18."""
    assert day(teacher) == date(2026, 12, 2)
    assert page_of(teacher).fields.topic.hasFocus()
    assert offered(teacher)[0] == "Тема номер 1"


def test_one_key_takes_the_next_unused_row(teacher, school):
    """5.18: by F8, and the row is recorded."""
    teacher.presses("F8")
    teacher.waits_saved()
    assert topic(teacher) == "Тема номер 1"
    sql = "SELECT i.topic FROM lesson_record r JOIN plan_item i ON i.id = r.plan_item"
    assert raw(school, sql) == [("Тема номер 1",)]
    teacher.presses("Ctrl+Down")
    assert offered(teacher)[0] == "Тема номер 2"


def test_typing_completes_from_the_plan_and_an_arrow_chooses_another(teacher):
    teacher.writes("Тема н")
    assert offered(teacher)[0] == "Тема номер 1"
    assert topic(teacher) == "Тема номер 1"
    teacher.presses("Ctrl+A")
    teacher.writes("номер 5")
    assert "Тема номер 5" in offered(teacher)
    teacher.presses("Down")
    teacher.presses("Return")
    teacher.waits_saved()
    assert topic(teacher) == "Тема номер 5"


def test_escape_leaves_ones_own_words(teacher, school):
    teacher.writes("Тема")
    teacher.presses("Esc")
    teacher.presses("Return")
    teacher.waits_saved()
    assert records(school)[0][0] == "Тема"
    assert page_of(teacher).grid.topics.note(page_of(teacher).lesson) == "не по КТП"


def test_a_foreign_topic_is_refused_while_typing_and_stays_in_its_field(teacher, school):
    """5.19."""
    teacher.writes("Polynomials")
    assert "5.19" in message(teacher)
    teacher.presses("Return")
    teacher.presses("Ctrl+Down")
    assert day(teacher) == date(2026, 12, 2)
    assert topic(teacher) == "Polynomials"
    assert records(school) == []


def test_an_unknown_abbreviation_warns_and_is_written(teacher, school):
    """5.25."""
    teacher.writes("Ф.о. Многочлены")
    assert "5.25" in message(teacher)
    teacher.presses("Return")
    teacher.waits_saved()
    assert records(school)[0][0] == "Ф.о. Многочлены"


def test_homework_is_completed_from_earlier_homework(teacher, school):
    """5.22."""
    teacher.presses("F8")
    teacher.writes("§ 15, № 500")
    teacher.presses("Return")
    teacher.presses("Ctrl+Up")
    teacher.presses("F8")
    teacher.writes("§ 1")
    assert offered(teacher) == ["§ 15, № 500"]
    teacher.presses("Return")
    teacher.waits_saved()
    assert [homework for _, homework in records(school)] == ["§ 15, № 500", "§ 15, № 500"]


def test_a_template_is_kept_offered_and_let_go(teacher, school):
    """5.22."""
    teacher.presses("F8")
    teacher.writes("Повторить § 3")
    teacher.presses("Ctrl+Shift+E")
    teacher.waits_saved()
    teacher.presses("Ctrl+Down")
    teacher.presses("F8")
    teacher.presses("Ctrl+E")
    assert offered(teacher) == ["Повторить § 3"]
    teacher.presses("Return")
    teacher.waits_saved()
    assert page_of(teacher).fields.homework.text() == "Повторить § 3"
    teacher.presses("Ctrl+E")
    teacher.presses("Ctrl+Shift+Delete")
    teacher.waits_saved()
    assert raw(school, "SELECT ended FROM homework_template") == [(1,)]


def test_undo_goes_back_to_the_page_of_topics_and_gives_the_row_of_the_plan_back(teacher, school):
    teacher.presses("F8")
    teacher.waits_saved()
    teacher.presses("Ctrl+1")
    teacher.presses("Ctrl+Z")
    teacher.waits_until(lambda: page_of(teacher).name == "topics", "the page of topics")
    teacher.waits_saved()
    assert topic(teacher) == ""
    assert raw(school, "SELECT topic, plan_item FROM lesson_record") == [("", None)]
    teacher.presses("Ctrl+Y")
    teacher.waits_saved()
    assert topic(teacher) == "Тема номер 1"


def test_undo_takes_back_what_is_only_typed_first(teacher, school):
    teacher.presses("F8")
    teacher.waits_saved()
    teacher.writes("№ 1")
    teacher.presses("Ctrl+Z")
    assert page_of(teacher).fields.homework.text() == ""
    assert records(school) == [("Тема номер 1", "")]


def test_a_click_on_another_lesson_writes_what_is_typed(teacher, school):
    teacher.writes("Своя тема")
    grid = page_of(teacher).grid
    row = grid.neighbour(-1)
    teacher.clicks(grid.viewport(), grid.visualRect(grid.topics.index(row, Column.DAY)).center())
    teacher.waits_saved()
    assert records(school)[0][0] == "Своя тема"
    assert day(teacher) == date(2026, 12, 1)


def test_a_missing_topic_is_mended_by_one_press(teacher, school):
    grid = page_of(teacher).grid
    row = grid.neighbour(-1)
    assert grid.topics.spoken(row, Column.TOPIC).endswith("тема не записана")
    teacher.clicks(grid.viewport(), grid.visualRect(grid.topics.index(row, Column.TOPIC)).center())
    teacher.waits_saved()
    assert records(school)[0][0].startswith("Тема номер")


def test_several_pasted_lines_go_to_as_many_lessons(teacher, school, doors):
    doors.text = "Первая\t§ 1\nВторая\t§ 2"
    teacher.presses("Ctrl+V")
    teacher.waits_saved()
    assert records(school) == [("Первая", "§ 1"), ("Вторая", "§ 2")]
    assert topic(teacher) == "Вторая"


def test_several_pasted_lines_are_one_act_and_one_undo(teacher, school, doors):
    doors.text = "Первая\t§ 1\nВторая\t§ 2\nТема номер 3"
    before = raw(school, "SELECT count(*) FROM entry")[0][0]
    teacher.presses("Ctrl+V")
    teacher.waits_saved()
    assert raw(school, "SELECT count(*) FROM entry")[0][0] == before + 1
    assert raw(school, "SELECT count(*) FROM lesson_record WHERE plan_item IS NOT NULL")[0][0] == 1
    teacher.presses("Ctrl+Z")
    teacher.waits_saved()
    assert set(records(school)) == {("", "")}
    teacher.presses("Ctrl+Y")
    teacher.waits_saved()
    assert records(school) == [("Первая", "§ 1"), ("Вторая", "§ 2"), ("Тема номер 3", "")]


def test_pasted_homework_alone_goes_to_homework(teacher, school, doors):
    teacher.presses("Return")
    doors.text = "§ 1\n§ 2"
    teacher.presses("Ctrl+V")
    teacher.waits_saved()
    assert records(school) == [("Тема номер 1", "§ 1"), ("", "§ 2")]


def test_a_refused_line_of_a_paste_stands_in_its_lesson_and_the_others_are_written(teacher, school, doors):
    """5.19."""
    doors.text = "Первая\nPolynomials\nТретья"
    teacher.presses("Ctrl+V")
    assert topic(teacher) == "Polynomials"
    assert "п. 5.19" in message(teacher)
    teacher.waits_saved()
    assert [words for words, _ in records(school)] == ["Первая", "Третья"]
    page_of(teacher).fields.topic.give_up()


def test_lag_is_said_in_hours(teacher):
    """5.18: no lesson before today names a row of the plan."""
    before = page_of(teacher).line.text
    assert "КТП: 0 из 59 ч" in before
    assert "Отставание" in before
    teacher.presses("F8")
    assert "КТП: 1 из 59 ч" in page_of(teacher).line.text


def test_tabs_walk_through_fields_and_lessons(teacher):
    teacher.presses("Ctrl+Up")
    teacher.presses("Tab")
    assert page_of(teacher).fields.homework.hasFocus()
    teacher.presses("Tab")
    assert day(teacher) == date(2026, 12, 2)
    assert page_of(teacher).fields.topic.hasFocus()


def test_a_reader_reads_and_has_no_fields(sits, school):
    teacher = sits(open_office(school, "director"))
    teacher.window.open_course(school.courses["7А Алгебра"])
    teacher.presses("Ctrl+2")
    page = page_of(teacher)
    assert not page.fields.topic.isVisible()
    before = page.lesson.day
    teacher.presses("Up")
    assert page.lesson.day < before
    assert not teacher.window.commands["next_topic"].isEnabled()


def test_first_grade_has_no_field_for_homework(sits, tmp_path):
    """3.7."""
    plan = a_class("1А", pupils=PUPILS[:3], courses=(CoursePlan("Математика", weekdays=(2, 3), topics=TOPICS),))
    teacher = sits(open_office(a_school(tmp_path / "first.ezh", [plan])))
    teacher.presses("Ctrl+2")
    page = page_of(teacher)
    assert page.fields.topic.isVisible()
    assert not page.fields.homework.isVisible()
    assert not teacher.window.commands["templates"].isEnabled()


def test_two_lessons_of_a_day_are_two_rows(sits, tmp_path):
    """5.21."""
    courses = (CoursePlan("Алгебра", weekdays=(3,), number=2), CoursePlan("Геометрия", weekdays=(3,), number=3))
    school = a_school(tmp_path / "two.ezh", [a_class(pupils=PUPILS[:3], courses=courses)])
    teacher = sits(open_office(school))
    teacher.presses("Ctrl+2")
    model = page_of(teacher).grid.topics
    rows = [row for row in model.row_of.values() if model.lesson_at(row).day == date(2026, 12, 2)]
    assert len(rows) == 1
    assert len(set(model.row_of.values())) == len(model.live.lessons)


def test_another_windows_topic_appears(sits, school):
    one, other = sits(open_office(school)), sits(open_office(school))
    for seated in (one, other):
        seated.opens("7А Алгебра")
        seated.presses("Ctrl+2")
    one.presses("F8")
    one.waits_saved()
    other.waits_until(lambda: topic(other) == "Тема номер 1", "the other window's topic")


def test_lessons_typed_one_after_another_without_a_standstill(teacher):
    with watched():
        for _ in range(6):
            teacher.presses("F8")
            teacher.writes("§ 1, № 2")
            teacher.presses("Ctrl+Up")
        teacher.waits_saved()
    assert page_of(teacher).line.text.startswith("КТП: 6 из 59")


def test_the_help_of_the_page_is_its_own(teacher):
    teacher.presses("F1")
    shown = teacher.window.findChild(HelpWindow)
    assert "темы и задания" in shown.windowTitle()
    shown.close()


def test_the_date_of_results_of_a_control_work_is_named_from_the_menu_of_kinds(teacher, school):
    """4.4.8."""
    teacher.presses("F4")
    teacher.chooses_kind("Контрольная работа")
    teacher.waits_saved()
    teacher.presses("F4")
    teacher.chooses_kind("Дата результатов (03.12)…")
    field = teacher.window.focusWidget()
    assert (field.accessibleName(), field.text()) == ("Дата результатов", "03.12.2026")
    teacher.presses("Ctrl+A")
    teacher.writes("07.12")
    teacher.presses("Return")
    teacher.waits_saved()
    assert raw(school, "SELECT kind, results_due FROM lesson_record") == [("control", "2026-12-07")]
    assert page_of(teacher).fields.topic.hasFocus()


def test_results_are_not_known_before_the_work(teacher, school):
    teacher.presses("F4")
    teacher.chooses_kind("Контрольная работа")
    teacher.presses("F4")
    teacher.chooses_kind("Дата результатов (03.12)…")
    teacher.presses("Ctrl+A")
    teacher.writes("01.12")
    teacher.presses("Return")
    teacher.waits_saved()
    assert "раньше работы" in message(teacher)
    assert raw(school, "SELECT results_due FROM lesson_record") == [("2026-12-03",)]


def test_who_is_replaced_and_types_is_told_why_nothing_is_written_4_4_3(sits, tmp_path):
    """Keys fell into the table without a word, where the page of marks says whose the lesson is."""
    school = a_substitution_school(tmp_path / "замены.ezh")
    deputy = open_office(school, "deputy")
    ident = algebra_by_maria(school, deputy)
    deputy.close()
    teacher = sits(open_office(school, "teacher"))
    teacher.opens("7А Алгебра")
    teacher.presses("Ctrl+2")
    page_of(teacher).go_lesson(ident)
    assert page_of(teacher).lesson.lesson == ident
    teacher.writes("Ли")
    assert "На этом уроке вас заменяет другой учитель" in teacher.status()
    assert raw(school, "SELECT count(*) FROM lesson_record") == [(0,)]
