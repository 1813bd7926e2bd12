"""Restoring from a backup (9.2.2): an equal journal, a copy of the former, nothing changed where it is refused."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ezh_desktop.errors import (
    BadInput,
    BusyTrouble,
    DamageTrouble,
    DeviceTrouble,
    DiskFullTrouble,
    RightRefused,
    SignInTrouble,
    UsageTrouble,
)
from ezh_desktop.services.accounts import block_account
from ezh_desktop.services.backing_up import back_up
from ezh_desktop.services.facts import facts_outside
from ezh_desktop.services.office import FileOffice
from ezh_desktop.services.packing import Destination, MediumTrouble, Stage
from ezh_desktop.services.restoring import Claim, Restored, Tools, restore
from ezh_desktop.services.verifying import verify_file
from ezh_desktop.storage.door import DISK, Door
from ezh_desktop.storage.packages import JOURNAL, KEYS, NAMES
from ezh_desktop.storage.sealedfile import open_sealed
from ezh_desktop.storage.signin import find_key
from ezh_desktop.storage.writer import head_now
from tests.factories import PASSWORD, School, a_school, fake_clock, open_office
from tests.services.sticks import plugged
from tests.services.test_acts import mark, settled
from tests.storage.faulty import FailsOnRename, FullDisk

ADMIN = Claim("admin", PASSWORD)


@pytest.fixture(scope="module")
def staffed(tmp_path_factory: pytest.TempPathFactory) -> School:
    """A school where the administrator and the teacher can sign in."""
    return a_school(tmp_path_factory.mktemp("school") / "журнал.ezh", signs_in=("teacher",))


@pytest.fixture
def school(staffed: School, tmp_path: Path) -> School:
    (tmp_path / "journal").mkdir()
    return staffed.copied(tmp_path / "journal")


@pytest.fixture
def package(school: School, tmp_path: Path) -> Path:
    """A backup of the school; afterwards a mark is typed."""
    (tmp_path / "stick").mkdir()
    office = open_office(school)
    path = back_up(office, Destination.of_folder(tmp_path / "stick")).path
    types(office, school)
    office.close()
    return path


def types(office: FileOffice, school: School, value: str = "5") -> None:
    page = office.course_page(school.courses["7А Алгебра"])
    settled(office.submit(mark(page, value), page))


def tools(door: Door = DISK) -> Tools:
    return Tools(fake_clock().now_local(), door, {})


def restored(package: Path, target: Path, claim: Claim = ADMIN, door: Door = DISK) -> Restored:
    return restore(package, target, claim, tools(door))


def head(path: Path, key: bytes) -> tuple[int, bytes]:
    sealed = open_sealed(path, key)
    try:
        with sealed.connection(readonly=True) as db:
            return head_now(db)
    finally:
        sealed.close()


def names(folder: Path) -> set[str]:
    return {found.name for found in folder.iterdir() if not found.name.endswith(".lock")}


def contents(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in names(folder)}


@pytest.fixture
def unchanged(school: School) -> Iterator[Callable[[], None]]:
    """Whether the journal, its keys and its folder are what they were; a WAL that was brought in changes nothing."""
    folder, keys = school.path.parent, school.path.with_name(f"{school.path.name}.keys")
    before: list[object] = []

    def standing() -> list[object]:
        return [names(folder), keys.read_bytes(), head(school.path, school.key)]

    yield lambda: before.extend(standing())
    assert standing() == before


def test_a_restored_journal_is_equal_to_the_one_that_was_copied(school: School, package: Path, tmp_path: Path) -> None:
    done = restored(package, tmp_path / "новый.ezh")
    assert (done.before, done.safety) == (None, ())
    assert head(done.path, school.key) == (done.n, done.head)
    sealed = open_sealed(done.path, school.key)
    assert verify_file(sealed).sound
    sealed.close()
    assert not list(tmp_path.glob("*.tmp*"))


def test_the_journal_that_is_replaced_is_kept_with_its_last_mark(school: School, package: Path) -> None:
    before = head(school.path, school.key)
    done = restored(package, school.path)
    assert done.before == before[0] > done.n
    assert head(school.path, school.key) == (done.n, done.head)
    kept, keys = done.safety
    assert kept.name == "журнал до восстановления 2026-12-02 10-43.ezh"
    assert keys.name == f"{kept.name}.keys"
    assert head(kept, school.key) == before


def test_after_a_restore_the_journal_opens_and_work_goes_on(school: School, package: Path) -> None:
    restored(package, school.path)
    office = open_office(school)
    types(office, school, "4")
    office.close()
    sealed = open_sealed(school.path, school.key)
    assert verify_file(sealed).sound
    sealed.close()


def test_two_restores_keep_two_safety_copies_and_a_stale_wal_undoes_neither(school: School, package: Path) -> None:
    first = restored(package, school.path)
    office = open_office(school)
    types(office, school)
    # As a crash leaves it: the WAL stays, and belongs to a file with the salt of the backup.
    wal = school.path.with_name(f"{school.path.name}-wal").read_bytes()
    office.close()
    school.path.with_name(f"{school.path.name}-wal").write_bytes(wal)
    second = restored(package, school.path)
    assert first.safety[0] != second.safety[0]
    assert not school.path.with_name(f"{school.path.name}-wal").exists()
    assert head(school.path, school.key) == (second.n, second.head)


def test_a_damaged_journal_is_replaced_and_kept_as_it_was(school: School, package: Path) -> None:
    school.path.write_bytes(bytes(20_000))
    done = restored(package, school.path)
    assert done.before is None
    assert done.safety[0].read_bytes() == bytes(20_000)
    assert head(school.path, school.key) == (done.n, done.head)


def test_a_journal_that_is_gone_comes_back_with_its_keys(school: School, package: Path) -> None:
    for name in names(school.path.parent):
        (school.path.parent / name).unlink()
    restored(package, school.path)
    assert names(school.path.parent) == {school.path.name, f"{school.path.name}.keys"}


def test_the_recovery_code_restores_where_no_password_is_known(school: School, package: Path) -> None:
    done = restored(package, school.path, Claim(code=" ".join(school.code.groups)))
    assert head(school.path, school.key) == (done.n, done.head)


def test_a_mistyped_password_is_told_as_one_in_a_restored_journal(school: School, package: Path) -> None:
    restored(package, school.path)
    with pytest.raises(SignInTrouble, match="Неверный логин или пароль"):
        find_key(school.path, "admin", "другой пароль")
    assert facts_outside(school.path).trouble is None


def test_an_administrator_alone_restores(school: School, package: Path, unchanged: Callable[[], None]) -> None:
    unchanged()
    with pytest.raises(RightRefused, match="В копии вы не администратор"):
        restored(package, school.path, Claim("teacher", PASSWORD))


@pytest.mark.parametrize("claim", [Claim("admin", "другой пароль"), Claim("nobody", PASSWORD)])
def test_the_password_of_that_time_is_needed(
    school: School, package: Path, claim: Claim, unchanged: Callable[[], None]
) -> None:
    unchanged()
    with pytest.raises(SignInTrouble, match="Неверный") as told:
        restored(package, school.path, claim)
    assert "когда делали копию" in told.value.remedy


def test_who_is_no_administrator_any_more_does_not_come_back_by_a_backup(school: School, package: Path) -> None:
    office = open_office(school, "admin")
    person = school.people["admin"].person
    from ezh_desktop.domain.change import Change, EntryRef  # noqa: PLC0415 - only here
    from ezh_desktop.services.commands import Command  # noqa: PLC0415
    from ezh_desktop.services.own import Planned  # noqa: PLC0415

    with office.reading() as db:
        ident, session, seq = db.execute(
            "SELECT id, entry_session, entry_seq FROM role_assignment WHERE person = ?", (person,)
        ).fetchone()
    ended = Change("role_assignment", (ident,), {"end": None}, {"end": "2026-12-01"}, base=EntryRef(session, seq))
    office.execute(Command("account.block", ("account", 0), (Planned(ended),)))
    office.close()
    with pytest.raises(RightRefused, match="В нынешнем журнале"):
        restored(package, school.path)
    restored(package, school.path, Claim(code=" ".join(school.code.groups)))


def test_an_open_window_keeps_the_journal(school: School, package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ezh_desktop.services.restoring._LOCK_SECONDS", 0.05)
    office = open_office(school)
    with pytest.raises(BusyTrouble, match="открыт в другом окне"):
        restored(package, school.path)
    types(office, school, "3")
    office.close()
    restored(package, school.path)


def test_another_journal_is_never_replaced(package: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = a_school(tmp_path / "other" / "чужой.ezh")
    before = contents(other.path.parent)
    with pytest.raises(BadInput, match="другой журнал"):
        restored(package, other.path)
    assert contents(other.path.parent) == before


def test_a_package_with_the_keys_of_another_journal_is_refused(school: School, package: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = a_school(tmp_path / "other" / "чужой.ezh")
    (tmp_path / "out").mkdir()
    office = open_office(other, "admin")
    theirs = back_up(office, Destination.of_folder(tmp_path / "out")).path
    office.close()
    with zipfile.ZipFile(theirs) as archive:
        keys = archive.read(KEYS)
    mixed = repacked(package, tmp_path / "mixed.ezhb", {KEYS: keys})
    with pytest.raises(DamageTrouble):
        restored(mixed, tmp_path / "новый.ezh")
    assert not list(tmp_path.glob("новый*"))


def repacked(package: Path, target: Path, instead: dict[str, bytes]) -> Path:
    """A package whose members are another's, as a hand that knows ZIP makes it."""
    with zipfile.ZipFile(package) as archive:
        members = {name: archive.read(name) for name in NAMES} | instead
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return target


