"""The pupils of a class as a table: typed in, pasted, put right; enrolled with or without an order (4.3.4, 5.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from ezh_desktop.domain.away import AWAY_WORDS
from ezh_desktop.domain.change import Change, Key, Row
from ezh_desktop.domain.names import PersonName, name_key
from ezh_desktop.domain.rights_table import Thing
from ezh_desktop.domain.rules import refuse_pupil_name
from ezh_desktop.domain.russian import Gender, by_gender, dotted, first_of, gender_of, plural
from ezh_desktop.domain.typed import typed_day
from ezh_desktop.errors import BadInput
from ezh_desktop.services.ids import system_ids
from ezh_desktop.services.importing.people import Known, read_known
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.structure.base import (
    NEW,
    Line,
    Lines,
    Plan,
    Stored,
    Work,
    academic_of,
    asks,
    chosen_year,
    demand_open,
    read_stored,
    stands,
)
from ezh_desktop.services.structure.classes import ClassForm, judge_class
from ezh_desktop.storage.reading.places import YearLine
from ezh_desktop.storage.reading.rows import row

ACTION: Final = "class.write"
TABLE: Final = "pupils"
GENDERS: Final = {"ж": "f", "м": "m"}
_LEAST_AGE: Final = 5
_MOST_AGE: Final = 25
_NAMED: Final = 3
_CARD: Final = ("surname", "given", "patronymic", "file_number")


@dataclass(frozen=True, slots=True)
class PupilsPage:
    """The members of a class by list number; who left stands there with the order."""

    school_class: int
    year: YearLine
    lines: Lines
    members: Mapping[Key, Stored]
    cards: Mapping[Key, Stored]
    orders: Mapping[Key, Stored]
    known: Sequence[Known]
    filled: bool
    """Whether anything is entered in the class's lessons: its list numbers are on paper then."""
    today: date

    @property
    def began(self) -> bool:
        """Whether the class already learns, so that who comes now comes on a day."""
        return self.year.start < self.today.isoformat() and bool(self.members)

    def card(self, membership: int) -> Stored:
        """The card of a member."""
        return self.cards[self.members[membership,].number("pupil"),]


def read_pupils(office: FileOffice, school_class: int) -> PupilsPage:
    """The members of a class, with their cards and orders."""
    today = office.clock.today()
    with office.reading() as db:
        year = row(db, "SELECT year FROM school_class WHERE id = ?", school_class)[0]
        members = {
            key: one
            for key, one in read_stored(db, "membership", "school_class = ?", school_class).items()
            if stands(one)
        }
        inside = "id IN (SELECT pupil FROM membership WHERE school_class = ?)"
        cards = read_stored(db, "pupil", inside, school_class)
        orders = read_stored(
            db,
            "movement_order",
            "cancelled = 0 AND pupil IN (SELECT pupil FROM membership WHERE school_class = ?)"
            " AND day >= (SELECT y.start FROM school_class AS k JOIN academic_year AS y ON y.id = k.year"
            " WHERE k.id = ?)",
            school_class,
            school_class,
        )
        known = read_known(db, today.isoformat())
        filled = row(db, _FILLED, school_class) is not None
        line = chosen_year(db, today, year)
    lines = tuple(
        _line(one, cards[one.number("pupil"),], _note(one, cards[one.number("pupil"),], orders, today))
        for one in sorted(members.values(), key=lambda one: (one.number("list_number"), one.text("start")))
    )
    return PupilsPage(school_class, line, lines, members, cards, orders, known, filled, today)


def _line(member: Stored, card: Stored, note: str) -> Line:
    start, birth = member.day("start"), card.day("birth")
    words = {value: word for word, value in GENDERS.items()}
    texts = {name: card.text(name) for name in _CARD} | {
        "number": member.text("list_number"),
        "gender": words[card.text("gender")],
        "birth": dotted(birth) if birth else "",
        "start": dotted(start) if start else "",
        "note": note,
    }
    return Line(int(member.key[0]), texts)


