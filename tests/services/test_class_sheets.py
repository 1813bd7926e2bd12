"""Sheets of a class formed from what was entered elsewhere: attendance 5.37, general information 5.28, clubs 4.3.6."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, time

import pytest

from ezh_desktop.domain.away import home_group
from ezh_desktop.domain.change import Change
from ezh_desktop.domain.clock import FrozenClock
from ezh_desktop.domain.figures import AbsenceReason, DayFigures
from ezh_desktop.domain.spans import Span
from ezh_desktop.errors import RightRefused
from ezh_desktop.journal import JournalOpener
from ezh_desktop.services.absences import absences_page, explain
from ezh_desktop.services.acts import CellEntry, EnterCells
from ezh_desktop.services.class_attendance import attendance_page
from ezh_desktop.services.class_sheets import clubs_page, general_page
from ezh_desktop.services.commands import Command
from ezh_desktop.services.demo_school import make_demo_school, options_of
from ezh_desktop.services.founding import Maker
from ezh_desktop.services.ids import system_ids
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.own import Planned
from ezh_desktop.services.pages.attendance import AttendancePage
from ezh_desktop.settings import Settings
from ezh_desktop.storage.passwords import FLOOR
from tests.factories import (
    PASSWORD,
    ZONE,
    CoursePlan,
    PupilPlan,
    School,
    a_class,
    a_school,
    open_office,
    opening,
    stepped_ids,
)

MONDAY, TUESDAY, WEDNESDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 25)
LEFT, CAME = date(2026, 11, 24), date(2026, 11, 25)
WEEK = Span(MONDAY, date(2026, 11, 29))
ILL, VALID, SILENT = AbsenceReason.ILLNESS, AbsenceReason.VALID, AbsenceReason.NOT_GIVEN
NEW = stepped_ids(seed=77_000_000)

ENGLISH = ("Английский язык", "teacher", (1, 2), 4)
PUPILS = (
    "Абрамова Дарья Олеговна",
    "Ёлкин Фёдор Петрович",
    PupilPlan("Жуков Матвей Романович", end=LEFT),
    PupilPlan("Юдина Вера Львовна", start=CAME),
)
COURSES = (
    CoursePlan("Алгебра"),
    CoursePlan("Русский язык", "class_teacher", (1, 2, 3), 2),
    CoursePlan(*ENGLISH, subgroup="1", members=("Абрамова Дарья",)),
    CoursePlan(*ENGLISH, subgroup="2", members=("Ёлкин Фёдор",)),
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> School:
    return a_school(tmp_path_factory.mktemp("листы") / "листы.ezh", [a_class("7А", PUPILS, COURSES)])


@pytest.fixture
def school(made: School, tmp_path) -> School:
    return made.copied(tmp_path)


@pytest.fixture
def opens(school: School) -> Iterator[Callable[..., FileOffice]]:
    with opening(school, "class_teacher") as open_one:
        yield open_one


@pytest.fixture
def klass(school: School) -> int:
    return school.classes["7А"]


def absent(opens, school: School, course: str, pupil: str, *days: date) -> None:
    """The subject's teacher sets «н» on these days."""
    office = opens("class_teacher" if "Русский" in course else "teacher")
    page = office.course_page(school.courses[course])
    lessons = [one.lesson for one in page.lessons if one.day in days]
    assert len(lessons) == len(days)
    entries = tuple(CellEntry(one, school.pupils[pupil], 0, "н", None) for one in lessons)
    office.submit(EnterCells(page.course, entries), page)
    assert office.drain(20)


def enter(opens, entity: str, row: dict[str, object], *, code: str = "test.write") -> None:
    """A row as somebody with the right enters it."""
    opens("admin").execute(Command(code, ("school", 0), (Planned(Change(entity, (NEW(),), None, row)),)))  # type: ignore[arg-type]


def of(page: AttendancePage, name: str, span: Span = WEEK):
    return page.of(next(one for one in page.pupils if one.name == name), span)


def test_lessons_are_held_for_a_pupil_from_the_stay_and_the_subgroup_5_37(opens, school, klass) -> None:
    page = attendance_page(opens(), klass)
    assert (page.days_in(WEEK), page.lessons_in(WEEK)) == ((MONDAY, TUESDAY, WEDNESDAY), 7)
    held = {one.name: of(page, one.name).lessons.held for one in page.pupils}
    # Alice has all seven, who is in no subgroup five; who left on Tuesday three of them, who came on Wednesday two.
    assert held == {"Абрамова Дарья": 7, "Ёлкин Фёдор": 7, "Жуков Матвей": 3, "Юдина Вера": 2}


