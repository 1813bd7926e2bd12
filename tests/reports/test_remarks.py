"""«Замечания по ведению журнала» on paper: every remark with its answer, then rows for the hand (3.5)."""

from __future__ import annotations

from datetime import date

from ezh_desktop.domain.change import EntryRef
from ezh_desktop.reports.document import Document
from ezh_desktop.reports.remarks import TITLE, add_remarks, plan_remarks, remarks_title
from ezh_desktop.services.pages.inspection import Inspection, Remark, RemarksPage, RemarkState
from tests.reports import reading
from tests.reports.pages import INFO

AUTHOR = "Морозова Ирина Павловна, заместитель директора по УВР"


def a_remark(number: int, state: RemarkState = RemarkState.OPEN, text: str = "Тема урока не записана") -> Remark:
    answered = None if state is RemarkState.OPEN else date(2026, 12, 3)
    return Remark(
        remark=number, made=date(2026, 12, 2), text=f"{text} № {number}.", clause="5.18",
        place="Алгебра", author=AUTHOR,
        teacher=1, teacher_name="Соколова Наталья Викторовна", deadline=date(2026, 12, 9),
        answer="" if answered is None else "Записана.", answered=answered, state=state, entry=EntryRef(1, number),
    )  # fmt: skip


def a_page(remarks: tuple[Remark, ...] = (), inspections: tuple[Inspection, ...] = ()) -> RemarksPage:
    return RemarksPage(1, 7, "7А", "2026/2027", "Школа № 12", date(2026, 12, 4), 2, True, remarks, inspections)


def drawn(page: RemarksPage) -> bytes:
    document = Document(remarks_title(page), INFO)
    add_remarks(document, page, INFO)
    return document.data()


def words(data: bytes, page: int = 0) -> str:
    return " ".join(reading.texts(data)[page].split())


def test_a_remark_stands_with_its_author_deadline_and_answer():
    text = words(drawn(a_page((a_remark(1, RemarkState.ACCEPTED),))))
    assert TITLE in text
    assert "Тема урока не записана № 1. Устранить до 09.12.2026." in text
    assert "заместитель директора по УВР" in text
    assert "Выполнено. Записана. 03.12.2026" in text


def test_an_unaccepted_answer_is_not_called_done():
    text = words(drawn(a_page((a_remark(1, RemarkState.ANSWERED),))))
    assert "Записана. 03.12.2026" in text
    assert "Выполнено." not in text


def test_a_cancelled_remark_is_not_printed():
    assert "№ 1." not in words(drawn(a_page((a_remark(1, RemarkState.CANCELLED), a_remark(2)))))


def test_an_inspection_without_remarks_says_so():
    held = Inspection(
        1, date(2026, 12, 1), date(2026, 12, 1), "", "Замечаний нет.", AUTHOR, whole_school=False, entry=EntryRef(1, 1)
    )
    assert "01.12.2026 Замечаний нет." in words(drawn(a_page((), (held,))))


def test_many_remarks_take_more_pages_in_their_order():
    page = a_page(tuple(a_remark(number) for number in range(40, 0, -1)))
    sheets = plan_remarks(page)
    assert len(sheets) > 1
    assert sum(len(sheet.lines) for sheet in sheets) == 40
    data = drawn(page)
    assert "№ 1." in words(data, 0)
    assert "№ 40." in words(data, len(sheets) - 1)


def test_a_class_without_remarks_has_a_page_for_the_hand():
    (sheet,) = plan_remarks(a_page())
    assert sheet.lines == ()
    assert TITLE in words(drawn(a_page()))
