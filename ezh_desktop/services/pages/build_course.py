"""Builds the course page from its rows: the numbered list, lessons with their plan, cells with their reasons."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from ezh_desktop.domain.calendar import Period as DomainPeriod
from ezh_desktop.domain.calendar import PeriodKind
from ezh_desktop.domain.change import EntryRef
from ezh_desktop.domain.kinds import SubjectKind
from ezh_desktop.domain.names import name_key
from ezh_desktop.domain.rights import About, Actor, may
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.domain.rules.numbers import read_numbers
from ezh_desktop.services.pages.before import marks_before, missed_before, periods_before
from ezh_desktop.services.pages.changes_told import changes_told, page_hours_missed
from ezh_desktop.services.pages.course import (
    CellMark,
    CoursePage,
    Exemption,
    Gap,
    HomeworkTemplate,
    LessonColumn,
    Membership,
    PeriodColumn,
    PeriodMark,
    PlanTopic,
    PupilRow,
    SubstitutionNote,
    TeacherSpan,
)
from ezh_desktop.services.pages.essays import essay_notes
from ezh_desktop.services.pages.reopened import changed_after_closing
from ezh_desktop.storage.reading.course import CourseRows
from ezh_desktop.storage.reading.rows import as_day

GAP_DAYS = 5
"""A break of at least so many days stands as a hatched column; a single day off does not."""
TERMS = frozenset({"quarter", "half"})


@dataclass(frozen=True, slots=True)
class Setting:
    """What of the journal's surroundings a page needs beside its own rows."""

    cursor: int
    today: date
    school_name: str
    year_label: str
    zone: str
    numbers: Mapping[str, str]
    templates: tuple[HomeworkTemplate, ...] = ()
    began: date = date.min
    """The day from which the journal is kept here."""


def build_course(found: CourseRows, setting: Setting, actor: Actor) -> CoursePage:
    """The course page as `actor` may see it and write on it."""
    head, classes = found.head, found.classes
    grade = min(one.grade for one in classes)
    periods = _periods(found, setting, actor)
    kind = SubjectKind(head.subject_kind)
    lessons = _lessons(found, periods, setting, actor)
    pupils = _pupils(found)
    cells = _cells(found)
    numbers = read_numbers(setting.numbers)
    return CoursePage(
        cursor=setting.cursor,
        course=head.course,
        school_class=classes[0].school_class,
        class_name=", ".join(one.name for one in classes),
        grade=grade,
        subject=head.subject,
        subject_name=head.subject_name,
        subject_kind=head.subject_kind,
        subgroup=head.subgroup,
        graded=bool(head.graded),
        marks_allowed=bool(head.graded) and grade > 1,
        homework_allowed=grade > 1,
        double_marks=kind.traits.double,
        year_label=setting.year_label,
        school_name=setting.school_name,
        today=setting.today,
        zone=setting.zone,
        teachers=_teachers(found),
        substitutions=_substitutions(found),
        pupils=pupils,
        lessons=lessons,
        periods=periods,
        gaps=_gaps(found, periods),
        exemptions=tuple(
            Exemption(pupil, what, date.fromisoformat(start), date.fromisoformat(end))
            for pupil, what, start, end in found.exemptions
        ),
        cells=cells,
        period_marks=MappingProxyType(
            {
                (pupil, period): PeriodMark(value, EntryRef(session, seq), reason, state, elsewhere)
                for marks, elsewhere in (
                    (periods_before(found.periods_before, pupils, periods), True),
                    (found.period_marks, False),
                )
                for pupil, period, value, reason, session, seq, state in marks
            }
        ),
        may_write_marks=any(lesson.writable for lesson in lessons) or any(one.writable for one in periods),
        hours_planned=sum(item[4] for item in found.plan),
        hours_missed=page_hours_missed(found.changes, head.course, setting.today),
        thresholds=tuple(map(str, (numbers.table.three, numbers.table.four, numbers.table.five))),
        results_in=(numbers.results_after, numbers.essay_after),
        control_weight=numbers.control_weight,
        least_marks=numbers.table.least_marks,
        plan_title=found.plan[0][6] if found.plan else "",
        plan=tuple(
            PlanTopic(item, number, section, topic, homework, kind, hours)
            for number, (item, topic, homework, kind, hours, section, _) in enumerate(found.plan, 1)
        ),
        templates=setting.templates,
        essays=essay_notes(found.essays, head.course),
        before=marks_before(found.before, pupils, head.course),
        began=setting.began,
        missed_before=missed_before(found.reasons, pupils, lessons, cells, setting.began),
        reopened=changed_after_closing(found.reopened, lessons, pupils),
    )


