"""Marks of a whole class from one table (5.12, 5.13, 5.33): own subjects alone, the pages' rules, one act, one undo."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ezh_desktop.domain.incoming import Outcome
from ezh_desktop.errors import BadInput
from ezh_desktop.exchange.class_marks import read_class_marks
from ezh_desktop.exchange.tables import book_of
from ezh_desktop.services.acts import Undo
from ezh_desktop.services.importing.base import enter
from ezh_desktop.services.importing.class_list import find_class
from ezh_desktop.services.importing.class_marks import classes_to_mark, plan_class_marks
from ezh_desktop.services.importing.timetable_names import LEAVE, How, NameKind
from ezh_desktop.services.verifying import verify
from ezh_desktop.ui.dialogs.classwork import kept_names
from ezh_desktop.ui.dialogs.importwork import read_file, works_of
from tests.exchange.conftest import xlsx
from tests.factories import CoursePlan, PupilPlan, School, a_class, a_school, opening, raw

JANUARY = date(2027, 1, 13)
NAMES = ("Абрамова Дарья Олеговна", "Андреев Максим Ильич", "Белова Ксения Павловна", "Ёлкин Фёдор Петрович")
SHORT = tuple(" ".join(name.split()[:2]) for name in NAMES)
ENGLISH = "Иностранный язык (английский)"
HEAD = (
    ("7А класс",),
    ("Фамилия, имя", "Алгебра", "", "Русский язык", "", "Англ. яз.", ""),
    ("", "I", "II", "I", "II", "I", "II"),
)


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> School:
    """The teacher gives Алгебра and one half of English, the class teacher Русский язык."""
    courses = (
        CoursePlan("Алгебра"),
        CoursePlan("Русский язык", "class_teacher", (1, 2, 3), 2),
        CoursePlan(ENGLISH, "teacher", (2,), 4, subgroup="1", members=SHORT[:2]),
        CoursePlan(ENGLISH, "class_teacher", (2,), 4, subgroup="2", members=SHORT[2:]),
        *(
            CoursePlan(subject, "class_teacher", (4,), at)
            for at, subject in enumerate(("История", "Физика", "Биология"), 1)
        ),
    )
    pupils = [PupilPlan(name) for name in NAMES]
    return a_school(tmp_path_factory.mktemp("marks") / "журнал.ezh", [a_class(pupils=pupils, courses=courses)])


@pytest.fixture
def school(made, tmp_path) -> School:
    return made.copied(tmp_path)


@pytest.fixture
def opens(school):
    with opening(school, "teacher", JANUARY) as open_one:
        yield open_one


def book(*rows, head=HEAD):
    return book_of("7А.xlsx", xlsx([list(row) for row in (*head, *rows)]))


def planned(office, *rows, head=HEAD, chosen=None):
    found = read_class_marks(book(*rows, head=head))
    return plan_class_marks(office, found.rows, find_class(office, found.class_name), chosen or {})


def marks(school, subject):
    return raw(
        school,
        "SELECT count(*) FROM period_mark AS m JOIN subject AS s ON s.id = m.subject WHERE s.name = ? AND value <> ''",
        subject,
    )[0][0]


def test_each_teacher_takes_the_own_columns_of_the_same_table_in_one_act(opens, school):
    rows = [(name, 5, 4, 3, 4, 5, 5) for name in NAMES]
    office, before = opens(), raw(school, "SELECT count(*) FROM entry")[0][0]
    found = planned(office, *rows).found
    assert [one.outcome for one in found.judged] == [Outcome.NEW] * 4
    assert [one.words for one in found.judged] == ["внести 4 отметки"] * 2 + ["внести 2 отметки"] * 2
    assert found.notes == ("Столбец «Русский язык» внесёт из этой же таблицы учитель предмета.",)
    enter(office, found)
    assert raw(school, "SELECT count(*) FROM entry")[0][0] == before + 1
    assert (marks(school, "Алгебра"), marks(school, "Русский язык"), marks(school, ENGLISH)) == (8, 0, 4)
    assert planned(office, *rows).found.command is None
    other = opens("class_teacher")
    enter(other, planned(other, *rows).found)
    assert (marks(school, "Алгебра"), marks(school, "Русский язык"), marks(school, ENGLISH)) == (8, 8, 8)
    assert verify(other).sound


@pytest.mark.parametrize(
    ("others", "note"),
    [
        (("Русский язык", "Физика"), "Столбцы «Русский язык» и «Физика» внесут из этой же таблицы учителя предметов."),
        (("Русский язык", "Физика", "История", "Биология"),
         "Столбцы 4 других предметов внесут из этой же таблицы их учителя."),
    ],
)  # fmt: skip
def test_few_subjects_of_others_are_named_and_many_counted(opens, others, note):
    head = (HEAD[0], ("Фамилия, имя", "Алгебра", *others), ("", *["I"] * (1 + len(others))))
    found = planned(opens(), (NAMES[0], "", *[5] * len(others)), head=head).found
    assert found.notes == (note,)
    assert (found.judged[0].outcome, found.judged[0].words) == (Outcome.SAME, "Ваших отметок нет")


def test_one_undo_takes_all_subjects_back(opens, school):
    office = opens()
    enter(office, planned(office, (NAMES[0], 5, 4, "", "", 5, 5)).found)
    assert (marks(school, "Алгебра"), marks(school, ENGLISH)) == (2, 2)
    ticket = office.submit(Undo(office.undoable()))
    assert ticket.wait(5)
    assert ticket.error is None
    assert (marks(school, "Алгебра"), marks(school, ENGLISH)) == (0, 0)


def test_what_is_no_mark_is_left_out_and_named(opens):
    """5.4, 5.15: «н/а» stands in no period column."""
    (one,) = planned(opens(), (NAMES[0], "н/а", "4", "", "", "осв.", 5)).found.judged
    assert (one.outcome, one.words) == (Outcome.NEW, "внести 2 отметки; не отметки: н/а, осв.")


def test_what_is_no_mark_in_a_subject_of_others_is_left_to_them(opens):
    (one,) = planned(opens(), (NAMES[0], "", "", "н/а", "осв.", "", "")).found.judged
    assert (one.outcome, one.words) == (Outcome.SAME, "Ваших отметок нет")
    (own,) = planned(opens(), (NAMES[0], "н/а", "", "", "", "", "")).found.judged
    assert own.words == "Отметок нет; не отметки: н/а"


def test_a_mark_that_cannot_be_refuses_its_row_with_the_column(opens):
    found = planned(
        opens(), (NAMES[0], 7, 4), (NAMES[1], 5, 4), ("Чужой Пётр", 5), ("Абрамава Дарья", 5), (NAMES[1], 3)
    )
    bad, good, stranger, like, twice = found.found.judged
    assert (bad.outcome, bad.column, bad.shown, bad.clause) == (Outcome.REFUSED, "B", (1, "B"), "5.12")
    assert good.outcome is Outcome.NEW
    assert "Такого ученика в 7А нет" in stranger.reason
    assert like.remedy == "Есть Абрамова Дарья."
    assert "уже стоит в строке 5" in twice.reason


def test_a_changed_mark_is_told(opens):
    office = opens()
    enter(office, planned(office, (NAMES[0], 5, 4)).found)
    (one,) = planned(office, (NAMES[0], 5, 3)).found.judged
    assert (one.outcome, one.words) == (Outcome.CHANGE, "изменить Алгебра, II ч. 4 → 3")


def test_an_unknown_subject_stops_its_rows_until_it_is_matched_or_left_out(opens):
    head = (HEAD[0], ("Фамилия, имя", "Матан", "", "Русский язык", ""), HEAD[2][:5])
    office, row = opens(), (NAMES[0], 5, 4)
    found = planned(office, row, head=head)
    (line,) = [one for one in found.names if one.how is How.OPEN]
    assert (line.text, found.found.refused[0].column) == ("Матан", "B")
    algebra = next(one for one in found.stocks[NameKind.SUBJECT].all if one.label == "Алгебра")
    matched = planned(office, row, head=head, chosen={line.key: algebra.ident}).found
    assert matched.judged[0].words == "внести 2 отметки"
    assert planned(office, row, head=head, chosen={line.key: LEAVE}).found.command is None


def test_a_pupil_of_the_other_subgroup_is_left_to_its_teacher(opens):
    found = planned(opens(), (NAMES[3], "", "", "", "", 5, 4)).found
    assert (found.judged[0].outcome, found.command) == (Outcome.SAME, None)


def test_who_gives_no_marks_enters_none(opens):
    assert classes_to_mark(opens("admin")) == {}
    assert list(classes_to_mark(opens())) == ["7А"]


def test_the_window_knows_the_table_and_asks_names_once_on_a_computer(opens, tmp_path: Path):
    head = (HEAD[0], ("Фамилия, имя", "Матан", "", "Русский язык", ""), HEAD[2][:5])
    path = tmp_path / "7А.xlsx"
    path.write_bytes(xlsx([list(one) for one in (*head, (NAMES[0], 5, 4))]))
    works = works_of(opens())
    key, reading = read_file(path, works)
    assert (key, reading.target, reading.makes) == ("classmarks", "7А", False)
    work = works["classmarks"]
    (line,) = [one for one in reading.names if one.how is How.OPEN]
    ours = next(one for one in reading.stocks[NameKind.SUBJECT].all if one.label == "Алгебра")
    work.choose({line.key: ours.ident})
    assert work.judge(reading.sheet, reading.layout, "7А").found.counts[Outcome.NEW] == 1
    assert kept_names() == {"матан": "Алгебра"}
    _, again = read_file(path, works_of(opens()))
    assert again.found.counts[Outcome.NEW] == 1


def test_who_gives_no_marks_is_told_who_does(opens, tmp_path: Path):
    path = tmp_path / "7А.xlsx"
    path.write_bytes(xlsx([list(one) for one in (*HEAD, (NAMES[0], 5, 4))]))
    with pytest.raises(BadInput, match="отметки класса по предметам"):
        read_file(path, works_of(opens("admin")))
