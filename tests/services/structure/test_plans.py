"""The teacher's own КТП by hand, its approval (5.18), copies of other classes, the rest fitted (5.16, 5.24)."""

from __future__ import annotations

import pytest

from ezh_desktop.errors import BadInput, Refusal, RightRefused, StaleRefused
from ezh_desktop.services.acts import Undo, WriteLesson
from ezh_desktop.services.structure.base import Line, save
from ezh_desktop.services.structure.plans import (
    fitted,
    given_days,
    lines_of,
    plan_approval,
    plan_rows,
    plan_sources,
    planned_days,
    planned_hours,
    read_plan_courses,
    read_plan_page,
    state_words,
)
from tests.factories import a_class, a_school, open_office, raw
from tests.services.structure.conftest import changed


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return a_school(tmp_path_factory.mktemp("plans") / "журнал.ezh", [a_class("7А"), a_class("7Б"), a_class("8А")])


@pytest.fixture
def school(made, tmp_path):
    return made.copied(tmp_path)


@pytest.fixture
def sits(school):
    opened = []

    def open_one(login="teacher", **how):
        opened.append(open_office(school, login, **how))
        return opened[-1]

    yield open_one
    for office in opened:
        office.close()


def page_of(office, title="Алгебра", name="7А"):
    year, courses = read_plan_courses(office)
    course = next(one for one in courses if (one.title, one.class_name) == (title, name))
    return read_plan_page(office, course, year)


def line(topic, hours="", **texts):
    return Line(0, {"topic": topic, "hours": hours, **texts})


ROWS = (line("Степени", "2", section="Алгебра"), line("К.р. Степени"), line("Одночлены", "3 ч", homework="§ 5"))


def write(office, rows=ROWS, **where):
    save(office, plan_rows(office, page_of(office, **where), rows))
    return page_of(office, **where)


def items(school):
    return [
        tuple(one)
        for one in raw(school, "SELECT topic, hours, kind, position FROM plan_item WHERE ended = 0 ORDER BY position")
    ]


# Writing


def test_a_teacher_writes_the_own_plan_as_one_act(sits, school):
    office = sits()
    before = raw(school, "SELECT count(*) FROM entry")[0][0]
    page = write(office)
    assert raw(school, "SELECT count(*) FROM entry")[0][0] == before + 1
    assert items(school) == [("Степени", 2, "", 1), ("К.р. Степени", 1, "control", 2), ("Одночлены", 3, "", 3)]
    assert state_words(page) == "Черновик, не утверждён"
    assert planned_hours(page.lines) == 6


def test_nothing_typed_is_nothing_to_save(sits):
    office = sits()
    assert plan_rows(office, page_of(office), ()).command is None
    page = write(office)
    assert plan_rows(office, page, page.lines).command is None


def test_a_row_put_between_and_one_moved_keep_the_ids_of_the_others(sits):
    page = write(sits())
    one, two, three = page.lines
    page = write(sits(), (three, line("Новая тема"), one, two))
    assert [row.text("topic") for row in page.lines] == ["Одночлены", "Новая тема", "Степени", "К.р. Степени"]
    assert {row.ident for row in (one, two, three)} <= {row.ident for row in page.lines}


@pytest.mark.parametrize(
    ("row", "where", "words"),
    [
        (line("", "2", section="Дроби"), "topic", "Нет темы"),
        (line("Present Simple"), "topic", "не по-русски (п. 5.19)"),
        (line("Дроби", homework="Workbook"), "homework", "не по-русски (п. 5.19)"),
        (line("Дроби", "41"), "hours", "Часы «41» непонятны"),
        (line("Дроби", "два"), "hours", "Часы «два» непонятны"),
        (line("Дроби", kind="Диспут"), "kind", "Вида «Диспут» нет"),
    ],
)
def test_a_row_that_cannot_stand_is_told_in_its_cell(sits, row, where, words):
    office = sits()
    plan = plan_rows(office, page_of(office), (row,))
    assert plan.command is None
    assert [one.field for one in plan.faults] == [where]
    assert words in plan.faults[0].text


def test_a_foreign_word_inside_a_russian_topic_is_fine(sits):
    assert plan_rows(sits(), page_of(sits()), (line("Время Present Simple", homework="§ 5, № 12"),)).faults == ()


