"""The numbers of the rules: settings of the school year, each with the regulation's default.

The file stores them as text (`year_setting`); a number that is missing or cannot be read is the default.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta
from fractions import Fraction
from typing import Final

from ezh_desktop.domain.figures import MarkTable
from ezh_desktop.domain.timetable import FillingRule

MOST_DIGITS: Final = 8
"""A longer text is no number of a rule."""


@dataclass(frozen=True, slots=True)
class RuleNumber:
    """One setting: its name in the file, the default as text, what it says in Russian, and whose clause it serves."""

    name: str
    default: str
    label: str
    clause: str


NUMBERS: Final = (
    RuleNumber("marks.thresholds", "2.5 3.5 4.5", "Средний балл, с которого предлагаются 3, 4 и 5", "5.13"),
    RuleNumber("marks.least", "3", "Сколько отметок нужно, чтобы предложить отметку за период", "5.13"),
    RuleNumber("marks.reason_distance", "0.6", "Отклонение от среднего балла, при котором нужна причина", "5.13"),
    RuleNumber("marks.control_weight", "1", "Вес отметки за контрольную работу", "5.13"),
    RuleNumber("marks.few", "3 5 7", "Отметок за период при 1, 2, 3 и более уроках в неделю", "4.4.2"),
    RuleNumber(
        "final.mathematics",
        "1",
        "Итоговая по математике в 9 классе, в сводной ведомости: 1 — есть, 0 — нет",
        "4.4.5",
    ),
    RuleNumber("questioned.share", "20", "Сколько процентов присутствующих опрашивают на уроке", "5.10"),
    RuleNumber(
        "questioned.warn_below", "15", "Процент опрошенных, ниже которого опрос считается недостаточным", "5.10"
    ),
    RuleNumber("questioned.days", "7", "За сколько дней считается опрос", "5.10"),
    RuleNumber("weak.lessons", "2", "На скольких следующих уроках спрашивают после «2»", "5.6"),
    RuleNumber("debt.lessons", "2", "За сколько уроков сдают долг за контрольную работу", "5.7"),
    RuleNumber("filling.until", "17:00", "До какого часа урок заполняют в тот же день", "4.4.1"),
    RuleNumber("filling.minutes_after", "60", "Сколько минут после конца урока его можно заполнить", "4.4.1"),
    RuleNumber("results.hours", "24", "За сколько часов после получения результатов ставят отметки", "4.4.8"),
    RuleNumber("not_attested.share", "75", "Процент пропусков, больше которого ученик не аттестуется", "5.14"),
    RuleNumber("exempt.lessons", "3", "На скольких уроках освобождённого оценивают по теории хотя бы раз", "5.11"),
    RuleNumber("plan.lag", "3", "Отставание от КТП в часах, с которого оно становится недочётом", "5.18"),
    RuleNumber("inspections.least", "4", "Сколько проверок журнала в году", "3.5"),
    RuleNumber("council.days", "14", "Через сколько дней после года должно быть решение педсовета", "5.34"),
    RuleNumber("health.days", "30", "Через сколько дней должен быть заполнен листок здоровья", "5.38"),
)
"""Every number of the rules, in the order of the settings."""

DEFAULTS: Final[Mapping[str, str]] = {number.name: number.default for number in NUMBERS}
DAY_HOURS: Final = 24


@dataclass(frozen=True, slots=True)
class RuleNumbers:
    """The numbers of one school year as the rules count with them."""

    table: MarkTable = field(default_factory=MarkTable)
    reason_distance: Fraction = Fraction(3, 5)
    few: tuple[int, int, int] = (3, 5, 7)
    mathematics: bool = True
    warn_below: int = 15
    questioned_days: int = 7
    weak_lessons: int = 2
    debt_lessons: int = 2
    filling: FillingRule = field(default_factory=FillingRule)
    results_days: int = 1
    not_attested: Fraction = Fraction(3, 4)
    exempt_lessons: int = 3
    lag: int = 3
    inspections: int = 4
    council_days: int = 14
    health_days: int = 30

    def marks_for(self, hours_tenths: int) -> int:
        """How many marks a pupil should have in a period, by the hours of the course a week × 10."""
        return self.few[min(2, max(0, hours_tenths // 10 - 1))]


def read_numbers(settings: Mapping[str, str]) -> RuleNumbers:
    """The numbers of a year from its settings by name; the default for what is missing or unreadable."""
    return RuleNumbers(
        table=_table(settings),
        reason_distance=_fraction(settings, "marks.reason_distance"),
        few=_three(settings, "marks.few"),
        mathematics=_whole(settings, "final.mathematics") != 0,
        warn_below=_whole(settings, "questioned.warn_below"),
        questioned_days=max(1, _whole(settings, "questioned.days")),
        weak_lessons=max(1, _whole(settings, "weak.lessons")),
        debt_lessons=max(1, _whole(settings, "debt.lessons")),
        filling=FillingRule(_hour(settings), timedelta(minutes=_whole(settings, "filling.minutes_after"))),
        results_days=-(-_whole(settings, "results.hours") // DAY_HOURS),
        not_attested=Fraction(_whole(settings, "not_attested.share"), 100),
        exempt_lessons=max(1, _whole(settings, "exempt.lessons")),
        lag=max(1, _whole(settings, "plan.lag")),
        inspections=_whole(settings, "inspections.least"),
        council_days=_whole(settings, "council.days"),
        health_days=_whole(settings, "health.days"),
    )


def _whole(settings: Mapping[str, str], name: str) -> int:
    text = settings.get(name, "").strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else int(DEFAULTS[name])


def _fraction(settings: Mapping[str, str], name: str) -> Fraction:
    return _fractions(settings, name, 1)[0]


def _fractions(settings: Mapping[str, str], name: str, size: int) -> tuple[Fraction, ...]:
    for text in (settings.get(name, ""), DEFAULTS[name]):
        parts = text.replace(",", ".").split()
        try:
            found = tuple(Fraction(part) for part in parts if len(part) <= MOST_DIGITS)
        except (ValueError, ZeroDivisionError):
            continue
        if len(found) == size and min(found) >= 0:
            return found
    raise ValueError(name)


def _table(settings: Mapping[str, str]) -> MarkTable:
    least = _whole(settings, "marks.least")
    three, four, five = _fractions(settings, "marks.thresholds", 3)
    try:
        return MarkTable(three, four, five, least)
    except ValueError:
        return MarkTable(least_marks=least)


def _three(settings: Mapping[str, str], name: str) -> tuple[int, int, int]:
    one, two, more = _fractions(settings, name, 3)
    return int(one), int(two), int(more)


def _hour(settings: Mapping[str, str]) -> time:
    try:
        return time.fromisoformat(settings.get("filling.until", ""))
    except ValueError:
        return time.fromisoformat(DEFAULTS["filling.until"])
