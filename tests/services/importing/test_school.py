"""A whole school from one workbook or a OneRoster folder (4.1.4): one act, a second import changes what differs."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from ezh_desktop.errors import BadInput, RightRefused
from ezh_desktop.exchange.schoolbook import empty_book
from ezh_desktop.jobs.importing import ReadSchool
from ezh_desktop.services.acts import Undo
from ezh_desktop.services.importing.base import enter
from ezh_desktop.services.importing.school import plan_school
from tests.factories import fake_clock, open_office, raw
from tests.services.structure.bare import AUGUST, a_bare_school

STAFF = (("Иванова Анна Петровна", "Учитель математики"), ("Петров Олег Ильич", "Директор"))
CLASSES = (("5А", "Иванова Анна Петровна", "1", "12"), ("5Б", "Петров О.И.", "2", ""))
PUPILS = (
    ("5А", "Абрамова", "Дарья", "Олеговна", date(2015, 3, 14), "Информатика 1"),
    ("5А", "Белов", "Максим", "Ильич", date(2015, 5, 2), "Информатика 2"),
    ("5А", "Ёлкин", "Фёдор", "Петрович", None, "Информатика 2"),
    ("5Б", "Ким", "Олег", "Ильич", date(2015, 1, 9), ""),
)
COURSES = (
    ("5А", "Математика", "", "5", "Иванова А. П."),
    ("5А", "Информатика", "1", "1", "Иванова Анна Петровна"),
    ("5А", "Информатика", "2", "1", "Сидорова Мария Львовна"),
    ("5А, 5Б", "Хор", "", "0,5", "Петров Олег Ильич"),
)


def filled(path: Path, *, staff=STAFF, classes=CLASSES, pupils=PUPILS, courses=COURSES) -> Path:
    """The program's own empty workbook, filled in."""
    book = openpyxl.load_workbook(io.BytesIO(empty_book()))
    for name, rows in (("Сотрудники", staff), ("Классы", classes), ("Предметы", courses)):
        for row in rows:
            book[name].append(row)
    for school_class, surname, given, patronymic, birth, groups in pupils:
        line = (school_class, surname, given, patronymic, birth, None, None, None, None, None, None, None, None, groups)
        book["Ученики"].append(line)
    book.save(path)
    return path


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return a_bare_school(tmp_path_factory.mktemp("school") / "журнал.ezh")


@pytest.fixture
def school(made, tmp_path):
    return made.copied(tmp_path)


@pytest.fixture
def office(school):
    office = open_office(school, "admin", fake_clock(AUGUST))
    yield office
    office.close()


def planned(office, path):
    return plan_school(office, ReadSchool(path, AUGUST)().rows)


def outcomes(found):
    return {str(outcome): number for outcome, number in found.found.counts.items()}


def entered(office, path):
    found = planned(office, path)
    enter(office, found.found)
    return found


# The workbook


def test_the_workbook_of_the_program_makes_a_school_in_one_act(office, school, tmp_path):
    before = raw(school, "SELECT count(*) FROM entry")[0][0]
    found = entered(office, filled(tmp_path / "Школа.xlsx"))
    assert outcomes(found) == {"new": 12, "change": 0, "same": 0, "refused": 0}
    assert raw(school, "SELECT count(*) FROM entry WHERE action <> 'lessons.derive'")[0][0] == before + 1
    assert raw(school, "SELECT name, shift, room FROM school_class ORDER BY name") == [("5А", 1, "12"), ("5Б", 2, "")]
    leaders = raw(
        school,
        "SELECT k.name, p.surname FROM role_assignment AS r JOIN person AS p ON p.id = r.person JOIN school_class AS k"
        " ON k.id = r.school_class WHERE r.role = 'class_teacher' ORDER BY k.name",
    )
    assert leaders == [("5А", "Иванова"), ("5Б", "Петров")]
    courses = raw(
        school,
        "SELECT s.name, c.subgroup, c.hours_tenths, p.surname FROM course AS c JOIN subject AS s ON s.id = c.subject"
        " JOIN course_teacher AS t ON t.course = c.id JOIN person AS p ON p.id = t.person"
        " ORDER BY s.name_key, c.subgroup",
    )
    assert courses == [
        ("Информатика", "1", 10, "Иванова"),
        ("Информатика", "2", 10, "Сидорова"),
        ("Математика", "", 50, "Иванова"),
        ("Хор", "", 5, "Петров"),
    ]