def _pupils(found: CourseRows) -> tuple[PupilRow, ...]:
    stays: dict[int, list[Membership]] = defaultdict(list)
    people: dict[int, tuple[Any, ...]] = {}
    for pupil, surname, given, patronymic, gender, start, end, number, school_class, shown in found.pupils:
        people.setdefault(pupil, (surname, given, patronymic, gender, number, school_class, shown))
        stays[pupil].append(Membership(as_day(start), as_day(end)))
    if found.head.subgroup:
        stays = _within_subgroup(found, stays)
    ids = [pupil for pupil in people if stays.get(pupil)]
    if found.head.subgroup or len(found.classes) > 1:
        ids = _own_order(ids, people, stays)
        numbers = {pupil: number for number, pupil in enumerate(ids, 1)}
    else:
        numbers = {pupil: people[pupil][4] for pupil in ids}
    moves = _moves(found)
    made = [_pupil(pupil, numbers[pupil], people[pupil], tuple(stays[pupil]), moves[pupil]) for pupil in ids]
    placed = [replace(one, away=found.away[one.pupil]) if one.pupil in found.away else one for one in made]
    return tuple(sorted(placed, key=lambda one: one.number))


def _own_order(
    ids: list[int], people: Mapping[int, tuple[Any, ...]], stays: Mapping[int, list[Membership]]
) -> list[int]:
    """A subgroup's own list: by alphabet, then arrivals in order of arrival."""
    return sorted(ids, key=lambda pupil: (stays[pupil][0].start or date.min, name_key(" ".join(people[pupil][:3]))))


def _within_subgroup(found: CourseRows, stays: Mapping[int, list[Membership]]) -> dict[int, list[Membership]]:
    inside: dict[int, list[Membership]] = defaultdict(list)
    for pupil, start, end in found.members:
        for stay in stays.get(pupil, ()):
            first = max((day for day in (as_day(start), stay.start) if day), default=None)
            last = min((day for day in (as_day(end), stay.end) if day), default=None)
            if first is None or last is None or first <= last:
                inside[pupil].append(Membership(first, last))
    return inside


def _moves(found: CourseRows) -> dict[int, list[tuple[str, date, str, str]]]:
    ours = {one.school_class for one in found.classes}
    moves: dict[int, list[tuple[str, date, str, str]]] = defaultdict(list)
    for pupil, _, day, number, order_day, from_class, to_class, moved_to in found.movements:
        order = f"пр. № {number}" + (f" от {date.fromisoformat(order_day):%d.%m.%Y}" if order_day else "")
        if to_class in ours and from_class not in ours:
            moves[pupil].append(("in", date.fromisoformat(day), order, ""))
        elif from_class in ours and to_class not in ours:
            moves[pupil].append(("out", date.fromisoformat(day), order, moved_to or ""))
    return moves


def _pupil(
    pupil: int,
    number: int,
    who: tuple[Any, ...],
    stays: tuple[Membership, ...],
    moves: list[tuple[str, date, str, str]],
) -> PupilRow:
    surname, given, patronymic, gender, _, school_class, shown = who
    come = next(((day, order) for way, day, order, _ in moves if way == "in"), (stays[0].start, ""))
    gone, moved_to = next(((order, to) for way, _, order, to in reversed(moves) if way == "out"), ("", ""))
    return PupilRow(
        pupil=pupil,
        number=number,
        surname=surname,
        given=given,
        patronymic=patronymic,
        female=gender == "f",
        stays=stays,
        arrived=come[0] if stays[0].start else None,
        left=stays[-1].end,
        arrival_order=come[1] if stays[0].start else "",
        departure_order=gone if stays[-1].end else "",
        school_class=school_class,
        moved_to=moved_to if stays[-1].end else "",
        shown_given=shown,
    )


