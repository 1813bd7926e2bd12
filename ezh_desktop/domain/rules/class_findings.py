"""What is found of a class beside its course pages, and of the school: 5.14, 5.16, 5.29–5.32, 5.34–5.38, 4.3.7, 3.5."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from ezh_desktop.domain.council import DecisionKind
from ezh_desktop.domain.rules.base import Clause, Severity
from ezh_desktop.domain.rules.finding import Finding, FindingRule, Scope
from ezh_desktop.domain.rules.numbers import RuleNumbers
from ezh_desktop.domain.rules.pupil_findings import UNATTESTED
from ezh_desktop.domain.russian import count, date_range, day_month, dotted

MODE_ORDER: Final = Clause(
    "5.16", "При дистанционном обучении отметки ставят по локальным актам: режим вводится приказом.", Severity.WARN
)
GUARDIANS: Final = Clause("5.29", "Сведения об учениках и родителях вносит классный руководитель.", Severity.WARN)
FILE_NUMBER: Final = Clause("5.30", "Номера личных дел сверяет заместитель директора.", Severity.WARN)
BIRTH: Final = Clause("5.31", "Дата рождения записывается по документу.", Severity.WARN)
ADDRESS: Final = Clause("5.32", "Адрес и телефон записывают по месту фактического проживания.", Severity.WARN)
COUNCIL: Final = Clause("5.34", "В конце года записывают решение педсовета о переводе.", Severity.OVERDUE)
LEAVING: Final = Clause(
    "5.35", "В 9 классе записывают допуск к государственной итоговой аттестации и отчисление.", Severity.OVERDUE
)
DEPARTED: Final = Clause("5.36", "Выбывшему записывают дату выбытия и приказ.", Severity.WARN)
HEALTH: Final = Clause("5.38", "Листок здоровья заполняет медицинский работник.", Severity.WARN)
WEEK: Final = Clause(
    "4.3.7", "Классный руководитель еженедельно выверяет сведения о пропущенных уроках.", Severity.OVERDUE
)
CONTROL: Final = Clause("3.5", "Ведение журнала проверяют не реже 4 раз в год.", Severity.WARN)

_LAST_DAY: Final = 6
_KNOWN: Final = frozenset(str(kind) for kind in DecisionKind)
_LEAVING_GRADES: Final = frozenset({9, 11})


@dataclass(frozen=True, slots=True)
class CardFact:
    """A pupil of a class as the list and the card know them. `decisions` are codes of `DecisionKind` in their order."""

    pupil: int
    name: str
    first: date | None = None
    last: date | None = None
    birth: bool = True
    file_number: bool = True
    file_checked: bool = True
    address: bool = True
    phone: bool = True
    guardian: bool = True
    health: bool = True
    decisions: tuple[str, ...] = ()
    departure: bool = True
    """Whether the departure has an order with number and date; True of who stays."""

    def stays(self, day: date) -> bool:
        """Whether the pupil is on the list on that day."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class ModeFact:
    """Days of quarantine or distance mode, and whether an order is named."""

    start: date
    end: date
    ordered: bool


@dataclass(frozen=True, slots=True)
class ClassIndex:
    """A class as the rules look at it. `year_end` is the last day of its last term."""

    school_class: int
    name: str
    grade: int
    today: date
    began: date
    year_end: date
    numbers: RuleNumbers
    pupils: tuple[CardFact, ...] = ()
    mondays: tuple[date, ...] = ()
    """Weeks with lessons, by their Monday."""
    confirmed: frozenset[date] = frozenset()
    unexplained: tuple[tuple[int, date], ...] = ()
    """(pupil, day) of «н» without a reason, sorted."""
    modes: tuple[ModeFact, ...] = ()

    def present(self) -> Iterator[CardFact]:
        """Pupils on the list today."""
        return (one for one in self.pupils if one.stays(self.today))


@dataclass(frozen=True, slots=True)
class SchoolIndex:
    """What is asked of the school as a whole. `inspections` are the planned days of the year's inspections."""

    today: date
    numbers: RuleNumbers
    inspections: tuple[date, ...] = ()


def _of(clause: Clause, title: str, detail: str = "", *, remedy: str = "", **place: int | date | None) -> Finding:
    pupil, day = place.get("pupil"), place.get("day")
    return Finding(
        clause.clause,
        Severity.OVERDUE if clause.severity is Severity.REFUSE else clause.severity,
        title,
        detail,
        remedy,
        pupil=pupil if isinstance(pupil, int) else None,
        day=day if isinstance(day, date) else None,
    )


# Absences


def _week_over(index: ClassIndex, monday: date) -> bool:
    return monday + timedelta(days=_LAST_DAY) < index.today


def _ask_week(index: ClassIndex) -> Iterator[Finding]:
    for monday in index.mondays:
        learns = any(one.stays(monday + timedelta(days=day)) for one in index.pupils for day in range(_LAST_DAY))
        if learns and monday not in index.confirmed and _week_over(index, monday):
            span = date_range(monday, monday + timedelta(days=_LAST_DAY))
            remedy = "Сверьте пропуски и подтвердите неделю."
            yield _of(WEEK, "Пропуски за неделю не подтверждены", span, remedy=remedy, day=monday)


def _ask_reasons(index: ClassIndex) -> Iterator[Finding]:
    """One finding a pupil and week: the week is what a class teacher looks through."""
    found: dict[tuple[int, date], list[date]] = {}
    for pupil, day in index.unexplained:
        found.setdefault((pupil, day - timedelta(days=day.weekday())), []).append(day)
    for (pupil, _), days in found.items():
        one, rest = min(days), len(set(days)) - 1
        more = f" и ещё {count(rest, 'день', 'дня', 'дней')}" if rest else ""
        yield Finding(
            UNATTESTED.clause,
            Severity.WARN if one < index.today else Severity.REMINDER,
            "Причина пропуска не указана",
            f"{day_month(one)}{more}",
            "Внесите причину пропуска.",
            pupil=pupil,
            day=one,
        )