def test_pupils_are_put_into_their_subgroups(office, school, tmp_path):
    entered(office, filled(tmp_path / "Школа.xlsx"))
    members = raw(
        school,
        "SELECT c.subgroup, p.surname FROM subgroup_member AS m JOIN course AS c ON c.id = m.course"
        " JOIN pupil AS p ON p.id = m.pupil ORDER BY c.subgroup, p.name_key",
    )
    assert members == [("1", "Абрамова"), ("2", "Белов"), ("2", "Ёлкин")]


def test_who_teaches_may_write(office, school, tmp_path):
    entered(office, filled(tmp_path / "Школа.xlsx"))
    roles = raw(
        school,
        "SELECT p.surname FROM role_assignment AS r JOIN person AS p ON p.id = r.person"
        " WHERE r.role = 'subject_teacher' ORDER BY p.name_key",
    )
    assert [one[0] for one in roles] == ["Иванова", "Петров", "Сидорова"]


def test_the_same_file_again_changes_nothing(office, tmp_path):
    path = filled(tmp_path / "Школа.xlsx")
    entered(office, path)
    found = planned(office, path)
    assert outcomes(found) == {"new": 0, "change": 0, "same": 12, "refused": 0}
    assert found.found.command is None


def test_only_what_differs_is_changed(office, tmp_path):
    entered(office, filled(tmp_path / "Школа.xlsx"))
    courses = (*COURSES[:2], ("5А", "Информатика", "2", "2", "Сидорова Мария Львовна"), COURSES[3])
    pupils = (*PUPILS, ("5Б", "Ли", "Анна", "Ильинична", date(2015, 7, 7), ""))
    found = planned(office, filled(tmp_path / "Школа 2.xlsx", courses=courses, pupils=pupils))
    assert outcomes(found) == {"new": 1, "change": 1, "same": 11, "refused": 0}
    changed = next(one for one in found.found.judged if one.outcome == "change")
    assert changed.words == "Уже есть: часы 1 → 2"


def test_one_undo_takes_the_whole_school_back(office, school, tmp_path):
    path = filled(tmp_path / "Школа.xlsx")
    entered(office, path)
    ticket = office.submit(Undo(office.undoable()))
    assert ticket.wait(10)
    assert ticket.error is None
    assert raw(school, "SELECT count(*) FROM school_class WHERE ended = 0") == [(0,)]
    entered(office, path)
    assert raw(school, "SELECT count(*) FROM school_class WHERE ended = 0") == [(2,)]
    assert raw(school, "SELECT count(*) FROM pupil") == [(4,)]


