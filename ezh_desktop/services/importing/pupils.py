"""Class lists into the journal (4.1.4, 4.3.4, 5.3): the class is made when it is not there, pupils and parents entered.

A second import of a list changes only what differs. What the list leaves empty is never erased, and who is missing in
the list is left alone: a departure has an order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from ezh_desktop.domain.change import Change, Row, Value
from ezh_desktop.domain.ids import NewId
from ezh_desktop.domain.incoming import Flaw, GuardianLine, Judged, Outcome, PupilRow, Spot
from ezh_desktop.domain.names import ClassName, PersonName, name_key
from ezh_desktop.domain.rights import About, demand, may
from ezh_desktop.domain.rights_table import Action, Thing
from ezh_desktop.domain.rules import refuse_pupil_name
from ezh_desktop.domain.russian import day_month, dotted
from ezh_desktop.services.commands import Command
from ezh_desktop.services.ids import system_ids
from ezh_desktop.services.importing.base import Import, refused, update
from ezh_desktop.services.importing.people import Group, Known, read_group, read_known
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.own import Planned

ACTION = "pupils.import"
MANY = Flaw(
    "В журнале несколько учеников с этим именем, и непонятно, кто здесь.",
    "Добавьте в список отчество и дату рождения.",
)
_TITLES = {
    "surname": "фамилия",
    "given": "имя",
    "patronymic": "отчество",
    "gender": "пол",
    "birth": "дата рождения",
    "file_number": "личное дело",
    "address": "адрес",
    "phone": "телефон",
}


def plan_pupils(office: FileOffice, rows: Sequence[PupilRow], school_class: ClassName) -> Import:
    """Judge every row and make the one act of the good ones. Raises RightRefused, BadInput without a school year."""
    today = office.clock.today()
    demands = ((Action.WRITE, About(Thing.MOVEMENT, today)), (Action.WRITE, About(Thing.SCHOOL_CLASS, today)))
    for action, about in demands:
        demand(office.actor, action, about)
    new_id = system_ids()
    with office.reading() as db:
        group = read_group(db, school_class, today.isoformat(), new_id)
        known = read_known(db, today.isoformat())
    work = ListWork(group, known, today, new_id)
    judged = work.judge(rows)
    if not work.changes:
        return Import(judged, None)
    notes = (f"Класса {school_class} в журнале нет, он будет создан.",) if group.made else ()
    changes = tuple(Planned(change) for change in (*group.made, *work.changes))
    subject = ("school_class", group.school_class)
    return Import(judged, Command(ACTION, subject, changes, demands if group.made else demands[:1]), notes)


def may_import(office: FileOffice) -> bool:
    """Whether the person may enter class lists."""
    return not office.readonly and may(office.actor, Action.WRITE, About(Thing.MOVEMENT, office.clock.today()))


@dataclass
class ListWork:
    """The list of one class being judged; `changes` grow with every good row, `pupils` tell whom it speaks of.

    `taken` are pupils that other rows speak of; several lists of one file share it.
    """

    group: Group
    known: Sequence[Known]
    today: date
    new_id: NewId
    changes: list[Change] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)
    pupils: dict[Spot, int] = field(default_factory=dict)

    def judge(self, rows: Sequence[PupilRow]) -> tuple[Judged, ...]:
        """The outcomes in the file's order; new pupils get their list numbers by name."""
        found = {row.spot: judged for row in rows if (judged := _flawed(row)) is not None}
        sound = [row for row in rows if row.spot not in found]
        twins = _twins(sound)
        found |= {row.spot: refused(row.spot, _who(row), flaw) for row, flaw in twins}
        sound = [row for row in sound if row.spot not in found]
        pairs = self._pairs(sound)
        new = []
        for row in sound:
            pair = pairs.get(row.spot)
            if isinstance(pair, Flaw):
                found[row.spot] = refused(row.spot, _who(row), pair)
            elif pair is None or pair.pupil not in self.group.members:
                new.append((row, pair))
            else:
                self.pupils[row.spot] = pair.pupil
                found[row.spot] = self._changed(row, pair)
        new.sort(key=lambda one: name_key(_who(one[0])))
        for number, (row, pair) in enumerate(new, self.group.last_number + 1):
            found[row.spot] = self._entered(row, pair, number)
        return tuple(found[row.spot] for row in rows)

    def _pairs(self, rows: Sequence[PupilRow]) -> dict[Spot, Known | Flaw]:
        """Row → the pupil of the journal it speaks of, or why that cannot be told; nothing: somebody new."""
        by_name: defaultdict[str, list[Known]] = defaultdict(list)
        for one in self.known:
            by_name[_short(one)].append(one)
        groups: defaultdict[str, list[PupilRow]] = defaultdict(list)
        for row in rows:
            groups[name_key(f"{row.surname} {row.given}")].append(row)
        pairs: dict[Spot, Known | Flaw] = {}
        for key, named in groups.items():
            self._pair_namesakes(named, by_name.get(key, []), pairs)
        return pairs

    def _pair_namesakes(
        self, named: Sequence[PupilRow], known: Sequence[Known], pairs: dict[Spot, Known | Flaw]
    ) -> None:
        for sure in (True, False):
            for row in named:
                if row.spot in pairs:
                    continue
                near = [one for one in known if one.pupil not in self.taken and _compatible(row, one, sure=sure)]
                here = [one for one in near if one.pupil in self.group.members]
                left = [one for one in named if not isinstance(pairs.get(one.spot), Known)]
                rivals = [one for one in left if here and _compatible(one, here[0], sure=sure)]
                pair = MANY if len(rivals) > 1 else self._one_of(row, here or near, sure=sure)
                if isinstance(pair, Flaw):
                    pair = replace(pair, column=_name_in(row))
                if pair is not None:
                    pairs[row.spot] = pair
                if isinstance(pair, Known):
                    self.taken.add(pair.pupil)

    def _one_of(self, row: PupilRow, near: Sequence[Known], *, sure: bool) -> Known | Flaw | None:
        """The one pupil meant; a flaw when several could be, or when the pupil is in another class."""
        if not near:
            return None
        if len(near) > 1:
            return MANY
        one = near[0]
        if one.pupil in self.group.members:
            return one
        elsewhere = ", ".join(one.classes.values())
        born = row.birth is not None and one.card["birth"] is not None
        if not sure and born:
            return None
        if elsewhere and sure:
            return Flaw(f"Уже учится в {elsewhere}.", "Переведите ученика приказом о движении (п. 4.3.4).")
        if elsewhere:
            return Flaw(f"В {elsewhere} есть ученик с этим именем.", "Впишите дату рождения: по ней их различают.")
        # Nobody has seen who was entered by an act that was undone: the name alone says who that is.
        return one if sure or one.loose else None

    def _entered(self, row: PupilRow, known: Known | None, number: int) -> Judged:
        pupil = known.pupil if known else self.new_id()
        scope = self.group.school_class
        self.pupils[row.spot] = pupil
        if known is None:
            self.changes.append(Change("pupil", (pupil,), None, {**_card(row), "file_checked": 0}, scope))
            for position, line in enumerate(row.guardians, 1):
                self._guardian(pupil, line, position)
        else:
            self._changed(row, known)
        start = self._start()
        stay: Row = {"pupil": pupil, "school_class": scope, "start": start.isoformat() if start else None, "end": None}
        self.changes.append(Change("membership", (self.new_id(),), None, {**stay, "list_number": number}, scope))
        word = "будет внесена" if row.gender == "f" else "будет внесён"
        since = f" с {day_month(start)}" if start else ""
        return Judged(row.spot, _who(row), Outcome.NEW, f"{word}{since}")

    def _start(self) -> date | None:
        """Who comes into a class that already learns comes today; a list made before or with the class has no date."""
        began = date.fromisoformat(self.group.year.start) < self.today
        return self.today if self.group.members and began else None

    def _changed(self, row: PupilRow, known: Known) -> Judged:
        differences = [*self._update_card(row, known), *self._update_guardians(row, known)]
        if not differences:
            return Judged(row.spot, _who(row), Outcome.SAME, "Уже в классе, данные те же")
        return Judged(row.spot, _who(row), Outcome.CHANGE, f"Уже в классе: {', '.join(differences)}")

    def _update_card(self, row: PupilRow, known: Known) -> list[str]:
        new = {name: value for name, value in _card(row).items() if value not in {"", None}}
        new["name_key"] = name_key(f"{row.surname} {row.given} {row.patronymic or known.card['patronymic']}".strip())
        change = update("pupil", (known.pupil,), known.card, new, known.base, self.group.school_class)
        if change is None:
            return []
        self.changes.append(change)
        return [
            f"{_TITLES[name]} {_shown(name, known.card[name])} → {_shown(name, value)}"
            for name, value in change.new.items()
            if name in _TITLES
        ]

    def _update_guardians(self, row: PupilRow, known: Known) -> list[str]:
        """Parents are told by their relation, else by their name; who is missing in the list stays."""
        words = []
        for line in row.guardians:
            one = next((g for g in known.guardians if _same_guardian(line, g.relation, g.name)), None)
            title = line.relation or "родитель"
            if one is None:
                self._guardian(known.pupil, line, len(known.guardians) + 1)
                words.append(f"{title} {line.name}")
                continue
            new: Row = {"name": line.name, "phone": line.phone or one.phone}
            stored: Row = {"name": one.name, "phone": one.phone}
            change = update("guardian", (one.guardian,), stored, new, one.base, self.group.school_class)
            if change is not None:
                self.changes.append(change)
                words += [f"{title}: {stored[name] or 'пусто'} → {value}" for name, value in change.new.items()]
        return words

    def _guardian(self, pupil: int, line: GuardianLine, position: int) -> None:
        row: Row = {"pupil": pupil, "name": line.name, "relation": line.relation or "родитель", "phone": line.phone}
        full: Row = {**row, "position": position, "ended": 0}
        self.changes.append(Change("guardian", (self.new_id(),), None, full, self.group.school_class))


