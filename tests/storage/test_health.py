"""Closed columns of the health sheet as bytes (5.38): sealed, bound to their record, all of one length."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ezh_desktop.domain.health import GROUPS, MOST_ADVICE, Closed
from ezh_desktop.errors import DamageTrouble
from ezh_desktop.storage.health import (
    HealthKey,
    Record,
    announced,
    boxes,
    generation,
    generations,
    generations_of,
    opened,
    passed_on,
    seal,
    unseal,
    with_key,
)
from ezh_desktop.storage.keyfile import KeyFile, new_key_file
from ezh_desktop.storage.passwords import FLOOR
from ezh_desktop.storage.recovery_code import RecoveryCode
from ezh_desktop.storage.slots import KeyPair, Secrets, Slot

RECORD = Record(bytes(range(16)), 7, 9)
KEY = HealthKey(1, b"k" * 32)
HELD = {1: KEY.key}
CLOSED = Closed("III", "первая парта")
TEXTS = st.text(st.characters(codec="utf-8"), max_size=MOST_ADVICE)


@given(st.sampled_from(("", *GROUPS)), TEXTS)
def test_5_38_what_was_sealed_opens_again_word_for_word(group: str, advice: str) -> None:
    assert unseal(seal(Closed(group, advice), RECORD, KEY), RECORD, HELD) == Closed(group, advice)


def test_nothing_of_the_text_stands_in_the_sealed_value() -> None:
    sealed = bytes.fromhex(seal(CLOSED, RECORD, KEY))
    assert "парта".encode() not in sealed
    assert seal(CLOSED, RECORD, KEY) != seal(CLOSED, RECORD, KEY)


def test_the_size_of_a_value_tells_neither_group_nor_advice() -> None:
    longest = Closed("III", "Ж" * MOST_ADVICE)
    assert len({len(seal(closed, RECORD, KEY)) for closed in (Closed(), CLOSED, longest)}) == 1


def test_the_value_has_the_form_of_the_format() -> None:
    raw = bytes.fromhex(seal(CLOSED, RECORD, HealthKey(0x0102, KEY.key)))
    assert raw[:3] == b"\x01\x01\x02"
    assert len(raw) == 3 + 24 + 512 + 16
    assert generation(raw.hex()) == 0x0102


def test_a_value_of_another_generation_stays_closed() -> None:
    assert unseal(seal(CLOSED, RECORD, HealthKey(2, b"n" * 32)), RECORD, HELD) is None
    assert unseal(seal(CLOSED, RECORD, KEY), RECORD, {}) is None


@pytest.mark.parametrize(
    "other", [replace(RECORD, pupil=8), replace(RECORD, year=8), replace(RECORD, journal=b"1" * 16)]
)
def test_a_value_cannot_be_moved_to_another_pupil_year_or_journal(other: Record) -> None:
    with pytest.raises(DamageTrouble):
        unseal(seal(CLOSED, RECORD, KEY), other, HELD)


def test_every_flipped_bit_is_noticed() -> None:
    raw = bytearray.fromhex(seal(CLOSED, RECORD, KEY))
    for at in range(len(raw) * 8):
        raw[at // 8] ^= 1 << at % 8
        try:
            # A flipped generation names a key that is not held.
            assert unseal(raw.hex(), RECORD, HELD) is None
            assert at // 8 in {1, 2}
        except DamageTrouble:
            assert at // 8 not in {1, 2}
        raw[at // 8] ^= 1 << at % 8


@pytest.mark.parametrize("bad", ["", "01", "0200010000", "нет", "010001", "010001zz", "010001" + "00" * 60])
def test_what_is_no_sealed_value_is_damage(bad: str) -> None:
    with pytest.raises(DamageTrouble, match="листка здоровья"):
        unseal(bad, RECORD, HELD)


def test_closed_columns_and_keys_are_never_shown_by_repr() -> None:
    assert "III" not in repr(CLOSED)
    assert "парта" not in repr(CLOSED)
    assert "kkk" not in repr(KEY)


@pytest.fixture(scope="module")
def code() -> RecoveryCode:
    return RecoveryCode.make()


@pytest.fixture(scope="module")
def medic() -> tuple[Slot, KeyPair]:
    return Slot.make(bytes(16), "medic", "p", cost=FLOOR, sealed_for=Secrets(1, b"d" * 32))


@pytest.fixture
def text(code: RecoveryCode, medic: tuple[Slot, KeyPair]) -> KeyFile:
    return new_key_file(bytes(16), bytes(16), code).with_slot(medic[0])


def test_a_new_key_is_sealed_to_its_holders_and_to_the_recovery_code(
    text: KeyFile, code: RecoveryCode, medic: tuple[Slot, KeyPair]
) -> None:
    slot, pair = medic
    assert generations(text) == frozenset()
    made = with_key(text, KEY, [slot.id])
    assert generations(made) == {1}
    held = made.slot(slot.id)
    assert held is not None
    assert generations_of(held) == {1}
    assert opened(held.sealed, pair.box) == HELD
    assert opened(made.head.recovery.sealed, code.box_pair()) == HELD
    assert held.unlock(bytes(16), "p").health_keys == HELD


def test_the_pair_of_a_code_session_does_not_open_what_is_sealed_to_the_code(text: KeyFile, code: RecoveryCode) -> None:
    made = with_key(text, KEY, [])
    session = KeyPair(bytes(code.box_pair()), bytes(code.sign_pair()))
    assert opened(made.head.recovery.sealed, session.box) == {}


def test_older_keys_stay_when_a_newer_one_is_made(text: KeyFile, code: RecoveryCode) -> None:
    second = HealthKey(2, b"n" * 32)
    made = with_key(with_key(text, KEY, []), second, [])
    assert generations(made) == {1, 2}
    assert opened(made.head.recovery.sealed, code.box_pair()) == {1: KEY.key, 2: second.key}


def test_keys_are_passed_on_to_a_slot_that_is_there(text: KeyFile, medic: tuple[Slot, KeyPair]) -> None:
    slot, pair = medic
    passed = passed_on(text, slot.id, HELD).slot(slot.id)
    assert passed is not None
    assert opened(passed.sealed, pair.box) == HELD
    with pytest.raises(KeyError):
        passed_on(text, b"12345678", HELD)


def test_a_damaged_box_takes_no_other_key_with_it(medic: tuple[Slot, KeyPair]) -> None:
    sealed = boxes({1: KEY.key, 2: b"n" * 32}, medic[0].box_pub)
    assert opened({**sealed, "health:1": bytes(80), "health:x": b"", "data": b""}, medic[1].box) == {2: b"n" * 32}


def test_the_first_announcement_of_a_generation_counts() -> None:
    other = HealthKey(1, b"o" * 32)
    second = HealthKey(2, b"n" * 32)
    reasons = ["", KEY.announcement, other.announcement, second.announcement, "поколение 3, отпечаток нет"]
    assert announced(reasons) == {1: KEY.fingerprint, 2: second.fingerprint}
    assert KEY.fingerprint != other.fingerprint
    assert KEY.key.hex() not in KEY.announcement