def test_the_leader_and_teacher_that_stand_are_not_overwritten(office, school, tmp_path):
    entered(office, filled(tmp_path / "Школа.xlsx"))
    other = (("5А", "Петров Олег Ильич", "1", "12"), CLASSES[1])
    courses = (("5А", "Математика", "", "5", "Петров Олег Ильич"), *COURSES[1:])
    found = planned(office, filled(tmp_path / "Школа 2.xlsx", classes=other, courses=courses))
    assert any("прежний остался; его меняют в окне классов" in note for note in found.found.notes)
    assert any("прежний остался; его меняют в окне предметов" in note for note in found.found.notes)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"staff": (("Иванова А.П.", "Учитель"),)}, "Имя сотрудника «Иванова А.П.» не полное"),
        ({"staff": (*STAFF, STAFF[0])}, "Этот сотрудник в файле уже есть"),
        ({"classes": (("5", "", "1", ""), ("Г-5", "", "1", ""))}, "Класса «Г-5» быть не может"),
        ({"classes": (("5А", "", "9", ""),)}, "Смена «9» непонятна"),
        ({"pupils": (("5А", "Белов", "М.", "Ильич", None, ""),)}, "Вместо имени стоит «М.»"),
        ({"pupils": (("", "Белов", "Максим", "Ильич", None, ""),)}, "Не сказано, в каком классе ученик"),
        ({"pupils": (PUPILS[0], ("5Б", *PUPILS[0][1:]))}, "Такой же ученик уже стоит в строке 3"),
        ({"courses": (("5А", "Математика", "", "много", ""),)}, "«много» не число часов в неделю"),
        ({"courses": (("5А", "", "", "2", "Иванова Анна Петровна"),)}, "Не назван предмет"),
        ({"courses": (COURSES[0], COURSES[0])}, "Этот предмет у класса уже стоит в строке 3"),
        ({"courses": (("5А", "математика!!", "", "2", ""), ("", "Физика", "", "2", ""))}, "Не назван класс"),
    ],
)
def test_a_bad_row_is_refused_alone_with_its_place(office, tmp_path, change, words):
    found = planned(office, filled(tmp_path / "Школа.xlsx", **change))
    said = [one for one in found.found.refused if words in one.text]
    assert said, [one.text for one in found.found.refused]
    assert said[0].spot.file == "Школа.xlsx"
    assert said[0].spot.sheet
    assert found.found.command is not None


