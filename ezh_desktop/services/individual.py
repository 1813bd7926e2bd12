"""«Журнал индивидуальных занятий» (5.14, 5.15): rows are added, changed and cancelled by who teaches the subject."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from ezh_desktop.domain.change import Change, EntryRef, Row
from ezh_desktop.domain.names import PersonName
from ezh_desktop.domain.rights import About, demand, may
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.domain.rules.individual import RECORDED, IndividualRow, refuse_individual
from ezh_desktop.errors import Refusal, RightRefused, StaleRefused
from ezh_desktop.services.commands import Command
from ezh_desktop.services.ids import system_ids
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.own import Planned
from ezh_desktop.services.pages.course import CoursePage, Membership
from ezh_desktop.services.pages.individual import IndividualCourse, IndividualLesson, IndividualPage, Listed
from ezh_desktop.services.pages.today import PlannedLesson
from ezh_desktop.storage.reading.individual import (
    read_class,
    read_graded,
    read_individual,
    read_listed,
    read_members,
    read_ungraded,
)
from ezh_desktop.storage.reading.places import CourseLine, read_courses, read_school
from ezh_desktop.storage.reading.protocol import read_cursor
from ezh_desktop.storage.reading.rows import as_day

WRITE: Final = "individual.write"
CANCEL: Final = "individual.cancel"
ENTITY: Final = "individual_lesson"


@dataclass(frozen=True, slots=True)
class NewLesson:
    """A lesson to be recorded, or planned when its day is still to come."""

    course: int
    pupil: int
    row: IndividualRow


def may_read_individual(office: FileOffice, school_class: int, course: int) -> bool:
    """Whether the person reads the journal of a class, if only of one of its courses; `course` is 0 for none."""
    asked = (None, course) if course else (None,)
    today = office.clock.today()
    abouts = (About(Thing.INDIVIDUAL_LESSON, today, school_class=school_class, course=one) for one in asked)
    return any(may(office.actor, Action.READ, about) for about in abouts)


def individual_page(office: FileOffice, school_class: int) -> IndividualPage:
    """The rows of every course of the class that the person may read. Raises RightRefused for none."""
    today = office.clock.today()
    with office.reading() as db:
        head = read_class(db, school_class)
        if head is None:
            raise RightRefused("Такого класса в журнале нет.", "Выберите класс в списке слева.")
        name, grade, year, label, first, last, state = head
        own = [one for one in read_courses(db, year) if one.school_class == school_class]
        lines = [one for one in own if may(office.actor, Action.READ, _about(office, school_class, one.course))]
        if not lines:
            demand(office.actor, Action.READ, About(Thing.INDIVIDUAL_LESSON, today, school_class=school_class))
        courses = _courses(office, db, school_class, lines)
        pupils = _listed(read_listed(db, school_class))
        subjects = {one.course: one.subject for one in courses}
        known = {one.pupil for one in pupils}
        found = (_lesson(one, subjects) for one in read_individual(db, list(subjects)))
        return IndividualPage(
            cursor=read_cursor(db),
            school_class=school_class,
            class_name=name,
            grade=grade,
            year_label=label,
            school_name=read_school(db)[0],
            today=today,
            first=date.fromisoformat(first),
            last=date.fromisoformat(last),
            closed=state != "open",
            courses=courses,
            pupils=pupils,
            lessons=tuple(one for one in found if one.pupil in known),
        )


def _about(office: FileOffice, school_class: int, course: int) -> About:
    return About(Thing.INDIVIDUAL_LESSON, office.clock.today(), school_class=school_class, course=course)


def _courses(
    office: FileOffice,
    db: Any,  # noqa: ANN401 - the driver's connection
    school_class: int,
    lines: Sequence[CourseLine],
) -> tuple[IndividualCourse, ...]:
    ids = [line.course for line in lines]
    graded, inside = read_graded(db, ids), _members(read_members(db, ids))
    early: defaultdict[int, tuple[Membership, ...]] = defaultdict(tuple)
    for course, start, end in read_ungraded(db, school_class):
        early[course] += (Membership(as_day(start), as_day(end)),)
    return tuple(
        IndividualCourse(
            line.course,
            line.title,
            graded.get(line.course, False),
            not office.readonly and may(office.actor, Action.WRITE, _about(office, line.school_class, line.course)),
            inside.get(line.course),
            early[line.course],
        )
        for line in lines
    )


def _members(found: Iterable[Any]) -> dict[int, Mapping[int, tuple[Membership, ...]]]:
    courses: dict[int, dict[int, tuple[Membership, ...]]] = {}
    for course, pupil, start, end in found:
        own = courses.setdefault(course, {})
        if pupil is not None:
            own[pupil] = (*own.get(pupil, ()), Membership(as_day(start), as_day(end)))
    return dict(courses)


def _listed(found: Iterable[Any]) -> tuple[Listed, ...]:
    stays: defaultdict[int, list[Membership]] = defaultdict(list)
    names: dict[int, str] = {}
    for pupil, name, start, end, _ in found:
        names.setdefault(pupil, name)
        stays[pupil].append(Membership(as_day(start), as_day(end)))
    return tuple(Listed(pupil, name, tuple(stays[pupil])) for pupil, name in names.items())


def _lesson(one: Any, subjects: Mapping[int, str]) -> IndividualLesson:  # noqa: ANN401 - a row of the driver
    ident, course, pupil, name, day, topic, form, mark, reason, *teacher, session, seq = one
    return IndividualLesson(
        lesson=ident,
        course=course,
        subject=subjects[course],
        pupil=pupil,
        name=name,
        day=date.fromisoformat(day),
        topic=topic,
        form=form,
        mark=mark,
        reason=reason,
        teacher=PersonName(*teacher).full,
        entry=EntryRef(session, seq),
    )


def planned_lessons(office: FileOffice, pages: Sequence[CoursePage]) -> tuple[PlannedLesson, ...]:
    """What the person planned for these pages of their own up to today, and has not recorded yet."""
    today = office.clock.today()
    own = {page.course: page for page in pages if office.actor.standing.teaches(page.course, today)}
    with office.reading() as db:
        found = read_individual(db, list(own))
    return tuple(
        PlannedLesson(course, own[course].class_name, name, date.fromisoformat(day))
        for _, course, _, name, day, topic, *_ in found
        if not topic and day <= today.isoformat()
    )


# Acts


def refused(page: IndividualPage, one: NewLesson) -> Refusal | None:
    """Why a row may not stand, None when it may; asked at every key of the dialog."""
    return refuse_individual(page.context(one.course, one.pupil, one.row.day), one.row)


def insertions(office: FileOffice, page: IndividualPage, lessons: Sequence[NewLesson]) -> tuple[Change, ...]:
    """The rows of new lessons. Raises Refusal where one may not stand, RightRefused where the course is another's."""
    new_id: Callable[[], int] = system_ids()
    changes = []
    for one in lessons:
        demand(office.actor, Action.WRITE, _about(office, page.school_class, one.course))
        why = refused(page, one)
        if why is not None:
            raise why
        new: Row = {"pupil": one.pupil, "course": one.course, "person": office.person.person, **_fields(one.row)}
        changes.append(Change(ENTITY, (new_id(),), None, {**new, "cancelled": 0}, one.course))
    return tuple(changes)


