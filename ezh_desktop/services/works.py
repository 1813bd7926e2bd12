"""Builds the schedule of control works of a class from its course pages: kinds entered, else planned in the КТП."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ezh_desktop.domain.away import is_home_group
from ezh_desktop.domain.works import COUNTED, Limits, Work, warnings_of
from ezh_desktop.errors import RightRefused
from ezh_desktop.services.deciding import kind_of_lesson
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.pages.course import CoursePage, LessonColumn
from ezh_desktop.services.pages.works import WorkLine, WorksPage
from ezh_desktop.services.rule_numbers import numbers_in_force


def works_page(office: FileOffice, course: int) -> WorksPage:
    """The works of the class of a course: of pages that the person may not read day, subject and kind alone.

    Whoever plans a work has to know the class's other works of that day; who is taught at home writes none of them.
    Raises RightRefused for who may read none of
    the pages.
    """
    today = office.clock.today()
    courses = office.class_courses(course)
    read = {one: page for one in courses if (page := _allowed(office.course_page, one)) is not None}
    if not read:
        raise RightRefused("Страницы этого класса вам не открыты.", "Выберите свой класс или предмет.")
    found = read | _laid_out(office, [one for one in courses if one not in read])
    pages = [
        page
        for one in courses
        if (page := found.get(one)) is not None and (one == course or not is_home_group(page.subgroup))
    ]
    numbers = numbers_in_force(office)
    held = [(page, lesson) for page in pages for lesson in page.lessons if _counts(lesson)]
    works = [Work(lesson.lesson, page.course, page.subject_name, lesson.day) for page, lesson in held]
    lessons = {page.course: sum(not one.cancelled for one in page.lessons) for page in pages}
    limits = Limits(numbers.works_per_day, numbers.works_apart, numbers.works_share)
    warned = warnings_of(works, lessons, limits)
    lines = [_line(page, lesson, warned.get(lesson.lesson, ()), readable=page.course in read) for page, lesson in held]
    order = sorted(lines, key=lambda line: (line.day, line.subject, line.lesson))
    here = next((page for page in pages if page.course == course), pages[0])
    return WorksPage(here.class_name, here.year_label, today, tuple(order))


def _allowed(read: Callable[[int], CoursePage], course: int) -> CoursePage | None:
    try:
        return read(course)
    except RightRefused:
        return None


def _laid_out(office: FileOffice, courses: Sequence[int]) -> dict[int, CoursePage]:
    try:
        return {page.course: page for page in office.layout_pages(courses)}
    except RightRefused:
        return {}


def _counts(lesson: LessonColumn) -> bool:
    return lesson.kind in COUNTED and not lesson.cancelled


def _line(page: CoursePage, lesson: LessonColumn, warnings: tuple[str, ...], *, readable: bool) -> WorkLine:
    return WorkLine(
        course=page.course,
        lesson=lesson.lesson,
        day=lesson.day,
        subject=page.subject_title,
        kind=kind_of_lesson(lesson.kind).name,
        topic=(lesson.topic or lesson.planned_topic) if readable else "",
        held=bool(lesson.topic) or lesson.day < page.today,
        warnings=warnings,
        readable=readable,
    )
