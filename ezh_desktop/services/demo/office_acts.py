"""Acts of the demo school around its lessons: КТП and their approval, health sheets, clubs, inspections, movement,
substitutions, reasons of absence, confirmed weeks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, time, timedelta
from typing import Final

from ezh_desktop.domain.change import Change, EntryRef, Value
from ezh_desktop.domain.clock import local_us
from ezh_desktop.domain.ids import NewId
from ezh_desktop.domain.kinds import SubjectKind
from ezh_desktop.domain.russian import dotted
from ezh_desktop.domain.spans import Span
from ezh_desktop.services.demo import people
from ezh_desktop.services.demo.breaches import CourseState, Planter
from ezh_desktop.services.demo.health import HealthSheets
from ezh_desktop.services.demo.individual import Extension
from ezh_desktop.services.demo.lesson_acts import Dated
from ezh_desktop.services.demo.model import Course, DemoClass, Episode, Pupil
from ezh_desktop.services.demo.options import ZONE
from ezh_desktop.services.demo.school import School, subgroup_change
from ezh_desktop.services.demo.staff import ADMIN, DEPUTY, MEDIC, TEACHER, Member
from ezh_desktop.storage.protocol import Draft

_PLANS_DAY: Final = (8, 28)
_APPROVAL_DAY: Final = (8, 31)
_CHECKED: Final = (
    "своевременность записей; система опроса; накопляемость отметок; выполнение программы; "
    "контрольные работы; домашние задания"
)
_EXEMPT_FROM: Final = 30
"""School days that must be filled before an exemption is shown, so that marks of theory can come in time."""
_EXEMPT_DAYS: Final = 9
_SUBSTITUTED: Final = 14
"""The first lesson of the year that a colleague may give."""
_NOON: Final = time(13)


class OfficeActs:
    """Makes the acts of the people around the lessons."""

    def __init__(self, school: School, new_id: NewId, health: HealthSheets) -> None:
        """`school` is set up already; `health` fills its health sheets."""
        self._school, self._new_id, self._health = school, new_id, health
        self._options = school.options

    def extension(self) -> Extension:
        """Who has one pupil's studies extended (5.15), asked for each course in turn."""
        return Extension(self._options, self._new_id)

    def plans(self, states: Sequence[CourseState]) -> tuple[list[Dated], dict[int, list[int]]]:
        """The КТП of every course, entered by its teacher in August, and the ids of their rows by course."""
        day = date(self._options.start_year, *_PLANS_DAY)
        made, items = [], {}
        for number, state in enumerate(states):
            course, plan = state.course, self._new_id()
            items[course.course] = [self._new_id() for _ in state.rows]
            changes = [Change("plan", (plan,), None, _plan_row(course), course.course)]
            changes += [
                Change("plan_item", (item,), None, _item_row(plan, position, state), course.course)
                for position, item in enumerate(items[course.course], 1)
            ]
            now = _at(day, time(10 + number // 60, number % 60))
            author = course.teachers[0]
            made.append(Dated(day, author, Draft("plan.write", ("plan", plan), tuple(changes), now)))
        return made, items

    def approval(self, plans: Sequence[tuple[Dated, EntryRef]]) -> Iterator[Dated]:
        """The deputy approves the plans, one act, and plans the year's inspections (3.5)."""
        deputy, day = self._school.members[DEPUTY], date(self._options.start_year, *_APPROVAL_DAY)
        old: dict[str, Value] = {"state": "draft", "approved_by": None, "approved_on": None}
        new: dict[str, Value] = {"state": "approved", "approved_by": deputy.person, "approved_on": day.isoformat()}
        changes = tuple(
            Change("plan", one.draft.changes[0].key, old, new, one.draft.changes[0].scope, ref) for one, ref in plans
        )
        year = ("academic_year", self._school.year.year)
        yield Dated(day, deputy, Draft("plan.approve", year, changes, _at(day, time(10))))
        yield Dated(day, deputy, Draft("inspection.plan", year, tuple(self._inspections()), _at(day, time(11))))

    def beginning(self) -> Iterator[Dated]:
        """Health sheets by the medical worker, clubs by the class teachers."""
        day, medic = date(self._options.start_year, *_APPROVAL_DAY), self._school.members[MEDIC]
        if self._health.announcement:
            account, words = ("account", medic.account), self._health.announcement
            yield Dated(day, medic, Draft("health.key", account, (), _at(day, time(11, 30)), words))
        for number, klass in enumerate(self._school.classes):
            subject, chance = ("school_class", klass.school_class), self._options.chance(klass.name, "health")
            present = [pupil for pupil in klass.pupils if pupil.stay.first <= klass.scheme.terms.start]
            health = self._health.beginning(klass, present, chance)
            yield Dated(day, medic, Draft("health.write", subject, health, _at(day, time(12, number))))
            clubs = tuple(people.club_changes(klass, present, self._school.year.year, chance, self._new_id))
            yield Dated(day, klass.leader, Draft("club.write", subject, clubs, _at(day, time(12, number))))

    def movement(self) -> Iterator[Dated]:
        """Who comes and who leaves, by order (движение, 4.3.4)."""
        for klass in self._school.classes:
            for number, pupil in enumerate(klass.pupils, 1):
                if pupil.stay.first > klass.scheme.terms.start:
                    yield from self._arrival(klass, pupil, number)
                if pupil.stay.last is not None:
                    yield self._departure(klass, pupil, pupil.stay.last)

    def substitutions(self, states: Sequence[CourseState]) -> tuple[list[Dated], dict[int, Member]]:
        """A lesson given by a colleague, by the deputy's order (замена, 4.4.3): who gives which lesson."""
        for state in states:
            if state.course.teachers[0].seat.key != TEACHER or str(state.course.klass.name) != "7Б":
                continue
            for index in sorted(state.plain(), key=lambda one: (one < _SUBSTITUTED, one)):
                lesson = state.course.lessons[index]
                place = (lesson.day.isoweekday(), lesson.number)
                free = self._free_colleague(place)
                if free is not None:
                    return [self._substitution(state.course, lesson.lesson, lesson.day, free)], {lesson.lesson: free}
        return [], {}

    def absences(self, planter: Planter, days: Sequence[date]) -> Iterator[Dated]:
        """Reasons of absence by the class teacher, in the afternoon of the first filled day of each."""
        for klass in self._school.classes:
            for pupil in klass.pupils:
                for episode in pupil.episodes:
                    seen = [day for day in days if episode.start <= day <= episode.end]
                    if seen and (pupil.pupil, episode) not in planter.unexplained:
                        yield self._reason(klass, pupil, episode, seen)

    def weeks(self, planter: Planter, mondays: Sequence[date], days: Sequence[date]) -> Iterator[Dated]:
        """Each whole week confirmed by the class teacher on its last school day (4.3.1)."""
        for monday in mondays:
            last = max(day for day in days if monday <= day < monday + timedelta(days=7))
            for klass in self._school.classes:
                if (klass.school_class, monday) in planter.unconfirmed:
                    continue
                key = (klass.school_class, monday.isoformat())
                change = Change("week_confirmation", key, None, {"confirmed": 1}, klass.school_class)
                subject, now = ("school_class", klass.school_class), _at(last, time(16, 10))
                yield Dated(last, klass.leader, Draft("week.confirm", subject, (change,), now))

    def exemptions(self, days: Sequence[date]) -> Iterator[Dated]:
        """An exemption from practical physical education (5.11); marks of theory go on."""
        if len(days) < _EXEMPT_FROM:
            return
        klass, start, end = self._school.classes[-1], days[len(days) // 2], days[len(days) // 2 + _EXEMPT_DAYS]
        course = next(c for c in self._school.courses if c.subject.kind is SubjectKind.PHYSICAL_EDUCATION)
        pupil = klass.pupils[2]
        row: dict[str, Value] = {"pupil": pupil.pupil, "subject": course.subject_id, "kind": "practical"}
        row |= {"start": start.isoformat(), "end": end.isoformat()}
        row |= {"document": f"Медицинская справка от {dotted(start)}", "cancelled": 0}
        change = Change("exemption", (self._new_id(),), None, row, klass.school_class)
        yield Dated(start, klass.leader, Draft("exemption.write", ("pupil", pupil.pupil), (change,), _at(start, _NOON)))

    def _inspections(self) -> Iterator[Change]:
        """Four a year, in the middle of each quarter, with what is to be checked (4.5.5)."""
        for term in self._school.year.quarters.terms.terms:
            planned = term.start + (term.end - term.start) / 2
            row: dict[str, Value] = {"year": self._school.year.year, "school_class": None, "course": None}
            row |= {"person": None, "planned": planned.isoformat(), "held": None, "points": _CHECKED}
            yield Change("inspection", (self._new_id(),), None, row | {"conclusion": "", "cancelled": 0})

    def _arrival(self, klass: DemoClass, pupil: Pupil, number: int) -> Iterator[Dated]:
        day, scope = pupil.stay.first, klass.school_class
        chance = self._options.chance(klass.name, "arrival")
        changes = people.card_changes(klass, pupil, number, chance, self._new_id)
        for course in self._school.courses_in(str(klass.name)):
            if course.subgroup and pupil in course.members:
                changes.append(subgroup_change(course, pupil, self._new_id))
        changes.append(self._order(pupil, "arrival", day, scope, "14-д"))
        admin, medic = self._school.members[ADMIN], self._school.members[MEDIC]
        subject = ("pupil", pupil.pupil)
        yield Dated(day, admin, Draft("pupil.arrive", subject, tuple(changes), _at(day, time(8, 5))))
        health = self._health.changes(klass, [pupil], chance)
        yield Dated(day, medic, Draft("health.write", subject, health, _at(day, time(15))))

    def _departure(self, klass: DemoClass, pupil: Pupil, day: date) -> Dated:
        scopes = [("membership", klass.school_class)]
        scopes += [("subgroup_member", course.course) for course in self._school.courses_in(str(klass.name))]
        changes = []
        for table, scope in scopes:
            row = self._school.rows.get((table, pupil.pupil, scope))
            if row is not None:
                end: dict[str, Value] = {"end": day.isoformat()}
                base = self._school.origin[row]
                changes.append(Change(table, (row,), {"end": None}, end, scope, base))
        changes.append(self._order(pupil, "departure", day, klass.school_class, "27-д"))
        draft = Draft("pupil.depart", ("pupil", pupil.pupil), tuple(changes), _at(day, time(15, 30)))
        return Dated(day, self._school.members[ADMIN], draft)

    def _order(self, pupil: Pupil, kind: str, day: date, school_class: int, number: str) -> Change:
        comes = kind == "arrival"
        row: dict[str, Value] = {"pupil": pupil.pupil, "kind": kind, "day": day.isoformat(), "number": number}
        row |= {"order_day": day.isoformat(), "from_class": None if comes else school_class}
        row |= {"to_class": school_class if comes else None, "cancelled": 0}
        row |= {"place": "СОШ № 3 г. Светлогорска", "reason": "Перемена места жительства"}
        return Change("movement_order", (self._new_id(),), None, row, school_class)

    def _free_colleague(self, place: tuple[int, int]) -> Member | None:
        return next(
            (
                member
                for key in ("mathematics_2", "mathematics_1")
                for member in (self._school.members[key],)
                if (member.person, place) not in self._school.busy
            ),
            None,
        )

    def _substitution(self, course: Course, lesson: int, day: date, colleague: Member) -> Dated:
        row: dict[str, Value] = {"lesson": lesson, "course": course.course, "person": colleague.person}
        row |= {"other_course": None, "order_text": f"Приказ № 31-к от {dotted(day)}"}
        row |= {"reason": "Курсы повышения квалификации", "with_period_marks": 0, "cancelled": 0}
        change = Change("substitution", (self._new_id(),), None, row, course.course)
        draft = Draft("substitution.set", ("lesson", lesson), (change,), _at(day, time(7, 45)))
        return Dated(day, self._school.members[DEPUTY], draft)

    def _reason(self, klass: DemoClass, pupil: Pupil, episode: Episode, seen: Sequence[date]) -> Dated:
        first, last = (1, episode.lessons) if episode.lessons else (None, None)
        row: dict[str, Value] = {"pupil": pupil.pupil, "start": episode.start.isoformat(), "end": seen[-1].isoformat()}
        row |= {"first_lesson": first, "last_lesson": last, "kind": str(episode.kind), "cancelled": 0}
        row["document"] = episode.document if seen[-1] == episode.end else ""
        change = Change("absence_reason", (self._new_id(),), None, row, klass.school_class)
        draft = Draft("absence.explain", ("pupil", pupil.pupil), (change,), _at(seen[0], time(15, 40)))
        return Dated(seen[0], klass.leader, draft)


def _at(day: date, at: time) -> int:
    return local_us(day, at, ZONE)


def whole_weeks(days: Sequence[date], after: date) -> list[date]:
    """The Mondays of the weeks whose school days all lie in `days`; `after` is the first school day not filled."""
    mondays = dict.fromkeys(day - timedelta(days=day.weekday()) for day in days)
    return [monday for monday in mondays if not Span(monday, monday + timedelta(days=6)).holds(after)]


def _plan_row(course: Course) -> dict[str, Value]:
    row: dict[str, Value] = {
        "course": course.course,
        "title": f"{course.subject.name}, {course.klass.name.grade} класс",
    }
    return row | {"state": "draft", "approved_by": None, "approved_on": None}


def _item_row(plan: int, position: int, state: CourseState) -> dict[str, Value]:
    row = state.rows[position - 1]
    fields: dict[str, Value] = {"plan": plan, "position": position, "section": row.section, "topic": row.topic}
    fields |= {"homework": row.homework, "kind": row.kind.code, "hours": 1, "note": "", "ended": 0}
    return fields
