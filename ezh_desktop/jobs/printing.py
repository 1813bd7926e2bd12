"""Printing as a job: courses are read, laid out and drawn one after another, with progress and cancel between them.

The result is the finished PDF together with what a window has to say about it: page numbers, and what is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from datetime import date

from ezh_desktop.reports.course import CourseOptions, Side, plan_courses, printed_of
from ezh_desktop.reports.course_plan import CoursePlan
from ezh_desktop.services.pages.course import CoursePage

ReadPages = Callable[[Sequence[int]], Generator[CoursePage, None, None]]
"""Reads course pages one after another; may raise RightRefused."""


@dataclass(frozen=True, slots=True)
class MissingTopic:
    """A held lesson that will print as an empty row."""

    subject: str
    day: date


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """One page of the finished PDF: its subject, and its number in the journal (None: an empty page)."""

    subject: str
    number: int | None


@dataclass(frozen=True, slots=True)
class Paper:
    """What was printed: the PDF, its pages in order, and the topics that are missing on them.

    `disturbed` are the classes whose journals were written in all the while they were read.
    """

    data: bytes
    pages: tuple[PrintedPage, ...]
    missing: tuple[MissingTopic, ...]
    disturbed: tuple[str, ...] = ()


def chosen_plans(pages: Sequence[CoursePage], chosen: frozenset[int]) -> list[CoursePlan]:
    """All pages of a class laid out, for they decide the numbers; of them the chosen ones, all of an empty choice."""
    return [plan for plan in plan_courses(pages) if not chosen or plan.page.course in chosen]


def course_pages(plans: Sequence[CoursePlan], options: CourseOptions) -> tuple[PrintedPage, ...]:
    """The pages that these options print, the empty one in front too."""
    printed = printed_of(plans, options)
    pages = [PrintedPage("", None)] if options.blank_first and printed else []
    for plan, spread in printed:
        both = (spread.number, spread.number + 1)
        numbers = {Side.LEFT: both[:1], Side.RIGHT: both[1:]}.get(options.side, both)
        pages += [PrintedPage(plan.page.subject_name, number) for number in numbers]
    return tuple(pages)


def missing_topics(plans: Sequence[CoursePlan], options: CourseOptions) -> tuple[MissingTopic, ...]:
    """Lessons before today without a topic; today's may still be written."""
    found: dict[int, MissingTopic] = {}
    for plan, spread in printed_of(plans, options):
        for row in spread.rows:
            if row.lesson.day < plan.page.today and plan.page.lacks_topic(row.lesson):
                found[row.lesson.lesson] = MissingTopic(plan.page.subject_name, row.lesson.day)
    return tuple(found.values())
