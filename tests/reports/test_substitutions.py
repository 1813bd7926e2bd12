"""«Распоряжение о замене уроков» on paper: what stands in it, nothing cut, room to sign (4.4.3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from ezh_desktop.reports.document import Document
from ezh_desktop.reports.substitutions import TITLE, add_order, order_title, plan_order
from ezh_desktop.services.pages.substitutions import DayOrder, OrderLine
from tests.reports import geometry, reading
from tests.reports.listening import ListeningInk
from tests.reports.pages import INFO

SOKOLOVA = "Соколова Марина Игоревна, болезнь"
KRAVTSOV = "Кравцов Денис Олегович, курсы"
LINES = (
    OrderLine(1, "08:30–09:15", "5А", "Русский язык, каб. 14", SOKOLOVA, "Кольцова Инна Андреевна"),
    OrderLine(2, "09:25–10:10", "7А", "Русский язык, каб. 14", SOKOLOVA, "Кольцова Инна Андреевна"),
    OrderLine(3, "10:30–11:15", "9А", "Литература, каб. 14", SOKOLOVA, "урок перенесён\nна 16.10.2026, 6-й урок"),
    OrderLine(
        3, "10:30–11:15", "8А", "Физика, каб. 27", KRAVTSOV, "Абдурахманова-Преображенская Екатерина Владиславовна"
    ),
    OrderLine(
        4, "11:35–12:20", "7Б", "Информатика (подгруппа 2), каб. 29", KRAVTSOV,
        "объединение с подгруппой 1:\nЛаврентьева Софья Петровна",
    ),
    OrderLine(
        5, "12:30–13:15", "6А", "Физическая культура, спортзал", "Степанов Олег Борисович, соревнования",
        "Рябов Кирилл Евгеньевич",
    ),
    OrderLine(
        6, "13:25–14:10", "6А", "Музыка, каб. 16", "Чистякова Вера Ивановна, личное заявление", "урок отменён"
    ),
)  # fmt: skip
ORDER = DayOrder(
    "МБОУ «СОШ № 12» г. Светлогорска", "2026/2027", date(2026, 10, 14), "№ 57 от 13.10.2026", LINES,
    "Зайцева Ольга Юрьевна",
)  # fmt: skip


def drawn(order: DayOrder = ORDER) -> bytes:
    document = Document(order_title(order), INFO)
    add_order(document, order, INFO)
    return document.data()


def words(data: bytes, page: int = 0) -> str:
    return " ".join(reading.texts(data)[page].split())


def test_the_order_names_number_day_and_everybody_concerned():
    text = words(drawn())
    assert TITLE in text
    assert "№ 57 от 13.10.2026, на среду 14 октября 2026 года" in text
    for line in LINES:
        assert line.class_name in text
        assert line.replaced.split(",")[0] in text
    for part in ("Абдурахманова", "Преображенская Екатерина", "Владиславовна", "объединение с подгруппой 1:"):
        assert part in text
    assert "8.30–9.15" in text
    assert "Зайцева Ольга Юрьевна" in text


def test_who_acts_for_the_deputy_signs_by_that_post():
    assert "И. о. заместителя директора по УВР" in words(
        drawn(replace(ORDER, signer_post="И. о. заместителя директора по УВР"))
    )


def test_a_day_without_an_order_names_the_day_alone():
    assert "на среду 14 октября 2026 года" in words(drawn(replace(ORDER, order="")))


def test_many_changes_take_more_pages_and_the_last_is_signed():
    order = replace(ORDER, lines=LINES * 6)
    sheets = plan_order(order)
    assert sum(len(sheet.lines) for sheet in sheets) == 42
    assert [sheet.last for sheet in sheets] == [False] * (len(sheets) - 1) + [True]
    data = drawn(order)
    assert "(продолжение)" in words(data, 1)
    assert "Заместитель директора по УВР" not in words(data, 0)
    assert "Заместитель директора по УВР" in words(data, len(sheets) - 1)
    assert f"1 из {len(sheets)}" in words(data, 0).replace("1из", "1 из")


def test_nothing_overlaps_leaves_its_sheet_or_is_cut():
    order, inks = replace(ORDER, lines=LINES * 6), []
    document = Document(order_title(order), INFO, make_ink=lambda canvas: inks.append(ListeningInk(canvas)) or inks[0])
    add_order(document, order, INFO)
    for page in inks[0].pages:
        assert geometry.faults(page, left=False) == []


def test_rows_that_just_fill_a_page_leave_room_for_the_signature():
    for count in range(1, 60):
        sheets = plan_order(replace(ORDER, lines=(LINES[0],) * count))
        assert sum(len(sheet.lines) for sheet in sheets) == count
        assert all(sheet.lines for sheet in sheets)