def _periods(found: CourseRows, setting: Setting, actor: Actor) -> tuple[PeriodColumn, ...]:
    locked = {period for period, _ in found.locks}
    order = [kind.value for kind in PeriodKind]
    listed = sorted(found.periods, key=lambda one: (one[1] not in TERMS, order.index(one[1]), one[2]))
    made = []
    for ident, kind, number, start, end, title in listed:
        about = About(
            Thing.PERIOD_MARK,
            setting.today,
            school_class=found.classes[0].school_class,
            course=found.head.course,
            period=ident,
        )
        made.append(
            PeriodColumn(
                period=ident,
                kind=kind,
                number=number,
                title=title,
                short=_short(kind, number, title),
                start=as_day(start),
                end=as_day(end),
                locked=ident in locked,
                writable=may(actor, Action.WRITE, about),
            )
        )
    return tuple(made)


def _short(kind: str, number: int, title: str) -> str:
    day = date(2000, 1, 1)
    try:
        return DomainPeriod(PeriodKind(kind), number, day, day).short
    except ValueError:
        return title


def _bell_finder(bells: list[Any]) -> Callable[[int, str], tuple[str, str]]:
    """Start and end of the lesson of a number on a day, empty without a bell; regimes may follow one another."""
    if all(first is None and last is None for *_, first, last in bells):
        plain = {number: (starts, ends) for number, starts, ends, *_ in bells}
        return lambda number, _: plain.get(number, ("", ""))
    newest = sorted(bells, key=lambda bell: bell[3] or "", reverse=True)

    def find(number: int, day: str) -> tuple[str, str]:
        rings = ((starts, ends) for n, starts, ends, first, last in newest if n == number and _holds(first, last, day))
        return next(rings, ("", ""))

    return find


def _holds(first: str | None, last: str | None, day: str) -> bool:
    return (first or "") <= day and (last is None or day <= last)


def _lessons(
    found: CourseRows, periods: tuple[PeriodColumn, ...], setting: Setting, actor: Actor
) -> tuple[LessonColumn, ...]:
    term_of = _term_finder(periods)
    bell_of = _bell_finder(found.bells)
    substitutes = {
        lesson: f"{surname} {given} {patronymic}" for lesson, surname, given, patronymic, _ in found.substitutions
    }
    changes = changes_told(found.changes)
    modes = [(date.fromisoformat(start), date.fromisoformat(end)) for _, start, end in found.modes]
    plans = _planned(found)
    writable: dict[tuple[date, int], bool] = {}
    made = []
    for ident, day_text, number, part, state, topic, homework, kind, due, item, session, seq in found.lessons:
        day = date.fromisoformat(day_text)
        term = term_of(day)
        planned = plans.get(ident)
        starts, ends = bell_of(number, day_text)
        # Lessons of a day are the same to a right, but for those that a substitute holds.
        alone = actor.standing.substitutes(ident) or ident in actor.standing.replaced
        right = (day, ident if alone else 0)
        if right not in writable:
            writable[right] = _may_write(found, setting, actor, ident, day)
        made.append(
            LessonColumn(
                lesson=ident,
                day=day,
                number=number,
                part=part,
                starts=starts,
                ends=ends,
                kind=kind or (planned[3] if planned and not topic else ""),
                kind_planned=not kind and bool(planned and planned[3] and not topic),
                topic=topic or "",
                homework=homework or "",
                planned_topic=planned[1] if planned else "",
                planned_homework=planned[2] if planned else "",
                period=term.period if term else 0,
                substitute=substitutes.get(ident, ""),
                cancelled=state == "cancelled",
                distance=any(first <= day <= last for first, last in modes),
                writable=writable[right],
                locked=bool(term and term.locked),
                record_entry=None if session is None else EntryRef(session, seq),
                results_due=as_day(due),
                plan_item=item,
                planned_item=planned[0] if planned else None,
                change=changes.get((ident, day_text, number), ""),
            )
        )
    return tuple(made)


def _may_write(found: CourseRows, setting: Setting, actor: Actor, lesson: int, day: date) -> bool:
    about = About(
        Thing.CELL,
        setting.today,
        school_class=found.classes[0].school_class,
        course=found.head.course,
        lesson=lesson,
        day=day,
    )
    return may(actor, Action.WRITE, about)


