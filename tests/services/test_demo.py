"""The demo school: complete, deterministic, right by the regulation but for what is planted, proved by its protocol."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from ezh_desktop.domain.clock import FrozenClock
from ezh_desktop.domain.curriculum import hours_a_week
from ezh_desktop.domain.ids import IdSource
from ezh_desktop.domain.timetable import CourseGroup, TimetableSlot, WeekParity, find_conflicts
from ezh_desktop.errors import BadInput
from ezh_desktop.services.act_rights import ActRights
from ezh_desktop.services.demo.build import DemoFacts, fill_demo
from ezh_desktop.services.demo.options import ZONE, DemoOptions
from ezh_desktop.services.demo.staff import CLASSES, LOGIN_SEATS
from ezh_desktop.services.demo_school import make_demo_school
from ezh_desktop.services.founding import Begun, Maker, NewAccount, found_journal
from ezh_desktop.services.verifying import verify_file
from ezh_desktop.storage.flaws import Flaws
from ezh_desktop.storage.health import Record, unseal
from ezh_desktop.storage.passwords import FLOOR
from ezh_desktop.storage.proof import prove
from ezh_desktop.storage.signin import How, sign_in
from tests.factories import PASSWORD, stepped_ids
from tests.services.demo_checker import Checker, Found
from tests.services.demo_school import a_demo, breach_table

DOCS = Path(__file__).parents[2] / "docs" / "demo.md"
WEDNESDAY = date(2026, 11, 25)
SMALL = DemoOptions(classes=1, weeks=9, today=WEDNESDAY)
KEYS = {"account": ("sign_pub", "box_pub", "slot")}
PROTOCOL = {"session", "entry", "change", "loose_end", "key_text"}


@dataclass(frozen=True)
class Made:
    db: Any
    facts: DemoFacts


@pytest.fixture(scope="module")
def small() -> Made:
    """7А with nine weeks filled before a Wednesday of November."""
    return Made(*a_demo(SMALL))


def breaches_of(facts: DemoFacts) -> set[Found]:
    return {Found(one.clause, one.class_name, one.subject, one.day, one.pupil) for one in facts.breaches}


def rows(made: Made, sql: str, *values: object) -> list[tuple[Any, ...]]:
    return made.db.execute(sql, values).fetchall()


def content(db: Any) -> dict[str, list[tuple[Any, ...]]]:
    """Every table but the protocol, without the columns that hold keys."""
    tables = [name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()]
    made = {}
    for table in sorted(set(tables) - PROTOCOL):
        columns = [one[1] for one in db.execute(f"PRAGMA table_info({table})").fetchall()]
        kept = [name for name in columns if name not in KEYS.get(table, ())]
        made[table] = sorted(db.execute(f"SELECT {', '.join(kept)} FROM {table}").fetchall(), key=repr)
    return made


def test_a_checker_finds_the_planted_breaches_and_nothing_else(small: Made) -> None:
    found = Checker(small.db, small.facts.day, small.facts.first_day).findings()
    assert Counter(found) == Counter(breaches_of(small.facts))
    assert len({one.clause for one in found}) >= 8


def test_the_checker_notices_a_breach_that_nobody_planted(small: Made) -> None:
    small.db.execute("SAVEPOINT try")
    small.db.execute("DROP TRIGGER tr_lesson_record_names_entry")
    (lesson,) = rows(small, "SELECT lesson FROM lesson_record WHERE kind = 'plain' AND topic <> '' LIMIT 1")[0]
    small.db.execute("UPDATE lesson_record SET topic = '' WHERE lesson = ?", (lesson,))
    found = Checker(small.db, small.facts.day, small.facts.first_day).findings()
    small.db.execute("ROLLBACK TO try")
    assert len(set(found) - breaches_of(small.facts)) == 1


def test_chains_signatures_replay_and_rights_hold(small: Made) -> None:
    flaws = Flaws()
    proof = prove(small.db, flaws, watchers=[ActRights(flaws)])
    assert dict(flaws.counts) == {}
    assert proof.entries == small.facts.entries + 1


def test_only_the_last_session_is_loose(small: Made) -> None:
    (last,) = rows(small, "SELECT session FROM entry ORDER BY n DESC LIMIT 1")
    assert rows(small, "SELECT session FROM loose_end") == [last]


def test_every_filled_lesson_is_one_act_of_its_teacher(small: Made) -> None:
    filled = rows(
        small,
        "SELECT count(*), count(DISTINCT json_extract(body, '$[5][1]')) FROM entry WHERE action = 'lesson.fill'",
    )
    assert filled == [(small.facts.filled, small.facts.filled)]
    strangers = rows(
        small,
        "SELECT count(*) FROM lesson_record r JOIN session s ON s.id = r.entry_session"
        " JOIN account a ON a.id = s.account WHERE NOT EXISTS (SELECT 1 FROM course_teacher t"
        " WHERE t.course = r.course AND t.person = a.person)",
    )
    assert strangers == [(0,)]


def test_somebody_came_and_somebody_left_by_order(small: Made) -> None:
    orders = dict(rows(small, "SELECT kind, day FROM movement_order"))
    assert orders == {"arrival": "2026-11-09", "departure": "2026-11-16"}
    assert rows(small, "SELECT count(*) FROM membership WHERE start = '2026-11-09'") == [(1,)]
    assert rows(small, "SELECT count(*) FROM membership WHERE end = '2026-11-16'") == [(1,)]


def test_one_pupil_has_studies_extended_and_lessons_recorded(small: Made) -> None:
    """5.15: the term's cell is empty, two lessons were held and the hand-in is still to come."""
    (extended,) = small.db.execute("SELECT pupil, value, reason FROM period_mark WHERE state <> ''").fetchall()
    assert extended[1:] == ("", "болезнь")
    lessons = small.db.execute("SELECT pupil, day, topic, mark FROM individual_lesson ORDER BY day").fetchall()
    assert [one[0] for one in lessons] == [extended[0]] * 3
    assert [bool(one[2]) for one in lessons] == [True, True, False]
    assert lessons[1][1] < small.facts.day.isoformat() < lessons[2][1]