def _ask_mode(index: ClassIndex) -> Iterator[Finding]:
    for mode in index.modes:
        if not mode.ordered and mode.start <= index.today:
            title, span = "Дистанционный режим введён без приказа", date_range(mode.start, mode.end)
            yield _of(MODE_ORDER, title, span, remedy="Укажите приказ.", day=mode.start)


# General information


def _each(clause: Clause, title: str, remedy: str, lacks: Callable[[CardFact], bool]) -> FindingRule[ClassIndex]:
    def ask(index: ClassIndex) -> Iterator[Finding]:
        for one in index.present():
            if lacks(one):
                yield _of(clause, title, remedy=remedy, pupil=one.pupil)

    return FindingRule(clause, Scope.CLASS, remedy, ask)


def _ask_file_number(index: ClassIndex) -> Iterator[Finding]:
    for one in index.present():
        if not one.file_number:
            yield _of(FILE_NUMBER, "Нет номера личного дела", remedy="Впишите номер.", pupil=one.pupil)
        elif not one.file_checked:
            remedy = "Заместитель директора сверяет номер и отмечает «сверено»."
            yield _of(FILE_NUMBER, "Номер личного дела не сверен", remedy=remedy, pupil=one.pupil)


def _ask_address(index: ClassIndex) -> Iterator[Finding]:
    for one in index.present():
        lacking = [word for word, there in (("адреса", one.address), ("телефона", one.phone)) if not there]
        if lacking:
            yield _of(ADDRESS, f"Нет {' и '.join(lacking)}", remedy="Впишите в общие сведения.", pupil=one.pupil)


def _ask_health(index: ClassIndex) -> Iterator[Finding]:
    for one in index.present():
        since = max(index.began, one.first or index.began)
        if not one.health and (index.today - since).days > index.numbers.health_days:
            remedy = "Листок заполняет медицинский работник."
            yield _of(HEALTH, "Листок здоровья не заполнен", remedy=remedy, pupil=one.pupil)


# Council


def _ask_council(index: ClassIndex) -> Iterator[Finding]:
    if index.grade not in _LEAVING_GRADES:
        yield from _undecided(index, COUNCIL, "Запишите решение педсовета с номером и датой протокола.")


def _ask_leaving(index: ClassIndex) -> Iterator[Finding]:
    if index.grade in _LEAVING_GRADES:
        yield from _undecided(index, LEAVING, "Запишите решение педсовета о допуске к аттестации.")


def _undecided(index: ClassIndex, clause: Clause, remedy: str) -> Iterator[Finding]:
    if index.today <= index.year_end + timedelta(days=index.numbers.council_days):
        return
    for one in index.pupils:
        if one.stays(index.year_end) and not _decided(one.decisions):
            yield _of(clause, "Нет решения педсовета", remedy=remedy, pupil=one.pupil, day=index.year_end)


def _decided(decisions: Sequence[str]) -> bool:
    return not _KNOWN.isdisjoint(decisions)


def _ask_departed(index: ClassIndex) -> Iterator[Finding]:
    for one in index.pupils:
        if one.last is not None and index.began <= one.last < min(index.today, index.year_end) and not one.departure:
            title, detail = "Выбытие без приказа", f"Последний день {dotted(one.last)}"
            remedy = "Укажите номер и дату приказа."
            yield _of(DEPARTED, title, detail, remedy=remedy, pupil=one.pupil, day=one.last)


# School


def _ask_control(index: SchoolIndex) -> Iterator[Finding]:
    planned, least = len(index.inspections), index.numbers.inspections
    if planned < least:
        said = count(planned, "проверка", "проверки", "проверок") if planned else "ни одной"
        detail = f"В плане {said}, нужно не меньше {least}"
        yield _of(CONTROL, "Проверок журнала запланировано мало", detail, remedy="Дополните план проверок.")


def _rule(clause: Clause, remedy: str, ask: Callable[[ClassIndex], Iterator[Finding]]) -> FindingRule[ClassIndex]:
    return FindingRule(clause, Scope.CLASS, remedy, ask)


CLASS_RULES: Final = (
    _rule(WEEK, "Сверить пропуски и подтвердить неделю.", _ask_week),
    _rule(UNATTESTED, "Внести причину пропуска.", _ask_reasons),
    _rule(MODE_ORDER, "Указать приказ.", _ask_mode),
    _each(GUARDIANS, "Нет сведений о родителях", "Внести родителей.", lambda one: not one.guardian),
    _rule(FILE_NUMBER, "Вписать номер; заместитель директора сверяет его.", _ask_file_number),
    _each(BIRTH, "Нет даты рождения", "Вписать дату по документу.", lambda one: not one.birth),
    _rule(ADDRESS, "Вписать адрес и телефон.", _ask_address),
    _rule(COUNCIL, "Записать решение педсовета.", _ask_council),
    _rule(LEAVING, "Записать решение педсовета.", _ask_leaving),
    _rule(DEPARTED, "Указать номер и дату приказа.", _ask_departed),
    _rule(HEALTH, "Листок заполняет медицинский работник.", _ask_health),
)
"""The rules of a class beside its course pages."""

SCHOOL_RULES: Final = (FindingRule(CONTROL, Scope.SCHOOL, "Дополнить план проверок.", _ask_control),)
"""The rules of the school as a whole."""
