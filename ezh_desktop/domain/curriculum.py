"""The curriculum (учебный план) that the set-up assistant proposes and the demo school follows, as data.

Hours a week are halves at the finest: 0.5 is one lesson every other week. What a subject's kind asks for (5.5, 5.20)
lies in `kinds`; here stand the names, hours, and which courses are taught in subgroups or without marks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from ezh_desktop.domain.kinds import SubjectKind

GRADES = range(1, 10)
_HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class CurriculumSubject:
    """A row of the curriculum: `hours` by grade; `subgroup_grades` are taught in two subgroups."""

    name: str
    kind: SubjectKind
    hours: Mapping[int, Fraction]
    subgroup_grades: frozenset[int] = frozenset()
    graded: bool = True
    optional: bool = False

    def hours_in(self, grade: int) -> Fraction:
        """Lessons a week in this grade, 0 when it is not taught there."""
        return self.hours.get(grade, Fraction(0))


@dataclass(frozen=True, slots=True)
class CourseHours:
    """What a class of a grade is taught: `graded` counts grade 1 (3.7) and ungraded subjects (3.8)."""

    subject: CurriculumSubject
    hours: Fraction
    subgroups: bool
    graded: bool


def _hours(*runs: tuple[int, int, int | Fraction]) -> Mapping[int, Fraction]:
    """Hours by grade from runs (first grade, last grade, hours)."""
    return MappingProxyType({grade: Fraction(hours) for first, last, hours in runs for grade in range(first, last + 1)})


def _grades(first: int, last: int) -> frozenset[int]:
    return frozenset(range(first, last + 1))


_Row = CurriculumSubject
_Kind = SubjectKind

CURRICULUM: tuple[CurriculumSubject, ...] = (
    _Row("Русский язык", _Kind.RUSSIAN, _hours((1, 5, 5), (6, 6, 6), (7, 7, 4), (8, 9, 3))),
    _Row("Литературное чтение", _Kind.LITERARY_READING, _hours((1, 4, 4))),
    _Row("Литература", _Kind.LITERATURE, _hours((5, 6, 3), (7, 8, 2), (9, 9, 3))),
    _Row("Родной (русский) язык", _Kind.NATIVE_RUSSIAN, _hours((1, 9, 1)), optional=True),
    _Row("Литературное чтение на родном (русском) языке", _Kind.NATIVE_READING, _hours((1, 4, 1)), optional=True),
    _Row("Родная (русская) литература", _Kind.NATIVE_LITERATURE, _hours((5, 9, 1)), optional=True),
    _Row(
        "Иностранный язык (английский)",
        _Kind.FOREIGN_LANGUAGE,
        _hours((2, 5, 2), (6, 9, 3)),
        subgroup_grades=_grades(2, 9),
    ),
    _Row("Математика", _Kind.MATHEMATICS, _hours((1, 4, 4), (5, 6, 5))),
    _Row("Алгебра", _Kind.ALGEBRA, _hours((7, 9, 3))),
    _Row("Геометрия", _Kind.GEOMETRY, _hours((7, 9, 2))),
    _Row("Вероятность и статистика", _Kind.STATISTICS, _hours((7, 9, 1))),
    _Row("Информатика", _Kind.INFORMATICS, _hours((7, 9, 1)), subgroup_grades=_grades(7, 9)),
    _Row("Окружающий мир", _Kind.WORLD_AROUND, _hours((1, 4, 2))),
    _Row(
        "Основы религиозных культур и светской этики",
        _Kind.RELIGIOUS_CULTURES,
        _hours((4, 4, 1)),
        graded=False,
    ),
    _Row("История", _Kind.HISTORY, _hours((5, 8, 3), (9, 9, 2))),
    _Row("Обществознание", _Kind.SOCIAL_STUDIES, _hours((9, 9, 1))),
    _Row("Духовно-нравственная культура России", _Kind.MORAL_CULTURE, _hours((5, 5, _HALF)), graded=False),
    _Row("География", _Kind.GEOGRAPHY, _hours((5, 6, 1), (7, 9, 2))),
    _Row("Физика", _Kind.PHYSICS, _hours((7, 8, 2), (9, 9, 3))),
    _Row("Химия", _Kind.CHEMISTRY, _hours((8, 9, 2))),
    _Row("Биология", _Kind.BIOLOGY, _hours((5, 7, 1), (8, 9, 2))),
    _Row("Изобразительное искусство", _Kind.ART, _hours((1, 7, 1))),
    _Row("Музыка", _Kind.MUSIC, _hours((1, 8, 1))),
    _Row(
        "Труд (технология)",
        _Kind.TECHNOLOGY,
        _hours((1, 4, 1), (5, 7, 2), (8, 9, 1)),
        subgroup_grades=_grades(5, 9),
    ),
    _Row("Основы безопасности и защиты Родины", _Kind.SAFETY, _hours((8, 9, 1))),
    _Row("Физическая культура", _Kind.PHYSICAL_EDUCATION, _hours((1, 1, 3), (2, 9, 2))),
)


def courses_of(grade: int, *, with_optional: bool = False) -> list[CourseHours]:
    """The courses of a grade in the order of the curriculum."""
    return [
        CourseHours(row, row.hours_in(grade), grade in row.subgroup_grades, row.graded and grade > 1)
        for row in CURRICULUM
        if row.hours_in(grade) and (with_optional or not row.optional)
    ]


def hours_a_week(grade: int) -> Fraction:
    """Lessons a week of a pupil of this grade."""
    return sum((course.hours for course in courses_of(grade)), Fraction(0))
