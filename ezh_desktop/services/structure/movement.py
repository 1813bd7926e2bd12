"""Movement of pupils (движение): departure, transfer, return, and taking out who was entered by mistake (3.7, 4.3.4).

Nothing is deleted: a stay in a class ends, and the order says why. Cells after it are closed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from ezh_desktop.domain.away import AWAY_WORDS, HOME
from ezh_desktop.domain.change import Row
from ezh_desktop.domain.names import PersonName
from ezh_desktop.domain.rights_table import Thing
from ezh_desktop.domain.russian import count
from ezh_desktop.domain.spans import Span
from ezh_desktop.domain.typed import typed_day
from ezh_desktop.errors import RuleRefused
from ezh_desktop.services.ids import system_ids
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.structure.base import (
    OVER,
    Line,
    Plan,
    Stored,
    Work,
    academic_of,
    asks,
    demand_open,
    stored_day,
)
from ezh_desktop.services.structure.homeplan import drop_home, end_home, resume_home
from ezh_desktop.services.structure.pupils import PupilsPage
from ezh_desktop.storage.reading.away import read_away
from ezh_desktop.storage.reading.rows import row, stands

DEPART: Final = "pupil.depart"
TRANSFER: Final = "pupil.transfer"
RETURN: Final = "pupil.return"
REMOVE: Final = "pupil.remove"
FORM: Final = "move"
NO_ORDER: Final = ("Не указан номер приказа.", "Движение оформляют приказом (п. 4.3.4).")
"""What is said of a form without an order, and what to do."""


@dataclass(frozen=True, slots=True)
class Member:
    """A pupil in a class: the page they stand on and their line there."""

    page: PupilsPage
    line: Line

    @property
    def stay(self) -> Stored:
        """The stay in the class."""
        return self.page.members[self.line.ident,]

    @property
    def pupil(self) -> int:
        """The pupil."""
        return self.stay.number("pupil")

    @property
    def name(self) -> str:
        """The full name."""
        return PersonName(*(self.line.text(part) for part in ("surname", "given", "patronymic"))).full


def plan_move(office: FileOffice, member: Member, form: Line, to_class: int = 0) -> Plan:
    """Departure, or transfer to another class.

    `form` holds the last day in this class, number and day of the order, place and reason.
    """
    demand_open(member.page.year)
    work, page = Work(system_ids()), member.page
    day, order_day = (form_day(work, page, form, name) for name in ("day", "order_day"))
    if not form.text("order"):
        work.fault(FORM, 0, "order", *NO_ORDER)
    if member.stay.row["end"]:
        raise RuleRefused(f"{member.name}: в этом классе уже не числится.", "Движение вносят в нынешнем классе.")
    if day is not None and member.stay.row["start"] and day < date.fromisoformat(member.stay.text("start")):
        work.fault(FORM, 0, "day", "Последний день раньше первого дня в классе.", "Исправьте дату.")
    if day is None or work.faults:
        return work.plan(DEPART, ("pupil", member.pupil), ())
    work.put(member.stay, {"end": day.isoformat()}, page.school_class)
    first = date.fromordinal(day.toordinal() + 1).isoformat()
    ways: Row = {"kind": "transfer", "day": first} if to_class else {"kind": "departure", "day": day.isoformat()}
    rest: Row = {"pupil": member.pupil, "from_class": page.school_class, "to_class": to_class or None, "cancelled": 0}
    order: Row = {"number": form.text("order"), "order_day": stored_day(order_day)}
    words: Row = {"place": form.text("place"), "reason": form.text("reason")}
    work.add("movement_order", {**ways, **rest, **order, **words}, scope=page.school_class)
    if to_class:
        stay: Row = {"pupil": member.pupil, "school_class": to_class, "start": first, "end": None}
        work.add("membership", {**stay, "list_number": _next_number(office, to_class)}, scope=to_class)
    end_home(work, office, member.pupil, page.year, day)
    _warn(work, office, member, first)
    return moved_plan(work, office, TRANSFER if to_class else DEPART, member)


def moved_plan(work: Work, office: FileOffice, action: str, member: Member) -> Plan:
    """The plan of a movement; where lessons at home end with it, the lessons of the year follow."""
    things = {"subgroup_member": Thing.SUBGROUP, "timetable_slot": Thing.TIMETABLE, "course": Thing.SUBJECT}
    demands = asks(office, Thing.MOVEMENT, *(thing for entity, thing in things.items() if entity in work.touched))
    derives = member.page.year.year if work.touched & {"timetable_slot", "course"} else None
    return work.plan(action, ("pupil", member.pupil), demands, derives)


def form_day(work: Work, page: PupilsPage, form: Line, name: str) -> date | None:
    """A day of an order's form. The day of the movement itself must be there, others may be left empty."""
    if not form.text(name):
        if name == "day":
            work.fault(FORM, 0, name, "День не указан.", "Впишите дату.")
        return None
    with work.reading(FORM, 0, name):
        return typed_day(form.text(name), academic_of(page.year))
    return None


