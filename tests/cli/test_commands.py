"""What each command does with a real journal, and what it leaves as it was."""

from __future__ import annotations

import csv
import io
import json
import logging
import re
from pathlib import Path

import pypdf
import pytest

from ezh_desktop import logs
from ezh_desktop.__main__ import main
from ezh_desktop.cli import info as info_command
from ezh_desktop.errors import ExitCode
from ezh_desktop.storage.sealedfile import open_sealed
from tests.cli.conftest import listing
from tests.factories import PASSWORD, raw
from tests.storage.faulty import FailsOnRename, FullDisk

DAY = ("--today", "2026-12-02")
CLASS = ("--class", "7А", "--page", "course")


def words_of(path: Path) -> str:
    return " ".join(page.extract_text() for page in pypdf.PdfReader(path).pages)


def test_info_without_a_login_tells_only_what_lies_open(school, call):
    said = call("info", school.path, password="")
    assert said.code == 0
    assert school.journal.hex() in said.out
    assert "Школа" not in said.out
    assert "2026" not in said.out


def test_info_without_a_login_gives_no_school_in_json_either(school, call):
    facts = call("info", school.path, "--json", password="").facts
    sizes = {"size": school.path.stat().st_size, "wal_size": 0}
    assert facts.items() >= ({"exit_code": 0, "format": "ezh-1", "journal": school.journal.hex()} | sizes).items()
    assert set(facts) == {"exit_code", "file", "format", "journal", "size", "keys_size", "wal_size"}


def test_info_with_a_login_counts_the_year(school, call):
    facts = call("info", school.path, "--login", "teacher", "--json").facts
    assert facts["school"] == "Школа № 12"
    assert facts["year"] == "2026/2027"
    assert (facts["counts"]["classes"], facts["counts"]["pupils"], facts["counts"]["courses"]) == (2, 7, 3)
    assert facts["counts"]["lessons"] == raw(school, "SELECT count(*) FROM lesson WHERE state = 'living'")[0][0]
    assert facts["entries"] == raw(school, "SELECT count(*) FROM entry")[0][0]


def test_print_makes_the_spread_of_a_subject(school, call, tmp_path):
    out = tmp_path / "алгебра.pdf"
    said = call(
        "print", school.path, out, "--class", "7A", "--page", "course", "--subject", "алгебра", *DAY, *teacher()
    )
    assert said.code == 0, said.err
    text = words_of(out)
    assert "Алгебра" in text
    assert "Абрамова Дарья" in text
    assert "Русский язык" not in text
    assert listing(tmp_path) == {school.path.name, f"{school.path.name}.keys", out.name}


def teacher() -> tuple[str, str]:
    return ("--login", "teacher")


def test_print_of_a_class_holds_every_subject_in_order(school, call, tmp_path):
    out = tmp_path / "класс.pdf"
    facts = call("print", school.path, out, *CLASS, *DAY, "--login", "deputy", "--json").facts
    assert facts["subjects"] == ["Алгебра", "Русский язык"]
    assert facts["pages"] == len(pypdf.PdfReader(out).pages)


SIDES = {"marks": ("Абрамова", "Домашнее"), "lessons": ("Домашнее", "Абрамова")}


@pytest.mark.parametrize("page", SIDES)
def test_print_makes_one_side_alone(school, call, tmp_path, page):
    has, lacks = SIDES[page]
    out = tmp_path / "лист.pdf"
    words = ("--class", "7а", "--page", page, "--subject", "Алгебра", *DAY)
    assert call("print", school.path, out, *words, *teacher()).code == 0
    text = words_of(out)
    assert has in text
    assert lacks not in text


@pytest.mark.parametrize(
    ("words", "says"),
    [(("--class", "9Б", "--page", "course"), "7А, 7Б"), ((*CLASS, "--subject", "Химия"), "Алгебра, Русский язык")],
)
def test_print_of_what_is_not_there_names_what_there_is(school, call, tmp_path, words, says):
    said = call("print", school.path, tmp_path / "л.pdf", *words, *DAY, "--login", "deputy")
    assert said.code == 2
    assert says in said.err


