"""A whole journal on paper (2.3, 6.4, 9.2.1): contents, page numbers, sheets kept apart, the certification."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO

import pypdf
import pytest

from ezh_desktop.reports import health, summary, timetable
from ezh_desktop.reports.base import numbered
from ezh_desktop.reports.certification import SENTENCE
from ezh_desktop.reports.contents import Entry, draw_contents
from ezh_desktop.reports.document import Document
from ezh_desktop.reports.journal import draw_journal, journal_title, plan_journal
from tests.reports import geometry, reading
from tests.reports.journal_pages import HEAD, TITLE, journal
from tests.reports.listening import ListeningInk
from tests.reports.pages import INFO

WINTER = date(2026, 12, 2)
NUMBERED = replace(INFO, head=HEAD)
SUMMARY_WORDS = "Сводная ведомость учёта успеваемости обучающихся"


def drawn(pages, before=0):
    """The bytes, and the pages as lines and texts."""
    inks = []

    def listen(canvas):
        inks.append(ListeningInk(canvas))
        return inks[-1]

    plan = plan_journal(pages)
    document = Document(journal_title(plan), NUMBERED, make_ink=listen)
    for _ in range(before):
        document.ink.text(20, 100, "раньше", *summary._HEADS[0])
        document.end_page()
    draw_journal(plan, document, NUMBERED, 0, lambda _done, _total: None)
    return plan, document.data(), inks[0].pages


@pytest.fixture(scope="module")
def whole():
    return drawn(journal())


def words(page):
    return " ".join(page.split())


def test_sections_follow_in_the_order_of_binding(whole):
    plan, _, _ = whole
    assert [one.title for one in plan.sections if one.title] == [
        "Титульный лист",
        "Оглавление",
        "Расписание уроков",
        "Предмет 1",
        "Предмет 2, подгруппа 1",
        "Общие сведения об обучающихся",
        "Сводная ведомость учёта посещаемости",
        SUMMARY_WORDS,
        "Сведения о количестве уроков, пропущенных обучающимися",
        "Сведения о занятиях в кружках, секциях, клубах",
        "Листок здоровья",
        "Замечания по ведению журнала",
        "Заверительный лист",
    ]


def test_every_page_of_the_contents_is_the_page_that_the_section_begins_on(whole):
    """Read back from the file: the number in the contents, the number printed below, and the words of the page."""
    plan, data, _ = whole
    texts = [words(text) for text in reading.texts(data)]
    contents = texts[1]
    for entry in plan.entries:
        assert f"{entry.title} {entry.pages}" in contents
        page = texts[entry.first - 1]
        assert entry.title.removesuffix(", подгруппа 1") in page
        assert f"{entry.first} из {plan.pages}" in page
    assert len(texts) == plan.pages == plan.sections[-1].last


def test_every_page_has_its_number_of_all_at_the_outer_corner(whole):
    plan, _, pages = whole
    for number, page in enumerate(pages, 1):
        (found,) = [text for text in page.texts if text.y == pytest.approx(9.6) and text.size == 10]
        assert found.text == str(number)
        assert found.x == pytest.approx(10) if number % 2 == 0 else found.x > 180
        assert f"из {plan.pages}" in page.words


def test_rows_of_the_contents_lead_to_their_pages_behind_other_pages_too():
    plan, data, _ = drawn(journal(), before=2)
    reader = pypdf.PdfReader(BytesIO(data))
    links = [one.get_object() for one in reader.pages[3]["/Annots"]]
    goals = [reader.get_page_number(one["/Dest"][0].get_object()) + 1 for one in links]
    assert goals == [2 + entry.first for entry in plan.entries]


CASES = {
    "usual": journal(),
    "running": journal(today=WINTER),
    "one subject": journal(subjects=1),
    "41 pupils": journal(pupils=41),
    "one in the health sheet": journal(health=1),
    "many changes": journal(changes=60),
    "a little more": journal(changes=9, pupils=38),
}


@pytest.mark.parametrize("pages", CASES.values(), ids=CASES)
def test_spreads_lie_open_and_sheets_kept_apart_take_whole_leaves(pages):
    """Left of a spread is even; the summary (75 years) and the health sheet begin and end a leaf; the end is even."""
    plan, data, drawn_pages = drawn(pages)
    assert [one.first for one in plan.sections] == [1, *(one.last + 1 for one in plan.sections[:-1])]
    by_title = {one.title: one for one in plan.sections}
    spreads = [one for one in plan.sections if one.course is not None] + [by_title["Общие сведения об обучающихся"]]
    assert {one.first % 2 for one in spreads} == {0}
    for title in (SUMMARY_WORDS, health.TITLE):
        assert (by_title[title].first % 2, by_title[title].last % 2) == (1, 0)
    assert plan.sections[-1].title == "Заверительный лист"
    assert plan.pages % 2 == 0
    assert len(pypdf.PdfReader(BytesIO(data)).pages) == plan.pages
    for number, page in enumerate(drawn_pages, 1):
        assert geometry.faults(page, left=number % 2 == 0) == []


def test_a_page_left_blank_says_why():
    plan, data, _ = drawn(journal(pupils=41))
    blanks = [one for one in plan.sections if not one.title]
    assert blanks
    texts = reading.texts(data)
    assert all("намеренно оставлена пустой" in texts[one.first - 1] for one in blanks)
    assert all(one.title for one in plan.entries)


def test_changes_that_find_no_room_beside_the_week_stand_behind_and_move_no_subject():
    plan = plan_journal(journal(changes=60))
    by_title = {one.title: one for one in plan.sections}
    assert by_title["Предмет 1"].first == 4
    assert by_title[timetable.CHANGES].first > by_title["Замечания по ведению журнала"].last
    assert timetable.CHANGES in [entry.title for entry in plan.entries]
    _, data, _ = drawn(journal(changes=60))
    texts = reading.texts(data)
    behind = by_title[timetable.CHANGES]
    told = sum(
        texts[number - 1].count("Физика (было: География)") for number in (3, *range(behind.first, behind.last + 1))
    )
    assert told == 30


def test_a_page_printed_in_winter_is_the_page_of_the_summer():
    """What is still to come is counted: subjects keep their pages, empty spreads are there to be written on."""
    winter, summer = plan_journal(journal(today=WINTER)), plan_journal(journal())
    places = [[(one.first, one.last) for one in plan.sections if one.course] for plan in (winter, summer)]
    assert places[0] == places[1]


def test_the_certification_counts_the_sheets_in_figures_and_words(whole):
    plan, data, _ = whole
    text = words(reading.texts(data)[-1])
    assert SENTENCE in text
    assert plan.pages == 42
    assert "21 (двадцать один) лист число листов цифрами и прописью" in text
    assert f"Страниц в журнале {plan.pages}" in text
    assert plan.summary in text
    assert HEAD in text
    assert TITLE.director in text
    assert "М.П." in text


def test_paper_that_was_written_in_while_it_was_read_says_so_where_it_is_certified():
    _, data, (*_, last) = drawn(replace(journal(subjects=1), disturbed=True))
    assert f"{HEAD} и позже" in words(reading.texts(data)[-1])
    assert geometry.faults(last, left=True) == []
    _, data, _ = drawn(journal(subjects=1))
    assert "и позже" not in words(reading.texts(data)[-1])


def test_the_title_leaf_names_school_place_class_year_and_people(whole):
    _, data, _ = whole
    text = words(reading.texts(data)[0])
    for said in ("КЛАССНЫЙ ЖУРНАЛ", "7 «А»", "на 2026 / 2027 учебный год", TITLE.place, TITLE.leader, TITLE.director):
        assert said in text
    assert TITLE.school_name in text


def test_who_acts_for_the_director_is_named_by_that_post_where_the_director_signs():
    _, data, _ = drawn(journal(subjects=1, title=replace(TITLE, director_post="И. о. директора")))
    pages = reading.texts(data)
    for page in (pages[0], pages[-1]):
        assert "И. о. директора" in words(page)


def test_a_long_name_of_the_school_and_nobody_named_leave_the_leaf_whole():
    long = replace(TITLE, school_name=f"{TITLE.school_name} имени Героя Советского Союза {TITLE.leader}", place="")
    _, _, pages = drawn(journal(subjects=1, title=replace(long, leader="", director="")))
    assert geometry.faults(pages[0], left=False) == []


def test_forty_subjects_stay_on_one_page_of_contents():
    inks = []

    def listen(canvas):
        inks.append(ListeningInk(canvas))
        return inks[-1]

    document = Document("", NUMBERED, make_ink=listen)
    entries = [Entry(f"Предмет {at}, подгруппа {at % 2}", 1, 1, subject=at <= 40) for at in range(1, 50)]
    draw_contents(document, numbered(2), entries, "7А класс")
    document.end_page()
    document.data()
    assert geometry.faults(inks[0].pages[0], left=True) == []
    assert "Предмет 40, подгруппа 0" in inks[0].pages[0].words


def test_all_fonts_are_embedded_and_the_outline_names_the_sections(whole):
    plan, data, _ = whole
    assert all(reading.fonts(data).values())
    titles = [one.title for one in pypdf.PdfReader(BytesIO(data)).outline if not isinstance(one, list)]
    assert titles == ["Титульный лист", "Оглавление", "Расписание уроков"] + [
        {summary.TITLE: "Сводная ведомость"}.get(entry.title, entry.title) for entry in plan.entries
    ]


def test_the_same_journal_gives_the_same_bytes(whole):
    assert drawn(journal())[1] == whole[1]
