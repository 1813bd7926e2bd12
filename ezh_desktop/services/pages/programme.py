"""How far a course is in its КТП (5.18): which rows were given, which comes next, lag or lead in hours."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from ezh_desktop.services.pages.course import CoursePage, LessonColumn, PlanTopic


@dataclass(frozen=True, slots=True)
class Programme:
    """Hours of the КТП given and planned, lessons held; `lag` is positive behind the plan and negative ahead.

    `missed` are hours of the timetable that were not held (4.4.3).
    """

    given: int
    planned: int
    held: int
    missed: int = 0

    @property
    def lag(self) -> int:
        """Lessons of the timetable beyond the hours given."""
        return self.held + self.missed - self.given if self.planned else 0


def programme_of(page: CoursePage) -> Programme:
    """A row begun counts its lessons, a row that a later one follows counts whole. Today's lesson counts once written.

    On a page whose topics name no row of the КТП at all nothing is compared.
    """
    used = used_hours(page)
    last = max((topic.number for topic in page.plan if used[topic.item]), default=0)
    given = sum(
        min(topic.hours, used[topic.item]) if topic.number == last else topic.hours
        for topic in page.plan
        if used[topic.item]
    )
    held = sum(_is_held(lesson, page) for lesson in page.lessons)
    return Programme(given, page.hours_planned, held, page.hours_missed)


def _is_held(lesson: LessonColumn, page: CoursePage) -> bool:
    past = lesson.day < page.today or (lesson.day == page.today and bool(lesson.topic))
    return past and not lesson.cancelled


def used_hours(page: CoursePage) -> Counter[int]:
    """How many lessons name each row of the КТП."""
    return Counter(lesson.plan_item for lesson in page.lessons if lesson.plan_item is not None and lesson.topic)


def next_topic(page: CoursePage, lesson: LessonColumn) -> PlanTopic | None:
    """The КТП's next row for a lesson: that of the last lesson before while hours are left, else the first unused.

    None when the КТП is not entered or used up.
    """
    used = used_hours(page)
    before = [one for one in page.lessons if one.plan_item is not None and one.topic and _before(one, lesson)]
    running = page.plan_by_item.get(before[-1].plan_item or 0) if before else None
    if running is not None and used[running.item] < running.hours:
        return running
    return next((topic for topic in page.plan if not used[topic.item]), None)


def _before(one: LessonColumn, other: LessonColumn) -> bool:
    return (one.day, one.number, one.part) < (other.day, other.number, other.part)
