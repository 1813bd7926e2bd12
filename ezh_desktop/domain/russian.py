"""Russian texts that depend on a number, a gender or a date.

Number and word are joined by a no-break space only where a line must not break between them (sizes, percent); callers
of paper join the rest themselves. Fractions are rounded half up, exactly, never by floats.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from enum import StrEnum
from fractions import Fraction
from typing import TypeAlias

NBSP = "\u00a0"
DASH = "–"

MONTHS = (
    "январь",
    "февраль",
    "март",
    "апрель",
    "май",
    "июнь",
    "июль",
    "август",
    "сентябрь",
    "октябрь",
    "ноябрь",
    "декабрь",
)
MONTHS_OF = (
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
)
MONTHS_SHORT = ("янв.", "февр.", "март", "апр.", "май", "июнь", "июль", "авг.", "сент.", "окт.", "нояб.", "дек.")
WEEKDAYS = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")
WEEKDAYS_SHORT = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")


class Gender(StrEnum):
    """Grammatical gender of a person: decisions and notes follow it (5.33–5.36)."""

    MALE = "male"
    FEMALE = "female"


def plural(n: int, one: str, few: str, many: str) -> str:
    """The form that goes with a number: of «отметка», «отметки», «отметок» 2 takes «отметки»."""
    tens, units = abs(n) % 100, abs(n) % 10
    if 11 <= tens <= 14:
        return many
    if units == 1:
        return one
    return few if 2 <= units <= 4 else many


def count(n: int, one: str, few: str, many: str) -> str:
    """Number and word: «3 отметки»."""
    return f"{n} {plural(n, one, few, many)}"


Forms: TypeAlias = tuple[str, str, str]
"""A word as it goes with 1, with 2 and with 5."""


def agreed(n: int, told: Forms, what: Forms) -> str:
    """What became of how many: «внесена 1 клетка», «внесены 2 клетки», «внесено 5 клеток»."""
    return f"{plural(n, *told)} {count(n, *what)}"


_MALE_PATRONYMIC = ("ич", "оглы", "оглу", "улы", "уулу")
_FEMALE_PATRONYMIC = ("вна", "чна", "шна", "кызы", "гызы", "кизи")
_MALE_IN_A = frozenset(
    [
        "никита",
        "илья",
        "лука",
        "фома",
        "савва",
        "кузьма",
        "данила",
        "фока",
        "ермила",
        "гаврила",
        "добрыня",
        "мустафа",
        "муса",
        "иса",
        "мирза",
    ]
)
_FEMALE_IN_CONSONANT = frozenset(
    [
        "любовь",
        "нинель",
        "юдифь",
        "руфь",
        "рахиль",
        "эсфирь",
        "айгуль",
        "гузель",
        "гюзель",
        "асель",
        "жанель",
        "николь",
        "мишель",
        "адель",
        "ассоль",
        "суламифь",
        "эдит",
        "мариам",
        "мирьям",
        "марьям",
        "мадлен",
        "кармен",
        "элен",
    ]
)
_EITHER = frozenset(["саша", "женя", "валя", "слава", "шура", "паша"])


def gender_of(given: str, patronymic: str = "") -> Gender | None:
    """Gender told by the patronymic, else by the given name; None when neither tells (Саша, Женя, no name)."""
    last = patronymic.strip().casefold()
    if last.endswith(_FEMALE_PATRONYMIC):
        return Gender.FEMALE
    if last.endswith(_MALE_PATRONYMIC):
        return Gender.MALE
    return _gender_of_given(given.strip().casefold())


def _gender_of_given(name: str) -> Gender | None:
    if not name or name in _EITHER:
        return None
    if name in _MALE_IN_A:
        return Gender.MALE
    if name in _FEMALE_IN_CONSONANT or name[-1] in "ая":
        return Gender.FEMALE
    return Gender.MALE if name[-1] in "бвгджзйклмнпрстфхцчшщьоеий" else None


def by_gender(gender: Gender | None, male: str, female: str) -> str:
    """«выбыл» or «выбыла»; when the gender is not known, «выбыл(а)» or, if letters change, «прошёл/прошла»."""
    if gender is Gender.MALE:
        return male
    if gender is Gender.FEMALE:
        return female
    return f"{male}({female[len(male) :]})" if female.startswith(male) else f"{male}/{female}"


def day_month(day: date) -> str:
    """«2 декабря»."""
    return f"{day.day} {MONTHS_OF[day.month - 1]}"


def weekday_day_month(day: date) -> str:
    """«ср 2 декабря»."""
    return f"{WEEKDAYS_SHORT[day.weekday()]} {day_month(day)}"


def weekday_dotted(day: date) -> str:
    """«ср 02.12»."""
    return f"{WEEKDAYS_SHORT[day.weekday()]} {dotted_short(day)}"


def on_day(day: date) -> str:
    """Accusative, as after «на»: «среду 2 декабря 2026 года»."""
    name = WEEKDAYS[day.weekday()]
    accusative = f"{name[:-1]}у" if name.endswith("а") else name
    return f"{accusative} {day_month(day)} {day.year} года"


def long_date(day: date) -> str:
    """«2 декабря 2026 г.»."""
    return f"{day_month(day)} {day.year}{NBSP}г."


def full_day(day: date) -> str:
    """«среда, 2 декабря»."""
    return f"{WEEKDAYS[day.weekday()]}, {day_month(day)}"


def dotted(day: date) -> str:
    """«02.12.2026»."""
    return f"{day.day:02}.{day.month:02}.{day.year:04}"


def dotted_short(day: date) -> str:
    """«02.12»."""
    return f"{day.day:02}.{day.month:02}"


def month_name(day: date) -> str:
    """«Декабрь»: a heading."""
    return MONTHS[day.month - 1].capitalize()


def date_range(start: date, end: date) -> str:
    """«23–28 ноября», «30 ноября – 4 декабря», one day alone; years stand where they differ."""
    if start == end:
        return day_month(start)
    if start.year != end.year:
        return f"{day_month(start)} {start.year} {DASH} {day_month(end)} {end.year}"
    if start.month == end.month:
        return f"{start.day}{DASH}{day_month(end)}"
    return f"{day_month(start)} {DASH} {day_month(end)}"


def clock_time(at: time) -> str:
    """«08:30»."""
    return f"{at.hour:02}:{at.minute:02}"


def past_moment(when: datetime, now: datetime) -> str:
    """«сегодня в 10:43», «вчера в 16:40», «30 ноября», «30 ноября 2025 г.»: the farther, the coarser."""
    days = (now.date() - when.date()).days
    if days in {0, 1}:
        return f"{('сегодня', 'вчера')[days]} в {clock_time(when.time())}"
    return day_month(when.date()) if when.year == now.year else long_date(when.date())


def time_range(start: time, end: time) -> str:
    """«08:30–09:15»."""
    return f"{clock_time(start)}{DASH}{clock_time(end)}"


_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def roman(n: int) -> str:
    """«IV»; numbers from 1 to 3999, others raise `ValueError`."""
    if not 1 <= n <= 3999:
        raise ValueError(f"{n} has no roman form")
    out = ""
    for value, sign in _ROMAN:
        out += sign * (n // value)
        n %= value
    return out


_UNITS = ["ноль", "один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять"]
_TEENS = [
    "десять",
    "одиннадцать",
    "двенадцать",
    "тринадцать",
    "четырнадцать",
    "пятнадцать",
    "шестнадцать",
    "семнадцать",
    "восемнадцать",
    "девятнадцать",
]
_TENS = ["двадцать", "тридцать", "сорок", "пятьдесят", "шестьдесят", "семьдесят", "восемьдесят", "девяносто"]
_HUNDREDS = ["сто", "двести", "триста", "четыреста", "пятьсот", "шестьсот", "семьсот", "восемьсот", "девятьсот"]
_FEMALE_UNITS = {"один": "одна", "два": "две"}


def in_words(n: int, *, female: bool = False) -> str:
    """A number from 0 to 999,999 in words, «сто сорок четыре»; `female` for страница: «двадцать одна»."""
    if not 0 <= n <= 999_999:
        raise ValueError(f"{n} is not written in words")
    thousands, rest = divmod(n, 1000)
    words: list[str] = []
    if thousands:
        words = [*_below_thousand(thousands, female=True), plural(thousands, "тысяча", "тысячи", "тысяч")]
    if rest or not thousands:
        words += _below_thousand(rest, female=female)
    return " ".join(words)


def _below_thousand(n: int, *, female: bool) -> list[str]:
    hundreds, rest = divmod(n, 100)
    words = [_HUNDREDS[hundreds - 1]] if hundreds else []
    if 10 <= rest <= 19:
        return [*words, _TEENS[rest - 10]]
    tens, unit = divmod(rest, 10)
    if tens:
        words.append(_TENS[tens - 2])
    if unit or not n:
        words.append(_FEMALE_UNITS.get(_UNITS[unit], _UNITS[unit]) if female else _UNITS[unit])
    return words


def grouped(n: int) -> str:
    """«18 406»: thousands apart, as long numbers are read."""
    return f"{n:,}".replace(",", NBSP)


def join_and(parts: Sequence[str], conjunction: str = "и") -> str:
    """«Иванов, Петров и Сидоров»; empty for nothing."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {conjunction} {parts[-1]}"


