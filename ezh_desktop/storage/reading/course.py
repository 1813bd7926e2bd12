"""The rows behind one course page: course, list, lessons, records, cells, periods and what hangs on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ezh_desktop.domain.away import Away
from ezh_desktop.storage.reading.away import MOVED_TO, MOVES, away_from, read_away
from ezh_desktop.storage.reading.before import read_before, read_moved, read_periods_before
from ezh_desktop.storage.reading.essays import read_essays
from ezh_desktop.storage.reading.reopened import NOTHING_REOPENED, ReopenedRows, read_reopened
from ezh_desktop.storage.reading.rows import SHOWN_GIVEN, Readable, marks_of, ordered, row, rows, stands
from ezh_desktop.storage.reading.substitutions import NAMED


class CourseHead(NamedTuple):
    """What a course is."""

    course: int
    year: int
    subject: int
    subject_name: str
    subject_kind: str
    graded: int
    subgroup: str
    hours_tenths: int
    scheme: int | None
    position: int


class ClassHead(NamedTuple):
    """One class of a course."""

    school_class: int
    name: str
    grade: int
    scheme: int
    ungraded_until: int | None
    shift: int


@dataclass(frozen=True)
class CourseRows:
    """All rows of one course page, as read in one transaction."""

    head: CourseHead
    classes: list[ClassHead]
    pupils: list[Any]
    members: list[Any]
    movements: list[Any]
    lessons: list[Any]
    cells: list[Any]
    reasons: list[Any]
    periods: list[Any]
    locks: list[Any]
    period_marks: list[Any]
    exemptions: list[Any]
    holidays: list[Any]
    modes: list[Any]
    bells: list[Any]
    teachers: list[Any]
    substitutions: list[Any]
    plan: list[Any]
    changes: list[Any] = field(default_factory=list)
    essays: list[Any] = field(default_factory=list)
    before: list[Any] = field(default_factory=list)
    periods_before: list[Any] = field(default_factory=list)
    away: Mapping[int, tuple[Away, ...]] = field(default_factory=dict)
    reopened: ReopenedRows = NOTHING_REOPENED


def read_head(db: Readable, course: int) -> CourseHead | None:
    """The course, None when there is none of that id."""
    found = row(
        db,
        "SELECT c.id, c.year, c.subject, s.name, s.kind, c.graded, c.subgroup, c.hours_tenths, c.scheme, c.position"
        " FROM course AS c JOIN subject AS s ON s.id = c.subject WHERE c.id = ?",
        course,
    )
    return None if found is None else CourseHead(*found)


def read_classes(db: Readable, course: int) -> list[ClassHead]:
    """The classes of a course, by grade and letter."""
    found = rows(
        db,
        "SELECT k.id, k.name, k.grade, k.scheme, k.ungraded_until, k.shift, k.letter FROM course_class AS cc"
        " JOIN school_class AS k ON k.id = cc.school_class WHERE cc.course = ? AND cc.ended = 0",
        course,
    )
    return [ClassHead(*one[:-1]) for one in ordered(found, 2, -1)]


def read_course(db: Readable, head: CourseHead, classes: list[ClassHead]) -> CourseRows:
    """Everything of a course page; a constant number of statements whatever the size of the class."""
    ids = [one.school_class for one in classes]
    listed, moved = marks_of(len(ids)), read_moved(db, head.year, ids)
    pupils = rows(
        db,
        "SELECT p.id, p.surname, p.given, p.patronymic, p.gender, m.start, m.end, m.list_number, m.school_class,"
        f" {SHOWN_GIVEN}"
        f" FROM membership AS m JOIN pupil AS p ON p.id = m.pupil WHERE m.school_class IN ({listed})"
        f" AND {stands('m')}",
        *ids,
    )
    return CourseRows(
        head=head,
        classes=classes,
        pupils=ordered(pupils, 8, 7),
        members=_members(db, head),
        movements=ordered(_of_classes(db, _MOVEMENTS, ids, 2), 2),
        lessons=ordered(rows(db, _LESSONS, head.course), 1, 2, 3),
        cells=rows(db, _CELLS, head.course),
        reasons=_of_pupils(db, _REASONS, ids),
        periods=rows(db, _PERIODS, head.scheme or classes[0].scheme),
        locks=_of_classes(db, _LOCKS, ids),
        period_marks=_of_classes(db, _PERIOD_MARKS, ids, extra=(head.subject,)),
        exemptions=_of_pupils(db, _EXEMPTIONS, ids, extra=(head.subject,)),
        holidays=ordered(_of_classes(db, _HOLIDAYS, ids, extra=(head.year,)), 0),
        modes=_of_classes(db, _MODES, ids, extra=(head.year,)),
        bells=rows(db, _BELLS, head.year, classes[0].shift),
        teachers=[one[:7] for one in ordered(rows(db, _TEACHERS, head.course), 7, 8)],
        substitutions=_substitutions(db, head.course),
        plan=[item[:-1] for item in ordered(rows(db, _PLAN, head.course), -1)],
        changes=rows(db, _CHANGES, head.course),
        essays=read_essays(db, head.course),
        away=away_from(head.subgroup, read_away(db, head.year, ids)),
        reopened=read_reopened(db, head.course, head.subject, ids),
        before=read_before(db, head.year, ids, moved, head.subject),
        periods_before=[one for one in read_periods_before(db, head.year, ids, moved) if one[-1] == head.subject],
    )


def read_templates(db: Readable, person: int) -> list[Any]:
    """Homework templates of a person, in their order."""
    return rows(
        db,
        "SELECT id, text, position, entry_session, entry_seq FROM homework_template WHERE person = ? AND ended = 0"
        " ORDER BY position, id",
        person,
    )


def _substitutions(db: Readable, course: int) -> list[Any]:
    # Most courses have none, and the whole statement costs them half a millisecond to prepare.
    return rows(db, _SUBSTITUTIONS, course) if row(db, _ANY_SUBSTITUTION, course) is not None else []


def _members(db: Readable, head: CourseHead) -> list[Any]:
    if not head.subgroup:
        return []
    found = rows(db, _MEMBERS, head.course)
    return sorted(found, key=lambda member: member[1] or "")


def _of_classes(db: Readable, sql: str, ids: list[int], times: int = 1, extra: tuple[Any, ...] = ()) -> list[Any]:
    return rows(db, sql.replace("{classes}", marks_of(len(ids))), *extra, *(ids * times))


def _of_pupils(db: Readable, sql: str, ids: list[int], extra: tuple[Any, ...] = ()) -> list[Any]:
    """Rows that hang on pupils of the classes, each once: a pupil who left and came back is a member twice."""
    return list(dict.fromkeys(_of_classes(db, sql, ids, extra=extra)))


_MEMBERS = f"SELECT m.pupil, m.start, m.end FROM subgroup_member AS m WHERE m.course = ? AND {stands('m')}"
_MOVEMENTS = (
    f"SELECT pupil, kind, day, number, order_day, from_class, to_class, {MOVED_TO} FROM movement_order"
    f" WHERE cancelled = 0 AND {MOVES}"
    " AND (from_class IN ({classes}) OR to_class IN ({classes}))"
)
_LESSONS = (
    "SELECT l.id, l.day, l.number, l.part, l.state, r.topic, r.homework, r.kind, r.results_due, r.plan_item,"
    " r.entry_session, r.entry_seq FROM lesson AS l LEFT JOIN lesson_record AS r ON r.lesson = l.id"
    " WHERE l.course = ? AND (l.state = 'living' OR r.lesson IS NOT NULL"
    " OR EXISTS (SELECT 1 FROM cell AS c WHERE c.lesson = l.id))"
)
_CELLS = (
    "SELECT c.lesson, c.pupil, c.slot, c.value, c.comment, c.for_work, c.entry_session, c.entry_seq"
    " FROM lesson AS l JOIN cell AS c ON c.lesson = l.id WHERE l.course = ?"
)
_REASONS = (
    "SELECT r.pupil, r.start, r.end, r.first_lesson, r.last_lesson, r.kind"
    " FROM membership AS m JOIN absence_reason AS r ON r.pupil = m.pupil"
    " WHERE r.cancelled = 0 AND m.school_class IN ({classes})"
)
_PERIODS = "SELECT id, kind, number, start, end, title FROM period WHERE scheme = ?"
_LOCKS = "SELECT period, locked FROM period_lock WHERE school_class IN ({classes}) AND locked = 1"
_PERIOD_MARKS = (
    "SELECT pupil, period, value, reason, entry_session, entry_seq, state FROM period_mark"
    " WHERE subject = ? AND school_class IN ({classes})"
)
_EXEMPTIONS = (
    "SELECT e.pupil, e.kind, e.start, e.end FROM membership AS m JOIN exemption AS e ON e.pupil = m.pupil"
    " WHERE e.cancelled = 0 AND e.subject = ? AND m.school_class IN ({classes})"
)
_HOLIDAYS = (
    "SELECT start, end, title FROM holiday WHERE cancelled = 0 AND year = ?"
    " AND (school_class IS NULL OR school_class IN ({classes}))"
)
_MODES = (
    "SELECT kind, start, end FROM learning_mode WHERE cancelled = 0 AND year = ?"
    " AND (school_class IS NULL OR school_class IN ({classes}))"
)
_BELLS = "SELECT number, starts, ends, valid_from, valid_to FROM bell WHERE year = ? AND shift = ?"
_TEACHERS = (
    "SELECT p.id, p.surname, p.given, p.patronymic, t.start, t.end, t.order_text, coalesce(t.start, ''), p.name_key"
    f" FROM course_teacher AS t JOIN person AS p ON p.id = t.person WHERE t.course = ? AND {stands('t')}"
)
_ANY_SUBSTITUTION = "SELECT 1 FROM substitution WHERE cancelled = 0 AND (course = ?1 OR other_course = ?1) LIMIT 1"
_SUBSTITUTIONS = (
    f"SELECT s.lesson, p.surname, p.given, p.patronymic, p.gender FROM {NAMED} AS s"
    " JOIN person AS p ON p.id = s.person WHERE s.course = ? AND NOT EXISTS (SELECT 1 FROM course_teacher AS t"
    " WHERE t.course = s.course AND t.person = s.person AND (t.start IS NULL OR t.start <= s.day)"
    " AND (t.end IS NULL OR t.end >= s.day))"
)
_CHANGES = (
    "SELECT id, lesson, kind, day, number, reason FROM lesson_change WHERE course = ? AND cancelled = 0 ORDER BY id"
)
_PLAN = (
    "SELECT i.id, i.topic, i.homework, i.kind, i.hours, i.section, p.title, i.position FROM plan AS p"
    " JOIN plan_item AS i ON i.plan = p.id"
    " WHERE p.course = ? AND p.state <> 'replaced' AND i.ended = 0"
)
