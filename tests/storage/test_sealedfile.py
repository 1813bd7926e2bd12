"""The sealed file: making, examining, opening after a crash, two windows, closing."""

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from ezh_desktop.errors import (
    BadInput,
    DamageTrouble,
    DeviceTrouble,
    DiskFullTrouble,
    DriveGoneTrouble,
    NewerFormatTrouble,
)
from ezh_desktop.storage.door import Door
from ezh_desktop.storage.engine import open_new
from ezh_desktop.storage.faults import as_trouble
from ezh_desktop.storage.locks import FileLock, Position
from ezh_desktop.storage.recovery_code import RecoveryCode
from ezh_desktop.storage.sealedfile import Left, create_sealed, examine, looking_at, open_facts, open_sealed
from tests.storage.faulty import FailsOnRename, FullDisk, Vanished
from tests.storage.sealed import JOURNAL, Journal, a_journal, crash, run


@pytest.fixture
def journal(tmp_path):
    return a_journal(tmp_path, accounts=("admin",))


SEARCH = """
import sys
data = open(sys.argv[1], "rb").read()
print(b"SQLite format 3" in data, sys.argv[2].encode() in data)
"""


def test_a_new_journal_is_two_files_and_no_plain_byte(journal):
    assert [path.name for path in journal.files()] == ["журнал 7А.ezh", "журнал 7А.ezh.keys", "журнал 7А.ezh.lock"]
    assert journal.text().proves(journal.key)
    assert journal.text().head.salt_hint == journal.path.read_bytes()[:16]


@pytest.mark.parametrize("mode", ["wal", "delete"])
def test_no_file_left_on_the_disk_shows_a_header_or_a_name(journal, mode):
    crash(journal, mode)
    sealed = journal.open()
    connection = sealed.connect()
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany("INSERT INTO pupil VALUES (?, ?)", [(n, "Громыхайло" * 200) for n in range(1000, 1300)])
    for path in journal.files():
        # Another process reads: our own open and close would drop SQLite's locks.
        assert run(SEARCH, path, "Громыхайло").stdout.split() == [b"False", b"False"], path.name
    connection.execute("ROLLBACK")
    connection.close()
    sealed.close()


def test_nothing_is_made_over_what_is_there(tmp_path):
    for name in ("", ".keys", "-wal", "-journal"):
        folder = tmp_path / f"folder{name}"
        folder.mkdir()
        (folder / f"j.ezh{name}").write_bytes(b"mine")
        with pytest.raises(BadInput, match="уже есть"):
            create_sealed(folder / "j.ezh", bytes(32), lambda *_: None)
        assert [path.read_bytes() for path in folder.iterdir()] == [b"mine"]


@pytest.mark.parametrize("door", [FullDisk(10), FailsOnRename(), FailsOnRename(28)])
def test_a_disk_that_fails_while_the_journal_is_made_leaves_nothing(tmp_path, tmp_path_factory, door):
    text = a_journal(tmp_path_factory.mktemp("whole"), accounts=()).keys.read_text()

    def build(connection, salt):
        connection.execute("CREATE TABLE key_text (id INTEGER PRIMARY KEY, text TEXT)")
        connection.execute("INSERT INTO key_text VALUES (1, ?)", (text,))

    with pytest.raises(DeviceTrouble):
        create_sealed(tmp_path / "j.ezh", bytes(32), build, door=door)
    assert list(tmp_path.iterdir()) == []


def test_a_maker_that_fails_leaves_nothing(tmp_path):
    def build(connection, salt):
        connection.execute("CREATE TABLE t (x)")
        raise KeyError

    with pytest.raises(KeyError):
        create_sealed(tmp_path / "j.ezh", bytes(32), build)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("size", [0, 1, 4095])
def test_an_empty_or_cut_file_is_refused_and_not_filled(tmp_path, size):
    path = tmp_path / "j.ezh"
    path.write_bytes(bytes(size))
    with pytest.raises(DamageTrouble, match="пуст или обрезан"):
        open_sealed(path, bytes(32))
    assert path.stat().st_size == size
    assert list(tmp_path.iterdir()) == [path]