def test_a_workbook_of_another_maker_is_understood(office, tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Педагоги"
    sheet.append(["Список педагогических работников МОУ СОШ № 3"])
    sheet.append(["№", "Ф.И.О. педагога", "Должность"])
    sheet.append([1, "Иванова Анна Петровна", "учитель"])
    for name in ("7А", "7Б"):
        sheet = book.create_sheet(name)
        sheet.append(["№ п/п", "ФИО ученика", "Дата рождения"])
        sheet.append([1, f"Ким {'Олег' if name == '7А' else 'Павел'} Ильич", date(2013, 2, 1)])
    sheet = book.create_sheet("Нагрузка")
    sheet.append(["Класс", "Дисциплина", "Кол-во часов", "Преподаватель"])
    sheet.append(["7А", "Алгебра", 3, "Иванова А.П."])
    book.save(tmp_path / "Сведения.xlsx")
    found = planned(office, tmp_path / "Сведения.xlsx")
    assert outcomes(found) == {"new": 4, "change": 0, "same": 0, "refused": 0}


def test_an_empty_workbook_is_refused(office, tmp_path):
    path = tmp_path / "Пусто.xlsx"
    path.write_bytes(empty_book())
    with pytest.raises(BadInput, match="ни одной строки"):
        planned(office, path)


def test_only_the_administrator_enters_a_school(school, tmp_path, made):
    from tests.factories import a_school  # noqa: PLC0415 - one school for one test

    other = a_school(tmp_path / "другой.ezh")
    office = open_office(other, "deputy")
    with pytest.raises(RightRefused):
        planned(office, filled(tmp_path / "Школа.xlsx"))
    office.close()


# OneRoster


def table(*rows) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()


ROSTER = {
    "manifest": table(("propertyName", "value"), ("oneroster.version", "1.1")),
    "orgs": table(("sourcedId", "name", "type"), ("o1", "Школа № 3", "school")),
    "courses": table(("sourcedId", "title", "orgSourcedId"), ("k1", "Алгебра", "o1"), ("k2", "Информатика", "o1")),
    "classes": table(
        ("sourcedId", "title", "grades", "courseSourcedId", "classCode", "classType", "location", "schoolSourcedId"),
        ("h7a", "7А", "07", "", "", "homeroom", "21", "o1"),
        ("c1", "Алгебра 7А", "07", "k1", "", "scheduled", "", "o1"),
        ("c2", "Информатика 7А, 1", "07", "k2", "1", "scheduled", "", "o1"),
        ("c3", "Информатика 7А, 2", "07", "k2", "2", "scheduled", "", "o1"),
    ),
    "users": table(
        ("sourcedId", "status", "enabledUser", "role", "givenName", "familyName", "middleName", "agentSourcedIds"),
        ("t1", "", "true", "teacher", "Анна", "Иванова", "Петровна", ""),
        ("s1", "", "true", "student", "Дарья", "Абрамова", "Олеговна", "p1"),
        ("s2", "", "true", "student", "Максим", "Белов", "Ильич", ""),
        ("s3", "tobedeleted", "true", "student", "Ушёл", "Давно", "", ""),
        ("p1", "", "true", "parent", "Олег", "Абрамов", "Ильич", "s1"),
    ),
    "demographics": table(
        ("sourcedId", "birthDate", "sex"), ("s1", "2013-03-14", "female"), ("s2", "2013-05-02", "male")
    ),
    "enrollments": table(
        ("sourcedId", "classSourcedId", "schoolSourcedId", "userSourcedId", "role"),
        *(
            (f"e{n}", where, "o1", who, role)
            for n, (where, who, role) in enumerate(
                (
                    ("h7a", "t1", "teacher"),
                    ("h7a", "s1", "student"),
                    ("h7a", "s2", "student"),
                    ("c1", "s1", "student"),
                    ("c1", "s2", "student"),
                    ("c1", "t1", "teacher"),
                    ("c2", "s1", "student"),
                    ("c3", "s2", "student"),
                    ("c2", "t1", "teacher"),
                )
            )
        ),
    ),
}


def folder(path: Path, **changed: bytes) -> Path:
    path.mkdir()
    for name, data in {**ROSTER, **changed}.items():
        (path / f"{name}.csv").write_bytes(data)
    return path


def test_a_roster_makes_class_pupils_parents_courses_and_subgroups(office, school, tmp_path):
    found = entered(office, folder(tmp_path / "roster"))
    assert outcomes(found) == {"new": 7, "change": 0, "same": 0, "refused": 0}
    assert raw(school, "SELECT surname, birth, gender FROM pupil ORDER BY name_key") == [
        ("Абрамова", "2013-03-14", "f"),
        ("Белов", "2013-05-02", "m"),
    ]
    assert raw(school, "SELECT name FROM guardian") == [("Абрамов Олег Ильич",)]
    assert raw(
        school,
        "SELECT s.name, c.subgroup, (SELECT count(*) FROM subgroup_member AS m WHERE m.course = c.id) FROM course AS c"
        " JOIN subject AS s ON s.id = c.subject ORDER BY s.name_key, c.subgroup",
    ) == [("Алгебра", "", 0), ("Информатика", "1", 1), ("Информатика", "2", 1)]
    assert outcomes(planned(office, tmp_path / "roster"))["same"] == 7


def test_who_is_enrolled_twice_does_not_make_a_subgroup_the_whole_class(office, school, tmp_path):
    again = ROSTER["enrollments"] + table(("e90", "c2", "o1", "s1", "student"), ("e91", "c3", "o1", "s2", "student"))
    found = entered(office, folder(tmp_path / "roster", enrollments=again))
    assert outcomes(found) == {"new": 7, "change": 0, "same": 0, "refused": 0}
    groups = "SELECT subgroup FROM course WHERE subgroup <> '' ORDER BY subgroup"
    assert raw(school, groups) == [("1",), ("2",)]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("users", table(("sourcedId", "givenName", "role"), ("s1", "Дарья", "student")), "столбца familyName"),
        ("users", table(("sourcedId", "givenName"), ("s1", "Дарья")), "столбцов familyName, role"),
        (
            "enrollments",
            table(("sourcedId", "userSourcedId", "role"), ("e", "s1", "student")),
            "столбца classSourcedId",
        ),
    ],
)
def test_a_missing_column_is_named_lest_people_are_left_out_silently(office, tmp_path, name, data, words):
    with pytest.raises(BadInput, match=f"В файле {name}.csv нет {words}"):
        planned(office, folder(tmp_path / "roster", **{name: data}))