def test_open_health_columns_are_filled_but_of_two_and_closed_ones_empty_without_a_key(small: Made) -> None:
    assert rows(small, "SELECT count(*) FROM health_record") == [(small.facts.pupils - 2,)]
    assert rows(small, "SELECT count(*) FROM health_record WHERE pe_group = '' OR desk = '' OR place = ''") == [(0,)]
    assert rows(small, "SELECT count(*) FROM health_record WHERE sealed <> '' OR generation IS NOT NULL") == [(0,)]


def test_every_page_has_an_approved_plan_with_a_row_a_lesson(small: Made) -> None:
    uneven = rows(
        small,
        "SELECT c.id FROM course c LEFT JOIN plan p ON p.course = c.id AND p.state = 'approved'"
        " WHERE p.id IS NULL OR (SELECT count(*) FROM plan_item i WHERE i.plan = p.id)"
        " <> (SELECT count(*) FROM lesson l WHERE l.course = c.id)",
    )
    assert uneven == []


def test_the_file_keeps_its_day_and_seed_and_from_when_it_is_kept(small: Made) -> None:
    facts = dict(rows(small, "SELECT name, value FROM journal_info"))
    assert (facts["demo_day"], facts["demo_seed"]) == ("2026-11-25", str(SMALL.seed))
    assert rows(small, "SELECT began FROM academic_year") == [("2026-09-21",)]
    assert rows(small, "SELECT min(l.day), max(l.day) FROM lesson_record r JOIN lesson l ON l.id = r.lesson") == [
        ("2026-09-21", "2026-11-24")
    ]


