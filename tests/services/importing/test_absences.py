"""Absences of before the journal's beginning (4.3.1, 5.14): from a table in one act, by hand, and where they count."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from random import Random

import pytest

from ezh_desktop.domain.away import SANATORIUM
from ezh_desktop.domain.calendar import AcademicYear
from ezh_desktop.domain.figures import AbsenceReason
from ezh_desktop.domain.incoming import Outcome
from ezh_desktop.errors import BadInput, RightRefused, RuleRefused
from ezh_desktop.exchange.absences_table import read_absences
from ezh_desktop.exchange.tables import book_of
from ezh_desktop.services.absences import absences_page, confirm_week, explain, monday_of
from ezh_desktop.services.acts import CellEntry, EnterCells, Redo, Undo
from ezh_desktop.services.checking import CheckScope, check_journal
from ezh_desktop.services.class_attendance import attendance_page
from ezh_desktop.services.importing.absences import classes_led, plan_absences
from ezh_desktop.services.importing.base import enter
from ezh_desktop.services.pages.proposing import period_absences
from ezh_desktop.services.structure.away import plan_away
from ezh_desktop.services.structure.base import Line, save
from ezh_desktop.services.structure.movement import Member
from ezh_desktop.services.structure.pupils import read_pupils
from ezh_desktop.services.verifying import verify
from ezh_desktop.ui.dialogs.importwork import read_file, works_of
from tests.exchange.conftest import xlsx
from tests.factories import CoursePlan, a_class, a_school, begin_journal, fake_clock, open_office, opening, raw

FIRST, LATER = date(2027, 1, 11), date(2027, 1, 13)
MONDAY, TUESDAY, WEDNESDAY = date(2026, 10, 12), date(2026, 10, 13), date(2026, 10, 14)
DARIA, MAXIM = "Абрамова Дарья", "Андреев Максим"
ILL, NONE = AbsenceReason.ILLNESS, AbsenceReason.UNEXCUSED


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Monday to Wednesday Русский язык second, Monday and Wednesday Алгебра third; the journal begins in January."""
    courses = (CoursePlan("Алгебра"), CoursePlan("Русский язык", "class_teacher", (1, 2, 3), 2))
    school = a_school(tmp_path_factory.mktemp("absences") / "журнал.ezh", [a_class(courses=courses)])
    begin_journal(school, FIRST)
    return school


@pytest.fixture
def school(made, tmp_path):
    return made.copied(tmp_path)


@pytest.fixture
def opens(school):
    with opening(school, "class_teacher", LATER) as open_one:
        yield open_one


def table(*rows):
    return read_absences(book_of("7А.xlsx", xlsx([list(row) for row in rows])), AcademicYear(2026)).rows


def by_days(*rows):
    return table(("Фамилия, имя", "12.10", "13.10", "14.10"), *rows)


def listed(*rows):
    return table(("Фамилия, имя", "С", "По", "Уроки", "Причина", "Документ"), *rows)


def planned(office, school, rows):
    return plan_absences(office, rows, school.classes["7А"])


def autumn(office, school, name, course="7А Алгебра"):
    page = office.course_page(school.courses[course])
    return period_absences(page, school.pupils[name], page.periods[0])


def test_a_table_by_days_comes_in_as_one_act_and_counts_in_each_subject(opens, school):
    office = opens()
    before = raw(school, "SELECT count(*) FROM entry")[0][0]
    found = planned(office, school, by_days((DARIA, "2Б", "1б", "б"), (MAXIM, "", "н", "")))
    assert [(one.outcome, one.words) for one in found.judged] == [
        (Outcome.NEW, "5 уроков за 3 дня по болезни"),
        (Outcome.NEW, "1 урок за 1 день без уважительной причины"),
    ]
    enter(office, found)
    assert raw(school, "SELECT count(*) FROM entry")[0][0] == before + 1
    rows = raw(school, "SELECT start, end, first_lesson, kind FROM absence_reason ORDER BY id")
    assert rows == [("2026-10-12", "2026-10-14", None, "ill"), ("2026-10-13", "2026-10-13", None, "none")]
    assert (autumn(office, school, DARIA).illness, autumn(office, school, DARIA, "7А Русский язык").illness) == (2, 3)
    assert (autumn(office, school, MAXIM).total, autumn(office, school, MAXIM, "7А Русский язык").unexcused) == (0, 1)
    assert planned(office, school, by_days((DARIA, "2Б", "1б", "б"))).command is None
    assert verify(office).sound


