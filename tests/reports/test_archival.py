"""Paper for the archive (6.5): PDF/A that passes a strict checker, with the same pages, words and bookmarks."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pypdf
import pytest
from pikepdf import pdfa

from ezh_desktop.errors import Trouble
from ezh_desktop.jobs.archiving import archived
from ezh_desktop.jobs.journal import JournalPart, JournalsJob
from ezh_desktop.reports import archival as module
from ezh_desktop.reports.archival import FLAVOUR, archival
from tests.reports import pages, reading
from tests.reports.journal_pages import journal


@pytest.fixture(scope="module")
def both():
    """The journal as it is printed, and as it is kept."""
    made = journal(subjects=1, pupils=3, health=3)
    seen = []

    def listen(done, total, words=""):
        seen.append(words)

    part = JournalPart("7А", lambda _step: made, 1)
    plain = JournalsJob([part], pages.INFO)(listen)
    kept = archived(JournalsJob([part], pages.INFO))(listen)
    assert seen[-1] == "Готовлю для архива"
    return plain, kept


def test_6_5_the_checker_finds_nothing(both):
    _, kept = both
    with pikepdf.open(BytesIO(kept.data)) as document:
        report = pdfa.check(document, FLAVOUR)
        assert (report.passed, list(report.findings)) == (True, [])
        assert document.open_metadata()["pdfaid:conformance"] == "B"


def test_the_pages_are_the_same(both):
    plain, kept = both
    assert kept.pages == plain.pages
    assert reading.texts(kept.data) == reading.texts(plain.data)
    assert all(reading.pixels(kept.data, at) == reading.pixels(plain.data, at) for at in (0, 1, 4))


def test_title_bookmarks_and_links_stay(both):
    readers = [pypdf.PdfReader(BytesIO(one.data)) for one in both]
    assert readers[1].metadata.title == readers[0].metadata.title == "7А, классный журнал, 2026/2027"
    outlines = [[one.title for one in reader.outline if not isinstance(one, list)] for reader in readers]
    assert outlines[0] == outlines[1]
    assert len(readers[1].pages[1]["/Annots"]) == len(readers[0].pages[1]["/Annots"])


def test_what_does_not_pass_is_not_called_an_archive(both, monkeypatch):
    monkeypatch.setattr(module.pdfa, "prepare", lambda _document, _flavour: None)
    with pytest.raises(Trouble, match="не прошёл проверку") as why:
        archival(both[0].data)
    assert why.value.detail
