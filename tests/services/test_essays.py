"""5.9: a сочинение in Литература is one act of two marks on two pages; a colleague's half waits to be accepted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ezh_desktop.errors import Refusal, RightRefused, RuleRefused, StaleRefused
from ezh_desktop.services.acts import CellEntry, EnterCells, Redo, SetLessonKind, Undo, WriteLesson
from ezh_desktop.services.checking import page_findings
from ezh_desktop.services.doors import Ticket, TicketState
from ezh_desktop.services.essays import (
    EssayDate,
    EssayMarks,
    accept_essay,
    enter_essay,
    essay_dates,
    offered,
    refuse_essay,
    remove_literacy,
)
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.pages.course import CoursePage, LessonColumn
from ezh_desktop.services.today import today_page
from ezh_desktop.services.verifying import verify
from tests.factories import CoursePlan, School, a_class, a_school, open_office, raw

Opens = Callable[..., FileOffice]
ESSAY_TOPIC = "Сочинение по повести «Тарас Бульба»"
NAMED = f"Диктант «Осень». {ESSAY_TOPIC} (литература, 23 ноября)"
WORKS = (date(2026, 11, 11), date(2026, 11, 18), date(2026, 11, 25))


@pytest.fixture(scope="module")
def schools(tmp_path_factory: pytest.TempPathFactory) -> dict[str, School]:
    """7А with both subjects of one teacher, and with one teacher for each."""
    made = {}
    for russian in ("teacher", "class_teacher"):
        courses = (
            CoursePlan("Литература", weekdays=(1, 4), number=3),
            CoursePlan("Русский язык", russian, (1, 3), 2),
        )
        path = tmp_path_factory.mktemp(russian) / "school.ezh"
        made[russian] = a_school(path, [a_class(courses=courses)])
    return made


@pytest.fixture
def opened() -> Iterator[list[FileOffice]]:
    offices: list[FileOffice] = []
    yield offices
    for one in offices:
        one.close()


@pytest.fixture
def sits(schools: dict[str, School], tmp_path: Path, opened: list[FileOffice]) -> Callable[[str], Places]:
    """The pages of a school whose Русский язык is taught by this login, with an essay and three written works."""

    def sit(russian: str) -> Places:
        school = schools[russian].copied(tmp_path)
        places = Places(school, opened)
        own, his = places.office(), places.office(russian)
        places.prepare(own, places.literature, date(2026, 11, 23), "essay", ESSAY_TOPIC)
        for day in WORKS:
            places.prepare(his, places.russian, day, "grammar_dictation", "Диктант «Осень»")
        return places

    return sit


class Places:
    """A school with its two pages."""

    def __init__(self, school: School, opened: list[FileOffice]) -> None:
        self.school = school
        self.literature = school.courses["7А Литература"]
        self.russian = school.courses["7А Русский язык"]
        self._opened = opened

    def office(self, login: str = "teacher") -> FileOffice:
        made = open_office(self.school, login)
        self._opened.append(made)
        return made

    def prepare(self, office: FileOffice, course: int, day: date, kind: str, topic: str) -> None:
        lesson = at(office.course_page(course), day)
        settled(office.submit(WriteLesson(course, lesson.lesson, topic, None, lesson.record_entry)))
        lesson = at(office.course_page(course), day)
        settled(office.submit(SetLessonKind(course, lesson.lesson, kind, lesson.record_entry)))

    def marks(self, office: FileOffice, row: int = 0, literacy: str = "4", nth: int = 0) -> EssayMarks:
        """«5» for content and a literacy mark at the nth free date."""
        page = office.course_page(self.literature)
        lesson, pupil = at(page, date(2026, 11, 23)).lesson, page.pupils[row].pupil
        return EssayMarks(lesson, pupil, "5", literacy, essay_dates(office, page, lesson, pupil)[nth])

    def stored(self) -> list[tuple[str, str]]:
        """(subject, value) of every filled cell."""
        sql = (
            "SELECT s.name, c.value FROM cell c JOIN course k ON k.id = c.course JOIN subject s ON s.id = k.subject"
            " WHERE c.value <> '' ORDER BY s.name, c.value"
        )
        return [tuple(one) for one in raw(self.school, sql)]


def settled(ticket: Ticket) -> Ticket:
    assert ticket.wait(20)
    assert ticket.state is TicketState.DURABLE, ticket.error
    return ticket


def at(page: CoursePage, day: date) -> LessonColumn:
    return next(one for one in page.lessons if one.day == day)


def fill(  # noqa: PLR0917 - one cell
    office: FileOffice, course: int, day: date, value: str, row: int = 0, slot: int = 0
) -> None:
    page = office.course_page(course)
    key = (at(page, day).lesson, page.pupils[row].pupil, slot)
    stored = page.cells.get(key)
    act = EnterCells(course, (CellEntry(*key, value, stored.entry if stored else None),))
    refused = office.decide(act, page).refused
    if refused:
        raise refused[0].why
    settled(office.submit(act, page))


def undone(office: FileOffice) -> None:
    entry = office.undoable()
    assert entry is not None
    settled(office.submit(Undo(entry)))


BOTH = [("Литература", "5"), ("Русский язык", "4")]


def test_one_teacher_enters_both_marks_in_one_act(sits: Callable[[str], Places]) -> None:
    places = sits("teacher")
    office = places.office()
    marks = places.marks(office)
    assert marks.to.day == date(2026, 11, 25)
    enter_essay(office, places.literature, marks)
    assert places.stored() == BOTH
    assert raw(places.school, "SELECT count(*) FROM entry WHERE action = 'essay.enter'") == [(1,)]
    assert at(office.course_page(places.russian), date(2026, 11, 25)).topic == NAMED
    content = office.course_page(places.literature).essays[marks.lesson, marks.pupil]
    literacy = office.course_page(places.russian).essays[marks.to.lesson, marks.pupil]
    assert (content.content, content.day, content.mark, content.subject) == (True, marks.to.day, "4", "Русский язык")
    assert (literacy.content, literacy.day, literacy.mark) == (False, date(2026, 11, 23), "5")
    assert verify(office).sound


def test_the_work_is_named_once_for_all_pupils(sits: Callable[[str], Places]) -> None:
    places = sits("teacher")
    office = places.office()
    for row in range(3):
        enter_essay(office, places.literature, places.marks(office, row))
    assert at(office.course_page(places.russian), date(2026, 11, 25)).topic == NAMED


def test_undo_takes_both_back_and_redo_gives_both(sits: Callable[[str], Places]) -> None:
    places = sits("teacher")
    office = places.office()
    enter_essay(office, places.literature, places.marks(office))
    entry = office.undoable()
    assert entry is not None
    assert office.entry_course(entry) == places.literature
    undone(office)
    assert places.stored() == []
    assert not office.course_page(places.literature).essays
    assert at(office.course_page(places.russian), date(2026, 11, 25)).topic == "Диктант «Осень»"
    again = office.redoable()
    assert again is not None
    settled(office.submit(Redo(again)))
    assert places.stored() == BOTH
    assert office.course_page(places.literature).essays
    assert verify(office).sound


def test_a_taken_cell_offers_the_next_written_work(sits: Callable[[str], Places]) -> None:
    places = sits("teacher")
    office = places.office()
    before = places.marks(office)
    fill(office, places.russian, date(2026, 11, 25), "3")
    page = office.course_page(places.literature)
    assert [one.day for one in essay_dates(office, page, before.lesson, before.pupil)] == [WORKS[1], WORKS[0]]
    with pytest.raises(StaleRefused, match="занята"):
        enter_essay(office, places.literature, before)
    enter_essay(office, places.literature, places.marks(office))
    assert at(office.course_page(places.russian), WORKS[1]).topic.startswith("Диктант «Осень». Сочинение")


def test_an_absent_pupils_date_is_taken_too(sits: Callable[[str], Places]) -> None:
    places = sits("teacher")
    office = places.office()
    fill(office, places.russian, date(2026, 11, 25), "н")
    assert places.marks(office).to.day == WORKS[1]


def test_with_two_teachers_the_literacy_mark_waits_until_it_is_accepted(sits: Callable[[str], Places]) -> None:
    places = sits("class_teacher")
    office, his = places.office(), places.office("class_teacher")
    marks = places.marks(office)
    assert not marks.to.own
    enter_essay(office, places.literature, marks)
    assert places.stored() == [("Литература", "5")]
    waiting = office.course_page(places.literature).essays[marks.lesson, marks.pupil]
    assert (waiting.waiting, waiting.value) == (True, "4")
    assert [(lesson.day, count) for _, lesson, count in offered([his.course_page(places.russian)])] == [(WORKS[2], 1)]
    assert [(one.day, one.pupils) for one in today_page(his).offers] == [(WORKS[2], 1)]
    assert today_page(office).offers == ()
    accept_essay(his, places.russian, marks.to.lesson, marks.pupil)
    assert places.stored() == BOTH
    assert at(his.course_page(places.russian), WORKS[2]).topic == NAMED
    assert today_page(his).offers == ()
    shown = office.course_page(places.literature).essays[marks.lesson, marks.pupil]
    assert (shown.waiting, shown.mark) == (False, "4")
    undone(his)
    assert places.stored() == [("Литература", "5")]
    assert his.course_page(places.russian).essays[marks.to.lesson, marks.pupil].waiting
    assert verify(his).sound


def test_a_proposal_is_withdrawn_by_undo_and_by_command(sits: Callable[[str], Places]) -> None:
    places = sits("class_teacher")
    office = places.office()
    marks = places.marks(office)
    enter_essay(office, places.literature, marks)
    undone(office)
    assert not office.course_page(places.literature).essays
    enter_essay(office, places.literature, places.marks(office))
    remove_literacy(office, places.literature, marks.lesson, marks.pupil)
    assert not office.course_page(places.literature).essays
    undone(office)
    assert office.course_page(places.literature).essays[marks.lesson, marks.pupil].value == "4"
    assert verify(office).sound


def test_a_refused_proposal_leaves_the_essay_without_its_literacy_mark(sits: Callable[[str], Places]) -> None:
    places = sits("class_teacher")
    office, his = places.office(), places.office("class_teacher")
    marks = places.marks(office)
    enter_essay(office, places.literature, marks)
    refuse_essay(his, places.russian, marks.to.lesson, marks.pupil)
    assert not office.course_page(places.literature).essays
    with pytest.raises(RuleRefused, match="не ждёт"):
        accept_essay(his, places.russian, marks.to.lesson, marks.pupil)
    assert verify(his).sound


def test_what_was_entered_meanwhile_moves_an_accepted_mark_to_the_next_date(sits: Callable[[str], Places]) -> None:
    places = sits("class_teacher")
    office, his = places.office(), places.office("class_teacher")
    marks = places.marks(office)
    enter_essay(office, places.literature, marks)
    fill(his, places.russian, WORKS[2], "2")
    with pytest.raises(RuleRefused, match="занята"):
        accept_essay(his, places.russian, marks.to.lesson, marks.pupil)
    free = essay_dates(his, his.course_page(places.russian), marks.to.lesson, marks.pupil)
    accept_essay(his, places.russian, marks.to.lesson, marks.pupil, free[0])
    assert his.course_page(places.russian).cells[free[0].lesson, marks.pupil, 0].value == "4"
    assert verify(his).sound


def test_only_the_teacher_of_the_lesson_accepts(sits: Callable[[str], Places]) -> None:
    places = sits("class_teacher")
    office = places.office()
    marks = places.marks(office)
    enter_essay(office, places.literature, marks)
    with pytest.raises(RightRefused):
        accept_essay(office, places.russian, marks.to.lesson, marks.pupil)
    with pytest.raises(RightRefused):
        accept_essay(places.office("deputy"), places.russian, marks.to.lesson, marks.pupil)
    with pytest.raises(RightRefused):
        enter_essay(places.office("deputy"), places.literature, places.marks(office, 1))


def test_a_cell_is_marked_by_5_5_or_by_5_9_never_both(sits: Callable[[str], Places]) -> None:
    places = sits("teacher")
    office = places.office()
    enter_essay(office, places.literature, places.marks(office))
    with pytest.raises(RuleRefused, match="уже стоит на странице"):
        fill(office, places.literature, date(2026, 11, 23), "4", slot=1)
    marks = places.marks(office, 1)
    fill(office, places.literature, date(2026, 11, 23), "5", row=1)
    fill(office, places.literature, date(2026, 11, 23), "4", row=1, slot=1)
    with pytest.raises(RuleRefused, match="уже две отметки"):
        enter_essay(office, places.literature, marks)


@pytest.mark.parametrize("value", ["", "н"])
def test_one_half_is_not_taken_away_alone(sits: Callable[[str], Places], value: str) -> None:
    places = sits("teacher")
    office = places.office()
    marks = places.marks(office)
    enter_essay(office, places.literature, marks)
    for course, day in ((places.literature, date(2026, 11, 23)), (places.russian, WORKS[2])):
        with pytest.raises(RuleRefused, match="одна из двух"):
            fill(office, course, day, value)
        fill(office, course, day, "3")
    remove_literacy(office, places.russian, marks.to.lesson, marks.pupil)
    assert places.stored() == [("Литература", "3")]
    fill(office, places.literature, date(2026, 11, 23), value)
    assert verify(office).sound


def test_an_essay_gets_one_literacy_mark_and_a_real_one(sits: Callable[[str], Places]) -> None:
    places = sits("teacher")
    office = places.office()
    first = places.marks(office)
    with pytest.raises(Refusal):
        enter_essay(office, places.literature, replace(first, literacy="6"))
    enter_essay(office, places.literature, first)
    with pytest.raises(RuleRefused, match="уже есть отметка"):
        enter_essay(office, places.literature, places.marks(office))


def test_a_lesson_of_another_kind_is_no_essay(sits: Callable[[str], Places]) -> None:
    places = sits("teacher")
    office = places.office()
    plain = at(office.course_page(places.literature), date(2026, 11, 26)).lesson
    with pytest.raises(RuleRefused, match="не сочинение"):
        enter_essay(office, places.literature, replace(places.marks(office), lesson=plain))


def test_works_to_come_and_works_without_a_topic_are_no_dates(sits: Callable[[str], Places]) -> None:
    places = sits("teacher")
    office = places.office()
    page = office.course_page(places.russian)
    for day in (date(2026, 12, 2), date(2026, 12, 9)):
        lesson = at(page, day)
        settled(office.submit(SetLessonKind(places.russian, lesson.lesson, "essay", lesson.record_entry)))
    first = places.marks(office)
    literature = office.course_page(places.literature)
    assert [one.day for one in essay_dates(office, literature, first.lesson, first.pupil)] == [*reversed(WORKS)]


def test_the_finding_goes_with_the_mend(sits: Callable[[str], Places]) -> None:
    places = sits("teacher")
    office = places.office()
    fill(office, places.literature, date(2026, 11, 23), "5")

    def found() -> list[str]:
        checked = page_findings(office, places.literature)
        assert checked is not None
        return [one.title for one in checked.all if one.clause == "5.9"]

    assert found() == ["Сочинение 23 ноября: нет отметок за грамотность"]
    enter_essay(office, places.literature, places.marks(office))
    assert found() == []


def test_dates_are_told_in_words() -> None:
    date_ = EssayDate(1, 2, date(2026, 11, 25), "grammar_dictation", own=True)
    assert date_.words == "25 ноября, диктант с грамматическим заданием"