def test_undo_takes_all_of_it_back_and_redo_enters_it_again(opens, school):
    office = opens()
    enter(office, planned(office, school, by_days((DARIA, "б", "б", "б"), (MAXIM, "", "н", ""))))
    for act, lessons in ((Undo, 0), (Redo, 2)):
        entry = office.undoable() if act is Undo else office.redoable()
        ticket = office.submit(act(entry))
        assert ticket.wait(5)
        assert ticket.error is None
        assert autumn(office, school, DARIA).total == lessons


def test_attendance_sheets_count_the_whole_year_then(opens, school):
    office = opens()
    sheet = attendance_page(office, school.classes["7А"])
    assert (min(sheet.hours), sheet.from_paper) == (FIRST, False)
    enter(office, planned(office, school, by_days((DARIA, "б", "б", "б"), (MAXIM, "1у", "", ""))))
    sheet = attendance_page(office, school.classes["7А"])
    daria = next(one for one in sheet.pupils if one.pupil == school.pupils[DARIA])
    found = sheet.of(daria, sheet.terms[0].span)
    assert (found.lessons.illness, found.days.total, found.days.illness) == (5, 3, 3)
    assert (min(sheet.hours).month, sheet.from_paper) == (9, True)


def test_of_a_part_of_a_day_the_last_lessons_are_meant_unless_the_table_says_which(opens, school):
    office = opens()
    found = planned(office, school, by_days((DARIA, "1Б", "", ""), (MAXIM, "2-2у", "", "")))
    assert "последние два урока" in found.notes[0]
    enter(office, found)
    assert (autumn(office, school, DARIA).illness, autumn(office, school, DARIA, "7А Русский язык").illness) == (1, 0)
    assert (autumn(office, school, MAXIM).valid, autumn(office, school, MAXIM, "7А Русский язык").valid) == (0, 1)


def test_a_list_of_certificates_keeps_documents_and_replaces_what_stood_there(opens, school):
    office = opens()
    enter(office, planned(office, school, by_days((DARIA, "н", "н", "н"))))
    found = planned(office, school, listed((DARIA, "13.10", "20.10", "", "б", "Справка № 14")))
    assert found.judged[0].outcome is Outcome.CHANGE
    enter(office, found)
    rows = raw(school, "SELECT start, end, kind, document FROM absence_reason WHERE cancelled = 0 ORDER BY start")
    assert rows == [("2026-10-12", "2026-10-12", "none", ""), ("2026-10-13", "2026-10-20", "ill", "Справка № 14")]
    assert planned(office, school, listed((DARIA, "13.10", "20.10", "", "б", "Справка № 14"))).command is None


@pytest.mark.parametrize(
    ("row", "reason", "column"),
    [
        (("Чужой Пётр", "12.10", "", "", "б"), "Такого ученика в 7А нет", ""),
        ((DARIA, "11.01", "", "", "б"), "С 11.01.2027 журнал ведут здесь", "B"),
        ((DARIA, "11.10", "", "", "б"), "11.10.2026 уроков у класса нет", "B"),
        ((DARIA, "12.10", "", "7", "б"), "таких уроков у ученика нет", "B"),
        ((DARIA, "12.10", "", "", "опоздала"), "Причина «опоздала» непонятна", "E"),
        ((DARIA, "1.06.2026", "", "", "б"), "не в этом учебном году", "B"),
        ((DARIA, "12.10", "", "", "б", "С" * 201), "слишком длинно", "B"),
    ],
)
def test_what_cannot_come_in_says_where_and_why(opens, school, row, reason, column):
    (refused,) = planned(opens(), school, listed(row)).refused
    assert reason in refused.reason
    assert refused.column == column


def test_more_lessons_than_the_day_had_and_a_day_twice_are_refused(opens, school):
    many, good, twice = planned(
        opens(), school, by_days((DARIA, "3б", "", ""), (MAXIM, "б", "", ""), (MAXIM, "у", "", ""))
    ).judged
    assert (many.column, many.words) == ("B", "12.10.2026 у ученика 2 урока, а пропущено 3.")
    assert many.remedy == "Впишите не больше 2 или букву без числа: весь день."
    assert good.outcome is Outcome.NEW
    assert "уже стоит в строке 3" in twice.words


