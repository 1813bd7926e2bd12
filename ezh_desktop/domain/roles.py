"""Roles by order (назначения): who is what, of which class, from which day to which."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final, NamedTuple

from ezh_desktop.domain.rights_table import Role
from ezh_desktop.domain.russian import dotted
from ezh_desktop.domain.spans import NEVER
from ezh_desktop.errors import BadInput

OF_A_CLASS: Final = frozenset({Role.CLASS_TEACHER})
"""Roles that are held in one class."""


class RolePlan(NamedTuple):
    """A role as it shall be; open dates reach as far as there are days."""

    role: Role
    school_class: int | None = None
    start: date | None = None
    end: date | None = None

    @property
    def void(self) -> bool:
        """Whether the role was taken back before it began."""
        return self.end == NEVER

    def lasts(self, day: date) -> bool:
        """Whether the role is in force on the day or still to begin."""
        return self.end is None or self.end >= day

    def ended(self, day: date) -> RolePlan:
        """The role as it stands when the day is its last one; a role that begins later never comes into force."""
        if not self.lasts(day):
            return self
        if self.start is not None and self.start > day:
            return self._replace(start=NEVER, end=NEVER)
        return self._replace(end=day)

    def taken_away(self, today: date) -> RolePlan:
        """The role as it stands when it gives no right from today on."""
        return self.ended(today - timedelta(days=1))


def demand_role(plan: RolePlan) -> None:
    """Pass a role that can be written; BadInput names what is missing."""
    if plan.role in OF_A_CLASS and plan.school_class is None:
        raise BadInput(f"Не выбран класс роли «{plan.role.label}».", "Выберите класс.")
    if plan.role not in OF_A_CLASS and plan.school_class is not None:
        raise BadInput(f"Роль «{plan.role.label}» даётся не на класс, а на всю школу.", "Уберите класс.")
    if plan.start is not None and plan.end is not None and plan.end < plan.start:
        raise BadInput(
            f"Роль «{plan.role.label}» кончается раньше, чем начинается.",
            f"Начало {dotted(plan.start)}, конец {dotted(plan.end)}: поменяйте даты.",
        )


def demand_roles(plans: list[RolePlan], today: date) -> None:
    """Pass roles that can stand together; BadInput when one is wrong or stands twice."""
    lasting = [plan for plan in plans if plan.lasts(today)]
    for plan in lasting:
        demand_role(plan)
    for place, plan in enumerate(lasting):
        if any(_meet(plan, other) for other in lasting[:place]):
            raise BadInput(f"Роль «{plan.role.label}» назначена дважды на одни и те же дни.", "Уберите лишнюю.")


def _meet(one: RolePlan, other: RolePlan) -> bool:
    same = (one.role, one.school_class) == (other.role, other.school_class)
    return (
        same
        and (one.start or date.min) <= (other.end or date.max)
        and (other.start or date.min) <= (one.end or date.max)
    )
