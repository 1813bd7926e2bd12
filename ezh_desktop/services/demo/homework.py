"""Homework as the demo school's teachers write it: paragraph, number, form of work (5.22)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from ezh_desktop.domain.kinds import LessonKind
from ezh_desktop.domain.kinds import SubjectKind as Kind

_NUMBERS: Final = ("§ {p}, № {a}, {b}", "§ {p}, № {a} (а, б), {b}", "№ {a}–{b}", "§ {p}, № {b}; повторить правила")
_QUESTIONS: Final = ("§ {p}, вопросы 1–{k}", "§ {p}, пересказ", "§ {p}, заполнить таблицу", "§ {p}, термины")
_FORMS: Final[Mapping[Kind, tuple[str, ...]]] = MappingProxyType(
    {
        Kind.RUSSIAN: ("§ {p}, упр. {a}", "упр. {a}, правило", "§ {p}, упр. {b}", "упр. {a}; словарные слова"),
        Kind.LITERATURE: ("Читать с. {c}–{d}", "С. {c}–{d}, ответить на вопросы", "Выучить отрывок наизусть, с. {c}"),
        Kind.LITERARY_READING: ("Читать с. {c}–{d}", "С. {c}, выразительное чтение", "С. {c}–{d}, пересказ"),
        Kind.FOREIGN_LANGUAGE: ("Упр. {k}, с. {c}; учить слова", "Упр. {k}, с. {c}", "Рассказ по теме, с. {c}"),
        Kind.PHYSICAL_EDUCATION: ("Комплекс упражнений № {k}", "Прыжки через скакалку", ""),
        Kind.ART: ("Принести альбом и краски", "Закончить рисунок", ""),
        Kind.MUSIC: ("Повторить текст песни", "Послушать музыку по теме", ""),
        Kind.TECHNOLOGY: ("Подготовить материалы", "Закончить эскиз", ""),
        Kind.WORLD_AROUND: ("С. {c}–{d}, пересказ", "С. {c}, вопросы 1–{k}", "Наблюдение за погодой"),
    }
)
_BY_NUMBERS: Final = frozenset(
    {Kind.MATHEMATICS, Kind.ALGEBRA, Kind.GEOMETRY, Kind.STATISTICS, Kind.PHYSICS, Kind.CHEMISTRY}
)


def homework_of(subject: Kind, grade: int, kind: LessonKind, index: int) -> str:
    """Homework of the lesson at `index` of the year; none in grade 1 (3.7) and seldom after a control work."""
    if grade == 1:
        return ""
    paragraph = index // 2 + 1
    forms = _FORMS.get(subject, _NUMBERS if subject in _BY_NUMBERS else _QUESTIONS)
    if kind.control:
        has_paragraphs = any("{p}" in form for form in forms)
        return f"Повторить § {paragraph}" if has_paragraphs and index % 2 == 0 else ""
    first, page = 11 + index * 5, 6 + index
    values = {"p": paragraph, "a": first, "b": first + 3, "k": 3 + index % 4, "c": page, "d": page + 4}
    return forms[index % len(forms)].format(**values)
