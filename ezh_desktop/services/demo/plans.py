"""КТП (lesson plans) of the demo school: a row for every lesson of the year, with kind, topic and homework.

Control works are placed where every pupil absent can still make up for them before the term ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from random import Random
from types import MappingProxyType
from typing import Final

from ezh_desktop.domain.kinds import PLAIN, LessonKind, briefing_due, lesson_kind
from ezh_desktop.domain.kinds import SubjectKind as Kind
from ezh_desktop.services.demo import topics_arts, topics_exact, topics_language, topics_world
from ezh_desktop.services.demo.attendance import Attendance
from ezh_desktop.services.demo.homework import homework_of
from ezh_desktop.services.demo.model import Course

_TOPICS: Final[Mapping[tuple[Kind, int], str]] = MappingProxyType(
    {**topics_language.TOPICS, **topics_exact.TOPICS, **topics_world.TOPICS, **topics_arts.TOPICS}
)
_YOUNG_RUSSIAN: Final = ("control_dictation", "control", "grammar_dictation", "independent", "exposition")
_WORKS: Final[Mapping[Kind, tuple[str, ...]]] = MappingProxyType(
    {
        Kind.RUSSIAN: ("control_dictation", "grammar_dictation", "independent", "exposition", "control", "essay"),
        Kind.LITERATURE: ("essay", "independent", "test"),
        Kind.LITERARY_READING: ("test", "independent"),
        Kind.FOREIGN_LANGUAGE: ("independent", "control", "test"),
        Kind.MATHEMATICS: ("independent", "control"),
        Kind.ALGEBRA: ("independent", "control"),
        Kind.GEOMETRY: ("independent", "control"),
        Kind.STATISTICS: ("practical", "independent"),
        Kind.INFORMATICS: ("practical", "test"),
        Kind.HISTORY: ("test", "independent"),
        Kind.SOCIAL_STUDIES: ("test",),
        Kind.GEOGRAPHY: ("practical", "test"),
        Kind.PHYSICS: ("laboratory", "independent", "control"),
        Kind.CHEMISTRY: ("practical", "control"),
        Kind.BIOLOGY: ("laboratory", "test"),
        Kind.WORLD_AROUND: ("test",),
        Kind.SAFETY: ("test",),
        Kind.PHYSICAL_EDUCATION: ("credit",),
    }
)
"""Control works of a subject, taken in turn through the year."""
_SELECTIVE: Final = frozenset({Kind.INFORMATICS, Kind.GEOGRAPHY, Kind.BIOLOGY})
"""Subjects whose practical and laboratory works are marked for some pupils only (5.8, «выборочно»)."""
_SPEECH: Final[Mapping[Kind, str]] = MappingProxyType(
    {Kind.RUSSIAN: "speech", Kind.LITERATURE: "reading", Kind.LITERARY_READING: "reading"}
)
_WORDING: Final[Mapping[str, str]] = MappingProxyType(
    {
        "control": "К.р. № {n} по теме «{section}»",
        "independent": "{topic}. С.р.",
        "practical": "П.р. № {n} «{topic}»",
        "laboratory": "Л.р. № {n} «{topic}»",
        "test": "Тест по теме «{section}»",
        "credit": "Зачёт по теме «{section}»",
        "control_dictation": "Контрольный диктант по теме «{section}»",
        "grammar_dictation": "Диктант с грамматическим заданием по теме «{section}»",
        "exposition": "Изложение по теме «{section}»",
        "essay": "Сочинение по теме «{section}»",
        "speech": "Р.р. Работа с текстом по теме «{section}»",
        "reading": "В.ч. Книги для чтения к разделу «{section}»",
        "excursion": "Экскурсия «{topic}»",
    }
)
_MORE: Final[Mapping[Kind, tuple[str, ...]]] = MappingProxyType(
    {
        Kind.RUSSIAN: ("Выполнение упражнений", "Закрепление изученного", "Работа с текстом", "Обобщение изученного"),
        Kind.LITERATURE: ("Чтение и анализ", "Герои и события", "Выразительное чтение", "Обобщение изученного"),
        Kind.LITERARY_READING: ("Чтение по ролям", "Пересказ", "Выразительное чтение", "Обобщение изученного"),
        Kind.FOREIGN_LANGUAGE: ("Новые слова", "Чтение", "Диалог", "Аудирование", "Обобщение изученного"),
        Kind.PHYSICAL_EDUCATION: ("Разучивание", "Закрепление техники", "Совершенствование техники", "Учёт движений"),
        Kind.ART: ("Работа в цвете", "Завершение работы"),
        Kind.MUSIC: ("Слушание музыки", "Разучивание песни", "Обобщение изученного"),
        Kind.TECHNOLOGY: ("Выполнение работы", "Отделка изделия", "Обсуждение работ"),
        Kind.MATHEMATICS: ("Решение примеров", "Решение задач", "Закрепление изученного", "Обобщение изученного"),
        Kind.HISTORY: ("Работа с документами", "Работа с картой", "Обобщение изученного"),
        Kind.GEOGRAPHY: ("Работа с картой", "Обсуждение вопросов", "Обобщение изученного"),
    }
)
_MORE_ELSE: Final = ("Решение задач", "Закрепление изученного", "Работа в группах", "Обобщение изученного")


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One row of a КТП: what is planned for one lesson. `individual`: marked «выборочно» (5.8)."""

    section: str
    topic: str
    homework: str
    kind: LessonKind
    individual: bool


