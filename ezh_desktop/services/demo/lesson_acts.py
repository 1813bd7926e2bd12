"""What a teacher enters for one lesson, as one act: topic, homework, kind and all its cells; and the period marks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from random import Random
from typing import Final

from ezh_desktop.domain.calendar import Bells, PeriodKind
from ezh_desktop.domain.change import Change, Value
from ezh_desktop.domain.clock import SECOND_US, local_us
from ezh_desktop.domain.rules import PeriodContext, RecordContext, refuse_homework, refuse_period_mark, refuse_topic
from ezh_desktop.domain.timetable import LessonSeed, late
from ezh_desktop.errors import Refusal
from ezh_desktop.services.demo.breaches import CourseState
from ezh_desktop.services.demo.marks import Cell, CourseMarks, TermMark
from ezh_desktop.services.demo.model import Lesson
from ezh_desktop.services.demo.options import ZONE
from ezh_desktop.services.demo.plans import record_topic
from ezh_desktop.services.demo.staff import Member
from ezh_desktop.storage.protocol import Draft

FILL: Final = "lesson.fill"
PERIOD_MARKS: Final = "period_marks.enter"
_COMMENTS: Final = ("Работа у доски", "Устный ответ", "Проверка домашнего задания", "Работа в группе")
_LATE_AT: Final = time(8, 10)


@dataclass(frozen=True, slots=True)
class Dated:
    """An act with its author and the day of the session it belongs to."""

    day: date
    author: Member
    draft: Draft


class LessonActs:
    """Turns what was decided for a course into acts."""

    def __init__(self, bells: Bells, school_days: list[date], chance: Random) -> None:
        """`school_days` are needed for an entry made on the day after."""
        self._bells, self._days, self._chance = bells, school_days, chance
        self._ends: dict[tuple[date, int], int] = {}
        self._passed: set[tuple[int, str, str]] = set()

    def of_course(
        self, state: CourseState, marks: CourseMarks, plan_items: list[int], substitutes: dict[int, Member]
    ) -> Iterator[Dated]:
        """All acts of the course; `substitutes` by lesson id give lessons instead of the course's teacher (4.4.3)."""
        for index, cells in marks.cells.items():
            lesson = state.course.lessons[index]
            author = substitutes.get(lesson.lesson) or state.course.teacher_on(lesson)
            day, now = self._when(state, index)
            changes = [self._record(state, index, plan_items[index]), *self._cells(state, lesson, cells)]
            yield Dated(day, author, Draft(FILL, ("lesson", lesson.lesson), tuple(changes), now))
        for term, given in marks.period_marks.items():
            lesson = max((one for one in state.course.lessons if one.term == term), key=lambda one: one.day)
            now = self._end(lesson) + 30 * 60 * SECOND_US
            draft = Draft(PERIOD_MARKS, ("course", state.course.course), self._period_marks(state, given), now)
            yield Dated(lesson.day, state.course.teachers[0], draft)

    def _end(self, lesson: Lesson) -> int:
        """When the lesson's bell ends it, µs UTC."""
        found = self._ends.get((lesson.day, lesson.number))
        if found is None:
            bell = self._bells.get(lesson.number)
            if bell is None:
                raise ValueError("a lesson of the demo has no bell")
            found = self._ends[lesson.day, lesson.number] = local_us(lesson.day, bell.end, ZONE)
        return found

    def _when(self, state: CourseState, index: int) -> tuple[date, int]:
        """Some minutes after the lesson; a late entry, planted, the next morning. Nothing else is late (4.4.1)."""
        lesson = state.course.lessons[index]
        if index in state.late:
            day = next(one for one in self._days if one > lesson.day)
            return day, local_us(day, _LATE_AT, ZONE)
        now = self._end(lesson) + self._chance.randint(60, 9 * 60) * SECOND_US
        if late(now, LessonSeed(0, lesson.day, lesson.number, 1), self._bells, ZONE):
            raise ValueError("an entry of the demo is late")
        return lesson.day, now

    def _record(self, state: CourseState, index: int, plan_item: int) -> Change:
        course, row, lesson = state.course, state.rows[index], state.course.lessons[index]
        topic = state.topics.get(index)
        if topic is None:
            topic = record_topic(course, state.rows, index, briefed=index not in state.unbriefed)
        self._pass_record(course.klass.name.grade, topic, row.homework)
        due = lesson.day + timedelta(days=row.kind.result_days) if row.kind.control else None
        fields: dict[str, Value] = {
            "course": course.course,
            "topic": topic,
            "homework": row.homework,
            "kind": row.kind.code,
            "results_due": due.isoformat() if due else None,
            "individual": int(row.individual),
            "plan_item": plan_item,
            "note": "",
        }
        return Change("lesson_record", (lesson.lesson,), None, fields, course.course)

    def _cells(self, state: CourseState, lesson: Lesson, cells: list[Cell]) -> Iterator[Change]:
        course = state.course.course
        for cell in cells:
            work = None if cell.for_work is None else state.course.lessons[cell.for_work].lesson
            comment = self._chance.choice(_COMMENTS) if cell.value == "5" and self._chance.random() < 0.01 else ""
            fields: dict[str, Value] = {"course": course, "value": str(cell.value), "comment": comment}
            fields["for_work"] = work
            yield Change("cell", (lesson.lesson, cell.pupil, int(cell.slot)), None, fields, course)

    def _period_marks(self, state: CourseState, given: list[TermMark]) -> tuple[Change, ...]:
        course = state.course
        context = PeriodContext(course.klass.name.grade, course.graded)
        changes = []
        for mark in given:
            _demand(refuse_period_mark(context, mark.value))
            if mark.term is None:
                period = course.scheme.periods[PeriodKind.YEAR, 1]
            else:
                period = course.scheme.periods[course.scheme.terms.terms[mark.term].kind, mark.term + 1]
            fields: dict[str, Value] = {"course": course.course, "value": mark.value, "proposed": mark.proposed}
            fields |= {"reason": mark.reason, "state": ""}
            key = (course.klass.school_class, course.subject_id, mark.pupil, period)
            changes.append(Change("period_mark", key, None, fields, course.course))
        return tuple(changes)

    def _pass_record(self, grade: int, topic: str, homework: str) -> None:
        if (grade, topic, homework) not in self._passed:
            context = RecordContext(grade)
            _demand(refuse_topic(context, topic) or refuse_homework(context, homework))
            self._passed.add((grade, topic, homework))


def _demand(refusal: Refusal | None) -> None:
    if refusal is not None:
        raise ValueError(f"refused by {refusal.clause}")
