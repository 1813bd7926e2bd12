"""Names for signing in (имя для входа): proposed from a surname by transliteration, told apart when they meet."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from itertools import count
from types import MappingProxyType
from typing import Final

from ezh_desktop.domain.names import PersonName
from ezh_desktop.errors import BadInput

UNNAMED: Final = "user"
"""Proposed for a surname without a letter that can be written in Latin."""
MOST_LETTERS: Final = 40

_LETTERS: Final = MappingProxyType(
    dict(zip("абвгдеёзийклмнопрстуфхцыэ", "abvgdeeziyklmnoprstufhcye", strict=True))
    | {"ж": "zh", "ч": "ch", "ш": "sh", "щ": "sch", "ю": "yu", "я": "ya", "ъ": "", "ь": ""}
    | dict(zip("әғқңөұүһіҗҙҫҡ", "agknouuhijzsk", strict=True))
)
_LOGIN: Final = re.compile(r"[^\W_](?:[\w.\-]*[^\W_])?")


def transliterated(text: str) -> str:
    """The text in small Latin letters and digits: «Щёголева» is schegoleva; other signs go."""
    folded = unicodedata.normalize("NFC", text).casefold()
    latin = "".join(_LETTERS.get(letter, letter) for letter in folded)
    bare = unicodedata.normalize("NFKD", latin)
    return "".join(letter for letter in bare if letter.isascii() and letter.isalnum())


def login_of(name: PersonName, taken: Collection[str]) -> str:
    """A login that is not `taken`: sokolova, else sokolova.m, sokolova.mi, sokolova2 and so on.

    Of a double surname the first part serves. `taken` holds logins in small letters.
    """
    first = transliterated(re.split(r"[\s\-–—]", name.surname.strip(), maxsplit=1)[0])[:MOST_LETTERS] or UNNAMED
    given, patronymic = (transliterated(part)[:1] for part in (name.given, name.patronymic))
    told = [first] + [f"{first}.{tail}" for tail in (given, given + patronymic) if tail]
    proposed = next((login for login in told if login not in taken), None)
    return proposed or next(login for login in (f"{first}{n}" for n in count(2)) if login not in taken)


def demand_login(login: str) -> str:
    """The login without blanks around it; BadInput when it cannot be one."""
    text = login.strip()
    if not text:
        raise BadInput("Имя для входа пустое.", "Придумайте имя для входа латинскими буквами.")
    if len(text) > MOST_LETTERS or not _LOGIN.fullmatch(text):
        raise BadInput(
            f"Имя для входа «{text}» не подходит.",
            f"Нужны буквы, цифры, точка или дефис, не больше {MOST_LETTERS} знаков, без пробелов.",
        )
    return text
