"""Signing in: by password and by recovery code, with key files that are missing, foreign, older or broken."""

import errno
from dataclasses import replace

import pytest

from ezh_desktop.errors import (
    DamageTrouble,
    DriveGoneTrouble,
    ExitCode,
    KeyFileTrouble,
    MemoryTrouble,
    NewerFormatTrouble,
    SignInTrouble,
)
from ezh_desktop.storage import signin
from ezh_desktop.storage.canon import canon
from ezh_desktop.storage.delays import SignInDelays
from ezh_desktop.storage.engine import open_connection
from ezh_desktop.storage.faults import no_memory
from ezh_desktop.storage.keychange import KeyFileState, change_keys
from ezh_desktop.storage.keyfile import KeyFile, new_key_file
from ezh_desktop.storage.passwords import DEFAULT, FLOOR
from ezh_desktop.storage.recovery_code import RecoveryCode
from ezh_desktop.storage.sealedfile import create_sealed, open_sealed
from ezh_desktop.storage.signin import How, sign_in, sign_in_by_code
from ezh_desktop.storage.slots import Slot
from tests.storage.faulty import FailsOnRename
from tests.storage.sealed import CHEAP, JOURNAL, SCHEMA, Journal, a_journal, add_account, crash, write_text


@pytest.fixture
def journal(tmp_path):
    return a_journal(tmp_path)


def enters(journal: Journal, login: str, password: str | None = None, how: How = CHEAP) -> signin.SignedIn:
    """Sign in and close; gives what was found."""
    found = sign_in(journal.path, login, journal.passwords[login] if password is None else password, how)
    found.sealed.close()
    return found


def changes(journal: Journal, edit) -> None:
    """Change the key text in database and file, as an administrator does."""
    sealed = journal.open()
    change_keys(sealed, journal.key, edit, write_text)
    sealed.close()


def surnames(sealed) -> list[str]:
    with sealed.connection() as connection:
        return [row[0] for row in connection.execute("SELECT surname FROM pupil")]


def test_a_teacher_enters_and_holds_the_data_key_alone(journal):
    found = sign_in(journal.path, "Teacher", "пароль-teacher", CHEAP)
    assert surnames(found.sealed) == ["Громыхайло"]
    assert (found.key, found.text_key) == (journal.key, journal.key)
    assert found.unlocked.root is None
    assert found.state is KeyFileState.SAME
    assert found.slot == journal.text().find_slots("teacher")[0]
    found.sealed.close()


def test_the_administrator_holds_the_root(journal):
    assert enters(journal, "admin").unlocked.root == journal.root


@pytest.mark.parametrize(("login", "password"), [("teacher", "пароль-admin"), ("nobody", "пароль-teacher"), ("", "")])
def test_a_wrong_login_and_a_wrong_password_get_the_same_answer(journal, login, password):
    with pytest.raises(SignInTrouble) as caught:
        enters(journal, login, password)
    assert caught.value.what == "Неверный логин или пароль."
    assert caught.value.exit_code == ExitCode.RIGHT


def test_too_little_memory_is_no_wrong_password_and_no_failure(journal, monkeypatch):
    def no_room(*_):
        raise no_memory()

    store = {}
    monkeypatch.setattr(Slot, "unlock", no_room)
    with pytest.raises(MemoryTrouble):
        enters(journal, "teacher", how=replace(CHEAP, delays=SignInDelays(store)))
    assert store == {}


def test_failures_delay_the_next_try_and_are_handed_to_the_opening_entry(journal):
    now = [0.0]
    how = replace(CHEAP, delays=SignInDelays({}, lambda: now[0]))
    for _ in range(3):
        with pytest.raises(SignInTrouble, match="Неверный"):
            enters(journal, "teacher", "нет", how)
    with pytest.raises(SignInTrouble, match="несколько раз"):
        enters(journal, "teacher", how=how)
    now[0] += 2
    assert enters(journal, "teacher", how=how).failures.count == 3
    assert enters(journal, "teacher", how=how).failures.count == 0


