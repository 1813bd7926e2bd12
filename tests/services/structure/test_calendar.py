"""The year's calendar by hand: everything editable later, lessons follow, nothing entered is lost (4.1.4, 5.17)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ezh_desktop.domain.calendar import AcademicYear
from ezh_desktop.errors import LockRefused
from ezh_desktop.services.acts import CellEntry, EnterCells, Undo
from ezh_desktop.services.structure.base import save
from ezh_desktop.services.structure.calendar import (
    BELLS,
    HOLIDAYS,
    MOVED,
    SCHOOL,
    TERMS,
    YEAR,
    plan_calendar,
    plan_scheme,
    read_calendar,
)
from ezh_desktop.services.structure.classes import plan_classes, read_classes
from ezh_desktop.services.structure.daysoff import missing_days_off, missing_moved_days
from ezh_desktop.services.verifying import verify
from tests.factories import a_lesson, raw
from tests.services.structure.conftest import changed


def faults(plan):
    return [(one.table, one.row, one.field) for one in plan.faults]


def test_the_dialog_shows_what_new_has_made(office):
    page = read_calendar(office)
    assert page.year.label == "2026/2027"
    assert page.tables[SCHOOL][0].text("name") == "Школа № 12"
    assert page.tables[YEAR][0].text("week") == "пятидневная"
    titles = [line.text("scheme") for line in page.tables[TERMS]]
    assert titles == ["Четверти"] * 4 + ["Полугодия"] * 2 + ["Четверти 9 класса"] * 4
    assert page.tables[TERMS][0].text("end") == "23.10.2026"
    assert page.tables[BELLS][0].text("starts") == "08:30"


def test_what_is_not_changed_is_no_act(office):
    page = read_calendar(office)
    plan = plan_calendar(office, page, page.tables)
    assert plan.command is None
    assert not plan.faults


def test_details_and_week_are_saved_as_one_act(office, bare):
    page = read_calendar(office)
    tables = {
        SCHOOL: changed(page.tables[SCHOOL], 0, address="ул. Садовая, 5", phone="2-14-70"),
        YEAR: changed(page.tables[YEAR], 0, week="шестидневная"),
    }
    save(office, plan_calendar(office, page, tables))
    assert raw(bare, "SELECT address, phone FROM school") == [("ул. Садовая, 5", "2-14-70")]
    assert raw(bare, "SELECT week_days FROM academic_year") == [(6,)]
    assert verify(office).sound


@pytest.mark.parametrize(("field", "value"), [("name", ""), ("zone", "Москва")])
def test_school_details_that_cannot_be_are_refused(office, field, value):
    page = read_calendar(office)
    plan = plan_calendar(office, page, {SCHOOL: changed(page.tables[SCHOOL], 0, **{field: value})})
    assert faults(plan) == [(SCHOOL, 0, field)]


@pytest.mark.parametrize(
    ("row", "texts", "field"),
    [
        (1, {"start": "23.10"}, "start"),
        (1, {"end": "1.11"}, "end"),
        (0, {"start": "31.02"}, "start"),
        (3, {"end": "5.09.2027"}, "end"),
        (4, {"scheme": "Четверти"}, "scheme"),
    ],
    ids=["overlap", "end before start", "no date", "outside the year", "title taken"],
)
def test_terms_that_cannot_be_are_refused_in_their_cell(office, row, texts, field):
    page = read_calendar(office)
    plan = plan_calendar(office, page, {TERMS: changed(page.tables[TERMS], row, **texts)})
    assert (TERMS, row, field) in faults(plan)
    assert plan.command is None


def test_the_year_period_follows_its_terms(office, bare):
    page = read_calendar(office)
    save(office, plan_calendar(office, page, {TERMS: changed(page.tables[TERMS], 3, end="28 мая")}))
    ends = raw(
        bare,
        "SELECT p.kind, p.end FROM period AS p JOIN term_scheme AS s ON s.id = p.scheme"
        " WHERE s.title = 'Четверти' AND p.end > '2027-05-01' ORDER BY p.kind",
    )
    assert ends == [("quarter", "2027-05-28"), ("year", "2027-05-28")]


def test_another_scheme_is_a_copy_with_a_name_of_its_own(office):
    page = read_calendar(office)
    save(office, plan_scheme(office, page, "half"))
    lines = read_calendar(office).tables[TERMS]
    assert [line.text("start") for line in lines if line.text("scheme") == "Полугодия (2)"] == [
        "01.09.2026",
        "11.01.2027",
    ]
    assert verify(office).sound


def test_days_off_over_a_whole_term_are_refused(office):
    page = read_calendar(office)
    lines = page.tables[HOLIDAYS]
    plan = plan_calendar(
        office, page, {HOLIDAYS: changed(lines, len(lines), start="1.09", end="23.10", title="Каникулы")}
    )
    assert faults(plan) == [(HOLIDAYS, len(lines), "end")]


def test_two_days_off_that_together_leave_a_term_without_a_day_are_refused(office):
    page = read_calendar(office)
    lines = page.tables[HOLIDAYS]
    at = len(lines)
    lines = changed(lines, at, start="1.09", end="30.09", title="Ремонт")
    assert faults(plan_calendar(office, page, {HOLIDAYS: lines})) == []
    lines = changed(lines, at + 1, start="1.10", end="23.10", title="Каникулы")
    assert faults(plan_calendar(office, page, {HOLIDAYS: lines})) == [(HOLIDAYS, at + 1, "end")]


def with_days_off(office, *more):
    """The days off of the dialog with others below them: (first, last, title, classes)."""
    page = read_calendar(office)
    lines = page.tables[HOLIDAYS]
    for start, end, title, classes in more:
        lines = changed(lines, len(lines), start=start, end=end, title=title, classes=classes)
    return page, {HOLIDAYS: lines}


@pytest.mark.parametrize(
    ("more", "what"),
    [
        (
            [("3.11", "5.11", "Мороз", "")],
            "«Мороз» и «День народного единства» (строка 1, 4 ноября) пересекаются.",
        ),
        (
            [("20.12", "24.12", "Ремонт", ""), ("24.12", "", "", "")],
            "«Выходной» и «Ремонт» (строка 7, 20–24 декабря) пересекаются.",
        ),
        (
            [("7.12", "9.12", "Карантин", "7А, 7Б"), ("9.12", "10.12", "Поход", "7")],
            "«Поход» и «Карантин» (строка 7, 7–9 декабря) пересекаются.",
        ),
    ],
)
def test_nobody_has_the_same_day_off_twice_and_both_are_named(sits, more, what):
    office = sits()
    save(office, plan_classes(office, "1А 7А 7Б", read_classes(office)[0]))
    plan = plan_calendar(office, *with_days_off(office, *more))
    assert plan.command is None
    assert [(one.field, one.what) for one in plan.faults] == [("start", what)]


def test_days_off_of_single_classes_may_lie_over_others(sits):
    """Дополнительные каникулы of grade 1 beside a school holiday, and other classes' days beside each other."""
    office = sits()
    save(office, plan_classes(office, "1А 7А 7Б", read_classes(office)[0]))
    more = [("19.02", "23.02", "Ещё каникулы", "7А"), ("7.12", "9.12", "Карантин", "7А"), ("8.12", "", "Поход", "7Б")]
    plan = plan_calendar(office, *with_days_off(office, *more))
    assert plan.faults == ()
    save(office, plan)
    assert plan_calendar(office, *with_days_off(office)).faults == ()


