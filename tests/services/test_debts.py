"""5.7: «н» of a control work stays; its mark stands in a later lesson's cell and names the work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from ezh_desktop.errors import Refusal
from ezh_desktop.services.acts import CellEntry, EnterCells, Redo, SetLessonKind, Undo
from ezh_desktop.services.doors import Ticket, TicketState
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.pages.course import CoursePage, LessonColumn
from ezh_desktop.services.pages.debts import open_debts, paid_debt
from ezh_desktop.services.verifying import verify
from tests.factories import School, raw

Opens = Callable[..., FileOffice]
FIRST, DEBT = 0, 2


def settled(ticket: Ticket) -> Ticket:
    assert ticket.wait(20)
    assert ticket.state is TicketState.DURABLE, ticket.error
    return ticket


def held(page: CoursePage) -> list[LessonColumn]:
    return [lesson for lesson in page.lessons if lesson.day <= page.today]


@pytest.fixture
def office(tiny: School, opens: Opens) -> FileOffice:
    """Алгебра: the last lesson but two was a control work, the first pupil was absent."""
    made = opens("teacher")
    page = made.course_page(tiny.courses["7А Алгебра"])
    work = held(page)[-3]
    settled(made.submit(SetLessonKind(page.course, work.lesson, "control", work.record_entry), page))
    page = made.course_page(page.course)
    settled(
        made.submit(EnterCells(page.course, (CellEntry(work.lesson, page.pupils[0].pupil, FIRST, "н", None),)), page)
    )
    return made


@pytest.fixture
def page(tiny: School, office: FileOffice) -> CoursePage:
    return office.course_page(tiny.courses["7А Алгебра"])


def debt(page: CoursePage, mark: str, *, row: int = 0, at: int = -1, work: int | None = None) -> EnterCells:
    """The mark of a debt in the lesson `at`, for the control work unless another is named."""
    lessons = held(page)
    target, pupil = lessons[at], page.pupils[row].pupil
    cell = page.cells.get((target.lesson, pupil, DEBT))
    named = lessons[-3].lesson if work is None else work
    return EnterCells(page.course, (CellEntry(target.lesson, pupil, DEBT, mark, cell.entry if cell else None, named),))


def why(office: FileOffice, act: EnterCells, page: CoursePage) -> Refusal:
    refused = office.decide(act, page).refused
    assert refused
    return refused[0].why


def test_an_absent_pupil_owes_the_work_until_a_later_mark_names_it(office: FileOffice, page: CoursePage) -> None:
    pupil, work = page.pupils[0].pupil, held(page)[-3]
    assert open_debts(page, pupil) == (work,)
    assert open_debts(page, page.pupils[1].pupil) == ()
    settled(office.submit(debt(page, "4"), page))
    after = office.course_page(page.course)
    assert open_debts(after, pupil) == ()
    paid = paid_debt(after, work.lesson, pupil)
    assert paid is not None
    assert (paid.lesson.day, paid.mark.value) == (held(page)[-1].day, "4")
    assert after.cells[work.lesson, pupil, FIRST].value == "н"


def test_undo_and_redo_of_a_debts_mark(office: FileOffice, page: CoursePage, tiny: School) -> None:
    ticket = settled(office.submit(debt(page, "4"), page))
    assert ticket.entry is not None
    undone = settled(office.submit(Undo(ticket.entry), office.course_page(page.course)))
    assert open_debts(office.course_page(page.course), page.pupils[0].pupil)
    assert undone.entry is not None
    settled(office.submit(Redo(undone.entry), office.course_page(page.course)))
    assert not open_debts(office.course_page(page.course), page.pupils[0].pupil)
    assert raw(tiny, "SELECT value FROM cell WHERE slot = 2") == [("4",)]
    assert verify(office).sound


def test_an_absence_typed_by_mistake_over_a_mark_is_taken_back(office: FileOffice, page: CoursePage) -> None:
    work, pupil = held(page)[-3].lesson, page.pupils[1].pupil
    settled(office.submit(EnterCells(page.course, (CellEntry(work, pupil, FIRST, "5", None),)), page))
    page = office.course_page(page.course)
    seen = page.cells[work, pupil, FIRST].entry
    ticket = settled(office.submit(EnterCells(page.course, (CellEntry(work, pupil, FIRST, "н", seen),)), page))
    assert ticket.entry is not None
    settled(office.submit(Undo(ticket.entry), office.course_page(page.course)))
    assert office.course_page(page.course).cells[work, pupil, FIRST].value == "5"


@pytest.mark.parametrize(
    ("row", "at", "named", "words"),
    [
        (1, -1, None, "Пропуска за эту работу нет"),
        (0, -4, None, "раньше работы"),
        (0, -1, 0, "Не выбрана контрольная работа"),
        (0, -1, -2, "Не выбрана контрольная работа"),
    ],
)
def test_a_mark_for_no_missed_work_is_refused(  # noqa: PLR0917 - one case
    office: FileOffice, page: CoursePage, row: int, at: int, named: int | None, words: str
) -> None:
    work = held(page)[named].lesson if named else named
    refusal = why(office, debt(page, "4", row=row, at=at, work=work), page)
    assert refusal.clause == "5.7"
    assert words in refusal.what


def test_a_work_is_paid_once(office: FileOffice, page: CoursePage) -> None:
    settled(office.submit(debt(page, "4"), page))
    page = office.course_page(page.course)
    assert "уже стоит" in why(office, debt(page, "5", at=-2), page).what
    assert office.decide(debt(page, "5"), page).refused == (), "the same cell may be corrected"


def test_in_distance_mode_the_mark_stands_in_the_works_own_column_5_27(office: FileOffice, page: CoursePage) -> None:
    away = replace(page, lessons=tuple(replace(one, distance=True) for one in page.lessons))
    assert office.decide(debt(away, "4", at=-3), away).refused == ()
