"""Accounts by real passwords (3.1, 4.1.6, 4.1.7, 9.1.1): added, reset, blocked, own password, recovery code."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ezh_desktop.domain.change import Change, EntryRef
from ezh_desktop.domain.names import PersonName
from ezh_desktop.domain.rights_table import Role
from ezh_desktop.errors import BadInput, Refusal, RightRefused, RuleRefused, SignInTrouble
from ezh_desktop.services.accounts import NewStaff, add_account, block_account, recover_account, reset_password
from ezh_desktop.services.commands import Command
from ezh_desktop.services.opening import Opening, Session
from ezh_desktop.services.own import Planned
from ezh_desktop.services.verifying import verify
from ezh_desktop.storage.keyfile import KeyFile, key_file_of
from ezh_desktop.storage.passwords import FLOOR, KdfCost
from tests.factories import PASSWORD, School, a_school, fake_clock, raw

OWN = "сирень за окном 5"
NEW = NewStaff(PersonName("Новикова", "Инна", "Петровна"), "f", "novikova", [(Role.SUBJECT_TEACHER, None)], "Учитель")
SignsIn = Callable[..., Session]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> School:
    return a_school(tmp_path_factory.mktemp("staff") / "staff.ezh", signs_in=("teacher",))


@pytest.fixture
def school(made: School, tmp_path: Path) -> School:
    return made.copied(tmp_path)


@pytest.fixture
def signs_in(school: School) -> Iterator[SignsIn]:
    opening = Opening({}, cost=FLOOR, clock=fake_clock())
    open_ones: list[Session] = []

    def sign_in(login: str = "admin", password: str = PASSWORD, **how: bool) -> Session:
        session = opening.sign_in(school.path, login, password, **how)
        open_ones.append(session)
        return session

    yield sign_in
    for session in open_ones:
        session.close()


def test_a_new_account_demands_an_own_password_at_its_first_sign_in(signs_in: SignsIn) -> None:
    admin = signs_in()
    slip = add_account(admin.office, NEW, cost=FLOOR)
    first = signs_in("novikova", slip)
    assert first.needs_own_password
    first.set_own_password(OWN)
    with pytest.raises(SignInTrouble):
        signs_in("novikova", slip)
    again = signs_in("NOVIKOVA", OWN)
    assert not again.needs_own_password
    assert again.office.person.name == "Новикова Инна Петровна"
    assert verify(admin.office).findings == ()


def test_a_reset_replaces_the_password_and_nothing_else(signs_in: SignsIn) -> None:
    admin = signs_in()
    slip = reset_password(admin.office, "teacher", cost=FLOOR)
    with pytest.raises(SignInTrouble):
        signs_in("teacher", PASSWORD)
    session = signs_in("teacher", slip)
    assert session.needs_own_password
    assert [place.class_name for place in session.office.places() if place.course] == ["7А"]
    assert verify(admin.office).findings == ()


def test_a_blocked_account_cannot_sign_in_and_its_open_window_cannot_write(signs_in: SignsIn) -> None:
    admin, teacher = signs_in(), signs_in("teacher")
    block_account(admin.office, "teacher")
    with pytest.raises(SignInTrouble):
        signs_in("teacher", PASSWORD)
    from tests.services.test_acts import mark, settled  # noqa: PLC0415 - a helper of another test

    course = next(place.course for place in teacher.office.places() if place.course)
    page = teacher.office.course_page(course)
    refused = settled(teacher.office.submit(mark(page, "5"), page))
    assert isinstance(refused.error, Refusal)


def test_the_last_administrator_cannot_be_blocked(signs_in: SignsIn) -> None:
    admin = signs_in()
    with pytest.raises(Refusal, match="единственный"):
        block_account(admin.office, "admin")


def test_only_the_administrator_makes_accounts(signs_in: SignsIn) -> None:
    teacher = signs_in("teacher")
    with pytest.raises(RightRefused):
        add_account(teacher.office, NEW, cost=FLOOR)
    admin = signs_in()
    add_account(admin.office, NEW, cost=FLOOR)
    with pytest.raises(BadInput, match="занято"):
        add_account(admin.office, NEW, cost=FLOOR)
    with pytest.raises(BadInput):
        reset_password(admin.office, "nobody", cost=FLOOR)


def test_the_recovery_code_gives_an_administrator_a_new_password(signs_in: SignsIn, school: School) -> None:
    opening = Opening({}, cost=FLOOR, clock=fake_clock())
    key_file_of(school.path).unlink()
    session = opening.recover(school.path, " ".join(school.code.groups))
    assert session.recovers == "admin"
    session.set_own_password(OWN)
    admin = signs_in("admin", OWN)
    assert verify(admin.office).findings == ()
    with pytest.raises(SignInTrouble):
        signs_in("admin", PASSWORD)


def test_the_recovery_code_passes_over_who_was_administrator_once(signs_in: SignsIn, school: School) -> None:
    slip = add_account(signs_in().office, replace(NEW, roles=[(Role.ADMINISTRATOR, None)]), cost=FLOOR)
    signs_in("novikova", slip).set_own_password(OWN)
    second = signs_in("novikova", OWN)
    with second.office.reading() as db:
        role = "SELECT id, entry_session, entry_seq FROM role_assignment WHERE role = 'administrator' AND person = ?"
        ident, *entry = db.execute(role, (school.people["admin"].person,)).fetchone()
    ended = Change("role_assignment", (ident,), {"end": None}, {"end": "2026-12-01"}, base=EntryRef(*entry))
    second.office.execute(Command("account.roles", ("person", ident), (Planned(ended),)))
    opening = Opening({}, cost=FLOOR, clock=fake_clock())
    for asked in ("", "admin"):
        session = opening.recover(school.path, " ".join(school.code.groups), asked)
        assert session.recovers == "novikova"
        session.close()


@pytest.mark.parametrize("weak", ["", "1234567", "qwerty123", "novikova1"])
def test_3_2_a_password_that_is_easy_to_guess_is_refused_below_the_window(signs_in: SignsIn, weak: str) -> None:
    slip = add_account(signs_in().office, NEW, cost=FLOOR)
    first = signs_in("novikova", slip)
    with pytest.raises(RuleRefused, match=r"угадать"):
        first.set_own_password(weak)
    assert signs_in("novikova", slip).needs_own_password


def test_without_the_recovery_code_nobody_sets_an_administrators_password(signs_in: SignsIn) -> None:
    teacher = signs_in("teacher")
    with pytest.raises(RightRefused):
        recover_account(teacher.office, "admin", OWN, cost=FLOOR)
    signs_in("admin", PASSWORD)


def test_a_role_that_has_ended_passes_no_root_key_on(signs_in: SignsIn, school: School) -> None:
    admin = signs_in()
    for login, end in (("former", "2026-09-01"), ("director2", None)):
        add_account(admin.office, replace(NEW, login=login, roles=[(Role.DIRECTOR, None)]), cost=FLOOR)
        ident, session, seq = raw(
            school,
            "SELECT r.id, r.entry_session, r.entry_seq FROM role_assignment AS r"
            " JOIN account AS a ON a.person = r.person WHERE a.login = ?",
            login,
        )[0]
        if end:
            ended = Change("role_assignment", (ident,), {"end": None}, {"end": end}, base=EntryRef(session, seq))
            admin.office.execute(Command("account.add", ("account", 0), (Planned(ended),)))
    held = {}
    for login in ("former", "director2"):
        password = reset_password(admin.office, login, cost=FLOOR)
        unlocked = signs_in(login, password).office.place.unlocked
        assert unlocked is not None
        held[login] = unlocked.secrets.root is not None
    assert held == {"former": False, "director2": True}


def test_an_older_slot_is_raised_at_sign_in(school: School) -> None:
    dearer = KdfCost(FLOOR.ops + 1, FLOOR.mem)
    opening = Opening({}, cost=dearer, clock=fake_clock())
    for _ in range(2):
        session = opening.sign_in(school.path, "teacher", PASSWORD)
        assert verify(session.office).findings == ()
        session.close()
        text = KeyFile.parse(key_file_of(school.path).read_bytes())
        (slot,) = text.find_slots("teacher")
        assert slot.cost == dearer


def test_logins_stand_in_the_key_file_as_tags_alone(school: School) -> None:
    data = key_file_of(school.path).read_bytes()
    assert b"teacher" not in data
    assert b"admin" not in data


def test_failed_sign_ins_are_carried_into_the_protocol(school: School) -> None:
    store: dict[str, str] = {}
    opening = Opening(store, cost=FLOOR, clock=fake_clock())
    for _ in range(2):
        with pytest.raises(SignInTrouble):
            opening.sign_in(school.path, "teacher", "не тот пароль")
    session = opening.sign_in(school.path, "teacher", PASSWORD)
    with session.office.reading() as db:
        bodies = [row[0] for row in db.execute("SELECT body FROM entry WHERE action = 'session.open'").fetchall()]
    assert '"failed":2' in bodies[-1]
    session.close()
