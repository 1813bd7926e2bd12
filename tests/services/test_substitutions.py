"""The deputy's acts on single lessons: substitutions (4.4.3), transfers, swaps, cancellations, extra lessons (5.2)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from random import Random

import pytest

from ezh_desktop.domain.calendar import PeriodKind
from ezh_desktop.domain.substituting import Wanted, clashes, joins
from ezh_desktop.errors import LockRefused, RightRefused, StaleRefused
from ezh_desktop.services.acts import CellEntry, EnterCells, Redo, Undo, WriteLesson
from ezh_desktop.services.checking.report import page_findings
from ezh_desktop.services.closing import Pick as Period
from ezh_desktop.services.closing import close_periods
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.pages.programme import programme_of
from ezh_desktop.services.pages.substitutions import NoteKind
from ezh_desktop.services.pages.summary import Slot
from ezh_desktop.services.school_today import school_today
from ezh_desktop.services.structure.base import Plan, save
from ezh_desktop.services.substitutions.acts import (
    Pick,
    plan_cancellation,
    plan_extra,
    plan_return,
    plan_substitutions,
    plan_swap,
    plan_transfer,
)
from ezh_desktop.services.substitutions.days import read_days
from ezh_desktop.services.today import today_page
from ezh_desktop.services.verifying import verify
from tests.factories import School, opening, raw
from tests.services.substitution_school import FRIDAY, WEDNESDAY, a_substitution_school, entry, lesson

THURSDAY, MONDAY = date(2026, 12, 3), date(2026, 11, 30)
LAST_OF_TERM = date(2026, 12, 30)
Opens = Callable[..., FileOffice]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> School:
    return a_substitution_school(tmp_path_factory.mktemp("substitutions") / "school.ezh")


@pytest.fixture
def school(made: School, tmp_path: Path) -> School:
    return made.copied(tmp_path)


@pytest.fixture
def opens(school: School) -> Iterator[Opens]:
    with opening(school, "deputy") as open_one:
        yield open_one


@pytest.fixture
def deputy(opens: Opens) -> FileOffice:
    return opens()


def person(school: School, login: str) -> int:
    return school.people[login].person


def faults(plan: Plan) -> str:
    return " ".join(one.text for one in plan.faults)


def algebra_by_maria(school: School, office: FileOffice) -> int:
    """Maria holds 7А Алгебра; gives the lesson."""
    ident = lesson(office, "7А Алгебра")
    save(office, plan_substitutions(office, [Pick(ident, person(school, "maria"))], "болезнь", "№ 57 от 01.12.2026"))
    return ident


def fill(office: FileOffice, course: int, ident: int, words: str = "Линейные уравнения") -> None:
    page = office.course_page(course)
    ticket = office.submit(WriteLesson(course, ident, words, None, page.lesson_by_id[ident].record_entry), page)
    assert office.drain(20)
    if ticket.error is not None:
        raise ticket.error


class TestWhoCouldHoldIt:
    def test_who_is_ill_that_day_is_named_last_and_never_proposed_4_4_3(
        self, school: School, deputy: FileOffice
    ) -> None:
        algebra_by_maria(school, deputy)
        days, russian = read_days(deputy, WEDNESDAY), lesson(deputy, "7А Русский язык")
        ill = days.choices(russian)[-1]
        assert (ill.person, ill.words, ill.away) == (
            person(school, "teacher"), "в этот день не работает: болезнь", True,
        )  # fmt: skip
        others = [one.person for one in days.choices(russian) if one.person != ill.person]
        assert days.best([russian], others) == {}

    def test_who_holds_another_lesson_of_the_day_is_there(self, school: School, deputy: FileOffice) -> None:
        pick = Pick(lesson(deputy, "7Б Физика"), person(school, "maria"))
        save(deputy, plan_substitutions(deputy, [pick], "соревнования", ""))
        assert read_days(deputy, WEDNESDAY).away_on(WEDNESDAY) == {}


class TestSubstitution:
    def test_the_substitute_fills_that_lesson_and_no_other_4_4_3(self, school: School, opens: Opens) -> None:
        ident = algebra_by_maria(school, opens())
        course = school.courses["7А Алгебра"]
        maria = opens("maria")
        page = maria.course_page(course)
        assert [one.lesson for one in page.lessons if one.writable] == [ident]
        fill(maria, course, ident)
        other = next(one for one in page.lessons if one.day == MONDAY)
        with pytest.raises(RightRefused, match="назначенный на этот урок учитель"):
            fill(maria, course, other.lesson)

    def test_the_page_names_the_substitute_beside_the_teacher_4_4_3(self, school: School, deputy: FileOffice) -> None:
        ident = algebra_by_maria(school, deputy)
        page = deputy.course_page(school.courses["7А Алгебра"])
        name = read_days(deputy, WEDNESDAY).name(person(school, "maria"))
        assert page.lesson_by_id[ident].substitute == name
        assert [(one.name, one.days) for one in page.substitutions] == [(name, (WEDNESDAY,))]
        assert page.teacher_names

    def test_the_substitute_finds_the_lesson_in_the_day(self, school: School, opens: Opens) -> None:
        algebra_by_maria(school, opens())
        maria = opens("maria")
        places = [one for one in maria.places() if one.group == "Замены"]
        assert [one.subject_name for one in places] == ["Алгебра"]

    def test_the_day_of_both_tells_of_it(self, school: School, opens: Opens) -> None:
        algebra_by_maria(school, opens())
        maria, teacher = opens("maria"), opens("teacher")
        names = {login: read_days(maria, WEDNESDAY).name(person(school, login)) for login in ("maria", "teacher")}
        notes = {one.class_name: one.note for one in today_page(maria).lessons if one.subject == "Алгебра"}
        assert notes == {"7Б": "", "7А": f"Замена: {names['teacher']}"}
        assert [one.note for one in today_page(teacher).lessons] == [f"Замена: {names['maria']}"]

    def test_a_lesson_the_substitute_held_is_not_asked_of_the_teacher(self, school: School, opens: Opens) -> None:
        office = opens()
        ident = lesson(office, "7А Алгебра", MONDAY)
        assert ident in {one.lesson for one in today_page(opens("teacher")).earlier}
        save(office, plan_substitutions(office, [Pick(ident, person(school, "maria"))], "болезнь"))
        assert ident not in {one.lesson for one in today_page(opens("teacher")).earlier}

    def test_the_schools_day_counts_it_to_the_substitute(self, school: School, opens: Opens) -> None:
        office = opens()
        before = {one.person: one.fill.due for one in school_today(office).teachers}
        ident = lesson(office, "7А Алгебра", MONDAY)
        save(office, plan_substitutions(office, [Pick(ident, person(school, "maria"))], "болезнь"))
        after = {one.person: one.fill.due for one in school_today(office).teachers}
        assert after[person(school, "maria")] == before[person(school, "maria")] + 1
        assert after[person(school, "teacher")] == before[person(school, "teacher")] - 1

    def test_only_the_deputy_names_a_substitute(self, school: School, opens: Opens) -> None:
        office = opens("admin")
        plan = plan_substitutions(office, [Pick(lesson(office, "7А Алгебра"), person(school, "maria"))], "болезнь")
        with pytest.raises(RightRefused, match="Замены назначает заместитель директора"):
            save(office, plan)

    def test_who_teaches_elsewhere_in_that_hour_is_refused(self, school: School, deputy: FileOffice) -> None:
        plan = plan_substitutions(deputy, [Pick(lesson(deputy, "7А Алгебра"), person(school, "boris"))], "болезнь")
        assert plan.command is None
        assert "в этот час ведёт: 7Б Физика" in faults(plan)

    def test_nobody_is_named_twice_in_one_hour_by_one_act(self, school: School, deputy: FileOffice) -> None:
        picks = [Pick(lesson(deputy, title), person(school, "maria")) for title in ("7А Алгебра", "7Б Физика")]
        assert "уже заменяет на уроке 7А Алгебра" in faults(plan_substitutions(deputy, picks, "болезнь"))

    def test_the_own_teacher_and_who_has_no_role_are_refused(self, school: School, deputy: FileOffice) -> None:
        ident = lesson(deputy, "7А Алгебра")
        own = plan_substitutions(deputy, [Pick(ident, person(school, "teacher"))], "болезнь")
        medic = plan_substitutions(deputy, [Pick(ident, person(school, "medic"))], "болезнь")
        assert "и так ведёт этот урок" in faults(own)
        assert "нет роли учителя" in faults(medic)

    def test_a_reason_is_asked_for(self, school: School, deputy: FileOffice) -> None:
        plan = plan_substitutions(deputy, [Pick(lesson(deputy, "7А Алгебра"), person(school, "maria"))], " ")
        assert faults(plan) == "Впишите причину."

    def test_a_subgroup_may_be_joined_with_the_other(self, school: School, deputy: FileOffice) -> None:
        ident = lesson(deputy, "7А Английский язык, 1")
        save(deputy, plan_substitutions(deputy, [Pick(ident, person(school, "boris"))], "курсы"))
        (note,) = entry(deputy, "7А Английский язык, 1").notes
        assert note.joined == "2"

    def test_days_of_illness_are_one_act_and_one_undo(self, school: School, deputy: FileOffice) -> None:
        days = read_days(deputy, MONDAY, FRIDAY)
        own = [one.held.lesson for one in days.entries(person=person(school, "teacher"))]
        best = days.best(own, {person(school, "teacher")})
        save(deputy, plan_substitutions(deputy, [Pick(one, best[one].person) for one in own], "болезнь"))
        stored = "SELECT count(*), count(DISTINCT entry_seq) FROM substitution WHERE cancelled = 0"
        assert raw(school, stored) == [(3, 1)]
        undo(deputy)
        assert raw(school, stored)[0][0] == 0

    def test_another_named_later_takes_the_place(self, school: School, deputy: FileOffice) -> None:
        ident = algebra_by_maria(school, deputy)
        save(deputy, plan_substitutions(deputy, [Pick(ident, person(school, "class_teacher"))], "болезнь"))
        held = entry(deputy, "7А Алгебра").held
        assert held.holders == {person(school, "class_teacher")}
        assert raw(school, "SELECT count(*) FROM substitution WHERE cancelled = 0") == [(1,)]

    def test_taken_back_the_right_goes_and_what_was_filled_stays(self, school: School, opens: Opens) -> None:
        office, course = opens(), school.courses["7А Алгебра"]
        ident = algebra_by_maria(school, office)
        maria = opens("maria")
        fill(maria, course, ident)
        save(office, plan_return(office, ident))
        assert office.course_page(course).lesson_by_id[ident].topic == "Линейные уравнения"
        maria.changes_since(0)
        with pytest.raises(RightRefused):
            maria.course_page(course)

    def test_period_marks_go_with_the_last_lesson_of_the_term_4_4_3(self, school: School, deputy: FileOffice) -> None:
        course, maria = school.courses["7А Алгебра"], person(school, "maria")
        days = read_days(deputy, WEDNESDAY, LAST_OF_TERM)
        last = max((one for one in days.lessons.values() if one.course == course), key=lambda one: one.day).lesson
        early = Pick(lesson(deputy, "7А Алгебра"), maria, with_period_marks=True)
        assert "не последний урок периода" in faults(plan_substitutions(deputy, [early], "болезнь"))
        save(deputy, plan_substitutions(deputy, [Pick(last, maria, with_period_marks=True)], "болезнь"))
        assert raw(school, "SELECT with_period_marks FROM substitution") == [(1,)]

    def test_the_check_of_the_journal_finds_all_of_it_in_order(self, school: School, opens: Opens) -> None:
        office = opens()
        ident = algebra_by_maria(school, office)
        fill(opens("maria"), school.courses["7А Алгебра"], ident)
        save(office, plan_return(office, ident))
        save(office, plan_transfer(office, ident, FRIDAY, 4, "семинар"))
        assert verify(office).sound


class TestOtherSubject:
    """4.4.3: a substitute who teaches another subject writes on that subject's page."""

    def give(self, school: School, office: FileOffice, login: str = "teacher") -> int:
        missed = lesson(office, "7А Русский язык")
        pick = Pick(missed, person(school, login), school.courses["7А Геометрия"])
        save(office, plan_substitutions(office, [pick], "болезнь"))
        return missed

    def test_the_lesson_stands_on_the_other_page_and_the_missed_one_is_not_held(
        self, school: School, deputy: FileOffice
    ) -> None:
        missed = self.give(school, deputy)
        geometry = deputy.course_page(school.courses["7А Геометрия"])
        russian = deputy.course_page(school.courses["7А Русский язык"])
        assert [(one.number, one.cancelled) for one in geometry.lessons if one.day == WEDNESDAY] == [(2, False)]
        assert missed not in russian.lesson_by_id

    def test_the_own_teacher_of_that_page_is_no_substitute_on_it(self, school: School, deputy: FileOffice) -> None:
        self.give(school, deputy)
        assert deputy.course_page(school.courses["7А Геометрия"]).substitutions == ()

    def test_a_stranger_fills_that_lesson_alone(self, school: School, opens: Opens) -> None:
        self.give(school, opens(), "maria")
        maria, course = opens("maria"), school.courses["7А Геометрия"]
        page = maria.course_page(course)
        assert [one.day for one in page.lessons if one.writable] == [WEDNESDAY]
        fill(maria, course, next(one.lesson for one in page.lessons if one.writable))
        assert page.substitutions[0].days == (WEDNESDAY,)
        with pytest.raises(RightRefused):
            maria.course_page(school.courses["7А Русский язык"])
        assert verify(maria).sound

    def test_taken_back_the_hour_returns(self, school: School, deputy: FileOffice) -> None:
        missed = self.give(school, deputy)
        save(deputy, plan_return(deputy, missed))
        assert entry(deputy, "7А Русский язык").plain
        assert raw(school, "SELECT count(*) FROM lesson_change WHERE cancelled = 0") == [(0,)]
        page = deputy.course_page(school.courses["7А Геометрия"])
        assert WEDNESDAY not in {one.day for one in page.lessons}

    def test_a_page_of_another_class_is_refused(self, school: School, deputy: FileOffice) -> None:
        pick = Pick(lesson(deputy, "7А Алгебра"), person(school, "maria"), school.courses["7Б Русский язык"])
        assert "не страница этого класса" in faults(plan_substitutions(deputy, [pick], "болезнь"))

    def test_the_stand_in_is_moved_by_nobody(self, school: School, deputy: FileOffice) -> None:
        self.give(school, deputy)
        plan = plan_transfer(deputy, lesson(deputy, "7А Геометрия"), THURSDAY, 2, "семинар")
        assert "Сначала снимите замену" in faults(plan)

    def test_the_missed_lesson_stays_in_the_lag_of_its_plan_4_4_3(self, school: School, deputy: FileOffice) -> None:
        russian, geometry = school.courses["7А Русский язык"], school.courses["7А Геометрия"]
        before = programme_of(deputy.course_page(russian))
        missed = lesson(deputy, "7А Русский язык", MONDAY)
        pick = Pick(missed, person(school, "teacher"), geometry)
        save(deputy, plan_substitutions(deputy, [pick], "болезнь"))
        after = programme_of(deputy.course_page(russian))
        assert (after.held, after.lag) == (before.held - 1, before.lag)
        assert deputy.course_page(geometry).hours_missed == -1, "an extra hour there brings that page ahead"
        checked = page_findings(deputy, russian)
        assert checked is not None
        assert checked.index.facts.missed == 1

    def test_one_undo_takes_all_of_it_back(self, school: School, deputy: FileOffice) -> None:
        self.give(school, deputy)
        undo(deputy)
        assert entry(deputy, "7А Русский язык").plain
        assert raw(school, "SELECT count(*) FROM substitution WHERE cancelled = 0") == [(0,)]


