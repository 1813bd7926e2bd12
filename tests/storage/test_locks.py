"""The lock file: who has the journal open, and how far the protocol had come."""

import errno
import os
import subprocess
import sys

import pytest

from ezh_desktop.errors import BusyTrouble, DamageTrouble, DriveGoneTrouble
from ezh_desktop.storage.locks import FileLock, Position, SameFile, WindowsLocker, lock_file_of

JOURNAL = bytes(range(16))
HEAD = b"h" * 32


class FakeRuntime:
    """`msvcrt` as far as locks go: bytes of one file, exclusive, refused to any other handle."""

    LK_NBLCK, LK_UNLCK = 2, 0

    def __init__(self):
        self.taken = {}

    def locking(self, fd, mode, nbytes, /):
        start = os.lseek(fd, 0, os.SEEK_CUR)
        places = range(start, start + nbytes)
        if mode == self.LK_UNLCK:
            for place in places:
                assert self.taken.pop(place) == fd
        elif any(place in self.taken for place in places):
            raise OSError(errno.EACCES, "locked")
        else:
            self.taken.update(dict.fromkeys(places, fd))


@pytest.fixture(params=["posix", "windows"])
def window(request, tmp_path):
    """Makes windows of the same journal, on this system and on a stand-in for Windows."""
    runtime = FakeRuntime()
    made = []

    def make():
        locker = WindowsLocker(runtime) if request.param == "windows" else None
        made.append(FileLock(tmp_path / "j.ezh", locker))
        return made[-1]

    yield make
    for lock in made:
        lock.close()


def test_many_windows_share_and_none_is_alone(window):
    first, second = window(), window()
    first.share()
    second.share()
    assert not window().try_exclusive()


def test_one_window_may_be_alone_and_the_next_waits_in_vain(window):
    first, second = window(), window()
    assert first.try_exclusive()
    with pytest.raises(BusyTrouble, match="Журнал занят"):
        second.share(wait=0.05)
    first.share()
    second.share()


def test_being_alone_is_refused_while_another_window_is_open_and_its_share_is_kept(window):
    first, second, third = window(), window(), window()
    first.share()
    second.share()
    with pytest.raises(BusyTrouble, match="в другом окне"), first.alone():
        pytest.fail("not alone")
    second.close()
    assert not third.try_exclusive()
    with first.alone(), pytest.raises(BusyTrouble):
        third.share(wait=0.0)
    third.share()


def test_a_closed_window_holds_nothing(window):
    first = window()
    assert first.try_exclusive()
    first.close()
    assert window().try_exclusive()


def test_at_most_64_windows_share_on_windows(tmp_path):
    runtime = FakeRuntime()
    locks = [FileLock(tmp_path / "j.ezh", WindowsLocker(runtime)) for _ in range(65)]
    for lock in locks[:64]:
        lock.share()
    with pytest.raises(BusyTrouble):
        locks[64].share(wait=0.0)
    for lock in locks:
        lock.close()


def test_another_process_sees_the_lock_and_its_death_frees_it(tmp_path):
    script = (
        "import sys; from pathlib import Path; from ezh_desktop.storage.locks import FileLock\n"
        "lock = FileLock(Path(sys.argv[1])); lock.share(); print('ready', flush=True); sys.stdin.read()"
    )
    path = tmp_path / "j.ezh"
    other = subprocess.Popen([sys.executable, "-c", script, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert other.stdout.readline() == b"ready\n"
    lock = FileLock(path)
    assert not lock.try_exclusive()
    other.kill()
    other.communicate()
    assert lock.try_exclusive()
    lock.close()


def test_the_position_is_remembered_for_every_window(window):
    first, second = window(), window()
    assert first.remembered() is None
    first.remember(Position(JOURNAL, 12345, HEAD))
    assert second.remembered() == Position(JOURNAL, 12345, HEAD)
    second.remember(Position(JOURNAL, 7, HEAD))
    assert first.remembered() == Position(JOURNAL, 7, HEAD)
    second.forget()
    assert first.remembered() is None


@pytest.mark.parametrize("data", [b"", b"junk", b"[1] 00\n", b"\xff" * 600])
def test_a_torn_record_is_no_record(tmp_path, data):
    lock_file_of(tmp_path / "j.ezh").write_bytes(data)
    lock = FileLock(tmp_path / "j.ezh")
    assert lock.remembered() is None
    lock.close()


def test_fewer_entries_or_another_head_are_damage_more_entries_are_not():
    remembered = Position(JOURNAL, 10, HEAD)
    remembered.check(Position(JOURNAL, 10, HEAD))
    remembered.check(Position(JOURNAL, 11, b"x" * 32))
    remembered.check(Position(bytes(16), 1, b"x" * 32))
    with pytest.raises(DamageTrouble, match="было 10, есть 9"):
        remembered.check(Position(JOURNAL, 9, HEAD))
    with pytest.raises(DamageTrouble):
        remembered.check(Position(JOURNAL, 10, b"x" * 32))


def test_a_file_renamed_replaced_or_removed_is_noticed(tmp_path):
    path = tmp_path / "j.ezh"
    path.write_bytes(b"1")
    same = SameFile.of(path)
    same.check()
    path.rename(tmp_path / "moved")
    with pytest.raises(DriveGoneTrouble, match="перемещён"):
        same.check()
    path.write_bytes(b"1")
    with pytest.raises(DriveGoneTrouble):
        same.check()
    with pytest.raises(DriveGoneTrouble):
        SameFile.of(tmp_path / "never")
