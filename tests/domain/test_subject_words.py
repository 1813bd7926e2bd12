"""Short names of subjects against full ones."""

from __future__ import annotations

import pytest

from ezh_desktop.domain.curriculum import CURRICULUM
from ezh_desktop.domain.subject_words import guess_subject

NAMES = tuple(one.name for one in CURRICULUM)


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("Рус. яз.", "Русский язык"),
        ("русский", "Русский язык"),
        ("Лит-ра", "Литература"),
        ("Литер.", "Литература"),
        ("Физ-ра", "Физическая культура"),
        ("Физкультура", "Физическая культура"),
        ("физика", "Физика"),
        ("ИЗО", "Изобразительное искусство"),
        ("ОБЗР", "Основы безопасности и защиты Родины"),
        ("Англ. яз.", "Иностранный язык (английский)"),
        ("Окр. мир", "Окружающий мир"),
        ("Матем.", "Математика"),
        ("Геогр.", "География"),
        ("Технология", "Труд (технология)"),
        ("ОДНКНР", "Духовно-нравственная культура России"),
        ("Вероятность и статистика", "Вероятность и статистика"),
    ],
)
def test_a_short_name_tells_its_subject(short, full):
    assert guess_subject(short, NAMES) == full


@pytest.mark.parametrize(
    "short", ["Гео.", "Л", "Шахматы", "Алгебра и начала анализа", "История России", "Час на класа", "", "№ 5"]
)
def test_a_name_that_tells_none_or_several_is_not_guessed(short):
    assert guess_subject(short, NAMES) == ""


def test_a_full_name_wins_over_those_it_begins():
    assert guess_subject("История", ["История России", "История"]) == "История"
    assert guess_subject("История", ["История России", "Всеобщая история"]) == ""
