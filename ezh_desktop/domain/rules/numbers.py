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
from ezh_desktop.domain.kinds import LessonKind
from ezh_desktop.domain.timetable import FillingRule
from ezh_desktop.errors import RuleRefused

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
    RuleNumber("asked.days", "14", "Через сколько дней без отметки «Сегодня» называет ученика неспрошенным", "5.10"),
    RuleNumber("weak.lessons", "2", "На скольких следующих уроках спрашивают после «2»", "5.6"),
    RuleNumber("debt.lessons", "2", "За сколько уроков сдают долг за контрольную работу", "5.7"),
    RuleNumber("filling.until", "17:00", "До какого часа урок заполняют в тот же день", "4.4.1"),
    RuleNumber("filling.minutes_after", "60", "Сколько минут после конца урока его можно заполнить", "4.4.1"),
    RuleNumber("results.hours", "24", "За сколько часов после получения результатов ставят отметки", "4.4.8"),
    RuleNumber("results.after", "1", "Через сколько дней известны результаты контрольной работы", "4.4.8"),
    RuleNumber("results.after_essay", "7", "Через сколько дней известны результаты изложения и сочинения", "4.4.8"),
    RuleNumber("not_attested.share", "75", "Процент пропусков, больше которого ученик не аттестуется", "5.14"),
    RuleNumber("exempt.lessons", "3", "На скольких уроках освобождённого оценивают по теории хотя бы раз", "5.11"),
    RuleNumber("preliminary.days", "14", "За сколько дней до конца периода готовят предварительные отметки", "4.4.4"),
    RuleNumber("plan.lag", "3", "Отставание от КТП в часах, с которого оно становится недочётом", "5.18"),
    RuleNumber("schedule.per_day", "1", "Сколько контрольных работ у класса в один день", ""),
    RuleNumber("schedule.days", "18", "Через сколько дней можно следующую контрольную по предмету", ""),
    RuleNumber("schedule.share", "10", "Сколько процентов уроков предмета могут занять контрольные", ""),
    RuleNumber("idle.days", "14", "Через сколько дней без записей учитель назван не заполняющим журнал", "3.5"),
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
    control_weight: int = 1
    few: tuple[int, int, int] = (3, 5, 7)
    mathematics: bool = True
    questioned_share: int = 20
    warn_below: int = 15
    questioned_days: int = 7
    asked_days: int = 14
    weak_lessons: int = 2
    debt_lessons: int = 2
    filling: FillingRule = field(default_factory=FillingRule)
    results_days: int = 1
    results_after: int = 1
    essay_after: int = 7
    not_attested: Fraction = Fraction(3, 4)
    exempt_lessons: int = 3
    preliminary_days: int = 14
    lag: int = 3
    works_per_day: int = 1
    works_apart: int = 18
    works_share: int = 10
    idle_days: int = 14
    inspections: int = 4
    council_days: int = 14
    health_days: int = 30

    def results_in(self, kind: LessonKind) -> timedelta:
        """How long after a control work its results are known (4.4.8); nothing for other lessons."""
        if not kind.result_days:
            return timedelta(0)
        return timedelta(days=self.essay_after if kind.result_days > 1 else self.results_after)

    def marks_for(self, hours_tenths: int) -> int:
        """How many marks a pupil should have in a period, by the hours of the course a week × 10."""
        return self.few[min(2, max(0, hours_tenths // 10 - 1))]


def read_numbers(settings: Mapping[str, str]) -> RuleNumbers:
    """The numbers of a year from its settings by name; the default for what is missing or unreadable."""
    return RuleNumbers(
        table=_table(settings),
        reason_distance=_fraction(settings, "marks.reason_distance"),
        control_weight=max(1, _whole(settings, "marks.control_weight")),
        few=_three(settings, "marks.few"),
        mathematics=_whole(settings, "final.mathematics") != 0,
        questioned_share=_whole(settings, "questioned.share"),
        warn_below=_whole(settings, "questioned.warn_below"),
        questioned_days=max(1, _whole(settings, "questioned.days")),
        asked_days=max(1, _whole(settings, "asked.days")),
        weak_lessons=max(1, _whole(settings, "weak.lessons")),
        debt_lessons=max(1, _whole(settings, "debt.lessons")),
        filling=FillingRule(_hour(settings), timedelta(minutes=_whole(settings, "filling.minutes_after"))),
        results_days=-(-_whole(settings, "results.hours") // DAY_HOURS),
        results_after=_whole(settings, "results.after"),
        essay_after=_whole(settings, "results.after_essay"),
        not_attested=Fraction(_whole(settings, "not_attested.share"), 100),
        exempt_lessons=max(1, _whole(settings, "exempt.lessons")),
        preliminary_days=_whole(settings, "preliminary.days"),
        lag=max(1, _whole(settings, "plan.lag")),
        works_per_day=max(1, _whole(settings, "schedule.per_day")),
        works_apart=_whole(settings, "schedule.days"),
        works_share=_whole(settings, "schedule.share"),
        idle_days=max(1, _whole(settings, "idle.days")),
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


_RANGES: Final[Mapping[str, tuple[int, int]]] = {
    "marks.least": (1, 20),
    "marks.control_weight": (1, 5),
    "final.mathematics": (0, 1),
    "questioned.share": (0, 100),
    "questioned.warn_below": (0, 100),
    "questioned.days": (1, 31),
    "asked.days": (1, 60),
    "weak.lessons": (1, 10),
    "debt.lessons": (1, 20),
    "filling.minutes_after": (0, 1440),
    "results.hours": (1, 720),
    "results.after": (0, 30),
    "results.after_essay": (0, 60),
    "not_attested.share": (1, 100),
    "exempt.lessons": (1, 20),
    "preliminary.days": (1, 60),
    "plan.lag": (1, 50),
    "schedule.per_day": (1, 6),
    "schedule.days": (0, 90),
    "schedule.share": (1, 100),
    "idle.days": (1, 60),
    "inspections.least": (0, 20),
    "council.days": (0, 120),
    "health.days": (0, 200),
}
"""The least and the most that a whole number may be."""


def read_number(name: str, text: str) -> str:
    """The text of a number as the file keeps it; RuleRefused, with what is allowed, when it can be none."""
    text = " ".join(text.replace(",", ".").split())
    if name in _RANGES:
        return _read_whole(text, *_RANGES[name])
    if name == "filling.until":
        return _read_hour(text)
    if name == "marks.reason_distance":
        (value,) = _read_fractions(text, 1, "одно число, например 0,6")
        return _demand(text, good=0 < value <= 4, allowed="Можно больше 0 и не больше 4.")
    if name == "marks.few":
        few = _read_fractions(text, 3, "три целых числа через пробел, например 3 5 7")
        whole = all(one.denominator == 1 for one in few)
        return _demand(text, good=whole and few == sorted(few), allowed="Можно три целых числа по возрастанию.")
    three = _read_fractions(text, 3, "три числа через пробел, например 2,5 3,5 4,5")
    rising = 2 < three[0] < three[1] < three[2] <= 5
    return _demand(text, good=rising, allowed="Можно три числа по возрастанию, больше 2 и не больше 5.")


def _demand(text: str, *, good: bool, allowed: str) -> str:
    if not good:
        raise RuleRefused(f"«{text}» сюда не подходит.", allowed)
    return text


def _read_whole(text: str, least: int, most: int) -> str:
    whole = text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS and least <= int(text) <= most
    return str(int(_demand(text, good=whole, allowed=f"Можно целое число от {least} до {most}.")))


def _read_fractions(text: str, size: int, example: str) -> list[Fraction]:
    parts = text.split()
    plain = all(part.replace(".", "", 1).isdecimal() and len(part) <= MOST_DIGITS for part in parts)
    _demand(text, good=len(parts) == size and plain and text.isascii(), allowed=f"Нужно {example}.")
    return [Fraction(part) for part in parts]


def _read_hour(text: str) -> str:
    try:
        return time.fromisoformat(text.zfill(5)).strftime("%H:%M")
    except ValueError:
        raise RuleRefused(f"«{text}» не время.", "Напишите часы и минуты, например 17:00.") from None
