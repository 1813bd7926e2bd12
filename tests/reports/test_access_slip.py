"""Access slips (3.1, 4.1.8): eight on a sheet, the password on paper alone, whatever the names."""

from __future__ import annotations

import pytest

from ezh_desktop.reports import access_slip
from ezh_desktop.reports.access_slip import access_slips
from ezh_desktop.reports.document import Document
from ezh_desktop.services.pages.staff import AccessSlip
from tests.reports import geometry, reading
from tests.reports.listening import Drawn, ListeningInk
from tests.reports.pages import INFO, SCHOOL

SUBJECTS = "Алгебра, Геометрия, Вероятность и статистика, Информатика, Иностранный язык (английский), подгруппа 1"


def slips(count: int) -> list[AccessSlip]:
    """Made-up people, one with a long name, one with much to teach."""
    found = [
        AccessSlip(
            f"Соколова Марина {n}", "учитель, предметы: Русский язык, Литература", f"sokolova{n}", f"hmd3-q{n:03}-caqv"
        )
        for n in range(count)
    ]
    found[0] = AccessSlip(
        "Абдурахманова-Преображенская Екатерина Владиславовна",
        f"учитель, предметы: {SUBJECTS}; классный руководитель 7А класса; заместитель директора по УВР",
        "abdurahmanova-preobrazhenskaya.ekaterina",
        "m74u-grrx-mrsf",
    )
    return found


def drawn(monkeypatch: pytest.MonkeyPatch, many: list[AccessSlip]) -> list[Drawn]:
    inks: list[ListeningInk] = []

    def listening(title, info):
        return Document(title, info, make_ink=lambda canvas: inks.append(ListeningInk(canvas)) or inks[0])

    monkeypatch.setattr(access_slip, "Document", listening)
    access_slips(many, SCHOOL, "2026/2027", INFO)
    return inks[0].pages


def test_each_slip_says_who_by_what_name_and_by_what_password():
    data = access_slips(slips(3), SCHOOL, "2026/2027", INFO)
    (text,) = reading.texts(data)
    for slip in slips(3)[1:]:
        for said in (slip.name, slip.what, slip.login, slip.password):
            assert said in text
    assert text.count("Реквизиты доступа") == 3
    assert all(reading.fonts(data).values())


@pytest.mark.parametrize(("count", "pages"), [(1, 1), (8, 1), (9, 2), (20, 3)])
def test_eight_stand_on_a_sheet(count, pages):
    assert len(reading.texts(access_slips(slips(count), SCHOOL, "2026/2027", INFO))) == pages


def test_nothing_overlaps_leaves_its_sheet_or_is_cut(monkeypatch):
    for page in drawn(monkeypatch, slips(16)):
        assert geometry.faults(page, left=None) == []


def test_nothing_of_a_slip_crosses_into_its_neighbour(monkeypatch):
    (page,) = drawn(monkeypatch, slips(8))
    for text in page.texts:
        left, bottom, right, top = text.box
        if bottom < 27:
            continue
        column = int((left - 10) // 95)
        row = int((287 - top) // 65)
        assert right <= 10 + (column + 1) * 95 - 5.9, text.text
        assert bottom >= 287 - (row + 1) * 65 + 1, text.text


def test_more_to_teach_than_a_slip_has_room_for_still_leaves_the_login_free(monkeypatch):
    long = AccessSlip(
        "Иванова Анна", f"учитель, предметы: {SUBJECTS}, {SUBJECTS}, {SUBJECTS}", "ivanova", "hmd3-qtec-caqv"
    )
    (page,) = drawn(monkeypatch, [long])
    assert geometry.faults(page, left=None) == []


def test_a_sheet_without_slips_is_none_and_repr_keeps_the_password():
    with pytest.raises(ValueError, match="needs a page"):
        access_slips([], SCHOOL, "2026/2027", INFO)
    assert "hmd3" not in repr(slips(2)[1])
