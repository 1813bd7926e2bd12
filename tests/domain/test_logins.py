"""Names for signing in are proposed from surnames, and never twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ezh_desktop.domain.logins import MOST_LETTERS, demand_login, login_of, transliterated
from ezh_desktop.domain.names import PersonName
from ezh_desktop.errors import BadInput

LETTERS = st.text("абвгдеёжзийклмнопрстуфхцчшщъыьэюяӘҢ -'", max_size=60)


@pytest.mark.parametrize(
    ("surname", "login"),
    [
        ("Соколова", "sokolova"),
        ("Григорьев", "grigorev"),
        ("Зайцева", "zayceva"),
        ("Щёголева", "schegoleva"),
        ("Абдурахманова-Преображенская", "abdurahmanova"),
        ("Нұрғалиева", "nurgalieva"),
        ("Подъячая", "podyachaya"),
        ("Müller", "muller"),
        ("Ло", "lo"),
        ("—", "user"),
    ],
)
def test_a_surname_is_written_in_latin_letters(surname: str, login: str) -> None:
    assert login_of(PersonName(surname, "Мария"), frozenset()) == login


def test_people_of_one_surname_are_told_apart_by_their_other_names_then_by_a_number() -> None:
    name = PersonName("Иванова", "Мария", "Игоревна")
    taken: set[str] = set()
    for expected in ("ivanova", "ivanova.m", "ivanova.mi", "ivanova2", "ivanova3"):
        proposed = login_of(name, taken)
        assert proposed == expected
        taken.add(proposed)


@given(LETTERS, LETTERS, LETTERS)
def test_whatever_the_name_a_login_is_proposed_that_may_stand(surname: str, given_name: str, patronymic: str) -> None:
    login = login_of(PersonName(surname, given_name, patronymic), frozenset({"user", "a"}))
    assert demand_login(login) == login
    assert login.isascii()


def test_transliteration_leaves_no_other_signs() -> None:
    assert transliterated("Д'Артаньян 2-й") == "dartanyan2y"


@pytest.mark.parametrize("login", ["", "  ", "a b", "-anna", "anna.", "a@b", "x" * (MOST_LETTERS + 1), "анна\n"])
def test_a_login_that_cannot_be_typed_safely_is_refused(login: str) -> None:
    if login == "анна\n":
        assert demand_login(login) == "анна"
        return
    with pytest.raises(BadInput, match="Имя для входа"):
        demand_login(login)