def make_plan(course: Course, attendance: Attendance, chance: Random) -> list[PlanRow]:
    """A row for each lesson of the course, in order."""
    sections = sections_of(course.subject.kind, course.klass.name.grade)
    where = _spread(sections, len(course.lessons))
    kinds = _kinds(course, attendance, chance)
    rows: list[PlanRow] = []
    number: dict[str, int] = {}
    for index, place in enumerate(where):
        kind = kinds.get(index) or _usual_kind(course, place[2], chance)
        number[kind.code] = number.get(kind.code, 0) + 1
        after_control = index > 0 and rows[-1].kind.code == "control"
        text = _topic_text(course, kind, place, number=number[kind.code], after_control=after_control)
        individual = kind.individual and course.subject.kind in _SELECTIVE
        homework = homework_of(course.subject.kind, course.klass.name.grade, kind, index)
        rows.append(PlanRow(place[0], text, homework, kind, individual))
    return rows


@cache
def sections_of(kind: Kind, grade: int) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """(section, topics) of a subject in a grade; KeyError when the demo school does not teach it there."""
    made = []
    for line in _TOPICS[kind, grade].strip().splitlines():
        title, _, topics = line.partition(":")
        made.append((title.strip(), tuple(topic.strip() for topic in topics.split(";"))))
    return tuple(made)


def record_topic(course: Course, rows: list[PlanRow], index: int, *, briefed: bool = True) -> str:
    """The topic as a teacher records it: the plan's, with the briefing that is due (5.20) unless it is forgotten."""
    row = rows[index]
    new_section = index == 0 or rows[index - 1].section != row.section
    briefing = briefing_due(course.subject.kind, row.kind, first=index == 0, new_section=new_section)
    if not briefing or not briefed:
        return row.topic
    stands_last = row.kind.experiment or row.kind.excursion
    return f"{row.topic}. {briefing}" if stands_last else f"{briefing}. {row.topic}"


def owes_briefing(course: Course, rows: list[PlanRow], index: int) -> bool:
    """Whether the lesson owes a briefing."""
    return record_topic(course, rows, index) != rows[index].topic


def _spread(sections: tuple[tuple[str, tuple[str, ...]], ...], lessons: int) -> list[tuple[str, str, int]]:
    """(section, topic, how often the topic stood before) for each lesson: every topic gets its even share of them."""
    flat = [(title, topic) for title, topics in sections for topic in topics]
    places = [flat[index * len(flat) // lessons] for index in range(lessons)]
    return [(*place, index - places.index(place)) for index, place in enumerate(places)]


def _usual_kind(course: Course, turn: int, chance: Random) -> LessonKind:
    new = turn == 0 and course.hours >= 2 and course.graded and chance.random() < 0.4
    return lesson_kind("new") if new else PLAIN


def _topic_text(
    course: Course, kind: LessonKind, place: tuple[str, str, int], *, number: int, after_control: bool
) -> str:
    section, topic, turn = place
    more = _MORE.get(course.subject.kind, _MORE_ELSE)
    plain = topic if turn == 0 else f"{topic}. {more[(turn - 1) % len(more)]}"
    wording = _WORDING.get(kind.code)
    if wording is not None:
        return wording.format(n=number, section=section, topic=topic)
    return f"Анализ контрольной работы. {plain}" if after_control else plain


def _kinds(course: Course, attendance: Attendance, chance: Random) -> dict[int, LessonKind]:
    """Index → kind of the lessons that are not usual ones."""
    made: dict[int, LessonKind] = {}
    terms: dict[int, list[int]] = {}
    for index, lesson in enumerate(course.lessons):
        terms.setdefault(lesson.term, []).append(index)
    cycle = _works_of(course)
    turn = chance.randrange(len(cycle)) if cycle else 0
    for term, indices in terms.items():
        for ideal in _ideals(len(indices), _works_a_term(course)) if cycle else ():
            code = cycle[turn % len(cycle)]
            place = _place(course, attendance, made, indices, ideal=ideal, code=code)
            if place is not None:
                made[place] = lesson_kind(code)
                turn += 1
        _place_others(course, made, indices, term)
    return made


def _works_of(course: Course) -> tuple[str, ...]:
    if not course.graded:
        return ()
    if course.subject.kind is Kind.RUSSIAN and course.klass.name.grade < 5:
        return _YOUNG_RUSSIAN
    return _WORKS.get(course.subject.kind, ())


def _works_a_term(course: Course) -> int:
    return 1 if course.hours < 2 else 2 if course.hours < 4 else 3


def _ideals(lessons: int, works: int) -> list[int]:
    """Where works would stand in a term of so many lessons: evenly, the last one before its end."""
    return [max(1, (number + 1) * lessons // works - 4) for number in range(works)]


def _place(
    course: Course,
    attendance: Attendance,
    made: dict[int, LessonKind],
    indices: list[int],
    *,
    ideal: int,
    code: str,
) -> int | None:
    """The lesson nearest to the ideal one that can hold the work: inside the term, with no work beside it."""
    selective = lesson_kind(code).individual and course.subject.kind in _SELECTIVE
    inner = [at for at in range(1, len(indices) - 2) if abs(at - ideal) <= 5]
    for at in sorted(inner, key=lambda one: (abs(one - ideal), one)):
        index = indices[at]
        beside = index in made or index - 1 in made or index + 1 in made
        if not beside and (selective or attendance.accept_control(index)):
            return index
    return None


def _place_others(course: Course, made: dict[int, LessonKind], indices: list[int], term: int) -> None:
    """Once a term: a lesson of speech or of reading; in Окружающий мир an excursion in the first and the last term."""
    code = _SPEECH.get(course.subject.kind, "")
    if course.subject.kind is Kind.WORLD_AROUND and term in (0, 3):
        code = "excursion"
    free = [index for index in indices[2:-2] if not {index - 1, index, index + 1} & made.keys()]
    if code and free:
        made[free[len(free) // 2]] = lesson_kind(code)
