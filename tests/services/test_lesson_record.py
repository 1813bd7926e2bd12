"""What taking a topic from the КТП records, how undo takes it back, and own templates (5.18, 5.22)."""

from __future__ import annotations

from datetime import date

import pytest

from ezh_desktop.domain.rules import warn_topic
from ezh_desktop.errors import RuleRefused
from ezh_desktop.services.acts import SetLessonKind, Undo, WriteLesson, WriteTemplate
from ezh_desktop.services.pages.programme import next_topic, programme_of
from tests.factories import CoursePlan, a_class, a_school, open_office, raw

TODAY = date(2026, 12, 2)


@pytest.fixture
def school(tmp_path):
    courses = (CoursePlan("Алгебра", weekdays=(2, 3), topics=("Степень", "Одночлены", "Многочлены")),)
    return a_school(tmp_path / "school.ezh", [a_class(courses=courses)])


@pytest.fixture
def office(school):
    office = open_office(school, "teacher")
    yield office
    office.close()


def page_of(office):
    return office.course_page(next(place.course for place in office.places() if place.course))


def today_of(page):
    return next(lesson for lesson in page.lessons if lesson.day == TODAY)


def settled(ticket):
    assert ticket.wait(5)
    assert ticket.error is None
    return ticket


def take(office, lesson, item, topic=None):
    page = page_of(office)
    words = topic or page.plan_by_item[item].topic
    act = WriteLesson(page.course, lesson.lesson, words, None, lesson.record_entry, item)
    return settled(office.submit(act, page))


def test_a_topic_taken_from_the_plan_names_its_row(office):
    """5.18."""
    page = page_of(office)
    assert [topic.topic for topic in page.plan] == ["Степень", "Одночлены", "Многочлены"]
    offered = next_topic(page, today_of(page))
    assert offered.topic == "Степень"
    take(office, today_of(page), offered.item)
    page = page_of(office)
    assert today_of(page).plan_item == offered.item
    assert next_topic(page, today_of(page)).topic == "Одночлены"
    assert programme_of(page).given == 1


def test_undo_gives_the_row_of_the_plan_back(office):
    page = page_of(office)
    entry = take(office, today_of(page), page.plan[0].item).entry
    settled(office.submit(Undo(entry)))
    page = page_of(office)
    assert today_of(page).plan_item is None
    assert next_topic(page, today_of(page)).topic == "Степень"


def test_own_words_leave_the_row_of_the_plan_in_force_only_when_it_is_named(office):
    page = page_of(office)
    take(office, today_of(page), page.plan[0].item)
    page = page_of(office)
    lesson = today_of(page)
    settled(office.submit(WriteLesson(page.course, lesson.lesson, "Другое", None, lesson.record_entry, 0), page))
    assert today_of(page_of(office)).plan_item is None


def test_a_planned_control_work_brings_its_kind_and_the_date_of_results(office, school):
    """4.4.8: the day after the lesson by default."""
    page = page_of(office)
    item = page.plan[1]
    control = page.plan_by_item | {item.item: type(item)(item.item, 2, "", "К.р. № 1 «Степень»", "", "control", 1)}
    page.__dict__["plan_by_item"] = control
    lesson = today_of(page)
    act = WriteLesson(page.course, lesson.lesson, "К.р. № 1 «Степень»", None, None, item.item)
    settled(office.submit(act, page))
    lesson = today_of(page_of(office))
    assert (lesson.kind, lesson.kind_planned, lesson.results_due) == ("control", False, date(2026, 12, 3))


def test_the_teacher_may_name_another_date_of_results_and_take_it_back(office):
    """4.4.8: the kind gives the default alone."""
    page = page_of(office)
    lesson = today_of(page)
    settled(office.submit(SetLessonKind(page.course, lesson.lesson, "control", lesson.record_entry), page))
    page = page_of(office)
    assert today_of(page).results_due == date(2026, 12, 3)
    later = SetLessonKind(page.course, lesson.lesson, "control", today_of(page).record_entry, date(2026, 12, 7))
    entry = settled(office.submit(later, page)).entry
    assert today_of(page_of(office)).results_due == date(2026, 12, 7)
    settled(office.submit(Undo(entry)))
    assert today_of(page_of(office)).results_due == date(2026, 12, 3)


def test_templates_are_kept_renamed_and_let_go_by_their_author(office, school):
    """5.22."""
    page = page_of(office)
    settled(office.submit(WriteTemplate(page.course, 77, " § 15, № 500 ", 1, False, None), page))
    page = page_of(office)
    assert [one.text for one in page.templates] == ["§ 15, № 500"]
    entry = settled(
        office.submit(WriteTemplate(page.course, 77, "§ 15, № 500", 1, True, page.templates[0].entry), page)
    ).entry
    assert page_of(office).templates == ()
    assert office.entry_course(entry) == page.course
    assert raw(school, "SELECT text, ended FROM homework_template") == [("§ 15, № 500", 1)]


def test_a_template_made_by_mistake_is_undone(office):
    page = page_of(office)
    entry = settled(office.submit(WriteTemplate(page.course, 77, "№ 1", 1, False, None), page)).entry
    settled(office.submit(Undo(entry)))
    assert page_of(office).templates == ()


@pytest.mark.parametrize("text", ["", "  "])
def test_an_empty_template_is_refused(office, text):
    page = page_of(office)
    with pytest.raises(RuleRefused):
        office.submit(WriteTemplate(page.course, 77, text, 1, False, None), page)


@pytest.mark.parametrize(
    "topic",
    [
        "К.р. № 3 по теме «Степень»",
        "Степень. С.р.",
        "Р.р. Сочинение по картине",
        "Школа им. Гагарина",
        "Упр. 12, стр. 5",
    ],
)
def test_usual_abbreviations_pass(topic):
    """5.25."""
    assert warn_topic(topic) == ""


@pytest.mark.parametrize(
    ("topic", "clause"),
    [("Контрольная работа", "5.19"), ("К.р.", "5.19"), ("Сочинение по картине Р.р.", "5.25"), ("Ф.о. Степень", "5.25")],
)
def test_an_unknown_abbreviation_or_a_work_without_a_theme_warns(topic, clause):
    """5.25, 5.19."""
    assert clause in warn_topic(topic)