def test_a_day_is_missed_when_every_lesson_of_it_is_5_37(opens, school, klass) -> None:
    absent(opens, school, "7А Русский язык", "Ёлкин Фёдор", MONDAY, TUESDAY, WEDNESDAY)
    absent(opens, school, "7А Алгебра", "Ёлкин Фёдор", MONDAY)
    absent(opens, school, "7А Английский язык 2", "Ёлкин Фёдор", MONDAY)
    leader = opens()
    pupil = school.pupils["Ёлкин Фёдор"]
    page = attendance_page(leader, klass)
    assert page.missed[pupil, MONDAY] == (SILENT, SILENT, SILENT)
    # On Tuesday English was attended, on Wednesday Algebra.
    assert of(page, "Ёлкин Фёдор").days == DayFigures(1, 0)
    explain(leader, klass, [(pupil, MONDAY)], ILL)
    explain(leader, klass, [(pupil, TUESDAY)], VALID)
    page = attendance_page(leader, klass)
    found = of(page, "Ёлкин Фёдор")
    assert found.days == DayFigures(1, 1)
    figures = found.lessons
    assert (figures.total, figures.illness, figures.valid, figures.unexcused, figures.not_given) == (5, 3, 1, 0, 1)
    assert (page.on_day(MONDAY), page.all_of(WEEK).lessons.total) == (3, 5)


def test_months_and_terms_hold_the_days_of_the_class(opens, school, klass) -> None:
    page = attendance_page(opens(), klass)
    assert [(days[0].year, days[0].month) for days in page.months] == [
        (2026, 9), (2026, 10), (2026, 11), (2026, 12)
    ]  # fmt: skip
    assert page.months[-1] == (date(2026, 12, 1), date(2026, 12, 2))
    assert [term.title for term in page.terms] == ["I четверть", "II четверть", "III четверть", "IV четверть"]
    whole = of(page, "Абрамова Дарья", page.year)
    assert whole.lessons.held == sum(of(page, "Абрамова Дарья", term.span).lessons.held for term in page.terms)


def test_who_comes_later_is_not_on_the_sheet_of_a_month_before(opens, school, klass) -> None:
    page = attendance_page(opens(), klass)
    september = Span(page.months[0][0], page.months[0][-1])
    assert [one.name for one in page.pupils if page.on_list(one, september)] == [
        "Абрамова Дарья", "Ёлкин Фёдор", "Жуков Матвей"
    ]  # fmt: skip


@pytest.mark.parametrize("read", [attendance_page, general_page, clubs_page])
@pytest.mark.parametrize("login", ["teacher", "medic"])
def test_who_does_not_read_the_class_gets_no_sheet_of_it(opens, klass, read, login) -> None:
    with pytest.raises(RightRefused):
        read(opens(login), klass)


@pytest.mark.parametrize("read", [attendance_page, general_page, clubs_page])
@pytest.mark.parametrize("login", ["admin", "director", "deputy", "class_teacher"])
def test_who_controls_and_who_leads_the_class_reads_its_sheets(opens, klass, read, login) -> None:
    assert read(opens(login), klass).class_name == "7А"


def test_general_information_is_formed_from_cards_parents_and_orders_5_28(opens, school, klass) -> None:
    vera, matvey = school.pupils["Юдина Вера"], school.pupils["Жуков Матвей"]
    parent = {"pupil": vera, "relation": "мать", "name": "Юдина Анна Ильинична", "phone": "8-900", "position": 1}
    enter(opens, "guardian", parent | {"ended": 0})
    order = {"reason": "", "cancelled": 0, "order_day": "2026-11-20"}
    came = {"pupil": vera, "kind": "arrival", "day": "2026-11-25", "number": "7", "from_class": None}
    enter(opens, "movement_order", order | came | {"to_class": klass, "place": "Гимназия № 3"})
    left = {"pupil": matvey, "kind": "departure", "day": "2026-11-24", "number": "41-у", "from_class": klass}
    enter(opens, "movement_order", order | left | {"to_class": None, "place": "Школа № 5"})
    rows = {one.pupil: one for one in general_page(opens(), klass).rows}
    assert rows[vera].name == "Юдина Вера Львовна"
    assert (rows[vera].birth, rows[vera].file_number) == (date(2013, 5, 14), "К-12")
    assert rows[vera].guardians == ("Мать: Юдина Анна Ильинична, 8-900",)
    assert rows[vera].arrived == "Гимназия № 3, 25.11.2026, приказ № 7 от 20.11.2026"
    assert rows[matvey].left == "Школа № 5, 24.11.2026, приказ № 41-у от 20.11.2026"
    assert (rows[vera].left, rows[matvey].arrived) == ("", "")


