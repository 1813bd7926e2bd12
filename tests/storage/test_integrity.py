"""The file part of the check (9.2.3)."""

import random

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from ezh_desktop.errors import BusyTrouble, DamageTrouble, Trouble
from ezh_desktop.storage.engine import PAGE_BYTES
from ezh_desktop.storage.integrity import FileCheck, check_file, checkpoint
from tests.storage.sealed import a_journal


@pytest.fixture
def journal(tmp_path):
    journal = a_journal(tmp_path, accounts=("admin",))
    sealed = journal.open()
    with sealed.connection() as connection:
        connection.executemany("INSERT INTO pupil VALUES (?, ?)", [(n, "Кошкина" * 20) for n in range(10, 400)])
        connection.execute("DELETE FROM pupil WHERE id BETWEEN 100 AND 300")
    sealed.close()
    return journal


def found_in(journal) -> FileCheck:
    """What the check finds; a file that does not even open is found faulty too."""
    try:
        sealed = journal.open()
    except DamageTrouble as trouble:
        return FileCheck((trouble.detail,), complete=False)
    try:
        with sealed.connection() as connection:
            return check_file(connection)
    except DamageTrouble as trouble:
        return FileCheck((trouble.detail,), complete=False)
    finally:
        sealed.release()


def test_a_whole_file_is_sound(journal):
    check = found_in(journal)
    assert check.sound
    assert check.complete
    check.demand()


def test_cut_pages_are_found(journal):
    data = journal.path.read_bytes()
    for pages in (1, 5):
        journal.path.write_bytes(data[: -pages * PAGE_BYTES])
        assert not found_in(journal).sound


def test_an_old_page_put_back_is_found(journal):
    sealed = journal.open()
    with sealed.connection() as connection:
        root = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'pupil'").fetchone()[0]
    sealed.close()
    before = journal.path.read_bytes()
    sealed = journal.open()
    with sealed.connection() as connection:
        connection.execute("DELETE FROM pupil")
    sealed.close()
    start = (root - 1) * PAGE_BYTES
    data = bytearray(journal.path.read_bytes())
    data[start : start + PAGE_BYTES] = before[start : start + PAGE_BYTES]
    journal.path.write_bytes(data)
    assert not found_in(journal).sound


def test_faults_become_a_trouble_with_a_count_and_the_words_in_the_detail():
    with pytest.raises(DamageTrouble, match="повреждения файла журнала: 2") as caught:
        FileCheck(("HMAC verification failed for page 2", "row 1 missing"), complete=True).demand()
    assert "HMAC" in caught.value.detail
    assert "HMAC" not in caught.value.text


def test_a_busy_file_is_busy_and_not_damaged(journal):
    class Busy:
        def execute(self, _):
            error = sqlcipher.OperationalError("busy")
            error.sqlite_errorcode = sqlcipher.SQLITE_BUSY
            raise error

    with pytest.raises(BusyTrouble):
        check_file(Busy())


def test_a_reader_keeps_the_check_from_being_complete(journal):
    sealed = journal.open()
    reader, writer = sealed.connect(), sealed.connect()
    writer.execute("INSERT INTO pupil VALUES (1000, 'Ёлкина')")
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM pupil").fetchall()
    writer.execute("INSERT INTO pupil VALUES (1001, 'Юрьева')")
    assert not check_file(writer).complete
    reader.execute("ROLLBACK")
    assert checkpoint(writer)
    reader.close()
    writer.close()
    sealed.close()


def flips(journal, count: int, seed: int) -> None:
    """Each flipped bit anywhere in the file is noticed, at opening or by the check."""
    whole = journal.path.read_bytes()
    chance = random.Random(seed)
    for _ in range(count):
        data = bytearray(whole)
        place = chance.randrange(len(data))
        data[place] ^= 1 << chance.randrange(8)
        journal.path.write_bytes(data)
        try:
            assert not found_in(journal).sound, place
        except Trouble as trouble:
            pytest.fail(f"{place}: {trouble.text}")


def test_a_flipped_bit_is_noticed(journal):
    flips(journal, 25, seed=1)


@pytest.mark.long
def test_three_hundred_flipped_bits_are_noticed(journal):
    flips(journal, 300, seed=2)
