"""The parents' slips of preliminary marks, read back: everybody once, nothing cut, four on a sheet."""

from __future__ import annotations

from datetime import date

import pytest

from ezh_desktop.reports.document import Document
from ezh_desktop.reports.preliminary import add_preliminary, plan_preliminary, preliminary_title
from ezh_desktop.services.pages.preliminary import PreliminaryMark, PreliminaryPage, PreliminaryPupil
from tests.reports import reading
from tests.reports.pages import INFO

SUBJECTS = ("Русский язык", "Алгебра", "Иностранный язык (английский)", "Вероятность и статистика", "История")
LONG = "Константинопольская-Вознесенская Александра"


def page(pupils=9, subjects=SUBJECTS):
    marks = tuple(
        PreliminaryMark(one, "4" if at else "", "4,25" if at else "–", at == 1) for at, one in enumerate(subjects)
    )
    names = [LONG, *(f"Ученикова Анна {n}" for n in range(2, pupils + 1))]
    people = tuple(PreliminaryPupil(n, n, name, marks, 3, 74) for n, name in enumerate(names, 1))
    return PreliminaryPage(
        1, "7А", "2026/2027", "МОУ СОШ № 12", date(2026, 12, 16), "II четверть", date(2026, 12, 30), people
    )


def drawn(one):
    document = Document(preliminary_title(one), INFO)
    add_preliminary(document, one, INFO)
    return document.data()


def whole(data):
    return " ".join(" ".join(reading.texts(data)).split())


def test_every_pupil_has_one_slip_with_every_subject():
    data = drawn(page())
    text = whole(data)
    assert text.count("Предварительные отметки") == 9
    assert text.count("Вероятность и статистика") == 9
    assert LONG in text
    assert "мало отметок" in text
    assert "Пропущено уроков: 3 из 74" in text
    assert text.count("Подпись родителя") == 9


@pytest.mark.parametrize(("subjects", "sheets"), [(5, 2), (16, 3), (24, 5)])
def test_slips_are_as_high_as_their_subjects_need(subjects, sheets):
    one = page(9, tuple(f"Предмет {n}" for n in range(subjects)))
    planned = plan_preliminary(one)
    assert len(planned) == sheets
    assert [pupil.pupil for sheet in planned for pupil in sheet.slips] == list(range(1, 10))
    assert f"Предмет {subjects - 1}" in whole(drawn(one))


def test_the_fonts_lie_inside():
    assert all(reading.fonts(drawn(page())).values())
