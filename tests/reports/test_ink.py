"""The tuned way of drawing uses names that ReportLab does not promise: it must equal the promised one."""

from __future__ import annotations

from ezh_desktop.reports.course import draw_courses, plan_courses
from ezh_desktop.reports.document import Document
from tests.reports import reading
from tests.reports.listening import PublicInk
from tests.reports.pages import INFO, history_page, moving_page


def publicly(pages):
    return draw_courses(
        plan_courses(pages), INFO, new_document=lambda title, info: Document(title, info, make_ink=PublicInk)
    )


def test_text_and_pixels_equal_those_of_the_public_calls():
    pages = [moving_page(weekdays=(1,)), history_page()]
    tuned, public = reading.pdf(pages), publicly(pages)
    assert reading.texts(tuned) == reading.texts(public)
    for index in range(len(reading.texts(tuned))):
        assert reading.pixels(tuned, index) == reading.pixels(public, index)


def test_more_letters_than_one_subset_holds_are_drawn_in_their_order(tmp_path):
    letters = "".join(chr(code) for code in range(0x0401, 0x04FF) if chr(code).isalpha())
    document = Document("Буквы", INFO)
    from ezh_desktop.reports.fonts import Font, face  # noqa: PLC0415

    shown = "".join(letter for letter in letters if ord(letter) in face(Font.SANS).face.charToGlyph)
    many = (
        shown
        + "".join(chr(code) for code in range(0x21, 0x7F))
        + "".join(chr(code) for code in range(0xA1, 0x100) if code != 0xAD and code in face(Font.SANS).face.charToGlyph)
    )
    for start in range(0, len(many), 60):
        document.ink.text(20, 280 - start / 10, many[start : start + 60], Font.SANS, 6)
    document.end_page()
    read = "".join(reading.texts(document.data())[0].split())
    assert read == many
