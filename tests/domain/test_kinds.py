"""Kinds of subjects by the names schools give them (5.5), kinds of lessons and what they owe (5.7, 5.8, 5.20)."""

from __future__ import annotations

import pytest

from ezh_desktop.domain.kinds import (
    BRIEFING,
    FIRST_BRIEFING,
    LESSON_KINDS,
    PLAIN,
    LessonKind,
    SubjectKind,
    briefing_due,
    kind_of,
    lesson_kind,
    usual_name,
)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Русский язык", SubjectKind.RUSSIAN),
        ("  русский   ЯЗЫК ", SubjectKind.RUSSIAN),
        ("Родной язык (русский)", SubjectKind.NATIVE_RUSSIAN),
        ("Родной (русский) язык", SubjectKind.NATIVE_RUSSIAN),
        ("Родная литература (русская)", SubjectKind.NATIVE_LITERATURE),
        ("Родная (русская) литература", SubjectKind.NATIVE_LITERATURE),
        ("Литературное чтение на родном языке (русском)", SubjectKind.NATIVE_READING),
        ("Литературное чтение на родном (русском) языке", SubjectKind.NATIVE_READING),
        ("Литература", SubjectKind.LITERATURE),
        ("Литературное чтение", SubjectKind.LITERARY_READING),
        ("Технология", SubjectKind.TECHNOLOGY),
        ("Труд (технология)", SubjectKind.TECHNOLOGY),
        ("ОБЖ", SubjectKind.SAFETY),
        ("Основы безопасности и защиты Родины", SubjectKind.SAFETY),
        ("Иностранный язык (английский)", SubjectKind.FOREIGN_LANGUAGE),
        ("Английский язык", SubjectKind.FOREIGN_LANGUAGE),
        ("Второй иностранный язык (немецкий)", SubjectKind.FOREIGN_LANGUAGE),
        ("Химия (углублённый уровень)", SubjectKind.CHEMISTRY),
        ("Физика", SubjectKind.PHYSICS),
        ("История России. Всеобщая история", SubjectKind.HISTORY),
        ("Вероятность и статистика", SubjectKind.STATISTICS),
        ("Физическая культура", SubjectKind.PHYSICAL_EDUCATION),
    ],
)
def test_5_5_equal_names_are_one_kind(name: str, kind: SubjectKind) -> None:
    assert kind_of(name) is kind


@pytest.mark.parametrize(
    "name", ["", "Родной язык (татарский)", "Родная литература (татарская)", "Шахматы", "Русский", "Родной язык"]
)
def test_a_name_that_tells_no_kind_is_other(name: str) -> None:
    assert kind_of(name) is SubjectKind.OTHER


@pytest.mark.parametrize("kind", [kind for kind in SubjectKind if kind is not SubjectKind.OTHER])
def test_every_kind_is_recognised_by_its_usual_name(kind: SubjectKind) -> None:
    assert kind_of(usual_name(kind)) is kind


def test_5_5_two_marks_are_possible_in_six_kinds_of_subjects() -> None:
    assert {kind for kind in SubjectKind if kind.traits.double} == {
        SubjectKind.RUSSIAN,
        SubjectKind.LITERATURE,
        SubjectKind.LITERARY_READING,
        SubjectKind.NATIVE_RUSSIAN,
        SubjectKind.NATIVE_LITERATURE,
        SubjectKind.NATIVE_READING,
    }


def test_5_5_two_marks_are_possible_for_three_kinds_of_work() -> None:
    assert {kind.name for kind in LESSON_KINDS if kind.double} == {
        "Диктант с грамматическим заданием",
        "Изложение",
        "Сочинение",
    }


def test_5_7_the_control_works_are_those_of_the_clause() -> None:
    assert {kind.abbreviation for kind in LESSON_KINDS if kind.control} == {
        "К.р.",
        "С.р.",
        "П.р.",
        "Л.р.",
        "Тест",
        "Зач.",
        "К.д.",
        "Дикт.",
        "Изл.",
        "Соч.",
    }


def test_5_8_the_switch_belongs_to_practical_and_laboratory_works() -> None:
    assert {kind.abbreviation for kind in LESSON_KINDS if kind.individual} == {"П.р.", "Л.р."}


def test_5_10_nobody_is_questioned_on_new_material_and_control_works() -> None:
    assert {kind.code for kind in LESSON_KINDS if kind.questioned} == {"plain", "speech", "reading", "excursion"}


def test_4_4_8_a_dictation_is_due_in_a_day_and_an_essay_in_a_week() -> None:
    assert (lesson_kind("grammar_dictation").result_days, lesson_kind("essay").result_days) == (1, 7)


def test_codes_and_abbreviations_are_unique() -> None:
    assert len({kind.code for kind in LESSON_KINDS}) == len(LESSON_KINDS)
    assert len({kind.abbreviation for kind in LESSON_KINDS}) == len(LESSON_KINDS)


def test_an_unknown_code_is_an_error() -> None:
    with pytest.raises(KeyError):
        lesson_kind("unknown")


@pytest.mark.parametrize(
    ("subject", "kind", "first", "new_section", "wording"),
    [
        (SubjectKind.PHYSICS, PLAIN, True, False, FIRST_BRIEFING),
        (SubjectKind.BIOLOGY, PLAIN, True, True, FIRST_BRIEFING),
        (SubjectKind.INFORMATICS, PLAIN, True, False, FIRST_BRIEFING),
        (SubjectKind.SAFETY, PLAIN, True, True, ""),
        (SubjectKind.RUSSIAN, PLAIN, True, True, ""),
        (SubjectKind.PHYSICS, lesson_kind("laboratory"), False, False, BRIEFING),
        (SubjectKind.CHEMISTRY, lesson_kind("practical"), False, False, BRIEFING),
        (SubjectKind.BIOLOGY, lesson_kind("laboratory"), False, False, ""),
        (SubjectKind.PHYSICS, PLAIN, False, True, ""),
        (SubjectKind.PHYSICAL_EDUCATION, PLAIN, False, True, BRIEFING),
        (SubjectKind.TECHNOLOGY, PLAIN, False, True, BRIEFING),
        (SubjectKind.TECHNOLOGY, lesson_kind("practical"), False, False, ""),
        (SubjectKind.HISTORY, lesson_kind("excursion"), False, False, BRIEFING),
        (SubjectKind.OTHER, lesson_kind("excursion"), True, False, BRIEFING),
    ],
)
def test_5_20_a_briefing_is_due(
    subject: SubjectKind, kind: LessonKind, first: bool, new_section: bool, wording: str
) -> None:
    assert briefing_due(subject, kind, first=first, new_section=new_section) == wording
