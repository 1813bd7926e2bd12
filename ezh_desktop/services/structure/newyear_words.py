"""What the assistant «Новый учебный год» is about to write, in words: its last page says it before the one button."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from ezh_desktop.domain.change import Change
from ezh_desktop.domain.names import ClassName
from ezh_desktop.domain.russian import count, dotted, first_of
from ezh_desktop.services.protocol_page import words_of
from ezh_desktop.services.structure.base import Line, Lines, Plan, rows_typed
from ezh_desktop.services.structure.calendar import BELLS, DAY_OFF, HOLIDAYS, MOVED, SCHOOL, TERMS, YEAR, typed_stretch
from ezh_desktop.services.structure.newyear import GRADES, YearDraft, YearTyped, of_classes_there
from ezh_desktop.services.structure.nextyear import TABLE

ATTENTION: Final = "Обратите внимание"
"""The title of warnings: they speak of what is not written yet."""
_MANY: Final = 40
"""So many classes are named."""
_NO_CLASSES: Final = "пока не названы; их вводят потом («Школа → Классы и ученики…»), списки из файла — Ctrl+I"
_LATER: Final = "расписание («Школа → Расписание…»); всё записанное можно исправить в окнах меню «Школа»"
_LATER_FIRST: Final = (
    "списки классов из файла (Ctrl+I), учителя предметов, расписание, учётные записи: по шагам ведёт «Настройка школы»"
)


class Said(NamedTuple):
    """A line of the summary; `warns` when somebody should look at it before the year is made."""

    title: str
    words: str
    warns: bool = False


def what_is_written(draft: YearDraft, typed: YearTyped, plan: Plan) -> tuple[Said, ...]:
    """The lines of a plan without faults, in the order of the pages; one line when nothing would change."""
    if plan.command is None:
        return (Said("Учебный год", f"{draft.label}: всё уже записано так, менять нечего."),)
    tables = {**draft.tables, **typed.tables}
    changes = [one.change for one in plan.command.planned]
    return (
        *_school(tables),
        *_year(draft, tables),
        *_terms(draft, tables),
        *_days(draft, tables),
        *_bells(tables),
        *_numbers(draft, typed),
        *_classes(draft, tables),
        *_people(changes),
        *_teaching(changes),
        *(Said(ATTENTION, words, warns=True) for words in plan.warnings),
        Said("В протоколе", f"одна запись «{words_of(plan.command.action)}»"),
        Said("Остаётся сделать потом", _LATER if draft.carried.lines else _LATER_FIRST),
    )


def _school(tables: Mapping[str, Lines]) -> Iterator[Said]:
    line = tables[SCHOOL][0]
    where = ", ".join(part for part in (line.text("place"), line.text("address")) if part)
    yield Said("Школа", line.text("name"))
    yield Said("Адрес для бумаги", where or "не указан", warns=not where)


def _year(draft: YearDraft, tables: Mapping[str, Lines]) -> Iterator[Said]:
    academic, line = draft.page.academic, tables[YEAR][0]
    began = f", журнал ведётся с {line.text('began')}" if line.text("began") else ""
    yield Said("Учебный год", f"{draft.label}: {dotted(academic.start)} – {dotted(academic.end)}{began}")


def _terms(draft: YearDraft, tables: Mapping[str, Lines]) -> Iterator[Said]:
    for scheme in tables[GRADES]:
        own = [one for one in tables[TERMS] if _scheme_of(draft, one) == scheme.ident]
        stretches = ", ".join(_stretch(draft, line) for line in own)
        grades = scheme.text("grades")
        whose = _grades(grades) if grades else "пока ни у кого, выбирают для класса или предмета"
        yield Said(own[0].text("scheme") if own else scheme.text("scheme"), f"{whose}: {stretches}")


def _scheme_of(draft: YearDraft, line: Line) -> int:
    return draft.page.of("period", line.ident).number("scheme")


def _stretch(draft: YearDraft, line: Line) -> str:
    """«01.09–22.10», one day alone."""
    found = typed_stretch(draft.page.academic, line)
    if found is None:
        return ""
    start, end = (f"{day:%d.%m}" for day in found)
    return start if start == end else f"{start}–{end}"


def _days(draft: YearDraft, tables: Mapping[str, Lines]) -> Iterator[Said]:
    names = [str(ClassName.read(line.text("target"))) for line in tables[TABLE] if line.text("target")]
    lines = of_classes_there(tables[HOLIDAYS], names)
    off = [
        f"{_stretch(draft, line)} {line.text('title') or DAY_OFF}{_whose(line.text('classes'))}"
        for _, line in rows_typed(lines)
    ]
    yield Said("Праздники, каникулы", "; ".join(off) or "нет")
    moved = [f"{line.text('day')}: {line.text('as')}" for _, line in rows_typed(tables[MOVED])]
    if moved:
        yield Said("Учатся по расписанию другого дня", "; ".join(moved))


def _whose(classes: str) -> str:
    if not classes:
        return ""
    return f" ({_grades(classes)})" if classes.isdecimal() else f" ({classes})"


def _grades(grades: str) -> str:
    """«9 класс», «1–8 классы»."""
    return f"{grades} {'класс' if grades.isdecimal() else 'классы'}"


def _bells(tables: Mapping[str, Lines]) -> Iterator[Said]:
    shifts: dict[str, list[Line]] = {}
    above = "1"
    for _, line in rows_typed(tables[BELLS]):
        above = line.text("shift") or above
        shifts.setdefault(above, []).append(line)
    rung = [
        f"{shift} смена: {count(len(lines), 'урок', 'урока', 'уроков')} с {lines[0].text('starts')}"
        for shift, lines in sorted(shifts.items())
    ]
    yield Said("Неделя и звонки", "; ".join((tables[YEAR][0].text("week"), *rung)))


def _numbers(draft: YearDraft, typed: YearTyped) -> Iterator[Said]:
    own = [
        f"{line.label}: {value}"
        for line in draft.numbers.lines
        if (value := typed.numbers.get(line.name, line.value)) != line.default
    ]
    yield Said("Числа правил", "; ".join(own) or "как в Положении")


# Who goes over


def _classes(draft: YearDraft, tables: Mapping[str, Lines]) -> Iterator[Said]:
    sources = draft.carried.classes
    made, ending = [], []
    for _, line in rows_typed(tables[TABLE]):
        source, target = sources.get(line.ident), line.text("target")
        if target:
            name = ClassName.read(target)
            made.append((name, f"{name} из {source.name}" if source is not None else str(name)))
        elif source is not None:
            ending.append(str(source.name))
    named = [words for _, words in sorted(made)]
    words = f"{len(named)}: {first_of(named, _MANY)}" if named else _NO_CLASSES
    yield Said("Классы", words, warns=not named and bool(sources))
    if ending:
        yield Said("Дальше не идут", ", ".join(ending))


def _people(changes: Iterable[Change]) -> Iterator[Said]:
    found = Counter(
        "repeat" if one.entity == "movement_order" else str(one.new.get("role") or one.entity)
        for one in changes
        if one.inserts
    )
    if found["membership"]:
        repeat = f", из них {found['repeat']} на повторный курс" if found["repeat"] else ""
        yield Said("Ученики", f"{count(found['membership'], 'ученик', 'ученика', 'учеников')} в новых классах{repeat}")
    if found["class_teacher"]:
        yield Said("Классные руководители", str(found["class_teacher"]))


def _teaching(changes: Iterable[Change]) -> Iterator[Said]:
    listed = list(changes)
    courses = sum(one.entity == "course" for one in listed)
    duties = [one.new for one in listed if one.entity == "course_teacher"]
    taught = len({duty["course"] for duty in duties})
    if courses:
        teachers = len({duty["person"] for duty in duties})
        who = f"у {taught} есть учитель, учителей {teachers}" if taught else "учителей впишут потом"
        yield Said("Предметы и учителя", f"{count(courses, 'предмет', 'предмета', 'предметов')}; {who}")
