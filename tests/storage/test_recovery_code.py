"""The recovery code: what a slip of the pen does to it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ezh_desktop.errors import SignInTrouble
from ezh_desktop.storage.recovery_code import RecoveryCode, data_key

codes = st.binary(min_size=16, max_size=16).map(RecoveryCode)


@given(codes, st.sampled_from([" ", "-", "\n", "", " – ", ". "]))
def test_the_printed_groups_give_the_code_back(code, between):
    assert RecoveryCode.parse(between.join(code.groups)) == code


def test_a_code_has_nine_groups_of_six_digits():
    groups = RecoveryCode.make().groups
    assert len(groups) == 9
    assert all(len(group) == 6 and group.isdigit() for group in groups)


@given(codes, st.integers(0, 8), st.integers(0, 5), st.integers(1, 9))
def test_one_wrong_digit_names_its_group(code, group, place, step):
    groups = list(code.groups)
    digit = str((int(groups[group][place]) + step) % 10)
    groups[group] = groups[group][:place] + digit + groups[group][place + 1 :]
    with pytest.raises(SignInTrouble, match=f"групп. {group + 1}"):
        RecoveryCode.parse(" ".join(groups))


@given(codes, st.integers(0, 8), st.integers(0, 4))
def test_swapped_neighbours_name_their_group(code, group, place):
    groups = list(code.groups)
    word = groups[group]
    if word[place] == word[place + 1]:
        return
    groups[group] = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    with pytest.raises(SignInTrouble, match=f"групп. {group + 1}"):
        RecoveryCode.parse(" ".join(groups))


def test_swapped_groups_are_noticed():
    groups = list(RecoveryCode(bytes(range(16))).groups)
    groups[2], groups[5] = groups[5], groups[2]
    with pytest.raises(SignInTrouble, match="не сходятся"):
        RecoveryCode.parse(" ".join(groups))


@pytest.mark.parametrize(
    ("text", "says"), [("", "введено 0"), ("123456 " * 8, "введено 48"), ("12345 " + "000000 " * 8, "группе 1")]
)
def test_too_few_digits_are_said_so(text, says):
    with pytest.raises(SignInTrouble, match=says):
        RecoveryCode.parse(text)


def test_a_letter_in_a_group_names_the_group():
    groups = list(RecoveryCode.make().groups)
    groups[3] = groups[3][:5] + "О" + groups[3][5:]
    with pytest.raises(SignInTrouble, match="группе 4"):
        RecoveryCode.parse(" ".join(groups))


def test_one_group_is_compared_when_typed_back():
    code = RecoveryCode.make()
    assert code.matches_group(4, f" {code.groups[3][:3]} {code.groups[3][3:]}")
    assert not code.matches_group(4, "000000" if code.groups[3] != "000000" else "000011")


def test_every_key_of_a_code_is_another_and_stays_the_same():
    code = RecoveryCode(bytes(16))
    keys = {
        code.root(),
        data_key(code.root(), 1),
        data_key(code.root(), 2),
        bytes(code.box_pair()),
        bytes(code.sign_pair()),
    }
    assert len(keys) == 5
    assert code.root().hex() == "8f8280601276250ae73d809da0022f0f31949c0fe4affa1db2aaa520b61cf4ae"
    assert data_key(code.root(), 1).hex() == "d2782930e466d14cbe7800b4741ef812dac04dccb5cb45194729a0435e613155"


def test_the_secret_is_not_in_the_repr():
    code = RecoveryCode(b"0123456789abcdef")
    assert "0123456789abcdef" not in repr(code)