def first_of(parts: Sequence[str], most: int, between: str = ", ") -> str:
    """The first of many: «Иванов, Петров и ещё 3»; all of them when they are not more than `most`."""
    more = f" и ещё {len(parts) - most}" if len(parts) > most else ""
    return f"{between.join(parts[:most])}{more}"


def uncapped(words: str) -> str:
    """Words as they stand within a text: «алгебра»; «ИЗО», «I четверть» and «К.р.» keep their capitals."""
    return words[:1].lower() + words[1:] if words[1:2].islower() else words


def number_ranges(numbers: Iterable[int]) -> str:
    """«1–3, 5, 7–9» of any integers, sorted, without repetition; two neighbours stay «4, 5»."""
    runs: list[list[int]] = []
    for n in sorted(set(numbers)):
        if runs and n == runs[-1][-1] + 1:
            runs[-1].append(n)
        else:
            runs.append([n])
    return ", ".join(_run_text(run) for run in runs)


def _run_text(run: list[int]) -> str:
    if len(run) > 2:
        return f"{run[0]}{DASH}{run[-1]}"
    return ", ".join(map(str, run))


def decimal(value: Fraction | int, digits: int = 2) -> str:
    """«3,25»: half up (away from zero), comma, `digits` places after it."""
    scale = 10**digits
    units = (abs(Fraction(value)) * scale * 2 + 1) // 2
    whole, part = divmod(units, scale)
    sign = "-" if value < 0 and units else ""
    return f"{sign}{whole},{part:0{digits}}" if digits else f"{sign}{whole}"


