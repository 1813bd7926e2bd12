from __future__ import annotations

import pytest

from ezh_desktop.reports.document import Document
from ezh_desktop.reports.recovery_sheet import RecoveryPaper, recovery_sheet
from tests.reports import geometry, reading
from tests.reports.listening import ListeningInk
from tests.reports.pages import INFO, SCHOOL

GROUPS = tuple(f"{number * 11:06}" for number in (1, 777, 65535, 4096, 12, 30000, 59, 8, 40000))
PAPER = RecoveryPaper(
    GROUPS, "0193f5a7-b0c1-7e22-9f41-1a2b3c4d5e6f", "3f9ac41b77d0e2b8" * 4, SCHOOL, "2026/2027", "Школа.ezh"
)


def test_the_sheet_says_all_that_opens_the_journal_and_where_to_keep_it():
    data = recovery_sheet(PAPER, INFO)
    (text,) = reading.texts(data)
    for number, group in enumerate(GROUPS, 1):
        assert f"{group[:3]} {group[3:]}" in text
        assert f"{number}." in text
    for said in (PAPER.journal_id, "3f9a c41b", "в сейфе директора", "Школа.ezh", "Напечатано 31.05.2027 14:32"):
        assert said in text
    assert all(reading.fonts(data).values())


def test_nothing_on_it_overlaps_or_leaves_the_sheet(monkeypatch):
    inks = []
    plain = Document.__init__

    def listening(self, title, info):
        plain(self, title, info, make_ink=lambda canvas: inks.append(ListeningInk(canvas)) or inks[0])

    monkeypatch.setattr(Document, "__init__", listening)
    long = RecoveryPaper(
        GROUPS, PAPER.journal_id, PAPER.genesis, SCHOOL + " имени героя " * 8, "2026/2027", "Имя " * 30
    )
    recovery_sheet(long, INFO)
    assert geometry.faults(inks[0].pages[0], left=False) == []


@pytest.mark.parametrize("groups", [GROUPS[:8], (*GROUPS[:8], "12345"), (*GROUPS[:8], "12345а")])
def test_a_code_of_another_shape_is_never_printed(groups):
    with pytest.raises(ValueError, match="nine groups of six digits"):
        recovery_sheet(RecoveryPaper(groups, "", "", "", ""), INFO)


def test_the_code_is_not_shown_by_repr():
    assert GROUPS[0] not in repr(PAPER)