def _note(member: Stored, card: Stored, orders: Mapping[Key, Stored], today: date) -> str:
    """«Выбыл, последний день 12.10.2026, приказ № 5»; who came by order: «Приказ № 7»."""
    pupil, school_class, end = member.number("pupil"), member.number("school_class"), member.day("end")
    all_own = [one for one in orders.values() if one.number("pupil") == pupil]
    own = [one for one in all_own if one.row["kind"] not in AWAY_WORDS]
    way = "to_class" if end is None else "from_class"
    order = next((one for one in own if one.number(way) == school_class), None)
    number = f"приказ № {order.text('number')}" if order and order.text("number") else ""
    if end is None and order is not None and order.row["kind"] == "repeat":
        return _away_note(all_own, today) or f"Повторное обучение. {order.text('reason')}".strip()
    if end is None:
        return _away_note(all_own, today) or number.capitalize()
    gender = Gender.FEMALE if card.row["gender"] == "f" else Gender.MALE
    moved = order is not None and order.row["kind"] == "transfer"
    word = by_gender(gender, "Переведён", "Переведена") if moved else by_gender(gender, "Выбыл", "Выбыла")
    return ", ".join(part for part in (word, f"последний день {dotted(end)}", number) if part)


def _away_note(own: Sequence[Stored], today: date) -> str:
    """«Обучается на дому с 12.10.2026 по 18.12.2026, приказ № 7», of the last such order until its end is past."""
    turns = sorted((one for one in own if one.row["kind"] in AWAY_WORDS), key=lambda one: one.text("day"))
    last = next((one for one in reversed(turns) if one.row["from_class"]), None)
    if last is None:
        return ""
    later = (one for one in turns if not one.row["from_class"] and one.text("day") > last.text("day"))
    back = next((one.day("day") for one in later), None)
    if back is not None and back <= today:
        return ""
    since = dotted(date.fromisoformat(last.text("day")))
    till = f" по {dotted(back - timedelta(days=1))}" if back else ""
    return f"Обучается {AWAY_WORDS[last.text('kind')]} с {since}{till}, приказ № {last.text('number')}"


def plan_class(  # noqa: PLR0917 - the parts of one page of a dialog
    office: FileOffice, form: ClassForm, page: PupilsPage, class_line: Line, lines: Lines, enrol: Line
) -> Plan:
    """What saving a class with its list would do. `enrol`: day, order, its day, place of who is new in the list."""
    demand_open(page.year)
    work = Work(system_ids())
    judge_class(work, form, class_line, page.today)
    judge_pupils(work, page, lines, enrol)
    things = {"school_class": Thing.SCHOOL_CLASS, "person": Thing.STAFF, "role_assignment": Thing.ACCOUNT}
    pupils = {"pupil": Thing.MOVEMENT, "membership": Thing.MOVEMENT, "movement_order": Thing.MOVEMENT}
    asked = dict.fromkeys(thing for entity, thing in (things | pupils).items() if entity in work.touched)
    derives = form.year.year if "school_class" in work.touched else None
    return work.plan(ACTION, ("school_class", form.school_class), asks(office, *asked), derives)


def judge_pupils(work: Work, page: PupilsPage, lines: Lines, enrol: Line) -> None:
    """Compare the list with what is stored; faults stand in the table «pupils»."""
    start, order = _enrolment(work, page, enrol)
    new: list[tuple[int, Line, Row]] = []
    for at, line in enumerate(lines):
        if line.ident == NEW and _empty(line):
            continue
        card = _card(work, page, at, line)
        _twins(work, page, (at, line), lines)
        if card is None:
            continue
        if line.ident != NEW:
            work.put(page.card(line.ident), card, page.school_class)
            _restart(work, page, at, line)
        else:
            new.append((at, line, card))
    for one in new:
        _enrol(work, page, one, (start, order))
    _number(work, page, lines, [line for _, line, _ in new])
    _missing(work, page, lines)


def _empty(line: Line) -> bool:
    return not any(line.text(name) for name in ("surname", "given", "patronymic"))


