"""Hours held and substituted by teacher and month, for the time sheet (1.4), and the table they go out as."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from ezh_desktop.errors import RightRefused
from ezh_desktop.exchange.pages_out import Form, Stamp, hours_file
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.pages.substitutions import HoursLine
from ezh_desktop.services.structure.base import save
from ezh_desktop.services.structure.courses import plan_courses, read_courses
from ezh_desktop.services.substitutions.acts import Pick, plan_cancellation, plan_substitutions
from ezh_desktop.services.substitutions.hours import hours_page, months_of
from tests.factories import School, opening
from tests.services.structure.conftest import changed
from tests.services.substitution_school import WEDNESDAY, a_substitution_school, lesson

Opens = Callable[..., FileOffice]
DECEMBER = date(2026, 12, 1)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> School:
    return a_substitution_school(tmp_path_factory.mktemp("hours") / "school.ezh")


@pytest.fixture
def school(made: School, tmp_path: Path) -> School:
    return made.copied(tmp_path)


@pytest.fixture
def opens(school: School) -> Iterator[Opens]:
    with opening(school, "deputy") as open_one:
        yield open_one


def line(school: School, office: FileOffice, login: str, month: date = DECEMBER) -> HoursLine:
    return next(one for one in hours_page(office, month).lines if one.person == school.people[login].person)


def test_hours_of_the_running_month_are_counted_up_to_today(school: School, opens: Opens) -> None:
    found = line(school, opens(), "class_teacher")
    assert (found.own, found.total) == (2, 2), "Tuesday and Wednesday"
    assert line(school, opens(day=date(2026, 12, 9)), "class_teacher").own == 5
    assert hours_page(opens(), DECEMBER).last == WEDNESDAY


def test_a_substituted_hour_goes_from_one_teacher_to_the_other(school: School, opens: Opens) -> None:
    office = opens()
    pick = Pick(lesson(office, "7А Алгебра"), school.people["maria"].person)
    save(office, plan_substitutions(office, [pick], "болезнь"))
    teacher, maria = line(school, office, "teacher"), line(school, office, "maria")
    assert (teacher.own, teacher.given) == (0, 1)
    assert (maria.own, maria.substituted, maria.total) == (2, 1, 3)


def test_an_hour_given_to_another_subject_is_a_substituted_one(school: School, opens: Opens) -> None:
    office = opens()
    missed, geometry = lesson(office, "7А Русский язык"), school.courses["7А Геометрия"]
    save(office, plan_substitutions(office, [Pick(missed, school.people["teacher"].person, geometry)], "болезнь"))
    teacher, missing = line(school, office, "teacher"), line(school, office, "class_teacher")
    assert (teacher.own, teacher.substituted) == (1, 1)
    assert (missing.own, missing.lost) == (1, 1)


def test_a_cancelled_hour_is_lost(school: School, opens: Opens) -> None:
    office = opens()
    save(office, plan_cancellation(office, [lesson(office, "7А Алгебра")], "мороз"))
    found = line(school, office, "teacher")
    assert (found.own, found.lost) == (0, 1)


def test_months_run_from_the_first_of_the_year_to_today(opens: Opens) -> None:
    assert [one.month for one in months_of(opens())] == [9, 10, 11, 12]
    assert hours_page(opens(), date(2027, 1, 1)).lines == ()


def test_only_who_controls_the_journals_sees_everybodys_hours(opens: Opens) -> None:
    with pytest.raises(RightRefused):
        hours_page(opens("teacher"), DECEMBER)


@pytest.mark.parametrize("form", Form)
def test_the_table_goes_out_with_totals(school: School, opens: Opens, form: Form) -> None:
    office = opens()
    file = hours_file(hours_page(office, DECEMBER), form, Stamp(office.clock.now_local(), "Завуч"))
    assert file.name == f"Часы учителей, декабрь 2026.{form.value}"
    if form is Form.CSV:
        rows = list(csv.reader(io.StringIO(file.data.decode("utf-8-sig")), delimiter=";"))
        assert rows[0][:4] == ["№", "Учитель", "Своих уроков", "Замещено"]
        assert sum(int(one[4]) for one in rows[1:]) == 8


def test_a_change_of_teacher_within_the_month_divides_its_hours_4_4_3(school: School, opens: Opens) -> None:
    """7А Алгебра, on Mondays and Wednesdays, is Мария's from 23 November on."""
    november = date(2026, 11, 1)
    before = {login: line(school, opens(), login, november).own for login in ("teacher", "maria")}
    admin = opens("admin")
    page = read_courses(admin, school.classes["7А"])
    lines = changed(page.lines, 0, teacher="Сотрудниковае Анна Ивановна")
    save(admin, plan_courses(admin, page, lines, "23.11", "№ 41"))
    after = {login: line(school, opens(), login, november) for login in ("teacher", "maria")}
    assert (after["teacher"].own, after["maria"].own) == (before["teacher"] - 3, before["maria"] + 3)
    assert (after["maria"].substituted, after["teacher"].given) == (0, 0)
