"""Slots: what a password opens, and what it does not."""

from dataclasses import replace

import pytest
from nacl.public import PublicKey, SealedBox

from ezh_desktop.errors import KeyFileTrouble, SignInTrouble
from ezh_desktop.storage.canon import canon, read_canon
from ezh_desktop.storage.passwords import DEFAULT, FLOOR
from ezh_desktop.storage.slots import KeyPair, Secrets, Slot, SlotKind, login_tag

JOURNAL = bytes(range(16))
SECRETS = Secrets(3, b"d" * 32, b"r" * 32, {1: b"h" * 32, 2: b"i" * 32})


@pytest.fixture(scope="module")
def made():
    return Slot.make(JOURNAL, "Иванова", "пароль", SlotKind.PASSWORD, FLOOR, sealed_for=SECRETS)


def test_the_password_opens_pair_and_secrets(made):
    slot, pair = made
    unlocked = slot.unlock(JOURNAL, "пароль")
    assert unlocked.pair == pair
    assert unlocked.data_keys == {3: b"d" * 32}
    assert unlocked.root == b"r" * 32
    assert unlocked.health_keys == SECRETS.health


def test_a_teachers_slot_holds_no_root_and_no_health_key():
    slot, _ = Slot.make(JOURNAL, "t", "p", cost=FLOOR, sealed_for=Secrets(1, b"d" * 32))
    assert set(slot.sealed) == {"data"}
    assert slot.unlock(JOURNAL, "p").root is None


@pytest.mark.parametrize("password", ["", "Пароль", "пароль "])
def test_a_wrong_password_is_a_sign_in_trouble(made, password):
    with pytest.raises(SignInTrouble, match="Неверный логин или пароль"):
        made[0].unlock(JOURNAL, password)


@pytest.mark.parametrize("typed", ["hmd3-qtec-caqv", "hmd3qteccaqv", "HMD3 QTEC CAQV", " hmd3–qtec–caqv "])
def test_of_a_one_time_password_neither_hyphens_nor_capitals_count(typed):
    slot, _ = Slot.make(JOURNAL, "t", "hmd3-qtec-caqv", SlotKind.TEMPORARY, FLOOR, sealed_for=Secrets(1, b"d" * 32))
    assert slot.unlock(JOURNAL, typed).secrets.data == b"d" * 32


@pytest.mark.parametrize(
    ("kind", "typed"), [(SlotKind.TEMPORARY, "hmd3-qtec-caqw"), (SlotKind.PASSWORD, "hmd3qteccaqv")]
)
def test_every_letter_of_it_counts_and_of_an_own_password_every_sign(kind, typed):
    slot, _ = Slot.make(JOURNAL, "t", "hmd3-qtec-caqv", kind, FLOOR, sealed_for=Secrets(1, b"d" * 32))
    with pytest.raises(SignInTrouble):
        slot.unlock(JOURNAL, typed)


@pytest.mark.parametrize(
    "change",
    [
        {"id": b"12345678"},
        {"kind": SlotKind.TEMPORARY},
        {"cost": DEFAULT},
        {"salt": bytes(16)},
        {"box_pub": bytes(32)},
        {"sign_pub": bytes(32)},
        {"wrapped": bytes(104)},
        {"wrapped": b""},
    ],
)
def test_nothing_in_a_slot_can_be_exchanged(made, change):
    with pytest.raises(SignInTrouble):
        replace(made[0], **change).unlock(JOURNAL, "пароль")


def test_a_slot_carried_to_another_journal_does_not_open(made):
    with pytest.raises(SignInTrouble):
        made[0].unlock(bytes(16), "пароль")


def test_a_changed_sealed_part_is_a_damaged_key_file_not_a_wrong_password(made):
    spoiled = replace(made[0], sealed={**made[0].sealed, "data": bytes(84)})
    with pytest.raises(KeyFileTrouble, match="повреждена"):
        spoiled.unlock(JOURNAL, "пароль")


@pytest.mark.parametrize(
    ("name", "secret"), [("data", b"short"), ("data", bytes(37)), ("root", b""), ("health:1", b"12"), ("health:x", b"")]
)
def test_what_a_stranger_sealed_for_the_public_key_is_refused(made, name, secret):
    box = SealedBox(PublicKey(made[0].box_pub)).encrypt(secret)
    with pytest.raises(KeyFileTrouble):
        replace(made[0], sealed={**made[0].sealed, name: box}).unlock(JOURNAL, "пароль")


def test_another_password_keeps_the_pair(made):
    slot, pair = made
    changed = slot.rewrapped(JOURNAL, "новый", pair, cost=FLOOR)
    assert changed.unlock(JOURNAL, "новый").pair == pair
    assert changed.salt != slot.salt
    with pytest.raises(SignInTrouble):
        changed.unlock(JOURNAL, "пароль")


def test_a_cheap_slot_is_raised_and_stays_the_same_account(made):
    slot, pair = made
    assert slot.weaker_than(DEFAULT)
    raised = slot.rewrapped(JOURNAL, "пароль", pair)
    assert (raised.id, raised.cost) == (slot.id, DEFAULT)
    assert not raised.weaker_than(DEFAULT)
    assert raised.unlock(JOURNAL, "пароль").pair == pair


def test_secrets_are_sealed_again_without_the_password(made):
    slot = made[0].resealed(Secrets(4, b"n" * 32))
    assert slot.unlock(JOURNAL, "пароль").data_keys == {4: b"n" * 32}


def test_a_key_ring_entry_wraps_the_same_pair(made):
    slot, pair = made
    ring = replace(slot, id=b"ringring").rewrapped(JOURNAL, "ab" * 32, pair, SlotKind.KEYRING, FLOOR)
    assert ring.unlock(JOURNAL, "ab" * 32).pair == pair


def test_logins_are_compared_without_case_spaces_and_composition():
    assert login_tag(JOURNAL, " ИВАНОВА ЙО") == login_tag(JOURNAL, "иванова и\u0306о")
    assert login_tag(JOURNAL, "иванова") != login_tag(bytes(16), "иванова")


def test_a_slot_comes_back_from_its_line_and_names_nobody(made):
    line = canon(made[0].to_json())
    assert Slot.from_json(read_canon(line)) == made[0]
    assert "иванова" not in line.decode().casefold()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id", "00"),
        ("tag", "AB" * 16),
        ("kind", "fingerprint"),
        ("box_pub", 5),
        ("sealed", []),
        ("kdf", {}),
        ("kdf", {"alg": "argon2id13", "ops": 3, "mem": 10**12, "salt": "00" * 16}),
        ("kdf", {"alg": "argon2id13", "ops": 1, "mem": 8192, "salt": "00" * 16}),
        ("kdf", {"alg": "md5", "ops": 3, "mem": FLOOR.mem, "salt": "00" * 16}),
        ("kdf", {"alg": "argon2id13", "ops": True, "mem": FLOOR.mem, "salt": "00" * 16}),
        ("more", 1),
    ],
)
def test_a_line_that_is_not_a_slot_is_refused(made, field, value):
    fields = read_canon(canon(made[0].to_json())) | {field: value}
    with pytest.raises(ValueError, match=r"."):
        Slot.from_json(fields)


def test_seeds_and_keys_are_not_in_a_repr(made):
    assert (b"d" * 32).hex() not in repr(made[0].unlock(JOURNAL, "пароль"))
    assert "dddd" not in repr(SECRETS)
    assert repr(KeyPair.make()) == "KeyPair()"
