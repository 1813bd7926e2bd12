"""Names of classes, people and subjects: how they are read, ordered, and written (5.1, 5.3, 5.38)."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from ezh_desktop.errors import RuleRefused

GRADES: Final = range(1, 12)
"""Years of study (классы) a school may have."""

_LATIN_LOOKS: Final = str.maketrans("ABCEHKMOPTXY", "АВСЕНКМОРТХУ")
_CLASS: Final = re.compile(r"(?P<grade>[0-9]{1,2})[\s\-–—]*[«\"']?(?P<letter>[A-Za-zА-Яа-яЁё])[»\"']?")
_CYRILLIC_CAPITAL: Final = re.compile(r"[А-ЯЁ]")


def name_key(text: str) -> str:
    """The key by which names order and are searched: NFC, one case, ё as е, single spaces."""
    folded = unicodedata.normalize("NFC", text).casefold().replace("ё", "е")
    return " ".join(folded.split())


@dataclass(frozen=True, slots=True, order=True)
class ClassName:
    """The name of a class in its one form: year of study and a Cyrillic capital, «7А». Orders as people expect."""

    grade: int
    letter: str

    def __post_init__(self) -> None:
        """Refuse a name that is not canonical; texts from people go through `read`."""
        if self.grade not in GRADES or not _CYRILLIC_CAPITAL.fullmatch(self.letter):
            raise ValueError(f"not a class name: {self.grade}{self.letter}")

    def __str__(self) -> str:
        """The name as shown: «7А»."""
        return f"{self.grade}{self.letter}"

    @classmethod
    def read(cls, text: str) -> ClassName:
        """The class meant by «7 а», «7-А», «7 «А»» or the Latin «7A»; raises RuleRefused for all else."""
        found = _CLASS.fullmatch(unicodedata.normalize("NFC", text).strip())
        if found is not None:
            grade, letter = int(found["grade"]), found["letter"].upper().translate(_LATIN_LOOKS)
            if grade in GRADES and _CYRILLIC_CAPITAL.fullmatch(letter):
                return cls(grade, letter)
        raise RuleRefused(
            f"«{text.strip()}» не похоже на название класса.", "Нужны номер от 1 до 11 и русская буква, например 7А."
        )


@dataclass(frozen=True, slots=True)
class PersonName:
    """Surname (фамилия), given name (имя) and patronymic (отчество, may be empty) of a person."""

    surname: str
    given: str
    patronymic: str = ""

    @property
    def full(self) -> str:
        """«Иванова Мария Петровна»."""
        return " ".join(part for part in (self.surname, self.given, self.patronymic) if part)

    @property
    def short(self) -> str:
        """«Иванова Мария»: the form of every list of pupils (5.3)."""
        return " ".join(part for part in (self.surname, self.given) if part)

    @property
    def initials(self) -> str:
        """«Иванова М. П.»: for teachers in narrow places only, never for a pupil (5.3)."""
        letters = [f"{part[0]}." for part in (self.given, self.patronymic) if part]
        return " ".join([self.surname, *letters])

    @property
    def key(self) -> str:
        """The `name_key` of the full name."""
        return name_key(self.full)

    @classmethod
    def read(cls, text: str) -> PersonName:
        """The name in «Фамилия Имя Отчество»; what follows the second word is the patronymic («Мамед оглы»)."""
        surname, given, patronymic, *_ = [*unicodedata.normalize("NFC", text).split(maxsplit=2), "", "", ""]
        return cls(surname, given, patronymic.strip())


def is_initial(part: str) -> bool:
    """Whether a given name or patronymic is cut to an initial: «М», «М.», «М.П.», «Мар.»."""
    text = part.strip()
    return "." in text or sum(char.isalpha() for char in text) < 2


def starts_with_capital(text: str) -> bool:
    """Whether the first letter of the text is a capital; False when it has no letter."""
    return next((char.isupper() for char in text if char.isalpha()), False)
