"""Lists of a class by date with movement, extracts of marks for who leaves (4.3.4), on screen, paper and in tables."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from ezh_desktop.errors import RightRefused, UsageTrouble
from ezh_desktop.exchange.pages_out import Form, Stamp, roster_file
from ezh_desktop.reports.document import Document
from ezh_desktop.reports.extract import add_extracts
from ezh_desktop.reports.roster import add_roster, plan_roster
from ezh_desktop.services.acts import CellEntry, EnterCells
from ezh_desktop.services.pages.roster import Extracts, Roster, RosterLine
from ezh_desktop.services.rosters import extracts, pupil_named, roster, roster_classes
from tests.factories import PUPILS, PupilPlan, a_class, a_school, fake_clock, open_office
from tests.reports import reading
from tests.reports.pages import INFO

LEFT = PupilPlan("Выбывшин Олег Ильич", end=date(2026, 11, 20))
CAME = PupilPlan("Прибылова Анна Львовна", start=date(2026, 11, 9))
STAMP = Stamp(datetime(2026, 12, 2, 10, 0, tzinfo=UTC), "Морозова Ирина Павловна")


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return a_school(tmp_path_factory.mktemp("lists") / "журнал.ezh", [a_class("7А", (*PUPILS, LEFT, CAME))])


@pytest.fixture
def sits(made, tmp_path):
    school, opened = made.copied(tmp_path), []

    def open_one(login="class_teacher"):
        opened.append(open_office(school, login, fake_clock()))
        return opened[-1]

    yield open_one
    for office in opened:
        office.close()


@pytest.mark.parametrize(
    ("day", "counts"),
    [
        (date(2026, 9, 1), (7, 0, 0)),
        (date(2026, 11, 8), (7, 0, 0)),
        (date(2026, 11, 9), (8, 1, 0)),
        (date(2026, 11, 20), (8, 1, 0)),
        (date(2026, 11, 21), (7, 1, 1)),
        (date(2027, 1, 1), (7, 1, 1)),
    ],
)
def test_who_was_there_on_a_day_and_the_movement_up_to_it(sits, made, day, counts):
    size, arrived, left = counts
    page = roster(sits(), made.classes["7А"], day)
    assert (len(page.lines), page.began, page.arrived, page.left) == (size, 7, arrived, left)
    assert page.began + page.arrived - page.left == size
    assert [line.number for line in page.lines] == list(range(1, size + 1))


def give(made, office, *marks):
    page = office.course_page(made.courses["7А Алгебра"])
    lessons = [one for one in page.lessons if date(2026, 11, 2) <= one.day <= page.today]
    cells = tuple(
        CellEntry(one.lesson, page.pupils[0].pupil, 0, mark, None) for one, mark in zip(lessons, marks, strict=False)
    )
    ticket = office.submit(EnterCells(page.course, cells), page)
    assert ticket.wait(5)
    assert ticket.error is None
    return page.pupils[0].pupil


def test_an_extract_has_the_marks_their_mean_and_what_was_missed(sits, made):
    pupil = give(made, sits("teacher"), "5", "н", "4")
    page = extracts(sits(), made.classes["7А"], [pupil])
    one = page.all[0]
    assert one.name == PUPILS[0]
    assert one.term == "II четверть"
    algebra = next(subject for subject in one.subjects if subject.name == "Алгебра")
    assert (algebra.marks, algebra.mean) == (("5", "н", "4"), "4,50")
    assert one.absent == 1
    assert one.leaving == ""


def test_who_left_takes_an_extract_along_that_says_so(sits, made):
    pupil = pupil_named(sits(), made.classes["7А"], "выбывшин")
    one = extracts(sits(), made.classes["7А"], [pupil]).all[0]
    assert one.director == "Сотрудниковаа Анна Ивановна", "the director signs the extract beside the class teacher"
    assert one.leaving.startswith("Выбыл 2")


def test_a_name_that_means_nobody_or_several_is_told(sits, made):
    with pytest.raises(UsageTrouble, match="в классе нет"):
        pupil_named(sits(), made.classes["7А"], "Никто")
    with pytest.raises(UsageTrouble, match="начало нескольких имён"):
        pupil_named(sits(), made.classes["7А"], "а")


def test_only_who_leads_the_class_and_the_office(sits, made):
    assert roster_classes(sits("teacher")) == ()
    for login in ("teacher", "medic"):
        with pytest.raises(RightRefused):
            roster(sits(login), made.classes["7А"], date(2026, 12, 2))
        with pytest.raises(RightRefused):
            extracts(sits(login), made.classes["7А"], [1])
    assert [name for _, name in roster_classes(sits("deputy"))] == ["7А"]


# Paper and tables


def a_roster(pupils=34):
    lines = tuple(
        RosterLine(n, n, f"Константинопольская-Вознесенская Александра {n}", date(2013, 1, 1), f"К-{n}")
        for n in range(1, pupils + 1)
    )
    return Roster(7, "7А", "2026/2027", "МОУ СОШ № 12", date(2027, 1, 1), lines, pupils, 0, 0)


def words(add, page):
    document = Document("проба", INFO)
    add(document, page, INFO)
    return [" ".join(text.split()) for text in reading.texts(document.data())]


def test_the_list_on_paper_is_whole_however_long():
    pages = words(add_roster, a_roster(40))
    assert len(pages) == len(plan_roster(a_roster(40))) == 2
    assert "Александра 40" in " ".join(pages)
    assert "На начало года 40, прибыло 0, выбыло 0, на эту дату 40" in pages[-1]
    assert len(words(add_roster, a_roster(0))) == 1


def test_the_extract_on_paper_names_school_pupil_and_room_to_sign(sits, made):
    pupil = give(made, sits("teacher"), "5", "4")
    page = extracts(sits(), made.classes["7А"], [pupil])
    (text,) = words(add_extracts, Extracts(page.class_name, page.year_label, page.school_name, page.all))
    for said in ("Выписка текущих отметок", PUPILS[0], "Алгебра", "4,50", "Классный руководитель", "Директор", "М.П."):
        assert said in text


def test_the_list_goes_out_as_a_workbook_and_as_text():
    assert roster_file(a_roster(3), Form.XLSX, STAMP).data[:2] == b"PK"
    text = roster_file(a_roster(3), Form.CSV, STAMP).data.decode("utf-8-sig")
    assert "Александра 3" in text
