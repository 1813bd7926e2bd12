"""5.9 at the window: «5/4» at an essay goes to two pages, a colleague's half waits and is accepted by keys."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtWidgets import QApplication

from ezh_desktop.domain.rules.finding import Mend
from ezh_desktop.services.acts import SetLessonKind, WriteLesson
from tests.factories import CoursePlan, School, a_class, a_school, open_office, raw

ESSAY, WORK = date(2026, 11, 23), date(2026, 11, 25)
COLUMN, DICTATION = "23 ноября", "25 ноября"


@pytest.fixture(scope="module", params=["teacher", "class_teacher"])
def made(request, tmp_path_factory) -> School:
    """7А with an essay and two dictations; Русский язык by the same teacher, or by another one."""
    courses = (
        CoursePlan("Литература", weekdays=(1, 4), number=3),
        CoursePlan("Русский язык", request.param, (1, 3), 2),
    )
    school = a_school(tmp_path_factory.mktemp(request.param) / "school.ezh", [a_class(courses=courses)])
    prepare(school, "teacher", "7А Литература", ESSAY, "essay", "Сочинение по повести «Тарас Бульба»")
    for day in (date(2026, 11, 18), WORK):
        prepare(school, request.param, "7А Русский язык", day, "grammar_dictation", "Диктант «Осень»")
    return school


def prepare(school: School, login: str, course: str, day: date, *work: str) -> None:
    kind, topic = work
    office, ident = open_office(school, login), school.courses[course]
    try:
        for make in (
            lambda one: WriteLesson(ident, one.lesson, topic, None, one.record_entry),
            lambda one: SetLessonKind(ident, one.lesson, kind, one.record_entry),
        ):
            lesson = next(one for one in office.course_page(ident).lessons if one.day == day)
            assert office.submit(make(lesson)).wait(20)
    finally:
        office.close()


@pytest.fixture
def school(made, tmp_path) -> School:
    return made.copied(tmp_path)


@pytest.fixture
def own(school) -> bool:
    """Whether both subjects are the teacher's."""
    return "7А Русский язык" in titles(school)


def titles(school) -> list[str]:
    office = open_office(school, "teacher")
    try:
        return [place.title for place in office.places()]
    finally:
        office.close()


@pytest.fixture
def teacher(sits, school):
    made = sits(open_office(school, "teacher"))
    made.opens("7А Литература")
    return made


def menu_words() -> list[str]:
    menu = QApplication.activePopupWidget()
    return [action.text().replace("&", "") for action in menu.actions() if action.text()] if menu is not None else []


def chooses(teacher, start: str) -> None:
    """Picks the line of the open menu that begins so."""
    words = next(one for one in QApplication.activePopupWidget().actions() if one.text().startswith(start)).text()
    teacher.chooses_kind(words)


def written(school) -> list[tuple[str, str, str]]:
    sql = (
        "SELECT s.name, p.surname, c.value FROM cell c JOIN course k ON k.id = c.course"
        " JOIN subject s ON s.id = k.subject JOIN pupil p ON p.id = c.pupil WHERE c.value <> '' ORDER BY 1, 2"
    )
    return [tuple(one) for one in raw(school, sql)]


def waits(teacher) -> None:
    teacher.waits_until(lambda: not teacher.window.page.essays.busy, "the act in the file")
    teacher.settles()


def hint(teacher, pupil: str, column: str) -> str:
    model = teacher.grid.marks
    return model.hint(teacher._row(pupil), teacher._column(column))


def test_two_marks_typed_at_an_essay_ask_once_where_literacy_goes(teacher, school, own):
    teacher.goes_to("Абрамова", COLUMN)
    teacher.types("5 4")
    tail = "" if own else ": предложить учителю"
    assert menu_words() == [
        "5/4: где поставить 4 за грамотность",
        f"1. Русский язык, 25 ноября, диктант с грамматическим заданием{tail} (п. 5.9)",
        f"2. Русский язык, 18 ноября, диктант с грамматическим заданием{tail} (п. 5.9)",
        "3. Здесь же, второй отметкой (п. 5.5)",
    ]
    chooses(teacher, "&1")
    teacher.types("4 3")
    assert menu_words() == []
    waits(teacher)
    content = [("Литература", "Абрамова", "5"), ("Литература", "Андреев", "4")]
    literacy = [("Русский язык", "Абрамова", "4"), ("Русский язык", "Андреев", "3")]
    assert written(school) == (content + literacy if own else content)
    assert teacher.sees_cell("Андреев", COLUMN) == "4"
    teacher.presses("Ctrl+Z")
    teacher.waits_until(lambda: not teacher.window.desk.busy and teacher.sees_cell("Андреев", COLUMN) == "", "undone")
    assert written(school) == ([content[0], literacy[0]] if own else content[:1])


