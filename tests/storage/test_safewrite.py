"""Safe writing on disks that fail: the old file stays whole, nothing else stays."""

import errno
import os

import pytest

from ezh_desktop.errors import BusyTrouble, DeviceTrouble, DiskFullTrouble, DriveGoneTrouble, ExitCode
from ezh_desktop.storage.door import Door
from ezh_desktop.storage.safewrite import replacing, safe_write
from tests.storage.faulty import FailsOnFsync, FailsOnRename, FullDisk, Garbles

OLD, NEW = b"old" * 100, b"new" * 1000


@pytest.fixture
def target(tmp_path):
    path = tmp_path / "Журнал 7А.pdf"
    path.write_bytes(OLD)
    return path


def test_the_file_is_replaced_whole(target):
    safe_write(target, NEW)
    assert target.read_bytes() == NEW
    assert list(target.parent.iterdir()) == [target]


def test_a_new_file_may_be_empty(tmp_path):
    safe_write(tmp_path / "new", b"")
    assert (tmp_path / "new").read_bytes() == b""


@pytest.mark.parametrize(
    ("door", "trouble"),
    [
        (FullDisk(0), DiskFullTrouble),
        (FullDisk(1), DiskFullTrouble),
        (FullDisk(2999), DiskFullTrouble),
        (FailsOnFsync(), DriveGoneTrouble),
        (FailsOnRename(), DeviceTrouble),
        (FailsOnRename(errno.EBUSY), BusyTrouble),
        (FailsOnRename(errno.EROFS), DeviceTrouble),
    ],
)
def test_a_failing_disk_leaves_the_old_file_and_nothing_else(target, door, trouble):
    with pytest.raises(trouble) as caught:
        safe_write(target, NEW, door=door)
    assert caught.value.exit_code == ExitCode.DEVICE
    assert caught.value.remedy
    assert target.read_bytes() == OLD
    assert list(target.parent.iterdir()) == [target]


def test_what_is_read_back_otherwise_is_said(target):
    with pytest.raises(DeviceTrouble, match="читается не так"):
        safe_write(target, NEW, door=Garbles())


def test_a_folder_that_is_gone_is_a_drive_that_is_gone(tmp_path):
    with pytest.raises(DriveGoneTrouble):
        safe_write(tmp_path / "gone" / "file", NEW)


def test_an_error_of_the_maker_passes_and_leaves_nothing(target):
    def make():
        with replacing(target) as temporary:
            temporary.write_bytes(NEW)
            raise KeyError

    with pytest.raises(KeyError):
        make()
    assert target.read_bytes() == OLD
    assert list(target.parent.iterdir()) == [target]


def test_the_door_writes_all_even_when_the_system_takes_less(tmp_path, monkeypatch):
    real = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: real(descriptor, bytes(data[:7])))
    safe_write(tmp_path / "file", NEW, door=Door())
    assert (tmp_path / "file").read_bytes() == NEW
