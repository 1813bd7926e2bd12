"""«Журнал индивидуальных занятий» on paper: every lesson whole, then rows for the hand (5.14)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from ezh_desktop.domain.change import EntryRef
from ezh_desktop.reports.document import Document
from ezh_desktop.reports.individual import TITLE, add_individual, individual_title, plan_individual
from ezh_desktop.services.pages.individual import IndividualLesson, IndividualPage
from tests.reports import reading
from tests.reports.pages import INFO


def a_lesson(number: int) -> IndividualLesson:
    return IndividualLesson(
        lesson=number, course=1, subject="Вероятность и статистика", pupil=number,
        name=f"Воскресенская Аполлинария {number}",
        day=date(2026, 11, 2) + timedelta(days=number), topic=f"Случайные события и их вероятности № {number}",
        form="Контрольная работа", mark="4", reason="болезнь", teacher="Соколова Наталья Викторовна",
        entry=EntryRef(1, number),
    )  # fmt: skip


def a_page(*lessons: IndividualLesson) -> IndividualPage:
    return IndividualPage(
        1, 7, "7А", 7, "2026/2027", "Школа № 12", date(2026, 12, 2), date(2026, 9, 1), date(2027, 8, 31),
        closed=False, courses=(), pupils=(), lessons=lessons,
    )  # fmt: skip


def drawn(page: IndividualPage) -> bytes:
    document = Document(individual_title(page), INFO)
    add_individual(document, page, INFO)
    return document.data()


def words(data: bytes, page: int = 0) -> str:
    return " ".join(reading.texts(data)[page].split())


def test_a_lesson_stands_with_pupil_subject_topic_form_mark_and_teacher():
    text = words(drawn(a_page(a_lesson(1))))
    for part in (
        TITLE,
        "7А класс",
        "03.11.2026",
        "Аполлинария",
        "Случайные события",
        "болезнь",
        "Соколова",
        "Школа № 12",
    ):
        assert part in text


def test_a_planned_lesson_leaves_room_for_the_topic():
    planned = replace(a_lesson(1), topic="", mark="")
    assert "болезнь" not in words(drawn(a_page(planned)))


def test_many_lessons_take_more_pages_in_their_order():
    page = a_page(*(a_lesson(number) for number in range(1, 41)))
    sheets = plan_individual(page)
    assert len(sheets) > 1
    assert sum(len(sheet.lines) for sheet in sheets) == 40
    data = drawn(page)
    assert "№ 1 " in words(data, 0)
    assert "№ 40" in words(data, len(sheets) - 1)


def test_a_class_without_lessons_has_a_page_for_the_hand():
    (sheet,) = plan_individual(a_page())
    assert sheet.lines == ()
    assert TITLE in words(drawn(a_page()))