def _card(work: Work, page: PupilsPage, at: int, line: Line) -> Row | None:
    """The card of a line; None with a fault noted."""
    faults = len(work.faults)
    name = PersonName(line.text("surname"), line.text("given"), line.text("patronymic"))
    refusal = refuse_pupil_name(name)
    if refusal is not None:
        field = "given" if name.surname and "." not in name.surname else "surname"
        work.fault(TABLE, at, field, f"{refusal.what.rstrip('.')} (п. 5.3).", refusal.remedy)
    gender = _gender(work, at, line, name) if refusal is None else ""
    birth = _birth(work, page, at, line)
    if len(work.faults) > faults:
        return None
    parts: Row = {"surname": name.surname, "given": name.given, "patronymic": name.patronymic}
    return {**parts, "gender": gender, "name_key": name.key, "birth": birth, "file_number": line.text("file_number")}


def _gender(work: Work, at: int, line: Line, name: PersonName) -> str:
    typed = line.text("gender").casefold()[:1]
    if typed in GENDERS:
        return GENDERS[typed]
    told = gender_of(name.given, name.patronymic) if not typed else None
    if told is None:
        work.fault(TABLE, at, "gender", "По имени не понять пол.", "Впишите «м» или «ж».")
    return "f" if told is Gender.FEMALE else "m"


def _birth(work: Work, page: PupilsPage, at: int, line: Line) -> str | None:
    if not line.text("birth"):
        return None
    with work.reading(TABLE, at, "birth"):
        birth = typed_day(line.text("birth"), academic_of(page.year))
        if not _LEAST_AGE <= int(page.year.start[:4]) - birth.year <= _MOST_AGE:
            raise BadInput(f"Родившийся {dotted(birth)} не школьного возраста.", "Проверьте год рождения.")
        return birth.isoformat()
    return None


def _twins(work: Work, page: PupilsPage, own: tuple[int, Line], lines: Lines) -> None:
    """Two of one full name in a class are told apart by their days of birth."""
    at, line = own
    for other_at, other in enumerate(lines[:at]):
        if _key(other) != _key(line) or _apart(other, line) or _left(page, line) or _left(page, other):
            continue
        what = f"Такой же ученик уже стоит в строке {other_at + 1}."
        work.fault(TABLE, at, "surname", what, "Если это другой ребёнок, впишите обоим дату рождения.")
        return


def _key(line: Line) -> str:
    return name_key(" ".join(line.text(name) for name in ("surname", "given", "patronymic")))


def _apart(one: Line, other: Line) -> bool:
    births = one.text("birth"), other.text("birth")
    return all(births) and births[0] != births[1]


def _left(page: PupilsPage, line: Line) -> bool:
    return line.ident != NEW and bool(page.members[line.ident,].row["end"])


def _restart(work: Work, page: PupilsPage, at: int, line: Line) -> None:
    """The first day in the class, put right."""
    if line.text("start") == next(one for one in page.lines if one.ident == line.ident).text("start"):
        return
    with work.reading(TABLE, at, "start"):
        start = typed_day(line.text("start"), academic_of(page.year)).isoformat() if line.text("start") else None
        member = page.members[line.ident,]
        if start and member.row["end"] and start > member.text("end"):
            raise BadInput("Первый день позже последнего.", "Исправьте дату.")
        work.put(member, {"start": start}, page.school_class)


def _enrolment(work: Work, page: PupilsPage, enrol: Line) -> tuple[str | None, Row]:
    """First day of who is new, and the order if there is one: a class that does not learn yet has no first day."""
    start = order_day = None
    with work.reading("enrol", 0, "day"):
        if enrol.text("day"):
            start = typed_day(enrol.text("day"), academic_of(page.year)).isoformat()
    with work.reading("enrol", 0, "order_day"):
        if enrol.text("order_day"):
            order_day = typed_day(enrol.text("order_day"), academic_of(page.year)).isoformat()
    beside: Row = {"place": enrol.text("place"), "reason": enrol.text("reason")}
    return start, {"number": enrol.text("order"), "order_day": order_day, **beside}


