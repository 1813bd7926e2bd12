"""States of a lesson's row on «Темы и задания»: being written, not written after all, closed, substituted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ezh_desktop.errors import StaleRefused
from ezh_desktop.ui.models.topics import Column
from tests.look.pages.topics import topics_page
from tests.ui.fake_office import FakeOffice

STALE = StaleRefused("Эту запись уже изменили.", "Обновите страницу.")


@pytest.fixture
def sits_at_topics(sits):
    """Seats a teacher at the topics of a page, «ср 2 декабря» in its field."""

    def seat(page=None):
        teacher = sits(FakeOffice(pages={1: page or topics_page()}))
        teacher.presses("Ctrl+2")
        return teacher

    return seat


def page_of(teacher):
    return teacher.window.page


def row_of_day(teacher, day):
    model = page_of(teacher).grid.topics
    return next(row for row in sorted(model.row_of.values()) if model.lesson_at(row).day == day)


def clicks_row(teacher, row):
    grid = page_of(teacher).grid
    grid.scrollTo(grid.topics.index(row, Column.TOPIC))
    teacher.settles()
    teacher.clicks(grid.viewport(), grid.visualRect(grid.topics.index(row, Column.TOPIC)).center())


class TestPending:
    def test_a_row_carries_a_ring_until_it_is_durable_and_the_bar_says_what_is_written(self, sits_at_topics):
        teacher = sits_at_topics()
        office, model = teacher.window.office, page_of(teacher).grid.topics
        office.held = True
        lesson = page_of(teacher).lesson.lesson
        teacher.presses("F8")
        assert model.pending(lesson)
        assert "записывается 1 тема…" in teacher.status()
        teacher.writes("§ 15")
        teacher.presses("Return")
        assert "записываются 1 тема и 1 задание…" in teacher.status()
        office.release()
        teacher.waits_saved()
        assert not model.pending(lesson)
        assert model.live.lesson_by_id[lesson].homework.startswith("§ 15")

    def test_what_the_disk_did_not_take_is_back_as_it_was_and_marked(self, sits_at_topics):
        teacher = sits_at_topics()
        office, model = teacher.window.office, page_of(teacher).grid.topics
        office.held = True
        lesson = page_of(teacher).lesson.lesson
        teacher.presses("F8")
        office.fail()
        teacher.settles()
        assert lesson in model.failed
        assert model.live.lesson_by_id[lesson].topic == ""
        assert teacher.status().startswith("Не записано")
        office.held = False
        teacher.presses("F8")
        teacher.waits_saved()
        assert lesson not in model.failed
        assert model.live.lesson_by_id[lesson].topic
        assert teacher.status() == "Сохранено в 10:43"

    def test_a_late_refusal_is_said_in_its_own_lesson(self, sits_at_topics):
        teacher = sits_at_topics()
        office = teacher.window.office
        office.held = True
        lesson = page_of(teacher).lesson.lesson
        teacher.presses("F8")
        teacher.presses("Ctrl+Up")
        assert page_of(teacher).lesson.lesson != lesson
        office.fail(STALE)
        teacher.settles()
        assert page_of(teacher).lesson.lesson == lesson
        shown = page_of(teacher).fields.completion
        assert shown.isVisible()
        assert "Эту запись уже изменили" in shown.offer.message


class TestClosed:
    def test_a_lesson_of_a_closed_period_is_read_and_says_why(self, sits_at_topics):
        """5.17, 6.2: the first quarter is closed."""
        page = topics_page()
        teacher = sits_at_topics(page)
        first = next(one for one in page.lessons if one.locked)
        clicks_row(teacher, row_of_day(teacher, first.day))
        assert page_of(teacher).lesson.day == first.day
        assert not page_of(teacher).fields.topic.isVisible()
        assert "Период закрыт" in teacher.status()
        teacher.presses("F8")
        assert teacher.window.office.acts == []

    def test_a_substituted_lesson_names_the_substitute_and_is_only_read(self, sits_at_topics):
        """4.4.3: the substitute writes it."""
        page = topics_page()
        taken = [one for one in page.lessons if one.day < page.today][-1]
        other = replace(taken, substitute="Орлова Татьяна Викторовна", writable=False)
        lessons = tuple(other if one.lesson == taken.lesson else one for one in page.lessons)
        teacher = sits_at_topics(replace(page, lessons=lessons))
        row = row_of_day(teacher, taken.day)
        clicks_row(teacher, row)
        model = page_of(teacher).grid.topics
        assert model.text(row, Column.NOTE) == "замена: Орлова"
        assert not page_of(teacher).fields.topic.isVisible()

    def test_a_paste_passes_over_lessons_that_cannot_be_written(self, sits_at_topics, doors):
        page = topics_page()
        ahead = [one for one in page.lessons if one.day >= page.today]
        closed = replace(ahead[1], writable=False)
        lessons = tuple(closed if one.lesson == closed.lesson else one for one in page.lessons)
        teacher = sits_at_topics(replace(page, lessons=lessons))
        doors.text = "Первая\nВторая"
        teacher.presses("Ctrl+V")
        teacher.waits_saved()
        written = teacher.window.office.pages[1].lesson_by_id
        assert [written[one.lesson].topic for one in ahead[:3]] == ["Первая", "", "Вторая"]
