"""Обучение на дому, a stay in a sanatorium or hospital, and the way back, by order: the pupil stays on the list."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from ezh_desktop.domain.away import AWAY_WORDS, HOME, Away, Turn, stretches
from ezh_desktop.domain.change import Row
from ezh_desktop.domain.rights_table import Thing
from ezh_desktop.domain.russian import count
from ezh_desktop.domain.spans import Span
from ezh_desktop.errors import RuleRefused
from ezh_desktop.services.ids import system_ids
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.structure.base import Line, Plan, Work, asks, demand_open, stored_day
from ezh_desktop.services.structure.homeplan import end_home
from ezh_desktop.services.structure.movement import FORM, NO_ORDER, Member, form_day, moved_plan
from ezh_desktop.services.structure.pupils import PupilsPage
from ezh_desktop.storage.reading.rows import row

AWAY: Final = "pupil.away"
BACK: Final = "pupil.back"


def stays_away(page: PupilsPage, pupil: int) -> tuple[Away, ...]:
    """The pupil's days away in the year, in order."""
    turns = (
        Turn(pupil, one.text("kind"), date.fromisoformat(one.text("day")), bool(one.row["from_class"]))
        for one in page.orders.values()
        if one.number("pupil") == pupil and one.row["kind"] in AWAY_WORDS and one.text("day") >= page.year.start
    )
    return stretches(turns).get(pupil, ())


def open_stay(member: Member) -> Away | None:
    """The days away that nothing ends yet."""
    return next((one for one in stays_away(member.page, member.pupil) if one.span.last is None), None)


def plan_away(office: FileOffice, member: Member, form: Line, kind: str) -> Plan:
    """What an order would do.

    `form` holds the first and, if known, the last day, number and day of the order, place and reason.
    """
    demand_open(member.page.year)
    work, page = Work(system_ids()), member.page
    days = {name: form_day(work, page, form, name) for name in ("day", "end", "order_day")}
    first, last = days["day"], days["end"]
    if not form.text("order"):
        work.fault(FORM, 0, "order", *NO_ORDER)
    if first is not None:
        _judge(work, member, first, last)
    if first is None or work.faults:
        return work.plan(AWAY, ("pupil", member.pupil), ())
    rest: Row = {"pupil": member.pupil, "kind": kind, "cancelled": 0}
    order: Row = {"number": form.text("order"), "order_day": stored_day(days["order_day"])}
    words: Row = {"place": form.text("place"), "reason": form.text("reason")}
    leaves: Row = {"day": stored_day(first), "from_class": page.school_class, "to_class": None}
    work.add("movement_order", {**rest, **order, **words, **leaves}, scope=page.school_class)
    if last is not None:
        comes: Row = {"day": stored_day(last + timedelta(days=1)), "from_class": None, "to_class": page.school_class}
        work.add("movement_order", {**rest, **order, **words, **comes}, scope=page.school_class)
    _warn(work, office, member, (first, last))
    if kind == HOME:
        work.warnings.append("Предметы и часы на дому вносят отдельно: «Школа → Обучение на дому…».")
    return work.plan(AWAY, ("pupil", member.pupil), asks(office, Thing.MOVEMENT))


def plan_back(office: FileOffice, member: Member, form: Line) -> Plan:
    """The first day back in class; an order may be named. Raises RuleRefused for who is in class."""
    demand_open(member.page.year)
    stay = open_stay(member)
    if stay is None:
        raise RuleRefused(f"{member.name} и так учится в классе.", "Обновите список (F5).")
    work, page = Work(system_ids()), member.page
    day, order_day = (form_day(work, page, form, name) for name in ("day", "order_day"))
    if day is not None and day <= stay.span.first:
        work.fault(FORM, 0, "day", "Это не позже первого дня вне класса.", "Исправьте дату.")
    if day is not None and not work.faults:
        new: Row = {"pupil": member.pupil, "kind": stay.kind, "day": stored_day(day), "number": form.text("order")}
        rest: Row = {"order_day": stored_day(order_day), "place": "", "reason": form.text("reason"), "cancelled": 0}
        way: Row = {"from_class": None, "to_class": page.school_class}
        work.add("movement_order", {**new, **rest, **way}, scope=page.school_class)
        end_home(work, office, member.pupil, page.year, day - timedelta(days=1))
    return moved_plan(work, office, BACK, member)


def _judge(work: Work, member: Member, first: date, last: date | None) -> None:
    """The days lie within the stay in the class and meet no other days away."""
    if last is not None and last < first:
        work.fault(FORM, 0, "end", "Последний день раньше первого.", "Исправьте даты.")
        return
    start, end = member.stay.day("start"), member.stay.day("end")
    if (start is not None and first < start) or (end is not None and (last or first) > end):
        work.fault(FORM, 0, "day", "В эти дни ученик не числится в классе.", "Исправьте даты.")
    span = Span(first, last)
    if any(one.span.meets(span) for one in stays_away(member.page, member.pupil)):
        work.fault(FORM, 0, "day", "На эти дни приказ уже есть.", "Исправьте даты или внесите возвращение в класс.")


def _warn(work: Work, office: FileOffice, member: Member, days: tuple[date, date | None]) -> None:
    first, last = days
    with office.reading() as db:
        found = row(db, _ABSENT, member.pupil, first.isoformat(), (last or date.max).isoformat())
    if found[0]:
        what = count(int(found[0]), "раз", "раза", "раз")
        work.warnings.append(f"В эти дни «н» стоит {what}. Её убирают учителя: сама она не исчезнет.")


def away_titles() -> Mapping[str, str]:
    """The kinds of such an order, as they are chosen."""
    return {f"Обучение {words}": kind for kind, words in AWAY_WORDS.items()}


_ABSENT: Final = (
    "SELECT count(*) FROM cell AS c JOIN lesson AS l ON l.id = c.lesson"
    " WHERE c.pupil = ? AND c.value = 'н' AND l.day BETWEEN ? AND ?"
)
