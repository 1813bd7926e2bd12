"""Whole journals as a job: progress, cancel, several classes in one document (6.4)."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pypdf
import pytest

from ezh_desktop.errors import RightRefused
from ezh_desktop.jobs.base import Job, JobPhase
from ezh_desktop.jobs.journal import JournalPart, JournalsJob
from tests.reports.journal_pages import TITLE, journal
from tests.reports.pages import INFO

PAGES = journal(subjects=1, pupils=3, health=3)


def part(name="7А", pages=PAGES):
    pages = replace(pages, title=replace(TITLE, class_name=name))

    def read(step):
        for _ in range(3):
            step()
        return pages

    return JournalPart(name, read, 3)


def printed(*parts, listen=None):
    job = Job("Печать", JournalsJob(parts, INFO))
    if listen:
        job.listen(lambda state: listen(job, state))
    job.run()
    return job


def test_a_journal_is_printed_with_the_number_of_every_page():
    paper = printed(part()).result()
    assert [page.number for page in paper.pages] == list(range(1, len(paper.pages) + 1))
    assert len(pypdf.PdfReader(BytesIO(paper.data)).pages) == len(paper.pages)
    assert paper.pages[3].subject == "Предмет 1"
    assert {topic.subject for topic in paper.missing} <= {"Предмет 1"}


def test_several_classes_have_page_numbers_of_their_own_and_begin_on_a_front():
    paper = printed(part("7А"), part("7Б")).result()
    half = len(paper.pages) // 2
    assert [page.number for page in paper.pages] == [*range(1, half + 1), *range(1, half + 1)]
    assert half % 2 == 0
    reader = pypdf.PdfReader(BytesIO(paper.data))
    assert [one.title for one in reader.outline if not isinstance(one, list)] == ["7А класс", "7Б класс"]
    assert paper.pages[0].subject == "7А Титульный лист"
    assert reader.metadata.title == "7А, 7Б, классные журналы"
    first = reader.pages[half + 1]["/Annots"][0].get_object()["/Dest"][0].get_object()
    assert reader.get_page_number(first) == half + 3


def test_classes_that_were_written_in_while_they_were_read_are_named():
    still, busy = part("7А"), part("7Б", replace(PAGES, disturbed=True))
    assert printed(still, busy).result().disturbed == ("7Б",)
    assert printed(still).result().disturbed == ()


def test_progress_rises_to_its_end():
    seen = []
    printed(part("7А"), part("7Б"), listen=lambda _job, state: seen.append((state.done, state.total, state.words)))
    told = [one for one in seen if one[1]]
    assert [done for done, _, _ in told] == sorted(done for done, _, _ in told)
    assert told[-1][0] == told[-1][1] == 2000
    assert {words for _, _, words in told} == {"Читаю страницы", "Рисую страницы"}


@pytest.mark.parametrize("words", ["Читаю страницы", "Рисую страницы"])
def test_it_stops_where_it_is_when_asked_to(words):
    def stop(job, state):
        if state.words == words:
            job.cancel()

    job = printed(part(), listen=stop)
    assert job.state.phase is JobPhase.CANCELLED
    assert job.state.done < job.state.total


def test_a_refusal_while_reading_is_the_refusal_of_the_job():
    def refuse(_step):
        raise RightRefused("Нельзя.", "Не надо.")

    with pytest.raises(RightRefused):
        printed(JournalPart("7А", refuse, 1)).result()