def test_a_kind_may_be_written_short(sits, school):
    write(sits(), (line("Дроби", kind="с.р."),))
    assert items(school)[0][2] == "independent"


# Who


def test_the_teacher_sees_the_own_pages_and_the_deputy_all(sits):
    own = {(one.class_name, one.title) for one in read_plan_courses(sits())[1]}
    assert own == {(name, "Алгебра") for name in ("7А", "7Б", "8А")}
    assert len(read_plan_courses(sits("deputy"))[1]) == 6


@pytest.mark.parametrize("login", ["deputy", "director", "admin"])
def test_nobody_else_writes_the_rows(sits, login):
    office = sits(login)
    page = page_of(office)
    assert not page.writable
    with pytest.raises(RightRefused, match="КТП вносит учитель предмета"):
        save(office, plan_rows(office, page, ROWS))


def test_the_medical_worker_reads_no_plan(sits):
    assert read_plan_courses(sits("medic"))[1] == ()
    year, courses = read_plan_courses(sits("deputy"))
    with pytest.raises(RightRefused):
        read_plan_page(sits("medic"), courses[0], year)


# Approval


def test_the_deputy_approves_and_a_change_asks_for_it_again(sits):
    write(sits())
    deputy = sits("deputy")
    page = page_of(deputy)
    assert page.approvable
    save(deputy, plan_approval(deputy, page))
    page = page_of(sits())
    assert state_words(page) == "Утверждён 02.12.2026"
    plan = plan_rows(sits(), page, changed(page.lines, 0, topic="Степень числа"))
    assert plan.warnings == ("План был утверждён; после изменения его утверждают снова.",)
    save(sits(), plan)
    assert page_of(sits()).approved is None


def test_what_the_deputy_has_not_read_is_not_approved(sits):
    """5.18: rows written between the reading and the approval wait for another reading."""
    teacher, deputy = sits(), sits("deputy")
    write(teacher)
    read = page_of(deputy)
    page = page_of(teacher)
    save(teacher, plan_rows(teacher, page, (*page.lines, line("Ещё одна тема"))))
    with pytest.raises(StaleRefused, match="План изменили"):
        save(deputy, plan_approval(deputy, read))
    assert page_of(deputy).approved is None


def test_a_plan_approved_meanwhile_is_not_changed_as_a_draft(sits):
    teacher, deputy = sits(), sits("deputy")
    page = write(teacher)
    save(deputy, plan_approval(deputy, page_of(deputy)))
    with pytest.raises(StaleRefused, match="План изменили"):
        save(teacher, plan_rows(teacher, page, (*page.lines, line("Ещё одна тема"))))
    assert page_of(teacher).lines == page.lines


def test_an_approval_can_be_taken_back(sits):
    write(sits())
    deputy = sits("deputy")
    save(deputy, plan_approval(deputy, page_of(deputy)))
    save(deputy, plan_approval(deputy, page_of(deputy)))
    assert page_of(deputy).approved is None


def test_no_teacher_approves(sits):
    page = write(sits())
    assert not page.approvable
    with pytest.raises(RightRefused, match="утверждает заместитель"):
        save(sits(), plan_approval(sits(), page))


# The lessons


def give(office, page, items):
    """Write the lessons of the year from the first on, each by a row of the plan."""
    for lesson, item in zip(office.course_page(page.course.course).lessons, items, strict=False):
        act = WriteLesson(page.course.course, lesson.lesson, "Тема", None, lesson.record_entry, item)
        ticket = office.submit(act, office.course_page(page.course.course))
        assert ticket.wait(5)
        assert ticket.error is None


def test_rows_are_due_by_the_lessons_of_the_year(sits):
    page = write(sits())
    days = [f"{lesson.day:%d.%m}" for lesson in page.lessons]
    assert planned_days(page, page.lines) == {0: f"{days[0]}–{days[1]}", 1: days[2], 2: f"{days[3]}–{days[5]}"}
    beyond = (*page.lines, line("Много", "40"), line("Много", "40"), line("Много", "40"), line("Ещё"))
    assert planned_days(page, beyond)[6] == ""