class TestTransfer:
    def test_the_lesson_keeps_its_id_and_its_entries_5_2(self, school: School, opens: Opens) -> None:
        office, course = opens(), school.courses["7А Алгебра"]
        ident = lesson(office, "7А Алгебра")
        fill(opens("teacher"), course, ident)
        save(office, plan_transfer(office, ident, THURSDAY, 5, "семинар"))
        moved = office.course_page(course).lesson_by_id[ident]
        assert (moved.day, moved.number, moved.topic) == (THURSDAY, 5, "Линейные уравнения")
        assert WEDNESDAY not in {one.day for one in office.course_page(course).lessons}

    def test_both_days_tell_of_it(self, deputy: FileOffice) -> None:
        ident = lesson(deputy, "7А Алгебра")
        save(deputy, plan_transfer(deputy, ident, THURSDAY, 5, "семинар"))
        old, new = entry(deputy, "7А Алгебра"), entry(deputy, "7А Алгебра", THURSDAY)
        assert (old.away, old.shown_number, old.notes[0].whither) == (True, 3, (THURSDAY, 5))
        assert (new.notes[0].kind, new.notes[0].whither) == (NoteKind.MOVED_HERE, (WEDNESDAY, 3))

    def test_the_page_says_from_where_it_came_and_why(self, school: School, deputy: FileOffice) -> None:
        course, ident = school.courses["7А Алгебра"], lesson(deputy, "7А Алгебра")
        save(deputy, plan_transfer(deputy, ident, THURSDAY, 5, "семинар"))
        save(deputy, plan_extra(deputy, course, FRIDAY, 6, "экзамен"))
        page = deputy.course_page(course)
        told = [one.told for one in page.lessons if one.told]
        assert told == ["перенесён с 02.12, 3-й урок (семинар)", "дополнительный урок (экзамен)"]

    def test_it_goes_on_and_comes_home(self, school: School, deputy: FileOffice) -> None:
        ident = lesson(deputy, "7А Алгебра")
        save(deputy, plan_transfer(deputy, ident, THURSDAY, 5, "семинар"))
        save(deputy, plan_transfer(deputy, ident, FRIDAY, 4, "семинар"))
        assert entry(deputy, "7А Алгебра", FRIDAY).notes[0].whither == (WEDNESDAY, 3)
        save(deputy, plan_return(deputy, ident))
        assert entry(deputy, "7А Алгебра").plain
        assert lesson(deputy, "7А Алгебра") == ident
        assert raw(school, "SELECT count(*) FROM lesson_change WHERE cancelled = 0") == [(0,)]

    def test_undo_brings_it_home_and_redo_moves_it_again(self, deputy: FileOffice) -> None:
        ident = lesson(deputy, "7А Алгебра")
        save(deputy, plan_transfer(deputy, ident, THURSDAY, 5, "семинар"))
        undo(deputy)
        assert entry(deputy, "7А Алгебра").plain
        assert lesson(deputy, "7А Алгебра") == ident
        again = deputy.redoable()
        assert again is not None
        deputy.submit(Redo(again))
        assert deputy.drain(20)
        assert entry(deputy, "7А Алгебра", THURSDAY).held.lesson == ident
        assert verify(deputy).sound

    @pytest.mark.parametrize(
        ("day", "number", "words"),
        [
            (WEDNESDAY, 4, "класс в этот час на уроке 7А Английский язык, 1"),
            (WEDNESDAY, 3, "и так стоит в этот час"),
            (date(2026, 12, 6), 3, "не учебный день"),
            (THURSDAY, 12, "12-го урока в звонках нет"),
        ],
    )
    def test_an_hour_that_is_taken_or_none_is_refused(
        self, deputy: FileOffice, day: date, number: int, words: str
    ) -> None:
        assert words in faults(plan_transfer(deputy, lesson(deputy, "7А Алгебра"), day, number, "семинар"))

    def test_the_teacher_must_be_free(self, deputy: FileOffice) -> None:
        plan = plan_transfer(deputy, lesson(deputy, "7Б Физика"), WEDNESDAY, 4, "семинар")
        assert "в этот час ведёт: 7А Английский язык, 2" in faults(plan)

    def test_the_other_subgroup_is_no_hindrance(self, deputy: FileOffice) -> None:
        first, second = (lesson(deputy, f"7А Английский язык, {one}") for one in "12")
        save(deputy, plan_transfer(deputy, first, THURSDAY, 6, "семинар"))
        save(deputy, plan_transfer(deputy, second, THURSDAY, 6, "семинар"))
        assert entry(deputy, "7А Английский язык, 2", THURSDAY).held.number == 6

    def test_a_timetable_that_changes_later_leaves_it(self, school: School, opens: Opens) -> None:
        office = opens()
        ident = lesson(office, "7А Алгебра")
        save(office, plan_transfer(office, ident, THURSDAY, 5, "семинар"))
        save(office, plan_extra(office, school.courses["7А Геометрия"], THURSDAY, 4, "экзамен"))
        assert raw(school, "SELECT day, number, state FROM lesson WHERE id = ?", ident) == [
            (THURSDAY.isoformat(), 5, "living")
        ]

    def test_only_the_deputy_moves_lessons(self, opens: Opens) -> None:
        office = opens("teacher")
        plan = plan_transfer(office, lesson(office, "7А Алгебра"), THURSDAY, 5, "семинар")
        with pytest.raises(RightRefused, match="Переносит, добавляет и отменяет уроки заместитель директора"):
            save(office, plan)

    def test_what_changed_meanwhile_is_not_overwritten(self, school: School, opens: Opens) -> None:
        one, two = opens(), opens()
        plan = plan_transfer(one, lesson(one, "7А Алгебра"), THURSDAY, 5, "семинар")
        save(two, plan_extra(two, school.courses["7А Геометрия"], THURSDAY, 5, "экзамен"))
        with pytest.raises(StaleRefused, match="изменили"):
            save(one, plan)