def test_a_package_made_anew_by_who_holds_no_key_is_refused(school: School, package: Path, tmp_path: Path) -> None:
    """Sums and signature fit, because anyone can make them; the data key's proof does not."""
    from nacl.signing import SigningKey  # noqa: PLC0415 - only here

    from ezh_desktop.storage.packages import README, Manifest, read_manifest, write_package  # noqa: PLC0415

    true = read_manifest(package)
    signer = SigningKey.generate()
    with zipfile.ZipFile(package) as archive:
        parts = {name: archive.read(name) for name in (README, JOURNAL, KEYS)}

    def forged(members) -> Manifest:
        by = bytes(signer.verify_key)
        return Manifest(true.kind, true.journal, true.n, true.head, members, by).signed(signer, bytes(32))

    write_package(tmp_path / "forged.ezhb", parts, forged)
    with pytest.raises(DamageTrouble) as told:
        restored(tmp_path / "forged.ezhb", tmp_path / "новый.ezh")
    assert told.value.detail == "mac"


@pytest.mark.parametrize(("at", "length"), [(0.5, None), (0.02, None), (None, 0.6), (None, 0.0)])
def test_a_flipped_or_cut_package_changes_nothing(
    school: School, package: Path, at: float | None, length: float | None, unchanged: Callable[[], None]
) -> None:
    unchanged()
    data = bytearray(package.read_bytes())
    if at is not None:
        data[int(len(data) * at)] ^= 0xFF
    package.write_bytes(data if length is None else data[: int(len(data) * length)])
    with pytest.raises(DamageTrouble):
        restored(package, school.path)


