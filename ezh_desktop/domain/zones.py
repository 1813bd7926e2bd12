"""The time zones of Russian schools in words: a city and its distance from Moscow time, «Омск (МСК+3)»."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_CITIES: Final = (
    (-1, (("Europe/Kaliningrad", "Калининград"),)),
    (
        0,
        (
            ("Europe/Moscow", "Москва"),
            ("Europe/Kirov", "Киров"),
            ("Europe/Volgograd", "Волгоград"),
            ("Europe/Simferopol", "Симферополь"),
        ),
    ),
    (
        1,
        (
            ("Europe/Samara", "Самара"),
            ("Europe/Astrakhan", "Астрахань"),
            ("Europe/Saratov", "Саратов"),
            ("Europe/Ulyanovsk", "Ульяновск"),
        ),
    ),
    (2, (("Asia/Yekaterinburg", "Екатеринбург"),)),
    (3, (("Asia/Omsk", "Омск"),)),
    (
        4,
        (
            ("Asia/Novosibirsk", "Новосибирск"),
            ("Asia/Krasnoyarsk", "Красноярск"),
            ("Asia/Barnaul", "Барнаул"),
            ("Asia/Tomsk", "Томск"),
            ("Asia/Novokuznetsk", "Новокузнецк"),
        ),
    ),
    (5, (("Asia/Irkutsk", "Иркутск"),)),
    (6, (("Asia/Yakutsk", "Якутск"), ("Asia/Chita", "Чита"), ("Asia/Khandyga", "Хандыга"))),
    (7, (("Asia/Vladivostok", "Владивосток"), ("Asia/Ust-Nera", "Усть-Нера"))),
    (
        8,
        (("Asia/Magadan", "Магадан"), ("Asia/Sakhalin", "Южно-Сахалинск"), ("Asia/Srednekolymsk", "Среднеколымск")),
    ),
    (9, (("Asia/Kamchatka", "Петропавловск-Камчатский"), ("Asia/Anadyr", "Анадырь"))),
)
_MINUS: Final = "\u2212"


def _words(city: str, hours: int) -> str:
    shift = f"{'+' if hours > 0 else _MINUS}{abs(hours)}" if hours else ""
    return f"{city} (МСК{shift})"


ZONES: Final[Mapping[str, str]] = MappingProxyType(
    {zone: _words(city, hours) for hours, cities in _CITIES for zone, city in cities}
)
"""IANA zone → its words, «Омск (МСК+3)», from west to east."""
_OF_WORDS: Final = {words.casefold(): zone for zone, words in ZONES.items()} | {
    city.casefold(): zone for _, cities in _CITIES for zone, city in cities
}


def zone_words(zone: str) -> str:
    """The words of a zone; a zone of no Russian school is shown as it is."""
    return ZONES.get(zone, zone)


def zone_of(words: str) -> str:
    """The zone meant by its words or the city alone; any other text is given back, for whoever knows the zone."""
    text = " ".join(words.split())
    return _OF_WORDS.get(text.casefold(), text)