class TestSwap:
    def test_two_lessons_change_places_in_one_act(self, school: School, deputy: FileOffice) -> None:
        one, two = lesson(deputy, "7А Алгебра"), lesson(deputy, "7А Русский язык")
        save(deputy, plan_swap(deputy, one, two, "экскурсия"))
        found = dict(raw(school, "SELECT id, number FROM lesson WHERE id IN (?, ?)", one, two))
        assert found == {one: 2, two: 3}
        undo(deputy)
        assert dict(raw(school, "SELECT id, number FROM lesson WHERE id IN (?, ?)", one, two)) == {one: 3, two: 2}

    def test_swapped_back_nothing_is_left_of_it(self, school: School, deputy: FileOffice) -> None:
        one, two = lesson(deputy, "7А Алгебра"), lesson(deputy, "7А Русский язык")
        save(deputy, plan_swap(deputy, one, two, "экскурсия"))
        save(deputy, plan_swap(deputy, one, two, "экскурсия"))
        assert raw(school, "SELECT count(*) FROM lesson_change WHERE cancelled = 0") == [(0,)]
        assert entry(deputy, "7А Алгебра").plain

    def test_a_teacher_who_is_busy_there_stands_in_the_way(self, deputy: FileOffice) -> None:
        plan = plan_swap(deputy, lesson(deputy, "7Б Физика"), lesson(deputy, "7Б Русский язык"), "экскурсия")
        assert plan.command is not None
        busy = plan_swap(deputy, lesson(deputy, "7Б Алгебра"), lesson(deputy, "7Б Физика"), "экскурсия")
        assert not busy.faults
        taken = plan_swap(deputy, lesson(deputy, "7А Алгебра"), lesson(deputy, "7А Английский язык, 2"), "экскурсия")
        assert "класс в этот час на уроке 7А Английский язык, 1" in faults(taken)