def test_only_who_leads_the_class_enters_them_and_only_with_a_day_of_beginning(opens, school, tmp_path):
    """4.3.1."""
    rows = by_days((DARIA, "б", "", ""))
    with pytest.raises(RightRefused):
        planned(opens("teacher"), school, rows)
    assert (classes_led(opens("admin")), list(classes_led(opens()))) == ({}, ["7А"])
    plain = a_school(tmp_path / "без начала.ezh")
    office = open_office(plain, "class_teacher", fake_clock(LATER))
    with pytest.raises(BadInput, match="с начала года"):
        planned(office, plain, rows)
    office.close()


def test_a_mark_in_the_lesson_says_that_the_pupil_was_there(opens, school):
    teacher, office = opens("teacher"), opens()
    page = teacher.course_page(school.courses["7А Алгебра"])
    lesson = next(one for one in page.lessons if one.day == MONDAY)
    act = EnterCells(page.course, (CellEntry(lesson.lesson, school.pupils[DARIA], 0, "5", None),))
    assert teacher.submit(act, page).wait(5)
    enter(office, planned(office, school, by_days((DARIA, "б", "б", "б"))))
    assert autumn(office, school, DARIA).total == 1
    sheet = attendance_page(office, school.classes["7А"])
    assert len(sheet.missed[school.pupils[DARIA], MONDAY]) == 1


def test_by_hand_a_letter_on_a_day_before_the_beginning_is_the_absence_itself(opens, school):
    office, klass, daria = opens(), school.classes["7А"], school.pupils[DARIA]
    page = absences_page(office, klass, MONDAY)
    assert page.week.before
    assert not page.confirmable
    explain(office, klass, [(daria, MONDAY), (daria, WEDNESDAY)], ILL)
    page = absences_page(office, klass, MONDAY)
    missed = [page.cells[daria, day].figures.total for day in (MONDAY, TUESDAY, WEDNESDAY)]
    assert missed == [2, 0, 2]
    explain(office, klass, [(daria, MONDAY)], AbsenceReason.NOT_GIVEN)
    assert absences_page(office, klass, MONDAY).cells[daria, MONDAY].figures.total == 0
    with pytest.raises(RuleRefused, match="до начала журнала"):
        confirm_week(office, klass, MONDAY)


def test_the_weeks_before_are_listed_and_nothing_is_asked_of_them(opens, school):
    office, klass = opens(), school.classes["7А"]
    enter(office, planned(office, school, by_days((DARIA, "н", "н", "н"))))
    page = absences_page(office, klass)
    assert page.week.monday == monday_of(FIRST)
    assert page.weeks[0].monday.month in {8, 9}
    report = check_journal(opens("deputy"), CheckScope())
    assert [line.finding for line in report.lines if line.finding.day and line.finding.day < FIRST] == []


def test_after_the_beginning_a_reason_alone_is_no_absence(opens, school):
    """5.14: there the teacher of the lesson sets «н»."""
    office, klass, daria = opens(), school.classes["7А"], school.pupils[DARIA]
    explain(office, klass, [(daria, LATER)], ILL)
    assert absences_page(office, klass, monday_of(LATER)).cells[daria, LATER].figures.total == 0


def test_the_window_knows_both_tables(opens, tmp_path: Path):
    office = opens()
    for number, rows in enumerate(
        (
            [["Ф.И.О.", "12.10", "13.10"], [DARIA, "б", ""]],
            [["Ф.И.О.", "С", "По", "Причина"], [DARIA, "12.10", "14.10", "ОРВИ"]],
        )
    ):
        path = tmp_path / f"{number}.xlsx"
        path.write_bytes(xlsx(rows))
        key, reading = read_file(path, works_of(office))
        assert (key, reading.target, reading.found.counts[Outcome.NEW]) == ("absences", "7А", 1)


def test_of_many_days_it_is_said_that_all_come_in(opens, tmp_path: Path):
    days = ("14.09", "15.09", "16.09", "12.10", "13.10")
    path = tmp_path / "7А.xlsx"
    path.write_bytes(xlsx([["Ф.И.О.", *days], [DARIA, *"ббббб"]]))
    _, reading = read_file(path, works_of(opens()))
    assert reading.summary == "1 строка, показано столбцов: 4 из 5, вносятся все"
    path.write_bytes(xlsx([["Ф.И.О.", *days], [DARIA, *"бббб", ""]]))
    assert read_file(path, works_of(opens()))[1].summary == "1 строка"