def test_days_off_are_judged_by_the_terms_as_they_are_typed_beside_them(office):
    page = read_calendar(office)
    lines, terms = page.tables[HOLIDAYS], page.tables[TERMS]
    lines = changed(lines, len(lines), start="1.09", end="4.09", title="Ремонт")
    assert plan_calendar(office, page, {HOLIDAYS: lines}).command is not None
    terms = changed(terms, 0, end="4.09")
    assert faults(plan_calendar(office, page, {TERMS: terms, HOLIDAYS: lines})) == [(HOLIDAYS, len(lines) - 1, "end")]


def test_a_holiday_is_added_changed_and_taken_out(office, bare):
    page = read_calendar(office)
    lines = page.tables[HOLIDAYS]
    save(office, plan_calendar(office, page, {HOLIDAYS: changed(lines, len(lines), start="7.12", title="Карантин")}))
    page = read_calendar(office)
    row = next(at for at, line in enumerate(page.tables[HOLIDAYS]) if line.text("title") == "Карантин")
    assert page.tables[HOLIDAYS][row].text("end") == "07.12.2026"
    kept = tuple(line for line in page.tables[HOLIDAYS] if line.text("title") != "Карантин")
    save(office, plan_calendar(office, page, {HOLIDAYS: kept}))
    assert raw(bare, "SELECT cancelled FROM holiday WHERE title = 'Карантин'") == [(1,)]
    assert read_calendar(office).tables[HOLIDAYS] == lines


def test_a_lesson_with_marks_on_a_new_holiday_is_cancelled_and_told(opens, tiny):
    """5.17: nothing entered is dropped; the lesson stays on its page as cancelled, and lives again."""
    course = tiny.courses["7А Алгебра"]
    teacher = opens("teacher")
    page = teacher.course_page(course)
    lesson = a_lesson(page)
    teacher.submit(EnterCells(course, (CellEntry(lesson.lesson, page.pupils[0].pupil, 0, "5", None),)), page)
    assert teacher.drain(20)
    office = opens("admin")
    calendar = read_calendar(office)
    lines = calendar.tables[HOLIDAYS]
    day = f"{lesson.day:%d.%m.%Y}"
    told = save(office, plan_calendar(office, calendar, {HOLIDAYS: changed(lines, len(lines), start=day)}))
    assert f"Отменены, но остались на страницах с записями: Алгебра, {day}." in told
    shown = teacher.course_page(course)
    assert [one.cancelled for one in shown.lessons if one.lesson == lesson.lesson] == [True]
    calendar = read_calendar(office)
    kept = tuple(line for line in calendar.tables[HOLIDAYS] if line.text("start") != day)
    save(office, plan_calendar(office, calendar, {HOLIDAYS: kept}))
    assert raw(tiny, "SELECT state FROM lesson WHERE id = ?", lesson.lesson) == [("living",)]
    assert verify(office).sound


