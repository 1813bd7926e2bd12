"""Russian texts: number, gender, dates, ranges, sizes, remaining time."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ezh_desktop.domain import russian
from ezh_desktop.domain.russian import Gender, agreed

MARK = ("отметка", "отметки", "отметок")
DAY = date(2026, 12, 2)


@pytest.mark.parametrize(
    ("n", "text"),
    [
        (0, "0 отметок"),
        (1, "1 отметка"),
        (2, "2 отметки"),
        (4, "4 отметки"),
        (5, "5 отметок"),
        (11, "11 отметок"),
        (14, "14 отметок"),
        (21, "21 отметка"),
        (22, "22 отметки"),
        (111, "111 отметок"),
        (1001, "1001 отметка"),
        (-2, "-2 отметки"),
    ],
)
def test_the_word_follows_the_number(n, text):
    assert russian.count(n, *MARK) == text


@given(n=st.integers(0, 10**6))
def test_a_hundred_more_takes_the_same_form_and_tens_from_5_take_the_last(n):
    assert russian.plural(n, *MARK) == russian.plural(n + 100, *MARK)
    if n % 10 >= 5 or n % 10 == 0 or n % 100 // 10 == 1:
        assert russian.plural(n, *MARK) == MARK[2]


@pytest.mark.parametrize(
    ("given_name", "patronymic", "gender"),
    [
        ("Мария", "Игоревна", Gender.FEMALE),
        ("Женя", "Ильич", Gender.MALE),
        ("Женя", "Ильинична", Gender.FEMALE),
        ("Саша", "Кузьмич", Gender.MALE),
        ("Айдар", "Мурат оглы", Gender.MALE),
        ("Лейла", "Мурат кызы", Gender.FEMALE),
        ("Никита", "", Gender.MALE),
        ("Илья", "", Gender.MALE),
        ("Любовь", "", Gender.FEMALE),
        ("Игорь", "", Gender.MALE),
        ("Николай", "", Gender.MALE),
        ("Дарья", "", Gender.FEMALE),
        ("саша", "", None),
        ("", "", None),
        ("Сью", "", None),
    ],
)
def test_gender_is_told_by_patronymic_then_given_name(given_name, patronymic, gender):
    assert russian.gender_of(given_name, patronymic) == gender


@pytest.mark.parametrize(
    ("gender", "male", "female", "text"),
    [
        (Gender.MALE, "выбыл", "выбыла", "выбыл"),
        (Gender.FEMALE, "замещал", "замещала", "замещала"),
        (None, "переведён", "переведена", "переведён/переведена"),
        (None, "выбыл", "выбыла", "выбыл(а)"),
    ],
)
def test_a_verb_follows_the_gender(gender, male, female, text):
    assert russian.by_gender(gender, male, female) == text


def test_dates_are_written_as_the_pages_need_them():
    assert russian.day_month(DAY) == "2 декабря"
    assert russian.weekday_day_month(DAY) == "ср 2 декабря"
    assert russian.full_day(DAY) == "среда, 2 декабря"
    assert russian.on_day(DAY) == "среду 2 декабря 2026 года"
    assert russian.on_day(date(2026, 12, 1)) == "вторник 1 декабря 2026 года"
    assert russian.long_date(DAY) == "2 декабря 2026\u00a0г."
    assert russian.dotted(DAY) == "02.12.2026"
    assert russian.dotted_short(DAY) == "02.12"
    assert russian.month_name(DAY) == "Декабрь"
    assert russian.MONTHS_SHORT[8] == "сент."


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (DAY, DAY, "2 декабря"),
        (date(2026, 11, 23), date(2026, 11, 28), "23–28 ноября"),
        (date(2026, 11, 30), date(2026, 12, 4), "30 ноября – 4 декабря"),
        (date(2026, 12, 31), date(2027, 1, 10), "31 декабря 2026 – 10 января 2027"),
    ],
)
def test_a_range_of_days_repeats_nothing(start, end, text):
    assert russian.date_range(start, end) == text


def test_a_range_of_time_has_two_digits_everywhere():
    assert russian.time_range(time(8, 30), time(9, 5)) == "08:30–09:05"


@pytest.mark.parametrize(("n", "text"), [(1, "I"), (4, "IV"), (9, "IX"), (14, "XIV"), (40, "XL"), (1999, "MCMXCIX")])
def test_roman_numerals(n, text):
    assert russian.roman(n) == text


@pytest.mark.parametrize("n", [0, -1, 4000])
def test_numbers_without_a_roman_form_are_refused(n):
    with pytest.raises(ValueError, match="roman"):
        russian.roman(n)


@given(n=st.integers(1, 3999))
def test_a_roman_numeral_reads_back_to_its_number(n):
    values = [{"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}[sign] for sign in russian.roman(n)]
    pairs = zip(values, [*values[1:], 0], strict=True)
    assert sum(-value if value < following else value for value, following in pairs) == n


@pytest.mark.parametrize(
    ("n", "female", "text"),
    [
        (0, False, "ноль"),
        (1, False, "один"),
        (2, True, "две"),
        (10, False, "десять"),
        (19, False, "девятнадцать"),
        (21, True, "двадцать одна"),
        (100, False, "сто"),
        (144, False, "сто сорок четыре"),
        (312, False, "триста двенадцать"),
        (1000, False, "одна тысяча"),
        (2041, False, "две тысячи сорок один"),
        (11_000, False, "одиннадцать тысяч"),
        (999_999, False, "девятьсот девяносто девять тысяч девятьсот девяносто девять"),
    ],
)
def test_the_number_of_sheets_is_written_in_words(n, female, text):
    assert russian.in_words(n, female=female) == text


@given(n=st.integers(0, 9999))
def test_every_number_has_words_of_its_own_without_stray_spaces(n):
    words = russian.in_words(n)
    assert words.split(" ") == words.split()
    assert words != russian.in_words(n + 1)


@pytest.mark.parametrize("n", [-1, 1_000_000])
def test_numbers_nobody_writes_in_words_are_refused(n):
    with pytest.raises(ValueError, match="words"):
        russian.in_words(n)


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        ([], ""),
        (["Иванов"], "Иванов"),
        (["Иванов", "Петров"], "Иванов и Петров"),
        (["а", "б", "в"], "а, б и в"),
    ],
)
def test_a_list_ends_with_and(parts, text):
    assert russian.join_and(parts) == text


def test_another_conjunction_may_stand_before_the_last():
    assert russian.join_and(["1", "2"], "или") == "1 или 2"


@pytest.mark.parametrize(
    ("numbers", "text"),
    [([], ""), ([4], "4"), ([4, 5], "4, 5"), ([5, 1, 2, 3, 9, 8, 7, 7], "1–3, 5, 7–9")],
)
def test_neighbouring_numbers_join_by_a_dash(numbers, text):
    assert russian.number_ranges(numbers) == text


@given(numbers=st.sets(st.integers(1, 60)))
def test_ranges_hold_exactly_the_numbers_given(numbers):
    read: set[int] = set()
    for part in filter(None, russian.number_ranges(numbers).split(", ")):
        first, _, last = part.partition("–")
        read |= set(range(int(first), int(last or first) + 1))
    assert read == numbers


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (Fraction(13, 4), 2, "3,25"),
        (Fraction(41, 9), 2, "4,56"),
        (Fraction(5, 1000), 2, "0,01"),
        (Fraction(4), 2, "4,00"),
        (Fraction(5, 2), 0, "3"),
        (Fraction(-5, 1000), 2, "-0,01"),
        (Fraction(-1, 1000), 2, "0,00"),
    ],
)
def test_decimals_have_a_comma_and_round_half_up(value, digits, text):
    assert russian.decimal(value, digits) == text


def test_percent_drops_closing_zeros():
    assert russian.percent(Fraction(1451, 25)) == "58,04\u00a0%"
    assert russian.percent(92) == "92\u00a0%"
    assert russian.percent(100) == "100\u00a0%"


@pytest.mark.parametrize(
    ("octets", "text"),
    [
        (0, "0 байт"),
        (1, "1 байт"),
        (22, "22 байта"),
        (1024, "1 КБ"),
        (340 * 1024, "340 КБ"),
        (1024 * 1024 - 1, "1 МБ"),
        (13_107_200, "12,5 МБ"),
        (36_490_445, "34,8 МБ"),
        (314_572_800, "300 МБ"),
        (15_247_135_539, "14,2 ГБ"),
    ],
)
def test_sizes_are_read_at_a_glance(octets, text):
    assert russian.size(octets).replace("\u00a0", " ") == text


@given(octets=st.integers(0, 1 << 40))
def test_no_size_shows_a_thousand_and_more_where_a_larger_unit_exists(octets):
    number, unit = russian.size(octets).split("\u00a0")
    assert unit == "ГБ" or float(number.replace(",", ".")) < 1024


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "осталось несколько секунд"),
        (2.9, "осталось несколько секунд"),
        (4, "осталось около 5 секунд"),
        (11, "осталось около 10 секунд"),
        (54, "осталось около 55 секунд"),
        (56, "осталось около 1 минуты"),
        (140, "осталось около 2 минут"),
        (21 * 60, "осталось около 21 минуты"),
        (3600, "осталось около 1 часа"),
        (7300, "осталось около 2 часов"),
    ],
)
def test_remaining_time_is_coarse(seconds, text):
    assert russian.remaining(seconds) == text


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (datetime(2026, 12, 2, 8, 5, tzinfo=UTC), "сегодня в 08:05"),
        (datetime(2026, 12, 1, 23, 59, tzinfo=UTC), "вчера в 23:59"),
        (datetime(2026, 11, 30, 16, 40, tzinfo=UTC), "30 ноября"),
        (datetime(2025, 11, 30, 16, 40, tzinfo=UTC), "30 ноября 2025 г."),
        (datetime(2026, 12, 3, 8, 0, tzinfo=UTC), "3 декабря"),
    ],
)
def test_a_moment_of_the_past_grows_coarser_with_its_distance(when, words):
    assert russian.past_moment(when, datetime(2026, 12, 2, 10, 43, tzinfo=UTC)).replace("\u00a0", " ") == words


def test_thousands_stand_apart():
    assert [russian.grouped(n).replace("\u00a0", " ") for n in (7, 999, 18406, 1234567)] == [
        "7",
        "999",
        "18 406",
        "1 234 567",
    ]


def test_the_first_of_many_are_named_and_the_rest_counted() -> None:
    assert russian.first_of(["а", "б"], 2) == "а, б"
    assert russian.first_of(["а", "б", "в"], 2, "; ") == "а; б и ещё 1"
    assert not russian.first_of([], 2)


@pytest.mark.parametrize(
    ("words", "within"),
    [("Алгебра", "алгебра"), ("ИЗО", "ИЗО"), ("I четверть", "I четверть"), ("К.р.", "К.р."), ("", "")],
)
def test_a_name_within_a_text_begins_small_unless_it_is_an_abbreviation(words, within):
    assert russian.uncapped(words) == within


@pytest.mark.parametrize(
    ("n", "words"),
    [(1, "внесена 1 клетка"), (2, "внесены 2 клетки"), (5, "внесено 5 клеток"), (21, "внесена 21 клетка")],
)
def test_what_became_of_how_many_agrees_with_the_number(n, words):
    assert agreed(n, ("внесена", "внесены", "внесено"), ("клетка", "клетки", "клеток")) == words
