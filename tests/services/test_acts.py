"""Acts on a real sealed file: decided, written, undone; refused by right, rule, lock and version (5.4, 5.5, 5.13)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from ezh_desktop.domain.change import EntryRef
from ezh_desktop.errors import RightRefused, RuleRefused, StaleRefused
from ezh_desktop.services.acts import (
    CellEntry,
    CommentCell,
    EnterCells,
    EnterPeriodMarks,
    PeriodEntry,
    Redo,
    SetLessonKind,
    Undo,
    WriteLesson,
)
from ezh_desktop.services.doors import NO_COURSE, Ticket, TicketState
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.pages.course import CoursePage
from ezh_desktop.storage.writer import hot_statements
from tests.factories import School, a_lesson, raw

Opens = Callable[..., FileOffice]
SECONDS = 20.0


def settled(ticket: Ticket) -> Ticket:
    assert ticket.wait(SECONDS)
    return ticket


def mark(page: CoursePage, value: str, *, row: int = 0, slot: int = 0, day: date | None = None) -> EnterCells:
    lesson, pupil = a_lesson(page, day).lesson, page.pupils[row].pupil
    cell = page.cells.get((lesson, pupil, slot))
    return EnterCells(page.course, (CellEntry(lesson, pupil, slot, value, cell.entry if cell else None),))


def value(page: CoursePage, row: int = 0, slot: int = 0, day: date | None = None) -> str:
    cell = page.cells.get((a_lesson(page, day).lesson, page.pupils[row].pupil, slot))
    return cell.value if cell else ""


@pytest.fixture
def algebra(tiny: School) -> int:
    return tiny.courses["7А Алгебра"]


@pytest.fixture
def russian(tiny: School) -> int:
    return tiny.courses["7А Русский язык"]


def test_a_typed_mark_is_durable_and_stands_on_the_page(opens: Opens, algebra: int, tiny: School) -> None:
    office = opens()
    page = office.course_page(algebra)
    ticket = settled(office.submit(mark(page, "5"), page))
    assert ticket.state is TicketState.DURABLE
    assert value(office.course_page(algebra)) == "5"
    office.close()
    assert raw(tiny, "SELECT value FROM cell") == [("5",)]


def test_each_act_is_one_entry_with_its_old_and_new_value(opens: Opens, algebra: int, tiny: School) -> None:
    office = opens()
    for shown in ("3", "4"):
        page = office.course_page(algebra)
        settled(office.submit(mark(page, shown), page))
    office.close()
    bodies = [row[0] for row in raw(tiny, "SELECT body FROM change WHERE entity = 'cell' ORDER BY seq")]
    assert len(bodies) == 2
    assert '"value","3","4"' in bodies[1]


def test_a_hand_faster_than_the_page_builds_on_its_own_acts(opens: Opens, algebra: int) -> None:
    office = opens()
    page = office.course_page(algebra)
    tickets = [office.submit(mark(page, shown), page) for shown in "5432"]
    assert [settled(one).state for one in tickets] == [TicketState.DURABLE] * 4
    assert value(office.course_page(algebra)) == "2"


def test_an_act_that_changes_nothing_writes_no_entry(opens: Opens, algebra: int) -> None:
    office = opens()
    page = office.course_page(algebra)
    settled(office.submit(mark(page, "5"), page))
    head = office.head_text()
    page = office.course_page(algebra)
    settled(office.submit(mark(page, "5"), page))
    settled(office.submit(mark(page, "", row=1), page))
    assert office.head_text() == head


@pytest.mark.parametrize("text", ["6", "0", ".", "+", "4-", "н/а", "a", "пропуск"])
def test_5_4_anything_but_a_mark_or_absence_is_refused_and_nothing_changes(
    opens: Opens, algebra: int, text: str
) -> None:
    office = opens()
    page = office.course_page(algebra)
    decision = office.decide(mark(page, text), page)
    assert decision.act is None
    assert decision.refused[0].why.clause == "5.4"


def test_5_5_two_marks_stand_only_on_a_written_work_of_a_fitting_subject(opens: Opens, russian: int) -> None:
    office = opens("class_teacher")
    page = office.course_page(russian)
    lesson, pupil = a_lesson(page), page.pupils[0].pupil
    both = EnterCells(
        russian, (CellEntry(lesson.lesson, pupil, 0, "5", None), CellEntry(lesson.lesson, pupil, 1, "4", None))
    )
    assert office.decide(both, page).refused[0].why.clause == "5.5"
    settled(office.submit(SetLessonKind(russian, lesson.lesson, "grammar_dictation", None), page))
    page = office.course_page(russian)
    assert not office.decide(both, page).refused
    settled(office.submit(both, page))
    page = office.course_page(russian)
    assert (value(page), value(page, slot=1)) == ("5", "4")
    entry = page.lesson_by_id[lesson.lesson].record_entry
    with pytest.raises(RuleRefused, match="двумя отметками"):
        office.submit(SetLessonKind(russian, lesson.lesson, "plain", entry), page)


def test_of_a_pasted_range_the_allowed_cells_are_written_as_one_act(opens: Opens, algebra: int, tiny: School) -> None:
    office = opens()
    page = office.course_page(algebra)
    lesson = a_lesson(page).lesson
    texts = ["5", "6", "н", "4"]
    cells = tuple(CellEntry(lesson, page.pupils[i].pupil, 0, text, None) for i, text in enumerate(texts))
    decision = office.decide(EnterCells(algebra, cells), page)
    assert [one.value for one in decision.refused] == ["6"]
    assert decision.act is not None
    settled(office.submit(decision.act, page))
    page = office.course_page(algebra)
    assert [value(page, row) for row in range(4)] == ["5", "", "н", "4"]
    undone = office.undoable()
    assert undone is not None
    settled(office.submit(Undo(undone)))
    page = office.course_page(algebra)
    assert [value(page, row) for row in range(4)] == ["", "", "", ""]
    office.close()
    assert raw(tiny, "SELECT count(*) FROM entry WHERE action IN ('cells.enter', 'undo')") == [(2,)]


def test_undo_and_redo_walk_across_pages_in_the_order_of_the_acts(opens: Opens, tiny: School) -> None:
    office = opens("class_teacher")
    russian = tiny.courses["7А Русский язык"]
    page = office.course_page(russian)
    for shown in "45":
        settled(office.submit(mark(page, shown), page))
    for expected in ("4", ""):
        entry = office.undoable()
        assert entry is not None
        assert office.entry_course(entry) == russian
        settled(office.submit(Undo(entry)))
        assert value(office.course_page(russian)) == expected
    assert office.undoable() is None
    for expected in ("4", "5"):
        entry = office.redoable()
        assert entry is not None
        settled(office.submit(Redo(entry)))
        assert value(office.course_page(russian)) == expected
    assert office.redoable() is None


def test_undo_is_refused_when_another_has_changed_the_cell_since(opens: Opens, algebra: int) -> None:
    mine, other = opens(), opens()
    page = mine.course_page(algebra)
    settled(mine.submit(mark(page, "3"), page))
    theirs = other.course_page(algebra)
    settled(other.submit(mark(theirs, "5"), theirs))
    entry = mine.undoable()
    assert entry is not None
    with pytest.raises(StaleRefused) as refused:
        mine.submit(Undo(entry))
    assert refused.value.present == "5"


def test_two_windows_see_each_other_and_overwrite_nothing(opens: Opens, algebra: int) -> None:
    mine, other = opens(), opens()
    page, theirs = mine.course_page(algebra), other.course_page(algebra)
    settled(mine.submit(mark(page, "3"), page))
    changed, _ = other.changes_since(theirs.cursor)
    assert ("cell", algebra) in changed
    late = settled(other.submit(mark(theirs, "5"), theirs))
    assert late.state is TicketState.REFUSED
    assert isinstance(late.error, StaleRefused)
    assert late.error.present == "3"
    fresh = other.course_page(algebra)
    assert settled(other.submit(mark(fresh, "5"), fresh)).state is TicketState.DURABLE
    assert value(mine.course_page(algebra)) == "5"


@pytest.mark.parametrize("login", ["admin", "director", "deputy", "class_teacher"])
def test_whoever_may_only_read_a_page_cannot_write_on_it(opens: Opens, algebra: int, login: str) -> None:
    office = opens(login)
    page = office.course_page(algebra)
    assert not page.may_write_marks
    refused = office.decide(mark(page, "5"), page).refused
    assert isinstance(refused[0].why, RightRefused)


def test_the_medical_worker_reads_no_marks(opens: Opens, algebra: int) -> None:
    office = opens("medic")
    assert [place.course for place in office.places()] == [NO_COURSE]
    with pytest.raises(RightRefused):
        office.course_page(algebra)


def test_a_session_for_reading_writes_nothing(opens: Opens, algebra: int) -> None:
    office = opens(readonly=True)
    head = office.head_text()
    page = office.course_page(algebra)
    with pytest.raises(RightRefused):
        office.submit(mark(page, "5"), page)
    assert office.head_text() == head


def test_a_lesson_that_has_not_come_takes_no_mark(opens: Opens, algebra: int) -> None:
    office = opens()
    page = office.course_page(algebra)
    later = max(lesson.day for lesson in page.lessons)
    assert office.decide(mark(page, "5", day=later), page).refused[0].why.clause == "5.2"


def test_a_comment_hangs_on_a_mark_and_can_be_taken_back(opens: Opens, algebra: int) -> None:
    office = opens()
    page = office.course_page(algebra)
    lesson, pupil = a_lesson(page).lesson, page.pupils[0].pupil
    with pytest.raises(RuleRefused, match="пуста"):
        office.submit(CommentCell(algebra, lesson, pupil, 0, "переписано", None), page)
    settled(office.submit(mark(page, "4"), page))
    page = office.course_page(algebra)
    entry = page.cells[lesson, pupil, 0].entry
    settled(office.submit(CommentCell(algebra, lesson, pupil, 0, "переписано", entry), page))
    assert office.course_page(algebra).cells[lesson, pupil, 0].comment == "переписано"
    lines = office.cell_history(algebra, lesson, pupil)
    assert [(line.shown, line.comment) for line in lines] == [("4", "переписано"), ("4", "")]
    undone = office.undoable()
    assert undone is not None
    settled(office.submit(Undo(undone)))
    cell = office.course_page(algebra).cells[lesson, pupil, 0]
    assert (cell.value, cell.comment) == ("4", "")


def fill_marks(office: FileOffice, course: int, marks: str) -> None:
    page = office.course_page(course)
    lessons = [lesson for lesson in page.lessons if lesson.day <= page.today][: len(marks)]
    pupil = page.pupils[0].pupil
    entries = zip(lessons, marks, strict=True)
    cells = tuple(CellEntry(lesson.lesson, pupil, 0, shown, None) for lesson, shown in entries)
    settled(office.submit(EnterCells(course, cells), page))


def test_5_13_a_period_mark_far_from_the_mean_asks_for_its_reason(opens: Opens, algebra: int) -> None:
    office = opens()
    fill_marks(office, algebra, "3343")
    page = office.course_page(algebra)
    first, pupil = page.periods[0].period, page.pupils[0].pupil
    far = EnterPeriodMarks(algebra, (PeriodEntry(pupil, first, "5", None),))
    assert office.decide(far, page).refused[0].why.clause == "5.13"
    near = EnterPeriodMarks(algebra, (PeriodEntry(pupil, first, "3", None),))
    assert not office.decide(near, page).refused
    reasoned = EnterPeriodMarks(algebra, (replace(far.marks[0], reason="Победа в олимпиаде"),))
    settled(office.submit(reasoned, page))
    stored = office.course_page(algebra).period_marks[pupil, first]
    assert (stored.value, stored.reason) == ("5", "Победа в олимпиаде")


@pytest.mark.parametrize("text", ["н/а", "н", "6"])
def test_5_15_a_period_column_takes_marks_alone(opens: Opens, algebra: int, text: str) -> None:
    office = opens()
    page = office.course_page(algebra)
    act = EnterPeriodMarks(algebra, (PeriodEntry(page.pupils[0].pupil, page.periods[0].period, text, None),))
    refused = office.decide(act, page).refused
    assert refused[0].why.clause in {"5.12", "5.15"}


def test_5_19_a_topic_is_written_in_russian(opens: Opens, algebra: int) -> None:
    office = opens()
    page = office.course_page(algebra)
    lesson = a_lesson(page).lesson
    with pytest.raises(RuleRefused) as refused:
        office.submit(WriteLesson(algebra, lesson, "Algebra", None, None), page)
    assert refused.value.clause == "5.19"
    settled(office.submit(WriteLesson(algebra, lesson, "Одночлены", "§ 10, № 331", None), page))
    column = office.course_page(algebra).lesson_by_id[lesson]
    assert (column.topic, column.homework) == ("Одночлены", "§ 10, № 331")


def test_an_unknown_entry_cannot_be_undone(opens: Opens) -> None:
    office = opens()
    with pytest.raises(Exception, match="Отменять нечего"):
        office.submit(Undo(EntryRef(1, 1)))


def test_page_numbers_are_the_journals_whoever_prints_and_show_nothing_of_others(opens: Opens, tiny: School) -> None:
    algebra, russian = tiny.courses["7А Алгебра"], tiny.courses["7А Русский язык"]
    leader, teacher = opens("class_teacher"), opens()
    assert list(teacher.class_courses(algebra)) == list(leader.class_courses(algebra)) == [algebra, russian]
    assert teacher.printable_courses(algebra) == {algebra}
    assert leader.printable_courses(algebra) == {algebra, russian}
    theirs, ours = teacher.layout_pages([russian, algebra])
    assert len(theirs.pupils) == len(leader.course_page(russian).pupils)
    assert not any(row.name.strip() for row in theirs.pupils)
    assert not theirs.cells
    assert ours.pupils[0].name == "Абрамова Дарья"
    with pytest.raises(RightRefused):
        next(opens("medic").layout_pages([russian]))


def test_pages_laid_out_together_are_those_read_alone(opens: Opens, tiny: School) -> None:
    leader = opens("class_teacher")
    courses = list(tiny.courses.values())
    together = list(leader.layout_pages(courses))
    assert [replace(one, templates=()) for one in together] == [
        replace(leader.course_page(one), templates=()) for one in courses
    ]


def test_a_mark_typed_right_after_a_comment_knows_the_mark_before(opens: Opens, algebra: int, tiny: School) -> None:
    office = opens()
    page = office.course_page(algebra)
    settled(office.submit(mark(page, "4"), page))
    page = office.course_page(algebra)
    lesson, pupil = a_lesson(page).lesson, page.pupils[0].pupil
    entry = page.cells[lesson, pupil, 0].entry
    office.submit(CommentCell(algebra, lesson, pupil, 0, "переписано", entry), page)
    typed = office.submit(mark(page, "5"), page)
    assert settled(typed).state is TicketState.DURABLE
    cell = office.course_page(algebra).cells[lesson, pupil, 0]
    assert (cell.value, cell.comment) == ("5", "переписано")
    office.close()
    assert [row[0] for row in raw(tiny, "SELECT body FROM change WHERE entity = 'cell' ORDER BY seq")][-1].count(
        '"4","5"'
    ) == 1


class Recorder:
    """Stands before the writer's connection and notes the statements."""

    def __init__(self, db: Any) -> None:
        self._db = db
        self.said: list[str] = []

    def execute(self, sql: str, *values: Any) -> Any:
        self.said.append(sql)
        return self._db.execute(sql, *values)


def test_the_statements_kept_ready_are_those_that_marks_run(opens: Opens, algebra: int) -> None:
    office = opens()
    writer = office._writer._writer
    writer._db = recorder = Recorder(writer._db)
    for digit in "34":
        page = office.course_page(algebra)
        settled(office.submit(mark(page, digit), page))
    assert set(hot_statements()) <= set(recorder.said)