@pytest.mark.parametrize(("login", "school_class"), [("teacher", "7Б"), ("medic", "7А")])
def test_print_is_refused_to_who_may_not_read_the_page(school, call, tmp_path, login, school_class):
    out = tmp_path / "л.pdf"
    said = call("print", school.path, out, "--class", school_class, "--page", "course", *DAY, "--login", login)
    assert said.code == 3
    assert "может" in said.err
    assert not out.exists()


def test_the_protocol_is_shown_in_order_of_arrival(school, call):
    said = call("protocol", school.path, "--login", "deputy")
    assert said.code == 0
    lines = said.out.splitlines()
    assert lines[0].startswith("1\t25.08.2026")
    assert "Создан журнал" in lines[0]
    assert len(lines) == raw(school, "SELECT count(*) FROM entry")[0][0]


def test_the_protocol_goes_into_a_table(school, call, tmp_path):
    out = tmp_path / "протокол.csv"
    said = call("protocol", school.path, "--csv", out, "--login", "deputy", "--json")
    table = list(csv.reader(io.StringIO(out.read_text(encoding="utf-8-sig")), delimiter=";"))
    assert table[0][:3] == ["№", "дата и время", "кто"]
    assert len(table) - 1 == said.facts["entries"]
    assert table[1][4] == "Создан журнал"


@pytest.mark.parametrize("login", ["teacher", "medic"])
def test_the_protocol_is_refused_to_teachers_and_medics(school, call, tmp_path, login):
    out = tmp_path / "п.csv"
    said = call("protocol", school.path, "--csv", out, "--login", login)
    assert said.code == 3
    assert "директор" in said.err
    assert not out.exists()


def test_reading_commands_leave_the_protocol_as_it_is(school, call, tmp_path):
    def entries():
        return raw(school, "SELECT session, seq, hash FROM entry ORDER BY n")

    before = entries()
    head = call("info", school.path, "--login", "deputy", "--json").facts["head"]
    call("print", school.path, tmp_path / "л.pdf", *CLASS, *DAY, "--login", "deputy")
    call("protocol", school.path, "--login", "deputy")
    call("info", school.path)
    assert call("info", school.path, "--login", "deputy", "--json").facts["head"] == head
    assert entries() == before


def test_a_command_does_not_change_which_journal_the_window_opens(school, call):
    call("info", school.path, *teacher())
    assert not list(Path(logs.state_folder()).parent.rglob("settings.ini"))


def test_json_is_one_object_also_when_it_fails(school, call):
    said = call("info", school.path, *teacher(), "--json", password="не тот пароль")
    assert said.code == 3
    assert json.loads(said.out)["exit_code"] == 3
    assert json.loads(said.out)["error"] == said.err.strip()


@pytest.mark.parametrize("line", ["print", "protocol"])
def test_who_opens_the_journal_must_be_said(school, call, tmp_path, line):
    words = (tmp_path / "л.pdf", *CLASS) if line == "print" else ()
    said = call(line, school.path, *words)
    assert said.code == 2
    assert "--login" in said.err


def test_a_password_that_nobody_gives_is_a_wrong_usage(school, call, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO())
    said = call("info", school.path, *teacher(), password="")
    assert said.code == 2
    assert "EZH_PASSWORD" in said.err


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_password_is_asked_for_at_a_terminal(school, call, monkeypatch):
    asked = []
    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("getpass.getpass", lambda prompt: asked.append(prompt) or PASSWORD)
    assert call("info", school.path, *teacher(), password="").code == 0
    assert asked == ["Пароль для «teacher»: "]


def test_a_new_password_is_asked_for_twice(call, tmp_path, monkeypatch):
    typed = iter(["первый пароль 1", "другой пароль 2"])
    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("getpass.getpass", lambda _prompt: next(typed))
    said = call("new", tmp_path / "ж.ezh", "--school", "Школа", "--year", "2026/2027", password="")
    assert said.code == 2
    assert "не совпали" in said.err
    assert listing(tmp_path) == set()