@pytest.mark.parametrize(
    ("title", "note"),
    [
        ("8Б класс", "В таблице назван 8Б класс, его вы не вводите. Если это ошибка, выберите класс."),
        ("7А класс", ""),
        ("", ""),
    ],
)
def test_a_table_of_a_class_of_others_waits_and_says_whose_it_is(opens, tmp_path: Path, title, note):
    path = tmp_path / "пропуски.xlsx"
    path.write_bytes(xlsx([[title], ["Ф.И.О.", "12.10", "13.10"], [DARIA, "б", ""]]))
    _, reading = read_file(path, works_of(opens()))
    assert (reading.target, reading.said) == ("" if note else "7А", note)
    assert [one.words for one in reading.found.judged] == ["Выберите класс" if note else "2 урока за 1 день по болезни"]


def test_a_certificate_over_the_beginning_says_up_to_which_day_it_comes_in(opens, school):
    (one,) = planned(opens(), school, listed((DARIA, "21.12", "15.01", "", "б", ""))).judged
    assert one.words == "С 11.01.2027 журнал ведут здесь: пропуски ставят «н» на уроках."
    assert one.remedy == "Впишите «По» 10.01.2027, причину остальных дней укажите на странице «Пропуски»."


def test_a_day_in_a_sanatorium_is_refused_and_no_lesson_of_it_counted(opens, school):
    """4.3.4."""
    admin = opens("admin")
    page = read_pupils(admin, school.classes["7А"])
    daria = next(line for line in page.lines if line.text("surname") == "Абрамова")
    order = Line(0, {"day": "13.10", "end": "13.10", "order": "12", "order_day": "9.10"})
    save(admin, plan_away(admin, Member(page, daria), order, SANATORIUM))
    office = opens()
    (refused,) = planned(office, school, by_days((DARIA, "", "б", ""))).judged
    assert (refused.outcome, refused.words) == (Outcome.REFUSED, "13.10.2026 уроков у ученика нет.")
    (stretch,) = planned(office, school, listed((DARIA, "12.10", "14.10", "", "б", ""))).judged
    assert stretch.words == "4 урока за 2 дня по болезни"


def chance_table(chance, office, school, days):
    """A table by days at random, and by (pupil, day) how many lessons it says were missed, and why."""
    hours = attendance_hours(office, school)
    rows, said = [], {}
    for name, pupil in school.pupils.items():
        cells = []
        for day in days:
            number = chance.randint(1, hours[day])
            text, kind, missed = chance.choice(
                (
                    ("", None, 0), ("", None, 0), ("н", NONE, hours[day]), ("б", ILL, hours[day]),
                    (f"{number}у", AbsenceReason.VALID, number), (f"{number}Б", ILL, number),
                )
            )  # fmt: skip
            cells.append(text)
            if kind is not None:
                said[pupil, day] = [kind] * missed
        rows.append((name, *cells))
    return table(("Ученик", *(f"{day:%d.%m.%Y}" for day in days)), *rows), said


def attendance_hours(office, school):
    lessons = [
        one.day
        for name in ("Алгебра", "Русский язык")
        for one in office.course_page(school.courses[f"7А {name}"]).lessons
    ]
    return {day: lessons.count(day) for day in lessons}


def told_twice(opens, school, seed):
    chance, office = Random(seed), opens()
    autumn_days = sorted(day for day in attendance_hours(office, school) if day < FIRST)
    expected = {}
    for _ in range(2):
        days = sorted(chance.sample(autumn_days, chance.randint(2, 25)))
        rows, said = chance_table(chance, office, school, days)
        found = planned(office, school, rows)
        assert not found.refused
        if found.command is not None:
            enter(office, found)
        assert planned(office, school, rows).command is None
        expected |= said
    sheet = attendance_page(office, school.classes["7А"])
    assert {place: sorted(one) for place, one in sheet.missed.items()} == expected


@pytest.mark.parametrize("seed", range(4))
def test_what_two_tables_say_is_what_the_sheet_of_attendance_counts(opens, school, seed):
    told_twice(opens, school, seed)


@pytest.mark.long
def test_whatever_two_tables_say_is_counted(made, tmp_path):
    for seed in range(4, 60):
        folder = tmp_path / str(seed)
        folder.mkdir()
        copy = made.copied(folder)
        with opening(copy, "class_teacher", LATER) as open_one:
            told_twice(open_one, copy, seed)