class TestCancellation:
    def test_an_empty_lesson_leaves_the_page_and_the_day_tells_of_it(self, school: School, deputy: FileOffice) -> None:
        ident = lesson(deputy, "7А Алгебра")
        save(deputy, plan_cancellation(deputy, [ident], "мороз"))
        assert ident not in deputy.course_page(school.courses["7А Алгебра"]).lesson_by_id
        assert [(one.kind, one.reason) for one in entry(deputy, "7А Алгебра").notes] == [(NoteKind.CANCELLED, "мороз")]

    def test_a_lesson_with_entries_is_kept_and_shown_and_the_deputy_is_told(self, school: School, opens: Opens) -> None:
        office, course = opens(), school.courses["7А Алгебра"]
        ident = lesson(office, "7А Алгебра")
        teacher = opens("teacher")
        page = teacher.course_page(course)
        teacher.submit(EnterCells(course, (CellEntry(ident, page.pupils[0].pupil, 0, "5", None),)), page)
        assert teacher.drain(20)
        plan = plan_cancellation(office, [ident], "мороз")
        assert "на уроке есть записи" in plan.warnings[0]
        save(office, plan)
        assert office.course_page(course).lesson_by_id[ident].cancelled

    def test_it_comes_back_with_all_that_was_entered(self, school: School, deputy: FileOffice) -> None:
        ident = lesson(deputy, "7А Алгебра")
        save(deputy, plan_cancellation(deputy, [ident], "мороз"))
        save(deputy, plan_return(deputy, ident))
        assert lesson(deputy, "7А Алгебра") == ident
        assert entry(deputy, "7А Алгебра").plain

    def test_it_does_not_come_back_into_a_taken_hour(self, school: School, deputy: FileOffice) -> None:
        ident = lesson(deputy, "7А Алгебра")
        save(deputy, plan_cancellation(deputy, [ident], "мороз"))
        save(deputy, plan_extra(deputy, school.courses["7А Геометрия"], WEDNESDAY, 3, "экзамен"))
        assert "в этот час ведёт: 7А Геометрия" in faults(plan_return(deputy, ident))

    def test_an_event_says_what_is_instead(self, deputy: FileOffice) -> None:
        lessons = [lesson(deputy, title) for title in ("7А Алгебра", "7А Русский язык")]
        save(deputy, plan_cancellation(deputy, lessons, "День здоровья", event=True))
        notes = [entry(deputy, title).notes[0] for title in ("7А Алгебра", "7А Русский язык")]
        assert {(one.kind, one.reason) for one in notes} == {(NoteKind.EVENT, "День здоровья")}

    def test_a_substitution_of_it_ends(self, school: School, deputy: FileOffice) -> None:
        ident = algebra_by_maria(school, deputy)
        save(deputy, plan_cancellation(deputy, [ident], "мороз"))
        assert raw(school, "SELECT count(*) FROM substitution WHERE cancelled = 0") == [(0,)]


