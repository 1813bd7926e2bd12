"""Network drives and cloud folders."""

from pathlib import Path

import pytest

from ezh_desktop.storage.places import cloud_of, file_system, on_network

MOUNTS = "/dev/sda1 / ext4 rw 0 0\n//srv/school /home/school\\040disk cifs rw 0 0\nsrv:/x /mnt/nfs nfs4 rw 0 0\n"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/a.ezh", "ext4"),
        ("/home/school disk/a.ezh", "cifs"),
        ("/mnt/nfs/a.ezh", "nfs4"),
        ("/mnt/nfs2/a", "ext4"),
    ],
)
def test_the_nearest_mount_decides(tmp_path, path, kind):
    table = tmp_path / "mounts"
    table.write_text(MOUNTS)
    assert file_system(Path(path), table) == kind


def test_an_unreadable_table_is_no_network(tmp_path):
    assert file_system(Path("/home"), tmp_path / "none") == ""
    assert not on_network(tmp_path)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/mnt/a/OneDrive - Школа/j.ezh", "OneDrive"),
        ("/mnt/a/Яндекс.Диск/j.ezh", "Яндекс Диск"),
        ("/mnt/a/Документы/j.ezh", ""),
    ],
)
def test_a_cloud_folder_is_known_by_its_name(path, name):
    assert cloud_of(Path(path)) == name
