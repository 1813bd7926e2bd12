"""The summary sheet on real files: formed from period marks, decided by the deputy, taken back (5.33–5.36)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from ezh_desktop.domain.calendar import PeriodKind
from ezh_desktop.errors import RightRefused, RuleRefused
from ezh_desktop.services.acts import CancelDecision, EnterDecision, EnterPeriodMarks, NewDecision, PeriodEntry, Undo
from ezh_desktop.services.acts import Redo as Again
from ezh_desktop.services.ids import system_ids
from ezh_desktop.services.pages.summary import Slot, SummaryMark
from tests.factories import CoursePlan, PupilPlan, a_class, a_school, fake_clock, open_office, raw

MAY = date(2027, 5, 31)
FIRST = Slot(PeriodKind.QUARTER, 1)
SECOND = Slot(PeriodKind.QUARTER, 2)
YEAR = Slot(PeriodKind.YEAR, 1)
PUPILS = (
    "Абрамова Дарья Олеговна",
    "Андреев Максим Ильич",
    PupilPlan("Жуков Матвей Романович", end=date(2026, 11, 16)),
    PupilPlan("Юдина Вера Львовна", start=date(2027, 1, 12)),
)
NEW = system_ids()


@pytest.fixture
def school(tmp_path):
    courses = (
        CoursePlan("Алгебра"),
        CoursePlan("Английский язык", subgroup="1-я", members=("Абрамова Дарья",)),
        CoursePlan("Основы религиозных культур и светской этики", graded=False),
    )
    first = a_class("1А", ("Яшин Пётр Олегович",), (CoursePlan("Математика"),), leader="first_leader")
    return a_school(tmp_path / "school.ezh", [a_class(pupils=PUPILS, courses=courses), first])


def office_of(school, login, day=MAY):
    return open_office(school, login, fake_clock(day))


@pytest.fixture
def deputy(school):
    office = office_of(school, "deputy")
    yield office
    office.close()


def sheet(office, school, name="7А"):
    return office.summary_page(school.classes[name])


def pupils_of(page, *names):
    return tuple(NewDecision(NEW(), one.pupil) for one in page.pupils if one.name in names)


def promotion(page, *names, kind="promoted", day="2027-05-26", target=""):
    return EnterDecision(page.school_class, pupils_of(page, *names), kind, "9", day, target)


def done(ticket):
    assert ticket.wait(5)
    assert ticket.error is None
    return ticket


def lines(page):
    return {one.name: page.council_line(one) for one in page.pupils}


def mark(school, pupil, slot, value, login="teacher"):
    office = office_of(school, login)
    page = office.course_page(school.courses["7А Алгебра"])
    period = next(one.period for one in page.periods if (one.kind, one.number) == (slot.kind.value, slot.number))
    ident = school.pupils[pupil]
    act = EnterPeriodMarks(page.course, (PeriodEntry(ident, period, value, None, "по итогам"),))
    done(office.submit(act, page))
    office.close()


def test_period_marks_flow_into_the_sheet(school, deputy):
    """5.33: nothing is typed here."""
    mark(school, "Абрамова Дарья", FIRST, "4")
    mark(school, "Абрамова Дарья", YEAR, "5")
    page = sheet(deputy, school)
    algebra, pupil = page.subjects[0], page.pupils[0]
    assert page.value(algebra.subject, pupil.pupil, FIRST) == "4"
    assert page.value(algebra.subject, pupil.pupil, YEAR) == "5"
    assert page.marks[algebra.subject, pupil.pupil, FIRST].course in (None, school.courses["7А Алгебра"])
    assert page.counted == YEAR
    assert page.standing(pupil, YEAR).group.label == "отличник"


def test_ungraded_subjects_have_no_column_and_terms_their_own(school, deputy):
    """3.8, 4.4.6."""
    page = sheet(deputy, school)
    assert [one.name for one in page.subjects] == ["Алгебра", "Английский язык"]
    assert page.shown_slots == (*(Slot(PeriodKind.QUARTER, number) for number in (1, 2, 3, 4)), YEAR)


def test_grade_one_has_the_councils_column_alone(school, deputy):
    """3.7; 5.35: «во 2»."""
    page = sheet(deputy, school, "1А")
    assert page.subjects == ()
    done(deputy.submit(promotion(page, "Яшин Пётр")))
    assert lines(sheet(deputy, school, "1А"))["Яшин Пётр"] == "Переведён во 2 класс"


def test_cells_outside_membership_are_closed(school, deputy):
    """3.7: who left has the terms before, who came the terms after."""
    page = sheet(deputy, school)
    algebra = page.subjects[0]
    left, came = page.pupils[2], page.pupils[3]
    assert [page.closed(left, algebra, slot) for slot in (FIRST, SECOND, YEAR)] == [False, True, True]
    assert [page.closed(came, algebra, slot) for slot in (FIRST, SECOND, YEAR)] == [True, True, False]
    assert page.note(left) == "выбыл 16.11"
    assert "Дата выбытия 16.11.2026" in lines(page)[left.name]


def test_a_mark_is_missing_once_its_period_is_over(school, deputy):
    page = sheet(deputy, school)
    assert page.missing(page.pupils[0], page.subjects[0], FIRST)
    assert not page.missing(page.pupils[3], page.subjects[0], FIRST)
    early = office_of(school, "director", date(2026, 9, 15))
    assert not sheet(early, school).missing(page.pupils[0], page.subjects[0], FIRST)
    early.close()


def test_several_pupils_get_one_decision_in_one_act(school, deputy):
    """5.35: gender and target of each."""
    page = sheet(deputy, school)
    act = promotion(page, "Абрамова Дарья", "Андреев Максим", "Жуков Матвей", target="8а")
    decision = deputy.decide_council(act)
    assert [one.why.clause for one in decision.refused] == ["5.36"]
    ticket = done(deputy.submit(decision.act))
    page = sheet(deputy, school)
    assert lines(page)["Абрамова Дарья"] == "Переведена в 8А класс"
    assert page.council_texts(page.pupils[1]) == ("Протокол педсовета № 9 от 26.05.2027. Переведён в 8А класс",)
    done(deputy.submit(Undo(ticket.entry)))
    assert lines(sheet(deputy, school))["Абрамова Дарья"] == ""
    done(deputy.submit(Again(deputy.redoable())))
    assert lines(sheet(deputy, school))["Андреев Максим"] == "Переведён в 8А класс"
    assert len(raw(school, "SELECT id FROM council_decision WHERE cancelled = 0")) == 2


def test_a_conditional_transfer_is_closed_by_a_second_entry(school):
    """5.35."""
    office = office_of(school, "deputy", date(2027, 8, 30))
    done(office.submit(promotion(sheet(office, school), "Андреев Максим", kind="conditional")))
    done(office.submit(promotion(sheet(office, school), "Андреев Максим", day="2027-08-28")))
    assert lines(sheet(office, school))["Андреев Максим"] == "Переведён условно; Переведён в 8 класс"
    office.close()


def test_a_decision_is_cancelled_last_first_and_stays_in_the_file(school):
    office = office_of(school, "deputy", date(2027, 8, 30))
    done(office.submit(promotion(sheet(office, school), "Андреев Максим", kind="conditional")))
    done(office.submit(promotion(sheet(office, school), "Андреев Максим", day="2027-08-28")))
    page = sheet(office, school)
    first, last = page.decisions_of(page.pupils[1].pupil)
    with pytest.raises(RuleRefused):
        office.submit(CancelDecision(page.school_class, first.decision, first.entry))
    ticket = done(office.submit(CancelDecision(page.school_class, last.decision, last.entry)))
    assert lines(sheet(office, school))["Андреев Максим"] == "Переведён условно"
    done(office.submit(Undo(ticket.entry)))
    assert lines(sheet(office, school))["Андреев Максим"] == "Переведён условно; Переведён в 8 класс"
    office.close()


@pytest.mark.parametrize("login", ["class_teacher", "director", "admin"])
def test_others_read_the_sheet_and_decide_nothing(school, login):
    """IV: decisions are the deputy's."""
    office = office_of(school, login)
    page = sheet(office, school)
    assert not page.may_decide
    with pytest.raises(RightRefused):
        office.submit(promotion(page, "Андреев Максим"))
    office.close()