def test_unknown_logins_are_delayed_alike(journal):
    how = replace(CHEAP, delays=SignInDelays({}, lambda: 0.0))
    for _ in range(3):
        with pytest.raises(SignInTrouble, match="Неверный"):
            enters(journal, "nobody", "нет", how)
    with pytest.raises(SignInTrouble, match="несколько раз"):
        enters(journal, "nobody", "нет", how)


def test_a_slot_below_the_present_cost_asks_to_be_raised(journal):
    found = enters(journal, "teacher", how=How(cost=DEFAULT))
    assert found.must_raise
    slot = found.slot.rewrapped(JOURNAL, "пароль-teacher", found.unlocked.pair)
    changes(journal, lambda text: text.with_slot(slot))
    found = enters(journal, "teacher", how=How(cost=DEFAULT))
    assert not found.must_raise
    assert found.slot.cost == DEFAULT


def test_a_missing_key_file_is_named_and_the_code_makes_it_anew(journal):
    before = journal.keys.read_bytes()
    journal.keys.unlink()
    with pytest.raises(KeyFileTrouble, match="нет файла ключей") as caught:
        enters(journal, "teacher")
    assert caught.value.exit_code == ExitCode.DAMAGED
    found = sign_in_by_code(journal.path, journal.code)
    found.sealed.close()
    assert (found.state, found.slot, found.unlocked.root) == (KeyFileState.HEALED, None, journal.root)
    assert journal.keys.read_bytes() == before
    enters(journal, "teacher")


def test_a_foreign_key_file_is_told_and_the_code_mends_it(journal, tmp_path_factory):
    before = journal.keys.read_bytes()
    other = a_journal(tmp_path_factory.mktemp("other"), accounts=("teacher", "guest"))
    journal.keys.write_bytes(other.keys.read_bytes())
    for login, password in (("teacher", "пароль-teacher"), ("admin", "пароль-admin")):
        with pytest.raises(KeyFileTrouble, match="от другого журнала"):
            enters(journal, login, password)
    sign_in_by_code(journal.path, journal.code).sealed.close()
    assert journal.keys.read_bytes() == before


def test_a_broken_key_file_is_told_and_the_code_mends_it(journal):
    before = journal.keys.read_bytes()
    journal.keys.write_bytes(b"\0" * 500)
    with pytest.raises(KeyFileTrouble, match="Файл ключей повреждён"):
        enters(journal, "teacher")
    sign_in_by_code(journal.path, journal.code).sealed.close()
    assert journal.keys.read_bytes() == before


def test_one_persons_broken_line_is_healed_by_anothers_sign_in(journal):
    before = journal.keys.read_bytes()
    lines = before.split(b"\n")
    lines[2] = lines[2].replace(b"slot", b"sl0t")
    journal.keys.write_bytes(b"\n".join(lines))
    with pytest.raises(SignInTrouble, match="повреждена"):
        enters(journal, "teacher")
    assert enters(journal, "admin").state is KeyFileState.HEALED
    assert journal.keys.read_bytes() == before
    enters(journal, "teacher")


def test_a_spoiled_first_head_does_not_keep_anyone_out(journal):
    before = journal.keys.read_bytes()
    text = journal.text()
    spoiled = canon({"head": replace(text.head, journal=b"x" * 16).to_json()})
    journal.keys.write_bytes(b"\n".join([spoiled, *before.split(b"\n")[1:]]))
    assert enters(journal, "teacher").state is KeyFileState.HEALED
    assert journal.keys.read_bytes() == before


def test_an_older_key_file_is_healed_from_inside(journal):
    older = journal.keys.read_bytes()
    add_account(journal, "second")
    newer = journal.keys.read_bytes()
    journal.keys.write_bytes(older)
    found = enters(journal, "teacher")
    assert (found.state, found.text.head.serial) == (KeyFileState.HEALED, 2)
    assert journal.keys.read_bytes() == newer
    enters(journal, "second")