def _flawed(row: PupilRow) -> Judged | None:
    """The refusal of a row that cannot be right by itself: its own flaws first, then 5.3."""
    refusal = refuse_pupil_name(PersonName(row.surname, row.given, row.patronymic))
    # Where nothing could be read, the reading says why.
    if refusal is not None and (row.surname or row.given or not row.flaws):
        column = row.columns.get("full_name") or row.columns.get("given", "")
        if row.columns.get("surname") and not row.surname:
            column = row.columns["surname"]
        return refused(row.spot, _who(row), Flaw(refusal.what, refusal.remedy, column), refusal.clause)
    return refused(row.spot, _who(row), row.flaws[0]) if row.flaws else None


def _twins(rows: Sequence[PupilRow]) -> Iterator[tuple[PupilRow, Flaw]]:
    """Rows of one name that nothing in the list tells apart; the first of them stays."""
    seen: defaultdict[str, list[PupilRow]] = defaultdict(list)
    for row in rows:
        key = name_key(f"{row.surname} {row.given}")
        like = next((one for one in seen[key] if not _apart(row, one)), None)
        if like is None:
            seen[key].append(row)
            continue
        yield (
            row,
            Flaw(
                f"Такой же ученик уже стоит в строке {like.spot.row}.",
                "Если это другой ребёнок, впишите обоим дату рождения.",
                _name_in(row),
            ),
        )