@pytest.mark.parametrize("login", ["teacher", "medic", "first_leader"])
def test_who_leads_another_class_or_none_does_not_read_it(school, login):
    """IV."""
    office = office_of(school, login)
    with pytest.raises(RightRefused):
        sheet(office, school)
    office.close()


def test_a_protocol_of_tomorrow_is_refused(school, deputy):
    with pytest.raises(RuleRefused):
        deputy.submit(promotion(sheet(deputy, school), "Андреев Максим", day="2027-06-26"))


def test_the_sheet_is_in_the_scope_of_its_class_for_other_windows(school, deputy):
    page = sheet(deputy, school)
    done(deputy.submit(promotion(page, "Андреев Максим")))
    changed, _ = deputy.changes_since(page.cursor)
    assert ("council_decision", page.school_class) in changed


def test_figures_are_of_the_latest_period_that_every_subject_has_marks_for(school, deputy):
    """A single year's mark makes nobody an «отличник» of the year."""
    page = sheet(deputy, school)
    pupil = page.pupils[0].pupil
    both = {(one.subject, pupil, FIRST): SummaryMark("5", None) for one in page.subjects}
    year = {(page.subjects[0].subject, pupil, YEAR): SummaryMark("5", None)}
    assert replace(page, marks=both | year).counted == FIRST
    assert replace(page, marks=year).counted == YEAR
    assert replace(page, marks={}).counted is None