def short_decimal(value: Fraction | int, digits: int = 2) -> str:
    """Like `decimal` without closing zeros: «92», «58,04», «12,5»."""
    text = decimal(value, digits)
    return text.rstrip("0").rstrip(",") if "," in text else text


def percent(value: Fraction | int, digits: int = 2) -> str:
    """«58,04 %» of a value that is already in percent."""
    return f"{short_decimal(value, digits)}{NBSP}%"


_SIZES = ((1 << 30, "ГБ"), (1 << 20, "МБ"), (1 << 10, "КБ"))


def size(octets: int) -> str:
    """A size of a file: «12,5 МБ», «340 КБ», «17 байт»; steps of 1024, one digit up to 100 МБ and ГБ, none of КБ."""
    for unit, name in _SIZES:
        # 1023.96 МБ would round up to «1024 МБ»: such a size already takes the larger unit
        if octets * 20 >= unit * 20 - unit // 1024:
            digits = 0 if name == "КБ" or octets >= 100 * unit else 1
            return f"{short_decimal(Fraction(octets, unit), digits)}{NBSP}{name}"
    return f"{octets}{NBSP}{plural(octets, 'байт', 'байта', 'байт')}"


def remaining(seconds: float) -> str:
    """«осталось около 10 секунд»: coarse on purpose, so that the text stands still while the work goes on."""
    if seconds < 3:
        return "осталось несколько секунд"
    if seconds < 55:
        return _about(_nearest(seconds, 5), "секунды", "секунд")
    minutes = _nearest(seconds / 60, 1)
    if minutes < 60:
        return _about(minutes, "минуты", "минут")
    return _about(_nearest(minutes / 60, 1), "часа", "часов")


def _about(n: int, one: str, many: str) -> str:
    return f"осталось около {n} {plural(n, one, many, many)}"


def _nearest(value: float, step: int) -> int:
    return max(step, int(value / step + 0.5) * step)


def into_class(target: str) -> str:
    """«во 2», «во 2Б», else «в 8А», «в 11А»: only the second class is said with «во»."""
    return f"{'во' if target[:1] == '2' else 'в'} {target}"
