"""Names of classes and people: one form whatever was typed, and keys that order Ё with Е."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ezh_desktop.domain.names import GRADES, ClassName, PersonName, name_key
from ezh_desktop.errors import RuleRefused


@pytest.mark.parametrize("text", ["7А", "7а", "7 а", " 7-А ", "7A", "7 a", "7 «А»", '7"А"', "7 – а", "07А"])
def test_a_class_is_read_from_what_people_type(text: str) -> None:
    assert str(ClassName.read(text)) == "7А"


@pytest.mark.parametrize(("text", "name"), [("9B", "9В"), ("11 c", "11С"), ("1Ё", "1Ё"), ("5х", "5Х")])
def test_latin_letters_are_read_by_their_look(text: str, name: str) -> None:
    assert str(ClassName.read(text)) == name


@pytest.mark.parametrize("text", ["", "7", "А", "0А", "12А", "7АБ", "7D", "7 1", "А7", "-7А", "7А класс"])
def test_what_is_no_class_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(RuleRefused, match="не похоже на название класса") as refused:
        ClassName.read(text)
    assert "7А" in refused.value.remedy


@given(st.sampled_from(GRADES), st.sampled_from("АБВГДЕЁЖЗИКЛМНОП"))
def test_a_shown_class_reads_back(grade: int, letter: str) -> None:
    name = ClassName(grade, letter)
    assert ClassName.read(str(name)) == name == ClassName.read(f"{grade}-{letter.lower()}")


@given(st.text(max_size=8))
def test_any_text_is_a_canonical_class_or_refused(text: str) -> None:
    try:
        name = ClassName.read(text)
    except RuleRefused:
        return
    assert ClassName.read(str(name)) == name


@pytest.mark.parametrize(("grade", "letter"), [(0, "А"), (12, "А"), (7, "а"), (7, "A"), (7, "")])
def test_a_class_name_that_is_not_canonical_cannot_be_made(grade: int, letter: str) -> None:
    with pytest.raises(ValueError, match="class name"):
        ClassName(grade, letter)


def test_classes_order_by_grade_then_letter() -> None:
    names = [ClassName.read(text) for text in ("10А", "9Б", "9А", "1В")]
    assert [str(name) for name in sorted(names)] == ["1В", "9А", "9Б", "10А"]


def test_the_key_brings_yo_case_and_spaces_together() -> None:
    assert name_key("  ЁЛКИНА   Алёна ") == name_key("елкина алена") == "елкина алена"


@given(st.text())
def test_the_key_is_stable_and_blind_to_composition(text: str) -> None:
    assert name_key(unicodedata.normalize("NFD", text)) == name_key(unicodedata.normalize("NFC", text))


def test_forms_of_a_name() -> None:
    name = PersonName("Иванова", "Мария", "Петровна")
    assert (name.full, name.short, name.initials) == ("Иванова Мария Петровна", "Иванова Мария", "Иванова М. П.")


def test_a_name_without_a_patronymic_has_no_stray_space() -> None:
    name = PersonName("Иванова", "Мария")
    assert (name.full, name.initials, name.key) == ("Иванова Мария", "Иванова М.", "иванова мария")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Иванова Мария Петровна", ("Иванова", "Мария", "Петровна")),
        ("  Мамедов  Али  Гусейн оглы ", ("Мамедов", "Али", "Гусейн оглы")),
        ("Ли Анна", ("Ли", "Анна", "")),
        ("Ли", ("Ли", "", "")),
        ("", ("", "", "")),
    ],
)
def test_a_name_is_read_in_its_order(text: str, parts: tuple[str, str, str]) -> None:
    name = PersonName.read(text)
    assert (name.surname, name.given, name.patronymic) == parts