def test_an_older_key_file_does_not_bring_back_a_removed_person(journal):
    older = journal.keys.read_bytes()
    gone = journal.text().find_slots("teacher")[0].id
    changes(journal, lambda text: text.without_slot(gone))
    journal.keys.write_bytes(older)
    with pytest.raises(SignInTrouble, match="удалена"):
        enters(journal, "teacher")
    assert journal.text().head.serial == 2
    with pytest.raises(SignInTrouble, match="Неверный"):
        enters(journal, "teacher")


def test_an_older_key_file_does_not_bring_back_an_old_password(journal):
    older = journal.keys.read_bytes()
    found = enters(journal, "teacher")
    changed = found.slot.rewrapped(JOURNAL, "новый", found.unlocked.pair, cost=FLOOR)
    changes(journal, lambda text: text.with_slot(changed))
    journal.keys.write_bytes(older)
    with pytest.raises(SignInTrouble, match="был изменён"):
        enters(journal, "teacher", "пароль-teacher")
    enters(journal, "teacher", "новый")


def test_a_valid_key_file_that_is_ahead_wins_and_is_kept(journal):
    ahead = journal.text().signed(journal.key, serial=9).dump()
    journal.keys.write_bytes(ahead)
    found = enters(journal, "teacher")
    assert (found.state, found.text.head.serial) == (KeyFileState.NEWER_OUTSIDE, 9)
    assert journal.keys.read_bytes() == ahead
    add_account(journal, "second")
    assert journal.text().head.serial == 10


def test_a_forged_serial_does_not_win(journal):
    before = journal.keys.read_bytes()
    forged = journal.text().signed(bytes(32), serial=9)
    journal.keys.write_bytes(forged.dump())
    found = enters(journal, "teacher")
    assert (found.state, found.text.head.serial) == (KeyFileState.HEALED, 1)
    assert journal.keys.read_bytes() == before


def test_a_newer_key_file_is_refused_as_newer(journal):
    journal.keys.write_bytes(journal.keys.read_bytes().replace(b'"version":1', b'"version":2'))
    with pytest.raises(NewerFormatTrouble):
        enters(journal, "teacher")


def test_a_key_file_that_cannot_be_written_hinders_nobody(journal, expected_log, caplog):
    older = journal.keys.read_bytes()
    add_account(journal, "second")
    journal.keys.write_bytes(older)
    found = enters(journal, "teacher", how=replace(CHEAP, door=FailsOnRename(errno.EROFS)))
    assert found.state is KeyFileState.NOT_WRITABLE
    assert journal.keys.read_bytes() == older
    assert "key file not written" in caplog.text


@pytest.mark.parametrize("place", [5, 20, 4000])
def test_a_damaged_first_page_is_damage_whatever_opens_it(journal, place):
    data = bytearray(journal.path.read_bytes())
    data[place] ^= 1
    journal.path.write_bytes(data)
    with pytest.raises(DamageTrouble, match="Файл журнала повреждён"):
        enters(journal, "teacher")
    with pytest.raises(DamageTrouble, match="Файл журнала повреждён"):
        sign_in_by_code(journal.path, journal.code)


def test_a_page_torn_by_a_crash_in_a_checkpoint_is_taken_from_the_wal(journal):
    crash(journal, "wal")
    data = bytearray(journal.path.read_bytes())
    data[2000:4096] = bytes(2096)
    journal.path.write_bytes(data)
    found = sign_in(journal.path, "teacher", "пароль-teacher", CHEAP)
    assert len(surnames(found.sealed)) == 201
    found.sealed.close()


def test_a_missing_journal_is_told_before_anything_is_asked(tmp_path):
    with pytest.raises(DriveGoneTrouble, match="нет на месте"):
        sign_in(tmp_path / "none.ezh", "a", "b")