def _term_finder(periods: tuple[PeriodColumn, ...]) -> Callable[[date], PeriodColumn | None]:
    terms = [one for one in periods if one.kind in TERMS and one.start and one.end]
    known: dict[date, PeriodColumn | None] = {}

    def term_of(day: date) -> PeriodColumn | None:
        if day not in known:
            known[day] = next((one for one in terms if one.start and one.end and one.start <= day <= one.end), None)
        return known[day]

    return term_of


def _planned(found: CourseRows) -> dict[int, Any]:
    """The plan's row for each lesson: the recorded one where a topic names it, else the next unused one in order."""
    items = {item[0]: item for item in found.plan}
    used = Counter(lesson[9] for lesson in found.lessons if lesson[9] is not None)
    left = iter(_left(found.plan, used))
    plans: dict[int, Any] = {}
    for lesson in found.lessons:
        if lesson[9] is not None:
            plans[lesson[0]] = items.get(lesson[9])
        elif not lesson[5] and lesson[4] == "living":
            plans[lesson[0]] = next(left, None)
    return plans


def _left(plan: list[Any], used: Counter[int]) -> Iterator[Any]:
    """The plan's rows still to be given, a row of two hours twice; a row is over once a later one was begun."""
    last = max((at for at, item in enumerate(plan) if used[item[0]]), default=-1)
    for at, item in enumerate(plan):
        if not used[item[0]]:
            yield from (item for _ in range(max(1, item[4])))
        elif at == last:
            yield from (item for _ in range(item[4] - used[item[0]]))


def _cells(found: CourseRows) -> Mapping[tuple[int, int, int], CellMark]:
    days = {lesson[0]: (lesson[1], lesson[2]) for lesson in found.lessons}
    reasons = defaultdict(list)
    for pupil, start, end, first, last, kind in found.reasons:
        reasons[pupil].append((start, end, first or 0, last or 99, kind))
    made = {
        (lesson, pupil, slot): CellMark(
            value,
            EntryRef(session, seq),
            comment,
            _reason(reasons[pupil], *days[lesson]) if value == "н" and pupil in reasons and lesson in days else "",
            for_work,
        )
        for lesson, pupil, slot, value, comment, for_work, session, seq in found.cells
    }
    return MappingProxyType(made)


def _reason(spans: Any, day: str, number: int) -> str:  # noqa: ANN401 - rows of the driver
    """The reason that covers this lesson; a later row of the file wins over an earlier one."""
    fitting = [kind for start, end, first, last, kind in spans if start <= day <= end and first <= number <= last]
    return str(fitting[-1]) if fitting else ""


def _gaps(found: CourseRows, periods: tuple[PeriodColumn, ...]) -> tuple[Gap, ...]:
    """Breaks between terms, and long ones inside a term."""
    terms = sorted((one.start, one.end) for one in periods if one.kind in TERMS and one.start and one.end)
    breaks = [
        Gap(end + timedelta(days=1), start - timedelta(days=1), "Каникулы")
        for (_, end), (start, _) in pairwise(terms)
        if (start - end).days > 1
    ]
    spans = ((date.fromisoformat(start), date.fromisoformat(end), title) for start, end, title in found.holidays)
    inner = (Gap(*one) for one in spans if (one[1] - one[0]).days + 1 >= GAP_DAYS)
    return tuple(sorted((*breaks, *inner), key=lambda gap: gap.start))


def _teachers(found: CourseRows) -> tuple[TeacherSpan, ...]:
    return tuple(
        TeacherSpan(person, f"{surname} {given} {patronymic}".strip(), as_day(start), as_day(end), order)
        for person, surname, given, patronymic, start, end, order in found.teachers
    )


def _substitutions(found: CourseRows) -> tuple[SubstitutionNote, ...]:
    days = {lesson[0]: date.fromisoformat(lesson[1]) for lesson in found.lessons}
    by_name: dict[tuple[str, bool], list[date]] = defaultdict(list)
    for lesson, surname, given, patronymic, gender in found.substitutions:
        if lesson in days:
            by_name[f"{surname} {given} {patronymic}".strip(), gender == "f"].append(days[lesson])
    return tuple(SubstitutionNote(name, female, tuple(sorted(on))) for (name, female), on in by_name.items())
