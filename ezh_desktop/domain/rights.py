"""Who may do what: the questions asked of the table of rights, answered in memory from how a person stands to things.

`rights_table` holds the rows (thing, action, role, relation); everything that no row allows is refused. An `Actor`
carries roles with their dates and a `Standing`: the courses, classes and substitutions that answer the relations.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import Final

from ezh_desktop.domain.kinds import SubjectKind
from ezh_desktop.domain.rights_table import SENTENCES, TABLE, Action, Relation, Right, Role, Thing
from ezh_desktop.domain.russian import join_and
from ezh_desktop.domain.spans import Span
from ezh_desktop.errors import RightRefused


@dataclass(frozen=True, slots=True)
class About:
    """The facts of the thing an act is about; what does not concern the thing stays None."""

    thing: Thing
    today: date
    """The day of the act: roles and present duties are asked of it."""
    school_class: int | None = None
    course: int | None = None
    lesson: int | None = None
    day: date | None = None
    """The lesson's date: whose lesson it is, is asked of it."""
    period: int | None = None
    person: int | None = None
    """Whose thing it is: owner of an account or setting, addressee or author of a text."""


@dataclass(frozen=True, slots=True)
class RoleGrant:
    """A role by order, for a time; `school_class` or `course` narrow it to one class or course."""

    role: Role
    span: Span
    school_class: int | None = None
    course: int | None = None
    acting: bool = False
    """Acting for another by the director's order (и. о., 4.2.2)."""

    def covers(self, about: About) -> bool:
        """Whether the grant is in force on the day of the act and reaches its class and course."""
        return (
            self.span.holds(about.today)
            and self.school_class in (None, about.school_class)
            and self.course in (None, about.course)
        )


@dataclass(frozen=True, slots=True)
class Teaching:
    """A person's time on a course of one or more classes."""

    course: int
    classes: frozenset[int]
    kind: SubjectKind
    span: Span


@dataclass(frozen=True, slots=True)
class Leading:
    """A person's time as class teacher of a class, in their own right or acting."""

    school_class: int
    span: Span


@dataclass(frozen=True, slots=True)
class Substituting:
    """One lesson in which the person is named substitute (замена, 4.4.3)."""

    lesson: int
    day: date
    course: int
    classes: frozenset[int]
    kind: SubjectKind
    period: int | None = None
    """The term whose marks the deputy gave to the substitute as well, else None."""


@dataclass(frozen=True)
class Standing:
    """How a person stands to courses, classes and lessons; answers every relation without a query."""

    taught: tuple[Teaching, ...] = ()
    led: tuple[Leading, ...] = ()
    substituted: tuple[Substituting, ...] = ()
    replaced: frozenset[int] = frozenset()
    """Lessons of the courses taught in which another is named substitute."""

    @cached_property
    def _by_course(self) -> dict[int, list[Teaching]]:
        found: dict[int, list[Teaching]] = {}
        for teaching in self.taught:
            found.setdefault(teaching.course, []).append(teaching)
        return found

    @cached_property
    def _by_lesson(self) -> dict[int, Substituting]:
        return {one.lesson: one for one in self.substituted}

    @cached_property
    def pages(self) -> frozenset[int]:
        """Courses whose page is the person's own to read."""
        return frozenset(self._by_course) | {one.course for one in self.substituted}

    def leads(self, school_class: int | None, day: date) -> bool:
        """Whether the person is class teacher of the class on the day."""
        return any(one.school_class == school_class and one.span.holds(day) for one in self.led)

    def teaches(self, course: int | None, day: date | None) -> bool:
        """Whether the person is a teacher of the course on the day."""
        if course is None or day is None:
            return False
        return any(one.span.holds(day) for one in self._by_course.get(course, ()))

    def teaches_in(self, school_class: int | None, day: date, kind: SubjectKind | None = None) -> bool:
        """Whether the person teaches in the class on the day, or is still to substitute there; `kind` narrows it."""
        taught = any(
            school_class in one.classes and kind in (None, one.kind) and one.span.holds(day) for one in self.taught
        )
        return taught or any(
            school_class in one.classes and kind in (None, one.kind) and day <= one.day for one in self.substituted
        )

    def substitutes(self, lesson: int | None) -> bool:
        """Whether the person is named substitute of the lesson."""
        return lesson in self._by_lesson

    def gives_period_marks(self, course: int | None, period: int | None) -> bool:
        """Whether the deputy gave the substitute the marks of this period, too."""
        return period is not None and any(one.course == course and one.period == period for one in self.substituted)


