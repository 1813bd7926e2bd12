"""Single values of a class list as people write them: dates, names, gender, telephones."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from ezh_desktop.domain.names import PersonName, name_key
from ezh_desktop.exchange.givennames import gender_by_name, is_common_name
from ezh_desktop.exchange.tables import Value, clean

_NUMERIC: Final = re.compile(r"(\d{1,2})\s?[./\-]\s?(\d{1,2})\s?[./\-]\s?(\d{4}|\d{2})\s*(?:г\.?|года?)?")
_ISO: Final = re.compile(r"(\d{4})[.\-/](\d{1,2})[.\-/](\d{1,2})(?:[ T]00:00(?::00)?)?")
_WORDS: Final = re.compile(r"(\d{1,2})\s+([а-яё]{3,})\.?\s+(\d{4}|\d{2})\s*(?:г\.?|года?)?", re.IGNORECASE)
_SERIAL: Final = re.compile(r"[1-5]\d{4}")
_MONTHS: Final = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_EXCEL_DAY_ZERO: Final = date(1899, 12, 30)
_PATRONYMIC: Final = re.compile(r"\w+(?:вич|вна|чна|ич|мич|нич)|\w*(?:оглы|кызы|улы|гызы)", re.IGNORECASE)
_NAME_WORD: Final = re.compile(r"[А-ЯЁA-Z][а-яёa-zА-ЯЁ'’\-]*\.?(?:[А-ЯЁ]\.?)?")
PHONE: Final = re.compile(r"(?<![\w№])\+?\d[\d\s()\-–]{8,}\d")
_NUMBERED: Final = re.compile(r"^\d{1,3}\s?[.)]\s?(?=\D)")
"""The number of a row that stands in one cell with its text: «12. Иванова Мария»."""
_FEMALE: Final = frozenset({"ж", "жен", "женский", "женск", "девочка", "дев", "девушка", "f", "female", "д"})
_MALE: Final = frozenset({"м", "муж", "мужской", "мужск", "мальчик", "мал", "юноша", "m", "male"})


def read_date(value: Value, today: date) -> date | None:
    """The day that was meant; None when the text is no date. ValueError for a day the calendar does not have.

    Two digits of a year mean the last such year that is not in the future.
    """
    if isinstance(value, date):
        return value
    text = clean(value)
    if found := _ISO.fullmatch(text):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := _NUMERIC.fullmatch(text):
        return date(_year(found[3], today), int(found[2]), int(found[1]))
    if found := _WORDS.fullmatch(text):
        month = next((n for n, stem in enumerate(_MONTHS, 1) if found[2].casefold().startswith(stem)), None)
        return None if month is None else date(_year(found[3], today), month, int(found[1]))
    if _SERIAL.fullmatch(text):
        return _EXCEL_DAY_ZERO + timedelta(days=int(text))
    return None


def _year(text: str, today: date) -> int:
    if len(text) == 4:
        return int(text)
    year = today.year // 100 * 100 + int(text)
    return year if year <= today.year else year - 100


def may_be_date(value: Value) -> bool:
    """The same, or a bare number as a spreadsheet keeps days."""
    return looks_like_date(value) or (isinstance(value, str) and _SERIAL.fullmatch(value) is not None)


def looks_like_date(value: Value) -> bool:
    """Whether a cell is a date, real or not («31.02.2013»), written in some usual way; a bare number is not."""
    if isinstance(value, date):
        return True
    text = clean(value)
    return any(pattern.fullmatch(text) for pattern in (_ISO, _NUMERIC, _WORDS))


def read_gender(value: Value) -> str:
    """f, m, or "" when the text is neither."""
    text = name_key(str(value)).strip(". ")
    return "f" if text in _FEMALE else "m" if text in _MALE else ""


def gender_of(name: PersonName) -> str:
    """The gender a name tells by patronymic, else by surname, else by a common given name; "" when it does not."""
    patronymic, surname = name_key(name.patronymic), name_key(name.surname)
    if patronymic.endswith(("вна", "чна", "кызы", "гызы")):
        return "f"
    if patronymic.endswith(("ич", "оглы", "улы")):
        return "m"
    if surname.endswith(("ова", "ева", "ина", "ына", "ская", "цкая", "ая")):
        return "f"
    if surname.endswith(("ов", "ев", "ин", "ын", "ский", "цкий", "ой", "ый")):
        return "m"
    return gender_by_name(name.given)


def read_name_part(text: str) -> str:
    """A part of a name with its capitals put right: «ИВАНОВА» and «иванова» become «Иванова»."""
    words = clean(text.replace(",", " ")).split()
    return " ".join(_capital(word) for word in words)


def _capital(word: str) -> str:
    if word.casefold() in {"оглы", "кызы", "улы", "гызы"}:
        return word.casefold()
    if "." in word or not (word.isupper() or word.islower()) or len(word) < 2:
        return word
    return "-".join(part[:1].upper() + part[1:].lower() for part in word.split("-"))


def read_full_name(text: str, *, given_first: bool = False) -> PersonName:
    """«ИВАНОВА  Мария Петровна», «Иванова, Мария», «3. Яшин Б.В.» as a name; initials stay what they are.

    `given_first` reads «Мария Петровна Иванова».
    """
    spaced = re.sub(r"(?<=\.)(?=[А-ЯЁ])", " ", without_number(clean(text)))
    name = PersonName.read(read_name_part(spaced))
    if not given_first:
        return name
    *more, surname = name.full.split()
    return PersonName(surname, more[0], " ".join(more[1:])) if more else name


def without_number(text: str) -> str:
    """The text without the number of its row in front of it."""
    return _NUMBERED.sub("", text)


def is_given_first(values: Iterable[Value]) -> bool:
    """Whether a column of full names has the given name before the surname: common names tell, and no patronymic."""
    names = [words for value in values if len(words := without_number(str(value)).split()) > 1]
    first = sum(is_common_name(words[0]) for words in names)
    last = sum(is_common_name(words[1]) or looks_like_patronymic(words[-1]) for words in names)
    return bool(names) and first * 2 > len(names) and last * 4 < len(names)


def looks_like_full_name(value: Value) -> bool:
    """Whether a text is a surname with a given name and perhaps a patronymic."""
    words = [] if isinstance(value, date) else without_number(value).replace(",", " ").split()
    return 2 <= len(words) <= 5 and all(_NAME_WORD.fullmatch(word) or _PATRONYMIC.fullmatch(word) for word in words)


def is_full_name(value: Value) -> bool:
    """Whether a text is surely somebody's name: a common given name or a patronymic is in it."""
    return looks_like_full_name(value) and _tells_a_person(str(value))