def test_the_same_seed_gives_the_same_school_and_another_seed_another() -> None:
    options = DemoOptions(classes=1, weeks=1, today=WEDNESDAY)
    first, again = (content(a_demo(options)[0]) for _ in range(2))
    assert first == again
    other = content(a_demo(DemoOptions(classes=1, weeks=1, today=WEDNESDAY, seed=options.seed + 1))[0])
    assert other["pupil"] != first["pupil"]


def test_the_five_other_logins_get_their_roles_and_can_sign_in(tmp_path: Path) -> None:
    options = DemoOptions(classes=1, weeks=0, today=WEDNESDAY)
    new_id = IdSource(lambda: options.opening_us // 1000, options.chance("ids").getrandbits)
    logins = ["admin", *(seat.key for seat in LOGIN_SEATS)]
    maker = Maker(FrozenClock(options.opening_us, ZONE), new_id, FLOOR)
    held: dict[str, set[str]] = {}

    def fill(begun: Begun) -> None:
        fill_demo(begun, options, new_id)
        for login, role in begun.connection.execute(
            "SELECT a.login, r.role FROM account a JOIN role_assignment r ON r.person = a.person WHERE a.slot <> ''"
        ).fetchall():
            held.setdefault(login, set()).add(role)

    path = tmp_path / "demo.ezh"
    found_journal(path, [NewAccount(login, "проверка связи 27") for login in logins], fill, maker, bulk=True)
    assert held == {
        "admin": {"administrator"},
        "director": {"director"},
        "deputy": {"deputy"},
        "class_teacher": {"class_teacher", "subject_teacher"},
        "teacher": {"subject_teacher"},
        "medic": {"medical_worker"},
    }
    signed = sign_in(path, "teacher", "проверка связи 27")
    signed.sealed.close()


@pytest.mark.parametrize(("classes", "weeks"), [(0, None), (11, None), (3, -1)])
def test_a_school_that_cannot_be_is_refused(classes: int, weeks: int | None) -> None:
    with pytest.raises(BadInput):
        DemoOptions(classes=classes, weeks=weeks)


@pytest.mark.parametrize(
    ("today", "day"),
    [
        (date(2026, 11, 25), date(2026, 11, 25)),
        (date(2026, 11, 29), date(2026, 11, 27)),
        (date(2026, 11, 4), date(2026, 11, 3)),
        (date(2026, 8, 1), date(2027, 5, 26)),
        (date(2027, 7, 1), date(2027, 5, 26)),
        (None, date(2027, 5, 26)),
    ],
)
def test_the_demo_stands_at_today_or_the_last_school_day_before_it(today: date | None, day: date) -> None:
    assert DemoOptions(today=today).demo_day == day


@pytest.fixture(scope="module")
def whole() -> Made:
    """Ten classes at the end of the year."""
    return Made(*a_demo(DemoOptions()))


@pytest.mark.long
def test_the_whole_school_is_ten_classes_of_twelve_to_twenty_five_pupils(whole: Made) -> None:
    sizes = dict(rows(whole, "SELECT k.name, count(*) FROM membership m JOIN school_class k ON k.id = m.school_class"
                             " GROUP BY k.name"))  # fmt: skip
    assert sorted(sizes) == sorted(CLASSES)
    assert all(12 <= size <= 25 for size in sizes.values())


@pytest.mark.long
def test_every_class_has_the_hours_of_the_curriculum_and_nobody_stands_in_two_places(whole: Made) -> None:
    slots = [
        TimetableSlot(course, weekday, number, part, WeekParity(week))
        for course, weekday, number, part, week in rows(
            whole, "SELECT course, weekday, number, part, week FROM timetable_slot"
        )
    ]
    teachers, groups = {}, []
    for course, person in rows(whole, "SELECT course, person FROM course_teacher"):
        teachers.setdefault(course, set()).add(person)
    for course, class_id, subgroup in rows(
        whole, "SELECT c.id, cc.school_class, c.subgroup FROM course c JOIN course_class cc ON cc.course = c.id"
    ):
        groups.append(CourseGroup(course, frozenset(teachers[course]), frozenset({class_id}), subgroup))
    assert find_conflicts(slots, groups) == []
    for class_id, grade in rows(whole, "SELECT id, grade FROM school_class"):
        own = {one.course for one in groups if class_id in one.classes}
        hours = {(one.weekday, one.number): one.week for one in slots if one.course in own}
        assert sum(1 if week is WeekParity.EVERY else 0.5 for week in hours.values()) == hours_a_week(grade)


@pytest.mark.long
def test_two_teachers_share_a_course_and_a_colleague_gives_a_lesson_by_order(whole: Made) -> None:
    assert rows(whole, "SELECT count(*) FROM (SELECT 1 FROM course_teacher GROUP BY course HAVING count(*) = 2)") == [
        (1,)
    ]
    assert rows(
        whole,
        "SELECT count(*) FROM substitution u JOIN lesson_record r ON r.lesson = u.lesson"
        " JOIN session s ON s.id = r.entry_session JOIN account a ON a.id = s.account AND a.person = u.person"
        " WHERE u.order_text <> ''",
    ) == [(1,)]


@pytest.mark.long
def test_the_whole_year_breaks_the_regulation_only_where_planted(whole: Made) -> None:
    found = Checker(whole.db, whole.facts.day, whole.facts.first_day).findings()
    assert Counter(found) == Counter(breaches_of(whole.facts))
    flaws = Flaws()
    prove(whole.db, flaws, watchers=[ActRights(flaws)])
    assert dict(flaws.counts) == {}


@pytest.mark.long
@pytest.mark.parametrize("today", [date(2026, 11, 25), date(2027, 3, 1), None])
def test_the_handbook_lists_what_is_planted_on_any_day_from_the_second_quarter(today: date | None) -> None:
    assert breach_table(a_demo(DemoOptions(today=today))[1]) in DOCS.read_text(encoding="utf-8")


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1, 7))
def test_other_seeds_and_days_keep_the_regulation_too(seed: int) -> None:
    days = (date(2026, 9, 14), date(2026, 10, 22), date(2026, 12, 29), date(2027, 2, 26), date(2027, 4, 6), None)
    db, facts = a_demo(DemoOptions(seed=seed, today=days[seed - 1], start_year=2026))
    assert Counter(Checker(db, facts.day, facts.first_day).findings()) == Counter(breaches_of(facts))