class TestExtra:
    def test_an_extra_lesson_stands_on_the_page(self, school: School, deputy: FileOffice) -> None:
        course = school.courses["7А Геометрия"]
        save(deputy, plan_extra(deputy, course, THURSDAY, 4, "экзамен"))
        page = deputy.course_page(course)
        assert [(one.number, one.cancelled) for one in page.lessons if one.day == THURSDAY] == [(4, False)]

    def test_moved_and_returned_it_comes_to_its_first_hour_then_goes(self, school: School, deputy: FileOffice) -> None:
        course = school.courses["7А Геометрия"]
        save(deputy, plan_extra(deputy, course, THURSDAY, 4, "экзамен"))
        ident = lesson(deputy, "7А Геометрия", THURSDAY)
        save(deputy, plan_transfer(deputy, ident, THURSDAY, 6, "экзамен"))
        save(deputy, plan_return(deputy, ident))
        assert entry(deputy, "7А Геометрия", THURSDAY).held.number == 4
        save(deputy, plan_return(deputy, ident))
        assert raw(school, "SELECT count(*) FROM lesson WHERE id = ?", ident) == [(0,)]

    def test_undone_it_is_gone(self, school: School, deputy: FileOffice) -> None:
        save(deputy, plan_extra(deputy, school.courses["7А Геометрия"], THURSDAY, 4, "экзамен"))
        undo(deputy)
        assert raw(school, "SELECT count(*) FROM lesson WHERE day = ? AND number = 4", THURSDAY.isoformat()) == [(0,)]

    def test_the_class_must_be_free(self, school: School, deputy: FileOffice) -> None:
        plan = plan_extra(deputy, school.courses["7А Геометрия"], WEDNESDAY, 2, "экзамен")
        assert "класс в этот час на уроке 7А Русский язык" in faults(plan)


