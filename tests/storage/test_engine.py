"""Opening a connection (9.1.2): what the rule of the format promises."""

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from ezh_desktop.errors import DamageTrouble, DriveGoneTrouble, NewerFormatTrouble
from ezh_desktop.storage.engine import file_uri, make_engine, open_connection, open_new, opens
from tests.storage.sealed import a_journal

RULE = {
    "cipher_memory_security": "1",
    "temp_store": 2,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "foreign_keys": 1,
    "recursive_triggers": 1,
    "busy_timeout": 5000,
    "secure_delete": 1,
    "journal_mode": "wal",
    "synchronous": 2,
    "wal_autocheckpoint": 200,
}


@pytest.fixture
def journal(tmp_path):
    return a_journal(tmp_path, accounts=())


def pragma(connection, name):
    row = connection.execute(f"PRAGMA {name}").fetchone()
    return row[0] if row else None


def test_every_setting_of_the_rule_holds_on_every_connection(journal):
    connection = open_connection(journal.path, journal.key)
    assert {name: pragma(connection, name) for name in RULE} == RULE
    assert pragma(connection, "mmap_size") in (0, None)
    connection.close()
    engine = make_engine(journal.path, journal.key)
    with engine.connect() as reader:
        found = {name: reader.exec_driver_sql(f"PRAGMA {name}").scalar() for name in RULE}
    engine.dispose()
    assert found == RULE


def test_names_with_spaces_signs_and_cyrillic_open(tmp_path):
    for name in ("7А класс #1?.ezh", "100%.ezh", "a&mode=ro.ezh"):
        journal = a_journal(tmp_path, accounts=(), name=name)
        open_connection(journal.path, journal.key).close()
        assert journal.path.exists()


def test_the_address_keeps_drive_letters_and_shares_apart():
    class Share:
        def absolute(self):
            return self

        def as_posix(self):
            return "//server/школа/a.ezh"

    assert file_uri(Share(), "rw").startswith("file:////server/")


def test_a_missing_file_is_not_made(tmp_path):
    with pytest.raises(DriveGoneTrouble, match="не открывается"):
        open_connection(tmp_path / "none.ezh", bytes(32))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("key", [b"", b"short", bytes(31), bytes(33)])
def test_a_key_of_another_length_never_reaches_the_cipher(journal, key):
    with pytest.raises(ValueError, match="32 bytes"):
        open_connection(journal.path, key)
    with pytest.raises(ValueError, match="32 bytes"):
        open_new(journal.path.with_name("plain"), key)
    assert not journal.path.with_name("plain").exists()


def test_a_wrong_key_is_damage_and_prints_nothing(journal, capfd):
    with pytest.raises(DamageTrouble):
        open_connection(journal.path, bytes(32))
    assert not opens(journal.path, bytes(32))
    assert opens(journal.path, journal.key)
    assert opens(journal.path, journal.key, untouched=False)
    assert capfd.readouterr() == ("", "")


def test_another_programs_sealed_file_is_foreign_and_left_in_its_mode(tmp_path):
    path = tmp_path / "foreign.ezh"
    connection = open_new(path, bytes(32))
    connection.execute("CREATE TABLE t (x)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(DamageTrouble, match="не файл журнала"):
        open_connection(path, bytes(32))
    assert path.read_bytes() == before


def test_a_newer_format_is_refused_as_newer(journal):
    connection = open_connection(journal.path, journal.key)
    connection.execute("PRAGMA user_version=2")
    connection.close()
    with pytest.raises(NewerFormatTrouble, match="более новой версией"):
        open_connection(journal.path, journal.key)


def test_without_wal_a_rollback_journal_is_kept(journal):
    connection = open_connection(journal.path, journal.key, wal=False)
    assert pragma(connection, "journal_mode") == "delete"
    assert pragma(connection, "synchronous") == 2
    connection.close()


def test_a_reader_cannot_write(journal):
    connection = open_connection(journal.path, journal.key, readonly=True)
    with pytest.raises(sqlcipher.OperationalError, match="readonly"):
        connection.execute("DELETE FROM pupil")
    connection.close()
    engine = make_engine(journal.path, journal.key)
    with engine.connect() as reader, pytest.raises(DBAPIError):
        reader.execute(text("DELETE FROM pupil"))
    engine.dispose()


def test_the_engine_keeps_a_queue_and_one_snapshot_a_transaction(journal):
    engine = make_engine(journal.path, journal.key)
    assert isinstance(engine.pool, QueuePool)
    writer = open_connection(journal.path, journal.key)
    count = text("SELECT count(*) FROM pupil")
    with engine.begin() as reader:
        assert reader.scalar(count) == 1
        writer.execute("INSERT INTO pupil VALUES (2, 'Ёлкина')")
        assert reader.scalar(count) == 1
    with engine.connect() as reader:
        assert reader.scalar(count) == 2
    writer.close()
    engine.dispose()


def test_ddl_and_savepoints_roll_back(journal):
    connection = open_connection(journal.path, journal.key)
    connection.execute("BEGIN")
    connection.execute("CREATE TABLE later (x)")
    connection.execute("SAVEPOINT a")
    connection.execute("INSERT INTO pupil VALUES (3, 'Ю')")
    connection.execute("RELEASE a")
    connection.execute("ROLLBACK")
    assert connection.execute("SELECT count(*) FROM pupil").fetchone() == (1,)
    assert connection.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'later'").fetchone() == (0,)
    connection.close()
