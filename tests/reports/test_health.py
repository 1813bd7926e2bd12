"""The health sheet on paper (5.38): the full form, the open columns, and nothing in either that is not the reader's."""

from __future__ import annotations

from dataclasses import replace

import pypdfium2
import pytest

from ezh_desktop.domain.health import HealthColumn
from ezh_desktop.errors import BadInput
from ezh_desktop.reports.document import Document
from ezh_desktop.reports.health import FULL_NOTE, OPEN_NOTE, ROW, draw_health, plan_health
from ezh_desktop.reports.ink import STROKE
from tests.reports import geometry
from tests.reports.health_pages import LONG, OPEN, SEATS, health_page
from tests.reports.listening import ListeningInk
from tests.reports.pages import INFO

FIRST = 141


def drawn(page, first=FIRST):
    inks = []

    def listen(canvas):
        inks.append(ListeningInk(canvas))
        return inks[-1]

    draw_health(page, INFO, first, new_document=lambda title, info: Document(title, info, make_ink=listen))
    return inks[0].pages


def words(page):
    return [text.text for text in page.texts]


@pytest.mark.parametrize(
    "page",
    [
        health_page(),
        health_page(columns=OPEN),
        health_page(columns=SEATS),
        health_page(pupils=28),
        health_page(pupils=40, long=15, locked=3),
        health_page(pupils=1),
    ],
    ids=["full", "open", "seats", "28", "40, long", "one"],
)
def test_no_text_leaves_its_place_meets_another_or_is_cut_by_a_rule(page):
    for number, one in enumerate(drawn(page), FIRST):
        assert geometry.faults(one, left=number % 2 == 0) == []


def test_5_38_the_full_form_has_every_column_and_a_line_to_sign():
    first = words(drawn(health_page())[0])
    assert "Коррекция зрения, первая" in first
    assert {"I", "II", "III"} <= set(first)
    assert FULL_NOTE in first
    assert "Медицинский работник" in first
    assert INFO.who in first


def test_5_38_the_open_form_strikes_the_closed_columns_out_and_says_where_they_are():
    page = drawn(health_page(columns=OPEN))[0]
    assert "подготовительная" in words(page)
    assert "№ 1, у окна" in words(page)
    assert not {"I", "II", "III"} & set(words(page))
    assert OPEN_NOTE in " ".join(words(page))
    assert "Медицинский работник" not in words(page)
    slanted = [line for line in page.lines if line[0] != line[2] and line[1] != line[3]]
    assert len(slanted) == 2
    assert {line[4] for line in slanted} == {STROKE}


def test_5_38_a_subject_teacher_prints_desk_and_place_alone():
    page = drawn(health_page(columns=SEATS))[0]
    assert "№ 1, у окна" in words(page)
    assert not {"основная", "подготовительная", "2013"} & set(words(page))


def test_nothing_closed_is_in_the_bytes_of_an_open_sheet():
    data = draw_health(health_page(columns=OPEN), INFO)
    text = "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(data))
    assert "Абдурахманова" in text
    assert "осанки" not in text
    assert "осанки" in "".join(
        page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(draw_health(health_page(), INFO))
    )


def test_a_sheet_starts_odd_and_fills_whole_leaves():
    sheets = plan_health(health_page(), FIRST)
    assert [sheet.number for sheet in sheets] == [141, 142]
    assert [len(sheet.lines) for sheet in sheets] == [27, 0]
    assert "Страница намеренно оставлена пустой" in words(drawn(health_page())[1])
    with pytest.raises(ValueError, match="odd"):
        plan_health(health_page(), 142)


@pytest.mark.parametrize(("pupils", "shared"), [(28, [28, 0]), (29, [15, 14]), (35, [18, 17]), (40, [20, 20])])
def test_28_rows_fit_a_page_and_more_are_shared_evenly(pupils, shared):
    assert [len(sheet.lines) for sheet in plan_health(health_page(pupils=pupils), 1)] == shared


def test_long_recommendations_make_their_row_grow_and_are_never_cut():
    page = health_page(pupils=40, long=15)
    lines = [line for sheet in plan_health(page) for line in sheet.lines]
    assert [line.height > ROW + 1 for line in lines] == [True] * 15 + [False] * 25
    assert " ".join(lines[0].blocks[6].lines) == LONG
    assert [line.row.number for line in lines] == list(range(1, 41))


def test_the_continued_page_says_so_and_repeats_the_head():
    second = words(drawn(health_page(pupils=40))[1])
    assert "Листок здоровья (продолжение)" in second
    assert "Рекомендации" in second


def test_notes_name_leavers_and_what_another_key_keeps_closed():
    first = " ".join(words(drawn(health_page(locked=2))[0]))
    assert "№ 10 Иванова Мария: выб. 16.11.2026, пр. № 27-д от 16.11.2026." in first
    assert "Закрытые сведения 2 учеников не напечатаны" in first


def test_a_leaver_without_a_record_is_struck_out():
    page = health_page()
    bare = replace(page.rows[9], entry=None, pe_group="", desk="", place="", closed=type(page.rows[9].closed)())
    struck = drawn(replace(page, rows=(*page.rows[:9], bare, *page.rows[10:])))[0]
    assert len([line for line in struck.lines if line[4] == STROKE]) == 1


def test_an_empty_class_has_nothing_to_print():
    with pytest.raises(BadInput, match="никого нет"):
        draw_health(health_page(pupils=0), INFO)


def test_the_page_itself_decides_what_is_printed():
    assert HealthColumn.GROUP not in health_page(columns=OPEN).columns
    assert health_page().whole
    assert not health_page(columns=OPEN).whole
