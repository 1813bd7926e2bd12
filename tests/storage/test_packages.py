"""Packages: what was packed comes out again, and nothing else is taken for it."""

from __future__ import annotations

import random
import zipfile
from pathlib import Path

import pytest
from nacl.signing import SigningKey

from ezh_desktop.errors import DamageTrouble, DiskFullTrouble, DriveGoneTrouble, NewerFormatTrouble, Trouble
from ezh_desktop.storage import packages
from ezh_desktop.storage.packages import (
    JOURNAL,
    KEYS,
    MANIFEST,
    NAMES,
    README,
    Kind,
    Manifest,
    is_package,
    open_package,
    read_manifest,
    write_package,
)
from tests.storage.faulty import FailsOnFsync, FullDisk, Garbles

KEY = bytes(range(32))
SIGNER = SigningKey(bytes(32))
SEALED = random.Random(1).randbytes(3000)
PARTS = {README: "Это копия".encode(), JOURNAL: SEALED, KEYS: b'{"head":1}\n'}


def make(members) -> Manifest:
    return Manifest(Kind.BACKUP, bytes(16), 7, bytes(32), members, bytes(SIGNER.verify_key)).signed(SIGNER, KEY)


@pytest.fixture
def package(tmp_path) -> Path:
    path = tmp_path / "a.ezhb"
    write_package(path, PARTS, make)
    return path


def opened(path: Path, out: Path) -> bytes:
    """What a restore would take out of a package."""
    with open_package(path) as found:
        assert found.manifest.proves(KEY)
        found.unpack(out)
    data = out.read_bytes()
    for name in (out, out.with_name(f"{out.name}.keys")):
        name.unlink()
    return data


def test_what_was_packed_comes_out_again(package, tmp_path):
    assert opened(package, tmp_path / "out") == SEALED
    manifest = read_manifest(package)
    assert (manifest.kind, manifest.n, manifest.members[JOURNAL][0]) == (Kind.BACKUP, 7, 3000)


def test_a_file_is_packed_as_its_bytes_are(tmp_path):
    source = tmp_path / "journal.ezh"
    source.write_bytes(SEALED * 1000)
    told = []
    write_package(tmp_path / "a.ezhb", {**PARTS, JOURNAL: source}, make, step=lambda *step: told.append(step))
    assert opened(tmp_path / "a.ezhb", tmp_path / "out") == SEALED * 1000
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert {total for _, total in told} == {3_000_000 + len(PARTS[README]) + len(PARTS[KEYS])}


def test_any_unzip_program_lists_the_four_members(package):
    with zipfile.ZipFile(package) as archive:
        assert tuple(archive.namelist()) == NAMES
        assert archive.testzip() is None