@pytest.mark.long
def test_the_whole_year_is_the_same_for_the_same_seed() -> None:
    first, again = (content(a_demo(DemoOptions(seed=3))[0]) for _ in range(2))
    assert first == again


def test_the_demo_medic_opens_what_the_demo_keeps_closed(tmp_path: Path) -> None:
    path = tmp_path / "demo.ezh"
    made = make_demo_school(
        path, PASSWORD, SMALL, Maker(FrozenClock.at(WEDNESDAY, time(9), ZONE), stepped_ids(), FLOOR)
    )
    opened = {login: sign_in(path, login, PASSWORD, How(cost=FLOOR)) for login in ("medic", "admin")}
    assert opened["admin"].unlocked.health_keys == {}
    with opened["medic"].sealed.connection(readonly=True) as db:
        found = db.execute("SELECT pupil, year, sealed, generation FROM health_record").fetchall()
    keys = opened["medic"].unlocked.health_keys
    closed = [unseal(sealed, Record(made.journal, pupil, year), keys) for pupil, year, sealed, _ in found]
    assert {one.group for one in closed if one is not None} == {"I", "II", "III"}
    assert {gen for *_, gen in found} == {1}
    assert verify_file(opened["admin"].sealed).findings == ()
    for one in opened.values():
        one.sealed.close()
