"""Period marks from a table (5.12, 5.13): the page's own rules judge each row, the good ones are one act."""

from __future__ import annotations

from pathlib import Path

import pytest

from ezh_desktop.domain.calendar import PeriodKind
from ezh_desktop.domain.incoming import Outcome
from ezh_desktop.domain.names import ClassName
from ezh_desktop.errors import BadInput
from ezh_desktop.exchange import period_marks, pupils
from ezh_desktop.exchange.tables import read_book
from ezh_desktop.services.importing.base import enter
from ezh_desktop.services.importing.period_marks import markable_courses, plan_period_marks
from ezh_desktop.services.importing.plans import find_course
from ezh_desktop.ui.dialogs.importwork import read_file, works_of
from tests.exchange.conftest import xlsx
from tests.factories import raw

SEVENTH = ClassName.read("7А")


def table(tmp_path: Path, rows, head=("Фамилия, имя", "I четверть", "II четв.")) -> Path:
    path = tmp_path / "Алгебра 7.xlsx"
    path.write_bytes(xlsx([["Алгебра, 7А класс"], list(head), *map(list, rows)]))
    return path


def rows_of(path: Path):
    return period_marks.read_marks(*period_marks.choose_sheet(read_book(path))).rows


def planned(office, path: Path):
    return plan_period_marks(office, rows_of(path), find_course(office, SEVENTH, "Алгебра").course)


@pytest.fixture
def office(opens):
    return opens("teacher")


def the_pupils(office):
    return office.course_page(find_course(office, SEVENTH, "Алгебра").course).pupils


@pytest.mark.parametrize(
    ("head", "kind", "number"),
    [
        ("I четверть", PeriodKind.QUARTER, 1),
        ("1 четверть", PeriodKind.QUARTER, 1),
        ("2-я четв.", PeriodKind.QUARTER, 2),
        ("IV", PeriodKind.QUARTER, 4),
        ("1 полугодие", PeriodKind.HALF, 1),
        ("II полугодие", PeriodKind.HALF, 2),
    ],
)
def test_the_periods_are_known_by_the_names_that_schools_give(tmp_path, head, kind, number):
    (row,) = rows_of(table(tmp_path, [("Ильин Пётр", "5")], ("Ф.И.О.", head)))
    assert dict(row.marks) == {(kind, number): "5"}


def test_a_list_of_a_class_with_the_year_of_birth_is_not_a_table_of_marks(tmp_path):
    book = read_book(table(tmp_path, [("Ильин Пётр", "2013")], ("Фамилия, имя", "Год")))
    with pytest.raises(BadInput, match="не нашлось отметок за периоды"):
        period_marks.choose_sheet(book)
    assert pupils.choose_sheet(book)


def test_marks_of_a_quarter_come_in_as_one_act(office, tiny, tmp_path):
    first, second, *_ = the_pupils(office)
    before = raw(tiny, "SELECT count(*) FROM entry")[0][0]
    found = planned(office, table(tmp_path, [(first.name, 5), (second.name, "4")]))
    assert [one.outcome for one in found.judged] == [Outcome.NEW, Outcome.NEW], found.refused
    enter(office, found)
    assert raw(tiny, "SELECT count(*) FROM entry")[0][0] == before + 1
    marks = office.course_page(find_course(office, SEVENTH, "Алгебра").course).period_marks
    assert sorted(one.value for one in marks.values() if one.value) == ["4", "5"]
    again = planned(office, table(tmp_path, [(first.name, 5), (second.name, "4")]))
    assert again.command is None
    changed = planned(office, table(tmp_path, [(first.name, 3), (second.name, "4")]))
    assert [one.outcome for one in changed.judged] == [Outcome.CHANGE, Outcome.SAME]


def test_what_cannot_come_in_says_where_and_why(office, tmp_path):
    first, second, *_ = the_pupils(office)
    found = planned(
        office,
        table(tmp_path, [(first.name, "9"), ("Небывалова Анна", "5"), (second.name, "5"), (second.name, "4")]),
    )
    assert [one.outcome for one in found.judged] == [*[Outcome.REFUSED] * 2, Outcome.NEW, Outcome.REFUSED]
    assert found.judged[0].column == "B"
    assert "списке предмета нет" in found.judged[1].reason
    assert "уже стоит в строке" in found.judged[3].reason


def test_a_period_that_the_subject_has_not_is_named_by_its_column(office, tmp_path):
    first, *_ = the_pupils(office)
    found = planned(office, table(tmp_path, [(first.name, "5")], ("Ф.И.О.", "I полугодие")))
    (refused,) = found.refused
    assert (refused.column, refused.reason) == ("B", "Такого периода у предмета нет.")
    assert found.command is None


def test_only_the_teacher_of_the_page_enters_its_marks(opens, office, tmp_path):
    """5.1: the one who teaches writes the page."""
    first, *_ = the_pupils(office)
    assert [line.subject_name for line in markable_courses(office)].count("Алгебра") == 1
    path = table(tmp_path, [(first.name, "5")])
    admin = opens("admin")
    assert markable_courses(admin) == []
    found = planned(admin, path)
    assert found.command is None
    assert "ставит учитель, который ведёт предмет" in found.refused[0].reason


def test_the_window_knows_the_file_and_its_course(office, tmp_path):
    first, *_ = the_pupils(office)
    key, reading = read_file(table(tmp_path, [(first.name, "5")]), works_of(office))
    assert (key, reading.target) == ("periodmarks", "7А Алгебра")
    assert reading.found.counts[Outcome.NEW] == 1
