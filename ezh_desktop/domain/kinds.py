"""Kinds of subjects and kinds of lessons: what the regulation's rules key on (5.5, 5.7, 5.8, 5.10, 5.20, 4.4.8).

A subject's *name* is the free text of the school's curriculum; its *kind* decides the rules. A lesson's *kind* is the
kind of work done in it (вид работы), shown in the third line of the column header.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from ezh_desktop.domain.names import name_key


class SubjectKind(StrEnum):
    """What a subject is, whatever the curriculum calls it; `OTHER` has no duty of its own."""

    RUSSIAN = "russian"
    LITERATURE = "literature"
    LITERARY_READING = "literary_reading"
    NATIVE_RUSSIAN = "native_russian"
    NATIVE_LITERATURE = "native_literature"
    NATIVE_READING = "native_reading"
    FOREIGN_LANGUAGE = "foreign_language"
    MATHEMATICS = "mathematics"
    ALGEBRA = "algebra"
    GEOMETRY = "geometry"
    STATISTICS = "statistics"
    INFORMATICS = "informatics"
    HISTORY = "history"
    SOCIAL_STUDIES = "social_studies"
    GEOGRAPHY = "geography"
    PHYSICS = "physics"
    CHEMISTRY = "chemistry"
    BIOLOGY = "biology"
    WORLD_AROUND = "world_around"
    TECHNOLOGY = "technology"
    PHYSICAL_EDUCATION = "physical_education"
    SAFETY = "safety"
    ART = "art"
    MUSIC = "music"
    RELIGIOUS_CULTURES = "religious_cultures"
    MORAL_CULTURE = "moral_culture"
    OTHER = "other"

    @property
    def traits(self) -> SubjectTraits:
        """What the regulation allows and asks of this kind."""
        return _TRAITS.get(self, _PLAIN)


@dataclass(frozen=True, slots=True)
class SubjectTraits:
    """What the clauses ask of one kind of subject."""

    double: bool = False
    """Two marks in one cell are possible (5.5)."""
    first_briefing: bool = False
    """A briefing is due on the first lesson (5.20)."""
    work_briefing: bool = False
    """A briefing is due before each laboratory and practical work (5.20)."""
    activity_briefing: bool = False
    """A briefing is due before a new sport or activity, that is a new section of the КТП (5.20)."""
    graded: bool = True
    """Whether a course of this kind has marks unless the school says otherwise (3.8)."""


_PLAIN: Final = SubjectTraits()
_WRITTEN: Final = SubjectTraits(double=True)
_FIRST: Final = SubjectTraits(first_briefing=True)
_EXPERIMENT: Final = SubjectTraits(first_briefing=True, work_briefing=True)
_ACTIVITY: Final = SubjectTraits(first_briefing=True, activity_briefing=True)

_TRAITS: Final = MappingProxyType(
    {
        SubjectKind.RUSSIAN: _WRITTEN,
        SubjectKind.LITERATURE: _WRITTEN,
        SubjectKind.LITERARY_READING: _WRITTEN,
        SubjectKind.NATIVE_RUSSIAN: _WRITTEN,
        SubjectKind.NATIVE_LITERATURE: _WRITTEN,
        SubjectKind.NATIVE_READING: _WRITTEN,
        SubjectKind.INFORMATICS: _FIRST,
        SubjectKind.BIOLOGY: _FIRST,
        SubjectKind.PHYSICS: _EXPERIMENT,
        SubjectKind.CHEMISTRY: _EXPERIMENT,
        SubjectKind.TECHNOLOGY: _ACTIVITY,
        SubjectKind.PHYSICAL_EDUCATION: _ACTIVITY,
        SubjectKind.RELIGIOUS_CULTURES: SubjectTraits(graded=False),
    }
)

_NAMES: Final = MappingProxyType(
    {
        SubjectKind.RUSSIAN: ("Русский язык",),
        SubjectKind.LITERATURE: ("Литература",),
        SubjectKind.LITERARY_READING: ("Литературное чтение",),
        SubjectKind.NATIVE_RUSSIAN: ("Родной язык (русский)",),
        SubjectKind.NATIVE_LITERATURE: ("Родная литература (русская)",),
        SubjectKind.NATIVE_READING: ("Литературное чтение на родном языке (русском)",),
        SubjectKind.FOREIGN_LANGUAGE: ("Иностранный язык", "Второй иностранный язык"),
        SubjectKind.MATHEMATICS: ("Математика",),
        SubjectKind.ALGEBRA: ("Алгебра", "Математика. Алгебра", "Алгебра и начала математического анализа"),
        SubjectKind.GEOMETRY: ("Геометрия", "Математика. Геометрия"),
        SubjectKind.STATISTICS: ("Вероятность и статистика", "Математика. Вероятность и статистика"),
        SubjectKind.INFORMATICS: ("Информатика", "Информатика и ИКТ"),
        SubjectKind.HISTORY: ("История", "Всеобщая история", "История России", "История России. Всеобщая история"),
        SubjectKind.SOCIAL_STUDIES: ("Обществознание",),
        SubjectKind.GEOGRAPHY: ("География",),
        SubjectKind.PHYSICS: ("Физика",),
        SubjectKind.CHEMISTRY: ("Химия",),
        SubjectKind.BIOLOGY: ("Биология",),
        SubjectKind.WORLD_AROUND: ("Окружающий мир",),
        SubjectKind.TECHNOLOGY: ("Технология", "Труд (технология)", "Труд"),
        SubjectKind.PHYSICAL_EDUCATION: ("Физическая культура", "Физкультура", "Адаптивная физическая культура"),
        SubjectKind.SAFETY: (
            "Основы безопасности и защиты Родины",
            "Основы безопасности жизнедеятельности",
            "ОБЗР",
            "ОБЖ",
        ),
        SubjectKind.ART: ("Изобразительное искусство", "ИЗО"),
        SubjectKind.MUSIC: ("Музыка",),
        SubjectKind.RELIGIOUS_CULTURES: ("Основы религиозных культур и светской этики", "ОРКСЭ"),
        SubjectKind.MORAL_CULTURE: (
            "Духовно-нравственная культура России",
            "Основы духовно-нравственной культуры народов России",
            "ОДНКНР",
        ),
    }
)

_WORD: Final = re.compile(r"[^\W\d_]+")
_LEVEL_WORDS: Final = frozenset({"базовый", "углубленный", "уровень"})
_LANGUAGES: Final = frozenset(
    {"английский", "немецкий", "французский", "испанский", "итальянский", "китайский", "японский", "турецкий"}
)
_LANGUAGE_NAME: Final = frozenset({"иностранный", "второй", "язык"})


def _words(name: str) -> frozenset[str]:
    """The words that tell a subject, in no order: «Родной (русский) язык» and «Родной язык (русский)» are equal."""
    return frozenset(_WORD.findall(name_key(name))) - _LEVEL_WORDS


_KIND_BY_WORDS: Final = MappingProxyType({_words(name): kind for kind, names in _NAMES.items() for name in names})


def kind_of(name: str) -> SubjectKind:
    """The kind a curriculum's subject name stands for; `OTHER` when none is known."""
    words = _words(name)
    if words & _LANGUAGES and "язык" in words and words <= _LANGUAGES | _LANGUAGE_NAME:
        return SubjectKind.FOREIGN_LANGUAGE
    return _KIND_BY_WORDS.get(words, SubjectKind.OTHER)


