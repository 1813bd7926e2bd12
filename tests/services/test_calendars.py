"""Which lessons go into the calendars of classes and teachers."""

from __future__ import annotations

from datetime import date, time

import pytest

from ezh_desktop.domain.names import ClassName
from ezh_desktop.errors import RightRefused, UsageTrouble
from ezh_desktop.exchange.ical import calendar_file
from ezh_desktop.services.calendars import read_calendars
from ezh_desktop.services.structure.base import save
from ezh_desktop.services.structure.courses import plan_courses, read_courses
from ezh_desktop.services.structure.timetable import plan_timetable, read_timetable
from tests.factories import PUPILS, a_pair, open_office, raw
from tests.services.structure.conftest import changed


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return a_pair(tmp_path_factory.mktemp("calendars") / "журнал.ezh")


@pytest.fixture
def school(made, tmp_path):
    return made.copied(tmp_path)


@pytest.fixture
def office(school):
    opened = open_office(school, "admin")
    yield opened
    opened.close()


def test_every_class_and_every_teacher_has_one(office, school):
    pages = read_calendars(office)
    assert [(one.name[:3], one.of_teacher) for one in pages] == [
        ("7А", False),
        ("7Б", False),
        ("Сот", True),
        ("Сот", True),
    ]
    lessons = {row[0] for row in raw(school, "SELECT id FROM lesson WHERE state = 'living'")}
    for teachers in (False, True):
        assert {one.lesson for page in pages if page.of_teacher is teachers for one in page.events} == lessons


def test_times_are_those_of_the_bells_and_rooms_of_the_timetable(office, school):
    page = read_timetable(office, school.classes["7А"], date(2026, 9, 1))
    save(office, plan_timetable(office, page, {**page.cells, (1, 3): "Алгебра (каб. 21)"}))
    seven = read_calendars(office, ClassName(7, "А"))[0]
    monday = next(one for one in seven.events if one.day.isoweekday() == 1 and one.subject == "Алгебра")
    wednesday = next(one for one in seven.events if one.day.isoweekday() == 3 and one.subject == "Алгебра")
    assert (monday.number, monday.room, wednesday.room) == (3, "21", "")
    assert isinstance(monday.start, time)
    assert monday.teachers == ("Сотрудниковад А. И.",)


def test_classes_that_learn_together_are_one_event_of_the_teacher(office, school):
    page = read_courses(office, school.classes["7А"])
    save(office, plan_courses(office, page, changed(page.lines, 0, classes="7Б")))
    pages = {one.name: one for one in read_calendars(office)}
    both = [one for one in pages["7Б"].events if one.subject == "Алгебра"]
    assert both == [one for one in pages["7А"].events if one.subject == "Алгебра"]
    assert {one.classes for one in both} == {"7А, 7Б"}


def test_no_pupil_is_named(office):
    data = b"".join(calendar_file(one, office.clock.now_local()).data for one in read_calendars(office)).decode()
    text = data.replace("\r\n ", "")
    assert "Алгебра" in text
    assert not [name for name in PUPILS if name.split(" ")[0] in text]


def test_the_medical_worker_reads_no_timetable_and_a_missing_class_is_named(school, office):
    with pytest.raises(UsageTrouble, match="Класса 9Г"):
        read_calendars(office, ClassName(9, "Г"))
    medic = open_office(school, "medic")
    with pytest.raises(RightRefused):
        read_calendars(medic)
    medic.close()
