"""What the deputy does to single lessons, each as one act that Ctrl+Z takes back whole (4.4.3, 5.2, 5.17).

Every function answers with a `Plan`: the act, or what stands in its way by the place of the lesson in the list, and
what the deputy should know before it is done.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ezh_desktop.domain.lesson_changes import ChangeKind
from ezh_desktop.domain.russian import dotted
from ezh_desktop.domain.substituting import HeldLesson, Wanted, joins
from ezh_desktop.services.ids import system_ids
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.structure.base import Plan, Stored
from ezh_desktop.services.substitutions.days import SchoolDays
from ezh_desktop.services.substitutions.desk import Desk, desk_for
from ezh_desktop.storage.reading.rows import row

SUBSTITUTE, RETURN = "substitution.set", "lesson.return"
TRANSFER, SWAP, CANCEL, EXTRA = "lesson.transfer", "lesson.swap", "lesson.cancel", "lesson.extra"
_NOBODY = frozenset[tuple[int, str]]()


@dataclass(frozen=True, slots=True)
class Pick:
    """Who holds a lesson for another. `other_course` is the page of another subject that the hour is given to."""

    lesson: int
    person: int
    other_course: int = 0
    with_period_marks: bool = False


def plan_substitutions(office: FileOffice, picks: Sequence[Pick], reason: str, order: str = "") -> Plan:
    """Substitutes for one lesson or many, as one act. One who is named already is replaced."""
    desk = desk_for(office, (pick.lesson for pick in picks), reason)
    taken: dict[tuple[date, int, int], HeldLesson] = {}
    for where, pick in enumerate(picks):
        held = desk.living(where, pick.lesson)
        if held is None or not desk.own(where, held) or not _may_hold(desk, where, held, pick):
            continue
        twice = taken.setdefault((held.day, held.number, pick.person), held)
        if twice is not held and not joins(held, twice):
            what = f"{desk.days.name(pick.person)} в этот час уже заменяет на уроке {twice.title}."
            desk.fault(where, what, "Выберите другого учителя.")
            continue
        _name(desk, where, held, pick, " ".join(order.split()))
    return desk.plan(SUBSTITUTE, picks[0].lesson)


def _may_hold(desk: Desk, where: int, held: HeldLesson, pick: Pick) -> bool:
    """Whether the person can stand before the class in that hour, and write there."""
    name = desk.days.name(pick.person)
    if pick.person in held.teachers:
        desk.fault(where, f"{name} и так ведёт этот урок.", "Выберите другого учителя.")
        return False
    if pick.person not in desk.days.teachers:
        what = f"{name}: нет роли учителя, заполнить страницу будет нельзя."
        desk.fault(where, what, "Роль даёт администратор: «Школа → Сотрудники и учётные записи…».")
        return False
    if pick.with_period_marks and not last_of_term(desk.office, desk.days, held):
        what = f"{held.title}, {dotted(held.day)} — не последний урок периода."
        desk.fault(where, what, "Отметки за период поручают с последним уроком.")
        return False
    joined = [one.lesson for one in desk.days.lessons.values() if one.living and joins(held, one)]
    return desk.free(where, Wanted(held.day, held.number, _NOBODY, frozenset({pick.person})), {held.lesson}, joined)


def last_of_term(office: FileOffice, days: SchoolDays, held: HeldLesson) -> bool:
    """Whether no lesson of the page follows in its term: then the period marks may go with the substitution (4.4.3)."""
    scheme, day = days.courses[held.course].scheme, held.day.isoformat()
    ends = [last for (own, _), (first, last) in days.terms.items() if own == scheme and first <= held.day <= last]
    if not ends:
        return False
    with office.reading() as db:
        later = row(
            db,
            "SELECT 1 FROM lesson WHERE course = ? AND state = 'living' AND (day > ? OR day = ? AND number > ?)"
            " AND day <= ? LIMIT 1",
            held.course,
            day,
            day,
            held.number,
            ends[0].isoformat(),
        )
    return later is None


def _name(desk: Desk, where: int, held: HeldLesson, pick: Pick, order: str) -> None:
    if pick.other_course and not _give_away(desk, where, held, pick):
        return
    stored = desk.days.substitutions.get(held.lesson)
    if stored is not None:
        desk.take_back([stored])
    values = {
        "lesson": held.lesson,
        "course": held.course,
        "person": pick.person,
        "other_course": pick.other_course or None,
        "order_text": order,
        "reason": desk.reason,
        "with_period_marks": int(pick.with_period_marks),
        "cancelled": 0,
    }
    desk.work.add("substitution", values, scope=held.course)


def _give_away(desk: Desk, where: int, held: HeldLesson, pick: Pick) -> bool:
    """Give the hour to another subject: a lesson on its page, and the missed one is not held (4.4.3)."""
    info = desk.days.courses[pick.other_course]
    if info.groups != held.groups:
        desk.fault(where, f"{info.title}: это не страница этого класса.", "Выберите предмет этого класса.")
        return False
    if not desk.free(where, Wanted(held.day, held.number, info.groups, frozenset()), {held.lesson}):
        return False
    _warn_of_entries(desk, held)
    desk.change(held, ChangeKind.CANCEL, held.day, held.number)
    desk.change_of((system_ids()(), pick.other_course), ChangeKind.EXTRA, held.day, held.number)
    return True


def _warn_of_entries(desk: Desk, held: HeldLesson) -> None:
    if held.entries:
        desk.work.warnings.append(
            f"{held.title}, {dotted(held.day)}: на уроке есть записи, они останутся на странице, урок — отменённым."
        )


def plan_transfer(office: FileOffice, lesson: int, day: date, number: int, reason: str) -> Plan:
    """A lesson held at another day and hour; it keeps its id and all that is entered for it."""
    desk = desk_for(office, (lesson,), reason, (day,))
    held = desk.living(0, lesson)
    if held is not None and desk.own(0, held):
        if (held.day, held.number) == (day, number):
            desk.fault(0, "Урок и так стоит в этот час.", "Выберите другой.")
        elif desk.teaches_then(0, held.course, day, number) and _fits(desk, 0, held, (day, number)):
            _move(desk, held, day, number)
    return desk.plan(TRANSFER, lesson)


def _fits(desk: Desk, where: int, held: HeldLesson, to: tuple[date, int], leaving: Iterable[int] = ()) -> bool:
    return desk.free(where, Wanted(*to, held.groups, held.holders), {held.lesson, *leaving})


def _fits_in_place(desk: Desk, where: int, held: HeldLesson, to: HeldLesson) -> bool:
    """Whether the lesson can stand where the other one leaves."""
    taught = desk.teaches_then(where, held.course, to.day, to.number)
    return taught and _fits(desk, where, held, (to.day, to.number), {to.lesson})


def _move(desk: Desk, held: HeldLesson, day: date, number: int) -> None:
    """Put the lesson there; going home takes back what moved it."""
    earlier = desk.rows_of(held.lesson, ChangeKind.TRANSFER)
    desk.take_back(earlier)
    if desk.days.homes.get(held.lesson) == (day, number):
        left = desk.rows_of(held.lesson, ChangeKind.CANCEL)
        desk.take_back(one for one in left if (one.day("day"), one.number("number")) == (day, number))
        return
    if not earlier:
        desk.change(held, ChangeKind.CANCEL, held.day, held.number)
    desk.change(held, ChangeKind.TRANSFER, day, number)


def plan_swap(office: FileOffice, first: int, second: int, reason: str) -> Plan:
    """Two lessons change places, as one act."""
    desk = desk_for(office, (first, second), reason)
    pair = [desk.living(where, lesson) for where, lesson in enumerate((first, second))]
    one, two = pair
    if one is not None and two is not None and desk.own(0, one) and desk.own(1, two):
        if (one.day, one.number) == (two.day, two.number) or one.course == two.course:
            desk.fault(1, "Менять местами нечего.", "Выберите урок другого часа и другого предмета.")
        else:
            ways = ((one, two), (two, one))
            fits = [_fits_in_place(desk, where, *way) for where, way in enumerate(ways)]
            for held, to in ways if all(fits) else ():
                _move(desk, held, to.day, to.number)
    return desk.plan(SWAP, first)


def plan_cancellation(office: FileOffice, lessons: Sequence[int], reason: str, *, event: bool = False) -> Plan:
    """Lessons that are not held; of an event (мероприятие) the reason says what is held instead.

    A lesson with entries is kept and shown as cancelled: the deputy is told before.
    """
    desk = desk_for(office, lessons, reason)
    for where, lesson in enumerate(lessons):
        held = desk.living(where, lesson)
        if held is None or not desk.own(where, held):
            continue
        _warn_of_entries(desk, held)
        desk.take_back(stored for one, stored in desk.days.substitutions.items() if one == lesson)
        desk.change(held, ChangeKind.EVENT if event else ChangeKind.CANCEL, held.day, held.number)
    return desk.plan(CANCEL, lessons[0])


def plan_extra(office: FileOffice, course: int, day: date, number: int, reason: str) -> Plan:
    """A lesson that the timetable does not have, held by the teachers of the page."""
    desk = desk_for(office, (), reason, (day,))
    info = desk.days.courses[course]
    teachers = frozenset(one.person for one in desk.days.duties_on(day) if one.course == course)
    wanted = Wanted(day, number, info.groups, teachers)
    lesson = system_ids()()
    if desk.teaches_then(0, course, day, number) and desk.free(0, wanted):
        desk.change_of((lesson, course), ChangeKind.EXTRA, day, number)
    return desk.plan(EXTRA, lesson)


def plan_return(office: FileOffice, lesson: int) -> Plan:
    """Take the latest change of a lesson back: its substitution, else cancellation, transfer, extra lesson."""
    desk = desk_for(office, (lesson,), "")
    home = desk.days.homes.get(lesson)
    if home is not None and home[0] != desk.days.first:
        desk = desk_for(office, (lesson,), "", home[:1])
    held = desk.take(lesson)
    missed = desk.days.stands_in(held)
    if missed is not None:
        held = desk.take(missed)
    if held.lesson in desk.days.substitutions:
        _withdraw(desk, held)
    elif not _take_back_change(desk, held):
        desk.fault(0, f"{held.title}: урок стоит по расписанию.", "Возвращать нечего.")
    return desk.plan(RETURN, held.lesson, reasoned=False)


def _withdraw(desk: Desk, held: HeldLesson) -> None:
    """The substitution no longer holds; an hour given to another subject comes back."""
    stored = desk.days.substitutions[held.lesson]
    desk.take_back([stored])
    if not stored.number("other_course"):
        return
    extra = next((one for one in desk.days.lessons.values() if desk.days.stands_in(one) == held.lesson), None)
    gone = [held.lesson] if extra is None else [held.lesson, extra.lesson]
    if extra is not None:
        _warn_of_entries(desk, extra)
        desk.take_back(desk.rows_of(extra.lesson, ChangeKind.EXTRA))
    if _fits(desk, 0, held, (held.day, held.number), gone):
        desk.take_back(_here(desk, held))


def _here(desk: Desk, held: HeldLesson) -> list[Stored]:
    """The rows that silence the lesson where it stands."""
    rows = desk.rows_of(held.lesson, ChangeKind.CANCEL, ChangeKind.EVENT)
    return [one for one in rows if (one.day("day"), one.number("number")) == (held.day, held.number)]


def _take_back_change(desk: Desk, held: HeldLesson) -> bool:
    silenced = [] if held.living else _here(desk, held)
    moved, added = desk.rows_of(held.lesson, ChangeKind.TRANSFER), desk.rows_of(held.lesson, ChangeKind.EXTRA)
    home = desk.days.homes.get(held.lesson)
    if silenced:
        if _fits(desk, 0, held, (held.day, held.number)):
            desk.take_back(silenced)
    elif moved and home is not None:
        if desk.teaches_then(0, held.course, *home) and _fits(desk, 0, held, home):
            _move(desk, held, *home)
    elif added:
        _warn_of_entries(desk, held)
        desk.take_back(added)
    return bool(silenced or moved or added)
