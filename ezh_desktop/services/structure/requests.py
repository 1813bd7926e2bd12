"""The class teacher asks the administrator to enrol or remove a pupil (4.3.4); the administrator does it by an order.

A request is a notice to the staff about a class. Nobody ticks it off: it waits until the list of the class says what
was asked for, or until the administrator declines it. The refusal is the administrator's own notice to who asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final, NamedTuple

from ezh_desktop.domain.change import Key, Row
from ezh_desktop.domain.ids import answering
from ezh_desktop.domain.names import PersonName, name_key
from ezh_desktop.domain.rights import About, may
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.domain.rules import refuse_pupil_name
from ezh_desktop.domain.russian import dotted
from ezh_desktop.domain.typed import typed_day
from ezh_desktop.errors import BadInput
from ezh_desktop.services.ids import system_ids
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.structure.base import (
    NEW,
    Fault,
    Line,
    Lines,
    Plan,
    Stored,
    Work,
    academic_of,
    asks,
    chosen_year,
    demand_open,
    is_open,
    read_stored,
    rows_taken_out,
    rows_typed,
)
from ezh_desktop.services.structure.classes import read_class
from ezh_desktop.services.structure.movement import FORM, NO_ORDER, Member, plan_move
from ezh_desktop.services.structure.pupils import plan_class, read_pupils
from ezh_desktop.services.structure.staff import read_staff
from ezh_desktop.storage.reading.places import YearLine, read_class_names
from ezh_desktop.storage.reading.rows import Readable, rows, stands

ACTION: Final = "request.write"
DECLINE: Final = "request.decline"
TABLE: Final = "requests"
_NOTE: Final = "; "
_MOST: Final = 300
_DECLINED: Final = "Отклонено: "
_ASKED: Final = "audience = 'staff' AND school_class IS NOT NULL AND cancelled = 0"
_ANSWERED: Final = "audience = 'person' AND school_class IS NOT NULL"


class Wish(StrEnum):
    """What is asked for; the word begins the text of the notice."""

    ENROL = "Зачислить"
    REMOVE = "Отчислить"


@dataclass(frozen=True, slots=True)
class Request:
    """A request: whom to enrol or remove, from or after which day, what the order needs beside."""

    ident: int
    school_class: int
    class_name: str
    wish: Wish
    name: str
    day: date
    note: str
    asker: int
    author: str
    done: bool
    declined: str = ""
    """Why the administrator has declined it; empty of one that is done or waits."""

    @property
    def words(self) -> str:
        """«7А, отчислить: Иванова Анна Петровна»."""
        return f"{self.class_name}, {self.wish.lower()}: {self.name}"

    @property
    def waits(self) -> bool:
        """Whether it is still to be answered."""
        return not (self.done or self.declined)

    @property
    def state(self) -> str:
        """«ждёт», «выполнено», «отклонено: в классе нет мест»."""
        return "ждёт" if self.waits else "выполнено" if self.done else f"отклонено: {self.declined}"


@dataclass(frozen=True, slots=True)
class RequestsPage:
    """The year's requests, those that wait first: all of them for the office, for a class teacher the own ones."""

    year: YearLine
    today: date
    classes: Mapping[str, int]
    """The classes that the person leads today."""
    members: Mapping[int, Mapping[str, str]]
    """Who is in each of them today: full names by key."""
    requests: tuple[Request, ...]
    stored: Mapping[Key, Stored]
    answers: Mapping[Key, Stored]
    """What the administrator has answered, by its own key; those taken back, too."""
    performs: bool
    writable: bool

    @property
    def waiting(self) -> tuple[Request, ...]:
        """What is still to be done."""
        return tuple(one for one in self.requests if one.waits)

    @property
    def lines(self) -> Lines:
        """The requests as lines of a table."""
        return tuple(
            Line(
                one.ident,
                {
                    "class": one.class_name,
                    "wish": one.wish.value,
                    "name": one.name,
                    "day": dotted(one.day),
                    "note": one.note,
                    "author": one.author,
                    "state": one.state,
                },
            )
            for one in self.requests
        )