def test_the_second_mark_may_stand_in_the_same_cell(teacher, school):
    teacher.goes_to("Абрамова", COLUMN)
    teacher.types("5 4")
    chooses(teacher, "&3")
    teacher.waits_saved()
    assert teacher.sees_cell("Абрамова", COLUMN) == "5/4"
    teacher.types("4 3")
    teacher.waits_saved()
    assert teacher.sees_cell("Андреев", COLUMN) == "4/3"
    teacher.goes_to("Абрамова", COLUMN)
    teacher.presses("Ctrl+U")
    assert "уже две отметки" in teacher.float_text()


def test_the_command_gives_literacy_to_a_mark_that_stands_and_takes_it_away(teacher, school, own):
    teacher.goes_to("Абрамова", COLUMN)
    teacher.presses("Ctrl+U")
    assert "Отметки за содержание ещё нет" in teacher.float_text()
    teacher.types("5")
    teacher.presses("Return")
    teacher.waits_saved()
    teacher.goes_to("Абрамова", COLUMN)
    teacher.presses("Ctrl+U")
    assert menu_words()[0].startswith("За грамотность: Русский язык, 25 ноября")
    chooses(teacher, "&4")
    waits(teacher)
    said = "За грамотность: 4, «Русский язык», 25 ноября" if own else "За грамотность предложено 4"
    assert said in hint(teacher, "Абрамова", COLUMN)
    teacher.goes_to("Абрамова", COLUMN)
    teacher.presses("Delete")
    assert "одна из двух отметок" in teacher.float_text()
    teacher.presses("Ctrl+U")
    chooses(teacher, "&Убрать" if own else "&Отозвать")
    waits(teacher)
    assert written(school) == [("Литература", "Абрамова", "5")]
    assert "грамотность" not in hint(teacher, "Абрамова", COLUMN)


def test_the_teacher_of_russian_sees_and_accepts_what_waits(sits, teacher, school, own):
    teacher.goes_to("Абрамова", COLUMN)
    teacher.types("5 4")
    chooses(teacher, "&1")
    waits(teacher)
    other = sits(open_office(school, "teacher" if own else "class_teacher"))
    other.opens("7А Русский язык")
    if own:
        assert "За содержание сочинения: 5, «Литература», 23 ноября" in hint(other, "Абрамова", DICTATION)
        return
    assert "Предложено за грамотность: 4" in hint(other, "Абрамова", DICTATION)
    other.goes_to("Абрамова", DICTATION)
    other.presses("Ctrl+U")
    assert menu_words()[:2] == ["За грамотность предложено: 4. Сочинение, 23 ноября", "Принять"]
    chooses(other, "&Принять")
    waits(other)
    assert other.sees_cell("Абрамова", DICTATION) == "4"
    assert written(school) == [("Литература", "Абрамова", "5"), ("Русский язык", "Абрамова", "4")]


def test_today_tells_of_marks_that_wait_and_leads_there(sits, teacher, school, own):
    if own:
        pytest.skip("nothing waits for the same teacher")
    teacher.goes_to("Абрамова", COLUMN)
    teacher.types("5 4")
    chooses(teacher, "&1")
    waits(teacher)
    other = sits(open_office(school, "class_teacher"), grid=False)
    other.opens("Сегодня")
    rows = other.window.page.beside.rows
    shown = [rows.row(at).spoken() for at in range(rows.rowCount())]
    assert "7А, Русский язык 25 ноября, 1 ученик" in shown


def test_elsewhere_the_command_says_where_essays_are(teacher):
    teacher.goes_to("Абрамова", "26 ноября")
    teacher.presses("Ctrl+U")
    assert "Здесь нет сочинения по литературе" in teacher.float_text()


def test_the_finding_is_mended_at_the_pupil_who_lacks_the_mark(teacher):
    teacher.goes_to("Андреев", COLUMN)
    teacher.types("5")
    teacher.presses("Return")
    teacher.waits_saved()
    room = teacher.window.findings

    def found():
        return [row for row in room.rows() if row.finding.mend is Mend.ESSAY]

    teacher.waits_until(lambda: len(found()) == 1, "the finding")
    assert found()[0].link == "Внести отметки за грамотность"
    room.panel.list.mend_asked.emit(found()[0])
    teacher.settles()
    assert teacher.stands_at() == ("Андреев Максим", COLUMN)
    assert menu_words()[0].startswith("За грамотность: Русский язык, 25 ноября")
    QApplication.activePopupWidget().close()
