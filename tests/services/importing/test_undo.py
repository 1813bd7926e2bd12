"""Ctrl+Z after an import: one act, one undo; what it brought is on no page, and the same file comes in again."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ezh_desktop.domain.change import Change, EntryRef
from ezh_desktop.domain.incoming import GuardianLine, Outcome, PupilRow
from ezh_desktop.domain.names import ClassName
from ezh_desktop.domain.rights import About
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.errors import LockRefused, Refusal, RightRefused, StaleRefused
from ezh_desktop.services.act_rights import KNOWN
from ezh_desktop.services.acts import Redo, Undo
from ezh_desktop.services.checking.report import CheckScope, check_journal, class_findings, page_findings
from ezh_desktop.services.commands import BLANK, REWRITTEN, Command
from ezh_desktop.services.finding_texts import TABLES
from ezh_desktop.services.importing.base import enter
from ezh_desktop.services.importing.plans import find_course, plan_plan
from ezh_desktop.services.importing.pupils import plan_pupils
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.own import Planned
from ezh_desktop.services.verifying import verify
from ezh_desktop.storage.tables import metadata
from ezh_desktop.storage.tables.base import Nature, nature_of
from tests.factories import School, raw
from tests.services.importing.test_plans import SEVENTH
from tests.services.importing.test_plans import rows as plan_rows
from tests.services.importing.test_pupils import NEW_CLASS, OLD_CLASS, THREE, rows
from tests.services.test_acts import settled

Opens = Callable[..., FileOffice]


def brings(office: FileOffice, listed: list[PupilRow], name: ClassName = NEW_CLASS) -> EntryRef:
    entry = enter(office, plan_pupils(office, listed, name))
    assert entry is not None
    return entry


def takes_back(office: FileOffice) -> EntryRef:
    entry = office.undoable()
    assert entry is not None
    ticket = settled(office.submit(Undo(entry)))
    assert ticket.entry is not None, ticket.error
    return ticket.entry


def does_again(office: FileOffice) -> None:
    entry = office.redoable()
    assert entry is not None
    ticket = settled(office.submit(Redo(entry)))
    assert ticket.entry is not None, ticket.error


def on_the_page(office: FileOffice, school: School) -> list[str]:
    page = office.course_page(school.courses["7А Алгебра"])
    return [pupil.name for pupil in page.pupils]


def outcomes(office: FileOffice, listed: list[PupilRow], name: ClassName = NEW_CLASS) -> list[Outcome]:
    return [one.outcome for one in plan_pupils(office, listed, name).judged]


def test_an_import_into_a_class_is_taken_back_and_done_again_as_one_act(opens: Opens, tiny: School) -> None:
    office = opens("admin")
    before = on_the_page(office, tiny)
    brings(office, rows(*THREE), OLD_CLASS)
    assert len(on_the_page(office, tiny)) == len(before) + 3
    takes_back(office)
    assert on_the_page(office, tiny) == before
    assert {p.name for p in office.summary_page(tiny.classes["7А"]).pupils} == set(before)
    does_again(office)
    assert len(on_the_page(office, tiny)) == len(before) + 3
    takes_back(office)
    assert on_the_page(office, tiny) == before
    assert verify(office).sound


def test_the_class_that_an_import_made_goes_with_it_and_comes_again(opens: Opens, tiny: School) -> None:
    office = opens("admin")
    listed = rows(*THREE, guardians=(GuardianLine("Орлова Анна", "мать", "+7 900 000-00-00"),))
    brings(office, listed)
    takes_back(office)
    assert raw(tiny, "SELECT ended FROM school_class WHERE name = '5Б'") == [(1,)]
    assert outcomes(office, listed) == [Outcome.NEW] * 3
    brings(office, listed)
    assert raw(tiny, "SELECT count(*), sum(ended) FROM school_class WHERE name = '5Б'") == [(1, 0)]
    living = "FROM membership WHERE end IS NULL AND school_class = (SELECT id FROM school_class WHERE name = '5Б')"
    assert raw(tiny, f"SELECT list_number {living} ORDER BY list_number") == [(1,), (2,), (3,)]
    assert raw(tiny, "SELECT count(*) FROM guardian WHERE ended = 0") == [(3,)]
    assert raw(tiny, "SELECT count(*) FROM pupil WHERE surname = 'Юрина'") == [(1,)]
    assert outcomes(office, listed) == [Outcome.SAME] * 3
    assert verify(office).sound


def test_who_was_taken_back_is_seen_nowhere(opens: Opens, tiny: School) -> None:
    """Every reader of lists works on, also where the stay had a first day."""
    office = opens("admin")
    brings(office, rows(*THREE), OLD_CLASS)
    assert raw(tiny, "SELECT count(*) FROM membership WHERE start IS NOT NULL") == [(3,)]
    takes_back(office)
    school_class, course = tiny.classes["7А"], tiny.courses["7А Алгебра"]
    gone = {"Юрина Вера", "Белый Пётр", "Орлов Иван"}
    assert not gone & {row.name for row in opens("medic").health_page(school_class).rows}
    found = page_findings(office, course)
    assert found is not None
    report = check_journal(office, CheckScope())
    told = repr((found, class_findings(office, school_class), report))
    assert not [name for name in gone if name in told]


def test_who_has_no_birth_date_is_known_again_by_name_after_an_undo(opens: Opens, tiny: School) -> None:
    office = opens("admin")
    listed = rows(*THREE, birth=None)
    for _ in range(2):
        brings(office, listed)
        takes_back(office)
    brings(office, listed)
    assert raw(tiny, "SELECT count(*) FROM pupil WHERE surname = 'Юрина'") == [(1,)]
    assert outcomes(office, listed) == [Outcome.SAME] * 3


def test_a_changed_card_gets_its_old_words_back(opens: Opens, tiny: School) -> None:
    office = opens("admin")
    brings(office, rows(*THREE))
    brings(office, rows(*THREE, phone="+7 900 111-11-11"))
    takes_back(office)
    assert raw(tiny, "SELECT DISTINCT phone FROM pupil WHERE surname = 'Юрина'") == [("",)]
    takes_back(office)
    assert office.undoable() is None


def test_an_imported_first_grade_loses_and_regains_its_february_break(opens: Opens, tiny: School) -> None:
    office = opens("admin")
    name = ClassName.read("1Б")
    living = "SELECT count(*) FROM holiday WHERE school_class IS NOT NULL AND cancelled = 0"
    for _ in range(2):
        brings(office, rows(*THREE), name)
        assert raw(tiny, living) == [(1,)]
        takes_back(office)
        assert raw(tiny, living) == [(0,)]


def test_what_others_have_built_on_is_not_taken_away(opens: Opens, tiny: School) -> None:
    office, other = opens("admin"), opens("admin")
    brings(office, rows(*THREE), OLD_CLASS)
    pupil = raw(tiny, "SELECT id FROM pupil WHERE surname = 'Юрина'")[0][0]
    row = {"pupil": pupil, "year": raw(tiny, "SELECT id FROM academic_year")[0][0], "title": "Шахматы"}
    club = Change("club", (77,), None, {**row, "place": "", "leader": "", "span": "", "ended": 0})
    other.execute(Command("club.write", ("pupil", pupil), (Planned(club),)))
    entry = office.undoable()
    assert entry is not None
    with pytest.raises(Refusal, match="кружки") as why:
        office.submit(Undo(entry))
    assert why.value.remedy
    takes_back(other)
    takes_back(office)
    assert "Юрина Вера" not in on_the_page(office, tiny)


def test_a_row_that_somebody_has_changed_since_keeps_the_whole_act(opens: Opens, tiny: School) -> None:
    office, other = opens("admin"), opens("admin")
    brings(office, rows(*THREE))
    brings(other, rows(*THREE, phone="+7 900 111-11-11"))
    entry = office.undoable()
    assert entry is not None
    with pytest.raises(StaleRefused, match="ученики"):
        office.submit(Undo(entry))


def test_in_a_closed_year_nothing_is_taken_back(opens: Opens, tiny: School) -> None:
    office = opens("admin")
    brings(office, rows(*THREE))
    year, session, seq = raw(tiny, "SELECT id, entry_session, entry_seq FROM academic_year")[0]
    closing = Change("academic_year", (year,), {"state": "open"}, {"state": "closed"}, 0, EntryRef(session, seq))
    opens("director").execute(Command("year.close", ("academic_year", year), (Planned(closing),)))
    entry = office.undoable()
    assert entry is not None
    with pytest.raises(LockRefused, match="2026/2027"):
        office.submit(Undo(entry))


def test_who_may_import_no_longer_may_take_nothing_back(opens: Opens, tiny: School) -> None:
    office = opens("admin")
    brings(office, rows(*THREE))
    role, session, seq = raw(
        tiny, "SELECT id, entry_session, entry_seq FROM role_assignment WHERE role = 'administrator'"
    )[0]
    ends = Change("role_assignment", (role,), {"end": None}, {"end": "2026-09-01"}, 0, EntryRef(session, seq))
    opens("director").execute(Command("account.add", ("account", 0), (Planned(ends),)))
    entry = office.undoable()
    assert entry is not None
    assert isinstance(settled(office.submit(Undo(entry))).error, RightRefused)


def test_a_plan_is_taken_back_and_done_again(opens: Opens, tiny: School) -> None:
    office = opens()
    course = find_course(office, SEVENTH, "Алгебра")
    enter(office, plan_plan(office, plan_rows("Дроби", "Степени"), course))
    topics = [one.topic for one in office.course_page(course.course).plan]
    assert topics == ["Дроби", "Степени"]
    assert office.entry_course(office.undoable()) == course.course  # type: ignore[arg-type]
    takes_back(office)
    assert office.course_page(course.course).plan == ()
    does_again(office)
    assert [one.topic for one in office.course_page(course.course).plan] == topics
    enter(office, plan_plan(office, plan_rows("Дроби", "Корни", "Степени"), course))
    takes_back(office)
    assert [one.topic for one in office.course_page(course.course).plan] == topics
    takes_back(office)
    enter(office, plan_plan(office, plan_rows("Дроби", "Степени"), course))
    assert [one.topic for one in office.course_page(course.course).plan] == topics
    assert verify(office).sound


def test_a_plan_that_another_has_replaced_does_not_come_back(opens: Opens, tiny: School) -> None:
    office, other = opens(), opens("admin")
    course = find_course(office, SEVENTH, "Алгебра")
    enter(office, plan_plan(office, plan_rows("Дроби"), course))
    takes_back(office)
    enter(other, plan_plan(other, plan_rows("Степени"), course))
    entry = office.redoable()
    assert entry is not None
    with pytest.raises(Refusal, match="КТП"):
        office.submit(Redo(entry))


def test_an_act_that_brought_lessons_along_takes_them_with_it(opens: Opens, tiny: School) -> None:
    office = opens("admin")
    course, year = tiny.courses["7А Алгебра"], raw(tiny, "SELECT id FROM academic_year")[0][0]
    counted = "SELECT count(*) FROM lesson WHERE state = 'living' AND course = ?"
    before = raw(tiny, counted, course)
    slot = {"course": course, "weekday": 5, "number": 1, "part": 1, "week": "every", "room": ""}
    change = Change("timetable_slot", (88,), None, {**slot, "valid_from": None, "valid_to": None})
    demand = (Action.WRITE, About(Thing.TIMETABLE, office.clock.today()))
    office.execute(Command("timetable.write", ("school", 0), (Planned(change),), (demand,), derives=year))
    assert raw(tiny, counted, course) > before
    takes_back(office)
    assert raw(tiny, counted, course) == before
    does_again(office)
    assert raw(tiny, counted, course) > before
    assert verify(office).sound


def test_an_act_on_accounts_is_no_matter_of_ctrl_z(opens: Opens, tiny: School) -> None:
    office = opens("admin")
    account, session, seq = raw(tiny, "SELECT id, entry_session, entry_seq FROM account WHERE login = 'medic'")[0]
    block = Change("account", (account,), {"state": "active"}, {"state": "blocked"}, 0, EntryRef(session, seq))
    office.execute(Command("account.block", ("account", account), (Planned(block),)))
    assert office.undoable() is None


def test_the_check_of_the_journal_knows_the_right_of_every_row_that_undo_may_write() -> None:
    for action in ("undo", "redo"):
        assert KNOWN[action].rows.keys() == BLANK.keys() | (REWRITTEN & KNOWN["school.set_up"].rows.keys())
        assert all(KNOWN[action].rows.values())


def test_every_table_that_people_fill_has_a_name_for_people() -> None:
    entered = {table.name for table in metadata.sorted_tables if nature_of(table) is Nature.ENTERED}
    assert entered <= TABLES.keys()
