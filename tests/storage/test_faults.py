"""Every fault of disk and database has its class and a Russian text."""

import errno
import re

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy.exc import OperationalError

from ezh_desktop import errors
from ezh_desktop.storage.faults import as_trouble, code_of, translate

PRIMARY = [
    (sqlcipher.SQLITE_FULL, errors.DiskFullTrouble, 6),
    (sqlcipher.SQLITE_IOERR, errors.DriveGoneTrouble, 6),
    (sqlcipher.SQLITE_READONLY, errors.DeviceTrouble, 6),
    (sqlcipher.SQLITE_PERM, errors.DeviceTrouble, 6),
    (sqlcipher.SQLITE_BUSY, errors.BusyTrouble, 6),
    (sqlcipher.SQLITE_LOCKED, errors.BusyTrouble, 6),
    (sqlcipher.SQLITE_NOTADB, errors.DamageTrouble, 4),
    (sqlcipher.SQLITE_CORRUPT, errors.DamageTrouble, 4),
    (sqlcipher.SQLITE_CANTOPEN, errors.DriveGoneTrouble, 6),
    (sqlcipher.SQLITE_NOMEM, errors.MemoryTrouble, 6),
]


def sqlite_error(code: int) -> sqlcipher.OperationalError:
    error = sqlcipher.OperationalError("said in English")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(("code", "kind", "exit_code"), PRIMARY)
@pytest.mark.parametrize("extended", [0, 3 << 8, 7 << 8])
def test_an_error_of_sqlite_is_told_by_its_primary_code(code, kind, exit_code, extended):
    trouble = translate(sqlite_error(code | extended))
    assert type(trouble) is kind
    assert trouble.exit_code == exit_code
    assert re.search("[а-я]", trouble.what)
    assert trouble.remedy
    assert not re.search("[a-z]{4}", trouble.text)


def test_a_moved_database_is_told_from_a_write_protected_one():
    assert type(translate(sqlite_error(sqlcipher.SQLITE_READONLY | 4 << 8))) is errors.DriveGoneTrouble


def test_the_wrapper_of_sqlalchemy_is_looked_through():
    wrapped = OperationalError("SELECT", {}, sqlite_error(sqlcipher.SQLITE_FULL))
    assert code_of(wrapped) == sqlcipher.SQLITE_FULL
    with pytest.raises(errors.DiskFullTrouble), as_trouble():
        raise wrapped


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.ENOSPC, errors.DiskFullTrouble),
        (errno.EDQUOT, errors.DiskFullTrouble),
        (errno.EACCES, errors.DeviceTrouble),
        (errno.EROFS, errors.DeviceTrouble),
        (errno.EBUSY, errors.BusyTrouble),
        (errno.EIO, errors.DriveGoneTrouble),
        (errno.ENODEV, errors.DriveGoneTrouble),
        (errno.ENOENT, errors.DriveGoneTrouble),
        (errno.ENOMEM, errors.MemoryTrouble),
    ],
)
def test_an_error_of_the_system_is_told_by_its_number(number, kind):
    with pytest.raises(kind) as caught, as_trouble():
        raise OSError(number, "said in English")
    assert type(caught.value) is kind


def test_windows_says_when_another_program_has_the_file():
    error = OSError(errno.EACCES, "sharing violation")
    error.winerror = 32
    assert type(translate(error)) is errors.BusyTrouble


def test_our_own_faults_pass_unchanged():
    with pytest.raises(sqlcipher.OperationalError), as_trouble():
        sqlcipher.connect(":memory:").execute("SELECT nonsense")
    assert translate(ValueError()) is None


def test_a_trouble_stays_itself():
    trouble = errors.BusyTrouble("Занято.")
    assert translate(trouble) is trouble