def test_what_was_given_is_told_and_a_row_that_goes_is_warned_of(sits):
    office = sits()
    page = write(office)
    give(office, page, [page.lines[0].ident, page.lines[0].ident])
    page = page_of(office)
    days = [f"{lesson.day:%d.%m}" for lesson in page.lessons]
    assert given_days(page, page.lines) == {0: f"{days[0]}–{days[1]}", 1: "", 2: ""}
    plan = plan_rows(office, page, page.lines[1:])
    assert plan.warnings[0].startswith(f"Тему «Степени» уже дали {days[0]}: запись урока останется")


def test_an_act_is_taken_back(sits, school):
    office = sits()
    write(office)
    ticket = office.submit(Undo(office.undoable()))
    assert ticket.wait(5)
    assert ticket.error is None
    assert page_of(office).lines == ()
    write(office)
    assert [one[0] for one in items(school)] == ["Степени", "К.р. Степени", "Одночлены"]


# Copies


def test_the_rows_of_a_parallel_class_are_taken_over(sits):
    office = sits()
    write(office)
    page = page_of(office, name="7Б")
    sources = plan_sources(office, page)
    assert [one.words for one in sources] == ["7А, 2026/2027"]
    lines = lines_of(office, sources[0])
    assert {one.ident for one in lines} == {0}
    page = write(office, lines, name="7Б")
    assert [one.text("topic") for one in page.lines] == ["Степени", "К.р. Степени", "Одночлены"]
    assert [one.text("kind") for one in page.lines] == ["", "Контрольная работа", ""]


def test_another_grade_and_a_page_of_others_are_no_source(sits):
    write(sits())
    assert plan_sources(sits(), page_of(sits(), name="8А")) == ()
    assert plan_sources(sits("class_teacher"), page_of(sits("class_teacher"), "Русский язык", "7Б")) == ()


# Fitting


def test_the_rest_is_made_as_long_as_the_lessons_left(sits):
    """5.24: «за счёт уплотнения» — what was given stays, a control work keeps its hour."""
    office = sits()
    page = write(office, (*ROWS[:2], *(line(f"Тема {n}", "1") for n in range(30))))
    give(office, page, [page.lines[0].ident])
    page = page_of(office)
    new = fitted(page, page.lines)
    assert [one.text("hours") for one in new[:2]] == ["2", "1"]
    plan = plan_rows(office, page, new)
    save(office, plan)
    assert planned_hours(page_of(office).lines) == len(page.lessons)


def test_topics_that_are_joined_keep_words_homework_and_the_first_row(sits):
    office = sits()
    lessons = len(page_of(office).lessons)
    page = write(office, tuple(line(f"Тема {n}", homework=f"§ {n}") for n in range(1, lessons + 2)))
    new = fitted(page, page.lines)
    assert len(new) == lessons
    joined = next(one for one in new if ";" in one.text("topic"))
    n = int(joined.text("topic").partition(";")[0].split()[1])
    assert joined.text("topic") == f"Тема {n}; Тема {n + 1}"
    assert joined.text("homework") == f"§ {n}; § {n + 1}"
    assert plan_rows(office, page, new).faults == ()


def test_too_few_topics_for_the_lessons_are_told(sits):
    page = write(sits(), ROWS[:2])
    with pytest.raises(BadInput, match="Тем слишком мало: на одну пришлось бы"):
        fitted(page, page.lines)


def test_a_plan_that_was_given_whole_has_nothing_to_fit(sits):
    office = sits()
    page = write(office, (line("Степени"),))
    give(office, page, [page.lines[0].ident])
    page = page_of(office)
    with pytest.raises(BadInput, match="не осталось тем"):
        fitted(page, page.lines)


def test_a_closed_year_is_only_read(sits, school):
    office = sits()
    page = page_of(office)
    closed = read_plan_page(office, page.course, page.year._replace(state="closed"))
    assert not closed.writable
    assert not closed.approvable


def test_a_changed_plan_and_an_approval_are_taken_back_too(sits):
    teacher, deputy = sits(), sits("deputy")
    page = write(teacher)
    save(teacher, plan_rows(teacher, page, (*page.lines, line("Ещё одна тема"))))
    save(deputy, plan_approval(deputy, page_of(deputy)))
    with pytest.raises(Refusal, match="План уже утверждён"):
        teacher.submit(Undo(teacher.undoable()))
    for office in (deputy, teacher):
        ticket = office.submit(Undo(office.undoable()))
        assert ticket.wait(5)
        assert ticket.error is None
    assert page_of(teacher).lines == page.lines