def usual_name(kind: SubjectKind) -> str:
    """The usual curriculum name of a kind, empty for `OTHER`."""
    return _NAMES.get(kind, ("",))[0]


@dataclass(frozen=True, slots=True)
class LessonKind:
    """One kind of work in a lesson (вид работы)."""

    code: str
    """What the file stores."""
    name: str
    """Full name for menus and the legend under the table, in sentence case."""
    abbreviation: str = ""
    """What the column header shows; empty for a plain lesson."""
    control: bool = False
    """A control work: every pupil present gets a mark, the absent owe one (5.7)."""
    double: bool = False
    """A written work that may have two marks in a cell (5.5)."""
    result_days: int = 0
    """Default days until the results are known (4.4.8)."""
    individual: bool = False
    """Has the switch «выборочно / всем» that lifts or keeps 5.7 (5.8)."""
    experiment: bool = False
    """A laboratory or practical work: in physics and chemistry a briefing comes first (5.20)."""
    excursion: bool = False
    """An excursion: a briefing comes first in every subject (5.20)."""
    new_material: bool = False
    """A lesson of new knowledge, on which nobody has to be questioned (5.10)."""
    prefix: bool = False
    """The abbreviation may stand before the topic only, not after it (5.25)."""

    @property
    def questioned(self) -> bool:
        """Whether about a fifth of the pupils is to be questioned (5.10)."""
        return not (self.control or self.new_material)