def test_enrolments_of_nobody_are_told_and_make_no_class_of_a_grade(office, tmp_path):
    nobody = table(("sourcedId", "classSourcedId", "userSourcedId", "role"), ("e1", "h7a", "s99", "student"))
    read = ReadSchool(folder(tmp_path / "roster", enrollments=nobody), AUGUST)()
    assert "Строк enrollments.csv о людях или классах, которых в выгрузке нет: 1. Они пропущены." in read.notes
    assert {one.flaws[0].what for one in read.rows.courses} == {"Неизвестно, у какого класса этот предмет."}


def test_a_packed_roster_may_be_named_in_capitals(office, tmp_path):
    with zipfile.ZipFile(tmp_path / "roster.zip", "w") as packed:
        for name, data in ROSTER.items():
            packed.writestr(f"{name.upper()}.CSV", data)
    assert outcomes(planned(office, tmp_path / "roster.zip"))["new"] == 7


def test_a_packed_roster_and_one_file_of_it_are_the_same(office, tmp_path):
    where = folder(tmp_path / "roster")
    with zipfile.ZipFile(tmp_path / "roster.zip", "w") as packed:
        for path in where.iterdir():
            packed.write(path, path.name)
    for path in (tmp_path / "roster.zip", where / "users.csv"):
        assert outcomes(planned(office, path))["new"] == 7


def test_a_roster_without_its_files_is_refused(office, tmp_path):
    where = folder(tmp_path / "roster")
    (where / "enrollments.csv").unlink()
    with pytest.raises(BadInput, match=r"нет файлов enrollments\.csv"):
        planned(office, where)


def test_without_homerooms_the_grade_is_the_class(office, school, tmp_path):
    """A roster of another program, with roles in a file of their own and `grade` for `grades`."""
    users = table(
        ("sourcedId", "username", "givenName", "familyName"),
        ("t1", "t", "Анна", "Иванова"),
        ("s1", "a", "Дарья", "Абрамова"),
        ("s2", "b", "Максим", "Белов"),
    )
    roles = table(
        ("userSourcedId", "orgSourcedId", "role", "grade"),
        ("t1", "o1", "teacher", ""),
        ("s1", "o1", "student", "7"),
        ("s2", "o1", "student", "7"),
    )
    classes = table(
        ("sourcedId", "orgSourcedId", "title", "sessionSourcedIds", "courseSourcedId"),
        ("c1", "o1", "Алгебра", "", "k1"),
    )
    enrolled = table(
        ("classSourcedId", "userSourcedId", "role"),
        ("c1", "s1", "student"),
        ("c1", "s2", "student"),
        ("c1", "t1", "teacher"),
    )
    where = folder(tmp_path / "roster", users=users, roles=roles, classes=classes, enrollments=enrolled)
    found = entered(office, where)
    assert outcomes(found)["refused"] == 0
    assert raw(school, "SELECT name FROM school_class") == [("7А",)]
    assert any("homeroom" in note for note in ReadSchool(where, AUGUST)().notes)


def test_4_3_4_lessons_at_home_are_no_subgroup_of_a_workbook(office, tmp_path):
    courses = (*COURSES, ("5А", "Математика", "на дому: Белов М. И.", "2", "Иванова А. П."))
    found = planned(office, filled(tmp_path / "школа.xlsx", courses=courses))
    (refused,) = found.found.refused
    assert "занятия на дому, а не подгруппа класса" in refused.text
