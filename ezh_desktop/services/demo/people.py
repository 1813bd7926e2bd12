"""The demo school's people as rows: staff with accounts, pupils with cards and parents, health sheets, clubs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Final

from ezh_desktop.domain.calendar import Calendar
from ezh_desktop.domain.change import Change, Value
from ezh_desktop.domain.ids import NewId
from ezh_desktop.domain.names import name_key
from ezh_desktop.domain.rights_table import Role
from ezh_desktop.domain.rules import refuse_pupil_name
from ezh_desktop.domain.spans import Span
from ezh_desktop.services.demo.absences import stay_away
from ezh_desktop.services.demo.model import DemoClass, Pupil
from ezh_desktop.services.demo.names import adult_name, parent_name, pupil_name
from ezh_desktop.services.demo.staff import DEPUTY, DIRECTOR, LEADER, MEDIC, Member, Seat
from ezh_desktop.services.founding import Credentials, account_row, person_row, role_row
from ezh_desktop.storage.protocol import Signer

TOWN: Final = "г. Светлогорск"
_STREETS: Final = ("Садовая", "Школьная", "Лесная", "Молодёжная", "Речная", "Полевая", "Новая", "Парковая")
_CLUBS: Final = (
    ("Шахматный клуб", "школа"),
    ("Волейбол", "школа"),
    ("Хоровая студия", "школа"),
    ("Изостудия", "Дом творчества"),
    ("Плавание", "спортивная школа"),
    ("Робототехника", "Дом творчества"),
)
_LOGIN_ROLES: Final = {
    DIRECTOR: (Role.DIRECTOR,),
    DEPUTY: (Role.DEPUTY,),
    MEDIC: (Role.MEDICAL_WORKER,),
    LEADER: (Role.CLASS_TEACHER, Role.SUBJECT_TEACHER),
}


def member_of(seat: Seat, chance: Random, taken: set[str], new_id: NewId, own: Credentials | None) -> Member:
    """The person in a seat: with the caller's account, or with a key pair whose seed nobody keeps."""
    name = seat.name or adult_name(chance, female=seat.female, taken=taken)
    roles = _LOGIN_ROLES.get(seat.key, (Role.SUBJECT_TEACHER,))
    if own is not None:
        return Member(seat, own.person, own.account, name, own.signer, roles)
    return Member(seat, new_id(), new_id(), name, Signer.generate(), roles)


def staff_changes(member: Member, number: int, new_id: NewId, own: Credentials | None) -> list[Change]:
    """Person, account and the roles that need no class. Without `own` the account has no slot and nobody signs in."""
    gender = "f" if member.seat.female else "m"
    account = account_row(own.person, own.login, own.slot, temporary=False) if own else _author_row(member, number)
    changes = [
        Change("person", (member.person,), None, person_row(member.name, gender, member.seat.post)),
        Change("account", (member.account,), None, account),
    ]
    roles = [role for role in member.roles if role is not Role.CLASS_TEACHER]
    return changes + [Change("role_assignment", (new_id(),), None, role_row(member.person, role)) for role in roles]


def _author_row(member: Member, number: int) -> dict[str, Value]:
    login = f"staff{number:02}"
    names: dict[str, Value] = {"person": member.person, "login": login, "login_key": name_key(login)}
    sign_pub = bytes(member.signer.verify_key).hex()
    return names | {"state": "active", "temporary": 0, "slot": "", "box_pub": "", "sign_pub": sign_pub}


def make_pupil(chance: Random, stay: Span, calendar: Calendar, taken: set[str], new_id: NewId) -> Pupil:
    """A pupil with the year's absences."""
    female = chance.random() < 0.5
    name = pupil_name(chance, female=female, taken=taken)
    refusal = refuse_pupil_name(name)
    if refusal is not None:
        raise ValueError("a name of the demo breaks 5.3")
    pupil = Pupil(new_id(), name, female, min(5.0, max(3.0, chance.gauss(4.0, 0.6))), stay)
    stay_away(pupil, calendar.school_days(), chance)
    return pupil


def card_changes(
    klass: DemoClass, pupil: Pupil, number: int, chance: Random, new_id: NewId, *, filed: bool = True
) -> list[Change]:
    """The pupil's card, parents, and place in the class list with its `number` (5.28–5.32).

    Without `filed` the number of the personal file is missing.
    """
    scope = klass.school_class
    birth = date(klass.scheme.terms.start.year - 6 - klass.name.grade, 9, 1) - timedelta(days=chance.randrange(330))
    row: dict[str, Value] = {
        "surname": pupil.name.surname,
        "given": pupil.name.given,
        "patronymic": pupil.name.patronymic,
        "gender": "f" if pupil.female else "m",
        "name_key": pupil.name.key,
        "birth": birth.isoformat(),
        "file_number": f"{pupil.name.surname[0]}-{chance.randint(100, 999)}" if filed else "",
        "file_checked": int(filed),
        "address": f"{TOWN}, ул. {chance.choice(_STREETS)}, д. {chance.randint(1, 60)}, кв. {chance.randint(1, 90)}",
        "phone": _phone(chance),
    }
    changes = [Change("pupil", (pupil.pupil,), None, row, scope)]
    for position, (mother, relation) in enumerate(((True, "мать"), (False, "отец")), 1):
        name = parent_name(chance, pupil.name, pupil_female=pupil.female, mother=mother)
        guardian: dict[str, Value] = {"pupil": pupil.pupil, "name": name.full, "relation": relation}
        guardian |= {"phone": _phone(chance), "position": position, "ended": 0}
        changes.append(Change("guardian", (new_id(),), None, guardian, scope))
    return [*changes, membership_change(klass, pupil, number, new_id)]


def membership_change(klass: DemoClass, pupil: Pupil, number: int, new_id: NewId) -> Change:
    """The pupil's stay in the class; a departure ends it later, by its own act."""
    start = pupil.stay.first.isoformat() if pupil.stay.first > klass.scheme.terms.start else None
    row: dict[str, Value] = {"pupil": pupil.pupil, "school_class": klass.school_class, "start": start, "end": None}
    return Change("membership", (new_id(),), None, row | {"list_number": number}, klass.school_class)


def club_changes(klass: DemoClass, pupils: Sequence[Pupil], year: int, chance: Random, new_id: NewId) -> list[Change]:
    """Clubs and sections of some pupils."""
    changes = []
    for pupil in pupils:
        if chance.random() < 0.4:
            title, place = chance.choice(_CLUBS)
            row: dict[str, Value] = {"pupil": pupil.pupil, "year": year, "title": title, "place": place}
            row |= {"leader": "", "span": "учебный год", "ended": 0}
            changes.append(Change("club", (new_id(),), None, row, klass.school_class))
    return changes


def _phone(chance: Random) -> str:
    """A number of a code that no operator has."""
    return f"+7 (000) {chance.randint(100, 999)}-{chance.randint(10, 99)}-{chance.randint(10, 99)}"