def test_the_code_of_another_journal_is_refused(journal):
    with pytest.raises(SignInTrouble, match="не подходит"):
        sign_in_by_code(journal.path, RecoveryCode.make())


def test_the_code_alone_opens_a_later_generation(journal, tmp_path):
    later = Later(tmp_path / "later.ezh", journal.code)
    later.make()
    later.keys.unlink()
    found = sign_in_by_code(later.path, later.code)
    found.sealed.close()
    assert found.unlocked.data_keys == {7: later.key}


class Later(Journal):
    """A journal under the data key of generation 7."""

    @property
    def key(self):
        return signin.data_key(self.root, 7)

    def make(self):
        def build(connection, salt):
            for statement in SCHEMA:
                connection.execute(statement)
            text = new_key_file(JOURNAL, salt, self.code).with_head(gen=7).signed(self.key)
            connection.execute("INSERT INTO key_text VALUES (1, ?, 1)", (text.dump().decode(),))

        create_sealed(self.path, self.key, build)


def test_a_text_of_the_next_generation_still_opens_the_file_of_the_last(journal):
    """Step 3 is pending: other windows are open, the file is still under K_1."""
    next_key = signin.data_key(journal.root, 2)
    sealed = journal.open()
    with sealed.connection() as connection:
        text = journal.text().next_generation(journal.key, next_key)
        slots = [
            slot.resealed(signin.Secrets(2, next_key, journal.root if number == 0 else None))
            for number, slot in enumerate(text.slots)
        ]
        for slot in slots:
            text = text.with_slot(slot)
        dump = text.signed(next_key, serial=2).dump()
        write_text(connection, dump.decode(), 2)
    sealed.close()
    journal.keys.write_bytes(dump)
    for login in ("admin", "teacher"):
        found = enters(journal, login)
        assert (found.key, found.text_key, found.state) == (journal.key, next_key, KeyFileState.SAME)
    assert sign_in_by_code(journal.path, journal.code).sealed.close()


def test_a_second_window_signs_in_while_the_first_has_a_transaction_open(journal):
    first = sign_in(journal.path, "admin", "пароль-admin", CHEAP)
    connection = first.sealed.connect()
    connection.execute("INSERT INTO pupil VALUES (2, 'Ёлкина')")
    second = sign_in(journal.path, "teacher", "пароль-teacher", CHEAP)
    assert surnames(second.sealed) == ["Громыхайло", "Ёлкина"]
    connection.close()
    second.sealed.close()
    first.sealed.close()


def test_an_administrator_adds_and_resets_without_knowing_a_password(journal):
    found = enters(journal, "admin")
    add_account(journal, "new")
    enters(journal, "new")
    old = journal.text().find_slots("teacher")[0]
    reset, pair = Slot.make(
        JOURNAL, "teacher", "временный", "temporary", FLOOR, sealed_for=found.unlocked.secrets, slot_id=old.id
    )
    changes(journal, lambda text: text.with_slot(reset))
    again = enters(journal, "teacher", "временный")
    assert again.unlocked.pair == pair
    assert again.slot.kind == "temporary"
    with pytest.raises(SignInTrouble):
        enters(journal, "teacher", "пароль-teacher")


@pytest.mark.parametrize("packed", [False, True])
def test_a_read_only_sign_in_changes_nothing_in_the_file(journal, packed):
    if packed:
        open_connection(journal.path, journal.key, wal=False).close()
    before = journal.path.read_bytes()
    found = enters(journal, "teacher", how=replace(CHEAP, readonly=True))
    assert found.sealed.readonly
    assert journal.path.read_bytes() == before
    assert KeyFile.parse(journal.keys.read_bytes()).head.serial == 1


def test_the_file_opens_by_the_key_that_sign_in_gives(journal):
    open_sealed(journal.path, enters(journal, "teacher").key).close()