def may_be_full_name(value: Value) -> bool:
    """Whether a text may be a name, in whatever letters: «иванова мария петровна»."""
    return looks_like_full_name(value) or (isinstance(value, str) and _tells_a_person(value))


def _tells_a_person(text: str) -> bool:
    words = without_number(text).replace(",", " ").split()
    return 2 <= len(words) <= 5 and any(is_common_name(word) or looks_like_patronymic(word) for word in words)


def looks_like_word(value: Value) -> bool:
    """Whether a text is one capitalised word: a surname or a given name."""
    return isinstance(value, str) and _NAME_WORD.fullmatch(value) is not None


def looks_like_given_name(value: Value) -> bool:
    """Whether a text is a given name that many bear."""
    return isinstance(value, str) and is_common_name(value)


def looks_like_patronymic(value: Value) -> bool:
    """Whether a text ends as patronymics do."""
    return isinstance(value, str) and _PATRONYMIC.fullmatch(value) is not None


def split_phone(text: str) -> tuple[str, str]:
    """What stands beside a telephone, and the telephone; "" where there is none."""
    found = PHONE.search(text)
    if found is None:
        return clean(text).strip(" ,;:("), ""
    rest = re.sub(r"(?i)\b(?:тел|моб|сот|т)\.?\s*:?\s*$", "", text[: found.start()].rstrip(" ,;:("))
    return clean(f"{rest} {text[found.end() :]}").strip(" ,;:()"), clean(found[0])
