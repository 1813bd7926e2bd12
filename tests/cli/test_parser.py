"""The command line speaks Russian, understands what people write, and says what is wrong with the rest."""

from __future__ import annotations

import re
from datetime import date

import pytest

from ezh_desktop import assets
from ezh_desktop.__main__ import main
from ezh_desktop.cli.parser import (
    COMMANDS,
    IMPORTS,
    PAGES_NOW,
    PAGES_OUT,
    command_of,
    command_parser,
    help_markdown,
    read_command,
    read_window,
    window_parser,
)
from ezh_desktop.errors import UsageTrouble

PARSERS = [window_parser(), *map(command_parser, COMMANDS)]
SPELLED = re.compile(
    r"--[a-z-]+|-h\b|EZH_PASSWORD|ezh-desktop|\.?\b(?:ezhb?|pdf|csv|xlsx)\b|N:HEX|OUT|\bN\b|PDF|JSON|Excel"
)
"""What is spelled in Latin letters because it is typed so."""
TYPED = {*(one.name for one in COMMANDS), *PAGES_NOW, *PAGES_OUT, "admin", "system", "light", "dark", "down", "right"}
TYPED |= {*IMPORTS, "xlsx", "ical", "xls", "ods", "FET", "OneRoster", "ZIP"}

PRINT = ("журнал.ezh", "лист.pdf", "--class", "7А", "--page", "course")


def read(line: str, *words: str):
    command = command_of([line])
    assert command is not None
    return read_command(command, words)


def refused(line: str, *words: str) -> str:
    with pytest.raises(UsageTrouble) as why:
        read(line, *words)
    words = re.findall("[a-z]{3,}", SPELLED.sub("", why.value.what))
    assert set(words) <= TYPED | {"banana"}
    assert why.value.remedy
    return why.value.text


@pytest.mark.parametrize("parser", PARSERS, ids=lambda parser: parser.prog)
def test_help_has_no_english_word(parser):
    text = SPELLED.sub("", parser.format_help())
    assert set(re.findall(r"[A-Za-z]{3,}", text)) <= TYPED | {"ffffffffffffffff"} | set(
        re.findall(r"[a-z0-9]{16}", text)
    )


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_help_of_a_command_ends_well(command, capsys):
    assert main([command.name, "--help"]) == 0
    assert "вызов: ezh-desktop" in capsys.readouterr().out


def test_the_version_is_told(capsys):
    assert main(["--version"]) == 0
    assert re.fullmatch(r"ЭЖ Desktop \d+\.\d+\.\d+\n", capsys.readouterr().out)


@pytest.mark.parametrize("spelled", ["7А", "7A", "7 а", "7-А", "7 «А»"])
def test_a_class_is_meant_by_each_usual_spelling(spelled):
    args = read("print", "ж.ezh", "л.pdf", "--class", spelled)
    assert [str(one) for one in args.classes] == ["7А"]


def test_the_options_of_print_are_read():
    args = read("print", *PRINT, "--subject", " Алгебра ", "--term", "2", "--today", "2026-12-01", "--login", "teacher")
    assert (args.subject, args.term, args.today, args.login) == ("Алгебра", 2, date(2026, 12, 1), "teacher")


@pytest.mark.parametrize(
    ("line", "words", "says"),
    [
        ("info", (), "не хватает: ФАЙЛ"),
        ("info", ("ж.ezh", "лишнее"), "лишнее: лишнее"),
        ("info", ("ж.ezh", "--login"), "После --login нужно значение"),
        ("info", ("ж.ezh", "--json=1"), "--json пишется без значения"),
        ("info", ("ж.ezh", "--log", "admin"), "лишнее"),
        ("new", ("ж.ezh", "--school", "Школа"), "не хватает: --year"),
        ("new", ("ж.ezh", "--school", " ", "--year", "2026/2027"), "пустое"),
        ("new", ("ж.ezh", "--school", "Школа", "--year", "2026/2028"), "не учебный год"),
        ("demo", ("ж.ezh", "--classes", "11"), "от 1 до 10"),
        ("demo", ("ж.ezh", "--classes", "два"), "от 1 до 10"),
        ("demo", ("ж.ezh", "--today", "1.12.2026"), "не дата"),
        ("verify", ("ж.ezh", "--head", "5"), "не вершина протокола"),
        ("verify", ("ж.ezh", "--head", "5:3f9a"), "не вершина протокола"),
        ("print", ("ж.ezh", "л.pdf", "--class", "седьмой"), "не название класса"),
        ("print", (*PRINT, "--term", "5"), "от 1 до 4"),
        ("print", (*PRINT[:-1], "banana"), "такой страницы нет. Есть: course, marks, lessons"),
    ],
)
def test_a_slip_is_told_in_russian(line, words, says):
    assert says in refused(line, *words)


def test_the_window_takes_a_file_and_the_settings_of_one_run():
    args = read_window(["журнал.ezh", "--scheme", "dark", "--zoom", "120"])
    assert str(args.file) == "журнал.ezh"
    assert args.settings == {"scheme": "dark", "zoom": "120"}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--demo", "журнал.ezh"], "без файла"),
        (["pritn"], "Нет ни команды, ни файла «pritn»"),
        (["--zoom", "1000"], "Масштаб"),
        (["--scheme", "banana"], "Цветовая схема"),
        (["журнал.ezh", "ещё.ezh"], "лишнее"),
    ],
)
def test_the_window_refuses_what_it_does_not_know(words, says):
    with pytest.raises(UsageTrouble) as why:
        read_window(words)
    assert says in why.value.text


def test_a_slip_ends_with_code_2_and_two_sentences(capsys):
    assert main(["info"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == "В команде не хватает: ФАЙЛ. Справка: ezh-desktop info --help\n"


def test_the_help_page_names_each_command_option_and_exit_code():
    text = help_markdown()
    for parser in PARSERS[1:]:
        for action in parser._actions:
            assert all(f"`{name}" in text or f", {name}" in text for name in action.option_strings)
    assert all(f"## {command.name}: " in text for command in COMMANDS)
    assert "| 70 | ошибка самой программы |" in text


def test_the_kept_help_page_is_the_generated_one():
    kept = assets.help_page("commands").read_text(encoding="utf-8")
    assert kept == help_markdown(), "python -m tests.regenerate"
