"""`new` and `demo`: both files whole or none, the code shown, and a school to look at."""

from __future__ import annotations

import re

import pypdf
import pytest

from ezh_desktop.journal import JournalOpener
from ezh_desktop.settings import Settings
from ezh_desktop.storage.passwords import FLOOR
from ezh_desktop.storage.recovery_code import RecoveryCode
from tests.cli.conftest import listing
from tests.storage.faulty import FailsOnFsync, FullDisk

NEW = ("--school", "Лицей № 3", "--year", "2026/2027")
STRONG = "сосна вертолёт 58 чайник"


def test_new_makes_both_files_and_shows_the_code_on_the_error_stream(call, tmp_path):
    path = tmp_path / "лицей.ezh"
    said = call("new", path, *NEW, password=STRONG)
    assert said.code == 0, said.err
    assert listing(tmp_path) == {"лицей.ezh", "лицей.ezh.keys"}
    code = re.search(r"Код восстановления: ((?:\d{6} ?){9})", said.err)
    assert code
    RecoveryCode.parse(code[1])
    assert not re.search(r"\d{6}", said.out)


def test_the_code_of_new_opens_the_journal_alone(call, tmp_path):
    path = tmp_path / "лицей.ezh"
    facts = call("new", path, *NEW, "--login", "завуч", "--json", password=STRONG).facts
    path.with_name("лицей.ezh.keys").unlink()
    session = JournalOpener(Settings(), cost=FLOOR).recover(path, facts["recovery_code"])
    assert session.recovers == "завуч"
    session.close()


def test_the_first_administrator_signs_in_and_sees_the_school(call, tmp_path):
    path = tmp_path / "лицей.ezh"
    call("new", path, *NEW, password=STRONG)
    facts = call("info", path, "--login", "admin", "--json", password=STRONG).facts
    assert (facts["school"], facts["year"]) == ("Лицей № 3", "2026/2027")
    assert facts["counts"]["classes"] == 0


def test_the_sheet_carries_the_code(call, tmp_path):
    sheet = tmp_path / "лист.pdf"
    facts = call("new", tmp_path / "лицей.ezh", *NEW, "--recovery-sheet", sheet, "--json", password=STRONG).facts
    text = re.sub(r"\s", "", pypdf.PdfReader(sheet).pages[0].extract_text())
    assert all(group in text for group in facts["recovery_code"].split())
    assert "Лицей№3" in text


def test_a_weak_password_is_told_of(call, tmp_path):
    said = call("new", tmp_path / "лицей.ezh", *NEW, password="12345678")
    assert said.code == 0
    assert "легко угадать" in said.err


@pytest.mark.parametrize("name", ["лицей.ezh", "лицей.ezh.keys"])
@pytest.mark.parametrize("line", ["new", "demo"])
def test_nothing_is_written_over_what_lies_there(call, tmp_path, line, name):
    (tmp_path / name).write_bytes(b"old")
    said = call(
        line, tmp_path / "лицей.ezh", *(NEW if line == "new" else ("--classes", 1, "--weeks", 0)), password=STRONG
    )
    assert said.code == 5
    assert "уже есть" in said.err
    assert (tmp_path / name).read_bytes() == b"old"
    assert listing(tmp_path) == {name}


@pytest.mark.parametrize("door", [FullDisk(10), FailsOnFsync()], ids=["full", "gone"])
def test_a_failing_disk_leaves_nothing_of_a_new_journal(call, tmp_path, door):
    said = call("new", tmp_path / "лицей.ezh", *NEW, password=STRONG, door=door)
    assert said.code == 6
    assert listing(tmp_path) == set()
    assert "Код восстановления" not in said.err


def test_a_folder_that_is_not_there_is_told(call, tmp_path):
    assert call("new", tmp_path / "нет" / "лицей.ezh", *NEW, password=STRONG).code == 6
    assert listing(tmp_path) == set()


def test_a_sheet_that_cannot_be_written_is_found_out_before_the_journal_is_made(call, tmp_path):
    said = call("new", tmp_path / "л.ezh", *NEW, "--recovery-sheet", tmp_path / "нет" / "л.pdf", password=STRONG)
    assert said.code == 6
    assert listing(tmp_path) == set()


class FullAfterTheKeys(FullDisk):
    """Room for the key file, not for the sheet."""

    def __init__(self) -> None:
        super().__init__(8000)


def test_a_sheet_that_fails_late_does_not_lose_the_code(call, tmp_path):
    said = call(
        "new",
        tmp_path / "л.ezh",
        *NEW,
        "--recovery-sheet",
        tmp_path / "л.pdf",
        "--json",
        password=STRONG,
        door=FullAfterTheKeys(),
    )
    assert said.code == 6
    assert len(said.facts["recovery_code"].split()) == 9
    assert "перепишите код с экрана" in said.err
    assert listing(tmp_path) == {"л.ezh", "л.ezh.keys"}


@pytest.fixture(scope="module")
def demo_options() -> tuple[str, ...]:
    return ("--classes", "1", "--weeks", "1", "--seed", "3", "--today", "2026-10-14")


def test_demo_makes_a_school_that_every_login_opens(call, tmp_path, demo_options):
    path = tmp_path / "учебная.ezh"
    facts = call("demo", path, *demo_options, "--json", password="учебный").facts
    assert facts["day"] == "2026-10-14"
    assert facts["classes"] == ["7А"]
    assert "password" not in facts
    heads = set()
    for login in facts["logins"]:
        inside = call("info", path, "--login", login, "--json", password="учебный").facts
        assert inside["entries"] == facts["entries"]
        assert inside["demo_day"] == "2026-10-14"
        heads.add(inside["head"])
    assert len(heads) == 1
    said = call(
        "print", path, tmp_path / "л.pdf", "--class", "7А", "--page", "course", "--login", "teacher", password="учебный"
    )
    assert said.code == 0, said.err


def test_demo_makes_up_a_password_and_shows_it(call, tmp_path, demo_options):
    path = tmp_path / "учебная.ezh"
    said = call("demo", path, *demo_options, password="")
    shown = re.search(r"Пароль у всех: (\w{4}-\w{4}-\w{4})", said.out)
    assert shown
    assert call("info", path, "--login", "teacher", password=shown[1]).code == 0


def test_a_planned_year_has_the_same_ids_for_the_same_seed(call, tmp_path, demo_options):
    heads = []
    for name in ("один.ezh", "два.ezh"):
        made = call("demo", tmp_path / name, *demo_options, "--json", password="учебный").facts
        heads.append((made["pupils"], made["lessons"], made["entries"]))
    assert heads[0] == heads[1]