def test_a_plain_database_and_a_folder_are_no_journals(tmp_path):
    plain = tmp_path / "plain.ezh"
    connection = sqlcipher.connect(str(plain))
    connection.executescript("CREATE TABLE t (x); CREATE TABLE u (x);")
    connection.close()
    for path in (plain, tmp_path):
        with pytest.raises(DamageTrouble, match="не файл журнала"):
            examine(path)


def test_any_other_file_is_damage(tmp_path):
    path = tmp_path / "photo.ezh"
    path.write_bytes(b"\xff\xd8" * 4096)
    with pytest.raises(DamageTrouble, match="повреждён"):
        open_sealed(path, bytes(32))


def test_a_missing_file_or_drive_is_said_so(tmp_path):
    with pytest.raises(DriveGoneTrouble, match="нет на месте"):
        open_sealed(tmp_path / "gone" / "j.ezh", bytes(32))


def test_another_sealed_database_is_foreign_and_a_newer_one_is_newer(tmp_path, journal):
    other = tmp_path / "other.ezh"
    connection = open_new(other, bytes(32))
    connection.execute("CREATE TABLE t (x)")
    connection.close()
    with pytest.raises(DamageTrouble, match="не файл журнала"):
        open_sealed(other, bytes(32))
    sealed = journal.open()
    with sealed.connection() as connection:
        connection.execute("PRAGMA user_version=99")
    sealed.close()
    with pytest.raises(NewerFormatTrouble):
        journal.open()


def test_what_lies_open_needs_no_key(journal):
    facts = open_facts(journal.path)
    assert (facts.journal_id, facts.slots) == (JOURNAL, 1)
    assert facts.size == journal.path.stat().st_size
    assert facts.keys_size == journal.keys.stat().st_size
    journal.keys.unlink()
    assert open_facts(journal.path).journal_id is None


def test_closing_says_one_file_only_when_the_last_window_closes(journal):
    first, second = journal.open(), journal.open()
    with first.connection() as connection:
        connection.execute("INSERT INTO pupil VALUES (2, 'Ёлкина')")
        holder = second.connect()
        holder.execute("BEGIN")
        holder.execute("SELECT * FROM pupil").fetchall()
        connection.execute("INSERT INTO pupil VALUES (3, 'Юрьева')")
    assert first.close() is Left.WITH_WAL
    holder.execute("ROLLBACK")
    holder.close()
    assert second.close() is Left.ONE_FILE
    assert not journal.beside("-wal").exists()
    assert second.close() is Left.ONE_FILE


def test_a_checkpoint_brings_the_wal_in_while_the_window_stays_open(journal):
    sealed = journal.open()
    connection = sealed.connect()
    connection.execute("INSERT INTO pupil VALUES (2, 'Ёлкина')")
    assert sealed.checkpoint()
    connection.close()
    sealed.close()


def test_this_process_knows_what_it_has_open_and_keeps_its_hands_off(journal):
    assert examine(journal.path) == journal.path.read_bytes()[:16]
    sealed = journal.open()
    with looking_at(journal.path) as open_here:
        assert open_here
    assert examine(journal.path) is None
    sealed.close()
    with looking_at(journal.path) as open_here:
        assert not open_here


def test_examining_an_open_journal_keeps_the_locks_of_its_transaction(journal):
    sealed = journal.open()
    connection = sealed.connect()
    connection.execute("BEGIN IMMEDIATE")
    examine(journal.path)
    open_facts(journal.path)
    script = """
import sys
from pathlib import Path
from ezh_desktop.storage.engine import open_connection
connection = open_connection(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]))
connection.execute("PRAGMA busy_timeout=50")
connection.execute("BEGIN IMMEDIATE")
"""
    assert b"locked" in run(script, journal.path, journal.key.hex()).stderr
    connection.execute("ROLLBACK")
    connection.close()
    sealed.close()


def test_a_file_moved_away_is_noticed_before_the_commit(journal):
    sealed = journal.open()
    sealed.before_commit()
    journal.path.rename(journal.path.with_name("moved.ezh"))
    with pytest.raises(DriveGoneTrouble, match="перемещён"):
        sealed.before_commit()
    sealed.close()


def test_the_door_may_fail_before_a_commit(journal):
    sealed = open_sealed(journal.path, journal.key, door=Vanished())
    with pytest.raises(DriveGoneTrouble, match="недоступен"):
        sealed.before_commit()
    sealed.close()


