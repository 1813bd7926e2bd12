"""The summary sheet as it stands on paper (5.33–5.36, 3.7, 4.4.6)."""

from __future__ import annotations

import pytest

from ezh_desktop.errors import BadInput
from ezh_desktop.reports.document import Document
from ezh_desktop.reports.summary import MARGIN, draw_summary, plan_summary
from tests.reports import geometry, reading
from tests.reports.listening import ListeningInk
from tests.reports.pages import INFO
from tests.reports.summary_pages import summary_page

FIRST = 127


def drawn(page):
    inks = []

    def listen(canvas):
        inks.append(ListeningInk(canvas))
        return inks[-1]

    draw_summary(page, INFO, FIRST, new_document=lambda title, info: Document(title, info, make_ink=listen))
    return inks[0].pages


@pytest.mark.parametrize(
    "page",
    [
        summary_page(),
        summary_page(subjects=20),
        summary_page(half=True),
        summary_page(mixed=True, subjects=25),
        summary_page(subjects=0, grade=1),
    ],
    ids=["quarters", "20 subjects", "half-years", "both, 25 subjects", "grade 1"],
)
def test_no_text_leaves_its_place_meets_another_or_is_cut_by_a_rule(page):
    for number, one in enumerate(drawn(page), FIRST):
        assert geometry.faults(one, left=number % 2 == 0) == []


def test_the_inner_margin_is_wide_on_both_sides_of_a_leaf():
    """6.5: kept 75 years, so bound again."""
    right, left = drawn(summary_page())
    assert min(min(line[0], line[2]) for line in right.lines) == MARGIN
    assert max(max(line[0], line[2]) for line in left.lines) == 210 - MARGIN


def test_sheets_start_odd_and_fill_whole_leaves():
    assert [sheet.number for sheet in plan_summary(summary_page(), FIRST)] == [127, 128]
    one_page = plan_summary(summary_page(subjects=0, grade=1), FIRST)
    assert len(one_page) == 2
    assert one_page[-1].pupils == ()
    with pytest.raises(ValueError, match="odd"):
        plan_summary(summary_page(), 128)


@pytest.mark.parametrize(("more", "room"), [({}, 7), ({"half": True}, 9)])
def test_a_page_holds_no_more_pupils_than_their_blocks_fit(more, room):
    assert all(len(sheet.pupils) <= room for sheet in plan_summary(summary_page(**more), FIRST))


def test_many_subjects_go_on_a_next_page_and_none_is_lost():
    page = summary_page(mixed=True, subjects=25)
    sheets = plan_summary(page, FIRST)
    shown = {(pupil.pupil, subject.subject) for sheet in sheets for pupil in sheet.pupils for subject in sheet.subjects}
    assert shown == {(pupil.pupil, subject.subject) for pupil in page.pupils for subject in page.subjects}


def test_every_mark_and_decision_reads_back_from_the_file():
    """5.33, 5.35, 5.36."""
    page = summary_page()
    texts = reading.texts(draw_summary(page, INFO, FIRST))
    joined = " ".join(" ".join(texts).split())
    assert "Протокол педсовета № 9 от 26.05.2027. Переведена в 8А класс" in joined
    assert "Выбыл. Дата выбытия 23.11.2026. Приказ № 41-у от 20.11.2026" in joined
    digits = sum(one.words.count(str(mark)) for one in drawn(page) for mark in (3, 4, 5))
    numbers = sum(str(pupil.number) in {"3", "4", "5"} for pupil in page.pupils)
    assert digits == len(page.marks) + numbers


def test_who_left_or_came_has_dashes_outside_the_class():
    """3.7."""
    words = drawn(summary_page())[1].words
    assert words.count("–") == 17 * (3 + 3 + 2)


def test_half_years_beside_quarters_have_rows_of_their_own():
    """4.4.6."""
    words = drawn(summary_page(mixed=True, subjects=5))[0].words
    assert {"I", "IV", "I п/г", "II п/г", "год", "экз.", "итог."} <= set(words)


def test_grade_one_has_the_councils_column_alone():
    """3.7."""
    words = drawn(summary_page(subjects=0, grade=1))[0].words
    assert "Периоды" not in words
    assert any("во 2А класс" in word for word in words)


def test_every_font_is_embedded():
    assert all(reading.fonts(draw_summary(summary_page(), INFO, FIRST)).values())


def test_an_empty_class_is_not_printed():
    page = summary_page()
    values = {name: getattr(page, name) for name in page.__dataclass_fields__}
    with pytest.raises(BadInput):
        draw_summary(type(page)(**{**values, "pupils": ()}), INFO)
