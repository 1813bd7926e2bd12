"""Preferences of the computer: one table, one file that survives crashes and other versions of the program."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ezh_desktop import settings
from ezh_desktop.errors import BadInput, DeviceTrouble
from ezh_desktop.settings import (
    AFTER_ENTRY,
    IDLE_LOCK_MINUTES,
    LAST_JOURNAL,
    SCHEME,
    TABLE,
    ZOOM,
    AnySetting,
    Scope,
    Settings,
)


def owner_of(setting: AnySetting) -> str:
    return "" if setting.scope is Scope.COMPUTER else "0a"


@pytest.mark.parametrize("setting", TABLE, ids=lambda s: s.name)
def test_each_row_of_the_table_allows_its_own_default(setting: AnySetting) -> None:
    assert setting.allows(setting.default)
    assert setting.read(setting.write(setting.default)) == setting.default


@pytest.mark.parametrize("setting", TABLE, ids=lambda s: s.name)
def test_each_row_is_named_and_explained_in_russian(setting: AnySetting) -> None:
    for text in (setting.label, setting.help, *setting.choices.values()):
        assert any("а" <= letter <= "я" for letter in text.lower()), text
    assert setting.help.endswith(".")


def test_names_are_unique() -> None:
    assert len({s.name for s in TABLE}) == len(TABLE)


@pytest.mark.parametrize("setting", TABLE, ids=lambda s: s.name)
def test_without_a_file_the_default_holds(setting: AnySetting) -> None:
    assert Settings().get(setting, owner_of(setting)) == setting.default


def test_the_file_lies_in_the_folder_that_the_variable_names() -> None:
    Settings().put(SCHEME, "dark")
    assert (Path(os.environ["EZH_CONFIG_DIR"]) / "settings.ini").is_file()


def test_a_value_is_there_for_the_next_run() -> None:
    Settings().put(SCHEME, "dark")
    Settings().put(IDLE_LOCK_MINUTES, 25)
    later = Settings()
    assert (later.get(SCHEME), later.get(IDLE_LOCK_MINUTES)) == ("dark", 25)


def test_two_running_programs_do_not_undo_each_other() -> None:
    one, two = Settings(), Settings()
    one.put(SCHEME, "dark")
    two.put(AFTER_ENTRY, "right")
    assert (one.get(SCHEME), one.get(AFTER_ENTRY)) == ("dark", "right")


def test_each_person_has_an_own_zoom() -> None:
    kept = Settings()
    kept.put(ZOOM, 150, "0a")
    assert kept.get(ZOOM, "0a") == 150
    assert kept.get(ZOOM, "0b") == 100


def test_what_the_program_remembers_is_a_mapping_that_outlives_the_run() -> None:
    memory = Settings().memory("sign-in")
    memory["01/ff"] = "[3,17.5]"
    memory["01/fe"] = "[1,2.0]"
    del memory["01/fe"]
    later = Settings().memory("sign-in")
    assert dict(later) == {"01/ff": "[3,17.5]"}
    assert len(later) == 1
    assert later.pop("01/fe", None) is None
    with pytest.raises(KeyError):
        del later["01/fe"]


def test_a_remembered_text_has_one_line() -> None:
    with pytest.raises(ValueError, match="one line"):
        Settings().memory("sign-in")["01/ff"] = "a\n[computer]"


@pytest.mark.parametrize(("setting", "owner"), [(ZOOM, ""), (SCHEME, "0a")])
def test_a_setting_is_asked_for_its_own_kind_of_owner(setting: AnySetting, owner: str) -> None:
    with pytest.raises(ValueError, match="belongs to"):
        Settings().get(setting, owner)


@pytest.mark.parametrize(("setting", "value"), [(SCHEME, "pink"), (IDLE_LOCK_MINUTES, 0), (LAST_JOURNAL, "а\nб")])
def test_a_value_outside_the_table_is_refused_and_not_written(setting: AnySetting, value: object) -> None:
    kept = Settings()
    with pytest.raises(BadInput, match=setting.label):
        kept.put(setting, value)
    assert not kept.path.exists()


@pytest.mark.parametrize("text", ["pink", "", "DARK"])
def test_a_value_in_the_file_outside_the_table_counts_as_the_default(text: str) -> None:
    kept = Settings()
    kept.path.parent.mkdir(parents=True)
    kept.path.write_text(f"[computer]\nscheme = {text}\n", encoding="utf-8")
    assert kept.get(SCHEME) == "system"


def test_keys_of_another_version_are_kept_as_they_are() -> None:
    kept = Settings()
    kept.path.parent.mkdir(parents=True)
    kept.path.write_text("[computer]\nНовыйКлюч = 5 % из 10\n[future]\nа = б\n", encoding="utf-8")
    kept.put(SCHEME, "light")
    text = kept.path.read_text(encoding="utf-8")
    assert "НовыйКлюч = 5 % из 10" in text
    assert "[future]\nа = б" in text
    assert "scheme = light" in text


def test_a_forgotten_setting_returns_to_its_default_and_leaves_no_trace() -> None:
    kept = Settings()
    kept.put(ZOOM, 150, "0a")
    kept.forget(ZOOM, "0a")
    kept.forget(ZOOM, "0a")
    assert kept.get(ZOOM, "0a") == 100
    assert kept.path.read_text(encoding="utf-8").strip() == ""


@pytest.mark.parametrize("rubbish", [b"\xff\xfe\x00rubbish", b"no section\n"])
def test_a_broken_file_means_defaults_and_is_set_aside_at_the_next_write(rubbish: bytes) -> None:
    kept = Settings()
    kept.path.parent.mkdir(parents=True)
    kept.path.write_bytes(rubbish)
    assert kept.get(SCHEME) == "system"
    kept.put(SCHEME, "dark")
    assert kept.get(SCHEME) == "dark"
    assert kept.path.with_suffix(".ini.broken").read_bytes() == rubbish


def test_a_write_that_fails_keeps_the_old_file_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    kept = Settings()
    kept.put(SCHEME, "dark")
    monkeypatch.setattr(settings.os, "fsync", full)
    with pytest.raises(DeviceTrouble, match="Не удалось записать настройки"):
        kept.put(SCHEME, "light")
    assert kept.get(SCHEME) == "dark"
    assert [p.name for p in kept.path.parent.iterdir()] == ["settings.ini"]


def test_a_folder_that_cannot_be_made_is_trouble_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(DeviceTrouble) as caught:
        Settings(tmp_path / "file" / "settings.ini").put(SCHEME, "dark")
    assert "Проверьте" in caught.value.text


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=60))
def test_any_path_comes_back_as_it_was_kept(tmp_path_factory: pytest.TempPathFactory, path: str) -> None:
    path = path.strip()
    if not path.isprintable():
        return
    kept = Settings(tmp_path_factory.mktemp("ini") / "settings.ini")
    kept.put(LAST_JOURNAL, path)
    assert Settings(kept.path).get(LAST_JOURNAL) == path


def parsed(*words: str) -> dict[str, str]:
    parser = argparse.ArgumentParser()
    settings.add_options(parser)
    return settings.overrides_of(parser.parse_args(words))


def test_the_command_line_has_an_option_for_each_shown_setting_of_this_run_only() -> None:
    Settings().put(SCHEME, "light")
    run = Settings(overrides=parsed("--scheme", "dark", "--zoom", "120"))
    assert (run.get(SCHEME), run.get(ZOOM, "0a")) == ("dark", 120)
    assert Settings().get(SCHEME) == "light"


def test_a_choice_made_in_the_form_beats_the_option() -> None:
    run = Settings(overrides=parsed("--scheme", "dark"))
    run.put(SCHEME, "light")
    assert run.get(SCHEME) == "light"


def test_a_wrong_option_is_refused_in_words() -> None:
    with pytest.raises(BadInput, match="Масштаб") as caught:
        parsed("--zoom", "много")
    assert "от 70 до 215" in caught.value.text


def test_what_the_program_remembers_by_itself_is_no_option() -> None:
    with pytest.raises(SystemExit):
        parsed("--last-journal", "a.ezh")


def test_the_help_table_has_a_row_for_each_shown_setting() -> None:
    table = settings.help_table()
    assert [row.split(" | ")[0].strip("| ") for row in table.splitlines()[2:]] == [s.label for s in settings.shown()]
    assert "| Цветовая схема | Как в системе · Светлая · Тёмная | Как в системе |" in table
    assert "| Масштаб | 70–215 % | 100 % |" in table