PLAIN: Final = LessonKind("plain", "Урок")

LESSON_KINDS: Final = (
    PLAIN,
    LessonKind("new", "Изучение нового материала", "Н.м.", new_material=True),
    LessonKind("control", "Контрольная работа", "К.р.", control=True, result_days=1),
    LessonKind("independent", "Самостоятельная работа", "С.р.", control=True, result_days=1),
    LessonKind(
        "practical",
        "Практическая работа",
        "П.р.",
        control=True,
        result_days=1,
        individual=True,
        experiment=True,
    ),
    LessonKind(
        "laboratory",
        "Лабораторная работа",
        "Л.р.",
        control=True,
        result_days=1,
        individual=True,
        experiment=True,
    ),
    LessonKind("test", "Тест", "Тест", control=True, result_days=1),
    LessonKind("credit", "Зачёт", "Зач.", control=True, result_days=1),
    LessonKind("control_dictation", "Контрольный диктант", "К.д.", control=True, result_days=1),
    LessonKind(
        "grammar_dictation",
        "Диктант с грамматическим заданием",
        "Дикт.",
        control=True,
        double=True,
        result_days=1,
    ),
    LessonKind("exposition", "Изложение", "Изл.", control=True, double=True, result_days=7),
    LessonKind("essay", "Сочинение", "Соч.", control=True, double=True, result_days=7),
    LessonKind("speech", "Урок развития речи", "Р.р.", prefix=True),
    LessonKind("reading", "Урок внеклассного чтения", "В.ч.", prefix=True),
    LessonKind("excursion", "Экскурсия", "Экск.", excursion=True),
)
"""Every kind in the order of the header's menu."""

_KIND_BY_CODE: Final = MappingProxyType({kind.code: kind for kind in LESSON_KINDS})


def lesson_kind(code: str) -> LessonKind:
    """The kind with this code; KeyError when there is none."""
    return _KIND_BY_CODE[code]


def kind_or_plain(code: str) -> LessonKind:
    """The kind with this code; a plain lesson where there is none, or one of a newer program."""
    return _KIND_BY_CODE.get(code, PLAIN)


BRIEFING: Final = "Инструктаж по охране труда"
FIRST_BRIEFING: Final = "Вводный инструктаж по охране труда"


def briefing_due(subject: SubjectKind, kind: LessonKind, *, first: bool, new_section: bool) -> str:
    """The wording of the briefing a lesson owes (5.20), empty when none is due.

    `first` is the first lesson of the course in the year; `new_section` the first lesson of a section of the КТП.
    """
    traits = subject.traits
    if first and traits.first_briefing:
        return FIRST_BRIEFING
    due = kind.excursion or (kind.experiment and traits.work_briefing) or (new_section and traits.activity_briefing)
    return BRIEFING if due else ""