def living(school: School) -> list[tuple[int, int, str, int]]:
    sql = "SELECT id, course, day, number FROM lesson WHERE state = 'living' ORDER BY id"
    return [tuple(one) for one in raw(school, sql)]


@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_done_nobody_is_in_two_places_and_all_of_it_can_be_returned(
    school: School, deputy: FileOffice, seed: int
) -> None:
    chance, before = Random(seed), living(school)
    done = 0
    for _ in range(14):
        one, other = any_lesson(deputy, chance), any_lesson(deputy, chance)
        day, number = chance.choice([WEDNESDAY, THURSDAY, FRIDAY]), chance.randint(1, 7)
        somebody = chance.choice(sorted(read_days(deputy, WEDNESDAY).teachers))
        plan = chance.choice(
            [
                lambda o=one, d=day, n=number: plan_transfer(deputy, o, d, n, "семинар"),
                lambda o=one, t=other: plan_swap(deputy, o, t, "экскурсия"),
                lambda o=one: plan_cancellation(deputy, [o], "мороз"),
                lambda o=one, p=somebody: plan_substitutions(deputy, [Pick(o, p)], "болезнь"),
                lambda d=day, n=number: plan_extra(deputy, school.courses["7А Геометрия"], d, n, "экзамен"),
                lambda o=one: plan_return(deputy, o),
            ]
        )()
        save(deputy, plan)
        done += plan.command is not None
        nobody_is_in_two_places(deputy)
    for _ in range(60):
        changed = [one for one in read_days(deputy, WEDNESDAY, FRIDAY).entries() if one.notes]
        if not changed:
            break
        for one in changed:
            save(deputy, plan_return(deputy, one.held.lesson))
    assert done >= 4
    assert living(school) == before
    assert verify(deputy).sound


def any_lesson(office: FileOffice, chance: Random) -> int:
    return chance.choice([one.held.lesson for one in read_days(office, WEDNESDAY, FRIDAY).entries()])


def nobody_is_in_two_places(office: FileOffice) -> None:
    lessons = [one for one in read_days(office, WEDNESDAY, FRIDAY).lessons.values() if one.living]
    for one in lessons:
        found = clashes(Wanted(one.day, one.number, one.groups, one.holders), lessons, {one.lesson})
        assert [clash for clash in found if not joins(one, clash.holder)] == []


def test_a_closed_term_is_left_alone(school: School, opens: Opens) -> None:
    office = opens()
    day = date(2026, 9, 30)
    plan = plan_transfer(office, lesson(office, "7А Алгебра", day), day, 6, "семинар")
    close_periods(opens("director"), [Period(school.classes["7А"], Slot(PeriodKind.QUARTER, 1))])
    with pytest.raises(LockRefused):
        save(office, plan)


def undo(office: FileOffice) -> None:
    """Ctrl+Z."""
    done = office.undoable()
    assert done is not None
    ticket = office.submit(Undo(done))
    assert office.drain(20)
    if ticket.error is not None:
        raise ticket.error