def text_of(wish: Wish, name: str, note: str) -> str:
    """The text of the notice: «Зачислить: Иванова Анна Петровна; из школы № 5»."""
    return f"{wish}: {name}{_NOTE}{note}" if note else f"{wish}: {name}"


def read_text(text: str) -> tuple[Wish, str, str] | None:
    """Wish, full name and note of such a text; None of a notice that is no request."""
    word, colon, rest = text.partition(": ")
    if not colon or word not in set(Wish):
        return None
    name, _, note = rest.partition(_NOTE)
    return Wish(word), name, note


def read_requests(office: FileOffice) -> RequestsPage:
    """The requests that the person may see. Raises BadInput without a school year."""
    today, actor = office.clock.today(), office.actor
    own = office.person.person
    sees_all = may(actor, Action.READ, About(Thing.NOTICE, today))
    with office.reading() as db:
        year = chosen_year(db, today)
        names = dict(read_class_names(db, year.year))
        found, answers = read_stored(db, "notice", _ASKED), read_stored(db, "notice", _ANSWERED)
        staff = read_staff(db).names
        stays = _Stays(db, year.year)
    seen = {
        key: (one, told)
        for key, one in found.items()
        if one.number("school_class") in names
        and (sees_all or one.number("author") == own)
        and (told := read_text(one.text("text"))) is not None
    }
    led = {name: ident for ident, name in names.items() if actor.standing.leads(ident, today)}
    requests = [_request(one, told, _Known(names, staff, stays, answers)) for one, told in seen.values()]
    open_ = is_open(office, year)
    return RequestsPage(
        year,
        today,
        led,
        {ident: stays.members(ident, today) for ident in led.values()},
        tuple(sorted(requests, key=lambda one: (not one.waits, one.day, one.ident))),
        {key: one for key, (one, _) in seen.items()},
        answers,
        performs=open_ and may(actor, Action.WRITE, About(Thing.MOVEMENT, today)),
        writable=open_ and bool(led) and may(actor, Action.WRITE, About(Thing.NOTICE, today, person=own)),
    )


class _Stays:
    """Who is and was in the classes of a year, by class and key of the name."""

    def __init__(self, db: Readable, year: int) -> None:
        self._found: defaultdict[int, list[Any]] = defaultdict(list)
        for school_class, *one in rows(
            db,
            "SELECT m.school_class, p.name_key, p.surname, p.given, p.patronymic, m.end FROM membership AS m"  # noqa: S608
            " JOIN school_class AS k ON k.id = m.school_class JOIN pupil AS p ON p.id = m.pupil"
            f" WHERE k.year = ? AND {stands('m')}",
            year,
        ):
            self._found[school_class].append(one)

    def members(self, school_class: int, today: date) -> dict[str, str]:
        """Full names, by key, of who is there on the day."""
        here = (one for one in self._found[school_class] if one[4] is None or one[4] >= today.isoformat())
        return {one[0]: PersonName(*one[1:4]).full for one in here}

    def stays_open(self, school_class: int, name: str) -> bool:
        """Whether somebody of that name is in the class and nothing ends it."""
        return any(one[0] == name_key(name) and one[4] is None for one in self._found[school_class])


class _Known(NamedTuple):
    """What a notice is read with: names of classes and staff, who is in the classes, answers by key."""

    classes: Mapping[int, str]
    staff: Mapping[int, str]
    stays: _Stays
    answers: Mapping[Key, Stored]


def _request(one: Stored, told: tuple[Wish, str, str], known: _Known) -> Request:
    (wish, name, note), ident, school_class = told, int(one.key[0]), one.number("school_class")
    done = known.stays.stays_open(school_class, name) is (wish is Wish.ENROL)
    answer = known.answers.get((answering(ident),))
    declined = "" if done or answer is None or answer.number("cancelled") else _reason_in(answer.text("text"))
    asker = one.number("author")
    return Request(
        ident,
        school_class,
        known.classes[school_class],
        wish,
        name,
        date.fromisoformat(one.text("start")),
        note,
        asker,
        known.staff.get(asker, ""),
        done,
        declined,
    )