@pytest.mark.parametrize("door", [FullDisk(100), FailsOnRename()], ids=["full", "rename"])
def test_a_disk_that_fails_in_the_middle_leaves_the_journal_as_it_was(
    school: School, package: Path, door: Door, unchanged: Callable[[], None]
) -> None:
    unchanged()
    with pytest.raises((DiskFullTrouble, DeviceTrouble)):
        restored(package, school.path, door=door)


def test_a_disk_without_room_for_the_safety_copy_replaces_nothing(
    school: School, package: Path, tmp_path: Path
) -> None:
    with plugged(tmp_path, "2m") as root:
        moved = school.copied(root)
        (root / "film.avi").write_bytes(bytes(shutil.disk_usage(root).free - school.path.stat().st_size - 50_000))
        before = names(root)
        with pytest.raises(DiskFullTrouble):
            restored(package, moved.path)
        assert names(root) == before
        assert head(moved.path, school.key) == head(school.path, school.key)


def test_keys_that_were_replaced_come_back_when_the_database_cannot_be(
    school: School, package: Path, unchanged: Callable[[], None]
) -> None:
    class LastRename(Door):
        """Refuses the database alone, after the keys."""

        def rename(self, source: Path, target: Path) -> None:
            if target == school.path:
                raise OSError(13, "in use")
            super().rename(source, target)

    office = open_office(school, "admin")
    block_account(office, "teacher")
    office.close()
    unchanged()
    before = school.path.with_name(f"{school.path.name}.keys").read_bytes()
    with pytest.raises(DeviceTrouble):
        restored(package, school.path, door=LastRename())
    assert school.path.with_name(f"{school.path.name}.keys").read_bytes() == before


