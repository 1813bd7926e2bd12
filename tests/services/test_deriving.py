"""An act that changes the timetable brings its lessons along, in one transaction (5.2, 5.17)."""

from __future__ import annotations

from collections.abc import Callable

from ezh_desktop.domain.change import Change, EntryRef
from ezh_desktop.domain.rights import About
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.services.acts import CellEntry, EnterCells
from ezh_desktop.services.commands import Command
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.own import Planned
from ezh_desktop.services.verifying import verify
from tests.factories import School, a_lesson, raw

Opens = Callable[..., FileOffice]


def year_of(school: School) -> int:
    return int(raw(school, "SELECT id FROM academic_year")[0][0])


def slots_of(school: School, course: int) -> list[tuple[int, str | None, EntryRef]]:
    found = raw(school, "SELECT id, valid_to, entry_session, entry_seq FROM timetable_slot WHERE course = ?", course)
    return [(slot, end, EntryRef(session, seq)) for slot, end, session, seq in found]


def ending(school: School, office: FileOffice, day: str | None) -> Command:
    """The command that ends every slot of 7А Алгебра on a day, or lets them run on."""
    changes = [
        Change("timetable_slot", (slot,), {"valid_to": end}, {"valid_to": day}, 0, base)
        for slot, end, base in slots_of(school, school.courses["7А Алгебра"])
    ]
    demand = (Action.WRITE, About(Thing.TIMETABLE, office.clock.today()))
    planned = tuple(Planned(one) for one in changes)
    return Command("timetable.write", ("school", 0), planned, (demand,), derives=year_of(school))


def days(school: School, state: str = "living") -> list[str]:
    course = school.courses["7А Алгебра"]
    return [one[0] for one in raw(school, "SELECT day FROM lesson WHERE course = ? AND state = ?", course, state)]


def test_ended_slots_take_their_lessons_along(tiny: School, opens: Opens) -> None:
    before = days(tiny)
    assert max(before) > "2026-12-31"
    office = opens("admin")
    office.execute(ending(tiny, office, "2026-12-31"))
    after = days(tiny)
    assert after == [day for day in before if day <= "2026-12-31"]


def test_a_lesson_with_marks_is_shown_as_cancelled_and_lives_again(tiny: School, opens: Opens) -> None:
    course = tiny.courses["7А Алгебра"]
    office = opens("teacher")
    page = office.course_page(course)
    lesson = a_lesson(page)
    office.submit(EnterCells(course, (CellEntry(lesson.lesson, page.pupils[0].pupil, 0, "5", None),)), page)
    assert office.drain(20)
    before = days(tiny)
    office = opens("admin")
    office.execute(ending(tiny, office, "2026-09-01"))
    assert days(tiny, "cancelled") == [lesson.day.isoformat()]
    office.execute(ending(tiny, office, None))
    assert not days(tiny, "cancelled")
    assert sorted(days(tiny)) == sorted(before)


def test_the_check_of_the_journal_finds_the_derived_lessons_vouched_for(tiny: School, opens: Opens) -> None:
    office = opens("admin")
    office.execute(ending(tiny, office, "2026-12-31"))
    assert verify(office).sound


def test_an_act_that_changes_no_lesson_derives_nothing(tiny: School, opens: Opens) -> None:
    counted = "SELECT count(*) FROM entry WHERE action = 'lessons.derive'"
    office = opens("admin")
    office.execute(ending(tiny, office, "2029-12-31"))
    assert raw(tiny, counted) == [(1,)]
