"""«Пропуски» at the window: a key gives the reason, a range takes one act, Ctrl+Shift+C confirms (4.3.7)."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QRadioButton

from ezh_desktop.domain.spans import Span
from ezh_desktop.services.absence_days import ClassYear
from ezh_desktop.services.acts import CellEntry, EnterCells
from ezh_desktop.ui.dialogs.absencedays import AbsenceDaysDialog
from ezh_desktop.ui.dialogs.document import DocumentDialog
from ezh_desktop.ui.dialogs.printing import PrintDialog
from ezh_desktop.ui.qttypes import ACCESSIBLE_TEXT_ROLE, HORIZONTAL
from tests.factories import School, a_class, a_school, begin_journal, open_office, raw

DAYS = (date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 25))
FEDOR, MONDAY = 3, 2


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> School:
    """Ёлкин misses Русский язык for three days of November, Алгебра not."""
    school = a_school(tmp_path_factory.mktemp("absences") / "school.ezh", [a_class("7А")])
    office = open_office(school, "class_teacher")
    page = office.course_page(school.courses["7А Русский язык"])
    pupil = page.pupils[FEDOR].pupil
    cells = [CellEntry(one.lesson, pupil, 0, "н", None) for one in page.lessons if one.day in DAYS]
    office.submit(EnterCells(page.course, tuple(cells)), page)
    assert office.drain(20)
    office.close()
    return school


@pytest.fixture
def school(made, tmp_path) -> School:
    return made.copied(tmp_path)


@pytest.fixture
def seat(sits, school):
    def sit(login="class_teacher"):
        person = sits(open_office(school, login), grid=False)
        person.window.open_course(school.courses["7А Русский язык"], tab="absences")
        page = person.window.page
        while page.page.week.monday != DAYS[0]:
            person.presses("Ctrl+Shift+PgDown" if page.page.week.monday < DAYS[0] else "Ctrl+Shift+PgUp")
        page.grid.setFocus()
        return person

    return sit


def face(person, row=FEDOR, column=MONDAY):
    return person.window.page.grid.table.face(row, column)


def test_on_a_narrow_window_the_days_are_named_in_figures(seat):
    """«вт 1 сентября» was cut at both ends."""
    person = seat()
    head = person.window.page.grid.table
    assert head.headerData(MONDAY, HORIZONTAL) == "пн 23 ноября"
    person.window.resize(683, 384)
    person.settles()
    assert head.headerData(MONDAY, HORIZONTAL) == "пн 23.11"


def test_a_letter_gives_the_reason_in_either_layout_and_delete_takes_it(seat):
    person = seat()
    grid = person.window.page.grid
    assert (grid.currentIndex().row(), grid.currentIndex().column()) == (FEDOR, MONDAY)
    assert (face(person).text, face(person).under, face(person).doubtful) == ("1 из 2", "dotted", True)
    person.key("б")
    person.waits_until(lambda: face(person).letters == "Б", "the illness")
    assert not face(person).under
    person.key("G")
    person.waits_until(lambda: face(person).letters == "П", "no valid reason")
    assert face(person).under == "solid"
    person.presses("Delete")
    person.waits_until(lambda: face(person).under == "dotted", "nothing given")


def test_a_range_of_days_is_one_act_and_ctrl_z_takes_it_back(seat, school):
    person = seat()
    person.presses("Shift+Right")
    person.presses("Shift+Right")
    person.key("у")
    person.waits_until(lambda: [face(person, FEDOR, at).letters for at in (2, 3, 4)] == ["У"] * 3, "three days")
    assert raw(school, "SELECT count(*) FROM absence_reason") == [(1,)]
    assert "без указания причины" not in person.window.page.words.text()
    person.presses("Ctrl+Z")
    person.waits_until(lambda: [face(person, FEDOR, at).letters for at in (2, 3, 4)] == [""] * 3, "the undo")
    assert "без указания причины 3" in person.window.page.words.text()


def test_keys_typed_faster_than_the_disk_are_all_written(seat, school):
    person = seat()
    person.key("б")
    person.presses("Right")
    person.key("у")
    person.presses("Right")
    person.key("п")
    person.waits_until(lambda: [face(person, FEDOR, at).letters for at in (2, 3, 4)] == ["Б", "У", "П"], "three acts")
    assert raw(school, "SELECT count(*) FROM entry WHERE action = 'absence.explain'") == [(3,)]


def test_the_week_is_confirmed_by_key_and_leaves_the_day(seat, sits, school):
    person = seat()
    page = person.window.page
    assert page.words.text().endswith("неделя не подтверждена")
    person.presses("Ctrl+Shift+C")
    person.waits_until(lambda: page.words.text().endswith("неделя подтверждена"), "the confirmation")
    assert not person.window.commands["confirm_week"].isEnabled()
    assert raw(school, "SELECT monday, confirmed FROM week_confirmation") == [("2026-11-23", 1)]
    person.presses("Ctrl+Z")
    person.waits_until(lambda: page.words.text().endswith("неделя не подтверждена"), "the undo")


def test_f2_writes_the_document(seat):
    person = seat()
    person.key("б")
    person.waits_until(lambda: face(person).letters == "Б", "the illness")
    person.presses("F2")
    dialog = person.window.findChild(DocumentDialog)
    dialog.field.setText("Справка от 25.11.2026")
    QTest.mouseClick(dialog.enter, Qt.MouseButton.LeftButton)
    last = person.window.page.grid.table.columnCount() - 1
    person.waits_until(lambda: face(person, FEDOR, last).text == "Справка от 25.11.2026", "the document")


def test_a_cell_is_spoken_with_its_reason(seat):
    person = seat()
    index = person.window.page.grid.table.index(FEDOR, MONDAY)
    words = "Ёлкин Фёдор, понедельник, 23 ноября: пропущено 1 из 2, причина не указана, не на всех уроках"
    assert index.data(ACCESSIBLE_TEXT_ROLE) == words


def test_the_deputy_reads_and_writes_nothing(seat, school):
    person = seat("deputy")
    assert not person.window.commands["confirm_week"].isEnabled()
    person.key("б")
    person.settles()
    assert raw(school, "SELECT count(*) FROM absence_reason") == [(0,)]


def test_a_subject_teacher_has_no_such_tab(sits, school):
    person = sits(open_office(school, "teacher"), grid=False)
    person.window.open_course(school.courses["7А Алгебра"])
    assert "Пропуски" not in person.tabs()


def test_a_line_of_the_day_leads_to_the_page(sits, school):
    person = sits(open_office(school, "class_teacher"), grid=False)
    person.opens("Сегодня")
    rows = person.window.page.list.rows
    lines = [rows.row(at) for at in range(rows.rowCount())]
    at = next(at for at, row in enumerate(lines) if row.action == "Указать причины")
    assert lines[at].lead == "Не указаны причины пропусков у 1 ученика"
    assert lines[at + 1].lead.startswith("Пропуски за")
    shown = person.window.page.list
    shown.scrollTo(rows.index(at))
    person.clicks(shown.viewport(), shown.visualRect(rows.index(at)).center())
    assert person.window.page.name == "absences"


def test_before_the_beginning_a_letter_is_the_absence_and_the_page_of_the_subject_shows_it(sits, school):
    """5.14; a week that was over is named so, and is not to be confirmed."""
    begin_journal(school, date(2026, 11, 30))
    person = sits(open_office(school, "class_teacher"), grid=False)
    person.window.open_course(school.courses["7А Русский язык"], tab="absences")
    page = person.window.page
    while page.page.week.monday > DAYS[0]:
        person.presses("Ctrl+Shift+PgUp")
    assert page.choice.currentText().endswith("(до начала журнала)")
    page.grid.setFocus()
    page.grid.go(0, MONDAY)
    person.key("б")
    person.waits_until(lambda: face(person, 0).letters == "Б", "the illness")
    assert face(person, 0).text == "2 из 2"
    assert not page.command_state("confirm_week").enabled
    person.window.open_course(school.courses["7А Русский язык"], tab="marks")
    model = person.window.page.grid.model()
    column = next(at for at, one in enumerate(model.columns) if one.lesson and one.lesson.day == DAYS[0])
    assert (model.face(0, column).text, model.face(0, column).ink) == ("н", "text3")
    assert model.hint(0, column) == "Пропуск с бумаги, по болезни"
    assert "пропуск с бумаги" in model.spoken(0, column)


def test_of_lessons_before_the_beginning_no_topic_is_owed(sits, school):
    """5.18: neither the ring over the day nor the note beside the topic."""
    begin_journal(school, date(2026, 11, 25))
    person = sits(open_office(school, "class_teacher"), grid=False)
    person.window.open_course(school.courses["7А Русский язык"], tab="topics")
    page = person.window.office.course_page(school.courses["7А Русский язык"])
    lessons = {one.day: one for one in page.lessons}
    model = person.window.page.grid.topics
    owed = [(page.lacks_topic(lessons[day]), model.missing(lessons[day])) for day in DAYS]
    assert owed == [(False, False), (False, False), (True, True)]


def test_shift_f2_takes_absences_of_many_days_one_after_another(sits, school):
    """4.3.1: a pupil by the beginning of the name, days typed short, the dialog stays for the next."""
    begin_journal(school, date(2026, 11, 2))
    person = sits(open_office(school, "class_teacher"), grid=False)
    person.window.open_course(school.courses["7А Русский язык"], tab="absences")
    person.presses("Shift+F2")
    dialog = person.window.findChild(AbsenceDaysDialog)
    assert dialog.pupil.currentText().startswith("Абрамова")
    dialog.first.setText("31.11")
    assert not dialog.enter.isEnabled()
    for name, first, last, days in (("Юдина", "5.10", "21.10", 9), ("Белова", "12.10", "", 1)):
        whole = dialog.pupil.itemText(dialog.pupil.findText(name, Qt.MatchFlag.MatchStartsWith))
        dialog.pupil.lineEdit().setText(whole)
        dialog.first.setText(first)
        dialog.last.setText(last)
        QTest.mouseClick(dialog.enter, Qt.MouseButton.LeftButton)
        person.waits_until(lambda dialog=dialog: dialog.settled and not dialog.first.text(), "the act")
        assert f"{days} учебн" in dialog.notice.accessibleName()
        # The next name is typed over this one.
        assert dialog.pupil.lineEdit().selectedText() == dialog.pupil.currentText()
    dialog.reject()
    rows = raw(school, "SELECT start, end, kind FROM absence_reason ORDER BY id")
    assert rows == [("2026-10-05", "2026-10-21", "ill"), ("2026-10-12", "2026-10-12", "ill")]


def test_of_two_namesakes_the_one_in_view_is_meant(qtbot):
    pupils = ((7, "Ким Анна"), (8, "Ким Анна"), (9, "Ли Пак"))
    year = ClassYear(pupils, Span(date(2026, 9, 1), date(2027, 5, 26)), date(2026, 9, 1))
    dialog = AbsenceDaysDialog(year, lambda _given: 1, pupil=8, day=DAYS[0])
    qtbot.addWidget(dialog)
    assert dialog.given.pupil == 8
    dialog.pupil.lineEdit().setText("Ли Пак")
    assert dialog.given.pupil == 9


def test_5_37_the_page_is_printed_by_months_and_the_whole_journal_is_beside_it(seat, doors, monkeypatch):
    monkeypatch.setattr(doors, "printers", list, raising=False)
    person = seat()
    person.presses("Ctrl+P")
    dialog = next(one for one in person.window.findChildren(PrintDialog) if one.isVisible())
    person.waits_until(lambda: dialog.shown, "the preview", 20_000)
    assert {page.subject for page in dialog.paper.pages} == {"Сведения о количестве уроков, пропущенных обучающимися"}
    radio = dialog.findChild(QRadioButton, "ofJournal")
    QTest.mouseClick(radio, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(10, 10))
    person.waits_until(lambda: dialog.shown, "the journal", 20_000)
    titles = list(dict.fromkeys(page.subject for page in dialog.paper.pages if page.subject))
    assert titles[:5] == ["Титульный лист", "Оглавление", "Расписание уроков", "Алгебра", "Русский язык"]
    assert titles[-1] == "Заверительный лист"
    assert len(dialog.paper.pages) % 2 == 0
    dialog.reject()
