"""A window without pages says one grey line, to each role its own (look, «Empty states»)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLabel

from tests.ui.fake_office import FakeOffice


@pytest.mark.parametrize(
    ("role", "words"),
    [
        ("administrator", "в меню «Школа»"),
        ("medical_worker", "Листки здоровья"),
        ("subject_teacher", "когда администратор назначит"),
    ],
)
def test_a_role_without_pages_reads_what_concerns_it(sits, role: str, words: str) -> None:
    office = FakeOffice(pages={})
    office.person = replace(office.person, roles=(role,))
    teacher = sits(office, grid=False)
    shown = [label.text() for label in teacher.window.findChildren(QLabel) if label.isVisible()]
    assert any(words in text for text in shown)