def _reason_in(text: str) -> str:
    return text.partition("\n")[2]


def plan_requests(office: FileOffice, page: RequestsPage, lines: Lines) -> Plan:
    """What saving the table of a class teacher would do: ask, put right, withdraw.

    What is done stays as it is; what is declined may be put away, and asked anew by another line.
    """
    demand_open(page.year)
    work = Work(system_ids())
    own = office.person.person
    done = {one.ident for one in page.requests if one.done}
    settled = done | {one.ident for one in page.requests if one.declined}
    seen: list[tuple[int, str]] = []
    for at, line in rows_typed(lines):
        if line.ident in settled:
            continue
        fields = _fields(work, page, at, line)
        if fields is None:
            continue
        school_class = int(fields["school_class"] or 0)
        who = school_class, name_key(line.text("name"))
        if who in seen:
            work.fault(TABLE, at, "name", "Об этом ученике просьба уже есть.", "Уберите лишнюю строку: Ctrl+Delete.")
        seen.append(who)
        if line.ident == NEW:
            rest: Row = {"author": own, "audience": "staff", "person": None, "end": None, "cancelled": 0}
            work.add("notice", {**rest, **fields}, scope=school_class)
        else:
            work.put(page.stored[line.ident,], fields, school_class)
    for one in rows_taken_out(page.stored, lines):
        if one.key[0] not in done:
            work.put(one, {"cancelled": 1}, one.number("school_class"))
    today = office.clock.today()
    return work.plan(ACTION, ("school", 0), ((Action.WRITE, About(Thing.NOTICE, today, person=own)),))


def _fields(work: Work, page: RequestsPage, at: int, line: Line) -> Row | None:
    """The fields of a notice; None with a fault noted."""
    faults = len(work.faults)
    wish = next((one for one in Wish if line.text("wish") and one.lower().startswith(line.text("wish").lower())), None)
    if wish is None:
        work.fault(TABLE, at, "wish", "Не сказано, зачислить или отчислить.", "Выберите из списка.")
    school_class = _class(work, page, at, line)
    day = page.today
    with work.reading(TABLE, at, "day"):
        day = typed_day(line.text("day"), academic_of(page.year)) if line.text("day") else page.today
    if len(line.text("note")) > _MOST:
        work.fault(TABLE, at, "note", "Слишком длинно.", f"Оставьте не больше {_MOST} знаков.")
    if wish is None or not school_class or len(work.faults) > faults:
        return None
    name = _name(work, page, (at, line), (wish, school_class))
    if len(work.faults) > faults:
        return None
    return {"school_class": school_class, "start": day.isoformat(), "text": text_of(wish, name, line.text("note"))}


def _class(work: Work, page: RequestsPage, at: int, line: Line) -> int:
    """The class named, or the only one that the person leads."""
    if not line.text("class") and len(page.classes) == 1:
        return next(iter(page.classes.values()))
    wanted = name_key(line.text("class"))
    found = next((ident for name, ident in page.classes.items() if name_key(name) == wanted), 0)
    if not found:
        work.fault(TABLE, at, "class", "Просят о своём классе (п. 4.3.4).", "Выберите класс из списка.")
    return found


