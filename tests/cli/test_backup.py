"""`backup` and `restore`, and what `info` and `verify` tell of a package: exit codes, JSON, nothing half-written."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from ezh_desktop.errors import ExitCode
from ezh_desktop.storage.door import Door
from tests.cli.conftest import Call, Said, listing
from tests.factories import School, open_office
from tests.services.sticks import frozen


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "копии").mkdir()
    return tmp_path / "копии"


@pytest.fixture
def package(call: Call, school: School, folder: Path) -> Path:
    said = call("backup", school.path, folder, "--login", "admin", "--json")
    return Path(said.facts["file"])


def test_a_backup_is_made_and_told(call: Call, school: School, folder: Path) -> None:
    said = call("backup", school.path, folder, "--login", "teacher")
    assert said.code == ExitCode.DONE, said.err
    (made,) = folder.iterdir()
    assert made.name.startswith("журнал_")
    assert made.suffix == ".ezhb"
    assert str(made) in said.out
    assert "2 класса, 7 учеников" in said.out


def test_json_tells_what_proves_it(call: Call, school: School, folder: Path) -> None:
    said = call("backup", school.path, folder, "--login", "admin", "--json")
    facts = said.facts
    assert (facts["exit_code"], facts["recorded"], facts["classes"]) == (0, True, 2)
    assert facts["size"] == Path(facts["file"]).stat().st_size
    info = call("info", facts["file"], "--json").facts
    assert (info["n"], info["head"], info["journal"]) == (facts["n"], facts["head"], school.journal.hex())


def test_a_folder_that_is_not_there_is_a_fault_of_the_device(call: Call, school: School, folder: Path) -> None:
    said = call("backup", school.path, folder / "нет", "--login", "admin")
    assert said.code == ExitCode.DEVICE
    assert listing(folder) == set()


def test_a_wrong_password_and_no_login(call: Call, school: School, folder: Path) -> None:
    assert call("backup", school.path, folder, "--login", "admin", password="не тот").code == ExitCode.RIGHT
    assert call("backup", school.path, folder).code == ExitCode.USAGE
    assert listing(folder) == set()


class Full(Door):
    """Every file outside the database meets a full disk."""

    def write(self, descriptor: int, data: bytes) -> None:
        raise OSError(errno.ENOSPC, "full")


def test_a_full_stick_is_told(call: Call, school: School, folder: Path) -> None:
    said = call("backup", school.path, folder, "--login", "admin", door=Full())
    assert said.code == ExitCode.DEVICE
    assert "не хватает места" in said.err
    assert listing(folder) == set()


def head(said: Said) -> tuple[int, str]:
    return said.facts["n"], said.facts["head"]


def test_a_restored_journal_has_the_head_of_the_backup(
    call: Call, school: School, package: Path, tmp_path: Path
) -> None:
    told = head(call("info", package, "--json"))
    said = call("restore", package, tmp_path / "новый.ezh", "--login", "admin", "--json")
    assert said.code == ExitCode.DONE, said.err
    assert head(said) == told
    assert (said.facts["safety"], said.facts["entries_before"]) == ([], None)
    facts = call("info", tmp_path / "новый.ezh", "--login", "teacher", "--json").facts
    assert facts["head"] == f"{told[0]}:{told[1][:16]}"
    assert call("verify", tmp_path / "новый.ezh", "--login", "admin").code == ExitCode.DONE


def test_the_former_journal_is_kept(call: Call, school: School, package: Path) -> None:
    said = call("restore", package, school.path, "--login", "admin")
    assert said.code == ExitCode.DONE, said.err
    assert "Прежний журнал лежит рядом" in said.out
    assert any("до восстановления" in name for name in listing(school.path.parent))


def test_a_restore_is_refused_to_others_and_to_a_wrong_password(call: Call, package: Path, tmp_path: Path) -> None:
    target = tmp_path / "новый.ezh"
    assert call("restore", package, target, "--login", "teacher").code == ExitCode.RIGHT
    assert call("restore", package, target, "--login", "admin", password="не тот").code == ExitCode.RIGHT
    assert call("restore", package, target).code == ExitCode.USAGE
    assert not target.exists()


def test_a_restore_over_an_open_or_another_journal_is_refused(
    call: Call, school: School, package: Path, demo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ezh_desktop.services.restoring._LOCK_SECONDS", 0.05)
    office = open_office(school)
    assert call("restore", package, school.path, "--login", "admin").code == ExitCode.DEVICE
    office.close()
    said = call("restore", package, demo, "--login", "admin")
    assert said.code == ExitCode.BAD_INPUT
    assert "другой журнал" in said.err


def test_verify_and_info_tell_of_a_package(call: Call, school: School, package: Path) -> None:
    assert "Копия цела" in call("verify", package).out
    said = call("verify", package, "--login", "teacher", "--json")
    assert (said.code, said.facts["sound"]) == (ExitCode.DONE, True)
    claim = said.facts["head"]
    assert call("verify", package, "--login", "teacher", "--head", claim).code == ExitCode.DONE
    other = f"{claim.partition(':')[0]}:{'0' * 16}"
    assert call("verify", package, "--login", "teacher", "--head", other).code == ExitCode.DAMAGED
    facts = call("info", package, "--login", "teacher", "--json").facts
    assert (facts["kind"], facts["school"], facts["counts"]["classes"]) == ("backup", "Школа № 12", 2)


@pytest.mark.parametrize("command", ["verify", "info", "restore"])
@pytest.mark.parametrize("data", [b"", b"hello", b"PK\x03\x04"], ids=["empty", "text", "cut"])
def test_what_is_no_package_is_damaged(call: Call, tmp_path: Path, command: str, data: bytes) -> None:
    (tmp_path / "копия.ezhb").write_bytes(data)
    more = [tmp_path / "новый.ezh", "--login", "admin"] if command == "restore" else []
    said = call(command, tmp_path / "копия.ezhb", *more)
    assert said.code == ExitCode.DAMAGED
    assert "Traceback" not in said.err
    assert listing(tmp_path) == {"копия.ezhb"}


def test_a_flipped_byte_is_found_by_verify_and_stops_a_restore(call: Call, package: Path, tmp_path: Path) -> None:
    data = bytearray(package.read_bytes())
    data[len(data) // 2] ^= 1
    package.write_bytes(data)
    assert call("verify", package).code == ExitCode.DAMAGED
    assert call("restore", package, tmp_path / "новый.ezh", "--login", "admin").code == ExitCode.DAMAGED
    assert not (tmp_path / "новый.ezh").exists()


def test_a_package_that_is_not_there_is_told(call: Call, tmp_path: Path) -> None:
    said = call("verify", tmp_path / "нет.ezhb")
    assert said.code == ExitCode.DEVICE
    assert "нет на месте" in said.err


def test_commands_read_a_journal_on_a_protected_stick(call: Call, school: School, tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    there = school.copied(tmp_path / "stick")
    with frozen(tmp_path / "stick"):
        assert call("info", there.path, "--login", "deputy").code == ExitCode.DONE
        assert call("verify", there.path, "--login", "deputy").code == ExitCode.DONE
        said = call("print", there.path, tmp_path / "лист.pdf", "--class", "7А", "--page", "marks", "--login", "deputy")
        assert said.code == ExitCode.DONE, said.err
        assert call("backup", there.path, tmp_path, "--login", "deputy").code == ExitCode.DEVICE
        assert listing(tmp_path / "stick") == {there.path.name, f"{there.path.name}.keys"}