def test_a_moved_saturday_is_taught_by_another_weekday(opens, tiny):
    office = opens("admin")
    page = read_calendar(office)
    save(office, plan_calendar(office, page, {MOVED: changed((), 0, day="12.12", **{"as": "понедельник"})}))
    assert raw(tiny, "SELECT count(*) FROM lesson WHERE day = '2026-12-12'") == [(2,)]


@pytest.mark.parametrize(
    ("texts", "field"),
    [({"day": "12.12", "as": "воскресенье"}, "as"), ({"day": "12.13", "as": "среда"}, "day")],
)
def test_a_moved_day_that_cannot_be_is_refused(office, texts, field):
    plan = plan_calendar(office, read_calendar(office), {MOVED: changed((), 0, **texts)})
    assert faults(plan) == [(MOVED, 0, field)]


def test_a_bell_needs_only_its_beginning(office, bare):
    page = read_calendar(office)
    lines = page.tables[BELLS]
    save(office, plan_calendar(office, page, {BELLS: changed(lines, len(lines), starts="1615")}))
    assert raw(bare, "SELECT shift, number, starts, ends FROM bell WHERE number = 9") == [(1, 9, "16:15", "17:00")]
    page = read_calendar(office)
    save(office, plan_calendar(office, page, {BELLS: page.tables[BELLS][:-1]}))
    assert len(read_calendar(office).tables[BELLS]) == len(lines)


def test_a_bell_without_a_shift_is_of_the_shift_of_the_row_above(office, bare):
    page = read_calendar(office)
    lines = page.tables[BELLS]
    typed = changed(lines, len(lines), shift="2", starts="14:00")
    typed = changed(typed, len(typed), starts="14:55")
    save(office, plan_calendar(office, page, {BELLS: typed}))
    assert raw(bare, "SELECT shift, number, starts FROM bell WHERE shift = 2") == [(2, 1, "14:00"), (2, 2, "14:55")]


@pytest.mark.parametrize(
    ("row", "texts", "field"),
    [
        (1, {"starts": "9:10"}, "starts"),
        (1, {"ends": "9:00"}, "ends"),
        (1, {"number": "1"}, "number"),
        (0, {"starts": "25:00"}, "starts"),
    ],
)
def test_bells_that_cannot_ring_are_refused(office, row, texts, field):
    page = read_calendar(office)
    plan = plan_calendar(office, page, {BELLS: changed(page.tables[BELLS], row, **texts)})
    assert (BELLS, row, field) in faults(plan)


def test_missing_days_off_come_from_a_maintained_table(office):
    page = read_calendar(office)
    assert missing_days_off(page, page.tables[HOLIDAYS]) == ()
    found = missing_days_off(page, ())
    starts = [line.text("start") for line in found]
    assert starts == ["04.11.2026", "22.02.2027", "08.03.2027", "03.05.2027", "10.05.2027"]
    assert found[1].text("title") == "День защитника Отечества"


def test_a_saturday_that_a_decree_makes_a_working_day_is_taught_as_the_day_it_pays_for(office):
    page = read_calendar(office)
    shown = page.tables[HOLIDAYS]
    five = replace(page, year=page.year._replace(week_days=5))
    (moved,) = missing_moved_days(five, shown, ())
    assert (moved.text("day"), moved.text("as")) == ("20.02.2027", "понедельник")
    assert missing_moved_days(five, shown, (moved,)) == ()
    six = replace(page, year=page.year._replace(week_days=6))
    assert missing_moved_days(six, shown, ()) == ()
    plan = plan_calendar(office, page, {MOVED: changed(page.tables[MOVED], 0, **moved.texts)})
    assert faults(plan) == []


def test_a_date_of_the_calendar_is_typed_without_its_year(office):
    assert read_calendar(office).academic == AcademicYear(2026)
    assert date(2027, 1, 11) in AcademicYear(2026)


def test_a_closed_year_is_only_looked_at(office, bare):
    """2.4."""
    page = read_calendar(office)
    closed = replace(page, year=page.year._replace(state="closed"))
    with pytest.raises(LockRefused, match="закрыт, его можно только смотреть"):
        plan_calendar(office, closed, {})


def test_ctrl_z_takes_a_day_off_back_with_its_lessons(opens, tiny):
    office = opens("admin")
    before = raw(tiny, "SELECT count(*) FROM lesson")
    page = read_calendar(office)
    lines = page.tables[HOLIDAYS]
    save(office, plan_calendar(office, page, {HOLIDAYS: changed(lines, len(lines), start="9.12")}))
    assert raw(tiny, "SELECT count(*) FROM lesson") != before
    entry = office.undoable()
    assert entry is not None
    office.submit(Undo(entry))
    assert office.drain(20)
    assert raw(tiny, "SELECT count(*) FROM lesson") == before
    assert read_calendar(office).tables[HOLIDAYS] == lines
    assert verify(office).sound