def _next_number(office: FileOffice, school_class: int) -> int:
    with office.reading() as db:
        found = row(db, "SELECT coalesce(max(list_number), 0) FROM membership WHERE school_class = ?", school_class)
    return int(found[0]) + 1


def _warn(work: Work, office: FileOffice, member: Member, first: str) -> None:
    later = _entries(office, member, first)
    if later:
        what = count(later, "запись", "записи", "записей")
        work.warnings.append(f"После этого дня у ученика {what} в журнале. Они останутся, клетки закроются.")


def _entries(office: FileOffice, member: Member, first: str = "") -> int:
    with office.reading() as db:
        found = row(
            db,
            "SELECT count(*) FROM cell AS c JOIN lesson AS l ON l.id = c.lesson JOIN course_class AS k"
            " ON k.course = c.course WHERE c.pupil = ? AND k.school_class = ? AND l.day >= ? AND c.value <> ''",
            member.pupil,
            member.page.school_class,
            first,
        )
    return int(found[0])


def plan_return(office: FileOffice, member: Member) -> Plan:
    """Take a departure back that did not come about or was entered by mistake. RuleRefused when there is none."""
    demand_open(member.page.year)
    if not member.stay.row["end"]:
        raise RuleRefused(f"{member.name} и так в классе.")
    work, school_class = Work(system_ids()), member.page.school_class
    orders = [
        one
        for one in member.page.orders.values()
        if one.number("pupil") == member.pupil
        and one.number("from_class") == school_class
        and one.row["kind"] in {"departure", "transfer"}
    ]
    moved = next((one for one in orders if one.row["kind"] == "transfer"), None)
    if moved is not None:
        raise RuleRefused(f"{member.name} переведён в другой класс.", "Переведите обратно приказом из того класса.")
    _demand_nowhere(office, member)
    left = member.stay.day("end")
    work.put(member.stay, {"end": None}, school_class)
    for order in orders:
        work.put(order, {"cancelled": 1}, school_class)
    home = _home_on(office, member, left) if left is not None else None
    if left is not None and home is not None:
        resume_home(work, office, member.pupil, member.page.year, (left, home.last))
    return moved_plan(work, office, RETURN, member)


def _home_on(office: FileOffice, member: Member, day: date) -> Span | None:
    """The days of learning at home that hold a day."""
    with office.reading() as db:
        stays = read_away(db, member.page.year.year, [member.page.school_class]).get(member.pupil, ())
    return next((one.span for one in stays if one.kind == HOME and one.span.holds(day)), None)


def _demand_nowhere(office: FileOffice, member: Member) -> None:
    """Raise RuleRefused for who is in a class again: nobody is in two at once."""
    with office.reading() as db:
        found = row(db, _ELSEWHERE, member.pupil, member.stay.key[0], member.stay.text("end"))
    if found is not None:
        raise RuleRefused(f"{member.name} после этого дня числится в {found[0]}.", "Сначала исправьте движение там.")


def plan_removal(office: FileOffice, member: Member) -> Plan:
    """Take out who was entered into the class by mistake. RuleRefused once something is entered about the pupil."""
    demand_open(member.page.year)
    entries = _entries(office, member)
    if entries:
        raise RuleRefused(
            f"У ученика уже есть {count(entries, 'запись', 'записи', 'записей')} в этом классе.",
            "Оформите выбытие или перевод приказом.",
        )
    work, school_class = Work(system_ids()), member.page.school_class
    work.put(member.stay, {"end": OVER}, school_class)
    for order in member.page.orders.values():
        away = order.text("kind") in AWAY_WORDS and order.number("from_class") == school_class
        if order.number("pupil") == member.pupil and (away or order.number("to_class") == school_class):
            work.put(order, {"cancelled": 1}, school_class)
    drop_home(work, office, member.pupil, member.page.year)
    return moved_plan(work, office, REMOVE, member)


_ELSEWHERE: Final = (
    "SELECT k.name FROM membership AS m JOIN school_class AS k ON k.id = m.school_class"  # noqa: S608 - our own condition
    f" WHERE m.pupil = ? AND m.id <> ? AND {stands('m')} AND coalesce(m.end, '9999') > ?"
)
