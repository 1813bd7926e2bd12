"""Shift+F7 at the window: extended studies and «не аттестован», from a cell and from a finding (5.14, 5.15)."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from ezh_desktop.domain.change import Change
from ezh_desktop.services.acts import CellEntry, EnterCells
from ezh_desktop.services.commands import Command
from ezh_desktop.services.own import Planned
from ezh_desktop.ui.dialogs.attesting import AttestingDialog
from ezh_desktop.ui.dialogs.council import CouncilDialog
from ezh_desktop.ui.dialogs.individual import IndividualDialog
from tests.factories import School, a_class, a_school, fake_clock, open_office, raw

LEFT = Qt.MouseButton.LeftButton
PUPIL, TERM = "Белова Ксения", "I четверть"


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> School:
    """Белова misses the whole I quarter of Алгебра without a valid reason."""
    school = a_school(tmp_path_factory.mktemp("attesting") / "school.ezh", [a_class("7А")])
    office, pupil = open_office(school, "teacher"), school.pupils[PUPIL]
    page = office.course_page(school.courses["7А Алгебра"])
    missed = [one for one in page.lessons if one.period == page.periods[0].period]
    cells = tuple(CellEntry(one.lesson, pupil, 0, "н", None) for one in missed)
    office.submit(EnterCells(page.course, cells), page)
    assert office.drain(20)
    office.close()
    row = {
        "pupil": pupil, "start": "2026-09-01", "end": missed[-1].day.isoformat(), "first_lesson": None,
        "last_lesson": None, "kind": "none", "document": "", "cancelled": 0,
    }  # fmt: skip
    leader = open_office(school, "class_teacher")
    change = Change("absence_reason", (77,), None, row, school.classes["7А"])
    leader.execute(Command("absence.explain", ("school_class", school.classes["7А"]), (Planned(change),)))
    leader.close()
    return school


@pytest.fixture
def school(made, tmp_path) -> School:
    return made.copied(tmp_path)


@pytest.fixture
def teacher(sits, school):
    person = sits(open_office(school, "teacher"), grid=False)
    person.window.open_course(school.courses["7А Алгебра"], tab="marks")
    person.grid = person.window.marks.grid
    return person


def dialog_at(person, column=TERM) -> AttestingDialog:
    person.goes_to(PUPIL, column)
    person.presses("Shift+F7")
    found = person.window.findChild(AttestingDialog)
    assert found is not None, "no dialog is open"
    return found


def decides(person, dialog) -> None:
    assert dialog.enter.isEnabled(), dialog.words.text()
    QTest.mouseClick(dialog.enter, LEFT)
    person.waits_until(lambda: person.window.findChild(AttestingDialog) is None, "the decision")


def hint(person) -> str:
    place = person.grid.place
    return person.window.marks.grid.marks.hint(*place)


def test_5_15_a_symbol_is_refused_with_the_key_that_leads_on(teacher):
    teacher.goes_to(PUPIL, TERM)
    teacher.key("н")
    said = teacher.float_text()
    assert "Shift+F7" in said
    assert teacher.sees_cell(PUPIL, TERM) == ""


def test_5_14_not_attested_is_recorded_and_the_cell_stays_empty(teacher, school):
    dialog = dialog_at(teacher)
    assert dialog.deny.isEnabled()
    dialog.deny.setChecked(True)
    assert not dialog.enter.isEnabled(), "a reason is asked"
    dialog.reason.setText("прогулы")
    decides(teacher, dialog)
    assert teacher.sees_cell(PUPIL, TERM) == ""
    assert hint(teacher).startswith("Не аттестована: прогулы")
    assert raw(school, "SELECT value, state FROM period_mark") == [("", "not_attested")]
    teacher.types("3")
    teacher.waits_saved()
    assert teacher.sees_cell(PUPIL, TERM) == "", "first the decision is taken back"
    teacher.presses("Ctrl+Z")
    teacher.waits_until(lambda: not hint(teacher).startswith("Не аттестована"), "the undo")


def test_5_15_studies_are_extended_and_the_lessons_planned(teacher, school):
    dialog = dialog_at(teacher)
    dialog.reason.setText("болезнь")
    dialog.start.setText("7.12")
    dialog.end.setText("14.12")
    decides(teacher, dialog)
    assert hint(teacher).splitlines()[0] == "Сроки обучения продлены: болезнь"
    assert teacher.hears_cell(PUPIL, TERM).endswith("Сроки обучения продлены: болезнь")
    days = raw(school, "SELECT day, form, reason FROM individual_lesson ORDER BY day")
    assert days == [
        ("2026-12-07", "Индивидуальное занятие", "болезнь"),
        ("2026-12-14", "Контрольная работа", "болезнь"),
    ]
    again = dialog_at(teacher)
    assert not again.withdraw.isHidden()
    again.withdraw.setChecked(True)
    decides(teacher, again)
    assert "продлены" not in hint(teacher)
    assert raw(school, "SELECT state FROM period_mark") == [("",)]


def test_5_14_without_grounds_only_an_extension_is_offered(teacher):
    teacher.goes_to("Андреев Максим", TERM)
    teacher.presses("Shift+F7")
    dialog = teacher.window.findChild(AttestingDialog)
    assert not dialog.deny.isEnabled()
    assert dialog.extend.isChecked()
    dialog.end.setText("32.12")
    assert not dialog.enter.isEnabled()
    dialog.reject()


def test_a_year_column_is_refused_beside_the_cell(teacher):
    teacher.goes_to(PUPIL, "Год")
    teacher.presses("Shift+F7")
    assert teacher.window.findChild(AttestingDialog) is None


def test_the_finding_of_a_missing_mark_leads_to_the_decision(teacher):
    window = teacher.window
    teacher.waits_until(lambda: window.findings.live.found is not None, "the findings")
    if not window.findings.panel.isVisible():
        window.findings.turn_panel()
    row = next(one for one in window.findings.rows() if one.finding.clause == "5.14" and one.names == (PUPIL,))
    assert row.link == "Продлить сроки обучения"
    window.findings.panel.list.mend_asked.emit(row)
    dialog = window.findChild(AttestingDialog)
    assert dialog is not None
    dialog.reason.setText("прогулы")
    decides(teacher, dialog)


def test_the_council_sees_who_is_not_attested(teacher, sits, school):
    dialog = dialog_at(teacher)
    dialog.deny.setChecked(True)
    dialog.reason.setText("прогулы")
    decides(teacher, dialog)
    teacher.goes_to("Андреев Максим", TERM)
    teacher.types("4")
    teacher.waits_saved()
    deputy = sits(open_office(school, "deputy"), grid=False)
    deputy.window.open_course(school.courses["7А Алгебра"], tab="summary")
    page = deputy.window.page
    model = page.grid.model()
    row = next(at for at, one in enumerate(model.page.pupils) if one.name == PUPIL)
    assert model.group(row) == "не атт."
    assert "не аттестована за I четверть: Алгебра" in model.decision(row)[0]
    assert "не аттестованы 1" in page.foot.text
    deputy.presses("Ctrl+W")
    council = deputy.window.findChild(CouncilDialog)
    assert council is not None
    texts = [council._pupils.topLevelItem(at).text(1) for at in range(council._pupils.topLevelItemCount())]
    assert "не аттестована: Алгебра" in texts
    council.reject()


def test_an_extension_whose_lessons_were_cancelled_asks_for_one(teacher, school):
    dialog = dialog_at(teacher)
    dialog.reason.setText("болезнь")
    decides(teacher, dialog)
    window = teacher.window
    window.open_course(school.courses["7А Алгебра"], tab="individual")
    window.page.table.setFocus()
    for left in (1, 0):
        teacher.presses("Ctrl+Shift+Backspace")
        teacher.waits_until(lambda left=left: window.page.model.rowCount() == left, "a row less")
    window.open_course(school.courses["7А Алгебра"], tab="marks")
    teacher.waits_until(lambda: any(one.link == "Записать занятие" for one in window.findings.rows()), "the finding")
    row = next(one for one in window.findings.rows() if one.link == "Записать занятие")
    window.findings.panel.list.mend_asked.emit(row)
    new = window.findChild(IndividualDialog)
    assert new is not None
    assert new.pupil.currentText() == PUPIL
    assert new.day.day() == date(2026, 12, 2)
    new.reject()


def test_a_planned_lesson_whose_day_has_passed_is_found_and_gone_to(teacher, sits, school):
    dialog = dialog_at(teacher)
    dialog.reason.setText("болезнь")
    dialog.start.setText("7.12")
    dialog.end.setText("14.12")
    decides(teacher, dialog)
    later = sits(open_office(school, "teacher", fake_clock(date(2026, 12, 9))), grid=False)
    window = later.window
    window.open_course(school.courses["7А Алгебра"], tab="marks")
    title = "индивидуальное занятие не записано"
    later.waits_until(lambda: any(one.finding.title == title for one in window.findings.rows()), "the finding")
    row = next(one for one in window.findings.rows() if one.finding.title == title)
    window.findings.panel.list.mend_asked.emit(row)
    assert window.page.name == "individual"
    assert window.page.table.currentIndex().row() == 0
    assert window.page.table.currentIndex().siblingAtColumn(0).data() == "07.12"
