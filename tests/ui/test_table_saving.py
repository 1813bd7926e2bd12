"""«Файл → Сохранить в таблицу…»: the page in view as a workbook or a text table, never half a file."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest

from ezh_desktop.errors import DiskFullTrouble
from tests.factories import School, a_school, open_office
from tests.ui.conftest import ClipDoors


class SaveDoors(ClipDoors):
    """Answers the save dialog with a path."""

    def __init__(self, path) -> None:
        super().__init__()
        self.path = path
        self.offered: list[str] = []

    def save_file(self, parent, title, kinds, offered):
        self.offered.append(offered.name)
        assert "*.xlsx" in kinds
        assert "*.csv" in kinds
        return self.path


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> School:
    return a_school(tmp_path_factory.mktemp("made") / "school.ezh")


@pytest.fixture
def doors(tmp_path) -> SaveDoors:
    return SaveDoors(tmp_path / "алгебра.xlsx")


@pytest.fixture
def saved() -> dict[str, bytes]:
    return {}


@pytest.fixture
def seat(sits, made, tmp_path, saved):
    """Seats a person at a window whose files are kept in memory."""

    def at(login, **more):
        office = open_office(made.copied(tmp_path), login)
        return sits(office, save=lambda path, data: saved.update({path.name: data}), **more)

    return at


@pytest.fixture
def teacher(seat):
    return seat("teacher")


def waits_for(teacher, saved, name):
    teacher.waits_until(lambda: name in saved, f"{name} written", 10_000)
    teacher.settles()


def test_the_marks_in_view_go_into_a_workbook_with_what_was_just_typed(teacher, doors, saved):
    teacher.types("5")
    teacher.presses("Ctrl+Shift+S")
    waits_for(teacher, saved, "алгебра.xlsx")
    assert doors.offered == ["7А Алгебра, отметки.xlsx"]
    book = openpyxl.load_workbook(BytesIO(saved["алгебра.xlsx"]))
    assert "Темы и задания" not in book.sheetnames
    values = {cell.value for row in book["II четверть"].iter_rows(6, 6, 3) for cell in row}
    assert 5 in values
    teacher.waits_until(lambda: teacher.status() == "Сохранено: алгебра.xlsx", "the word in the status bar")


def test_the_topics_in_view_go_into_a_text_table(teacher, doors, saved, tmp_path):
    doors.path = tmp_path / "темы.csv"
    teacher.presses("Ctrl+2")
    teacher.presses("Ctrl+Shift+S")
    waits_for(teacher, saved, "темы.csv")
    assert doors.offered == ["7А Алгебра, темы и задания.xlsx"]
    assert saved["темы.csv"].decode("utf-8-sig").startswith("№;Дата;")


def test_a_name_without_an_ending_becomes_a_workbook(teacher, doors, saved, tmp_path):
    doors.path = tmp_path / "алгебра за год"
    teacher.presses("Ctrl+Shift+S")
    waits_for(teacher, saved, "алгебра за год.xlsx")


def test_nothing_chosen_saves_nothing(teacher, doors, saved):
    doors.path = None
    teacher.presses("Ctrl+Shift+S")
    teacher.settles()
    assert not saved


def test_a_disk_that_fails_is_told(sits, made, tmp_path, doors):
    def full(_path, _data):
        raise DiskFullTrouble("На диске нет места.", "Освободите место.")

    teacher = sits(open_office(made.copied(tmp_path), "teacher"), save=full)
    teacher.presses("Ctrl+Shift+S")
    teacher.waits_until(lambda: bool(doors.told), "what went wrong", 10_000)
    assert doors.told == [("На диске нет места.", "Освободите место.")]


@pytest.mark.parametrize(
    ("page", "title"), [("summary", "7А, сводная ведомость.xlsx"), ("health", "7А, листок здоровья.xlsx")]
)
def test_pages_of_the_class_go_out_too(seat, doors, saved, page, title):
    deputy = seat("deputy", grid=False)
    place = next(one for one in deputy.window.office.places() if one.course)
    deputy.window.open_place(place, tab=page)
    assert deputy.window.page.name == page
    deputy.presses("Ctrl+Shift+S")
    waits_for(deputy, saved, "алгебра.xlsx")
    assert doors.offered == [title]