@dataclass(frozen=True)
class Actor:
    """A signed-in person as rights see them."""

    account: int
    person: int
    grants: tuple[RoleGrant, ...]
    standing: Standing = Standing()

    def roles(self, day: date) -> frozenset[Role]:
        """Roles in force on the day, acting ones included."""
        return frozenset(grant.role for grant in self.grants if grant.span.holds(day))


def may(actor: Actor, action: Action, about: About) -> bool:
    """Whether the person may do this to this thing, by any of their roles."""
    rows = _ROWS.get((about.thing, action), ())
    return any(
        grant.role is row.role and grant.covers(about) and _HOLDS[row.relation](actor, about)
        for row in rows
        for grant in actor.grants
    )


def could(actor: Actor, action: Action, thing: Thing, today: date) -> bool:
    """Whether a role of the person may do this to *some* thing of the sort: what menus show at all."""
    return any(right.role in actor.roles(today) for right in _ROWS.get((thing, action), ()))


def demand(actor: Actor, action: Action, about: About) -> None:
    """Pass when the person may; else raise RightRefused with who may, and why this person may not."""
    if may(actor, action, about):
        return
    rows = _ROWS.get((about.thing, action), ())
    roles = actor.roles(about.today)
    near = next((_NOT_OWN[row.relation] for row in rows if row.role in roles and row.relation in _NOT_OWN), "")
    if near and about.lesson in actor.standing.replaced:
        near = _REPLACED
    raise RightRefused(_who_may(about.thing, action, rows), near)


def _who_may(thing: Thing, action: Action, rows: tuple[Right, ...]) -> str:
    sentence = SENTENCES.get((thing, action))
    if sentence is not None:
        return sentence
    if not rows:
        return "Это действие не предусмотрено ни для одной роли."
    verb = "Печатать это" if action is Action.PRINT else "Видеть это"
    titles = [_lower_first(role.label) for role in dict.fromkeys(row.role for row in rows)]
    return f"{verb} может {join_and(titles, 'или')}." if len(titles) > 1 else f"{verb} может только {titles[0]}."


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def _own_lesson(actor: Actor, about: About) -> bool:
    return actor.standing.substitutes(about.lesson) or actor.standing.teaches(about.course, about.day)


def _held_lesson(actor: Actor, about: About) -> bool:
    standing = actor.standing
    own = standing.teaches(about.course, about.day) and about.lesson not in standing.replaced
    return standing.substitutes(about.lesson) or own


def _own_period(actor: Actor, about: About) -> bool:
    standing = actor.standing
    return standing.teaches(about.course, about.today) or standing.gives_period_marks(about.course, about.period)


def _pe_class(actor: Actor, about: About) -> bool:
    return actor.standing.teaches_in(about.school_class, about.today, SubjectKind.PHYSICAL_EDUCATION)


_HOLDS: Final[dict[Relation, Callable[[Actor, About], bool]]] = {
    Relation.ANY: lambda _actor, _about: True,
    Relation.SELF: lambda actor, about: about.person == actor.person,
    Relation.OWN_CLASS: lambda actor, about: actor.standing.leads(about.school_class, about.today),
    Relation.TAUGHT_CLASS: lambda actor, about: actor.standing.teaches_in(about.school_class, about.today),
    Relation.PE_CLASS: _pe_class,
    Relation.OWN_PAGE: lambda actor, about: about.course in actor.standing.pages,
    Relation.OWN_COURSE: lambda actor, about: actor.standing.teaches(about.course, about.today),
    Relation.OWN_LESSON: _own_lesson,
    Relation.HELD_LESSON: _held_lesson,
    Relation.OWN_PERIOD: _own_period,
}

_NOT_OWN: Final = MappingProxyType(
    {
        Relation.SELF: "Эта запись принадлежит другому человеку.",
        Relation.OWN_CLASS: "Это не ваш класс.",
        Relation.TAUGHT_CLASS: "Вы не ведёте уроков в этом классе.",
        Relation.PE_CLASS: "Вы не ведёте физическую культуру в этом классе.",
        Relation.OWN_PAGE: "Это не ваша страница.",
        Relation.OWN_COURSE: "Этот предмет в этом классе ведёт другой учитель.",
        Relation.OWN_LESSON: "Это не ваш урок.",
        Relation.HELD_LESSON: "Это не ваш урок.",
        Relation.OWN_PERIOD: "Этот предмет в этом классе ведёт другой учитель.",
    }
)
_REPLACED: Final = "На этом уроке вас заменяет другой учитель. Замену снимает заместитель директора."


def _by_act() -> dict[tuple[Thing, Action], tuple[Right, ...]]:
    found: dict[tuple[Thing, Action], tuple[Right, ...]] = {}
    for right in TABLE:
        found[right.thing, right.action] = (*found.get((right.thing, right.action), ()), right)
    return found


_ROWS: Final = MappingProxyType(_by_act())