def test_clubs_hold_what_was_entered_and_the_groups_of_the_school_4_3_6(opens, school, klass) -> None:
    fedor = school.pupils["Ёлкин Фёдор"]
    with opens().reading() as db:
        (year,) = db.execute("SELECT id FROM academic_year").fetchone()
    club = {"pupil": fedor, "year": year, "title": "Шахматы", "place": "Дворец творчества", "leader": "Ковалёв И. П."}
    enter(opens, "club", club | {"span": "учебный год", "ended": 0})
    group = {"year": year, "title": "Робототехника", "person": school.people["teacher"].person, "hours_tenths": 10}
    ident = NEW()
    change = Change("extra_group", (ident,), None, group | {"ended": 0})
    opens("admin").execute(Command("test.write", ("school", 0), (Planned(change),)))
    enter(opens, "extra_member", {"extra_group": ident, "pupil": fedor, "start": "2026-10-01", "end": None})
    rows = {one.pupil: one for one in clubs_page(opens(), klass).rows}
    titles = [(one.title, one.place, one.span) for one in rows[fedor].clubs]
    assert titles == [
        ("Шахматы", "Дворец творчества", "учебный год"),
        ("Робототехника", "в школе, внеурочная деятельность", "01.10.2026 – 26.05.2027"),
    ]
    assert rows[school.pupils["Абрамова Дарья"]].clubs == ()


def test_at_home_by_order_the_lessons_at_home_alone_are_counted_4_3_4(opens, tmp_path) -> None:
    at_home = CoursePlan("Алгебра", weekdays=(3, 4), subgroup=home_group("Абрамова Д. О."), members=("Абрамова Дарья",))
    school = a_school(tmp_path / "дом.ezh", [a_class("7А", PUPILS, (*COURSES[:2], at_home))])
    klass, dasha = school.classes["7А"], school.pupils["Абрамова Дарья"]
    order = {"pupil": dasha, "kind": "home", "day": "2026-11-24", "number": "9", "order_day": None, "place": ""}
    row = order | {"reason": "", "cancelled": 0, "from_class": klass, "to_class": None}
    office = open_office(school, "class_teacher")
    office.execute(Command("test.write", ("school", 0), (Planned(Change("movement_order", (NEW(),), None, row)),)))
    page, week = attendance_page(office, klass), absences_page(office, klass, MONDAY)
    office.close()
    # Monday with the class; on Wednesday and Thursday at home.
    assert {day: page.held[dasha, day] for day in page.days_in(WEEK)} == {
        MONDAY: 2, TUESDAY: 0, WEDNESDAY: 1, date(2026, 11, 26): 1
    }  # fmt: skip
    assert (page.held_days(WEEK), page.lessons_in(WEEK)) == (3, 5)
    assert page.away == ("№ 1 обучается на дому, приказ № 9, с 24.11.2026",)
    assert {day: cell.figures.held for (pupil, day), cell in week.cells.items() if pupil == dasha} == {
        day: page.held[dasha, day] for day in page.days_in(WEEK)
    }


def test_the_sheet_counts_what_the_page_of_the_week_counts_4_3_7(opens, school, klass) -> None:
    """One figure on screen and paper, day by day, for everybody in the class."""
    absent(opens, school, "7А Русский язык", "Ёлкин Фёдор", MONDAY, WEDNESDAY)
    absent(opens, school, "7А Английский язык", "Абрамова Дарья", TUESDAY)
    leader = opens()
    explain(leader, klass, [(school.pupils["Ёлкин Фёдор"], MONDAY)], ILL)
    week, page = absences_page(leader, klass, MONDAY), attendance_page(leader, klass)
    assert week.cells
    for (pupil, day), cell in week.cells.items():
        assert page.held[pupil, day] == cell.figures.held
        missed = page.missed.get((pupil, day), ())
        assert missed == tuple(one.reason for one in cell.missed)


def test_every_absence_of_a_year_stands_on_the_sheets_once_5_37(tmp_path) -> None:
    """A whole demo class: the sums of months, terms and the year are the «н» that the file holds."""
    path = tmp_path / "учебная.ezh"
    day = date(2026, 11, 6)
    maker = Maker(FrozenClock.at(day, time(12), ZONE), system_ids(), FLOOR)
    make_demo_school(path, PASSWORD, options_of(1, None, 3, day), maker)
    opener = JournalOpener(Settings(tmp_path / "settings.ini"), cost=FLOOR, remember=False)
    office = opener.sign_in(path, "class_teacher", PASSWORD).office
    place = next(one for one in office.places() if one.course)
    page = attendance_page(office, place.school_class)
    with office.reading() as db:
        (entered,) = db.execute(
            "SELECT count(*) FROM cell AS x JOIN lesson AS l ON l.id = x.lesson AND l.state = 'living'"
            " JOIN membership AS m ON m.pupil = x.pupil AND coalesce(m.start, '') <= l.day"
            " AND coalesce(m.end, '9999') >= l.day WHERE m.school_class = ? AND x.slot = 0 AND x.value = 'н'",
            (place.school_class,),
        ).fetchone()
    office.close()
    assert entered > 20
    months = [Span(days[0], days[-1]) for days in page.months]
    for spans in (months, [term.span for term in page.terms], [page.year]):
        assert sum(page.all_of(span).lessons.total for span in spans) == entered
        assert sum(page.on_day(day) for span in spans for day in page.days_in(span)) == entered
