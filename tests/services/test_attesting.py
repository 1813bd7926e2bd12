"""5.14, 5.15: «не аттестован» on grounds alone, else the extension of studies with its lessons; never a symbol."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from ezh_desktop.domain.change import Change, Row
from ezh_desktop.domain.rights import About
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.domain.rules.individual import IndividualRow
from ezh_desktop.errors import LockRefused, Refusal, RightRefused, RuleRefused, StaleRefused
from ezh_desktop.services.acts import CellEntry, EnterCells, EnterPeriodMarks, PeriodEntry, Undo
from ezh_desktop.services.attesting import attesting_page, extend, leave_unattested, withdraw
from ezh_desktop.services.checking import CheckScope, check_journal
from ezh_desktop.services.commands import Command
from ezh_desktop.services.individual import individual_page
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.own import Planned
from ezh_desktop.services.pages.attesting import AttestingPage
from ezh_desktop.services.pages.course import PeriodColumn
from ezh_desktop.services.verifying import verify
from tests.factories import School, raw

Opens = Callable[..., FileOffice]
TODAY = date(2026, 12, 2)
HANDED_IN = IndividualRow(TODAY + timedelta(days=5), "", "Контрольная работа", "", "прогулы")


@pytest.fixture
def algebra(tiny: School) -> int:
    return tiny.courses["7А Алгебра"]


@pytest.fixture
def pupil(tiny: School) -> int:
    return tiny.pupils["Белова Ксения"]


def first_term(office: FileOffice, course: int) -> PeriodColumn:
    return office.course_page(course).periods[0]


def misses(opens: Opens, tiny: School, course: int, pupil: int, *, leave: int = 0, kind: str = "none") -> None:
    """The pupil misses all lessons of the I quarter but the last `leave`; the class teacher gives the reason."""
    teacher = opens("teacher")
    page = teacher.course_page(course)
    term = page.periods[0]
    held = [one for one in page.lessons if one.period == term.period]
    missed = held[: len(held) - leave]
    cells = tuple(CellEntry(one.lesson, pupil, 0, "н", None) for one in missed)
    teacher.submit(EnterCells(course, cells), page)
    assert teacher.drain(20)
    if kind:
        leader = opens("class_teacher")
        row: Row = {
            "pupil": pupil, "start": missed[0].day.isoformat(), "end": missed[-1].day.isoformat(),
            "first_lesson": None, "last_lesson": None, "kind": kind, "document": "", "cancelled": 0,
        }  # fmt: skip
        about = About(Thing.ABSENCES, TODAY, school_class=tiny.classes["7А"])
        change = Change("absence_reason", (77,), None, row, tiny.classes["7А"])
        command = Command("absence.explain", ("school_class", about.school_class or 0), (Planned(change),))
        leader.execute(Command(command.action, command.subject, command.planned, ((Action.WRITE, about),)))


def mark(office: FileOffice, course: int, pupil: int, value: str = "2") -> None:
    """A current mark in the last lesson of the I quarter."""
    page = office.course_page(course)
    last = [one for one in page.lessons if one.period == page.periods[0].period][-1]
    office.submit(EnterCells(course, (CellEntry(last.lesson, pupil, 0, value, None),)), page)
    assert office.drain(20)


def asked(office: FileOffice, course: int, pupil: int) -> AttestingPage:
    return attesting_page(office, course, pupil, first_term(office, course).period)


def test_5_14_who_missed_all_without_reason_and_has_no_mark_may_stay_unattested(
    tiny: School, opens: Opens, algebra: int, pupil: int
) -> None:
    misses(opens, tiny, algebra, pupil)
    office = opens()
    page = asked(office, algebra, pupil)
    assert page.refused is None
    assert "(100\N{NO-BREAK SPACE}%); текущих отметок нет" in page.grounds
    leave_unattested(office, page, "прогулы")
    assert raw(tiny, "SELECT value, state, reason FROM period_mark") == [("", "not_attested", "прогулы")]
    after = asked(office, algebra, pupil)
    assert (after.state, after.value) == ("not_attested", "")
    assert verify(office).sound


@pytest.mark.parametrize(
    ("case", "words"),
    [
        ((0, "ill", False), "нужно больше 75 %"),
        ((0, "", False), "не считаются"),
        ((0, "valid", False), "нужно больше 75 %"),
        ((8, "none", False), "нужно больше 75 %"),
        ((1, "none", True), "Текущие отметки есть: 1"),
    ],
)
def test_5_14_without_its_grounds_nobody_stays_unattested(  # noqa: PLR0917 - the school and the case
    tiny: School, opens: Opens, algebra: int, pupil: int, case: tuple[int, str, bool], words: str
) -> None:
    leave, kind, marked = case
    misses(opens, tiny, algebra, pupil, leave=leave, kind=kind)
    office = opens()
    if marked:
        mark(office, algebra, pupil)
    with pytest.raises(RuleRefused, match=words) as why:
        leave_unattested(office, asked(office, algebra, pupil), "прогулы")
    assert (why.value.clause, why.value.remedy[:8]) == ("5.14", "Продлите")
    assert raw(tiny, "SELECT count(*) FROM period_mark") == [(0,)]


def test_5_15_studies_are_extended_with_their_lessons_in_one_act(
    tiny: School, opens: Opens, algebra: int, pupil: int
) -> None:
    misses(opens, tiny, algebra, pupil, kind="ill")
    office = opens()
    done = extend(office, asked(office, algebra, pupil), "болезнь", [HANDED_IN])
    (line,) = office.cell_history(algebra, first_term(office, algebra).period, pupil)
    assert (line.shown, line.reason) == ("", "сроки обучения продлены: болезнь")
    after = asked(office, algebra, pupil)
    assert (after.state, after.reason, [one.day for one in after.lessons]) == ("extended", "болезнь", [HANDED_IN.day])
    assert raw(tiny, "SELECT count(*) FROM entry WHERE action = 'attestation.extend'") == [(1,)]
    office.submit(Undo(done))
    assert office.drain(20)
    undone = asked(office, algebra, pupil)
    assert (undone.state, undone.lessons) == ("", ())
    assert verify(office).sound


def test_5_15_an_extension_needs_a_reason_and_a_lesson(tiny: School, opens: Opens, algebra: int, pupil: int) -> None:
    office = opens()
    page = asked(office, algebra, pupil)
    with pytest.raises(RuleRefused, match="Занятий не назначено"):
        extend(office, page, "болезнь", [])
    with pytest.raises(RuleRefused, match="Причина не указана"):
        extend(office, page, " ", [HANDED_IN])
    with pytest.raises(RuleRefused, match="не по-русски"):
        extend(office, page, "illness", [HANDED_IN])
    assert raw(tiny, "SELECT count(*) FROM individual_lesson") == [(0,)]


def test_a_mark_is_entered_after_an_extension_and_not_beside_not_attested(
    tiny: School, opens: Opens, algebra: int, pupil: int
) -> None:
    misses(opens, tiny, algebra, pupil)
    office = opens()
    extend(office, asked(office, algebra, pupil), "пропуски", [HANDED_IN])
    page = office.course_page(algebra)
    term = page.periods[0].period
    seen = page.period_marks[pupil, term].entry
    office.submit(EnterPeriodMarks(algebra, (PeriodEntry(pupil, term, "3", seen),)), page)
    assert office.drain(20)
    assert asked(office, algebra, pupil).value == "3"
    with pytest.raises(RuleRefused, match="уже стоит: 3"):
        leave_unattested(office, asked(office, algebra, pupil), "пропуски")
    page = office.course_page(algebra)
    seen = page.period_marks[pupil, term].entry
    office.submit(EnterPeriodMarks(algebra, (PeriodEntry(pupil, term, "", seen),)), page)
    assert office.drain(20)
    leave_unattested(office, asked(office, algebra, pupil), "пропуски")
    page = office.course_page(algebra)
    entry = PeriodEntry(pupil, term, "3", page.period_marks[pupil, term].entry)
    with pytest.raises(RuleRefused, match="не аттестован") as why:
        office.submit(EnterPeriodMarks(algebra, (entry,)), page)
    assert why.value.clause == "5.14"
    withdraw(office, asked(office, algebra, pupil))
    assert asked(office, algebra, pupil).state == ""
    assert office.cell_history(algebra, term, pupil)[0].reason == "решение снято"
    with pytest.raises(Refusal, match="снимать нечего"):
        withdraw(office, asked(office, algebra, pupil))


def test_the_cell_of_another_and_a_changed_one_are_refused(
    tiny: School, opens: Opens, algebra: int, pupil: int
) -> None:
    office = opens()
    page = asked(office, algebra, pupil)
    for login in ("director", "deputy", "admin", "class_teacher"):
        other = opens(login)
        with pytest.raises(RightRefused):
            extend(other, asked(other, algebra, pupil), "болезнь", [HANDED_IN])
    extend(office, page, "болезнь", [HANDED_IN])
    with pytest.raises(StaleRefused):
        extend(office, page, "прогулы", [HANDED_IN])


def test_a_closed_period_and_a_running_one(tiny: School, opens: Opens, algebra: int, pupil: int) -> None:
    office = opens()
    second = office.course_page(algebra).periods[1]
    running = attesting_page(office, algebra, pupil, second.period)
    assert running.refused is not None
    assert "ещё идут" in running.refused.what
    year = next(one for one in office.course_page(algebra).periods if one.kind == "year")
    with pytest.raises(RuleRefused, match="за четверть или полугодие"):
        attesting_page(office, algebra, pupil, year.period)
    page = asked(office, algebra, pupil)
    director = opens("director")
    lock = Change("period_lock", (page.school_class, page.period.period), None, {"locked": 1, "reason": ""})
    director.execute(Command("period.lock", ("period", page.period.period), (Planned(lock),)))
    with pytest.raises(LockRefused):
        extend(office, asked(office, algebra, pupil), "болезнь", [HANDED_IN])


def test_findings_of_5_14_go_when_they_are_mended(tiny: School, opens: Opens, algebra: int, pupil: int) -> None:
    """The pupil's empty cell is a finding until studies are extended with a lesson, or the grounds hold."""
    misses(opens, tiny, algebra, pupil)
    office = opens()

    def found() -> list[str]:
        report = check_journal(office, CheckScope(class_name="7А"))
        own = [one.finding for one in report.lines if one.course == algebra and one.finding.pupil == pupil]
        return [one.title for one in own if one.clause == "5.14" and one.period == first_term(office, algebra).period]

    assert found() == ["I четверть: нет отметки"]
    leave_unattested(office, asked(office, algebra, pupil), "прогулы")
    assert found() == []
    withdraw(office, asked(office, algebra, pupil))
    extend(office, asked(office, algebra, pupil), "прогулы", [HANDED_IN])
    assert found() == []
    assert len(individual_page(office, tiny.classes["7А"]).lessons) == 1
