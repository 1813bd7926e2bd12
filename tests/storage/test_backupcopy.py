"""Copies of an open journal."""

import pytest

from ezh_desktop.errors import DeviceTrouble
from ezh_desktop.storage.backupcopy import copy_database
from ezh_desktop.storage.engine import open_connection
from ezh_desktop.storage.sealedfile import open_sealed
from tests.storage.faulty import FailsOnRename
from tests.storage.sealed import a_journal


@pytest.fixture
def journal(tmp_path):
    (tmp_path / "from").mkdir()
    return a_journal(tmp_path / "from", accounts=())


def test_a_copy_is_taken_between_two_marks_and_opens_by_its_own_key(journal, tmp_path):
    sealed = journal.open()
    writer = sealed.connect()
    writer.execute("INSERT INTO pupil VALUES (2, 'Ёлкина')")
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("INSERT INTO pupil VALUES (3, 'Юрьева')")
    target = tmp_path / "copy.ezh"
    copy_database(sealed, target, b"k" * 32)
    writer.execute("COMMIT")
    writer.close()
    sealed.close()
    copy = open_connection(target, b"k" * 32, wal=False)
    assert copy.execute("SELECT surname FROM pupil").fetchall() == [("Громыхайло",), ("Ёлкина",)]
    copy.close()


def test_a_copy_is_one_file_with_a_new_salt_and_no_plain_byte(journal, tmp_path):
    target = tmp_path / "to" / "copy.ezh"
    target.parent.mkdir()
    sealed = journal.open()
    copy_database(sealed, target, journal.key)
    sealed.close()
    assert list(target.parent.iterdir()) == [target]
    salt, former = target.read_bytes()[:16], journal.path.read_bytes()[:16]
    assert salt != former
    # Enough of it stays to tell the key file as its own: the hint in the key text goes with the copy unchanged.
    assert salt[:12] == former[:12]
    assert b"SQLite format 3" not in target.read_bytes()
    open_sealed(target, journal.key).close()


def test_a_copy_that_cannot_be_put_in_place_leaves_the_former_one(journal, tmp_path):
    target = tmp_path / "copy.ezh"
    target.write_bytes(b"former")
    sealed = open_sealed(journal.path, journal.key, door=FailsOnRename())
    with pytest.raises(DeviceTrouble):
        copy_database(sealed, target, journal.key)
    sealed.close()
    assert target.read_bytes() == b"former"
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["copy.ezh"]
