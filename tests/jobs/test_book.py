"""One document of many parts: order, page numbers, leaves of their own, outline, and what may not be read."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pypdf
import pytest

from ezh_desktop.errors import BadInput, RightRefused
from ezh_desktop.jobs.base import Job, JobPhase
from ezh_desktop.jobs.book import LEAF_REASON, BookJob, CoursesPart, summary_part
from ezh_desktop.jobs.printing import PrintedPage
from ezh_desktop.reports.course import CourseOptions, Side
from tests.reports import pages
from tests.reports.summary_pages import summary_page
from tests.ui.paper_doors import algebra, reads

ALGEBRA = algebra()
OTHER = replace(algebra(), class_name="7Б", course=9)


def courses(page=ALGEBRA, **more):
    return CoursesPart(reads({page.course: page}), (page.course,), CourseOptions(**more))


def summary():
    return summary_part(summary_page)


def quiet(_done, _total, _words=""):
    """Nobody watches."""


def drawn(*parts, leaves=False):
    paper = BookJob(parts, pages.INFO, leaves)(quiet)
    reader = pypdf.PdfReader(BytesIO(paper.data))
    assert len(reader.pages) == len(paper.pages)
    return paper, reader


def test_parts_follow_one_another_and_keep_the_numbers_of_the_journal():
    paper, _ = drawn(courses(term=1), summary())
    assert [page.number for page in paper.pages[:2]] == [4, 5]
    assert paper.pages[-1] == PrintedPage("Сводная ведомость", None)


def test_several_classes_are_named_in_pages_and_outline():
    paper, reader = drawn(courses(term=1), courses(OTHER, term=1), summary())
    assert list(dict.fromkeys(page.subject for page in paper.pages)) == [
        "7А Алгебра",
        "7Б Алгебра",
        "7А Сводная ведомость",
    ]
    assert [one.title for one in reader.outline if not isinstance(one, list)] == ["7А класс", "7Б класс", "7А класс"]


@pytest.mark.parametrize("side", [Side.BOTH, Side.LEFT])
def test_printed_on_both_sides_each_part_begins_on_a_front(side):
    """Paper geometry: left falls on a back, the summary sheets on a leaf of their own."""
    paper, reader = drawn(courses(term=1, blank_first=True, side=side), summary(), leaves=True)
    first = next(at for at, page in enumerate(paper.pages) if page.subject == "Сводная ведомость")
    assert first % 2 == 0
    blanks = [at for at, page in enumerate(reader.pages) if LEAF_REASON[:40] in page.extract_text()]
    assert blanks == ([first - 1] if paper.pages[first - 1].number is None else [])


def test_missing_topics_of_all_parts_are_told():
    paper, _ = drawn(courses(), courses(OTHER))
    assert len(paper.missing) == 2 * len(drawn(courses())[0].missing)


def test_a_term_without_lessons_is_left_out_and_nothing_at_all_is_bad_input():
    paper, _ = drawn(courses(term=9), summary())
    assert {page.subject for page in paper.pages} == {"Сводная ведомость"}
    with pytest.raises(BadInput):
        BookJob((courses(term=9),), pages.INFO)(quiet)


def test_a_part_that_may_not_be_read_refuses_all():
    def refuses():
        raise RightRefused("Нельзя.")

    with pytest.raises(RightRefused):
        BookJob((courses(), summary_part(refuses)), pages.INFO)(quiet)


def test_progress_grows_and_cancel_stops_between_pages():
    steps = []
    job = Job("Печать", BookJob((courses(), summary()), pages.INFO))
    job.listen(lambda state: steps.append(state.done / state.total if state.total else 0.0))
    job.run()
    assert steps == sorted(steps)
    stopped = Job("Печать", BookJob((courses(), summary()), pages.INFO))
    stopped.listen(lambda state: stopped.cancel() if state.words == "Рисую страницы" else None)
    stopped.run()
    assert stopped.state.phase is JobPhase.CANCELLED
