"""«Выписка текущих отметок» on paper: what a departing pupil takes along (4.3.4)."""

from __future__ import annotations

from datetime import date

import pytest

from ezh_desktop.reports.document import Document
from ezh_desktop.reports.extract import add_extracts
from ezh_desktop.services.pages.roster import Extract, Extracts, ExtractSubject
from tests.reports import geometry
from tests.reports.listening import Drawn, ListeningInk
from tests.reports.pages import INFO, SCHOOL

LEADER, DIRECTOR = "Белова Ольга Сергеевна", "Орлова Татьяна Викторовна"


def page(post: str) -> Drawn:
    subject = ExtractSubject("Иностранный язык (английский), 1-я группа", "", ("5", "н"), "5,00", (("I ч.", "5"),))
    one = Extract(
        name="Белинский Степан Сергеевич",
        class_name="7А",
        year_label="2026/2027",
        school_name=SCHOOL,
        day=date(2026, 12, 2),
        term="II четверть",
        leaving="",
        leader=LEADER,
        absent=1,
        held=24,
        subjects=(subject,),
        director=DIRECTOR,
        director_post=post,
    )
    inks: list[ListeningInk] = []

    def listen(canvas):
        inks.append(ListeningInk(canvas))
        return inks[-1]

    add_extracts(Document("", INFO, make_ink=listen), Extracts("7А", "2026/2027", SCHOOL, (one,)), INFO)
    return inks[0].pages[0]


@pytest.mark.parametrize("post", ["Директор", "И. о. директора"])
def test_the_lines_to_sign_on_stand_one_below_the_other(post):
    drawn = page(post)
    signs = [one for one in drawn.texts if one.text == "подпись"]
    names = [one for one in drawn.texts if one.text == "фамилия, имя, отчество"]
    assert len(signs) == len(names) == 2
    for first, second in (signs, names):
        assert first.x == second.x
    assert {post, LEADER, DIRECTOR} <= {one.text for one in drawn.texts}


def test_nothing_leaves_the_sheet_or_meets_another_and_the_footer_begins_under_the_table():
    assert geometry.faults(page("И. о. директора"), left=False) == []