def _enrol(work: Work, page: PupilsPage, new: tuple[int, Line, Row], terms: tuple[str | None, Row]) -> None:
    (at, line, card), (start, order) = new, terms
    if line.text("start"):
        with work.reading(TABLE, at, "start"):
            start = typed_day(line.text("start"), academic_of(page.year)).isoformat()
    found = _known(work, page, at, card)
    if found is None:
        pupil = work.add("pupil", {**card, "file_checked": 0, "address": "", "phone": ""}, scope=page.school_class)
    else:
        pupil = found.pupil
    stay: Row = {"pupil": pupil, "school_class": page.school_class, "start": start, "end": None}
    number = _first_number(page) + sum(change.entity == "membership" and change.inserts for change in work.changes)
    work.add("membership", {**stay, "list_number": number}, scope=page.school_class)
    if order["number"]:
        move: Row = {"pupil": pupil, "kind": "arrival", "day": start or page.year.start, **order}
        rest: Row = {"from_class": None, "to_class": page.school_class, "cancelled": 0}
        work.add("movement_order", {**move, **rest}, scope=page.school_class)


def _known(work: Work, page: PupilsPage, at: int, card: Row) -> Known | None:
    """The pupil of the journal who is meant: one of this name and birth who is in no class now."""
    like = [one for one in page.known if one.card["name_key"] == card["name_key"]]
    sure = [one for one in like if card["birth"] and one.card["birth"] == card["birth"]]
    elsewhere = [one for one in sure if one.classes]
    if elsewhere and page.school_class not in elsewhere[0].classes:
        where = ", ".join(elsewhere[0].classes.values())
        work.fault(
            TABLE, at, "surname", f"Уже учится в {where}.", "Переведите приказом: выберите там «Перевести…» (п. 4.3.4)."
        )
        return None
    for one in like:
        if one.classes and one not in sure and page.school_class not in one.classes:
            work.warnings.append(
                f"В {', '.join(one.classes.values())} есть ученик с тем же именем: {PersonName(*_names(one)).full}."
            )
    return sure[0] if sure else None


def _names(known: Known) -> tuple[str, str, str]:
    return str(known.card["surname"]), str(known.card["given"]), str(known.card["patronymic"])


def _first_number(page: PupilsPage) -> int:
    return max((one.number("list_number") for one in page.members.values()), default=0) + 1


def _number(work: Work, page: PupilsPage, lines: Lines, new: Sequence[Line]) -> None:
    """A list on which nothing hangs yet is kept by alphabet; later arrivals stand at the end, as on paper."""
    if page.filled or any(one.row["start"] for one in page.members.values()):
        return
    added = [change for change in work.changes if change.entity == "membership" and change.inserts]
    stays = list(zip(new, added, strict=False))
    listed: list[tuple[str, int, Change | None]] = [
        (_key(line), line.ident, None) for line in lines if line.ident != NEW
    ]
    listed += [(_key(line), NEW, change) for line, change in stays if change.new["start"] is None]
    for number, (_, ident, change) in enumerate(sorted(listed, key=lambda one: one[0]), 1):
        if change is not None:
            work.renew(change, {"list_number": number})
        else:
            work.put(page.members[ident,], {"list_number": number}, page.school_class)


def _missing(work: Work, page: PupilsPage, lines: Lines) -> None:
    """Who is typed over with nothing is not gone: that has acts of its own."""
    kept = {line.ident for line in lines}
    gone = [one for one in page.members.values() if one.key[0] not in kept]
    if gone:
        names = [" ".join(page.card(int(one.key[0])).text(part) for part in _CARD[:2]) for one in gone]
        who = first_of(names, _NAMED)
        work.fault(
            TABLE,
            0,
            "surname",
            f"Из списка {plural(len(gone), 'пропал ученик', 'пропали ученики', 'пропали ученики')}: {who}.",
            "Ушедших отчисляют приказом, внесённых по ошибке убирают.",
        )


_FILLED: Final = (
    "SELECT 1 FROM lesson AS l WHERE l.course IN (SELECT course FROM course_class WHERE school_class = ?)"
    " AND EXISTS (SELECT 1 FROM cell AS c WHERE c.lesson = l.id) LIMIT 1"
)
