"""Who teaches the course in view, in words: after a change both names stand on its pages (4.4.3)."""

from __future__ import annotations

from ezh_desktop.domain.russian import dotted
from ezh_desktop.services.pages.course import CoursePage, LessonColumn, TeacherSpan


def duty_words(page: CoursePage) -> str:
    """«Соколова Марина Игоревна по 20.09.2026», a line for each teacher, with the order of who came later."""
    return "\n".join(_duty(one) for one in page.teachers)


def teacher_of_lesson(page: CoursePage, lesson: LessonColumn, reader: int) -> tuple[str, ...]:
    """«учитель: Кольцова Инна Андреевна»; nothing of a lesson of the reader's own that nobody else holds or held."""
    names = page.teachers_on(lesson.day)
    alone = {one.person for one in page.teachers} == {reader}
    return (f"учитель: {', '.join(names)}",) if names and not (alone and not lesson.substitute) else ()


def duties_begun(page: CoursePage, before: LessonColumn | None, lesson: LessonColumn) -> tuple[str, ...]:
    """Who teaches from this lesson on, in the words of `duty_words`, where others taught the one before it.

    Of a course that never changes its teacher nobody begins.
    """
    if all(one.start is None and one.end is None for one in page.teachers):
        return ()
    earlier = {one for one in page.teachers if before is not None and one.holds(before.day)}
    now = [one for one in page.teachers if one.holds(lesson.day)]
    return tuple(_duty(one) for one in now) if set(now) != earlier else ()


def _duty(one: TeacherSpan) -> str:
    since = f" с {dotted(one.start)}" if one.start else ""
    until = f" по {dotted(one.end)}" if one.end else ""
    return f"{one.name}{since}{until}" + (f" ({one.order})" if one.order else "")
