"""Removable media as each system tells them, by stand-ins for the system's own lists."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ezh_desktop.storage.media import LinuxMedia, SystemMedia, _on_windows, in_volumes, unescaped


class Linux:
    """A computer with a list of mounts, udev's links, and the kernel's devices, in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.lines: list[str] = []
        for name in ("labels", "blocks", "devices", "media"):
            (folder / name).mkdir()

    def plug(self, disk: str, label: str, *, removable: bool = True, usb: bool = False, vendor: str = "") -> Path:
        """A disk with one partition."""
        device = self.folder / "devices" / ("usb1" if usb else "pci") / disk
        (device / f"{disk}1").mkdir(parents=True)
        (device / "removable").write_text(f"{int(removable)}\n")
        (device / f"{disk}1" / "partition").write_text("1\n")
        if vendor:
            (device / "device").mkdir()
            (device / "device" / "vendor").write_text(f"{vendor}  \n")
        (self.folder / "blocks" / f"{disk}1").symlink_to(device / f"{disk}1")
        if label:
            (self.folder / "labels" / label).symlink_to(f"../../{disk}1")
        root = self.folder / "media" / disk
        root.mkdir()
        return root

    def mount(self, device: str, root: Path | str, kind: str = "vfat", options: str = "rw,relatime") -> None:
        self.lines.append(f"{device} {root} {kind} {options} 0 0")

    @property
    def media(self) -> LinuxMedia:
        mounts = self.folder / "mounts"
        mounts.write_text("\n".join(self.lines), "utf-8")
        return LinuxMedia(mounts, self.folder / "labels", self.folder / "blocks")


@pytest.fixture
def linux(tmp_path) -> Linux:
    return Linux(tmp_path)


def test_a_stick_is_found_by_its_label(linux):
    root = linux.plug("sdb", "ЖУРНАЛ", vendor="Kingston")
    linux.mount("/dev/sdb1", root)
    (found,) = linux.media.find()
    assert (found.label, found.maker, found.root, found.writable) == ("ЖУРНАЛ", "Kingston", root, True)
    assert found.title == "ЖУРНАЛ"
    assert found.total == shutil.disk_usage(root).total


def test_a_label_and_a_folder_with_spaces_are_spelled_as_people_know_them(linux):
    root = linux.plug("sdb", r"\xd0\x96\xd0\xa3\x20\x27A\x27")
    spaced = root.rename(root.with_name("my stick"))
    linux.mount("/dev/sdb1", str(spaced).replace(" ", "\\040"))
    (found,) = linux.media.find()
    assert found.label == "ЖУ 'A'"
    assert found.root == spaced


def test_the_computers_own_disk_is_no_medium_and_an_external_disk_is_one(linux):
    own = linux.plug("sda", "SYSTEM", removable=False)
    disk = linux.plug("sdc", "АРХИВ", removable=False, usb=True)
    linux.mount("/dev/sda1", own, "ext4")
    linux.mount("/dev/sdc1", disk, "ntfs3")
    linux.mount("tmpfs", "/run", "tmpfs")
    assert [medium.label for medium in linux.media.find()] == ["АРХИВ"]


def test_a_write_protected_stick_says_so_and_a_vanished_one_is_left_out(linux):
    root = linux.plug("sdb", "TRANSCEND")
    linux.mount("/dev/sdb1", root, options="ro,nosuid")
    linux.plug("sdd", "GONE").rmdir()
    linux.mount("/dev/sdd1", linux.folder / "media" / "sdd")
    (found,) = linux.media.find()
    assert (found.label, found.writable) == ("TRANSCEND", False)


def test_a_stick_mounted_twice_stands_once_and_without_a_label_by_its_maker(linux):
    root = linux.plug("sdb", "", vendor="Kingston")
    linux.mount("/dev/sdb1", root)
    linux.mount("/dev/sdb1", linux.folder / "media")
    (found,) = linux.media.find()
    assert found.title == "Kingston"


def test_a_computer_without_the_lists_has_no_media(tmp_path):
    assert list(LinuxMedia(tmp_path / "a", tmp_path / "b", tmp_path / "c").find()) == []


class Kernel:
    """Windows as far as it tells of drives: letter → (type, label, flags); no label: an empty card reader."""

    def __init__(self, drives: dict[str, tuple[int, str | None, int]]) -> None:
        self.drives = drives

    def GetLogicalDrives(self) -> int:
        return sum(1 << ord(letter) - ord("A") for letter in self.drives)

    def GetDriveTypeW(self, root: str) -> int:
        return self.drives[root[0]][0]

    def GetVolumeInformationW(self, root, label, _room, _serial, _length, flags, _system, _size) -> int:
        _, name, bits = self.drives[root[0]]
        if name is None:
            return 0
        label.value = name
        flags._obj.value = bits
        return 1


def test_windows_tells_drives_by_letter_and_label(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for drive in ("E", "F", "H"):
        (tmp_path / f"{drive}:\\").mkdir()
    drives = {"C": (3, "Windows", 0), "E": (2, "ЖУРНАЛ", 0), "F": (2, "TRANSCEND", 0x80000), "G": (2, None, 0)}
    drives["H"] = (2, "", 0)
    found = list(_on_windows(Kernel(drives)))
    assert [(one.title, one.writable) for one in found] == [
        ("ЖУРНАЛ (E:)", True),
        ("TRANSCEND (F:)", False),
        ("Съёмный диск (H:)", True),
    ]


def test_mac_shows_volumes_but_its_own(tmp_path):
    (tmp_path / "ЖУРНАЛ").mkdir()
    (tmp_path / "Macintosh HD").symlink_to("/")
    assert [one.label for one in in_volumes(tmp_path)] == ["ЖУРНАЛ"]


def test_names_come_out_as_they_were_written():
    assert unescaped(r"USB\x20DISK") == "USB DISK"
    assert unescaped("/media/my\\040stick") == "/media/my stick"
    assert unescaped("ЖУРНАЛ") == "ЖУРНАЛ"


def test_this_computer_answers_without_an_error():
    SystemMedia().find()
