"""Draws pages for tests and reads finished PDFs back with another library than the one that wrote them."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import pypdfium2 as pdfium
from pypdf import PdfReader

from ezh_desktop.reports.course import CourseOptions, draw_courses, plan_courses
from ezh_desktop.reports.document import Document
from ezh_desktop.services.pages.course import CoursePage
from tests.reports.listening import Drawn, ListeningInk
from tests.reports.pages import INFO


def drawn(pages: Sequence[CoursePage], options: CourseOptions = CourseOptions()) -> list[Drawn]:  # noqa: B008
    """Every page as lines and texts."""
    inks: list[ListeningInk] = []

    def new_ink(canvas: object) -> ListeningInk:
        inks.append(ListeningInk(canvas))
        return inks[-1]

    draw_courses(
        plan_courses(pages), INFO, options, new_document=lambda title, info: Document(title, info, make_ink=new_ink)
    )
    return inks[0].pages


def pdf(pages: Sequence[CoursePage], options: CourseOptions = CourseOptions()) -> bytes:  # noqa: B008
    """The finished file."""
    return draw_courses(plan_courses(pages), INFO, options)


def texts(data: bytes) -> list[str]:
    """The text of each page as a reader would copy it."""
    with pdfium.PdfDocument(data) as document:
        return [page.get_textpage().get_text_bounded() for page in document]


def fonts(data: bytes) -> dict[str, bool]:
    """Base names of all fonts of all pages, and whether each is embedded."""
    found = {}
    for page in PdfReader(BytesIO(data)).pages:
        for font in page["/Resources"]["/Font"].get_object().values():
            entry = font.get_object()
            descriptor = entry.get("/FontDescriptor")
            found[entry["/BaseFont"]] = descriptor is not None and "/FontFile2" in descriptor.get_object()
    return found


def pixels(data: bytes, index: int, scale: float = 1.5) -> bytes:
    """A page as pixels."""
    with pdfium.PdfDocument(data) as document:
        return bytes(document[index].render(scale=scale, grayscale=True).buffer)