def _apart(one: PupilRow, other: PupilRow) -> bool:
    names = name_key(one.patronymic), name_key(other.patronymic)
    if all(names) and names[0] != names[1]:
        return True
    return one.birth is not None and other.birth is not None and one.birth != other.birth


def _compatible(row: PupilRow, known: Known, *, sure: bool) -> bool:
    """Whether the row may speak of this pupil; `sure`: the day of birth says so too."""
    names = name_key(row.patronymic), name_key(str(known.card["patronymic"]))
    if all(names) and names[0] != names[1]:
        return False
    return not sure or (row.birth is not None and row.birth.isoformat() == known.card["birth"])


def _same_guardian(line: GuardianLine, relation: str, name: str) -> bool:
    if line.relation:
        return line.relation == relation
    return name_key(line.name) == name_key(name)


def _card(row: PupilRow) -> dict[str, Value]:
    name = PersonName(row.surname, row.given, row.patronymic)
    parts: dict[str, Value] = {"surname": name.surname, "given": name.given, "patronymic": name.patronymic}
    birth = row.birth.isoformat() if row.birth else None
    parts |= {"gender": row.gender, "name_key": name.key, "birth": birth, "file_number": row.file_number}
    return parts | {"address": row.address, "phone": row.phone}


def _short(known: Known) -> str:
    return name_key(f"{known.card['surname']} {known.card['given']}")


def _who(row: PupilRow) -> str:
    return PersonName(row.surname, row.given, row.patronymic).full


def _name_in(row: PupilRow) -> str:
    return row.columns.get("full_name") or row.columns.get("surname", "")


def _shown(name: str, value: Value) -> str:
    if not value:
        return "пусто"
    if name == "gender":
        return {"f": "ж", "m": "м"}[str(value)]
    return dotted(date.fromisoformat(str(value))) if name == "birth" else str(value)
