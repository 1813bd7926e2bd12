"""One pupil of the demo school whose studies are extended (5.15): an empty cell of a term, and recorded lessons."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Final

from ezh_desktop.domain.change import Change, Value
from ezh_desktop.domain.clock import local_us
from ezh_desktop.domain.ids import NewId
from ezh_desktop.domain.kinds import SubjectKind
from ezh_desktop.services.attesting import EXTEND
from ezh_desktop.services.demo.breaches import CourseState
from ezh_desktop.services.demo.lesson_acts import Dated
from ezh_desktop.services.demo.marks import CourseMarks
from ezh_desktop.services.demo.model import Lesson, Pupil
from ezh_desktop.services.demo.options import ZONE, DemoOptions
from ezh_desktop.services.individual import ENTITY, WRITE
from ezh_desktop.services.pages.attesting import EXTENDED
from ezh_desktop.storage.protocol import Draft

_CLASS: Final = "7А"
_REASON: Final = "болезнь"
_AT: Final = time(15)
_HELD: Final = ((2, "Консультация", ""), (5, "Собеседование", "4"))
"""After which lesson of the next term, in what form and with which mark."""
_PLANNED: Final = "Контрольная работа"
_AHEAD: Final = timedelta(days=7)


class Extension:
    """Takes the term mark of one pupil back before it is written, and makes the acts of the extension instead."""

    def __init__(self, options: DemoOptions, new_id: NewId) -> None:
        self._options, self._new_id = options, new_id
        self._made = False

    def of_course(self, state: CourseState, marks: CourseMarks) -> Iterator[Dated]:
        """The acts for 7А Алгебра when a term of it has ended and the next one runs; nothing for other courses."""
        course = state.course
        fits = course.subject.kind is SubjectKind.ALGEBRA and str(course.klass.name) == _CLASS
        terms = [term for term, given in marks.period_marks.items() if all(one.term is not None for one in given)]
        if self._made or not fits or not terms:
            return
        term = max(terms)
        after = [one for one in course.lessons if one.term == term + 1 and one.day < self._options.demo_day]
        pupil = _most_absent(state, term)
        if pupil is None or len(after) <= _HELD[-1][0]:
            return
        self._made = True
        marks.period_marks[term] = [one for one in marks.period_marks[term] if one.pupil != pupil.pupil]
        yield self._extended(state, pupil, term)
        missed = [state.rows[at].topic for at in _missed(state, pupil, term)]
        for (at, form, mark), topic in zip(_HELD, missed, strict=False):
            yield self._lesson(state, pupil, after[at].day, (topic, form, mark), after[at].day)
        ahead = self._options.demo_day + _AHEAD
        yield self._lesson(state, pupil, ahead, ("", _PLANNED, ""), after[_HELD[-1][0]].day)

    def _extended(self, state: CourseState, pupil: Pupil, term: int) -> Dated:
        course = state.course
        lesson: Lesson = max((one for one in course.lessons if one.term == term), key=lambda one: one.day)
        period = course.scheme.periods[course.scheme.terms.terms[term].kind, term + 1]
        row: dict[str, Value] = {"course": course.course, "value": "", "proposed": "", "reason": _REASON}
        key = (course.klass.school_class, course.subject_id, pupil.pupil, period)
        change = Change("period_mark", key, None, {**row, "state": EXTENDED}, course.course)
        draft = Draft(EXTEND, ("course", course.course), (change,), local_us(lesson.day, _AT, ZONE))
        return Dated(lesson.day, course.teachers[0], draft)

    def _lesson(self, state: CourseState, pupil: Pupil, day: date, words: tuple[str, str, str], written: date) -> Dated:
        course, teacher = state.course, state.course.teachers[0]
        topic, form, mark = words
        row: dict[str, Value] = {"pupil": pupil.pupil, "course": course.course, "person": teacher.person}
        row |= {"day": day.isoformat(), "topic": topic, "form": form, "mark": mark, "reason": _REASON, "cancelled": 0}
        change = Change(ENTITY, (self._new_id(),), None, row, course.course)
        draft = Draft(WRITE, ("course", course.course), (change,), local_us(written, _AT, ZONE))
        return Dated(written, teacher, draft)


def _missed(state: CourseState, pupil: Pupil, term: int) -> list[int]:
    """The lessons of a term that a pupil missed."""
    inside = (at for at in state.filled if state.course.lessons[at].term == term)
    return [at for at in inside if pupil in state.attendance.absent[at]]


def _most_absent(state: CourseState, term: int) -> Pupil | None:
    """Who of those that stay missed most of the term, and has no part in a planted breach; two lessons at least."""
    directives = state.directives
    busy = {pupil for _, pupil in directives.weak | directives.silent | directives.unpaid | directives.unmarked}
    found = [
        (len(_missed(state, one, term)), one.name.key, one)
        for one in state.course.members
        if one.pupil not in busy and one.stay.last is None and one.stay.first <= state.course.lessons[0].day
    ]
    most = max(found, key=lambda one: one[:2], default=None)
    return most[2] if most is not None and most[0] >= len(_HELD) else None
