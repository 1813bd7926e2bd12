"""Whom to ask in today's lessons (кого спросить): after a «2» (5.6), then those longest without a mark (5.10)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from ezh_desktop.domain.marks import MARKS
from ezh_desktop.domain.rules.base import Severity
from ezh_desktop.domain.rules.finding import Finding
from ezh_desktop.domain.rules.numbers import RuleNumbers
from ezh_desktop.domain.russian import Gender, by_gender, count
from ezh_desktop.services.checking import page_findings
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.pages.course import CoursePage, PupilRow
from ezh_desktop.services.pages.today import LessonState, Question, Questions, TodayLesson

AFTER_TWO: Final = "5.6"
MOST: Final = 4


def questions(office: FileOffice, pages: Sequence[CoursePage], lessons: Sequence[TodayLesson]) -> tuple[Questions, ...]:
    """For each lesson of today that is not over, at most `MOST` pupils, the most urgent first."""
    by_course = {page.course: page for page in pages}
    found = []
    for lesson in lessons:
        page = by_course[lesson.course]
        if lesson.state is not LessonState.PAST and page.graded and page.marks_allowed:
            asked = tuple(_asked(office, page))[:MOST]
            if asked:
                when = "идёт сейчас" if lesson.state is LessonState.RUNNING else f"{lesson.number}-й урок"
                found.append(Questions(lesson.course, lesson.lesson, lesson.class_name, lesson.subject, when, asked))
    return tuple(found)


def _asked(office: FileOffice, page: CoursePage) -> Iterator[Question]:
    findings = page_findings(office, page.course)
    # Absent days count too: two lessons a week give four chances in a fortnight.
    long = findings.index.facts.numbers.asked_days if findings else RuleNumbers().asked_days
    owed = {
        one.pupil: one
        for one in (findings.all if findings else ())
        if one.clause == AFTER_TWO and one.pupil is not None
    }
    here = [one for one in page.pupils if one.belongs(page.today) and not one.away_words(page.today)]
    for pupil in here:
        if pupil.pupil in owed:
            yield _after_two(pupil, owed[pupil.pupil])
    since = [(_last_mark(page, pupil), pupil) for pupil in here if pupil.pupil not in owed]
    for day, pupil in sorted(since, key=lambda one: (one[0], one[1].number)):
        days = (page.today - day).days
        if days >= long:
            asked = by_gender(Gender.FEMALE if pupil.female else Gender.MALE, "не спрошен", "не спрошена")
            yield Question(pupil.pupil, pupil.name, f"{asked} {count(days, 'день', 'дня', 'дней')}", overdue=False)


def _after_two(pupil: PupilRow, finding: Finding) -> Question:
    late = finding.severity is Severity.OVERDUE
    return Question(pupil.pupil, pupil.name, "после «2», просрочено" if late else "после «2»", overdue=late)


def _last_mark(page: CoursePage, pupil: PupilRow) -> date:
    """The day of the pupil's last mark; the day the pupil came, or the first lesson, for who has none."""
    held = [lesson for lesson in page.lessons if lesson.day <= page.today and pupil.belongs(lesson.day)]
    for lesson in reversed(held):
        cell = page.cells.get((lesson.lesson, pupil.pupil, 0))
        if cell is not None and cell.value in MARKS:
            return lesson.day
    return held[0].day if held else page.today