def _name(work: Work, page: RequestsPage, where: tuple[int, Line], what: tuple[Wish, int]) -> str:
    """The full name: of who is to come as typed, of who is to go as the class has it."""
    (at, line), (wish, school_class) = where, what
    typed, members = " ".join(line.text("name").replace(";", " ").split()), page.members[school_class]
    if wish is Wish.ENROL:
        name = PersonName.read(typed)
        refusal = refuse_pupil_name(name)
        if refusal is not None:
            work.fault(TABLE, at, "name", f"{refusal.what.rstrip('.')} (п. 5.3).", refusal.remedy)
        elif name.key in members:
            work.fault(TABLE, at, "name", "Такой ученик в классе уже есть.", "Проверьте имя.")
        return name.full
    wanted = name_key(typed)
    if wanted in members:
        return members[wanted]
    near = [full for key, full in members.items() if typed and key.startswith(wanted)]
    if len(near) != 1:
        told = "Так начинаются имена нескольких учеников." if near else "Такого ученика в классе нет."
        work.fault(TABLE, at, "name", told, "Выберите из списка.")
        return ""
    return near[0]


def plan_performing(office: FileOffice, request: Request, form: Line) -> Plan:
    """What carrying a request out would do; `form` holds what the order says.

    Fields: day, order, order_day, place, reason, and of who comes gender and birth. Raises BadInput when the pupil
    whom to remove is not in the class any more.
    """
    if request.wish is Wish.REMOVE:
        return plan_move(office, _member(office, request), form)
    name = PersonName.read(request.name)
    texts = {"surname": name.surname, "given": name.given, "patronymic": name.patronymic}
    new = Line(NEW, {**texts, "gender": form.text("gender"), "birth": form.text("birth")})
    shown, page = read_class(office, request.school_class), read_pupils(office, request.school_class)
    plan = plan_class(office, shown, page, shown.line, (*page.lines, new), form)
    if form.text("order"):
        return plan
    lacking = Fault(FORM, 0, "order", *NO_ORDER)
    return Plan(None, (*plan.faults, lacking), plan.warnings)


def plan_declining(office: FileOffice, page: RequestsPage, request: Request, form: Line) -> Plan:
    """What declining a request would do; the field `reason` of `form` says why, and who asked reads it."""
    demand_open(page.year)
    work = Work(system_ids())
    reason, own, today = form.text("reason"), office.person.person, office.clock.today()
    if not any(letter.isalpha() for letter in reason):
        work.fault(FORM, 0, "reason", "Не указана причина.", "Её прочтёт тот, кто просил.")
    elif len(reason) > _MOST:
        work.fault(FORM, 0, "reason", "Слишком длинно.", f"Оставьте не больше {_MOST} знаков.")
    answer: Row = {
        "author": own,
        "audience": "person",
        "school_class": request.school_class,
        "person": request.asker,
        "start": today.isoformat(),
        "end": None,
        "text": f"{_DECLINED}{request.words}\n{reason}",
        "cancelled": 0,
    }
    key = (answering(request.ident),)
    if key in page.answers:
        work.put(page.answers[key], answer, request.school_class)
    else:
        work.add("notice", answer, key, request.school_class)
    demands = (*asks(office, Thing.MOVEMENT), (Action.WRITE, About(Thing.NOTICE, today, person=own)))
    return work.plan(DECLINE, ("school", 0), demands)


def declined_requests(office: FileOffice) -> tuple[Request, ...]:
    """The person's own requests that were declined and are not put away yet."""
    page = read_requests(office)
    return tuple(one for one in page.requests if one.declined and one.asker == office.person.person)


def _member(office: FileOffice, request: Request) -> Member:
    page = read_pupils(office, request.school_class)
    for line in page.lines:
        full = PersonName(*(line.text(part) for part in ("surname", "given", "patronymic"))).full
        if name_key(full) == name_key(request.name) and page.members[line.ident,].row["end"] is None:
            return Member(page, line)
    raise BadInput(f"{request.name}: в классе {request.class_name} такого ученика уже нет.", "F5 обновит список.")


def waiting_requests(office: FileOffice) -> Sequence[Request]:
    """What waits for this person to carry it out; nothing for who does not write the movement of pupils."""
    if not may(office.actor, Action.WRITE, About(Thing.MOVEMENT, office.clock.today())):
        return ()
    page = read_requests(office)
    return page.waiting if page.performs else ()
