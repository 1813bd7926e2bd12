"""Who a signed-in person is to rights: roles with their dates, courses taught, classes led, lessons substituted."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from ezh_desktop.domain.kinds import SubjectKind
from ezh_desktop.domain.rights import Actor, Leading, RoleGrant, Standing, Substituting, Teaching
from ezh_desktop.domain.rights_table import Role
from ezh_desktop.domain.spans import Span
from ezh_desktop.storage.reading.rows import Readable, as_day, row, rows, stands
from ezh_desktop.storage.reading.substitutions import NAMED


class AccountRow(NamedTuple):
    """An account with its person's name."""

    account: int
    person: int
    login: str
    state: str
    temporary: int
    surname: str
    given: str
    patronymic: str
    post: str
    ended: str | None
    sign_pub: str


_ACCOUNT = (
    "SELECT a.id, a.person, a.login, a.state, a.temporary, p.surname, p.given, p.patronymic, p.post, p.ended,"
    " a.sign_pub FROM account AS a JOIN person AS p ON p.id = a.person"
)

STANDING_TABLES = frozenset(
    {
        "account",
        "role_assignment",
        "delegation",
        "course",
        "course_class",
        "course_teacher",
        "substitution",
        "period_lock",
        "academic_year",
    }
)
"""Tables whose change can alter what a person may do."""


def read_account(db: Readable, account: int) -> AccountRow | None:
    """The account of that id."""
    found = row(db, f"{_ACCOUNT} WHERE a.id = ?", account)
    return None if found is None else AccountRow(*found)


def read_account_by_key(db: Readable, login_key: str) -> AccountRow | None:
    """The account of that login, compared by its key (NFC, casefolded)."""
    found = row(db, f"{_ACCOUNT} WHERE a.login_key = ?", login_key)
    return None if found is None else AccountRow(*found)


def read_actor(db: Readable, account: int, person: int) -> Actor:
    """The person as rights see them, whole: grants and standing."""
    grants = [
        RoleGrant(Role(role), span(start, end), school_class)
        for role, school_class, start, end in rows(
            db,
            f"SELECT role, school_class, start, end FROM role_assignment AS r WHERE person = ? AND {stands('r')}",
            person,
        )
    ]
    grants += [
        RoleGrant(Role(role), span(start, end), acting=True)
        for role, start, end in rows(
            db, "SELECT role, start, end FROM delegation WHERE person = ? AND cancelled = 0", person
        )
    ]
    return Actor(account, person, tuple(grants), _standing(db, person, grants))


def span(start: str | None, end: str | None) -> Span:
    """A stored stretch of days; an open side reaches to the end of time."""
    return Span(as_day(start) or date.min, as_day(end))


def _standing(db: Readable, person: int, grants: list[RoleGrant]) -> Standing:
    led = tuple(
        Leading(grant.school_class, grant.span)
        for grant in grants
        if grant.role is Role.CLASS_TEACHER and grant.school_class is not None
    )
    return Standing(_taught(db, person), led, _substituted(db, person), _replaced(db, person))


def _taught(db: Readable, person: int) -> tuple[Teaching, ...]:
    found = rows(
        db,
        "SELECT t.course, s.kind, t.start, t.end, cc.school_class FROM course_teacher AS t"
        " JOIN course AS c ON c.id = t.course JOIN subject AS s ON s.id = c.subject"
        f" JOIN course_class AS cc ON cc.course = c.id WHERE t.person = ? AND {stands('t')}",
        person,
    )
    classes: dict[tuple[Any, ...], set[int]] = {}
    for course, kind, start, end, school_class in found:
        classes.setdefault((course, kind, start, end), set()).add(school_class)
    return tuple(
        Teaching(course, frozenset(ids), SubjectKind(kind), span(start, end))
        for (course, kind, start, end), ids in classes.items()
    )


def _substituted(db: Readable, person: int) -> tuple[Substituting, ...]:
    found = rows(
        db,
        "SELECT u.lesson, u.day, u.course, s.kind, u.with_period_marks, cc.school_class,"
        f" coalesce(c.scheme, k.scheme) FROM {NAMED} AS u JOIN course AS c ON c.id = u.course"
        " JOIN subject AS s ON s.id = c.subject JOIN course_class AS cc ON cc.course = c.id"
        " JOIN school_class AS k ON k.id = cc.school_class WHERE u.person = ?",
        person,
    )
    made: dict[int, Substituting] = {}
    for lesson, day, course, kind, with_marks, school_class, scheme in found:
        earlier = made.get(lesson)
        classes = (earlier.classes if earlier else frozenset()) | {school_class}
        period = _term_on(db, scheme, day) if with_marks else None
        made[lesson] = Substituting(lesson, date.fromisoformat(day), course, classes, SubjectKind(kind), period)
    return tuple(made.values())


def _replaced(db: Readable, person: int) -> frozenset[int]:
    """Lessons of the person's courses held by a substitute who is no teacher of the course on that day."""
    found = rows(
        db,
        f"SELECT u.lesson FROM {NAMED} AS u WHERE u.person <> ?1"
        f" AND EXISTS (SELECT 1 FROM course_teacher AS t WHERE t.course = u.course AND t.person = ?1 AND {stands('t')})"
        " AND NOT EXISTS (SELECT 1 FROM course_teacher AS t WHERE t.course = u.course AND t.person = u.person"
        f" AND {stands('t')} AND coalesce(t.start, '') <= u.day AND (t.end IS NULL OR t.end >= u.day))",
        person,
    )
    return frozenset(lesson for (lesson,) in found)


def _term_on(db: Readable, scheme: int, day: str) -> int | None:
    found = row(
        db,
        "SELECT id FROM period WHERE scheme = ? AND kind IN ('quarter', 'half') AND ? BETWEEN start AND end",
        scheme,
        day,
    )
    return None if found is None else int(found[0])


def read_past(db: Readable) -> frozenset[int]:
    """Closed years, their classes, courses and extra groups; asked for nothing more while no year is closed."""
    closed = "SELECT id FROM academic_year WHERE state = 'closed'"
    found = {one[0] for one in rows(db, closed)}
    for table in ("school_class", "course", "extra_group") if found else ():
        found |= {one[0] for one in rows(db, f"SELECT id FROM {table} WHERE year IN ({closed})")}
    return frozenset(found)