def flips(package: Path, tmp_path: Path, count: int, seed: int) -> tuple[int, int]:
    """(noticed, harmless) of so many flipped bits; wrong data fails the test."""
    data, chance = package.read_bytes(), random.Random(seed)
    noticed = 0
    for _ in range(count):
        bit = chance.randrange(len(data) * 8)
        harmed = bytearray(data)
        harmed[bit // 8] ^= 1 << bit % 8
        package.write_bytes(harmed)
        try:
            assert opened(package, tmp_path / "out") == SEALED
        except Trouble:
            noticed += 1
    return noticed, count - noticed


def test_a_flipped_bit_never_gives_wrong_data(package, tmp_path):
    noticed, _ = flips(package, tmp_path, 150, 2)
    assert noticed > 120


@pytest.mark.long
def test_three_thousand_flipped_bits_never_give_wrong_data(package, tmp_path):
    noticed, harmless = flips(package, tmp_path, 3000, 3)
    assert noticed > 2700
    assert harmless < 300


def test_a_cut_package_is_refused_wherever_it_is_cut(package, tmp_path):
    data = package.read_bytes()
    for length in {0, 1, 3, 4, 100, len(data) - 1, *range(0, len(data), 97)}:
        package.write_bytes(data[:length])
        with pytest.raises(DamageTrouble):
            opened(package, tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("extra", [b"\0", b"PK\x05\x06" + bytes(18)])
def test_nothing_may_stand_after_the_end_or_before_the_beginning(package, extra):
    data = package.read_bytes()
    for harmed in (data + extra, extra + data):
        package.write_bytes(harmed)
        with pytest.raises(DamageTrouble):
            read_manifest(package)


def zipped(path: Path, members: list[tuple[str, bytes]], kind: int = zipfile.ZIP_STORED) -> None:
    with zipfile.ZipFile(path, "w", kind) as archive:
        for name, data in members:
            archive.writestr(zipfile.ZipInfo(name), data, kind)


def test_a_foreign_zip_is_told_from_a_damaged_package(package, tmp_path):
    zipped(tmp_path / "foreign.zip", [("Список.txt", b"1")])
    with pytest.raises(DamageTrouble, match="не резервная копия"):
        read_manifest(tmp_path / "foreign.zip")
    package.write_bytes(package.read_bytes()[:-5])
    with pytest.raises(DamageTrouble, match="повреждена"):
        read_manifest(package)


@pytest.mark.parametrize("data", [b"", b"hello", b"%PDF-1.7\n", bytes(5000)])
def test_what_is_no_zip_is_no_package(tmp_path, data):
    (tmp_path / "a.ezhb").write_bytes(data)
    with pytest.raises(DamageTrouble, match="не резервная копия"):
        read_manifest(tmp_path / "a.ezhb")


def members_of(package: Path) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(package) as archive:
        return [(name, archive.read(name)) for name in NAMES]


def test_a_member_more_twice_compressed_or_in_another_order_is_refused(package, tmp_path):
    members = members_of(package)
    wrong = tmp_path / "wrong.ezhb"
    with pytest.warns(UserWarning, match="Duplicate"):
        zipped(wrong, [*members[:3], members[1], members[3]])
    with pytest.raises(DamageTrouble):
        read_manifest(wrong)
    for changed in ([*members, ("more", b"")], [members[1], members[0], *members[2:]], members[1:]):
        zipped(wrong, changed)
        with pytest.raises(DamageTrouble):
            read_manifest(wrong)
    zipped(wrong, members, zipfile.ZIP_DEFLATED)
    with pytest.raises(DamageTrouble):
        read_manifest(wrong)


def test_another_journal_put_into_the_package_is_noticed(package, tmp_path):
    members = dict(members_of(package))
    wrong = tmp_path / "wrong.ezhb"
    zipped(wrong, list((members | {JOURNAL: SEALED[::-1]}).items()))
    with pytest.raises(DamageTrouble):
        opened(wrong, tmp_path / "out")
    assert list(tmp_path.glob("out*")) == []


def test_a_manifest_signed_by_another_key_does_not_prove_itself(tmp_path):
    other = SigningKey(bytes([1]) * 32)

    def forged(members) -> Manifest:
        plain = Manifest(Kind.BACKUP, bytes(16), 7, bytes(32), members, bytes(other.verify_key))
        return plain.signed(other, bytes(32))

    write_package(tmp_path / "a.ezhb", PARTS, forged)
    assert not read_manifest(tmp_path / "a.ezhb").proves(KEY)


def test_a_newer_package_asks_for_a_newer_program(package, monkeypatch):
    monkeypatch.setattr(packages, "VERSION", 2)
    newer = package.with_name("newer.ezhb")
    write_package(newer, PARTS, make)
    monkeypatch.undo()
    with pytest.raises(NewerFormatTrouble):
        read_manifest(newer)


def test_a_manifest_spelled_otherwise_is_refused(package, tmp_path):
    members = dict(members_of(package))
    wrong = tmp_path / "wrong.ezhb"
    zipped(wrong, list((members | {MANIFEST: members[MANIFEST].replace(b":", b": ", 1)}).items()))
    with pytest.raises(DamageTrouble):
        read_manifest(wrong)


def test_a_full_disk_and_a_vanished_one_are_told(tmp_path):
    with pytest.raises(DiskFullTrouble):
        write_package(tmp_path / "a", PARTS, make, door=FullDisk(1500))
    big = {**PARTS, JOURNAL: SEALED * 3000}
    with pytest.raises(DriveGoneTrouble):
        write_package(tmp_path / "b", big, make, door=FailsOnFsync())
    with pytest.raises(DriveGoneTrouble, match="нет на месте"):
        read_manifest(tmp_path / "none.ezhb")


def test_a_stick_that_garbles_is_noticed_when_read_back(tmp_path):
    write_package(tmp_path / "a", PARTS, make, door=Garbles())
    with pytest.raises(DamageTrouble):
        opened(tmp_path / "a", tmp_path / "out")


def test_a_package_is_known_by_name_or_content(package, tmp_path):
    assert is_package(package)
    (tmp_path / "copy.bin").write_bytes(package.read_bytes())
    assert is_package(tmp_path / "copy.bin")
    assert is_package(tmp_path / "none.EZHB")
    assert not is_package(tmp_path / "none.ezh")
    (tmp_path / "журнал.ezh").write_bytes(SEALED)
    assert not is_package(tmp_path / "журнал.ezh")