def test_a_disk_that_garbles_the_restored_journal_is_told(school: School, package: Path) -> None:
    class Garbled(Door):
        """Puts other bytes in the place of the database."""

        def rename(self, source: Path, target: Path) -> None:
            if target == school.path:
                data = bytearray(source.read_bytes())
                data[len(data) // 2] ^= 1
                source.write_bytes(data)
            super().rename(source, target)

    before = head(school.path, school.key)
    with pytest.raises(DeviceTrouble, match="читается не так"):
        restored(package, school.path, door=Garbled())
    (kept,) = school.path.parent.glob("*до восстановления*.ezh")
    assert head(kept, school.key) == before


def test_a_stick_that_is_not_there_and_a_wrong_name_are_told(school: School, package: Path, tmp_path: Path) -> None:
    with pytest.raises(MediumTrouble, match="нет на месте"):
        restored(tmp_path / "нет.ezhb", school.path)
    with pytest.raises(UsageTrouble, match=r"\.ezh"):
        restored(package, tmp_path / "журнал.txt")
    with pytest.raises(DeviceTrouble, match="нет"):
        restored(package, tmp_path / "нет" / "журнал.ezh")


def test_a_restore_that_is_stopped_changes_nothing(
    school: School, package: Path, unchanged: Callable[[], None]
) -> None:
    class Stopped(Exception):
        pass

    def stops(stage: Stage, _done: int, _total: int) -> None:
        if stage is Stage.WRITE:
            raise Stopped

    unchanged()
    with pytest.raises(Stopped):
        restore(package, school.path, ADMIN, tools(), stops)


KILLED = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from tests.services.test_restoring import ADMIN, restored
from tests.storage.faulty import Kills
restored(Path(sys.argv[2]), Path(sys.argv[3]), ADMIN, Kills(int(sys.argv[4])))
"""


@pytest.mark.long
@pytest.mark.parametrize("at", range(14))
def test_kill_9_in_a_restore_leaves_a_journal_that_opens(school: School, package: Path, at: int) -> None:
    before = head(school.path, school.key)
    root = str(Path(__file__).parents[2])
    command = [sys.executable, "-c", KILLED, root, str(package), str(school.path), str(at)]
    died = subprocess.run(command, capture_output=True, check=False).returncode
    assert died == -signal.SIGKILL
    after = head(school.path, school.key)
    assert after[0] <= before[0]
    done = restored(package, school.path)
    assert head(school.path, school.key) == (done.n, done.head)


BACKED_UP = """
import sys, pickle
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from ezh_desktop.services.backing_up import back_up
from ezh_desktop.services.packing import Destination
from tests.factories import open_office
from tests.storage.faulty import Kills
school = pickle.loads(Path(sys.argv[2]).read_bytes())
office = open_office(school)
office.place.sealed.door = Kills(int(sys.argv[3]))
back_up(office, Destination.of_folder(Path(sys.argv[4])))
"""


@pytest.mark.long
@pytest.mark.parametrize("at", range(0, 22, 2))
def test_kill_9_in_a_backup_leaves_no_half_file_under_the_final_name(school: School, tmp_path: Path, at: int) -> None:
    import pickle  # noqa: PLC0415 - only here

    handed = tmp_path / "school.pickle"
    plain = School(school.path, school.journal, school.code, {}, school.courses, school.pupils, school.classes)
    plain.people = {"teacher": school.people["teacher"]}
    handed.write_bytes(pickle.dumps(plain))
    stick = tmp_path / "stick"
    stick.mkdir()
    root = str(Path(__file__).parents[2])
    command = [sys.executable, "-c", BACKED_UP, root, str(handed), str(at), str(stick)]
    died = subprocess.run(command, capture_output=True, check=False).returncode
    assert died in {0, -signal.SIGKILL}
    for found in stick.glob("*.ezhb"):
        restored(found, tmp_path / "новый.ezh")
    assert os.path.exists(school.path)  # noqa: PTH110
    office = open_office(school)
    types(office, school)
    office.close()