def add_lessons(office: FileOffice, school_class: int, lessons: Sequence[NewLesson]) -> EntryRef:
    """Record, or plan, lessons of pupils as one act. Waits. Raises Refusal: see `insertions`."""
    page = individual_page(office, school_class)
    return _execute(office, WRITE, insertions(office, page, lessons), page)


def change_lesson(office: FileOffice, school_class: int, seen: IndividualLesson, to: IndividualRow) -> EntryRef:
    """Write a row anew, as the person saw it. Waits.

    Raises Refusal where it may not stand so or nothing changes, StaleRefused when it is another by now.
    """
    page = individual_page(office, school_class)
    found = _living(page, seen)
    demand(office.actor, Action.WRITE, _about(office, school_class, found.course))
    why = refused(page, NewLesson(found.course, found.pupil, to))
    if why is not None:
        raise why
    stored, new = _fields(row_of(found)), _fields(to)
    changed = {name: value for name, value in new.items() if stored[name] != value}
    if not changed:
        raise Refusal("Ничего не изменилось.")
    old = {name: stored[name] for name in changed}
    change = Change(ENTITY, (found.lesson,), old, changed, found.course, found.entry)
    return _execute(office, WRITE, (change,), page)


def cancel_lesson(office: FileOffice, school_class: int, seen: IndividualLesson) -> EntryRef:
    """Cancel a row entered by mistake, or a lesson that was not held: it stays in the file alone. Waits."""
    page = individual_page(office, school_class)
    found = _living(page, seen)
    demand(office.actor, Action.WRITE, _about(office, school_class, found.course))
    change = Change(ENTITY, (found.lesson,), {"cancelled": 0}, {"cancelled": 1}, found.course, found.entry)
    return _execute(office, CANCEL, (change,), page)


def row_of(lesson: IndividualLesson) -> IndividualRow:
    """What a person writes of a row."""
    return IndividualRow(lesson.day, lesson.topic, lesson.form, lesson.mark, lesson.reason)


def _living(page: IndividualPage, seen: IndividualLesson) -> IndividualLesson:
    found = page.lesson_by_id.get(seen.lesson)
    if found is None:
        raise StaleRefused("Этого занятия в журнале больше нет.", "Обновите страницу.")
    if found.entry != seen.entry:
        raise StaleRefused("Пока вы смотрели, это занятие изменили.", "Прочитайте его ещё раз и повторите.")
    return found


def _fields(one: IndividualRow) -> dict[str, Any]:
    return {
        "day": one.day.isoformat(),
        "topic": one.topic.strip(),
        "form": one.form.strip(),
        "mark": one.mark,
        "reason": one.reason.strip(),
    }


def _execute(office: FileOffice, action: str, changes: Sequence[Change], page: IndividualPage) -> EntryRef:
    if not changes:
        raise RECORDED.refuse("Занятий нет.", "Выберите ученика и день.")
    courses = dict.fromkeys(change.scope for change in changes)
    demands = tuple((Action.WRITE, _about(office, page.school_class, course)) for course in courses)
    planned = tuple(Planned(change) for change in changes)
    return office.execute(Command(action, ("course", changes[0].scope), planned, demands))
