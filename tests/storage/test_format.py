"""docs/format.md is enough to open a journal: a second reader, written from the description, with nothing of ours."""

import hashlib
import json
import sqlite3
import struct
import unicodedata

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt, crypto_box_seed_keypair
from nacl.public import PrivateKey, SealedBox
from nacl.pwhash import argon2id

from tests.storage.sealed import a_journal


def blake(data: bytes, bits: int = 256, key: bytes = b"", person: bytes = b"") -> bytes:
    return hashlib.blake2b(data, digest_size=bits // 8, key=key, person=person).digest()


def aead(key: bytes, box: bytes, aad: bytes) -> bytes:
    return crypto_aead_xchacha20poly1305_ietf_decrypt(box[24:], aad, box[:24], key)


def canon(value) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def key_by_password(keys: bytes, login: str, password: str) -> bytes:
    lines = [json.loads(line) for line in keys.split(b"\n") if line]
    head = lines[0]["head"]
    journal = bytes.fromhex(head["journal"])
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", login.strip()).casefold()).encode()
    tag = blake(folded, 128, journal).hex()
    slot = next(line["slot"] for line in lines if line.get("slot", {}).get("tag") == tag)
    kdf = slot["kdf"]
    secret = unicodedata.normalize("NFC", password).encode()
    wrap = argon2id.kdf(32, secret, bytes.fromhex(kdf["salt"]), opslimit=kdf["ops"], memlimit=kdf["mem"])
    bound = canon([head["journal"], slot["id"], slot["kind"], kdf, slot["box_pub"], slot["sign_pub"]])
    seeds = aead(wrap, bytes.fromhex(slot["wrapped"]), bound)
    public, private = crypto_box_seed_keypair(seeds[:32])
    assert public.hex() == slot["box_pub"]
    data = SealedBox(PrivateKey(private)).decrypt(bytes.fromhex(slot["sealed"]["data"]))
    assert struct.unpack(">I", data[:4])[0] == head["gen"]
    return data[4:]


def key_by_code(groups: tuple[str, ...], gen: int = 1) -> bytes:
    values = [int(group) // 11 for group in groups]
    secret = struct.pack(">8H", *values[:8])
    assert struct.pack(">H", values[8]) == blake(secret, 16, person=b"ezh-code-check")
    root = blake(b"", key=blake(secret), person=b"ezh-root")
    return blake(struct.pack(">I", gen), key=root, person=b"ezh-data-1")


def surname(path, key: bytes) -> str:
    connection = sqlcipher.connect(f"file:{path}?mode=ro", uri=True)
    connection.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
    assert connection.execute("PRAGMA application_id").fetchone()[0] == int.from_bytes(b"EZH1", "big")
    found = connection.execute("SELECT surname FROM pupil").fetchone()[0]
    connection.close()
    return found


@pytest.fixture
def journal(tmp_path):
    return a_journal(tmp_path, name="j.ezh")


def test_password_and_code_give_the_same_key_and_it_opens_the_database(journal):
    by_password = key_by_password(journal.keys.read_bytes(), "TEACHER ", "пароль-teacher")
    assert by_password == key_by_code(journal.code.groups)
    assert surname(journal.path, by_password) == "Громыхайло"


def test_the_mac_is_what_the_description_says(journal):
    lines = journal.keys.read_bytes().split(b"\n")[:-1]
    assert lines[0] == lines[-1]
    mac = json.loads(lines[-2])["mac"]
    key = blake(b"ezh-keyfile-1", key=key_by_code(journal.code.groups))
    assert blake(b"".join(line + b"\n" for line in lines[:-2]), key=key).hex() == mac


def test_without_a_key_it_is_no_database(journal):
    connection = sqlite3.connect(journal.path)
    with pytest.raises(sqlite3.DatabaseError, match="not a database"):
        connection.execute("SELECT * FROM sqlite_schema")
    connection.close()
