"""The health key in the life of accounts (5.38): who makes it, who is given it, and what a reset must not lose."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ezh_desktop.domain.change import Change, EntryRef
from ezh_desktop.domain.health import Closed
from ezh_desktop.domain.names import PersonName
from ezh_desktop.domain.rights_table import Role
from ezh_desktop.errors import Refusal, SignInTrouble
from ezh_desktop.services.accounts import NewStaff, add_account, block_account, reset_password
from ezh_desktop.services.commands import Command
from ezh_desktop.services.health_keys import held_keys, keyless, loses_keys, newest_generation, pass_on
from ezh_desktop.services.opening import Opening, Session
from ezh_desktop.services.own import Planned
from ezh_desktop.services.protocol_page import protocol_page
from ezh_desktop.services.verifying import verify
from ezh_desktop.storage.health import HealthKey, Record, seal, unseal, with_key
from ezh_desktop.storage.keyfile import KeyFile, key_file_of
from ezh_desktop.storage.passwords import FLOOR
from tests.factories import PASSWORD, School, a_school, fake_clock, raw

OWN = "сирень за окном 5"
SECOND = NewStaff(PersonName("Гришина", "Ольга", "Петровна"), "f", "grishina", [(Role.MEDICAL_WORKER, None)])
SignsIn = Callable[..., Session]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> School:
    return a_school(tmp_path_factory.mktemp("medics") / "medics.ezh", signs_in=("medic", "director"))


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


def held(session: Session) -> dict[int, bytes]:
    with session.office.reading() as db:
        return dict(held_keys(session.office, db))


def newest(session: Session) -> int:
    with session.office.reading() as db:
        return newest_generation(db)


def acts(school: School) -> list[str]:
    return [action for (action,) in raw(school, "SELECT action FROM entry WHERE action LIKE 'health.%' ORDER BY n")]


def second_medic(signs_in: SignsIn) -> Session:
    """Another medical worker, made by the administrator, with an own password."""
    admin = signs_in()
    first = signs_in("grishina", add_account(admin.office, SECOND, cost=FLOOR))
    first.set_own_password(OWN)
    admin.close()
    return signs_in("grishina", OWN)


def test_the_first_medical_workers_own_sign_in_makes_the_key(signs_in: SignsIn, school: School) -> None:
    medic = signs_in("medic")
    assert list(held(medic)) == [1]
    medic.close()
    assert held(signs_in("medic")).keys() == {1}
    assert acts(school) == ["health.key"]
    assert verify(signs_in().office).findings == ()


@pytest.mark.parametrize("how", [{"quiet": True}, {"readonly": True}])
def test_a_session_that_only_reads_makes_no_key(signs_in: SignsIn, school: School, how: dict[str, bool]) -> None:
    assert held(signs_in("medic", **how)) == {}
    assert acts(school) == []


def test_nobody_else_holds_the_key_nor_makes_it(signs_in: SignsIn, school: School) -> None:
    for login in ("admin", "director"):
        assert held(signs_in(login)) == {}
    assert acts(school) == []
    signs_in("medic")
    for login in ("admin", "director"):
        assert held(signs_in(login)) == {}


def test_a_one_time_password_makes_no_key_because_its_pair_is_replaced(signs_in: SignsIn, school: School) -> None:
    admin = signs_in()
    first = signs_in("medic", reset_password(admin.office, "medic", cost=FLOOR))
    assert acts(school) == []
    first.set_own_password(OWN)
    assert list(held(signs_in("medic", OWN))) == [1]


def test_an_own_new_password_keeps_the_key(signs_in: SignsIn) -> None:
    medic = signs_in("medic")
    before = held(medic)
    medic.set_own_password(OWN)
    assert held(signs_in("medic", OWN)) == before


def test_the_only_holders_password_is_not_reset_without_the_code(signs_in: SignsIn, school: School) -> None:
    signs_in("medic").close()
    admin = signs_in()
    before = key_file_of(school.path).read_bytes()
    with pytest.raises(Refusal, match="Только у этого сотрудника") as refused:
        reset_password(admin.office, "medic", cost=FLOOR)
    assert "Код восстановления" in refused.value.remedy
    assert key_file_of(school.path).read_bytes() == before
    signs_in("medic", PASSWORD)


def test_the_recovery_code_sets_the_medical_workers_password_and_keeps_the_key(
    signs_in: SignsIn, school: School
) -> None:
    medic = signs_in("medic")
    before = held(medic)
    medic.close()
    recovery = Opening({}, cost=FLOOR, clock=fake_clock()).recover(school.path, " ".join(school.code.groups), "medic")
    assert recovery.recovers == "medic"
    recovery.set_own_password(OWN)
    assert held(signs_in("medic", OWN)) == before
    with pytest.raises(SignInTrouble):
        signs_in("medic", PASSWORD)
    assert verify(signs_in().office).findings == ()


@pytest.mark.parametrize("login", ["", "teacher", "nobody"])
def test_the_code_sets_no_other_password_than_an_administrators(school: School, login: str) -> None:
    recovery = Opening({}, cost=FLOOR, clock=fake_clock()).recover(school.path, " ".join(school.code.groups), login)
    assert recovery.recovers == "admin"
    recovery.close()


def test_a_second_medical_worker_is_given_the_key_by_a_holder_alone(signs_in: SignsIn, school: School) -> None:
    signs_in("medic").close()
    second = second_medic(signs_in)
    assert (held(second), newest(second)) == ({}, 1)
    with pytest.raises(Refusal, match="у вас нет"):
        pass_on(second.office, second.office.person.account)
    admin = signs_in()
    assert keyless(admin.office) == ()
    with pytest.raises(Refusal):
        pass_on(admin.office, second.office.person.account)
    medic = signs_in("medic")
    (lacking,) = keyless(medic.office)
    assert lacking.name == "Гришина Ольга Петровна"
    pass_on(medic.office, lacking.account)
    # The open session of the other has the key at once.
    assert held(second) == held(medic)
    assert keyless(medic.office) == ()
    assert acts(school) == ["health.key", "health.pass"]
    assert "Передан ключ листка здоровья" in [line.what for line in protocol_page(admin.office).lines]
    assert verify(admin.office).findings == ()


def test_a_key_is_not_passed_to_a_one_time_password(signs_in: SignsIn) -> None:
    medic = signs_in("medic")
    admin = signs_in()
    add_account(admin.office, SECOND, cost=FLOOR)
    assert keyless(medic.office) == ()
    (account,) = raw_account(medic, "grishina")
    with pytest.raises(Refusal, match="передать нельзя"):
        pass_on(medic.office, account)


def test_with_a_second_holder_a_password_may_be_reset(signs_in: SignsIn) -> None:
    signs_in("medic").close()
    second = second_medic(signs_in)
    medic = signs_in("medic")
    pass_on(medic.office, second.office.person.account)
    admin = signs_in()
    assert not loses_keys(admin.office, [slot_of(admin, "medic")])
    slip = reset_password(admin.office, "medic", cost=FLOOR)
    first = signs_in("medic", slip)
    first.set_own_password(OWN)
    again = signs_in("medic", OWN)
    assert held(again) == {}
    pass_on(second.office, again.office.person.account)
    assert held(again) == held(second)


def test_when_the_only_medical_worker_left_the_next_one_makes_a_new_generation(
    signs_in: SignsIn, school: School
) -> None:
    medic = signs_in("medic")
    old, record = HealthKey(1, held(medic)[1]), Record(school.journal, 1, 1)
    sealed = seal(Closed("II", "Очки"), record, old)
    medic.close()
    admin = signs_in()
    assert loses_keys(admin.office, [slot_of(admin, "medic")])
    block_account(admin.office, "medic")
    second = second_medic(signs_in)
    assert list(held(second)) == [2]
    assert unseal(sealed, record, held(second)) is None
    second.close()
    assert list(held(signs_in("grishina", OWN))) == [2]
    assert acts(school) == ["health.key", "health.key"]
    assert verify(signs_in().office).findings == ()


def test_the_code_opens_every_generation_for_the_next_medical_worker(signs_in: SignsIn, school: School) -> None:
    signs_in("medic").close()
    block_account(signs_in().office, "medic")
    second_medic(signs_in).close()
    recovery = Opening({}, cost=FLOOR, clock=fake_clock()).recover(
        school.path, " ".join(school.code.groups), "grishina"
    )
    recovery.set_own_password(PASSWORD)
    assert held(signs_in("grishina", PASSWORD)).keys() == {1, 2}


def test_when_one_of_two_left_the_other_makes_a_new_generation_once(signs_in: SignsIn, school: School) -> None:
    signs_in("medic").close()
    second = second_medic(signs_in)
    pass_on(signs_in("medic").office, second.office.person.account)
    second.close()
    block_account(signs_in().office, "medic")
    assert list(held(signs_in("grishina", OWN))) == [1, 2]
    assert list(held(signs_in("grishina", OWN))) == [1, 2]
    assert acts(school) == ["health.key", "health.pass", "health.key"]


def test_a_new_generation_is_sealed_to_every_holder_who_stays(signs_in: SignsIn, school: School) -> None:
    signs_in("medic").close()
    second = second_medic(signs_in)
    medic = signs_in("medic")
    pass_on(medic.office, second.office.person.account)
    admin = signs_in()
    third = NewStaff(PersonName("Ушедшая", "Анна", "Петровна"), "f", "gone", [(Role.MEDICAL_WORKER, None)])
    add_account(admin.office, third, cost=FLOOR)
    block_account(admin.office, "gone")
    medic.close()
    assert list(held(signs_in("medic"))) == [1, 2]
    assert list(held(second)) == [1, 2]


def test_a_role_that_has_run_out_counts_as_having_left(signs_in: SignsIn, school: School) -> None:
    signs_in("medic").close()
    admin = signs_in()
    ident, session, seq = raw(
        school, "SELECT id, entry_session, entry_seq FROM role_assignment WHERE role = 'medical_worker'"
    )[0]
    ended = Change("role_assignment", (ident,), {"end": None}, {"end": "2026-12-01"}, base=EntryRef(session, seq))
    admin.office.execute(Command("account.add", ("account", 0), (Planned(ended),)))
    assert list(held(second_medic(signs_in))) == [2]
    later = Opening({}, cost=FLOOR, clock=fake_clock(date(2026, 12, 3)))
    former = later.sign_in(school.path, "medic", PASSWORD)
    assert held(former) == {}
    assert former.office.place.unlocked.health_keys == {}
    former.close()


def test_two_windows_at_once_make_one_key(signs_in: SignsIn, school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    from ezh_desktop.services import health_keys  # noqa: PLC0415 - its reading is slowed down

    once = health_keys.read_medics

    def reads_late(db: object, today: str) -> object:
        monkeypatch.setattr(health_keys, "read_medics", once)
        signs_in("medic")
        return once(db, today)  # type: ignore[arg-type]

    monkeypatch.setattr(health_keys, "read_medics", reads_late)
    late = signs_in("medic")
    assert acts(school) == ["health.key"]
    assert list(held(late)) == [1]


@pytest.mark.parametrize("action", ["account.raise", "health.key"])
def test_a_key_that_somebody_else_has_planted_is_never_used_and_is_found(signs_in: SignsIn, action: str) -> None:
    """Whoever holds the data key can seal a key of their own making to the medical worker and to the code."""
    medic = signs_in("medic")
    own = held(medic)
    admin = signs_in()
    planted, slot = HealthKey(2, b"p" * 32), bytes.fromhex(slot_of(admin, "medic"))
    command = Command(action, ("account", 0), (), keys=lambda text: with_key(text, planted, [slot]))
    admin.office.execute(replace(command, reason=planted.announcement))
    assert (held(medic), newest(medic)) == (own, 1)
    medic.close()
    again = signs_in("medic")
    assert (held(again), newest(again)) == (own, 1)
    found = {finding.kind for finding in verify(admin.office).findings}
    assert "key_text" in found
    assert ("right" in found) == (action == "health.key")


def test_a_key_planted_before_the_first_medical_worker_is_replaced_by_a_true_one(signs_in: SignsIn) -> None:
    admin = signs_in()
    planted, slot = HealthKey(1, b"p" * 32), bytes.fromhex(slot_of(admin, "medic"))
    admin.office.execute(
        Command("account.raise", ("account", 0), (), keys=lambda text: with_key(text, planted, [slot]))
    )
    medic = signs_in("medic")
    assert list(held(medic)) == [1]
    assert held(medic)[1] != planted.key
    assert verify(admin.office).findings == ()


def raw_account(session: Session, login: str) -> tuple[int]:
    with session.office.reading() as db:
        return tuple(db.execute("SELECT id FROM account WHERE login = ?", (login,)).fetchone())


def slot_of(session: Session, login: str) -> str:
    with session.office.reading() as db:
        return str(db.execute("SELECT slot FROM account WHERE login = ?", (login,)).fetchone()[0])


def test_in_the_key_file_the_key_lies_with_the_medical_worker_and_the_code_alone(
    signs_in: SignsIn, school: School
) -> None:
    signs_in("medic").close()
    text = KeyFile.parse(key_file_of(school.path).read_bytes())
    assert [name for slot in text.slots for name in slot.sealed if name.startswith("health:")] == ["health:1"]
    assert list(text.head.recovery.sealed) == ["health:1"]
