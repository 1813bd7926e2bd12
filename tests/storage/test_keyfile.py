"""The key text: its lines, its twin head, its proof."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ezh_desktop.errors import KeyFileTrouble, NewerFormatTrouble
from ezh_desktop.storage.canon import canon, read_canon
from ezh_desktop.storage.keyfile import KeyFile, key_file_of, new_key_file, read_key_file
from ezh_desktop.storage.passwords import FLOOR
from ezh_desktop.storage.recovery_code import RecoveryCode, data_key
from ezh_desktop.storage.slots import KeyPair, Secrets, Slot, SlotKind, login_tag

JOURNAL = bytes(range(16))
CODE = RecoveryCode(bytes(16))
KEY = data_key(CODE.root(), 1)


def a_slot(login: str, number: int) -> Slot:
    """A slot that no password opens: these tests do not sign in."""
    pair = KeyPair(bytes([number]) * 32, bytes([number]) * 32)
    return Slot(
        number.to_bytes(8, "big"),
        login_tag(JOURNAL, login),
        SlotKind.PASSWORD,
        FLOOR,
        bytes(16),
        pair.box_pub,
        pair.sign_pub,
        bytes(104),
        Secrets(1, KEY).seal(pair.box_pub),
    )


def a_text(count: int = 3) -> KeyFile:
    text = new_key_file(JOURNAL, b"s" * 16, CODE)
    for number in range(count):
        text = text.with_slot(a_slot(f"login{number}", number))
    return text.signed(KEY)


def test_a_text_comes_back_whole():
    text = a_text()
    assert KeyFile.parse(text.dump()) == text
    assert not KeyFile.parse(text.dump()).harmed
    assert KeyFile.parse(text.dump()).proves(KEY)
    assert text.dump() == KeyFile.parse(text.dump()).dump()


def test_the_lines_are_head_slots_mac_and_the_head_again():
    lines = a_text().dump().decode().splitlines()
    assert [next(iter(read_canon(line))) for line in lines] == ["head", "slot", "slot", "slot", "mac", "head"]
    assert lines[0] == lines[-1]


def test_slots_are_found_by_login_and_kind():
    text = a_text()
    assert [slot.id for slot in text.find_slots(" LOGIN1 ")] == [(1).to_bytes(8, "big")]
    assert text.find_slots("login1", [SlotKind.KEYRING]) == ()
    assert text.find_slots("nobody") == ()


def test_slots_are_added_replaced_and_removed_in_new_texts():
    text = a_text()
    other = replace(text.slots[1], kind=SlotKind.TEMPORARY)
    assert [slot.kind for slot in text.with_slot(other).slots].count(SlotKind.TEMPORARY) == 1
    assert len(text.with_slot(a_slot("new", 9)).slots) == 4
    assert text.without_slot(other.id).slot(other.id) is None
    assert len(text.slots) == 3
    with pytest.raises(KeyError):
        text.without_slot(b"missing!")


def test_a_changed_text_must_be_signed_before_it_is_written():
    with pytest.raises(ValueError, match="signed"):
        a_text().without_slot(bytes(8)).dump()
    again = a_text().without_slot(bytes(8)).signed(KEY, serial=2)
    assert KeyFile.parse(again.dump()).head.serial == 2


def test_only_the_data_key_proves_a_text():
    text = a_text()
    assert not text.proves(bytes(32))
    assert not replace(text, slots=text.slots[:2]).proves(KEY)
    assert not replace(text, mac=b"").proves(KEY)
    assert not text.with_head(serial=9).proves(KEY)


def spoil(data: bytes, line: int, text: str = "?") -> bytes:
    lines = data.split(b"\n")
    lines[line] = text.encode()
    return b"\n".join(lines)


@pytest.mark.parametrize("line", [0, -2])
def test_one_head_is_enough(line):
    text = KeyFile.parse(spoil(a_text().dump(), line))
    assert text.harmed
    assert text.proves(KEY)
    assert len(text.slots) == 3


def test_a_broken_slot_line_costs_that_slot_alone():
    text = KeyFile.parse(spoil(a_text().dump(), 2))
    assert [slot.id[-1] for slot in text.slots] == [0, 2]
    assert text.harmed
    assert not text.proves(KEY)


def test_heads_that_disagree_are_both_read_and_the_mac_tells_them_apart():
    text = a_text()
    head = canon({"head": replace(text.head, journal=bytes(16)).to_json()}).decode()
    readings = KeyFile.readings(spoil(text.dump(), 0, head))
    assert [reading.proves(KEY) for reading in readings] == [False, True]
    assert all(reading.harmed for reading in readings)


@pytest.mark.parametrize("data", [b"", b"\n", b"{}", b"\x00" * 100, b"[1]\n", b'{"head":5}\n', '{"слот":{}}'.encode()])
def test_a_text_without_a_head_is_a_broken_key_file(data):
    with pytest.raises(KeyFileTrouble, match="повреждён"):
        KeyFile.parse(data)


def test_more_than_a_mebibyte_is_refused():
    with pytest.raises(KeyFileTrouble):
        KeyFile.parse(a_text().dump() + b" " * 1024 * 1024)


def test_a_text_too_long_is_not_written():
    slot = replace(a_text().slots[0], wrapped=bytes(600_000))
    with pytest.raises(KeyFileTrouble, match="слишком много"):
        a_text().with_slot(slot).signed(KEY).dump()


def test_a_newer_version_is_refused_as_newer():
    data = a_text().dump().replace(b'"version":1', b'"version":2')
    with pytest.raises(NewerFormatTrouble, match="более новой версией"):
        KeyFile.parse(data)


def test_one_flipped_version_is_no_newer_format():
    data = a_text().dump().replace(b'"version":1', b'"version":3', 1)
    assert KeyFile.parse(data).proves(KEY)


def test_older_data_keys_are_reached_from_the_newest_only():
    keys = {gen: data_key(CODE.root(), gen) for gen in (1, 2, 3)}
    text = a_text().next_generation(keys[1], keys[2]).next_generation(keys[2], keys[3]).signed(keys[3])
    text = KeyFile.parse(text.dump())
    assert text.head.gen == 3
    assert text.data_keys(Secrets(3, keys[3])) == keys
    assert list(text.data_keys(Secrets(3, keys[3]))) == [3, 2, 1]
    assert text.data_keys(Secrets(2, keys[2])) == {2: keys[2], 1: keys[1]}
    assert text.data_keys(Secrets(3, bytes(32))) == {3: bytes(32)}


def test_a_missing_key_file_is_named_with_its_remedy(tmp_path):
    with pytest.raises(KeyFileTrouble, match=r"нет файла ключей «ж\.ezh\.keys»") as caught:
        read_key_file(tmp_path / "ж.ezh")
    assert "кодом восстановления" in caught.value.text


def test_an_overlong_key_file_is_not_read_to_its_end(tmp_path):
    path = tmp_path / "j.ezh"
    key_file_of(path).write_bytes(bytes(2 * 1024 * 1024))
    with pytest.raises(KeyFileTrouble):
        read_key_file(path)


@given(st.data())
def test_whatever_happens_to_the_bytes_the_answer_is_a_text_or_a_trouble(data):
    whole = a_text(2).dump()
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(len(whole), start + 300)))
    put = data.draw(st.binary(max_size=20) | st.sampled_from([b"\n", b"9" * 40, b"null", b"{}", b"[[", b'"', b"true"]))
    spoiled = whole[:start] + put + whole[end:]
    try:
        readings = KeyFile.readings(spoiled)
    except (KeyFileTrouble, NewerFormatTrouble):
        return
    for text in readings:
        assert spoiled == whole or text.harmed or not text.proves(KEY)
        assert text.head.gen < 2**32
        assert text.find_slots("login0") is not None


def test_the_recovery_side_knows_its_code():
    recovery = a_text().head.recovery
    assert recovery.belongs_to(CODE)
    assert not recovery.belongs_to(RecoveryCode(b"x" * 16))
