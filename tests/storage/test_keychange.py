"""Changes of the key text: in order, by several processes, killed at every step."""

import random
import signal
import subprocess
import sys
import time

import pytest

from ezh_desktop.errors import DriveGoneTrouble, KeyFileTrouble, Trouble
from ezh_desktop.storage.engine import open_connection
from ezh_desktop.storage.keychange import KeyFileState, change_keys, heal, key_text, project
from ezh_desktop.storage.keyfile import KeyFile
from ezh_desktop.storage.sealedfile import create_sealed, open_sealed
from ezh_desktop.storage.signin import sign_in, sign_in_by_code
from tests.storage.faulty import FailsOnFsync, FailsOnRename, FullDisk, Vanished
from tests.storage.sealed import CHEAP, JOURNAL, Journal, a_journal, add_account, write_text


@pytest.fixture
def journal(tmp_path):
    return a_journal(tmp_path, accounts=("admin",))


def inside(journal: Journal) -> KeyFile:
    """The text in the database."""
    connection = open_connection(journal.path, journal.key)
    try:
        return key_text(connection)
    finally:
        connection.close()


def entries(journal: Journal) -> list[int]:
    """The serials that have a protocol entry."""
    connection = open_connection(journal.path, journal.key)
    try:
        return [row[0] for row in connection.execute("SELECT serial FROM change ORDER BY serial")]
    finally:
        connection.close()


def test_text_entry_and_file_go_together(journal):
    text = add_account(journal, "second")
    assert text.head.serial == 2
    assert inside(journal) == journal.text() == text
    assert entries(journal) == [2]


def test_what_the_caller_raises_undoes_the_change(journal):
    before = journal.keys.read_bytes()
    sealed = journal.open()

    def refuse(connection, text, serial):
        write_text(connection, text, serial)
        raise KeyError

    with pytest.raises(KeyError):
        change_keys(sealed, journal.key, lambda text: text.without_slot(text.slots[0].id), refuse)
    sealed.close()
    assert (inside(journal).head.serial, entries(journal)) == (1, [])
    assert journal.keys.read_bytes() == before


def test_a_drive_gone_before_the_commit_changes_nothing(journal):
    before = journal.keys.read_bytes()
    with pytest.raises(DriveGoneTrouble):
        add_account(journal, "second", door=Vanished())
    assert (inside(journal).head.serial, entries(journal)) == (1, [])
    assert journal.keys.read_bytes() == before


@pytest.mark.parametrize("door", [FullDisk(0), FullDisk(100), FailsOnFsync(), FailsOnRename()])
def test_a_key_file_that_cannot_be_written_keeps_the_change_and_is_healed_later(journal, door, expected_log):
    before = journal.keys.read_bytes()
    text = add_account(journal, "second", door=door)
    assert journal.keys.read_bytes() == before
    assert inside(journal) == text
    assert len([path for path in journal.files() if path.suffix == ".tmp"]) == 0
    found = sign_in(journal.path, "admin", "пароль-admin", CHEAP)
    found.sealed.close()
    assert found.state is KeyFileState.HEALED
    assert journal.text() == text


def test_a_busy_journal_leaves_the_key_file_for_later(journal, expected_log):
    journal.keys.write_bytes(b"spoiled")
    sealed = journal.open()
    other = open_connection(journal.path, journal.key)
    other.execute("BEGIN IMMEDIATE")
    with sealed.connection() as connection:
        connection.execute("PRAGMA busy_timeout=10")
        assert project(connection, journal.path) is KeyFileState.NOT_WRITABLE
    other.execute("ROLLBACK")
    other.close()
    sealed.close()
    assert journal.keys.read_bytes() == b"spoiled"


def test_projecting_twice_writes_once(journal):
    sealed = journal.open()
    with sealed.connection() as connection:
        written = journal.keys.stat().st_mtime_ns
        assert project(connection, journal.path) is KeyFileState.SAME
        assert journal.keys.stat().st_mtime_ns == written
        journal.keys.unlink()
        assert project(connection, journal.path) is KeyFileState.HEALED
        assert heal(connection, journal.path, journal.key)[1] is KeyFileState.SAME
    sealed.close()


def test_a_database_without_a_text_says_so(tmp_path):
    path = tmp_path / "bare.ezh"
    create_sealed(path, bytes(32), lambda connection, _: connection.execute("CREATE TABLE t (x)"))
    connection = open_connection(path, bytes(32))
    with pytest.raises(KeyFileTrouble):
        key_text(connection)
    connection.close()


@pytest.mark.long
def test_two_processes_adding_twenty_accounts_each_keep_all_41(journal):
    add_by_two(journal, 20)


ADD = """
import sys
from pathlib import Path
from ezh_desktop.storage.recovery_code import RecoveryCode
from tests.storage.faulty import Kills
from ezh_desktop.storage.door import DISK
from tests.storage.sealed import Journal, add_account
journal = Journal(Path(sys.argv[1]), RecoveryCode(bytes.fromhex(sys.argv[2])))
door = Kills(int(sys.argv[4])) if int(sys.argv[4]) >= 0 else DISK
for login in sys.argv[3].split(","):
    add_account(journal, login, door=door)
"""


