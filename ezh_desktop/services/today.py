"""Builds «Сегодня» from the person's own course pages: everything it tells is read from what the pages show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

from ezh_desktop.domain.marks import MARKS, Mark
from ezh_desktop.domain.russian import roman
from ezh_desktop.services.absences import duties
from ezh_desktop.services.asking import questions
from ezh_desktop.services.deciding import kind_of_lesson
from ezh_desktop.services.essays import offered
from ezh_desktop.services.individual import planned_lessons
from ezh_desktop.services.inspections import own_remarks
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.pages.course import CoursePage, LessonColumn
from ezh_desktop.services.pages.debts import missed, paid_debt
from ezh_desktop.services.pages.today import (
    ClassToday,
    DebtLine,
    LessonState,
    OfferLine,
    TodayLesson,
    TodayPage,
    Unfilled,
)
from ezh_desktop.services.preliminary import due_of
from ezh_desktop.services.structure.requests import declined_requests
from ezh_desktop.storage.reading.places import read_began, read_class_names, read_year
from ezh_desktop.storage.reading.protocol import read_cursor
from ezh_desktop.storage.reading.rows import Readable
from ezh_desktop.storage.reading.today import read_absent

_WEEK_DAYS = 7


def today_page(office: FileOffice) -> TodayPage:
    """The person's day as it stands now."""
    today, now = office.clock.today(), office.clock.now_local().replace(tzinfo=None)
    with office.reading() as db:
        cursor, began = read_cursor(db), read_began(db, today.isoformat())
    pages = [office.course_page(course) for course in _own_courses(office, today)]
    standing = office.actor.standing
    lessons = [
        _lesson(page, lesson, now, _note(page, lesson, own=standing.teaches(page.course, lesson.day)))
        for page in pages
        for lesson in _todays(page)
    ]
    ordered = tuple(sorted(lessons, key=lambda one: (one.number, one.starts, one.class_name)))
    classes, remarks = _classes(office, today), own_remarks(office)
    return TodayPage(
        cursor=cursor,
        today=today,
        week=_week(today, pages),
        lessons=ordered,
        earlier=tuple(sorted((one for page in pages for one in _earlier(page, began)), key=lambda one: one.day)),
        debts=tuple(sorted((one for page in pages for one in _debts(page)), key=lambda one: (one.day, one.class_name))),
        classes=classes,
        remarks=remarks,
        questions=questions(office, pages, ordered),
        offers=tuple(
            OfferLine(page.course, lesson.lesson, lesson.day, page.class_name, count)
            for page, lesson, count in offered(pages)
        ),
        due=due_of(office, pages),
        planned=planned_lessons(office, pages),
        declined=tuple(f"{one.words} — {one.declined}" for one in declined_requests(office)) if classes else (),
        scopes=frozenset(
            {
                *(page.course for page in pages),
                *(page.school_class for page in pages),
                *(one.school_class for one in classes),
            }
        ),
    )


def _own_courses(office: FileOffice, today: date) -> Sequence[int]:
    """Courses taught on this day, and those of the lessons that the person substitutes from today on."""
    standing = office.actor.standing
    taught = {one.course for one in standing.taught if one.span.holds(today)}
    substituted = {one.course for one in standing.substituted if one.day >= today}
    return sorted(taught | substituted)


def _todays(page: CoursePage) -> Iterable[LessonColumn]:
    """The course's lessons of today; of a colleague's course only those that the person substitutes."""
    return (
        one for one in page.lessons if one.day == page.today and not one.cancelled and (one.writable or one.substitute)
    )


def _lesson(page: CoursePage, lesson: LessonColumn, now: datetime, note: str) -> TodayLesson:
    state, left = _state(lesson, now)
    absent = marks = 0
    for pupil in page.pupils:
        cell = page.cells.get((lesson.lesson, pupil.pupil, 0))
        absent += cell is not None and cell.value == Mark.ABSENT
        marks += cell is not None and cell.value in MARKS
    planned = f"По КТП: {lesson.planned_topic}" if lesson.planned_topic else ""
    return TodayLesson(
        course=page.course,
        lesson=lesson.lesson,
        number=lesson.number,
        starts=lesson.starts,
        ends=lesson.ends,
        class_name=page.class_name,
        subject=page.subject_title,
        words=lesson.topic or planned,
        note=note,
        state=state,
        minutes_left=left,
        absent=absent,
        marks=marks,
        topic=bool(lesson.topic),
        homework=lesson.homework,
        homework_due=page.homework_allowed,
    )


def _note(page: CoursePage, lesson: LessonColumn, *, own: bool) -> str:
    """Whom one substitutes, or who substitutes in a lesson of one's own."""
    if not lesson.substitute:
        return ""
    teachers = ", ".join(page.teachers_on(lesson.day))
    return f"Замена: {lesson.substitute}" if own or not teachers else f"Замена: {teachers}"


def _state(lesson: LessonColumn, now: datetime) -> tuple[LessonState, int]:
    if not lesson.starts or not lesson.ends:
        return LessonState.COMING, 0
    start = datetime.combine(now.date(), time.fromisoformat(lesson.starts))
    end = datetime.combine(now.date(), time.fromisoformat(lesson.ends))
    if now < start:
        return LessonState.COMING, 0
    if now > end:
        return LessonState.PAST, 0
    return LessonState.RUNNING, -(-int((end - now).total_seconds()) // 60)


def _earlier(page: CoursePage, began: date) -> Iterable[Unfilled]:
    """Lessons without a topic; one that a substitute held is the substitute's to fill (4.4.3)."""
    subject = page.subject_title
    return (
        Unfilled(page.course, one.lesson, one.day, page.class_name, subject)
        for one in page.lessons
        if began <= one.day < page.today and not one.topic and one.writable and not (one.cancelled or one.locked)
    )


def _debts(page: CoursePage) -> Iterable[DebtLine]:
    for lesson in page.lessons:
        if lesson.day > page.today:
            return
        owing = sum(
            missed(page, lesson, pupil.pupil) and paid_debt(page, lesson.lesson, pupil.pupil) is None
            for pupil in page.pupils
            if pupil.belongs(page.today)
        )
        if owing:
            work = kind_of_lesson(lesson.kind).abbreviation
            yield DebtLine(page.course, lesson.lesson, lesson.day, page.class_name, work, owing)


def _classes(office: FileOffice, today: date) -> tuple[ClassToday, ...]:
    led = {one.school_class for one in office.actor.standing.led if one.span.holds(today)}
    if not led:
        return ()
    with office.reading() as db:
        year = read_year(db, today.isoformat())
        names = read_class_names(db, year.year) if year else []
        return tuple(_class(db, ident, name, today) for ident, name in names if ident in led)


def _class(db: Readable, ident: int, name: str, today: date) -> ClassToday:
    owed = duties(db, ident, today)
    weeks = tuple(week.words for week in owed.unconfirmed)
    return ClassToday(ident, name, tuple(read_absent(db, ident, today.isoformat())), weeks, owed.unexplained)


def _week(today: date, pages: Sequence[CoursePage]) -> str:
    """«5-я неделя II четверти», nothing outside terms."""
    for page in pages:
        for period in page.periods:
            held = period.start and period.end and period.start <= today <= period.end
            if held and period.start and period.kind in {"quarter", "half"}:
                weeks = ((today - period.start).days + period.start.weekday()) // _WEEK_DAYS + 1
                of = "четверти" if period.kind == "quarter" else "полугодия"
                return f"{weeks}-я неделя {roman(period.number)} {of}"
    return ""