def test_our_own_fault_is_code_70_and_no_traceback(school, call, monkeypatch, expected_log):
    def breaks(_path):
        raise ZeroDivisionError("Абрамова Дарья")

    monkeypatch.setattr(info_command, "facts_outside", breaks)
    said = call("info", school.path)
    assert said.code == ExitCode.OWN_FAULT
    assert "Программа ошиблась" in said.err
    assert "Traceback" not in said.err
    report = next((logs.state_folder() / "crashes").iterdir()).read_text(encoding="utf-8")
    assert "ZeroDivisionError" in report
    assert "Абрамова" not in report


def test_ctrl_c_ends_with_130(school, call, monkeypatch):
    def stops(_path):
        raise KeyboardInterrupt

    monkeypatch.setattr(info_command, "facts_outside", stops)
    said = call("info", school.path)
    assert (said.code, said.err) == (130, "Прервано.\n")


def test_logs_hold_no_name_topic_or_path(school, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("EZH_PASSWORD", PASSWORD)
    folder = tmp_path / "Абрамова"
    folder.mkdir()
    calls = [
        ["print", str(school.path), str(folder / "л.pdf"), *CLASS, *DAY, "--login", "deputy"],
        ["print", str(school.path), str(folder / "л.pdf"), *CLASS, *DAY, "--login", "medic"],
        ["protocol", str(school.path), "--login", "deputy"],
        ["info", str(school.path), "--login", "nobody"],
        ["info", str(folder / "нет.ezh")],
    ]
    assert [main(words) for words in calls] == [0, 3, 0, 3, 6]
    capsys.readouterr()
    log = (logs.state_folder() / logs.LOG_NAME).read_text(encoding="utf-8")
    assert "command print ended with 3" in log
    words = ("Абрамова", "Степени", "Школа", "Сотрудник", school.path.name, str(tmp_path), "deputy", PASSWORD)
    assert not [word for word in words if word in log]
    assert not logging.getLogger("ezh_desktop").handlers


@pytest.mark.parametrize("door", [lambda: FullDisk(100), FailsOnRename], ids=["full disk", "rename refused"])
@pytest.mark.parametrize("line", ["print", "protocol"])
def test_a_failing_disk_leaves_the_old_file_whole(school, call, tmp_path, door, line):
    out = tmp_path / "лист.pdf"
    out.write_bytes(b"old")
    words = (out, *CLASS, *DAY) if line == "print" else ("--csv", out)
    said = call(line, school.path, *words, "--login", "deputy", door=door())
    assert said.code == 6
    assert out.read_bytes() == b"old"
    assert not list(tmp_path.glob("*.tmp"))


@pytest.mark.parametrize("line", ["print", "protocol"])
def test_an_old_file_is_replaced(school, call, tmp_path, line):
    out = tmp_path / "лист.pdf"
    out.write_bytes(b"old")
    words = (out, *CLASS, *DAY) if line == "print" else ("--csv", out)
    assert call(line, school.path, *words, "--login", "deputy").code == 0
    assert out.read_bytes() != b"old"


PLACES = {"нет такой/л.pdf": 6, ".": 6, "журнал.ezh": 2, "журнал.ezh.keys": 2}


@pytest.mark.parametrize("name", PLACES)
@pytest.mark.parametrize("line", ["print", "protocol"])
def test_a_place_that_takes_no_file_is_refused_before_the_work(school, call, tmp_path, line, name):
    out = tmp_path / name
    before = {path: path.read_bytes() for path in (school.path, Path(f"{school.path}.keys"))}
    words = (out, *CLASS, *DAY) if line == "print" else ("--csv", out)
    said = call(line, school.path, *words, "--login", "deputy")
    assert said.code == PLACES[name]
    assert re.fullmatch(r"[А-Я«].+[.] [А-Я].+[.]\n", said.err)
    assert {path: path.read_bytes() for path in before} == before


def test_verify_finds_a_demo_school_sound_and_leaves_its_head(demo, call):
    before = call("info", demo, *teacher(), "--json").facts["head"]
    facts = call("verify", demo, *teacher(), "--json").facts
    assert (facts["exit_code"], facts["sound"], facts["findings"]) == (0, True, [])
    assert facts["head"] == before
    assert call("info", demo, *teacher(), "--json").facts["head"] == before


def test_verify_compares_the_head_on_paper(demo, call):
    head = call("verify", demo, *teacher(), "--json").facts["head"]
    assert call("verify", demo, "--head", head, *teacher()).code == 0
    number = head.partition(":")[0]
    said = call("verify", demo, "--head", f"{number}:{'0' * 16}", *teacher())
    assert said.code == 4
    assert "Вершина протокола" in said.out


def test_verify_finds_a_name_that_was_changed_past_the_program(school, call):
    sealed = open_sealed(school.path, school.key)
    with sealed.connection(readonly=False) as db:
        for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            db.execute(f'DROP TRIGGER "{name}"')
        db.execute("UPDATE pupil SET surname = 'Ябедина' WHERE surname = 'Юдина'")
    sealed.close()
    said = call("verify", school.path, *teacher())
    assert said.code == 4
    assert "в обход программы" in said.out
    assert "Ябедина" not in said.out + said.err


def test_verify_leaves_the_protocol_as_it_is(school, call):
    before = raw(school, "SELECT session, seq, hash FROM entry ORDER BY n")
    call("verify", school.path, *teacher())
    assert raw(school, "SELECT session, seq, hash FROM entry ORDER BY n") == before


def test_print_of_the_summary_sheet_fills_whole_leaves(school, call, tmp_path):
    """5.33: the deputy prints it whole; a subject teacher of the class may not."""
    out = tmp_path / "сводная.pdf"
    said = call("print", school.path, out, *CLASS, "--page", "summary", *DAY, "--login", "deputy", "--json")
    assert said.code == 0
    assert said.facts["pages"] % 2 == 0
    assert out.read_bytes().startswith(b"%PDF")
    again = call("print", school.path, out, *CLASS, "--page", "summary", "--term", 1, *DAY, "--login", "deputy")
    assert again.code == 2
    assert call("print", school.path, tmp_path / "нет.pdf", *CLASS, "--page", "summary", *teacher()).code == 3


def test_print_of_the_health_sheet_holds_closed_columns_for_the_medical_worker_alone(demo, call, tmp_path):
    """5.38: the full sheet is the medical worker's; the director's journal carries the open columns."""
    said, texts = {}, {}
    for login in ("medic", "director", "teacher"):
        out = tmp_path / f"{login}.pdf"
        said[login] = call("print", demo, out, *CLASS, "--page", "health", "--login", login, "--json")
        assert said[login].code == 0, said[login].err
        texts[login] = words_of(out)
    assert [said[login].facts["full"] for login in said] == [True, False, False]
    assert "Рекомендации" in texts["director"]
    assert "Медицинский работник" in texts["medic"]
    assert "Контроль осанки" in texts["medic"]
    assert "Контроль осанки" not in texts["director"] + texts["teacher"]
    assert "основная" in texts["director"]
    assert "основная" not in texts["teacher"]
    assert "открытые графы" in said["director"].err
    assert call("print", demo, tmp_path / "нет.pdf", *CLASS, "--page", "health", "--term", 1, *teacher()).code == 2


def test_print_of_a_health_sheet_is_refused_who_teaches_in_another_class(school, call, tmp_path):
    refused = call("print", school.path, tmp_path / "нет.pdf", "--class", "7Б", "--page", "health", *DAY, *teacher())
    assert refused.code == 3
    assert not (tmp_path / "нет.pdf").exists()


def test_print_of_several_classes_puts_one_behind_the_other(school, call, tmp_path):
    """6.4: a class after another, each under the numbers of its own journal."""
    out = tmp_path / "классы.pdf"
    words = ("--class", "7А,7Б", "--page", "course", *DAY, "--login", "deputy", "--json")
    said = call("print", school.path, out, *words)
    assert said.code == 0
    assert said.facts["class"] == "7А, 7Б"
    one = call("print", school.path, tmp_path / "один.pdf", *CLASS, *DAY, "--login", "deputy", "--json")
    assert said.facts["pages"] > one.facts["pages"]
    assert all(name in words_of(out) for name in ("7А класс", "7Б класс"))


def test_print_of_several_classes_is_refused_whole_when_one_may_not_be_printed(school, call, tmp_path):
    out = tmp_path / "классы.pdf"
    said = call("print", school.path, out, "--class", "7А,9Я", "--page", "summary", *DAY, "--login", "deputy")
    assert said.code == 2
    assert not out.exists()