def start(journal: Journal, logins: list[str], kill_at: int = -1) -> subprocess.Popen:
    """A process that adds accounts one after another."""
    arguments = [journal.path, journal.code.secret.hex(), ",".join(logins), str(kill_at)]
    return subprocess.Popen([sys.executable, "-c", ADD, *arguments], stderr=subprocess.PIPE)


def test_two_processes_adding_accounts_lose_none(journal):
    add_by_two(journal, 5)


def add_by_two(journal: Journal, count: int) -> None:
    """Two processes add accounts at the same time; nobody's slot is lost."""
    logins = [[f"{name}{number}" for number in range(count)] for name in "ab"]
    processes = [start(journal, mine) for mine in logins]
    for process in processes:
        assert process.communicate()[1] == b""
    assert len(journal.text().slots) == 1 + 2 * count
    assert journal.text() == inside(journal)
    assert journal.text().head.serial == 1 + 2 * count


def lives_on(journal: Journal, added: str) -> None:
    """After a kill: everyone who is in the database enters, the file is healed, nothing half-made lies about."""
    committed = entries(journal)
    found = sign_in(journal.path, "admin", "пароль-admin", CHEAP)
    found.sealed.close()
    assert journal.text() == inside(journal)
    assert journal.text().head.serial == (committed[-1] if committed else 1)
    assert bool(journal.text().find_slots(added)) == bool(committed)
    if committed:
        sign_in(journal.path, added, f"пароль-{added}", CHEAP).sealed.close()
    sign_in_by_code(journal.path, journal.code).sealed.close()


@pytest.mark.parametrize("step", [0, 2, 4])
def test_killed_in_the_middle_it_opens_again(tmp_path, step):
    killed_at(tmp_path, step)


@pytest.mark.long
def test_killed_at_every_step_it_opens_again(tmp_path):
    outcomes = []
    for step in range(20):
        folder = tmp_path / str(step)
        folder.mkdir()
        outcomes.append(killed_at(folder, step))
    assert outcomes.count(-signal.SIGKILL) >= 6
    assert outcomes[-1] == 0


def killed_at(folder, step: int) -> int:
    """Kill a change of keys at a step of the door; gives the exit code of the killed process."""
    journal = a_journal(folder, accounts=("admin",))
    process = start(journal, ["second"], step)
    process.communicate()
    lives_on(journal, "second")
    return process.returncode


@pytest.mark.long
def test_killed_at_forty_random_moments_it_opens_again(tmp_path):
    chance = random.Random(3)
    for number in range(40):
        folder = tmp_path / str(number)
        folder.mkdir()
        journal = a_journal(folder, accounts=("admin",))
        process = start(journal, [f"login{count}" for count in range(8)])
        time.sleep(0.3 + chance.random() * 1.5)
        process.kill()
        process.communicate()
        committed = entries(journal)
        found = sign_in(journal.path, "admin", "пароль-admin", CHEAP)
        found.sealed.close()
        assert journal.text() == inside(journal)
        assert len(journal.text().slots) == 1 + len(committed)


def test_a_removal_killed_before_the_file_was_written_stays_a_removal(tmp_path, expected_log):
    journal = a_journal(tmp_path)
    sealed = open_sealed(journal.path, journal.key, door=FailsOnRename())
    gone = journal.text().find_slots("teacher")[0].id
    change_keys(sealed, journal.key, lambda text: text.without_slot(gone), write_text)
    sealed.close()
    assert journal.text().slot(gone) is not None
    with pytest.raises(Trouble, match="удалена"):
        sign_in(journal.path, "teacher", "пароль-teacher", CHEAP)
    assert journal.text().slot(gone) is None


@pytest.mark.long
def test_one_flipped_bit_in_the_key_file_locks_nobody_out_for_good(tmp_path):
    """250 flips: someone's password or the code opens, and then everybody enters again."""
    journal = a_journal(tmp_path, accounts=("admin", "teacher", "medic"))
    whole = journal.keys.read_bytes()
    chance = random.Random(4)
    locked_out = 0
    for _ in range(250):
        data = bytearray(whole)
        place = chance.randrange(len(data))
        data[place] ^= 1 << chance.randrange(8)
        journal.keys.write_bytes(data)
        entered = [login for login in journal.passwords if enters(journal, login)]
        locked_out += not entered
        if not entered:
            sign_in_by_code(journal.path, journal.code).sealed.close()
        assert journal.keys.read_bytes() == whole, place
        assert len(entered) >= len(journal.passwords) - 1, place
    assert locked_out == 0


def enters(journal: Journal, login: str) -> bool:
    """Whether the person enters; the file is healed by it."""
    try:
        sign_in(journal.path, login, journal.passwords[login], CHEAP).sealed.close()
    except Trouble:
        return False
    return True


def test_a_flipped_bit_in_each_part_of_the_key_file_is_healed(tmp_path):
    journal = a_journal(tmp_path)
    whole = journal.keys.read_bytes()
    starts = [0, *(place + 1 for place, byte in enumerate(whole[:-1]) if byte == 10)]
    for start_of_line in starts:
        data = bytearray(whole)
        data[start_of_line + 4] ^= 1
        journal.keys.write_bytes(data)
        assert any([enters(journal, "teacher"), enters(journal, "admin")])
        assert journal.keys.read_bytes() == whole


def test_the_journal_id_stays_in_every_text(journal):
    assert add_account(journal, "second").head.journal == JOURNAL
