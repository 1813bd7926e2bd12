"""Lessons follow timetable and calendar (5.2, 5.17): kept where they stay, cancelled where filled, else removed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from ezh_desktop.domain.change import Change
from ezh_desktop.domain.ids import IdSource
from ezh_desktop.services.demo.options import DemoOptions
from ezh_desktop.services.lesson_rows import LessonRow, digest, recompute_lessons, touched_courses
from tests.services.demo_school import a_demo


@pytest.fixture(scope="module")
def made() -> Any:
    """8А and others: its ОБЗР is marked by half-years."""
    return a_demo(DemoOptions(classes=3, weeks=0, today=date(2026, 9, 3)))[0]


@pytest.fixture
def db(made: Any) -> Iterator[Any]:
    """The same school for each test: what a test does is rolled back."""
    made.execute("BEGIN")
    yield made
    made.execute("ROLLBACK")


def year_of(db: Any) -> int:
    return int(db.execute("SELECT id FROM academic_year").fetchone()[0])


def new_ids() -> IdSource:
    return IdSource(lambda: 1_800_000_000_000, lambda bits: 1 << bits - 1)


def one_slot(db: Any) -> tuple[Any, ...]:
    """(slot, course, weekday, number) of 7А Алгебра."""
    return db.execute(
        "SELECT t.id, t.course, t.weekday, t.number FROM timetable_slot t JOIN course c ON c.id = t.course"
        " JOIN subject s ON s.id = c.subject WHERE s.name = 'Алгебра' ORDER BY t.weekday LIMIT 1"
    ).fetchone()


def end_slot(db: Any, slot: int, day: str) -> None:
    db.execute("DROP TRIGGER tr_timetable_slot_names_entry")
    db.execute("UPDATE timetable_slot SET valid_to = ? WHERE id = ?", (day, slot))


def test_a_second_recompute_changes_nothing(db: Any) -> None:
    before = db.execute("SELECT * FROM lesson ORDER BY id").fetchall()
    derived = recompute_lessons(db, year_of(db), new_ids())
    assert (derived.added, derived.removed, derived.cancelled) == (0, 0, 0)
    assert db.execute("SELECT * FROM lesson ORDER BY id").fetchall() == before


def test_the_act_names_the_number_and_the_digest_of_all_lessons(db: Any) -> None:
    (reason,) = db.execute("SELECT json_extract(body, '$[6]') FROM entry WHERE action = 'lessons.derive'").fetchone()
    rows = [LessonRow(*row) for row in db.execute("SELECT id, course, day, number, part, state FROM lesson")]
    assert reason == f"{len(rows)} {digest(rows)}"


def test_a_slot_that_ends_takes_its_later_empty_lessons_away(db: Any) -> None:
    slot, course, weekday, number = one_slot(db)
    end_slot(db, slot, "2026-12-31")
    derived = recompute_lessons(db, year_of(db), new_ids())
    left = db.execute("SELECT day FROM lesson WHERE course = ? AND number = ?", (course, number)).fetchall()
    of_slot = [day for (day,) in left if date.fromisoformat(day).isoweekday() == weekday]
    assert derived.removed > 0
    assert max(of_slot) <= "2026-12-31"


def test_a_lesson_with_entries_is_cancelled_and_kept(db: Any) -> None:
    (lesson, course) = db.execute("SELECT lesson, course FROM lesson_record LIMIT 1").fetchone()
    db.execute("DROP TRIGGER tr_timetable_slot_names_entry")
    db.execute("UPDATE timetable_slot SET valid_to = '2026-08-31' WHERE course = ?", (course,))
    derived = recompute_lessons(db, year_of(db), new_ids())
    assert derived.cancelled >= 1
    assert db.execute("SELECT state FROM lesson WHERE id = ?", (lesson,)).fetchone() == ("cancelled",)


def test_a_lesson_that_stays_keeps_its_id_when_others_go(db: Any) -> None:
    slot, course, *_ = one_slot(db)
    kept = set(db.execute("SELECT id FROM lesson WHERE course <> ?", (course,)).fetchall())
    end_slot(db, slot, "2026-10-01")
    recompute_lessons(db, year_of(db), new_ids())
    assert set(db.execute("SELECT id FROM lesson WHERE course <> ?", (course,)).fetchall()) == kept


def test_the_lessons_of_one_course_come_out_as_in_a_recompute_of_all(db: Any) -> None:
    """What an act of the timetable recomputes alone is what the whole year would have given, and so is its digest."""
    slot, course, *_ = one_slot(db)
    end_slot(db, slot, "2026-12-31")
    alone = recompute_lessons(db, year_of(db), new_ids(), {course})
    assert alone.removed > 0
    again = recompute_lessons(db, year_of(db), new_ids())
    assert not again.changed
    assert (again.living, again.digest) == (alone.living, alone.digest)
    rows = [LessonRow(*row) for row in db.execute("SELECT id, course, day, number, part, state FROM lesson")]
    assert alone.digest == digest(rows)


def test_only_an_act_of_the_timetable_or_of_single_lessons_touches_few_courses(db: Any) -> None:
    slot, course, *_ = one_slot(db)
    of_slot = Change("timetable_slot", (slot,), {"valid_to": None}, {"valid_to": "2026-12-31"}, 0, None)
    of_day = Change("holiday", (1,), None, {}, 0, None)
    assert touched_courses(db, (of_slot,)) == {course}
    lesson, other = db.execute("SELECT id, course FROM lesson WHERE course <> ? LIMIT 1", (course,)).fetchone()
    db.execute(
        "INSERT INTO lesson_change (id, lesson, course, kind, day, number, reason, cancelled, entry_session, entry_seq)"
        " SELECT 1, ?, ?, 'cancel', '2026-12-01', 1, '', 0, entry_session, entry_seq FROM timetable_slot LIMIT 1",
        (lesson, other),
    )
    assert touched_courses(db, (of_slot, Change("lesson_change", (1,), None, {}, 0, None))) == {course, other}
    assert touched_courses(db, (of_slot, of_day)) is None
    assert touched_courses(db, ()) is None


def test_nobody_is_taught_in_the_autumn_break_in_half_years_either(db: Any) -> None:
    halves = db.execute("SELECT count(*) FROM course c JOIN term_scheme s ON s.id = c.scheme WHERE s.kind = 'half'")
    assert halves.fetchone()[0] > 0
    inside = db.execute("SELECT count(*) FROM lesson WHERE day BETWEEN '2026-10-24' AND '2026-11-01'").fetchone()
    assert inside == (0,)