def test_a_full_disk_is_told_and_the_transaction_can_go_back(journal):
    sealed = journal.open()
    connection = sealed.connect()
    connection.execute(f"PRAGMA max_page_count={connection.execute('PRAGMA page_count').fetchone()[0]}")
    with pytest.raises(DiskFullTrouble, match="не осталось места"), as_trouble():
        connection.executemany("INSERT INTO pupil VALUES (?, ?)", [(n, "Ё" * 3000) for n in range(10, 99)])
    assert connection.execute("SELECT count(*) FROM pupil").fetchone()[0] < 89
    connection.close()
    sealed.close()


@pytest.mark.parametrize("mode", ["wal", "delete"])
def test_what_a_crash_left_is_copied_aside_until_the_checks_pass(journal, mode):
    crash(journal, mode)
    seen = []

    def check(connection):
        seen.extend(sorted(path.name for path in next(journal.path.parent.glob("*.aside")).iterdir()))
        seen.append(connection.execute("SELECT count(*) FROM pupil").fetchone()[0])

    sealed = open_sealed(journal.path, journal.key, check=check)
    rest = "-wal" if mode == "wal" else "-journal"
    assert seen == ["журнал 7А.ezh", f"журнал 7А.ezh{rest}", "журнал 7А.ezh.keys", 201 if mode == "wal" else 1]
    assert not list(journal.path.parent.glob("*.aside"))
    sealed.close()


def test_the_copies_stay_when_a_check_fails_and_the_message_names_them(journal):
    crash(journal, "wal")
    before = journal.path.read_bytes(), journal.beside("-wal").read_bytes()

    def check(connection):
        raise DamageTrouble("Протокол не сходится.", "Восстановите журнал из резервной копии.")

    with pytest.raises(DamageTrouble) as caught:
        open_sealed(journal.path, journal.key, check=check)
    folder = next(journal.path.parent.glob("*.aside"))
    assert folder.name in caught.value.text
    assert (folder / journal.path.name).read_bytes() == before[0]
    assert (folder / f"{journal.path.name}-wal").read_bytes() == before[1]


def test_a_living_window_is_not_taken_for_a_crash(journal):
    first = journal.open()
    connection = first.connect()
    connection.execute("INSERT INTO pupil VALUES (2, 'Ёлкина')")
    assert journal.beside("-wal").stat().st_size > 0
    second = open_sealed(journal.path, journal.key, check=lambda _: pytest.fail("checked"))
    assert not list(journal.path.parent.glob("*.aside"))
    connection.close()
    second.close()
    first.close()


def position(connection):
    return Position(JOURNAL, connection.execute("SELECT count(*) FROM pupil").fetchone()[0], bytes(32))


def test_commits_lost_from_a_flipped_wal_are_noticed(journal):
    crash(journal, "wal")
    lock = FileLock(journal.path)
    lock.remember(Position(JOURNAL, 201, bytes(32)))
    lock.close()
    wal = journal.beside("-wal")
    data = bytearray(wal.read_bytes())
    data[60] ^= 1
    wal.write_bytes(data)
    with pytest.raises(DamageTrouble, match="не хватает последних записей: было 201, есть 1"):
        open_sealed(journal.path, journal.key, position=position)


def test_the_position_remembered_at_the_last_commit_lets_the_same_file_open(journal):
    sealed = journal.open()
    sealed.remember(Position(JOURNAL, 1, bytes(32)))
    sealed.close()
    open_sealed(journal.path, journal.key, position=position).close()


class Slow(Door):
    """Counts the commits that pass."""

    commits = 0

    def before_commit(self):
        self.commits += 1


def test_every_commit_passes_the_door(journal):
    door = Slow()
    sealed = open_sealed(journal.path, journal.key, door=door)
    sealed.before_commit()
    sealed.before_commit()
    assert door.commits == 2
    sealed.close()


def test_a_reader_gets_connections_that_refuse_changes(journal):
    sealed = open_sealed(journal.path, journal.key, readonly=True)
    with sealed.connection() as connection, pytest.raises(sqlcipher.OperationalError):
        connection.execute("DELETE FROM pupil")
    sealed.close()


def test_the_code_of_another_journal_does_not_open(journal):
    other = Journal(journal.path, RecoveryCode.make())
    with pytest.raises(DamageTrouble):
        other.open()
