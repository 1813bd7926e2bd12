"""The key derivation."""

import pytest
from nacl.exceptions import RuntimeError as SodiumError
from nacl.pwhash import argon2id

from ezh_desktop.errors import MemoryTrouble, SignInTrouble
from ezh_desktop.storage.passwords import CAP, DEFAULT, FLOOR, MIB, KdfCost, derive

SALT = bytes(16)


def test_the_figures_are_the_formats():
    assert KdfCost(3, 64 * MIB) == FLOOR
    assert KdfCost(3, 128 * MIB) == DEFAULT
    assert KdfCost(10, 512 * MIB) == CAP


def test_a_letter_composed_of_two_signs_is_the_same_letter():
    assert derive("й", SALT, FLOOR) == derive("и\u0306", SALT, FLOOR)


@pytest.mark.parametrize(
    "cost", [KdfCost(2, 64 * MIB), KdfCost(3, 63 * MIB), KdfCost(11, 64 * MIB), KdfCost(3, 513 * MIB)]
)
def test_no_key_is_made_below_the_floor_or_above_the_cap(cost):
    with pytest.raises(ValueError, match="floor"):
        derive("x", SALT, cost)


@pytest.mark.parametrize("error", [SodiumError("Unexpected failure"), MemoryError()])
def test_too_little_memory_is_never_called_a_wrong_password(monkeypatch, error):
    def fails(*_, **__):
        raise error

    monkeypatch.setattr(argon2id, "kdf", fails)
    with pytest.raises(MemoryTrouble, match="памяти") as caught:
        derive("x", SALT, FLOOR)
    assert not isinstance(caught.value, SignInTrouble)
    assert caught.value.exit_code == 6
