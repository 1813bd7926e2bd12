"""The school's staff as a page: people, their accounts and roles, and the access slips that are handed out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from ezh_desktop.domain.change import EntryRef
from ezh_desktop.domain.names import PersonName, name_key
from ezh_desktop.domain.rights_table import Role
from ezh_desktop.domain.roles import RolePlan
from ezh_desktop.domain.russian import dotted


class Stand(StrEnum):
    """How a person's way into the journal stands."""

    NONE = "none"
    BARE = "bare"
    WAITING = "waiting"
    ACTIVE = "active"
    BLOCKED = "blocked"
    ENDED = "ended"

    @property
    def label(self) -> str:
        """The state in words."""
        return _STANDS[self]


_STANDS = {
    Stand.NONE: "нет учётной записи",
    Stand.BARE: "пароль не выдан",
    Stand.WAITING: "ждёт первого входа",
    Stand.ACTIVE: "работает",
    Stand.BLOCKED: "заблокирована",
    Stand.ENDED: "завершена",
}


@dataclass(frozen=True, slots=True)
class RoleLine:
    """A role that a person holds, held or will hold; `class_name` is empty for a role of the whole school."""

    assignment: int
    plan: RolePlan
    class_name: str
    base: EntryRef

    @property
    def title(self) -> str:
        """«Классный руководитель 7А»."""
        return f"{self.plan.role.label} {self.class_name}".strip()

    def words(self, today: date) -> str:
        """The title with the days that still matter: «Администратор ЭЖ с 01.09.2026 до 31.05.2027»."""
        start, end = self.plan.start, self.plan.end
        since = f" с {dotted(start)}" if start and start > today else ""
        until = f" до {dotted(end)}" if end else ""
        return f"{self.title}{since}{until}"


@dataclass(frozen=True, slots=True)
class StaffLine:
    """A person of the staff. `account` is None, `login` and `slot` are empty without an account.

    `slot` is the id of the account's place in the key file; `subjects` are those taught now; `last_sign_in` is the last
    session that wrote, in the school's zone.
    """

    person: int
    name: PersonName
    gender: str
    post: str
    ended: date | None
    base: EntryRef
    stand: Stand
    account: int | None
    login: str
    slot: str
    roles: tuple[RoleLine, ...]
    subjects: tuple[str, ...]
    last_sign_in: datetime | None

    def lasting(self, today: date) -> tuple[RoleLine, ...]:
        """Roles in force or still to begin."""
        return tuple(role for role in self.roles if role.plan.lasts(today))

    def gone(self, today: date) -> bool:
        """Whether the person's last day is over."""
        return self.ended is not None and self.ended < today

    def found_by(self, words: str) -> bool:
        """Whether each of the words begins a word of the name, post, login or a role."""
        texts = (self.name.full, self.post, self.login, *(role.title for role in self.roles), *self.subjects)
        parts = name_key(" ".join(texts)).replace("-", " ").split()
        return all(any(part.startswith(word) for part in parts) for word in name_key(words).split())


@dataclass(frozen=True, slots=True)
class StaffPage:
    """Everybody who works or has worked here, by name; the classes of the year that a role may be held in."""

    lines: tuple[StaffLine, ...]
    classes: tuple[tuple[int, str], ...]
    logins: frozenset[str]
    today: date
    own: int
    """The person who looks."""
    root_holders: int
    """How many can sign in who hold the root key: it should be at least two."""
    school_name: str
    year_label: str

    def line(self, person: int) -> StaffLine:
        """The line of a person; StopIteration when there is none."""
        return next(line for line in self.lines if line.person == person)


@dataclass(frozen=True, slots=True)
class AccessSlip:
    """What an access slip (реквизиты доступа) says; `what` are roles and subjects in words."""

    name: str
    what: str
    login: str
    password: str = field(repr=False)


def slip_words(line: StaffLine, today: date) -> str:
    """«учитель, предметы: Алгебра, Геометрия; классный руководитель 7А класса»."""
    words = [_slip_role(role, line.subjects) for role in line.lasting(today)]
    return "; ".join(dict.fromkeys(words)) or _small(line.post)


def _slip_role(role: RoleLine, subjects: tuple[str, ...]) -> str:
    if role.plan.role is Role.CLASS_TEACHER and role.class_name:
        return f"классный руководитель {role.class_name} класса"
    if role.plan.role is Role.SUBJECT_TEACHER and subjects:
        return f"учитель, {'предметы' if len(subjects) > 1 else 'предмет'}: {', '.join(subjects)}"
    return _small(role.plan.role.label)


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]
