"""Files that are missing, foreign, damaged or newer: each has its Russian words and its exit code, in each command."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from ezh_desktop.storage.sealedfile import open_sealed
from tests.cli.conftest import listing
from tests.factories import a_school

KEYS = ".ezh.keys"
FIVE_TRIES = 5


def keys_of(school) -> Path:
    return Path(f"{school.path}.keys")


@pytest.fixture(params=["info", "verify", "print", "protocol"])
def opens(request, school, call, tmp_path):
    """Each command that opens a journal, as the deputy; what it was to write must not be there after a failure."""
    out = tmp_path / "вышло"

    def do(**how):
        words = {
            "info": ("info", school.path),
            "verify": ("verify", school.path),
            "print": ("print", school.path, out, "--class", "7А", "--page", "course", "--today", "2026-12-02"),
            "protocol": ("protocol", school.path, "--csv", out),
        }[request.param]
        said = call(*words, "--login", "deputy", **how)
        if said.code:
            assert not out.exists()
            assert re.fullmatch(r"[А-Я«].*\.\n", said.err, re.DOTALL)
            assert "Traceback" not in said.err
        assert not list(tmp_path.glob("*.tmp"))
        return said

    return do


def test_a_wrong_password_is_refused(opens):
    said = opens(password="не тот")
    assert said.code == 3
    assert "Неверный логин или пароль" in said.err


def test_after_some_wrong_passwords_one_has_to_wait(opens, school):
    codes = [opens(password="не тот") for _ in range(3)]
    said = opens()
    assert {one.code for one in codes} == {3}
    assert said.code == 3
    assert re.search(r"через \d+ с", said.err)


def test_a_missing_file_is_told(opens, school):
    school.path.unlink()
    assert opens().code == 6


def test_an_empty_file_is_no_journal(opens, school):
    school.path.write_bytes(b"")
    said = opens()
    assert said.code == 4
    assert school.path.read_bytes() == b""


def test_a_foreign_file_is_no_journal(opens, school):
    school.path.write_bytes(b"SQLite format 3\0" + bytes(8192))
    assert opens().code == 4


def test_a_text_under_the_name_of_a_journal_is_no_journal(opens, school):
    school.path.write_bytes("Контрольная работа. ".encode() * 1000)
    assert opens().code == 4


@pytest.mark.parametrize("place", [20, 0.3])
def test_a_flipped_byte_is_damage_or_does_no_harm(opens, school, place):
    data = bytearray(school.path.read_bytes())
    data[place if isinstance(place, int) else int(len(data) * place)] ^= 0x55
    school.path.write_bytes(data)
    said = opens()
    assert said.code == 4 if place == 20 else said.code in {0, 4}


def test_a_torn_schema_is_damage(opens, school):
    data = bytearray(school.path.read_bytes())
    for page in range(len(data) // 4096):
        data[page * 4096 + 2000] ^= 0x55
    school.path.write_bytes(data)
    assert opens().code == 4


def test_a_missing_key_file_is_told_with_its_remedy(opens, school):
    keys_of(school).unlink()
    said = opens()
    assert said.code == 4
    assert "код" in said.err.lower()


def test_a_foreign_key_file_is_told(opens, school, tmp_path):
    other = a_school(tmp_path / "another" / "журнал.ezh") if (tmp_path / "another").mkdir() is None else None
    shutil.copy2(f"{other.path}.keys", keys_of(school))
    assert opens().code == 4


def test_a_broken_key_file_is_told(opens, school):
    keys_of(school).write_bytes(b"\0" * 500)
    assert opens().code == 4


def test_a_newer_format_is_told_and_left_alone(opens, school):
    sealed = open_sealed(school.path, school.key)
    with sealed.connection(readonly=False) as db:
        db.execute("PRAGMA user_version=99")
    sealed.close()
    said = opens()
    assert said.code == 4
    assert "новее" in said.err or "нов" in said.err


def test_info_without_a_login_tells_of_a_missing_key_file_after_what_it_knows(school, call):
    keys_of(school).unlink()
    said = call("info", school.path, password="")
    assert said.code == 4
    assert "Номер журнала: неизвестен" in said.out
    assert "ключей" in said.err


def test_an_older_key_file_is_healed_by_a_command(school, call):
    from ezh_desktop.storage.keychange import change_keys  # noqa: PLC0415

    older = keys_of(school).read_bytes()
    sealed = open_sealed(school.path, school.key)

    def write(connection, text, serial):
        connection.execute("UPDATE key_text SET text = ?, serial = ? WHERE id = 1", (text, serial))

    change_keys(sealed, school.key, lambda text: text, write)
    sealed.close()
    newest = keys_of(school).read_bytes()
    keys_of(school).write_bytes(older)
    assert newest != older
    assert call("info", school.path, "--login", "deputy").code == 0
    assert keys_of(school).read_bytes() == newest
    assert listing(school.path.parent) == {school.path.name, f"{school.path.name}.keys"}
