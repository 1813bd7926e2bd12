"""A timetable into the journal (5.2, 5.17): one act with its lessons, the past kept, names matched and remembered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import hypothesis
import pytest
from hypothesis import strategies as st

from ezh_desktop.domain.change import Change
from ezh_desktop.domain.incoming import Outcome
from ezh_desktop.domain.incoming_timetable import Students
from ezh_desktop.domain.timetable import CourseGroup, TimetableSlot, find_conflicts
from ezh_desktop.errors import BadInput, RightRefused
from ezh_desktop.exchange.fet import read_fet
from ezh_desktop.exchange.timetables import read_timetable
from ezh_desktop.services.acts import Redo, Undo
from ezh_desktop.services.commands import Command
from ezh_desktop.services.importing.base import enter
from ezh_desktop.services.importing.timetable import Options, may_import_timetable, plan_timetable
from ezh_desktop.services.importing.timetable_names import How, NameKind, read_teacher
from ezh_desktop.services.own import Planned
from ezh_desktop.services.verifying import verify
from tests.data.make_timetables import DAYS, FOLDER, WEEK, YEARS, Activity, fet_text
from tests.factories import CoursePlan, a_class, a_school, open_office, raw

SOLVED = FOLDER / "Школа_data_and_timetable.fet"
MONDAY = date(2026, 12, 7)
ALGEBRA, _, RUSSIAN = WEEK[:3]
TEACHER, LEADER = "Сотрудниковад А.И.", "Сотрудниковаг А.И."


def rows_of(*activities: Activity, days=DAYS, years=YEARS):
    return read_fet("школа.fet", fet_text(activities, days, years=years).encode()).rows


def planned(office, *activities: Activity, **options):
    return plan_timetable(office, rows_of(*activities), Options(**options))


def outcomes(found):
    return [one.outcome for one in found.found.judged]


def refusals(found):
    return [one.text for one in found.found.refused]


def slots(school, course):
    found = raw(
        school,
        "SELECT weekday, number, week, valid_from, valid_to FROM timetable_slot WHERE course = ? ORDER BY 1, 2, 4",
        course,
    )
    return [tuple(one) for one in found]


def course_of(school, subject, name="7А", subgroup=""):
    (found,) = raw(
        school,
        "SELECT c.id FROM course AS c JOIN subject AS s ON s.id = c.subject JOIN course_class AS cc ON cc.course = c.id"
        " JOIN school_class AS k ON k.id = cc.school_class WHERE s.name = ? AND k.name = ? AND c.subgroup = ?",
        subject,
        name,
        subgroup,
    )
    return found[0]


@pytest.fixture
def office(opens):
    return opens("admin")


def test_classes_subjects_staff_courses_and_hours_come_in_as_one_act_with_their_lessons(office, tiny):
    before = raw(tiny, "SELECT max(n) FROM entry")[0][0]
    found = plan_timetable(office, read_timetable(SOLVED).rows, Options())
    enter(office, found.found)
    acts = raw(tiny, "SELECT action FROM entry WHERE n > ? ORDER BY n", before)
    assert [one[0] for one in acts] == ["timetable.import", "lessons.derive"]
    english = course_of(tiny, "Английский язык", subgroup="1")
    assert slots(tiny, english) == [(4, 1, "every", "2026-12-02", None)]
    days = raw(tiny, "SELECT min(day) FROM lesson WHERE course = ?", english)
    assert days == [("2026-12-03",)]
    assert verify(office).sound


def test_a_class_without_a_timetable_gets_it_for_the_whole_year(office, tiny):
    enter(office, plan_timetable(office, read_timetable(SOLVED).rows, Options()).found)
    russian = course_of(tiny, "Русский язык", "7Б")
    assert slots(tiny, russian) == [(2, 3, "every", None, None)]
    assert raw(tiny, "SELECT min(day) FROM lesson WHERE course = ?", russian) == [("2026-09-01",)]


def test_staff_comes_without_accounts_and_classes_with_their_terms(office, tiny):
    accounts = raw(tiny, "SELECT count(*) FROM account")
    enter(office, plan_timetable(office, read_timetable(SOLVED).rows, Options()).found)
    assert raw(tiny, "SELECT count(*) FROM account") == accounts
    assert raw(tiny, "SELECT surname, given, patronymic, gender FROM person WHERE surname = 'Дубов'") == [
        ("Дубов", "П.", "П.", "m")
    ]
    assert raw(tiny, "SELECT grade, letter FROM school_class WHERE name = '7Б'") == [(7, "Б")]


def test_one_teacher_of_two_classes_at_once_is_one_course_and_no_conflict(office, tiny):
    found = plan_timetable(office, read_timetable(SOLVED).rows, Options())
    assert not found.found.refused
    enter(office, found.found)
    sport = course_of(tiny, "Физическая культура", "7Б")
    assert raw(tiny, "SELECT count(*) FROM course_class WHERE course = ?", sport) == [(2,)]
    assert course_of(tiny, "Физическая культура") == sport


def test_the_same_file_again_asks_nothing_and_changes_nothing(office):
    enter(office, plan_timetable(office, read_timetable(SOLVED).rows, Options()).found)
    again = plan_timetable(office, read_timetable(SOLVED).rows, Options(make=frozenset()))
    assert again.found.command is None
    assert set(outcomes(again)) == {Outcome.SAME}
    assert not [line for line in again.names if not line.usable]


def test_what_was_taught_stays_and_the_new_timetable_begins_on_its_day(office, tiny):
    algebra = tiny.courses["7А Алгебра"]
    before = raw(tiny, "SELECT id, day FROM lesson WHERE course = ? AND day < ?", algebra, MONDAY.isoformat())
    found = planned(office, ALGEBRA, ALGEBRA._replace(day="Четверг", hour="4"), since=MONDAY)
    assert outcomes(found) == [Outcome.SAME, Outcome.CHANGE]
    enter(office, found.found)
    assert slots(tiny, algebra) == [
        (1, 3, "every", None, None),
        (3, 3, "every", None, "2026-12-06"),
        (4, 4, "every", "2026-12-07", None),
    ]
    after = raw(tiny, "SELECT id, day FROM lesson WHERE course = ? AND day < ?", algebra, MONDAY.isoformat())
    assert sorted(after) == sorted(before)


def test_a_course_the_file_does_not_have_ends_and_that_is_told(office, tiny):
    found = planned(office, ALGEBRA, since=MONDAY)
    assert any("уходит прежних часов: 4" in note for note in found.found.notes)
    enter(office, found.found)
    assert {one[4] for one in slots(tiny, tiny.courses["7А Русский язык"])} == {"2026-12-06"}


def test_a_timetable_put_right_on_the_day_it_came_leaves_no_trace_in_the_year(office, tiny):
    new = ALGEBRA._replace(day="Четверг", hour="4")
    enter(office, planned(office, ALGEBRA, new, since=MONDAY).found)
    enter(office, planned(office, ALGEBRA, new._replace(hour="5"), since=MONDAY).found)
    algebra = tiny.courses["7А Алгебра"]
    assert (4, 4, "every", "2026-12-07", "1900-01-01") in slots(tiny, algebra)
    assert raw(tiny, "SELECT DISTINCT number FROM lesson WHERE course = ? AND day > '2026-12-06'", algebra) == [
        (3,),
        (5,),
    ]
    assert verify(office).sound


def test_a_change_of_teacher_ends_the_duty_the_day_before(office, tiny):
    enter(office, planned(office, RUSSIAN, since=MONDAY).found)
    duties = raw(
        tiny,
        "SELECT p.surname, t.start, t.end FROM course_teacher AS t JOIN person AS p ON p.id = t.person"
        " WHERE t.course = ? ORDER BY t.id",
        tiny.courses["7А Русский язык"],
    )
    assert duties == [("Сотрудниковаг", None, "2026-12-06"), ("Орлова", "2026-12-07", None)]


def test_a_file_without_teachers_leaves_them(office, tiny):
    enter(office, planned(office, RUSSIAN._replace(teachers=""), since=MONDAY).found)
    found = raw(tiny, "SELECT end FROM course_teacher WHERE course = ?", tiny.courses["7А Русский язык"])
    assert found == [(None,)]


def test_a_new_page_without_a_teacher_is_told(office):
    found = planned(office, Activity("7А", "Химия", "", "Среда", "5"))
    assert "На 1 странице нет учителя: в файле он не назван." in found.found.notes


def test_another_room_alone_is_a_change(office, tiny):
    enter(office, planned(office, RUSSIAN, ALGEBRA).found)
    found = planned(office, RUSSIAN._replace(room="14"), ALGEBRA)
    assert outcomes(found) == [Outcome.CHANGE, Outcome.SAME]
    enter(office, found.found)
    assert ("14",) in raw(tiny, "SELECT room FROM timetable_slot")


# Conflicts


def test_a_teacher_twice_at_once_is_refused_with_both_places(office):
    other = Activity("7Б", "Геометрия", ALGEBRA.teachers, ALGEBRA.day, ALGEBRA.hour)
    found = planned(office, ALGEBRA, other)
    assert outcomes(found) == [Outcome.SAME, Outcome.REFUSED]
    (text,) = refusals(found)
    assert "«школа.fet», строка" in text
    assert "Занятие № 2" in text
    assert (
        "Учитель Сотрудниковад Анна Ивановна занят в этот час (понедельник, 3-й урок): занятие № 1 (7А, Алгебра" in text
    )


def test_a_class_twice_at_once_is_refused(office):
    found = planned(office, ALGEBRA, Activity("7А", "Геометрия", "Новикова Н.Н.", ALGEBRA.day, ALGEBRA.hour))
    assert "У 7А уже есть урок в этот час (понедельник, 3-й урок): занятие № 1" in refusals(found)[0]


def test_a_subgroup_twice_at_once_is_refused(office):
    first = WEEK[4]
    found = planned(office, first, first._replace(subject="Информатика", teachers="Новикова Н.Н."))
    assert "У этой подгруппы 7А уже есть урок" in refusals(found)[0]


def test_the_same_course_twice_in_an_hour_is_refused(office):
    found = planned(office, ALGEBRA, ALGEBRA)
    assert "Этот предмет уже стоит в этот час" in refusals(found)[0]


def test_a_teacher_who_is_in_a_class_that_the_file_does_not_have_is_refused(tmp_path):
    other = a_class("7Б", pupils=("Орехов Глеб Ильич",), courses=(CoursePlan("История"),), leader="other")
    school = a_school(tmp_path / "ж.ezh", (a_class(), other))
    office = open_office(school, "admin")
    found = planned(office, Activity("7А", "Алгебра", TEACHER, "Понедельник", "3"))
    assert "7Б, История (уже в журнале)" in refusals(found)[0]
    office.close()


def test_an_activity_comes_in_whole_or_not_at_all(office, tmp_path):
    path = tmp_path / "а_timetable.csv"
    lines = ["Activity Id,Day,Hour,Students Sets,Subject,Teachers"]
    lines += ["1,Среда,1,7А,Труд,Лаптев О.О.", "1,Среда,22,7А,Труд,Лаптев О.О.", "2,Среда,3,7А,Алгебра,"]
    path.write_text("\n".join(lines), encoding="utf-8")
    found = plan_timetable(office, read_timetable(path).rows, Options())
    assert outcomes(found) == [Outcome.REFUSED, Outcome.REFUSED, Outcome.SAME]
    assert "Другой час этого занятия отклонён" in refusals(found)[0]
    assert "строка 3, столбец C" in refusals(found)[1]


def test_a_day_without_lessons_is_refused(office):
    found = planned(office, ALGEBRA, ALGEBRA._replace(day="Суббота"))
    assert "Суббота — не учебный день" in refusals(found)[0]


def test_hours_of_a_refused_row_stay_as_they_were(office, tiny):
    """The row may be the very one that seems to be missing."""
    bad = Activity("7А", "Русский язык", LEADER, "Вторник", "22")
    found = plan_timetable(office, rows_of(ALGEBRA, bad), Options(since=MONDAY))
    assert any("остаётся прежних часов" in note for note in found.found.notes)
    enter(office, found.found)
    assert {one[4] for one in slots(tiny, tiny.courses["7А Русский язык"])} == {None}


def test_an_old_hour_gives_way_to_a_good_row_even_beside_refused_ones(office, tiny):
    bad = Activity("7А", "Русский язык", LEADER, "Вторник", "22")
    new = Activity("7А", "Геометрия", TEACHER, "Вторник", "2")
    enter(office, plan_timetable(office, rows_of(ALGEBRA, bad, new), Options(since=MONDAY)).found)
    ended = [one[:2] for one in slots(tiny, tiny.courses["7А Русский язык"]) if one[4]]
    assert ended == [(2, 2)]


_WEEKS = st.lists(
    st.builds(
        Activity,
        st.sampled_from(["7А", "7Б", "7А+7Б", "7А 1", "7А 2"]),
        st.sampled_from(["Химия", "Физика", "Музыка"]),
        st.sampled_from(["", "Орлова М.П.", "Дубов П.П.", "Орлова М.П.+Дубов П.П."]),
        st.sampled_from(DAYS[:2]),
        st.sampled_from(["1", "2"]),
        st.integers(1, 2),
        st.just(""),
        st.just(True),
    ),
    min_size=1,
    max_size=10,
)


@hypothesis.settings(max_examples=25, suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture])
@hypothesis.given(_WEEKS)
def test_what_comes_in_never_asks_anybody_to_be_in_two_places(office, week):
    found = planned(office, *week)
    good = [one for one, judged in zip(week, found.found.judged, strict=True) if judged.outcome is not Outcome.REFUSED]
    assert good[0] == week[0]
    slots, groups = [], []
    for number, one in enumerate(good):
        teachers = frozenset(map(hash, filter(None, one.teachers.split("+"))))
        classes = frozenset(int("Б" in name) for name in one.students.split("+"))
        groups.append(CourseGroup(number, teachers, classes, one.students[3:] if " " in one.students else ""))
        hours = range(int(one.hour), int(one.hour) + one.duration)
        slots += [TimetableSlot(number, DAYS.index(one.day) + 1, hour) for hour in hours]
    assert not find_conflicts(slots, groups)


# Names


def test_unknown_names_wait_for_an_answer_when_none_may_be_made(office):
    found = planned(office, RUSSIAN, Activity("7Б", "Шахматы", "Орлова М.П.", "Среда", "1"), make=frozenset())
    assert outcomes(found) == [Outcome.REFUSED, Outcome.REFUSED]
    waiting = {line.text for line in found.names if line.how is How.OPEN}
    assert waiting == {"Орлова М.П.", "7Б", "Шахматы"}
    with pytest.raises(BadInput, match="Ни одна строка"):
        enter(office, found.found)


def test_a_match_is_remembered(office, tiny):
    teacher = raw(tiny, "SELECT id FROM person WHERE surname = 'Сотрудниковаг'")[0][0]
    chosen = {(NameKind.TEACHER, "орлова м.п."): teacher}
    enter(office, planned(office, RUSSIAN, make=frozenset(), chosen=chosen).found)
    again = planned(office, RUSSIAN, make=frozenset())
    assert again.found.command is None
    assert not again.found.refused


def test_a_short_name_is_guessed_and_told(office):
    found = planned(office, RUSSIAN)
    assert "Предмет «Рус. яз.» — Русский язык." in found.found.notes


def test_what_is_left_out_is_no_refusal_and_stays_out(office):
    chess = Activity("7А", "Шахматы", "", "Среда", "6")
    found = planned(office, ALGEBRA, chess, chosen={(NameKind.SUBJECT, "шахматы"): "-"})
    assert [why for _, why in found.skipped] == ["предмет «Шахматы» не вносится"]
    enter(office, found.found)
    again = planned(office, ALGEBRA, chess)
    assert again.skipped
    assert again.found.command is None


def test_what_was_left_out_comes_in_once_it_is_chosen_and_stays_chosen(office):
    chess = Activity("7А", "Шахматы", "", "Среда", "6")
    enter(office, planned(office, ALGEBRA, chess, chosen={(NameKind.SUBJECT, "шахматы"): "-"}).found)
    enter(office, planned(office, ALGEBRA, chess, chosen={(NameKind.SUBJECT, "шахматы"): "+"}).found)
    again = planned(office, ALGEBRA, chess)
    assert (again.found.command, again.skipped) == (None, ())


def test_a_grade_that_no_school_has_is_refused_and_may_be_matched_by_hand(office, tiny):
    twelfth = Activity("12 а", "Физика", "Новикова Н.Н.", "Среда", "1")
    found = planned(office, twelfth)
    assert "Класса «12 а» быть не может" in refusals(found)[0]
    found = planned(office, twelfth, chosen={(NameKind.CLASS, "12 а"): "+11Е"})
    enter(office, found.found)
    assert raw(tiny, "SELECT count(*) FROM school_class WHERE name = '11Е'") == [(1,)]
    assert planned(office, twelfth).found.command is None


def test_a_small_school_calls_its_only_class_of_a_grade_by_the_number(office, tiny):
    seventh = ALGEBRA._replace(students="7")
    assert outcomes(planned(office, seventh)) == [Outcome.SAME]
    enter(office, planned(office, Activity("8 класс", "Физика", "Новикова Н.Н.", "Среда", "1")).found)
    assert raw(tiny, "SELECT count(*) FROM school_class WHERE name = '8А'") == [(1,)]


def test_a_subgroup_is_known_with_and_without_the_word(office, tiny):
    enter(office, planned(office, WEEK[4]).found)
    other = rows_of(WEEK[4]._replace(students="7А группа 1"), years=[("7А", ["7А группа 1", "7А группа 2"])])
    assert plan_timetable(office, other, Options()).found.command is None


def test_a_name_that_several_people_bear_is_asked(office, tiny):
    found = planned(office, RUSSIAN._replace(teachers="Орлова"), Activity("7А", "Химия", "Орлова М.", "Среда", "5"))
    enter(office, found.found)
    found = planned(office, Activity("7Б", "Химия", "Орлова М.П.", "Среда", "6"))
    assert "несколько человек: «Орлова», «Орлова М.»" in refusals(found)[0]


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("Иванова М.П.", "Иванова М. П."),
        ("М. П. Иванова", "Иванова М. П."),
        ("В.Йорданова", "Йорданова В."),
        ("Зоя Дичева", "Дичева Зоя"),
        ("Иванова Мария Петровна", "Иванова Мария Петровна"),
        ("Йончев", "Йончев"),
        ("Соколова-Белая А. Б.", "Соколова-Белая А. Б."),
    ],
)
def test_names_of_teachers_as_timetables_write_them(text, full):
    assert read_teacher(text).full == full


# Weeks, rights, the rest


def test_weeks_of_a_cycle_are_odd_and_even_and_both_are_every(office, tiny):
    days = [f"{week}-{day}" for week in "АВ" for day in DAYS]
    week = [
        Activity("7Б", "Музыка", "", "В-Вторник", "2"),
        Activity("7Б", "Биология", "", "А-Среда", "2"),
        Activity("7Б", "Биология", "", "В-Среда", "2"),
    ]
    enter(office, plan_timetable(office, rows_of(*week, days=days), Options()).found)
    assert slots(tiny, course_of(tiny, "Музыка", "7Б")) == [(2, 2, "even", None, None)]
    assert slots(tiny, course_of(tiny, "Биология", "7Б")) == [(3, 2, "every", None, None)]
    hours = dict(raw(tiny, "SELECT s.name, c.hours_tenths FROM course AS c JOIN subject AS s ON s.id = c.subject"))
    assert (hours["Музыка"], hours["Биология"]) == (5, 10)
    again = plan_timetable(office, rows_of(*week, days=days), Options())
    assert (again.found.command, set(outcomes(again))) == (None, {Outcome.SAME})


def test_grade_one_learns_without_marks(office, tiny):
    """3.7."""
    enter(office, planned(office, Activity("1А", "Математика", "", "Среда", "1")).found)
    assert raw(tiny, "SELECT graded FROM course WHERE id = ?", course_of(tiny, "Математика", "1А")) == [(0,)]


def test_an_ended_class_lives_again(office, tiny):
    entry = enter(office, planned(office, WEEK[3]).found)
    (school_class,) = raw(tiny, "SELECT id FROM school_class WHERE name = '7Б'")[0]
    ending = Change("school_class", (school_class,), {"ended": 0}, {"ended": 1}, school_class, entry)
    office.execute(Command("class.add", ("school_class", school_class), (Planned(ending),)))
    enter(office, planned(office, WEEK[3], Activity("7Б", "Химия", "", "Среда", "1")).found)
    assert raw(tiny, "SELECT ended FROM school_class WHERE name = '7Б'") == [(0,)]


def living(school):
    return sorted(raw(school, "SELECT course, day, number FROM lesson WHERE state = 'living'"))


def test_an_import_is_undone_whole_with_its_lessons_and_done_again(office, tiny):
    before = living(tiny)
    entry = enter(office, plan_timetable(office, read_timetable(SOLVED).rows, Options(since=MONDAY)).found)
    after = living(tiny)
    settled(office, Undo(entry))
    assert living(tiny) == before
    assert raw(tiny, "SELECT ended FROM school_class WHERE name = '7Б'") == [(1,)]
    settled(office, Redo(office.redoable()))
    assert living(tiny) == after
    assert verify(office).sound


def test_what_was_undone_comes_in_again_from_the_file(office, tiny):
    entry = enter(office, plan_timetable(office, read_timetable(SOLVED).rows, Options(since=MONDAY)).found)
    after = [one[1:] for one in living(tiny)]
    settled(office, Undo(entry))
    found = plan_timetable(office, read_timetable(SOLVED).rows, Options(since=MONDAY))
    assert not found.found.refused
    enter(office, found.found)
    assert sorted(one[1:] for one in living(tiny)) == sorted(after)
    assert verify(office).sound


def settled(office, act):
    ticket = office.submit(act)
    assert ticket.wait(20)
    assert ticket.error is None, ticket.error.text


def test_nothing_is_written_when_no_row_is_good(office, tiny):
    before = raw(tiny, "SELECT count(*) FROM entry")
    with pytest.raises(BadInput, match="Ни одна строка"):
        enter(office, planned(office, ALGEBRA._replace(day="Суббота")).found)
    assert raw(tiny, "SELECT count(*) FROM entry") == before


@pytest.mark.parametrize("login", ["teacher", "deputy", "director", "medic", "class_teacher"])
def test_nobody_else_imports_a_timetable(opens, login):
    """4.1.4: the administrator enters the timetable."""
    office = opens(login)
    assert not may_import_timetable(office)
    with pytest.raises(RightRefused):
        planned(office, ALGEBRA)


def test_a_day_after_the_year_is_no_day_to_begin(office):
    with pytest.raises(BadInput, match="позже конца учебного года"):
        planned(office, ALGEBRA, since=date(2027, 9, 1))


def test_a_day_before_the_year_means_the_whole_year(office, tiny):
    enter(office, planned(office, ALGEBRA, since=date(2026, 8, 1)).found)
    algebra = tiny.courses["7А Алгебра"]
    assert slots(tiny, algebra) == [(1, 3, "every", None, None), (3, 3, "every", None, "1900-01-01")]


def test_a_real_school_comes_in_but_for_its_twelfth_grade(office, tiny, real_data):
    """Lom: twelve of seventeen classes; the others can be matched by hand."""
    rows = read_timetable(real_data / "timetable-lom" / "lom_data_and_timetable.fet").rows
    found = plan_timetable(office, rows, Options())
    refused = found.found.refused
    assert (len(found.found.judged), len(refused)) == (448, 122)
    assert all("12 " in one.who and "быть не может" in one.words for one in refused)
    enter(office, found.found)
    letters = dict(zip("абвгд", "ДЕЖЗИ", strict=True))
    chosen = {(NameKind.CLASS, f"12 {old}"): f"+11{new}" for old, new in letters.items()}
    whole = plan_timetable(office, rows, Options(chosen=chosen))
    assert not whole.found.refused
    enter(office, whole.found)
    assert plan_timetable(office, rows, Options()).found.command is None
    assert verify(office).sound


def test_4_3_4_lessons_at_home_are_no_subgroup_of_a_file(office):
    (row,) = rows_of(ALGEBRA)
    home = replace(row, students=(Students("7А", "на дому: Андреев А. П."),))
    found = plan_timetable(office, (home,), Options())
    assert "занятия на дому, а не подгруппа класса" in refusals(found)[0]
