"""`print` without `--page`: the whole journal of a class, or of several (6.4)."""

from __future__ import annotations

import pikepdf
import pypdf
import pytest
from pikepdf import pdfa

from tests.cli.conftest import listing
from tests.cli.test_commands import words_of

DAY = ("--today", "2026-12-02")


@pytest.mark.parametrize("page", [(), ("--page", "journal")])
def test_without_a_page_the_whole_journal_is_printed(school, call, tmp_path, page):
    out = tmp_path / "журнал.pdf"
    said = call("print", school.path, out, "--class", "7А", *page, *DAY, "--login", "deputy", "--json")
    assert (said.code, said.facts["page"]) == (0, "journal")
    assert said.facts["pages"] == len(pypdf.PdfReader(out).pages)
    assert said.facts["pages"] % 2 == 0
    assert said.facts["subjects"][:5] == [
        "Титульный лист",
        "Оглавление",
        "Расписание уроков",
        "Алгебра",
        "Русский язык",
    ]
    text = words_of(out)
    assert "КЛАССНЫЙ ЖУРНАЛ" in text
    assert "Заверительный лист" in text
    assert "полном листке здоровья, который печатает и вшивает медицинский работник" in " ".join(text.split())


def test_several_classes_are_one_document(school, call, tmp_path):
    out = tmp_path / "журналы.pdf"
    said = call("print", school.path, out, "--class", "7А,7Б", *DAY, "--login", "deputy", "--json")
    assert said.code == 0
    assert {"7А Алгебра", "7Б История"} <= set(said.facts["subjects"])
    assert words_of(out).count("КЛАССНЫЙ ЖУРНАЛ") == 2


@pytest.mark.parametrize("login", ["teacher", "medic"])
def test_who_reads_a_part_of_the_class_prints_no_whole_journal(school, call, tmp_path, login):
    out = tmp_path / "журнал.pdf"
    said = call("print", school.path, out, "--class", "7А", *DAY, "--login", login)
    assert said.code == 3
    assert "может печатать" in said.err
    assert not out.exists()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "Не указан класс"),
        (("--class", "7А", "--subject", "Алгебра"), "целиком"),
        (("--class", "7А", "--term", "1"), "целиком"),
        (("--class", "9Я"), "7А, 7Б"),
    ],
)
def test_a_journal_needs_a_class_and_is_printed_whole(school, call, tmp_path, words, says):
    said = call("print", school.path, tmp_path / "журнал.pdf", *words, *DAY, "--login", "deputy")
    assert said.code == 2
    assert says in said.err
    assert "журнал.pdf" not in listing(tmp_path)


def test_6_5_for_the_archive_it_is_pdf_a(school, call, tmp_path):
    out = tmp_path / "журнал.pdf"
    said = call("print", school.path, out, "--class", "7А", "--archive", *DAY, "--login", "deputy", "--json")
    assert (said.code, said.facts["archive"]) == (0, True)
    with pikepdf.open(out) as document:
        assert pdfa.check(document, "1b").passed
